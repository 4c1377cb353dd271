//! `/prompt today`: what this server's schedules posted today, or when the next one comes.

use jiff::civil::Date;

use super::super::{Answer, Asked, Commands, Trouble};
use crate::messages::replies::prompt as words;
use crate::messages::{TodayOf, today};
use crate::store::{Occurrence, OccurrenceKey, Schedule};

/// How many of a schedule's latest are looked at: its own, and extras.
const LOOKED_AT: u32 = 4;

/// Each schedule has its own today. No names of schedules: `/schedule show`, which has them, is for people who manage the
/// server.
pub(super) async fn answer(commands: &Commands, asked: &Asked) -> Result<Answer, Trouble> {
    let now = commands.clock.now();
    let schedules = commands.store.schedules(asked.guild, now).await?;
    if schedules.is_empty() {
        return Err(Trouble::kind(words::NOT_SET_UP));
    }
    let mut all = Vec::with_capacity(schedules.len());
    for schedule in schedules {
        let mut lately = commands.store.occurrences_until(schedule.id, now, LOOKED_AT).await?;
        let date = schedule.when.zone.date_at(now);
        lately.retain(|one| is_of(one, &schedule, date));
        lately.reverse();
        all.push(TodayOf { schedule, today: lately });
    }
    Ok(Answer::private(today(&commands.library, &all, asked.channel, now)))
}

fn is_of(one: &Occurrence, schedule: &Schedule, today: Date) -> bool {
    match one.key {
        OccurrenceKey::Daily { date, .. } => date == today,
        _ => schedule.when.zone.date_at(one.due_at) == today,
    }
}
