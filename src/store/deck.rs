//! A team's own deck: the prompts that are in it, and files of them.
//!
//! Prompts of the deck stand in the same history as Clarion's (store/prompts.rs), under ids that no file of the library
//! can give ([`DeckPrompt::prompt_id`]). One that is taken out is gone like a prompt that a writer removed.

use jiff::Timestamp;
use serenity::model::id::{GuildId, InteractionId};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::{Fault, in_transaction};
use super::deck_answers::Decision;
use super::erasing::owe_scrub;
use super::guilds::ensure;
use super::rows::{id, instant, plain, snowflake, unreadable};
use super::suggestions::Suggestion;
use super::{Id, Store, StoreError};
use crate::deck::{MOST_PROMPTS, Place, Row, Words, sort_out};

/// What the ids of a deck's prompts begin with in the history.
pub(super) const OWN: &str = "team:";

/// A prompt of a deck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeckPrompt {
    /// Its id.
    pub id: Id,
    /// Its words.
    pub words: Words,
}

impl DeckPrompt {
    /// Its id in the history of a server's prompts. The library's ids hold no colon.
    pub fn prompt_id(&self) -> String {
        format!("{OWN}{}", self.id)
    }

    /// Whether an id of that history is one of a deck's.
    pub fn is_own(prompt_id: &str) -> bool {
        prompt_id.starts_with(OWN)
    }

    /// The prompt of a deck that an id of that history stands for.
    pub fn read(prompt_id: &str) -> Option<Id> {
        prompt_id.strip_prefix(OWN)?.parse().ok()
    }
}

/// What became of a file's prompts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    /// They are in the deck, so many of them; those at these places were there before.
    Done {
        /// How many are new.
        new: usize,
        /// Where those stand that the deck had, or that stood in the file before.
        doubles: Vec<Place>,
        /// How many the deck holds now.
        holds: usize,
    },
    /// The deck would hold so many, more than [`MOST_PROMPTS`]. Nothing was changed.
    TooMany {
        /// How many are in it.
        holds: usize,
        /// How many would be new.
        new: usize,
    },
}

#[derive(sqlx::FromRow)]
pub(super) struct DeckRow {
    pub(super) id: i64,
    title: String,
    question: String,
    step: String,
    minutes: i64,
    suggested_at: i64,
    suggested_user: Option<i64>,
    state: String,
    hears: i64,
    answer: Option<String>,
}

impl DeckRow {
    pub(super) fn select(tail: &'static str) -> AssertSqlSafe<String> {
        AssertSqlSafe(format!(
            "SELECT d.id, d.title, d.question, d.step, d.minutes, d.suggested_at, p.user_id AS suggested_user, d.state, \
             d.hears, d.answer FROM deck_prompt d LEFT JOIN person p ON p.id = d.suggested_by {tail}"
        ))
    }

    pub(super) fn words(&self) -> Words {
        Words {
            title: self.title.clone(),
            question: self.question.clone(),
            step: self.step.clone(),
            minutes: u8::try_from(self.minutes).unwrap_or(1),
        }
    }

    fn prompt(&self) -> Result<DeckPrompt, StoreError> {
        Ok(DeckPrompt { id: id(self.id)?, words: self.words() })
    }

    pub(super) fn suggestion(&self) -> Result<Suggestion, StoreError> {
        let by = self.suggested_user.map(snowflake).transpose()?;
        let (hears, at) = (self.hears == 1, instant(self.suggested_at)?);
        Ok(Suggestion { id: id(self.id)?, words: self.words(), by, at, hears })
    }

    /// How it was decided; `None` while it waits.
    pub(super) fn decision(&self) -> Result<Option<Decision>, StoreError> {
        match self.state.as_str() {
            "suggested" => Ok(None),
            "approved" => Ok(Some(Decision::InDeck)),
            "declined" => Ok(Some(Decision::Declined { why: self.answer.clone() })),
            _ => Err(unreadable("what became of a suggestion")),
        }
    }
}

impl Store {
    /// A server's deck, in its order: as the prompts were suggested, or stood in their file.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn deck(&self, guild: GuildId) -> Result<Vec<DeckPrompt>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        Ok(approved(&mut connection, guild.get().cast_signed()).await?)
    }

    /// One prompt of it.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn deck_prompt(&self, guild: GuildId, prompt: Id) -> Result<Option<DeckPrompt>, StoreError> {
        let row: Option<DeckRow> =
            sqlx::query_as(DeckRow::select("WHERE d.guild_id = $1 AND d.id = $2 AND d.state = 'approved'"))
                .bind(guild.get().cast_signed())
                .bind(prompt.get())
                .fetch_optional(&self.shared.pool)
                .await?;
        row.as_ref().map(DeckRow::prompt).transpose()
    }

    /// Takes a prompt out of the deck. Its words are given back where it was there.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn take_out(&self, guild: GuildId, prompt: Id) -> Result<Option<Words>, StoreError> {
        in_transaction!(self.shared, |connection| {
            let row: Option<DeckRow> =
                sqlx::query_as(DeckRow::select("WHERE d.guild_id = $1 AND d.id = $2 AND d.state = 'approved'"))
                    .bind(guild.get().cast_signed())
                    .bind(prompt.get())
                    .fetch_optional(&mut *connection)
                    .await?;
            let Some(row) = row else { return Ok(None) };
            // No erasure would find any more in whose private messages its writer was to be told of it.
            sqlx::query("UPDATE occurrence SET channel_id = guild_id WHERE kind = 'deck-answer' AND subject = $1")
                .bind(row.id)
                .execute(&mut *connection)
                .await?;
            sqlx::query("DELETE FROM deck_prompt WHERE id = $1").bind(row.id).execute(&mut *connection).await?;
            owe_scrub(&self.shared, connection).await?;
            Ok(Some(row.words()))
        })
    }

    /// Adds the prompts of a file to the deck: all that are new, or none. Once an interaction.
    ///
    /// # Errors
    /// Where the store fails; nothing was changed then.
    pub async fn import(
        &self,
        guild: GuildId,
        interaction: InteractionId,
        rows: &[Row],
        now: Timestamp,
    ) -> Result<Imported, StoreError> {
        in_transaction!(self.shared, |connection| {
            let raw = guild.get().cast_signed();
            let deck = approved(connection, raw).await?;
            // What this very call has added before its answer was lost is new, and no double.
            let before: Vec<i64> =
                sqlx::query_scalar("SELECT id FROM deck_prompt WHERE guild_id = $1 AND interaction_id = $2")
                    .bind(raw)
                    .bind(interaction.get().cast_signed())
                    .fetch_all(&mut *connection)
                    .await?;
            let known = deck.iter().filter(|prompt| !before.contains(&prompt.id.get()));
            let (new, doubles) = sort_out(rows, known.map(|prompt| prompt.words.question.as_str()));
            if before.is_empty() {
                if deck.len() + new.len() > MOST_PROMPTS {
                    return Ok(Imported::TooMany { holds: deck.len(), new: new.len() });
                }
                ensure(connection, guild, now).await?;
                for row in &new {
                    let id = self.shared.ids.next(now);
                    insert(connection, guild, id, "approved", &row.words, (None, interaction), now).await?;
                }
            }
            let holds = deck.len() - before.len() + new.len();
            Ok(Imported::Done { new: new.len(), doubles, holds })
        })
    }
}

pub(super) async fn approved(connection: &mut AnyConnection, guild: i64) -> Result<Vec<DeckPrompt>, Fault> {
    let rows: Vec<DeckRow> =
        sqlx::query_as(DeckRow::select("WHERE d.guild_id = $1 AND d.state = 'approved' ORDER BY d.id"))
            .bind(guild)
            .fetch_all(connection)
            .await?;
    rows.iter().map(|row| Ok(row.prompt()?)).collect()
}

pub(super) async fn insert(
    connection: &mut AnyConnection,
    guild: GuildId,
    id: Id,
    state: &str,
    words: &Words,
    (by, interaction): (Option<Id>, InteractionId),
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO deck_prompt (id, guild_id, state, title, question, step, minutes, suggested_by, interaction_id, \
         suggested_at, hears) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0)",
    )
    .bind(id.get())
    .bind(guild.get().cast_signed())
    .bind(state)
    .bind(plain(&words.title))
    .bind(plain(&words.question))
    .bind(plain(&words.step))
    .bind(i64::from(words.minutes))
    .bind(by.map(Id::get))
    .bind(interaction.get().cast_signed())
    .bind(now.as_millisecond())
    .execute(connection)
    .await?;
    Ok(())
}
