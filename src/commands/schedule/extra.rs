//! `/schedule now`: one more prompt. Today's still comes.

use super::super::access::access;
use super::super::{Answer, Asked, Commands, Trouble};
use super::find;
use super::request::Request;
use crate::messages::{Access, Card, replies};
use crate::store::{Id, NewOccurrence, OccurrenceKey, Schedule};

pub(super) async fn now(commands: &Commands, asked: &Asked, request: &Request<'_>) -> Result<Answer, Trouble> {
    let schedule = find(commands, asked, request.name).await?;
    post(commands, asked, &schedule).await
}

/// The button 'Post one now'.
pub(in super::super) async fn post_now(commands: &Commands, asked: &Asked, schedule: Id) -> Result<Answer, Trouble> {
    asked.may_manage()?;
    let schedule = by_button(commands, asked, schedule).await?;
    post(commands, asked, &schedule).await
}

/// The schedule that a button is about, if it is this server's and still there.
pub(super) async fn by_button(commands: &Commands, asked: &Asked, id: Id) -> Result<Schedule, Trouble> {
    let found = commands.store.schedule_by_id(id, commands.clock.now()).await?;
    found.filter(|schedule| schedule.guild == asked.guild).ok_or_else(|| Trouble::kind(replies::schedule::GONE))
}

async fn post(commands: &Commands, asked: &Asked, schedule: &Schedule) -> Result<Answer, Trouble> {
    // Where Discord does not say, it is tried.
    match access(commands, asked, schedule.channel).await {
        Access::Ready | Access::Unanswered => {}
        lacking => return Err(Trouble::Kind(replies::schedule::not_posted(schedule, &lacking))),
    }
    let now = commands.clock.now();
    let key = OccurrenceKey::Extra { schedule: schedule.id, interaction: asked.interaction };
    let new = NewOccurrence { key, guild: asked.guild, channel: schedule.channel, due_at: now };
    commands.store.add_occurrence(new, now).await?;
    commands.bell.ring();
    Ok(Answer::private(Card::text(replies::schedule::extra(schedule, now))))
}
