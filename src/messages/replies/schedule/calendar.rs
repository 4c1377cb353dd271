//! What `/schedule` says of days on which nothing comes: a server's holidays, and a pause until a date.

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::builder::CreateEmbed;
use serenity::model::mention::Mentionable;

use super::super::super::card::Card;
use super::super::super::colour;
use super::super::super::text::{clip, escape, quote, upper_first};
use super::super::super::when::{day_in_words, full_date, moment_in_words};
use super::{bold, is_paused, name_option, next_sentence};
use crate::store::{Holiday, LONGEST_HOLIDAY, MOST_HOLIDAYS, Schedule};

/// The description of `pause until`.
pub const PAUSE_UNTIL: &str =
    "The first date that comes again: 2026-12-07, monday or 7 December; without it, until you resume";
/// The description of `holidays`.
pub const HOLIDAYS: &str = "Days on which none of this server's schedules posts";
/// The description of `holidays add`.
pub const HOLIDAYS_ADD: &str = "Add a day, or a range of days, on which nothing comes";
/// The description of `holidays add date`.
pub const HOLIDAYS_DATE: &str = "The day, or the first one: 2026-12-24, friday or 24 December";
/// The description of `holidays add until`.
pub const HOLIDAYS_UNTIL: &str = "The last day of a range; leave it out for a single day";
/// The description of `holidays add every-year`.
pub const HOLIDAYS_YEARLY: &str = "Again every year, on the same days";
/// The description of `holidays add name`.
pub const HOLIDAYS_NAME: &str = "What you call it; only people who manage the server see that";
/// The description of `holidays list`.
pub const HOLIDAYS_LIST: &str = "The days on which nothing comes, the nearest first";
/// The description of `holidays remove`.
pub const HOLIDAYS_REMOVE: &str = "Take a holiday off the list; its dates that are still ahead come again";
/// The description of `holidays remove date`.
pub const HOLIDAYS_REMOVE_DATE: &str = "A day of it: 2026-12-24, friday or 24 December";
/// The description of `holidays remove name`.
pub const HOLIDAYS_REMOVE_NAME: &str = "What you called it";

/// How many of the coming holidays are told beside the schedules.
const HOLIDAYS_SHOWN: usize = 3;
/// How many schedules are told after a change of the holidays.
const SCHEDULES_TOLD: usize = 3;
/// What a list may take of an embed's 4,096 characters.
const LONGEST_LIST: usize = 3_900;

/// The server has no holiday.
pub const NO_HOLIDAYS: &str =
    "There is no holiday here. `/schedule holidays add date:` makes a day on which none of the schedules posts.";
/// `remove` without anything to go by.
pub const NAME_A_HOLIDAY: &str =
    "Which one? Add `date:` with a day of it, or `name:`. `/schedule holidays list` has them.";
/// A holiday that ends before it begins.
pub const ENDS_FIRST: &str = "That range ends before it begins. `date:` is its first day, `until:` its last.";

/// It is paused until a date.
pub fn paused_until(schedule: &Schedule, until: Date, now: Timestamp) -> String {
    let today = schedule.when.zone.date_at(now);
    format!(
        "{} is paused: nothing comes in {} before {}. {} `/schedule resume{}` ends the pause sooner.",
        bold(schedule),
        schedule.channel.mention(),
        full_date(until, today),
        next_sentence(schedule, now),
        name_option(schedule)
    )
}

/// A pause that would end today.
pub fn until_today(schedule: &Schedule, now: Timestamp) -> String {
    format!(
        "Until today is no pause, so nothing was changed. `until:` is the first date that comes again, such as the day \
         you are back. {}",
        if schedule.paused.is_some() { is_paused(schedule) } else { next_sentence(schedule, now) }
    )
}

/// A pause that would end in the past.
pub fn until_passed(until: Date, today: Date) -> String {
    format!(
        "{} has passed, so nothing was changed. `until:` is the first date that comes again.",
        full_date(until, today)
    )
}

/// Why a date cannot be left out: it lies in a pause.
pub fn paused_on(schedule: &Schedule, until: Date, today: Date) -> String {
    format!("{} is paused until {} as it is.", bold(schedule), full_date(until, today))
}

/// A line of the list of schedules: paused until then.
pub fn waits(schedule: &Schedule, until: Date, today: Date) -> String {
    format!("Paused until {}. `/schedule resume{}` ends that sooner.", full_date(until, today), name_option(schedule))
}

/// A holiday in words: `Thursday 24 December to Sunday 3 January 2027, every year (Christmas)`.
pub fn holiday_in_words(holiday: &Holiday, today: Date) -> String {
    let (first, last) = holiday.next_from(today).unwrap_or((holiday.first, holiday.last));
    let mut words = full_date(first, today);
    if last != first {
        words.push_str(&format!(" to {}", full_date(last, today)));
    }
    if holiday.yearly {
        words.push_str(", every year");
    }
    if let Some(name) = &holiday.name {
        words.push_str(&format!(" ({})", escape(name)));
    }
    words
}

/// Why nothing comes on a date.
pub fn is_holiday(holiday: &Holiday, date: Date, today: Date) -> String {
    let day = upper_first(day_in_words(date, today));
    match &holiday.name {
        Some(name) => format!("{day} is a holiday here ({}).", escape(name)),
        None => format!("{day} is a holiday here."),
    }
}

/// How a holiday is taken off the list.
pub fn comes_off(date: Date) -> String {
    format!("`/schedule holidays remove date:{date}` takes it off the list.")
}

/// A holiday was added.
pub fn holiday_added(holiday: &Holiday, schedules: &[Schedule], today: Date, now: Timestamp) -> String {
    let on = if holiday.first == holiday.last { "on" } else { "from" };
    let day = holiday.next_from(today).map_or(holiday.first, |(first, _)| first);
    format!(
        "None of the schedules here posts {on} {}.{}\n{}",
        holiday_in_words(holiday, today),
        coming_next(schedules, now),
        comes_off(day)
    )
}

/// Holidays were removed.
pub fn holidays_removed(removed: &[Holiday], schedules: &[Schedule], today: Date, now: Timestamp) -> String {
    let named: Vec<String> = removed.iter().map(|holiday| holiday_in_words(holiday, today)).collect();
    let told = clip(&named.join("; "), 1_200);
    format!("No longer a holiday: {told}.{}", coming_next(schedules, now))
}

/// The next date of the schedules that run, a line each.
fn coming_next(schedules: &[Schedule], now: Timestamp) -> String {
    let running: Vec<&Schedule> = schedules.iter().filter(|schedule| schedule.paused.is_none()).collect();
    let mut words = String::new();
    for schedule in running.iter().take(SCHEDULES_TOLD) {
        let next = match schedule.next {
            Some(next) => format!("comes next {}", moment_in_words(next, &schedule.when.zone, now)),
            None => "has no date left".to_owned(),
        };
        words.push_str(&format!("\n{} {next}.", bold(schedule)));
    }
    if running.len() > SCHEDULES_TOLD {
        words.push_str("\n`/schedule show` has the others.");
    }
    words
}

/// The list of holidays, the nearest first.
pub fn holiday_list(holidays: &[Holiday], today: Date) -> Card {
    let mut lines = String::new();
    let mut left = holidays.len();
    for holiday in holidays {
        let line = format!("- {}\n", holiday_in_words(holiday, today));
        // Discord counts UTF-16 units at most.
        if lines.encode_utf16().count() + line.encode_utf16().count() > LONGEST_LIST {
            break;
        }
        lines.push_str(&line);
        left -= 1;
    }
    if left > 0 {
        lines.push_str(&format!("and {left} later ones.\n"));
    }
    let embed = CreateEmbed::new().title("Holidays here").description(lines.trim_end()).colour(colour::CLARION);
    let mut card = Card::embed(embed);
    card.content = "On these days none of the schedules posts. Only you see this.".to_owned();
    card
}

/// Beside the schedules: the next holidays. Nothing where there is none.
pub fn holidays_ahead(holidays: &[Holiday], today: Date) -> String {
    if holidays.is_empty() {
        return String::new();
    }
    let named: Vec<String> =
        holidays.iter().take(HOLIDAYS_SHOWN).map(|holiday| holiday_in_words(holiday, today)).collect();
    format!("Nothing comes on holidays: {}. `/schedule holidays list` has them all.", named.join("; "))
}

/// The server has as many holidays as it can have.
pub fn too_many_holidays() -> String {
    format!(
        "This server has {MOST_HOLIDAYS} holidays, which is the most that I keep, so nothing was changed. \
         `/schedule holidays remove` makes room."
    )
}

/// A range of too many days.
pub fn long_holiday() -> String {
    format!(
        "That is more than {LONGEST_HOLIDAY} days, so nothing was changed. For a longer time, `/schedule pause until:` \
         pauses one schedule."
    )
}

/// A name over the limit.
pub fn long_holiday_name(most: u16) -> String {
    format!("That name is too long, so nothing was changed: {most} characters are the most.")
}

/// A holiday that has gone by already.
pub fn gone_by(last: Date, today: Date) -> String {
    format!(
        "{} has passed, so nothing was changed. With `every-year:True` it comes again next year.",
        full_date(last, today)
    )
}

/// No holiday on that day.
pub fn no_holiday_on(date: Date, today: Date) -> String {
    format!("{} is no holiday here. `/schedule holidays list` has those that are.", full_date(date, today))
}

/// No holiday of that name.
pub fn no_holiday_called(typed: &str) -> String {
    format!("No holiday here is called {}. `/schedule holidays list` has them.", quote(typed, 60))
}
