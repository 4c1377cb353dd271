//! What people call their schedules and holidays, and what they typed in the place of a time, a day or a theme.

use std::collections::BTreeMap;

use clarion::clock::{Days, LocalSchedule, LocalTime, Zone};
use clarion::messages::replies::{contact, digest, schedule as replies};
use clarion::messages::{self, ShownSchedule};
use clarion::recognition::clean_words;
use clarion::store::{Holiday, Id, MOST_HOLIDAYS, MOST_SCHEDULES, PauseReason, Posts, Schedule, ScheduleOptions};
use jiff::Timestamp;
use rand::RngExt;
use rand::rngs::StdRng;
use unicode_normalization::char::is_combining_mark;

use super::hostile::{first, words};
use super::shown::Shown;
use super::{CHANNEL, GIVER, GUILD, ROLE, library, today};

/// A schedule as `/schedule set` keeps one: its name has letters, digits, spaces, hyphens and underscores, 32 at most
/// (which the test beside `read_name` holds); its theme is one that the library no longer has.
pub fn schedule(random: &mut StdRng, typed: &str, id: Id) -> Schedule {
    let kept = |letter: &char| letter.is_alphanumeric() || is_combining_mark(*letter) || " -_".contains(*letter);
    let name: String = typed.to_lowercase().chars().filter(kept).take(31).collect();
    let paused = [None, Some(PauseReason::Asked), Some(PauseReason::Refused(50_013)), Some(PauseReason::Unreadable)];
    let posts = [Posts::Prompts, Posts::Quiz, Posts::Digest];
    Schedule {
        id,
        guild: GUILD,
        name: format!("a{}", name.trim()),
        channel: CHANNEL,
        when: LocalSchedule { time: LocalTime::NINE, zone: Zone::utc(), days: Days::DAILY },
        options: ScheduleOptions {
            role: Some(ROLE),
            theme: Some(first(typed, 100)),
            posts: posts[random.random_range(0..3)],
            ..ScheduleOptions::default()
        },
        paused: paused[random.random_range(0..4)],
        resume_on: None,
        paused_at: None,
        next: None,
        skips: Vec::new(),
        created_by: Some(GIVER),
    }
}

pub fn schedules(random: &mut StdRng, typed: &str, id: Id) {
    let nobody = Shown::to_nobody;
    let (one, now) = (schedule(random, typed, id), Timestamp::UNIX_EPOCH);
    let others: Vec<String> = (0..random.random_range(1..=MOST_SCHEDULES)).map(|_| words(random)).collect();
    let all: Vec<Schedule> = others.iter().map(|typed| schedule(random, typed, id)).collect();
    match random.random_range(0..6) {
        0 => {
            let holidays = holidays(random, typed, id);
            let shown = |schedule: Schedule| ShownSchedule {
                besides: replies::besides(&schedule.options, None, library()),
                schedule,
                coming: Vec::new(),
                access: None,
                lately: Vec::new(),
                threadless: BTreeMap::new(),
            };
            // Each has a number of its own, as a server's have.
            let ids = (1..).map(|number| Id::from_i64(number).unwrap());
            let all = all.into_iter().zip(ids).map(|(one, id)| shown(Schedule { id, ..one })).collect::<Vec<_>>();
            let ahead = replies::holidays_ahead(&holidays, today());
            nobody("the list of schedules").hold(messages::schedule_list(&all, ahead, now));
        }
        1 => {
            nobody("one is paused").said(replies::is_paused(&one));
            nobody("one runs again").said(replies::resumed(&one, None, now));
            nobody("one is removed").said(replies::removed(&one));
            nobody("one is set").said(replies::saved(&one, None, (true, None, &[]), library(), now));
        }
        2 => {
            nobody("which one").said(replies::which_one(&all));
            nobody("too many").said(replies::too_many(&all));
            nobody("no such schedule").said(replies::no_such_schedule(typed, &all));
            nobody("no name").said(replies::odd_name(typed));
        }
        3 => {
            nobody("no time").said(replies::no_such_time(typed));
            nobody("no days").said(replies::no_such_days(typed));
            nobody("no zone").said(replies::no_such_zone(typed, &[]));
            nobody("no date").said(replies::no_such_date(typed));
            nobody("no theme").said(replies::no_such_theme(typed, &[]));
            nobody("no series").said(replies::no_such_series(typed, &[]));
            nobody("a forum's tag").said(replies::forum_tag(CHANNEL, typed));
        }
        4 => {
            nobody("hello again").hold(messages::welcome_back(id, &all, now));
            nobody("which time").hold(messages::quiet_times(&one, id));
            nobody("it posts something else").said(digest::posts_otherwise(&one.name, Posts::Quiz));
            nobody("it stops").hold(messages::quiet_answered(contact::stopped(&one), id));
        }
        _ => {
            let holidays = holidays(random, typed, id);
            nobody("a holiday").said(replies::holiday_added(&holidays[0], &all, today(), now));
            nobody("no holiday any more").said(replies::holidays_removed(&holidays, &all, today(), now));
            nobody("it is a holiday").said(replies::is_holiday(&holidays[0], today(), today()));
            nobody("no such holiday").said(replies::no_holiday_called(typed));
            nobody("the holidays").hold(replies::holiday_list(&holidays, today()));
        }
    }
}

/// As many as a server has, with names as they are kept: cleaned, 60 characters at most.
fn holidays(random: &mut StdRng, typed: &str, id: Id) -> Vec<Holiday> {
    let named = |name: &str| first(&clean_words(name), 60);
    // The whole list now and then: most are few, which the words are tried in as well.
    let most = if random.random_ratio(1, 10) { MOST_HOLIDAYS } else { 4 };
    let mut all: Vec<Holiday> = (1..random.random_range(1..=most))
        .map(|_| Holiday { id, first: today(), last: today(), yearly: true, name: Some(named(&words(random))) })
        .collect();
    all.insert(0, Holiday { id, first: today(), last: today(), yearly: false, name: Some(named(typed)) });
    all
}
