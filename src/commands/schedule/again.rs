//! The button 'Try again' of a schedule whose posts were refused, and `/schedule resume` of one.

use super::super::access::access;
use super::super::{Answer, Asked, Commands, Trouble};
use super::change::{gone, private};
use super::coming::closed;
use super::extra::by_button;
use super::set::why_not_sooner;
use crate::messages::{Access, replies};
use crate::store::{Id, PauseReason, Schedule, TriedAgain, codes};

/// The button. Pressing it twice is pressing it once.
pub(in super::super) async fn try_again(commands: &Commands, asked: &Asked, schedule: Id) -> Result<Answer, Trouble> {
    asked.may_manage()?;
    let schedule = by_button(commands, asked, schedule).await?;
    match schedule.paused {
        None => Ok(private(replies::schedule::runs_already(&schedule, commands.clock.now()))),
        Some(PauseReason::Refused(_)) => run_again(commands, asked, &schedule).await,
        // Somebody has decided otherwise since.
        Some(PauseReason::Asked | PauseReason::Unreadable) => Ok(private(replies::schedule::is_paused(&schedule))),
    }
}

/// Lets it run again where nothing stands in the way any more. What was refused lately comes now.
pub(super) async fn run_again(commands: &Commands, asked: &Asked, schedule: &Schedule) -> Result<Answer, Trouble> {
    // Where Discord does not say, it is let run: a post that is refused then pauses it again.
    match access(commands, asked, schedule.channel).await {
        Access::Ready | Access::Unanswered => {}
        // What Discord called unknown is not merely hidden.
        Access::Hidden if schedule.paused == Some(PauseReason::Refused(codes::UNKNOWN_CHANNEL)) => {
            return Ok(private(replies::schedule::is_paused(schedule)));
        }
        lacking => return Err(Trouble::Kind(replies::schedule::not_resumed(schedule, &lacking))),
    }
    let now = commands.clock.now();
    let schedule = match commands.store.try_again(schedule.id, now, commands.late_grace).await? {
        TriedAgain::Runs(schedule) => schedule,
        TriedAgain::Unchanged(schedule) if schedule.paused.is_some() => {
            return Ok(private(replies::schedule::is_paused(&schedule)));
        }
        TriedAgain::Unchanged(schedule) => return Ok(private(replies::schedule::runs_already(&schedule, now))),
        TriedAgain::NotYet | TriedAgain::Gone => return Err(gone()),
    };
    commands.bell.ring();
    let words = match schedule.next.filter(|next| next.at <= now) {
        Some(_) => {
            let closed = closed(commands, &schedule).await?;
            // The latest date that has come is the one that is posted.
            let passed = closed.coming(&schedule.when, schedule.next.map_or(now, |next| next.at));
            let latest = passed.take_while(|next| next.at <= now).last().or(schedule.next);
            let then = closed.coming(&schedule.when, now).next();
            let date = latest.map_or(schedule.when.zone.date_at(now), |latest| latest.date);
            replies::schedule::comes_now(&schedule, date, then, now)
        }
        None => {
            let wonder = why_not_sooner(commands, &schedule).await?;
            replies::schedule::resumed(&schedule, wonder.as_deref(), now)
        }
    };
    Ok(private(words))
}
