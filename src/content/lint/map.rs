//! The map of what the essays hold: every row of it is there, credited to its essays, and met by a prompt.
//!
//! Commands, pictures and a server's history know these ids, so they are fixed here and not only in the files.

use std::collections::BTreeSet;

use super::Findings;
use crate::content::{Kind, Side};

/// A working year of weekdays without a repeat.
const FEWEST_PROMPTS: usize = 260;

/// So many lights each row is to be seen in.
const FEWEST_OF_A_ROW: usize = 5;

/// So many prompts each essay is to be met by.
const FEWEST_OF_AN_ESSAY: usize = 30;

const COMMITMENT: &str = "commitment";
const CREATING: &str = "creating-value";
const GROWING: &str = "growing-others";
const HORIZON: &str = "horizon";
const LEGACY: &str = "legacy";

const ESSAYS: [&str; 5] = [LEGACY, COMMITMENT, HORIZON, GROWING, CREATING];

/// Kind, id, and the essays that hold it.
type Row = (Kind, &'static str, &'static [&'static str]);

const ROWS: [Row; 57] = [
    (Kind::Contrast, "people", &[LEGACY, GROWING]),
    (Kind::Contrast, "purpose", &[LEGACY]),
    (Kind::Contrast, "innovation", &[LEGACY, GROWING]),
    (Kind::Contrast, "risk", &[LEGACY, CREATING]),
    (Kind::Contrast, "together", &[LEGACY]),
    (Kind::Contrast, "development", &[LEGACY, COMMITMENT, GROWING]),
    (Kind::Contrast, "mission", &[LEGACY]),
    (Kind::Contrast, "commitment", &[COMMITMENT]),
    (Kind::Contrast, "title", &[COMMITMENT, GROWING, HORIZON]),
    (Kind::Contrast, "horizon", &[HORIZON]),
    (Kind::Contrast, "empowerment", &[HORIZON, GROWING]),
    (Kind::Contrast, "example", &[HORIZON, GROWING, COMMITMENT]),
    (Kind::Contrast, "influence", &[GROWING]),
    (Kind::Contrast, "safety", &[GROWING, CREATING]),
    (Kind::Contrast, "recognition", &[GROWING]),
    (Kind::Contrast, "value", &[CREATING, HORIZON]),
    (Kind::Contrast, "team", &[CREATING]),
    (Kind::Contrast, "change", &[CREATING]),
    (Kind::Contrast, "vision", &[HORIZON, CREATING, GROWING]),
    (Kind::Inspiration, "position", &[COMMITMENT]),
    (Kind::Inspiration, "expert", &[COMMITMENT]),
    (Kind::Inspiration, "personal", &[COMMITMENT]),
    (Kind::Practice, "lead-yourself", &[GROWING]),
    (Kind::Practice, "make-it-safe", &[GROWING]),
    (Kind::Practice, "recognise-brilliance", &[GROWING]),
    (Kind::Idea, "both-needed", &[COMMITMENT]),
    (Kind::Idea, "less-managing", &[COMMITMENT]),
    (Kind::Idea, "leading-is-a-verb", &[COMMITMENT]),
    (Kind::Idea, "insistence-helps", &[COMMITMENT]),
    (Kind::Idea, "heart-for-leading", &[COMMITMENT]),
    (Kind::Idea, "doubt-the-slogan", &[HORIZON]),
    (Kind::Idea, "worth-every-penny", &[HORIZON]),
    (Kind::Idea, "both-leader-and-employee", &[HORIZON]),
    (Kind::Idea, "divide-the-work", &[HORIZON]),
    (Kind::Idea, "sacrifice-for-a-cause", &[LEGACY]),
    (Kind::Idea, "defy-a-convention", &[LEGACY]),
    (Kind::Idea, "close-to-roots", &[LEGACY]),
    (Kind::Idea, "legacy-without-fame", &[LEGACY]),
    (Kind::Idea, "resources-managed", &[LEGACY]),
    (Kind::Idea, "beyond-the-quarter", &[LEGACY]),
    (Kind::Idea, "grow-yourself-then-others", &[GROWING]),
    (Kind::Idea, "earn-the-challenge", &[GROWING]),
    (Kind::Idea, "never-quite-comfortable", &[GROWING]),
    (Kind::Idea, "who-they-are-becoming", &[GROWING]),
    (Kind::Idea, "roots-of-the-words", &[GROWING]),
    (Kind::Idea, "position-last-resort", &[GROWING]),
    (Kind::Idea, "own-the-environment", &[GROWING]),
    (Kind::Idea, "peers-hold-accountable", &[GROWING]),
    (Kind::Idea, "unplanned-result", &[CREATING]),
    (Kind::Idea, "luxury-of-risk", &[CREATING]),
    (Kind::Idea, "managers-succeed-by-leading", &[CREATING]),
    (Kind::Idea, "overlap", &[CREATING]),
    (Kind::Idea, "mission-moves", &[CREATING]),
    (Kind::Disagreement, "leave-or-keep-managing", &[LEGACY, COMMITMENT, HORIZON, CREATING]),
    (Kind::Disagreement, "parts-or-penny", &[CREATING, HORIZON]),
    (Kind::Disagreement, "position-inspires-or-last-resort", &[COMMITMENT, GROWING]),
    (Kind::Disagreement, "top-or-anywhere", &[HORIZON, GROWING]),
];

/// The poles that an essay implies rather than says.
const IMPLIED: [(&str, Side); 2] = [("empowerment", Side::Managing), ("safety", Side::Managing)];

pub(super) fn check(findings: &mut Findings<'_>) {
    let library = &findings.loaded.library;
    // Where there is nothing at all, that is one fault and told already.
    if findings.loaded.notes.entries.is_empty() {
        return;
    }
    let entries = &findings.loaded.notes.entries;
    let there = |kind: Kind, id: &str| entries.iter().any(|entry| entry.kind == kind && entry.id == id);
    let rows = ESSAYS.map(|id| (Kind::Essay, id)).into_iter().chain(ROWS.map(|(kind, id, _)| (kind, id)));
    for (kind, id) in rows.filter(|(kind, id)| !there(*kind, id)) {
        findings.at_library(format!("the {kind} '{id}' is missing; write a [[{kind}]] with this id"));
    }
    for (number, entry) in entries.iter().enumerate() {
        let row = ROWS.iter().find(|(kind, id, _)| (*kind, *id) == (entry.kind, entry.id.as_str()));
        // Ideas, disagreements and essays may grow in number: nothing counts on there being so many.
        let fixed = matches!(entry.kind, Kind::Contrast | Kind::Inspiration | Kind::Practice);
        if fixed && row.is_none() && !entry.id.is_empty() {
            findings.at_entry(number, "id", "is not in the map of what the essays hold; use one of its ids");
        }
        let with_theme = library.prompts.iter().filter(|prompt| prompt.theme == entry.id);
        let drawn_from = library.prompts.iter().filter(|prompt| prompt.essays.contains(&entry.id));
        let (there, fewest) = match entry.kind {
            Kind::Essay => (drawn_from.count(), FEWEST_OF_AN_ESSAY),
            kind if kind.is_theme() => (with_theme.count(), FEWEST_OF_A_ROW),
            _ => continue,
        };
        if !entry.id.is_empty() && there < fewest {
            let verb = if entry.kind == Kind::Essay { "draw on it" } else { "have this theme" };
            let message = match there {
                0 => format!("no prompts {verb}; write {fewest}"),
                _ => format!("{there} of the prompts {verb}; write {} more", fewest - there),
            };
            findings.at_entry(number, "id", &message);
        }
    }
    credits(findings);
    threads(findings);
    let prompts = library.prompts.len();
    if prompts < FEWEST_PROMPTS {
        findings.at_library(format!(
            "holds {prompts} prompts; {FEWEST_PROMPTS} or more keep a team going for a working year without a repeat"
        ));
    }
}

/// Every row is credited to the essays that hold it, and a pole that they only imply is marked.
fn credits(findings: &mut Findings<'_>) {
    let library = &findings.loaded.library;
    for (number, contrast) in findings.numbers(Kind::Contrast).zip(&library.contrasts) {
        credit(findings, number, "essays", &contrast.essays);
        let implied = IMPLIED.iter().find(|(id, _)| *id == contrast.id).map(|(_, side)| *side);
        let in_map = ROWS.iter().any(|(kind, id, _)| (*kind, *id) == (Kind::Contrast, contrast.id.as_str()));
        if in_map && contrast.implied != implied {
            let message = match implied {
                Some(_) => "its managing side is implied by the essays and not said; write implied = \"managing\"",
                None => "both of its sides are said by the essays; remove 'implied'",
            };
            findings.at_entry(number, "implied", message);
        }
    }
    for (number, there) in findings.numbers(Kind::Inspiration).zip(&library.inspirations) {
        credit(findings, number, "essay", std::slice::from_ref(&there.essay));
    }
    for (number, there) in findings.numbers(Kind::Practice).zip(&library.practices) {
        credit(findings, number, "essay", std::slice::from_ref(&there.essay));
    }
    for (number, there) in findings.numbers(Kind::Idea).zip(&library.ideas) {
        credit(findings, number, "essay", std::slice::from_ref(&there.essay));
    }
    for (number, there) in findings.numbers(Kind::Disagreement).zip(&library.disagreements) {
        credit(findings, number, "essays", &there.essays);
    }
}

/// An essay's screen leads to all that comes from it, and to nothing else.
fn threads(findings: &mut Findings<'_>) {
    let library = &findings.loaded.library;
    for (number, essay) in findings.numbers(Kind::Essay).zip(&library.essays) {
        let lists = [
            (Kind::Contrast, "contrasts", &essay.contrasts),
            (Kind::Practice, "practices", &essay.practices),
            (Kind::Inspiration, "inspirations", &essay.inspirations),
            (Kind::Idea, "ideas", &essay.ideas),
            (Kind::Disagreement, "disagreements", &essay.disagreements),
        ];
        for (kind, field, listed) in lists {
            for (_, id, essays) in ROWS.iter().filter(|(row, ..)| *row == kind) {
                let comes = essays.contains(&essay.id.as_str());
                let message = match listed.iter().filter(|listed| listed == id).count() {
                    0 if comes => format!("'{field}' leaves out '{id}', which is drawn from it"),
                    1 if !comes => format!("'{field}' names '{id}', which is not drawn from it"),
                    2.. => format!("'{field}' names '{id}' more than once"),
                    _ => continue,
                };
                findings.at_entry(number, field, &message);
            }
        }
    }
}

fn credit(findings: &mut Findings<'_>, number: usize, field: &str, credited: &[String]) {
    let entry = findings.entry(number);
    let Some((_, _, essays)) = ROWS.iter().find(|(kind, id, _)| (*kind, *id) == (entry.kind, entry.id.as_str())) else {
        return;
    };
    let wanted: BTreeSet<&str> = essays.iter().copied().collect();
    let credited: BTreeSet<&str> = credited.iter().map(String::as_str).collect();
    // One that credits nothing is another rule's fault.
    if !credited.is_empty() && findings.key(number, field).is_some() && credited != wanted {
        let message = format!("is drawn from {}; credit these and no others", essays.join(", "));
        findings.at_entry(number, field, &message);
    }
}
