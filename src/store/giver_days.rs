//! How many people gave something that counts on a day and on no later one: how many gave since a day is added up from these,
//! and nobody is looked at for it.
//!
//! It follows `person.gave_to`, in the transaction that sets that.

use std::collections::BTreeMap;

use serenity::model::id::GuildId;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::Fault;
use super::days::number;
use super::differing::differing;
use super::their_days::gave_to;
use crate::recognition::Dates;

/// So many days are written together at most.
const AT_ONCE: usize = 500;

/// Holds of whoever has a latest day. (On SQLite a column holds what is put there, and a build from before these days were
/// numbers puts texts there, where it still runs beside this one: whoever has such a day is as good as without one until the
/// next of it is set, and gives and gets meanwhile as all others do. On PostgreSQL it is true of every day.)
const NUMBERED: &str = "gave_to = CAST(gave_to AS BIGINT)";

/// On which latest day how many people gave, by server and day.
pub(super) type Latest = BTreeMap<(i64, i64), i64>;

/// The latest days of those people (`whose`, a condition on `person`, with `of` as `$1`, and whether it is asked again).
pub(super) async fn of(connection: &mut AnyConnection, (whose, again): (&str, bool), of: i64) -> Result<Latest, Fault> {
    let days: Vec<(i64, i64, i64)> = sqlx::query_as(AssertSqlSafe(format!(
        "SELECT guild_id, gave_to, COUNT(*) FROM person WHERE ({whose}) AND {NUMBERED} GROUP BY guild_id, gave_to"
    )))
    .persistent(again)
    .bind(of)
    .fetch_all(connection)
    .await?;
    Ok(days.into_iter().map(|(guild, day, number)| ((guild, day), number)).collect())
}

/// The latest days of some people were those and are these now.
pub(super) async fn moved(connection: &mut AnyConnection, before: Latest, mut after: Latest) -> Result<(), Fault> {
    for (day, number) in before {
        *after.entry(day).or_default() -= number;
    }
    let moved: Vec<(i64, i64, i64)> = (after.into_iter())
        .filter(|(_, number)| *number != 0)
        .map(|((guild, day), number)| (guild, day, number))
        .collect();
    for moved in moved.chunks(AT_ONCE) {
        let row = |place: usize| format!("(${}, ${}, ${})", place * 3 + 1, place * 3 + 2, place * 3 + 3);
        let rows: Vec<String> = (0..moved.len()).map(row).collect();
        let write = format!(
            "INSERT INTO giver_day (guild_id, day, number) VALUES {} \
             ON CONFLICT (guild_id, day) DO UPDATE SET number = giver_day.number + excluded.number",
            rows.join(", ")
        );
        let mut writing = sqlx::query(AssertSqlSafe(write)).persistent(moved.len() <= 2);
        for (guild, day, number) in moved {
            writing = writing.bind(*guild).bind(*day).bind(*number);
        }
        writing.execute(&mut *connection).await?;
    }
    Ok(())
}

/// Whether how many people of a server gave last on which day is what their recognitions tell, by day.
pub(super) fn compared() -> String {
    differing("CAST(day AS TEXT)", "SELECT day, number FROM giver_day WHERE guild_id = $1 AND number <> 0", &counted())
}

/// The same, counted from the recognitions and not from what each person's row says.
fn counted() -> String {
    format!(
        "SELECT t.day AS day, COUNT(*) AS number FROM (SELECT {} AS day FROM person WHERE guild_id = $1) t \
         WHERE t.day IS NOT NULL GROUP BY t.day",
        gave_to()
    )
}

/// Counts them anew.
pub(super) async fn anew(connection: &mut AnyConnection, guild: i64) -> Result<(), Fault> {
    sqlx::query("DELETE FROM giver_day WHERE guild_id = $1").bind(guild).execute(&mut *connection).await?;
    let write = format!(
        "INSERT INTO giver_day (guild_id, day, number) SELECT CAST($1 AS BIGINT), c.day, c.number FROM ({}) c",
        counted()
    );
    sqlx::query(AssertSqlSafe(write)).bind(guild).execute(connection).await?;
    Ok(())
}

/// How many people of a server gave last before, within and after some days.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(super) struct GaveLast {
    pub(super) within: i64,
    pub(super) after: i64,
    /// At any time.
    pub(super) ever: i64,
}

/// How many people gave last within those days, and after them.
pub(super) async fn gave_last(connection: &mut AnyConnection, guild: GuildId, dates: Dates) -> Result<GaveLast, Fault> {
    let found = sqlx::query_as(
        "SELECT CAST(COALESCE(SUM(CASE WHEN day >= $2 AND day <= $3 THEN number END), 0) AS BIGINT) AS within, \
         CAST(COALESCE(SUM(CASE WHEN day > $3 THEN number END), 0) AS BIGINT) AS after, \
         CAST(COALESCE(SUM(number), 0) AS BIGINT) AS ever FROM giver_day WHERE guild_id = $1",
    )
    .bind(guild.get().cast_signed())
    .bind(number(dates.first))
    .bind(number(dates.last))
    .fetch_one(connection)
    .await?;
    Ok(found)
}
