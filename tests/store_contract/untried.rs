//! Private messages that end without a try: where they took somebody's week, and whoever held them died, it is free again, and
//! what they would have told of is told by another one.

use clarion::store::{
    Claim, Contact, Given, NewOccurrence, NewRecognition, News, Next, OccurrenceKey, Store, Where, reason,
};
use jiff::{SignedDuration, Timestamp};
use serenity::model::id::{GuildId, RoleId, UserId};

use super::engines::{ANNA, BEN, CHANNEL, CLEO, GRACE, GUILD, LEASE, NINE, Place, at, draft, gift, on_each_engine};
use super::keeping::STEWARD;

on_each_engine!(
    what_is_taken_back_removed_or_declined_before_its_first_try_leaves_its_week,
    what_comes_too_late_before_its_first_try_leaves_its_week,
    what_is_given_up_without_a_try_leaves_its_week,
    whose_giver_is_erased_leaves_its_week,
    who_is_erased_here_was_written_to_nowhere_by_what_was_not_tried,
    an_erased_server_keeps_no_week_for_what_was_not_tried,
    a_reminder_that_is_turned_off_before_its_first_try_leaves_its_week,
    what_took_a_week_long_ago_and_was_not_tried_told_of_none,
    what_waited_while_the_bot_was_away_is_told_beside_the_next,
    what_was_given_back_untried_leaves_its_week_while_the_bot_is_away,
);

const OTHER: GuildId = GuildId::new(1_000_000_000_000_000_009);

fn minutes(minutes: i64) -> Timestamp {
    at(NINE) + SignedDuration::from_mins(minutes)
}

/// To Ben alone.
async fn thanks(store: &Store, number: u64, giver: UserId, now: Timestamp) -> clarion::store::Id {
    let new = NewRecognition { quiet: true, giver, at: now, ..gift(number, &[BEN], NINE) };
    match store.give(&new, LEASE).await.unwrap() {
        Given::Counted(counted) => counted.recognition,
        other => panic!("{other:?}"),
    }
}

async fn next(store: &Store, now: Timestamp) -> Next {
    store.claim_due(now, LEASE, GRACE).await.unwrap()
}

async fn claimed(store: &Store, now: Timestamp) -> Claim {
    match next(store, now).await {
        Next::Claimed(claim) => *claim,
        other => panic!("{other:?}"),
    }
}

async fn told_by(store: &Store, claim: &Claim) -> u32 {
    let OccurrenceKey::PrivateThanks { person, .. } = claim.occurrence.key else { panic!("{claim:?}") };
    store.told_beside(claim.occurrence.id, person).await.unwrap()
}

/// Ben knows of nothing yet. One from Anna has taken his week, to tell of two from Cleo as well, and its process died.
async fn in_hand(place: &Place) -> (Store, Claim) {
    let store = place.open().await;
    for (number, giver) in [(1, ANNA), (2, CLEO), (3, CLEO)] {
        thanks(&store, number, giver, at(NINE) + SignedDuration::from_secs(i64::try_from(number).unwrap())).await;
    }
    let claim = claimed(&store, minutes(1)).await;
    assert_eq!(store.take_contact(&claim, BEN, minutes(1)).await.unwrap(), Contact::Granted);
    assert_eq!(told_by(&store, &claim).await, 2);
    (store, claim)
}

fn recognition(claim: &Claim) -> clarion::store::Id {
    let OccurrenceKey::PrivateThanks { recognition, .. } = claim.occurrence.key else { panic!("{claim:?}") };
    recognition
}

/// It ends when its turn comes again.
async fn is_skipped(store: &Store, now: Timestamp, claim: &Claim, why: &str) {
    match next(store, now).await {
        Next::Skipped(skipped) => {
            assert_eq!((skipped.id, skipped.reason.as_deref()), (claim.occurrence.id, Some(why)));
        }
        other => panic!("{other:?}"),
    }
}

/// One of Cleo's goes now, and tells of so many.
async fn the_others_are_told(place: &Place, store: &Store, now: Timestamp, more: u32) {
    assert_eq!(place.number("SELECT COUNT(*) FROM contact").await, 0, "the week is free");
    let other = claimed(store, now).await;
    assert_eq!(store.take_contact(&other, BEN, now).await.unwrap(), Contact::Granted);
    assert_eq!(told_by(store, &other).await, more);
    assert!(matches!(next(store, now).await, Next::Nothing));
}

async fn what_is_taken_back_removed_or_declined_before_its_first_try_leaves_its_week(place: &Place) {
    let (store, claim) = in_hand(place).await;
    let now = minutes(5);
    // One after the other, each in the week that the one before it left.
    assert!(store.undo(GUILD, ANNA, recognition(&claim), now).await.unwrap().is_ok());
    is_skipped(&store, now, &claim, reason::CHANGED).await;
    the_others_are_told(place, &store, now, 1).await;

    let now = minutes(10);
    let second = claimed(&store, now).await;
    assert_eq!(told_by(&store, &second).await, 1);
    store.void(GUILD, STEWARD, recognition(&second), "private", now).await.unwrap().unwrap();
    let now = minutes(15);
    is_skipped(&store, now, &second, reason::CHANGED).await;
    assert_eq!(place.number("SELECT COUNT(*) FROM contact").await, 0);
    let third = claimed(&store, now).await;
    assert_eq!(store.take_contact(&third, BEN, now).await.unwrap(), Contact::Granted);
    store.decline_from(GUILD, BEN, recognition(&third), true).await.unwrap();
    is_skipped(&store, minutes(20), &third, reason::CHANGED).await;
    assert_eq!(place.number("SELECT COUNT(*) FROM contact").await, 0);
}

async fn what_comes_too_late_before_its_first_try_leaves_its_week(place: &Place) {
    let store = place.open().await;
    thanks(&store, 1, ANNA, at(NINE)).await;
    let day = |days: i64| at(NINE) + SignedDuration::from_hours(24 * days);
    for number in 2..=3 {
        thanks(&store, number, CLEO, day(30)).await;
    }
    let claim = claimed(&store, day(34)).await;
    assert_eq!(store.take_contact(&claim, BEN, day(34)).await.unwrap(), Contact::Granted);
    assert_eq!(told_by(&store, &claim).await, 2);
    is_skipped(&store, day(36), &claim, reason::LATE).await;
    // It is told of beside them, too: it stands.
    assert_eq!(place.number("SELECT COUNT(*) FROM contact").await, 0, "the week is free");
    let other = claimed(&store, day(36)).await;
    assert_eq!(store.take_contact(&other, BEN, day(36)).await.unwrap(), Contact::Granted);
    assert_eq!(told_by(&store, &other).await, 2);
}

async fn what_is_given_up_without_a_try_leaves_its_week(place: &Place) {
    let (store, claim) = in_hand(place).await;
    store.skipped(&claim, reason::UNWANTED).await.unwrap();
    the_others_are_told(place, &store, minutes(5), 1).await;
}

async fn whose_giver_is_erased_leaves_its_week(place: &Place) {
    let (store, claim) = in_hand(place).await;
    store.forget(ANNA, Where::Server(GUILD), minutes(5)).await.unwrap();
    let ended = store.occurrence(claim.occurrence.id).await.unwrap().unwrap();
    assert_eq!(ended.reason.as_deref(), Some(reason::CHANGED));
    // It stands, by a former member.
    the_others_are_told(place, &store, minutes(5), 2).await;
}

/// News about a schedule of that server, which goes to Ben.
async fn notice(store: &Store, guild: GuildId, now: Timestamp) -> Claim {
    store.save_schedule(guild, &draft("weekly", "09:00 sun UTC"), now).await.unwrap();
    let about = store.schedule(guild, "weekly", now).await.unwrap().unwrap().id;
    let key = OccurrenceKey::Notice { about, news: News::RoleGone { role: RoleId::new(5) } };
    store.add_occurrence(NewOccurrence { key, guild, channel: CHANNEL, due_at: now }, now).await.unwrap();
    let claim = claimed(store, now).await;
    assert_eq!(claim.occurrence.key, key);
    claim
}

async fn known_elsewhere(store: &Store) {
    for paused in [true, false] {
        store.set_paused(BEN, Where::Server(OTHER), paused, at(NINE)).await.unwrap();
    }
}

async fn who_is_erased_here_was_written_to_nowhere_by_what_was_not_tried(place: &Place) {
    let (store, _) = in_hand(place).await;
    known_elsewhere(&store).await;
    store.forget(BEN, Where::Server(GUILD), minutes(5)).await.unwrap();
    let elsewhere = notice(&store, OTHER, minutes(5)).await;
    assert_eq!(store.take_contact(&elsewhere, BEN, minutes(5)).await.unwrap(), Contact::Granted);
    // Nor by a notice that was about to be sent to them.
    assert_eq!(place.number("SELECT COUNT(*) FROM contact").await, 1);
    store.set_contact(GUILD, BEN, true, minutes(6)).await.unwrap();
    for paused in [true, false] {
        store.set_paused(BEN, Where::Server(GUILD), paused, minutes(6)).await.unwrap();
    }
    store.forget(BEN, Where::Server(OTHER), minutes(6)).await.unwrap();
    assert_eq!(place.number("SELECT COUNT(*) FROM contact").await, 0);
}

async fn an_erased_server_keeps_no_week_for_what_was_not_tried(place: &Place) {
    let (store, _) = in_hand(place).await;
    known_elsewhere(&store).await;
    store.erase_guild(GUILD, minutes(5)).await.unwrap();
    let elsewhere = notice(&store, OTHER, minutes(5)).await;
    assert_eq!(store.take_contact(&elsewhere, BEN, minutes(5)).await.unwrap(), Contact::Granted);
}

async fn a_reminder_that_is_turned_off_before_its_first_try_leaves_its_week(place: &Place) {
    let store = place.open().await;
    for ends in ["off", "erased"] {
        let now = at(NINE);
        let due = store.set_nudge(GUILD, BEN, true, now).await.unwrap().next.unwrap().at;
        let claim = claimed(&store, due).await;
        assert!(matches!(claim.occurrence.key, OccurrenceKey::Nudge { .. }));
        assert_eq!(store.take_contact(&claim, BEN, due).await.unwrap(), Contact::Granted);
        assert_eq!(place.number("SELECT COUNT(*) FROM contact").await, 1);
        let later = due + SignedDuration::from_mins(5);
        if ends == "off" {
            store.set_nudge(GUILD, BEN, false, later).await.unwrap();
            is_skipped(&store, later, &claim, reason::CHANGED).await;
        } else {
            known_elsewhere(&store).await;
            store.forget(BEN, Where::Server(GUILD), later).await.unwrap();
        }
        assert_eq!(place.number("SELECT COUNT(*) FROM contact").await, 0, "{ends}");
        place.run("DELETE FROM occurrence WHERE kind = 'nudge'").await;
    }
}

async fn what_took_a_week_long_ago_and_was_not_tried_told_of_none(place: &Place) {
    let store = place.open().await;
    // Whichever way the store goes through them, it comes to Cleo's last.
    for user in [ANNA, CLEO] {
        for paused in [true, false] {
            store.set_paused(user, Where::Server(GUILD), paused, at(NINE)).await.unwrap();
        }
    }
    for (number, giver) in [(1, ANNA), (2, ANNA)] {
        thanks(&store, number, giver, at(NINE)).await;
    }
    place.run(&format!("UPDATE occurrence SET ready_at = {}", minutes(2).as_millisecond())).await;
    thanks(&store, 3, CLEO, at(NINE)).await;
    let claim = claimed(&store, minutes(1)).await;
    assert_eq!(store.take_contact(&claim, BEN, minutes(1)).await.unwrap(), Contact::Granted);
    let now = at(NINE) + SignedDuration::from_hours(24 * 9);
    assert_eq!(told_by(&store, &claim).await, 2);
    // A clock that ran ahead put it behind what came later.
    let (behind, id) = (now.as_millisecond() + 1, claim.occurrence.id.get());
    place.run(&format!("UPDATE occurrence SET ready_at = {behind} WHERE id = {id}")).await;
    thanks(&store, 4, ANNA, now).await;
    let later = claimed(&store, now).await;
    assert_ne!(later.occurrence.id, claim.occurrence.id);
    assert_eq!(store.take_contact(&later, BEN, now).await.unwrap(), Contact::Granted);
    assert_eq!(told_by(&store, &later).await, 3, "the one that told of none, and both others");
    assert_eq!(place.number("SELECT COUNT(*) FROM contact").await, 1);
}

/// It comes by no message of its own any more, as nothing does that was due before the bot was removed.
async fn what_waited_while_the_bot_was_away_is_told_beside_the_next(place: &Place) {
    let store = place.open().await;
    store.guild_joined(GUILD, None, None, at(NINE)).await.unwrap();
    thanks(&store, 1, ANNA, at(NINE)).await;
    store.guild_removed(GUILD, minutes(1)).await.unwrap();
    let back = at(NINE) + SignedDuration::from_hours(24 * 3);
    store.guild_joined(GUILD, None, None, back).await.unwrap();
    assert!(matches!(next(&store, back).await, Next::Nothing));
    thanks(&store, 2, CLEO, back).await;
    let claim = claimed(&store, back).await;
    assert_eq!(store.take_contact(&claim, BEN, back).await.unwrap(), Contact::Granted);
    assert_eq!(told_by(&store, &claim).await, 1);
}

/// Its holder died, and the next one gave it back since its channel had enough in hand.
async fn what_was_given_back_untried_leaves_its_week_while_the_bot_is_away(place: &Place) {
    let (store, first) = in_hand(place).await;
    let again = claimed(&store, minutes(5)).await;
    assert_eq!(again.occurrence.id, first.occurrence.id);
    store.stand_back(&again, minutes(6)).await.unwrap();
    assert_eq!(place.number("SELECT COUNT(*) FROM contact").await, 1);
    store.guild_removed(GUILD, minutes(6)).await.unwrap();
    let back = at(NINE) + SignedDuration::from_hours(24 * 3);
    store.guild_joined(GUILD, None, None, back).await.unwrap();
    assert_eq!(place.number("SELECT COUNT(*) FROM contact").await, 0, "the week is free");
    assert!(matches!(next(&store, back).await, Next::Nothing));
    thanks(&store, 4, CLEO, back).await;
    let claim = claimed(&store, back).await;
    assert_eq!(store.take_contact(&claim, BEN, back).await.unwrap(), Contact::Granted);
    assert_eq!(told_by(&store, &claim).await, 3, "and the two that it would have told of");
}
