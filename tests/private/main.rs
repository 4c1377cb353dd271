//! What is somebody's own is shown to that person alone, in the server where it is theirs: not to another member, not to
//! whoever manages the server, and not to the same person somewhere else.
//!
//! A new button, menu or form that carries a row's id belongs into [`CASES`] (or, with a reason, into [`NOBODYS`]); a test
//! reads the sources and fails for one that is in neither. A new thing that is kept of people belongs into [`everything`].

#![allow(clippy::unwrap_used)]

#[allow(dead_code)]
#[path = "../recognize/bench.rs"]
mod bench;
mod cases;
#[allow(dead_code)]
#[path = "../common/every_row.rs"]
mod every_row;
mod rows;

use std::collections::BTreeSet;

use clarion::commands::Answer;
use clarion::messages::{MePage, MePress};
use clarion::store::MyPart;
use serde_json::{Value, json};
use serenity::model::Permissions;

use bench::{Bench, ELSEWHERE, HARBOUR, JO, MIRA, SAM, privately, shown, there};
use cases::{CASES, Case, DECK, NOBODYS, PERSON, form, press};
use rows::{SECRET, decided, everything, known, recognition, report, schedule, suggestion, tells};

/// Every row of every table but the interactions that somebody has taken.
async fn kept(bench: &Bench) -> BTreeSet<String> {
    let pool = every_row::pool(&bench.url).await;
    let rows = every_row::rows(&pool).await;
    pool.close().await;
    rows
}

/// Whether only the person who asked sees it.
fn is_private(answer: &Answer) -> bool {
    !matches!(answer, Answer::Reply { private: false, .. } | Answer::Announce { .. })
}

#[tokio::test]
async fn no_press_shows_or_changes_what_is_somebody_elses() {
    for case in CASES {
        let bench = Bench::new().await;
        known(&bench).await;
        let id = (case.row)(&bench).await;
        let before = kept(&bench).await;
        for &(guild, who) in case.outsiders {
            let answer = bench.answer(&there((case.act)(&bench, who, &id), guild)).await;
            let text = shown(&answer);
            assert!(is_private(&answer), "{}: {text}", case.name);
            assert!(!tells(&text), "{}, as {who} in {guild}: {text}", case.name);
            // Kind words, and not the message changed into something.
            assert!(matches!(answer, Answer::Reply { .. }) && text.len() > 40, "{}: {text}", case.name);
            assert_eq!(kept(&bench).await, before, "{}, as {who} in {guild}", case.name);
        }
        // The same is something else where it is theirs.
        let outsiders = shown(&bench.answer(&there((case.act)(&bench, MIRA, &id), ELSEWHERE)).await);
        let text = shown(&bench.answer(&there((case.act)(&bench, JO, &id), HARBOUR)).await);
        assert_ne!(text, outsiders, "{} does nothing", case.name);
    }
}

#[tokio::test]
async fn what_is_asked_in_private_messages_is_answered_by_whom_it_is_for() {
    let cases = CASES.iter().filter(|case| case.name.starts_with("TryPress::"));
    assert!(cases.clone().count() >= 5);
    for case in cases {
        let bench = Bench::new().await;
        known(&bench).await;
        let id = (case.row)(&bench).await;
        let before = kept(&bench).await;
        let outsiders = bench.answer(&privately((case.act)(&bench, MIRA, &id))).await;
        let text = shown(&outsiders);
        assert!(
            is_private(&outsiders) && !tells(&text) && text.contains("for the person it names"),
            "{}: {text}",
            case.name
        );
        assert_eq!(kept(&bench).await, before, "{}", case.name);
        let own = bench.shown(&privately((case.act)(&bench, JO, &id))).await;
        assert!(tells(&own), "{}: {own}", case.name);
    }
}

/// What somebody got can come in a private message, where whose it is is all that is asked.
#[tokio::test]
async fn what_was_given_is_for_its_receiver_in_private_messages_too() {
    let of_receivers = ["About", "Hide", "Announce", "NotFrom", "Reported"].map(|name| format!("KeepPress::{name}"));
    let cases: Vec<&Case> = CASES.iter().filter(|case| of_receivers.iter().any(|name| name == case.name)).collect();
    assert_eq!(cases.len(), of_receivers.len());
    for case in cases {
        let bench = Bench::new().await;
        known(&bench).await;
        let id = (case.row)(&bench).await;
        let before = kept(&bench).await;
        for outsider in [MIRA, SAM] {
            let answer = bench.answer(&privately((case.act)(&bench, outsider, &id))).await;
            let text = shown(&answer);
            assert!(
                is_private(&answer) && !tells(&text) && text.contains("whom the recognition"),
                "{}: {text}",
                case.name
            );
            assert_eq!(kept(&bench).await, before, "{}, as {outsider}", case.name);
        }
        let own = bench.shown(&privately((case.act)(&bench, JO, &id))).await;
        assert!(tells(&own), "{}: {own}", case.name);
    }
    // What its giver does with it is done in the server.
    let bench = Bench::new().await;
    let id = recognition(&bench).await;
    let before = kept(&bench).await;
    for verb in ["keep.undo", "keep.amend"] {
        let answer = bench.answer(&privately(press(&bench, JO, verb, &id))).await;
        assert!(is_private(&answer) && !tells(&shown(&answer)), "{}", shown(&answer));
        assert_eq!(kept(&bench).await, before);
    }
}

/// A report is for stewards: with Manage Server, or with the role that the server gave for it.
#[tokio::test]
async fn no_report_is_shown_to_or_decided_by_whoever_is_no_steward() {
    for what in ["reports", "void", "its button", "the next one", "the form", "leaving it"] {
        let bench = Bench::new().await;
        let id = report(&bench).await;
        let role = serenity::model::id::RoleId::new(7_000_000_000_000_000_001);
        let change = clarion::store::RecognitionChange::StewardRole(Some(role));
        bench.commands.store.settle_recognition(HARBOUR, &[change], bench.commands.clock.now()).await.unwrap();
        let subcommand = |name: &str, options: Value| json!([{ "name": name, "type": 1, "options": options }]);
        let void = json!([
            { "name": "message", "type": 3, "value": "1" }, { "name": "reason", "type": 3, "value": "no" }
        ]);
        let mut act = match what {
            "reports" => bench.slash(MIRA, "recognition", &subcommand("reports", json!([])), &[]),
            "void" => bench.slash(MIRA, "recognition", &subcommand("void", void), &[]),
            "its button" => press(&bench, MIRA, "keep.reports", &id),
            "the next one" => press(&bench, MIRA, "keep.next-report", &id),
            "the form" => form(&bench, MIRA, "keep.voided", &id),
            _ => press(&bench, MIRA, "keep.close", &id),
        };
        act["member"]["permissions"] = json!(Permissions::SEND_MESSAGES.bits().to_string());
        act["member"]["roles"] = json!(["7000000000000000002"]);
        let before = kept(&bench).await;
        let answer = bench.answer(&act).await;
        let text = shown(&answer);
        assert!(is_private(&answer) && !tells(&text) && text.contains("stewards"), "{what}: {text}");
        assert_eq!(kept(&bench).await, before, "{what}");
        // The same by somebody with the role alone.
        act["id"] = json!("9000000000000000009");
        act["member"]["roles"] = json!(["7000000000000000002", role.to_string()]);
        let stewards = bench.shown(&act).await;
        assert!(!stewards.contains("That one is for this server's stewards"), "{what}: {stewards}");
        let decided = ["the form", "leaving it"].contains(&what);
        assert_eq!(kept(&bench).await != before, decided, "{what}: {stewards}");
    }
}

#[tokio::test]
async fn no_press_shows_or_changes_another_servers_deck() {
    for case in DECK {
        let bench = Bench::new().await;
        let id = (case.row)(&bench).await;
        let before = kept(&bench).await;
        for &(guild, who) in case.outsiders {
            let answer = bench.answer(&there((case.act)(&bench, who, &id), guild)).await;
            let text = shown(&answer);
            assert!(is_private(&answer) && !tells(&text), "{}, as {who} in {guild}: {text}", case.name);
            assert!(text.len() > 40, "{}: {text}", case.name);
            assert_eq!(kept(&bench).await, before, "{}, as {who} in {guild}", case.name);
        }
        let outsiders = shown(&bench.answer(&there((case.act)(&bench, MIRA, &id), ELSEWHERE)).await);
        let text = shown(&bench.answer(&there((case.act)(&bench, JO, &id), HARBOUR)).await);
        assert_ne!(text, outsiders, "{} does nothing", case.name);
    }
}

/// Whoever has nothing sees the same pages whether somebody else has something or not.
#[tokio::test]
async fn no_page_shows_what_is_somebody_elses() {
    let (bench, empty) = (Bench::new().await, Bench::new().await);
    everything(&bench).await;
    // Whoever manages the server sees it as well, but on no page of this.
    suggestion(&bench).await;
    for page in MePage::ALL {
        for search in [None, Some(SECRET.to_owned()), Some("h".to_owned())] {
            let open = format!("c1.me.{}", MePress::Open { page, screen: 0, search: search.clone() });
            let blank = empty.shown(&there(empty.press(MIRA, &open, true), HARBOUR)).await;
            for &(guild, who) in PERSON {
                let shown = bench.shown(&there(bench.press(who, &open, true), guild)).await;
                assert_eq!(shown, blank, "{open}, as {who} in {guild}");
            }
            let own = bench.shown(&there(bench.press(JO, &open, true), HARBOUR)).await;
            assert!(search.is_some() || own != blank, "{open} has nothing of Jo's on it: fill it in `everything`");
        }
    }
}

#[tokio::test]
async fn no_export_holds_and_no_deletion_takes_what_is_somebody_elses() {
    let (bench, empty) = (Bench::new().await, Bench::new().await);
    everything(&bench).await;
    // Whoever manages the server sees these as well, so they are tried here alone.
    suggestion(&bench).await;
    schedule(&bench).await;
    decided(&bench).await;
    let file = async |bench: &Bench, guild, who| {
        let exported = bench.answer(&there(bench.press(who, "c1.me.export", true), guild)).await;
        let Answer::Reply { card, private: true } = exported else { panic!("an export for all to see") };
        String::from_utf8(card.files[0].bytes.to_vec()).unwrap()
    };
    let before = kept(&bench).await;
    for &(guild, who) in PERSON {
        assert_eq!(file(&bench, guild, who).await, file(&empty, guild, who).await, "as {who} in {guild}");
        let all = format!("c1.me.{}", MePress::EraseNow(MyPart::ALL.to_vec()));
        let deleted = bench.shown(&there(bench.press(who, &all, true), guild)).await;
        assert!(!tells(&deleted), "{deleted}");
        assert_eq!(kept(&bench).await, before, "as {who} in {guild}");
    }
    // Everything of Jo's is in Jo's own: no list of it is empty.
    let own = file(&bench, HARBOUR, JO).await;
    let own: serde_json::Map<String, Value> = serde_json::from_str(&own).unwrap();
    let empty: Vec<&String> =
        own.iter().filter(|(_, list)| list.as_array().is_some_and(Vec::is_empty)).map(|(name, _)| name).collect();
    assert_eq!(empty, ["thanks_got"]);
}

/// Every command as somebody who manages the server would ask it, without options.
#[tokio::test]
async fn no_command_shows_what_is_somebody_elses() {
    let bench = Bench::new().await;
    everything(&bench).await;
    let registered = serde_json::to_value(bench.commands.registrations()).unwrap();
    let mut asked = 0;
    for command in registered.as_array().unwrap().iter().filter(|command| command["type"].as_u64().unwrap_or(1) == 1) {
        for options in paths(&command["options"]) {
            for &(guild, who) in PERSON {
                let slash = bench.slash(who, command["name"].as_str().unwrap(), &options, &[]);
                let shown = bench.shown(&there(slash, guild)).await;
                assert!(!tells(&shown), "{} {options}: {shown}", command["name"]);
                asked += 1;
            }
        }
    }
    assert!(asked > 30, "only {asked} were asked");
    assert!(bench.shown(&bench.slash(JO, "me", &json!([]), &[])).await.contains(SECRET));
}

/// Each subcommand by itself; the command where it has none.
fn paths(options: &Value) -> Vec<Value> {
    let mut paths = Vec::new();
    for option in options.as_array().into_iter().flatten() {
        let (name, kind) = (&option["name"], option["type"].as_u64().unwrap());
        match kind {
            1 => paths.push(json!([{ "name": name, "type": 1, "options": [] }])),
            2 => paths.extend(
                self::paths(&option["options"])
                    .into_iter()
                    .map(|inner| json!([{ "name": name, "type": 2, "options": inner }])),
            ),
            _ => {}
        }
    }
    if paths.is_empty() { vec![json!([])] } else { paths }
}

/// Every variant in `src/messages/custom_id/` with an [`clarion::store::Id`] in it, as `Enum::Variant`.
fn variants_with_a_row() -> BTreeSet<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/messages/custom_id");
    let mut found = BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        let text = std::fs::read_to_string(file).unwrap();
        let (mut within, mut variant) = (None, String::new());
        for line in text.lines() {
            if let Some(name) = line.strip_prefix("pub enum ") {
                within = Some(name.trim_end_matches(" {").to_owned());
            } else if line == "}" {
                within = None;
            }
            let (Some(name), line) = (&within, line.trim()) else { continue };
            if line.starts_with("//") {
                continue;
            }
            if line.starts_with(char::is_uppercase) {
                variant = line.split([' ', '(', ',', '{']).next().unwrap().to_owned();
            }
            let types = line.split(|letter: char| !letter.is_alphanumeric());
            if types.clone().any(|word| word == "Id") {
                found.insert(format!("{name}::{variant}"));
            }
        }
    }
    found
}

#[test]
fn every_press_with_a_row_has_a_case() {
    let there = variants_with_a_row();
    for known in ["CustomId::TwoSides", "CustomId::TryAgain", "ReflectPress::Show"] {
        assert!(there.contains(known), "the sources are not read any more: {there:?}");
    }
    let known: BTreeSet<&str> =
        CASES.iter().chain(DECK).map(|case| case.name).chain(NOBODYS.iter().map(|(name, _)| *name)).collect();
    let missing: Vec<&String> = there.iter().filter(|name| !known.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "no case tries {missing:?} as somebody else");
}
