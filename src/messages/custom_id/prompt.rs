//! What the buttons under an answer of `/prompt` carry. None of them is a post's mark: what they stand under is an answer.

use std::fmt;

use super::word;

/// A button under a prompt that somebody looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PromptPress {
    /// Show the contrast beside this prompt.
    Sides {
        /// The prompt.
        prompt: String,
    },
    /// Show any other prompt.
    Another {
        /// The one on screen.
        than: String,
    },
    /// Show this prompt to everybody in the channel.
    Share {
        /// The prompt.
        prompt: String,
    },
    /// Turn to another page.
    Page {
        /// Of which theme; `None` for all prompts.
        theme: Option<String>,
        /// Which of them, from 0.
        place: u16,
    },
}

impl fmt::Display for PromptPress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sides { prompt } => write!(f, "sides.{prompt}"),
            Self::Another { than } => write!(f, "another.{than}"),
            Self::Share { prompt } => write!(f, "share.{prompt}"),
            Self::Page { theme: None, place } => write!(f, "page.{place:x}"),
            Self::Page { theme: Some(theme), place } => write!(f, "page.{place:x}.{theme}"),
        }
    }
}

/// Reads what follows the verb.
pub(super) fn parse(arguments: &[&str]) -> Option<PromptPress> {
    let place = |text: &str| u16::from_str_radix(text, 16).ok();
    Some(match arguments {
        ["sides", prompt] => PromptPress::Sides { prompt: word(prompt)? },
        ["another", than] => PromptPress::Another { than: word(than)? },
        ["share", prompt] => PromptPress::Share { prompt: word(prompt)? },
        ["page", at] => PromptPress::Page { theme: None, place: place(at)? },
        ["page", at, theme] => PromptPress::Page { theme: Some(word(theme)?), place: place(at)? },
        _ => return None,
    })
}

#[cfg(test)]
pub(super) mod strategy {
    use proptest::prelude::*;

    use super::PromptPress;

    /// Any of them.
    pub(in super::super) fn press() -> impl Strategy<Value = PromptPress> {
        let word = "[a-z][a-z-]{0,60}";
        prop_oneof![
            word.prop_map(|prompt| PromptPress::Sides { prompt }),
            word.prop_map(|than| PromptPress::Another { than }),
            word.prop_map(|prompt| PromptPress::Share { prompt }),
            (prop::option::of(word), any::<u16>()).prop_map(|(theme, place)| PromptPress::Page { theme, place }),
        ]
    }
}
