//! Notices: owed in the transaction that makes them necessary, told once, and dropped where they are no longer true.

use clarion::store::{
    Claim, News, Next, NoticePlace, OccurrenceKey, OccurrenceState, PauseReason, Saved, Schedule, ScheduleOptions,
    Sent, Store, TriedAgain, reason,
};
use jiff::civil::date;
use serenity::model::id::{ChannelId, MessageId, RoleId};

use super::engines::{
    ANNA, CHANNEL, GRACE, GUILD, LEASE, NINE, Place, at, claimed, day, draft, next, nothing, on_each_engine, shown,
    with_daily,
};

on_each_engine!(
    a_refusal_owes_one_notice_and_a_resumed_schedule_none,
    a_notice_keeps_the_place_it_was_taken_to,
    a_held_post_owes_a_notice_and_a_held_notice_none,
    a_lost_zone_owes_one_notice,
    what_was_refused_comes_when_it_is_tried_again_in_time,
    what_was_refused_after_an_uncertain_try_is_looked_for_first,
    what_was_refused_too_long_ago_does_not_come,
    by_itself_it_is_tried_once_a_day_unless_a_post_arrived,
    a_look_in_vain_is_the_days_only_one,
    only_a_refused_schedule_is_tried_again,
    a_role_that_is_gone_is_mentioned_no_more,
);

const HALF_PAST: &str = "2026-11-23T08:30:00Z";

async fn refused(store: &Store, when: &str, code: u32) -> Claim {
    let claim = claimed(store, when).await;
    store.tried(&claim, at(when), LEASE).await.unwrap();
    store.refused(&claim, code, false, at(when)).await.unwrap();
    claim
}

/// Claims the notice that is due, and records it as posted.
async fn told(store: &Store, when: &str) -> OccurrenceKey {
    let claim = claimed(store, when).await;
    store.posted(&claim, MessageId::new(99)).await.unwrap();
    claim.occurrence.key
}

async fn again(store: &Store, schedule: &Schedule, when: &str) -> TriedAgain {
    store.try_again(schedule.id, at(when), GRACE).await.unwrap()
}

async fn a_refusal_owes_one_notice_and_a_resumed_schedule_none(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    refused(&store, NINE, 50_001).await;
    let paused = store.schedule_by_id(schedule.id, at(NINE)).await.unwrap().unwrap();
    assert_eq!((paused.paused, paused.paused_at), (Some(PauseReason::Refused(50_001)), Some(at(NINE))));
    assert_eq!(store.responsible(GUILD, Some(&paused)).await.unwrap(), Some(ANNA));
    let key = OccurrenceKey::Notice { about: schedule.id, news: News::Paused { since: at(NINE) } };
    assert_eq!(told(&store, NINE).await, key);
    nothing(&store, "2026-11-24T08:00:00Z").await;

    // Refused again later, it is news again; resumed before anybody was told, it is none.
    again(&store, &schedule, "2026-11-24T08:00:00Z").await;
    refused(&store, "2026-11-24T08:00:00Z", 50_001).await;
    again(&store, &schedule, "2026-11-24T20:00:00Z").await;
    let Next::Skipped(dropped) = next(&store, "2026-11-24T20:00:00Z").await else { panic!("it is news no more") };
    assert_eq!((dropped.key.kind(), dropped.reason.as_deref()), (clarion::store::Kind::Notice, Some(reason::CHANGED)));
}

async fn a_notice_keeps_the_place_it_was_taken_to(place: &Place) {
    let (store, _) = with_daily(place).await;
    refused(&store, NINE, 10_003).await;
    let claim = claimed(&store, NINE).await;
    assert_eq!((NoticePlace::of(&claim.occurrence), claim.occurrence.channel), (None, CHANNEL));
    let system = ChannelId::new(77);
    let claim = store.redirect(&claim, system, NoticePlace::System).await.unwrap();
    store.tried(&claim, at(NINE), LEASE).await.unwrap();
    let taken_over = claimed(&store, "2026-11-23T08:02:00Z").await;
    assert_eq!(
        (NoticePlace::of(&taken_over.occurrence), taken_over.occurrence.channel, taken_over.earlier.is_some()),
        (Some(NoticePlace::System), system, true)
    );
    // Certainly refused in the one place, nothing of that try stands in the other.
    let elsewhere = store.redirect(&taken_over, ChannelId::new(78), NoticePlace::Direct).await.unwrap();
    assert_eq!((elsewhere.occurrence.channel, elsewhere.earlier), (ChannelId::new(78), None));
    let taken_over = claimed(&store, "2026-11-23T08:04:00Z").await;
    assert_eq!(
        (NoticePlace::of(&taken_over.occurrence), taken_over.occurrence.channel, taken_over.earlier),
        (Some(NoticePlace::Direct), ChannelId::new(78), None)
    );
}

async fn a_held_post_owes_a_notice_and_a_held_notice_none(place: &Place) {
    let (store, _) = with_daily(place).await;
    let claim = claimed(&store, NINE).await;
    store.hold_unknown(&claim, "cannot-look:50001", at(NINE)).await.unwrap();
    let notice = claimed(&store, NINE).await;
    assert_eq!(notice.occurrence.key, OccurrenceKey::Notice { about: claim.occurrence.id, news: News::Held });
    let held = store.occurrence(claim.occurrence.id).await.unwrap().unwrap();
    assert_eq!((held.state, held.reason.as_deref()), (OccurrenceState::Unknown, Some("cannot-look:50001")));
    store.hold_unknown(&notice, "cannot-look:50001", at(NINE)).await.unwrap();
    nothing(&store, "2026-11-23T20:00:00Z").await;
}

async fn a_lost_zone_owes_one_notice(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    place.run("UPDATE schedule SET zone = 'Mars/Olympus'").await;
    let key = OccurrenceKey::Notice { about: schedule.id, news: News::Paused { since: at(NINE) } };
    assert_eq!(told(&store, NINE).await, key);
    nothing(&store, "2026-11-30T08:00:00Z").await;
}

async fn what_was_refused_comes_when_it_is_tried_again_in_time(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    let first = refused(&store, NINE, 50_013).await;
    told(&store, NINE).await;
    let TriedAgain::Runs(running) = again(&store, &schedule, HALF_PAST).await else { panic!("it is refused") };
    assert_eq!((running.paused, running.paused_at, running.next.unwrap().at), (None, None, at(NINE)));
    let TriedAgain::Unchanged(_) = again(&store, &schedule, HALF_PAST).await else { panic!("it runs") };
    let again = claimed(&store, HALF_PAST).await;
    assert_eq!((again.occurrence.id, again.unwanted, again.earlier), (first.occurrence.id, None, None));
    store.posted(&again, MessageId::new(70)).await.unwrap();
    nothing(&store, "2026-11-23T20:00:00Z").await;
    assert_eq!(day(&claimed(&store, "2026-11-24T08:00:00Z").await.occurrence), "2026-11-24");
}

async fn what_was_refused_after_an_uncertain_try_is_looked_for_first(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    let first = claimed(&store, NINE).await;
    store.tried(&first, at(NINE), LEASE).await.unwrap();
    store.put_back(&first, at("2026-11-23T08:00:01Z"), Sent::Perhaps, "answer-lost").await.unwrap();
    refused(&store, "2026-11-23T08:00:01Z", 50_013).await;
    told(&store, "2026-11-23T08:00:01Z").await;
    again(&store, &schedule, HALF_PAST).await;
    let again = claimed(&store, HALF_PAST).await;
    assert_eq!((again.occurrence.id, again.earlier.unwrap().first_at), (first.occurrence.id, at(NINE)));
}

async fn what_was_refused_too_long_ago_does_not_come(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    refused(&store, NINE, 50_013).await;
    told(&store, NINE).await;
    // Two days later, a date that passed while it was paused is within the grace, and comes; those before do not.
    let wednesday = "2026-11-25T14:00:00Z";
    let TriedAgain::Runs(running) = again(&store, &schedule, wednesday).await else { panic!("it is refused") };
    assert_eq!(running.next.unwrap().date, date(2026, 11, 25));
    let claim = claimed(&store, wednesday).await;
    assert_eq!((day(&claim.occurrence).as_str(), claim.unwanted), ("2026-11-25", None));
    store.refused(&claim, 50_013, false, at(wednesday)).await.unwrap();
    told(&store, wednesday).await;
    // A moment more, and it is too late.
    let later = "2026-11-25T14:00:01Z";
    let TriedAgain::Runs(running) = again(&store, &schedule, later).await else { panic!("it is refused") };
    assert_eq!(running.next.unwrap().date, date(2026, 11, 26));
    nothing(&store, later).await;
    assert_eq!(shown(&store, &schedule).await.len(), 2);
}

async fn by_itself_it_is_tried_once_a_day_unless_a_post_arrived(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    let by_itself = async |when: &str| store.try_again_by_itself(schedule.id, at(when), GRACE).await.unwrap();
    let candidates = async |when: &str| store.refused_schedules(GUILD, at(when)).await.unwrap().len();
    refused(&store, NINE, 50_013).await;
    told(&store, NINE).await;
    assert_eq!(candidates(HALF_PAST).await, 1);
    assert!(matches!(by_itself(HALF_PAST).await, TriedAgain::Runs(_)));
    refused(&store, HALF_PAST, 50_013).await;
    told(&store, HALF_PAST).await;
    assert_eq!(candidates("2026-11-24T08:29:59Z").await, 0);
    assert_eq!(by_itself("2026-11-24T08:29:59Z").await, TriedAgain::NotYet);
    assert_eq!(candidates("2026-11-24T08:30:00Z").await, 1);
    assert!(matches!(by_itself("2026-11-24T08:30:00Z").await, TriedAgain::Runs(_)));
    let arrived = claimed(&store, "2026-11-24T08:30:00Z").await;
    store.posted(&arrived, MessageId::new(70)).await.unwrap();
    refused(&store, "2026-11-25T08:00:00Z", 50_013).await;
    told(&store, "2026-11-25T08:00:00Z").await;
    assert!(matches!(by_itself("2026-11-25T08:10:00Z").await, TriedAgain::Runs(_)));

    // Refused as before without anything to be seen, it is told once more neither then nor a day later.
    let told_so_far = "SELECT COUNT(*) FROM occurrence WHERE kind = 'notice'";
    let (before, again_and_again) = (place.number(told_so_far).await, ["2026-11-25T08:10:00Z", "2026-11-26T08:10:00Z"]);
    for when in again_and_again {
        let claim = claimed(&store, when).await;
        store.refused(&claim, 50_013, true, at(when)).await.unwrap();
        assert_eq!(by_itself(when).await, TriedAgain::NotYet);
        by_itself(&day_later(when)).await;
    }
    assert_eq!(place.number(told_so_far).await, before);
    // Somebody who asked for it is told.
    let when = "2026-11-27T08:10:00Z";
    let claim = claimed(&store, when).await;
    store.refused(&claim, 50_013, true, at(when)).await.unwrap();
    again(&store, &schedule, when).await;
    let claim = claimed(&store, when).await;
    store.refused(&claim, 50_013, true, at(when)).await.unwrap();
    assert_eq!(place.number(told_so_far).await, before + 1);
    told(&store, when).await;
    assert_eq!(candidates(when).await, 0);
}

fn day_later(when: &str) -> String {
    (at(when) + jiff::SignedDuration::from_hours(24)).to_string()
}

async fn a_look_in_vain_is_the_days_only_one(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    let candidates = async |when: &str| store.refused_schedules(GUILD, at(when)).await.unwrap().len();
    // A look that was itself refused counts as the day's try.
    refused(&store, NINE, 50_001).await;
    store.looked_in_vain(schedule.id, at("2026-11-26T09:00:00Z")).await.unwrap();
    assert_eq!((candidates("2026-11-27T08:59:59Z").await, candidates("2026-11-27T09:00:00Z").await), (0, 1));
}

async fn only_a_refused_schedule_is_tried_again(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    store.pause_schedule(GUILD, "daily", PauseReason::Asked, at(NINE)).await.unwrap();
    let TriedAgain::Unchanged(paused) = again(&store, &schedule, HALF_PAST).await else { panic!("somebody asked") };
    assert_eq!(paused.paused, Some(PauseReason::Asked));
    assert_eq!(store.refused_schedules(GUILD, at(HALF_PAST)).await.unwrap(), []);
    store.remove_schedule(GUILD, "daily").await.unwrap();
    assert_eq!(again(&store, &schedule, HALF_PAST).await, TriedAgain::Gone);
}

async fn a_role_that_is_gone_is_mentioned_no_more(place: &Place) {
    let store = place.open().await;
    let role = RoleId::new(55);
    let options = ScheduleOptions { role: Some(role), thread: true, ..ScheduleOptions::default() };
    let draft = clarion::store::ScheduleDraft { options: Some(options), ..draft("daily", "09:00 daily UTC") };
    let Saved::Created(schedule) = store.save_schedule(GUILD, &draft, at(NINE)).await.unwrap() else { panic!() };
    assert!(!store.role_gone(GUILD, RoleId::new(56), at(NINE)).await.unwrap());
    assert_eq!(store.mentioned_roles(GUILD).await.unwrap(), [role]);
    assert!(store.role_gone(GUILD, role, at(NINE)).await.unwrap());
    assert!(!store.role_gone(GUILD, role, at(NINE)).await.unwrap());
    let now = store.schedule_by_id(schedule.id, at(NINE)).await.unwrap().unwrap();
    assert_eq!((now.options.role, now.options.thread, now.paused), (None, true, None));
    assert_eq!(told(&store, NINE).await, OccurrenceKey::Notice { about: schedule.id, news: News::RoleGone { role } });
    nothing(&store, HALF_PAST).await;
}
