//! What can be pressed around the account of recognition: whom one might thank, what peers named, who takes part.

use std::fmt;

use serenity::model::id::UserId;

use super::snowflake;

/// What can be pressed around the account of recognition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountPress {
    /// Show whom one might thank next.
    Suggest,
    /// Open the form for the words to somebody who was suggested.
    Thank {
        /// Whom to thank.
        receiver: UserId,
    },
    /// Show what peers named in oneself.
    Strengths,
    /// What peers named in oneself is for oneself, or for others too.
    HideStrengths {
        /// Whether it is for oneself.
        hidden: bool,
    },
    /// The menu of people to put onto the roster; the choice says who.
    RosterAdd,
    /// The menu of people to take off it; the choice says who.
    RosterOff,
    /// The menu of roles that the roster can follow; the choice says which.
    RosterRole,
    /// The roster follows no role any more.
    RosterNoRole,
}

impl AccountPress {
    /// Reads what stands behind the verb.
    pub(super) fn parse(arguments: &[&str]) -> Option<Self> {
        Some(match arguments {
            ["suggest"] => Self::Suggest,
            ["thank", receiver] => Self::Thank { receiver: UserId::from(snowflake(receiver)?) },
            ["strengths"] => Self::Strengths,
            ["strengths-mine"] => Self::HideStrengths { hidden: true },
            ["strengths-shown"] => Self::HideStrengths { hidden: false },
            ["roster-add"] => Self::RosterAdd,
            ["roster-off"] => Self::RosterOff,
            ["roster-role"] => Self::RosterRole,
            ["roster-no-role"] => Self::RosterNoRole,
            _ => return None,
        })
    }
}

impl fmt::Display for AccountPress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Suggest => f.write_str("suggest"),
            Self::Thank { receiver } => write!(f, "thank.{:x}", receiver.get()),
            Self::Strengths => f.write_str("strengths"),
            Self::HideStrengths { hidden: true } => f.write_str("strengths-mine"),
            Self::HideStrengths { hidden: false } => f.write_str("strengths-shown"),
            Self::RosterAdd => f.write_str("roster-add"),
            Self::RosterOff => f.write_str("roster-off"),
            Self::RosterRole => f.write_str("roster-role"),
            Self::RosterNoRole => f.write_str("roster-no-role"),
        }
    }
}

#[cfg(test)]
pub(super) fn presses() -> impl proptest::strategy::Strategy<Value = AccountPress> {
    use proptest::prelude::*;

    prop_oneof![
        Just(AccountPress::Suggest),
        (1..=i64::MAX.unsigned_abs()).prop_map(|receiver| AccountPress::Thank { receiver: UserId::new(receiver) }),
        Just(AccountPress::Strengths),
        any::<bool>().prop_map(|hidden| AccountPress::HideStrengths { hidden }),
        Just(AccountPress::RosterAdd),
        Just(AccountPress::RosterOff),
        Just(AccountPress::RosterRole),
        Just(AccountPress::RosterNoRole),
    ]
}
