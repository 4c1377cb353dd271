//! Which five moments make a round of the quiz, and how a button names them.
//!
//! A round travels in its own buttons, so that it lives through restarts and edits of `quiz.toml`: each statement is
//! named by a short key made of its id alone. What was seen lately is held back as far as the library allows.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::str::FromStr;

use super::rotation::rank;
use super::{Answer, Library, Statement};

/// How many moments a round has.
pub const ROUND: usize = 5;

/// Crockford's base32: no letter looks like another.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many of them write a key.
const WRITTEN: usize = 5;

/// A statement as a button names it: 25 bits of its id.
///
/// ```
/// use clarion::content::round::Key;
/// let key = Key::of("horse-at-the-fair");
/// assert_eq!(key.to_string().parse(), Ok(key));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(u32);

/// The text is no key, or no round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no key of a statement")]
pub struct KeyError;

impl Key {
    /// The key of the statement with this id.
    pub fn of(id: &str) -> Self {
        // The upper 25 bits of a well-mixed hash: they always fit.
        Self((rank(0, 0, id) >> 39) as u32)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for place in (0..WRITTEN).rev() {
            let letter = LETTERS[(self.0 >> (5 * place) & 31) as usize];
            write!(f, "{}", letter as char)?;
        }
        Ok(())
    }
}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        if text.len() != WRITTEN {
            return Err(KeyError);
        }
        let mut key = 0;
        for byte in text.bytes() {
            let value = LETTERS.iter().position(|letter| *letter == byte.to_ascii_uppercase()).ok_or(KeyError)?;
            key = key << 5 | value as u32;
        }
        Ok(Self(key))
    }
}

/// The moments of a round in their order: at least one, at most [`ROUND`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Round(Vec<Key>);

impl Round {
    /// A round of these. `None` for none, or too many.
    pub fn new(keys: Vec<Key>) -> Option<Self> {
        (1..=ROUND).contains(&keys.len()).then_some(Self(keys))
    }

    /// Its statements by their keys.
    pub fn keys(&self) -> &[Key] {
        &self.0
    }

    /// Its statements, all of them: `None` where one is no longer in the library.
    pub fn statements<'a>(&self, library: &'a Library) -> Option<Vec<&'a Statement>> {
        let find = |key: &Key| library.statements.iter().find(|statement| Key::of(&statement.id) == *key);
        self.0.iter().map(find).collect()
    }
}

/// The keys one after another.
impl fmt::Display for Round {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|key| key.fmt(f))
    }
}

impl FromStr for Round {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        if !text.is_ascii() || !text.len().is_multiple_of(WRITTEN) {
            return Err(KeyError);
        }
        let keys = (0..text.len() / WRITTEN).map(|n| text[n * WRITTEN..(n + 1) * WRITTEN].parse());
        Self::new(keys.collect::<Result<_, _>>()?).ok_or(KeyError)
    }
}

/// A round for somebody who has lately seen these (latest first): always the same for the same seed. Where the library
/// allows, each of the three answers fits one of its moments at least, no two are of one topic, and none was seen lately.
/// `None` where the library has no statements.
pub fn draw(library: &Library, seen: &[Key], seed: u64) -> Option<Round> {
    let mut keyed: Vec<(Key, &Statement)> =
        library.statements.iter().map(|statement| (Key::of(&statement.id), statement)).collect();
    keyed.sort_by_key(|(_, statement)| (rank(seed, 0, &statement.id), &statement.id));
    // Those seen last are held back, as long as a round is left over.
    let mut ages: HashMap<Key, usize> = HashMap::new();
    for (age, key) in seen.iter().enumerate() {
        ages.entry(*key).or_insert(age);
    }
    let mut lately: Vec<(usize, Key)> =
        keyed.iter().filter_map(|(key, _)| ages.get(key).map(|age| (*age, *key))).collect();
    lately.sort_unstable();
    let most = keyed.len().saturating_sub(ROUND);
    let held_back: HashSet<Key> = lately.into_iter().take(most).map(|(_, key)| key).collect();
    let fresh: Vec<(Key, &Statement)> = keyed.into_iter().filter(|(key, _)| !held_back.contains(key)).collect();

    let mut chosen: Vec<usize> = Vec::new();
    let mut topics: HashSet<&str> = HashSet::new();
    for answer in Answer::ALL {
        let fits = |(_, statement): &(Key, &Statement)| {
            statement.answer == answer && !topics.contains(statement.topic.as_str())
        };
        if let Some(place) = fresh.iter().position(fits) {
            topics.insert(fresh[place].1.topic.as_str());
            chosen.push(place);
        }
    }
    for any_topic in [false, true] {
        for (place, (_, statement)) in fresh.iter().enumerate() {
            if chosen.len() < ROUND && !chosen.contains(&place) && (any_topic || topics.insert(&statement.topic)) {
                chosen.push(place);
            }
        }
    }
    chosen.sort_unstable();
    Round::new(chosen.into_iter().map(|place| fresh[place].0).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::content::{Source, load};

    /// Read once: reading takes longer than all that is asked of it here.
    static LIBRARY: LazyLock<Library> = LazyLock::new(|| load(&Source::Embedded("en".to_owned())).unwrap());

    fn library() -> Library {
        LIBRARY.clone()
    }

    #[test]
    fn no_two_statements_have_the_same_key() {
        let library = library();
        let keys: HashSet<Key> = library.statements.iter().map(|statement| Key::of(&statement.id)).collect();
        assert_eq!(keys.len(), library.statements.len());
    }

    #[test]
    fn who_plays_on_and_on_sees_all_before_one_comes_back() {
        let library = library();
        let mut seen: Vec<Key> = Vec::new();
        let rounds = library.statements.len() / ROUND;
        for seed in 0..rounds as u64 {
            let round = draw(&library, &seen, seed).unwrap();
            assert!(round.keys().iter().all(|key| !seen.contains(key)), "round {seed}");
            seen.splice(0..0, round.keys().iter().copied());
        }
        // After that it goes on, with those that were seen the longest ago.
        let round = draw(&library, &seen, 99).unwrap();
        assert!(round.keys().iter().all(|key| !seen[..ROUND * (rounds - 2)].contains(key)));
    }

    #[test]
    fn a_small_library_makes_a_small_round_and_an_empty_one_none() {
        let mut library = library();
        library.statements.truncate(3);
        let seen: Vec<Key> = library.statements.iter().map(|statement| Key::of(&statement.id)).collect();
        assert_eq!(draw(&library, &seen, 1).unwrap().keys().len(), 3);
        library.statements.clear();
        assert_eq!(draw(&library, &seen, 1), None);
    }

    proptest! {
        #[test]
        fn a_round_is_varied_and_the_same_for_the_same_seed(seed: u64, lately in 0_usize..60) {
            let library = &*LIBRARY;
            let seen: Vec<Key> =
                library.statements.iter().take(lately).map(|statement| Key::of(&statement.id)).collect();
            let round = draw(library, &seen, seed).unwrap();
            prop_assert_eq!(&round, &draw(library, &seen, seed).unwrap());
            prop_assert_eq!(&round.to_string().parse::<Round>().unwrap(), &round);
            let statements = round.statements(library).unwrap();
            let topics: HashSet<&str> = statements.iter().map(|statement| statement.topic.as_str()).collect();
            prop_assert_eq!(topics.len(), ROUND, "five topics");
            for answer in Answer::ALL {
                prop_assert!(statements.iter().any(|statement| statement.answer == answer), "{:?}", answer);
            }
            prop_assert!(round.keys().iter().all(|key| !seen.contains(key)));
        }

        #[test]
        fn an_added_statement_leaves_a_round_that_runs_as_it_is(seed: u64) {
            let mut library = library();
            let round = draw(&library, &[], seed).unwrap();
            let before: Vec<String> =
                round.statements(&library).unwrap().iter().map(|statement| statement.id.clone()).collect();
            let mut added = library.statements[0].clone();
            added.id = "a-new-one".to_owned();
            library.statements.insert(0, added);
            let after: Vec<String> =
                round.statements(&library).unwrap().iter().map(|statement| statement.id.clone()).collect();
            prop_assert_eq!(&before, &after);
            // One that is gone ends it.
            let gone = after[2].clone();
            library.statements.retain(|statement| statement.id != gone);
            prop_assert!(round.statements(&library).is_none());
        }

        #[test]
        fn no_text_is_too_odd_to_be_refused(text in "\\PC{0,40}") {
            if let Ok(round) = text.parse::<Round>() {
                prop_assert!(round.to_string().eq_ignore_ascii_case(&text));
            }
        }
    }
}
