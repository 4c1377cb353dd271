//! The weekly reminder: owed a week ahead, once a week, to who wants it and has not given lately, within the dial.

use std::collections::BTreeMap;

use clarion::store::{Claim, Contact, Id, NewOccurrence, News, Next, OccurrenceKey, Sent, Store, Where, reason};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use serenity::model::id::{ChannelId, GuildId, MessageId, RoleId, UserId};

use super::engines::{ANNA, BEN, CHANNEL, GRACE, GUILD, LEASE, Place, at, draft, gift, on_each_engine};

on_each_engine!(
    it_is_owed_for_the_coming_week_and_each_one_owes_the_next,
    turned_off_and_on_again_it_comes_once,
    nobody_is_reminded_who_gave_lately_is_paused_or_gone,
    after_an_absence_one_week_goes_on,
    who_is_forgotten_is_owed_nothing,
    a_year_of_reminders_and_notices_writes_to_nobody_twice_a_week,
);

/// A Wednesday noon.
const WEDNESDAY: &str = "2026-11-25T11:00:00Z";

async fn with_prompts(place: &Place) -> Store {
    let store = place.open().await;
    store.save_schedule(GUILD, &draft("daily", "09:00 tue,wed,thu Europe/Berlin"), at(WEDNESDAY)).await.unwrap();
    store
}

/// What is claimed at an instant, the daily prompts but.
async fn reminders(store: &Store, now: Timestamp) -> Vec<Result<Claim, String>> {
    let mut found = Vec::new();
    loop {
        match store.claim_due(now, LEASE, GRACE).await.unwrap() {
            Next::Nothing => return found,
            Next::Skipped(skipped) if matches!(skipped.key, OccurrenceKey::Nudge { .. }) => {
                found.push(Err(skipped.reason.unwrap_or_default()));
            }
            Next::Skipped(_) => {}
            Next::Claimed(claim) if matches!(claim.occurrence.key, OccurrenceKey::Nudge { .. }) => {
                found.push(Ok(*claim));
            }
            Next::Claimed(claim) => store.posted(&claim, MessageId::new(3)).await.unwrap(),
        }
    }
}

/// The only one, which is there to be sent.
async fn reminder(store: &Store, now: &str) -> Claim {
    let mut found = reminders(store, at(now)).await;
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0).unwrap()
}

async fn skipped(store: &Store, now: &str) -> Vec<String> {
    let found = reminders(store, at(now)).await;
    found.into_iter().map(|found| found.map(|claim| claim.occurrence.id).unwrap_err()).collect()
}

async fn it_is_owed_for_the_coming_week_and_each_one_owes_the_next(place: &Place) {
    let store = with_prompts(place).await;
    assert!(!store.wants_nudge(GUILD, ANNA).await.unwrap());
    let chosen = store.set_nudge(GUILD, ANNA, true, at(WEDNESDAY)).await.unwrap();
    // On the first day of the week on which prompts come.
    assert_eq!(chosen.next.map(|next| (next.date, next.at)), Some((date(2026, 12, 1), at("2026-12-01T08:00:00Z"))));
    assert!(chosen.contact && store.wants_nudge(GUILD, ANNA).await.unwrap());
    assert_eq!(reminders(&store, at("2026-12-01T07:59:59Z")).await.len(), 0);
    let claim = reminder(&store, "2026-12-01T08:00:00Z").await;
    let OccurrenceKey::Nudge { person, week } = claim.occurrence.key else { panic!("{claim:?}") };
    assert_eq!((week, store.nudged(person).await.unwrap()), (date(2026, 11, 30), Some((GUILD, ANNA))));
    // The next one stands there before this one is sent: a process that dies now loses neither.
    assert_eq!(place.number("SELECT COUNT(*) FROM occurrence WHERE kind = 'nudge' AND state = 'due'").await, 1);
    let again = reminder(&store, "2026-12-01T08:02:00Z").await;
    assert_eq!(again.occurrence.id, claim.occurrence.id);
    store.posted(&again, MessageId::new(5)).await.unwrap();
    for (tuesday, monday) in [("2026-12-08T08:00:00Z", date(2026, 12, 7)), ("2026-12-15T08:00:00Z", date(2026, 12, 14))]
    {
        let claim = reminder(&store, tuesday).await;
        assert!(matches!(claim.occurrence.key, OccurrenceKey::Nudge { week, .. } if week == monday));
        store.posted(&claim, MessageId::new(6)).await.unwrap();
    }
    assert_eq!(place.number("SELECT COUNT(*) FROM occurrence WHERE kind = 'nudge'").await, 4);
}

async fn turned_off_and_on_again_it_comes_once(place: &Place) {
    let store = with_prompts(place).await;
    for wanted in [true, false, true, true] {
        store.set_nudge(GUILD, ANNA, wanted, at(WEDNESDAY)).await.unwrap();
    }
    store.set_nudge(GUILD, BEN, true, at(WEDNESDAY)).await.unwrap();
    let chosen = store.set_nudge(GUILD, BEN, false, at(WEDNESDAY)).await.unwrap();
    assert_eq!((chosen.next, store.wants_nudge(GUILD, BEN).await.unwrap()), (None, false));
    let found = reminders(&store, at("2026-12-01T08:00:00Z")).await;
    let let_be: Vec<&str> = found.iter().filter_map(|found| found.as_ref().err().map(String::as_str)).collect();
    assert_eq!((found.len(), let_be), (2, vec![reason::CHANGED]));
    // Who does not want it is owed no further one.
    assert_eq!(place.number("SELECT COUNT(*) FROM occurrence WHERE kind = 'nudge' AND state = 'due'").await, 1);
    let dialled = store.set_contact(GUILD, BEN, false, at(WEDNESDAY)).await;
    dialled.unwrap();
    assert!(!store.set_nudge(GUILD, BEN, true, at(WEDNESDAY)).await.unwrap().contact);
}

async fn nobody_is_reminded_who_gave_lately_is_paused_or_gone(place: &Place) {
    let store = with_prompts(place).await;
    store.set_nudge(GUILD, ANNA, true, at(WEDNESDAY)).await.unwrap();
    // A week to the second before.
    store.give(&gift(1, &[BEN], "2026-11-24T08:00:01Z"), LEASE).await.unwrap();
    assert_eq!(skipped(&store, "2026-12-01T08:00:00Z").await, [reason::GAVE_LATELY]);
    place.run("UPDATE recognition_receiver SET counts = 0").await;
    let claim = reminder(&store, "2026-12-08T08:00:00Z").await;
    store.posted(&claim, MessageId::new(6)).await.unwrap();
    for (change, back, tuesday, why) in [
        ("paused_at = 1", "paused_at = NULL", "2026-12-15T08:00:00Z", reason::CHANGED),
        ("left_at = 1", "left_at = NULL", "2026-12-22T08:00:00Z", reason::CHANGED),
    ] {
        place.run(&format!("UPDATE person SET {change} WHERE user_id = {ANNA}")).await;
        assert_eq!(skipped(&store, tuesday).await, [why], "{change}");
        place.run(&format!("UPDATE person SET {back} WHERE user_id = {ANNA}")).await;
    }
    place.run("UPDATE guild SET thanks_on = 0").await;
    assert_eq!(skipped(&store, "2026-12-29T08:00:00Z").await, [reason::THANKS_OFF]);
    place.run("UPDATE guild SET thanks_on = 1").await;
    // In the evening it is late, and the next week's comes.
    assert_eq!(skipped(&store, "2027-01-05T14:00:01Z").await, [reason::LATE]);
    reminder(&store, "2027-01-12T14:00:00Z").await;
}

async fn after_an_absence_one_week_goes_on(place: &Place) {
    let store = with_prompts(place).await;
    store.set_nudge(GUILD, ANNA, true, at(WEDNESDAY)).await.unwrap();
    // Nobody was there for two months: one is late, and the next one is that of the week that has begun.
    assert_eq!(skipped(&store, "2027-02-01T08:00:00Z").await, [reason::LATE]);
    let claim = reminder(&store, "2027-02-02T08:00:00Z").await;
    store.posted(&claim, MessageId::new(6)).await.unwrap();
    // Removed from the server over the next one, and back.
    store.guild_removed(GUILD, at("2027-02-03T08:00:00Z")).await.unwrap();
    store.guild_joined(GUILD, None, None, at("2027-02-10T08:00:00Z")).await.unwrap();
    assert_eq!(reminders(&store, at("2027-02-10T08:00:00Z")).await.len(), 0);
    reminder(&store, "2027-02-16T08:00:00Z").await;
}

async fn who_is_forgotten_is_owed_nothing(place: &Place) {
    let store = with_prompts(place).await;
    store.set_nudge(GUILD, ANNA, true, at(WEDNESDAY)).await.unwrap();
    let claim = reminder(&store, "2026-12-01T08:00:00Z").await;
    store.posted(&claim, MessageId::new(6)).await.unwrap();
    store.forget(ANNA, Where::Everywhere, at(WEDNESDAY)).await.unwrap();
    assert_eq!(place.number("SELECT COUNT(*) FROM occurrence WHERE kind = 'nudge'").await, 0);
    assert_eq!(reminders(&store, at("2026-12-08T08:00:00Z")).await.len(), 0);
}

#[derive(Clone, Copy, Debug)]
enum Fate {
    Arrives,
    AnswerLost(bool),
    Dies(bool),
    Later,
    Refused,
}

/// As the engine does it, with a channel that does what it likes: two people in two servers with reminders and with
/// notices that nobody asked for.
async fn a_year_of_reminders_and_notices_writes_to_nobody_twice_a_week(place: &Place) {
    use rand::seq::IndexedRandom as _;
    use rand::{RngExt as _, SeedableRng as _};

    const OTHER: GuildId = GuildId::new(1_000_000_000_000_000_009);
    let store = place.open().await;
    let mut random = rand::rngs::StdRng::seed_from_u64(8);
    let fates = [
        Fate::Arrives,
        Fate::Arrives,
        Fate::Arrives,
        Fate::AnswerLost(true),
        Fate::AnswerLost(false),
        Fate::Dies(true),
        Fate::Dies(false),
        Fate::Later,
        Fate::Refused,
    ];
    let begin = at("2026-11-22T00:00:00Z");
    for (guild, times) in [(GUILD, "09:00 daily Europe/Berlin"), (OTHER, "17:00 wed,fri America/New_York")] {
        let mut draft = draft("daily", times);
        draft.channel = ChannelId::new(guild.get() + 50);
        store.save_schedule(guild, &draft, begin).await.unwrap();
        for user in [ANNA, BEN] {
            store.set_nudge(guild, user, true, begin).await.unwrap();
        }
    }
    // What is really there: whom a message reached, and when; and how many of them were reminders.
    let mut there: BTreeMap<Id, (UserId, Timestamp, Option<GuildId>)> = BTreeMap::new();
    let (mut reminded, mut role) = (0, 0);
    for hour in 0..365 * 24_i64 {
        let now = begin + SignedDuration::from_hours(hour);
        if hour % (24 * 10) == 7 {
            let about = store.schedule(GUILD, "daily", now).await.unwrap().unwrap().id;
            role += 1;
            let key = OccurrenceKey::Notice { about, news: News::RoleGone { role: RoleId::new(role) } };
            store
                .add_occurrence(NewOccurrence { key, guild: GUILD, channel: CHANNEL, due_at: now }, now)
                .await
                .unwrap();
        }
        loop {
            let claim = match store.claim_due(now, LEASE, GRACE).await.unwrap() {
                Next::Claimed(claim) => claim,
                Next::Skipped(_) => continue,
                Next::Nothing => break,
            };
            let (user, waits) = match claim.occurrence.key {
                OccurrenceKey::Notice { .. } => (ANNA, true),
                OccurrenceKey::Nudge { person, .. } => (store.nudged(person).await.unwrap().unwrap().1, false),
                _ => {
                    store.posted(&claim, MessageId::new(3)).await.unwrap();
                    continue;
                }
            };
            if claim.earlier.is_some() && there.contains_key(&claim.occurrence.id) {
                store.posted(&claim, MessageId::new(4)).await.unwrap();
                continue;
            }
            match store.take_contact(&claim, user, now).await.unwrap() {
                Contact::Granted => {}
                Contact::NotBefore(free)
                    if waits || free <= claim.occurrence.due_at + SignedDuration::from_hours(4) =>
                {
                    store.put_back(&claim, free, Sent::No, "contact").await.unwrap();
                    continue;
                }
                Contact::NotBefore(_) => {
                    store.skipped(&claim, reason::WRITTEN_LATELY).await.unwrap();
                    continue;
                }
                Contact::Unwanted => panic!("nobody said so"),
            }
            store.tried(&claim, now, LEASE).await.unwrap();
            let fate = *fates.choose(&mut random).unwrap();
            if matches!(fate, Fate::Arrives | Fate::AnswerLost(true) | Fate::Dies(true)) {
                // Of two reminders in one server each comes at the server's hour, and the earlier one may have been late.
                let reminder = (!waits).then_some(claim.occurrence.guild);
                for (_, before, other) in there.values().filter(|(to, ..)| *to == user) {
                    let apart = now.duration_since(*before);
                    let rest = if reminder.is_some() && reminder == *other { 7 * 24 - 7 } else { 7 * 24 };
                    assert!(apart >= SignedDuration::from_hours(rest), "{apart:#} apart, {fate:?}");
                }
                let row = (user, now, reminder);
                assert!(there.insert(claim.occurrence.id, row).is_none(), "the same message twice");
                reminded += i64::from(!waits);
            }
            let later = now + SignedDuration::from_hours(random.random_range(1..4));
            match fate {
                Fate::Arrives => store.posted(&claim, MessageId::new(5)).await.unwrap(),
                Fate::AnswerLost(_) => store.put_back(&claim, later, Sent::Perhaps, "answer-lost").await.unwrap(),
                Fate::Later => store.put_back(&claim, later, Sent::No, "retry").await.unwrap(),
                Fate::Refused => store.failed(&claim, "refused:50007").await.unwrap(),
                Fate::Dies(_) => {}
            }
        }
    }
    // Both were reminded in most weeks, and no reminder is left behind.
    assert!(reminded > 50, "{reminded}");
    assert_eq!(place.number("SELECT COUNT(*) FROM occurrence WHERE kind = 'nudge' AND state = 'due'").await, 4);
}
