//! A recognition after it was given, by who got it: hidden, announced to nobody, declined, reported.

use clarion::store::{
    Contact, Declining, Ended, Given, Id, MOST_DECLINED, NewRecognition, Next, NotReversed, OccurrenceKey, Received,
    Reported, Sent, Store, Taking, Wanted, Where,
};
use jiff::civil::date;
use serenity::model::id::{ChannelId, InteractionId, MessageId, UserId};

use super::engines::{ANNA, BEN, CLEO, GUILD, LEASE, NINE, Place, at, counted, gift, on_each_engine};
use super::keeping::{ELSEWHERE, STEWARD, TEN, counting, give, why, with};

on_each_engine!(
    what_a_receiver_hides_names_them_nowhere,
    who_wants_nothing_announced_shows_none,
    an_announcement_that_was_lost_is_where_somebody_presses_on_it,
    a_lost_announcement_names_whom_it_named_where_it_is_found,
    a_lost_announcement_of_somebody_erased_is_taken_down_where_it_is_found,
    what_a_receiver_settles_holds_from_then_on,
    what_was_given_alone_stays_so_whatever_is_settled_later,
    what_is_hidden_is_hidden_with_the_words_that_it_had,
    nobody_gets_other_words_from_whom_they_want_none,
    what_waits_names_nobody_who_wants_nothing_more,
    what_is_announced_stays_whatever_its_words_were_before,
    other_words_that_came_without_somebody_stay_without_them,
    who_is_left_out_in_the_channel_is_named_beside_those_words_nowhere,
    a_steward_decides_nothing_about_what_they_gave,
    nothing_more_comes_from_whom_somebody_wants_none,
    a_report_is_seen_by_the_other_stewards_and_closed_once,
    what_was_decided_about_the_words_of_before_is_not_decided_about_those_of_today,
    what_was_told_alone_goes_with_who_is_forgotten,
    one_private_message_tells_of_the_others_that_wait,
    whoever_asked_a_steward_finds_what_came_of_it,
);

async fn of(store: &Store, who: UserId, named: Id) -> Received {
    store.received(GUILD, who, named).await.unwrap().unwrap()
}

async fn what_a_receiver_hides_names_them_nowhere(place: &Place) {
    let store = place.open().await;
    let given = give(&store, &gift(1, &[BEN, CLEO], NINE)).await;
    for (guild, who) in [(GUILD, ANNA), (GUILD, STEWARD), (ELSEWHERE, BEN)] {
        assert!(!store.hide_received(guild, who, given, true, at(TEN)).await.unwrap());
        assert!(store.received(guild, who, given).await.unwrap().is_none());
    }
    assert!(store.hide_received(GUILD, BEN, given, true, at(TEN)).await.unwrap());
    assert!(of(&store, BEN, given).await.hidden && !of(&store, CLEO, given).await.hidden);
    assert_eq!(of(&store, CLEO, given).await.recognition.announced_to, [CLEO]);
    assert_eq!(counting(place).await, 2, "it counts all the same");
    assert_eq!(store.given_in(given).await.unwrap(), Some(GUILD));
    assert!(store.hide_received(GUILD, BEN, given, false, at(TEN)).await.unwrap());
    assert_eq!(of(&store, BEN, given).await.recognition.announced_to, [BEN, CLEO]);
}

async fn who_wants_nothing_announced_shows_none(place: &Place) {
    let store = place.open().await;
    let given = give(&store, &gift(1, &[BEN, CLEO], NINE)).await;
    assert!(store.hide_received(GUILD, BEN, given, true, at(TEN)).await.unwrap());
    store.announce_received(GUILD, BEN, false, None, at(TEN)).await.unwrap();
    assert!(store.hide_received(GUILD, BEN, given, false, at(TEN)).await.unwrap());
    store.announce_received(GUILD, BEN, true, None, at(TEN)).await.unwrap();
    assert!(of(&store, BEN, given).await.hidden);
    assert_eq!(of(&store, CLEO, given).await.recognition.announced_to, [CLEO]);
}

async fn an_announcement_that_was_lost_is_where_somebody_presses_on_it(place: &Place) {
    let store = place.open().await;
    let Given::Counted(given) = store.give(&gift(1, &[BEN, CLEO], NINE), LEASE).await.unwrap() else { panic!() };
    let (named, claim) = (given.recognition, given.announcement.unwrap());
    let (channel, message) = (claim.occurrence.channel, MessageId::new(77));
    assert!(!store.announcement_seen(GUILD, named, (channel, message), at(NINE)).await.unwrap(), "it is on its way");
    store.hold_unknown(&claim, "too-much-said", at(NINE)).await.unwrap();
    assert!(of(&store, BEN, named).await.recognition.unsure);
    for (guild, there) in [(ELSEWHERE, channel), (GUILD, ChannelId::new(78))] {
        assert!(!store.announcement_seen(guild, named, (there, message), at(NINE)).await.unwrap());
    }
    assert!(store.hide_received(GUILD, BEN, named, true, at(NINE)).await.unwrap());
    assert!(store.claim_change(at(NINE), LEASE).await.unwrap().is_none(), "nobody knows where it is");
    assert!(store.announcement_seen(GUILD, named, (channel, message), at(NINE)).await.unwrap());
    let today = of(&store, CLEO, named).await.recognition;
    assert_eq!((today.unsure, today.announced, today.announced_to), (false, Some(message), vec![CLEO]));
    let change = store.claim_change(at(NINE), LEASE).await.unwrap().unwrap();
    assert_eq!((change.occurrence.id, change.wanted), (claim.occurrence.id, Wanted::Edited));
    assert!(!store.announcement_seen(GUILD, named, (channel, MessageId::new(79)), at(NINE)).await.unwrap());
}

/// Of one that was never said anew, no words are on their way.
async fn a_lost_announcement_names_whom_it_named_where_it_is_found(place: &Place) {
    let store = place.open().await;
    let lost = async |interaction: u64| {
        let (given, claim) = counted(store.give(&gift(interaction, &[BEN, CLEO], NINE), LEASE).await.unwrap());
        (given, claim)
    };
    let found = async |given: Id, message: u64, channel: ChannelId| {
        let there = (channel, MessageId::new(message));
        assert!(store.announcement_seen(GUILD, given, there, at(TEN)).await.unwrap());
        let before = named_by(&store, given).await;
        edit(&store, TEN).await;
        assert_eq!(named_by(&store, given).await, before, "{message}");
        before
    };
    let (given, claim) = lost(1).await;
    store.hold_unknown(&claim, "too-much-said", at(NINE)).await.unwrap();
    // He took it then, and nothing more from Anna since.
    store.decline_from(GUILD, BEN, given, true).await.unwrap();
    assert_eq!(found(given, 77, claim.occurrence.channel).await, [BEN, CLEO]);
    store.decline_from(GUILD, BEN, given, false).await.unwrap();
    // Had he said so before it came, it would have come without him, and no edit names him.
    let (given, claim) = lost(2).await;
    store.decline_from(GUILD, BEN, given, true).await.unwrap();
    store.hold_unknown(&claim, "too-much-said", at(NINE)).await.unwrap();
    assert_eq!(found(given, 78, claim.occurrence.channel).await, [CLEO]);
    store.decline_from(GUILD, BEN, given, false).await.unwrap();
    assert_eq!(named_by(&store, given).await, [CLEO]);
    // Other words come without him, as ever.
    let (given, claim) = lost(3).await;
    store.hold_unknown(&claim, "too-much-said", at(NINE)).await.unwrap();
    store.amend(GUILD, ANNA, given, "calm nights", InteractionId::new(9), at(NINE)).await.unwrap().unwrap();
    store.decline_from(GUILD, BEN, given, true).await.unwrap();
    assert_eq!(found(given, 79, claim.occurrence.channel).await, [CLEO]);
}

/// As those are whose place was known when they were erased.
async fn a_lost_announcement_of_somebody_erased_is_taken_down_where_it_is_found(place: &Place) {
    let store = place.open().await;
    for (number, erased, receivers) in [(1, ANNA, [CLEO].as_slice()), (2, BEN, &[BEN, CLEO])] {
        let (given, claim) = counted(store.give(&gift(number, receivers, NINE), LEASE).await.unwrap());
        store.hold_unknown(&claim, "too-much-said", at(NINE)).await.unwrap();
        let forgotten = store.forget(erased, Where::Server(GUILD), at(TEN)).await.unwrap();
        assert_eq!(forgotten.unclear, [claim.occurrence.channel]);
        let there = (claim.occurrence.channel, MessageId::new(77 + number));
        assert!(store.announcement_seen(GUILD, given, there, at(TEN)).await.unwrap());
        let change = store.claim_change(at(TEN), LEASE).await.unwrap().unwrap();
        assert_eq!((change.occurrence.id, change.wanted), (claim.occurrence.id, Wanted::Gone), "{erased}");
        store.change_done(&change, at(TEN)).await.unwrap();
    }
}

async fn what_a_receiver_settles_holds_from_then_on(place: &Place) {
    let store = place.open().await;
    assert_eq!(store.taking(GUILD, BEN).await.unwrap(), Taking::default());
    // Somebody of whom nothing is kept yet.
    store.announce_received(GUILD, BEN, false, None, at(NINE)).await.unwrap();
    assert!(store.taking(GUILD, BEN).await.unwrap().never_announce);
    let Given::Counted(given) = store.give(&gift(1, &[BEN, CLEO], NINE), LEASE).await.unwrap() else { panic!() };
    assert_eq!((given.announced_to.as_slice(), given.receivers.as_slice()), (&[CLEO][..], &[BEN, CLEO][..]));
    let Given::Counted(given) = store.give(&gift(2, &[BEN], NINE), LEASE).await.unwrap() else { panic!() };
    assert!(given.announcement.is_none());
    let owed = format!(
        "SELECT COUNT(*) FROM occurrence o JOIN person p ON CAST(p.id AS TEXT) = o.due_key \
         WHERE o.kind = 'private-thanks' AND p.user_id = {BEN}"
    );
    assert_eq!(place.number(&owed).await, 2, "told alone, each once");
    assert_eq!(place.number("SELECT COUNT(*) FROM occurrence WHERE kind = 'private-thanks'").await, 2);
    store.announce_received(GUILD, BEN, true, None, at(NINE)).await.unwrap();
    assert_eq!(store.taking(GUILD, BEN).await.unwrap(), Taking::default());
    let kept = of(&store, BEN, given.recognition).await;
    assert!(kept.hidden && kept.recognition.announced_to.is_empty(), "what came before stays as it was");
    let Given::Counted(next) = store.give(&gift(3, &[BEN], NINE), LEASE).await.unwrap() else { panic!() };
    assert_eq!(next.announced_to, [BEN]);
    // On the card of one, they mean that one too, for good.
    store.announce_received(GUILD, BEN, false, Some(next.recognition), at(NINE)).await.unwrap();
    store.announce_received(GUILD, BEN, true, Some(next.recognition), at(NINE)).await.unwrap();
    assert!(of(&store, BEN, next.recognition).await.recognition.announced_to.is_empty());
}

/// What others see of what was named in Ben, and to whom a server's file says that its recognitions went.
async fn seen_of_ben(store: &Store) -> (Vec<(String, i64)>, Vec<String>) {
    let named = store.named_strengths(GUILD, BEN, false, 5).await.unwrap().named;
    let (entries, _) = store.given_here(GUILD, None, 100, (usize::MAX, 0)).await.unwrap();
    (named, entries.into_iter().flat_map(|entry| entry.to).collect())
}

async fn what_was_given_alone_stays_so_whatever_is_settled_later(place: &Place) {
    let store = place.open().await;
    store.announce_received(GUILD, BEN, false, None, at(NINE)).await.unwrap();
    let alone = with(gift(1, &[BEN], NINE), &["calm"]);
    let Given::Counted(alone) = store.give(&alone, LEASE).await.unwrap() else { panic!() };
    let first = alone.recognition;
    let quiet = NewRecognition { quiet: true, ..with(gift(2, &[BEN], NINE), &["care"]) };
    let Given::Counted(quiet) = store.give(&quiet, LEASE).await.unwrap() else { panic!() };
    store.announce_received(GUILD, BEN, true, None, at(NINE)).await.unwrap();
    assert_eq!(seen_of_ben(&store).await, (Vec::new(), Vec::new()));
    // Other words are as much theirs alone.
    let words = store.amend(GUILD, ANNA, first, "calmer days", InteractionId::new(9), at(TEN)).await.unwrap().unwrap();
    assert!(of(&store, BEN, words.id).await.hidden);
    assert_eq!(seen_of_ben(&store).await, (Vec::new(), Vec::new()));
    // The way back is theirs, one by one, and opens nothing that its giver wanted quiet.
    for shown in [words.id, quiet.recognition] {
        assert!(store.hide_received(GUILD, BEN, shown, false, at(TEN)).await.unwrap());
    }
    assert_eq!(seen_of_ben(&store).await, (vec![("calm".to_owned(), 1)], vec![BEN.to_string()]));
    assert_eq!(of(&store, BEN, words.id).await.recognition.announced_to, [BEN]);
    assert!(of(&store, BEN, quiet.recognition).await.recognition.announced_to.is_empty());
}

async fn what_is_hidden_is_hidden_with_the_words_that_it_had(place: &Place) {
    let store = place.open().await;
    let first = give(&store, &gift(1, &[BEN, CLEO], NINE)).await;
    let words = store.amend(GUILD, ANNA, first, "calmer days", InteractionId::new(9), at(TEN)).await.unwrap().unwrap();
    let hidden = format!(
        "SELECT COALESCE(SUM(x.hidden), 0) FROM recognition_receiver x JOIN person p ON p.id = x.person_id \
         WHERE p.user_id = {BEN}"
    );
    let hidden = format!("SELECT CAST(({hidden}) AS BIGINT)");
    assert!(store.hide_received(GUILD, BEN, words.id, true, at(TEN)).await.unwrap());
    assert_eq!(place.number(&hidden).await, 2, "the row of the words before, too");
    assert!(store.hide_received(GUILD, BEN, first, false, at(TEN)).await.unwrap());
    assert_eq!(place.number(&hidden).await, 0);
}

async fn nobody_gets_other_words_from_whom_they_want_none(place: &Place) {
    let store = place.open().await;
    let given = give(&store, &gift(1, &[BEN, CLEO], NINE)).await;
    let amend = async |words: &str, interaction| {
        store.amend(GUILD, ANNA, given, words, InteractionId::new(interaction), at(TEN)).await.unwrap()
    };
    store.decline_from(GUILD, BEN, given, true).await.unwrap();
    assert_eq!(why(amend("worse nights", 8).await), NotReversed::Closed);
    store.decline_from(GUILD, BEN, given, false).await.unwrap();
    for paused in [CLEO, ANNA] {
        store.set_paused(paused, Where::Server(GUILD), true, at(TEN)).await.unwrap();
        assert_eq!(why(amend("worse nights", 9).await), NotReversed::Closed, "{paused}");
        store.set_paused(paused, Where::Server(GUILD), false, at(TEN)).await.unwrap();
    }
    amend("calmer days", 10).await.unwrap();
    // Whoever declines can be thanked no more, and what was given can be taken back all the same.
    store.decline_from(GUILD, BEN, given, true).await.unwrap();
    store.undo(GUILD, ANNA, given, at(TEN)).await.unwrap().unwrap();
}

async fn what_waits_names_nobody_who_wants_nothing_more(place: &Place) {
    let store = place.open().await;
    let (given, claim) = counted(store.give(&gift(1, &[BEN, CLEO], NINE), LEASE).await.unwrap());
    store.put_back(&claim, at(NINE), Sent::No, "deferred").await.unwrap();
    store.decline_from(GUILD, BEN, given, true).await.unwrap();
    assert_eq!(store.recognition(given).await.unwrap().unwrap().announced_to, [CLEO]);
    store.set_paused(CLEO, Where::Server(GUILD), true, at(NINE)).await.unwrap();
    assert!(store.recognition(given).await.unwrap().unwrap().announced_to.is_empty());
    // What is announced stays: it was given before.
    store.set_paused(CLEO, Where::Server(GUILD), false, at(NINE)).await.unwrap();
    let Next::Claimed(claim) = super::engines::next(&store, NINE).await else { panic!("it waits") };
    store.tried(&claim, at(NINE), LEASE).await.unwrap();
    store.posted(&claim, MessageId::new(900)).await.unwrap();
    // It came without Ben, and no later edit names him; he does, where he says that all may read it.
    store.hide_received(GUILD, CLEO, given, true, at(TEN)).await.unwrap();
    assert!(store.recognition(given).await.unwrap().unwrap().announced_to.is_empty());
    store.hide_received(GUILD, CLEO, given, false, at(TEN)).await.unwrap();
    assert_eq!(store.recognition(given).await.unwrap().unwrap().announced_to, [CLEO]);
    store.hide_received(GUILD, BEN, given, false, at(TEN)).await.unwrap();
    assert_eq!(store.recognition(given).await.unwrap().unwrap().announced_to, [BEN, CLEO]);
}

/// Whom the announcement of a recognition names today, where it is edited.
async fn named_by(store: &Store, given: Id) -> Vec<UserId> {
    store.recognition_today(GUILD, given).await.unwrap().unwrap().0.announced_to
}

/// The edit that is owed is done.
async fn edit(store: &Store, now: &str) {
    let change = store.claim_change(at(now), LEASE).await.unwrap().unwrap();
    store.change_done(&change, at(now)).await.unwrap();
    assert!(store.claim_change(at(now), LEASE).await.unwrap().is_none());
}

async fn what_is_announced_stays_whatever_its_words_were_before(place: &Place) {
    let store = place.open().await;
    let (given, claim) = counted(store.give(&gift(1, &[BEN, CLEO], NINE), LEASE).await.unwrap());
    store.posted(&claim, MessageId::new(900)).await.unwrap();
    store.amend(GUILD, ANNA, given, "calm nights", InteractionId::new(9), at(TEN)).await.unwrap().unwrap();
    edit(&store, TEN).await;
    assert_eq!(named_by(&store, given).await, [BEN, CLEO]);
    // A month later Ben is told that what they gave before stays, and so he is again when he pauses.
    let month = "2026-12-23T10:00:00Z";
    assert_eq!(store.decline_from(GUILD, BEN, given, true).await.unwrap(), Declining::Done);
    assert_eq!(named_by(&store, given).await, [BEN, CLEO]);
    assert!(store.set_paused(BEN, Where::Server(GUILD), true, at(month)).await.unwrap());
    store.hide_received(GUILD, CLEO, given, true, at(month)).await.unwrap();
    assert_eq!(named_by(&store, given).await, [BEN], "in the edit that takes Cleo's name out");
    edit(&store, month).await;
    assert_eq!(named_by(&store, given).await, [BEN]);
}

async fn other_words_that_came_without_somebody_stay_without_them(place: &Place) {
    let store = place.open().await;
    let (given, claim) = counted(store.give(&gift(1, &[BEN, CLEO], NINE), LEASE).await.unwrap());
    store.posted(&claim, MessageId::new(900)).await.unwrap();
    // Somebody is at an edit about no words when others are wanted.
    store.hide_received(GUILD, CLEO, given, true, at(NINE)).await.unwrap();
    let at_it = store.claim_change(at(NINE), LEASE).await.unwrap().unwrap();
    store.amend(GUILD, ANNA, given, "calm nights", InteractionId::new(9), at(NINE)).await.unwrap().unwrap();
    store.change_done(&at_it, at(NINE)).await.unwrap();
    store.hide_received(GUILD, CLEO, given, false, at(NINE)).await.unwrap();
    store.decline_from(GUILD, BEN, given, true).await.unwrap();
    assert_eq!(named_by(&store, given).await, [CLEO], "they are on their way");
    edit(&store, TEN).await;
    for hidden in [true, false] {
        store.hide_received(GUILD, CLEO, given, hidden, at(TEN)).await.unwrap();
        edit(&store, TEN).await;
    }
    assert_eq!(named_by(&store, given).await, [CLEO]);
    // Words that come once he takes them again are for both.
    store.decline_from(GUILD, BEN, given, false).await.unwrap();
    assert_eq!(named_by(&store, given).await, [CLEO]);
    store.amend(GUILD, ANNA, given, "calmer days", InteractionId::new(10), at(TEN)).await.unwrap().unwrap();
    edit(&store, TEN).await;
    assert_eq!(named_by(&store, given).await, [BEN, CLEO]);
}

/// What others read of somebody: the words beside their name, and whom a server's file names.
async fn read_of(store: &Store, who: UserId) -> (Vec<String>, Vec<String>) {
    let latest = store.named_strengths(GUILD, who, false, 5).await.unwrap().latest;
    let (entries, _) = store.given_here(GUILD, None, usize::MAX, (usize::MAX, 0)).await.unwrap();
    let current: Vec<_> = entries.into_iter().filter(|entry| entry.ended.is_none()).collect();
    assert_eq!((current.len(), current[0].people), (1, 2));
    assert_eq!(current[0].to.len(), current[0].to_names.len());
    (latest.into_iter().map(|one| one.words).collect(), current[0].to.clone())
}

async fn who_is_left_out_in_the_channel_is_named_beside_those_words_nowhere(place: &Place) {
    let store = place.open().await;
    let (given, claim) = counted(store.give(&gift(1, &[BEN, CLEO], NINE), LEASE).await.unwrap());
    store.posted(&claim, MessageId::new(900)).await.unwrap();
    let (ben, cleo) = (BEN.to_string(), CLEO.to_string());
    let both = vec![ben, cleo.clone()];
    let said = |words: &str| vec![words.to_owned()];
    // What stands in the channel stands there, whatever he takes from now on.
    store.decline_from(GUILD, BEN, given, true).await.unwrap();
    assert_eq!(read_of(&store, BEN).await, (said("calmer nights"), both.clone()));
    store.decline_from(GUILD, BEN, given, false).await.unwrap();
    store.amend(GUILD, ANNA, given, "calm nights", InteractionId::new(9), at(NINE)).await.unwrap().unwrap();
    assert_eq!(read_of(&store, BEN).await, (said("calm nights"), both.clone()));
    store.decline_from(GUILD, BEN, given, true).await.unwrap();
    assert_eq!(read_of(&store, BEN).await, (Vec::new(), vec![cleo.clone()]), "they are on their way");
    edit(&store, TEN).await;
    // They came without him, and stay without him.
    for declined in [true, false] {
        store.decline_from(GUILD, BEN, given, declined).await.unwrap();
        assert_eq!(read_of(&store, BEN).await, (Vec::new(), vec![cleo.clone()]), "{declined}");
    }
    assert_eq!(read_of(&store, CLEO).await.0, said("calm nights"));
    store.amend(GUILD, ANNA, given, "calmer days", InteractionId::new(10), at(TEN)).await.unwrap().unwrap();
    edit(&store, TEN).await;
    assert_eq!(read_of(&store, BEN).await, (said("calmer days"), both));
}

async fn a_steward_decides_nothing_about_what_they_gave(place: &Place) {
    let store = place.open().await;
    let given = give(&store, &gift(1, &[BEN], NINE)).await;
    store.report(GUILD, BEN, given, Some("please look"), (at(TEN), date(2026, 11, 23))).await.unwrap();
    store.void(GUILD, ANNA, given, "away with it", at(TEN)).await.unwrap().unwrap();
    let open = store.open_report(GUILD, STEWARD, None).await.unwrap().unwrap();
    assert_eq!(open.recognition.words.as_deref(), Some("calmer nights"));
    assert!(matches!(open.ended, Some(Ended::Voided { .. })));
    assert!(store.close_report(GUILD, STEWARD, open.id, at(TEN)).await.unwrap());
}

async fn nothing_more_comes_from_whom_somebody_wants_none(place: &Place) {
    let store = place.open().await;
    let given = give(&store, &gift(1, &[BEN], NINE)).await;
    assert_eq!(store.decline_from(GUILD, CLEO, given, true).await.unwrap(), Declining::Gone);
    for _ in 0..2 {
        assert_eq!(store.decline_from(GUILD, BEN, given, true).await.unwrap(), Declining::Done);
    }
    assert_eq!(store.taking(GUILD, BEN).await.unwrap().declined, [ANNA]);
    assert!(of(&store, BEN, given).await.declined);
    let refused = store.give(&gift(2, &[BEN], TEN), LEASE).await.unwrap();
    assert!(matches!(refused, Given::Refused(_)), "{refused:?}");
    assert_eq!(counting(place).await, 1, "what came before stays");
    assert_eq!(store.decline_from(GUILD, BEN, given, false).await.unwrap(), Declining::Done);
    assert!(matches!(store.give(&gift(3, &[BEN], TEN), LEASE).await.unwrap(), Given::Counted(_)));
    // From a list, of people of whom nothing is known yet, too; never oneself, and so many at most.
    let many: Vec<UserId> = (1_000..).map(UserId::new).take(MOST_DECLINED).collect();
    store.decline_these(GUILD, BEN, &[&[BEN], many.as_slice(), &[CLEO]].concat(), at(TEN)).await.unwrap();
    assert_eq!(store.taking(GUILD, BEN).await.unwrap().declined, many);
    assert_eq!(store.decline_from(GUILD, BEN, given, true).await.unwrap(), Declining::Full);
    assert_eq!(store.taking(ELSEWHERE, BEN).await.unwrap(), Taking::default());
    store.decline_these(GUILD, BEN, &[], at(TEN)).await.unwrap();
    assert_eq!(store.taking(GUILD, BEN).await.unwrap(), Taking::default());
    // Whoever gave it is somebody else from their erasure on.
    store.forget(ANNA, Where::Server(GUILD), at(TEN)).await.unwrap();
    assert_eq!(store.decline_from(GUILD, BEN, given, true).await.unwrap(), Declining::GiverGone);
}

async fn a_report_is_seen_by_the_other_stewards_and_closed_once(place: &Place) {
    let store = place.open().await;
    let mut given = Vec::new();
    for number in 1..=3 {
        given.push(give(&store, &gift(number, &[BEN, CLEO], NINE)).await);
    }
    let day = date(2026, 11, 23);
    let report = async |who, named, words| store.report(GUILD, who, named, words, (at(TEN), day)).await.unwrap();
    assert_eq!(report(STEWARD, given[0], None).await, Reported::Gone);
    assert_eq!(report(BEN, given[0], Some("private\0")).await, Reported::Now);
    assert_eq!(report(BEN, given[0], Some("again")).await, Reported::Before);
    assert_eq!(report(CLEO, given[0], None).await, Reported::Now);
    assert_eq!(report(BEN, given[1], None).await, Reported::Now);
    assert!(of(&store, BEN, given[0]).await.reported && !of(&store, CLEO, given[1]).await.reported);
    let notices = "SELECT COUNT(*) FROM occurrence WHERE kind = 'notice'";
    assert_eq!(place.number(notices).await, 1, "once a day");
    let tomorrow = (at("2026-11-24T10:00:00Z"), date(2026, 11, 24));
    store.report(GUILD, BEN, given[2], None, tomorrow).await.unwrap();
    assert_eq!(place.number(notices).await, 2);

    let open = async |who, after| store.open_report(GUILD, who, after).await.unwrap();
    let first = open(STEWARD, None).await.unwrap();
    assert_eq!((first.recognition.id, first.by, first.words.as_deref()), (given[0], Some(BEN), Some("private")));
    assert_eq!((first.more, first.amended, first.ended.clone()), (3, false, None));
    let second = open(STEWARD, Some(first.id)).await.unwrap();
    assert_eq!((second.recognition.id, second.by), (given[0], Some(CLEO)));
    let last = open(STEWARD, Some(open(STEWARD, Some(second.id)).await.unwrap().id)).await.unwrap();
    assert_eq!(last.recognition.id, given[2]);
    assert_eq!(open(STEWARD, Some(last.id)).await.unwrap().id, first.id, "behind the last comes the first");
    // Who gave it decides nothing about it.
    assert!(open(ANNA, None).await.is_none());
    assert!(store.this_report(GUILD, ANNA, first.id).await.unwrap().is_none());
    assert!(!store.close_report(GUILD, ANNA, first.id, at(TEN)).await.unwrap());
    assert!(store.open_report(ELSEWHERE, STEWARD, None).await.unwrap().is_none());
    assert!(store.this_report(ELSEWHERE, STEWARD, first.id).await.unwrap().is_none());
    assert!(!store.close_report(ELSEWHERE, STEWARD, first.id, at(TEN)).await.unwrap());

    let words = store.amend(GUILD, ANNA, given[0], "other", InteractionId::new(50), at(TEN)).await.unwrap().unwrap();
    let first = store.this_report(GUILD, STEWARD, first.id).await.unwrap().unwrap();
    assert_eq!((first.recognition.words.as_deref(), first.amended), (Some("calmer nights"), true));
    assert_eq!(report(BEN, words.id, None).await, Reported::Before, "of one chain");
    // Removing it decides all that was asked about it.
    store.void(GUILD, STEWARD, first.recognition.id, "private", at(TEN)).await.unwrap().unwrap();
    let left = open(STEWARD, None).await.unwrap();
    assert_eq!((left.recognition.id, left.more), (given[1], 1));
    assert!(store.close_report(GUILD, STEWARD, left.id, at(TEN)).await.unwrap());
    assert!(!store.close_report(GUILD, STEWARD, left.id, at(TEN)).await.unwrap());
    store.undo(GUILD, ANNA, given[2], at(TEN)).await.unwrap().unwrap();
    assert_eq!(open(STEWARD, None).await.unwrap().ended, Some(Ended::Undone));
}

async fn what_was_decided_about_the_words_of_before_is_not_decided_about_those_of_today(place: &Place) {
    let store = place.open().await;
    let given = give(&store, &gift(1, &[BEN], NINE)).await;
    let report = async || {
        let when = (at(TEN), date(2026, 11, 23));
        store.report(GUILD, BEN, given, Some("again"), when).await.unwrap()
    };
    let amend = async |number, words| {
        store.amend(GUILD, ANNA, given, words, InteractionId::new(number), at(TEN)).await.unwrap().unwrap()
    };
    let open = async || store.open_report(GUILD, STEWARD, None).await.unwrap().unwrap();
    assert_eq!(report().await, Reported::Now);
    assert!(store.close_report(GUILD, STEWARD, open().await.id, at(TEN)).await.unwrap());
    assert!(of(&store, BEN, given).await.reported, "decided about the words that it has");
    assert_eq!(report().await, Reported::Before);
    amend(50, "worse").await;
    assert!(!of(&store, BEN, given).await.reported);
    assert_eq!(report().await, Reported::Now);
    assert!(of(&store, BEN, given).await.reported);
    let found = open().await;
    assert_eq!((found.recognition.words.as_deref(), found.amended, found.today), (Some("worse"), false, None));
    // What comes while it is open is on it, and is not asked about a second time.
    amend(51, "worst").await;
    assert!(of(&store, BEN, given).await.reported);
    assert_eq!(report().await, Reported::Before);
    let found = open().await;
    assert_eq!((found.recognition.words.as_deref(), found.amended), (Some("worse"), true));
    assert_eq!((found.today.as_deref(), found.more), (Some("worst"), 0));
}

async fn what_was_told_alone_goes_with_who_is_forgotten(place: &Place) {
    let store = place.open().await;
    let quiet = NewRecognition { quiet: true, ..gift(1, &[BEN, CLEO], NINE) };
    assert!(matches!(store.give(&quiet, LEASE).await.unwrap(), Given::Counted(_)));
    let mut told = 0;
    while let Next::Claimed(claim) = super::engines::next(&store, NINE).await {
        told += 1;
        let private = ChannelId::new(8_000 + told);
        let claim = store.redirect(&claim, private, clarion::store::NoticePlace::Direct).await.unwrap();
        store.tried(&claim, at(NINE), LEASE).await.unwrap();
        store.posted(&claim, MessageId::new(900 + told)).await.unwrap();
    }
    assert_eq!(told, 2);
    store.forget(BEN, Where::Server(GUILD), at(TEN)).await.unwrap();
    let mut gone = 0;
    while let Some(change) = store.claim_change(at(TEN), LEASE).await.unwrap() {
        assert_eq!(change.wanted, Wanted::Gone, "what stands about them in another's messages, too");
        store.change_done(&change, at(TEN)).await.unwrap();
        gone += 1;
    }
    assert_eq!(gone, 2);
    assert_eq!(place.number("SELECT COUNT(*) FROM occurrence WHERE channel_id > 8000 AND channel_id < 9000").await, 0);
}

async fn one_private_message_tells_of_the_others_that_wait(place: &Place) {
    let store = place.open().await;
    for number in 1..=4 {
        let quiet = NewRecognition { quiet: true, ..gift(number, &[BEN, CLEO], NINE) };
        assert!(matches!(store.give(&quiet, LEASE).await.unwrap(), Given::Counted(_)));
    }
    let mut beside = Vec::new();
    let mut first = None;
    while let Next::Claimed(claim) = super::engines::next(&store, NINE).await {
        let OccurrenceKey::PrivateThanks { recognition, person } = claim.occurrence.key else { panic!() };
        let to = store.private_thanks(GUILD, recognition, person).await.unwrap().unwrap().to;
        match store.take_contact(&claim, to, at(NINE)).await.unwrap() {
            Contact::Granted => {
                store.tried(&claim, at(NINE), LEASE).await.unwrap();
                beside.push((to, store.told_beside(claim.occurrence.id, person).await.unwrap()));
                if first.is_none() {
                    // It certainly was not sent: all that it would have told of is owed as before.
                    store.put_back(&claim, at(NINE), Sent::No, "retry").await.unwrap();
                    assert_eq!(store.told_beside(claim.occurrence.id, person).await.unwrap(), 0);
                    first = Some(to);
                } else {
                    store.posted(&claim, MessageId::new(900 + beside.len() as u64)).await.unwrap();
                    let told = store.private_thanks(GUILD, recognition, person).await.unwrap().unwrap();
                    assert_eq!(told.more, 3);
                }
            }
            other => panic!("{other:?}: the others are told beside it"),
        }
    }
    beside.sort_by_key(|(to, _)| *to);
    let once_more = if first == Some(BEN) { BEN } else { CLEO };
    let mut expected = vec![(BEN, 3), (CLEO, 3), (once_more, 3)];
    expected.sort_by_key(|(to, _)| *to);
    assert_eq!(beside, expected);
    // A steward removes one of them: what says that it is there says so no more.
    let removed = place.number("SELECT MAX(id) FROM recognition").await;
    store.void(GUILD, STEWARD, Id::from_i64(removed).unwrap(), "private", at(TEN)).await.unwrap().unwrap();
    let mut changed = 0;
    while let Some(change) = store.claim_change(at(TEN), LEASE).await.unwrap() {
        let OccurrenceKey::PrivateThanks { recognition, person } = change.occurrence.key else { panic!() };
        let told = store.private_thanks(GUILD, recognition, person).await.unwrap().unwrap();
        assert!(told.ended.is_some() || told.more == 2, "{told:?}");
        store.change_done(&change, at(TEN)).await.unwrap();
        changed += 1;
    }
    assert_eq!(changed, 2);
}

async fn whoever_asked_a_steward_finds_what_came_of_it(place: &Place) {
    let store = place.open().await;
    let day = date(2026, 11, 23);
    let mut given = Vec::new();
    for number in 1..=2 {
        given.push(give(&store, &gift(number, &[BEN, CLEO], NINE)).await);
        assert_eq!(
            store.report(GUILD, BEN, given[given.len() - 1], None, (at(TEN), day)).await.unwrap(),
            Reported::Now
        );
    }
    let found = of(&store, BEN, given[0]).await;
    assert!(found.reported && !found.left);
    let open = store.open_report(GUILD, STEWARD, None).await.unwrap().unwrap();
    assert_eq!(open.recognition.id, given[0], "the oldest comes first");
    assert!(store.close_report(GUILD, STEWARD, open.id, at(TEN)).await.unwrap());
    let (found, of_cleo) = (of(&store, BEN, given[0]).await, of(&store, CLEO, given[0]).await);
    assert!(found.reported && found.left && !of_cleo.reported && !of_cleo.left);
    // Other words can be asked about, and what was decided is told.
    store.amend(GUILD, ANNA, given[0], "worse", InteractionId::new(50), at(TEN)).await.unwrap().unwrap();
    let found = of(&store, BEN, given[0]).await;
    assert!(!found.reported && found.left);
    store.report(GUILD, BEN, given[0], None, (at(TEN), day)).await.unwrap();
    assert!(!of(&store, BEN, given[0]).await.left, "it waits again");

    let removed_for = async |who, since| store.removed_for(GUILD, who, at(since)).await.unwrap();
    assert!(removed_for(BEN, NINE).await.is_empty());
    store.void(GUILD, STEWARD, given[1], "private", at(TEN)).await.unwrap().unwrap();
    assert_eq!(removed_for(BEN, NINE).await, [day]);
    assert!(removed_for(CLEO, NINE).await.is_empty(), "she had not asked");
    assert!(removed_for(BEN, "2026-11-24T09:00:00Z").await.is_empty());
    // Asked about twice, with other words each time, and removed: once.
    store.void(GUILD, STEWARD, given[0], "private", at(TEN)).await.unwrap().unwrap();
    assert_eq!(removed_for(BEN, NINE).await, [day, day]);
}
