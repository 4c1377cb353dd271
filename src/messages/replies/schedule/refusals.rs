//! What `/schedule` says where something can't be: what was not understood, and what works instead.

use jiff::civil::Date;
use serenity::model::id::ChannelId;

use super::super::super::access::Access;
use super::super::super::text::{escape, quote, upper_first};
use super::super::super::when::{day_in_words, days_in_words, full_date, rhythm};
use super::super::access::no_access;
use super::{bold, name_option, take_back};
use crate::store::{MOST_SCHEDULES, Schedule};

/// How much of somebody's words is said back to them.
const QUOTED: usize = 60;

/// The server has no schedule.
pub const NONE_YET: &str = "There is no schedule here yet. `/setup` makes one in two steps.";
/// The schedule of a button, or of a name a moment ago, was removed.
pub const GONE: &str = "That schedule was removed in the meantime. `/schedule show` has those that are there.";
/// Every date is left out.
pub const NO_DATE_LEFT: &str = "No date is left in its calendar; `/schedule set` gives it other days or another time.";
/// A library without prompts.
pub const NO_PROMPTS: &str =
    "There is no prompt in my library at the moment. Whoever operates me can run `clarion check` to see why.";
/// A date years ahead.
pub const TOO_FAR: &str = "That is more than a year ahead; I plan until the end of next year.";

/// The schedule has another zone now, by which the time of these dates has passed; nothing was posted for them.
pub fn passed_there(dates: &[Date], today: Date) -> String {
    let days: Vec<String> = dates.iter().map(|date| day_in_words(*date, today)).collect();
    format!(
        "By this zone the time of {} has passed already. What was not posted yet comes now, unless that is too long ago: \
         `/schedule show` tells.",
        days.join(" and ")
    )
}

/// No schedule of that name.
pub fn no_such_schedule(typed: &str, all: &[Schedule]) -> String {
    format!("There is no schedule called {} here. {}", quote(typed, QUOTED), there_are(all))
}

/// Several, none of them the usual one, and nobody said which.
pub fn which_one(all: &[Schedule]) -> String {
    format!("Which schedule do you mean? Add `name:`. {}", there_are(all))
}

fn there_are(all: &[Schedule]) -> String {
    let names: Vec<String> = all.iter().map(bold).collect();
    match names.split_last() {
        None => NONE_YET.to_owned(),
        Some((only, [])) => format!("There is {only}."),
        Some((last, others)) => format!("There are {} and {last}.", others.join(", ")),
    }
}

/// The server has as many as it can have.
pub fn too_many(all: &[Schedule]) -> String {
    format!(
        "This server has {MOST_SCHEDULES} schedules, which is the most that I keep, so nothing was changed. Change \
         one of them with `/schedule set name:`, or make room with `/schedule remove`. {}",
        there_are(all)
    )
}

/// A name with letters that nobody could read or type.
pub fn odd_name(typed: &str) -> String {
    let shown: String = typed.chars().filter(|letter| letter.is_alphanumeric() || *letter == ' ').collect();
    let shown = shown.trim();
    let example = "A name has letters, digits, spaces, hyphens and underscores, such as `late shift`.";
    if shown.is_empty() {
        format!("That name is empty to me. {example}")
    } else {
        format!("I can't keep that name ({} with something else in it). {example}", quote(shown, QUOTED))
    }
}

/// A name over the limit.
pub fn long_name(most: u16) -> String {
    format!("That name is too long: {most} characters are the most.")
}

/// No time of day.
pub fn no_such_time(typed: &str) -> String {
    format!("I can't read {} as a time of day. 9, 9:30, 09:30, 9am and 9:30 pm all work.", quote(typed, QUOTED))
}

/// No set of days.
pub fn no_such_days(typed: &str) -> String {
    format!("I can't read {} as days. daily, weekdays, or a list such as mon,wed,fri works.", quote(typed, QUOTED))
}

/// No time zone; `closest` are the names that come near.
pub fn no_such_zone(typed: &str, closest: &[String]) -> String {
    let known = format!("I know no time zone called {}.", quote(typed, QUOTED));
    if closest.is_empty() {
        format!("{known} Start typing a big city nearby after `zone:` and pick one; names look like Europe/Berlin.")
    } else {
        format!("{known} Close to it: {}.", closest.iter().map(|name| escape(name)).collect::<Vec<_>>().join(", "))
    }
}

/// No date.
pub fn no_such_date(typed: &str) -> String {
    format!("I can't read {} as a date. 2026-11-30, tomorrow, monday and 30 November all work.", quote(typed, QUOTED))
}

/// Everything that could not be read, at once.
pub fn not_read(faults: &[String]) -> String {
    match faults {
        [only] => format!("{only} Nothing was changed."),
        _ => format!("{}\nNothing was changed.", faults.join("\n")),
    }
}

/// `set` without anything to set.
pub fn nothing_to_change(schedule: &Schedule) -> String {
    format!(
        "{} stays as it is: {}, {}. Add `channel:`, `time:`, `zone:`, `days:`, `theme:`, `series:`, `mention:` or `thread:` to change \
         something, or `name:` with a new name to make another one.",
        bold(schedule),
        rhythm(&schedule.when),
        schedule.when.zone
    )
}

/// The bot could not post there, so nothing was saved.
pub fn not_saved(channel: ChannelId, access: &Access) -> String {
    let obstacle = no_access(channel, access).unwrap_or_default();
    let then = if *access == Access::Unanswered { "Please try again in a minute." } else { "Then try again." };
    format!("{obstacle} {then} Nothing was changed.")
}

/// The bot still could not post there.
pub fn not_resumed(schedule: &Schedule, access: &Access) -> String {
    let obstacle = no_access(schedule.channel, access).unwrap_or_default();
    format!(
        "{} stays paused. {obstacle} Then `/schedule resume{}` again, or `/schedule set{} channel:` for another \
         channel.",
        bold(schedule),
        name_option(schedule),
        name_option(schedule)
    )
}

/// An extra post could not go there.
pub fn not_posted(schedule: &Schedule, access: &Access) -> String {
    format!("{} Nothing was posted.", no_access(schedule.channel, access).unwrap_or_default())
}

/// Not one of its days.
pub fn none_of_its_days(schedule: &Schedule, date: Date, today: Date) -> String {
    format!(
        "{} is none of the days of {} ({}).",
        full_date(date, today),
        bold(schedule),
        days_in_words(schedule.when.days)
    )
}

/// Left out before.
pub fn skipped_already(schedule: &Schedule, date: Date, today: Date) -> String {
    format!("{} is left out already; {}", full_date(date, today), take_back(schedule, date))
}

/// There is no skip to take back.
pub fn nothing_left_out(schedule: &Schedule) -> String {
    format!("{} leaves no date out. `/schedule show` lists what comes.", bold(schedule))
}

/// That date was not left out; those that are.
pub fn not_left_out(schedule: &Schedule, date: Date, today: Date) -> String {
    let named = full_date(date, today);
    let out: Vec<String> = schedule.skips.iter().take(5).map(|skip| full_date(*skip, today)).collect();
    match out.as_slice() {
        [] => format!("{named} is not left out. {}", nothing_left_out(schedule)),
        _ => format!("{named} is not left out. Left out so far: {}.", out.join(", ")),
    }
}

/// In the channel before.
pub fn posted_already(date: Date, today: Date) -> String {
    if date == today {
        "Today's was posted already.".to_owned()
    } else {
        format!("The one of {} was posted already.", full_date(date, today))
    }
}

/// Left out, where one would expect it to be the next.
pub fn left_out(date: Date, today: Date) -> String {
    format!("{} is left out, as somebody asked.", upper_first(day_in_words(date, today)))
}

/// In the past, or earlier today.
pub fn has_passed(date: Date, today: Date) -> String {
    if date == today {
        "Today's time has passed.".to_owned()
    } else {
        format!("{} has passed.", full_date(date, today))
    }
}

/// A date was not left out, and which dates could be.
pub fn not_skipped(why: &str, next: &[Date], today: Date) -> String {
    let next: Vec<String> = next.iter().map(|date| day_in_words(*date, today)).collect();
    match next.split_last() {
        None => format!("{why} {NO_DATE_LEFT}"),
        Some((only, [])) => format!("{why} The next one is {only}."),
        Some((last, others)) => format!("{why} The next ones are {} and {last}.", others.join(", ")),
    }
}
