//! The rooms of `src/` and the arrows between them: who may use whom is written down here, and held.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A room and the rooms that it may use. Reading down, every arrow points up.
const ROOMS: [(&str, &[&str]); 14] = [
    ("clock", &[]),
    ("content", &[]),
    ("settings", &[]),
    ("recognition", &["clock"]),
    ("picture", &[]),
    ("deck", &["content", "recognition"]),
    ("store", &["clock", "deck", "recognition"]),
    ("messages", &["clock", "content", "deck", "picture", "recognition", "store"]),
    ("posting", &["clock", "content", "deck", "messages", "recognition", "store"]),
    ("commands", &["clock", "content", "deck", "messages", "picture", "recognition", "store"]),
    ("discord", &["clock", "commands", "content", "messages", "posting", "recognition", "settings", "store"]),
    ("rehearsal", &["clock"]),
    ("cli", &["clock", "content", "discord", "messages", "rehearsal", "settings", "store"]),
    ("main.rs", &["cli"]),
];

/// The one file of the rehearsal that starts the bot in it may know the bot; the rest knows only Discord.
const BOT_RUNNER: (&str, &[&str]) = ("rehearsal/bot.rs", &["clock", "content", "discord", "settings"]);

#[test]
fn arrows_point_one_way() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let rooms: BTreeMap<&str, &[&str]> = ROOMS.into();
    let mut faults = Vec::new();
    let mut looked_at = BTreeSet::new();
    for file in rust_files(&src) {
        let place = file.strip_prefix(&src).expect("a file below src").to_string_lossy().replace('\\', "/");
        let room = place.split('/').next().expect("a first part").to_owned();
        // The map itself, what cargo runs before it builds, and what only a test's build has.
        if ["lib.rs", "build.rs", "failpoints.rs"].contains(&room.as_str()) {
            continue;
        }
        let Some(allowed) = rooms.get(room.as_str()) else {
            faults.push(format!("{place}: a room that this test does not know"));
            continue;
        };
        let allowed = if place == BOT_RUNNER.0 { BOT_RUNNER.1 } else { allowed };
        let text = std::fs::read_to_string(&file).expect("a readable source file");
        for used in rooms_used(&text) {
            if used != room && !allowed.contains(&used.as_str()) {
                faults.push(format!("{place} uses {used}, which {room} may not"));
            }
        }
        looked_at.insert(room);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let known: BTreeSet<String> = rooms.keys().map(|room| (*room).to_owned()).collect();
    assert_eq!(looked_at, known, "every room is there");
}

/// Only the clock reads the time.
#[test]
fn only_the_clock_reads_the_time() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut faults = Vec::new();
    for file in rust_files(&src) {
        let place = file.strip_prefix(&src).expect("a file below src").to_string_lossy().replace('\\', "/");
        if place == "clock/now.rs" {
            continue;
        }
        let text = std::fs::read_to_string(&file).expect("a readable source file");
        for (number, line) in text.lines().enumerate() {
            for reader in ["Timestamp::now(", "Zoned::now(", "SystemTime::now(", "Utc::now(", "OffsetDateTime::now"] {
                if code(line).contains(reader) {
                    faults.push(format!("{place}:{} reads the time by {reader}", number + 1));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A line without its comment. Good enough here: no source line holds `//` in a string before a path of this crate.
fn code(line: &str) -> &str {
    let trimmed = line.trim_start();
    if trimmed.starts_with("//") { "" } else { line.split(" // ").next().unwrap_or(line) }
}

/// The rooms that a file names: `crate::room`, `clarion::room`, and `crate::{room, …}` over several lines.
fn rooms_used(text: &str) -> BTreeSet<String> {
    let joined: String = text.lines().map(code).collect::<Vec<_>>().join(" ");
    let mut used = BTreeSet::new();
    for root in ["crate::", "clarion::"] {
        for (at, _) in joined.match_indices(root) {
            let rest = &joined[at + root.len()..];
            match rest.strip_prefix('{') {
                Some(list) => {
                    let mut depth = 0;
                    let mut part = String::new();
                    for letter in list.chars() {
                        match letter {
                            '{' => depth += 1,
                            '}' if depth == 0 => break,
                            '}' => depth -= 1,
                            ',' if depth == 0 => {
                                used.insert(std::mem::take(&mut part));
                            }
                            _ if depth == 0 => part.push(letter),
                            _ => {}
                        }
                    }
                    used.insert(part);
                }
                None => {
                    used.insert(rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect());
                }
            }
        }
    }
    let name = |part: &String| part.trim().split("::").next().unwrap_or("").trim().to_owned();
    used.iter().map(name).filter(|room| ROOMS.iter().any(|(known, _)| known == room)).collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

#[test]
fn the_reader_of_arrows_sees_every_form() {
    let text = "use crate::store::Id;\nuse crate::{\n    clock::{Clock, Hand},\n    content,\n};\nlet x = crate::posting::y();\n// use crate::cli;\n";
    let used: Vec<String> = rooms_used(text).into_iter().collect();
    assert_eq!(used, ["clock", "content", "posting", "store"]);
}
