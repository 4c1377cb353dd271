//! Every write of the store goes through `in_transaction!`, the one place that opens a transaction, or is named here with
//! its reason.
//!
//! The test reads the source as text. A function *writes* where its own text holds a statement that changes something, or
//! where it calls one that does and that was handed a connection. Only functions that are handed a connection may write
//! outside of `in_transaction!`: whoever hands them one holds the transaction.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Functions that write on a connection of their own all the same, and why.
const ON_THEIR_OWN: [(&str, &str); 9] = [
    ("erasing.rs: tables", "reads in the statements which tables they are about, and runs none"),
    ("open.rs: open", "brings the schema up to date before anybody else has the store; sqlx locks for it"),
    ("retention.rs: delete_old_words", "words its statements before the transaction in which they are run"),
    ("skips.rs: change_skip", "words its statement before the transaction in which it is run"),
    ("connection.rs: begin", "holds the words that open a transaction"),
    ("connection.rs: open", "is the place that opens a transaction"),
    ("connection.rs: end", "is the place that ends one"),
    (
        "scrubbing.rs: write_anew",
        "VACUUM and a checkpoint cannot run inside of a transaction; a crash between is tried",
    ),
    ("vacuuming.rs: vacuum", "VACUUM cannot run inside of a transaction; what a crash leaves, autovacuum does"),
];

/// What changes something in a database, as a statement begins.
const CHANGES: [&str; 12] = [
    "INSERT ",
    "UPDATE ",
    "DELETE ",
    "REPLACE ",
    "CREATE ",
    "DROP ",
    "ALTER ",
    "TRUNCATE ",
    "VACUUM",
    "COMMIT",
    "BEGIN",
    "PRAGMA user_version =",
];

#[derive(Debug)]
struct Function {
    /// File and name.
    place: String,
    name: String,
    /// Whether a connection is handed to it.
    handed: bool,
    /// Its body, without what stands in `in_transaction!`.
    body: String,
}

#[test]
fn every_write_is_in_the_one_place_that_opens_a_transaction() {
    let functions = functions();
    assert!(functions.iter().any(|function| function.place == "erasing.rs: erase_next"));
    let handed: BTreeSet<&str> = names(functions.iter().filter(|function| function.handed));
    let mut writing: BTreeSet<&str> = BTreeSet::new();
    loop {
        let more = functions.iter().filter(|function| function.handed && writes(function, &writing));
        let found = names(more);
        if found.len() == writing.len() {
            break;
        }
        writing = found;
    }
    // The scan sees what it is about.
    for known in ["insert_occurrence", "end", "forget_try", "plan", "ensure"] {
        assert!(handed.contains(known) && writing.contains(known), "{known} is not seen to write");
    }
    for known in ["last_uses", "still_news"] {
        assert!(handed.contains(known) && !writing.contains(known), "{known} is seen to write");
    }
    let own: BTreeSet<&str> = functions
        .iter()
        .filter(|function| !function.handed && writes(function, &writing))
        .map(|function| function.place.as_str())
        .collect();
    let named: BTreeMap<&str, &str> = ON_THEIR_OWN.into();
    assert_eq!(
        own,
        named.keys().copied().collect(),
        "writes outside of in_transaction!, and those named with a reason"
    );
}

fn names<'a>(functions: impl Iterator<Item = &'a Function>) -> BTreeSet<&'a str> {
    functions.map(|function| function.name.as_str()).collect()
}

/// Whether it holds a statement that changes something, or calls a function that writes on the connection it is handed.
fn writes(function: &Function, writing: &BTreeSet<&str>) -> bool {
    let body = &function.body;
    let changes = CHANGES.iter().any(|change| body.contains(&format!("\"{change}")));
    let begins = body.contains(".migrate(") || body.contains(".run(") || body.contains(".begin()).execute");
    changes || begins || writing.iter().any(|name| calls(body, name))
}

/// A call with a connection as its first argument.
fn calls(body: &str, name: &str) -> bool {
    body.match_indices(&format!("{name}(")).any(|(at, found)| {
        let whole = !body[..at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_');
        let arguments = body[at + found.len()..].trim_start();
        let connection = ["connection", "&mut connection", "&mut *connection", "open.connection()"];
        // A reader of a type's own, beside people.rs' function of that name, which writes.
        let whole = whole && !(name == "named" && body[..at].ends_with("ScheduleRow::"));
        whole && connection.iter().any(|connection| arguments.starts_with(connection))
    })
}

/// All functions of the store, but for its tests.
fn functions() -> Vec<Function> {
    let store = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let mut functions = Vec::new();
    for file in std::fs::read_dir(store).unwrap().map(|file| file.unwrap().path()).filter(|file| file.is_file()) {
        let text = std::fs::read_to_string(&file).unwrap();
        let text: String = text.split("#[cfg(test)]").next().unwrap().lines().map(code).collect();
        let file = file.file_name().unwrap().to_string_lossy().into_owned();
        for (at, _) in text.match_indices("fn ") {
            let text = &text[at + 3..];
            let Some(open) = text.find('{').filter(|open| !text[..*open].contains(';')) else { continue };
            let (signature, body) = (&text[..open], block(&text[open..]));
            let name = signature.split(['(', '<']).next().unwrap().trim().to_owned();
            functions.push(Function {
                place: format!("{file}: {name}"),
                name,
                handed: signature.contains("AnyConnection") && signature.contains("&mut AnyConnection"),
                body: outside(body),
            });
        }
        // A list of statements counts where it is named.
        for (at, _) in text.match_indices("const ") {
            let constant = &text[at + 6..];
            let ends = ["\"; ", "]; "].iter().filter_map(|end| constant.find(end)).min().unwrap_or(0);
            let constant = &constant[..=ends];
            let name = constant.split(':').next().unwrap();
            if CHANGES.iter().any(|change| constant.contains(&format!("\"{change}"))) {
                let own = functions.iter_mut().filter(|function| function.place.starts_with(&format!("{file}:")));
                own.filter(|function| function.body.contains(name)).for_each(|function| {
                    function.body.push_str(constant);
                });
            }
        }
    }
    assert!(functions.len() > 100, "only {} functions", functions.len());
    functions
}

/// A line without its comment, and with a space where it ended.
fn code(line: &str) -> String {
    let line = line.trim();
    if line.starts_with("//") { String::new() } else { format!("{line} ") }
}

/// From a brace to the one that closes it.
fn block(text: &str) -> &str {
    let mut depth = 0;
    for (at, letter) in text.char_indices() {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        if depth == 0 {
            return &text[..=at];
        }
    }
    text
}

/// Without the blocks that run in a transaction.
fn outside(body: &str) -> String {
    let mut rest = body;
    let mut outside = String::new();
    while let Some(at) = rest.find("in_transaction!(") {
        outside.push_str(&rest[..at]);
        let inside = &rest[at..];
        let open = inside.find('{').unwrap();
        rest = &inside[open + block(&inside[open..]).len()..];
    }
    outside + rest
}
