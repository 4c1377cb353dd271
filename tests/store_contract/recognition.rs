//! Recognition: counted once an interaction, by whom, to whom, and told.

use std::collections::HashMap;

use clarion::recognition::{Dates, Way};
use clarion::store::{Given, GiverTally, NewRecognition, Recognition, Sent, TriedBy, WaySet};
use jiff::civil::date;
use serenity::model::id::{ApplicationId, ChannelId, GuildId, MessageId, UserId};

use super::engines::{
    ANNA, BEN, CHANNEL, CLEO, GUILD, LEASE, NINE, Place, at, claimed, counted, draft, gift, not_holder, nothing,
    on_each_engine,
};

on_each_engine!(
    a_replayed_gift_counts_nothing,
    fifty_gifts_of_one_interaction_count_once,
    tallies_count_people_and_leave_out_what_was_taken_back,
    an_erased_person_is_not_named_and_totals_stay,
    a_way_is_set_by_the_giver_alone,
    an_announcement_is_held_by_who_gave_until_it_is_given_back,
    nul_and_any_script_go_through,
    thanks_are_turned_and_searched,
    many_are_read_as_each_is_by_itself,
);

/// Which of them are otherwise than the rest, beside others of the same batch: the words of some came into the channel before Ben
/// wanted nothing more from Anna, of some since; some he hides.
const POSTED_BEFORE: [u64; 3] = [3, 4, 100];
const POSTED_SINCE: [u64; 3] = [6, 7, 102];
const HIDDEN: [u64; 2] = [9, 100];
const QUIET: u64 = 12;
const UNDONE: u64 = 15;

/// What is read of one: its number; who got it, who of them is announced, and who of them does not hide it; what it names;
/// where it stands; whether it is quiet, and whether it was taken back.
type Read = (u64, [Vec<UserId>; 3], Vec<String>, Option<MessageId>, bool, bool);

/// One of them as it is to be read, told from its number alone.
fn as_it_is_to_be_read(n: u64, declined: bool) -> Read {
    let receivers = [vec![BEN], vec![CLEO, BEN], vec![CLEO]][(n % 3) as usize].clone();
    let of = |ben: bool| -> Vec<UserId> {
        receivers.iter().copied().filter(|one| n != QUIET && (*one != BEN || ben)).collect()
    };
    let shown = !HIDDEN.contains(&n);
    let named = shown && !POSTED_SINCE.contains(&n) && (POSTED_BEFORE.contains(&n) || !declined);
    let (announced_to, unhidden) = (of(named), of(shown));
    let strengths = [vec![], vec!["Craft".to_owned(), "Care".to_owned()]][(n % 2) as usize].clone();
    let posted = (POSTED_BEFORE.contains(&n) || POSTED_SINCE.contains(&n)).then(|| MessageId::new(1_000 + n));
    (n, [receivers, announced_to, unhidden], strengths, posted, n == QUIET, n == UNDONE)
}

async fn many_are_read_as_each_is_by_itself(place: &Place) {
    let store = place.open().await;
    // More than are looked up at once.
    let (mut ids, mut claims) = (Vec::new(), HashMap::new());
    for n in 1..=103_u64 {
        let (_, [to, ..], strengths, ..) = as_it_is_to_be_read(n, false);
        let now = at(NINE) + jiff::SignedDuration::from_secs(n as i64);
        let new = NewRecognition { at: now, strengths, quiet: n == QUIET, ..gift(n, &to, NINE) };
        let Given::Counted(counted) = store.give(&new, LEASE).await.unwrap() else { panic!("{n} is not counted") };
        claims.extend(counted.announcement.map(|claim| (n, claim)));
        ids.push((counted.recognition, n));
    }
    ids.reverse();
    let of = |n: u64| ids.iter().find(|(_, number)| *number == n).unwrap().0;
    for n in POSTED_BEFORE {
        store.posted(&claims[&n], MessageId::new(1_000 + n)).await.unwrap();
    }
    store.decline_these(GUILD, BEN, &[ANNA], at(NINE)).await.unwrap();
    for n in POSTED_SINCE {
        store.posted(&claims[&n], MessageId::new(1_000 + n)).await.unwrap();
    }
    for n in HIDDEN {
        assert!(store.hide_received(GUILD, BEN, of(n), true, at(NINE)).await.unwrap(), "{n}");
    }
    store.undo(GUILD, ANNA, of(UNDONE), at(NINE)).await.unwrap().unwrap();

    let read = |one: Recognition| {
        let n = ids.iter().find(|(id, _)| *id == one.id).unwrap().1;
        let people = [one.receivers, one.announced_to, one.unhidden];
        (n, people, one.strengths, one.announced, one.quiet, one.undone)
    };
    for declined in [true, false] {
        if !declined {
            store.decline_these(GUILD, BEN, &[], at(NINE)).await.unwrap();
        }
        for most in [103, 100, 11, 10, 2, 1] {
            let (gave, _) = store.all_thanks(GUILD, ANNA, u32::try_from(most).unwrap()).await.unwrap();
            let found: Vec<_> = gave.into_iter().map(|one| read(one.recognition)).collect();
            let true_of_them: Vec<_> = (1..=103).rev().take(most).map(|n| as_it_is_to_be_read(n, declined)).collect();
            let wrong: Vec<_> = found.iter().zip(&true_of_them).filter(|(found, told)| found != told).collect();
            assert!(wrong.is_empty() && found.len() == most, "{most}, {declined}: {wrong:#?}");
        }
        for (id, n) in &ids {
            let alone = store.recognition(*id).await.unwrap().unwrap();
            assert_eq!(read(alone), as_it_is_to_be_read(*n, declined), "{declined}");
        }
    }
    let (gave, got) = store.all_thanks(GUILD, BEN, 200).await.unwrap();
    assert_eq!((gave.len(), got.len()), (0, 69));
}

async fn thanks_are_turned_and_searched(place: &Place) {
    let store = place.open().await;
    for n in 1..=3_u64 {
        let words = format!("Die Straße, {n}%");
        let gift = NewRecognition { words, ..gift(n, &[BEN, CLEO], &format!("2026-11-23T0{n}:00:00Z")) };
        store.give(&gift, LEASE).await.unwrap();
    }
    store.give(&NewRecognition { giver: BEN, ..gift(4, &[ANNA], NINE) }, LEASE).await.unwrap();
    let words = |of: &[clarion::store::Recognition]| -> Vec<String> {
        of.iter().map(|one| one.words.clone().unwrap()).collect()
    };
    let first = store.my_thanks(GUILD, ANNA, None, 0, 2).await.unwrap();
    assert_eq!((first.given, first.got, first.screen, first.last), (3, 1, 0, 1));
    assert_eq!((first.mine.gave, first.mine.gave_to, first.mine.got), (3, 2, 1));
    assert_eq!(words(&first.mine.latest_given), ["Die Straße, 3%", "Die Straße, 2%"]);
    assert_eq!(words(&first.mine.latest_got), ["calmer nights"]);
    let second = store.my_thanks(GUILD, ANNA, None, 9, 2).await.unwrap();
    assert_eq!((second.screen, words(&second.mine.latest_given)), (1, vec!["Die Straße, 1%".to_owned()]));
    assert!(second.mine.latest_got.is_empty());
    let found = store.my_thanks(GUILD, ANNA, Some("STRASSE, 2%"), 0, 2).await.unwrap();
    assert_eq!((found.given, found.got, found.mine.gave), (1, 0, 3));
    // What was taken back, or whose words were erased, is not found.
    place.run("DELETE FROM recognition_words").await;
    let none = store.my_thanks(GUILD, BEN, Some("a"), 0, 2).await.unwrap();
    assert_eq!((none.given, none.got, none.mine.got), (0, 0, 3));
    assert_eq!(store.my_thanks(GuildId::new(98), ANNA, None, 0, 2).await.unwrap(), clarion::store::MyThanks::default());
}

async fn a_replayed_gift_counts_nothing(place: &Place) {
    let store = place.open().await;
    let (recognition, _) = counted(store.give(&gift(1, &[BEN, CLEO], NINE), LEASE).await.unwrap());
    for _ in 0..3 {
        let again = store.give(&gift(1, &[BEN], "2026-11-23T09:00:00Z"), LEASE).await.unwrap();
        assert!(matches!(again, Given::Already { recognition: same } if same == recognition), "{again:?}");
    }
    let tally = store.givers(GUILD, Dates::ALL).await.unwrap();
    assert_eq!(tally, [GiverTally { user: Some(ANNA), gives: 1, people: 2 }]);
    assert_eq!(place.number("SELECT COUNT(*) FROM occurrence").await, 1);
}

async fn fifty_gifts_of_one_interaction_count_once(place: &Place) {
    let store = place.open().await;
    let other = place.open().await;
    let gifts = (0..50).map(|turn| {
        let store = if turn % 2 == 0 { store.clone() } else { other.clone() };
        tokio::spawn(async move { store.give(&gift(1, &[BEN, CLEO], NINE), LEASE).await.unwrap() })
    });
    let given = futures_util::future::join_all(gifts).await;
    let counted = given.into_iter().filter(|given| matches!(given.as_ref().unwrap(), Given::Counted(_))).count();
    assert_eq!(counted, 1);
    assert_eq!(place.number("SELECT COUNT(*) FROM recognition_receiver").await, 2);
    assert_eq!(place.number("SELECT COUNT(*) FROM person").await, 3);
}

async fn tallies_count_people_and_leave_out_what_was_taken_back(place: &Place) {
    let store = place.open().await;
    let mut gifts = Vec::new();
    for (interaction, giver, receivers, now) in [
        (1, ANNA, vec![BEN], "2026-11-20T08:00:00Z"),
        (2, ANNA, vec![BEN, CLEO], "2026-11-23T08:00:00Z"),
        (3, BEN, vec![ANNA], "2026-11-23T09:00:00Z"),
        (4, ANNA, vec![CLEO], "2026-11-23T10:00:00Z"),
    ] {
        let new = clarion::store::NewRecognition { giver, ..gift(interaction, &receivers, now) };
        gifts.push(counted(store.give(&new, LEASE).await.unwrap()).0);
    }
    let elsewhere = clarion::store::NewRecognition { guild: GuildId::new(99), ..gift(5, &[BEN], NINE) };
    counted(store.give(&elsewhere, LEASE).await.unwrap());
    let monday = Dates { first: date(2026, 11, 23), last: date(2026, 11, 23) };
    let tally = |user, gives, people| GiverTally { user: Some(user), gives, people };
    assert_eq!(store.givers(GUILD, monday).await.unwrap(), [tally(ANNA, 2, 2), tally(BEN, 1, 1)]);
    assert_eq!(store.givers(GUILD, Dates::ALL).await.unwrap(), [tally(ANNA, 3, 2), tally(BEN, 1, 1)]);

    let undo = format!(
        "INSERT INTO reversal (id, recognition_id, reversed_at) VALUES (1, {0}, 0); \
         UPDATE recognition_receiver SET counts = 0 WHERE recognition_id = {0}",
        gifts[3].get()
    );
    place.run(&undo).await;
    assert_eq!(store.givers(GUILD, monday).await.unwrap(), [tally(ANNA, 1, 2), tally(BEN, 1, 1)]);
    assert!(store.recognition(gifts[3]).await.unwrap().unwrap().undone);
    let mine = store.mine(GUILD, ANNA, 1).await.unwrap();
    assert_eq!((mine.gave, mine.gave_to, mine.got, mine.got_from), (2, 2, 1, 1));
    assert_eq!(mine.latest_given.len(), 1);
    assert_eq!(mine.latest_given[0].id, gifts[1]);
    assert_eq!(mine.latest_given[0].receivers, [BEN, CLEO]);
    assert_eq!(mine.latest_given[0].about, Some((CHANNEL, MessageId::new(2))));
    assert_eq!(mine.latest_got[0].id, gifts[2]);
    assert_eq!(store.mine(GUILD, CLEO, 5).await.unwrap().got, 1);
    assert_eq!(store.mine(GuildId::new(98), ANNA, 5).await.unwrap(), clarion::store::Mine::default());
}

async fn an_erased_person_is_not_named_and_totals_stay(place: &Place) {
    let store = place.open().await;
    let (given, _) = counted(store.give(&gift(1, &[BEN, CLEO], NINE), LEASE).await.unwrap());
    place.run("UPDATE person SET user_id = NULL WHERE user_id IN (11, 12); DELETE FROM recognition_words").await;
    assert_eq!(store.givers(GUILD, Dates::ALL).await.unwrap(), [GiverTally { user: None, gives: 1, people: 2 }]);
    let left = store.recognition(given).await.unwrap().unwrap();
    assert_eq!((left.giver, left.receivers, left.words), (None, vec![CLEO], None));
    assert_eq!(store.mine(GUILD, CLEO, 5).await.unwrap().got_from, 1);
    // Two erased people do not clash, and a returning one is somebody new.
    counted(store.give(&gift(2, &[BEN], NINE), LEASE).await.unwrap());
    assert_eq!(store.mine(GUILD, ANNA, 5).await.unwrap().gave, 1);
}

async fn a_way_is_set_by_the_giver_alone(place: &Place) {
    let store = place.open().await;
    let (given, _) = counted(store.give(&gift(1, &[BEN], NINE), LEASE).await.unwrap());
    let way = async || store.recognition(given).await.unwrap().unwrap().way;
    assert_eq!(way().await, None);
    assert_eq!(store.set_way(GUILD, given, BEN, Way::Expert).await.unwrap(), WaySet::NotTheirs);
    assert_eq!(way().await, None);
    assert_eq!(store.set_way(GuildId::new(9), given, ANNA, Way::Expert).await.unwrap(), WaySet::Gone);
    assert_eq!(way().await, None);
    assert_eq!(store.set_way(GUILD, given, ANNA, Way::Expert).await.unwrap(), WaySet::Set);
    assert_eq!(way().await, Some(Way::Expert));
    let unknown = clarion::store::Id::from_i64(5).unwrap();
    assert_eq!(store.set_way(GUILD, unknown, ANNA, Way::Expert).await.unwrap(), WaySet::Gone);
    // What was taken back counts nowhere, and nothing is added to it.
    assert!(store.undo(GUILD, ANNA, given, at(NINE)).await.unwrap().is_ok());
    assert_eq!(store.set_way(GUILD, given, ANNA, Way::Thanks).await.unwrap(), WaySet::Gone);
    assert_eq!(way().await, Some(Way::Expert));
}

async fn an_announcement_is_held_by_who_gave_until_it_is_given_back(place: &Place) {
    let store = place.open().await;
    let (_, answered) = counted(store.give(&gift(1, &[BEN], NINE), LEASE).await.unwrap());
    let (second, slow) = counted(store.give(&gift(2, &[BEN], NINE), LEASE).await.unwrap());
    let (_, crashed) = counted(store.give(&gift(3, &[BEN], NINE), LEASE).await.unwrap());
    nothing(&store, "2026-11-23T08:00:30Z").await;
    store.posted(&answered, MessageId::new(71)).await.unwrap();
    assert_eq!(store.recognition(second).await.unwrap().unwrap().announced, None);

    // Given back at once: due now, and nobody has sent it.
    store.put_back(&slow, at("2026-11-23T08:00:30Z"), Sent::No, "deferred").await.unwrap();
    let mine = claimed(&store, "2026-11-23T08:00:30Z").await;
    assert_eq!((mine.occurrence.id, mine.earlier), (slow.occurrence.id, None));
    store.tried(&mine, at("2026-11-23T08:00:30Z"), LEASE).await.unwrap();
    store.posted(&mine, MessageId::new(72)).await.unwrap();
    assert_eq!(store.recognition(second).await.unwrap().unwrap().announced, Some(MessageId::new(72)));

    // Lost in a crash: perhaps the answer is there, and it has no nonce.
    let mine = claimed(&store, "2026-11-23T08:02:00Z").await;
    assert_eq!(mine.occurrence.id, crashed.occurrence.id);
    let earlier = mine.earlier.unwrap();
    assert_eq!((earlier.by, earlier.first_at), (TriedBy::Answer, at(NINE)));
    not_holder(store.posted(&crashed, MessageId::new(73)).await);
}

async fn nul_and_any_script_go_through(place: &Place) {
    let store = place.open().await;
    let words = "ru\u{0}hige Nächte · 夜が静か · ليالٍ أهدأ · 🌙' \" \\ ; -- $1";
    let new = clarion::store::NewRecognition { words: words.into(), ..gift(1, &[BEN], NINE) };
    let (given, _) = counted(store.give(&new, LEASE).await.unwrap());
    let kept = store.recognition(given).await.unwrap().unwrap().words.unwrap();
    assert_eq!(kept, words.replace('\0', ""));
    store.contrast_seen(GUILD, "ri\0sk", at(NINE)).await.unwrap();
    store.set_command_hash(ApplicationId::new(5), "a\0b").await.unwrap();
    store.guild_joined(GUILD, Some("de\0"), None, at(NINE)).await.unwrap();
    let mut odd = draft("dai\0ly", "09:00 weekdays Europe/Berlin");
    odd.channel = ChannelId::new(u64::MAX);
    store.save_schedule(GUILD, &odd, at(NINE)).await.unwrap();
    let read = store.schedule(GUILD, "dai\0ly", at(NINE)).await.unwrap().unwrap();
    assert_eq!((read.name.as_str(), read.channel), ("daily", ChannelId::new(u64::MAX)));
}
