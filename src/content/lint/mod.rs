//! What makes a library poorer without making it unusable: the rules that writers keep, checked.
//!
//! Only `clarion check` and the tests pay for this; the bot does not.

mod limits;
mod map;
mod repeats;
mod shape;
mod texts;

use super::fault::Fault;
use super::kind::Kind;
use super::read::Loaded;
use super::table::{Entry, Text};

/// Every fault of wording, length, structure and coverage, in the order of files and lines.
///
/// What could not be read at all is in [`Loaded::faults`] and is not repeated here; everything else is looked at all the
/// same.
pub fn lint(loaded: &Loaded) -> Vec<Fault> {
    let mut findings = Findings { loaded, faults: Vec::new() };
    texts::check(&mut findings);
    shape::check(&mut findings);
    map::check(&mut findings);
    repeats::check(&mut findings);
    let mut faults = findings.faults;
    faults.sort();
    faults.dedup();
    faults
}

/// What is being looked at, and what was found.
struct Findings<'a> {
    loaded: &'a Loaded,
    faults: Vec<Fault>,
}

impl<'a> Findings<'a> {
    /// A fault of one text, at its line.
    fn at_text(&mut self, text: &Text, message: &str) {
        let id = if text.id.is_empty() { String::new() } else { format!(" '{}'", text.id) };
        let message = format!("{}{id}: '{}' {message}", text.kind, text.field);
        self.faults.push(Fault { file: text.file.clone(), line: Some(text.line), message });
    }

    /// A fault of one entry: at the line of this key where that is known, else where the entry begins.
    fn at_entry(&mut self, kind: Kind, id: &str, field: &str, message: &str) {
        let keys = &self.loaded.notes.keys;
        let key = keys.iter().find(|key| key.kind == kind && key.id == id && key.field == field);
        let (file, line) = match (key, self.entry(kind, id)) {
            (Some(key), _) => (key.file.clone(), Some(key.line)),
            (None, Some(entry)) => (entry.file.clone(), Some(entry.line)),
            (None, None) => (self.loaded.source.folder(), None),
        };
        self.faults.push(Fault { file, line, message: format!("{kind} '{id}': {message}") });
    }

    /// A fault of the library as a whole.
    fn at_library(&mut self, message: String) {
        self.faults.push(Fault { file: self.loaded.source.folder(), line: None, message });
    }

    fn entry(&self, kind: Kind, id: &str) -> Option<&'a Entry> {
        self.loaded.notes.entries.iter().find(|entry| entry.kind == kind && entry.id == id)
    }
}
