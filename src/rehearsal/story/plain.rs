//! Making text safe and even for a terminal: nothing hidden, nothing that moves the cursor, wrapped by what is seen.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// The text with everything that a terminal would act on or hide written out: control characters, marks that turn
/// the direction of writing, spaces of no width. Line breaks stay.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '\n' {
            out.push(c);
        } else if c == '\t' {
            out.push(' ');
        } else if hidden(c) {
            out.push_str(&format!("\\u{{{:x}}}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

/// Joiners (200C, 200D) and variation selectors are left alone: scripts and emoji need them.
fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// How many columns a terminal gives the text.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// The text in lines of at most `most` columns. Its own line breaks stay; a word that is too long is broken. Between
/// fences of three backticks every space stays, since Discord shows that in letters of one width.
pub(super) fn wrapped(text: &str, most: usize) -> Vec<String> {
    let most = most.max(2);
    let mut lines = Vec::new();
    let mut fenced = false;
    for paragraph in text.lines() {
        if paragraph == "```" {
            fenced = !fenced;
            continue;
        }
        if fenced {
            let mut line = String::new();
            for piece in paragraph.graphemes(true) {
                if width(&line) + width(piece) > most {
                    lines.push(std::mem::take(&mut line));
                }
                line.push_str(piece);
            }
            lines.push(line);
            continue;
        }
        let mut line = String::new();
        for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
            let room = most.saturating_sub(width(&line) + usize::from(!line.is_empty()));
            if width(word) <= room {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for piece in word.graphemes(true) {
                if width(&line) + width(piece) > most {
                    lines.push(std::mem::take(&mut line));
                }
                line.push_str(piece);
            }
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_hidden_is_written_out() {
        assert_eq!(visible("a\u{202e}b\u{200b}c\u{1b}[31m\td\ne"), "a\\u{202e}b\\u{200b}c\\u{1b}[31m d\ne");
        assert_eq!(visible("Zoë 渡辺 👩‍🚀 می‌خواهم"), "Zoë 渡辺 👩‍🚀 می‌خواهم");
    }

    #[test]
    fn lines_are_as_wide_as_they_look() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("渡辺渡辺渡辺", 5), ["渡辺", "渡辺", "渡辺"]);
        assert_eq!(wrapped("a\n\nb", 10), ["a", "", "b"]);
        assert_eq!(wrapped("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(wrapped("a  b\n```\n  a  b\nabcdefgh\n```\na  b", 6), ["a b", "  a  b", "abcdef", "gh", "a b"]);
        for line in wrapped(&"wide 渡 words ".repeat(40), 17) {
            assert!(width(&line) <= 17, "{line}");
        }
    }
}
