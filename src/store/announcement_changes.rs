//! Announcements that no longer say what is true: what is to be edited or deleted in a channel, by whoever comes first.
//!
//! Whatever changes what is true of a recognition writes such a row in its own transaction, so that it can be neither
//! forgotten nor told too soon. Whoever holds it renders what is true then, so nothing of the change itself is kept; doing
//! it twice is doing it once. What is wanted anew while somebody is at it waits until that one is done: two edits of one
//! message that are on their way at once arrive in any order.

use std::time::Duration;

use jiff::Timestamp;
use serenity::model::id::{ChannelId, GuildId, MessageId};
use sqlx::AnyConnection;

use super::claims::later;
use super::connection::{Fault, in_transaction};
use super::erasing::taken_down;
use super::occurrence_rows::OccurrenceRow;
use super::private_thanks::tellers;
use super::recognitions::{STANDS, TAKES_NOTHING};
use super::rows::{instant, unreadable};
use super::scrubbing::owe_scrub;
use super::{Id, Occurrence, OccurrenceKey, Store, StoreError};

/// What is to become of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// It says what is true.
    Edited,
    /// It is no longer there. Nothing takes that back.
    Gone,
}

impl Wanted {
    fn written(self) -> &'static str {
        match self {
            Self::Edited => "edited",
            Self::Gone => "gone",
        }
    }
}

/// The right to change one message until the lease ends.
#[derive(Clone, Debug)]
pub struct Change {
    /// Whose message, as it stands.
    pub occurrence: Occurrence,
    /// What is to become of it.
    pub wanted: Wanted,
    /// The how manyeth try this is, from 1.
    pub attempt: i64,
    token: i64,
}

/// Stands for the number of tries where something was wanted anew while somebody was at it.
const ANEW: i64 = -1;

/// What can be taken in hand, due the longest first. Private messages can be deleted where the bot is in no server any more.
const READY: &str = "SELECT c.occurrence_id, c.wanted, c.attempts FROM announcement_change c WHERE c.ready_at <= $1 \
                     AND EXISTS (SELECT 1 FROM occurrence o JOIN guild g ON g.id = o.guild_id \
                     WHERE o.id = c.occurrence_id AND (g.removed_at IS NULL \
                     OR (o.kind = 'private-thanks' AND c.wanted = 'gone'))) ORDER BY c.ready_at LIMIT 1";

const NEXT: &str = "SELECT c.ready_at FROM announcement_change c WHERE EXISTS (SELECT 1 FROM occurrence o \
                    JOIN guild g ON g.id = o.guild_id WHERE o.id = c.occurrence_id AND (g.removed_at IS NULL \
                    OR (o.kind = 'private-thanks' AND c.wanted = 'gone'))) \
                    ORDER BY c.ready_at LIMIT 1";

impl Store {
    /// The next instant at which [`Store::claim_change`] could find something.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn next_change(&self) -> Result<Option<Timestamp>, StoreError> {
        let next: Option<i64> = sqlx::query_scalar(NEXT).fetch_optional(&self.shared.pool).await?;
        next.map(instant).transpose()
    }

    /// Takes in hand what has waited the longest, for `lease`. `None` where nothing is due.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn claim_change(&self, now: Timestamp, lease: Duration) -> Result<Option<Box<Change>>, StoreError> {
        // Most looks find nothing: they must not queue for a writing transaction.
        if self.next_change().await?.is_none_or(|next| next > now) {
            return Ok(None);
        }
        in_transaction!(self.shared, |connection| {
            loop {
                let row: Option<(i64, String, i64)> =
                    sqlx::query_as(READY).bind(now.as_millisecond()).fetch_optional(&mut *connection).await?;
                let Some((of, wanted, attempts)) = row else { return Ok(None) };
                let occurrence: Option<OccurrenceRow> = sqlx::query_as(OccurrenceRow::select("WHERE o.id = $1"))
                    .bind(of)
                    .fetch_optional(&mut *connection)
                    .await?;
                let Some(Ok(occurrence)) = occurrence.map(OccurrenceRow::read) else {
                    // One row that nobody can read must not hold up all others.
                    sqlx::query("DELETE FROM announcement_change WHERE occurrence_id = $1")
                        .bind(of)
                        .execute(&mut *connection)
                        .await?;
                    continue;
                };
                let wanted = match wanted.as_str() {
                    "edited" => Wanted::Edited,
                    "gone" => Wanted::Gone,
                    _ => return Err(unreadable("what is wanted of an announcement").into()),
                };
                let (token, attempt) = (self.shared.ids.next(now).get(), attempts.max(0).saturating_add(1));
                sqlx::query(
                    "UPDATE announcement_change SET claim = $1, ready_at = $2, attempts = $3 WHERE occurrence_id = $4",
                )
                .bind(token)
                .bind(later(now, lease).as_millisecond())
                .bind(attempt)
                .bind(of)
                .execute(connection)
                .await?;
                return Ok(Some(Box::new(Change { occurrence, wanted, attempt, token })));
            }
        })
    }

    /// Records that the message is as it is wanted, or can never be. What was wanted anew meanwhile is due now. Nothing
    /// where somebody else holds it.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn change_done(&self, change: &Change, now: Timestamp) -> Result<(), StoreError> {
        in_transaction!(self.shared, |connection| {
            sqlx::query(
                "UPDATE announcement_change SET claim = NULL, ready_at = $1, attempts = 0 \
                 WHERE occurrence_id = $2 AND claim = $3 AND attempts = $4",
            )
            .bind(now.as_millisecond())
            .bind(change.occurrence.id.get())
            .bind(change.token)
            .bind(ANEW)
            .execute(&mut *connection)
            .await?;
            if change.wanted == Wanted::Gone {
                // In which private messages it stood is nobody's business any more.
                sqlx::query("UPDATE occurrence SET channel_id = guild_id WHERE id = $1 AND kind = 'private-thanks'")
                    .bind(change.occurrence.id.get())
                    .execute(&mut *connection)
                    .await?;
                if let OccurrenceKey::PrivateThanks { recognition, .. } = change.occurrence.key {
                    // Where its words were erased, the files were scrubbed before this was done.
                    let words: i64 =
                        sqlx::query_scalar("SELECT COUNT(*) FROM recognition_words WHERE recognition_id = $1")
                            .bind(recognition.get())
                            .fetch_one(&mut *connection)
                            .await?;
                    if words == 0 {
                        owe_scrub(&self.shared, connection).await?;
                    }
                }
            }
            if let OccurrenceKey::Announcement { recognition } = change.occurrence.key {
                let words: Option<i64> =
                    sqlx::query_scalar("SELECT words FROM announcement_change WHERE occurrence_id = $1 AND claim = $2")
                        .bind(change.occurrence.id.get())
                        .bind(change.token)
                        .fetch_optional(&mut *connection)
                        .await?;
                if words == Some(1) {
                    leave_out(connection, recognition.get()).await?;
                }
            }
            sqlx::query("DELETE FROM announcement_change WHERE occurrence_id = $1 AND claim = $2")
                .bind(change.occurrence.id.get())
                .bind(change.token)
                .execute(&mut *connection)
                .await?;
            if taken_down(connection, change.occurrence.id.get()).await? {
                owe_scrub(&self.shared, connection).await?;
            }
            Ok(())
        })
    }

    /// Somebody pressed on an announcement of which nobody was told whether it arrived: there it is. It is brought to what is
    /// true by now, since whatever was changed meanwhile could not be changed there: that of somebody who was erased since, who
    /// gave or got it, is taken down, as those were that were known then. False where it was known, or is another's.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn announcement_seen(
        &self,
        guild: GuildId,
        named: Id,
        (channel, message): (ChannelId, MessageId),
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        const LOST: &str = "SELECT o.id FROM occurrence o JOIN recognition r ON o.subject = COALESCE(r.first_id, r.id) \
                            WHERE o.kind = 'announcement' AND o.state = 'unknown' AND o.guild_id = $1 \
                            AND o.channel_id = $2 AND r.id = $3";
        // Only who was erased has no id.
        const OF_ERASED: &str = "SELECT COUNT(*) FROM occurrence o JOIN recognition_receiver x ON x.recognition_id = o.subject \
                                 JOIN person p ON p.id = x.person_id OR p.id = x.giver \
                                 WHERE o.id = $1 AND p.user_id IS NULL";
        let lost = || {
            let lost = sqlx::query_scalar(LOST).bind(guild.get().cast_signed());
            lost.bind(channel.get().cast_signed()).bind(named.get())
        };
        // Nearly every press finds one that is known: it must not queue for a writing transaction.
        let found: Option<i64> = lost().fetch_optional(&self.shared.pool).await?;
        if found.is_none() {
            return Ok(false);
        }
        in_transaction!(self.shared, |connection| {
            let found: Option<i64> = lost().fetch_optional(&mut *connection).await?;
            let Some(found) = found else { return Ok(false) };
            sqlx::query("UPDATE occurrence SET state = 'posted', message_id = $1, reason = NULL WHERE id = $2")
                .bind(message.get().cast_signed())
                .bind(found)
                .execute(&mut *connection)
                .await?;
            let erased: i64 = sqlx::query_scalar(OF_ERASED).bind(found).fetch_one(&mut *connection).await?;
            let wanted = if erased > 0 { Wanted::Gone } else { Wanted::Edited };
            want_change(connection, found, wanted, now).await?;
            // Where it was said anew, its words may be others by now. Else they are those that came, and whom they name took them
            // then: who did not was noted when it was lost (`hold_unknown`).
            sqlx::query(
                "UPDATE announcement_change SET words = 1 WHERE occurrence_id = $1 AND EXISTS \
                 (SELECT 1 FROM occurrence o JOIN recognition r ON r.first_id = o.subject WHERE o.id = $1)",
            )
            .bind(found)
            .execute(connection)
            .await?;
            Ok(true)
        })
    }

    /// Gives it back, to be taken in hand again from `retry_at` on; where something was wanted anew meanwhile, too.
    /// `counts` where that was a try. Nothing where somebody else holds it.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn change_put_back(&self, change: &Change, retry_at: Timestamp, counts: bool) -> Result<(), StoreError> {
        let attempts = if counts { change.attempt } else { change.attempt.saturating_sub(1) };
        in_transaction!(self.shared, |connection| {
            sqlx::query(
                "UPDATE announcement_change SET claim = NULL, ready_at = $1, \
                 attempts = CASE WHEN attempts = $2 THEN 0 ELSE $3 END WHERE occurrence_id = $4 AND claim = $5",
            )
            .bind(retry_at.as_millisecond())
            .bind(ANEW)
            .bind(attempts)
            .bind(change.occurrence.id.get())
            .bind(change.token)
            .execute(connection)
            .await?;
            Ok(())
        })
    }
}

/// Wants something of the message of an occurrence.
pub(super) async fn want_change(
    connection: &mut AnyConnection,
    occurrence: i64,
    wanted: Wanted,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO announcement_change (occurrence_id, wanted, ready_at, claim, attempts) \
         VALUES ($1, $2, $3, NULL, 0) ON CONFLICT (occurrence_id) DO UPDATE SET \
         wanted = CASE WHEN announcement_change.wanted = 'gone' THEN 'gone' ELSE excluded.wanted END, \
         ready_at = CASE WHEN announcement_change.claim IS NULL THEN excluded.ready_at \
         ELSE announcement_change.ready_at END, \
         attempts = CASE WHEN announcement_change.claim IS NULL THEN 0 ELSE $4 END",
    )
    .bind(occurrence)
    .bind(wanted.written())
    .bind(now.as_millisecond())
    .bind(ANEW)
    .execute(connection)
    .await?;
    Ok(())
}

/// Wants the other words of a recognition, the first of its chain, in the place of those of before. Until they are there, who
/// takes nothing from its giver is not named beside them.
pub(super) async fn words_changed(connection: &mut AnyConnection, first: i64, now: Timestamp) -> Result<(), Fault> {
    recognition_changed(connection, first, Wanted::Edited, now).await?;
    sqlx::query(
        "UPDATE announcement_change SET words = 1 WHERE occurrence_id IN \
         (SELECT o.id FROM occurrence o WHERE o.kind = 'announcement' AND o.subject = $1)",
    )
    .bind(first)
    .execute(connection)
    .await?;
    Ok(())
}

/// The words of a recognition, the first of its chain, have come into the channel without whoever takes nothing from its giver:
/// no later edit names them beside these words.
pub(super) async fn leave_out(connection: &mut AnyConnection, first: i64) -> Result<(), Fault> {
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "UPDATE recognition_receiver AS x SET left_out = 1 WHERE x.recognition_id IN \
         (SELECT r.id FROM recognition r WHERE (r.id = $1 OR r.first_id = $1) AND {STANDS}) \
         AND EXISTS (SELECT 1 FROM person p WHERE p.id = x.person_id AND {TAKES_NOTHING})"
    )))
    .bind(first)
    .execute(connection)
    .await?;
    Ok(())
}

/// Wants something of all messages that a recognition, the first of its chain, may have: its announcement and the private
/// ones. One that was certainly never tried is made anew when it is, and needs no change.
pub(super) async fn recognition_changed(
    connection: &mut AnyConnection,
    first: i64,
    wanted: Wanted,
    now: Timestamp,
) -> Result<(), Fault> {
    let messages: Vec<i64> = sqlx::query_scalar(
        "SELECT id FROM occurrence WHERE kind IN ('announcement', 'private-thanks') AND subject = $1 \
         AND (state IN ('claimed', 'posted') OR (state = 'due' AND first_tried_at IS NOT NULL))",
    )
    .bind(first)
    .fetch_all(&mut *connection)
    .await?;
    for message in messages {
        want_change(connection, message, wanted, now).await?;
    }
    // What says that it is there, too, says how many there are.
    for message in tellers(connection, first).await? {
        want_change(connection, message, Wanted::Edited, now).await?;
    }
    Ok(())
}
