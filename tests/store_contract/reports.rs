//! That a report waits is told: once a day at most, and of none it is forgotten.

use clarion::store::{Claim, Id, News, Next, OccurrenceKey, Store, reason};
use jiff::civil::{Date, date};
use serenity::model::id::{MessageId, UserId};

use super::engines::{
    ANNA, BEN, CLEO, GUILD, LEASE, NINE, Place, at, claimed, counted, gift, next, nothing, on_each_engine,
};

on_each_engine!(
    one_after_the_last_was_decided_is_told_tomorrow,
    one_that_was_decided_untold_keeps_the_next_from_nobody,
    beside_what_still_waits_it_is_told_already,
    of_two_days_that_nobody_was_told_of_one_is,
    an_old_one_that_stays_keeps_the_second_of_a_day_from_nobody,
);

const STEWARD: UserId = UserId::new(77);
const MONDAY: Date = date(2026, 11, 23);

/// A server in Berlin, and so many recognitions that were announced.
async fn given(place: &Place, many: u64) -> (Store, Vec<Id>) {
    let store = place.open().await;
    store.set_up(GUILD, &"Europe/Berlin".parse().unwrap(), true, ANNA, at(NINE)).await.unwrap();
    let mut given = Vec::new();
    for number in 1..=many {
        let (recognition, claim) = counted(store.give(&gift(number, &[BEN, CLEO], NINE), LEASE).await.unwrap());
        store.posted(&claim, MessageId::new(900 + number)).await.unwrap();
        given.push(recognition);
    }
    (store, given)
}

async fn report(store: &Store, recognition: Id, now: &str, on: Date) {
    let said = store.report(GUILD, BEN, recognition, None, (at(now), on)).await.unwrap();
    assert_eq!(said, clarion::store::Reported::Now);
}

async fn decide(store: &Store, now: &str) {
    while let Some(open) = store.open_report(GUILD, STEWARD, None).await.unwrap() {
        assert!(store.close_report(GUILD, STEWARD, open.id, at(now)).await.unwrap());
    }
}

/// The day of the notice that is due.
fn day(claim: &Claim) -> Date {
    match claim.occurrence.key {
        OccurrenceKey::Notice { about, news: News::Reported { on } } => {
            assert_eq!(about.get(), GUILD.get().cast_signed());
            on
        }
        other => panic!("{other:?}"),
    }
}

async fn told(store: &Store, now: &str) -> Date {
    let claim = claimed(store, now).await;
    store.posted(&claim, MessageId::new(99)).await.unwrap();
    day(&claim)
}

async fn one_after_the_last_was_decided_is_told_tomorrow(place: &Place) {
    let (store, given) = given(place, 4).await;
    report(&store, given[0], "2026-11-23T10:00:00Z", MONDAY).await;
    assert_eq!(told(&store, "2026-11-23T10:00:00Z").await, MONDAY);
    decide(&store, "2026-11-23T10:30:00Z").await;
    for (number, now) in [(1, "2026-11-23T15:00:00Z"), (2, "2026-11-23T16:00:00Z")] {
        report(&store, given[number], now, MONDAY).await;
        nothing(&store, now).await;
    }
    // At nine in Berlin, and one for all.
    nothing(&store, "2026-11-24T07:59:59Z").await;
    let tuesday = date(2026, 11, 24);
    // One of the next day before nine is on the same notice.
    report(&store, given[3], "2026-11-24T06:00:00Z", tuesday).await;
    nothing(&store, "2026-11-24T06:00:00Z").await;
    assert_eq!(told(&store, "2026-11-24T08:00:00Z").await, tuesday);
    nothing(&store, "2026-12-24T08:00:00Z").await;
}

async fn one_that_was_decided_untold_keeps_the_next_from_nobody(place: &Place) {
    let (store, given) = given(place, 2).await;
    report(&store, given[0], "2026-11-23T10:00:00Z", MONDAY).await;
    decide(&store, "2026-11-23T10:00:01Z").await;
    let Next::Skipped(skipped) = next(&store, "2026-11-23T10:00:02Z").await else { panic!("told of nothing") };
    assert_eq!(skipped.reason.as_deref(), Some(reason::CHANGED));
    report(&store, given[1], "2026-11-23T11:00:00Z", MONDAY).await;
    assert_eq!(told(&store, "2026-11-24T08:00:00Z").await, date(2026, 11, 24));
}

async fn beside_what_still_waits_it_is_told_already(place: &Place) {
    let (store, given) = given(place, 3).await;
    report(&store, given[0], "2026-11-23T10:00:00Z", MONDAY).await;
    // Owed, and not yet told.
    report(&store, given[1], "2026-11-23T10:00:00Z", MONDAY).await;
    assert_eq!(told(&store, "2026-11-23T10:00:00Z").await, MONDAY);
    report(&store, given[2], "2026-11-23T11:00:00Z", MONDAY).await;
    nothing(&store, "2026-12-24T08:00:00Z").await;
}

/// Such as one about the only steward, which nobody there can decide.
async fn an_old_one_that_stays_keeps_the_second_of_a_day_from_nobody(place: &Place) {
    let (store, given) = given(place, 3).await;
    report(&store, given[0], "2026-11-22T10:00:00Z", date(2026, 11, 22)).await;
    let old = store.open_report(GUILD, STEWARD, None).await.unwrap().unwrap();
    assert_eq!(told(&store, "2026-11-22T10:00:00Z").await, date(2026, 11, 22));
    report(&store, given[1], "2026-11-23T10:00:00Z", MONDAY).await;
    assert_eq!(told(&store, "2026-11-23T10:00:00Z").await, MONDAY);
    let new = store.open_report(GUILD, STEWARD, Some(old.id)).await.unwrap().unwrap();
    assert!(store.close_report(GUILD, STEWARD, new.id, at("2026-11-23T10:30:00Z")).await.unwrap());
    report(&store, given[2], "2026-11-23T15:00:00Z", MONDAY).await;
    assert_eq!(told(&store, "2026-11-24T08:00:00Z").await, date(2026, 11, 24));
}

async fn of_two_days_that_nobody_was_told_of_one_is(place: &Place) {
    let (store, given) = given(place, 2).await;
    report(&store, given[0], "2026-11-23T10:00:00Z", MONDAY).await;
    let claim = claimed(&store, "2026-11-23T10:00:00Z").await;
    let week = at("2026-11-30T10:00:00Z");
    store.put_back(&claim, week, clarion::store::Sent::No, "nobody-to-tell").await.unwrap();
    report(&store, given[1], "2026-11-24T10:00:00Z", date(2026, 11, 24)).await;
    assert_eq!(told(&store, "2026-11-24T10:00:00Z").await, date(2026, 11, 24));
    let Next::Skipped(_) = next(&store, "2026-11-30T10:00:00Z").await else { panic!("told twice") };
    nothing(&store, "2026-12-24T10:00:00Z").await;
}
