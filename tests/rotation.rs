//! The rotation's promise, under any history and any edits of the content: no prompt comes back until every one was used.

use std::collections::{BTreeSet, HashSet};

use clarion::content::rotation::{Choice, Use, next_in, next_prompt, pool};
use clarion::content::{Source, load};
use proptest::prelude::*;

/// What happens between two posts.
#[derive(Clone, Debug)]
enum Edit {
    Nothing,
    Add(u8),
    Remove(u8),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = prop_oneof![
        6 => Just(Edit::Nothing),
        1 => (0..60_u8).prop_map(Edit::Add),
        1 => (0..60_u8).prop_map(Edit::Remove),
    ];
    prop::collection::vec(edit, 1..200)
}

fn id(number: u8) -> String {
    format!("prompt-{number}")
}

fn draw(library: &BTreeSet<String>, history: &[Use], seed: u64) -> Option<Choice> {
    next_prompt(library.iter().map(String::as_str), history, seed)
}

/// Everything that a server uses over so many posts of an unedited library.
fn used(library: &BTreeSet<String>, posts: usize, seed: u64) -> Vec<Use> {
    let mut history = Vec::new();
    for _ in 0..posts {
        let Choice { prompt_id, cycle } = draw(library, &history, seed).expect("the library is not empty");
        history.push(Use { prompt_id, cycle });
    }
    history
}

/// A part of the library that is asked for, and how many posts it is asked for.
type Turn = (u8, usize);

/// The whole library (0), its first third, its odd ones, or every fifth: parts that overlap.
fn part(size: u8, from: u8) -> BTreeSet<String> {
    let some: BTreeSet<String> = (0..size)
        .filter(|number| match from {
            1 => *number < size / 3,
            2 => number % 2 == 1,
            3 => number % 5 == 0,
            _ => true,
        })
        .map(id)
        .collect();
    if some.is_empty() { library(size) } else { some }
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    prop::collection::vec((0..4_u8, 1..30_usize), 1..12)
}

/// Everything that a server uses while the themes are switched.
fn drawn(size: u8, turns: &[Turn], seed: u64) -> Vec<Use> {
    let mut history = Vec::new();
    for (from, posts) in turns {
        for _ in 0..*posts {
            let Choice { prompt_id, cycle } = draw(&part(size, *from), &history, seed).expect("no part is empty");
            history.push(Use { prompt_id, cycle });
        }
    }
    history
}

fn library(size: u8) -> BTreeSet<String> {
    (0..size).map(id).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_repeats_until_everything_was_used(
        start in prop::collection::btree_set(0..60_u8, 0..40),
        edits in edits(),
        seed: u64,
    ) {
        let mut library: BTreeSet<String> = start.into_iter().map(id).collect();
        let mut history: Vec<Use> = Vec::new();
        for edit in edits {
            match edit {
                Edit::Nothing => {}
                Edit::Add(number) => drop(library.insert(id(number))),
                Edit::Remove(number) => drop(library.remove(&id(number))),
            }
            let Some(choice) = draw(&library, &history, seed) else {
                prop_assert!(library.is_empty(), "no prompt was chosen from {library:?}");
                continue;
            };
            prop_assert!(library.contains(&choice.prompt_id));
            let running = history.iter().map(|used| used.cycle).max().unwrap_or(1);
            let done: HashSet<&String> =
                history.iter().filter(|used| used.cycle == running).map(|used| &used.prompt_id).collect();
            let all_used = library.iter().all(|id| done.contains(id));
            if all_used {
                prop_assert_eq!(choice.cycle, running + 1, "the cycle was over");
            } else {
                prop_assert_eq!(choice.cycle, running, "a cycle ended early");
                prop_assert!(!done.contains(&choice.prompt_id), "{} came back within its cycle", choice.prompt_id);
            }
            if library.len() > 1
                && let Some(last) = history.iter().rev().find(|used| library.contains(&used.prompt_id))
            {
                prop_assert_ne!(&last.prompt_id, &choice.prompt_id, "two in a row");
            }
            history.push(Use { prompt_id: choice.prompt_id, cycle: choice.cycle });
        }
    }

    #[test]
    fn a_reshuffle_holds_the_last_ones_back(size in 2..60_u8, seed: u64) {
        let history = used(&library(size), usize::from(size) * 4, seed);
        let held_back = usize::from(size / 3).clamp(1, 10);
        for window in history.windows(held_back + 1) {
            let different: HashSet<&String> = window.iter().map(|used| &used.prompt_id).collect();
            prop_assert_eq!(different.len(), window.len(), "a repeat within {} posts", window.len());
        }
    }

    #[test]
    fn the_same_question_gets_the_same_answer(size in 1..60_u8, posts in 0..150_usize, seed: u64) {
        let library = library(size);
        let history = used(&library, posts, seed);
        let mut backwards: Vec<&str> = library.iter().map(String::as_str).collect();
        backwards.reverse();
        prop_assert_eq!(draw(&library, &history, seed), next_prompt(backwards, &history, seed));
    }

    #[test]
    fn an_edit_moves_no_other_prompt(size in 2..40_u8, seed: u64, removed in 0..40_u8) {
        let whole = library(size);
        let mut smaller = whole.clone();
        let removed = id(removed % size);
        smaller.remove(&removed);
        let order = |library: &BTreeSet<String>| -> Vec<String> {
            used(library, library.len(), seed).into_iter().map(|used| used.prompt_id).collect()
        };
        let without: Vec<String> = order(&whole).into_iter().filter(|id| *id != removed).collect();
        prop_assert_eq!(order(&smaller), without);
    }

    #[test]
    fn only_the_last_use_of_each_prompt_matters(size in 1..40_u8, turns in turns(), seed: u64) {
        let history = drawn(size, &turns, seed);
        let mut last: Vec<Use> = Vec::new();
        for used in &history {
            last.retain(|earlier| earlier.prompt_id != used.prompt_id);
            last.push(used.clone());
        }
        let library = library(size);
        prop_assert_eq!(draw(&library, &last, seed), draw(&library, &history, seed));
    }

    #[test]
    fn switching_between_themes_repeats_nothing_before_the_others_came(size in 1..40_u8, turns in turns(), seed: u64) {
        let history = drawn(size, &turns, seed);
        let pools = turns.iter().flat_map(|(from, posts)| std::iter::repeat_n(part(size, *from), *posts));
        for ((at, used), pool) in history.iter().enumerate().zip(pools) {
            let before = &history[..at];
            let when = |id: &String| before.iter().rposition(|used| used.prompt_id == *id);
            prop_assert!(!before.contains(used), "{} came twice in cycle {}", used.prompt_id, used.cycle);
            let Some(previous) = when(&used.prompt_id) else { continue };
            // It came before: so everything beside it was used too, in the same cycle or since.
            for beside in &pool {
                let last = when(beside);
                prop_assert!(last.is_some(), "{} came back before {beside} came at all", used.prompt_id);
                prop_assert!(
                    last.is_some_and(|last| last >= previous || before[last].cycle == before[previous].cycle),
                    "{} came back before {beside}",
                    used.prompt_id
                );
            }
            if pool.len() > 1 {
                prop_assert_ne!(before.last().map(|last| &last.prompt_id), Some(&used.prompt_id), "two in a row");
            }
        }
    }

    #[test]
    fn nothing_is_lost_by_switching(size in 1..40_u8, turns in turns(), from in 0..4_u8, seed: u64) {
        let mut history = drawn(size, &turns, seed);
        let begun = history.len();
        let pool = part(size, from);
        // What is left of one cycle and the whole of the next.
        for _ in 0..2 * pool.len() {
            let Choice { prompt_id, cycle } = draw(&pool, &history, seed).expect("the part is not empty");
            history.push(Use { prompt_id, cycle });
        }
        let since: HashSet<&String> = history[begun..].iter().map(|used| &used.prompt_id).collect();
        prop_assert_eq!(since.len(), pool.len());
    }
}

#[test]
fn servers_differ_in_their_order() {
    let library = library(60);
    let firsts: HashSet<String> =
        (0..50).map(|seed| draw(&library, &[], seed).expect("the library is not empty").prompt_id).collect();
    assert!(firsts.len() > 20, "50 servers begin with only {} different prompts", firsts.len());
}

#[test]
fn cycles_differ_in_their_order() {
    let history = used(&library(30), 60, 1);
    assert_ne!(
        history[..30].iter().map(|used| &used.prompt_id).collect::<Vec<_>>(),
        history[30..].iter().map(|used| &used.prompt_id).collect::<Vec<_>>(),
    );
}

#[test]
fn a_prompt_added_mid_cycle_joins_that_cycle() {
    let mut library = library(3);
    let mut history = used(&library, 3, 5);
    library.insert("brand-new".into());
    let choice = draw(&library, &history, 5).expect("the library is not empty");
    assert_eq!(choice, Choice { prompt_id: "brand-new".into(), cycle: 1 });
    history.push(Use { prompt_id: choice.prompt_id, cycle: choice.cycle });
    assert_eq!(draw(&library, &history, 5).map(|choice| choice.cycle), Some(2));
}

#[test]
fn a_theme_is_a_part_of_the_library_and_a_lost_one_is_all_of_it() {
    let library = load(&Source::new(None, "en")).expect("the shipped content");
    let risk = pool(&library, Some("risk"));
    assert!(risk.len() >= 2 && risk.iter().all(|prompt| prompt.theme == "risk"), "{}", risk.len());
    assert_eq!(pool(&library, None).len(), library.prompts.len());
    assert_eq!(pool(&library, Some("gone")).len(), library.prompts.len());
    let ids: BTreeSet<&str> = risk.iter().map(|prompt| prompt.id.as_str()).collect();
    let mut used: Vec<(String, i64)> = Vec::new();
    for _ in 0..risk.len() {
        let seen = used.iter().map(|(prompt, cycle)| (prompt.as_str(), *cycle));
        let choice = next_in(&library, Some("risk"), seen, 7).expect("there are some");
        used.push((choice.prompt_id, choice.cycle));
    }
    assert_eq!(used.iter().map(|(prompt, _)| prompt.as_str()).collect::<BTreeSet<_>>(), ids);
}

#[test]
fn a_history_of_nonsense_is_no_trouble() {
    let nonsense = [("gone", i64::MIN), ("prompt-0", i64::MAX), ("prompt-0", 0), ("", -1)];
    let history = nonsense.map(|(prompt_id, cycle)| Use { prompt_id: prompt_id.into(), cycle });
    assert_eq!(draw(&library(1), &history, 0).map(|choice| choice.cycle), Some(i64::MAX));
    assert!(draw(&library(9), &history, 0).is_some());
}

#[test]
fn the_order_is_kept_for_ever() {
    // A change here would reshuffle every server's running cycle.
    let order: Vec<String> = used(&library(6), 6, 42).into_iter().map(|used| used.prompt_id).collect();
    assert_eq!(order.join(" "), "prompt-2 prompt-3 prompt-4 prompt-1 prompt-0 prompt-5");
}
