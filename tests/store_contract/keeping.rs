//! A recognition after it was given: taken back, given other words, removed, hidden, declined, reported.

use clarion::recognition::Dates;
use clarion::store::{
    Declining, Ended, Given, Id, MOST_DECLINED, NewRecognition, Next, NotReversed, OccurrenceState, Received, Reported,
    Reversed, Sent, Store, StrengthsNamed, Taking, Wanted, Where,
};
use jiff::civil::date;
use serenity::model::id::{ChannelId, GuildId, InteractionId, MessageId, UserId};

use super::engines::{ANNA, BEN, CHANNEL, CLEO, GUILD, LEASE, NINE, Place, at, counted, gift, on_each_engine};

on_each_engine!(
    what_is_taken_back_counts_nowhere_and_frees_its_day,
    what_a_quiet_one_names_is_in_no_total,
    only_the_giver_takes_back_and_only_for_a_day,
    taking_back_and_removing_at_once_ends_it_once,
    other_words_keep_the_people_the_day_and_the_count,
    other_words_at_once_are_one_after_the_other,
    a_steward_removes_with_a_reason_whatever_its_age,
    what_a_receiver_hides_names_them_nowhere,
    what_a_receiver_settles_holds_from_then_on,
    what_was_given_alone_stays_so_whatever_is_settled_later,
    what_is_hidden_is_hidden_with_the_words_that_it_had,
    nobody_gets_other_words_from_whom_they_want_none,
    what_waits_names_nobody_who_wants_nothing_more,
    a_steward_decides_nothing_about_what_they_gave,
    nothing_more_comes_from_whom_somebody_wants_none,
    a_report_is_seen_by_the_other_stewards_and_closed_once,
    what_was_decided_about_the_words_of_before_is_not_decided_about_those_of_today,
    whoever_gave_it_learns_why_a_steward_removed_it,
    an_announcement_is_found_by_its_message,
    changes_are_taken_in_hand_by_one,
    changes_of_a_server_that_is_gone_wait,
    what_was_told_alone_goes_with_who_is_forgotten,
);

const TEN: &str = "2026-11-23T10:00:00Z";
const ELSEWHERE: GuildId = GuildId::new(98);
const STEWARD: UserId = UserId::new(77);

fn with(new: NewRecognition, strengths: &[&str]) -> NewRecognition {
    NewRecognition { strengths: strengths.iter().map(|&name| name.to_owned()).collect(), ..new }
}

async fn give(store: &Store, new: &NewRecognition) -> Id {
    counted(store.give(new, LEASE).await.unwrap()).0
}

fn why(reversed: Reversed) -> NotReversed {
    reversed.unwrap_err()
}

/// How many recognitions of the day stand, by strength.
async fn totals(place: &Place) -> Vec<i64> {
    let mut totals = Vec::new();
    for strength in ["", "calm", "care"] {
        let sum = format!(
            "SELECT CAST(COALESCE(SUM(number), 0) AS BIGINT) FROM recognition_day WHERE strength = '{strength}'"
        );
        totals.push(place.number(&sum).await);
    }
    totals
}

async fn counting(place: &Place) -> i64 {
    place.number("SELECT COUNT(*) FROM recognition_receiver WHERE counts = 1").await
}

async fn what_is_taken_back_counts_nowhere_and_frees_its_day(place: &Place) {
    let store = place.open().await;
    let first = give(&store, &with(gift(1, &[BEN, CLEO], NINE), &["calm", "care"])).await;
    let second = give(&store, &with(gift(2, &[BEN], NINE), &["calm"])).await;
    assert_eq!((totals(place).await, counting(place).await), (vec![2, 2, 1], 3));

    let undone = store.undo(GUILD, ANNA, first, at(TEN)).await.unwrap().unwrap();
    assert_eq!((undone.id, undone.undone), (first, true));
    assert_eq!((totals(place).await, counting(place).await), (vec![1, 1, 0], 1));
    for _ in 0..2 {
        assert_eq!(why(store.undo(GUILD, ANNA, first, at(TEN)).await.unwrap()), NotReversed::Ended(Ended::Undone));
    }
    assert_eq!((totals(place).await, counting(place).await), (vec![1, 1, 0], 1), "once");
    let tally = store.givers(GUILD, Dates::ALL).await.unwrap();
    assert_eq!((tally[0].gives, tally[0].people), (1, 1));
    assert_eq!(store.mine(GUILD, CLEO, 5).await.unwrap().got, 0);
    // The trail is kept, with its words.
    assert_eq!(place.number("SELECT COUNT(*) FROM recognition_words").await, 2);
    let trail = format!(
        "SELECT COUNT(*) FROM reversal v JOIN person p ON p.id = v.by_person WHERE v.recognition_id = {} \
         AND v.kind = 'undone' AND p.user_id = {ANNA} AND v.reversed_at = {}",
        first.get(),
        at(TEN).as_millisecond()
    );
    assert_eq!(place.number(&trail).await, 1);
    // And that its interaction comes again gives it no second time.
    let again = store.give(&gift(1, &[BEN], NINE), LEASE).await.unwrap();
    assert!(matches!(again, Given::Already { recognition } if recognition == first));
    assert_eq!(store.changeable_given(GUILD, ANNA, at(TEN), 9).await.unwrap().len(), 1);
    store.undo(GUILD, ANNA, second, at(TEN)).await.unwrap().unwrap();
    assert_eq!((totals(place).await, counting(place).await), (vec![0, 0, 0], 0));
    assert!(store.changeable_given(GUILD, ANNA, at(TEN), 9).await.unwrap().is_empty());
}

/// Its giver was told that those alone see it to whom it was given.
async fn what_a_quiet_one_names_is_in_no_total(place: &Place) {
    let store = place.open().await;
    let quiet = |number| NewRecognition { quiet: true, ..with(gift(number, &[BEN, CLEO], NINE), &["calm", "care"]) };
    give(&store, &with(gift(1, &[BEN], NINE), &["calm"])).await;
    let quietly = async |number| match store.give(&quiet(number), LEASE).await.unwrap() {
        Given::Counted(counted) => counted.recognition,
        other => panic!("{other:?}"),
    };
    let (first, second) = (quietly(2).await, quietly(3).await);
    assert_eq!(totals(place).await, [3, 1, 0], "it is one of three, and names nothing");
    let other = ["care".to_owned(), "calm".to_owned()];
    assert_eq!(store.name_strengths(GUILD, first, ANNA, &other, at(TEN)).await.unwrap(), StrengthsNamed::Kept);
    assert_eq!(totals(place).await, [3, 1, 0]);
    store.amend(GUILD, ANNA, first, "much else", InteractionId::new(50), at(TEN)).await.unwrap().unwrap();
    assert_eq!(totals(place).await, [3, 1, 0]);
    for (paused, expected) in [(true, [0, 0, 0]), (false, [3, 1, 0])] {
        assert!(store.set_paused(ANNA, Where::Server(GUILD), paused, at(TEN)).await.unwrap());
        assert_eq!(totals(place).await, expected, "{paused}");
    }
    store.undo(GUILD, ANNA, first, at(TEN)).await.unwrap().unwrap();
    store.void(GUILD, STEWARD, second, "not here", at(TEN)).await.unwrap().unwrap();
    assert_eq!(totals(place).await, [1, 1, 0]);
    let day = date(2026, 11, 23);
    let digest = store.digest(GUILD, Dates { first: day, last: day }).await.unwrap();
    assert_eq!(digest.strengths, [("calm".to_owned(), 1)]);
    // Whom it was said to sees it.
    let third = quietly(4).await;
    let own = store.named_strengths(GUILD, BEN, true, 5).await.unwrap().named;
    assert_eq!(own, [("calm".to_owned(), 2), ("care".to_owned(), 1)]);
    store.forget(ANNA, Where::Server(GUILD), at(TEN)).await.unwrap();
    assert!(store.recognition(third).await.unwrap().unwrap().words.is_none());
    assert_eq!(totals(place).await, [2, 1, 0], "the totals stand");
}

async fn only_the_giver_takes_back_and_only_for_a_day(place: &Place) {
    let store = place.open().await;
    let given = give(&store, &gift(1, &[BEN], NINE)).await;
    give(&store, &NewRecognition { giver: BEN, ..gift(2, &[ANNA], NINE) }).await;
    for (guild, who) in [(GUILD, BEN), (GUILD, STEWARD), (ELSEWHERE, ANNA)] {
        let undone = why(store.undo(guild, who, given, at(TEN)).await.unwrap());
        let amended = store.amend(guild, who, given, "much else", InteractionId::new(9), at(TEN)).await.unwrap();
        let expected = if guild == ELSEWHERE { NotReversed::Gone } else { NotReversed::NotTheirs };
        assert_eq!((undone, why(amended)), (expected.clone(), expected));
    }
    let a_day_later = at("2026-11-24T08:00:00Z");
    assert_eq!(why(store.undo(GUILD, ANNA, given, a_day_later).await.unwrap()), NotReversed::TooLate);
    let amended = store.amend(GUILD, ANNA, given, "much else", InteractionId::new(9), a_day_later).await.unwrap();
    assert_eq!(why(amended), NotReversed::TooLate);
    assert!(store.changeable_given(GUILD, ANNA, a_day_later, 9).await.unwrap().is_empty());
    assert_eq!(counting(place).await, 2);
    let just_before = at("2026-11-24T07:59:59Z");
    assert_eq!(store.changeable_given(GUILD, ANNA, just_before, 9).await.unwrap().len(), 1);
    store.undo(GUILD, ANNA, given, just_before).await.unwrap().unwrap();
    let nobodys = Id::from_i64(7).unwrap();
    assert_eq!(why(store.undo(GUILD, ANNA, nobodys, at(TEN)).await.unwrap()), NotReversed::Gone);
}

async fn taking_back_and_removing_at_once_ends_it_once(place: &Place) {
    let (one, other) = (place.open().await, place.open().await);
    let given = give(&one, &with(gift(1, &[BEN, CLEO], NINE), &["calm"])).await;
    let tries = (0..20_u64).map(|turn| {
        let store = if turn % 2 == 0 { one.clone() } else { other.clone() };
        tokio::spawn(async move {
            match turn % 4 {
                0 => store.undo(GUILD, ANNA, given, at(TEN)).await.unwrap(),
                1 => store.void(GUILD, STEWARD, given, "not for here", at(TEN)).await.unwrap(),
                2 => store.undo(GUILD, ANNA, given, at(NINE)).await.unwrap(),
                _ => store.void(GUILD, BEN, given, "", at(TEN)).await.unwrap(),
            }
        })
    });
    let ended = futures_util::future::join_all(tries).await;
    assert_eq!(ended.into_iter().filter(|ended| ended.as_ref().unwrap().is_ok()).count(), 1);
    assert_eq!((totals(place).await, counting(place).await), (vec![0, 0, 0], 0));
    assert_eq!(place.number("SELECT COUNT(*) FROM reversal").await, 1);
}

async fn other_words_keep_the_people_the_day_and_the_count(place: &Place) {
    let store = place.open().await;
    let first = give(&store, &with(gift(1, &[BEN, CLEO], NINE), &["calm"])).await;
    store.hide_received(GUILD, CLEO, first, true, at(NINE)).await.unwrap();
    let amend = async |named, words: &str, interaction| {
        store.amend(GUILD, ANNA, named, words, InteractionId::new(interaction), at(TEN)).await.unwrap()
    };
    assert_eq!(why(amend(first, "calmer nights", 8).await), NotReversed::Same);
    let second = amend(first, "calmer days\0", 9).await.unwrap();
    assert_ne!(second.id, first);
    assert_eq!(second.words.as_deref(), Some("calmer days"));
    assert_eq!((second.receivers.as_slice(), second.announced_to.as_slice()), (&[BEN, CLEO][..], &[BEN][..]));
    assert_eq!((second.given_at, second.local_date, second.undone), (at(NINE), date(2026, 11, 23), false));
    assert_eq!(second.strengths, ["calm"]);
    // Once an interaction.
    assert_eq!(amend(first, "something else", 9).await.unwrap().id, second.id);
    // A third takes the place of the second, whichever is named.
    let third = amend(first, "calmer weeks", 10).await.unwrap();
    assert_eq!((totals(place).await, counting(place).await), (vec![1, 1, 0], 2));
    assert_eq!(place.number("SELECT COUNT(*) FROM recognition").await, 3);
    assert_eq!(place.number("SELECT COUNT(*) FROM occurrence").await, 1, "one announcement");
    let firsts = format!("SELECT COUNT(*) FROM recognition WHERE first_id = {}", first.get());
    assert_eq!(place.number(&firsts).await, 2);
    for named in [first, second.id, third.id] {
        let (today, ended) = store.recognition_today(GUILD, named).await.unwrap().unwrap();
        assert_eq!((today.id, ended), (third.id, None));
        assert!(store.recognition_today(ELSEWHERE, named).await.unwrap().is_none());
    }
    let mine = store.mine(GUILD, BEN, 5).await.unwrap();
    assert_eq!((mine.got, mine.latest_got[0].words.as_deref()), (1, Some("calmer weeks")));
    assert_eq!(store.changeable_given(GUILD, ANNA, at(TEN), 9).await.unwrap().len(), 1);
    store.undo(GUILD, ANNA, second.id, at(TEN)).await.unwrap().unwrap();
    assert_eq!((totals(place).await, counting(place).await), (vec![0, 0, 0], 0));
    assert_eq!(why(amend(third.id, "too late", 11).await), NotReversed::Ended(Ended::Undone));
}

async fn other_words_at_once_are_one_after_the_other(place: &Place) {
    let (one, other) = (place.open().await, place.open().await);
    let given = give(&one, &gift(1, &[BEN], NINE)).await;
    let tries = (0..10_u64).map(|turn| {
        let store = if turn % 2 == 0 { one.clone() } else { other.clone() };
        tokio::spawn(async move {
            let words = format!("words {turn}");
            store.amend(GUILD, ANNA, given, &words, InteractionId::new(100 + turn), at(TEN)).await.unwrap()
        })
    });
    let amended = futures_util::future::join_all(tries).await;
    assert!(amended.into_iter().all(|amended| amended.unwrap().is_ok()));
    assert_eq!((totals(place).await[0], counting(place).await), (1, 1));
    let standing = "SELECT COUNT(*) FROM recognition r WHERE NOT EXISTS \
                    (SELECT 1 FROM reversal v WHERE v.recognition_id = r.id)";
    assert_eq!(place.number(standing).await, 1);
}

async fn a_steward_removes_with_a_reason_whatever_its_age(place: &Place) {
    let store = place.open().await;
    let given = give(&store, &with(gift(1, &[BEN], NINE), &["care"])).await;
    let later = at("2027-01-04T08:00:00Z");
    assert_eq!(why(store.void(ELSEWHERE, STEWARD, given, "x", later).await.unwrap()), NotReversed::Gone);
    let voided = store.void(GUILD, STEWARD, given, "not for here", later).await.unwrap().unwrap();
    assert!(voided.undone);
    assert_eq!((totals(place).await, counting(place).await), (vec![0, 0, 0], 0));
    let ended = Ended::Voided { reason: Some("not for here".to_owned()) };
    assert_eq!(why(store.undo(GUILD, ANNA, given, at(TEN)).await.unwrap()), NotReversed::Ended(ended.clone()));
    assert_eq!(why(store.void(GUILD, STEWARD, given, "again", later).await.unwrap()), NotReversed::Ended(ended));
}

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
    let (entries, _) = store.given_here(GUILD, None, 100, usize::MAX).await.unwrap();
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
    assert_eq!(store.recognition(given).await.unwrap().unwrap().announced_to, [BEN, CLEO]);
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

async fn whoever_gave_it_learns_why_a_steward_removed_it(place: &Place) {
    let store = place.open().await;
    let first = give(&store, &gift(1, &[BEN], NINE)).await;
    let second = give(&store, &gift(2, &[BEN, CLEO], NINE)).await;
    store.undo(GUILD, ANNA, give(&store, &gift(3, &[BEN], NINE)).await, at(NINE)).await.unwrap().unwrap();
    let others = NewRecognition { giver: BEN, ..gift(4, &[CLEO], NINE) };
    store.void(GUILD, STEWARD, give(&store, &others).await, "not yours", at(TEN)).await.unwrap().unwrap();
    store.void(GUILD, STEWARD, first, "it names a client", at(NINE)).await.unwrap().unwrap();
    store.void(GUILD, STEWARD, second, "again", at(TEN)).await.unwrap().unwrap();
    let told = async |guild, who, since, most| {
        let removed = store.removed_since(guild, who, at(since), most).await.unwrap();
        removed.into_iter().map(|one| one.reason.unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(told(GUILD, ANNA, NINE, 9).await, ["again", "it names a client"]);
    assert_eq!(told(GUILD, ANNA, NINE, 1).await, ["again"]);
    assert_eq!(told(GUILD, ANNA, TEN, 9).await, ["again"]);
    assert!(told(ELSEWHERE, ANNA, NINE, 9).await.is_empty() && told(GUILD, CLEO, NINE, 9).await.is_empty());
    let removed = store.removed_since(GUILD, ANNA, at(TEN), 9).await.unwrap();
    assert_eq!((removed[0].local_date, removed[0].words.as_deref()), (date(2026, 11, 23), Some("calmer nights")));
}

async fn an_announcement_is_found_by_its_message(place: &Place) {
    let store = place.open().await;
    let (given, claim) = counted(store.give(&gift(1, &[BEN], NINE), LEASE).await.unwrap());
    store.posted(&claim, MessageId::new(900)).await.unwrap();
    let find =
        async |guild, channel, message| store.announced_by(guild, channel, MessageId::new(message)).await.unwrap();
    assert_eq!(find(GUILD, CHANNEL, 900).await, Some(given));
    for (guild, channel, message) in [(ELSEWHERE, CHANNEL, 900), (GUILD, ChannelId::new(5), 900), (GUILD, CHANNEL, 901)]
    {
        assert_eq!(find(guild, channel, message).await, None);
    }
}

async fn changes_are_taken_in_hand_by_one(place: &Place) {
    let (one, other) = (place.open().await, place.open().await);
    let (given, claim) = counted(one.give(&gift(1, &[BEN], NINE), LEASE).await.unwrap());
    assert_eq!(one.next_change().await.unwrap(), None);
    one.posted(&claim, MessageId::new(900)).await.unwrap();
    one.undo(GUILD, ANNA, given, at(TEN)).await.unwrap().unwrap();
    assert_eq!(other.next_change().await.unwrap(), Some(at(TEN)));
    assert!(one.claim_change(at(NINE), LEASE).await.unwrap().is_none());
    let claims = (0..10).map(|turn| {
        let store = if turn % 2 == 0 { one.clone() } else { other.clone() };
        tokio::spawn(async move { store.claim_change(at(TEN), LEASE).await.unwrap() })
    });
    let claims = futures_util::future::join_all(claims).await;
    let held: Vec<_> = claims.into_iter().filter_map(Result::unwrap).collect();
    let [held] = held.as_slice() else { panic!("{} hold it", held.len()) };
    assert_eq!((held.wanted, held.occurrence.id, held.attempt), (Wanted::Edited, claim.occurrence.id, 1));
    assert_eq!(held.occurrence.state, OccurrenceState::Posted(MessageId::new(900)));
    other.change_put_back(held, at("2026-11-23T11:00:00Z"), true).await.unwrap();
    let again = one.claim_change(at("2026-11-23T11:00:00Z"), LEASE).await.unwrap().unwrap();
    assert_eq!(again.attempt, 2);
    // Whoever held it before says nothing any more.
    one.change_done(held, at(TEN)).await.unwrap();
    assert!(one.next_change().await.unwrap().is_some());
    one.change_done(&again, at(TEN)).await.unwrap();
    assert_eq!(one.next_change().await.unwrap(), None);
}

async fn changes_of_a_server_that_is_gone_wait(place: &Place) {
    let store = place.open().await;
    let (given, claim) = counted(store.give(&gift(1, &[BEN], NINE), LEASE).await.unwrap());
    store.put_back(&claim, at(NINE), Sent::Perhaps, "lost").await.unwrap();
    store.undo(GUILD, ANNA, given, at(TEN)).await.unwrap().unwrap();
    assert!(store.next_change().await.unwrap().is_some(), "it may be in the channel");
    store.guild_removed(GUILD, at(TEN)).await.unwrap();
    assert_eq!(store.next_change().await.unwrap(), None);
    assert!(store.claim_change(at(TEN), LEASE).await.unwrap().is_none());
    store.guild_joined(GUILD, None, None, at(TEN)).await.unwrap();
    assert!(store.claim_change(at(TEN), LEASE).await.unwrap().is_some());
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
