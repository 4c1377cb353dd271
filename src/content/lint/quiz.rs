//! The quiz: enough moments, no answer that is right more often than another, each credited to an essay of its topic.

use super::{Findings, credited};
use crate::content::{Answer, Kind};

/// Twenty rounds of five without a repeat.
const FEWEST_STATEMENTS: usize = 100;

/// How many words a moment has: long enough for a scene, short enough for a phone.
const WORDS: std::ops::RangeInclusive<usize> = 12..=45;

/// How often the rarest answer is given, in hundredths of the most frequent one.
const EVENLY: usize = 75;

pub(super) fn check(findings: &mut Findings<'_>) {
    let library = &findings.loaded.library;
    for (number, statement) in findings.numbers(Kind::Statement).zip(&library.statements) {
        let words = statement.moment.split_whitespace().count();
        // An empty one is another rule's fault.
        if words > 0 && !WORDS.contains(&words) {
            let message = format!("the moment has {words} words; {} to {} are wanted", WORDS.start(), WORDS.end());
            findings.at_entry(number, "moment", &message);
        }
        let essays = credited(library, &statement.topic);
        if library.essay(&statement.essay).is_some()
            && !essays.is_empty()
            && !essays.contains(&statement.essay.as_str())
        {
            let message = format!(
                "draws on the essay '{}', and its topic '{}' on {}; take one of these",
                statement.essay,
                statement.topic,
                essays.join(", ")
            );
            findings.at_entry(number, "essay", &message);
        }
    }
    if findings.loaded.notes.entries.is_empty() {
        return;
    }
    let count = library.statements.len();
    if count < FEWEST_STATEMENTS {
        findings.at_library(format!(
            "holds {count} statements; {FEWEST_STATEMENTS} or more make twenty rounds of the quiz without a repeat"
        ));
    }
    let given = Answer::ALL.map(|answer| library.statements.iter().filter(|one| one.answer == answer).count());
    let (rarest, commonest) = (given.iter().min().copied(), given.iter().max().copied());
    if rarest.unwrap_or(0) * 100 < commonest.unwrap_or(0) * EVENLY {
        let [managing, leading, both] = given;
        findings.at_library(format!(
            "of the statements, {managing} ask for managing, {leading} for leading and {both} for both; let each be \
             the answer about equally often"
        ));
    }
}
