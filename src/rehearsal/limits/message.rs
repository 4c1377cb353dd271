//! What Discord checks of a message's body (Channel, "Create Message" and "Edit Message"; Message, "Embed Limits").

use std::collections::BTreeSet;

use serde_json::Value;

use super::component::check_components;
use super::form::{FormErrors, Place};

/// What a message is checked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Sending {
    /// A new message, by REST, as an interaction's answer or as a follow-up.
    New,
    /// A change: absent fields stay as they are.
    Edit,
}

/// Message flag: Components V2, which replaces content and embeds.
const COMPONENTS_V2: u64 = 1 << 15;

/// Checks everything but emptiness; see [`is_empty`].
///
/// # Errors
/// All faults at once.
pub fn check_message(body: &Value, sending: Sending) -> Result<(), FormErrors> {
    let mut errors = FormErrors::default();
    let root = Place::root(body);
    if !body.is_object() {
        root.fault(&mut errors, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType");
        return errors.into_result();
    }
    root.optional_text("content", &mut errors, super::CONTENT);
    if let Some(embeds) = root.field("embeds") {
        check_embeds(&embeds, &mut errors);
    }
    let flags = root.field("flags").and_then(|flags| flags.number(&mut errors, 0, i64::MAX)).unwrap_or(0);
    let v2 = u64::try_from(flags).unwrap_or(0) & COMPONENTS_V2 != 0;
    if let Some(components) = root.field("components") {
        check_components(&components, v2, &mut errors);
    }
    if v2 {
        for name in ["content", "embeds"] {
            let given = root.field(name).filter(|field| field.value != "" && field.value != &serde_json::json!([]));
            if let Some(field) = given {
                let words = format!("The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2");
                field.fault(&mut errors, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", words);
            }
        }
    }
    if let Some(allowed) = root.field("allowed_mentions") {
        check_allowed_mentions(&allowed, &mut errors);
    }
    if let Some(files) = root.field("attachments") {
        check_attachments(&files, &mut errors);
    }
    if sending == Sending::New {
        check_nonce(&root, &mut errors);
    }
    if let Some(poll) = root.field("poll") {
        // Discord takes polls; the stand-in says plainly that it does not.
        poll.fault(&mut errors, "STAND_IN_HAS_NO_POLLS", "The rehearsal's stand-in for Discord has no polls.");
    }
    errors.into_result()
}

/// Whether there is nothing in it that could be shown: 50006.
pub fn is_empty(body: &Value, files: usize) -> bool {
    let lists = ["embeds", "components", "sticker_ids", "attachments"];
    let something = |list: &&str| body[*list].as_array().is_some_and(|list| list.iter().any(shows));
    let forwards = body["message_reference"]["type"] == 1;
    let words = body["content"].as_str().is_some_and(|content| !content.trim().is_empty());
    let embed = body.get("embed").is_some_and(shows);
    !words && files == 0 && !forwards && !embed && !lists.iter().any(something)
}

fn shows(item: &Value) -> bool {
    item.as_object().is_none_or(|item| !item.is_empty()) && !item.is_null()
}

fn check_nonce(root: &Place<'_>, errors: &mut FormErrors) {
    let Some(nonce) = root.field("nonce") else { return };
    if !nonce.value.is_i64() && !nonce.value.is_u64() {
        nonce.text(errors, 0, super::NONCE);
    }
}

fn check_attachments(files: &Place<'_>, errors: &mut FormErrors) {
    let items = files.items(errors);
    files.length(errors, items.len(), 0, super::FILES);
    for file in items {
        file.optional_text("description", errors, super::FILE_DESCRIPTION);
    }
}

fn check_allowed_mentions(allowed: &Place<'_>, errors: &mut FormErrors) {
    let mut parsed = Vec::new();
    if let Some(parse) = allowed.field("parse") {
        for item in parse.items(errors) {
            match item.value.as_str() {
                Some(kind @ ("users" | "roles" | "everyone")) => parsed.push(kind),
                _ => item.fault(errors, "BASE_TYPE_CHOICES", "Value must be one of ('users', 'roles', 'everyone')."),
            }
        }
    }
    for name in ["users", "roles"] {
        let Some(list) = allowed.field(name) else { continue };
        let items = list.items(errors);
        list.length(errors, items.len(), 0, super::ALLOWED_MENTIONS);
        let ids: BTreeSet<_> = items.iter().map(|item| item.value.to_string()).collect();
        if ids.len() < items.len() {
            list.fault(errors, "SET_TYPE_CONTAINS_DUPLICATES", "The set already contains that value");
        }
        if parsed.contains(&name) && !items.is_empty() {
            let words = format!("parse:[\"{name}\"] and {name}: [ids...] are mutually exclusive.");
            allowed.fault(errors, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", words);
        }
        for item in &items {
            if item.value.as_str().and_then(|id| id.parse::<u64>().ok()).or_else(|| item.value.as_u64()).is_none() {
                item.fault(errors, "NUMBER_TYPE_COERCE", format!("Value {} is not snowflake.", item.value));
            }
        }
    }
}

fn check_embeds(embeds: &Place<'_>, errors: &mut FormErrors) {
    let items = embeds.items(errors);
    embeds.length(errors, items.len(), 0, super::EMBEDS);
    let mut total = 0;
    for embed in &items {
        if embed.value.is_object() {
            total += check_embed(embed, errors);
        } else {
            embed.fault(errors, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType");
        }
    }
    if total > super::EMBED_TOTAL {
        let words = format!("Embed size exceeds maximum size of {}", super::EMBED_TOTAL);
        embeds.fault(errors, "MAX_EMBED_SIZE_EXCEEDED", words);
    }
}

/// Checks one embed and returns how many of its characters count towards the total.
fn check_embed(embed: &Place<'_>, errors: &mut FormErrors) -> usize {
    let mut counted = 0;
    let mut count = |text: Option<&str>| counted += text.map_or(0, |text| text.chars().count());
    count(embed.optional_text("title", errors, super::EMBED_TITLE));
    count(embed.optional_text("description", errors, super::EMBED_DESCRIPTION));
    if let Some(footer) = embed.field("footer") {
        count(footer.required_text("text", errors, 1, super::EMBED_FOOTER));
        check_picture(&footer, "icon_url", errors);
    }
    if let Some(author) = embed.field("author") {
        count(author.required_text("name", errors, 1, super::EMBED_AUTHOR));
        check_picture(&author, "icon_url", errors);
        if let Some(url) = author.field("url") {
            url.url(errors, &["http", "https"]);
        }
    }
    if let Some(fields) = embed.field("fields") {
        let items = fields.items(errors);
        fields.length(errors, items.len(), 0, super::EMBED_FIELDS);
        for field in items {
            count(field.required_text("name", errors, 1, super::FIELD_NAME));
            count(field.required_text("value", errors, 1, super::FIELD_VALUE));
        }
    }
    for name in ["image", "thumbnail"] {
        if let Some(picture) = embed.field(name) {
            check_picture(&picture, "url", errors);
        }
    }
    if let Some(url) = embed.field("url") {
        url.url(errors, &["http", "https"]);
    }
    if let Some(color) = embed.field("color") {
        color.number(errors, 0, 0xff_ffff);
    }
    if let Some(at) = embed.field("timestamp") {
        let text = at.text(errors, 0, 64).unwrap_or_default();
        if text.parse::<jiff::Timestamp>().is_err() {
            let words = format!("Could not parse {text}. Should be ISO8601.");
            at.fault(errors, "DATE_TIME_TYPE_PARSE", words);
        }
    }
    counted
}

fn check_picture(place: &Place<'_>, name: &str, errors: &mut FormErrors) {
    if let Some(url) = place.field(name) {
        url.url(errors, &["http", "https", "attachment"]);
    }
}
