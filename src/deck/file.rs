//! A deck as a file, out and in. What comes in is read as a whole or not at all, with every fault at its place; what goes
//! out comes in again as it was.
//!
//! A file is somebody's upload: its size is bounded before anything is read, no row can make the reading of another grow,
//! and what is more than a deck holds is counted and not kept.

use std::collections::HashSet;

use super::words::{Flaw, Words, likeness};
use super::{sheet, toml};

/// The largest file that is read, in bytes. The largest deck in the longest script takes about half of it.
pub const LARGEST_FILE: usize = 8 * 1024 * 1024;

/// So many faults of a file are kept; the rest is counted.
pub const MOST_FAULTS: usize = 10_000;

/// In which format a deck is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table for spreadsheets. (RFC 4180.)
    Csv,
    /// The format of Clarion's own prompts.
    Toml,
}

impl Format {
    /// How files of it end, which is also its name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Toml => "toml",
        }
    }

    /// The format of a file by its name.
    pub fn of(file: &str) -> Option<Self> {
        let ending = file.rsplit_once('.')?.1.to_ascii_lowercase();
        [Self::Csv, Self::Toml].into_iter().find(|format| format.ending() == ending)
    }
}

/// Where something stands in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The file as a whole.
    Whole,
    /// A row of the spreadsheet, as it numbers them: from 1, and the header is one.
    Row(u64),
    /// A line of the text, from 1.
    Line(u64),
}

/// A prompt of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where it begins.
    pub place: Place,
    /// Its words.
    pub words: Words,
}

/// Something that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// What.
    pub what: What,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It is larger than [`LARGEST_FILE`].
    Large,
    /// It is UTF-16, as some programs save text.
    Utf16,
    /// It is no UTF-8 from here on.
    NotUtf8,
    /// There is a NUL character: it is no text.
    Nul,
    /// There is no prompt in it.
    NoPrompts,
    /// It holds so many prompts, more than a deck does.
    TooMany(usize),
    /// The first row names no such column.
    NoColumn(&'static str),
    /// The first row names a column that nobody knows, or one twice.
    Column(String),
    /// There is more in this row than there are columns.
    MoreCells,
    /// It is no TOML here; the parser's words.
    Unreadable(String),
    /// Something stands before the first prompt.
    BeforeTheFirst,
    /// A prompt has no such key.
    Key(String),
    /// The key is there and holds something else than a text, or a number.
    Kind(&'static str),
    /// The key is missing.
    Missing(&'static str),
    /// This prompt alone is larger than any can be.
    LargeEntry,
    /// Its words do not do.
    Flaw(Flaw),
    /// The first row has so many columns, far more than a deck.
    ManyColumns(usize),
    /// A prompt begins otherwise than by `[[prompt]]`.
    OtherBeginning,
    /// So many more than [`MOST_FAULTS`].
    More(usize),
}

/// Reads a deck.
///
/// # Errors
/// The faults, in the order of the file. Where there are more than [`MOST_FAULTS`], [`What::More`] comes last.
pub fn read(bytes: &[u8], format: Format) -> Result<Vec<Row>, Vec<Fault>> {
    let whole = |what| Err(vec![Fault { place: Place::Whole, what }]);
    if bytes.len() > LARGEST_FILE {
        return whole(What::Large);
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return whole(What::Utf16);
    }
    let line = |at: usize| Place::Line(1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count() as u64);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Err(vec![Fault { place: line(error.valid_up_to()), what: What::NotUtf8 }]),
    };
    if let Some(at) = text.find('\0') {
        return Err(vec![Fault { place: line(at), what: What::Nul }]);
    }
    // Some programs begin a text with a mark of its encoding.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match format {
        Format::Csv => sheet::read(text),
        Format::Toml => toml::read(text),
    }
}

/// Writes a deck, in its order.
pub fn write<'a>(deck: impl IntoIterator<Item = &'a Words>, format: Format) -> String {
    match format {
        Format::Csv => sheet::write(deck),
        Format::Toml => toml::write(deck),
    }
}

/// Parts what is new in a file from what is there already (`known` questions), or came earlier in the same file.
pub fn sort_out<'a>(rows: &'a [Row], known: impl IntoIterator<Item = &'a str>) -> (Vec<&'a Row>, Vec<Place>) {
    let mut seen: HashSet<String> = known.into_iter().map(likeness).collect();
    let (mut new, mut doubles) = (Vec::new(), Vec::new());
    for row in rows {
        if seen.insert(likeness(&row.words.question)) {
            new.push(row);
        } else {
            doubles.push(row.place);
        }
    }
    (new, doubles)
}

/// What was found so far. Faults are kept until there are [`MOST_FAULTS`]; rows until there are more than a deck holds.
#[derive(Default)]
pub(super) struct Found {
    pub(super) rows: Vec<Row>,
    faults: Vec<Fault>,
    /// How many faults there are, kept or not.
    pub(super) wrong: usize,
    /// How many prompts there are, read or not.
    pub(super) count: usize,
}

impl Found {
    pub(super) fn fault(&mut self, place: Place, what: What) {
        self.wrong += 1;
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(Fault { place, what });
        }
    }

    /// A prompt, or what is wrong with its words.
    pub(super) fn keep(&mut self, place: Place, checked: Result<Words, Vec<Flaw>>) {
        match checked {
            Ok(words) => self.rows.push(Row { place, words }),
            Err(flaws) => flaws.into_iter().for_each(|flaw| self.fault(place, What::Flaw(flaw))),
        }
    }

    pub(super) fn end(mut self) -> Result<Vec<Row>, Vec<Fault>> {
        if self.count > super::MOST_PROMPTS {
            return Err(vec![Fault { place: Place::Whole, what: What::TooMany(self.count) }]);
        }
        if self.count == 0 && self.faults.is_empty() {
            return Err(vec![Fault { place: Place::Whole, what: What::NoPrompts }]);
        }
        self.faults.sort_by_key(|fault| fault.place);
        if self.wrong > self.faults.len() {
            self.faults.push(Fault { place: Place::Whole, what: What::More(self.wrong - self.faults.len()) });
        }
        if self.faults.is_empty() { Ok(self.rows) } else { Err(self.faults) }
    }
}
