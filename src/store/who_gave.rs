//! Who gave in a stretch of days, how many they are, and who of them stands at which places of an order.
//!
//! Between which days somebody gave stands in their row, and on which day how many people gave last in `giver_days.rs`: so
//! nobody is counted or sorted one by one where those days end with the latest that there is, as those of a period do.

use std::ops::Range;

use serenity::model::id::GuildId;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::{Engine, Fault};
use super::days::number;
use super::gave_weeks::{lit, whole_weeks};
use super::giver_days::gave_last;
use super::names::in_order;
use crate::recognition::{Dates, Order};

/// To sort one person takes as long as to walk past so many.
const A_SORT: usize = 4;

/// Person `p` gave something that counts from day `$2` to day `$3`, whose whole weeks are from `$4` to `$5`. Where those days
/// end with the latest that there is, as those of a period do, the first and the last day of each person say it, and the one
/// before the last where they ended yesterday, as those of a digest do; of other days the weeks in which they gave, and at
/// last the rows, in which those days are `$6` and `$7`. (A subquery with a limit stays one look a person; as EXISTS
/// PostgreSQL may read all recognitions instead.) `to` is the column `p.gave_to`, or a sum with it that no index knows.
pub(super) fn gave(engine: Engine, to: &str) -> String {
    let lit = lit(engine);
    format!(
        "({to} >= $2 AND p.gave_from <= $3 AND (p.gave_from >= $2 OR p.gave_to <= $3 OR \
         CASE WHEN p.gave_before <= $3 THEN p.gave_before >= $2 ELSE {lit} OR (SELECT x.local_date \
         FROM recognition_receiver x WHERE x.giver = p.id AND x.counts = 1 AND x.local_date >= $6 \
         AND x.local_date <= $7 ORDER BY x.local_date LIMIT 1) IS NOT NULL END))"
    )
}

/// A question, whatever its rows are.
pub(super) type Asking<'q, T> = sqlx::query::QueryAs<'q, sqlx::Any, T, sqlx::any::AnyArguments>;

/// All who gave in some days.
pub(super) struct Gave {
    guild: GuildId,
    dates: Dates,
    /// How many there are.
    pub(super) number: usize,
    /// How many people ever gave there.
    ever: usize,
    /// Nobody gave later: so each of them gave last in those days.
    latest: bool,
}

/// Somebody of a screen.
#[derive(sqlx::FromRow)]
pub(super) struct Shown {
    pub(super) id: i64,
    pub(super) user_id: Option<i64>,
    pub(super) name: Option<String>,
    pub(super) left_at: Option<i64>,
    /// `None` where it is no number (`giver_days.rs`).
    pub(super) gave_from: Option<i64>,
    pub(super) gave_to: Option<i64>,
}

impl Gave {
    pub(super) async fn of(
        connection: &mut AnyConnection,
        engine: Engine,
        guild: GuildId,
        dates: Dates,
    ) -> Result<Self, Fault> {
        let last = gave_last(&mut *connection, guild, dates).await?;
        let latest = last.after == 0;
        let number = match latest {
            true => last.within,
            false => {
                let counted = sqlx::query_as(AssertSqlSafe(format!(
                    "SELECT COUNT(*) FROM person p WHERE p.guild_id = $1 AND p.paused_at IS NULL AND {}",
                    gave(engine, "p.gave_to")
                )));
                let (number,): (i64,) = between(counted, guild, dates).fetch_one(connection).await?;
                number
            }
        };
        let [number, ever] = [number, last.ever].map(|number| usize::try_from(number).unwrap_or_default());
        Ok(Self { guild, dates, number, ever, latest })
    }

    /// Those at these places, in that order.
    pub(super) async fn at(
        &self,
        connection: &mut AnyConnection,
        engine: Engine,
        order: Order,
        places: Range<usize>,
    ) -> Result<Vec<Shown>, Fault> {
        // Those of the latter half are found from the end.
        let from_end = places.start > self.number / 2;
        let (skipped, down, up) = match from_end {
            true => (self.number.saturating_sub(places.end), " DESC", ""),
            false => (places.start, "", " DESC"),
        };
        // An index has all people in this order: the way to these places leads past so many of them. Where few of many gave,
        // it is shorter to sort those few. The zero that is added keeps an engine from the index that is not meant.
        let way = (skipped + places.len()) * self.ever / self.number.max(1);
        let (walk, sort) = if way <= A_SORT * self.number { (" + 0", "") } else { ("", " + 0") };
        let first = match order {
            Order::Name => String::new(),
            Order::First => format!("{}{down},", in_order(engine, "p.first_gave")),
            Order::Recent => format!("{}{up},", in_order(engine, "p.last_gave")),
        };
        let by_name = in_order(engine, "p.name_key");
        // Somebody whose name is not known has a row and no place in the alphabet.
        let sorted = format!(
            "CASE WHEN p.user_id IS NULL THEN 1 ELSE 0 END{sort}{down}, {first} \
             CASE WHEN p.name_key IS NULL THEN 1 ELSE 0 END{down}, {by_name}{down}, p.id{down}"
        );
        let to = format!("p.gave_to{walk}");
        let asked = |gave: &str, limit: &str| {
            AssertSqlSafe(format!(
                "SELECT p.id, p.user_id, p.name, p.left_at, \
                 CASE WHEN p.gave_from = CAST(p.gave_from AS BIGINT) THEN p.gave_from END AS gave_from, \
                 CASE WHEN p.gave_to = CAST(p.gave_to AS BIGINT) THEN p.gave_to END AS gave_to FROM (SELECT p.id FROM person p \
                 WHERE p.guild_id = $1 AND p.paused_at IS NULL AND p.gave_to IS NOT NULL AND {gave} \
                 ORDER BY {sorted} LIMIT {limit}) t JOIN person p ON p.id = t.id ORDER BY {sorted}"
            ))
        };
        let query = match self.latest {
            true => sqlx::query_as(asked(&format!("{to} >= $2"), "$3 OFFSET $4"))
                .bind(self.guild.get().cast_signed())
                .bind(number(self.dates.first)),
            false => between(sqlx::query_as(asked(&gave(engine, &to), "$8 OFFSET $9")), self.guild, self.dates),
        };
        let mut rows: Vec<Shown> = query
            .bind(i64::try_from(places.len()).unwrap_or(i64::MAX))
            .bind(i64::try_from(skipped).unwrap_or(i64::MAX))
            .fetch_all(connection)
            .await?;
        if from_end {
            rows.reverse();
        }
        Ok(rows)
    }
}

/// A question that asks [`gave`] of those days.
pub(super) fn between<T>(query: Asking<'_, T>, guild: GuildId, dates: Dates) -> Asking<'_, T> {
    let (first, last) = whole_weeks(dates);
    query
        .bind(guild.get().cast_signed())
        .bind(number(dates.first))
        .bind(number(dates.last))
        .bind(first)
        .bind(last)
        .bind(dates.first.to_string())
        .bind(dates.last.to_string())
}
