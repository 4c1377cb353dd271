//! The words of one prompt, as a team may write them.
//!
//! Lengths are a limit, because a screen has one. What Clarion's own linter holds besides (one question, nobody called) is
//! advice here: the words are the team's.

use unicode_normalization::UnicodeNormalization;

use crate::recognition::clean_words;

/// The most characters of a title.
pub const MOST_TITLE: usize = 60;
/// The most characters of a question.
pub const MOST_QUESTION: usize = 280;
/// The most characters of a small step.
pub const MOST_STEP: usize = 160;
/// The most minutes that a small step takes; one is the fewest.
pub const MOST_MINUTES: u8 = 9;
/// How long a small step takes where nobody says.
pub const USUAL_MINUTES: u8 = 5;

/// A prompt's words: cleaned, none empty, none too long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The heading.
    pub title: String,
    /// What it asks.
    pub question: String,
    /// One small step.
    pub step: String,
    /// How many minutes that takes: 1 to [`MOST_MINUTES`].
    pub minutes: u8,
}

/// The same as somebody typed it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Typed<'a> {
    /// The heading.
    pub title: &'a str,
    /// What it asks.
    pub question: &'a str,
    /// One small step.
    pub step: &'a str,
    /// Minutes; nothing stands for [`USUAL_MINUTES`].
    pub minutes: &'a str,
}

/// One of the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The heading.
    Title,
    /// What it asks.
    Question,
    /// One small step.
    Step,
}

impl Field {
    /// All, in the order in which people fill them in.
    pub const ALL: [Self; 3] = [Self::Title, Self::Question, Self::Step];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Question => "question",
            Self::Step => "step",
        }
    }

    /// The most characters that it takes.
    pub fn most(self) -> usize {
        match self {
            Self::Title => MOST_TITLE,
            Self::Question => MOST_QUESTION,
            Self::Step => MOST_STEP,
        }
    }
}

/// Why these can be no prompt's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// There is no letter in it.
    Empty(Field),
    /// It is longer than its [`Field::most`].
    Long {
        /// Which.
        field: Field,
        /// How many characters it has.
        length: usize,
    },
    /// The minutes are no whole number from 1 to [`MOST_MINUTES`].
    Minutes,
}

/// What is worth a second look, and no reason to refuse anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// It asks nothing.
    AsksNothing,
    /// It asks so many questions.
    Asks(usize),
    /// It looks like calling people; nobody is notified.
    Calls,
}

/// Reads what was typed: what cannot be seen is taken out, white space becomes single spaces.
///
/// # Errors
/// Everything that is wrong, in the order of the fields.
pub fn check(typed: &Typed<'_>) -> Result<Words, Vec<Flaw>> {
    let (title, question, step) = (clean(typed.title), clean(typed.question), clean(typed.step));
    let mut flaws = Vec::new();
    for (field, text) in Field::ALL.into_iter().zip([&title, &question, &step]) {
        let length = text.chars().count();
        if !text.chars().any(char::is_alphanumeric) {
            flaws.push(Flaw::Empty(field));
        } else if length > field.most() {
            flaws.push(Flaw::Long { field, length });
        }
    }
    let minutes = match typed.minutes.trim() {
        "" => Some(USUAL_MINUTES),
        typed => typed.parse().ok().filter(|minutes| (1..=MOST_MINUTES).contains(minutes)),
    };
    if minutes.is_none() {
        flaws.push(Flaw::Minutes);
    }
    match minutes {
        Some(minutes) if flaws.is_empty() => Ok(Words { title, question, step, minutes }),
        _ => Err(flaws),
    }
}

/// Cleaned until nothing changes any more: what is read back from a file is what was written into it.
fn clean(typed: &str) -> String {
    let mut words = clean_words(typed);
    for _ in 0..8 {
        let again = clean_words(&words);
        if again == words {
            break;
        }
        words = again;
    }
    words
}

/// What somebody may want to look at before these words are posted.
pub fn advice(words: &Words) -> Vec<Advice> {
    let mut advice = Vec::new();
    match words.question.chars().filter(|letter| matches!(letter, '?' | '？' | '؟' | '\u{37e}')).count() {
        0 => advice.push(Advice::AsksNothing),
        1 => {}
        several => advice.push(Advice::Asks(several)),
    }
    let calls = |text: &String| ["@everyone", "@here", "<@"].iter().any(|call| text.contains(call));
    if [&words.title, &words.question, &words.step].into_iter().any(calls) {
        advice.push(Advice::Calls);
    }
    advice
}

/// What two questions share that are the same to a reader: letters and digits, whatever their case and what stands
/// between them.
///
/// ```
/// use clarion::deck::likeness;
/// assert_eq!(likeness("Whose work  is quiet?"), likeness("whose work is QUIET"));
/// assert_ne!(likeness("Whose work is quiet?"), likeness("Whose work is loud?"));
/// ```
pub fn likeness(question: &str) -> String {
    let folded: String = question.nfkc().flat_map(char::to_lowercase).collect();
    let words = folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}
