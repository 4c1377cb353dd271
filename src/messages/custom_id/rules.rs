//! What can be pressed on the panel of a server's rules for recognition.

use std::fmt;

/// What can be pressed on the panel of a server's rules for recognition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RulesPress {
    /// The menu of how many people a day; the choice says how many.
    Allowance,
    /// The menu of how long the same person is not thanked again; the choice says how long.
    Rest,
    /// The menu of roles; the choice says whose members are stewards.
    Steward,
    /// The menu of how long words are kept; the choice says how long.
    WordsKept,
    /// Open the form for the three numbers.
    Numbers(RulesNumbers),
    /// The form for the three numbers, with those that it showed.
    NumbersTyped(RulesNumbers),
    /// Open the form for the strengths.
    Strengths,
    /// The form for the strengths.
    StrengthsTyped,
}

/// The numbers that the panel shows; `None` for what has no end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RulesNumbers {
    /// To how many people a day somebody may give.
    pub allowance: Option<u32>,
    /// For so many hours nobody gives to the same person again.
    pub rest_hours: Option<u32>,
    /// After so many days the words are deleted.
    pub words_kept_days: Option<u32>,
}

impl RulesPress {
    /// Reads what stands behind the verb.
    pub(super) fn parse(arguments: &[&str]) -> Option<Self> {
        Some(match arguments {
            ["allowance"] => Self::Allowance,
            ["rest"] => Self::Rest,
            ["steward"] => Self::Steward,
            ["words-kept"] => Self::WordsKept,
            ["numbers", numbers @ ..] => Self::Numbers(RulesNumbers::parse(numbers)?),
            ["numbers-typed", numbers @ ..] => Self::NumbersTyped(RulesNumbers::parse(numbers)?),
            ["strengths"] => Self::Strengths,
            ["strengths-typed"] => Self::StrengthsTyped,
            _ => return None,
        })
    }
}

impl fmt::Display for RulesPress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Allowance => f.write_str("allowance"),
            Self::Rest => f.write_str("rest"),
            Self::Steward => f.write_str("steward"),
            Self::WordsKept => f.write_str("words-kept"),
            Self::Numbers(numbers) => write!(f, "numbers.{numbers}"),
            Self::NumbersTyped(numbers) => write!(f, "numbers-typed.{numbers}"),
            Self::Strengths => f.write_str("strengths"),
            Self::StrengthsTyped => f.write_str("strengths-typed"),
        }
    }
}

impl RulesNumbers {
    fn parse(written: &[&str]) -> Option<Self> {
        let number = |written: &str| match written {
            "-" => Some(None),
            // A number can be written in more ways than one, and only ours is ours.
            written => written.parse::<u32>().ok().filter(|number| number.to_string() == written).map(Some),
        };
        match written {
            [allowance, rest_hours, words_kept_days] => Some(Self {
                allowance: number(allowance)?,
                rest_hours: number(rest_hours)?,
                words_kept_days: number(words_kept_days)?,
            }),
            _ => None,
        }
    }
}

impl fmt::Display for RulesNumbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = |number: Option<u32>| number.map_or_else(|| "-".to_owned(), |number| number.to_string());
        let Self { allowance, rest_hours, words_kept_days } = *self;
        write!(f, "{}.{}.{}", written(allowance), written(rest_hours), written(words_kept_days))
    }
}

#[cfg(test)]
pub(super) fn presses() -> impl proptest::strategy::Strategy<Value = RulesPress> {
    use proptest::prelude::*;

    let numbers = || {
        any::<[Option<u32>; 3]>().prop_map(|[allowance, rest_hours, words_kept_days]| RulesNumbers {
            allowance,
            rest_hours,
            words_kept_days,
        })
    };
    let plain = [
        RulesPress::Allowance,
        RulesPress::Rest,
        RulesPress::Steward,
        RulesPress::WordsKept,
        RulesPress::Strengths,
        RulesPress::StrengthsTyped,
    ];
    prop_oneof![
        prop::sample::select(plain.to_vec()),
        numbers().prop_map(RulesPress::Numbers),
        numbers().prop_map(RulesPress::NumbersTyped),
    ]
}
