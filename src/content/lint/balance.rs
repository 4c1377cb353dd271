//! The balance: ten pairs whose ends weigh the same, a scale of five points, words for every kind of result.

use std::collections::BTreeSet;

use super::Findings;
use crate::content::{Kind, Pair};

/// How many pairs there are.
const PAIRS: usize = 10;

/// How many points the scale has.
const POINTS: usize = 5;

/// How much longer one end may be than the other, in hundredths of the longer one.
const BALANCE: usize = 10;

/// The kinds of result.
const CLOSINGS: [&str; 7] =
    ["balanced", "leaning-managing", "leaning-leading", "all-managing", "all-leading", "all-middle", "wide-apart"];

pub(super) fn check(findings: &mut Findings<'_>) {
    let library = &findings.loaded.library;
    let mut contrasts = BTreeSet::new();
    for (number, pair) in findings.numbers(Kind::Pair).zip(&library.pairs) {
        ends(findings, number, pair);
        for (key, attempt) in [("try_managing", &pair.try_managing), ("try_leading", &pair.try_leading)] {
            if !(1..=9).contains(&attempt.minutes) {
                let message = format!("takes {} minutes; a small step takes 1 to 9", attempt.minutes);
                findings.at_entry(number, &format!("{key}.minutes"), &message);
            }
        }
        if !pair.contrast.is_empty() && !contrasts.insert(pair.contrast.as_str()) {
            findings.at_entry(number, "contrast", "another pair has this contrast already; take a different one");
        }
    }
    for (number, opening) in findings.numbers(Kind::Opening).zip(&library.openings) {
        if opening.scale.len() != POINTS && findings.key(number, "scale").is_some() {
            let message = format!("'scale' names {} points; it has {POINTS}", opening.scale.len());
            findings.at_entry(number, "scale", &message);
        }
    }
    for (number, closing) in findings.numbers(Kind::Closing).zip(&library.closings) {
        if !closing.id.is_empty() && !CLOSINGS.contains(&closing.id.as_str()) {
            let message = format!("is shown for no result; the results are {}", CLOSINGS.join(", "));
            findings.at_entry(number, "id", &message);
        }
    }
    let entries = &findings.loaded.notes.entries;
    if entries.is_empty() {
        return;
    }
    for id in CLOSINGS {
        if !entries.iter().any(|entry| entry.kind == Kind::Closing && entry.id == id) {
            findings.at_library(format!("the closing '{id}' is missing; write a [[closing]] with this id"));
        }
    }
    for (kind, wanted) in [(Kind::Opening, 1), (Kind::Pair, PAIRS)] {
        let there = entries.iter().filter(|entry| entry.kind == kind).count();
        if there != wanted {
            findings.at_library(format!("the balance takes {wanted} [[{kind}]], and {there} are here"));
        }
    }
}

/// Whoever chooses is not to choose by the length.
fn ends(findings: &mut Findings<'_>, number: usize, pair: &Pair) {
    let [managing, leading] = [&pair.managing, &pair.leading].map(|end| end.chars().count());
    let there = findings.key(number, "managing").is_some() && findings.key(number, "leading").is_some();
    if there && managing.abs_diff(leading) * 100 > managing.max(leading) * BALANCE {
        let shorter = if managing < leading { "managing" } else { "leading" };
        let message = format!(
            "managing has {managing} characters and leading {leading}; they are to be within {BALANCE} % of each other"
        );
        findings.at_entry(number, shorter, &message);
    }
}
