//! What a schedule owes next: worked out when it is made, changed, resumed, and whenever it has come round.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use sqlx::AnyConnection;

use super::closed::ClosedDates;
use super::connection::Fault;
use super::schedule_rows::ScheduleRow;
use super::{News, PauseReason, Store, reason};
use crate::clock::LocalSchedule;

impl Store {
    /// Sets a schedule running: it owes only instants after `now`, and what it owed before is dropped. One that is paused
    /// and whose time zone nobody knows any more stays paused: whoever asks for it to run hears so.
    pub(super) async fn activate(&self, connection: &mut AnyConnection, id: i64, now: Timestamp) -> Result<(), Fault> {
        let stays =
            ScheduleRow::find(connection, id).await?.is_some_and(|row| row.state == "paused" && row.when().is_err());
        if stays {
            return pause(connection, id, PauseReason::Unreadable, now).await;
        }
        sqlx::query(
            "UPDATE schedule SET state = 'active', pause_reason = NULL, paused_at = NULL, probe_at = NULL, \
             owes_after = $1 WHERE id = $2",
        )
        .bind(now.as_millisecond())
        .bind(id)
        .execute(&mut *connection)
        .await?;
        drop_owed(connection, id).await?;
        self.plan(connection, id, now).await?;
        Ok(())
    }

    /// Writes down the next date that a schedule owes after `after`: not one on which nothing comes ([`ClosedDates`]). One
    /// whose time zone nobody knows any more is paused instead, and somebody is told where it ran.
    pub(super) async fn plan(
        &self,
        connection: &mut AnyConnection,
        id: i64,
        after: Timestamp,
    ) -> Result<Option<Planned>, Fault> {
        let Some(row) = ScheduleRow::find(connection, id).await? else { return Ok(None) };
        // A local date can lie a day off the UTC date, either way.
        let from = after.to_zoned(TimeZone::UTC).date().saturating_sub(Span::new().days(2));
        let Ok(when) = row.when() else {
            if row.state == "active" {
                self.pause_unreadable(connection, &row, after).await?;
            }
            return Ok(None);
        };
        let closed = ClosedDates::of(connection, &row, from).await?;
        let next = closed.coming(&when, after).next();
        sqlx::query("UPDATE schedule SET next_date = $1, next_due_at = $2 WHERE id = $3")
            .bind(next.map(|next| next.date.to_string()))
            .bind(next.map(|next| next.at.as_millisecond()))
            .bind(id)
            .execute(connection)
            .await?;
        Ok(Some(Planned { row, when, closed }))
    }

    /// Pauses a running schedule whose calendar nobody can read any more, and owes a notice.
    pub(super) async fn pause_unreadable(
        &self,
        connection: &mut AnyConnection,
        row: &ScheduleRow,
        now: Timestamp,
    ) -> Result<(), Fault> {
        pause(connection, row.id, PauseReason::Unreadable, now).await?;
        self.tell(connection, super::rows::id(row.id)?, News::Paused { since: now }, row, now).await
    }
}

pub(super) async fn pause(
    connection: &mut AnyConnection,
    id: i64,
    why: PauseReason,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE schedule SET state = 'paused', pause_reason = $1, paused_at = $2, next_date = NULL, next_due_at = NULL \
         WHERE id = $3",
    )
    .bind(why.written())
    .bind(now.as_millisecond())
    .bind(id)
    .execute(&mut *connection)
    .await?;
    drop_owed(connection, id).await
}

/// What waits for a first try is dropped. What somebody is at, or may have sent, is theirs to finish: they are told
/// at the next claim that it is not wanted any more.
pub(super) async fn drop_owed(connection: &mut AnyConnection, schedule: i64) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE occurrence SET state = 'skipped', reason = $1 WHERE kind = 'daily' AND subject = $2 \
         AND state = 'due' AND first_tried_at IS NULL",
    )
    .bind(reason::CHANGED)
    .bind(schedule)
    .execute(connection)
    .await?;
    Ok(())
}

/// A schedule that runs, as it was planned.
pub(super) struct Planned {
    pub(super) row: ScheduleRow,
    pub(super) when: LocalSchedule,
    pub(super) closed: ClosedDates,
}

/// The dates of a schedule from `from` on whose prompts are in the channel, or may be: they are not posted again.
pub(super) async fn posted_dates(
    connection: &mut AnyConnection,
    schedule: i64,
    from: Date,
) -> Result<Vec<String>, Fault> {
    let dates = sqlx::query_scalar(
        "SELECT due_key FROM occurrence WHERE kind = 'daily' AND subject = $1 AND state IN ('posted', 'unknown') \
         AND due_key >= $2",
    );
    Ok(dates.bind(schedule).bind(from.to_string()).fetch_all(connection).await?)
}
