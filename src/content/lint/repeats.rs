//! Prompts that ask the same thing twice in nearly the same words.
//!
//! Each text becomes the set of its runs of three words, and two sets are compared by the share that they have in common
//! (Jaccard's index). Measured on the 107 prompts that Clarion first shipped, written apart by hand, the most alike two
//! share 0.09. Changing one word of a twenty-word prompt leaves 0.71 in common, changing two words far apart 0.50, three
//! 0.33. [`ALIKE`] stands between, so a rewording is found and two prompts that share a turn of phrase are not.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Findings;
use crate::content::Kind;
use crate::content::notes::Text;

/// The share from which on two texts count as near-duplicates.
const ALIKE: f64 = 0.25;

/// How many words a run has.
const RUN: usize = 3;

pub(super) fn check(findings: &mut Findings<'_>) {
    let notes = &findings.loaded.notes;
    let is_prompt = |text: &&Text| notes.entries[text.entry].kind == Kind::Prompt;
    let of = |field: &str| -> Vec<&Text> {
        notes.texts.iter().filter(is_prompt).filter(|text| text.field == field).collect()
    };
    let place = |text: &Text| {
        let entry = &notes.entries[text.entry];
        format!("'{}' at {}:{}", entry.id, entry.file, text.line)
    };

    let questions = of("text");
    let runs: Vec<BTreeSet<Vec<String>>> = questions.iter().map(|text| runs(&text.value)).collect();
    for (one, other, share) in alike(&runs) {
        let (first, second) = (questions[one], questions[other]);
        let message = format!(
            "is nearly the same as that of {} ({:.0} % of its runs of three words); ask something else",
            place(first),
            share * 100.0
        );
        findings.at_text(second, &message);
    }

    let mut titles: BTreeMap<Vec<String>, &Text> = BTreeMap::new();
    for title in of("title") {
        let words = words(&title.value);
        match titles.get(&words) {
            Some(first) if !words.is_empty() => {
                let message = format!("is that of {}; choose another", place(first));
                findings.at_text(title, &message);
            }
            _ => drop(titles.insert(words, title)),
        }
    }
}

/// The pairs that share [`ALIKE`] or more, each as the earlier one, the later one and the share.
///
/// Compares only texts that have a run in common at all, so that many prompts are no trouble.
fn alike(runs: &[BTreeSet<Vec<String>>]) -> Vec<(usize, usize, f64)> {
    let mut holders: HashMap<&[String], Vec<usize>> = HashMap::new();
    let mut pairs = Vec::new();
    for (index, own) in runs.iter().enumerate() {
        let mut common: BTreeMap<usize, usize> = BTreeMap::new();
        for run in own {
            let earlier = holders.entry(run.as_slice()).or_default();
            earlier.iter().for_each(|holder| *common.entry(*holder).or_default() += 1);
            earlier.push(index);
        }
        for (earlier, common) in common {
            #[allow(clippy::cast_precision_loss, reason = "a text has few words")]
            let share = common as f64 / (own.len() + runs[earlier].len() - common) as f64;
            if share >= ALIKE {
                pairs.push((earlier, index, share));
            }
        }
    }
    pairs
}

/// Letters and digits in small letters; signs and quotation marks do not make a difference.
pub(super) fn words(text: &str) -> Vec<String> {
    let plain = text.to_lowercase().replace('’', "'");
    let words = plain.split(|letter: char| !letter.is_alphanumeric() && letter != '\'');
    words.map(|word| word.trim_matches('\'').to_owned()).filter(|word| !word.is_empty()).collect()
}

/// The runs of a text; a text shorter than one run is a run of its own.
fn runs(text: &str) -> BTreeSet<Vec<String>> {
    let words = words(text);
    if words.is_empty() {
        return BTreeSet::new();
    }
    words.windows(RUN.min(words.len())).map(<[String]>::to_vec).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::content::{Source, read};

    fn share(one: &str, other: &str) -> f64 {
        let (one, other) = (runs(one), runs(other));
        let common = one.intersection(&other).count();
        #[allow(clippy::cast_precision_loss, reason = "a text has few words")]
        let share = common as f64 / (one.len() + other.len() - common) as f64;
        share
    }

    /// The measurement that the threshold rests on.
    #[test]
    fn shipped_prompts_are_far_below_the_threshold_and_their_rewordings_above() {
        let prompts = read(&Source::Embedded("en".into())).library.prompts;
        for (index, one) in prompts.iter().enumerate() {
            for other in &prompts[..index] {
                let share = share(&one.text, &other.text);
                assert!(share < ALIKE / 2.0, "{} and {} share {share}", one.id, other.id);
            }
            let words = words(&one.text);
            for changed in 0..words.len() {
                let mut reworded = words.clone();
                reworded[changed] = "something".into();
                let share = share(&one.text, &reworded.join(" "));
                assert!(share >= ALIKE, "{} with its word {changed} changed shares only {share}", one.id);
            }
        }
    }

    #[test]
    fn the_pairs_found_are_those_that_comparing_everything_finds() {
        let texts = ["a b c d e f", "a b c d e g", "x y z", "X, y — z!", "a", "a", "", "b c d"];
        let sets: Vec<_> = texts.iter().map(|text| runs(text)).collect();
        let mut expected = Vec::new();
        for later in 0..texts.len() {
            for earlier in 0..later {
                let share = share(texts[earlier], texts[later]);
                if share >= ALIKE {
                    expected.push((earlier, later, share));
                }
            }
        }
        assert_eq!(alike(&sets), expected);
        assert_eq!(
            expected.iter().map(|(one, other, _)| (*one, *other)).collect::<Vec<_>>(),
            [(0, 1), (2, 3), (4, 5), (0, 7), (1, 7)]
        );
    }
}
