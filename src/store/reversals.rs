//! How a recognition ends: its giver takes it back or gives it other words, or a steward removes it.
//!
//! Each is a record beside the recognition, which stays with its words: what was said can be asked about, and goes with the
//! person who wrote it. What is counted is counted from `recognition_receiver`, whose rows stop counting in the same
//! transaction; so the allowance of the day on which it was given is free again by itself. Other words are another
//! recognition of the same chain: the same people, day and announcement, and a row of its own for its words.

use jiff::Timestamp;
use serenity::model::id::{GuildId, InteractionId, UserId};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::announcement_changes::{Wanted, recognition_changed, words_changed};
use super::connection::{Fault, in_transaction};
use super::current_recognition::{Current, Ended, current, whole};
use super::gave_weeks;
use super::people::{DaysOf, known};
use super::recognition_strengths::strengths_of;
use super::recognitions::{TAKES_NOTHING, count_day, counts, tells_strengths};
use super::rows::plain;
use super::{Id, Recognition, Store, StoreError, roster, strength_totals};

/// Why a recognition stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotReversed {
    /// There is none in this server.
    Gone,
    /// Somebody else gave it.
    NotTheirs,
    /// It was given more than [`crate::recognition::CHANGEABLE_FOR`] ago.
    TooLate,
    /// It ended before.
    Ended(Ended),
    /// It has these words already.
    Same,
    /// Its giver pauses, or somebody who got it takes nothing from them by now: it stays, or is taken back.
    Closed,
}

/// What came of it.
pub type Reversed = Result<Box<Recognition>, NotReversed>;

impl Store {
    /// Takes a recognition back. Only its giver can, for as long as it can be changed. It counts nowhere from then on, and
    /// its announcement is to say so.
    ///
    /// # Errors
    /// Where the store fails; nothing is changed then.
    pub async fn undo(
        &self,
        guild: GuildId,
        user: UserId,
        recognition: Id,
        now: Timestamp,
    ) -> Result<Reversed, StoreError> {
        let record = self.shared.ids.next(now);
        in_transaction!(self.shared, |connection| {
            let found = match self.changeable(connection, guild, user, recognition, now).await? {
                Ok(found) => found,
                // This very call has done it: its commit worked without an answer.
                Err(NotReversed::Ended(Ended::Undone)) if is_ours(connection, record).await? => {
                    let found = current(connection, guild, recognition).await?;
                    return done(connection, found).await;
                }
                Err(why) => return Ok(Err(why)),
            };
            let by = found.giver;
            self.reverse(connection, guild, &found, &Record { id: record, by, kind: "undone", reason: None, now })
                .await?;
            done(connection, Some(found)).await
        })
    }

    /// Removes a recognition, with the reason (1 to 200 characters). Whoever asks is a steward.
    ///
    /// # Errors
    /// Where the store fails; nothing is changed then.
    pub async fn void(
        &self,
        guild: GuildId,
        steward: UserId,
        recognition: Id,
        reason: &str,
        now: Timestamp,
    ) -> Result<Reversed, StoreError> {
        let record = self.shared.ids.next(now);
        in_transaction!(self.shared, |connection| {
            let Some(found) = current(connection, guild, recognition).await? else {
                return Ok(Err(NotReversed::Gone));
            };
            if let Some(ended) = found.ended() {
                return match is_ours(connection, record).await? {
                    true => done(connection, Some(found)).await,
                    false => Ok(Err(NotReversed::Ended(ended))),
                };
            }
            let by = self.person(connection, guild, steward, now).await?.get();
            let reason = Some(plain(reason));
            self.reverse(connection, guild, &found, &Record { id: record, by, kind: "voided", reason, now }).await?;
            // What was asked about what this steward gave is for the others, who still see it, with its words.
            if found.giver != by {
                super::reports::close_all(connection, found.first, by, now).await?;
            }
            done(connection, Some(found)).await
        })
    }

    /// Gives a recognition other words, once an interaction. Only its giver can, for as long as it can be changed. It is a
    /// recognition of its own then, in the place of the one before: to the same people, on the same day, with the same
    /// announcement, which is to say the new words.
    ///
    /// # Errors
    /// Where the store fails; nothing is changed then.
    pub async fn amend(
        &self,
        guild: GuildId,
        user: UserId,
        recognition: Id,
        words: &str,
        interaction: InteractionId,
        now: Timestamp,
    ) -> Result<Reversed, StoreError> {
        let (record, next) = (self.shared.ids.next(now), self.shared.ids.next(now));
        let words = plain(words);
        in_transaction!(self.shared, |connection| {
            let before: Option<i64> = sqlx::query_scalar("SELECT id FROM recognition WHERE interaction_id = $1")
                .bind(interaction.get().cast_signed())
                .fetch_optional(&mut *connection)
                .await?;
            if let Some(before) = before {
                return Ok(whole(connection, before).await?.ok_or(NotReversed::Gone));
            }
            let found = match self.changeable(connection, guild, user, recognition, now).await? {
                Ok(found) => found,
                Err(why) => return Ok(Err(why)),
            };
            if is_closed(connection, found.id).await? {
                return Ok(Err(NotReversed::Closed));
            }
            let said: Option<String> =
                sqlx::query_scalar("SELECT words FROM recognition_words WHERE recognition_id = $1")
                    .bind(found.id)
                    .fetch_optional(&mut *connection)
                    .await?;
            if said.as_ref() == Some(&words) {
                return Ok(Err(NotReversed::Same));
            }
            write_anew_words(connection, &found, next, interaction, &words).await?;
            sqlx::query(
                "INSERT INTO reversal (id, recognition_id, by_person, reversed_at, reason, kind) \
                 VALUES ($1, $2, $3, $4, NULL, 'amended')",
            )
            .bind(record.get())
            .bind(found.id)
            .bind(found.giver)
            .bind(now.as_millisecond())
            .execute(&mut *connection)
            .await?;
            // One stops counting and the other begins to, on the same day and for the same strengths: no total moves.
            sqlx::query("UPDATE recognition_receiver SET counts = 0 WHERE recognition_id = $1")
                .bind(found.id)
                .execute(&mut *connection)
                .await?;
            words_changed(connection, found.first, now).await?;
            Ok(whole(connection, next.get()).await?.ok_or(NotReversed::Gone))
        })
    }

    /// What it is today, where this person gave it and can still change it.
    async fn changeable(
        &self,
        connection: &mut AnyConnection,
        guild: GuildId,
        user: UserId,
        recognition: Id,
        now: Timestamp,
    ) -> Result<Result<Current, NotReversed>, Fault> {
        let Some(found) = current(connection, guild, recognition).await? else { return Ok(Err(NotReversed::Gone)) };
        if known(connection, guild, user).await? != Some(found.giver) {
            return Ok(Err(NotReversed::NotTheirs));
        }
        if let Some(ended) = found.ended() {
            return Ok(Err(NotReversed::Ended(ended)));
        }
        if found.is_late(now)? {
            return Ok(Err(NotReversed::TooLate));
        }
        Ok(Ok(found))
    }

    /// Writes down that it ended. It counts nowhere any more, and its announcement is to say so.
    async fn reverse(
        &self,
        connection: &mut AnyConnection,
        guild: GuildId,
        found: &Current,
        record: &Record,
    ) -> Result<(), Fault> {
        sqlx::query(
            "INSERT INTO reversal (id, recognition_id, by_person, reversed_at, reason, kind) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(record.id.get())
        .bind(found.id)
        .bind(record.by)
        .bind(record.now.as_millisecond())
        .bind(record.reason.as_deref())
        .bind(record.kind)
        .execute(&mut *connection)
        .await?;
        let counted = counts(connection, found.id).await?;
        strength_totals::take_out(connection, found.id).await?;
        sqlx::query("UPDATE recognition_receiver SET counts = 0 WHERE recognition_id = $1")
            .bind(found.id)
            .execute(&mut *connection)
            .await?;
        DaysOf::Recognition(found.id).anew(connection).await?;
        roster::stands_no_more(connection, found.id).await?;
        // What rests is in no total.
        if counted {
            let day = found.local_date()?;
            gave_weeks::note(connection, [(found.giver, vec![day])].into(), false).await?;
            count_day(connection, guild, day, "", -1).await?;
            if tells_strengths(connection, found.id).await? {
                for strength in strengths_of(connection, found.id).await? {
                    count_day(connection, guild, day, &strength, -1).await?;
                }
            }
        }
        recognition_changed(connection, found.first, Wanted::Edited, record.now).await
    }
}

/// What is written down of an end.
struct Record {
    id: Id,
    by: i64,
    kind: &'static str,
    reason: Option<String>,
    now: Timestamp,
}

/// Whether no new words come from its giver to somebody who got it.
async fn is_closed(connection: &mut AnyConnection, recognition: i64) -> Result<bool, Fault> {
    let closed: i64 = sqlx::query_scalar(AssertSqlSafe(format!(
        "SELECT COUNT(*) FROM recognition_receiver x JOIN person p ON p.id = x.person_id \
         JOIN person g ON g.id = x.giver WHERE x.recognition_id = $1 AND (g.paused_at IS NOT NULL OR {TAKES_NOTHING})"
    )))
    .bind(recognition)
    .fetch_one(connection)
    .await?;
    Ok(closed > 0)
}

async fn is_ours(connection: &mut AnyConnection, record: Id) -> Result<bool, Fault> {
    let ours: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM reversal WHERE id = $1")
        .bind(record.get())
        .fetch_one(connection)
        .await?;
    Ok(ours > 0)
}

async fn done(connection: &mut AnyConnection, found: Option<Current>) -> Result<Reversed, Fault> {
    let Some(found) = found else { return Ok(Err(NotReversed::Gone)) };
    Ok(whole(connection, found.id).await?.ok_or(NotReversed::Gone))
}

/// The rows of what takes the place of another one: all of them the same but for the words.
async fn write_anew_words(
    connection: &mut AnyConnection,
    found: &Current,
    next: Id,
    interaction: InteractionId,
    words: &str,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO recognition (id, guild_id, interaction_id, giver, channel_id, given_at, local_date, way, \
         about_channel_id, about_message_id, quiet, first_id) \
         SELECT $1, guild_id, $2, giver, channel_id, given_at, local_date, way, about_channel_id, about_message_id, \
         quiet, COALESCE(first_id, id) FROM recognition WHERE id = $3",
    )
    .bind(next.get())
    .bind(interaction.get().cast_signed())
    .bind(found.id)
    .execute(&mut *connection)
    .await?;
    for copy in [
        "INSERT INTO recognition_receiver (recognition_id, person_id, place, giver, local_date, given_at, counts, hidden) \
         SELECT $1, person_id, place, giver, local_date, given_at, counts, hidden FROM recognition_receiver \
         WHERE recognition_id = $2",
        "INSERT INTO recognition_strength (recognition_id, place, name) \
         SELECT $1, place, name FROM recognition_strength WHERE recognition_id = $2",
    ] {
        sqlx::query(AssertSqlSafe(copy)).bind(next.get()).bind(found.id).execute(&mut *connection).await?;
    }
    sqlx::query("INSERT INTO recognition_words (recognition_id, words) VALUES ($1, $2)")
        .bind(next.get())
        .bind(words)
        .execute(connection)
        .await?;
    Ok(())
}
