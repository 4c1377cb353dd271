//! What can be pressed about being written to: whether at all, and the answers to the question whether prompts come too
//! often.

use std::fmt;

use crate::clock::Days;
use crate::store::Id;

/// The dial for contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactPress {
    /// Under a private message that nobody asked for: no more of them.
    Stop {
        /// The message's occurrence.
        occurrence: Id,
    },
    /// In `/me`: none of them, or some again.
    Set {
        /// Whether they are wanted.
        wanted: bool,
    },
}

impl ContactPress {
    /// Reads what stands behind the verb.
    pub(super) fn parse(arguments: &[&str]) -> Option<Self> {
        Some(match arguments {
            ["stop", occurrence] => Self::Stop { occurrence: occurrence.parse().ok()? },
            ["none"] => Self::Set { wanted: false },
            ["some"] => Self::Set { wanted: true },
            _ => return None,
        })
    }
}

impl fmt::Display for ContactPress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stop { occurrence } => write!(f, "stop.{occurrence}"),
            Self::Set { wanted: false } => f.write_str("none"),
            Self::Set { wanted: true } => f.write_str("some"),
        }
    }
}

/// An answer to the question whether a schedule posts too often. Each carries the question's mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietPress {
    /// The schedule.
    pub schedule: Id,
    /// The question's occurrence.
    pub occurrence: Id,
    /// What is wanted.
    pub wish: QuietWish,
}

/// What is wanted of the schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuietWish {
    /// These days.
    Days(Days),
    /// Another time: show the times.
    Times,
    /// The time that was chosen in the menu.
    Time,
    /// Nothing more.
    Stop,
    /// As it is.
    Leave,
}

impl QuietPress {
    /// Reads what stands behind the verb.
    pub(super) fn parse(arguments: &[&str]) -> Option<Self> {
        let [wish, schedule, occurrence] = arguments else { return None };
        let wish = match *wish {
            "times" => QuietWish::Times,
            "time" => QuietWish::Time,
            "stop" => QuietWish::Stop,
            "leave" => QuietWish::Leave,
            days => QuietWish::Days(Days::from_bits(i64::from_str_radix(days, 16).ok()?)?),
        };
        Some(Self { schedule: schedule.parse().ok()?, occurrence: occurrence.parse().ok()?, wish })
    }
}

impl fmt::Display for QuietPress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { schedule, occurrence, wish } = self;
        match wish {
            QuietWish::Days(days) => write!(f, "{:x}.{schedule}.{occurrence}", days.bits()),
            QuietWish::Times => write!(f, "times.{schedule}.{occurrence}"),
            QuietWish::Time => write!(f, "time.{schedule}.{occurrence}"),
            QuietWish::Stop => write!(f, "stop.{schedule}.{occurrence}"),
            QuietWish::Leave => write!(f, "leave.{schedule}.{occurrence}"),
        }
    }
}

#[cfg(test)]
pub(super) fn presses() -> impl proptest::strategy::Strategy<Value = super::CustomId> {
    use proptest::prelude::*;

    use super::CustomId;

    let id = || (1..=i64::MAX).prop_filter_map("an id", Id::from_i64);
    let wish = prop_oneof![
        (1..128_i64).prop_map(|bits| QuietWish::Days(Days::from_bits(bits).unwrap_or(Days::DAILY))),
        prop::sample::select(vec![QuietWish::Times, QuietWish::Time, QuietWish::Stop, QuietWish::Leave]),
    ];
    prop_oneof![
        id().prop_map(|occurrence| CustomId::Contact(ContactPress::Stop { occurrence })),
        any::<bool>().prop_map(|wanted| CustomId::Contact(ContactPress::Set { wanted })),
        (id(), id(), wish).prop_map(|(schedule, occurrence, wish)| CustomId::Quiet(QuietPress {
            schedule,
            occurrence,
            wish
        })),
    ]
}
