//! Which dates of a schedule are still to come.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;

use super::super::{Commands, Trouble};
use crate::clock::{LocalSchedule, NextOccurrence};
use crate::store::Schedule;

/// The dates of `when` after `after`, without those in `taken`.
pub(super) fn coming<'a>(
    when: &'a LocalSchedule,
    taken: &'a BTreeSet<Date>,
    after: Timestamp,
) -> impl Iterator<Item = NextOccurrence> + 'a {
    std::iter::successors(when.next_after(after), |next| when.next_after(next.at))
        .filter(|next| !taken.contains(&next.date))
}

/// The dates that will not be posted (again): those left out, and those posted.
pub(super) async fn taken(commands: &Commands, schedule: &Schedule) -> Result<BTreeSet<Date>, Trouble> {
    let today = schedule.when.zone.date_at(commands.clock.now());
    let mut taken = commands.store.posted_dates(schedule.id, today).await?;
    taken.extend(&schedule.skips);
    Ok(taken)
}

/// Whether a date's prompt went out already, or may have.
pub(in super::super) async fn posted_on(commands: &Commands, schedule: &Schedule, date: Date) -> Result<bool, Trouble> {
    Ok(commands.store.posted_dates(schedule.id, date).await?.contains(&date))
}

/// What would come next if `schedule` (where there is one) had this `when` from now on.
pub(in super::super) async fn next_free(
    commands: &Commands,
    schedule: Option<&Schedule>,
    when: &LocalSchedule,
) -> Result<Option<NextOccurrence>, Trouble> {
    let taken = match schedule {
        Some(schedule) => taken(commands, schedule).await?,
        None => BTreeSet::new(),
    };
    Ok(coming(when, &taken, commands.clock.now()).next())
}
