//! Which prompt comes next: none twice until every one was used, whatever happens in between.
//!
//! The choice is a pure function of the ids to choose from, of what a server has already used, and of a seed of its own.
//! Nothing is kept here: a restart, a second process or a takeover asks again and gets the same answer. The order within
//! a cycle is a shuffle by rank, where a prompt's rank depends on seed, cycle and its id alone. That is why an edit of the
//! content moves no other prompt: an added one comes in, a removed one leaves.
//!
//! What is chosen from may be a part of the library, a theme's prompts, and another part at the next asking. A cycle is
//! therefore a stretch of a server's history rather than a walk through one fixed list: the next begins when everything
//! that was asked for was used in the one that runs. Each use is of the cycle that runs then, so a later use never has a
//! smaller number than an earlier one, and whatever has the smallest number, or none, has waited the longest. It comes
//! first. So no prompt comes back before everything beside it was used since, from whichever part either was drawn.

use std::collections::{HashMap, HashSet};

use super::{Library, Prompt};

/// The most prompts that are held back at the beginning of a cycle because they were among the last ones used.
const HELD_BACK_AT_MOST: usize = 10;

/// The last cycle of a prompt that was never used: before every one.
const NEVER: i64 = i64::MIN;

/// One use of a prompt, as the store remembers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// Which prompt.
    pub prompt_id: String,
    /// In which cycle, counted from 1.
    pub cycle: i64,
}

/// The prompt to use now. To be remembered as a [`Use`] with the same two values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Which prompt.
    pub prompt_id: String,
    /// The cycle that this use belongs to, counted from 1.
    pub cycle: i64,
}

/// The next prompt for a server out of `pool`, the ids of the library or of a part of it; `None` where that is empty.
///
/// `history` holds the server's uses from any part of the library, oldest first. Only the last use of each prompt
/// matters, so a caller may hand over no more than that. `seed` tells servers apart: two of them go through the same
/// library in different orders.
///
/// A new cycle begins with others than those used last, so that a prompt never comes back within a few days of itself
/// (where the pool holds at least two).
///
/// ```
/// use clarion::content::rotation::{Choice, Use, next_prompt};
///
/// let history = [Use { prompt_id: "first".into(), cycle: 1 }];
/// let next = next_prompt(["first", "second"], &history, 7);
/// assert_eq!(next, Some(Choice { prompt_id: "second".into(), cycle: 1 }));
/// assert_eq!(next_prompt([], &history, 7), None);
/// ```
pub fn next_prompt<'a>(pool: impl IntoIterator<Item = &'a str>, history: &[Use], seed: u64) -> Option<Choice> {
    let pool: HashSet<&str> = pool.into_iter().collect();
    let running = running_cycle(history);
    let mut last: HashMap<&str, i64> = HashMap::new();
    for used in history {
        let cycle = last.entry(used.prompt_id.as_str()).or_insert(used.cycle);
        *cycle = used.cycle.max(*cycle);
    }
    let last_cycle = |id: &str| last.get(id).copied().unwrap_or(NEVER);
    let longest_ago = pool.iter().map(|id| last_cycle(id)).min()?;
    let cycle = if longest_ago >= running { running.saturating_add(1) } else { running };

    let waiting: HashSet<&str> = pool.iter().copied().filter(|id| last_cycle(id) == longest_ago).collect();
    // Fewer are held back than the pool holds, and the one that has waited the longest is not among them. A history out
    // of order can hold all of them back.
    let held_back = last_used(&pool, history);
    let rested = waiting.iter().copied().filter(|id| !held_back.contains(id)).collect::<Vec<_>>();
    let candidates = if rested.is_empty() { waiting.into_iter().collect() } else { rested };
    let chosen = candidates.into_iter().min_by_key(|id| (rank(seed, cycle, id), *id))?;
    Some(Choice { prompt_id: chosen.to_owned(), cycle })
}

/// The cycle that runs after these uses, from 1.
pub fn running_cycle(history: &[Use]) -> i64 {
    history.iter().map(|used| used.cycle).max().unwrap_or(1).max(1)
}

/// The prompts that a schedule draws from: those of its theme. All of them where it has none, or the library no longer has
/// any of that theme.
pub fn pool<'a>(library: &'a Library, theme: Option<&str>) -> Vec<&'a Prompt> {
    let of_theme = |prompt: &&Prompt| theme.is_none_or(|theme| prompt.theme == theme);
    let found: Vec<&Prompt> = library.prompts.iter().filter(of_theme).collect();
    if found.is_empty() { library.prompts.iter().collect() } else { found }
}

/// The next prompt of a library, or of its prompts on one theme, for a server with these uses (prompt and cycle, oldest
/// first): what a post takes and what a preview shows.
pub fn next_in<'a>(
    library: &Library,
    theme: Option<&str>,
    used: impl IntoIterator<Item = (&'a str, i64)>,
    seed: u64,
) -> Option<Choice> {
    let used: Vec<Use> = used.into_iter().map(|(prompt, cycle)| Use { prompt_id: prompt.to_owned(), cycle }).collect();
    next_prompt(pool(library, theme).into_iter().map(|prompt| prompt.id.as_str()), &used, seed)
}

/// Any prompt of a library, but another `than` that one where there is another; the same for the same seed.
pub fn any<'a>(library: &'a Library, than: Option<&str>, seed: u64) -> Option<&'a Prompt> {
    let others = library.prompts.iter().filter(|prompt| Some(prompt.id.as_str()) != than);
    others.min_by_key(|prompt| rank(seed, 0, &prompt.id)).or(library.prompts.first())
}

/// The last few different prompts of the pool that were used: a third of it, at least one, at most ten, and never all.
fn last_used<'a>(pool: &HashSet<&str>, history: &'a [Use]) -> HashSet<&'a str> {
    let size = pool.len();
    let count = (size / 3).clamp(1, HELD_BACK_AT_MOST).min(size.saturating_sub(1));
    let mut last = HashSet::new();
    for used in history.iter().rev() {
        if last.len() == count {
            break;
        }
        if pool.contains(used.prompt_id.as_str()) {
            last.insert(used.prompt_id.as_str());
        }
    }
    last
}

/// A prompt's place in a cycle's shuffle: FNV-1a over seed, cycle and id, then SplitMix64's finaliser, which spreads ids
/// that differ in their last letters only. Written out because the standard library's hasher may change with any
/// compiler, and the order of a running cycle would change with it.
pub(super) fn rank(seed: u64, cycle: i64, id: &str) -> u64 {
    let bytes = seed.to_le_bytes().into_iter().chain(cycle.to_le_bytes()).chain(id.bytes());
    let mut hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}
