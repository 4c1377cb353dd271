//! The file layer: TOML with a line for every value, so that a fault can say where it stands.

use std::io::ErrorKind;
use std::ops::Range;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::fault::{Fault, Place};
use super::keys::{Given, Raw};

/// Where a settings file is looked for if none is named.
const USUAL_FILE: &str = "config/clarion.toml";

/// The copy that is built in.
const BUILT_IN: &str = include_str!("../../config/clarion.toml");

/// What the built-in copy says; it is sound, which a test holds.
pub(super) fn built_in() -> Vec<Given> {
    parse("built-in clarion.toml", BUILT_IN, &mut Vec::new())
}

/// What the operator's file says; nothing where none was named and the usual place is empty.
pub(super) fn read(named: Option<&Path>, faults: &mut Vec<Fault>) -> Vec<Given> {
    let path = named.unwrap_or(Path::new(USUAL_FILE));
    let name = path.display().to_string();
    let text = match std::fs::read(path) {
        Ok(bytes) => String::from_utf8(bytes).map_err(|error| {
            let line =
                error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
            format!("line {} is not UTF-8 text", line + 1)
        }),
        Err(error) if named.is_none() && error.kind() == ErrorKind::NotFound => return Vec::new(),
        Err(error) => Err(format!("cannot be read: {error}")),
    };
    match text {
        Ok(text) => parse(&name, &text, faults),
        Err(what) => {
            faults.push(Fault { place: Place::File(name), what });
            Vec::new()
        }
    }
}

fn parse(file: &str, text: &str, faults: &mut Vec<Fault>) -> Vec<Given> {
    let place = |span: Range<usize>| {
        let before = text.get(..span.start).unwrap_or(text);
        let line = before.rfind('\n').map_or(before, |newline| &before[newline + 1..]);
        let lines = before.bytes().filter(|byte| *byte == b'\n').count();
        Place::Line { file: file.to_owned(), line: lines + 1, column: line.chars().count() + 1 }
    };
    let (table, mut errors) = DeTable::parse_recoverable(text);
    errors.sort_by_key(|error| error.span().map_or(0, |span| span.start));
    if !errors.is_empty() {
        // What a broken file seems to say is guesswork: its other faults wait until it can be read.
        faults.extend(errors.into_iter().map(|error| Fault {
            place: error.span().map_or_else(|| Place::File(file.to_owned()), &place),
            what: format!("is no TOML: {}", error.message().replace('\n', "; ")),
        }));
        return Vec::new();
    }
    let mut given = Vec::new();
    for (section, value) in table.get_ref() {
        match value.get_ref() {
            DeValue::Table(keys) => given.extend(keys.iter().map(|(key, value)| Given {
                section: Some(section.get_ref().to_string()),
                key: key.get_ref().to_string(),
                value: raw(value.get_ref()),
                place: place(key.span()),
            })),
            value => given.push(Given {
                section: None,
                key: section.get_ref().to_string(),
                value: raw(value),
                place: place(section.span()),
            }),
        }
        // An empty section of an unknown name is a slip as well.
        if value.get_ref().as_table().is_some_and(|keys| keys.is_empty()) {
            given.push(Given {
                section: Some(section.get_ref().to_string()),
                key: String::new(),
                value: Raw::Nothing,
                place: place(section.span()),
            });
        }
    }
    given.sort_by_key(|given| match given.place {
        Place::Line { line, column, .. } => (line, column),
        _ => (0, 0),
    });
    given
}

fn raw(value: &DeValue<'_>) -> Raw {
    match value {
        DeValue::String(text) => Raw::Text(text.to_string()),
        DeValue::Integer(number) => match i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()) {
            Ok(number) => Raw::Whole(number),
            Err(_) => Raw::Other("a number out of range"),
        },
        DeValue::Boolean(on) => Raw::Switch(*on),
        other => Raw::Other(match other {
            DeValue::Float(_) => "a number with a fraction",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            _ => "a table",
        }),
    }
}
