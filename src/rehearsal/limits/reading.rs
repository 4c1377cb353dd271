//! The second reading: what the bot sent, read by twilight's types and by twilight's limits.
//!
//! Twilight misses 26 choices, custom ids that are given twice, empty rows, empty messages and modal titles of 46
//! characters. Our own checks find those, so their findings count here too.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use twilight_model::application::command::Command;
use twilight_model::channel::message::{AllowedMentions, Component, Embed, MessageFlags};
use twilight_model::http::interaction::InteractionResponse;

use super::form::FormErrors;
use super::message::{Sending, is_empty};

/// What was sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Sent {
    /// A new message or a follow-up, with that many files.
    Message {
        /// How many files came with it.
        files: usize,
    },
    /// A change of a message.
    Edit,
    /// An interaction's first answer: `type` and `data`, with that many files.
    Callback {
        /// How many files came with it.
        files: usize,
    },
    /// One command.
    Command,
    /// The list of a bulk overwrite.
    Commands,
}

/// Reads what was sent once more. Returns what is wrong, in words.
pub fn second_reading(sent: Sent, body: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    match sent {
        Sent::Message { files } => read_message(body, Sending::New, Some(files), &mut faults),
        Sent::Edit => read_message(body, Sending::Edit, None, &mut faults),
        Sent::Callback { files } => read_callback(body, files, &mut faults),
        Sent::Command => read_command(body, &mut faults),
        Sent::Commands => {
            for command in body.as_array().into_iter().flatten() {
                read_command(command, &mut faults);
            }
            note(super::check_commands(body), &mut faults);
        }
    }
    faults.dedup();
    faults
}

fn read_message(body: &Value, sending: Sending, files: Option<usize>, faults: &mut Vec<String>) {
    if let Some(content) = body["content"].as_str() {
        check("content", twilight_validate::message::content(content), faults);
    }
    let mut embeds = body["embeds"].clone();
    fill_embeds(&mut embeds);
    if let Some(embeds) = read::<Vec<Embed>>("embeds", &embeds, faults) {
        check("embeds", twilight_validate::message::embeds(&embeds), faults);
    }
    let flags = read::<MessageFlags>("flags", &body["flags"], faults).unwrap_or(MessageFlags::empty());
    if let Some(components) = read::<Vec<Component>>("components", &body["components"], faults) {
        let v2 = flags.contains(MessageFlags::IS_COMPONENTS_V2);
        check("components", twilight_validate::message::components(&components, v2), faults);
    }
    let _ = read::<AllowedMentions>("allowed_mentions", &body["allowed_mentions"], faults);
    // A change of something else leaves the mentions as they are (Discord's document "Message", "Edit Message").
    let names_people = sending == Sending::New || body.get("content").is_some();
    if names_people && body["allowed_mentions"].is_null() {
        faults.push("allowed_mentions is absent: whoever the text names is pinged, everybody included".to_owned());
    }
    note(super::check_message(body, sending), faults);
    if files.is_some_and(|files| is_empty(body, files)) {
        faults.push("the message is empty".to_owned());
    }
}

fn read_callback(body: &Value, files: usize, faults: &mut Vec<String>) {
    let mut filled = body.clone();
    if let Some(embeds) = filled.pointer_mut("/data/embeds") {
        fill_embeds(embeds);
    }
    // A type of its own in twilight, with fields that only responses have; read as part of the message instead.
    if let Some(data) = filled.get_mut("data").and_then(Value::as_object_mut) {
        data.remove("attachments");
    }
    let read_whole = read::<InteractionResponse>("callback", &filled, faults);
    let data = &body["data"];
    match body["type"].as_u64() {
        Some(4) => read_message(data, Sending::New, Some(files), faults),
        Some(7) => read_message(data, Sending::Edit, None, faults),
        Some(8) => note(super::check_choices(data), faults),
        Some(9) => {
            note(super::check_modal(data), faults);
            for component in read_whole.and_then(|whole| whole.data?.components).unwrap_or_default() {
                if let Component::ActionRow(row) = &component {
                    check("modal", twilight_validate::component::action_row(row, false), faults);
                }
            }
        }
        _ => {}
    }
}

fn read_command(command: &Value, faults: &mut Vec<String>) {
    let mut filled = command.clone();
    if let Some(fields) = filled.as_object_mut() {
        for (name, value) in [("version", json!("1")), ("type", json!(1)), ("description", json!(""))] {
            fields.entry(name).or_insert(value);
        }
    }
    if let Some(command) = read::<Command>("command", &filled, faults) {
        check(&command.name, twilight_validate::command::command(&command), faults);
    }
    note(super::check_command(command), faults);
}

/// Senders may leave out an embed's type, which twilight wants.
fn fill_embeds(embeds: &mut Value) {
    for embed in embeds.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        embed.entry("type").or_insert(json!("rich"));
    }
}

fn read<T: DeserializeOwned>(what: &str, value: &Value, faults: &mut Vec<String>) -> Option<T> {
    if value.is_null() {
        return None;
    }
    match serde_json::from_value(value.clone()) {
        Ok(read) => Some(read),
        Err(error) => {
            faults.push(format!("{what} cannot be read: {error}"));
            None
        }
    }
}

fn check<E: std::error::Error>(what: &str, checked: Result<(), E>, faults: &mut Vec<String>) {
    if let Err(error) = checked {
        faults.push(format!("{what}: {error}"));
    }
}

fn note(checked: Result<(), FormErrors>, faults: &mut Vec<String>) {
    if let Err(errors) = checked {
        faults.extend(errors.lines());
    }
}
