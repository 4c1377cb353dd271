//! A team's own deck: suggestions that wait, prompts that were approved, and how many are left before it begins again.
//!
//! Prompts of the deck stand in the same history as Clarion's (store/prompts.rs), under ids that no file of the library
//! can give ([`DeckPrompt::prompt_id`]). One that is taken out is gone like a prompt that a writer removed.

use std::collections::HashSet;

use jiff::Timestamp;
use serenity::model::id::{GuildId, InteractionId, UserId};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::{Fault, in_transaction};
use super::erasing::owe_scrub;
use super::guilds::ensure;
use super::rows::{id, instant, plain, snowflake};
use super::schedule_rows::ScheduleRow;
use super::{Id, News, OccurrenceKey, Store, StoreError};
use crate::deck::{LOW, MOST_PROMPTS, Place, Row, Words, likeness, sort_out};

/// How many suggestions of one person can wait at a time.
pub const MOST_OF_ONE: usize = 5;

/// How many suggestions of a server can wait at a time.
pub const MOST_WAITING: usize = 200;

/// What the ids of a deck's prompts begin with in the history.
const OWN: &str = "team:";

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

#[derive(sqlx::FromRow)]
struct DeckRow {
    id: i64,
    title: String,
    question: String,
    step: String,
    minutes: i64,
    suggested_at: i64,
    suggested_user: Option<i64>,
}

impl DeckRow {
    fn select(tail: &'static str) -> AssertSqlSafe<String> {
        AssertSqlSafe(format!(
            "SELECT d.id, d.title, d.question, d.step, d.minutes, d.suggested_at, p.user_id AS suggested_user \
             FROM deck_prompt d LEFT JOIN person p ON p.id = d.suggested_by {tail}"
        ))
    }

    fn words(&self) -> Words {
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

    fn suggestion(&self) -> Result<Suggestion, StoreError> {
        let by = self.suggested_user.map(snowflake).transpose()?;
        Ok(Suggestion { id: id(self.id)?, words: self.words(), by, at: instant(self.suggested_at)? })
    }
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

async fn approved(connection: &mut AnyConnection, guild: i64) -> Result<Vec<DeckPrompt>, Fault> {
    let rows: Vec<DeckRow> =
        sqlx::query_as(DeckRow::select("WHERE d.guild_id = $1 AND d.state = 'approved' ORDER BY d.id"))
            .bind(guild)
            .fetch_all(connection)
            .await?;
    rows.iter().map(|row| Ok(row.prompt()?)).collect()
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

async fn insert(
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
