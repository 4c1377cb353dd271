//! A server's file is read in pages: each recognition comes once, whichever page it stands on, and no page after the file is
//! full.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use clarion::recognition::sheet::Entry;
use clarion::store::{Id, Store};
use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::engines::{CHANNEL, GUILD, Place, at, on_each_engine};

on_each_engine!(each_recognition_of_a_server_comes_once, no_more_is_read_than_a_file_holds);

const FIRST: Date = date(2026, 3, 2);
/// More than two pages, nearly all of them on one day.
const RECOGNITIONS: i64 = 1_300;
const PEOPLE: i64 = 7;

/// The later id has the earlier day among some: other words come with an id of their own, and on the day of the first.
fn day(recognition: i64) -> Date {
    let after = match recognition {
        _ if recognition % 20 == 0 => 7 - recognition % 7,
        100..1_250 => 3,
        _ => recognition % 7,
    };
    FIRST + after.days()
}

fn receivers(recognition: i64) -> Vec<i64> {
    (0..=recognition % 3).map(|step| (recognition + step) % PEOPLE + 1).collect()
}

async fn filled(place: &Place) -> Store {
    let store = place.open().await;
    store.guild_joined(GUILD, None, None, at("2026-03-01T08:00:00Z")).await.unwrap();
    let mut rows = String::new();
    let mut add = |table: &str, row: String| write!(rows, "INSERT INTO {table} VALUES ({row});").unwrap();
    for person in 1..=PEOPLE + 1 {
        add("person (id, guild_id, user_id)", format!("{person}, {GUILD}, {}", 100 + person));
    }
    for id in 1..=RECOGNITIONS {
        let (giver, day) = (PEOPLE + 1, day(id));
        let columns = "recognition (id, guild_id, interaction_id, giver, channel_id, given_at, local_date)";
        add(columns, format!("{id}, {GUILD}, {id}, {giver}, {CHANNEL}, {id}, '{day}'"));
        for (place, person) in receivers(id).into_iter().enumerate() {
            let columns =
                "recognition_receiver (recognition_id, person_id, place, giver, local_date, given_at, counts)";
            add(columns, format!("{id}, {person}, {place}, {giver}, '{day}', {id}, 1"));
        }
        add("recognition_words (recognition_id, words)", format!("{id}, 'for {id}'"));
        if id % 2 == 0 {
            add("recognition_strength (recognition_id, place, name)", format!("{id}, 0, 'Calm'"));
        }
    }
    place.run(&format!("BEGIN; {rows} COMMIT")).await;
    store
}

async fn given(store: &Store, before: Option<Date>, most: usize, bytes: usize) -> (Vec<Entry>, bool) {
    store.given_here(GUILD, before, most, (bytes, 0)).await.unwrap()
}

async fn each_recognition_of_a_server_comes_once(place: &Place) {
    let store = filled(place).await;
    let (entries, complete) = given(&store, None, usize::MAX, usize::MAX).await;
    assert!(complete);
    assert_eq!(entries.len(), usize::try_from(RECOGNITIONS).unwrap());
    let mut found: BTreeMap<String, &Entry> = BTreeMap::new();
    for entry in &entries {
        assert!(found.insert(entry.id.clone(), entry).is_none(), "{} comes twice", entry.id);
    }
    for id in 1..=RECOGNITIONS {
        let entry = found[&Id::from_i64(id).unwrap().to_string()];
        let to: Vec<String> = receivers(id).into_iter().map(|person| (100 + person).to_string()).collect();
        assert_eq!((&entry.date, &entry.to), (&day(id).to_string(), &to));
        assert_eq!(entry.words.as_deref(), Some(format!("for {id}").as_str()));
        assert_eq!(entry.strengths.len(), usize::from(id % 2 == 0));
    }
    let days: Vec<&String> = entries.iter().map(|entry| &entry.date).collect();
    assert!(days.is_sorted_by(|one, other| one >= other), "the latest day first");

    // The days before one of them are what follows it.
    let third = FIRST + 3.days();
    let (earlier, complete) = given(&store, Some(third), usize::MAX, usize::MAX).await;
    assert!(complete && !earlier.is_empty());
    let rest: Vec<Entry> = entries.iter().filter(|entry| entry.date < third.to_string()).cloned().collect();
    assert_eq!(earlier, rest);
    // As many as fit into pages, and one more or less.
    for most in [1, 499, 500, 501, 1_000, 1_299] {
        let (some, complete) = given(&store, None, most, usize::MAX).await;
        assert_eq!((some.as_slice(), complete), (&entries[..most], false));
    }
    assert_eq!(given(&store, None, 1_300, usize::MAX).await, (entries, true));
}

async fn no_more_is_read_than_a_file_holds(place: &Place) {
    let store = filled(place).await;
    let (all, _) = given(&store, None, usize::MAX, usize::MAX).await;
    for bytes in [0, 5_000, 60_000] {
        let (some, complete) = given(&store, None, usize::MAX, bytes).await;
        assert!(!complete);
        assert_eq!(some, all[..some.len()]);
        let length = |entries: &[Entry]| entries.iter().map(Entry::contents).sum::<usize>();
        assert!(length(&some) > bytes && length(&some[..some.len() - 1]) <= bytes, "{bytes} bytes: {}", some.len());
    }
    let different: BTreeSet<&str> = all.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(different.len(), all.len());
}
