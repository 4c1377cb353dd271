//! Which prompts a server has had, and which one an occurrence was given.

use std::time::Duration;

use jiff::Timestamp;
use serenity::model::id::GuildId;
use sqlx::AnyConnection;

use super::claims::note_try;
use super::connection::{Fault, in_transaction};
use super::rows::{instant, plain};
use super::series::{Following, chosen_before};
use super::{Claim, Id, OccurrenceKey, SeriesDay, Store, StoreError, TriedBy};

/// A prompt that a server has had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromptUse {
    /// The prompt's id.
    pub prompt: String,
    /// In which round, counted from 1.
    pub cycle: i64,
    /// When.
    pub at: Timestamp,
}

/// What a choice depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// When the server has had each of its prompts last, oldest first.
    pub uses: Vec<PromptUse>,
    /// The series that the schedule follows, if it does.
    pub series: Option<Following>,
}

/// A prompt that was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The prompt's id.
    pub prompt: String,
    /// In which round, counted from 1.
    pub cycle: i64,
    /// Its day, where the series has chosen it that the schedule follows.
    pub day: Option<SeriesDay>,
}

impl Store {
    /// All prompts that a server has had, in the order in which they were chosen.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn prompt_history(&self, guild: GuildId) -> Result<Vec<PromptUse>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        Ok(history(&mut connection, guild.get().cast_signed()).await?)
    }

    /// When a server has had each of its prompts last, oldest first: all that a choice depends on.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn prompts_last_used(&self, guild: GuildId) -> Result<Vec<PromptUse>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        Ok(last_uses(&mut connection, guild.get().cast_signed()).await?)
    }

    /// Fixes the prompt of a claimed occurrence: the one that was chosen before where it is still `known`, else the
    /// one that `choose` picks after it has seen the last use of each prompt that the server has had, in order, and how far
    /// its schedule is in a series. A date for which it picks none of that series ends the following of it. `None` where
    /// `choose` picks none. What was chosen is about to be sent, so the same transaction records the
    /// try, as [`Store::tried_by`] does.
    ///
    /// # Errors
    /// [`StoreError::NotHolder`], or where the store fails.
    pub async fn choose_prompt(
        &self,
        claim: &Claim,
        now: Timestamp,
        lease: Duration,
        by: TriedBy,
        known: impl Fn(&str) -> bool + Send + Sync,
        choose: impl Fn(&Before) -> Option<Chosen> + Send + Sync,
    ) -> Result<Option<Chosen>, StoreError> {
        in_transaction!(self.shared, |connection| {
            claim.check(connection).await?;
            let id = claim.occurrence.id.get();
            let guild = claim.occurrence.guild.get().cast_signed();
            if let Some(before) = chosen_before(connection, id).await? {
                if known(&before.prompt) {
                    note_try(connection, claim, now, lease, by).await?;
                    return Ok(Some(before));
                }
                // A writer took it out of the library in the meantime; nobody has had it.
                sqlx::query("DELETE FROM prompt_use WHERE occurrence_id = $1")
                    .bind(id)
                    .execute(&mut *connection)
                    .await?;
            }
            let schedule = match claim.occurrence.key {
                OccurrenceKey::Daily { schedule, .. } | OccurrenceKey::Extra { schedule, .. } => Some(schedule),
                _ => None,
            };
            let series = match schedule {
                Some(schedule) => Following::of(connection, schedule).await?,
                None => None,
            };
            let before = Before { uses: last_uses(connection, guild).await?, series };
            let Some(chosen) = choose(&before) else { return Ok(None) };
            let Chosen { prompt, cycle, day } = &chosen;
            let prompt = plain(prompt);
            let run = before.series.as_ref().map(|series| series.run).filter(|_| day.is_some());
            let place: i64 =
                sqlx::query_scalar("SELECT COALESCE(MAX(place), -1) + 1 FROM prompt_use WHERE guild_id = $1")
                    .bind(guild)
                    .fetch_one(&mut *connection)
                    .await?;
            sqlx::query(
                "INSERT INTO prompt_use (occurrence_id, guild_id, prompt, cycle, place, used_at, series, series_run, \
                     series_day, series_days) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            )
            .bind(id)
            .bind(guild)
            .bind(&prompt)
            .bind(*cycle)
            .bind(place)
            .bind(now.as_millisecond())
            .bind(day.as_ref().map(|day| plain(&day.series)))
            .bind(run.map(Id::get))
            .bind(day.as_ref().map(|day| i64::from(day.day)))
            .bind(day.as_ref().map(|day| i64::from(day.of)))
            .execute(&mut *connection)
            .await?;
            if let (OccurrenceKey::Daily { schedule, .. }, Some(series), None) =
                (claim.occurrence.key, &before.series, day)
            {
                series.end(connection, schedule).await?;
            }
            sqlx::query("UPDATE occurrence SET content = $1 WHERE id = $2")
                .bind(&prompt)
                .bind(id)
                .execute(&mut *connection)
                .await?;
            note_try(connection, claim, now, lease, by).await?;
            Ok(Some(chosen))
        })
    }
}

/// How many uses are looked back over: years of one schedule. The archive grows for ever, and this is read at each post;
/// whatever was last used before that has rested long enough to count as never used.
const LOOKED_BACK: i64 = 2_000;

/// When each prompt was used last, oldest first.
async fn last_uses(connection: &mut AnyConnection, guild: i64) -> Result<Vec<PromptUse>, Fault> {
    let rows: Vec<(String, i64, i64)> = sqlx::query_as(
        "SELECT prompt, MAX(cycle), MAX(used_at) FROM prompt_use WHERE guild_id = $1 AND place > \
         (SELECT MAX(place) FROM prompt_use WHERE guild_id = $1) - $2 GROUP BY prompt ORDER BY MAX(place)",
    )
    .bind(guild)
    .bind(LOOKED_BACK)
    .fetch_all(connection)
    .await?;
    read(rows)
}

async fn history(connection: &mut AnyConnection, guild: i64) -> Result<Vec<PromptUse>, Fault> {
    let rows: Vec<(String, i64, i64)> =
        sqlx::query_as("SELECT prompt, cycle, used_at FROM prompt_use WHERE guild_id = $1 ORDER BY place")
            .bind(guild)
            .fetch_all(connection)
            .await?;
    read(rows)
}

fn read(rows: Vec<(String, i64, i64)>) -> Result<Vec<PromptUse>, Fault> {
    rows.into_iter().map(|(prompt, cycle, at)| Ok(PromptUse { prompt, cycle, at: instant(at)? })).collect()
}
