//! Finds the contrasts that a situation is about, in whatever words it is told.
//!
//! Nobody types the title of what they look for. So each contrast comes with phrases in which people talk where it would
//! help them (`prompts/<language>/phrases/`), and a situation is held against these in two ways that err differently: by
//! how much more usual its words are with one contrast than with the others (naive Bayes), and by how near it comes to a
//! few single phrases (BM25). Phrases that no contrast helps with compete with them; where those win, or where hardly a
//! word is known, nothing fits, and that is said rather than guessed.
//!
//! Everything is made of the library alone, so the same text finds the same contrasts, and nothing leaves the machine.

use std::collections::BTreeMap;

use super::library::{Library, NOTHING_FITS};
use super::wording::{Word, words};

/// So many contrasts are offered at most.
const MOST: usize = 3;

/// Added to each count, so that a word that was never seen with a contrast does not rule it out.
const SMOOTHING: f64 = 0.2;
/// What a word takes from a contrast with which it is less usual than with others.
const AGAINST: f64 = 0.3;
/// How much the words count beside the phrases.
const BY_WORDS: f64 = 0.6;
const BY_PHRASES: f64 = 0.2;
/// So many phrases of each contrast count.
const NEAREST: usize = 4;
/// BM25's own two numbers, as usual.
const SATURATION: f64 = 1.2;
const LENGTH: f64 = 0.75;

/// Words this long are recognised in spite of one slip, and of two from the second length on.
const ONE_SLIP: usize = 5;
const TWO_SLIPS: usize = 9;
/// What a word counts that was recognised in spite of a slip.
const SLIPPED: f64 = 0.7;

/// So many characters of a situation are looked at at most; no message on Discord needs more.
pub const MOST_CHARACTERS: usize = 2_000;
/// So many words of a situation are looked at: what it is about was said by then.
const MOST_WORDS: usize = 200;

/// The least that the best has to come to: with less, hardly a word was known.
const LEAST: f64 = 6.0;

/// A contrast that fits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit<'a> {
    /// The contrast's id.
    pub topic: &'a str,
    /// How well it fits, from 0 to 1: that of the best is above 0.5. Good for an order, and for no more than that.
    pub score: f64,
}

/// Finds contrasts for situations. Made once of a library; it keeps nothing of what it is asked.
#[derive(Debug)]
pub struct Finder {
    topics: Vec<String>,
    /// The words of the phrases as they are written, with their terms.
    vocabulary: BTreeMap<String, usize>,
    stems: BTreeMap<String, usize>,
    terms: Vec<Term>,
    /// The topic of each phrase.
    phrases: Vec<usize>,
}

/// What a word's stem tells.
#[derive(Debug, Default)]
struct Term {
    /// By topic.
    weights: Vec<f64>,
    /// The phrases it stands in, and how near it brings a text to each.
    phrases: Vec<(usize, f64)>,
}

impl Finder {
    /// Learns the phrases of a library. A library without any finds nothing.
    pub fn new(library: &Library) -> Self {
        let topics: Vec<String> = library.phrases.iter().map(|phrases| phrases.id.clone()).collect();
        let mut finder = Self {
            topics,
            vocabulary: BTreeMap::new(),
            stems: BTreeMap::new(),
            terms: Vec::new(),
            phrases: Vec::new(),
        };
        // By phrase: its terms with their counts, and how many words it has.
        let mut read: Vec<(BTreeMap<usize, f64>, f64)> = Vec::new();
        for (topic, phrases) in library.phrases.iter().enumerate() {
            for phrase in &phrases.said {
                let mut counts = BTreeMap::new();
                for word in words(phrase) {
                    *counts.entry(finder.learn(word)).or_insert(0.0) += 1.0;
                }
                let length = counts.values().sum();
                read.push((counts, length));
                finder.phrases.push(topic);
            }
        }
        finder.weigh(&read);
        finder
    }

    fn learn(&mut self, word: Word) -> usize {
        let next = self.stems.len();
        let term = *self.stems.entry(word.stem).or_insert(next);
        if term == next {
            self.terms.push(Term::default());
        }
        self.vocabulary.entry(word.written).or_insert(term);
        term
    }

    fn weigh(&mut self, read: &[(BTreeMap<usize, f64>, f64)]) {
        let (topics, terms) = (self.topics.len(), self.terms.len());
        // In how many phrases of each topic a term stands.
        let mut with = vec![vec![0.0; topics]; terms];
        for ((counts, _), topic) in read.iter().zip(&self.phrases) {
            for term in counts.keys() {
                with[*term][*topic] += 1.0;
            }
        }
        let by_topic: Vec<f64> = (0..topics).map(|topic| with.iter().map(|counts| counts[topic]).sum()).collect();
        let all: f64 = by_topic.iter().sum();
        let smooth = SMOOTHING * terms as f64;
        for (term, counts) in self.terms.iter_mut().zip(&with) {
            let everywhere: f64 = counts.iter().sum();
            let weight = |topic: usize| {
                let here = (counts[topic] + SMOOTHING) / (by_topic[topic] + smooth);
                let elsewhere = (everywhere - counts[topic] + SMOOTHING) / (all - by_topic[topic] + smooth);
                (here / elsewhere).ln()
            };
            term.weights = (0..topics).map(weight).collect();
        }
        let number = read.len() as f64;
        let usual_length = read.iter().map(|(_, length)| length).sum::<f64>() / number.max(1.0);
        for (phrase, (counts, length)) in read.iter().enumerate() {
            for (term, count) in counts {
                let everywhere: f64 = with[*term].iter().sum();
                let rarity = ((number - everywhere + 0.5) / (everywhere + 0.5)).ln_1p();
                let long = 1.0 - LENGTH + LENGTH * length / usual_length;
                let near = rarity * count * (SATURATION + 1.0) / (count + SATURATION * long);
                self.terms[*term].phrases.push((phrase, near));
            }
        }
    }

    /// The contrasts that fit best, the best first, three at most; none where nothing fits.
    pub fn find(&self, situation: &str) -> Vec<Fit<'_>> {
        let mut scores: Vec<(f64, &str)> =
            self.scores(situation).into_iter().zip(self.topics.iter().map(String::as_str)).collect();
        // Where two are equal, the one that comes first in the files.
        scores.sort_by(|one, other| other.0.total_cmp(&one.0));
        let fits = scores.first().is_some_and(|(score, topic)| *topic != NOTHING_FITS && *score > LEAST);
        let contrasts = scores.into_iter().filter(|(score, topic)| fits && *topic != NOTHING_FITS && *score > 0.0);
        contrasts.take(MOST).map(|(score, topic)| Fit { topic, score: score / (score + LEAST) }).collect()
    }

    fn scores(&self, situation: &str) -> Vec<f64> {
        let mut by_words = vec![0.0; self.topics.len()];
        let mut near = vec![0.0; self.phrases.len()];
        let mut seen = Vec::new();
        let looked_at: String = situation.chars().take(MOST_CHARACTERS).collect();
        let words = words(&looked_at);
        for (term, counts) in words.iter().take(MOST_WORDS).filter_map(|word| self.recognise(word)) {
            // Said twice, it is not twice as true.
            if seen.contains(&term) {
                continue;
            }
            seen.push(term);
            let Term { weights, phrases } = &self.terms[term];
            for (sum, weight) in by_words.iter_mut().zip(weights) {
                *sum += counts * if *weight > 0.0 { *weight } else { AGAINST * weight };
            }
            for (phrase, part) in phrases {
                near[*phrase] += counts * part;
            }
        }
        let mut nearest = vec![[0.0; NEAREST]; self.topics.len()];
        for (value, topic) in near.iter().zip(&self.phrases) {
            let best = &mut nearest[*topic];
            if *value > best[NEAREST - 1] {
                best[NEAREST - 1] = *value;
                best.sort_by(|one, other| other.total_cmp(one));
            }
        }
        let both = by_words.iter().zip(&nearest);
        both.map(|(words, phrases)| BY_WORDS * words + BY_PHRASES * phrases.iter().sum::<f64>()).collect()
    }

    /// The term of a word, and how much it counts: slips of spelling are forgiven.
    fn recognise(&self, word: &Word) -> Option<(usize, f64)> {
        if let Some(term) = self.stems.get(&word.stem) {
            return Some((*term, 1.0));
        }
        let length = word.written.len();
        let slips = usize::from(length >= ONE_SLIP) + usize::from(length >= TWO_SLIPS);
        let initial = word.written.get(..1)?;
        let alike = self.vocabulary.range(initial.to_owned()..).take_while(|(known, _)| known.starts_with(initial));
        let alike = alike.filter(|(known, _)| known.len() >= ONE_SLIP && known.len().abs_diff(length) <= slips);
        let near = alike.map(|(known, term)| (strsim::osa_distance(known, &word.written), *term));
        near.filter(|(distance, _)| *distance <= slips).min().map(|(_, term)| (term, SLIPPED))
    }
}
