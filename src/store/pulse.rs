//! How recognition moves in a server: counts, and nobody's name.

use jiff::civil::Date;
use serenity::model::id::GuildId;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::{Engine, Fault};
use super::givers::gives_of;
use super::roster::ON_ROSTER;
use super::rows::date;
use super::who_gave::{between, gave};
use super::{Store, StoreError};
use crate::recognition::Dates;

/// What is counted of some days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PulseCounts {
    /// How many recognitions.
    pub gives: i64,
    /// How many of today's roster gave any of them.
    pub gave: i64,
    /// How many people were thanked for the first time ever.
    pub newly_thanked: i64,
}

/// How recognition moves in a server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pulse {
    /// How many people are on the roster today.
    pub roster: i64,
    /// In the days that were asked for.
    pub now: PulseCounts,
    /// In the days before them; `None` where none were asked for, or nobody gave anything yet when they began.
    pub before: Option<PulseCounts>,
    /// The day of the first recognition ever.
    pub since: Option<Date>,
}

impl Store {
    /// What is counted of those days, and of the days before them.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn pulse(&self, guild: GuildId, dates: Dates, before: Option<Dates>) -> Result<Pulse, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let since: Option<String> = sqlx::query_scalar(
            // Of all that stands: that day does not move because somebody pauses.
            "SELECT MIN(first_gave) FROM person WHERE guild_id = $1",
        )
        .bind(guild.get().cast_signed())
        .fetch_one(&mut *connection)
        .await?;
        let since = since.map(|day| date(&day)).transpose()?;
        // What was counted only in part is no measure for a whole.
        let before = before.filter(|before| since.is_some_and(|since| since <= before.first));
        let engine = self.shared.engine;
        let (now, roster) = counts(&mut connection, engine, guild, dates).await?;
        let before = match before {
            Some(before) => Some(counts(&mut connection, engine, guild, before).await?.0),
            None => None,
        };
        Ok(Pulse { roster, now, before, since })
    }
}

/// What is counted of some days, and how many are on the roster.
async fn counts(
    connection: &mut AnyConnection,
    engine: Engine,
    guild: GuildId,
    dates: Dates,
) -> Result<(PulseCounts, i64), Fault> {
    let gives = gives_of(connection, guild, dates).await?;
    let gave = gave(engine, "p.gave_to");
    // Whoever was thanked by somebody who pauses was thanked: the next thanks are not their first.
    let query = sqlx::query_as(AssertSqlSafe(format!(
        "SELECT COUNT(CASE WHEN {ON_ROSTER} THEN 1 END), COUNT(CASE WHEN {ON_ROSTER} AND {gave} THEN 1 END), \
         COUNT(CASE WHEN p.first_got >= $6 AND p.first_got <= $7 AND p.got_from <= $3 THEN 1 END) FROM person p \
         WHERE p.guild_id = $1 AND p.paused_at IS NULL"
    )));
    let (roster, gave, newly_thanked) = between(query, guild, dates).fetch_one(connection).await?;
    Ok((PulseCounts { gives, gave, newly_thanked }, roster))
}
