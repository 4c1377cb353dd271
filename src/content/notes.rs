//! What is written down while content is read: where everything stands, so that a fault can be told at its own line.

use super::fault::Fault;
use super::kind::Kind;

/// What was noted while reading.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) faults: Vec<Fault>,
    pub(super) texts: Vec<Text>,
    pub(super) entries: Vec<Entry>,
    pub(super) keys: Vec<Key>,
    pub(super) references: Vec<Reference>,
}

/// A text that people will read, and where it stands.
#[derive(Debug)]
pub(super) struct Text {
    /// The entry's number.
    pub(super) entry: usize,
    /// The key, with dots: `managing.pole`. The items of a list share their list's.
    pub(super) field: String,
    pub(super) line: usize,
    pub(super) value: String,
}

/// One `[[table]]`. Its number is its place among all entries; two of them may have the same id, which is a fault.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    /// Empty where it has none that can be read.
    pub(super) id: String,
    pub(super) file: String,
    /// The line of its id, or where it begins.
    pub(super) line: usize,
    /// Whether it could be read to its end: only these are in the library, in this order.
    pub(super) whole: bool,
}

/// Where a key of an entry stands whose value is of the right kind.
#[derive(Debug)]
pub(super) struct Key {
    /// The entry's number.
    pub(super) entry: usize,
    /// With dots: `managing.pole`.
    pub(super) field: String,
    pub(super) line: usize,
}

/// A place that names another entry's id.
#[derive(Debug)]
pub(super) struct Reference {
    pub(super) to: Named,
    pub(super) id: String,
    pub(super) from: String,
    pub(super) file: String,
    pub(super) line: usize,
}

/// What a reference is to name.
#[derive(Clone, Copy, Debug)]
pub(super) enum Named {
    /// Any kind that a prompt can have as its theme.
    Theme,
    /// This kind and no other.
    One(Kind),
}

impl Named {
    pub(super) fn takes(self, kind: Kind) -> bool {
        match self {
            Self::Theme => kind.is_theme(),
            Self::One(one) => one == kind,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Theme => "theme",
            Self::One(kind) => kind.name(),
        }
    }
}

/// A file, or a piece of it, while it is read: turns a position in it into a line of the file.
pub(super) struct Page<'a> {
    pub(super) file: &'a str,
    /// How many lines of the file stand before this piece.
    before: usize,
    starts: Vec<usize>,
}

impl<'a> Page<'a> {
    pub(super) fn new(file: &'a str, text: &str, before: usize) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { file, before, starts: std::iter::once(0).chain(breaks).collect() }
    }

    /// The line, from 1, that holds this byte.
    pub(super) fn line(&self, at: usize) -> usize {
        self.before + self.starts.partition_point(|start| *start <= at)
    }

    /// The column, from 1, in bytes.
    pub(super) fn column(&self, at: usize) -> usize {
        let start = self.starts.iter().rev().find(|start| **start <= at);
        at - start.copied().unwrap_or(0) + 1
    }
}
