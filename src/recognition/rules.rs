//! Who may give what to whom, and what becomes of the words on the way.

use std::time::Duration;

use jiff::Timestamp;
use serenity::model::id::UserId;
use unicode_normalization::char::is_combining_mark;

/// The most people that one recognition can go to.
pub const MOST_RECEIVERS: usize = 10;

/// The most characters that its words can have, after cleaning.
pub const MOST_WORDS: usize = 300;

/// For so long after it was given its giver can change it or take it back.
pub const CHANGEABLE_FOR: Duration = Duration::from_secs(24 * 60 * 60);

/// For so many days at least a server keeps words: longer than the dial's week, for which a quiet recognition mostly waits with
/// its private message (where it waits for longer, its words wait with it), and as long as whoever gave one is told why a steward
/// removed it.
pub const LEAST_DAYS_KEPT: u32 = 14;

/// The same as a time.
pub const KEPT_AT_LEAST: Duration = Duration::from_secs(LEAST_DAYS_KEPT as u64 * 24 * 60 * 60);

/// For so many days at most a recognition that is told to its receiver alone waits for its private message, and its words with
/// it, in a server that keeps words for less.
pub const MOST_DAYS_TO_TELL: u32 = 35;

/// For so many days a server keeps the words that a steward was asked to look at, where nobody decides; for as many as it
/// keeps words, where those are more.
pub const LEAST_DAYS_HELD: u32 = 90;

/// For how many days words stay that a steward was asked to look at, in a server that keeps words for `days`.
pub fn days_held(days: u32) -> u32 {
    days.max(LEAST_DAYS_HELD)
}

/// A member as the command saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub user: UserId,
    /// Whether Discord calls it a bot.
    pub bot: bool,
}

/// What somebody asked to give.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// Who gives.
    pub giver: UserId,
    /// To whom, in the order in which they were named; the same person may be named twice.
    pub receivers: &'a [Member],
    /// What for, as typed.
    pub words: &'a str,
}

/// A recognition that may be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// To whom, each once: 1 to [`MOST_RECEIVERS`].
    pub receivers: Vec<UserId>,
    /// What for, cleaned: 1 to [`MOST_WORDS`] characters.
    pub words: String,
    /// Who was named and is left out.
    pub skipped: Vec<Skipped>,
}

/// Somebody who was named and is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Who.
    pub user: UserId,
    /// Why.
    pub why: WhySkipped,
}

/// Why somebody who was named is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhySkipped {
    /// The giver named themselves.
    Oneself,
    /// A bot.
    Bot,
    /// Somebody who is paused, or takes nothing from this giver. Nobody learns which of the two.
    NotTaking,
    /// The same giver thanked them so lately that the server wants a rest first.
    Resting {
        /// When the rest is over.
        until: Timestamp,
    },
}

/// Why nothing can be given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NothingToGive {
    /// Nobody is left to receive it.
    #[error("nobody is left to receive it")]
    Nobody {
        /// Who was left out, and why; empty where nobody was named.
        skipped: Vec<Skipped>,
    },
    /// More than [`MOST_RECEIVERS`] people.
    #[error("{0} people were named")]
    TooMany(usize),
    /// No words are left after cleaning.
    #[error("there are no words")]
    NoWords,
    /// More than [`MOST_WORDS`] characters.
    #[error("the words have {0} characters")]
    TooLong(usize),
}

/// Applies the rules.
///
/// # Errors
/// [`NothingToGive`] where nothing can be given; the person is then told why, in kind words.
pub fn check(asked: &Asked<'_>) -> Result<Checked, NothingToGive> {
    let mut receivers = Vec::new();
    let mut skipped: Vec<Skipped> = Vec::new();
    for member in asked.receivers {
        if receivers.contains(&member.user) || skipped.iter().any(|skip| skip.user == member.user) {
            continue;
        }
        match () {
            () if member.user == asked.giver => skipped.push(Skipped { user: member.user, why: WhySkipped::Oneself }),
            () if member.bot => skipped.push(Skipped { user: member.user, why: WhySkipped::Bot }),
            () => receivers.push(member.user),
        }
    }
    if receivers.is_empty() {
        return Err(NothingToGive::Nobody { skipped });
    }
    if receivers.len() > MOST_RECEIVERS {
        return Err(NothingToGive::TooMany(receivers.len()));
    }
    let words = clean_words(asked.words);
    match words.chars().count() {
        _ if !is_readable(&words) => Err(NothingToGive::NoWords),
        long if long > MOST_WORDS => Err(NothingToGive::TooLong(long)),
        _ => Ok(Checked { receivers, words, skipped }),
    }
}

/// People's words without what could mislead a reader or upset a database: control characters (NUL among them),
/// characters without width and those that turn the direction of the text; runs of white space become one space.
/// Joiners stay where a script or an emoji needs them.
///
/// ```
/// use clarion::recognition::clean_words;
/// assert_eq!(clean_words("  calmer\u{0} \n nights\u{202e}\u{200b} "), "calmer nights");
/// assert_eq!(clean_words("\u{200b}\u{2060}"), "");
/// // A family is one emoji, held together by joiners; Persian needs its non-joiner.
/// assert_eq!(clean_words("👨‍👩‍👧 می‌خواهم"), "👨‍👩‍👧 می‌خواهم");
/// ```
pub fn clean_words(typed: &str) -> String {
    let mut words = String::with_capacity(typed.len());
    let mut space = false;
    let mut joiner = None;
    for letter in typed.chars().filter(|&letter| letter.is_whitespace() || !misleads(letter)) {
        if letter.is_whitespace() {
            space = !words.is_empty();
            continue;
        }
        if joins(letter) {
            // Alone, at an edge or beside a space it joins nothing, and could make two equal texts differ unseen: it waits
            // for what it joins.
            joiner = (!space && !words.is_empty()).then_some(letter);
            continue;
        }
        // Unicode's tags draw the flags of regions behind a black flag. Anywhere else they are unseen, and can spell words.
        if is_tag(letter)
            && (space
                || joiner.is_some()
                || !words.chars().next_back().is_some_and(|before| before == '🏴' || is_tag(before)))
        {
            continue;
        }
        if space {
            words.push(' ');
            space = false;
        } else {
            words.extend(joiner);
        }
        joiner = None;
        words.push(letter);
    }
    words
}

/// Longer words, cleaned line by line as by [`clean_words`]: their paragraphs stay, with one empty line between at most.
///
/// ```
/// use clarion::recognition::clean_paragraphs;
/// assert_eq!(clean_paragraphs(" one \r\ntwo\n\n\n\u{200b}\n  three\n"), "one\ntwo\n\nthree");
/// ```
pub fn clean_paragraphs(typed: &str) -> String {
    let typed = typed.replace("\r\n", "\n");
    let ends_a_line =
        |letter: char| matches!(letter, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let mut words = String::with_capacity(typed.len());
    let mut empty = 0;
    for line in typed.split(ends_a_line).map(clean_words) {
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if !words.is_empty() {
            words.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        words.push_str(&line);
        empty = 0;
    }
    words
}

/// Whether there is anything in cleaned words that people could see.
pub fn is_readable(words: &str) -> bool {
    words.chars().any(shows)
}

/// Whether a letter is there to be seen by itself: it is no variation selector, and changes none that is before it.
fn shows(letter: char) -> bool {
    !(selects(letter) || letter.is_whitespace() || joins(letter) || is_tag(letter) || is_combining_mark(letter))
}

/// Whether a letter between others is not seen, beside white space: whatever cleaning takes out, and what joins or changes
/// others.
pub(super) fn hides(letter: char) -> bool {
    !letter.is_whitespace() && (misleads(letter) || joins(letter) || is_tag(letter) || selects(letter))
}

fn selects(letter: char) -> bool {
    matches!(letter, '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

fn is_tag(letter: char) -> bool {
    matches!(letter, '\u{e0020}'..='\u{e007f}')
}

fn joins(letter: char) -> bool {
    matches!(letter, '\u{200c}' | '\u{200d}')
}

/// Control characters, the invisible and the direction-turning ones (Unicode's bidi controls, zero-width characters,
/// soft hyphen, fillers, tags, interlinear and other format characters). Variation selectors stay: emoji need them.
fn misleads(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e001f}')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const GIVER: UserId = UserId::new(1);

    fn member(user: u64) -> Member {
        Member { user: UserId::new(user), bot: false }
    }

    fn asked<'a>(receivers: &'a [Member], words: &'a str) -> Asked<'a> {
        Asked { giver: GIVER, receivers, words }
    }

    #[test]
    fn each_receiver_counts_once_and_oneself_and_bots_are_left_out() {
        let bot = Member { user: UserId::new(9), bot: true };
        let named = [member(3), member(1), bot, member(2), member(3), bot, member(1)];
        let checked = check(&asked(&named, "thanks")).unwrap();
        assert_eq!(checked.receivers, [UserId::new(3), UserId::new(2)]);
        let left = |user, why| Skipped { user: UserId::new(user), why };
        assert_eq!(checked.skipped, [left(1, WhySkipped::Oneself), left(9, WhySkipped::Bot)]);
        // A bot that gives to itself is oneself first: no rule is broken twice.
        let alone = [member(1), bot];
        let nobody = check(&asked(&alone, "thanks")).unwrap_err();
        assert!(matches!(nobody, NothingToGive::Nobody { skipped } if skipped.len() == 2));
        assert_eq!(check(&asked(&[], "thanks")), Err(NothingToGive::Nobody { skipped: Vec::new() }));
    }

    #[test]
    fn ten_people_and_not_eleven() {
        let many: Vec<Member> = (2..13).map(member).collect();
        assert_eq!(check(&asked(&many[..10], "thanks")).unwrap().receivers.len(), 10);
        assert_eq!(check(&asked(&many, "thanks")), Err(NothingToGive::TooMany(11)));
        // Naming oneself beside ten others is still ten.
        let mut with_self = many[..10].to_vec();
        with_self.push(member(1));
        assert_eq!(check(&asked(&with_self, "thanks")).unwrap().receivers.len(), 10);
    }

    #[test]
    fn words_are_counted_after_cleaning() {
        let one = [member(2)];
        for nothing in ["", "   ", "\u{0}\u{200b}\n\t\u{feff}\u{202e}", "\u{200d}\u{200c}", "\u{3164}\u{2800}"] {
            assert_eq!(check(&asked(&one, nothing)), Err(NothingToGive::NoWords), "{nothing:?}");
        }
        let edge = "夜".repeat(MOST_WORDS);
        assert_eq!(check(&asked(&one, &format!("  {edge}\u{200b} "))).unwrap().words, edge);
        assert_eq!(check(&asked(&one, &format!("{edge}x"))), Err(NothingToGive::TooLong(MOST_WORDS + 1)));
    }

    /// Each of these is a blank quotation on every screen.
    #[test]
    fn words_that_nobody_can_see_are_none() {
        let one = [member(2)];
        let hidden = "\u{e0061}\u{e0062}\u{e007f}";
        for unseen in ["\u{fe0f}", "\u{fe0f} \u{fe0e}", hidden, "\u{301}", "\u{e0100}\u{180b}", "\u{180f}"] {
            assert_eq!(check(&asked(&one, unseen)), Err(NothingToGive::NoWords), "{unseen:?}");
        }
        // Words that others cannot see do not ride along either, and a flag stays a flag.
        assert_eq!(check(&asked(&one, &format!("tea{hidden} time {hidden}!"))).unwrap().words, "tea time !");
        let wales = "🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}";
        for seen in [wales, "❤\u{fe0f}", "e\u{301}", "कि", "1\u{fe0f}\u{20e3}"] {
            assert_eq!(check(&asked(&one, seen)).unwrap().words, seen);
        }
    }

    #[test]
    fn text_that_turns_or_hides_is_laid_flat_and_scripts_stay_whole() {
        for (typed, clean) in [
            ("a\u{202e}cba\u{202c}", "acba"),
            ("\u{2066}x\u{2069}\u{200e}\u{200f}\u{61c}y", "xy"),
            ("line\r\nline\u{2028}line", "line line line"),
            ("a\u{200d} b\u{200c}", "a b"),
            ("ليالٍ أهدأ", "ليالٍ أهدأ"),
            ("שקט", "שקט"),
            ("❤\u{fe0f} 🏴\u{e0067}\u{e0062}\u{e007f}", "❤\u{fe0f} 🏴\u{e0067}\u{e0062}\u{e007f}"),
            ("क्\u{200d}ष", "क्\u{200d}ष"),
            ("\u{1b}[31mred", "[31mred"),
        ] {
            assert_eq!(clean_words(typed), clean, "{typed:?}");
        }
    }

    #[test]
    fn paragraphs_stay_and_every_line_is_cleaned() {
        for (typed, clean) in [
            ("one\u{2028}two\u{2029}three\u{85}four", "one\ntwo\nthree\nfour"),
            ("\n\n  a\u{202e}b \n \u{200b}\n\n c", "ab\n\nc"),
            ("\u{3164}\n\t\n", ""),
        ] {
            let once = clean_paragraphs(typed);
            assert_eq!((once.as_str(), clean_paragraphs(&once)), (clean, clean.to_owned()), "{typed:?}");
        }
    }

    #[test]
    fn cleaning_twice_is_cleaning_once() {
        for typed in
            ["a \u{200d} b", "\u{200d}a\u{200d}\u{200d}b", "a\u{200b}\u{200d}b", " \u{200c}x\u{200c}\u{200d}y "]
        {
            let once = clean_words(typed);
            assert_eq!(clean_words(&once), once, "{typed:?}");
        }
    }
}
