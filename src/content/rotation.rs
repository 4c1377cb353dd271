//! Which prompt comes next: none twice until every one was used, whatever happens in between.
//!
//! The choice is a pure function of the library's ids, of what a server has already used, and of a seed of its own.
//! Nothing is kept here: a restart, a second process or a takeover asks again and gets the same answer. The order within
//! a cycle is a shuffle by rank, where a prompt's rank depends on seed, cycle and its id alone. That is why an edit of the
//! content moves no other prompt: an added one falls into place among those still to come, a removed one leaves.

use std::collections::HashSet;

use super::Library;

/// The most prompts that are held back at the beginning of a cycle because they were among the last ones used.
const HELD_BACK_AT_MOST: usize = 10;

/// One use of a prompt, as the store remembers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// Which prompt.
    pub prompt_id: String,
    /// In which round through the library, counted from 1.
    pub cycle: i64,
}

/// The prompt to use now. To be remembered as a [`Use`] with the same two values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Which prompt.
    pub prompt_id: String,
    /// The round through the library that this use belongs to, counted from 1.
    pub cycle: i64,
}

/// The next prompt for a server, or `None` where the library is empty.
///
/// `history` holds the server's uses, oldest first. Only the latest cycle and the ten uses before it matter, so a caller
/// may hand over no more than that. Uses of prompts that are no longer in the library are ignored. `seed` tells servers
/// apart: two of them go through the same library in different orders.
///
/// A cycle ends when everything in the library was used in it. The next one begins with others than those used last, so
/// that a prompt never comes back within a few days of itself (where the library holds at least two).
///
/// ```
/// use clarion::content::rotation::{Choice, Use, next_prompt};
///
/// let history = [Use { prompt_id: "first".into(), cycle: 1 }];
/// let next = next_prompt(["first", "second"], &history, 7);
/// assert_eq!(next, Some(Choice { prompt_id: "second".into(), cycle: 1 }));
/// assert_eq!(next_prompt([], &history, 7), None);
/// ```
pub fn next_prompt<'a>(library: impl IntoIterator<Item = &'a str>, history: &[Use], seed: u64) -> Option<Choice> {
    let library: HashSet<&str> = library.into_iter().collect();
    let latest = history.iter().map(|used| used.cycle).max().unwrap_or(1).max(1);
    let used: HashSet<&str> =
        history.iter().filter(|used| used.cycle == latest).map(|used| used.prompt_id.as_str()).collect();

    let (cycle, candidates) = if library.iter().all(|id| used.contains(id)) {
        (latest.saturating_add(1), library.clone())
    } else {
        (latest, &library - &used)
    };

    // Fewer are held back than the library holds, and those of them that this cycle has used are no candidates anyway:
    // at least one candidate is always left.
    let held_back = last_used(&library, history);
    candidates
        .difference(&held_back)
        .min_by_key(|id| (rank(seed, cycle, id), **id))
        .map(|id| Choice { prompt_id: (*id).to_owned(), cycle })
}

/// The next prompt of a library, for a server with these uses (prompt and cycle, oldest first): what a post takes and what
/// a preview shows.
pub fn next_in<'a>(library: &Library, used: impl IntoIterator<Item = (&'a str, i64)>, seed: u64) -> Option<Choice> {
    let used: Vec<Use> = used.into_iter().map(|(prompt, cycle)| Use { prompt_id: prompt.to_owned(), cycle }).collect();
    next_prompt(library.prompts.iter().map(|prompt| prompt.id.as_str()), &used, seed)
}

/// The last few different prompts of the library that were used: a third of it, at least one, at most ten, and never all.
fn last_used<'a>(library: &HashSet<&str>, history: &'a [Use]) -> HashSet<&'a str> {
    let size = library.len();
    let count = (size / 3).clamp(1, HELD_BACK_AT_MOST).min(size.saturating_sub(1));
    let mut last = HashSet::new();
    for used in history.iter().rev() {
        if last.len() == count {
            break;
        }
        if library.contains(used.prompt_id.as_str()) {
            last.insert(used.prompt_id.as_str());
        }
    }
    last
}

/// A prompt's place in a cycle's shuffle: FNV-1a over seed, cycle and id, then SplitMix64's finaliser, which spreads ids
/// that differ in their last letters only. Written out because the standard library's hasher may change with any
/// compiler, and the order of a running cycle would change with it.
fn rank(seed: u64, cycle: i64, id: &str) -> u64 {
    let bytes = seed.to_le_bytes().into_iter().chain(cycle.to_le_bytes()).chain(id.bytes());
    let mut hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}
