//! Reads one table of a content file, key by key, and notes everything that is wrong with it instead of stopping.
//!
//! Written out rather than derived: a derived reader stops at a table's first fault, and a writer wants them all, each
//! with its line. A value that is wrong or missing is stood in for by an empty one; whoever asked gets the faults and
//! never the library (see [`super::load`]).

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Fault, nearest, shown, suggestion};
use super::kind::Kind;
use super::library::Side;
use super::notes::{Entry, Key, Named, Notes, Page, Reference, Text};
use super::quiz::Answer;

/// One table while it is read.
pub(super) struct Table<'a> {
    pub(super) page: &'a Page<'a>,
    /// The number of the entry that this is a part of.
    pub(super) entry: usize,
    /// What stands before a key's name within the whole entry: empty, or `managing.`.
    pub(super) path: String,
    pub(super) line: usize,
    /// Where the text stops being TOML, if it does. What seems to stand after that is guesswork, and what seems to be
    /// missing may be there: neither is told of.
    pub(super) damage: Option<usize>,
    pub(super) keys: &'a DeTable<'a>,
    pub(super) asked: Vec<&'static str>,
    pub(super) missing: Vec<&'static str>,
    pub(super) notes: &'a mut Notes,
}

impl<'a> Table<'a> {
    /// "prompt 'risk-small-bet'", for messages.
    fn label(&self) -> String {
        let Entry { kind, id, .. } = &self.notes.entries[self.entry];
        if id.is_empty() { format!("this {kind}") } else { format!("{kind} '{}'", shown(id)) }
    }

    fn fault(&mut self, line: usize, message: String) {
        self.notes.faults.push(Fault { file: self.page.file.to_owned(), line: Some(line), message });
    }

    fn takes(&mut self, line: usize, key: &str, wanted: &str, value: &DeValue<'_>) {
        let found = match value {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "another number",
            DeValue::Float(_) => "a number with a fraction",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let message = format!("{}: '{}{key}' takes {wanted}, and here is {found}", self.label(), self.path);
        self.fault(line, message);
    }

    fn find(&mut self, key: &'static str) -> Option<(usize, &'a DeValue<'a>)> {
        self.asked.push(key);
        let (name, value) = self.keys.iter().find(|(name, _)| name.get_ref() == key)?;
        if self.damage.is_some_and(|damage| value.span().end >= damage) {
            return None;
        }
        Some((self.page.line(name.span().start), value.get_ref()))
    }

    /// Notes that a key is there and what it is to be.
    fn sound(&mut self, key: &str, line: usize) {
        self.notes.keys.push(Key { entry: self.entry, field: format!("{}{key}", self.path), line });
    }

    fn need(&mut self, key: &'static str) -> Option<(usize, &'a DeValue<'a>)> {
        let found = self.find(key);
        if found.is_none() {
            self.missing.push(key);
        }
        found
    }

    fn note(&mut self, key: &str, line: usize, value: &str) {
        let field = format!("{}{key}", self.path);
        self.notes.texts.push(Text { entry: self.entry, field, line, value: value.to_owned() });
    }

    fn refer(&mut self, to: Named, line: usize, id: &str) {
        let from = self.label();
        let file = self.page.file.to_owned();
        self.notes.references.push(Reference { to, id: id.to_owned(), from, file, line });
    }

    fn as_text(&mut self, key: &'static str, found: Option<(usize, &'a DeValue<'a>)>) -> Option<(usize, String)> {
        let (line, value) = found?;
        match value.as_str() {
            Some(text) => {
                self.sound(key, line);
                Some((line, text.to_owned()))
            }
            None => {
                self.takes(line, key, "a text in quotation marks", value);
                None
            }
        }
    }

    fn as_texts(&mut self, key: &'static str) -> Vec<(usize, String)> {
        const WANTED: &str = "a list of texts, such as [\"one\", \"two\"]";
        let Some((line, value)) = self.need(key) else { return Vec::new() };
        let Some(items) = value.as_array() else {
            self.takes(line, key, WANTED, value);
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in items {
            let line = self.page.line(item.span().start);
            match item.get_ref().as_str() {
                Some(text) => texts.push((line, text.to_owned())),
                None => self.takes(line, key, WANTED, item.get_ref()),
            }
        }
        if texts.len() == items.len() {
            self.sound(key, line);
        }
        texts
    }

    /// The entry's id: small letters, digits and hyphens, since it travels in buttons and in the store.
    pub(super) fn id(&mut self) -> String {
        const LONGEST: usize = 60;
        let found = self.need("id");
        let Some((line, id)) = self.as_text("id", found) else { return String::new() };
        let kebab = id.split('-').all(|part| {
            !part.is_empty() && part.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
        });
        if !kebab || id.len() > LONGEST {
            let message = format!(
                "the id '{}' is to be small letters, digits and single hyphens, at most {LONGEST} of them",
                shown(&id)
            );
            self.fault(line, message);
        }
        let entry = &mut self.notes.entries[self.entry];
        entry.id.clone_from(&id);
        entry.line = line;
        id
    }

    /// A text.
    pub(super) fn text(&mut self, key: &'static str) -> String {
        let found = self.need(key);
        let Some((line, text)) = self.as_text(key, found) else { return String::new() };
        self.note(key, line, &text);
        text
    }

    /// A text that may be left out.
    pub(super) fn optional_text(&mut self, key: &'static str) -> Option<String> {
        let found = self.find(key);
        let (line, text) = self.as_text(key, found)?;
        self.note(key, line, &text);
        Some(text)
    }

    /// A list of texts.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<String> {
        let texts = self.as_texts(key);
        texts.iter().for_each(|(line, text)| self.note(key, *line, text));
        texts.into_iter().map(|(_, text)| text).collect()
    }

    /// A list of texts in people's own words, which no rule of ours is for.
    pub(super) fn said(&mut self, key: &'static str) -> Vec<String> {
        self.as_texts(key).into_iter().map(|(_, text)| text).collect()
    }

    /// An essay's id.
    pub(super) fn essay(&mut self, key: &'static str) -> String {
        self.one(key, Named::One(Kind::Essay))
    }

    /// A list of essays' ids.
    pub(super) fn essays(&mut self, key: &'static str) -> Vec<String> {
        self.several(key, Named::One(Kind::Essay))
    }

    /// A theme's id.
    pub(super) fn theme(&mut self, key: &'static str) -> String {
        self.one(key, Named::Theme)
    }

    /// A theme's id, that may be left out.
    pub(super) fn optional_theme(&mut self, key: &'static str) -> Option<String> {
        let found = self.find(key);
        let (line, id) = self.as_text(key, found)?;
        self.refer(Named::Theme, line, &id);
        Some(id)
    }

    /// A contrast's id.
    pub(super) fn contrast(&mut self, key: &'static str) -> String {
        self.one(key, Named::One(Kind::Contrast))
    }

    /// A list of prompts' ids.
    pub(super) fn prompts(&mut self, key: &'static str) -> Vec<String> {
        self.several(key, Named::One(Kind::Prompt))
    }

    /// A list of ids of one kind, that may be left out.
    pub(super) fn ids(&mut self, key: &'static str, kind: Kind) -> Vec<String> {
        if self.has(key) {
            return self.several(key, Named::One(kind));
        }
        self.asked.push(key);
        Vec::new()
    }

    fn one(&mut self, key: &'static str, to: Named) -> String {
        let found = self.need(key);
        let Some((line, id)) = self.as_text(key, found) else { return String::new() };
        self.refer(to, line, &id);
        id
    }

    fn several(&mut self, key: &'static str, to: Named) -> Vec<String> {
        let ids = self.as_texts(key);
        ids.iter().for_each(|(line, id)| self.refer(to, *line, id));
        ids.into_iter().map(|(_, id)| id).collect()
    }

    /// A number of minutes.
    pub(super) fn minutes(&mut self, key: &'static str) -> u8 {
        let Some((line, value)) = self.need(key) else { return 1 };
        let minutes = value
            .as_integer()
            .and_then(|integer| i64::from_str_radix(integer.as_str(), integer.radix()).ok())
            .and_then(|minutes| u8::try_from(minutes).ok());
        match minutes {
            Some(_) => self.sound(key, line),
            None => self.takes(line, key, "a whole number from 1 to 9", value),
        }
        minutes.unwrap_or(1)
    }

    /// A side, that may be left out.
    pub(super) fn side(&mut self, key: &'static str) -> Option<Side> {
        let found = self.find(key);
        let (line, side) = self.as_text(key, found)?;
        match side.as_str() {
            "managing" => Some(Side::Managing),
            "leading" => Some(Side::Leading),
            other => {
                let message =
                    format!("{}: '{key}' takes \"managing\" or \"leading\"; here is '{}'", self.label(), shown(other));
                self.fault(line, message);
                None
            }
        }
    }

    /// What a moment of the quiz asks for.
    pub(super) fn answer(&mut self, key: &'static str) -> Answer {
        let found = self.need(key);
        let Some((line, answer)) = self.as_text(key, found) else { return Answer::Both };
        answer.parse().unwrap_or_else(|()| {
            let message = format!(
                "{}: '{key}' takes \"managing\", \"leading\" or \"both\"; here is '{}'",
                self.label(),
                shown(&answer)
            );
            self.fault(line, message);
            Answer::Both
        })
    }

    fn within<T>(
        &mut self,
        key: &str,
        line: usize,
        keys: &'a DeTable<'a>,
        read: impl FnOnce(&mut Table<'_>) -> T,
    ) -> T {
        let mut inner = Table {
            page: self.page,
            entry: self.entry,
            path: format!("{}{key}.", self.path),
            line,
            damage: self.damage,
            keys,
            asked: Vec::new(),
            missing: Vec::new(),
            notes: self.notes,
        };
        let read = read(&mut inner);
        inner.finish();
        read
    }

    /// A table within this one.
    pub(super) fn inner<T>(&mut self, key: &'static str, read: impl FnOnce(&mut Table<'_>) -> T) -> Option<T> {
        let (line, value) = self.need(key)?;
        match value.as_table() {
            Some(keys) => Some(self.within(key, line, keys, read)),
            None => {
                self.takes(line, key, "a table", value);
                None
            }
        }
    }

    /// A list of tables within this one.
    pub(super) fn each<T>(&mut self, key: &'static str, mut read: impl FnMut(&mut Table<'_>) -> T) -> Vec<T> {
        const WANTED: &str = "a list of tables, such as [{ essay = \"legacy\", text = \"…\" }]";
        let Some((line, value)) = self.need(key) else { return Vec::new() };
        let Some(items) = value.as_array() else {
            self.takes(line, key, WANTED, value);
            return Vec::new();
        };
        let mut all = Vec::new();
        for item in items {
            let line = self.page.line(item.span().start);
            match item.get_ref().as_table() {
                Some(keys) => all.push(self.within(key, line, keys, &mut read)),
                None => self.takes(line, key, WANTED, item.get_ref()),
            }
        }
        if all.len() == items.len() {
            self.sound(key, line);
        }
        all
    }

    /// Ends the reading: names the keys that nobody asked for, and the needed ones that are not there.
    pub(super) fn finish(&mut self) {
        let guesswork = |at: usize| self.damage.is_some_and(|damage| at >= damage);
        let unknown: Vec<&Spanned<_>> = self
            .keys
            .iter()
            .filter(|(key, value)| !self.asked.contains(&key.get_ref().as_ref()) && !guesswork(value.span().end))
            .map(|(key, _)| key)
            .collect();
        for key in unknown {
            let name = key.get_ref().as_ref();
            // A misspelled key is one fault, not two.
            let absent: Vec<&'static str> = self.asked.iter().copied().filter(|asked| !self.has(asked)).collect();
            if let Some(meant) = nearest(name, absent.iter().copied()) {
                self.missing.retain(|missing| *missing != meant);
            }
            let known = if nearest(name, absent.iter().copied()).is_some() { &absent } else { &self.asked };
            let message = format!(
                "{}: there is no key '{}{}'; {}",
                self.label(),
                self.path,
                shown(name),
                suggestion(name, known.iter().copied())
            );
            self.fault(self.page.line(key.span().start), message);
        }
        if self.damage.is_some() {
            return;
        }
        for key in std::mem::take(&mut self.missing) {
            let message = format!("{}: '{}{key}' is missing", self.label(), self.path);
            self.fault(self.line, message);
        }
    }

    fn has(&self, key: &str) -> bool {
        self.keys.keys().any(|name| name.get_ref() == key)
    }
}
