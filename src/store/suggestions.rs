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

    /// What somebody suggested in a server, the latest first, and whether it is in the deck by now: as far as that it was
    /// theirs is kept.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn suggestions_of(&self, guild: GuildId, user: UserId) -> Result<Vec<(Suggestion, bool)>, StoreError> {
        let mut all = Vec::new();
        let theirs = [
            ("WHERE p.guild_id = $1 AND p.user_id = $2 AND d.state = 'suggested'", false),
            ("WHERE p.guild_id = $1 AND p.user_id = $2 AND d.state = 'approved'", true),
        ];
        for (tail, in_deck) in theirs {
            let rows: Vec<DeckRow> = sqlx::query_as(DeckRow::select(tail))
                .bind(guild.get().cast_signed())
                .bind(user.get().cast_signed())
                .fetch_all(&self.shared.pool)
                .await?;
            for row in rows {
                all.push((row.suggestion()?, in_deck));
            }
        }
        all.sort_by_key(|(suggestion, _)| std::cmp::Reverse((suggestion.at, suggestion.id)));
        Ok(all)
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

    /// Takes a suggestion into the deck, with other words where somebody mended them. Who suggested it is forgotten.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn approve(
        &self,
        guild: GuildId,
        suggestion: Id,
        mended: Option<&Words>,
    ) -> Result<Approved, StoreError> {
        in_transaction!(self.shared, |connection| {
            let Some(words) = waiting(connection, guild, suggestion).await? else { return Ok(Approved::Decided) };
            let words = mended.cloned().unwrap_or(words);
            let guild = guild.get().cast_signed();
            if is_known(connection, guild, &words.question, Some(suggestion)).await? {
                return Ok(Approved::Known);
            }
            if approved(connection, guild).await?.len() >= MOST_PROMPTS {
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
            Ok(Approved::Now(words))
        })
    }

    /// Declines a suggestion: its words are deleted. They are given back where it waited.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn decline(&self, guild: GuildId, suggestion: Id) -> Result<Option<Words>, StoreError> {
        in_transaction!(self.shared, |connection| {
            let Some(words) = waiting(connection, guild, suggestion).await? else { return Ok(None) };
            sqlx::query("DELETE FROM deck_prompt WHERE id = $1")
                .bind(suggestion.get())
                .execute(&mut *connection)
                .await?;
            owe_scrub(&self.shared, connection).await?;
            Ok(Some(words))
        })
    }
}

/// The words of a suggestion, where it waits.
async fn waiting(connection: &mut AnyConnection, guild: GuildId, suggestion: Id) -> Result<Option<Words>, Fault> {
    let row: Option<DeckRow> =
        sqlx::query_as(DeckRow::select("WHERE d.guild_id = $1 AND d.id = $2 AND d.state = 'suggested'"))
            .bind(guild.get().cast_signed())
            .bind(suggestion.get())
            .fetch_optional(connection)
            .await?;
    Ok(row.map(|row| row.words()))
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
