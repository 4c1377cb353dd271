//! Which dates of a schedule are still to come.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;

use super::super::{Commands, Trouble};
use crate::clock::{LocalSchedule, NextOccurrence};
use crate::store::{Occurrence, OccurrenceKey, OccurrenceState, Schedule};

/// How far back outcomes are looked through for a date that was posted. Extra posts are among them.
pub(super) const LOOK_BACK: u32 = 50;

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
    let mut taken = posted(commands, schedule).await?;
    taken.extend(&schedule.skips);
    Ok(taken)
}

/// Whether a date's prompt went out already, or may have.
pub(in super::super) async fn posted_on(commands: &Commands, schedule: &Schedule, date: Date) -> Result<bool, Trouble> {
    Ok(posted(commands, schedule).await?.contains(&date))
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

async fn posted(commands: &Commands, schedule: &Schedule) -> Result<BTreeSet<Date>, Trouble> {
    let lately = commands.store.recent_occurrences(schedule.id, LOOK_BACK).await?;
    Ok(lately.iter().filter_map(posted_date).collect())
}

fn posted_date(occurrence: &Occurrence) -> Option<Date> {
    match (occurrence.key, occurrence.state) {
        (OccurrenceKey::Daily { date, .. }, OccurrenceState::Posted(_) | OccurrenceState::Unknown) => Some(date),
        _ => None,
    }
}
