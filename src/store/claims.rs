//! What the holder of an occurrence records: tried, posted, given back, or given up.

use std::time::Duration;

use jiff::Timestamp;
use serenity::model::id::MessageId;
use sqlx::AnyConnection;

use super::announcement_changes::leave_out;
use super::connection::{Fault, in_transaction};
use super::contact::{ends_untried, give_back};
use super::notices::rest_from_probing;
use super::occurrence_rows::OccurrenceRow;
use super::plan::pause;
use super::rows::plain;
use super::schedule_rows::ScheduleRow;
use super::{Claim, Id, News, Occurrence, OccurrenceKey, PauseReason, Sent, Store, StoreError, TriedBy, codes};

impl Store {
    /// Records that a message is about to be sent, before it is: from now on it may be in the channel. Renews the
    /// lease.
    ///
    /// # Errors
    /// [`StoreError::NotHolder`], or where the store fails.
    pub async fn tried(&self, claim: &Claim, now: Timestamp, lease: Duration) -> Result<(), StoreError> {
        self.tried_by(claim, now, lease, TriedBy::Message).await
    }

    /// The same, of a try that is not a message of its own.
    ///
    /// # Errors
    /// [`StoreError::NotHolder`], or where the store fails.
    pub async fn tried_by(
        &self,
        claim: &Claim,
        now: Timestamp,
        lease: Duration,
        by: TriedBy,
    ) -> Result<(), StoreError> {
        in_transaction!(self.shared, |connection| {
            claim.check(connection).await?;
            note_try(connection, claim, now, lease, by).await
        })
    }

    /// Records that it is in the channel, and owes its thread where its schedule opens threads. Of one that is a thread of a
    /// forum, that thread is its channel from now on: `message` is its first message, which has the thread's id. Saying so
    /// twice is saying so once.
    ///
    /// # Errors
    /// [`StoreError::NotHolder`], or where the store fails.
    pub async fn posted(&self, claim: &Claim, message: MessageId) -> Result<(), StoreError> {
        let message = message.get().cast_signed();
        let daily = match claim.occurrence.key {
            OccurrenceKey::Daily { schedule, .. } => Some(schedule.get()),
            _ => None,
        };
        in_transaction!(self.shared, |connection| {
            let written = sqlx::query(
                "UPDATE occurrence SET state = 'posted', message_id = $1, reason = NULL, \
                     channel_id = CASE WHEN tried_by = 'forum' THEN $1 \
                     WHEN kind = 'notice' AND content = 'direct' THEN guild_id ELSE channel_id END \
                     WHERE id = $2 AND claim = $3 AND (state = 'claimed' OR (state = 'posted' AND message_id = $1))",
            )
            .bind(message)
            .bind(claim.occurrence.id.get())
            .bind(claim.token)
            .execute(&mut *connection)
            .await?;
            if written.rows_affected() == 0 {
                return Err(StoreError::NotHolder.into());
            }
            // Its channel takes posts again: the next refusal is another story.
            if let Some(daily) = daily {
                sqlx::query("UPDATE schedule SET probe_at = NULL WHERE id = $1 AND probe_at IS NOT NULL")
                    .bind(daily)
                    .execute(&mut *connection)
                    .await?;
            }
            self.ask_whether_too_often(connection, claim).await?;
            self.suggester_was_told(connection, claim).await?;
            if let OccurrenceKey::Announcement { recognition } = claim.occurrence.key {
                leave_out(connection, recognition.get()).await?;
            }
            self.owe_thread(connection, claim).await
        })
    }

    /// Gives it back, to be claimed again from `retry_at` on. `why` is for the operator.
    ///
    /// # Errors
    /// [`StoreError::NotHolder`], or where the store fails.
    pub async fn put_back(&self, claim: &Claim, retry_at: Timestamp, sent: Sent, why: &str) -> Result<(), StoreError> {
        in_transaction!(self.shared, |connection| {
            claim.check(connection).await?;
            if sent == Sent::No {
                forget_try(connection, claim, Some(retry_at)).await?;
            }
            sqlx::query("UPDATE occurrence SET state = 'due', claim = NULL, ready_at = $1, reason = $2 WHERE id = $3")
                .bind(retry_at.as_millisecond())
                .bind(plain(why))
                .bind(claim.occurrence.id.get())
                .execute(connection)
                .await?;
            Ok(())
        })
    }

    /// Renews the lease of a holder that is still at it.
    ///
    /// # Errors
    /// [`StoreError::NotHolder`], or where the store fails.
    pub async fn renew(&self, claim: &Claim, now: Timestamp, lease: Duration) -> Result<(), StoreError> {
        in_transaction!(self.shared, |connection| {
            claim.check(connection).await?;
            sqlx::query("UPDATE occurrence SET ready_at = $1 WHERE id = $2")
                .bind(later(now, lease).as_millisecond())
                .bind(claim.occurrence.id.get())
                .execute(connection)
                .await?;
            Ok(())
        })
    }

    /// Gives it back as it was found, to be claimed again from `ready_at` on: it was not this one's turn, and nothing was
    /// tried. What is known of it, of an earlier try too, stays as it is.
    ///
    /// # Errors
    /// [`StoreError::NotHolder`], or where the store fails.
    pub async fn stand_back(&self, claim: &Claim, ready_at: Timestamp) -> Result<(), StoreError> {
        in_transaction!(self.shared, |connection| {
            claim.check(connection).await?;
            sqlx::query("UPDATE occurrence SET state = 'due', claim = NULL, ready_at = $1 WHERE id = $2")
                .bind(ready_at.as_millisecond())
                .bind(claim.occurrence.id.get())
                .execute(connection)
                .await?;
            Ok(())
        })
    }

    /// Records that it may be in the channel and nobody can look: nothing is sent any more, and a notice is owed.
    ///
    /// # Errors
    /// [`StoreError::NotHolder`], or where the store fails.
    pub async fn hold_unknown(&self, claim: &Claim, why: &str, now: Timestamp) -> Result<(), StoreError> {
        in_transaction!(self.shared, |connection| {
            claim.check(connection).await?;
            end(connection, claim.occurrence.id.get(), "unknown", why).await?;
            // Should it be there, somebody may show where later (`announcement_seen`), and an edit names whom it named. Who takes
            // nothing by now is counted as left out: nobody knows whether they were when it was sent.
            if let OccurrenceKey::Announcement { recognition } = claim.occurrence.key {
                leave_out(connection, recognition.get()).await?;
            }
            self.tell_of_held(connection, &claim.occurrence, now).await
        })
    }

    /// Records that it will not be posted.
    ///
    /// # Errors
    /// [`StoreError::NotHolder`], or where the store fails.
    pub async fn skipped(&self, claim: &Claim, why: &str) -> Result<(), StoreError> {
        self.finish(claim, "skipped", why).await
    }

    /// Records that it is certainly not in the channel and will not be posted. Nothing of an earlier try is left: where
    /// the schedule was changed to a later time of the same day, the date comes then. Where that time has been written down
    /// since the claim, it is not given up but due by it, and that instant is handed back.
    ///
    /// # Errors
    /// [`StoreError::NotHolder`], or where the store fails.
    pub async fn given_up(&self, claim: &Claim, why: &str) -> Result<Option<Timestamp>, StoreError> {
        in_transaction!(self.shared, |connection| {
            claim.check(connection).await?;
            let id = claim.occurrence.id.get();
            sqlx::query("UPDATE occurrence SET first_tried_at = NULL, tried_by = NULL WHERE id = $1")
                .bind(id)
                .execute(&mut *connection)
                .await?;
            give_back(connection, claim, None).await?;
            let due_at: i64 = sqlx::query_scalar("SELECT due_at FROM occurrence WHERE id = $1")
                .bind(id)
                .fetch_one(&mut *connection)
                .await?;
            if due_at == claim.occurrence.due_at.as_millisecond() {
                end(connection, id, "skipped", why).await?;
                return Ok(None);
            }
            sqlx::query(
                "UPDATE occurrence SET state = 'due', claim = NULL, reason = NULL, ready_at = $1 WHERE id = $2",
            )
            .bind(due_at)
            .bind(id)
            .execute(connection)
            .await?;
            Ok(Some(super::rows::instant(due_at)?))
        })
    }

    /// Records that Discord refused it for good, with Discord's error code. A daily prompt's schedule pauses, with
    /// [`PauseReason::Refused`], and a notice is owed. Where it is `unexplained`, because nothing is to be seen there that
    /// could be mended, no change in the server lets it run again before a day has passed.
    ///
    /// # Errors
    /// [`StoreError::NotHolder`], or where the store fails.
    pub async fn refused(&self, claim: &Claim, code: u32, unexplained: bool, now: Timestamp) -> Result<(), StoreError> {
        in_transaction!(self.shared, |connection| {
            claim.check(connection).await?;
            forget_try(connection, claim, None).await?;
            end(connection, claim.occurrence.id.get(), "failed", &codes::refusal(code)).await?;
            let OccurrenceKey::Daily { schedule, .. } = claim.occurrence.key else { return Ok(()) };
            let Some(row) = ScheduleRow::find(connection, schedule.get()).await? else { return Ok(()) };
            // Not one that was edited since: it has another channel, perhaps.
            let same = row.owes_after < claim.occurrence.due_at.as_millisecond()
                && row.channel_id == claim.occurrence.channel.get().cast_signed();
            if row.state == "active" && same {
                pause(connection, schedule.get(), PauseReason::Refused(code), now).await?;
                if unexplained {
                    rest_from_probing(connection, schedule.get(), now).await?;
                }
                // Tried again by itself and refused as before is no news to anybody.
                if !(unexplained && row.probe_at.is_some()) {
                    self.tell(connection, schedule, News::Paused { since: now }, &row, now).await?;
                }
            }
            Ok(())
        })
    }

    /// Records that it was certainly not posted and will not be, for a reason of its own: a schedule runs on.
    ///
    /// # Errors
    /// [`StoreError::NotHolder`], or where the store fails.
    pub async fn failed(&self, claim: &Claim, why: &str) -> Result<(), StoreError> {
        in_transaction!(self.shared, |connection| {
            claim.check(connection).await?;
            forget_try(connection, claim, None).await?;
            end(connection, claim.occurrence.id.get(), "failed", why).await
        })
    }

    async fn finish(&self, claim: &Claim, state: &'static str, why: &str) -> Result<(), StoreError> {
        in_transaction!(self.shared, |connection| {
            claim.check(connection).await?;
            end(connection, claim.occurrence.id.get(), state, why).await
        })
    }

    /// The occurrences of a schedule (its dates and extras), latest first, at most `most`.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn recent_occurrences(&self, schedule: Id, most: u32) -> Result<Vec<Occurrence>, StoreError> {
        self.occurrences_until(schedule, Timestamp::MAX, most).await
    }

    /// The same, of those owed at `until` or before: a date that is left out is there long before it comes.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn occurrences_until(
        &self,
        schedule: Id,
        until: Timestamp,
        most: u32,
    ) -> Result<Vec<Occurrence>, StoreError> {
        let rows: Vec<OccurrenceRow> = sqlx::query_as(OccurrenceRow::select(
            "WHERE o.kind IN ('daily', 'extra') AND o.subject = $1 AND o.due_at <= $2 \
             ORDER BY o.due_at DESC, o.id DESC LIMIT $3",
        ))
        .bind(schedule.get())
        .bind(until.as_millisecond())
        .bind(i64::from(most))
        .fetch_all(&self.shared.pool)
        .await?;
        rows.into_iter().map(OccurrenceRow::read).collect()
    }
}

/// `at` and `wait` together, or the calendar's end.
pub(super) fn later(at: Timestamp, wait: Duration) -> Timestamp {
    at.checked_add(wait).unwrap_or(Timestamp::MAX)
}

/// Nothing more becomes of it. In whose private messages a notice was to be told is not kept then, as after it was posted.
/// What was never tried leaves the week that it took to others.
pub(super) async fn end(connection: &mut AnyConnection, id: i64, state: &'static str, why: &str) -> Result<(), Fault> {
    ends_untried(connection, id).await?;
    sqlx::query(
        "UPDATE occurrence SET state = $1, reason = $2, channel_id = CASE WHEN kind = 'notice' AND content = 'direct' \
         THEN guild_id ELSE channel_id END WHERE id = $3",
    )
    .bind(state)
    .bind(plain(why))
    .bind(id)
    .execute(connection)
    .await?;
    Ok(())
}

/// Records a try before it is made, and renews the lease.
pub(super) async fn note_try(
    connection: &mut AnyConnection,
    claim: &Claim,
    now: Timestamp,
    lease: Duration,
    by: TriedBy,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE occurrence SET first_tried_at = COALESCE(first_tried_at, $1), tried_by = COALESCE(tried_by, $2), \
         attempts = attempts + 1, ready_at = $3 WHERE id = $4",
    )
    .bind(now.as_millisecond())
    .bind(by.written())
    .bind(later(now, lease).as_millisecond())
    .bind(claim.occurrence.id.get())
    .execute(connection)
    .await?;
    Ok(())
}

/// The holder's own try certainly sent nothing; an earlier holder's stays as uncertain as it was.
/// It is tried again at `again`, where it is.
async fn forget_try(connection: &mut AnyConnection, claim: &Claim, again: Option<Timestamp>) -> Result<(), Fault> {
    sqlx::query("UPDATE occurrence SET first_tried_at = $1, tried_by = $2 WHERE id = $3")
        .bind(claim.earlier.map(|earlier| earlier.first_at.as_millisecond()))
        .bind(claim.earlier.map(|earlier| earlier.by.written()))
        .bind(claim.occurrence.id.get())
        .execute(&mut *connection)
        .await?;
    // What an earlier try may have sent keeps its week.
    if claim.earlier.is_none() {
        give_back(connection, claim, again).await?;
    }
    Ok(())
}
