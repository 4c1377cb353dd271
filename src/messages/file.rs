//! Files that go along with a message: a picture, an export.
//!
//! Discord's library keeps a file's bytes where only its own HTTP client can reach them, and that client is not used
//! (the gate in `discord/` is). So the files travel beside what the library builds, and the `attachments` that name and
//! describe them are written here.

use std::sync::Arc;

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

/// The most files of one message. (Discord's document "Message Resource", "Create Message".)
pub const MOST_FILES: usize = 10;

/// The most bytes of a message's files together. Discord takes as many in one file, where a server has no boost.
/// (Discord's document "API Reference", "Uploading Files".)
pub const MOST_FILE_BYTES: usize = 10 * 1024 * 1024;

/// The longest description of a file, in characters. (Discord's document "Message Resource", "Attachment Object".)
pub const LONGEST_DESCRIPTION: usize = 1_024;

/// A file that goes along with a message. Cloning it copies no bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, with its ending: ASCII letters, digits, `-`, `_` and `.`; Discord replaces anything else.
    pub name: String,
    /// What is in it.
    pub bytes: Arc<[u8]>,
    /// What it shows, in words, for those who do not see it (alt text): at most 1,024 characters.
    pub description: String,
}

impl File {
    /// A file of that name, with that in it, described for those who do not see it.
    pub fn new(name: impl Into<String>, bytes: impl Into<Arc<[u8]>>, description: impl Into<String>) -> Self {
        Self { name: name.into(), bytes: bytes.into(), description: description.into() }
    }

    /// Its address within its own message, for an embed's picture.
    pub fn address(&self) -> String {
        format!("attachment://{}", self.name)
    }

    /// Its media type, by its name's ending.
    pub fn media_type(&self) -> &'static str {
        match self.name.rsplit_once('.').map(|(_, ending)| ending) {
            Some("png") => "image/png",
            Some("csv") => "text/csv; charset=utf-8",
            Some("json") => "application/json",
            Some("toml" | "txt" | "md") => "text/plain; charset=utf-8",
            _ => "application/octet-stream",
        }
    }
}

/// Whether one message takes these files.
pub(super) fn fit(files: &[File]) -> bool {
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    files.len() <= MOST_FILES && bytes <= MOST_FILE_BYTES
}

/// A message as Discord's library builds it, and the files beside it.
#[derive(Clone, Debug)]
pub struct Packed<B> {
    /// Everything but the files.
    pub body: B,
    /// The files, in the order of their numbers.
    pub files: Vec<File>,
}

impl<B> From<B> for Packed<B> {
    /// A message without files.
    fn from(body: B) -> Self {
        Self { body, files: Vec::new() }
    }
}

impl<B> Packed<B> {
    /// The same files beside another body.
    pub fn map<C>(self, wrap: impl FnOnce(B) -> C) -> Packed<C> {
        Packed { body: wrap(self.body), files: self.files }
    }

    /// The `attachments` of a body: each file's number among those that are sent, its name and its description.
    pub fn attachments(&self) -> Value {
        let described = self
            .files
            .iter()
            .enumerate()
            .map(|(number, file)| json!({ "id": number, "filename": file.name, "description": file.description }));
        described.collect()
    }
}

/// As the JSON that goes along with the files (`payload_json`).
impl<B: Serialize> Serialize for Packed<B> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut body = serde_json::to_value(&self.body).map_err(serde::ser::Error::custom)?;
        if !self.files.is_empty() {
            body["attachments"] = self.attachments();
        }
        body.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::messages::Card;

    fn picture() -> File {
        File::new("balance.png", vec![1, 2, 3], "Ten bars")
    }

    #[test]
    fn every_way_that_a_card_travels_names_and_describes_its_files() {
        let card = Card::text("here").file(picture()).file(File::new("deck.csv", *b"a,b", "Two columns"));
        let named = json!([
            { "id": 0, "filename": "balance.png", "description": "Ten bars" },
            { "id": 1, "filename": "deck.csv", "description": "Two columns" },
        ]);
        let bodies = [
            serde_json::to_value(card.clone().into_message()),
            serde_json::to_value(card.clone().into_answer(true)),
            serde_json::to_value(card.clone().into_edit()),
        ];
        for body in bodies {
            let body = body.unwrap();
            assert_eq!((&body["attachments"], &body["content"]), (&named, &json!("here")), "{body}");
        }
        assert_eq!(card.into_message().files.len(), 2);
    }

    /// A message that had a picture and is changed to one without has none any more.
    #[test]
    fn a_change_without_files_takes_the_files_of_before_away() {
        for body in [
            serde_json::to_value(Card::text("here").into_edit()).unwrap(),
            serde_json::to_value(Card::text("here").into_answer(false)).unwrap(),
        ] {
            assert_eq!(body["attachments"], json!([]), "{body}");
        }
    }

    #[test]
    fn both_sides_of_what_discord_takes() {
        let of = |bytes: usize| Card::text("x").file(File::new("a.txt", vec![0; bytes], "a"));
        assert!(of(MOST_FILE_BYTES).files_fit());
        assert!(!of(MOST_FILE_BYTES + 1).files_fit());
        assert!(!of(MOST_FILE_BYTES).file(picture()).files_fit(), "together they are too much");
        let many = |count: usize| (0..count).fold(Card::text("x"), |card, _| card.file(picture()));
        assert!(many(MOST_FILES).files_fit());
        assert!(!many(MOST_FILES + 1).files_fit());
    }
}
