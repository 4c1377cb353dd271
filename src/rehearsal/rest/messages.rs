//! Messages: sending, reading, editing, deleting.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::ToSpan as _;
use serde_json::{Value, json};

use super::error::{self, ApiError};
use super::{App, At, Body};
use crate::rehearsal::limits::{self, Sending, Sent};
use crate::rehearsal::stand_in::Shared;
use crate::rehearsal::world::{
    Audience, Channel, ChannelId, ChannelKind, Message, MessageEdit, MessageId, NewMessage, Permissions, SameNonce,
    World, read_id,
};

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/channels/{channel}/messages", get(list).post(create))
        .route("/channels/{channel}/messages/bulk-delete", post(delete_many))
        .route("/channels/{channel}/messages/{message}", get(one).patch(edit).delete(delete))
        .route("/channels/{channel}/messages/{message}/crosspost", post(crosspost))
}

async fn create(State(app): App, at: At, body: Body) -> Result<Json<Value>, ApiError> {
    let channel = at.channel()?;
    app.world.with(|world| {
        world.note_reading(
            &format!("POST /channels/{channel}/messages"),
            Sent::Message { files: body.files.len() },
            &body.json,
        );
        let message = world.send_as_bot(channel, &body)?;
        Ok(Json(world.wire_message(&message)))
    })
}

impl World {
    /// What Create Message does: everything is checked, then the bot's message is sent.
    pub(super) fn send_as_bot(&mut self, channel: ChannelId, body: &Body) -> Result<Message, ApiError> {
        let bot = self.bot;
        limits::check_message(&body.json, Sending::New)?;
        self.may_send(channel, body)?;
        if limits::is_empty(&body.json, body.files.len()) {
            return Err(error::EMPTY_MESSAGE.into());
        }
        self.check_reference(channel, &body.json)?;
        if body.json["enforce_nonce"] == true
            && let Some(nonce) = body.json.get("nonce").filter(|nonce| !nonce.is_null())
        {
            match self.same_nonce(channel, bot, nonce) {
                Some(SameNonce::Stands(message)) => return Ok(*message),
                Some(SameNonce::Deleted) => return Err(error::UNKNOWN_MESSAGE.into()),
                None => {}
            }
        }
        body.check_files(&[])?;
        self.note_pictures(&format!("POST /channels/{channel}/messages"), &body.json, &body.file_names());
        let files = body.attach(self, channel);
        let new = NewMessage {
            channel,
            author: bot,
            body: body.json.clone(),
            files,
            visible_to: Audience::Everyone,
            answers: None,
            kind: None,
            may_ping: true,
        };
        self.create_message(new).ok_or_else(|| error::UNKNOWN_CHANNEL.into())
    }

    /// Whether the bot may send that there.
    fn may_send(&self, channel: ChannelId, body: &Body) -> Result<(), ApiError> {
        let found = self.reach_channel(channel)?;
        if !found.kind.takes_messages() {
            return Err(error::NOT_A_TEXT_CHANNEL.into());
        }
        if found.recipient.and_then(|user| self.user(user)).is_some_and(|user| user.refuses_dms) {
            return Err(error::CANNOT_MESSAGE_USER.into());
        }
        let mut needed = found.sending();
        if body.json["embeds"].as_array().is_some_and(|embeds| !embeds.is_empty()) {
            needed |= Permissions::EMBED_LINKS;
        }
        if !body.files.is_empty() {
            needed |= Permissions::ATTACH_FILES;
        }
        if body.json["tts"] == true {
            needed |= Permissions::SEND_TTS_MESSAGES;
        }
        self.may_in(channel, needed)?;
        self.may_write_in_thread(found)
    }

    /// A locked thread takes nothing from those who do not manage threads; an archived one is taken up again.
    pub(super) fn may_write_in_thread(&self, thread: &Channel) -> Result<(), ApiError> {
        let Some(state) = &thread.thread else { return Ok(()) };
        let manages = self.permissions_in(thread.id, self.bot).contains(Permissions::MANAGE_THREADS);
        if state.locked && !manages { Err(error::THREAD_LOCKED.into()) } else { Ok(()) }
    }

    fn check_reference(&self, channel: ChannelId, body: &Value) -> Result<(), ApiError> {
        let Some(reference) = body.get("message_reference").filter(|reference| !reference.is_null()) else {
            return Ok(());
        };
        if !self.permissions_in(channel, self.bot).contains(Permissions::READ_MESSAGE_HISTORY) {
            return Err(error::NO_HISTORY_FOR_REPLY.into());
        }
        let found = self.replied_to(channel, body).is_some() || reference["type"] == 1;
        if found || reference["fail_if_not_exists"] == false {
            return Ok(());
        }
        Err(ApiError::invalid_field(&["message_reference"], "REPLIES_UNKNOWN_MESSAGE", "Unknown message"))
    }
}

#[derive(Debug, serde::Deserialize)]
struct Around {
    around: Option<String>,
    before: Option<String>,
    after: Option<String>,
    limit: Option<String>,
}

async fn list(State(app): App, at: At, Query(asked): Query<Around>) -> Result<Json<Value>, ApiError> {
    let channel = at.channel()?;
    let limit = number("limit", asked.limit.as_deref(), 1, 100)?.unwrap_or(50);
    let limit = usize::try_from(limit).unwrap_or(50);
    let around = number("around", asked.around.as_deref(), 0, u64::MAX)?;
    let before = number("before", asked.before.as_deref(), 0, u64::MAX)?;
    let after = number("after", asked.after.as_deref(), 0, u64::MAX)?;
    app.world.with(|world| {
        let found = world.reach_channel(channel)?;
        if !found.kind.takes_messages() {
            return Err(error::NOT_A_TEXT_CHANNEL.into());
        }
        let readable = world.permissions_in(channel, world.bot).contains(Permissions::READ_MESSAGE_HISTORY);
        let all = || world.messages.get(&channel).into_iter().flat_map(std::collections::BTreeMap::values);
        let seen = || all().filter(|message| readable && message.visible_to == Audience::Everyone);
        // Newest first in any case, as Discord answers.
        let mut page: Vec<&Message> = if let Some(id) = around {
            let half = limit / 2;
            let older = seen().rev().filter(|message| message.id.get() < id).take(half);
            let mut page: Vec<_> = seen().filter(|message| message.id.get() >= id).take(limit - half).collect();
            page.reverse();
            page.extend(older);
            page
        } else if let Some(id) = before {
            seen().rev().filter(|message| message.id.get() < id).take(limit).collect()
        } else if let Some(id) = after {
            let mut page: Vec<_> = seen().filter(|message| message.id.get() > id).take(limit).collect();
            page.reverse();
            page
        } else {
            seen().rev().take(limit).collect()
        };
        page.truncate(limit);
        Ok(Json(page.into_iter().map(|message| world.wire_message(message)).collect()))
    })
}

/// A number out of the query. Text that is none is 50035, as for every parameter.
pub(super) fn number(name: &str, text: Option<&str>, least: u64, most: u64) -> Result<Option<u64>, ApiError> {
    let Some(text) = text else { return Ok(None) };
    let Ok(number) = text.parse::<u64>() else {
        let words = format!("Value \"{text}\" is not int.");
        return Err(ApiError::invalid_field(&[name], "NUMBER_TYPE_COERCE", words));
    };
    let (code, words) = if number > most {
        ("NUMBER_TYPE_MAX", format!("int value should be less than or equal to {most}."))
    } else if number < least {
        ("NUMBER_TYPE_MIN", format!("int value should be greater than or equal to {least}."))
    } else {
        return Ok(Some(number));
    };
    Err(ApiError::invalid_field(&[name], code, words))
}

async fn one(State(app): App, at: At) -> Result<Json<Value>, ApiError> {
    let (channel, message) = (at.channel()?, at.message()?);
    app.world.with(|world| Ok(Json(world.wire_message(world.reach_message(channel, message)?))))
}

async fn edit(State(app): App, at: At, body: Body) -> Result<Json<Value>, ApiError> {
    let (channel, message) = (at.channel()?, at.message()?);
    app.world.with(|world| {
        world.note_reading(&format!("PATCH /channels/{channel}/messages/{message}"), Sent::Edit, &body.json);
        let found = world.reach_message(channel, message)?;
        let only_flags = body.json.as_object().is_some_and(|body| body.keys().all(|key| key == "flags"));
        if found.author != world.bot {
            // Others may only hide the embeds of somebody's message.
            world.may_in(channel, Permissions::MANAGE_MESSAGES).map_err(|_| error::NOT_THE_AUTHOR)?;
            if !only_flags {
                return Err(error::NOT_THE_AUTHOR.into());
            }
        }
        limits::check_message(&body.json, Sending::Edit)?;
        if found.is_empty_after(&body) {
            return Err(error::EMPTY_MESSAGE.into());
        }
        if let Some(thread) = world.channels.get(&channel) {
            let archived = thread.thread.as_ref().is_some_and(|state| state.archived);
            if archived {
                return Err(error::THREAD_ARCHIVED.into());
            }
        }
        body.check_files(&found.attachments)?;
        let files = body.attach(world, channel);
        let change = MessageEdit { channel, message, body: body.json, files, answers_interaction: false };
        let edited = world.edit_message(change).ok_or(error::UNKNOWN_MESSAGE)?;
        Ok(Json(world.wire_message(&edited)))
    })
}

impl Message {
    /// Whether nothing would be left to see after that change.
    pub(in crate::rehearsal) fn is_empty_after(&self, body: &Body) -> bool {
        let json = &body.json;
        let list = |name: &str, there: bool| {
            json.get(name).map_or(there, |list| list.as_array().is_some_and(|list| !list.is_empty()))
        };
        let words = json.get("content").map_or(!self.content.is_empty(), |content| {
            content.as_str().is_some_and(|content| !content.trim().is_empty())
        });
        let files = !body.files.is_empty() || list("attachments", !self.attachments.is_empty());
        !words && !files && !list("embeds", !self.embeds.is_empty()) && !list("components", !self.components.is_empty())
    }
}

async fn delete(State(app): App, at: At) -> Result<StatusCode, ApiError> {
    let (channel, message) = (at.channel()?, at.message()?);
    app.world.with(|world| {
        let found = world.reach_message(channel, message)?;
        let direct = found.guild.is_none();
        if found.author != world.bot {
            if direct {
                return Err(error::DIRECT_MESSAGES_CANNOT.into());
            }
            world.may_in(channel, Permissions::MANAGE_MESSAGES)?;
        }
        let bot = world.bot;
        world.delete_message(channel, message, bot);
        Ok(StatusCode::NO_CONTENT)
    })
}

async fn delete_many(State(app): App, at: At, body: Body) -> Result<StatusCode, ApiError> {
    let channel = at.channel()?;
    let ids = body.json["messages"].as_array().cloned().unwrap_or_default();
    let ids: Vec<MessageId> = ids.iter().filter_map(read_id).collect();
    app.world.with(|world| {
        if world.reach_channel(channel)?.guild.is_none() {
            return Err(error::DIRECT_MESSAGES_CANNOT.into());
        }
        world.may_in(channel, Permissions::MANAGE_MESSAGES)?;
        if !(2..=100).contains(&ids.len()) {
            return Err(error::BAD_BULK_DELETE.into());
        }
        let oldest = world.now().checked_sub((14 * 24).hours()).unwrap_or(jiff::Timestamp::MIN);
        let too_old = |id: &MessageId| world.message(channel, *id).is_some_and(|found| found.sent_at < oldest);
        if ids.iter().any(too_old) {
            return Err(error::MESSAGES_TOO_OLD.into());
        }
        world.delete_messages(channel, &ids);
        Ok(StatusCode::NO_CONTENT)
    })
}

async fn crosspost(State(app): App, at: At) -> Result<Json<Value>, ApiError> {
    let (channel, message) = (at.channel()?, at.message()?);
    app.world.with(|world| {
        if world.reach_channel(channel)?.kind != ChannelKind::Announcement {
            return Err(error::WRONG_CHANNEL_TYPE.into());
        }
        let found = world.reach_message(channel, message)?;
        let mut wire = world.wire_message(found);
        wire["flags"] = json!(found.flags | 1);
        Ok(Json(wire))
    })
}
