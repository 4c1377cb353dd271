//! The rotation's promise, under any history and any edits of the content: no prompt comes back until every one was used.

use std::collections::{BTreeSet, HashSet};

use clarion::content::rotation::{Choice, Use, next_prompt};
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
    fn only_the_latest_cycle_and_ten_uses_before_it_matter(size in 1..40_u8, posts in 0..150_usize, seed: u64) {
        let library = library(size);
        let history = used(&library, posts, seed);
        let latest = history.last().map_or(1, |used| used.cycle);
        let begun = history.iter().position(|used| used.cycle == latest).unwrap_or(0);
        let recent = &history[begun.saturating_sub(10)..];
        prop_assert_eq!(draw(&library, recent, seed), draw(&library, &history, seed));
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
