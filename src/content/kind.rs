//! The kinds of table that a content file may hold.

use std::fmt;

/// A kind of table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `[[essay]]`
    Essay,
    /// `[[contrast]]`
    Contrast,
    /// `[[inspiration]]`
    Inspiration,
    /// `[[practice]]`
    Practice,
    /// `[[idea]]`
    Idea,
    /// `[[disagreement]]`
    Disagreement,
    /// `[[prompt]]`
    Prompt,
    /// `[[phrases]]`
    Phrases,
    /// `[[statement]]`
    Statement,
    /// `[[pair]]`
    Pair,
    /// `[[opening]]`
    Opening,
    /// `[[closing]]`
    Closing,
    /// `[[series]]`
    Series,
    /// `[[strength]]`
    Strength,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Essay,
        Self::Contrast,
        Self::Inspiration,
        Self::Practice,
        Self::Idea,
        Self::Disagreement,
        Self::Prompt,
        Self::Phrases,
        Self::Statement,
        Self::Pair,
        Self::Opening,
        Self::Closing,
        Self::Series,
        Self::Strength,
    ];

    /// The table's name in a file, and the word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Essay => "essay",
            Self::Contrast => "contrast",
            Self::Inspiration => "inspiration",
            Self::Practice => "practice",
            Self::Idea => "idea",
            Self::Disagreement => "disagreement",
            Self::Prompt => "prompt",
            Self::Phrases => "phrases",
            Self::Statement => "statement",
            Self::Pair => "pair",
            Self::Opening => "opening",
            Self::Closing => "closing",
            Self::Series => "series",
            Self::Strength => "strength",
        }
    }

    /// Whether a prompt can have one of these as its theme.
    pub fn is_theme(self) -> bool {
        matches!(self, Self::Contrast | Self::Inspiration | Self::Practice | Self::Idea | Self::Disagreement)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
