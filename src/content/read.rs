//! From files to a library: every table of every file is read, and every fault of every one of them is noted.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;

use toml::de::{DeTable, DeValue};

use super::entries::read_table;
use super::fault::{Fault, Faults, shown, suggestion};
use super::kind::Kind;
use super::library::Library;
use super::notes::{Entry, Notes, Page};
use super::references;
use super::source::{Source, SourceFile};
use super::table::Table;

/// What reading a source yields, faults and all: for [`super::lint`], which goes on where loading stops.
#[derive(Debug)]
pub struct Loaded {
    /// Everything that could be read. Where there are `faults` it is not fit for use: some of its values stand in for
    /// ones that could not be read.
    pub library: Library,
    /// What makes the library unusable, in the order of files and lines.
    pub faults: Vec<Fault>,
    /// How many files were read.
    pub files: usize,
    pub(super) source: Source,
    pub(super) notes: Notes,
}

/// The library, or every fault that makes it unusable.
///
/// What only makes it poorer (a text that is too long, two questions in one prompt) is for [`super::lint`].
pub fn load(source: &Source) -> Result<Library, Faults> {
    let loaded = read(source);
    if loaded.faults.is_empty() { Ok(loaded.library) } else { Err(Faults(loaded.faults)) }
}

/// Everything that can be read, with every fault that makes it unusable.
pub fn read(source: &Source) -> Loaded {
    let mut notes = Notes::default();
    let mut library = Library::default();
    let files = source.files(&mut notes.faults);
    for file in &files {
        read_file(file, &mut library, &mut notes);
    }
    check_ids(&mut notes);
    references::check(&mut notes);
    // Where nothing could be read at all, that is what was said already.
    if !files.is_empty() || notes.faults.is_empty() {
        for kind in [Kind::Essay, Kind::Contrast, Kind::Prompt] {
            if !notes.entries.iter().any(|entry| entry.kind == kind) {
                let message = format!("holds no [[{kind}]]; Clarion needs at least one");
                notes.faults.push(Fault { file: source.folder(), line: None, message });
            }
        }
    }
    let mut faults = std::mem::take(&mut notes.faults);
    faults.sort();
    Loaded { library, faults, files: files.len(), source: source.clone(), notes }
}

/// Reads a file as a whole where it is TOML throughout. Where it is not, each of its tables is read by itself, so that
/// the damage in one does not reach the next.
fn read_file(file: &SourceFile, library: &mut Library, notes: &mut Notes) {
    let pieces = match DeTable::parse(&file.text) {
        Ok(_) => vec![(0, file.text.as_str())],
        Err(_) => pieces(&file.text),
    };
    for (before, text) in pieces {
        read_piece(&Page::new(&file.name, text, before), text, library, notes);
    }
}

/// A file cut apart at the lines that begin a table, each piece with the number of lines before it.
fn pieces(text: &str) -> Vec<(usize, &str)> {
    let mut cuts = vec![(0, 0)];
    let mut at = 0;
    for (line, content) in text.split_inclusive('\n').enumerate() {
        if content.trim_start().starts_with("[[") && at > 0 {
            cuts.push((line, at));
        }
        at += content.len();
    }
    let ends = cuts.iter().skip(1).map(|(_, at)| *at).chain([text.len()]);
    cuts.iter().zip(ends).map(|((line, start), end)| (*line, &text[*start..end])).collect()
}

fn read_piece(page: &Page<'_>, text: &str, library: &mut Library, notes: &mut Notes) {
    let (document, errors) = DeTable::parse_recoverable(text);
    let fault = |line, message| Fault { file: page.file.to_owned(), line: Some(line), message };

    // The first one only: what follows it is mostly the parser's attempt to make sense of the rest.
    let first = errors.iter().min_by_key(|error| error.span().map_or(0, |span| span.start));
    let damage = first.map(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let what = error.message().trim().replace('\n', ", ");
        let message = format!("cannot be understood, at column {}: {what}", page.column(at));
        notes.faults.push(fault(page.line(at), message));
        at
    });

    let mut tables = Vec::new();
    for (name, value) in document.get_ref() {
        let line = page.line(name.span().start);
        if damage.is_some_and(|damage| name.span().end >= damage) {
            continue;
        }
        let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.name() == name.get_ref()) else {
            let name = name.get_ref();
            let (lines, message) = match value.get_ref() {
                // Each of several is to be put right.
                DeValue::Array(items) if items.iter().any(|item| item.get_ref().is_table()) => (
                    items.iter().map(|item| page.line(item.span().start)).collect(),
                    format!("there is no table '{}'; {}", shown(name), suggestion(name, Kind::ALL.map(Kind::name))),
                ),
                DeValue::Table(_) => (
                    vec![line],
                    format!("there is no table '{}'; {}", shown(name), suggestion(name, Kind::ALL.map(Kind::name))),
                ),
                _ => (
                    vec![line],
                    format!("the key '{}' belongs to no table; put it below the [[…]] that it is for", shown(name)),
                ),
            };
            notes.faults.extend(lines.into_iter().map(|line| fault(line, message.clone())));
            continue;
        };
        let Some(items) = value.get_ref().as_array() else {
            let message =
                format!("write [[{kind}]], in two pairs of brackets, on a line of its own before each {kind}");
            notes.faults.push(fault(line, message));
            continue;
        };
        for item in items {
            let line = page.line(item.span().start);
            match item.get_ref().as_table() {
                Some(keys) => tables.push((line, kind, keys)),
                None => notes.faults.push(fault(line, format!("a {kind} is a table: begin it with [[{kind}]]"))),
            }
        }
    }

    tables.sort_by_key(|(line, ..)| *line);
    for (line, kind, keys) in tables {
        let entry = notes.entries.len();
        let whole = damage.is_none();
        notes.entries.push(Entry { kind, id: String::new(), file: page.file.to_owned(), line, whole });
        let (asked, missing) = (Vec::new(), Vec::new());
        let mut table = Table { page, entry, path: String::new(), line, damage, keys, asked, missing, notes };
        // What cannot be read whole is looked at and left out.
        let mut aside = Library::default();
        read_table(kind, &mut table, if whole { library } else { &mut aside });
        table.finish();
    }
}

/// An id belongs to one entry. All kinds that can be a prompt's theme share theirs.
fn check_ids(notes: &mut Notes) {
    let mut first: BTreeMap<(Kind, &str), &Entry> = BTreeMap::new();
    for entry in notes.entries.iter().filter(|entry| !entry.id.is_empty()) {
        let space = if entry.kind.is_theme() { Kind::Contrast } else { entry.kind };
        match first.entry((space, &entry.id)) {
            Slot::Vacant(slot) => drop(slot.insert(entry)),
            Slot::Occupied(slot) => {
                let there = slot.get();
                let message = format!(
                    "the id '{}' belongs to the {} at {}:{}; give this {} another one",
                    shown(&entry.id),
                    there.kind,
                    there.file,
                    there.line,
                    entry.kind
                );
                notes.faults.push(Fault { file: entry.file.clone(), line: Some(entry.line), message });
            }
        }
    }
}
