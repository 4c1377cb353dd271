//! What goes with a person, in one server or everywhere, and what stays of it for the others.

use std::collections::BTreeSet;

use clarion::store::{Forgotten, Where};
use serenity::model::id::UserId;

use super::super::engines::{NINE, Place, at, on_each_engine};
use super::filled::{filled, gift, given, named};
use super::looking::{dump, kept, tells, traces};
use super::{HERE, JO, MIRA, SAM, THERE, forget, givers, mine};

on_each_engine!(
    nothing_tells_of_somebody_who_was_forgotten,
    nobody_else_loses_anything,
    in_one_server_alone_or_everywhere,
    who_comes_back_is_somebody_new,
    forgotten_twice_is_forgotten_once,
    a_pause_is_one_servers_or_all,
);

async fn nothing_tells_of_somebody_who_was_forgotten(place: &Place) {
    let store = filled(place).await;
    named(place, &store).await;
    let before = tells(place).await;
    let tables: BTreeSet<&str> = before.iter().filter_map(|row| row.split(':').next()).collect();
    for known in clarion::store::columns_of_words() {
        let (table, _) = known.split_once('.').unwrap();
        assert!(tables.contains(table), "{table} holds nothing of Jo's to begin with: {tables:?}");
    }
    if store.is_shared() {
        assert!(kept(place).await.is_none_or(|kept| kept.len() > 15));
        assert_eq!(forget(&store, Where::Server(HERE)).await.servers, [HERE]);
        // Nor does a row that was deleted, or what one was before, nor an index.
        assert_eq!(kept(place).await.unwrap_or_default(), Vec::<String>::new());
    } else {
        assert!(traces(place).len() >= 3, "{:?}", traces(place));
        assert_eq!(forget(&store, Where::Server(HERE)).await.servers, [HERE]);
        // The files are clean while the store is open, and after it was closed.
        assert_eq!(traces(place), Vec::<String>::new());
    }
    assert_eq!(tells(place).await, Vec::<String>::new());
    store.close().await;
    if !store.is_shared() {
        assert_eq!(traces(place), Vec::<String>::new());
    }
}

async fn nobody_else_loses_anything(place: &Place) {
    let store = filled(place).await;
    let before = dump(place).await;
    let (mira, sam) = (mine(&store, MIRA).await, mine(&store, SAM).await);
    let givers: Vec<(i64, i64)> = givers(&store).await.into_iter().map(|(_, gives, people)| (gives, people)).collect();
    let forgotten = forget(&store, Where::Server(HERE)).await;
    let after = dump(place).await;
    assert_eq!((mine(&store, MIRA).await, mine(&store, SAM).await), (mira, sam));
    let now = self::givers(&store).await;
    assert_eq!(now.iter().map(|(_, gives, people)| (*gives, *people)).collect::<Vec<_>>(), givers);
    assert_eq!(now.iter().filter(|(user, _, _)| user.is_none()).count(), 1, "a former member, with what they gave");
    // What Jo gave, what Jo got, the reflection and the question in a thread.
    assert_eq!((forgotten.posts, forgotten.unclear), (5, vec![]));
    assert_eq!(after["announcement_change"].len(), 5);
    // Whole rows of others are as they were.
    for (table, rows) in &before {
        let of_others = rows.iter().filter(|row| row.contains("behind the pier"));
        let lost: Vec<&String> = of_others.filter(|row| !after[table].contains(row)).collect();
        assert!(lost.is_empty(), "{table}: {lost:?}");
    }
    for table in ["recognition_day", "recognition_strength", "recognition_receiver", "schedule", "guild"] {
        assert_eq!(before[table], after[table], "{table}");
    }
    for (table, left) in [("recognition", 6), ("recognition_words", 3), ("person", 4), ("reversal", 2), ("report", 3)] {
        assert_eq!(after[table].len(), left, "{table}");
    }
}

async fn in_one_server_alone_or_everywhere(place: &Place) {
    let store = filled(place).await;
    let there = given(&store, &gift(9_000, THERE, JO, &[MIRA], "given there")).await;
    assert_eq!(store.servers_of(JO).await.unwrap(), [HERE, THERE]);
    forget(&store, Where::Server(HERE)).await;
    assert_eq!(store.servers_of(JO).await.unwrap(), [THERE]);
    // The dial holds over all servers, and is kept where somebody is known still.
    assert!(store.wants_no_contact(JO).await.unwrap());
    let found = store.recognition(clarion::store::Id::from_i64(there).unwrap()).await.unwrap().unwrap();
    assert_eq!((found.giver, found.words.as_deref()), (Some(JO), Some("given there")));
    let all = forget(&store, Where::Everywhere).await;
    assert_eq!((all.servers.as_slice(), all.posts), (&[THERE][..], 1));
    assert!(store.servers_of(JO).await.unwrap().is_empty() && !store.wants_no_contact(JO).await.unwrap());
    assert_eq!(tells(place).await, Vec::<String>::new());
    // Both at once.
    given(&store, &gift(9_100, HERE, JO, &[MIRA], "anew")).await;
    given(&store, &gift(9_200, THERE, JO, &[MIRA], "anew")).await;
    assert_eq!(forget(&store, Where::Everywhere).await.servers, [HERE, THERE]);
    assert_eq!(tells(place).await, Vec::<String>::new());
}

async fn who_comes_back_is_somebody_new(place: &Place) {
    let store = filled(place).await;
    forget(&store, Where::Server(HERE)).await;
    assert_eq!(mine(&store, JO).await, [0; 4]);
    given(&store, &gift(9_000, HERE, JO, &[MIRA], "hello again")).await;
    assert_eq!(mine(&store, JO).await, [1, 1, 0, 0]);
    let all = givers(&store).await;
    let jo = all.iter().filter(|(user, _, _)| *user == Some(JO)).count();
    assert_eq!((jo, all.iter().filter(|(user, _, _)| user.is_none()).count()), (1, 1));
    assert_eq!(store.paused_since(JO, Where::Server(HERE)).await.unwrap(), None);
}

async fn forgotten_twice_is_forgotten_once(place: &Place) {
    let store = filled(place).await;
    forget(&store, Where::Server(HERE)).await;
    let once = dump(place).await;
    assert_eq!(forget(&store, Where::Server(HERE)).await, Forgotten::default());
    assert_eq!(forget(&store, Where::Everywhere).await, Forgotten::default());
    assert!(!store.scrub().await.unwrap(), "nothing was erased, and nothing is owed");
    assert_eq!(dump(place).await, once);
}

async fn a_pause_is_one_servers_or_all(place: &Place) {
    let store = filled(place).await;
    given(&store, &gift(9_000, THERE, JO, &[MIRA], "there")).await;
    let (here, there) = (Where::Server(HERE), Where::Server(THERE));
    assert!(store.set_paused(JO, here, true, at(NINE)).await.unwrap());
    assert_eq!(store.paused_since(JO, here).await.unwrap(), Some(at(NINE)));
    assert_eq!(store.paused_since(JO, there).await.unwrap(), None);
    assert_eq!(store.paused_since(JO, Where::Everywhere).await.unwrap(), None);
    // Pausing again counts from the first time on.
    let later = at("2026-11-24T08:00:00Z");
    store.set_paused(JO, Where::Everywhere, true, later).await.unwrap();
    assert_eq!(store.paused_since(JO, here).await.unwrap(), Some(at(NINE)));
    assert_eq!(store.paused_since(JO, Where::Everywhere).await.unwrap(), Some(later));
    store.set_paused(JO, Where::Everywhere, false, later).await.unwrap();
    assert_eq!(store.paused_since(JO, here).await.unwrap(), None);
    assert_eq!(mine(&store, JO).await, [1, 2, 1, 1], "a voided one does not count, and nothing else has changed");
    // Somebody whom nobody knows yet pauses in a server, and nowhere else.
    let new = UserId::new(77);
    assert!(!store.set_paused(new, Where::Everywhere, true, later).await.unwrap());
    assert!(store.set_paused(new, here, true, later).await.unwrap());
    assert_eq!(store.servers_of(new).await.unwrap(), [HERE]);
}
