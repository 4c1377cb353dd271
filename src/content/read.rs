//! From files to a library: every table of every file is read, and every fault of every one of them is noted.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;

use toml::de::{DeTable, DeValue};

use super::fault::{Fault, Faults, shown, suggestion};
use super::kind::Kind;
use super::library::{
    Argument, Contrast, Disagreement, Essay, Idea, Inspiration, Library, NOTHING_FITS, Phrases, Pole, Practice, Prompt,
};
use super::notes::{Entry, Notes, Page};
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
    check_references(&mut notes);
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

fn read_table(kind: Kind, table: &mut Table<'_>, library: &mut Library) {
    let id = table.id();
    match kind {
        Kind::Essay => library.essays.push(Essay {
            id,
            name: table.text("name"),
            origin: table.text("origin"),
            link: table.optional_text("link"),
            argues: table.text("argues"),
            concedes: table.text("concedes"),
            quarrels: table.text("quarrels"),
        }),
        Kind::Contrast => library.contrasts.push(Contrast {
            id,
            title: table.text("title"),
            essays: table.essays("essays"),
            implied: table.side("implied"),
            managing: table.inner("managing", managing).unwrap_or_else(no_pole),
            leading: table.inner("leading", leading).unwrap_or_else(no_pole),
            question: table.text("question"),
            step: table.text("step"),
            minutes: table.minutes("minutes"),
            argues: table.each("argues", |table| Argument { essay: table.essay("essay"), text: table.text("text") }),
            suggest: table.text("suggest"),
        }),
        Kind::Inspiration => library.inspirations.push(Inspiration {
            id,
            title: table.text("title"),
            stir: table.text("stir"),
            essay: table.essay("essay"),
            argues: table.text("argues"),
            suggest: table.text("suggest"),
        }),
        Kind::Practice => library.practices.push(Practice {
            id,
            title: table.text("title"),
            essay: table.essay("essay"),
            argues: table.text("argues"),
            suggest: table.text("suggest"),
            step: table.text("step"),
            minutes: table.minutes("minutes"),
        }),
        Kind::Idea => library.ideas.push(Idea {
            id,
            title: table.text("title"),
            essay: table.essay("essay"),
            argues: table.text("argues"),
            suggest: table.text("suggest"),
        }),
        Kind::Disagreement => library.disagreements.push(Disagreement {
            id,
            title: table.text("title"),
            essays: table.essays("essays"),
            text: table.text("text"),
            question: table.text("question"),
        }),
        Kind::Prompt => library.prompts.push(Prompt {
            id,
            title: table.text("title"),
            text: table.text("text"),
            step: table.text("step"),
            minutes: table.minutes("minutes"),
            theme: table.theme("theme"),
            essays: table.essays("essays"),
            idea: table.text("idea"),
        }),
        Kind::Phrases => library.phrases.push(Phrases { id, said: table.said("said") }),
    }
}

fn managing(table: &mut Table<'_>) -> Pole {
    Pole { pole: table.text("pole"), monday: table.texts("monday"), right_when: Some(table.text("right_when")) }
}

fn leading(table: &mut Table<'_>) -> Pole {
    Pole { pole: table.text("pole"), monday: table.texts("monday"), right_when: table.optional_text("right_when") }
}

fn no_pole() -> Pole {
    Pole { pole: String::new(), monday: Vec::new(), right_when: None }
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

fn check_references(notes: &mut Notes) {
    let contrasts: Vec<&str> =
        notes.entries.iter().filter(|entry| entry.kind == Kind::Contrast).map(|entry| entry.id.as_str()).collect();
    for phrases in notes.entries.iter().filter(|entry| entry.kind == Kind::Phrases && !entry.id.is_empty()) {
        let id = phrases.id.as_str();
        if id != NOTHING_FITS && !contrasts.is_empty() && !contrasts.contains(&id) {
            let message =
                format!("phrases: there is no contrast '{}'; {}", shown(id), suggestion(id, contrasts.iter().copied()));
            notes.faults.push(Fault { file: phrases.file.clone(), line: Some(phrases.line), message });
        }
    }
    for reference in &notes.references {
        let known = |kind: Kind| if reference.theme { kind.is_theme() } else { kind == Kind::Essay };
        let mut ids = notes.entries.iter().filter(|entry| known(entry.kind)).map(|entry| entry.id.as_str()).peekable();
        // A library without any of them has that one fault, rather than hundreds that follow from it.
        if ids.peek().is_none() || ids.clone().any(|id| id == reference.id) {
            continue;
        }
        let what = if reference.theme { "theme" } else { "essay" };
        let message = format!(
            "{}: there is no {what} '{}'; {}",
            reference.from,
            shown(&reference.id),
            suggestion(&reference.id, ids)
        );
        notes.faults.push(Fault { file: reference.file.clone(), line: Some(reference.line), message });
    }
}
