//! Dates that a schedule leaves out: single ones, and all before the one that it is paused until.

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::model::id::{ChannelId, GuildId};
use sqlx::AnyConnection;

use super::closed::Closed;
use super::connection::{Fault, in_transaction};
use super::plan::Planned;
use super::rows::{id, snowflake};
use super::schedule_rows::ScheduleRow;
use super::schedules::reread;
use super::{NewOccurrence, OccurrenceKey, Schedule, Store, StoreError, reason};
use crate::clock::NextOccurrence;

/// How many holidays in a row are written down for a schedule before they come.
const MOST_WRITTEN_DOWN: usize = 120;

impl Store {
    /// Leaves out one date. `None` where there is no schedule of that name.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn skip_date(
        &self,
        guild: GuildId,
        name: &str,
        date: Date,
        now: Timestamp,
    ) -> Result<Option<Schedule>, StoreError> {
        self.change_skip(guild, name, date, true, now).await
    }

    /// Takes back that a date was left out: it comes, where its time is still ahead. `None` where there is no schedule of
    /// that name.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn unskip_date(
        &self,
        guild: GuildId,
        name: &str,
        date: Date,
        now: Timestamp,
    ) -> Result<Option<Schedule>, StoreError> {
        self.change_skip(guild, name, date, false, now).await
    }

    async fn change_skip(
        &self,
        guild: GuildId,
        name: &str,
        date: Date,
        out: bool,
        now: Timestamp,
    ) -> Result<Option<Schedule>, StoreError> {
        let change = if out {
            "INSERT INTO schedule_skip (schedule_id, local_date) VALUES ($1, $2) \
             ON CONFLICT (schedule_id, local_date) DO NOTHING"
        } else {
            "DELETE FROM schedule_skip WHERE schedule_id = $1 AND local_date = $2"
        };
        in_transaction!(self.shared, |connection| {
            let Some(row) = ScheduleRow::named(connection, guild, name).await? else { return Ok(None) };
            sqlx::query(change).bind(row.id).bind(date.to_string()).execute(&mut *connection).await?;
            if out {
                let at = row.when().ok().and_then(|when| when.instant_on(date)).unwrap_or(now);
                self.write_down(connection, &row, NextOccurrence { date, at }, reason::ASKED, now).await?;
            } else {
                // One that was to be posted before, with a prompt chosen, is due again when it comes round.
                sqlx::query(
                    "DELETE FROM occurrence WHERE kind = 'daily' AND subject = $1 AND due_key = $2 \
                     AND state = 'skipped' AND reason = $3 AND due_at > $4 AND content IS NULL \
                     AND first_tried_at IS NULL",
                )
                .bind(row.id)
                .bind(date.to_string())
                .bind(reason::ASKED)
                .bind(now.as_millisecond())
                .execute(&mut *connection)
                .await?;
            }
            if row.state == "active" {
                self.plan_again(connection, row.id, now).await?;
            }
            Ok(Some(reread(connection, row.id, now).await?))
        })
    }

    /// Pauses a schedule until `until`, which is its first date again: what it owed before and has not posted is not
    /// posted. `None` where there is none of that name.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn pause_schedule_until(
        &self,
        guild: GuildId,
        name: &str,
        until: Date,
        now: Timestamp,
    ) -> Result<Option<Schedule>, StoreError> {
        in_transaction!(self.shared, |connection| {
            let Some(row) = ScheduleRow::named(connection, guild, name).await? else { return Ok(None) };
            resume_on(connection, row.id, Some(until)).await?;
            self.activate(connection, row.id, now).await?;
            self.plan_again(connection, row.id, now).await?;
            Ok(Some(reread(connection, row.id, now).await?))
        })
    }

    /// Plans a running schedule, and shows the holidays that it passes over among its occurrences: they are said to be
    /// holidays when they have gone by, also where the holiday is taken off the list then.
    pub(super) async fn plan_again(
        &self,
        connection: &mut AnyConnection,
        id: i64,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let Some(Planned { row, when, closed }) = self.plan(connection, id, now).await? else { return Ok(()) };
        // Those of an earlier plan: the schedule, or the list of holidays, was another one then.
        sqlx::query(
            "DELETE FROM occurrence WHERE kind = 'daily' AND subject = $1 AND state = 'skipped' AND reason = $2 \
             AND due_at > $3 AND content IS NULL AND first_tried_at IS NULL",
        )
        .bind(id)
        .bind(reason::HOLIDAY)
        .bind(now.as_millisecond())
        .execute(&mut *connection)
        .await?;
        for (found, why) in closed.passed_over(&when, now).into_iter().take(MOST_WRITTEN_DOWN) {
            if matches!(why, Closed::Holiday(_)) {
                self.write_down(connection, &row, found, reason::HOLIDAY, now).await?;
            }
        }
        Ok(())
    }

    /// Shows a date that does not come among the schedule's occurrences, and drops it where it waits and may not be in
    /// the channel already.
    pub(super) async fn write_down(
        &self,
        connection: &mut AnyConnection,
        row: &ScheduleRow,
        found: NextOccurrence,
        why: &'static str,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let channel: ChannelId = snowflake(row.channel_id)?;
        let key = OccurrenceKey::Daily { schedule: id(row.id)?, date: found.date };
        let new = NewOccurrence { key, guild: row.guild()?, channel, due_at: found.at };
        self.insert_occurrence(connection, &new, now).await?;
        sqlx::query(
            "UPDATE occurrence SET state = 'skipped', reason = $1 WHERE kind = 'daily' AND subject = $2 \
             AND due_key = $3 AND first_tried_at IS NULL AND (state = 'due' \
             OR (state = 'skipped' AND due_at > $4 AND reason IN ('asked', 'holiday', 'changed')))",
        )
        .bind(why)
        .bind(row.id)
        .bind(found.date.to_string())
        .bind(now.as_millisecond())
        .execute(connection)
        .await?;
        Ok(())
    }
}

/// Sets or forgets the date before which nothing comes.
pub(super) async fn resume_on(connection: &mut AnyConnection, id: i64, date: Option<Date>) -> Result<(), Fault> {
    sqlx::query("UPDATE schedule SET resume_on = $1 WHERE id = $2")
        .bind(date.map(|date| date.to_string()))
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}
