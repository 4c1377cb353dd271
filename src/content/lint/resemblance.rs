//! Prompts that ask the same thing in other words.
//!
//! Runs of words find a rewording (`repeats.rs`), and miss two writers with one thought. So each prompt is looked up among
//! the others, as somebody would who searches for its words: title, question and step become the stems of the words that
//! carry their meaning, rare ones count more than usual ones (tf-idf), and the nearest other prompt is how alike they are
//! (cosine).
//!
//! Measured on the first 323 prompts: the two most alike come to 0.42, both about the rules that a newcomer
//! meets, one asking who knows them and one how they are told. Of the first 269, pairs from 0.47 to 0.53 asked a reader for
//! the same and were written anew. [`ALIKE`] stands between.

use std::collections::{BTreeMap, HashMap};

use super::Findings;
use crate::content::wording::stems;
use crate::content::{Kind, Prompt};

/// The likeness from which on two prompts are told to be one.
const ALIKE: f64 = 0.45;

pub(super) fn check(findings: &mut Findings<'_>) {
    let prompts = &findings.loaded.library.prompts;
    let numbers: Vec<usize> = findings.numbers(Kind::Prompt).collect();
    for (one, other, likeness) in alike(prompts) {
        let (first, second) = (&prompts[one], numbers[other]);
        let message = format!(
            "asks nearly what '{}' asks, in other words (likeness {likeness:.2}, {ALIKE} is too much); ask something else",
            first.id
        );
        findings.at_entry(second, "id", &message);
    }
}

/// The pairs that are too much alike, each as the earlier one, the later one and how alike they are.
fn alike(prompts: &[Prompt]) -> Vec<(usize, usize, f64)> {
    let texts: Vec<_> =
        prompts.iter().map(|prompt| format!("{} {} {}", prompt.title, prompt.text, prompt.step)).collect();
    let vectors = weighed(&texts);
    // By stem, the earlier prompts that hold it: only those are compared that share a word at all.
    let mut holders: HashMap<&str, Vec<(usize, f64)>> = HashMap::new();
    let mut pairs = Vec::new();
    for (index, own) in vectors.iter().enumerate() {
        let mut likeness: BTreeMap<usize, f64> = BTreeMap::new();
        for (stem, weight) in own {
            let earlier = holders.entry(stem.as_str()).or_default();
            earlier.iter().for_each(|(holder, theirs)| *likeness.entry(*holder).or_default() += weight * theirs);
            earlier.push((index, *weight));
        }
        pairs.extend(likeness.into_iter().filter(|(_, alike)| *alike >= ALIKE).map(|(one, alike)| (one, index, alike)));
    }
    pairs
}

/// What each text is about: the weight of each of its stems, of length 1 together.
#[allow(clippy::cast_precision_loss, reason = "there are few prompts, and each has few words")]
fn weighed(texts: &[String]) -> Vec<BTreeMap<String, f64>> {
    let counted: Vec<BTreeMap<String, f64>> = texts
        .iter()
        .map(|text| {
            let mut counts = BTreeMap::new();
            stems(text).into_iter().for_each(|stem| *counts.entry(stem).or_insert(0.0) += 1.0);
            counts
        })
        .collect();
    let mut in_texts: HashMap<String, f64> = HashMap::new();
    counted.iter().flat_map(BTreeMap::keys).for_each(|stem| *in_texts.entry(stem.clone()).or_default() += 1.0);
    let all = counted.len() as f64;
    let weigh = |(stem, count): (String, f64)| {
        let rarity = ((all + 1.0) / (in_texts[&stem] + 0.5)).ln();
        (stem, (1.0 + count.ln()) * rarity)
    };
    let weighed = counted.into_iter().map(|counts| counts.into_iter().map(weigh).collect::<BTreeMap<_, _>>());
    weighed
        .map(|mut weights| {
            let length = weights.values().map(|weight| weight * weight).sum::<f64>().sqrt();
            weights.values_mut().for_each(|weight| *weight /= length);
            weights
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::content::{Source, read};

    /// The measurement that the threshold rests on.
    #[test]
    fn shipped_prompts_are_apart_and_one_told_in_other_words_is_found() {
        let mut prompts = read(&Source::Embedded("en".into())).library.prompts;
        assert_eq!(alike(&prompts), []);
        let mut retold = prompts.iter().find(|prompt| prompt.id == "horizon-promise-kept-again").unwrap().clone();
        retold.title = "Still promised".to_owned();
        retold.text = "Some small promise that your team made is kept again today. Which one?".to_owned();
        retold.step = "Do that thing ahead of newer ones.".to_owned();
        prompts.push(retold);
        let found = alike(&prompts);
        assert_eq!(
            found.iter().map(|(one, _, _)| prompts[*one].id.as_str()).collect::<Vec<_>>(),
            ["horizon-promise-kept-again"]
        );
    }

    #[test]
    fn a_text_without_a_word_is_like_none() {
        let vectors = weighed(&[String::new(), "promise".to_owned(), "  ".to_owned()]);
        assert!(vectors[0].is_empty() && vectors[2].is_empty() && vectors[1].len() == 1);
    }
}
