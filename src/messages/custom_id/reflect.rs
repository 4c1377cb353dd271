//! What can be pressed around a reflection.

use std::fmt;

use crate::store::Id;

/// What can be pressed around a reflection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReflectPress {
    /// Under a post: write one about its prompt. Carries the post's mark.
    Write {
        /// The post's occurrence.
        occurrence: Id,
        /// The prompt.
        prompt: String,
    },
    /// The form with its words.
    Save {
        /// The prompt.
        prompt: String,
    },
    /// The menu of several: the choice says which one to show.
    Pick,
    /// Show one.
    Show {
        /// The reflection.
        reflection: Id,
    },
    /// Ask whether to share it in this channel.
    Share {
        /// The reflection.
        reflection: Id,
    },
    /// Share it in this channel.
    ShareNow {
        /// The reflection.
        reflection: Id,
    },
    /// Give it other words.
    Change {
        /// The reflection.
        reflection: Id,
    },
    /// The form with its other words.
    Changed {
        /// The reflection.
        reflection: Id,
    },
    /// Ask whether to delete it.
    Delete {
        /// The reflection.
        reflection: Id,
    },
    /// Delete it.
    DeleteNow {
        /// The reflection.
        reflection: Id,
    },
}

impl fmt::Display for ReflectPress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Write { occurrence, prompt } => write!(f, "write.{occurrence}.{prompt}"),
            Self::Save { prompt } => write!(f, "save.{prompt}"),
            Self::Pick => f.write_str("pick"),
            Self::Show { reflection } => write!(f, "show.{reflection}"),
            Self::Share { reflection } => write!(f, "share.{reflection}"),
            Self::ShareNow { reflection } => write!(f, "share-now.{reflection}"),
            Self::Change { reflection } => write!(f, "change.{reflection}"),
            Self::Changed { reflection } => write!(f, "changed.{reflection}"),
            Self::Delete { reflection } => write!(f, "delete.{reflection}"),
            Self::DeleteNow { reflection } => write!(f, "delete-now.{reflection}"),
        }
    }
}

impl ReflectPress {
    /// Reads what stands behind the verb.
    pub(super) fn parse(arguments: &[&str]) -> Option<Self> {
        let word = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let id = |text: &str| text.parse::<Id>().ok();
        Some(match arguments {
            ["write", occurrence, prompt] => Self::Write { occurrence: id(occurrence)?, prompt: word(prompt)? },
            ["save", prompt] => Self::Save { prompt: word(prompt)? },
            ["pick"] => Self::Pick,
            ["show", of] => Self::Show { reflection: id(of)? },
            ["share", of] => Self::Share { reflection: id(of)? },
            ["share-now", of] => Self::ShareNow { reflection: id(of)? },
            ["change", of] => Self::Change { reflection: id(of)? },
            ["changed", of] => Self::Changed { reflection: id(of)? },
            ["delete", of] => Self::Delete { reflection: id(of)? },
            ["delete-now", of] => Self::DeleteNow { reflection: id(of)? },
            _ => return None,
        })
    }
}

#[cfg(test)]
pub(super) fn presses() -> impl proptest::strategy::Strategy<Value = ReflectPress> {
    use proptest::prelude::*;

    let id = || (1..=i64::MAX).prop_filter_map("an id", Id::from_i64);
    let word = || "[a-z][a-z-]{0,60}";
    prop_oneof![
        (id(), word()).prop_map(|(occurrence, prompt)| ReflectPress::Write { occurrence, prompt }),
        word().prop_map(|prompt| ReflectPress::Save { prompt }),
        Just(ReflectPress::Pick),
        id().prop_map(|reflection| ReflectPress::Show { reflection }),
        id().prop_map(|reflection| ReflectPress::Share { reflection }),
        id().prop_map(|reflection| ReflectPress::ShareNow { reflection }),
        id().prop_map(|reflection| ReflectPress::Change { reflection }),
        id().prop_map(|reflection| ReflectPress::Changed { reflection }),
        id().prop_map(|reflection| ReflectPress::Delete { reflection }),
        id().prop_map(|reflection| ReflectPress::DeleteNow { reflection }),
    ]
}
