//! What does not fit is left out and said, and no column that points to a person is missing.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use super::entries::{
    ExportedBalance, ExportedCommitment, ExportedQuizRound, ExportedReflection, ExportedReport, ExportedReversal,
    ExportedSuggestion, ExportedThanks,
};
use super::*;

fn reflection(n: u32) -> ExportedReflection {
    ExportedReflection {
        written_at: String::new(),
        date: String::new(),
        changed_at: None,
        prompt: String::new(),
        title: None,
        words: format!("{n} {}", "\u{1f642}".repeat(1_400)),
        shared_in: None,
        shared_as: None,
    }
}

fn nothing() -> Export {
    Export {
        format: "clarion-me",
        version: VERSION,
        exported_at: String::new(),
        server: String::new(),
        person: String::new(),
        time_zone: String::new(),
        complete: true,
        unasked_messages: true,
        last_written_to: None,
        reflections: Vec::new(),
        commitments: Vec::new(),
        quiz_rounds: Vec::new(),
        balances: Vec::new(),
        thanks_given: Vec::new(),
        thanks_got: Vec::new(),
        suggestions: Vec::new(),
        reports: Vec::new(),
        ended: Vec::new(),
        takes_none_from: Vec::new(),
        schedules_made: Vec::new(),
        about: ExportedRecord::default(),
    }
}

#[test]
fn what_does_not_fit_is_left_out_from_its_old_end_and_said_so() {
    let all = || Export { reflections: (0..40).map(reflection).collect(), ..nothing() };
    let (bytes, complete) = fitted(all(), MOST_FILE_BYTES);
    assert!(complete && bytes.len() > 200_000);
    let (bytes, complete) = fitted(all(), 100_000);
    assert!(!complete && bytes.len() <= 100_000 && bytes.len() > 70_000, "{}", bytes.len());
    let read: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(read["complete"], false);
    assert!(read["reflections"][0]["words"].as_str().unwrap().starts_with("0 "));
}

#[test]
fn every_list_can_be_shortened_by_its_own_place() {
    let mut export = nothing();
    let text = String::new;
    let round = || ExportedQuizRound {
        date: text(),
        moments: Vec::new(),
        said_managing: 0,
        said_leading: 0,
        said_both: 0,
        agreed: 0,
    };
    let thanks = || ExportedThanks {
        given_at: text(),
        date: text(),
        channel: text(),
        from: None,
        to: Vec::new(),
        words: None,
        stirred: None,
        strengths: Vec::new(),
        quiet: false,
        announced_to: Vec::new(),
        hidden_by_me: None,
        about_message: None,
        about_channel: None,
        ended: false,
        ended_how: None,
        ended_at: None,
        ended_why: None,
    };
    let commitment = || ExportedCommitment {
        made_at: text(),
        prompt: None,
        words: text(),
        ask_on: None,
        ask_where: "nowhere",
        thread: None,
        outcome: None,
        settled_at: None,
    };
    let suggestion = || ExportedSuggestion {
        suggested_at: text(),
        title: text(),
        question: text(),
        step: text(),
        minutes: 1,
        in_deck: false,
        state: "waits",
        said: None,
        hears: false,
    };
    export.reflections = (0..2).map(reflection).collect();
    export.commitments = (0..3).map(|_| commitment()).collect();
    export.thanks_given = (0..4).map(|_| thanks()).collect();
    export.thanks_got = (0..5).map(|_| thanks()).collect();
    export.quiz_rounds = (0..6).map(|_| round()).collect();
    export.balances = (0..7).map(|_| ExportedBalance { date: text(), leans: BTreeMap::new() }).collect();
    export.suggestions = (0..8).map(|_| suggestion()).collect();
    let report = || ExportedReport { recognition: text(), reported_at: text(), words: None, closed_at: None };
    let ended = || ExportedReversal { recognition: text(), at: text(), how: text(), reason: None };
    export.reports = (0..9).map(|_| report()).collect();
    export.ended = (0..10).map(|_| ended()).collect();
    export.takes_none_from = vec![text(); 11];
    export.schedules_made = vec![None; 12];
    let mut lengths = export.lengths();
    assert_eq!(lengths, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    for list in 0..lengths.len() {
        export.shorten(list, 1);
        lengths[list] = 1;
        assert_eq!(export.lengths(), lengths);
    }
    // Whatever is long, the file is as small as it has to be.
    export.quiz_rounds = (0..2_000).map(|_| round()).collect();
    let (bytes, complete) = fitted(export, 10_000);
    assert!(!complete && bytes.len() <= 10_000 && bytes.len() > 7_000, "{}", bytes.len());
}

/// Where each column that points to a person is in the document; `None` where it tells of what another decided.
const POINTING: [(&str, &str, Option<&str>); 19] = [
    ("schedule", "created_by", Some("schedules_made")),
    ("recognition", "giver", Some("thanks_given")),
    ("recognition_receiver", "person_id", Some("thanks_got")),
    ("recognition_receiver", "giver", Some("thanks_given")),
    ("reversal", "by_person", Some("ended")),
    ("reflection", "person_id", Some("reflections")),
    ("commitment", "person_id", Some("commitments")),
    ("contact", "person_id", Some("unasked_messages")),
    ("quiz_round", "person_id", Some("quiz_rounds")),
    ("balance", "person_id", Some("balances")),
    ("deck_prompt", "suggested_by", Some("suggestions")),
    ("declined_giver", "person_id", Some("takes_none_from")),
    ("declined_giver", "giver", None),
    // Running totals of what is in these two.
    ("giver_total", "person_id", Some("thanks_given")),
    ("strength_total", "person_id", Some("thanks_got")),
    ("report", "person_id", Some("reports")),
    ("report", "closed_by", Some("about")),
    ("guild", "set_up_by", Some("about")),
    ("recognition_option", "settled_by", Some("about")),
];

/// A migration that adds a column of a person's is noticed here, and so is one that adds a column to `person`.
#[test]
fn no_column_that_points_to_a_person_is_missing() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/migrations");
    let mut pointing = vec![("guild".to_owned(), "set_up_by".to_owned())];
    // A column that has another type since stands in two of them.
    let mut of_person = std::collections::BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let mut table = String::new();
        for line in std::fs::read_to_string(file.unwrap().path()).unwrap().lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let column = match words.as_slice() {
                ["CREATE", "TABLE", name, ..] => {
                    table = (*name).to_owned();
                    continue;
                }
                ["ALTER", "TABLE", name, "ADD", "COLUMN", column, ..] => {
                    table = (*name).to_owned();
                    if *name == "person" {
                        of_person.insert((*column).to_owned());
                    }
                    column
                }
                [column, ..] => column,
                [] => continue,
            };
            if line.contains("REFERENCES person (id)") {
                pointing.push((table.clone(), (*column).to_owned()));
            }
        }
    }
    assert!(pointing.len() > 10, "the schema is not read any more");
    let document = serde_json::to_value(nothing()).unwrap();
    for (table, column) in &pointing {
        let known = POINTING.iter().find(|(of, name, _)| of == table && name == column);
        let (_, _, field) = known.unwrap_or_else(|| panic!("{table}.{column} is in no field of the export"));
        assert!(field.is_none_or(|field| !document[field].is_null()), "{table}.{column}: there is no such field");
    }
    let fields = document["about"].as_object().unwrap().len();
    // `known`, `set_up_server`, `settled_recognition` and `closed_reports` are no columns of its own; `name_key` is the name
    // once more.
    // `gave_from` and the other six are running totals: the days of what is in `thanks_given` and `thanks_got` already.
    let totals = ["gave_from", "gave_to", "gave_before", "got_from", "got_before", "gave_weeks", "gave_since"];
    assert!(totals.iter().all(|total| of_person.contains(*total)));
    assert_eq!(
        fields,
        of_person.len() + 4 - 1 - totals.len(),
        "a column of `person` is missing from `about`: {of_person:?}"
    );
}
