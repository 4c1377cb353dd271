//! Series: prompts in an order, for a schedule that follows them one by one.
//!
//! How far a schedule is follows from what it has posted, and from the series as it stands now: the next prompt is the
//! first one of the series that has not come yet. Nothing else is remembered, so an edit of the series while somebody
//! follows it repeats no day and leaves none out.

use std::collections::BTreeMap;

use super::Library;
use super::rotation::{self, Choice, Use};

/// Prompts in an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Its id.
    pub id: String,
    /// The name on screen.
    pub title: String,
    /// What it is, in one sentence.
    pub line: String,
    /// The theme that all of its prompts belong to, if there is one.
    pub theme: Option<String>,
    /// The prompts' ids, in their order.
    pub prompts: Vec<String>,
}

/// How far somebody is in a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// How many of its days are over.
    pub done: usize,
    /// The prompts that are still to come, in their order.
    pub left: Vec<&'a str>,
}

impl Place<'_> {
    /// The day that comes next, counted from 1; past the last where none is left.
    pub fn day(&self) -> usize {
        self.done + 1
    }

    /// How many days there are, those that are over and those that are still to come.
    pub fn of(&self) -> usize {
        self.done + self.left.len()
    }
}

/// How often a prompt is tried that does not arrive: it is not to hold up the rest for ever.
const TRIES: usize = 2;

impl Series {
    /// How far those are who were given these prompts, each with whether it certainly was not posted.
    pub fn place<'a>(&self, steps: impl IntoIterator<Item = (&'a str, bool)>) -> Place<'_> {
        let mut tries: BTreeMap<&str, usize> = BTreeMap::new();
        for (prompt, lost) in steps {
            *tries.entry(prompt).or_default() += if lost { 1 } else { TRIES };
        }
        let is_over = |prompt: &str| tries.get(prompt).is_some_and(|tries| *tries >= TRIES);
        Place {
            done: tries.keys().filter(|prompt| is_over(prompt)).count(),
            left: self.prompts.iter().map(String::as_str).filter(|prompt| !is_over(prompt)).collect(),
        }
    }
}

/// What a schedule draws from.
#[derive(Clone, Copy, Debug)]
pub enum Drawn<'a> {
    /// The next day of the series that it follows, where there is one left.
    Series(&'a Series, &'a Place<'a>),
    /// What one more post draws from beside that series: any prompt but those that the series still brings.
    Beside(&'a Place<'a>),
    /// The prompts on one theme, or all of them.
    Theme(Option<&'a str>),
}

/// What a schedule posts next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The prompt and its cycle in the server's rotation.
    pub choice: Choice,
    /// The series that has chosen it, which day of it that is, and of how many.
    pub day: Option<(String, u32, u32)>,
}

/// The next prompt for a server with these uses (prompt and cycle, oldest first). When a series is over, it is the
/// rotation's. One that the series brings counts as used in the cycle that runs. `None` in a library without prompts.
pub fn next_turn<'a>(
    library: &Library,
    drawn: Drawn<'_>,
    used: impl IntoIterator<Item = (&'a str, i64)>,
    seed: u64,
) -> Option<Turn> {
    let used: Vec<Use> = used.into_iter().map(|(prompt, cycle)| Use { prompt_id: prompt.to_owned(), cycle }).collect();
    let all = || library.prompts.iter().map(|prompt| prompt.id.as_str());
    let choice = match drawn {
        Drawn::Series(series, place) => {
            // Each reference of a library that was loaded leads somewhere; one that leads nowhere is passed over.
            let next = place.left.iter().find(|prompt| library.prompt(prompt).is_some());
            if let Some(next) = next {
                let choice = Choice { prompt_id: (*next).to_owned(), cycle: rotation::running_cycle(&used) };
                let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
                let day = Some((series.id.clone(), number(place.day()), number(place.of())));
                return Some(Turn { choice, day });
            }
            rotation::next_prompt(all(), &used, seed)
        }
        Drawn::Beside(place) => {
            let beside = rotation::next_prompt(all().filter(|prompt| !place.left.contains(prompt)), &used, seed);
            beside.or_else(|| rotation::next_prompt(all(), &used, seed))
        }
        Drawn::Theme(theme) => {
            let pool = rotation::pool(library, theme);
            rotation::next_prompt(pool.into_iter().map(|prompt| prompt.id.as_str()), &used, seed)
        }
    };
    choice.map(|choice| Turn { choice, day: None })
}

impl Library {
    /// Where a schedule is in the series that it follows; `None` where the library has that series no more.
    pub fn place_in<'a>(
        &self,
        series: &str,
        steps: impl IntoIterator<Item = (&'a str, bool)>,
    ) -> Option<(&Series, Place<'_>)> {
        let series = self.series(series)?;
        Some((series, series.place(steps)))
    }
}
