//! What people suggest for their team's deck: it waits until somebody who manages the server takes it in or declines it.

use jiff::Timestamp;
use serenity::model::id::{GuildId, InteractionId, UserId};
use sqlx::AnyConnection;

use super::connection::{Fault, in_transaction};
use super::deck::{DeckRow, approved, insert};
use super::erasing::owe_scrub;
use super::guilds::ensure;
use super::rows::{id, plain};
use super::{Id, Store, StoreError};
use crate::deck::{MOST_PROMPTS, Words, likeness};

/// How many suggestions of one person can wait at a time.
pub const MOST_OF_ONE: usize = 5;

/// How many suggestions of a server can wait at a time.
pub const MOST_WAITING: usize = 200;

/// A suggestion to keep.
#[derive(Clone, Debug)]
pub struct NewSuggestion {
    /// The form that brings it.
    pub interaction: InteractionId,
    /// The server.
    pub guild: GuildId,
    /// Who suggests it.
    pub by: UserId,
    /// Its words.
    pub words: Words,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suggested {
    /// It waits.
    Waits(Id),
    /// The deck has it, or it waits already.
    Known,
    /// So many of this person's wait already: [`MOST_OF_ONE`].
    TooManyOfOne,
    /// So many wait already: [`MOST_WAITING`].
    TooMany,
}

/// A suggestion that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Its id, which it keeps as a prompt of the deck.
    pub id: Id,
    /// Its words.
    pub words: Words,
    /// Who suggested it; `None` after that person's erasure.
    pub by: Option<UserId>,
    /// When.
    pub at: Timestamp,
    /// Whether that person asked to hear what becomes of it.
    pub hears: bool,
}

/// One suggestion, and how many there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InQueue {
    /// The one that is shown; `None` where none waits.
    pub suggestion: Option<Suggestion>,
    /// Which of them it is, from 1.
    pub place: usize,
    /// How many wait.
    pub of: usize,
}

/// What became of an approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Approved {
    /// It is in the deck.
    Now(Words),
    /// Somebody else decided about it before.
    Decided,
    /// The deck has one that asks the same. It still waits.
    Known,
    /// The deck is full ([`MOST_PROMPTS`]). It still waits.
    Full,
}

/// A suggestion that was declined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declined {
    /// Its words.
    pub words: Words,
    /// Whether who suggested it is told. They are kept until then; else they are deleted.
    pub told: bool,
}

impl Store {
    /// Keeps a suggestion, once a form.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn suggest(&self, new: &NewSuggestion, now: Timestamp) -> Result<Suggested, StoreError> {
        in_transaction!(self.shared, |connection| {
            let guild = new.guild.get().cast_signed();
            let before: Option<i64> =
                sqlx::query_scalar("SELECT id FROM deck_prompt WHERE guild_id = $1 AND interaction_id = $2")
                    .bind(guild)
                    .bind(new.interaction.get().cast_signed())
                    .fetch_optional(&mut *connection)
                    .await?;
            if let Some(before) = before {
                return Ok(Suggested::Waits(id(before)?));
            }
            ensure(connection, new.guild, now).await?;
            let by = self.person(connection, new.guild, new.by, now).await?;
            let waiting: Vec<Option<i64>> =
                sqlx::query_scalar("SELECT suggested_by FROM deck_prompt WHERE guild_id = $1 AND state = 'suggested'")
                    .bind(guild)
                    .fetch_all(&mut *connection)
                    .await?;
            if waiting.iter().filter(|one| **one == Some(by.get())).count() >= MOST_OF_ONE {
                return Ok(Suggested::TooManyOfOne);
            }
            if waiting.len() >= MOST_WAITING {
                return Ok(Suggested::TooMany);
            }
            if is_known(connection, guild, &new.words.question, None).await? {
                return Ok(Suggested::Known);
            }
            let id = self.shared.ids.next(now);
            let from = (Some(by), new.interaction);
            insert(connection, new.guild, id, "suggested", &new.words, from, now).await?;
            Ok(Suggested::Waits(id))
        })
    }

    /// The suggestion that waits after that one, the oldest first; after the last comes the first again.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn suggestion_after(&self, guild: GuildId, after: Option<Id>) -> Result<InQueue, StoreError> {
        let rows: Vec<DeckRow> =
            sqlx::query_as(DeckRow::select("WHERE d.guild_id = $1 AND d.state = 'suggested' ORDER BY d.id"))
                .bind(guild.get().cast_signed())
                .fetch_all(&self.shared.pool)
                .await?;
        let next = after.and_then(|after| rows.iter().position(|row| row.id > after.get())).unwrap_or(0);
        let suggestion = rows.get(next).map(DeckRow::suggestion).transpose()?;
        Ok(InQueue { suggestion, place: next + 1, of: rows.len() })
    }

    /// Takes a suggestion into the deck, with other words where somebody mended them. Who suggested it is forgotten, or told
    /// first where they asked for that.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn approve(
        &self,
        guild: GuildId,
        suggestion: Id,
        mended: Option<&Words>,
        now: Timestamp,
    ) -> Result<Approved, StoreError> {
        in_transaction!(self.shared, |connection| {
            let Some(waiting) = waiting(connection, guild, suggestion).await? else { return Ok(Approved::Decided) };
            let words = mended.cloned().unwrap_or(waiting.words);
            let raw = guild.get().cast_signed();
            if is_known(connection, raw, &words.question, Some(suggestion)).await? {
                return Ok(Approved::Known);
            }
            if approved(connection, raw).await?.len() >= MOST_PROMPTS {
                return Ok(Approved::Full);
            }
            sqlx::query(
                "UPDATE deck_prompt SET state = 'approved', title = $1, question = $2, step = $3, minutes = $4, \
                     suggested_by = CASE WHEN hears = 1 THEN suggested_by ELSE NULL END WHERE id = $5",
            )
            .bind(plain(&words.title))
            .bind(plain(&words.question))
            .bind(plain(&words.step))
            .bind(i64::from(words.minutes))
            .bind(suggestion.get())
            .execute(&mut *connection)
            .await?;
            if mended.is_some() {
                // What they replace is deleted.
                owe_scrub(&self.shared, connection).await?;
            }
            if waiting.hears {
                self.owe_deck_answer(connection, guild, suggestion, now).await?;
            }
            Ok(Approved::Now(words))
        })
    }

    /// Declines a suggestion: its words are deleted, after who suggested it was told where they asked for that, with `why`.
    /// The files are to be scrubbed then ([`Store::scrub`]). `None` where it does not wait.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn decline(
        &self,
        guild: GuildId,
        suggestion: Id,
        why: Option<&str>,
        now: Timestamp,
    ) -> Result<Option<Declined>, StoreError> {
        in_transaction!(self.shared, |connection| {
            let Some(waiting) = waiting(connection, guild, suggestion).await? else { return Ok(None) };
            // Nobody is left to be told after an erasure.
            let told = waiting.hears && waiting.by.is_some();
            if told {
                sqlx::query("UPDATE deck_prompt SET state = 'declined', answer = $1 WHERE id = $2")
                    .bind(why.map(plain))
                    .bind(suggestion.get())
                    .execute(&mut *connection)
                    .await?;
                self.owe_deck_answer(connection, guild, suggestion, now).await?;
            } else {
                sqlx::query("DELETE FROM deck_prompt WHERE id = $1")
                    .bind(suggestion.get())
                    .execute(&mut *connection)
                    .await?;
                owe_scrub(&self.shared, connection).await?;
            }
            Ok(Some(Declined { words: waiting.words, told }))
        })
    }
}

/// A suggestion, where it waits.
async fn waiting(connection: &mut AnyConnection, guild: GuildId, suggestion: Id) -> Result<Option<Suggestion>, Fault> {
    let row: Option<DeckRow> =
        sqlx::query_as(DeckRow::select("WHERE d.guild_id = $1 AND d.id = $2 AND d.state = 'suggested'"))
            .bind(guild.get().cast_signed())
            .bind(suggestion.get())
            .fetch_optional(connection)
            .await?;
    Ok(row.as_ref().map(DeckRow::suggestion).transpose()?)
}

/// Whether the deck, or (for a new suggestion) what waits for it, holds one that asks the same.
async fn is_known(
    connection: &mut AnyConnection,
    guild: i64,
    question: &str,
    about: Option<Id>,
) -> Result<bool, Fault> {
    let there: Vec<(String, String)> =
        sqlx::query_as("SELECT state, question FROM deck_prompt WHERE guild_id = $1 AND state <> 'declined'")
            .bind(guild)
            .fetch_all(connection)
            .await?;
    let asked = likeness(question);
    let counts = |state: &str| about.is_none() || state == "approved";
    Ok(there.iter().any(|(state, question)| counts(state) && likeness(question) == asked))
}
