//! The first answer to an interaction: `POST /interactions/{id}/{token}/callback`.
//!
//! Source: Discord's "Receiving and Responding", "Interaction Response Object" and "Create Interaction Response".

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::book::{Kind, OpenForm, Record, Stage};
use super::payload::any_message;
use crate::rehearsal::events::{Event, ReplyKind};
use crate::rehearsal::limits::{self, Sending, Sent};
use crate::rehearsal::rest::error::{self, ApiError};
use crate::rehearsal::rest::{App, At, Body};
use crate::rehearsal::world::{Audience, Message, MessageEdit, NewMessage, World};

/// Message flag: a private answer.
pub(crate) const EPHEMERAL: u64 = 1 << 6;
/// Message flag: "thinking ...".
pub(crate) const LOADING: u64 = 1 << 7;
/// The flags that an answer may set besides [`EPHEMERAL`]: no embeds, silent, Components V2.
const SETTABLE: u64 = 1 << 2 | 1 << 12 | 1 << 15;

#[derive(Debug, Deserialize)]
pub(super) struct Wish {
    with_response: Option<String>,
}

/// How an interaction can be answered; the numbers are Discord's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Message = 4,
    Defer = 5,
    DeferUpdate = 6,
    Update = 7,
    Choices = 8,
    Modal = 9,
}

impl Answer {
    /// The answer with that number, where this interaction can be answered so.
    fn to(record: &Record, number: Option<u64>) -> Result<Self, ApiError> {
        let all = [Self::Message, Self::Defer, Self::DeferUpdate, Self::Update, Self::Choices, Self::Modal];
        let fits = |answer: &Self| match answer {
            Self::Message | Self::Defer => record.kind != Kind::Autocomplete,
            Self::Choices => record.kind == Kind::Autocomplete,
            Self::Modal => matches!(record.kind, Kind::Command | Kind::Component),
            Self::DeferUpdate | Self::Update => record.source.is_some(),
        };
        let taken: Vec<Self> = all.into_iter().filter(fits).collect();
        let found = taken.iter().copied().find(|answer| Some(*answer as u64) == number);
        found.ok_or_else(|| {
            let names: Vec<String> = taken.iter().map(|answer| (*answer as u64).to_string()).collect();
            let words = format!("Value must be one of {{{}}}.", names.join(", "));
            ApiError::invalid_field(&["type"], "BASE_TYPE_CHOICES", words)
        })
    }
}

/// `POST /interactions/{id}/{token}/callback`
pub(super) async fn create(
    State(app): App,
    at: At,
    Query(wish): Query<Wish>,
    body: Body,
) -> Result<Response, ApiError> {
    let with_response = matches!(wish.with_response.as_deref(), Some("true" | "1"));
    app.world.with(|world| {
        let id = at.text("interaction").parse().map_err(|_| error::UNKNOWN_INTERACTION)?;
        let request = format!("POST /interactions/{id}/.../callback");
        world.note_reading(&request, Sent::Callback { files: body.files.len() }, &body.json);
        let record = world.interactions.get(id).filter(|record| record.token == at.text("token")).cloned();
        let record = record.ok_or(error::UNKNOWN_INTERACTION)?;
        match record.stage {
            Stage::Unanswered => return Err(error::UNKNOWN_INTERACTION.into()),
            Stage::Waiting if record.too_late(world.now()) => return Err(error::UNKNOWN_INTERACTION.into()),
            Stage::Waiting => {}
            _ => return Err(error::ALREADY_ACKNOWLEDGED.into()),
        }
        let answer = Answer::to(&record, body.json["type"].as_u64())?;
        let message = give(world, &record, answer, &body)?;
        if !with_response {
            return Ok(StatusCode::NO_CONTENT.into_response());
        }
        Ok(Json(response(world, &record, answer, message.as_ref())).into_response())
    })
}

fn response(world: &World, record: &Record, answer: Answer, message: Option<&Message>) -> Value {
    let mut interaction = json!({"id": record.id, "type": record.kind as u8});
    let mut resource = json!({"type": answer as u8});
    if let Some(message) = message {
        interaction["response_message_id"] = json!(message.id);
        interaction["response_message_loading"] = json!(message.flags & LOADING != 0);
        interaction["response_message_ephemeral"] = json!(message.flags & EPHEMERAL != 0);
        if !matches!(answer, Answer::DeferUpdate) {
            resource["message"] = world.wire_message(message);
        }
    }
    json!({"interaction": interaction, "resource": resource})
}

fn give(world: &mut World, record: &Record, answer: Answer, body: &Body) -> Result<Option<Message>, ApiError> {
    let data = &body.json["data"];
    match answer {
        Answer::Message => {
            check(data, Sending::New)?;
            if limits::is_empty(data, body.files.len()) {
                return Err(error::EMPTY_MESSAGE.into());
            }
            let message = post(world, record, data, body, record.message_kind)?;
            world.interactions.turn(record.id, Stage::Answered, Some(message.id));
            tell(world, record, ReplyKind::First, &message);
            Ok(Some(message))
        }
        Answer::Defer => {
            let flags = data["flags"].as_u64().unwrap_or(0) & EPHEMERAL | LOADING;
            let thinking = Body { json: json!({"data": {"flags": flags}}), files: Vec::new() };
            let message = post(world, record, &thinking.json["data"], &thinking, record.message_kind)?;
            world.interactions.turn(record.id, Stage::Thinking(Instant::now()), Some(message.id));
            let visible_to = message.visible_to;
            world.happened(Event::Deferred { interaction: record.id, to: record.user, visible_to });
            Ok(Some(message))
        }
        Answer::DeferUpdate => {
            world.interactions.turn(record.id, Stage::Answered, record.source);
            Ok(record.source.and_then(|source| any_message(world, record.channel, source)).cloned())
        }
        Answer::Update => {
            check(data, Sending::Edit)?;
            let source = record.source.ok_or(error::UNKNOWN_MESSAGE)?;
            let message = change(world, record, source, data, body)?;
            world.interactions.turn(record.id, Stage::Answered, Some(source));
            tell(world, record, ReplyKind::Update, &message);
            Ok(Some(message))
        }
        Answer::Choices => {
            limits::check_choices(data)?;
            let choices = data["choices"].as_array().cloned().unwrap_or_default();
            if let Some((path, option)) = record.typed_for.clone() {
                world.interactions.offered.insert((record.user, path, option), choices.clone());
            }
            world.interactions.turn(record.id, Stage::Spoken, None);
            world.happened(Event::Choices { interaction: record.id, to: record.user, choices });
            Ok(None)
        }
        Answer::Modal => {
            limits::check_modal(data)?;
            let form = OpenForm {
                from: record.id,
                channel: record.channel,
                source: record.source,
                modal: data.clone(),
                filled: std::collections::BTreeMap::new(),
            };
            world.interactions.forms.insert(record.user, form);
            world.interactions.turn(record.id, Stage::Spoken, None);
            world.happened(Event::Modal { interaction: record.id, to: record.user, modal: data.clone() });
            Ok(None)
        }
    }
}

/// Checks a message that stands under `data`, as Discord names its places.
fn check(data: &Value, sending: Sending) -> Result<(), ApiError> {
    if data.is_null() && sending == Sending::New {
        return Err(error::EMPTY_MESSAGE.into());
    }
    if data.is_null() {
        return Ok(());
    }
    limits::check_message(data, sending).map_err(|errors| ApiError::invalid_form(json!({"data": errors.into_value()})))
}

/// Sends a new message as an answer: private where its flags say so.
pub(super) fn post(
    world: &mut World,
    record: &Record,
    data: &Value,
    body: &Body,
    kind: u64,
) -> Result<Message, ApiError> {
    let mut data = if data.is_object() { data.clone() } else { json!({}) };
    let flags = data["flags"].as_u64().unwrap_or(0);
    data["flags"] = json!(flags & (SETTABLE | LOADING));
    let visible_to = if flags & EPHEMERAL == 0 { Audience::Everyone } else { Audience::Only(record.user) };
    // Answers to buttons, and follow-ups, are shown as replies to what they came from.
    let referred = if kind == 19 { record.original.or(record.source) } else { None };
    if let Some(message) = referred {
        data["message_reference"] = json!({"message_id": message});
    }
    let kind = if kind == 19 && referred.is_none() { 0 } else { kind };
    let mut metadata = record.metadata.clone();
    if let Some(original) = record.original.filter(|original| Some(*original) != record.source) {
        metadata["original_response_message_id"] = json!(original);
    }
    body.check_files(&[])?;
    world.note_pictures("an answer", &data, &body.file_names());
    let files = body.attach(world, record.channel);
    let new = NewMessage {
        channel: record.channel,
        author: world.bot,
        body: data,
        files,
        visible_to,
        answers: Some((record.id, metadata)),
        kind: Some(kind),
        may_ping: visible_to == Audience::Everyone,
    };
    world.create_message(new).ok_or_else(|| error::UNKNOWN_CHANNEL.into())
}

/// Changes a message as an answer.
pub(super) fn change(
    world: &mut World,
    record: &Record,
    message: crate::rehearsal::world::MessageId,
    data: &Value,
    body: &Body,
) -> Result<Message, ApiError> {
    let standing = any_message(world, record.channel, message).ok_or(error::UNKNOWN_MESSAGE)?;
    if would_be_empty(standing, data, body.files.len()) {
        return Err(error::EMPTY_MESSAGE.into());
    }
    body.check_files(&standing.attachments)?;
    let names = body.file_names().into_iter().chain(standing.attachments.iter().map(|file| file.filename.clone()));
    world.note_pictures("a changed answer", data, &names.collect::<Vec<_>>());
    let files = body.attach(world, record.channel);
    let data = if data.is_object() { data.clone() } else { json!({}) };
    let edit = MessageEdit { channel: record.channel, message, body: data, files, answers_interaction: true };
    world.edit_message(edit).ok_or_else(|| error::UNKNOWN_MESSAGE.into())
}

/// Whether nothing would be left to show: what an edit does not name stays.
fn would_be_empty(standing: &Message, data: &Value, files: usize) -> bool {
    let mut after = json!({
        "content": standing.content, "embeds": standing.embeds, "components": standing.components,
    });
    if let (Some(after), Some(data)) = (after.as_object_mut(), data.as_object()) {
        let shown = ["content", "embeds", "components"];
        after.extend(
            data.iter().filter(|(name, _)| shown.contains(&name.as_str())).map(|(k, v)| (k.clone(), v.clone())),
        );
    }
    let kept = data["attachments"].as_array().map_or(standing.attachments.len(), Vec::len);
    limits::is_empty(&after, files + kept)
}

/// Writes an answer into the log.
pub(super) fn tell(world: &World, record: &Record, kind: ReplyKind, message: &Message) {
    world.happened(Event::Reply {
        interaction: record.id,
        to: record.user,
        visible_to: message.visible_to,
        kind,
        message: Box::new(message.clone()),
    });
}
