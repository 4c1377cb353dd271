//! How far a team's deck was posted, and the notice that few of its prompts are left.

use std::collections::HashSet;

use jiff::Timestamp;
use serenity::model::id::GuildId;
use sqlx::AnyConnection;

use super::connection::{Fault, in_transaction};
use super::deck::{DeckPrompt, OWN, approved};
use super::schedule_rows::ScheduleRow;
use super::{Id, News, OccurrenceKey, Store, StoreError};
use crate::deck::LOW;

/// How far a deck was posted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeckState {
    /// How many prompts it holds.
    pub holds: usize,
    /// How many of them come before one comes again.
    pub left: usize,
    /// Which time it is gone through, from 1; 0 before the first of them was posted.
    pub round: i64,
}

impl DeckState {
    /// Whether somebody is to be told that few are left. A deck that was small from the beginning is none that runs low.
    pub fn is_low(&self) -> bool {
        self.left <= LOW && self.holds > LOW
    }
}

impl Store {
    /// Owes a notice that few prompts of the deck are left, once a round. False where it was told, or is owed.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn tell_deck_low(&self, schedule: Id, state: &DeckState, now: Timestamp) -> Result<bool, StoreError> {
        let news = News::DeckLow { round: state.round, size: i64::try_from(state.holds / LOW).unwrap_or(i64::MAX) };
        let key = OccurrenceKey::Notice { about: schedule, news };
        // Every post of the rest of the round comes here: most of them need not queue to write.
        let told: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM occurrence WHERE kind = 'notice' AND subject = $1 AND due_key = $2",
        )
        .bind(schedule.get())
        .bind(key.due_key())
        .fetch_one(&self.shared.pool)
        .await?;
        if told > 0 {
            return Ok(false);
        }
        in_transaction!(self.shared, |connection| {
            let Some(row) = ScheduleRow::find(connection, schedule.get()).await? else { return Ok(false) };
            self.tell(connection, schedule, news, &row, now).await?;
            Ok(true)
        })
    }

    /// How far a server's deck was posted.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn deck_state(&self, guild: GuildId) -> Result<DeckState, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        Ok(deck_state(&mut connection, guild.get().cast_signed()).await?)
    }
}

/// How far a server's deck was posted. A round begins where one comes that the round before it had already. So a prompt
/// that joins is one more of the round that runs, however often the others came, and it does not matter how many cycles
/// the server's other schedules began meanwhile.
pub(super) async fn deck_state(connection: &mut AnyConnection, guild: i64) -> Result<DeckState, Fault> {
    let deck: HashSet<String> = approved(connection, guild).await?.iter().map(DeckPrompt::prompt_id).collect();
    let uses: Vec<String> = sqlx::query_scalar(
        "SELECT prompt FROM prompt_use WHERE guild_id = $1 AND SUBSTR(prompt, 1, 5) = $2 ORDER BY place",
    )
    .bind(guild)
    .bind(OWN)
    .fetch_all(connection)
    .await?;
    let (mut came, mut round) = (HashSet::new(), 0);
    for prompt in uses.iter().filter(|prompt| deck.contains(*prompt)) {
        if came.is_empty() || came.contains(prompt) {
            came.clear();
            round += 1;
        }
        came.insert(prompt);
    }
    Ok(DeckState { holds: deck.len(), left: deck.len() - came.len(), round })
}
