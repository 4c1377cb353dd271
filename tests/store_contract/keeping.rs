//! A recognition after it was given, by who gave it and by stewards: taken back, given other words, removed.

use clarion::recognition::Dates;
use clarion::store::{
    Ended, Given, Id, NewRecognition, NotReversed, OccurrenceState, Reversed, Sent, Store, StrengthsNamed, Wanted,
    Where,
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
    whoever_gave_it_learns_why_a_steward_removed_it,
    an_announcement_is_found_by_its_message,
    changes_are_taken_in_hand_by_one,
    changes_of_a_server_that_is_gone_wait,
);

pub(super) const TEN: &str = "2026-11-23T10:00:00Z";
pub(super) const ELSEWHERE: GuildId = GuildId::new(98);
pub(super) const STEWARD: UserId = UserId::new(77);

pub(super) fn with(new: NewRecognition, strengths: &[&str]) -> NewRecognition {
    NewRecognition { strengths: strengths.iter().map(|&name| name.to_owned()).collect(), ..new }
}

pub(super) async fn give(store: &Store, new: &NewRecognition) -> Id {
    counted(store.give(new, LEASE).await.unwrap()).0
}

pub(super) fn why(reversed: Reversed) -> NotReversed {
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

pub(super) async fn counting(place: &Place) -> i64 {
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
    // Each draws ids of its own: of the same ones, as here at one moment, a store tries no more than a few.
    let (one, other) = (place.open().await, Store::open(&place.options(), 8).await.unwrap());
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
