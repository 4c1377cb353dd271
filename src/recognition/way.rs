//! What a recognition stirs in the one who gives it.

use std::fmt;
use std::str::FromStr;

/// One of the three ways that people inspire (the essay `commitment`), or simply thanks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Way {
    /// The giver would like the place that the receiver holds.
    Position,
    /// The giver would like to be that good at it.
    Expert,
    /// The giver would like to be that kind of person.
    Personal,
    /// Nothing more is said than thanks.
    Thanks,
}

/// The text names no way.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is none of position, expert, personal, thanks")]
pub struct WayError(String);

impl Way {
    /// All four, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Position, Self::Expert, Self::Personal, Self::Thanks];

    /// Its id: in data, in commands, in the database.
    pub fn id(self) -> &'static str {
        match self {
            Self::Position => "position",
            Self::Expert => "expert",
            Self::Personal => "personal",
            Self::Thanks => "thanks",
        }
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// Reads an id.
///
/// ```
/// use clarion::recognition::Way;
/// for way in Way::ALL {
///     assert_eq!(way.id().parse(), Ok(way));
/// }
/// assert!("charm".parse::<Way>().is_err());
/// ```
impl FromStr for Way {
    type Err = WayError;

    fn from_str(text: &str) -> Result<Self, WayError> {
        Self::ALL.into_iter().find(|way| way.id() == text).ok_or_else(|| WayError(text.chars().take(20).collect()))
    }
}
