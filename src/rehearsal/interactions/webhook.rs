//! What may be said after the first answer: edits of it and follow-ups, for fifteen minutes, by the token alone.
//!
//! Source: Discord's "Receiving and Responding", "Followup Messages" and "Interaction Endpoints".

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::Value;

use super::book::{Record, Stage};
use super::callback::{LOADING, change, post, tell};
use super::payload::any_message;
use crate::rehearsal::events::ReplyKind;
use crate::rehearsal::limits::{self, Sending, Sent};
use crate::rehearsal::rest::error::{self, ApiError};
use crate::rehearsal::rest::{App, At, Body};
use crate::rehearsal::world::{MessageId, World};

/// The interaction that the token belongs to, as long as it lives.
fn record(world: &World, at: &At) -> Result<Record, ApiError> {
    let found = world.interactions.by_token(at.text("token")).ok_or(error::INVALID_WEBHOOK_TOKEN)?;
    if at.text("application") != world.application.id.to_string() {
        return Err(error::UNKNOWN_WEBHOOK.into());
    }
    if found.over(world.now()) {
        return Err(error::INVALID_WEBHOOK_TOKEN.into());
    }
    match found.stage {
        // Before the first answer, and without one, there is nothing behind the token yet.
        Stage::Waiting | Stage::Unanswered => Err(error::UNKNOWN_WEBHOOK.into()),
        Stage::Thinking(_) | Stage::Answered | Stage::Spoken => Ok(found.clone()),
    }
}

/// The message that a path means: `@original`, or one that answers this interaction.
fn named(world: &World, at: &At, record: &Record) -> Result<MessageId, ApiError> {
    let id = match at.text("message") {
        "@original" => record.original.ok_or(error::UNKNOWN_MESSAGE)?,
        _ => at.message()?,
    };
    let found = any_message(world, record.channel, id).ok_or(error::UNKNOWN_MESSAGE)?;
    let belongs = record.original == Some(id) || found.interaction == Some(record.id);
    if belongs { Ok(id) } else { Err(error::UNKNOWN_MESSAGE.into()) }
}

/// `POST /webhooks/{application}/{token}`
pub(super) async fn follow_up(State(app): App, at: At, body: Body) -> Result<Json<Value>, ApiError> {
    app.world.with(|world| {
        let record = record(world, &at)?;
        let request = format!("POST /webhooks/{}/...", world.application.id);
        world.note_reading(&request, Sent::Message { files: body.files.len() }, &body.json);
        limits::check_message(&body.json, Sending::New)?;
        if limits::is_empty(&body.json, body.files.len()) {
            return Err(error::EMPTY_MESSAGE.into());
        }
        // "When using this endpoint directly after responding with a deferral, it will function as Edit Original".
        if let (Stage::Thinking(_), Some(original)) = (record.stage, record.original) {
            return edit_answer(world, &record, original, &body);
        }
        let message = post(world, &record, &body.json, &body, 19)?;
        tell(world, &record, ReplyKind::FollowUp, &message);
        Ok(Json(world.wire_message(&message)))
    })
}

/// `GET /webhooks/{application}/{token}/messages/{message}`
pub(super) async fn read(State(app): App, at: At) -> Result<Json<Value>, ApiError> {
    app.world.with(|world| {
        let record = record(world, &at)?;
        let id = named(world, &at, &record)?;
        let message = any_message(world, record.channel, id).ok_or(error::UNKNOWN_MESSAGE)?;
        Ok(Json(world.wire_message(message)))
    })
}

/// `PATCH /webhooks/{application}/{token}/messages/{message}`
pub(super) async fn edit(State(app): App, at: At, body: Body) -> Result<Json<Value>, ApiError> {
    app.world.with(|world| {
        let record = record(world, &at)?;
        let request = format!("PATCH /webhooks/{}/.../messages/{}", world.application.id, at.text("message"));
        world.note_reading(&request, Sent::Edit, &body.json);
        let id = named(world, &at, &record)?;
        limits::check_message(&body.json, Sending::Edit)?;
        edit_answer(world, &record, id, &body)
    })
}

fn edit_answer(world: &mut World, record: &Record, id: MessageId, body: &Body) -> Result<Json<Value>, ApiError> {
    let thinking = any_message(world, record.channel, id).is_some_and(|message| message.flags & LOADING != 0);
    // The dots go with the edit and not before it: an edit that is refused leaves them.
    let standing = |world: &mut World, on: bool| {
        let message = world.messages.get_mut(&record.channel).and_then(|list| list.get_mut(&id));
        if let (Some(message), true) = (message, thinking) {
            message.flags = if on { message.flags | LOADING } else { message.flags & !LOADING };
        }
    };
    standing(world, false);
    let edited = change(world, record, id, &body.json, body);
    if edited.is_err() {
        standing(world, true);
    }
    let message = edited?;
    let kind = if Some(id) == record.source { ReplyKind::Update } else { ReplyKind::Edit };
    if thinking {
        world.interactions.turn(record.id, Stage::Answered, None);
    }
    tell(world, record, kind, &message);
    Ok(Json(world.wire_message(&message)))
}

/// `DELETE /webhooks/{application}/{token}/messages/{message}`
pub(super) async fn delete(State(app): App, at: At) -> Result<StatusCode, ApiError> {
    app.world.with(|world| {
        let record = record(world, &at)?;
        let id = named(world, &at, &record)?;
        let bot = world.bot;
        world.delete_message(record.channel, id, bot);
        if record.original == Some(id) && matches!(record.stage, Stage::Thinking(_)) {
            world.interactions.turn(record.id, Stage::Answered, None);
        }
        Ok(StatusCode::NO_CONTENT)
    })
}
