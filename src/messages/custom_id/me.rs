//! What can be pressed in `/me`.

use std::fmt;

use crate::store::MyPart;

/// A page of `/me`. They stand in the menu in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MePage {
    /// What there is on each page.
    Overview,
    /// What somebody wrote about prompts.
    Reflections,
    /// What somebody wants to try.
    Commitments,
    /// The recognition that somebody gave and got.
    Thanks,
    /// What somebody settled about the recognition that they get.
    Taking,
    /// The rounds of the quiz that somebody finished.
    Quiz,
    /// The balances that somebody finished.
    Balance,
    /// What somebody suggested for the team's deck.
    Suggestions,
}

impl MePage {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 8] = [
        Self::Overview,
        Self::Reflections,
        Self::Commitments,
        Self::Thanks,
        Self::Taking,
        Self::Quiz,
        Self::Balance,
        Self::Suggestions,
    ];

    /// Its word in a custom id and in the menu's values.
    pub fn id(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Reflections => "reflections",
            Self::Commitments => "tries",
            Self::Thanks => "thanks",
            Self::Taking => "taking",
            Self::Quiz => "quiz",
            Self::Balance => "balance",
            Self::Suggestions => "suggestions",
        }
    }

    /// The page with that word.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|page| page.id() == id)
    }
}

/// The longest text that can be looked for, in characters: it travels in the buttons that turn pages, and each of its
/// characters may count twice there.
pub const LONGEST_SEARCH: usize = 36;

/// What can be pressed in `/me`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MePress {
    /// The menu that turns to a page; the choice says to which.
    Turn,
    /// A screen of a page.
    Open {
        /// The page.
        page: MePage,
        /// Which screen, from 0.
        screen: u16,
        /// What is looked for, of [`LONGEST_SEARCH`] at most; `None` for all.
        search: Option<String>,
    },
    /// Ask what to look for.
    Search {
        /// On which page.
        page: MePage,
    },
    /// The form that asks it.
    Find {
        /// On which page.
        page: MePage,
    },
    /// Everything of mine as a file.
    Export,
    /// Ask what to delete.
    Erase,
    /// The menu of what can be deleted; the choice says what.
    EraseWhat,
    /// Delete these, at least one.
    EraseNow(Vec<MyPart>),
}

impl fmt::Display for MePress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Turn => f.write_str("turn"),
            Self::Open { page, screen, search: None } => write!(f, "open.{}.{screen:x}", page.id()),
            Self::Open { page, screen, search: Some(search) } => write!(f, "open.{}.{screen:x}.{search}", page.id()),
            Self::Search { page } => write!(f, "search.{}", page.id()),
            Self::Find { page } => write!(f, "find.{}", page.id()),
            Self::Export => f.write_str("export"),
            Self::Erase => f.write_str("erase"),
            Self::EraseWhat => f.write_str("erase-what"),
            Self::EraseNow(parts) => {
                f.write_str("erase-now")?;
                parts.iter().try_for_each(|part| write!(f, ".{}", part.id()))
            }
        }
    }
}

impl MePress {
    /// Reads what stands behind the verb.
    pub(super) fn parse(arguments: &[&str]) -> Option<Self> {
        let page = |word: &str| MePage::from_id(word);
        Some(match arguments {
            ["turn"] => Self::Turn,
            ["open", at, screen] => {
                Self::Open { page: page(at)?, screen: u16::from_str_radix(screen, 16).ok()?, search: None }
            }
            // What is looked for may hold dots.
            ["open", at, screen, search @ ..] => Self::Open {
                page: page(at)?,
                screen: u16::from_str_radix(screen, 16).ok()?,
                search: Some(Some(search.join(".")).filter(|search| !search.is_empty())?),
            },
            ["search", at] => Self::Search { page: page(at)? },
            ["find", at] => Self::Find { page: page(at)? },
            ["export"] => Self::Export,
            ["erase"] => Self::Erase,
            ["erase-what"] => Self::EraseWhat,
            ["erase-now", first, more @ ..] => {
                let parts = std::iter::once(first).chain(more).map(|part| MyPart::from_id(part));
                Self::EraseNow(parts.collect::<Option<_>>()?)
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
pub(super) fn presses() -> impl proptest::strategy::Strategy<Value = MePress> {
    use proptest::prelude::*;

    let page = || prop::sample::select(MePage::ALL.to_vec());
    prop_oneof![
        Just(MePress::Turn),
        (page(), any::<u16>(), prop::option::of("\\PC{1,36}")).prop_map(|(page, screen, search)| MePress::Open {
            page,
            screen,
            search
        }),
        page().prop_map(|page| MePress::Search { page }),
        page().prop_map(|page| MePress::Find { page }),
        Just(MePress::Export),
        Just(MePress::Erase),
        Just(MePress::EraseWhat),
        prop::sample::subsequence(MyPart::ALL.to_vec(), 1..=MyPart::ALL.len()).prop_map(MePress::EraseNow),
    ]
}
