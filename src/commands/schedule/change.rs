//! `/schedule pause`, `resume`, `skip`, `unskip` and `remove`.

use jiff::civil::Date;

use super::super::access::access;
use super::super::{Answer, Asked, Commands, Trouble};
use super::again::run_again;
use super::coming::{closed, posted_on};
use super::date::read_date;
use super::find;
use super::request::Request;
use super::set::why_not_sooner;
use crate::messages::{Access, Card, replies};
use crate::store::{Closed, PauseReason, Schedule};

pub(super) async fn pause(commands: &Commands, asked: &Asked, request: &Request<'_>) -> Result<Answer, Trouble> {
    let schedule = find(commands, asked, request.name).await?;
    if let Some(typed) = request.until {
        return pause_until(commands, asked, &schedule, typed).await;
    }
    if schedule.paused.is_some() {
        return Ok(private(replies::schedule::is_paused(&schedule)));
    }
    let now = commands.clock.now();
    let paused = commands.store.pause_schedule(asked.guild, &schedule.name, PauseReason::Asked, now).await?;
    commands.bell.ring();
    Ok(private(replies::schedule::paused(&paused.ok_or_else(gone)?)))
}

/// Pauses until a date, which is the first one again. One that somebody has paused comes back then; one that Discord
/// refuses has something to mend first.
async fn pause_until(commands: &Commands, asked: &Asked, schedule: &Schedule, typed: &str) -> Result<Answer, Trouble> {
    if !matches!(schedule.paused, None | Some(PauseReason::Asked)) {
        return Ok(private(replies::schedule::is_paused(schedule)));
    }
    let now = commands.clock.now();
    let today = schedule.when.zone.date_at(now);
    let until = read_date(typed, today).ok_or_else(|| Trouble::Kind(replies::schedule::no_such_date(typed)))?;
    if until < today {
        return Err(Trouble::Kind(replies::schedule::until_passed(until, today)));
    }
    if until == today {
        return Err(Trouble::Kind(replies::schedule::until_today(schedule, now)));
    }
    if until.year() > today.year() + 1 {
        return Err(Trouble::kind(replies::schedule::TOO_FAR));
    }
    let paused = commands.store.pause_schedule_until(asked.guild, &schedule.name, until, now).await?;
    commands.bell.ring();
    Ok(private(replies::schedule::paused_until(&paused.ok_or_else(gone)?, until, now)))
}

pub(super) async fn resume(commands: &Commands, asked: &Asked, request: &Request<'_>) -> Result<Answer, Trouble> {
    let schedule = find(commands, asked, request.name).await?;
    let now = commands.clock.now();
    if schedule.paused.is_none() && schedule.resume_on.is_none() {
        return Ok(private(replies::schedule::runs_already(&schedule, now)));
    }
    if matches!(schedule.paused, Some(PauseReason::Refused(_))) {
        return run_again(commands, asked, &schedule).await;
    }
    // Where Discord does not say, it is let run: a post that is refused then pauses it again.
    match access(commands, asked, schedule.channel).await {
        Access::Ready | Access::Unanswered => {}
        lacking => return Err(Trouble::Kind(replies::schedule::not_resumed(&schedule, &lacking))),
    }
    let resumed = commands.store.resume_schedule(asked.guild, &schedule.name, now).await?.ok_or_else(gone)?;
    commands.bell.ring();
    if resumed.paused.is_some() {
        return Ok(private(replies::schedule::is_paused(&resumed)));
    }
    let wonder = why_not_sooner(commands, &resumed).await?;
    Ok(private(replies::schedule::resumed(&resumed, wonder.as_deref(), now)))
}

pub(super) async fn skip(commands: &Commands, asked: &Asked, request: &Request<'_>) -> Result<Answer, Trouble> {
    let schedule = find(commands, asked, request.name).await?;
    let now = commands.clock.now();
    let today = schedule.when.zone.date_at(now);
    let date = match request.date {
        Some(typed) => {
            let date = read_date(typed, today).ok_or_else(|| Trouble::Kind(replies::schedule::no_such_date(typed)))?;
            refuse_unfit(commands, &schedule, date, today).await?;
            date
        }
        None => {
            let closed = closed(commands, &schedule).await?;
            let next = closed.coming(&schedule.when, now).next();
            next.ok_or_else(|| Trouble::kind(replies::schedule::NO_DATE_LEFT))?.date
        }
    };
    let skipped = commands.store.skip_date(asked.guild, &schedule.name, date, now).await?.ok_or_else(gone)?;
    commands.bell.ring();
    Ok(private(replies::schedule::skipped(&skipped, date, now)))
}

/// Takes a skip back: of the date that was named, else of the nearest.
pub(super) async fn unskip(commands: &Commands, asked: &Asked, request: &Request<'_>) -> Result<Answer, Trouble> {
    let schedule = find(commands, asked, request.name).await?;
    let now = commands.clock.now();
    let today = schedule.when.zone.date_at(now);
    let ahead = |date: Date| schedule.when.instant_on(date).is_some_and(|at| at > now);
    let date = match request.date {
        Some(typed) => read_date(typed, today).ok_or_else(|| Trouble::Kind(replies::schedule::no_such_date(typed)))?,
        None => {
            let nearest = schedule.skips.iter().copied().find(|skip| ahead(*skip));
            nearest.ok_or_else(|| Trouble::Kind(replies::schedule::nothing_left_out(&schedule)))?
        }
    };
    let closed = closed(commands, &schedule).await?;
    if !schedule.skips.contains(&date) {
        if let Some(holiday) = closed.holiday(date) {
            let why = replies::schedule::is_holiday(holiday, date, today);
            return Err(Trouble::Kind(format!("{why} {}", replies::schedule::comes_off(date))));
        }
        return Err(Trouble::Kind(replies::schedule::not_left_out(&schedule, date, today)));
    }
    if !ahead(date) {
        return Err(Trouble::Kind(replies::schedule::has_passed(date, today)));
    }
    let back = commands.store.unskip_date(asked.guild, &schedule.name, date, now).await?.ok_or_else(gone)?;
    commands.bell.ring();
    let mut words = replies::schedule::unskipped(&back, date, now);
    if let Some(holiday) = closed.holiday(date) {
        // Nobody asked to leave it out any more, and still nothing comes.
        let why = replies::schedule::is_holiday(holiday, date, today);
        words = format!("{words} {why} {}", replies::schedule::comes_off(date));
    }
    Ok(private(words))
}

/// Refuses a date on which nothing would have come, with the dates on which something will.
async fn refuse_unfit(commands: &Commands, schedule: &Schedule, date: Date, today: Date) -> Result<(), Trouble> {
    let now = commands.clock.now();
    let closed = closed(commands, schedule).await?;
    let next: Vec<Date> = closed.coming(&schedule.when, now).take(3).map(|next| next.date).collect();
    let passed = schedule.when.instant_on(date).is_none_or(|at| at <= now);
    let why = if !schedule.when.days.has(date) {
        replies::schedule::none_of_its_days(schedule, date, today)
    } else if schedule.skips.contains(&date) {
        replies::schedule::skipped_already(schedule, date, today)
    } else if posted_on(commands, schedule, date).await? {
        replies::schedule::posted_already(date, today)
    } else if passed {
        replies::schedule::has_passed(date, today)
    } else if let Some(Closed::Paused(until)) = closed.why(date) {
        replies::schedule::paused_on(schedule, until, today)
    } else if let Some(holiday) = closed.holiday(date) {
        replies::schedule::is_holiday(holiday, date, today)
    } else if date.year() > today.year() + 1 {
        replies::schedule::TOO_FAR.to_owned()
    } else {
        return Ok(());
    };
    Err(Trouble::Kind(replies::schedule::not_skipped(&why, &next, today)))
}

pub(super) async fn remove(commands: &Commands, asked: &Asked, request: &Request<'_>) -> Result<Answer, Trouble> {
    let schedule = find(commands, asked, request.name).await?;
    if !commands.store.remove_schedule(asked.guild, &schedule.name).await? {
        return Err(gone());
    }
    commands.bell.ring();
    Ok(private(replies::schedule::removed(&schedule)))
}

/// Somebody else removed it between the look and the change.
pub(super) fn gone() -> Trouble {
    Trouble::kind(replies::schedule::GONE)
}

pub(super) fn private(words: String) -> Answer {
    Answer::private(Card::text(words))
}
