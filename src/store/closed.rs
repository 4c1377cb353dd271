//! The dates on which nothing comes from a schedule, and why: one rule for what is planned, posted and told.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::Date;
use sqlx::AnyConnection;

use super::connection::Fault;
use super::holidays::{Holiday, holidays_of};
use super::plan::posted_dates;
use super::schedule_rows::ScheduleRow;
use super::{Schedule, Store, StoreError};
use crate::clock::{LocalSchedule, NextOccurrence};

/// How many years ahead a date is looked for. Holidays of every year can cover all of a calendar, and a search to its end
/// would take for ever.
const YEARS_AHEAD: i32 = 10;

/// The dates of one schedule that do not come (again).
#[derive(Clone, Debug, Default)]
pub struct ClosedDates {
    posted: BTreeSet<Date>,
    skipped: BTreeSet<Date>,
    before: Option<Date>,
    holidays: Vec<Holiday>,
}

/// Why nothing comes on a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed<'a> {
    /// Its prompt was posted, or may have been.
    Posted,
    /// Somebody asked to leave it out.
    Skipped,
    /// The schedule is paused until this later date.
    Paused(Date),
    /// It is a holiday of the server.
    Holiday(&'a Holiday),
}

impl ClosedDates {
    /// Those of a schedule that is not there yet, in a server with these holidays.
    pub fn of_holidays(holidays: Vec<Holiday>) -> Self {
        Self { holidays, ..Self::default() }
    }

    /// The same without a pause until a date.
    #[must_use]
    pub fn resumed(self) -> Self {
        Self { before: None, ..self }
    }

    /// The holiday that a date is part of.
    pub fn holiday(&self, date: Date) -> Option<&Holiday> {
        self.holidays.iter().find(|holiday| holiday.covers(date))
    }

    /// Those of a row; posted ones from `from` on.
    pub(super) async fn of(connection: &mut AnyConnection, row: &ScheduleRow, from: Date) -> Result<Self, Fault> {
        let posted = posted_dates(connection, row.id, from).await?;
        let skipped: Vec<String> = sqlx::query_scalar("SELECT local_date FROM schedule_skip WHERE schedule_id = $1")
            .bind(row.id)
            .fetch_all(&mut *connection)
            .await?;
        let read = |texts: Vec<String>| texts.iter().filter_map(|text| text.parse().ok()).collect();
        Ok(Self {
            posted: read(posted),
            skipped: read(skipped),
            before: row.resume_on.as_deref().and_then(|text| text.parse().ok()),
            holidays: holidays_of(connection, row.guild()?).await?,
        })
    }

    /// Why nothing comes on `date`; `None` where something does, if it is one of the schedule's days.
    pub fn why(&self, date: Date) -> Option<Closed<'_>> {
        if self.posted.contains(&date) {
            return Some(Closed::Posted);
        }
        if let Some(until) = self.before.filter(|until| date < *until) {
            return Some(Closed::Paused(until));
        }
        // What one schedule leaves out comes before what all do: taking the holiday back would not bring it.
        if self.skipped.contains(&date) {
            return Some(Closed::Skipped);
        }
        self.holiday(date).map(Closed::Holiday)
    }

    /// The dates that come after `after` where the schedule has this `when`, for as far as is looked ahead.
    pub fn coming<'a>(
        &'a self,
        when: &'a LocalSchedule,
        after: Timestamp,
    ) -> impl Iterator<Item = NextOccurrence> + 'a {
        let end = when.zone.date_at(after).saturating_add(YEARS_AHEAD.years());
        std::iter::successors(when.next_after(after), |next| when.next_after(next.at))
            .take_while(move |next| next.date <= end)
            .filter(|next| self.why(next.date).is_none())
    }

    /// What is passed over between `after` and the next date that comes: each date, and why.
    pub fn passed_over(&self, when: &LocalSchedule, after: Timestamp) -> Vec<(NextOccurrence, Closed<'_>)> {
        let end = when.zone.date_at(after).saturating_add(YEARS_AHEAD.years());
        std::iter::successors(when.next_after(after), |next| when.next_after(next.at))
            .take_while(|next| next.date <= end)
            .map_while(|next| self.why(next.date).map(|why| (next, why)))
            .collect()
    }
}

impl Store {
    /// The dates of a schedule on which nothing comes: of those that were posted, the ones from `from` on.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn closed_dates(&self, schedule: &Schedule, from: Date) -> Result<ClosedDates, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        match ScheduleRow::find(&mut connection, schedule.id.get()).await? {
            Some(row) => Ok(ClosedDates::of(&mut connection, &row, from).await?),
            None => Ok(ClosedDates::default()),
        }
    }
}
