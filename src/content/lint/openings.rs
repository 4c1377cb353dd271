//! Prompts that begin alike: what somebody meets every day grows stale by its first words before its thoughts do.

use std::collections::BTreeMap;

use super::Findings;
use super::repeats::words;
use crate::content::Kind;
use crate::content::notes::Text;

/// So many words are an opening.
const OPENING: usize = 3;

/// The share of all questions that may begin with the same three words, in percent: once in a month of weekdays.
const SAME_QUESTION: usize = 5;

/// The share of all steps that may begin with the same word, in percent: about once a week.
const SAME_STEP: usize = 15;

/// With fewer prompts a share says nothing.
const FEWEST: usize = 60;

pub(super) fn check(findings: &mut Findings<'_>) {
    let notes = &findings.loaded.notes;
    let of = |field: &str| -> Vec<&Text> {
        let is_prompts = |text: &&Text| notes.entries[text.entry].kind == Kind::Prompt && text.field == field;
        notes.texts.iter().filter(is_prompts).collect()
    };
    let (texts, steps) = (of("text"), of("step"));
    let mut first: BTreeMap<Vec<String>, &Text> = BTreeMap::new();
    for text in &texts {
        let opening = opening(&text.value, OPENING);
        match first.get(&opening) {
            Some(earlier) if opening.len() == OPENING => {
                let earlier = &notes.entries[earlier.entry].id;
                let message =
                    format!("begins as that of '{earlier}' does ({}); begin in another way", opening.join(" "));
                findings.at_text(text, &message);
            }
            _ => drop(first.insert(opening, text)),
        }
    }
    worn(findings, "questions", &texts, SAME_QUESTION, |text| opening(question(text), OPENING));
    worn(findings, "steps", &steps, SAME_STEP, |text| opening(text, 1));
}

/// Tells of the openings with which more than their share begin.
fn worn(findings: &mut Findings<'_>, what: &str, texts: &[&Text], most: usize, opening: fn(&str) -> Vec<String>) {
    if texts.len() < FEWEST {
        return;
    }
    let mut by_opening: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    texts.iter().for_each(|text| *by_opening.entry(opening(&text.value)).or_default() += 1);
    for (opening, number) in by_opening {
        if number * 100 > texts.len() * most {
            let (all, opening) = (texts.len(), opening.join(" "));
            findings.at_library(format!(
                "{number} of its {all} {what} begin with '{opening}'; {most} % is the most, so begin some of them in another way"
            ));
        }
    }
}

fn opening(text: &str, length: usize) -> Vec<String> {
    let mut words = words(text);
    words.truncate(length);
    words
}

/// The sentence of a text that asks, or all of it where none does.
fn question(text: &str) -> &str {
    let asked = text.find('?').map_or(text, |end| &text[..end]);
    asked.rfind(['.', ':', ';']).map_or(asked, |end| &asked[end + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opening_is_that_of_the_sentence_that_asks() {
        assert_eq!(opening(question("It is late. \"What would\" you do? Nothing."), OPENING), ["what", "would", "you"]);
        assert_eq!(opening(question("Nothing is asked."), OPENING), [""; 0]);
        assert_eq!(opening("Ask them.", 1), ["ask"]);
    }
}
