//! `/schedule holidays`: days on which none of a server's schedules posts.

use jiff::civil::Date;

use super::super::{Answer, Asked, Commands, Trouble};
use super::date::read_date;
use super::request::{MOST_HOLIDAY_NAME, Request};
use super::set::known_or_guessed;
use crate::messages::{Card, replies};
use crate::recognition::clean_words;
use crate::store::{Holiday, HolidayDraft, HolidaySaved, LONGEST_HOLIDAY};

/// Today, by the calendar of the server: nobody says for which schedule a holiday is, so none's zone counts.
async fn today(commands: &Commands, asked: &Asked) -> Result<Date, Trouble> {
    let (zone, _) = known_or_guessed(commands, asked).await?;
    Ok(zone.date_at(commands.clock.now()))
}

pub(super) async fn add(commands: &Commands, asked: &Asked, request: &Request<'_>) -> Result<Answer, Trouble> {
    let today = today(commands, asked).await?;
    let draft = read(request, named(commands, asked, request).await, today)?;
    let now = commands.clock.now();
    let holiday = match commands.store.add_holiday(asked.guild, &draft, now).await? {
        HolidaySaved::Added(holiday) => holiday,
        HolidaySaved::TooMany => return Err(Trouble::Kind(replies::schedule::too_many_holidays())),
        HolidaySaved::Unfit => return Err(Trouble::Kind(replies::schedule::long_holiday())),
    };
    commands.bell.ring();
    let schedules = commands.store.schedules(asked.guild, now).await?;
    Ok(Answer::private(Card::text(replies::schedule::holiday_added(&holiday, &schedules, today, now))))
}

/// What it is called, as it is kept.
async fn named(commands: &Commands, asked: &Asked, request: &Request<'_>) -> Option<String> {
    let name = clean_words(&commands.without_ids(asked.guild, request.name?, &[]).await);
    Some(name).filter(|name| !name.is_empty())
}

fn read(request: &Request<'_>, name: Option<String>, today: Date) -> Result<HolidayDraft, Trouble> {
    let no_date = |typed: &str| Trouble::Kind(replies::schedule::no_such_date(typed));
    let typed = request.date.unwrap_or_default();
    let first = read_date(typed, today).ok_or_else(|| no_date(typed))?;
    let last = match request.until {
        Some(typed) => {
            // '3 January' after 24 December is the one that follows; today and tomorrow are what they always are.
            let relative = ["today", "tomorrow"].contains(&typed.trim().to_lowercase().as_str());
            read_date(typed, if relative { today } else { first }).ok_or_else(|| no_date(typed))?
        }
        None => first,
    };
    let days = first.until(last).map_or(i32::MAX, |span| span.get_days());
    let refusal = if days < 0 {
        replies::schedule::ENDS_FIRST.to_owned()
    } else if days >= LONGEST_HOLIDAY {
        replies::schedule::long_holiday()
    } else if last < today && !request.every_year {
        replies::schedule::gone_by(last, today)
    } else if first.year() > today.year() + 1 {
        replies::schedule::TOO_FAR.to_owned()
    } else if name.as_ref().is_some_and(|name| name.chars().count() > usize::from(MOST_HOLIDAY_NAME)) {
        replies::schedule::long_holiday_name(MOST_HOLIDAY_NAME)
    } else {
        return Ok(HolidayDraft { first, last, yearly: request.every_year, name });
    };
    Err(Trouble::Kind(refusal))
}

/// The holidays that are still ahead, the nearest first.
pub(super) async fn ahead(commands: &Commands, asked: &Asked) -> Result<(Vec<Holiday>, Date), Trouble> {
    let today = today(commands, asked).await?;
    let all = commands.store.holidays(asked.guild).await?;
    let mut ahead: Vec<(Date, Holiday)> =
        all.into_iter().filter_map(|holiday| holiday.next_from(today).map(|(first, _)| (first, holiday))).collect();
    ahead.sort_by_key(|(first, holiday)| (*first, holiday.id));
    Ok((ahead.into_iter().map(|(_, holiday)| holiday).collect(), today))
}

pub(super) async fn list(commands: &Commands, asked: &Asked) -> Result<Answer, Trouble> {
    let (ahead, today) = ahead(commands, asked).await?;
    if ahead.is_empty() {
        return Err(Trouble::kind(replies::schedule::NO_HOLIDAYS));
    }
    Ok(Answer::private(replies::schedule::holiday_list(&ahead, today)))
}

/// Takes off every holiday that holds the date, or has the name.
pub(super) async fn remove(commands: &Commands, asked: &Asked, request: &Request<'_>) -> Result<Answer, Trouble> {
    let (ahead, today) = ahead(commands, asked).await?;
    if ahead.is_empty() {
        return Err(Trouble::kind(replies::schedule::NO_HOLIDAYS));
    }
    let date = match request.date {
        Some(typed) => {
            Some(read_date(typed, today).ok_or_else(|| Trouble::Kind(replies::schedule::no_such_date(typed)))?)
        }
        None => None,
    };
    let name = match request.name {
        Some(_) => Some(named(commands, asked, request).await.unwrap_or_default().to_lowercase()),
        None => None,
    };
    let called = |holiday: &Holiday| {
        name.as_ref().is_none_or(|name| holiday.name.as_ref().is_some_and(|known| known.to_lowercase() == *name))
    };
    let (these, none) = match (date, request.name) {
        (None, None) => return Err(Trouble::kind(replies::schedule::NAME_A_HOLIDAY)),
        (Some(date), _) => {
            let these: Vec<Holiday> =
                ahead.into_iter().filter(|holiday| holiday.covers(date) && called(holiday)).collect();
            (these, replies::schedule::no_holiday_on(date, today))
        }
        (None, Some(typed)) => {
            (ahead.into_iter().filter(called).collect(), replies::schedule::no_holiday_called(typed))
        }
    };
    if these.is_empty() {
        return Err(Trouble::Kind(none));
    }
    let now = commands.clock.now();
    let ids: Vec<_> = these.iter().map(|holiday| holiday.id).collect();
    commands.store.remove_holidays(asked.guild, &ids, now).await?;
    commands.bell.ring();
    let schedules = commands.store.schedules(asked.guild, now).await?;
    Ok(Answer::private(Card::text(replies::schedule::holidays_removed(&these, &schedules, today, now))))
}
