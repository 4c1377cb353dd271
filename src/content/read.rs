//! From files to a library: every table of every file is read, and every fault of every one of them is noted.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;

use toml::de::{DeTable, DeValue};

use super::fault::{Fault, Faults, shown, suggestion};
use super::kind::Kind;
use super::library::{Argument, Contrast, Disagreement, Essay, Idea, Inspiration, Library, Pole, Practice, Prompt};
use super::source::{Source, SourceFile};
use super::table::{Notes, Page, Table};

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

fn read_file(file: &SourceFile, library: &mut Library, notes: &mut Notes) {
    let page = Page::new(&file.name, &file.text);
    let (document, errors) = DeTable::parse_recoverable(&file.text);
    let fault = |line, message| Fault { file: file.name.clone(), line: Some(line), message };

    let mut damage = Vec::new();
    for error in &errors {
        let at = error.span().map_or(0, |span| span.start);
        damage.push(page.line(at));
        let message = format!("cannot be understood, at column {}: {}", page.column(at), error.message().trim());
        notes.faults.push(fault(page.line(at), message));
    }

    let mut tables = Vec::new();
    for (name, value) in document.get_ref() {
        let line = page.line(name.span().start);
        let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.name() == name.get_ref()) else {
            let known = suggestion(name.get_ref(), Kind::ALL.map(Kind::name));
            let message = format!("there is no table '{}'; {known}", shown(name.get_ref()));
            // Each of several is to be put right.
            let lines: Vec<usize> = match value.get_ref() {
                DeValue::Array(items) if !items.is_empty() => {
                    items.iter().map(|item| page.line(item.span().start)).collect()
                }
                _ => vec![line],
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
    for (index, (line, kind, keys)) in tables.iter().enumerate() {
        let end = tables.get(index + 1).map_or(usize::MAX, |(next, ..)| *next);
        let mut table = Table {
            page: &page,
            kind: *kind,
            id: String::new(),
            path: String::new(),
            line: *line,
            damaged: damage.iter().any(|at| (*line..end).contains(at)),
            keys,
            asked: Vec::new(),
            missing: Vec::new(),
            notes,
        };
        read_table(&mut table, library);
        table.finish();
    }
}

fn read_table(table: &mut Table<'_>, library: &mut Library) {
    let id = table.id();
    match table.kind {
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
    let mut first: BTreeMap<(Kind, &str), &super::table::Entry> = BTreeMap::new();
    for entry in &notes.entries {
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
