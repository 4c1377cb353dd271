//! What makes a library poorer without making it unusable: the rules that writers keep, checked.
//!
//! Only `clarion check` and the tests pay for this; the bot does not.

mod balance;
mod ease;
mod limits;
mod map;
mod openings;
mod quiz;
mod repeats;
mod resemblance;
mod series;
mod shape;
mod strengths;
mod texts;

use super::fault::{Fault, shown};
use super::kind::Kind;
use super::library::{Library, Theme};
use super::notes::{Entry, Key, Text};
use super::read::Loaded;

/// Every fault of wording, length, structure and coverage, in the order of files and lines.
///
/// What could not be read at all is in [`Loaded::faults`] and is not repeated here; everything else is looked at all the
/// same.
pub fn lint(loaded: &Loaded) -> Vec<Fault> {
    let mut findings = Findings { loaded, faults: Vec::new() };
    texts::check(&mut findings);
    shape::check(&mut findings);
    map::check(&mut findings);
    quiz::check(&mut findings);
    balance::check(&mut findings);
    series::check(&mut findings);
    strengths::check(&mut findings);
    repeats::check(&mut findings);
    resemblance::check(&mut findings);
    openings::check(&mut findings);
    ease::check(&mut findings);
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
    /// The numbers of all entries of a kind, in the order in which the library holds them.
    fn numbers(&self, kind: Kind) -> impl Iterator<Item = usize> + use<'a> {
        let entries = self.loaded.notes.entries.iter().enumerate();
        entries.filter(move |(_, entry)| entry.kind == kind && entry.whole).map(|(number, _)| number)
    }

    fn entry(&self, number: usize) -> &'a Entry {
        &self.loaded.notes.entries[number]
    }

    /// A key of an entry, if it is there and of the right kind; where it is not, its value in the library stands in for
    /// it and nothing follows from it.
    fn key(&self, number: usize, field: &str) -> Option<&'a Key> {
        self.loaded.notes.keys.iter().find(|key| key.entry == number && key.field == field)
    }

    /// A fault of one text, at its line.
    fn at_text(&mut self, text: &Text, message: &str) {
        self.at_line(text.entry, text.line, &format!("'{}' {message}", text.field));
    }

    /// A fault of one entry: at the line of this key where that is known, else where the entry begins.
    fn at_entry(&mut self, number: usize, field: &str, message: &str) {
        let line = self.key(number, field).map_or(self.entry(number).line, |key| key.line);
        self.at_line(number, line, message);
    }

    fn at_line(&mut self, number: usize, line: usize, message: &str) {
        let Entry { kind, id, file, .. } = self.entry(number);
        let label = if id.is_empty() { format!("this {kind}") } else { format!("{kind} '{}'", shown(id)) };
        self.faults.push(Fault { file: file.clone(), line: Some(line), message: format!("{label}: {message}") });
    }

    /// A fault of the library as a whole.
    fn at_library(&mut self, message: String) {
        self.faults.push(Fault { file: self.loaded.source.folder(), line: None, message });
    }
}

/// The essays that a theme draws on; none where there is no such theme.
fn credited<'a>(library: &'a Library, theme: &str) -> Vec<&'a str> {
    match library.theme(theme) {
        None => Vec::new(),
        Some(Theme::Contrast(theme)) => theme.essays.iter().map(String::as_str).collect(),
        Some(Theme::Disagreement(theme)) => theme.essays.iter().map(String::as_str).collect(),
        Some(Theme::Inspiration(theme)) => vec![&theme.essay],
        Some(Theme::Practice(theme)) => vec![&theme.essay],
        Some(Theme::Idea(theme)) => vec![&theme.essay],
    }
}
