//! Another time zone in the middle of a day, by somebody's wish or by law: no date twice, and none lost without a record.

use std::collections::BTreeMap;
use std::time::Duration;

use clarion::store::{Claim, Next, Occurrence, OccurrenceKey, OccurrenceState, Saved, Schedule, Sent, Store, reason};
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serenity::model::id::{ChannelId, MessageId};

use super::engines::{
    GRACE, GUILD, LEASE, NINE, Place, at, claimed, day, draft, next, nothing, on_each_engine, posted, shown, with_daily,
};

on_each_engine!(
    a_date_that_has_passed_by_the_new_zone_comes_at_once,
    a_date_that_has_long_passed_by_the_new_zone_is_recorded,
    a_date_that_is_ahead_by_the_new_zone_comes_then,
    a_posted_date_does_not_come_again_by_the_new_zone,
    a_date_that_waits_is_still_owed,
    a_date_in_somebodys_hands_is_finished_or_owed,
    a_later_time_that_comes_while_it_is_looked_for_is_kept,
    two_dates_can_have_passed_at_once,
    a_later_date_can_be_due_before_an_earlier_one,
    a_refusal_in_the_old_channel_does_not_pause_it_in_the_new_one,
    a_mere_change_of_time_owes_nothing_old,
    a_paused_schedule_owes_nothing_old_in_another_zone,
    rules_that_changed_are_followed_from_the_start_on,
);

async fn zoned(store: &Store, times: &str, now: &str) -> Schedule {
    match store.save_schedule(GUILD, &draft("daily", times), at(now)).await.unwrap() {
        Saved::Edited(schedule) | Saved::Created(schedule) => schedule,
        Saved::TooMany => panic!("too many"),
    }
}

async fn post(store: &Store, claim: &Claim, message: u64) {
    store.posted(claim, MessageId::new(message)).await.unwrap();
}

async fn a_date_that_has_passed_by_the_new_zone_comes_at_once(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    // Monday 08:00 in Berlin is 12:30 in Kolkata, where 09:00 was three and a half hours ago.
    let moved = zoned(&store, "09:00 weekdays Asia/Kolkata", "2026-11-23T07:00:00Z").await;
    assert_eq!(moved.next.unwrap().at, at("2026-11-24T03:30:00Z"));
    assert_eq!(store.next_due().await.unwrap(), Some(at("2026-11-23T03:30:00Z")));
    let claim = claimed(&store, "2026-11-23T07:00:00Z").await;
    assert_eq!((day(&claim.occurrence).as_str(), claim.unwanted, claim.earlier), ("2026-11-23", None, None));
    post(&store, &claim, 70).await;
    nothing(&store, "2026-11-24T03:29:59Z").await;
    assert_eq!(day(&claimed(&store, "2026-11-24T03:30:00Z").await.occurrence), "2026-11-24");
    assert_eq!(shown(&store, &schedule).await[1], ("2026-11-23".into(), posted(70), None));
}

async fn a_date_that_has_long_passed_by_the_new_zone_is_recorded(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    // Monday 08:00 in Berlin is 20:00 in Auckland.
    zoned(&store, "09:00 weekdays Pacific/Auckland", "2026-11-23T07:00:00Z").await;
    let late = next(&store, "2026-11-23T07:00:00Z").await;
    assert!(matches!(&late, Next::Skipped(old) if day(old) == "2026-11-23"), "{late:?}");
    let recorded = [("2026-11-23".to_owned(), OccurrenceState::Skipped, Some(reason::MOVED.to_owned()))];
    assert_eq!(shown(&store, &schedule).await, recorded);
    // It was a mistake, and somebody sees it in time: in Berlin Monday's is still ahead, and was not posted.
    zoned(&store, "09:00 weekdays Europe/Berlin", "2026-11-23T07:05:00Z").await;
    nothing(&store, "2026-11-23T07:59:59Z").await;
    assert_eq!(day(&claimed(&store, NINE).await.occurrence), "2026-11-23");
}

async fn a_date_that_is_ahead_by_the_new_zone_comes_then(place: &Place) {
    let (store, _) = with_daily(place).await;
    // It waits for another try when the server moves to New York, where it is 03:05.
    let claim = claimed(&store, NINE).await;
    store.put_back(&claim, at("2026-11-23T08:10:00Z"), Sent::No, "retry").await.unwrap();
    zoned(&store, "09:00 weekdays America/New_York", "2026-11-23T08:05:00Z").await;
    nothing(&store, "2026-11-23T13:59:59Z").await;
    let again = claimed(&store, "2026-11-23T14:00:00Z").await;
    assert_eq!((again.occurrence.id, again.occurrence.due_at), (claim.occurrence.id, at("2026-11-23T14:00:00Z")));
}

async fn a_posted_date_does_not_come_again_by_the_new_zone(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    let claim = claimed(&store, NINE).await;
    post(&store, &claim, 70).await;
    for zone in ["America/New_York", "Pacific/Pago_Pago", "Asia/Kolkata", "Pacific/Kiritimati", "Europe/Berlin"] {
        let moved = zoned(&store, &format!("09:00 weekdays {zone}"), "2026-11-23T08:30:00Z").await;
        assert_eq!(moved.next.unwrap().date, date(2026, 11, 24), "{zone}");
        nothing(&store, "2026-11-23T08:30:00Z").await;
    }
    assert_eq!(shown(&store, &schedule).await, [("2026-11-23".into(), posted(70), None)]);
}

async fn a_date_that_waits_is_still_owed(place: &Place) {
    let (store, _) = with_daily(place).await;
    let claim = claimed(&store, NINE).await;
    store.put_back(&claim, at("2026-11-23T08:30:00Z"), Sent::No, "retry").await.unwrap();
    zoned(&store, "09:00 weekdays Europe/Helsinki", "2026-11-23T08:05:00Z").await;
    let again = claimed(&store, "2026-11-23T08:05:00Z").await;
    assert_eq!((again.occurrence.id, again.occurrence.due_at), (claim.occurrence.id, at("2026-11-23T07:00:00Z")));
    // A second move before it went out does not lose it either.
    store.put_back(&again, at("2026-11-23T08:30:00Z"), Sent::No, "retry").await.unwrap();
    zoned(&store, "09:00 weekdays Europe/Istanbul", "2026-11-23T08:10:00Z").await;
    assert_eq!(claimed(&store, "2026-11-23T08:10:00Z").await.occurrence.id, claim.occurrence.id);
}

async fn a_date_in_somebodys_hands_is_finished_or_owed(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    let claim = claimed(&store, NINE).await;
    zoned(&store, "09:00 weekdays Europe/Helsinki", "2026-11-23T08:00:01Z").await;
    nothing(&store, "2026-11-23T08:00:02Z").await;
    post(&store, &claim, 70).await;
    nothing(&store, "2026-11-23T12:00:00Z").await;
    assert_eq!(shown(&store, &schedule).await, [("2026-11-23".into(), posted(70), None)]);

    // Its holder dies on the way.
    let claim = claimed(&store, "2026-11-24T07:00:00Z").await;
    store.tried(&claim, at("2026-11-24T07:00:00Z"), LEASE).await.unwrap();
    zoned(&store, "09:00 weekdays Europe/Istanbul", "2026-11-24T07:00:01Z").await;
    let taken = claimed(&store, "2026-11-24T07:01:00Z").await;
    assert_eq!((taken.occurrence.id, taken.unwanted), (claim.occurrence.id, None));
    assert!(taken.earlier.is_some(), "it is looked for before it is sent again");
}

async fn a_later_time_that_comes_while_it_is_looked_for_is_kept(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    let claim = claimed(&store, NINE).await;
    store.tried(&claim, at(NINE), LEASE).await.unwrap();
    store.put_back(&claim, at("2026-11-23T08:00:10Z"), Sent::Perhaps, "lost").await.unwrap();
    zoned(&store, "09:01 weekdays Europe/Berlin", "2026-11-23T08:00:30Z").await;
    let looking = claimed(&store, "2026-11-23T08:00:40Z").await;
    assert_eq!(looking.unwanted, Some(reason::CHANGED));
    // The look is still under way when its new time comes.
    nothing(&store, "2026-11-23T08:01:00Z").await;
    let later = at("2026-11-23T08:01:00Z");
    assert_eq!(store.given_up(&looking, reason::CHANGED).await.unwrap(), Some(later));
    let again = claimed(&store, "2026-11-23T08:01:00Z").await;
    assert_eq!((again.occurrence.id, again.occurrence.due_at), (claim.occurrence.id, later));
    assert_eq!((again.earlier, again.unwanted, again.occurrence.reason.as_deref()), (None, None, None));
    post(&store, &again, 70).await;
    assert_eq!(shown(&store, &schedule).await, [("2026-11-23".into(), posted(70), None)]);

    // Where none came, it is given up for good.
    let claim = claimed(&store, "2026-11-24T08:01:00Z").await;
    store.tried(&claim, at("2026-11-24T08:01:00Z"), LEASE).await.unwrap();
    store.pause_schedule(GUILD, "daily", clarion::store::PauseReason::Asked, at("2026-11-24T08:01:30Z")).await.unwrap();
    let looking = claimed(&store, "2026-11-24T08:02:00Z").await;
    assert_eq!(store.given_up(&looking, reason::CHANGED).await.unwrap(), None);
    nothing(&store, "2026-11-24T20:00:00Z").await;
}

async fn two_dates_can_have_passed_at_once(place: &Place) {
    let store = place.open().await;
    // Where the day ends last, Monday 08:20 is not yet 08:30; where it begins first, Tuesday's 08:30 was 50 minutes ago.
    let schedule = zoned(&store, "08:30 daily Pacific/Pago_Pago", "2026-11-23T12:00:00Z").await;
    assert_eq!(schedule.next.unwrap().date, date(2026, 11, 23));
    zoned(&store, "08:30 daily Pacific/Kiritimati", "2026-11-23T19:20:00Z").await;
    let monday = next(&store, "2026-11-23T19:20:00Z").await;
    assert!(matches!(&monday, Next::Skipped(old) if day(old) == "2026-11-23"), "{monday:?}");
    let tuesday = claimed(&store, "2026-11-23T19:20:00Z").await;
    assert_eq!(
        (day(&tuesday.occurrence).as_str(), tuesday.occurrence.due_at),
        ("2026-11-24", at("2026-11-23T18:30:00Z"))
    );
    post(&store, &tuesday, 71).await;
    assert_eq!(shown(&store, &schedule).await[1].2.as_deref(), Some(reason::MOVED));
}

async fn a_later_date_can_be_due_before_an_earlier_one(place: &Place) {
    let store = place.open().await;
    zoned(&store, "08:30 daily Pacific/Pago_Pago", "2026-11-23T20:00:00Z").await;
    let tuesday = claimed(&store, "2026-11-24T19:30:00Z").await;
    post(&store, &tuesday, 70).await;
    // Where the day begins first, Wednesday's time was before Tuesday's in the zone that they leave.
    zoned(&store, "08:30 daily Pacific/Kiritimati", "2026-11-24T19:40:00Z").await;
    let wednesday = claimed(&store, "2026-11-24T19:40:00Z").await;
    assert_eq!((day(&wednesday.occurrence).as_str(), wednesday.unwanted), ("2026-11-25", None));
}

async fn a_refusal_in_the_old_channel_does_not_pause_it_in_the_new_one(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    let claim = claimed(&store, NINE).await;
    let mut moved = draft("daily", "09:00 weekdays Europe/Helsinki");
    moved.channel = ChannelId::new(77);
    store.save_schedule(GUILD, &moved, at("2026-11-23T08:00:10Z")).await.unwrap();
    store.refused(&claim, 10_003, false, at("2026-11-23T08:00:11Z")).await.unwrap();
    assert_eq!(store.schedule_by_id(schedule.id, at(NINE)).await.unwrap().unwrap().paused, None);
}

async fn a_mere_change_of_time_owes_nothing_old(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    let edited = zoned(&store, "07:30 weekdays Europe/Berlin", "2026-11-23T07:00:00Z").await;
    assert_eq!(edited.next.unwrap().date, date(2026, 11, 24));
    nothing(&store, "2026-11-23T12:00:00Z").await;
    assert!(shown(&store, &schedule).await.is_empty());
}

async fn a_paused_schedule_owes_nothing_old_in_another_zone(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    let why = clarion::store::PauseReason::Asked;
    store.pause_schedule(GUILD, "daily", why, at("2026-11-22T13:00:00Z")).await.unwrap();
    let moved = zoned(&store, "09:00 weekdays Asia/Kolkata", "2026-11-23T07:00:00Z").await;
    assert_eq!((moved.paused, moved.next.unwrap().date), (None, date(2026, 11, 24)));
    nothing(&store, "2026-11-23T07:00:00Z").await;
    assert!(shown(&store, &schedule).await.is_empty());
}

async fn rules_that_changed_are_followed_from_the_start_on(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    let planned = async |due: &str| {
        let milliseconds = at(due).as_millisecond();
        place.run(&format!("UPDATE schedule SET next_due_at = {milliseconds}")).await;
    };
    assert_eq!(store.follow_zone_rules(at("2026-11-23T07:00:00Z")).await.unwrap(), 0);
    // By the rules of yesterday 09:00 was an hour earlier, and an hour later.
    for old in ["2026-11-23T07:00:00Z", "2026-11-23T09:00:00Z"] {
        planned(old).await;
        assert_eq!(store.follow_zone_rules(at("2026-11-23T06:00:00Z")).await.unwrap(), 1, "{old}");
        assert_eq!(store.next_due().await.unwrap(), Some(at(NINE)));
        assert_eq!(store.follow_zone_rules(at("2026-11-23T06:00:00Z")).await.unwrap(), 0);
    }
    // It was to come at 10:00, the bot was away, and now it is 09:30: owed since nine.
    planned("2026-11-23T09:00:00Z").await;
    assert_eq!(store.follow_zone_rules(at("2026-11-23T08:30:00Z")).await.unwrap(), 1);
    let claim = claimed(&store, "2026-11-23T08:30:00Z").await;
    assert_eq!(
        (day(&claim.occurrence).as_str(), claim.occurrence.due_at, claim.unwanted),
        ("2026-11-23", at(NINE), None)
    );
    post(&store, &claim, 70).await;
    // Also where the schedule was edited in between, when by the old rules it was still ahead.
    zoned(&store, "09:00 daily Europe/Berlin", "2026-11-24T08:15:00Z").await;
    place.run("UPDATE schedule SET next_date = '2026-11-24'").await;
    planned("2026-11-24T09:00:00Z").await;
    assert_eq!(store.follow_zone_rules(at("2026-11-24T08:30:00Z")).await.unwrap(), 1);
    let claim = claimed(&store, "2026-11-24T08:30:00Z").await;
    assert_eq!(day(&claim.occurrence), "2026-11-24");
    post(&store, &claim, 71).await;
    // Longer ago than the grace: recorded as late, like after any other absence.
    planned("2026-11-25T20:00:00Z").await;
    assert_eq!(store.follow_zone_rules(at("2026-11-25T19:00:00Z")).await.unwrap(), 1);
    nothing(&store, "2026-11-25T19:00:00Z").await;
    assert_eq!(shown(&store, &schedule).await[0].2.as_deref(), Some(reason::LATE));
    // A paused one, and one whose zone nobody knows any more, are left alone.
    place.run("UPDATE schedule SET zone = 'Mars/Olympus'").await;
    assert_eq!(store.follow_zone_rules(at("2026-11-25T19:00:00Z")).await.unwrap(), 0);
}

/// What happens to a schedule in the property below.
#[derive(Clone, Copy, Debug)]
enum Turn {
    /// The bot works for so many minutes.
    Work(i64),
    /// It is away for so many minutes.
    Away(i64),
    /// The next post fails for now, and is tried again within minutes.
    Fail,
    /// Somebody chooses another zone.
    Move(usize),
}

const ZONES: [&str; 8] = [
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "America/Nuuk",
    "UTC",
];

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let turn = prop_oneof![
        3 => (1..1_800_i64).prop_map(Turn::Work),
        1 => (1..4_000_i64).prop_map(Turn::Away),
        1 => Just(Turn::Fail),
        4 => (0..ZONES.len()).prop_map(Turn::Move),
    ];
    prop::collection::vec(turn, 5..25)
}

/// A schedule's life, and what was sent of it.
struct Life {
    store: Store,
    now: Timestamp,
    failing: bool,
    sent: BTreeMap<Date, u32>,
}

impl Life {
    /// Does what is due until `until`, like the engine.
    async fn work(&mut self, until: Timestamp) {
        while let Some(due) = self.store.next_due().await.unwrap().filter(|due| *due <= until) {
            self.now = self.now.max(due);
            let claim = match self.store.claim_due(self.now, LEASE, GRACE).await.unwrap() {
                Next::Claimed(claim) => claim,
                Next::Skipped(_) | Next::Nothing => continue,
            };
            assert_eq!((claim.unwanted, claim.earlier), (None, None), "{claim:?}");
            let lateness = self.now.duration_since(claim.occurrence.due_at);
            assert!(lateness <= Duration::from_secs(6 * 3_600).try_into().unwrap(), "{lateness}: {claim:?}");
            self.store.tried(&claim, self.now, LEASE).await.unwrap();
            if std::mem::take(&mut self.failing) {
                self.store.put_back(&claim, self.now + 7.minutes(), Sent::No, "retry").await.unwrap();
                continue;
            }
            let OccurrenceKey::Daily { date, .. } = claim.occurrence.key else { panic!("{claim:?}") };
            *self.sent.entry(date).or_default() += 1;
            post(&self.store, &claim, 100).await;
        }
        self.now = self.now.max(until);
    }
}

async fn live(turns: &[Turn], minute: i64) {
    let place = Place::sqlite();
    let store = place.open().await;
    let time = format!("{:02}:{:02}", minute / 60, minute % 60);
    let schedule = zoned(&store, &format!("{time} daily Europe/Berlin"), "2027-03-25T12:00:00Z").await;
    let first = schedule.next.unwrap().date;
    let mut life = Life { store, now: at("2027-03-25T12:00:00Z"), failing: false, sent: BTreeMap::new() };
    let mut zone = "Europe/Berlin";
    for turn in turns {
        match turn {
            Turn::Work(minutes) => life.work(life.now + minutes.minutes()).await,
            Turn::Away(minutes) => life.now += minutes.minutes(),
            Turn::Fail => life.failing = true,
            Turn::Move(to) => {
                // Saving a schedule as it is was no move: an edit owes nothing old.
                if std::mem::replace(&mut zone, ZONES[*to]) == ZONES[*to] {
                    continue;
                }
                let now = life.now.to_string();
                zoned(&life.store, &format!("{time} daily {}", ZONES[*to]), &now).await;
            }
        }
    }
    life.work(life.now + 2.hours()).await;
    assert!(life.sent.values().all(|times| *times == 1), "{:?}", life.sent);
    // Every date from the first one on until the one that comes next was sent, or is on record with a reason.
    let known: BTreeMap<Date, Occurrence> = life
        .store
        .recent_occurrences(schedule.id, 1_000)
        .await
        .unwrap()
        .into_iter()
        .filter_map(|one| match one.key {
            OccurrenceKey::Daily { date, .. } => Some((date, one)),
            _ => None,
        })
        .collect();
    let next = life.store.schedule_by_id(schedule.id, life.now).await.unwrap().unwrap().next.unwrap().date;
    for date in first.series(1.day()).take_while(|date| *date < next) {
        let one = known.get(&date).unwrap_or_else(|| panic!("{date} of {first} to {next} is lost"));
        match one.state {
            OccurrenceState::Posted(_) => assert!(life.sent.contains_key(&date)),
            OccurrenceState::Skipped => assert!(one.reason.is_some(), "{one:?}"),
            _ => panic!("{one:?} is left over"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 24,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(3),
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_move_repeats_or_loses_a_date(turns in turns(), minute in 0..24 * 60_i64) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(live(&turns, minute));
    }
}
