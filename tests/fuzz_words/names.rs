//! What people and servers call themselves: names come from Discord as they were given there, and nobody here has
//! cleaned them. Channels and roles are shown by their numbers alone, which Discord draws itself.

use std::time::Duration;

use clarion::messages::replies::privacy::{self, Cleaned};
use clarion::messages::replies::{self, account};
use clarion::messages::{self, Drawing, File, MOST_SERVERS, MyData, Notice, NoticeNews, Reach};
use clarion::picture::{Giver as Bar, Picture, Whereabouts};
use clarion::recognition::{Candidate, Dates, Order, Span};
use clarion::rehearsal::limits::CONTENT;
use clarion::store::{Forgotten, Giver, GiversScreen, Id, KeptOf, MightThank};
use jiff::Timestamp;
use jiff::civil::date;
use rand::RngExt;
use rand::rngs::StdRng;
use serenity::model::id::{ApplicationId, ChannelId, UserId};

use super::hostile::words;
use super::schedules::schedule;
use super::shown::Shown;
use super::{GIVER, library};

/// Of people: who gives, in words and in a picture, and whom one might thank.
pub fn of_people(random: &mut StdRng, typed: &str) {
    let nobody = Shown::to_nobody;
    let days = Dates { first: date(2026, 1, 1), last: date(2026, 12, 31) };
    match random.random_range(0..16) {
        0..=4 => {
            let giver = |user| Giver {
                user: Some(user),
                name: Some(typed.to_owned()),
                left: true,
                gives: 1,
                people: 1,
                weeks: 1,
            };
            let found = GiversScreen { gives: 25, givers: 25, shown: vec![giver(GIVER); 25], screen: 0, last: 0 };
            nobody("who gives").hold(messages::givers(Span::Days(days), days, Order::Name, &found, true));
        }
        5 => {
            let some = random.random_range(1..=20);
            let whereabouts = [Whereabouts::Here, Whereabouts::Left, Whereabouts::Former];
            let bar = |gives: u32| Bar { name: words(random), whereabouts: whereabouts[gives as usize % 3], gives };
            let mut people: Vec<Bar> = (0..some).map(bar).collect();
            people[0].name = typed.to_owned();
            picture(random, messages::givers_picture(&people, days));
        }
        6..=10 => {
            let one = |user: u64| MightThank {
                user: UserId::new(user),
                name: Some(typed.to_owned()),
                candidate: Candidate { number: 1, thanked: None },
                today: user == 33,
            };
            let three = [one(31), one(32), one(33)];
            let named = [UserId::new(31), UserId::new(32), UserId::new(33)];
            let shown = Shown { named: &named, ..nobody("whom to thank next") };
            shown.hold(messages::suggestions(&three.iter().collect::<Vec<_>>(), None));
        }
        _ => {
            nobody("no such topic").said(replies::no_such_topic(typed, &[]));
            nobody("no such essay").said(replies::no_such_essay(typed, library()));
            nobody("no such day").said(account::no_date(typed));
        }
    }
}

/// A picture beside its message. Few are drawn: what is written of it needs no points.
fn picture(random: &mut StdRng, picture: Picture) {
    let shown = Shown::to_nobody("a picture");
    shown.alt(&picture.alt);
    if random.random_ratio(1, 20) {
        let drawing = Drawing::new("givers.png", picture).unwrap();
        // Where the font draws every name, no letter stands for one.
        let legend = drawing.legend();
        if !legend.is_empty() {
            shown.said(legend);
        }
    } else {
        shown.hold(messages::Card::text("In words.").file(File::new("givers.png", *b"", picture.alt)));
    }
}

/// Of servers, in private messages and in what is kept of somebody.
pub fn of_servers(random: &mut StdRng, typed: &str, id: Id) {
    let nobody = Shown::to_nobody;
    match random.random_range(0..4) {
        0 => nobody("the weekly reminder").hold(messages::nudge(Some(typed), id)),
        1 => {
            let schedule = schedule(random, typed, id);
            let news = match random.random_range(0..5) {
                0 => NoticeNews::Quiet { schedule: &schedule },
                1 => NoticeNews::DeckLow { schedule: &schedule, left: 3 },
                2 => NoticeNews::RoleGone { schedule: &schedule },
                3 => NoticeNews::Reported,
                _ => NoticeNews::Paused {
                    schedule: &schedule,
                    since: Timestamp::from_second(86_400).unwrap(),
                    access: None,
                    grace: Duration::from_secs(3_600),
                },
            };
            let private = random.random_bool(0.5);
            let person = (!private).then_some(GIVER);
            let told = Notice { server: Some(typed), private, person, news };
            Shown { pinged: &[GIVER], ..nobody("a notice") }.hold(messages::notice(&told, id));
        }
        _ => {
            let reach = if random.random_bool(0.5) { Reach::Everywhere } else { Reach::Here };
            let servers = (0..random.random_range(0..=MOST_SERVERS)).map(|_| Some(words(random)));
            let servers: Vec<Option<String>> = servers.chain([Some(typed.to_owned())]).take(MOST_SERVERS).collect();
            // Of somebody who is known nowhere, or not here, there is another card.
            let known = random.random_bool(0.8);
            let kept = KeptOf { servers: 12, given: 3, got: 1, ..KeptOf::default() };
            let kept = if known { kept } else { KeptOf::default() };
            let paused = random.random_bool(0.5).then(|| Timestamp::from_second(86_400).unwrap());
            let to_add = random.random_bool(0.5).then(|| ApplicationId::new(u64::MAX));
            let outside = !known && random.random_bool(0.5);
            let data = MyData { kept, servers, paused, words_kept_days: Some(30), follows: true, outside, to_add };
            nobody("what is kept").hold(messages::my_data(&data, reach, Duration::from_secs(30 * 86_400)));
            let question =
                if known { messages::forget_question(&data, reach) } else { messages::named_question(reach) };
            nobody("whether to erase").hold(question);
        }
    }
}

/// The most that can be said of an erasure is one message.
#[test]
fn what_is_said_of_an_erasure_fits_into_a_message() {
    let many = u64::MAX;
    let unclear = vec![ChannelId::new(u64::MAX); 40];
    let forgotten =
        Forgotten { servers: Vec::new(), posts: many, changed: many, left: many, stay: many, unclear, words: many };
    for reach in [Reach::Here, Reach::Everywhere] {
        for clean in [Cleaned::File, Cleaned::Tables, Cleaned::NotYet] {
            for said in [privacy::forgotten(&forgotten, reach, clean), privacy::taken_out(&forgotten, reach, clean)] {
                let long = said.chars().count();
                assert!(said.contains("<#18446744073709551615>") && long <= CONTENT, "{long} characters: {said}");
            }
        }
    }
}
