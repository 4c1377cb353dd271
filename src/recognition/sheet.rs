//! A server's recognition as a file: a table for spreadsheets, or JSON for programs.
//!
//! What only two people know is in neither: of a recognition that was not announced there is that it was given. Both say
//! first what they are not for.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::cells::{UTF8_MARK, defused, fused, quoted};

/// What the file is not for: its first words.
pub const NOTE: &str = "Not for reviews of people: who gives and gets most says little about anybody's work, and what was \
                        given quietly or taken back is not spelled out here.";

/// The format's version: a change of a column's meaning takes the next one, a new column does not.
const VERSION: u32 = 1;

/// A recognition. Instants are RFC 3339 in UTC, dates those of the server's calendar, ids Discord's own as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its id here.
    pub id: String,
    /// When.
    pub given_at: String,
    /// The date.
    pub date: String,
    /// The channel.
    pub channel: String,
    /// Who gave it; `None` for a former member.
    pub from: Option<String>,
    /// By which name they were last seen; `None` for a former member.
    pub from_name: Option<String>,
    /// To whom, as far as it was announced: without former members, and nobody where it was quiet.
    pub to: Vec<String>,
    /// By which names they were last seen, in the same order.
    pub to_names: Vec<String>,
    /// To how many people.
    pub people: u32,
    /// What for; `None` where it was not announced, was taken back, or the words were deleted.
    pub words: Option<String>,
    /// What it names in them, where it was announced; each in a line of its own in a cell.
    pub strengths: Vec<String>,
    /// `undone`, `amended` or `voided`; `None` where it counts.
    pub ended: Option<String>,
}

impl Entry {
    /// How many bytes its contents are: no file that holds it is shorter.
    pub fn contents(&self) -> usize {
        let texts = [&self.id, &self.given_at, &self.date, &self.channel];
        let maybe = [&self.from, &self.from_name, &self.words, &self.ended];
        let lists = self.to.iter().chain(&self.to_names).chain(&self.strengths);
        texts.into_iter().chain(maybe.into_iter().flatten()).chain(lists).map(String::len).sum()
    }
}

/// So many bytes each form writes beside an entry's contents, at the least: its marks, and the names of its fields.
pub const BESIDE_IN_CSV: usize = 36;
/// The same in JSON.
pub const BESIDE_IN_JSON: usize = 250;

const COLUMNS: [&str; 12] = [
    "id",
    "given_at",
    "date",
    "channel",
    "from",
    "from_name",
    "to",
    "to_names",
    "people",
    "words",
    "strengths",
    "ended",
];

/// The document for programs.
#[derive(Debug, Serialize)]
struct Document<'a> {
    format: &'static str,
    version: u32,
    note: &'static str,
    server: &'a str,
    exported_at: &'a str,
    /// False where the oldest did not fit into one file.
    complete: bool,
    recognitions: &'a [Entry],
}

/// As JSON.
pub fn to_json(server: &str, exported_at: &str, complete: bool, entries: &[Entry]) -> String {
    let document = Document {
        format: "clarion-recognition",
        version: VERSION,
        note: NOTE,
        server,
        exported_at,
        complete,
        recognitions: entries,
    };
    // A document of texts and lists serialises.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// As a table: the note in a row of its own, the names of the columns, and a row each.
pub fn to_csv(entries: &[Entry]) -> String {
    let mut text = format!("{UTF8_MARK}{}\n{}\n", quoted(NOTE), COLUMNS.join(","));
    for entry in entries {
        let lists = [&entry.to, &entry.to_names, &entry.strengths].map(|list| list.join("\n"));
        let ([to, to_names, strengths], people) = (lists, entry.people.to_string());
        let cells = [
            entry.id.as_str(),
            &entry.given_at,
            &entry.date,
            &entry.channel,
            entry.from.as_deref().unwrap_or_default(),
            entry.from_name.as_deref().unwrap_or_default(),
            &to,
            &to_names,
            &people,
            entry.words.as_deref().unwrap_or_default(),
            &strengths,
            entry.ended.as_deref().unwrap_or_default(),
        ];
        text.push_str(&cells.map(|cell| quoted(&defused(cell))).join(","));
        text.push('\n');
    }
    text
}

/// The recognitions of such a table. `None` where it is none.
pub fn from_csv(text: &str) -> Option<Vec<Entry>> {
    let text = text.strip_prefix(UTF8_MARK)?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = reader.records();
    let (note, header) = (rows.next()?.ok()?, rows.next()?.ok()?);
    if note.iter().ne([NOTE]) || header.iter().ne(COLUMNS) {
        return None;
    }
    let some = |cell: &str| Some(cell.to_owned()).filter(|cell| !cell.is_empty());
    let list = |cell: &str| if cell.is_empty() { Vec::new() } else { cell.split('\n').map(str::to_owned).collect() };
    let entry = |row: csv::StringRecord| {
        let cells: Vec<Cow<'_, str>> = row.iter().map(fused).collect();
        let [id, given_at, date, channel, from, from_name, to, to_names, people, words, strengths, ended] =
            cells.as_slice()
        else {
            return None;
        };
        Some(Entry {
            id: id.to_string(),
            given_at: given_at.to_string(),
            date: date.to_string(),
            channel: channel.to_string(),
            from: some(from),
            from_name: some(from_name),
            to: list(to),
            to_names: list(to_names),
            people: people.parse().ok()?,
            words: some(words),
            strengths: list(strengths),
            ended: some(ended),
        })
    };
    rows.map(|row| entry(row.ok()?)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    /// Words as people type them, and as nobody does: what spreadsheets run, what ends cells and lines.
    fn words() -> impl Strategy<Value = String> {
        let begun = "(x?[;\t\r\n,]{1,2}[ '\"]{0,3}[=+@-]1){1,3}";
        prop_oneof![
            "[=+@'\"\t\r\n,;-]{1,6}\\PC{0,20}",
            "\\PC{1,40}",
            "[＝＋－＠']{1,3}1",
            "'{1,4}=1\\+1",
            begun,
            "[=1;\"' \n\r\t,]{1,12}",
        ]
    }

    fn entry() -> impl Strategy<Value = Entry> {
        let line = || words().prop_map(|words| words.replace('\n', " "));
        let ids = || prop::collection::vec("[0-9]{17,20}", 0..4);
        let first = ("[0-9A-Z]{13}", line(), line(), line());
        let names = (prop::option::of(line()), prop::collection::vec(line(), 0..4));
        let rest = (prop::option::of("[0-9]{17,20}"), ids(), names, 0..11_u32, prop::option::of(words()));
        (first, rest, prop::collection::vec(line(), 0..4), prop::option::of(line())).prop_map(
            |((id, given_at, date, channel), (from, to, names, people, words), strengths, ended)| Entry {
                id,
                given_at,
                date,
                channel,
                from,
                from_name: names.0,
                to,
                to_names: names.1,
                people,
                words,
                strengths,
                ended,
            },
        )
    }

    proptest! {
        #[test]
        fn a_table_is_read_back_as_it_was(entries in prop::collection::vec(entry(), 0..8)) {
            prop_assert_eq!(from_csv(&to_csv(&entries)), Some(entries));
        }

        #[test]
        fn no_cell_is_run(entries in prop::collection::vec(entry(), 1..4)) {
            let text = to_csv(&entries);
            for separator in *b",;\t" {
                // It takes quotation marks for its own only where they begin a cell, as spreadsheets do.
                let mut reader = csv::ReaderBuilder::new();
                let reader = reader.has_headers(false).flexible(true).delimiter(separator);
                for row in reader.from_reader(text.as_bytes()).records() {
                    for cell in row.unwrap().iter() {
                        // Where the cells are ours, white space that begins one counts as well.
                        let begins = if separator == b',' { cell } else { cell.trim_start() };
                        prop_assert!(!begins.starts_with(['=', '+', '-', '@', '\t', '\r']), "{:?}", cell);
                    }
                }
            }
        }

        #[test]
        fn json_is_read_back_as_it_was(entries in prop::collection::vec(entry(), 0..8)) {
            let read: serde_json::Value = serde_json::from_str(&to_json("1", "now", true, &entries)).unwrap();
            prop_assert_eq!(read["note"].as_str(), Some(NOTE));
            let read: Vec<Entry> = serde_json::from_value(read["recognitions"].clone()).unwrap();
            prop_assert_eq!(read, entries);
        }

        #[test]
        fn no_file_is_shorter_than_what_it_holds(entries in prop::collection::vec(entry(), 0..8)) {
            let of = |beside: usize| entries.iter().map(|entry| entry.contents() + beside).sum::<usize>();
            prop_assert!(to_csv(&entries).len() > of(BESIDE_IN_CSV));
            prop_assert!(to_json("1", "now", true, &entries).len() > of(BESIDE_IN_JSON));
        }
    }

    #[test]
    fn it_says_first_what_it_is_not_for() {
        assert!(to_csv(&[]).trim_start_matches(UTF8_MARK).starts_with("\"Not for reviews of people"));
        assert_eq!(from_csv("id,words\n1,2\n"), None);
    }
}
