//! Which dates of a schedule are still to come.

use jiff::civil::Date;
use serenity::model::id::GuildId;

use super::super::{Commands, Trouble};
use crate::clock::{LocalSchedule, NextOccurrence};
use crate::store::{ClosedDates, Schedule};

/// The dates on which nothing comes (again), from today on.
pub(super) async fn closed(commands: &Commands, schedule: &Schedule) -> Result<ClosedDates, Trouble> {
    let today = schedule.when.zone.date_at(commands.clock.now());
    Ok(commands.store.closed_dates(schedule, today).await?)
}

/// Whether a date's prompt went out already, or may have.
pub(in super::super) async fn posted_on(commands: &Commands, schedule: &Schedule, date: Date) -> Result<bool, Trouble> {
    Ok(commands.store.posted_dates(schedule.id, date).await?.contains(&date))
}

/// What would come next if `schedule` (where there is one) had this `when` from now on, which would end its pause.
pub(in super::super) async fn next_free(
    commands: &Commands,
    guild: GuildId,
    schedule: Option<&Schedule>,
    when: &LocalSchedule,
) -> Result<Option<NextOccurrence>, Trouble> {
    let closed = match schedule {
        Some(schedule) => closed(commands, schedule).await?.resumed(),
        None => ClosedDates::of_holidays(commands.store.holidays(guild).await?),
    };
    Ok(closed.coming(when, commands.clock.now()).next())
}
