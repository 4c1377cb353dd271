//! A calendar that moves under a schedule: people give it another time zone, or the rules of its zone become others.
//!
//! What was owed stays owed. A date whose time has passed already by the new zone comes at once, or is recorded as not
//! posted where that is longer ago than the grace; a date that was posted does not come again.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::AnyConnection;

use super::claiming::MOST_MISSED;
use super::closed::ClosedDates;
use super::connection::{Fault, in_transaction};
use super::rows::{date, id, snowflake};
use super::schedule_rows::ScheduleRow;
use super::{NewOccurrence, OccurrenceKey, Store, StoreError, reason};
use crate::clock::NextOccurrence;

impl Store {
    /// Plans those running schedules anew whose next instant is not what the rules of their zones say today: a country has
    /// changed them, and this machine has heard of it. To be called at the start. How many there were.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn follow_zone_rules(&self, now: Timestamp) -> Result<usize, StoreError> {
        let ids: Vec<i64> = {
            let mut connection = self.shared.pool.acquire().await?;
            let running = ScheduleRow::running(&mut connection).await?;
            running.iter().filter(|row| moved(row).is_some()).map(|row| row.id).collect()
        };
        for id in &ids {
            in_transaction!(self.shared, |connection| {
                // Another process may have planned it meanwhile.
                let Some(row) = ScheduleRow::find(connection, *id).await? else { return Ok(()) };
                match moved(&row).filter(|_| row.state == "active") {
                    Some(next) => self.follow(connection, &row, next, now).await,
                    None => Ok(()),
                }
            })?;
        }
        Ok(ids.len())
    }

    /// Owes what was owed from `first` on and has passed by the schedule's new zone. To be called after the change, and
    /// after it was planned.
    pub(super) async fn owe_passed(
        &self,
        connection: &mut AnyConnection,
        schedule: i64,
        first: Date,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let Some(row) = ScheduleRow::find(connection, schedule).await? else { return Ok(()) };
        let Ok(when) = row.when() else { return Ok(()) };
        let closed = ClosedDates::of(connection, &row, first).await?;
        let mut passed: Vec<NextOccurrence> = when
            .from_date(first)
            .take_while(|found| found.at <= now)
            .filter(|found| closed.why(found.date).is_none())
            .collect();
        passed.drain(..passed.len().saturating_sub(MOST_MISSED));
        let Some(oldest) = passed.first() else { return Ok(()) };
        owe_since(connection, schedule, oldest.at).await?;
        for found in passed {
            let key = OccurrenceKey::Daily { schedule: id(schedule)?, date: found.date };
            let new = NewOccurrence { key, guild: row.guild()?, channel: snowflake(row.channel_id)?, due_at: found.at };
            self.owe(connection, &new, false, now).await?;
            sqlx::query(
                "UPDATE occurrence SET reason = $1 WHERE kind = 'daily' AND subject = $2 AND due_key = $3 \
                 AND state = 'due' AND first_tried_at IS NULL",
            )
            .bind(reason::MOVED)
            .bind(schedule)
            .bind(found.date.to_string())
            .execute(&mut *connection)
            .await?;
        }
        Ok(())
    }

    async fn follow(
        &self,
        connection: &mut AnyConnection,
        row: &ScheduleRow,
        next: NextOccurrence,
        now: Timestamp,
    ) -> Result<(), Fault> {
        if next.at > now {
            self.plan(connection, row.id, now).await?;
            return Ok(());
        }
        // It comes round at once, and what is late then is known as late.
        owe_since(connection, row.id, next.at).await?;
        sqlx::query("UPDATE schedule SET next_date = $1, next_due_at = $2 WHERE id = $3")
            .bind(next.date.to_string())
            .bind(next.at.as_millisecond())
            .bind(row.id)
            .execute(connection)
            .await?;
        Ok(())
    }
}

/// The first date that a running schedule owes and has not seen through: one that waits or that somebody is at, else the
/// next one.
pub(super) async fn first_owed(connection: &mut AnyConnection, row: &ScheduleRow) -> Result<Option<Date>, Fault> {
    if row.state != "active" {
        return Ok(None);
    }
    let waiting: Option<String> = sqlx::query_scalar(
        "SELECT MIN(due_key) FROM occurrence WHERE kind = 'daily' AND subject = $1 AND state IN ('due', 'claimed')",
    )
    .bind(row.id)
    .fetch_one(connection)
    .await?;
    let first = [waiting, row.next_date.clone()].into_iter().flatten().min();
    Ok(first.as_deref().map(date).transpose()?)
}

/// What a schedule owes next by the rules of today, where that is not what was planned.
fn moved(row: &ScheduleRow) -> Option<NextOccurrence> {
    // One that cannot be read is paused when it comes round.
    let (when, planned) = (row.when().ok()?, row.next_date.as_deref()?);
    // The planned date itself, unless the zone has no such date any more.
    let next = when.from_date(date(planned).ok()?).next()?;
    (next.date.to_string() != planned || Some(next.at.as_millisecond()) != row.next_due_at).then_some(next)
}

/// Lets a schedule owe what has been due since `at`, if it did not.
async fn owe_since(connection: &mut AnyConnection, schedule: i64, at: Timestamp) -> Result<(), Fault> {
    sqlx::query("UPDATE schedule SET owes_after = $1 WHERE id = $2 AND owes_after > $1")
        .bind(at.as_millisecond().saturating_sub(1))
        .bind(schedule)
        .execute(connection)
        .await?;
    Ok(())
}
