//! What can be pressed in the balance. The answers travel in the buttons: nothing is kept before the last pair.

use std::fmt;

use crate::content::leaning::HIGHEST;
use crate::store::Id;

/// The most pairs whose answers a button holds.
const MOST: usize = 40;

/// What can be pressed in the balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BalancePress {
    /// Begin one.
    Begin,
    /// Show what comes after these answers: the next pair, or what they come to.
    At(BalanceRun),
    /// Ask whether to delete one that is kept.
    Delete {
        /// Which.
        balance: Id,
    },
    /// Delete it.
    DeleteForGood {
        /// Which.
        balance: Id,
    },
}

/// How far somebody has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceRun {
    /// The interaction that began it: it is kept once.
    pub begun_by: u64,
    /// Which words were answered ([`crate::content::leaning::version`]).
    pub version: u32,
    /// The answers so far, each from 0 to 4.
    pub answers: Vec<u8>,
}

impl BalanceRun {
    /// The same with one answer more.
    #[must_use]
    pub fn and(&self, answer: u8) -> Self {
        let mut more = self.clone();
        more.answers.push(answer);
        more
    }

    /// The same without the last answer.
    #[must_use]
    pub fn back(&self) -> Self {
        let mut fewer = self.clone();
        fewer.answers.pop();
        fewer
    }
}

impl fmt::Display for BalancePress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Begin => f.write_str("begin"),
            Self::At(BalanceRun { begun_by, version, answers }) => {
                write!(f, "at.{begun_by:016x}.{version:08x}.")?;
                if answers.is_empty() {
                    return f.write_str("-");
                }
                answers.iter().try_for_each(|answer| write!(f, "{answer}"))
            }
            Self::Delete { balance } => write!(f, "delete.{balance}"),
            Self::DeleteForGood { balance } => write!(f, "delete-for-good.{balance}"),
        }
    }
}

impl BalancePress {
    /// Reads what stands behind the verb.
    pub(super) fn parse(arguments: &[&str]) -> Option<Self> {
        let press = match arguments {
            ["begin"] => Self::Begin,
            ["at", begun_by, version, answers] => {
                let digit = |letter: char| {
                    letter.to_digit(10).and_then(|digit| u8::try_from(digit).ok()).filter(|digit| *digit <= HIGHEST)
                };
                let answers = match *answers {
                    "-" => Vec::new(),
                    digits => digits.chars().map(digit).collect::<Option<Vec<u8>>>()?,
                };
                let run = BalanceRun {
                    begun_by: u64::from_str_radix(begun_by, 16).ok()?,
                    version: u32::from_str_radix(version, 16).ok()?,
                    answers,
                };
                Self::At(Some(run).filter(|run| run.answers.len() <= MOST)?)
            }
            ["delete", balance] => Self::Delete { balance: balance.parse().ok()? },
            ["delete-for-good", balance] => Self::DeleteForGood { balance: balance.parse().ok()? },
            _ => return None,
        };
        // A number can be written in more ways than one, and only ours is ours.
        press.to_string().eq_ignore_ascii_case(&arguments.join(".")).then_some(press)
    }
}

#[cfg(test)]
pub(super) fn presses() -> impl proptest::strategy::Strategy<Value = BalancePress> {
    use proptest::prelude::*;

    let id = || (1..=i64::MAX).prop_filter_map("an id", Id::from_i64);
    let run = (any::<u64>(), any::<u32>(), prop::collection::vec(0..=HIGHEST, 0..=MOST))
        .prop_map(|(begun_by, version, answers)| BalanceRun { begun_by, version, answers });
    prop_oneof![
        Just(BalancePress::Begin),
        run.prop_map(BalancePress::At),
        id().prop_map(|balance| BalancePress::Delete { balance }),
        id().prop_map(|balance| BalancePress::DeleteForGood { balance }),
    ]
}
