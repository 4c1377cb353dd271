//! A server's recognition as a file: read back as it was, and run by no spreadsheet.

use clarion::recognition::sheet::{Entry, NOTE, from_csv, to_csv, to_json};
use rand::RngExt;
use rand::rngs::StdRng;
use serde_json::Value;

use super::hostile::words;
use super::shown::defused;
use super::{CHANNEL, GIVER, GUILD};

pub fn of_server(random: &mut StdRng, typed: &str) {
    let entries: Vec<Entry> = (0..random.random_range(1..=4)).map(|_| entry(random, typed)).collect();
    let table = to_csv(&entries);
    defused(&table);
    assert_eq!(from_csv(&table).as_ref(), Some(&entries), "{table}");
    let document = to_json(&GUILD.to_string(), "now", true, &entries);
    let read: Value = serde_json::from_str(&document).unwrap();
    assert_eq!(read["note"].as_str(), Some(NOTE));
    assert_eq!(serde_json::from_value::<Vec<Entry>>(read["recognitions"].clone()).unwrap(), entries);
}

/// The words as they were typed, before any cleaning: a file is for what was kept years ago as well. A strength is a line.
fn entry(random: &mut StdRng, typed: &str) -> Entry {
    let line = |words: String| words.replace('\n', " ");
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    let strengths: Vec<String> = (0..random.random_range(0..=3)).map(|_| line(words(random))).collect();
    let to = random.random_range(0..=3);
    let name = |random: &mut StdRng| format!("x{}", line(words(random)));
    Entry {
        id: "0000000000001".to_owned(),
        given_at: "2026-11-21T09:00:00Z".to_owned(),
        date: "2026-11-21".to_owned(),
        channel: CHANNEL.to_string(),
        from: random.random_bool(0.5).then(|| GIVER.to_string()),
        from_name: random.random_bool(0.5).then(|| line(typed.to_owned())).and_then(some),
        to: vec![GIVER.to_string(); to],
        to_names: (0..to).map(|_| name(random)).collect(),
        people: 3,
        words: random.random_bool(0.8).then(|| typed.to_owned()).and_then(some),
        strengths: strengths.into_iter().filter(|name| !name.is_empty()).collect(),
        ended: random.random_bool(0.1).then(|| "undone".to_owned()),
    }
}
