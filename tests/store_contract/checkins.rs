//! What somebody wants to try, and the one question about it.

use clarion::store::{
    CheckInChoice, CheckInChosen, CheckInPlace, Commitment, CommitmentDeleted, Committed, LATEST_CHECK_IN, MOST_OPEN,
    NewCommitment, News, NoticePlace, OccurrenceKey, OccurrenceState, Outcome, Posts, QUIET_POSTS, ScheduleOptions,
    Sent, Sharing, Store, reason,
};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use serenity::model::id::{ChannelId, InteractionId, MessageId};

use super::engines::{
    ANNA, BEN, CHANNEL, GRACE, GUILD, LEASE, NINE, Place, at, claimed, next, nothing, on_each_engine, with_daily,
};

on_each_engine!(
    it_is_made_once_an_interaction_and_not_without_end,
    it_is_asked_once_on_the_day_that_was_chosen_last,
    only_the_coming_days_and_the_places_that_are_there_can_be_chosen,
    what_is_settled_or_deleted_is_not_asked,
    what_came_too_late_is_recorded_and_can_be_chosen_anew,
    nobody_touches_what_is_somebody_elses,
    deleting_leaves_nothing_behind,
    the_days_are_those_of_the_first_schedule,
    ten_posts_without_a_press_owe_one_question,
    a_digest_asks_nobody_whether_it_comes_too_often_and_a_round_does,
    a_digest_beside_it_is_no_press_of_a_prompt_and_no_post_without_one,
    a_press_in_time_drops_the_question_and_ten_more_owe_it_again,
    setting_a_schedule_anew_counts_anew_and_answering_does_not,
    a_removal_drops_what_was_due_meanwhile_and_nothing_that_is_to_come,
    a_question_that_a_removal_dropped_is_owed_again,
    one_that_may_have_been_asked_is_not_chosen_anew,
);

const TUESDAY: Date = date(2026, 11, 24);
const TUESDAY_NINE: &str = "2026-11-24T08:00:00Z";
const THREAD: ChannelId = ChannelId::new(700);

fn attempt(interaction: u64) -> NewCommitment {
    NewCommitment {
        interaction: InteractionId::new(interaction),
        guild: GUILD,
        person: ANNA,
        prompt: Some("risk-small-bet".to_owned()),
        thread: Some(THREAD),
        words: "ask Sam first".to_owned(),
        at: at(NINE),
    }
}

async fn made(store: &Store, interaction: u64) -> Commitment {
    let Committed::Made(made) = store.commit_to(&attempt(interaction)).await.unwrap() else { panic!("not made") };
    *made
}

async fn choose(store: &Store, of: &Commitment, choice: CheckInChoice, now: &str) -> CheckInChosen {
    store.choose_check_in(of.id, ANNA, choice, at(now)).await.unwrap()
}

async fn planned(store: &Store, of: &Commitment, day: Date, place: CheckInPlace) -> Commitment {
    choose(store, of, CheckInChoice::Day(day), NINE).await;
    let CheckInChosen::Kept(kept) = choose(store, of, CheckInChoice::Place(place), NINE).await else {
        panic!("not kept")
    };
    kept
}

/// The occurrences of questions that are claimed up to that instant; prompts are posted on the way.
async fn asked(store: &Store, now: &str) -> Vec<OccurrenceKey> {
    let mut asked = Vec::new();
    loop {
        match next(store, now).await {
            clarion::store::Next::Claimed(claim) => {
                if !matches!(claim.occurrence.key, OccurrenceKey::Daily { .. }) {
                    asked.push(claim.occurrence.key);
                }
                store.posted(&claim, MessageId::new(600)).await.unwrap();
            }
            clarion::store::Next::Skipped(_) => {}
            clarion::store::Next::Nothing => return asked,
        }
    }
}

async fn it_is_made_once_an_interaction_and_not_without_end(place: &Place) {
    let (store, _) = with_daily(place).await;
    let made = made(&store, 1).await;
    assert_eq!(
        (made.words.as_str(), made.place, made.check_on, made.settled),
        ("ask Sam first", CheckInPlace::Nowhere, None, None)
    );
    assert_eq!(store.commit_to(&attempt(1)).await.unwrap(), Committed::Already);
    for interaction in 2..=MOST_OPEN as u64 {
        assert!(matches!(store.commit_to(&attempt(interaction)).await.unwrap(), Committed::Made(_)));
    }
    assert_eq!(store.commit_to(&attempt(999)).await.unwrap(), Committed::TooMany);
    store.settle(made.id, ANNA, Outcome::LetGo, at(NINE)).await.unwrap();
    assert!(matches!(store.commit_to(&attempt(999)).await.unwrap(), Committed::Made(_)));
    let (open, all) = store.count_commitments(GUILD, ANNA).await.unwrap();
    assert_eq!((open, all), (MOST_OPEN as i64, MOST_OPEN as i64 + 1));
    // Found by their words, in the order of all of them.
    let all = store.commitments(GUILD, ANNA, 100, 0).await.unwrap();
    let (number, shown) = store.find_commitments(GUILD, ANNA, "SAM FIRST", 5, 48).await.unwrap();
    assert_eq!((number, shown.as_slice()), (all.len(), &all[48..]));
    assert_eq!(store.find_commitments(GUILD, ANNA, "nobody", 5, 0).await.unwrap(), (0, vec![]));
}

async fn it_is_asked_once_on_the_day_that_was_chosen_last(place: &Place) {
    let (store, _) = with_daily(place).await;
    let made = made(&store, 1).await;
    // A day alone asks nobody.
    choose(&store, &made, CheckInChoice::Day(TUESDAY), NINE).await;
    assert_eq!(asked(&store, TUESDAY_NINE).await, []);
    for day in [25, 26, 27, 26] {
        planned(&store, &made, date(2026, 11, day), CheckInPlace::Direct).await;
    }
    assert_eq!(asked(&store, "2026-11-25T23:00:00Z").await, []);
    let key = OccurrenceKey::CheckIn { commitment: made.id, date: date(2026, 11, 26) };
    assert_eq!(asked(&store, "2026-11-26T08:00:00Z").await, [key]);
    assert_eq!(asked(&store, "2026-12-24T08:00:00Z").await, []);
    let now = store.commitment(made.id).await.unwrap().unwrap();
    assert!(now.was_asked() && matches!(now.asked.unwrap().state, OccurrenceState::Posted(_)));
    // Nothing is chosen any more.
    let later = CheckInChoice::Day(date(2026, 12, 1));
    assert!(matches!(choose(&store, &made, later, "2026-11-27T08:00:00Z").await, CheckInChosen::AsItWas(_)));
}

async fn only_the_coming_days_and_the_places_that_are_there_can_be_chosen(place: &Place) {
    let (store, _) = with_daily(place).await;
    let made = made(&store, 1).await;
    let today = date(2026, 11, 23);
    let last = today.saturating_add(jiff::Span::new().days(LATEST_CHECK_IN));
    for (day, fits) in [(today, false), (TUESDAY, true), (last, true), (last.tomorrow().unwrap(), false)] {
        let chosen = choose(&store, &made, CheckInChoice::Day(day), NINE).await;
        assert_eq!(matches!(chosen, CheckInChosen::Kept(_)), fits, "{day}: {chosen:?}");
    }
    let Committed::Made(other) = store.commit_to(&NewCommitment { thread: None, ..attempt(2) }).await.unwrap() else {
        panic!()
    };
    let thread = CheckInChoice::Place(CheckInPlace::Thread);
    assert!(matches!(choose(&store, &other, thread, NINE).await, CheckInChosen::AsItWas(_)));
    assert!(matches!(choose(&store, &made, thread, NINE).await, CheckInChosen::Kept(_)));
}

async fn what_is_settled_or_deleted_is_not_asked(place: &Place) {
    let (store, _) = with_daily(place).await;
    let (settled, deleted, nowhere) = (made(&store, 1).await, made(&store, 2).await, made(&store, 3).await);
    for each in [&settled, &deleted, &nowhere] {
        planned(&store, each, TUESDAY, CheckInPlace::Direct).await;
    }
    store.settle(settled.id, ANNA, Outcome::Kept, at(NINE)).await.unwrap().unwrap();
    let CommitmentDeleted::Done(was) = store.delete_commitment(deleted.id, ANNA, None).await.unwrap() else { panic!() };
    assert_eq!(was.words, "ask Sam first");
    planned(&store, &nowhere, TUESDAY, CheckInPlace::Nowhere).await;
    assert_eq!(asked(&store, TUESDAY_NINE).await, []);
    assert!(matches!(choose(&store, &settled, CheckInChoice::Day(TUESDAY), NINE).await, CheckInChosen::AsItWas(_)));
    assert_eq!(choose(&store, &deleted, CheckInChoice::Day(TUESDAY), NINE).await, CheckInChosen::Gone);
    // Another word replaces the one before.
    let now = store.settle(settled.id, ANNA, Outcome::Learned, at(NINE)).await.unwrap().unwrap();
    assert_eq!(now.settled.unwrap().0, Outcome::Learned);
}

async fn what_came_too_late_is_recorded_and_can_be_chosen_anew(place: &Place) {
    let (store, _) = with_daily(place).await;
    let made = made(&store, 1).await;
    planned(&store, &made, TUESDAY, CheckInPlace::Direct).await;
    let late = "2026-11-24T14:00:01Z";
    assert_eq!(asked(&store, late).await, []);
    let now = store.commitment(made.id).await.unwrap().unwrap();
    assert_eq!(now.asked.as_ref().unwrap().reason.as_deref(), Some(reason::LATE));
    assert!(!now.was_asked());
    let wednesday = date(2026, 11, 25);
    assert!(matches!(choose(&store, &made, CheckInChoice::Day(wednesday), late).await, CheckInChosen::Kept(_)));
    let key = OccurrenceKey::CheckIn { commitment: made.id, date: wednesday };
    assert_eq!(asked(&store, "2026-11-25T13:59:00Z").await, [key], "within the grace");
}

async fn nobody_touches_what_is_somebody_elses(place: &Place) {
    let (store, _) = with_daily(place).await;
    let made = made(&store, 1).await;
    let now = at(NINE);
    let chosen = store.choose_check_in(made.id, BEN, CheckInChoice::Day(TUESDAY), now).await.unwrap();
    assert_eq!(chosen, CheckInChosen::Gone);
    assert_eq!(store.settle(made.id, BEN, Outcome::LetGo, now).await.unwrap(), None);
    assert_eq!(store.delete_commitment(made.id, BEN, None).await.unwrap(), CommitmentDeleted::Gone);
    assert_eq!(store.commitments(GUILD, BEN, 10, 0).await.unwrap(), []);
    assert_eq!(store.commitments(GUILD, ANNA, 10, 0).await.unwrap(), [made]);
    assert_eq!(store.find_commitments(GUILD, BEN, "Sam", 10, 0).await.unwrap(), (0, vec![]));
}

async fn deleting_leaves_nothing_behind(place: &Place) {
    let (store, _) = with_daily(place).await;
    let made = made(&store, 1).await;
    planned(&store, &made, TUESDAY, CheckInPlace::Direct).await;
    let claim = loop {
        let claim = claimed(&store, TUESDAY_NINE).await;
        if matches!(claim.occurrence.key, OccurrenceKey::CheckIn { .. }) {
            break claim;
        }
        store.posted(&claim, MessageId::new(1)).await.unwrap();
    };
    assert!(matches!(store.delete_commitment(made.id, ANNA, None).await.unwrap(), CommitmentDeleted::Done(_)));
    assert!(store.tried(&claim, at(TUESDAY_NINE), LEASE).await.is_err(), "whoever is at it is told so");
    for table in ["commitment", "commitment_words", "occurrence WHERE kind = 'checkin'"] {
        assert_eq!(place.number(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
    }
}

async fn the_days_are_those_of_the_first_schedule(place: &Place) {
    let (store, _) = with_daily(place).await;
    let calendar = store.check_in_calendar(GUILD).await.unwrap();
    let days = calendar.days(at(NINE));
    assert_eq!((days.len(), days[0], days[3], days[4]), (10, TUESDAY, date(2026, 11, 27), date(2026, 11, 30)));
    assert_eq!(calendar.instant(TUESDAY).unwrap(), at(TUESDAY_NINE));
    let bare = store.check_in_calendar(serenity::model::id::GuildId::new(5)).await.unwrap();
    assert_eq!((bare.days(at(NINE)).len(), bare.when), (14, super::engines::when("09:00 daily UTC")));
}

/// The schedule posts on that many days, from a Monday on; which of the posts are pressed is told by the number.
async fn posts(store: &Store, from: Timestamp, days: i64, pressed: impl Fn(i64) -> bool) -> Vec<OccurrenceKey> {
    let mut notices = Vec::new();
    for day in 0..days {
        let now = from + SignedDuration::from_hours(24 * day);
        loop {
            match store.claim_due(now, LEASE, GRACE).await.unwrap() {
                clarion::store::Next::Claimed(claim) => {
                    store.posted(&claim, MessageId::new(600)).await.unwrap();
                    match claim.occurrence.key {
                        OccurrenceKey::Daily { .. } if pressed(day) => {
                            store.post_pressed(GUILD, claim.occurrence.id).await.unwrap();
                            store.post_pressed(GUILD, claim.occurrence.id).await.unwrap();
                        }
                        OccurrenceKey::Daily { .. } => {}
                        key => notices.push(key),
                    }
                }
                clarion::store::Next::Skipped(_) => {}
                clarion::store::Next::Nothing => break,
            }
        }
    }
    notices
}

async fn daily(store: &Store, now: &str) -> clarion::store::Schedule {
    every_day(store, "daily", Posts::Prompts, now).await
}

async fn every_day(store: &Store, name: &str, posts: Posts, now: &str) -> clarion::store::Schedule {
    let mut draft = super::engines::draft(name, "09:00 daily UTC");
    draft.options = Some(ScheduleOptions { posts, ..ScheduleOptions::default() });
    match store.save_schedule(GUILD, &draft, at(now)).await.unwrap() {
        clarion::store::Saved::Created(schedule) | clarion::store::Saved::Edited(schedule) => schedule,
        clarion::store::Saved::TooMany => panic!("too many"),
    }
}

const EARLY: &str = "2026-11-22T12:00:00Z";
const FIRST: &str = "2026-11-23T09:00:00Z";

fn question(schedule: &clarion::store::Schedule, since: &str) -> OccurrenceKey {
    OccurrenceKey::Notice { about: schedule.id, news: News::Quiet { since: at(since) } }
}

async fn ten_posts_without_a_press_owe_one_question(place: &Place) {
    let store = place.open().await;
    let schedule = daily(&store, EARLY).await;
    assert_eq!(posts(&store, at(FIRST), QUIET_POSTS as i64, |_| false).await, []);
    let then = at(FIRST) + SignedDuration::from_hours(24 * QUIET_POSTS as i64);
    assert_eq!(posts(&store, then, 1, |_| false).await, [question(&schedule, EARLY)]);
    assert_eq!(posts(&store, then + SignedDuration::from_hours(24), 30, |_| false).await, []);
    assert_eq!(CHANNEL, schedule.channel);
}

/// A digest is read, not pressed: however long nobody presses anything, nobody is asked. A quiz round is to be played.
async fn a_digest_asks_nobody_whether_it_comes_too_often_and_a_round_does(place: &Place) {
    let store = place.open().await;
    let schedule = every_day(&store, "weekly", Posts::Digest, EARLY).await;
    assert_eq!(posts(&store, at(FIRST), 30, |_| false).await, []);
    // What is posted from then on is another thing, and counted from then on.
    let other = "2026-12-23T12:00:00Z";
    every_day(&store, "weekly", Posts::Quiz, other).await;
    let then = at("2026-12-24T09:00:00Z");
    assert_eq!(posts(&store, then, QUIET_POSTS as i64, |_| false).await, []);
    let eleventh = then + SignedDuration::from_hours(24 * QUIET_POSTS as i64);
    assert_eq!(posts(&store, eleventh, 1, |_| false).await, [question(&schedule, other)]);
}

async fn a_digest_beside_it_is_no_press_of_a_prompt_and_no_post_without_one(place: &Place) {
    let store = place.open().await;
    let schedule = daily(&store, EARLY).await;
    every_day(&store, "weekly", Posts::Digest, EARLY).await;
    assert_eq!(posts(&store, at(FIRST), QUIET_POSTS as i64, |_| false).await, []);
    let eleventh = at(FIRST) + SignedDuration::from_hours(24 * QUIET_POSTS as i64);
    assert_eq!(posts(&store, eleventh, 30, |_| false).await, [question(&schedule, EARLY)]);
}

async fn a_press_in_time_drops_the_question_and_ten_more_owe_it_again(place: &Place) {
    let store = place.open().await;
    let schedule = daily(&store, EARLY).await;
    // One that is pressed every ten days is used.
    assert_eq!(posts(&store, at(FIRST), 60, |day| day % 10 == 9).await, []);
    let then = at(FIRST) + SignedDuration::from_hours(24 * 60);
    // The question is owed with the eleventh post, and that one is pressed before it is sent.
    assert_eq!(posts(&store, then, 9, |_| false).await, []);
    let last = then + SignedDuration::from_hours(24 * 9);
    let (tenth, eleventh) = (last, last + SignedDuration::from_hours(24));
    assert_eq!(posts(&store, tenth, 1, |_| false).await, []);
    let claim = match store.claim_due(eleventh, LEASE, GRACE).await.unwrap() {
        clarion::store::Next::Claimed(claim) => claim,
        other => panic!("{other:?}"),
    };
    store.posted(&claim, MessageId::new(600)).await.unwrap();
    store.post_pressed(GUILD, claim.occurrence.id).await.unwrap();
    nothing_but_skipped(&store, eleventh).await;
    let again = eleventh + SignedDuration::from_hours(24);
    assert_eq!(posts(&store, again, 10, |_| false).await, []);
    let then = again + SignedDuration::from_hours(240);
    assert_eq!(posts(&store, then, 1, |_| false).await, [question(&schedule, EARLY)]);
}

async fn nothing_but_skipped(store: &Store, now: Timestamp) {
    loop {
        match store.claim_due(now, LEASE, GRACE).await.unwrap() {
            clarion::store::Next::Claimed(claim) => panic!("{claim:?}"),
            clarion::store::Next::Skipped(skipped) => assert_eq!(skipped.reason.as_deref(), Some(reason::CHANGED)),
            clarion::store::Next::Nothing => return,
        }
    }
}

async fn setting_a_schedule_anew_counts_anew_and_answering_does_not(place: &Place) {
    let store = place.open().await;
    let schedule = daily(&store, EARLY).await;
    assert_eq!(posts(&store, at(FIRST), 11, |_| false).await.len(), 1);
    let answered = at(FIRST) + SignedDuration::from_hours(24 * 10 + 1);
    let days = "mon,tue,wed,thu,fri,sat".parse().unwrap();
    let adjusted = store.adjust_schedule(schedule.id, Some(days), None, answered).await.unwrap().unwrap();
    assert_eq!((adjusted.when.days, adjusted.when.time), (days, schedule.when.time));
    assert_eq!(posts(&store, at(FIRST) + SignedDuration::from_hours(24 * 11), 40, |_| false).await, []);
    let anew = "2027-02-01T12:00:00Z";
    daily(&store, anew).await;
    let asked = posts(&store, at("2027-02-02T09:00:00Z"), 30, |_| false).await;
    assert_eq!(asked, [question(&schedule, anew)]);
    nothing(&store, "2027-03-03T09:30:00Z").await;
}

/// Two days without the bot, which is then there again.
async fn away(store: &Store, from: Timestamp) -> Timestamp {
    store.guild_removed(GUILD, from).await.unwrap();
    let back = from + SignedDuration::from_hours(49);
    store.guild_joined(GUILD, None, None, back).await.unwrap();
    back
}

async fn a_removal_drops_what_was_due_meanwhile_and_nothing_that_is_to_come(place: &Place) {
    let (store, _) = with_daily(place).await;
    let (missed, coming) = (made(&store, 1).await, made(&store, 2).await);
    planned(&store, &missed, TUESDAY, CheckInPlace::Direct).await;
    planned(&store, &coming, date(2026, 12, 1), CheckInPlace::Direct).await;
    away(&store, at(NINE)).await;
    let now = store.commitment(missed.id).await.unwrap().unwrap();
    assert_eq!(now.asked.unwrap().reason.as_deref(), Some(reason::LEFT));
    let key = OccurrenceKey::CheckIn { commitment: coming.id, date: date(2026, 12, 1) };
    assert_eq!(asked(&store, "2026-12-01T08:00:00Z").await, [key]);
}

async fn a_question_that_a_removal_dropped_is_owed_again(place: &Place) {
    let store = place.open().await;
    let schedule = daily(&store, EARLY).await;
    store.guild_joined(GUILD, None, None, at(EARLY)).await.unwrap();
    assert_eq!(posts(&store, at(FIRST), QUIET_POSTS as i64, |_| false).await, []);
    let eleventh = at(FIRST) + SignedDuration::from_hours(24 * QUIET_POSTS as i64);
    let clarion::store::Next::Claimed(claim) = store.claim_due(eleventh, LEASE, GRACE).await.unwrap() else {
        panic!("nothing is due")
    };
    store.posted(&claim, MessageId::new(600)).await.unwrap();
    let back = away(&store, eleventh).await;
    nothing_but_skipped(&store, back).await;
    let next = eleventh + SignedDuration::from_hours(72);
    assert_eq!(posts(&store, next, 1, |_| false).await, [question(&schedule, EARLY)]);
}

/// The question, claimed; prompts are posted on the way.
async fn question_due(store: &Store, now: &str) -> clarion::store::Claim {
    loop {
        let claim = claimed(store, now).await;
        if matches!(claim.occurrence.key, OccurrenceKey::CheckIn { .. }) {
            return claim;
        }
        store.posted(&claim, MessageId::new(1)).await.unwrap();
    }
}

async fn one_that_may_have_been_asked_is_not_chosen_anew(place: &Place) {
    let (store, _) = with_daily(place).await;
    let made = made(&store, 1).await;
    planned(&store, &made, TUESDAY, CheckInPlace::Direct).await;
    let claim = question_due(&store, TUESDAY_NINE).await;
    let claim = store.redirect(&claim, THREAD, NoticePlace::Thread).await.unwrap();
    assert_eq!(store.commitment(made.id).await.unwrap().unwrap().in_thread(), None, "nothing is tried yet");
    store.tried(&claim, at(TUESDAY_NINE), LEASE).await.unwrap();
    store.put_back(&claim, at("2026-11-24T08:10:00Z"), Sent::Perhaps, "answer-lost").await.unwrap();
    let wednesday = CheckInChoice::Day(date(2026, 11, 25));
    assert!(matches!(choose(&store, &made, wednesday, TUESDAY_NINE).await, CheckInChosen::AsItWas(_)));
    let now = store.commitment(made.id).await.unwrap().unwrap();
    assert_eq!(now.in_thread().map(|shared| (shared.channel, shared.how)), Some((THREAD, Sharing::Coming)));
    assert_eq!(store.delete_commitment(made.id, ANNA, now.in_thread()).await.unwrap(), CommitmentDeleted::Coming);
    let again = question_due(&store, "2026-11-24T08:10:00Z").await;
    store.posted(&again, MessageId::new(601)).await.unwrap();
    let now = store.commitment(made.id).await.unwrap().unwrap();
    assert_eq!(now.in_thread().map(|shared| shared.how), Some(Sharing::There(MessageId::new(601))));
    // Whoever deletes it had looked before it came there, and took nothing down.
    assert_eq!(store.delete_commitment(made.id, ANNA, None).await.unwrap(), CommitmentDeleted::Coming);
    let deleted = store.delete_commitment(made.id, ANNA, now.in_thread()).await.unwrap();
    assert!(matches!(deleted, CommitmentDeleted::Done(_)));
}
