//! What is wrong with the content, and where: the words for a writer or an operator who is to put it right.

use std::fmt;

/// One thing that is wrong, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file or folder, as it is to be looked for.
    pub file: String,
    /// The line, counted from 1; `None` where the fault is not in one line.
    pub line: Option<usize>,
    /// What is wrong and what would be right.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

/// Everything that is wrong, in the order of files and lines. Prints one fault a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct Faults(pub Vec<Fault>);

/// The one of `known` that is near enough to what was written to be what was meant.
pub(super) fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = written.to_lowercase();
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&written, name), name))
        // A third of the letters may be wrong: enough for slips of the finger, too little to guess wildly.
        .filter(|(distance, name)| *distance <= (name.chars().count() / 3).max(1))
        .min()
        .map(|(_, name)| name)
}

/// The end of a message about an unknown name: what was probably meant, else what there is (up to a dozen of them).
pub(super) fn suggestion<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let mut known: Vec<&str> = known.into_iter().collect();
    known.sort_unstable();
    known.dedup();
    match nearest(written, known.iter().copied()) {
        Some(name) => format!("did you mean '{name}'?"),
        None if known.is_empty() => "there is none yet".to_owned(),
        None if known.len() <= 12 => format!("there is {}", known.join(", ")),
        None => format!("there is {}, and {} more", known[..12].join(", "), known.len() - 12),
    }
}

/// A piece of what was written, fit for one line of a message.
pub(super) fn shown(written: &str) -> String {
    let mut piece: String = written.chars().take(60).collect();
    if piece.len() < written.len() {
        piece.push('…');
    }
    piece.escape_debug().to_string()
}
