//! What is wrong with the settings, and where: told to the operator all at once.

use std::fmt;

/// Where a setting was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A line of a file; line and column count from 1, the column in characters.
    Line {
        /// The file as the operator named it.
        file: String,
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
    /// A file as a whole.
    File(String),
    /// A variable of the environment.
    Variable(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line { file, line, column } => write!(f, "{file}:{line}:{column}"),
            Self::File(file) => f.write_str(file),
            Self::Variable(name) => f.write_str(name),
        }
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// What, and what would be right; never a secret.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// Everything that is wrong, in the order of the sources. Prints one fault a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct Faults(pub Vec<Fault>);

/// ", did you mean 'x'?" where one of `known` is near enough to be what was meant; else the choices.
pub(super) fn did_you_mean<'a>(written: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    let near = known
        .clone()
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&written.to_lowercase(), name), name))
        // A third of the letters may be wrong: enough for slips of the finger, too little to guess wildly.
        .filter(|(distance, name)| *distance <= (name.chars().count() / 3).max(1))
        .min();
    match near {
        Some((_, name)) => format!("did you mean '{name}'?"),
        None => format!("there is {}", known.into_iter().collect::<Vec<_>>().join(", ")),
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
