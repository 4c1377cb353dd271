//! Drawing from a team's deck beside Clarion's prompts: one rotation over the ids of both.

use crate::content::rotation::{Choice, Use, next_prompt};

/// With so many prompts left before a deck begins again, somebody is told: at one a working day, some three weeks.
pub const LOW: usize = 14;

/// Whose prompts a schedule draws from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DrawsFrom {
    /// Clarion's.
    #[default]
    Clarion,
    /// The team's own alone.
    Team,
    /// Both, as one.
    Both,
}

impl DrawsFrom {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Clarion, Self::Team, Self::Both];

    /// How it is written down.
    pub fn name(self) -> &'static str {
        match self {
            Self::Clarion => "clarion",
            Self::Team => "team",
            Self::Both => "both",
        }
    }

    /// Reads what [`DrawsFrom::name`] writes.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|from| from.name() == name)
    }
}

/// The next prompt of a server by the ids of Clarion's prompts and of its own deck's, for these uses (prompt and cycle,
/// oldest first). An empty deck never keeps a schedule silent: Clarion's prompts come meanwhile.
pub fn next_of<'a>(
    from: DrawsFrom,
    clarion: impl IntoIterator<Item = &'a str>,
    deck: &'a [String],
    used: impl IntoIterator<Item = (&'a str, i64)>,
    seed: u64,
) -> Option<Choice> {
    let used: Vec<Use> = used.into_iter().map(|(prompt, cycle)| Use { prompt_id: prompt.to_owned(), cycle }).collect();
    let own = deck.iter().map(String::as_str);
    match from {
        DrawsFrom::Team if !deck.is_empty() => next_prompt(own, &used, seed),
        DrawsFrom::Clarion => next_prompt(clarion, &used, seed),
        DrawsFrom::Team | DrawsFrom::Both => next_prompt(clarion.into_iter().chain(own), &used, seed),
    }
}
