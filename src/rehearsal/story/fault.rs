//! What is wrong with a story, told to its writer: the place, the line, the reason, and often the way out.

use std::fmt;

/// A problem of one line, before its place is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    message: String,
    hint: Option<String>,
}

impl Problem {
    /// A problem in plain words.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None }
    }

    /// The same with a way out.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// A problem at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The story's file.
    pub file: String,
    /// The line, counted from 1; 0 where it is about the whole story.
    pub line: usize,
    /// The line as written.
    pub text: String,
    /// What is wrong.
    pub problem: Problem,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "\n    {}", hint.replace('\n', "\n    ")),
            None => Ok(()),
        }
    }
}

/// `file:line: reason`, the line below it, the way out below that.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, text, problem } = self;
        match line {
            0 => write!(f, "{file}: {}", problem.message)?,
            _ => write!(f, "{file}:{line}: {}", problem.message)?,
        }
        if !text.is_empty() {
            write!(f, "\n    > {text}")?;
        }
        match &problem.hint {
            Some(hint) => write!(f, "\n    {}", hint.replace('\n', "\n    ")),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Fault {}

/// The candidate that `typed` was most likely meant to be, if any is near enough.
pub(super) fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    let most = (typed.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&typed, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
