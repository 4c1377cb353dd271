//! What can be pressed around a team's own deck.

use std::fmt;

use crate::store::Id;

/// What can be pressed around a team's own deck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeckPress {
    /// Under a prompt of the deck: suggest one. Carries the post's mark.
    Suggest {
        /// The post's occurrence.
        occurrence: Id,
    },
    /// The form that brings a suggestion.
    Suggestion,
    /// The suggestion that waits after this one.
    Look {
        /// The one on screen; `None` shows the first.
        after: Option<Id>,
    },
    /// Take it into the deck as it is.
    Approve {
        /// Which suggestion.
        suggestion: Id,
    },
    /// Ask for other words first.
    Edit {
        /// Which suggestion.
        suggestion: Id,
    },
    /// The form that brings them.
    Mended {
        /// Which suggestion.
        suggestion: Id,
    },
    /// Decline it.
    Decline {
        /// Which suggestion.
        suggestion: Id,
    },
    /// Ask first what to say about it to who suggested it, who wishes to hear.
    DeclineWith {
        /// Which suggestion.
        suggestion: Id,
    },
    /// The form that brings that, and declines it.
    Declined {
        /// Which suggestion.
        suggestion: Id,
    },
    /// Who suggested it wishes to hear what becomes of it, or does not any more.
    Hear {
        /// Which suggestion.
        suggestion: Id,
        /// Whether they wish it.
        wished: bool,
    },
    /// The menu of one's own suggestions that opens one.
    Mine,
    /// Who suggested it has seen what became of it.
    PutAway {
        /// Which suggestion.
        suggestion: Id,
    },
    /// Under the message that told it. It cannot be pressed; it carries the message's mark.
    Told {
        /// The message's occurrence.
        occurrence: Id,
    },
    /// Another screen of the deck.
    List {
        /// Which, from 0.
        screen: u16,
    },
    /// The menu that picks a prompt to take out.
    Pick,
    /// Take it out.
    TakeOut {
        /// Which prompt.
        prompt: Id,
    },
}

impl DeckPress {
    /// The mark of the post that it stands under, if it stands under one.
    pub(super) fn mark(&self) -> Option<Id> {
        match self {
            Self::Suggest { occurrence } | Self::Told { occurrence } => Some(*occurrence),
            _ => None,
        }
    }
}

impl fmt::Display for DeckPress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Suggest { occurrence } => write!(f, "suggest.{occurrence}"),
            Self::Suggestion => f.write_str("suggestion"),
            Self::Look { after: None } => f.write_str("look"),
            Self::Look { after: Some(after) } => write!(f, "look.{after}"),
            Self::Approve { suggestion } => write!(f, "approve.{suggestion}"),
            Self::Edit { suggestion } => write!(f, "edit.{suggestion}"),
            Self::Mended { suggestion } => write!(f, "mended.{suggestion}"),
            Self::Decline { suggestion } => write!(f, "decline.{suggestion}"),
            Self::DeclineWith { suggestion } => write!(f, "decline-with.{suggestion}"),
            Self::Declined { suggestion } => write!(f, "declined.{suggestion}"),
            Self::Hear { suggestion, wished: true } => write!(f, "hear.{suggestion}"),
            Self::Hear { suggestion, wished: false } => write!(f, "hear-not.{suggestion}"),
            Self::Mine => f.write_str("mine"),
            Self::PutAway { suggestion } => write!(f, "put-away.{suggestion}"),
            Self::Told { occurrence } => write!(f, "told.{occurrence}"),
            Self::List { screen } => write!(f, "list.{screen:x}"),
            Self::Pick => f.write_str("pick"),
            Self::TakeOut { prompt } => write!(f, "take-out.{prompt}"),
        }
    }
}

impl DeckPress {
    /// Reads what stands behind the verb.
    pub(super) fn parse(arguments: &[&str]) -> Option<Self> {
        let id = |text: &str| text.parse::<Id>().ok();
        Some(match arguments {
            ["suggest", occurrence] => Self::Suggest { occurrence: id(occurrence)? },
            ["suggestion"] => Self::Suggestion,
            ["look"] => Self::Look { after: None },
            ["look", after] => Self::Look { after: Some(id(after)?) },
            ["approve", suggestion] => Self::Approve { suggestion: id(suggestion)? },
            ["edit", suggestion] => Self::Edit { suggestion: id(suggestion)? },
            ["mended", suggestion] => Self::Mended { suggestion: id(suggestion)? },
            ["decline", suggestion] => Self::Decline { suggestion: id(suggestion)? },
            ["decline-with", suggestion] => Self::DeclineWith { suggestion: id(suggestion)? },
            ["declined", suggestion] => Self::Declined { suggestion: id(suggestion)? },
            ["hear", suggestion] => Self::Hear { suggestion: id(suggestion)?, wished: true },
            ["hear-not", suggestion] => Self::Hear { suggestion: id(suggestion)?, wished: false },
            ["mine"] => Self::Mine,
            ["put-away", suggestion] => Self::PutAway { suggestion: id(suggestion)? },
            ["told", occurrence] => Self::Told { occurrence: id(occurrence)? },
            ["list", screen] => Self::List { screen: u16::from_str_radix(screen, 16).ok()? },
            ["pick"] => Self::Pick,
            ["take-out", prompt] => Self::TakeOut { prompt: id(prompt)? },
            _ => return None,
        })
    }
}

#[cfg(test)]
pub(super) fn presses() -> impl proptest::strategy::Strategy<Value = DeckPress> {
    use proptest::prelude::*;

    let id = || (1..=i64::MAX).prop_filter_map("an id", Id::from_i64);
    prop_oneof![
        id().prop_map(|occurrence| DeckPress::Suggest { occurrence }),
        Just(DeckPress::Suggestion),
        prop::option::of(id()).prop_map(|after| DeckPress::Look { after }),
        id().prop_map(|suggestion| DeckPress::Approve { suggestion }),
        id().prop_map(|suggestion| DeckPress::Edit { suggestion }),
        id().prop_map(|suggestion| DeckPress::Mended { suggestion }),
        id().prop_map(|suggestion| DeckPress::Decline { suggestion }),
        id().prop_map(|suggestion| DeckPress::DeclineWith { suggestion }),
        id().prop_map(|suggestion| DeckPress::Declined { suggestion }),
        (id(), any::<bool>()).prop_map(|(suggestion, wished)| DeckPress::Hear { suggestion, wished }),
        Just(DeckPress::Mine),
        id().prop_map(|suggestion| DeckPress::PutAway { suggestion }),
        id().prop_map(|occurrence| DeckPress::Told { occurrence }),
        any::<u16>().prop_map(|screen| DeckPress::List { screen }),
        Just(DeckPress::Pick),
        id().prop_map(|prompt| DeckPress::TakeOut { prompt }),
    ]
}
