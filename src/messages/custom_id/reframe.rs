//! What the buttons under an answer of `/reframe` carry: a contrast or nothing, and never a word of what was told.

use std::fmt;

use super::word;

/// A button under the contrasts that fit a situation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReframePress {
    /// Show this contrast whole.
    Open {
        /// The contrast.
        topic: String,
    },
    /// None of them fits.
    NoneFits,
}

impl fmt::Display for ReframePress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open { topic } => write!(f, "open.{topic}"),
            Self::NoneFits => f.write_str("none"),
        }
    }
}

/// Reads what follows the verb.
pub(super) fn parse(arguments: &[&str]) -> Option<ReframePress> {
    match arguments {
        ["open", topic] => Some(ReframePress::Open { topic: word(topic)? }),
        ["none"] => Some(ReframePress::NoneFits),
        _ => None,
    }
}

#[cfg(test)]
pub(super) mod strategy {
    use proptest::prelude::*;

    use super::ReframePress;

    /// Any of them.
    pub(in super::super) fn press() -> impl Strategy<Value = ReframePress> {
        prop_oneof!["[a-z][a-z-]{0,60}".prop_map(|topic| ReframePress::Open { topic }), Just(ReframePress::NoneFits)]
    }
}
