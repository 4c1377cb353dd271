//! What peers can name in each other: a server's own list, cleaned as all words, and the names out of it that somebody picks.

use std::collections::BTreeSet;

use super::{clean_words, is_readable};

/// The most strengths that a list holds: as many as a menu of Discord's.
pub const MOST_STRENGTHS: usize = 25;

/// The most characters of a strength's name.
pub const LONGEST_STRENGTH: usize = 40;

/// The most strengths that one recognition names.
pub const MOST_NAMED: usize = 3;

/// Why a list is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListFault {
    /// More than [`MOST_STRENGTHS`].
    #[error("{0} strengths")]
    TooMany(usize),
    /// A name of more than [`LONGEST_STRENGTH`] characters.
    #[error("a strength of {} characters", .0.chars().count())]
    TooLong(String),
}

/// A list as typed, one a line: cleaned, each once, without the lines that show nothing. An empty one stands for the list
/// that Clarion comes with.
///
/// ```
/// use clarion::recognition::read_strengths;
/// assert_eq!(read_strengths(" Calm under fire \n\ncalm  under fire\nPatience").unwrap(), ["Calm under fire", "Patience"]);
/// assert!(read_strengths(&"a".repeat(41)).is_err());
/// ```
///
/// # Errors
/// A [`ListFault`] where there are too many, or one is too long.
pub fn read_strengths(typed: &str) -> Result<Vec<String>, ListFault> {
    let mut seen = BTreeSet::new();
    let mut names = Vec::new();
    for name in typed.lines().map(clean_words).filter(|name| is_readable(name)) {
        if name.chars().count() > LONGEST_STRENGTH {
            return Err(ListFault::TooLong(name));
        }
        if seen.insert(name.to_lowercase()) {
            names.push(name);
        }
    }
    if names.len() > MOST_STRENGTHS { Err(ListFault::TooMany(names.len())) } else { Ok(names) }
}

/// The names of a list that somebody means, each once and at most [`MOST_NAMED`], or the first that is not in it.
///
/// # Errors
/// The name that is not in the list, cleaned.
pub fn pick_strengths<'a>(list: &[String], typed: impl IntoIterator<Item = &'a str>) -> Result<Vec<String>, String> {
    let mut named: Vec<String> = Vec::new();
    for typed in typed.into_iter().map(clean_words).filter(|typed| !typed.is_empty()) {
        let sought = typed.to_lowercase();
        let found = list.iter().find(|name| name.to_lowercase() == sought).ok_or(typed)?;
        if !named.contains(found) && named.len() < MOST_NAMED {
            named.push(found.clone());
        }
    }
    Ok(named)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_list_is_cleaned_and_bounded() {
        let many: Vec<String> = (0..26).map(|n| format!("strength {n}")).collect();
        assert_eq!(read_strengths(&many.join("\n")), Err(ListFault::TooMany(26)));
        assert_eq!(read_strengths(&many[..25].join("\r\n")).unwrap().len(), 25);
        assert_eq!(read_strengths("\u{200b}\n \u{202e}\n"), Ok(Vec::new()));
        assert_eq!(read_strengths("ca\u{200b}lm\n@here"), Ok(vec!["calm".to_owned(), "@here".to_owned()]));
        let long = "é".repeat(40);
        assert_eq!(read_strengths(&long), Ok(vec![long.clone()]));
        assert_eq!(read_strengths(&format!("{long}e")), Err(ListFault::TooLong(format!("{long}e"))));
    }

    #[test]
    fn what_is_picked_stands_in_the_list_as_it_is_written_there() {
        let list = ["Calm", "Patience", "Craft", "Nerve"].map(str::to_owned);
        assert_eq!(pick_strengths(&list, [" calm ", "CALM", "", "craft"]), Ok(vec!["Calm".into(), "Craft".into()]));
        assert_eq!(pick_strengths(&list, ["calm", "clam"]), Err("clam".to_owned()));
        assert_eq!(pick_strengths(&list, ["calm", "craft", "nerve", "patience"]).unwrap().len(), MOST_NAMED);
        assert_eq!(pick_strengths(&list, []), Ok(Vec::new()));
    }
}
