//! What `/schedule` says.

mod calendar;
mod options;
mod outcomes;
mod refusals;
mod series;

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::model::mention::Mentionable;

pub use calendar::{
    ENDS_FIRST, HOLIDAYS, HOLIDAYS_ADD, HOLIDAYS_DATE, HOLIDAYS_LIST, HOLIDAYS_NAME, HOLIDAYS_REMOVE,
    HOLIDAYS_REMOVE_DATE, HOLIDAYS_REMOVE_NAME, HOLIDAYS_UNTIL, HOLIDAYS_YEARLY, NAME_A_HOLIDAY, NO_HOLIDAYS,
    PAUSE_UNTIL, comes_off, gone_by, holiday_added, holiday_in_words, holiday_list, holidays_ahead, holidays_removed,
    is_holiday, long_holiday, long_holiday_name, no_holiday_called, no_holiday_on, paused_on, paused_until,
    too_many_holidays, until_passed, until_today, waits,
};
pub use options::{
    ALL_THEMES, FROM_BOTH, FROM_CLARION, FROM_TEAM, MENTION_AND_NOBODY, NO_THREAD_IN_A_THREAD, NOT_EVERYONE,
    SET_MENTION, SET_MENTION_NOBODY, SET_PROMPTS, SET_THEME, SET_THREAD, THEME_AND_DECK, THREADS_ANYWAY, besides,
    deck_size, forum_tag, no_such_theme, no_tag_there, no_threads_there, silent_mention, theme_size,
};
pub use outcomes::{
    PERHAPS_POSTED, is_on_its_way, no_thread, was_posted, why_not_posted, why_paused, why_paused_now, why_refused,
};
pub(in super::super) use outcomes::{another_zone, is_past_mending, obstacle};
pub use refusals::{
    GONE, NO_DATE_LEFT, NO_PROMPTS, NONE_YET, TOO_FAR, has_passed, left_out, long_name, no_such_date, no_such_days,
    no_such_schedule, no_such_time, no_such_zone, none_of_its_days, not_left_out, not_posted, not_read, not_resumed,
    not_saved, not_skipped, nothing_left_out, nothing_to_change, odd_name, passed_there, posted_already,
    skipped_already, too_many, which_one,
};

pub use series::{GOES_ON, NO_SERIES, SET_SERIES, THEME_AND_SERIES, no_such_series, series_choice};

use super::super::text::escape;
use super::super::when::{day_in_words, full_date, moment_in_words, own_zone, rhythm};
use crate::clock::NextOccurrence;
use crate::content::Library;
use crate::store::{Posts, Schedule};

/// The command's description in Discord's menu.
pub const DESCRIPTION: &str = "The daily prompt's schedule: see it, change it, pause it, skip a day";
/// The description of `set`.
pub const SET: &str = "Make a schedule or change one; what you leave out stays as it is";
/// The description of `set channel`.
pub const SET_CHANNEL: &str = "Where it posts; for a new schedule, this channel if you leave it out";
/// The description of `set time`.
pub const SET_TIME: &str = "When it posts: 9, 9:30, 09:30, 9am, 9:30 pm";
/// The description of `set zone`.
pub const SET_ZONE: &str = "Where that time is meant: start typing a city, such as Berlin";
/// The description of `set days`.
pub const SET_DAYS: &str = "daily, weekdays, or a list such as mon,wed,fri";
/// The description of `set name`.
pub const SET_NAME: &str = "Which schedule: a new name makes a new one; without a name it is 'daily'";
/// The description of `show`.
pub const SHOW: &str = "All schedules: what comes next, what is paused or left out, and what became of the last ones";
/// The description of `pause`.
pub const PAUSE: &str = "Nothing more comes until you resume it, or until a date";
/// The description of `resume`.
pub const RESUME: &str = "Let a paused schedule run again; a prompt that was refused lately comes now";
/// The description of `skip`.
pub const SKIP: &str = "Leave out one date";
/// The description of `skip date`.
pub const SKIP_DATE: &str = "2026-11-30, tomorrow, monday or 30 November; the next one if you leave it out";
/// The description of `unskip`.
pub const UNSKIP: &str = "Take back that a date is left out";
/// The description of `unskip date`.
pub const UNSKIP_DATE: &str = "2026-11-30, tomorrow, monday or 30 November; the nearest one if you leave it out";
/// The description of `now`.
pub const NOW: &str = "Post one more prompt now; today's still comes";
/// The description of `preview`.
pub const PREVIEW: &str = "See the next prompt before anybody else does; nothing is used up";
/// The description of `remove`.
pub const REMOVE: &str = "Remove a schedule; what it posted stays";
/// The description of `name` everywhere but in `set`.
pub const NAME_OPTION: &str = "Which schedule, if there are several; /schedule show lists them";
/// The title of `show`.
pub const SHOW_TITLE: &str = "Schedules";

/// A schedule's name in a sentence.
pub(in super::super) fn bold(schedule: &Schedule) -> String {
    format!("**{}**", escape(&schedule.name))
}

/// What one of its posts is called.
pub(in super::super) fn one_post(posts: Posts) -> &'static str {
    match posts {
        Posts::Prompts => "prompt",
        Posts::Quiz => "round",
        Posts::Digest => "digest",
    }
}

/// `name:` as it has to be typed for this schedule; nothing for the usual one.
pub(in super::super) fn name_option(schedule: &Schedule) -> String {
    if schedule.name == "daily" { String::new() } else { format!(" name:{}", schedule.name) }
}

/// Its next date in a sentence of its own.
pub(in super::super) fn next_sentence(schedule: &Schedule, now: Timestamp) -> String {
    match schedule.next {
        Some(next) => format!(
            "The next one comes {}; on your own clock that is {}.",
            moment_in_words(next, &schedule.when.zone, now),
            own_zone(next.at)
        ),
        None => NO_DATE_LEFT.to_owned(),
    }
}

/// It was made, or changed from what it was `before`. `wonder` says why it does not come sooner, `notes` what somebody
/// should know of what was asked for.
pub fn saved(
    schedule: &Schedule,
    before: Option<&Schedule>,
    (guessed, wonder, notes): (bool, Option<&str>, &[String]),
    library: &Library,
    now: Timestamp,
) -> String {
    let mut words = format!(
        "{} {} in {}: {}, {}{}.",
        bold(schedule),
        if before.is_some() { "now posts" } else { "is new and posts" },
        schedule.channel.mention(),
        rhythm(&schedule.when),
        schedule.when.zone,
        if guessed {
            format!(" (a guess; `/schedule set{} zone:` changes it)", name_option(schedule))
        } else {
            String::new()
        },
    );
    if before.is_some_and(|before| before.paused.is_some() || before.resume_on.is_some()) {
        words.push_str(" It was paused, and runs again.");
    }
    let did = before.map(|before| before.options.clone()).unwrap_or_default();
    for line in options::besides_now(&schedule.options, &did, library).iter().chain(notes) {
        words.push('\n');
        words.push_str(line);
    }
    words.push('\n');
    if let Some(wonder) = wonder {
        words.push_str(wonder);
        words.push(' ');
    }
    words.push_str(&next_sentence(schedule, now));
    words
}

/// It is paused now.
pub fn paused(schedule: &Schedule) -> String {
    format!(
        "{} is paused: nothing comes in {} before `/schedule resume{}`.",
        bold(schedule),
        schedule.channel.mention(),
        name_option(schedule)
    )
}

/// It was paused before, or still is: why, and what lets it run again.
pub fn is_paused(schedule: &Schedule) -> String {
    format!("{} is {}", bold(schedule), why_paused(schedule))
}

/// It runs again.
pub fn resumed(schedule: &Schedule, wonder: Option<&str>, now: Timestamp) -> String {
    let wonder = wonder.map(|wonder| format!("{wonder} ")).unwrap_or_default();
    format!("{} runs again. {wonder}{}", bold(schedule), next_sentence(schedule, now))
}

/// It runs again, and what was refused comes now. `then` is the one after it.
pub fn comes_now(schedule: &Schedule, now_comes: Date, then: Option<NextOccurrence>, now: Timestamp) -> String {
    let zone = &schedule.when.zone;
    let today = zone.date_at(now);
    let which = if now_comes == today {
        format!("Today's {}", one_post(schedule.options.posts))
    } else {
        format!("The {} of {}", one_post(schedule.options.posts), day_in_words(now_comes, today))
    };
    let then = match then {
        Some(next) => format!(" The next one comes {}.", moment_in_words(next, zone, now)),
        None => String::new(),
    };
    format!("{} runs again. {which} comes now, in {}.{then}", bold(schedule), schedule.channel.mention())
}

/// It was not paused.
pub fn runs_already(schedule: &Schedule, now: Timestamp) -> String {
    format!("{} is not paused. {}", bold(schedule), next_sentence(schedule, now))
}

/// A date is left out.
pub fn skipped(schedule: &Schedule, date: Date, now: Timestamp) -> String {
    let (left_out, back) = (near_and_full(schedule, date, now), take_back(schedule, date));
    format!("{} leaves out {left_out}. {} {back}", bold(schedule), then(schedule, now))
}

/// A date that was left out comes after all.
pub fn unskipped(schedule: &Schedule, date: Date, now: Timestamp) -> String {
    format!("{} no longer leaves out {}. {}", bold(schedule), near_and_full(schedule, date, now), then(schedule, now))
}

/// How to take a skip back.
pub(super) fn take_back(schedule: &Schedule, date: Date) -> String {
    format!("`/schedule unskip date:{date}{}` takes that back.", name_option(schedule))
}

fn near_and_full(schedule: &Schedule, date: Date, now: Timestamp) -> String {
    let today = schedule.when.zone.date_at(now);
    let full = full_date(date, today);
    let near = day_in_words(date, today);
    if near == full { full } else { format!("{near}, {full}") }
}

fn then(schedule: &Schedule, now: Timestamp) -> String {
    if schedule.paused.is_some() { is_paused(schedule) } else { next_sentence(schedule, now) }
}

/// An extra post is on its way.
pub fn extra(schedule: &Schedule, now: Timestamp) -> String {
    let what = match schedule.options.posts {
        Posts::Quiz => "A round of the quiz",
        Posts::Digest => "A digest",
        Posts::Prompts => "One",
    };
    let mut words = format!("{what} is on its way to {}.", schedule.channel.mention());
    if let Some(next) = schedule.next {
        let zone = &schedule.when.zone;
        if next.date == zone.date_at(now) {
            words.push_str(&format!(" Today's still comes at {}.", super::super::when::wall_time(next.at, zone)));
        } else {
            words.push_str(&format!(" It is an extra: the next one still comes {}.", moment_in_words(next, zone, now)));
        }
    }
    words
}

/// It is gone.
pub fn removed(schedule: &Schedule) -> String {
    format!(
        "{} is removed. What it posted in {} stays there. `/schedule set{}` makes it anew.",
        bold(schedule),
        schedule.channel.mention(),
        name_option(schedule)
    )
}

/// Above the next prompt, shown before it is posted.
pub fn preview(schedule: &Schedule, coming: &[NextOccurrence], now: Timestamp) -> String {
    let zone = &schedule.when.zone;
    let mut words = String::from(match schedule.options.posts {
        Posts::Prompts => "This is the next prompt here. Nobody else sees it yet, and looking uses nothing up.",
        Posts::Quiz => "This is the next invitation here; its moments are drawn when it is posted.",
        Posts::Digest => super::digest::PREVIEW,
    });
    match (schedule.paused, coming.split_first()) {
        (Some(_), _) => words.push_str(&format!("\n{}", is_paused(schedule))),
        (None, Some((next, rest))) => {
            words.push_str(&format!(
                "\nIt comes in {} {}",
                schedule.channel.mention(),
                moment_in_words(*next, zone, now)
            ));
            if !rest.is_empty() {
                let days: Vec<String> = rest.iter().map(|later| day_in_words(later.date, zone.date_at(now))).collect();
                words.push_str(&format!("; others follow {}", days.join(" and ")));
            }
            words.push('.');
        }
        (None, None) => words.push_str(&format!("\n{NO_DATE_LEFT}")),
    }
    words
}

/// The dates of a week.
pub fn week(schedule: &Schedule, dates: &[NextOccurrence], now: Timestamp) -> String {
    let zone = &schedule.when.zone;
    if schedule.paused.is_some() {
        return is_paused(schedule);
    }
    if dates.is_empty() {
        return NO_DATE_LEFT.to_owned();
    }
    let today = zone.date_at(now);
    let mut words = format!("The coming week in {}, in {zone} time:", schedule.channel.mention());
    for next in dates {
        words.push_str(&format!(
            "\n- {} at {}",
            full_date(next.date, today),
            super::super::when::wall_time(next.at, zone)
        ));
    }
    let until = dates.last().map(|next| next.date);
    let left_out: Vec<String> = schedule
        .skips
        .iter()
        .filter(|skip| until.is_some_and(|until| **skip <= until))
        .map(|skip| full_date(*skip, today))
        .collect();
    if !left_out.is_empty() {
        words.push_str(&format!("\nLeft out, as asked: {}.", left_out.join(", ")));
    }
    let name = name_option(schedule);
    words.push_str(&format!(
        "\n`/schedule skip{name}` leaves out a day, `/schedule preview{name}` shows the next {}.",
        one_post(schedule.options.posts)
    ));
    words
}
