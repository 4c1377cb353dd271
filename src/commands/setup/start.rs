//! Start: what the panel shows becomes so.

use super::super::schedule::{owed_still, posted_on};
use super::super::usual::{USUAL, introduce};
use super::super::{Answer, Asked, Commands, Trouble};
use crate::messages::{SetupChoice, replies, setup_done};
use crate::store::{Saved, ScheduleDraft};

/// Writes down the daily schedule, the server's set-up and the channel's one introduction. Each of the three can be
/// written again without harm, so somebody who presses Start after a failure in between loses nothing.
pub(super) async fn start(commands: &Commands, asked: &Asked, choice: &SetupChoice) -> Result<Answer, Trouble> {
    let now = commands.clock.now();
    let draft = ScheduleDraft {
        name: USUAL.to_owned(),
        channel: choice.channel,
        when: choice.when(),
        options: None,
        by: asked.user,
    };
    let (schedule, edited) = match commands.store.save_schedule(asked.guild, &draft, now).await? {
        Saved::Created(schedule) => (schedule, false),
        Saved::Edited(schedule) => (schedule, true),
        Saved::TooMany => {
            let all = commands.store.schedules(asked.guild, now).await?;
            return Err(Trouble::Kind(replies::schedule::too_many(&all)));
        }
    };
    let owed = owed_still(commands, &schedule).await;
    // Whatever becomes of the rest: the schedule is kept, and the posting loop may be resting for ever.
    commands.bell.ring();
    commands.store.set_up(asked.guild, &choice.zone, choice.thanks, asked.user, now).await?;
    let introduced = introduce(commands, asked, choice.channel).await?;
    commands.bell.ring();
    let posted_today = edited && posted_on(commands, &schedule, choice.zone.date_at(now)).await?;
    let words = replies::setup::started(choice, schedule.next, (edited, posted_today, introduced), now);
    let words = owed?.into_iter().chain([words]).collect::<Vec<_>>().join("\n");
    Ok(Answer::Update(setup_done(words, schedule.id)))
}
