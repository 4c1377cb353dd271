//! The quiz: moments of a working day, and what each of them asks for.

use std::fmt;
use std::str::FromStr;

/// A moment, and a reading of it that is no verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its id.
    pub id: String,
    /// One concrete scene, without a question.
    pub moment: String,
    /// What it lacks.
    pub answer: Answer,
    /// Why, with what the essay says marked as such.
    pub why: String,
    /// The essay that `why` draws on.
    pub essay: String,
    /// The contrast, idea or other theme that it belongs to.
    pub topic: String,
}

/// What a moment asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// Managing.
    Managing,
    /// Leading.
    Leading,
    /// Both.
    Both,
}

impl Answer {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Managing, Self::Leading, Self::Both];

    /// Its name in a file and on a button's id.
    pub fn name(self) -> &'static str {
        match self {
            Self::Managing => "managing",
            Self::Leading => "leading",
            Self::Both => "both",
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Answer {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|answer| answer.name() == name).ok_or(())
    }
}
