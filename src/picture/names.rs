//! Names as a picture can show them.
//!
//! People are called what they are called, in every script there is, and one font draws a few of them. Where a name holds
//! a letter that the font has no shape for, a letter of the alphabet in brackets stands for the whole name, and the message
//! beside the picture says who it is: a row of empty boxes would be nobody's name, and a bare letter might be somebody's. A mark or an emoji beside letters that can be
//! drawn is left out.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use super::lettering::draws;

/// What stands in the picture for each name, and what has to be said beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// For each name, in order, what is drawn.
    pub drawn: Vec<String>,
    /// The letters that stand for names, and the names as they were given.
    pub legend: Vec<(String, String)>,
}

/// What stands in a picture for these names.
pub fn names<'a>(names: impl IntoIterator<Item = &'a str>) -> Names {
    let given: Vec<&str> = names.into_iter().collect();
    let drawn: Vec<Option<String>> = given.iter().map(|name| drawable(name)).collect();
    // A letter that is somebody's very name stands for nobody else.
    let taken: BTreeSet<String> = drawn.iter().flatten().cloned().collect();
    let letters = (0..).map(letter).filter(|letter| !taken.contains(letter));
    let mut letters = letters.map(|letter| format!("({letter})")).filter(|letter| !taken.contains(letter));
    let mut all = Names::default();
    for (name, drawn) in given.into_iter().zip(drawn) {
        let shown = match drawn {
            Some(drawn) => drawn,
            None => {
                let letter = letters.next().unwrap_or_default();
                all.legend.push((letter.clone(), name.to_owned()));
                letter
            }
        };
        all.drawn.push(shown);
    }
    all
}

/// A name on one line without what cannot be seen, or `None` where a letter of it cannot be drawn.
pub(super) fn drawable(name: &str) -> Option<String> {
    let mut kept = String::new();
    for letter in name.nfc() {
        if letter.is_whitespace() {
            kept.push(' ');
        } else if draws(letter) && !hidden(letter) {
            kept.push(letter);
        } else if letter.is_alphanumeric() {
            return None;
        }
    }
    let one_line = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    one_line.chars().any(char::is_alphanumeric).then_some(one_line)
}

/// A name in words that are read aloud: whole, on one line, and without what turns the words around it.
pub(super) fn told(name: &str) -> String {
    let joins = |letter: char| matches!(letter, '\u{200c}' | '\u{200d}');
    let kept: String =
        name.chars().filter(|&letter| letter.is_whitespace() || joins(letter) || !hidden(letter)).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What turns the direction of writing, takes no room or ends a line.
fn hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A, B, … Z, A2, B2, …
fn letter(number: u32) -> String {
    let letter = char::from_u32(u32::from('A') + number % 26).unwrap_or('A');
    match number / 26 {
        0 => letter.to_string(),
        round => format!("{letter}{}", round + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(given: &[&str]) -> Vec<String> {
        names(given.iter().copied()).drawn
    }

    #[test]
    fn what_the_font_draws_is_drawn_and_letters_stand_for_the_rest() {
        let shown = names(["Mira Sørensen", "渡辺", "Наталия", "عمر"]);
        assert_eq!(shown.drawn, ["Mira Sørensen", "(A)", "Наталия", "(B)"]);
        assert_eq!(shown.legend, [("(A)".to_owned(), "渡辺".to_owned()), ("(B)".to_owned(), "عمر".to_owned())]);
    }

    #[test]
    fn a_letter_stands_for_nobody_who_is_called_so() {
        assert_eq!(drawn(&["渡辺", "A", "ดาว"]), ["(B)", "A", "(C)"]);
        assert_eq!(drawn(&["渡辺", "(A)"]), ["(B)", "(A)"]);
        let many: Vec<&str> = std::iter::repeat_n("渡辺", 28).collect();
        assert_eq!(drawn(&many)[25..], ["(Z)", "(A2)", "(B2)"]);
    }

    #[test]
    fn what_is_not_seen_or_decorates_is_left_out() {
        assert_eq!(
            drawn(&["Mira 🌊", "\u{202e}Jo\nLee\u{200b}", "Zoe\u{308}", "渡辺 Jo"]),
            ["Mira", "Jo Lee", "Zoë", "(A)"]
        );
        assert_eq!(drawn(&["🌊🌊", "", "\u{200b}"]), ["(A)", "(B)", "(C)"]);
    }
}
