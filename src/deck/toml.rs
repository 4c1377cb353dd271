//! A deck in the format of Clarion's own prompts.
//!
//! Each `[[prompt]]` is read by itself. So the damage of one does not reach the next, every fault has its line, and what
//! the parser builds is never larger than one prompt may be, whatever the file holds.

use ::toml::de::DeTable;

use super::MOST_PROMPTS;
use super::file::{Fault, Found, Place, Row, What};
use super::words::{Field, Typed, Words, check};

const MINUTES: &str = "minutes";
const BEGINS: &str = "[[prompt]]";

/// The first line of each file.
const TOLD: &str = "# A team's own prompts. `/deck import` reads them back.";

/// The most bytes of one prompt. With each of its 500 characters written as `\U0001F600`, one has some 5,200.
const LARGEST_ENTRY: usize = 8 * 1024;

pub(super) fn write<'a>(deck: impl IntoIterator<Item = &'a Words>) -> String {
    let mut text = format!("{TOLD}\n");
    for words in deck {
        text.push_str(&format!("\n{BEGINS}\n"));
        for (field, value) in Field::ALL.into_iter().zip([&words.title, &words.question, &words.step]) {
            // Cleaned words hold no control characters, so these two are all that TOML would misread.
            let value = value.replace('\\', "\\\\").replace('"', "\\\"");
            text.push_str(&format!("{} = \"{value}\"\n", field.name()));
        }
        text.push_str(&format!("{MINUTES} = {}\n", words.minutes));
    }
    text
}

pub(super) fn read(text: &str) -> Result<Vec<Row>, Vec<Fault>> {
    let mut found = Found::default();
    let mut entry: Option<(u64, usize)> = None;
    let mut at = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        if begins(line) {
            if let Some((first, start)) = entry.replace((number, at)) {
                one(&text[start..at], first, &mut found);
            }
        } else if entry.is_none() && found.wrong == 0 && !is_silent(line) {
            found.fault(Place::Line(number), What::BeforeTheFirst);
        }
        at += line.len();
    }
    if let Some((first, start)) = entry {
        one(&text[start..], first, &mut found);
    }
    found.end()
}

fn begins(line: &str) -> bool {
    let line = line.split('#').next().unwrap_or_default();
    line.trim_start().starts_with("[[") && line.chars().filter(|letter| !letter.is_whitespace()).eq(BEGINS.chars())
}

fn is_silent(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

/// One prompt, whose first line is `first`.
fn one(text: &str, first: u64, found: &mut Found) {
    found.count += 1;
    let begins = Place::Line(first);
    if found.count > MOST_PROMPTS {
        return;
    }
    if text.len() > LARGEST_ENTRY {
        return found.fault(begins, What::LargeEntry);
    }
    let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let line = |at: usize| Place::Line(first + ends.partition_point(|end| *end < at) as u64);
    let (document, errors) = DeTable::parse_recoverable(text);
    // The first one only: what follows it is mostly the parser's attempt to make sense of the rest.
    if let Some(error) = errors.iter().min_by_key(|error| error.span().map_or(0, |span| span.start)) {
        let at = error.span().map_or(0, |span| span.start);
        return found.fault(line(at), What::Unreadable(error.message().trim().replace('\n', ", ")));
    }
    let wrong = found.wrong;
    let mut keys = None;
    for (name, value) in document.get_ref() {
        let items = value.get_ref().as_array();
        // The parser takes `[["prompt"]]` for one more, and it would go unread.
        for other in items.into_iter().flat_map(|items| items.iter().skip(1)) {
            found.fault(line(other.span().start), What::OtherBeginning);
        }
        let table = items.and_then(|items| items.first()).and_then(|item| item.get_ref().as_table());
        match table {
            Some(table) if name.get_ref() == "prompt" => keys = Some(table),
            _ => found.fault(line(name.span().start), What::Key(shown(name.get_ref()))),
        }
    }
    let Some(keys) = keys else {
        return found.fault(begins, What::Missing(Field::Title.name()));
    };
    let (mut texts, mut minutes) = ([None, None, None], None);
    let mut named = [false; 3];
    for (name, value) in keys {
        let (place, value) = (line(name.span().start), value.get_ref());
        let name = name.get_ref().as_ref();
        if let Some(index) = Field::ALL.iter().position(|field| field.name() == name) {
            named[index] = true;
            match value.as_str() {
                Some(text) => texts[index] = Some(text),
                None => found.fault(place, What::Kind(Field::ALL[index].name())),
            }
        } else if name == MINUTES {
            match value.as_integer() {
                Some(number) => minutes = Some(number.as_str().to_owned()),
                None => found.fault(place, What::Kind(MINUTES)),
            }
        } else {
            found.fault(place, What::Key(shown(name)));
        }
    }
    for (field, _) in Field::ALL.into_iter().zip(named).filter(|(_, named)| !named) {
        found.fault(begins, What::Missing(field.name()));
    }
    // What is not there, or no text, is told already; the rest of the prompt is looked at all the same.
    let [title, question, step] = texts.map(|text| text.unwrap_or("told"));
    let checked = check(&Typed { title, question, step, minutes: minutes.as_deref().unwrap_or_default() });
    match checked {
        Ok(_) if found.wrong > wrong => {}
        checked => found.keep(begins, checked),
    }
}

fn shown(name: &str) -> String {
    name.chars().take(60).collect()
}
