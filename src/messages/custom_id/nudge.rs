//! What can be pressed about the weekly reminder whom one might thank.

use std::fmt;

use crate::store::Id;

/// A press about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NudgePress {
    /// In a server: from now on, or no more.
    Set {
        /// Whether it is wanted.
        wanted: bool,
    },
    /// Under a reminder: three people to consider. Carries its mark.
    Suggest {
        /// The reminder's occurrence.
        occurrence: Id,
    },
    /// Under a reminder: no more of these.
    Stop {
        /// The reminder's occurrence.
        occurrence: Id,
    },
}

impl NudgePress {
    /// Reads what stands behind the verb.
    pub(super) fn parse(arguments: &[&str]) -> Option<Self> {
        Some(match arguments {
            ["on"] => Self::Set { wanted: true },
            ["off"] => Self::Set { wanted: false },
            ["suggest", occurrence] => Self::Suggest { occurrence: occurrence.parse().ok()? },
            ["stop", occurrence] => Self::Stop { occurrence: occurrence.parse().ok()? },
            _ => return None,
        })
    }

    /// The mark that it carries.
    pub(super) fn mark(&self) -> Option<Id> {
        match self {
            Self::Set { .. } => None,
            Self::Suggest { occurrence } | Self::Stop { occurrence } => Some(*occurrence),
        }
    }
}

impl fmt::Display for NudgePress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Set { wanted: true } => f.write_str("on"),
            Self::Set { wanted: false } => f.write_str("off"),
            Self::Suggest { occurrence } => write!(f, "suggest.{occurrence}"),
            Self::Stop { occurrence } => write!(f, "stop.{occurrence}"),
        }
    }
}

#[cfg(test)]
pub(super) fn presses() -> impl proptest::strategy::Strategy<Value = super::CustomId> {
    use proptest::prelude::*;

    let id = || (1..=i64::MAX).prop_filter_map("an id", Id::from_i64);
    let press = prop_oneof![
        any::<bool>().prop_map(|wanted| NudgePress::Set { wanted }),
        id().prop_map(|occurrence| NudgePress::Suggest { occurrence }),
        id().prop_map(|occurrence| NudgePress::Stop { occurrence }),
    ];
    press.prop_map(super::CustomId::Nudge)
}
