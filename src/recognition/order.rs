//! In which order those who gave are named. None of them is by how much.

use std::fmt;
use std::str::FromStr;

/// An order of the people who gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// By name, without regard to capitals and accents.
    #[default]
    Name,
    /// By the day on which they first gave in the server, the earliest first.
    First,
    /// By the last day on which they gave, the latest first.
    Recent,
}

/// The text names no order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no order of that name")]
pub struct OrderError;

impl Order {
    /// All of them, the usual one first.
    pub const ALL: [Self; 3] = [Self::Name, Self::First, Self::Recent];

    /// Its id: in commands and custom ids.
    pub fn id(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::First => "first",
            Self::Recent => "recent",
        }
    }
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// Reads an id.
impl FromStr for Order {
    type Err = OrderError;

    fn from_str(text: &str) -> Result<Self, OrderError> {
        Self::ALL.into_iter().find(|order| order.id() == text).ok_or(OrderError)
    }
}
