//! People's words, made safe to show: no markdown, no mention, no direction trick gets through, and nothing is cut in
//! the middle of a character.

use unicode_segmentation::UnicodeSegmentation;

use crate::recognition::clean_words;

/// Puts a backslash before everything that Discord would read as markup, and breaks what it would read as a mention,
/// a link's brackets or a channel. The words stay readable; they only stop being instructions.
///
/// ```
/// use clarion::messages::escape;
/// assert_eq!(escape("*calm* nights"), r"\*calm\* nights");
/// assert!(!escape("@everyone").contains("@everyone"));
/// assert!(!escape("<@123>").contains("<@123>"));
/// ```
pub fn escape(words: &str) -> String {
    let mut safe = String::with_capacity(words.len());
    let mut at_line_start = true;
    for (at, character) in words.char_indices() {
        match character {
            '\\' | '*' | '_' | '~' | '`' | '|' | '[' | ']' | '(' | ')' | '<' | '>' => {
                safe.push('\\');
                safe.push(character);
            }
            // A list, a heading or small print begins a line.
            '#' | '-' | '+' if at_line_start => {
                safe.push('\\');
                safe.push(character);
            }
            // A zero-width space ends a mention before it begins, and is seen by nobody.
            '@' => safe.push_str("@\u{200b}"),
            // A link is text, not something to press: its colon is broken off the scheme, whichever Discord knows.
            ':' if words[at..].starts_with("://") || after_a_scheme(&safe) => {
                safe.push_str("\u{200b}:");
            }
            _ => safe.push(character),
        }
        at_line_start = character == '\n' || (at_line_start && character == ' ');
    }
    safe
}

/// Whether a colon would end one of the schemes that Discord makes links of.
fn after_a_scheme(words: &str) -> bool {
    let ends = |scheme: &str| {
        let start = words.len().checked_sub(scheme.len());
        start.and_then(|start| words.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(scheme))
    };
    ["http", "https", "discord", "steam"].into_iter().any(ends)
}

/// The words again that [`escape`] made safe, where they held no space without width: a message of ours brings them back
/// with the press on its button.
///
/// ```
/// use clarion::messages::{escape, unescape};
/// let words = r"*calm* nights \o/ @jo https://x.example";
/// assert_eq!(unescape(&escape(words)), words);
/// ```
pub fn unescape(safe: &str) -> String {
    let mut words = String::with_capacity(safe.len());
    let mut letters = safe.chars().filter(|letter| *letter != '\u{200b}');
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => words.extend(letters.next()),
            letter => words.push(letter),
        }
    }
    words
}

/// At most `most` characters as Discord counts them, cut between whole letters as people see them, with an ellipsis
/// where something was cut.
///
/// ```
/// use clarion::messages::clip;
/// assert_eq!(clip("calmer nights", 20), "calmer nights");
/// assert_eq!(clip("calmer nights", 8), "calmer …");
/// ```
pub fn clip(words: &str, most: usize) -> String {
    // Discord counts UTF-16 units in some places and code points in others; the larger count is the safe one.
    let length = |text: &str| text.encode_utf16().count();
    if length(words) <= most {
        return words.to_owned();
    }
    let mut kept = String::new();
    let mut used = 1;
    for letter in words.graphemes(true) {
        used += length(letter);
        if used > most {
            break;
        }
        kept.push_str(letter);
    }
    kept.push('…');
    kept
}

/// Our own words, which begin with an ASCII letter, as the beginning of a sentence.
pub fn upper_first(mut words: String) -> String {
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

/// Somebody's words as a quotation in a sentence: without what hides or turns text, on one line, clipped, escaped.
pub fn quote(words: &str, most: usize) -> String {
    format!("\u{201c}{}\u{201d}", within(words, most))
}

/// The same of as much of them as fits into `most` characters, counted with what escaping adds: where nothing has to be
/// escaped, that is nearly twice as much as [`quote`] may show in the same room.
pub(in crate::messages) fn fitting(words: &str, most: usize) -> String {
    let mut shown = most;
    loop {
        let said = quote(words, shown);
        let over = said.encode_utf16().count().saturating_sub(most);
        if over == 0 || shown == 0 {
            return said;
        }
        shown = shown.saturating_sub(over.div_ceil(2));
    }
}

/// A quotation without its marks: a name, which comes from Discord as it was given there.
pub(super) fn within(words: &str, most: usize) -> String {
    escape(&clip(&clean_words(words), most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_much_as_fits_is_quoted() {
        assert_eq!(fitting("calm nights", 40), "\u{201c}calm nights\u{201d}");
        for (words, least) in [("a".repeat(300), 195), ("*".repeat(300), 190), ("\u{1f642}".repeat(300), 190)] {
            let said = fitting(&words, 200);
            let long = said.encode_utf16().count();
            assert!((least..=200).contains(&long), "{long}: {said}");
        }
        assert!(fitting("****", 1).encode_utf16().count() <= 3);
    }

    #[test]
    fn nothing_in_a_persons_words_is_an_instruction() {
        let words = "# Big\n- list @here <#1> [x](https://evil.example) steam://evil ||spoiler|| `code` __under__";
        let safe = escape(words);
        for instruction in ["\n- ", "@here", "<#1>", "[x](", "https://", "steam://", "||s", "`c", "__u"] {
            assert!(
                !safe.contains(instruction) || safe.contains(&format!("\\{instruction}")),
                "{instruction} in {safe}"
            );
        }
        assert!(safe.starts_with("\\#"));
    }

    #[test]
    fn a_quotation_does_not_turn_the_sentence_around_it() {
        assert_eq!(quote("\u{202e}yliad\n\u{200b}\0 *x*", 60), "\u{201c}yliad \\*x\\*\u{201d}");
    }

    proptest::proptest! {
        #[test]
        fn escaped_words_are_read_back(typed in "[\\PC\n]{0,60}|([\\\\*_@:#> -]|http|\n){0,20}") {
            let words = crate::recognition::clean_paragraphs(&typed);
            proptest::prop_assert_eq!(unescape(&escape(&words)), words);
        }
    }

    #[test]
    fn a_cut_falls_between_letters() {
        let family = "👨‍👩‍👧";
        let clipped = clip(&family.repeat(5), 20);
        assert!(clipped.trim_end_matches('…').chars().count().is_multiple_of(family.chars().count()));
        assert!(clipped.encode_utf16().count() <= 20);
    }
}
