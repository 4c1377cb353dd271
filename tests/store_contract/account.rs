//! The account of who gives, held against a naive count of the same gifts.

use std::collections::{BTreeMap, BTreeSet};

use clarion::recognition::{Candidate, Dates, Order};
use clarion::store::{Given, GiversScreen, Id, MightBeThanked, NewRecognition, Pulse, PulseCounts, Store, Where};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serenity::model::id::{GuildId, InteractionId, UserId};

use super::engines::{ANNA, BEN, CLEO, GUILD, LEASE, NINE, Place, at, counted, gift, on_each_engine, pause};

on_each_engine!(
    the_account_is_what_a_naive_count_says,
    weeks_run_from_monday_to_sunday_in_any_year,
    weeks_long_ago_tell_of_what_counts_and_of_nothing_else,
    a_noted_week_answers_without_a_look_into_the_rows,
    the_pulse_is_what_a_naive_count_says,
    strengths_are_shown_as_far_as_somebody_lets_others_see_them,
    who_might_be_thanked_leaves_out_whom_it_has_to,
    a_day_that_nobody_knows_is_no_day,
);

/// A gift as the model knows it.
#[derive(Clone)]
struct Gift {
    giver: u64,
    to: BTreeSet<u64>,
    on: Date,
}

/// What is left of the gifts where somebody pauses: nothing that they gave, and nothing that they got.
fn without(gifts: &[Gift], paused: &[u64]) -> Vec<Gift> {
    let mut left: Vec<Gift> = gifts.iter().filter(|gift| !paused.contains(&gift.giver)).cloned().collect();
    left.iter_mut().for_each(|gift| gift.to.retain(|user| !paused.contains(user)));
    left.retain(|gift| !gift.to.is_empty());
    left
}

const FIRST: Date = date(2025, 12, 1);
const TODAY: Date = date(2026, 2, 10);

/// Who pauses in the tests that count.
const PAUSED: [u64; 4] = [102, 108, 117, 121];

async fn give(store: &Store, number: u64, giver: u64, to: &BTreeSet<u64>, on: Date) -> Id {
    let receivers: Vec<UserId> = to.iter().map(|user| UserId::new(*user)).collect();
    let new = NewRecognition {
        giver: UserId::new(giver),
        interaction: InteractionId::new(number),
        ..gift(number, &receivers, &format!("{on}T09:00:00Z"))
    };
    counted(store.give(&new, LEASE).await.unwrap()).0
}

async fn take_back(store: &Store, giver: u64, recognition: Id, on: Date) {
    let later = at(&format!("{on}T10:00:00Z"));
    store.undo(GUILD, UserId::new(giver), recognition, later).await.unwrap().unwrap();
}

/// People 101 to 130 give each other a few hundred things; a fifth is taken back.
async fn lively(place: &Place, seed: u64) -> (Store, Vec<Gift>) {
    let store = place.open().await;
    let mut random = StdRng::seed_from_u64(seed);
    let mut gifts = Vec::new();
    for number in 1..=220 {
        // The higher a number, the seldomer somebody gives; some never do.
        let most = random.random_range(1..=28);
        let giver = 101 + random.random_range(0..most);
        let mut to: BTreeSet<u64> =
            (0..random.random_range(1..4)).map(|_| 101 + random.random_range(0..30_u64)).collect();
        to.remove(&giver);
        if to.is_empty() {
            continue;
        }
        let on = FIRST + i64::from(random.random_range(0..72)).days();
        let id = give(&store, number, giver, &to, on).await;
        if random.random_bool(0.2) {
            take_back(&store, giver, id, on).await;
        } else {
            gifts.push(Gift { giver, to, on });
        }
    }
    for user in 101..=130 {
        // Names run against the numbers, and three were never seen.
        if user % 10 != 7 {
            store
                .seen(GUILD, UserId::new(user), &format!("{}{user}", (b'z' - (user % 26) as u8) as char))
                .await
                .unwrap();
        }
    }
    (store, gifts)
}

fn spans() -> Vec<Dates> {
    vec![
        Dates::ALL,
        Dates { first: date(2026, 2, 9), last: TODAY },
        Dates { first: date(2026, 1, 1), last: date(2026, 1, 31) },
        Dates { first: date(2025, 12, 28), last: date(2026, 1, 4) },
        Dates { first: date(2027, 1, 1), last: date(2027, 2, 1) },
    ]
}

fn week(day: Date) -> Date {
    day - i64::from(day.weekday().to_monday_zero_offset()).days()
}

async fn the_account_is_what_a_naive_count_says(place: &Place) {
    let (store, gifts) = lively(place, 7).await;
    // One was erased, one wants not to be counted, one has left the server.
    place
        .run(
            "UPDATE person SET user_id = NULL, name = NULL, name_key = NULL WHERE user_id = 101; \
             UPDATE person SET left_at = 5 WHERE user_id = 103",
        )
        .await;
    pause(&store, &[105, 109], true).await;
    pause(&store, &PAUSED, true).await;
    pause(&store, &[109, 105], false).await;
    let ever = gifts;
    let gifts = without(&ever, &PAUSED);
    assert!(gifts.len() < ever.len());
    for dates in spans() {
        let within: Vec<&Gift> = gifts.iter().filter(|gift| dates.first <= gift.on && gift.on <= dates.last).collect();
        let mut naive: BTreeMap<u64, (i64, BTreeSet<u64>, BTreeSet<Date>)> = BTreeMap::new();
        for gift in &within {
            let (gives, people, weeks) = naive.entry(gift.giver).or_default();
            *gives += 1;
            people.extend(&gift.to);
            weeks.insert(week(gift.on));
        }
        let name = |user: u64| match user {
            user if user % 10 == 7 => (1, String::new()),
            user => (0, format!("{}{user}", (b'z' - (user % 26) as u8) as char)),
        };
        let day = |user: u64, latest: bool| {
            // The order is by when they gave, to whomever.
            let days = ever.iter().filter(|gift| gift.giver == user).map(|gift| gift.on);
            if latest { days.max().unwrap() } else { days.min().unwrap() }
        };
        for order in Order::ALL {
            let mut listed: Vec<u64> = naive.keys().copied().collect();
            match order {
                Order::Name => listed.sort_by_key(|user| (*user == 101, name(*user))),
                Order::First => listed.sort_by_key(|user| (*user == 101, day(*user, false), name(*user))),
                Order::Recent => {
                    listed.sort_by_key(|user| (*user == 101, std::cmp::Reverse(day(*user, true)), name(*user)));
                }
            }
            let mut found = Vec::new();
            for screen in 0.. {
                let shown = store.givers_screen(GUILD, dates, order, screen, 7).await.unwrap();
                assert_eq!((shown.gives, shown.givers), (within.len() as i64, naive.len()), "{dates:?}");
                assert_eq!(shown.last, listed.len().div_ceil(7).saturating_sub(1));
                assert_eq!(shown.screen, screen);
                let last = shown.last == screen;
                found.extend(shown.shown);
                if last {
                    break;
                }
            }
            let users: Vec<Option<u64>> = found.iter().map(|giver| giver.user.map(UserId::get)).collect();
            // Those whose name was never seen stand in the order of their rows.
            let naive_users = listed.iter().map(|user| Some(*user).filter(|user| *user != 101));
            let tell = |users: Vec<Option<u64>>| -> Vec<Option<u64>> {
                users.into_iter().map(|user| user.map(|user| if user % 10 == 7 { 7 } else { user })).collect()
            };
            assert_eq!(tell(users), tell(naive_users.collect()), "{dates:?} {order}");
            for giver in found {
                let user = giver.user.map_or(101, UserId::get);
                let (gives, people, weeks) = &naive[&user];
                let naive = (*gives, people.len() as i64, weeks.len() as i64);
                assert_eq!((giver.gives, giver.people, giver.weeks), naive, "{user} in {dates:?}");
                assert_eq!(giver.left, user == 103);
            }
        }
        // A screen that is no longer there is the last.
        let far = store.givers_screen(GUILD, dates, Order::Name, 999, 7).await.unwrap();
        assert_eq!(far, store.givers_screen(GUILD, dates, Order::Name, far.last, 7).await.unwrap());
    }
    let nothing = store.givers_screen(GuildId::new(98), Dates::ALL, Order::Name, 3, 25).await.unwrap();
    assert_eq!(nothing, GiversScreen::default());
}

async fn weeks_run_from_monday_to_sunday_in_any_year(place: &Place) {
    let store = place.open().await;
    let mut random = StdRng::seed_from_u64(7);
    let to = BTreeSet::from([BEN.get()]);
    let mut weeks = BTreeSet::new();
    for number in 1..=120 {
        // Around the ends of years and of Februaries, in common, leap and centurial years.
        let around = [date(2024, 2, 28), date(2023, 2, 28), date(2026, 1, 1), date(2025, 1, 1), date(2100, 2, 28)];
        let on = around[random.random_range(0..5)] + i64::from(random.random_range(-12..12)).days();
        give(&store, number, ANNA.get(), &to, on).await;
        weeks.insert(week(on));
        if number % 10 == 0 {
            let shown = store.givers_screen(GUILD, Dates::ALL, Order::Name, 0, 25).await.unwrap().shown;
            assert_eq!(shown[0].weeks, weeks.len() as i64, "after {number}");
        }
    }
}

/// Who gave in weeks that lie between others is told by a note of each week, which nothing else may light: not what was taken
/// back, and not what somebody gave to people who pause.
async fn weeks_long_ago_tell_of_what_counts_and_of_nothing_else(place: &Place) {
    let store = place.open().await;
    let to = |users: &[UserId]| users.iter().map(|user| user.get()).collect::<BTreeSet<u64>>();
    let monday = |weeks: i64| FIRST + weeks.weeks();
    for (number, (weeks, receivers)) in
        [(0, &[BEN, CLEO][..]), (4, &[BEN]), (5, &[BEN]), (6, &[BEN]), (9, &[CLEO])].into_iter().enumerate()
    {
        give(&store, number as u64 + 1, ANNA.get(), &to(receivers), monday(weeks) + 2.days()).await;
    }
    let within = async |first: i64, last: i64| {
        let dates = Dates { first: monday(first) - 1.day(), last: monday(last) + 1.day() };
        let screen = store.givers_screen(GUILD, dates, Order::Name, 0, 25).await.unwrap();
        assert_eq!(screen.shown.len(), screen.givers);
        let digest = store.digest(GUILD, dates).await.unwrap();
        assert_eq!((digest.gives, digest.givers), (screen.gives, screen.givers as i64));
        screen.givers
    };
    assert_eq!((within(1, 4).await, within(4, 7).await, within(5, 6).await), (0, 1, 1));
    pause(&store, &[BEN.get()], true).await;
    assert_eq!((within(1, 4).await, within(4, 7).await, within(5, 6).await), (0, 0, 0));
    // The first week counts all the same: Cleo got it as well.
    assert_eq!(within(0, 1).await, 1);
    pause(&store, &[ANNA.get()], true).await;
    assert_eq!((within(0, 1).await, within(4, 7).await), (0, 0));
    pause(&store, &[BEN.get()], false).await;
    assert_eq!((within(0, 1).await, within(4, 7).await), (0, 0));
    pause(&store, &[ANNA.get()], false).await;
    assert_eq!((within(0, 1).await, within(4, 7).await, within(5, 6).await), (1, 1, 1));
    // One of a week that was taken back: the other of it still counts, and then none.
    let (first, second) = (monday(7) + 2.days(), monday(7) + 3.days());
    let ids = [
        give(&store, 11, ANNA.get(), &to(&[CLEO]), first).await,
        give(&store, 12, ANNA.get(), &to(&[BEN]), second).await,
    ];
    take_back(&store, ANNA.get(), ids[0], first).await;
    assert_eq!(within(7, 8).await, 1);
    take_back(&store, ANNA.get(), ids[1], second).await;
    assert_eq!((within(7, 8).await, within(0, 9).await), (0, 1));
    // Nothing that was given to somebody who is erased is lost with a pause of theirs.
    pause(&store, &[BEN.get()], true).await;
    store.forget(BEN, clarion::store::Where::Server(GUILD), at(NINE)).await.unwrap();
    assert_eq!((within(4, 7).await, within(5, 6).await), (1, 1));
}

/// On each engine, whatever its build takes for bytes: with a week that is noted nobody's rows are read. Here there are none.
async fn a_noted_week_answers_without_a_look_into_the_rows(place: &Place) {
    let store = place.open().await;
    let monday = |weeks: i64| FIRST + weeks.weeks();
    for (number, weeks) in [(1, 0), (2, 4), (3, 8), (4, 9)] {
        give(&store, number, ANNA.get(), &BTreeSet::from([BEN.get()]), monday(weeks) + 2.days()).await;
    }
    place.run("UPDATE recognition_receiver SET counts = 0").await;
    for (first, last, gave) in [(1, 4, 0), (4, 5, 1), (1, 5, 1), (5, 8, 0), (1, 3, 0)] {
        let dates = Dates { first: monday(first), last: monday(last) - 1.day() };
        let screen = store.givers_screen(GUILD, dates, Order::Name, 0, 25).await.unwrap();
        assert_eq!(screen.givers, gave, "weeks {first} to {last}");
        let digest = store.digest(GUILD, dates).await.unwrap();
        assert_eq!(digest.givers, gave as i64, "weeks {first} to {last}");
        let pulse = store.pulse(GUILD, dates, None).await.unwrap();
        assert_eq!(pulse.now.gave, gave as i64, "weeks {first} to {last}");
    }
}

async fn the_pulse_is_what_a_naive_count_says(place: &Place) {
    let (store, gifts) = lively(place, 11).await;
    // Not on the roster, or not counted there: gone, paused, off it.
    place
        .run(
            "UPDATE person SET left_at = 5 WHERE user_id = 103; \
             UPDATE person SET roster = NULL WHERE user_id = 104",
        )
        .await;
    pause(&store, &PAUSED, true).await;
    let rows: BTreeSet<u64> = gifts.iter().flat_map(|gift| gift.to.iter().copied().chain([gift.giver])).collect();
    let extra = place.number("SELECT COUNT(*) FROM person").await - rows.len() as i64;
    let on_roster: BTreeSet<u64> =
        rows.iter().copied().filter(|user| ![103, 104].contains(user) && !PAUSED.contains(user)).collect();
    let counted = without(&gifts, &PAUSED);
    let counts = |dates: Dates| {
        let within: Vec<&Gift> =
            counted.iter().filter(|gift| dates.first <= gift.on && gift.on <= dates.last).collect();
        let gave: BTreeSet<u64> =
            within.iter().map(|gift| gift.giver).filter(|user| on_roster.contains(user)).collect();
        let first = |user: u64| gifts.iter().filter(|gift| gift.to.contains(&user)).map(|gift| gift.on).min();
        // Whoever was thanked by somebody who pauses was thanked: the next thanks are not their first.
        let got = |user: u64| within.iter().any(|gift| gift.to.contains(&user));
        let newly = rows.iter().filter(|user| got(**user) && first(**user).is_some_and(|on| dates.first <= on));
        PulseCounts { gives: within.len() as i64, gave: gave.len() as i64, newly_thanked: newly.count() as i64 }
    };
    let since = gifts.iter().map(|gift| gift.on).min();
    for dates in spans() {
        let before = Dates { first: date(2025, 12, 20), last: date(2025, 12, 31) };
        let found = store.pulse(GUILD, dates, Some(before)).await.unwrap();
        // Who was in nothing that stands still took part.
        let roster = on_roster.len() as i64 + extra;
        assert_eq!(found, Pulse { roster, now: counts(dates), before: Some(counts(before)), since }, "{dates:?}");
    }
    // Days that lie before everything, or begin before it, are no measure.
    let early = Dates { first: date(2025, 11, 1), last: date(2025, 12, 31) };
    assert_eq!(store.pulse(GUILD, Dates::ALL, Some(early)).await.unwrap().before, None);
    assert_eq!(store.pulse(GuildId::new(98), Dates::ALL, Some(early)).await.unwrap(), Pulse::default());
}

async fn strengths_are_shown_as_far_as_somebody_lets_others_see_them(place: &Place) {
    let store = place.open().await;
    let given = async |number: u64, on: Date, quiet: bool, strengths: &[&str]| {
        let strengths = strengths.iter().map(|name| (*name).to_owned()).collect();
        let new = NewRecognition { quiet, strengths, ..gift(number, &[BEN], &format!("{on}T09:00:00Z")) };
        let Given::Counted(given) = store.give(&new, LEASE).await.unwrap() else { panic!("it counts") };
        given.recognition
    };
    given(1, date(2026, 2, 1), false, &["Calm", "Ärger"]).await;
    given(2, date(2026, 2, 2), true, &["Calm"]).await;
    let hidden = given(3, date(2026, 2, 3), false, &["Zeal"]).await;
    let back = given(4, date(2026, 2, 4), false, &["Calm"]).await;
    let late = given(5, TODAY, false, &[]).await;
    assert!(store.hide_received(GUILD, BEN, hidden, true, at(NINE)).await.unwrap());
    place
        .run(&format!(
            "UPDATE occurrence SET state = 'posted', message_id = 70 + subject % 7 WHERE subject <> {}",
            late.get()
        ))
        .await;
    take_back(&store, ANNA.get(), back, date(2026, 2, 4)).await;
    let names = |found: &clarion::store::NamedStrengths| found.named.clone();
    let named = |of: &[(&str, i64)]| of.iter().map(|(name, number)| ((*name).to_owned(), *number)).collect::<Vec<_>>();

    let others = store.named_strengths(GUILD, BEN, false, 5).await.unwrap();
    assert_eq!(names(&others), named(&[("Ärger", 1), ("Calm", 1)]));
    // Only words that stand in a channel for all to read: not quiet, not hidden, not taken back, and announced.
    assert_eq!(others.latest.iter().map(|said| said.local_date).collect::<Vec<_>>(), [date(2026, 2, 1)]);
    // Nothing of somebody who pauses, except to whom it was given.
    store.set_paused(ANNA, Where::Server(GUILD), true, at(NINE)).await.unwrap();
    let paused = store.named_strengths(GUILD, BEN, false, 5).await.unwrap();
    assert!(paused.named.is_empty() && paused.latest.is_empty() && !paused.kept_private, "{paused:?}");
    let own = store.named_strengths(GUILD, BEN, true, 5).await.unwrap();
    assert_eq!(own.latest, others.latest);
    store.set_paused(ANNA, Where::Server(GUILD), false, at(NINE)).await.unwrap();
    assert_eq!(store.named_strengths(GUILD, BEN, false, 5).await.unwrap(), others);
    assert_eq!(names(&own), named(&[("Ärger", 1), ("Calm", 2), ("Zeal", 1)]));

    assert!(store.hide_received(GUILD, BEN, hidden, false, at(NINE)).await.unwrap());
    let shown = store.named_strengths(GUILD, BEN, false, 5).await.unwrap();
    assert_eq!(names(&shown), named(&[("Ärger", 1), ("Calm", 1), ("Zeal", 1)]));

    for keeps in ["strengths_hidden = 1", "never_announce = 1", "paused_at = 5"] {
        place.run(&format!("UPDATE person SET {keeps} WHERE user_id = 12")).await;
        let others = store.named_strengths(GUILD, BEN, false, 5).await.unwrap();
        assert!(others.kept_private && others.named.is_empty() && others.latest.is_empty(), "{keeps}");
        assert_eq!(names(&store.named_strengths(GUILD, BEN, true, 5).await.unwrap()), names(&own));
        place.run("UPDATE person SET strengths_hidden = 0, never_announce = 0, paused_at = NULL").await;
    }
    store.hide_strengths(GUILD, BEN, true, at(NINE)).await.unwrap();
    assert!(store.named_strengths(GUILD, BEN, false, 5).await.unwrap().kept_private);
    store.hide_strengths(GUILD, BEN, false, at(NINE)).await.unwrap();
    assert!(!store.named_strengths(GUILD, BEN, false, 5).await.unwrap().kept_private);
    // Somebody of whom nothing is kept, and somewhere else.
    assert_eq!(store.named_strengths(GUILD, CLEO, false, 5).await.unwrap(), clarion::store::NamedStrengths::default());
    let elsewhere = store.named_strengths(GuildId::new(98), BEN, true, 5).await.unwrap();
    assert_eq!(elsewhere, clarion::store::NamedStrengths::default());
}

async fn who_might_be_thanked_leaves_out_whom_it_has_to(place: &Place) {
    let store = place.open().await;
    let now = at("2026-02-10T12:00:00Z");
    let everybody: BTreeSet<u64> = (101..=109).collect();
    give(&store, 1, 110, &everybody, date(2026, 1, 5)).await;
    give(&store, 2, 110, &BTreeSet::from([101]), date(2026, 2, 9)).await;
    // Anna thanked one yesterday, one a week ago, and one today.
    give(&store, 3, ANNA.get(), &BTreeSet::from([102]), date(2026, 2, 9)).await;
    give(&store, 4, ANNA.get(), &BTreeSet::from([103]), date(2026, 2, 3)).await;
    give(&store, 5, ANNA.get(), &BTreeSet::from([104]), TODAY).await;
    let person = |user: u64| format!("(SELECT id FROM person WHERE user_id = {user})");
    place
        .run(&format!(
            "UPDATE person SET paused_at = 5 WHERE user_id = 105; UPDATE person SET left_at = 5 WHERE user_id = 106; \
             UPDATE person SET roster = NULL WHERE user_id = 107; \
             UPDATE person SET user_id = NULL WHERE user_id = 109; \
             INSERT INTO declined_giver (person_id, giver) VALUES ({}, {})",
            person(108),
            person(ANNA.get())
        ))
        .await;
    let users = |found: &MightBeThanked| {
        let mut users: Vec<u64> = found.people.iter().map(|one| one.user.get()).collect();
        users.sort_unstable();
        users
    };
    let found = store.might_be_thanked(GUILD, ANNA, TODAY, now).await.unwrap();
    assert_eq!(users(&found), [101, 102, 103, 104, 110]);
    let one = |user: u64| found.people.iter().find(|one| one.user.get() == user).unwrap();
    assert_eq!((one(104).today, one(102).today), (true, false));
    // What happened today tells chance nothing: the three stay the same.
    assert_eq!(one(104).candidate.thanked, Some(date(2026, 1, 5)));
    assert_eq!(one(101).candidate.thanked, Some(date(2026, 2, 9)));
    assert_eq!(one(110).candidate.thanked, None);

    // Who rests from her: yesterday's, not last week's; today's is still named, as thanked.
    place.run(&format!("INSERT INTO recognition_option (guild_id, cooldown_hours) VALUES ({}, 72)", GUILD)).await;
    assert_eq!(users(&store.might_be_thanked(GUILD, ANNA, TODAY, now).await.unwrap()), [101, 103, 104, 110]);
    // Somebody else, and somebody of whom nothing is kept.
    assert_eq!(
        users(&store.might_be_thanked(GUILD, UserId::new(110), TODAY, now).await.unwrap()),
        [11, 102, 103, 104, 108]
    );
    let stranger = store.might_be_thanked(GUILD, UserId::new(999), TODAY, now).await.unwrap();
    assert_eq!((stranger.asker, users(&stranger)), (999, vec![11, 101, 102, 103, 104, 108, 110]));
    assert!(stranger.people.iter().all(|one| one.candidate != Candidate { number: 999, thanked: None }));
    assert!(store.might_be_thanked(GuildId::new(98), ANNA, TODAY, now).await.unwrap().people.is_empty());
}

/// A program of before 0009 gave beside a later one: its rows have no giver and no day.
async fn a_day_that_nobody_knows_is_no_day(place: &Place) {
    let store = place.open().await;
    counted(store.give(&gift(1, &[BEN], NINE), LEASE).await.unwrap());
    place.run("UPDATE recognition_receiver SET giver = NULL, local_date = ''").await;
    place.run("UPDATE person SET first_got = '', last_got = '' WHERE first_got IS NOT NULL").await;
    let record = store.record_of(GUILD, BEN).await.unwrap().unwrap();
    assert_eq!((record.gave, record.got), (None, None));
    // Nor is it one on which somebody was thanked: not before today, and not before what came today or on days to come.
    let today = at(NINE).to_zoned(jiff::tz::TimeZone::UTC).date();
    let mut wrong = Vec::new();
    for (last, before) in [("", "NULL"), ("2026-11-23", "''"), ("2026-11-25", "'2026-11-24'")] {
        place.run(&format!("UPDATE person SET last_got = '{last}', got_before = {before} WHERE user_id = 12")).await;
        let found = store.might_be_thanked(GUILD, ANNA, today, at(NINE)).await;
        let thanked =
            found.map(|found| found.people.iter().map(|one| (one.user, one.candidate.thanked)).collect::<Vec<_>>());
        if !matches!(&thanked, Ok(thanked) if *thanked == vec![(BEN, None)]) {
            wrong.push((last, before, thanked));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}
