//! The strengths: few enough to read while saying thanks, and no name twice.

use std::collections::BTreeSet;

use super::Findings;
use crate::content::Kind;

/// How many there are: a choice, and no list to work through.
const HOW_MANY: std::ops::RangeInclusive<usize> = 8..=12;

pub(super) fn check(findings: &mut Findings<'_>) {
    let library = &findings.loaded.library;
    let mut seen = BTreeSet::new();
    for (number, strength) in findings.numbers(Kind::Strength).zip(&library.strengths) {
        // A name is what a recognition keeps, and an empty one is another rule's fault.
        if !strength.name.is_empty() && !seen.insert(strength.name.to_lowercase()) {
            let message =
                format!("another strength is called '{}' too; give this one a name of its own", strength.name);
            findings.at_entry(number, "name", &message);
        }
    }
    if findings.loaded.notes.entries.is_empty() {
        return;
    }
    let count = library.strengths.len();
    if !HOW_MANY.contains(&count) {
        let (fewest, most) = (HOW_MANY.start(), HOW_MANY.end());
        findings.at_library(format!("holds {count} strengths; {fewest} to {most} are a choice that people read"));
    }
}
