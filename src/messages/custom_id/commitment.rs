//! What can be pressed about something that somebody wants to try.

use std::fmt;

use crate::store::{Id, Outcome};

/// What can be pressed about something that somebody wants to try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TryPress {
    /// Under a daily prompt: ask what somebody wants to try.
    Open {
        /// The post's occurrence.
        occurrence: Id,
        /// The prompt.
        prompt: String,
    },
    /// The form that asks it.
    Words {
        /// The post's occurrence.
        occurrence: Id,
        /// The prompt.
        prompt: String,
    },
    /// The menu of days on which to be asked; the choice says which.
    Day {
        /// What is asked about.
        commitment: Id,
    },
    /// The menu of places where to be asked; the choice says which.
    Place {
        /// What is asked about.
        commitment: Id,
    },
    /// The menu in `/me` that shows one with its menus and buttons; the choice says which.
    Pick,
    /// How it ended.
    Settle {
        /// What.
        commitment: Id,
        /// How.
        outcome: Outcome,
        /// The question under which this is pressed: its mark. `None` in `/me`.
        occurrence: Option<Id>,
    },
    /// Delete it with its words.
    Delete {
        /// What.
        commitment: Id,
    },
}

impl TryPress {
    /// The mark that it carries, if a post is found by it.
    pub(super) fn mark(&self) -> Option<Id> {
        match self {
            Self::Open { occurrence, .. } => Some(*occurrence),
            Self::Settle { occurrence, .. } => *occurrence,
            _ => None,
        }
    }

    /// Reads what stands behind the verb.
    pub(super) fn parse(arguments: &[&str]) -> Option<Self> {
        let id = |text: &str| text.parse::<Id>().ok();
        let prompt = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Some(match arguments {
            ["open", occurrence, name] => Self::Open { occurrence: id(occurrence)?, prompt: prompt(name)? },
            ["words", occurrence, name] => Self::Words { occurrence: id(occurrence)?, prompt: prompt(name)? },
            ["day", commitment] => Self::Day { commitment: id(commitment)? },
            ["place", commitment] => Self::Place { commitment: id(commitment)? },
            ["pick"] => Self::Pick,
            ["delete", commitment] => Self::Delete { commitment: id(commitment)? },
            [outcome, commitment] => {
                Self::Settle { commitment: id(commitment)?, outcome: Outcome::named(outcome)?, occurrence: None }
            }
            [outcome, commitment, occurrence] => Self::Settle {
                commitment: id(commitment)?,
                outcome: Outcome::named(outcome)?,
                occurrence: Some(id(occurrence)?),
            },
            _ => return None,
        })
    }
}

impl fmt::Display for TryPress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open { occurrence, prompt } => write!(f, "open.{occurrence}.{prompt}"),
            Self::Words { occurrence, prompt } => write!(f, "words.{occurrence}.{prompt}"),
            Self::Day { commitment } => write!(f, "day.{commitment}"),
            Self::Place { commitment } => write!(f, "place.{commitment}"),
            Self::Pick => f.write_str("pick"),
            Self::Delete { commitment } => write!(f, "delete.{commitment}"),
            Self::Settle { commitment, outcome, occurrence: None } => write!(f, "{}.{commitment}", outcome.id()),
            Self::Settle { commitment, outcome, occurrence: Some(occurrence) } => {
                write!(f, "{}.{commitment}.{occurrence}", outcome.id())
            }
        }
    }
}

#[cfg(test)]
pub(super) fn presses() -> impl proptest::strategy::Strategy<Value = TryPress> {
    use proptest::prelude::*;

    let id = || (1..=i64::MAX).prop_filter_map("an id", Id::from_i64);
    let word = "[a-z][a-z-]{0,60}";
    prop_oneof![
        (id(), word).prop_map(|(occurrence, prompt)| TryPress::Open { occurrence, prompt }),
        (id(), word).prop_map(|(occurrence, prompt)| TryPress::Words { occurrence, prompt }),
        id().prop_map(|commitment| TryPress::Day { commitment }),
        id().prop_map(|commitment| TryPress::Place { commitment }),
        Just(TryPress::Pick),
        id().prop_map(|commitment| TryPress::Delete { commitment }),
        (id(), prop::sample::select(Outcome::ALL.to_vec()), prop::option::of(id()))
            .prop_map(|(commitment, outcome, occurrence)| TryPress::Settle { commitment, outcome, occurrence }),
    ]
}
