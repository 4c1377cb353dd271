//! How easily a text is read: people meet a prompt between two tasks, and some of them in their second language.
//!
//! Flesch's reading ease (R. Flesch, "A new readability yardstick", 1948) is made of two lengths, that of sentences in
//! words and that of words in syllables. From 60 on a text counts as plain English. It is taken over all that one entry
//! says, since a single sentence tells little, and it is English alone: other languages have formulas of their own.

use super::Findings;
use crate::content::Kind;

/// The least ease of what an entry says.
const PLAIN: f64 = 60.0;

/// With fewer words the number says nothing.
const FEWEST_WORDS: usize = 20;

/// A name, an address, what it is for the program, or what people type rather than read.
fn is_read(kind: Kind, field: &str) -> bool {
    kind != Kind::Phrases && !matches!(field, "title" | "name" | "origin" | "link")
}

pub(super) fn check(findings: &mut Findings<'_>) {
    if !findings.loaded.source.language().starts_with("en") {
        return;
    }
    let notes = &findings.loaded.notes;
    for (number, entry) in notes.entries.iter().enumerate() {
        let of_it = notes.texts.iter().filter(|text| text.entry == number && is_read(entry.kind, &text.field));
        let mut whole = Measure::default();
        of_it.for_each(|text| whole.add(&text.value));
        let Some(ease) = whole.ease().filter(|ease| *ease < PLAIN) else { continue };
        let message = format!(
            "reads hard: its ease by Flesch is {ease:.0}, and {PLAIN} is plain English; shorten its sentences and its words"
        );
        findings.at_entry(number, "id", &message);
    }
}

/// The lengths of a text.
#[derive(Debug, Default)]
struct Measure {
    sentences: usize,
    words: usize,
    syllables: usize,
}

impl Measure {
    /// Adds a text that begins a sentence of its own.
    fn add(&mut self, text: &str) {
        let mut open = false;
        for word in text.split_whitespace() {
            let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
            if letters > 0 {
                self.words += 1;
                self.syllables += syllables(word);
                open = true;
            }
            // A sentence ends where one could: what follows a colon is read as one of its own.
            if open && word.trim_end_matches(['"', '\'', '”', '’', ')']).ends_with(['.', '?', ':', ';']) {
                self.sentences += 1;
                open = false;
            }
        }
        self.sentences += usize::from(open);
    }

    #[allow(clippy::cast_precision_loss, reason = "an entry has few words")]
    fn ease(&self) -> Option<f64> {
        let (sentences, words, syllables) = (self.sentences as f64, self.words as f64, self.syllables as f64);
        (self.words >= FEWEST_WORDS).then(|| 206.835 - 1.015 * words / sentences - 84.6 * syllables / words)
    }
}

/// The syllables of an English word, by its groups of vowels: a silent e at the end and in -ed is none. It is now and
/// then one off, which evens out over a text.
fn syllables(word: &str) -> usize {
    let plain: String =
        word.chars().filter(char::is_ascii_alphabetic).map(|letter| letter.to_ascii_lowercase()).collect();
    let is_vowel = |letter: char| matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let groups = plain.split(|letter| !is_vowel(letter)).filter(|group| !group.is_empty()).count();
    let silent_e = plain.ends_with('e') && !plain.ends_with("le");
    let silent_ed = plain.ends_with("ed") && !plain.ends_with("ted") && !plain.ends_with("ded");
    groups.saturating_sub(usize::from(groups > 1 && (silent_e || silent_ed))).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_those_that_are_heard() {
        let counted = ["the", "cats", "little", "asked", "wanted", "people", "managing", "responsibility", "2024"];
        assert_eq!(counted.map(syllables), [1, 1, 2, 1, 2, 2, 3, 6, 1]);
    }

    #[test]
    fn long_words_in_long_sentences_read_hard_and_short_ones_do_not() {
        let ease = |text: &str| {
            let mut measure = Measure::default();
            measure.add(text);
            measure.ease()
        };
        let plain =
            "Who did you a small good turn this week? Say so to them today. It takes you a minute, and them a day.";
        let hard = "Organisational effectiveness necessitates continuous reconsideration of communicative responsibilities, \
                    particularly regarding interdepartmental accountability, institutional prioritisation, hierarchical \
                    coordination, collaborative evaluation, and the systematic documentation of deliverables.";
        assert!(ease(plain).is_some_and(|ease| ease > 90.0));
        assert!(ease(hard).is_some_and(|ease| ease < 0.0));
        assert_eq!(ease("Too short to tell."), None);
        assert_eq!(ease(""), None);
    }
}
