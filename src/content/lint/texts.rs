//! One text at a time: is it there, does it fit, does it ask what it is to ask, does it speak as Clarion speaks.

use super::Findings;
use super::limits::{LINK, Question, rule};
use crate::content::Kind;
use crate::content::notes::Text;

/// Words that tell people what they lack, or that belittle one side. English ones: another language has its own.
const AVOIDED: [&str; 15] = [
    "merely",
    "just",
    "only a manager",
    "only managers",
    "should",
    "shouldn't",
    "must",
    "mustn't",
    "true leader",
    "inactive",
    "hasn't",
    "you have not",
    "you haven't",
    "blind spot",
    "gap",
];

pub(super) fn check(findings: &mut Findings<'_>) {
    let english = findings.loaded.source.language().starts_with("en");
    for text in &findings.loaded.notes.texts {
        if text.value.chars().all(|letter| letter.is_whitespace() || is_invisible(letter)) {
            findings.at_text(text, "is empty; write it, or take the whole entry out");
            continue;
        }
        if (findings.entry(text.entry).kind, text.field.as_str()) == (Kind::Essay, "link") {
            link(findings, text);
            continue;
        }
        length(findings, text);
        question(findings, text);
        signs(findings, text);
        if english {
            for word in avoided(&text.value) {
                findings.at_text(text, &format!("says '{word}', which Clarion avoids; put it as an equal would"));
            }
        }
    }
}

fn link(findings: &mut Findings<'_>, text: &Text) {
    let address = text.value.strip_prefix("https://").unwrap_or_default();
    if address.is_empty() || text.value.chars().any(|letter| letter.is_whitespace() || letter.is_control()) {
        findings.at_text(text, "is to be an address that begins with https://");
    } else if text.value.chars().count() > LINK {
        findings.at_text(text, &format!("is longer than the {LINK} characters that Discord takes for a link"));
    }
}

fn length(findings: &mut Findings<'_>, text: &Text) {
    let rule = rule(findings.entry(text.entry).kind, &text.field);
    let length = text.value.chars().count();
    if length > rule.most {
        let over = length - rule.most;
        let discord = if length > rule.discord {
            format!(" (Discord itself refuses more than {})", rule.discord)
        } else {
            String::new()
        };
        findings
            .at_text(text, &format!("is {length} characters long, {over} over; {} is the most{discord}", rule.most));
    }
}

fn question(findings: &mut Findings<'_>, text: &Text) {
    let asked = text.value.chars().filter(|letter| matches!(letter, '?' | '？' | '؟')).count();
    match (rule(findings.entry(text.entry).kind, &text.field).question, asked) {
        (Question::One, 0) => findings.at_text(text, "asks nothing; it is to hold one question"),
        (Question::One, 2..) => {
            findings.at_text(text, &format!("holds {asked} question marks; one question is enough for a day"));
        }
        (Question::None, 1..) => findings.at_text(text, "asks a question; put it as a statement"),
        _ => {}
    }
}

/// Signs that do not belong into any text: ones that shout, ones that nobody sees, line breaks.
fn signs(findings: &mut Findings<'_>, text: &Text) {
    let value = &text.value;
    if value.contains(['!', '！', '¡']) {
        findings.at_text(text, "has an exclamation mark; say it in a calm voice");
    }
    if value.contains(['\n', '\r']) {
        findings.at_text(text, "has a line break in it; end that line with a backslash, or write it all in one line");
    }
    let unseen = |letter: &char| !matches!(letter, '\n' | '\r') && (letter.is_control() || is_invisible(*letter));
    if let Some(letter) = value.chars().find(unseen) {
        let message = format!("has an invisible character in it (U+{:04X}); remove it", u32::from(letter));
        findings.at_text(text, &message);
    }
    if let Some(letter) = value.chars().find(|letter| is_emoji(*letter)) {
        findings.at_text(text, &format!("has the picture {letter} in it; say it in words"));
    }
    if value.contains("@everyone") || value.contains("@here") || value.contains("<@") {
        findings.at_text(text, "mentions people; a prompt pings nobody");
    }
    if value.starts_with(char::is_whitespace) || value.ends_with(char::is_whitespace) {
        findings.at_text(text, "begins or ends with a space; remove it");
    }
}

/// Marks of zero width and of direction. The joiners U+200C and U+200D stay: some scripts are written with them.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The blocks that hold pictures.
fn is_emoji(letter: char) -> bool {
    matches!(letter, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{fe0f}')
}

/// The avoided words that are in a text, in the singular or the plural.
fn avoided(text: &str) -> impl Iterator<Item = &'static str> {
    let plain = text.to_lowercase().replace('’', "'");
    let words = plain.split(|letter: char| !letter.is_alphanumeric() && letter != '\'');
    // Quotation marks are no part of the word that they hold.
    let words = words.map(|word| word.trim_matches('\'')).filter(|word| !word.is_empty());
    let spaced = format!(" {} ", words.collect::<Vec<_>>().join(" "));
    AVOIDED
        .into_iter()
        .filter(move |avoided| spaced.contains(&format!(" {avoided} ")) || spaced.contains(&format!(" {avoided}s ")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn avoided_words_are_found_whole_and_in_any_dress() {
        let found = |text: &str| avoided(text).collect::<Vec<_>>();
        assert_eq!(found("Adjust the mustard, unjustly"), Vec::<&str>::new());
        assert_eq!(found("It's 'Just' one"), ["just"]);
        assert_eq!(found("Mind the gaps: who hasn’t spoken"), ["hasn't", "gap"]);
        assert_eq!(found("A must-have for true leaders."), ["must", "true leader"]);
        assert_eq!(found("What you have\tnot said"), ["you have not"]);
    }
}
