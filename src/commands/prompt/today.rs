//! `/prompt today`: what this server's schedules posted today, Clarion's prompts and the team's own, or when the next one
//! comes. A round of the quiz is no prompt.

use jiff::civil::Date;

use super::super::{Answer, Asked, Commands, Trouble};
use crate::messages::replies::prompt as words;
use crate::messages::{TodayOf, today};
use crate::store::{DeckPrompt, Occurrence, OccurrenceKey, Posts, Schedule};

/// How many of a schedule's latest are looked at: its own, and extras.
const LOOKED_AT: u32 = 4;

/// Each schedule has its own today. No names of schedules: `/schedule show`, which has them, is for people who manage the
/// server.
pub(super) async fn answer(commands: &Commands, asked: &Asked) -> Result<Answer, Trouble> {
    let now = commands.clock.now();
    let mut schedules = commands.store.schedules(asked.guild, now).await?;
    schedules.retain(|schedule| schedule.options.posts == Posts::Prompts);
    if schedules.is_empty() {
        return Err(Trouble::kind(words::NOT_SET_UP));
    }
    let mut all = Vec::with_capacity(schedules.len());
    let mut own = Vec::new();
    for schedule in schedules {
        let mut lately = commands.store.occurrences_until(schedule.id, now, LOOKED_AT).await?;
        let date = schedule.when.zone.date_at(now);
        lately.retain(|one| is_of(one, &schedule, date));
        lately.reverse();
        for id in lately.iter().filter_map(|one| DeckPrompt::read(one.content.as_deref()?)) {
            own.extend(commands.store.deck_prompt(asked.guild, id).await?);
        }
        all.push(TodayOf { schedule, today: lately });
    }
    Ok(Answer::private(today(&commands.library, &own, &all, asked.channel, now)))
}

fn is_of(one: &Occurrence, schedule: &Schedule, today: Date) -> bool {
    match one.key {
        OccurrenceKey::Daily { date, .. } => date == today,
        _ => schedule.when.zone.date_at(one.due_at) == today,
    }
}
