//! A deck as a table for spreadsheets.

use std::borrow::Cow;

use super::MOST_PROMPTS;
use super::file::{Fault, Found, Place, Row, What};
use super::words::{Field, Typed, Words, check};
use crate::recognition::cells::{UTF8_MARK, defused, fused, quoted};

const MINUTES: &str = "minutes";
const COLUMNS: [&str; 4] = ["title", "question", "step", MINUTES];
/// So many columns are looked at: a table that has more is no deck, or its first row is none of names.
const MOST_COLUMNS: usize = 50;

pub(super) fn write<'a>(deck: impl IntoIterator<Item = &'a Words>) -> String {
    let mut text = format!("{UTF8_MARK}{}\n", COLUMNS.join(","));
    for words in deck {
        for cell in [&words.title, &words.question, &words.step] {
            text.push_str(&quoted(&defused(cell)));
            text.push(',');
        }
        text.push_str(&format!("{}\n", words.minutes));
    }
    text
}

pub(super) fn read(text: &str) -> Result<Vec<Row>, Vec<Fault>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(text))
        .from_reader(text.as_bytes());
    let mut found = Found::default();
    let mut record = csv::StringRecord::new();
    let mut columns: Option<Vec<Option<&'static str>>> = None;
    let mut number = 0;
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            // Bytes that are text already cannot fail to be read; were it so, nothing after it counts.
            Err(error) => {
                found.fault(Place::Whole, What::Unreadable(error.to_string()));
                break;
            }
        }
        let start = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(usize::MAX));
        number += 1 + empty_rows(text.as_bytes(), start);
        let place = Place::Row(number);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let Some(columns) = &columns else {
            match header(&record, place, &mut found) {
                Some(read) => columns = Some(read),
                None => break,
            }
            continue;
        };
        found.count += 1;
        if found.count <= MOST_PROMPTS {
            row(&record, columns, place, &mut found);
        }
    }
    if columns.is_none() && found.wrong == 0 {
        found.fault(Place::Whole, What::NoPrompts);
    }
    found.end()
}

/// How many empty rows are passed over at the beginning of what stands there: a spreadsheet counts them.
fn empty_rows(bytes: &[u8], start: usize) -> u64 {
    let rest = bytes.get(start..).unwrap_or_default();
    // The second half of what ended the row before.
    let rest = match rest {
        [b'\n', rest @ ..] if bytes[..start].ends_with(b"\r") => rest,
        rest => rest,
    };
    let ends = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let pairs = rest[..ends].windows(2).filter(|pair| pair == b"\r\n").count();
    (ends - pairs) as u64
}

/// What separates columns: where it is opened decides, and the header tells.
fn separator(text: &str) -> u8 {
    let header = text.trim_start().lines().next().unwrap_or_default();
    let times = |sign: char| header.matches(sign).count();
    let (commas, semicolons, tabs) = (times(','), times(';'), times('\t'));
    if semicolons > commas && semicolons >= tabs {
        b';'
    } else if tabs > commas {
        b'\t'
    } else {
        b','
    }
}

/// Which column holds what; `None` where that cannot be known.
fn header(record: &csv::StringRecord, place: Place, found: &mut Found) -> Option<Vec<Option<&'static str>>> {
    let mut columns: Vec<Option<&'static str>> = Vec::new();
    // Not those that a spreadsheet leaves behind at the end.
    let filled = record.len() - record.iter().rev().take_while(|cell| cell.trim().is_empty()).count();
    if filled > MOST_COLUMNS {
        found.fault(place, What::ManyColumns(filled));
        return None;
    }
    for cell in record.iter().take(filled) {
        let name = cell.trim().to_lowercase();
        match COLUMNS.into_iter().find(|column| *column == name) {
            Some(column) if !columns.contains(&Some(column)) => columns.push(Some(column)),
            // What a spreadsheet leaves behind.
            None if name.is_empty() => columns.push(None),
            _ => found.fault(place, What::Column(cell.chars().take(60).collect())),
        }
    }
    for field in Field::ALL {
        if !columns.contains(&Some(field.name())) {
            found.fault(place, What::NoColumn(field.name()));
        }
    }
    (found.wrong == 0).then_some(columns)
}

fn row(record: &csv::StringRecord, columns: &[Option<&'static str>], place: Place, found: &mut Found) {
    let cells = || record.iter().zip(columns.iter().copied().chain(std::iter::repeat(None)));
    if cells().any(|(cell, column)| column.is_none() && !cell.trim().is_empty()) {
        found.fault(place, What::MoreCells);
        return;
    }
    let cell =
        |name| cells().find(|(_, column)| *column == Some(name)).map_or(Cow::Borrowed(""), |(cell, _)| fused(cell));
    let (title, question, step, minutes) = (cell("title"), cell("question"), cell("step"), cell(MINUTES));
    let typed = Typed { title: &title, question: &question, step: &step, minutes: &minutes };
    found.keep(place, check(&typed));
}
