//! What many trials came to.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::time::Duration;

use crate::step::{ON_A_SLOW_MACHINE, Step};
use crate::trial::Outcome;

#[derive(Debug, Default)]
pub struct Tally {
    pub trials: usize,
    pub kills: usize,
    pub posts: usize,
    pub doubles: usize,
    pub losses: usize,
    /// The seeds of those that went wrong.
    pub failed: Vec<u64>,
    killed_at: BTreeMap<Step, usize>,
    /// The transactions that were begun in any of the lives, by their functions.
    began: BTreeSet<String>,
}

impl Tally {
    pub fn count(&mut self, seed: u64, outcome: &Outcome) {
        self.trials += 1;
        self.kills += outcome.kills;
        self.posts += outcome.posts;
        self.doubles += outcome.doubles;
        self.losses += outcome.losses;
        for step in &outcome.killed_at {
            *self.killed_at.entry(*step).or_default() += 1;
        }
        self.began.extend(outcome.began.iter().cloned());
        if !outcome.good() {
            self.failed.push(seed);
        }
    }

    /// The transactions that occurred and at which nobody is ever killed.
    pub fn spared(&self) -> Vec<&str> {
        let known: BTreeSet<&str> = Step::places_inside().collect();
        let began = self.began.iter().map(String::as_str);
        began.filter(|began| !known.contains(began) && *began != ON_A_SLOW_MACHINE).collect()
    }

    pub fn tell(&self, what: &str, took: Duration) {
        let Self { trials, kills, posts, doubles, losses, failed, killed_at, began: _ } = self;
        let mut text = format!(
            "{what}: {trials} trials, {kills} kills, {posts} owed: {doubles} doubles, {losses} losses, \
             {} trials wrong, {:.1} s\n",
            failed.len(),
            took.as_secs_f64()
        );
        for (step, times) in killed_at {
            text.push_str(&format!("{times:>7}  {step}\n"));
        }
        tell(&text);
    }
}

/// Straight to the stream: the test harness would keep it to itself, and the long form takes long.
pub fn tell(text: &str) {
    std::io::stderr().write_all(text.as_bytes()).unwrap();
}
