//! What becomes of a suggestion, told to who made it where they asked for that: once, in a private message, or found in
//! `/me` where none can be sent. Then who suggested it is forgotten, and a declined one is deleted with its words.
//!
//! They asked for it, so it does not go through the dial for contact. Who decided is nobody's to know, and is kept nowhere.

use jiff::Timestamp;
use serenity::model::id::{ChannelId, GuildId, UserId};
use sqlx::AnyConnection;

use super::connection::{Fault, in_transaction};
use super::deck::DeckRow;
use super::erasing::owe_scrub;
use super::rows::snowflake;
use super::{Claim, Id, NewOccurrence, OccurrenceKey, Store, StoreError, Suggestion};
use crate::deck::Words;

/// How a suggestion was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is in the deck.
    InDeck,
    /// It is not.
    Declined {
        /// What is said about it, if something is.
        why: Option<String>,
    },
}

/// A suggestion as who made it sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSuggestion {
    /// What was suggested; of one in the deck as it stands there.
    pub suggestion: Suggestion,
    /// What became of it; `None` while it waits.
    pub decision: Option<Decision>,
}

/// What somebody is told about a suggestion of theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeckAnswer {
    /// The server.
    pub guild: GuildId,
    /// Who suggested it.
    pub person: UserId,
    /// Its words; of one in the deck as they stand there.
    pub words: Words,
    /// What became of it.
    pub decision: Decision,
}

impl Store {
    /// What somebody suggested in a server, the latest first: what waits, and what was decided and could not be told yet.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn suggestions_of(&self, guild: GuildId, user: UserId) -> Result<Vec<OwnSuggestion>, StoreError> {
        let rows: Vec<DeckRow> = sqlx::query_as(DeckRow::select(
            "WHERE p.guild_id = $1 AND p.user_id = $2 ORDER BY d.suggested_at DESC, d.id DESC",
        ))
        .bind(guild.get().cast_signed())
        .bind(user.get().cast_signed())
        .fetch_all(&self.shared.pool)
        .await?;
        rows.iter().map(own).collect()
    }

    /// One of them.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn own_suggestion(
        &self,
        guild: GuildId,
        user: UserId,
        suggestion: Id,
    ) -> Result<Option<OwnSuggestion>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        Ok(find_own(&mut connection, guild, user, suggestion).await?)
    }

    /// Somebody wishes to hear what becomes of their suggestion, or does not any more. One that was decided is left as it
    /// is. `None` where it is not theirs.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn hear_of_suggestion(
        &self,
        guild: GuildId,
        user: UserId,
        suggestion: Id,
        wished: bool,
    ) -> Result<Option<OwnSuggestion>, StoreError> {
        in_transaction!(self.shared, |connection| {
            if find_own(connection, guild, user, suggestion).await?.is_none() {
                return Ok(None);
            }
            sqlx::query("UPDATE deck_prompt SET hears = $1 WHERE id = $2 AND state = 'suggested'")
                .bind(i64::from(wished))
                .bind(suggestion.get())
                .execute(&mut *connection)
                .await?;
            find_own(connection, guild, user, suggestion).await
        })
    }

    /// Somebody has seen what became of their suggestion, and need not be told. One that waits is left as it is. False where
    /// it is not theirs. The files are to be scrubbed then ([`Store::scrub`]).
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn put_suggestion_away(&self, guild: GuildId, user: UserId, suggestion: Id) -> Result<bool, StoreError> {
        in_transaction!(self.shared, |connection| {
            match find_own(connection, guild, user, suggestion).await? {
                None => return Ok(false),
                Some(OwnSuggestion { decision: None, .. }) => return Ok(true),
                Some(_) => {}
            }
            self.forget_suggester(connection, suggestion).await?;
            Ok(true)
        })
    }

    /// What is to be told about a suggestion; `None` where nobody is to be told of it any more.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn deck_answer(&self, suggestion: Id) -> Result<Option<DeckAnswer>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        Ok(deck_answer(&mut connection, suggestion).await?)
    }

    /// Owes who made a suggestion the word about it. Where it goes is decided when it is first tried.
    pub(super) async fn owe_deck_answer(
        &self,
        connection: &mut AnyConnection,
        guild: GuildId,
        suggestion: Id,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let key = OccurrenceKey::DeckAnswer { suggestion };
        let new = NewOccurrence { key, guild, channel: ChannelId::new(guild.get()), due_at: now };
        self.insert_occurrence(connection, &new, now).await?;
        Ok(())
    }

    /// Where that word was posted, nothing of who is to be told is kept any more.
    pub(super) async fn suggester_was_told(&self, connection: &mut AnyConnection, posted: &Claim) -> Result<(), Fault> {
        match posted.occurrence.key {
            OccurrenceKey::DeckAnswer { suggestion } => self.forget_suggester(connection, suggestion).await,
            _ => Ok(()),
        }
    }

    async fn forget_suggester(&self, connection: &mut AnyConnection, suggestion: Id) -> Result<(), Fault> {
        sqlx::query("UPDATE deck_prompt SET suggested_by = NULL, hears = 0 WHERE id = $1 AND state = 'approved'")
            .bind(suggestion.get())
            .execute(&mut *connection)
            .await?;
        let deleted = sqlx::query("DELETE FROM deck_prompt WHERE id = $1 AND state = 'declined'")
            .bind(suggestion.get())
            .execute(&mut *connection)
            .await?;
        // Nor in which private messages it was told, or could not be.
        sqlx::query("UPDATE occurrence SET channel_id = guild_id WHERE kind = 'deck-answer' AND subject = $1")
            .bind(suggestion.get())
            .execute(&mut *connection)
            .await?;
        if deleted.rows_affected() > 0 {
            owe_scrub(&self.shared, connection).await?;
        }
        Ok(())
    }
}

fn own(row: &DeckRow) -> Result<OwnSuggestion, StoreError> {
    Ok(OwnSuggestion { suggestion: row.suggestion()?, decision: row.decision()? })
}

async fn find_own(
    connection: &mut AnyConnection,
    guild: GuildId,
    user: UserId,
    suggestion: Id,
) -> Result<Option<OwnSuggestion>, Fault> {
    let row: Option<DeckRow> =
        sqlx::query_as(DeckRow::select("WHERE p.guild_id = $1 AND p.user_id = $2 AND d.id = $3"))
            .bind(guild.get().cast_signed())
            .bind(user.get().cast_signed())
            .bind(suggestion.get())
            .fetch_optional(connection)
            .await?;
    Ok(row.as_ref().map(own).transpose()?)
}

/// What is to be told, as [`Store::deck_answer`].
pub(super) async fn deck_answer(connection: &mut AnyConnection, suggestion: Id) -> Result<Option<DeckAnswer>, Fault> {
    let row: Option<(i64, DeckRow)> = {
        let guild: Option<i64> = sqlx::query_scalar(
            "SELECT p.guild_id FROM deck_prompt d JOIN person p ON p.id = d.suggested_by \
             WHERE d.id = $1 AND d.hears = 1 AND d.state <> 'suggested' AND p.user_id IS NOT NULL",
        )
        .bind(suggestion.get())
        .fetch_optional(&mut *connection)
        .await?;
        let row = sqlx::query_as(DeckRow::select("WHERE d.id = $1"))
            .bind(suggestion.get())
            .fetch_optional(connection)
            .await?;
        guild.zip(row)
    };
    let Some((guild, row)) = row else { return Ok(None) };
    let found = own(&row)?;
    Ok(match (found.suggestion.by, found.decision) {
        (Some(person), Some(decision)) => {
            Some(DeckAnswer { guild: snowflake(guild)?, person, words: found.suggestion.words, decision })
        }
        _ => None,
    })
}
