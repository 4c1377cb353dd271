//! Finds the contrasts that a situation is about, in whatever words it is told.
//!
//! Nobody types the title of what they look for. So each contrast comes with phrases in which people talk where it would
//! help them (`prompts/<language>/phrases/`), and a situation is held against these in two ways that err differently: by
//! how much more usual its words and its pairs of neighbouring words are with one contrast than with the others (naive
//! Bayes), and by how near it comes to a few single phrases (BM25). The small words count too: 'because I', 'my boss',
//! 'nobody has' say more of what a scene is about than its nouns do. Words that no phrase holds may still belong to a group of
//! words that many do ([`GROUPS`]), or share a few letters in a row with one. Phrases that no contrast helps with compete
//! with the contrasts; where those win, or where hardly a word is known, nothing fits, and that is said rather than guessed.
//!
//! Everything is made of the library alone, so the same text finds the same contrasts, and nothing leaves the machine.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use super::groups::GROUPS;
use super::library::{Library, NOTHING_FITS};
use super::wording::{stem, written};

/// So many contrasts are offered at most.
const MOST: usize = 3;

/// Added to each count, so that a word that was never seen with a contrast does not rule it out.
const SMOOTHING: f64 = 0.5;
/// What a word takes from a contrast with which it is less usual than with others.
const AGAINST: f64 = 0.6;
/// What a group of words counts, alone or beside a word, where a word counts one.
const BY_GROUP: f64 = 0.5;
/// What a piece of a word counts.
const BY_PIECE: f64 = 0.3;
/// So many letters are a piece; the beginning and the end of a word count as one.
const PIECE: usize = 4;

/// How much the phrases count beside the words.
const BY_PHRASES: f64 = 0.33;
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
/// So many unknown words are looked at for a slip: whoever slips more often is not understood for it.
const MOST_SLIPS: usize = 100;

/// So many characters of a situation are looked at at most; no message on Discord needs more.
pub const MOST_CHARACTERS: usize = 2_000;

/// By so much the best has to beat what no contrast helps with: of two errors, a contrast that does not fit is the worse.
const DOUBT: f64 = 6.0;
/// Beaten by so much, it is a score of three quarters.
const USUAL: f64 = 10.0;
/// The least share of a situation's words that has to be known. Another language has some of ours by chance.
const KNOWN: f64 = 0.5;

/// A contrast that fits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit<'a> {
    /// The contrast's id.
    pub topic: &'a str,
    /// How well it fits, from 0 to 1: that of the best is above 0.5. Good for an order, and for no more than that.
    pub score: f64,
}

/// A [`Finder`] that learns when it is first asked: a start does not wait for what may not be asked for days.
#[derive(Debug)]
pub struct LateFinder {
    library: Arc<Library>,
    finder: OnceLock<Finder>,
}

impl LateFinder {
    /// Of a library, whose phrases it has not looked at yet.
    pub fn new(library: Arc<Library>) -> Self {
        Self { library, finder: OnceLock::new() }
    }

    /// The same as [`Finder::find`]. The first time takes as long as learning does.
    pub fn find(&self, situation: &str) -> Vec<Fit<'_>> {
        self.finder.get_or_init(|| Finder::new(&self.library)).find(situation)
    }
}

/// Finds contrasts for situations. Made once of a library; it keeps nothing of what it is asked.
#[derive(Debug)]
pub struct Finder {
    topics: Vec<String>,
    /// The words of the phrases as they are written, with their terms.
    vocabulary: BTreeMap<String, usize>,
    stems: HashMap<String, usize>,
    /// By the term of a word, the groups that it belongs to. A group is a term as well.
    groups: HashMap<usize, Vec<usize>>,
    /// By term.
    words: Vec<Told>,
    /// The phrases that each term stands in, and how near it brings a text to each.
    near: Vec<Vec<(usize, f64)>>,
    /// By the terms of two neighbours, of which one may be a group.
    pairs: HashMap<(usize, usize), Told>,
    pieces: HashMap<[u8; PIECE], Told>,
    /// All that was told with each topic, and with all of them.
    by_topic: Vec<f64>,
    all: f64,
    /// The topic of each phrase.
    phrases: Vec<usize>,
}

/// In how many phrases of which topics a word or a pair stands. Most stand in one alone.
type Told = Vec<(usize, f64)>;

impl Finder {
    /// Learns the phrases of a library. A library without any finds nothing.
    pub fn new(library: &Library) -> Self {
        let topics: Vec<String> = library.phrases.iter().map(|phrases| phrases.id.clone()).collect();
        let mut finder = Self {
            by_topic: vec![0.0; topics.len()],
            topics,
            vocabulary: BTreeMap::new(),
            stems: HashMap::new(),
            groups: HashMap::new(),
            words: Vec::new(),
            near: Vec::new(),
            pairs: HashMap::new(),
            pieces: HashMap::new(),
            all: 0.0,
            phrases: Vec::new(),
        };
        for group in GROUPS {
            let as_term = finder.words.len();
            finder.words.push(Told::new());
            for word in group.split(' ') {
                let term = finder.term(stem(word));
                let groups = finder.groups.entry(term).or_default();
                if !groups.contains(&as_term) {
                    groups.push(as_term);
                }
            }
        }
        // The terms of each phrase, each once.
        let mut read = Vec::new();
        for (topic, phrases) in library.phrases.iter().enumerate() {
            for phrase in &phrases.said {
                let words = written(phrase);
                let pieces: BTreeSet<[u8; PIECE]> = words.iter().flat_map(|word| pieces(word)).collect();
                let terms: Vec<usize> = words.into_iter().map(|word| finder.learn(word)).collect();
                let groups: BTreeSet<usize> = terms.iter().flat_map(|term| finder.groups_of(*term)).copied().collect();
                let mut pairs: BTreeSet<(usize, usize)> = terms.windows(2).map(|pair| (pair[0], pair[1])).collect();
                for pair in terms.windows(2) {
                    pairs.extend(finder.groups_of(pair[0]).iter().map(|group| (*group, pair[1])));
                    pairs.extend(finder.groups_of(pair[1]).iter().map(|group| (pair[0], *group)));
                }
                let terms: BTreeSet<usize> = terms.into_iter().collect();
                finder.by_topic[topic] += (terms.len() + groups.len() + pairs.len() + pieces.len()) as f64;
                terms.iter().chain(&groups).for_each(|term| count(&mut finder.words[*term], topic));
                pairs.into_iter().for_each(|pair| count(finder.pairs.entry(pair).or_default(), topic));
                pieces.into_iter().for_each(|piece| count(finder.pieces.entry(piece).or_default(), topic));
                read.push(terms);
                finder.phrases.push(topic);
            }
        }
        finder.all = finder.by_topic.iter().sum();
        finder.weigh(&read);
        finder
    }

    fn learn(&mut self, word: String) -> usize {
        if let Some(term) = self.vocabulary.get(&word) {
            return *term;
        }
        let term = self.term(stem(&word));
        self.vocabulary.insert(word, term);
        term
    }

    fn term(&mut self, stem: String) -> usize {
        let next = self.words.len();
        let term = *self.stems.entry(stem).or_insert(next);
        if term == next {
            self.words.push(Told::new());
        }
        term
    }

    fn groups_of(&self, term: usize) -> &[usize] {
        self.groups.get(&term).map_or(&[], Vec::as_slice)
    }

    /// How near each term brings a text to each phrase that it stands in.
    fn weigh(&mut self, read: &[BTreeSet<usize>]) {
        let number = read.len() as f64;
        let usual_length = read.iter().map(BTreeSet::len).sum::<usize>() as f64 / number.max(1.0);
        self.near = vec![Vec::new(); self.words.len()];
        for (phrase, terms) in read.iter().enumerate() {
            let long = 1.0 - LENGTH + LENGTH * terms.len() as f64 / usual_length;
            for term in terms {
                let everywhere: f64 = self.words[*term].iter().map(|(_, count)| count).sum();
                let rarity = ((number - everywhere + 0.5) / (everywhere + 0.5)).ln_1p();
                self.near[*term].push((phrase, rarity * (SATURATION + 1.0) / (1.0 + SATURATION * long)));
            }
        }
    }

    /// The contrasts that fit best, the best first, three at most; none where nothing fits.
    pub fn find(&self, situation: &str) -> Vec<Fit<'_>> {
        let scored = self.topics.iter().map(String::as_str).zip(self.scores(situation));
        let (nothing, mut contrasts): (Vec<_>, Vec<_>) = scored.partition(|(topic, _)| *topic == NOTHING_FITS);
        let nothing = DOUBT + nothing.first().map_or(0.0, |(_, score)| *score);
        // Where two are equal, the one that comes first in the files.
        contrasts.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        if contrasts.first().is_none_or(|(_, best)| *best <= nothing) {
            return Vec::new();
        }
        contrasts.truncate(MOST);
        contrasts.into_iter().map(|(topic, score)| Fit { topic, score: share(score - nothing) }).collect()
    }

    fn scores(&self, situation: &str) -> Vec<f64> {
        let looked_at: String = situation.chars().take(MOST_CHARACTERS).collect();
        let mut slips = 0;
        let words = written(&looked_at);
        let known: Vec<Option<(usize, f64)>> = words.iter().map(|word| self.recognise(word, &mut slips)).collect();
        let mut scores = vec![0.0; self.topics.len()];
        let mut near = vec![0.0; self.phrases.len()];
        if (known.iter().flatten().count() as f64) < KNOWN * known.len() as f64 {
            return scores;
        }
        // Said twice, it is not twice as true.
        let mut seen = BTreeSet::new();
        for (term, counts) in known.iter().flatten() {
            if seen.insert(*term) {
                self.weigh_in(&self.words[*term], *counts, &mut scores);
                for (phrase, part) in &self.near[*term] {
                    near[*phrase] += counts * part;
                }
            }
            for group in self.groups_of(*term).iter().filter(|group| seen.insert(**group)) {
                self.weigh_in(&self.words[*group], BY_GROUP * counts, &mut scores);
            }
        }
        let mut seen = BTreeSet::new();
        let mut weigh_pair = |pair: (usize, usize), counts: f64| {
            if let Some(told) = self.pairs.get(&pair).filter(|_| seen.insert(pair)) {
                self.weigh_in(told, counts, &mut scores);
            }
        };
        for pair in known.windows(2) {
            if let [Some((first, one)), Some((second, other))] = *pair {
                let counts = one.min(other);
                weigh_pair((first, second), counts);
                self.groups_of(first).iter().for_each(|group| weigh_pair((*group, second), BY_GROUP * counts));
                self.groups_of(second).iter().for_each(|group| weigh_pair((first, *group), BY_GROUP * counts));
            }
        }
        let pieces: BTreeSet<[u8; PIECE]> = words.iter().flat_map(|word| pieces(word)).collect();
        for told in pieces.iter().filter_map(|piece| self.pieces.get(piece)) {
            self.weigh_in(told, BY_PIECE, &mut scores);
        }
        let mut nearest = vec![[0.0; NEAREST]; self.topics.len()];
        for (value, topic) in near.iter().zip(&self.phrases) {
            let best = &mut nearest[*topic];
            if *value > best[NEAREST - 1] {
                best[NEAREST - 1] = *value;
                best.sort_by(|one, other| other.total_cmp(one));
            }
        }
        for (score, phrases) in scores.iter_mut().zip(&nearest) {
            *score += BY_PHRASES * phrases.iter().sum::<f64>();
        }
        scores
    }

    /// Adds to each topic's score how much more usual a word or a pair is with it than with the others.
    fn weigh_in(&self, told: &Told, counts: f64, scores: &mut [f64]) {
        if told.is_empty() {
            return;
        }
        let everywhere: f64 = told.iter().map(|(_, count)| count).sum();
        let smooth = SMOOTHING * (self.words.len() + self.pairs.len() + self.pieces.len()) as f64;
        for (topic, score) in scores.iter_mut().enumerate() {
            let with = told.iter().find(|(there, _)| *there == topic).map_or(0.0, |(_, count)| *count);
            let here = (with + SMOOTHING) / (self.by_topic[topic] + smooth);
            let elsewhere = (everywhere - with + SMOOTHING) / (self.all - self.by_topic[topic] + smooth);
            let weight = (here / elsewhere).ln();
            *score += counts * if weight > 0.0 { weight } else { AGAINST * weight };
        }
    }

    /// The term of a word, and how much it counts: slips of spelling are forgiven, as long as there are not too many.
    fn recognise(&self, word: &str, slipped: &mut usize) -> Option<(usize, f64)> {
        if let Some(term) = self.vocabulary.get(word).or_else(|| self.stems.get(&stem(word))) {
            return Some((*term, 1.0));
        }
        let length = word.len();
        let slips = usize::from(length >= ONE_SLIP) + usize::from(length >= TWO_SLIPS);
        *slipped += 1;
        if slips == 0 || *slipped > MOST_SLIPS {
            return None;
        }
        let initial = word.get(..1)?;
        let alike = self.vocabulary.range(initial.to_owned()..).take_while(|(known, _)| known.starts_with(initial));
        let alike = alike.filter(|(known, _)| known.len() >= ONE_SLIP && known.len().abs_diff(length) <= slips);
        let near = alike.map(|(known, term)| (strsim::osa_distance(known, word), *term));
        near.filter(|(distance, _)| *distance <= slips).min().map(|(_, term)| (term, SLIPPED))
    }
}

/// From 0 to 1: a half where a contrast fits as well as nothing does.
fn share(above: f64) -> f64 {
    0.5 + 0.5 * above / (above.abs() + USUAL)
}

/// The pieces of a word that is as long as one with its two ends, or longer.
fn pieces(word: &str) -> Vec<[u8; PIECE]> {
    let with_ends: Vec<u8> = [b"^", word.as_bytes(), b"$"].concat();
    let long_enough = with_ends.len() > PIECE;
    with_ends.windows(PIECE).filter(|_| long_enough).filter_map(|piece| piece.try_into().ok()).collect()
}

fn count(told: &mut Told, topic: usize) {
    match told.iter_mut().find(|(there, _)| *there == topic) {
        Some((_, count)) => *count += 1.0,
        None => told.push((topic, 1.0)),
    }
}
