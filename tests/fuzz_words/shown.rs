//! What a payload may hold: nobody is called whom it is not for, nothing is a link but ours, nothing turns a line around,
//! and Discord takes every length.

use clarion::messages::Card;
use clarion::rehearsal::limits::{CONTENT, FILE_DESCRIPTION, Sent, second_reading};
use serde_json::{Value, json};
use serenity::builder::CreateModal;
use serenity::model::id::UserId;

use super::{CHANNEL, GIVER, GUILD, ROLE};

/// What is shown: that the words were never an instruction.
pub struct Shown<'a> {
    /// What it is, for the failure.
    pub what: &'static str,
    /// Who may stand in it as a mention.
    pub named: &'a [UserId],
    /// Who may be pinged.
    pub pinged: &'a [UserId],
    /// Whether it calls [`ROLE`], and may.
    pub calls: bool,
}

/// By which somebody adds the bot, here the one of the highest id, to their account; to the end of the link.
const TO_ADD: &str =
    "discord.com/oauth2/authorize?client_id=18446744073709551615&integration_type=1&scope=applications.commands)";

impl Shown<'static> {
    /// It names the giver at most, and pings nobody.
    pub fn to_nobody(what: &'static str) -> Self {
        Self { what, named: &[GIVER], pinged: &[], calls: false }
    }
}

impl Shown<'_> {
    /// A message of nothing but this text.
    pub fn said(&self, text: impl AsRef<str>) {
        let (text, what) = (text.as_ref(), self.what);
        let long = text.chars().count();
        assert!((1..=CONTENT).contains(&long), "{what}: {long} characters: {text}");
        self.text(text);
    }

    /// A message.
    pub fn hold(&self, card: Card) {
        let body = serde_json::to_value(card.into_message()).unwrap();
        let what = self.what;
        let files = body["attachments"].as_array().map_or(0, Vec::len);
        let faults = second_reading(Sent::Message { files }, &body);
        assert!(faults.is_empty(), "{what}: {faults:?}\n{body:#}");
        let allowed = &body["allowed_mentions"];
        let roles = if self.calls { json!([ROLE.to_string()]) } else { json!([]) };
        assert_eq!((&allowed["parse"], &allowed["roles"]), (&json!([]), &roles), "{what}");
        let pinged = allowed["users"].as_array().unwrap();
        let may = |user: &Value| self.pinged.iter().any(|may| user == &may.to_string());
        assert!(pinged.iter().all(may), "{what} pings {pinged:?}");
        self.text(body["content"].as_str().unwrap_or_default());
        for embed in body["embeds"].as_array().into_iter().flatten() {
            for part in ["title", "description"] {
                self.text(embed[part].as_str().unwrap_or_default());
            }
            for field in embed["fields"].as_array().into_iter().flatten() {
                self.text(field["name"].as_str().unwrap());
                self.text(field["value"].as_str().unwrap());
            }
            turns_nothing(what, embed["footer"]["text"].as_str().unwrap_or_default());
        }
        for file in body["attachments"].as_array().into_iter().flatten() {
            self.alt(file["description"].as_str().unwrap());
        }
        // On buttons and in menus nothing is markup, but a line's direction turns there too.
        each_text(&body["components"], &mut |text| turns_nothing(what, text));
    }

    /// A form: its boxes take what stands in them.
    pub fn form(&self, form: &CreateModal) {
        let what = self.what;
        let data = serde_json::to_value(form).unwrap();
        let faults = second_reading(Sent::Callback { files: 0 }, &json!({ "type": 9, "data": data }));
        assert!(faults.is_empty(), "{what}: {faults:?}\n{data:#}");
        for row in data["components"].as_array().into_iter().flatten() {
            let input = &row["components"][0];
            let (value, most) = (input["value"].as_str().unwrap_or_default(), input["max_length"].as_u64());
            let long = value.chars().count() as u64;
            assert!(most.is_none_or(|most| long <= most), "{what}: {long} characters in a box for {most:?}");
            turns_nothing(what, value);
        }
    }

    /// The words for whoever does not see a picture: read aloud, and no markup anywhere.
    pub fn alt(&self, alt: &str) {
        let long = alt.chars().count();
        assert!((1..=FILE_DESCRIPTION).contains(&long), "{}: {long} characters", self.what);
        turns_nothing(self.what, alt);
    }

    /// What Discord reads markup in.
    pub fn text(&self, text: &str) {
        let what = self.what;
        turns_nothing(what, text);
        for call in ["@everyone", "@here"] {
            assert!(!text.contains(call), "{what} calls {call}: {text}");
        }
        for (at, _) in text.match_indices('<').filter(|(at, _)| !is_escaped(text, *at)) {
            let inner = text[at + 1..].split('>').next().unwrap_or_default();
            let known = self.named.iter().any(|user| inner == format!("@{user}"));
            // Our own: a day after the beginning of the calendar, the channel, the role of stewards.
            let ours = ["t:86400:F", "t:86400:D"].contains(&inner)
                || inner == format!("#{CHANNEL}")
                || inner == format!("@&{ROLE}");
            assert!(known || ours, "{what} reads <{inner}>: {text}");
        }
        let place = format!("discord.com/channels/{GUILD}/");
        for (at, _) in text.match_indices("](").filter(|(at, _)| !is_escaped(text, *at)) {
            let target = &text[at + 2..];
            let ours = [place.as_str(), TO_ADD].iter().any(|ours| target.starts_with(&format!("https://{ours}")));
            assert!(ours, "{what} links to {target}");
        }
        // A scheme whose colon is broken off is none.
        let whole = |(at, _): &(usize, &str)| text[..*at].ends_with(|before: char| before.is_alphanumeric());
        for (at, scheme) in text.match_indices("://").filter(whole) {
            let link = &text[at + scheme.len()..];
            assert!(link.starts_with(&place) || link.starts_with(TO_ADD), "{what} makes a link of {link}");
        }
    }
}

/// Whether a backslash takes a letter's meaning.
fn is_escaped(text: &str, at: usize) -> bool {
    text[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

/// Every text in a payload, however deep.
fn each_text(value: &Value, look: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => look(text),
        Value::Array(items) => items.iter().for_each(|item| each_text(item, look)),
        Value::Object(fields) => fields.values().for_each(|field| each_text(field, look)),
        _ => {}
    }
}

/// No letter turns the direction of a line, and none ends it where a reader sees nothing. The space without width is ours:
/// it breaks mentions.
pub fn turns_nothing(what: &str, text: &str) {
    let turns = |letter: char| {
        matches!(letter, '\u{0}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
            || letter.is_control() && letter != '\n'
    };
    assert!(!text.contains(turns), "{what}: {text:?}");
}

/// What begins a formula.
const RUNS: [char; 8] = ['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// No cell of a table is run where it is opened, whatever separates columns there.
pub fn defused(table: &str) {
    let table = table.strip_prefix('\u{feff}').unwrap_or(table);
    for separator in [',', ';', '\t'] {
        let mut cells = csv::ReaderBuilder::new();
        let cells = cells.has_headers(false).flexible(true).delimiter(u8::try_from(separator).unwrap());
        for record in cells.from_reader(table.as_bytes()).records() {
            for cell in &record.unwrap() {
                assert!(!cell.trim_start().starts_with(RUNS), "by {separator:?}: {cell:?}");
                assert!(separator != ',' || !cell.starts_with(['\t', '\r']), "{cell:?}");
            }
        }
    }
    // Whatever is taken for quotation, and whatever of these separates.
    for (at, _) in table.match_indices([';', '\t', '\r', '\n']) {
        let begins = table[at + 1..].trim_start_matches([' ', '"']);
        assert!(!begins.starts_with(RUNS), "{:?}", begins.chars().take(40).collect::<String>());
    }
}
