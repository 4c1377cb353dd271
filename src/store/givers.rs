//! Who gave in a stretch of days, a screen at a time: an account, not a ranking.
//!
//! Between which days somebody gave stands in their row, so that a server with a hundred times the recognitions is asked in
//! the same time; what each gave is counted only for the people of one screen.

use std::collections::BTreeSet;

use jiff::ToSpan;
use serenity::model::id::{GuildId, UserId};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::{Engine, Fault};
use super::gave_weeks::{LIT, whole_weeks};
use super::names::in_order;
use super::rows::{date, snowflake};
use super::{Store, StoreError};
use crate::recognition::{Dates, Order};

/// What somebody gave in a stretch of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Giver {
    /// Who; `None` after that person's erasure.
    pub user: Option<UserId>,
    /// By which name they were last seen, where that is known.
    pub name: Option<String>,
    /// Whether they are in the server no more, as far as is known.
    pub left: bool,
    /// How many recognitions.
    pub gives: i64,
    /// To how many different people.
    pub people: i64,
    /// In how many weeks, from Monday to Sunday.
    pub weeks: i64,
}

/// A screen of who gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GiversScreen {
    /// How many recognitions of these days count.
    pub gives: i64,
    /// How many people gave them.
    pub givers: usize,
    /// Those of this screen.
    pub shown: Vec<Giver>,
    /// Which screen this is, from 0: the last one where a later one was asked for.
    pub screen: usize,
    /// The last screen.
    pub last: usize,
}

/// The most people on one screen: as many places as a statement has.
pub const MOST_A_SCREEN: usize = 25;

/// Somebody of a screen: their id, user, name, since when they are gone, and the days on which they gave.
type Row = (i64, Option<i64>, Option<String>, Option<i64>, Option<String>);

/// Person `p` gave something that counts from `$2` to `$3`, whose whole weeks are from `$4` to `$5`. Where those days end with
/// the latest that there is, as those of a period do, the first and the last day of each person say it, and the one before
/// the last where they ended yesterday, as those of a digest do; of other days the weeks in which they gave, and at last the
/// rows. (A subquery with a limit stays one look a person; as EXISTS PostgreSQL may
/// read all recognitions instead.)
pub(super) fn gave() -> String {
    format!(
        "(p.gave_to >= $2 AND p.gave_from <= $3 AND (p.gave_from >= $2 OR p.gave_to <= $3 OR \
         CASE WHEN p.gave_before <= $3 THEN p.gave_before >= $2 ELSE {LIT} OR (SELECT x.local_date FROM recognition_receiver x WHERE x.giver = p.id AND x.counts = 1 AND x.local_date >= $2 \
         AND x.local_date <= $3 ORDER BY x.local_date LIMIT 1) IS NOT NULL END))"
    )
}

type Asking<'q, T> = sqlx::query::QueryAs<'q, sqlx::Any, T, sqlx::any::AnyArguments>;

impl Store {
    /// A screen of who gave in those days, `a_screen` people (25 at most) on each. Who was erased comes last and without a
    /// name; who wants not to be counted is not, and neither is what they got.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn givers_screen(
        &self,
        guild: GuildId,
        dates: Dates,
        order: Order,
        screen: usize,
        a_screen: usize,
    ) -> Result<GiversScreen, StoreError> {
        let a_screen = a_screen.clamp(1, MOST_A_SCREEN);
        let mut connection = self.shared.pool.acquire().await?;
        let gives = gives_of(&mut connection, guild, dates).await?;
        let counted = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT COUNT(*) FROM person p WHERE p.guild_id = $1 AND p.paused_at IS NULL AND {}",
            gave()
        )));
        let (givers,): (i64,) = between(counted, guild, dates).fetch_one(&mut *connection).await?;
        let givers = usize::try_from(givers).unwrap_or_default();
        let last = givers.div_ceil(a_screen).saturating_sub(1);
        let screen = screen.min(last);
        let people = self.people_of(&mut connection, guild, dates, order, screen * a_screen, a_screen).await?;
        let (figures, mut rows) = match people.is_empty() {
            true => (Vec::new(), Vec::new()),
            false => (
                figures(&mut connection, guild, dates, &people).await?,
                self.rows_of_screen(&mut connection, guild, dates, &people).await?,
            ),
        };
        rows.sort_by_key(|row| people.iter().position(|person| *person == row.0));
        let shown = rows.into_iter().map(|(id, user, name, left, days)| {
            let (_, gives, people) = figures.iter().find(|figure| figure.0 == id).copied().unwrap_or_default();
            let weeks = weeks_in(days.as_deref().unwrap_or_default())?;
            Ok(Giver { user: user.map(snowflake).transpose()?, name, left: left.is_some(), gives, people, weeks })
        });
        let shown = shown.collect::<Result<_, StoreError>>()?;
        Ok(GiversScreen { gives, givers, shown, screen, last })
    }

    async fn people_of(
        &self,
        connection: &mut AnyConnection,
        guild: GuildId,
        dates: Dates,
        order: Order,
        skipped: usize,
        most: usize,
    ) -> Result<Vec<i64>, Fault> {
        let first = match order {
            Order::Name => "",
            Order::First => "p.first_gave,",
            Order::Recent => "p.last_gave DESC,",
        };
        let by_name = in_order(self.shared.engine, "p.name_key");
        let gave = gave();
        // Somebody whose name is not known has a row and no place in the alphabet.
        let query = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT p.id FROM person p WHERE p.guild_id = $1 AND p.paused_at IS NULL AND {gave} \
             ORDER BY CASE WHEN p.user_id IS NULL THEN 1 ELSE 0 END, {first} \
             CASE WHEN p.name_key IS NULL THEN 1 ELSE 0 END, {by_name}, p.id LIMIT $6 OFFSET $7"
        )));
        let rows: Vec<(i64,)> = between(query, guild, dates)
            .bind(i64::try_from(most).unwrap_or(i64::MAX))
            .bind(i64::try_from(skipped).unwrap_or(i64::MAX))
            .fetch_all(connection)
            .await?;
        Ok(rows.into_iter().map(|(person,)| person).collect())
    }

    /// Who those people are, and on which days each of them gave: one text a person, since thousands of rows would take longer
    /// to hand over than to find.
    async fn rows_of_screen(
        &self,
        connection: &mut AnyConnection,
        guild: GuildId,
        dates: Dates,
        people: &[i64],
    ) -> Result<Vec<Row>, Fault> {
        let joined = match self.shared.engine {
            Engine::Sqlite => "group_concat(day, ' ')",
            Engine::Postgres => "string_agg(day, ' ')",
        };
        let query = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT p.id, p.user_id, p.name, p.left_at, (SELECT {joined} FROM (SELECT DISTINCT x.local_date AS day FROM recognition_receiver x \
             WHERE x.giver = p.id AND x.counts = 1 AND x.local_date >= $2 AND x.local_date <= $3) t) FROM person p \
             WHERE p.guild_id = $1 AND p.id IN ({})",
            places()
        )));
        let query = query.bind(guild.get().cast_signed()).bind(dates.first.to_string()).bind(dates.last.to_string());
        Ok(among(query, people).fetch_all(connection).await?)
    }
}

/// A question that asks [`gave`] of those days.
pub(super) fn between<T>(query: Asking<'_, T>, guild: GuildId, dates: Dates) -> Asking<'_, T> {
    let (first, last) = whole_weeks(dates);
    query
        .bind(guild.get().cast_signed())
        .bind(dates.first.to_string())
        .bind(dates.last.to_string())
        .bind(first)
        .bind(last)
}

/// How many recognitions of those days count.
pub(super) async fn gives_of(connection: &mut AnyConnection, guild: GuildId, dates: Dates) -> Result<i64, Fault> {
    let gives: i64 = sqlx::query_scalar(
        "SELECT CAST(COALESCE(SUM(number), 0) AS BIGINT) FROM recognition_day \
         WHERE guild_id = $1 AND strength = '' AND local_date >= $2 AND local_date <= $3",
    )
    .bind(guild.get().cast_signed())
    .bind(dates.first.to_string())
    .bind(dates.last.to_string())
    .fetch_one(connection)
    .await?;
    Ok(gives)
}

/// Of each of those people: how many recognitions, to how many people.
async fn figures(
    connection: &mut AnyConnection,
    guild: GuildId,
    dates: Dates,
    people: &[i64],
) -> Result<Vec<(i64, i64, i64)>, Fault> {
    let query = sqlx::query_as(AssertSqlSafe(format!(
        "SELECT x.giver, COUNT(DISTINCT x.recognition_id), COUNT(DISTINCT x.person_id) FROM recognition_receiver x \
         WHERE x.giver IN ({}) AND x.counts = 1 AND x.local_date >= $2 AND x.local_date <= $3 AND CAST($1 AS BIGINT) <> 0 \
         GROUP BY x.giver",
        places()
    )));
    let query = query.bind(guild.get().cast_signed()).bind(dates.first.to_string()).bind(dates.last.to_string());
    Ok(among(query, people).fetch_all(connection).await?)
}

/// The places of the people in a statement: as many for any number of them, so that it stays one statement.
fn places() -> String {
    (4..4 + MOST_A_SCREEN).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ")
}

/// Puts the people into their places; those that are left over hold nobody.
fn among<'q, T>(query: Asking<'q, T>, people: &[i64]) -> Asking<'q, T> {
    (0..MOST_A_SCREEN).fold(query, |query, place| query.bind(people.get(place).copied().unwrap_or_default()))
}

/// In how many weeks those days lie, from Monday to Sunday.
fn weeks_in(days: &str) -> Result<i64, StoreError> {
    let mut mondays = BTreeSet::new();
    for day in days.split(' ').filter(|day| !day.is_empty()) {
        let day = date(day)?;
        mondays.insert(day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days()));
    }
    Ok(i64::try_from(mondays.len()).unwrap_or(i64::MAX))
}
