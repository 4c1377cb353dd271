//! What can be pressed on an essay's screen, and what leads to it.

use std::fmt;

use super::word;

/// A button or a menu that is about an essay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EssaysPress {
    /// Show this essay's screen.
    Open {
        /// The essay.
        essay: String,
    },
    /// Post this essay's screen for everybody in the channel.
    Share {
        /// The essay.
        essay: String,
    },
    /// The menu of the contrasts that come from this essay; the choice says which one.
    Contrast {
        /// The essay.
        essay: String,
    },
}

impl fmt::Display for EssaysPress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open { essay } => write!(f, "open.{essay}"),
            Self::Share { essay } => write!(f, "share.{essay}"),
            Self::Contrast { essay } => write!(f, "contrast.{essay}"),
        }
    }
}

/// Reads what follows the verb.
pub(super) fn parse(arguments: &[&str]) -> Option<EssaysPress> {
    let [deed, essay] = arguments else { return None };
    let essay = word(essay)?;
    match *deed {
        "open" => Some(EssaysPress::Open { essay }),
        "share" => Some(EssaysPress::Share { essay }),
        "contrast" => Some(EssaysPress::Contrast { essay }),
        _ => None,
    }
}

#[cfg(test)]
pub(super) mod strategy {
    use proptest::prelude::*;

    use super::EssaysPress;

    /// Any of them.
    pub(in super::super) fn press() -> impl Strategy<Value = EssaysPress> {
        let essay = || "[a-z][a-z-]{0,60}";
        prop_oneof![
            essay().prop_map(|essay| EssaysPress::Open { essay }),
            essay().prop_map(|essay| EssaysPress::Share { essay }),
            essay().prop_map(|essay| EssaysPress::Contrast { essay }),
        ]
    }
}
