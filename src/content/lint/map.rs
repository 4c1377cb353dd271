//! The map of what the essays hold: every row of it is there, credited to its essays, and met by a prompt.
//!
//! Commands, pictures and a server's history know these ids, so they are fixed here and not only in the files.

use std::collections::BTreeSet;

use super::Findings;
use crate::content::{Kind, Library, Side};

/// As few prompts as a team gets along with: twelve weeks of weekdays without a repeat.
const FEWEST_PROMPTS: usize = 60;

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
    for id in ESSAYS {
        if findings.entry(Kind::Essay, id).is_none() {
            findings.at_library(format!("the essay '{id}' is missing; write an [[essay]] with this id"));
        }
    }
    for (kind, id, essays) in ROWS {
        if findings.entry(kind, id).is_none() {
            findings.at_library(format!("the {kind} '{id}' is missing; write a [[{kind}]] with this id"));
            continue;
        }
        let credited = credited(library, kind, id);
        if !credited.is_empty() && credited != BTreeSet::from_iter(essays.iter().copied()) {
            let message = format!("is drawn from {}; credit these and no others", essays.join(", "));
            let field = if essays.len() > 1 || kind == Kind::Contrast { "essays" } else { "essay" };
            findings.at_entry(kind, id, field, &message);
        }
    }
    for entry in &findings.loaded.notes.entries {
        // Ideas, disagreements and essays may grow in number: nothing counts on there being so many.
        let fixed = matches!(entry.kind, Kind::Contrast | Kind::Inspiration | Kind::Practice);
        if fixed && !ROWS.iter().any(|(kind, id, _)| (*kind, *id) == (entry.kind, entry.id.as_str())) {
            let message = "is not in the map of what the essays hold; use one of its ids";
            findings.at_entry(entry.kind, &entry.id, "", message);
        }
        let met = || library.prompts.iter().any(|prompt| prompt.theme == entry.id);
        if entry.kind.is_theme() && !met() {
            findings.at_entry(entry.kind, &entry.id, "", "no prompt has this theme; write one");
        }
    }
    for contrast in &library.contrasts {
        let implied = IMPLIED.iter().find(|(id, _)| *id == contrast.id).map(|(_, side)| *side);
        if contrast.implied != implied && ROWS.iter().any(|(_, id, _)| *id == contrast.id) {
            let message = match implied {
                Some(_) => "its managing side is implied by the essays and not said; write implied = \"managing\"",
                None => "both of its sides are said by the essays; remove 'implied'",
            };
            findings.at_entry(Kind::Contrast, &contrast.id, "implied", message);
        }
    }
    let prompts = library.prompts.len();
    if prompts < FEWEST_PROMPTS {
        findings.at_library(format!(
            "holds {prompts} prompts; {FEWEST_PROMPTS} or more keep a team going for twelve weeks without a repeat"
        ));
    }
}

/// The essays that an entry credits; empty where it credits none, which is another rule's fault.
fn credited<'a>(library: &'a Library, kind: Kind, id: &str) -> BTreeSet<&'a str> {
    fn all(essays: &[String]) -> Vec<&str> {
        essays.iter().map(String::as_str).collect()
    }
    let essays: Option<Vec<&str>> = match kind {
        Kind::Contrast => library.contrast(id).map(|contrast| all(&contrast.essays)),
        Kind::Inspiration => library.inspiration(id).map(|inspiration| vec![inspiration.essay.as_str()]),
        Kind::Practice => library.practices.iter().find(|there| there.id == id).map(|there| vec![there.essay.as_str()]),
        Kind::Idea => library.ideas.iter().find(|there| there.id == id).map(|there| vec![there.essay.as_str()]),
        Kind::Disagreement => library.disagreements.iter().find(|there| there.id == id).map(|there| all(&there.essays)),
        Kind::Essay | Kind::Prompt => None,
    };
    essays.unwrap_or_default().into_iter().filter(|essay| !essay.is_empty()).collect()
}
