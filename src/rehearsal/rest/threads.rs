//! Threads and forum posts: starting, joining, putting away, locking (Topics, "Threads").

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use serde_json::{Value, json};
use twilight_model::id::marker::TagMarker;

use super::channels::name;
use super::error::{self, ApiError};
use super::{App, At, Body};
use crate::rehearsal::limits::{self, Sending, Sent};
use crate::rehearsal::stand_in::Shared;
use crate::rehearsal::world::{
    Audience, Channel, ChannelId, ChannelKind, NewMessage, NewThread, Permissions, UserId, World, read_id,
};

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/channels/{channel}/messages/{message}/threads", post(from_message))
        .route("/channels/{channel}/threads", post(start))
        .route("/channels/{channel}/threads/archived/public", get(archived_public))
        .route("/channels/{channel}/threads/archived/private", get(archived_private))
        .route("/channels/{channel}/users/@me/threads/archived/private", get(archived_private))
        .route("/channels/{channel}/thread-members", get(members))
        .route("/channels/{channel}/thread-members/{user}", put(join).delete(leave).get(member))
        .route("/guilds/{guild}/threads/active", get(active))
}

fn required_name(body: &Value) -> Result<String, ApiError> {
    name(body)?.ok_or_else(|| ApiError::invalid_field(&["name"], "BASE_TYPE_REQUIRED", "This field is required"))
}

fn auto_archive(body: &Value) -> Result<Option<u64>, ApiError> {
    let Some(given) = body.get("auto_archive_duration").filter(|given| !given.is_null()) else { return Ok(None) };
    let minutes = given.as_u64().filter(|minutes| matches!(minutes, 60 | 1_440 | 4_320 | 10_080));
    let words = "Value must be one of (60, 1440, 4320, 10080).";
    minutes.map(Some).ok_or_else(|| ApiError::invalid_field(&["auto_archive_duration"], "BASE_TYPE_CHOICES", words))
}

async fn from_message(State(app): App, at: At, body: Body) -> Result<(StatusCode, Json<Value>), ApiError> {
    let (parent, message) = (at.channel()?, at.message()?);
    let (name, minutes) = (required_name(&body.json)?, auto_archive(&body.json)?);
    app.world.with(|world| {
        let kind = match world.reach_channel(parent)?.kind {
            ChannelKind::Text => ChannelKind::PublicThread,
            ChannelKind::Announcement => ChannelKind::AnnouncementThread,
            _ => return Err(error::WRONG_CHANNEL_TYPE.into()),
        };
        world.may_in(parent, Permissions::CREATE_PUBLIC_THREADS | Permissions::READ_MESSAGE_HISTORY)?;
        if world.reach_message(parent, message)?.thread.is_some() {
            return Err(error::THREAD_EXISTS.into());
        }
        started(world, NewThread { from: Some(message), ..new_thread(world, parent, name, kind, minutes) })
    })
}

fn new_thread(world: &World, parent: ChannelId, name: String, kind: ChannelKind, minutes: Option<u64>) -> NewThread {
    NewThread {
        parent,
        from: None,
        name,
        kind,
        owner: world.bot,
        auto_archive_minutes: minutes.unwrap_or(4_320),
        invitable: true,
        applied_tags: Vec::new(),
    }
}

fn started(world: &mut World, new: NewThread) -> Result<(StatusCode, Json<Value>), ApiError> {
    let id = world.start_thread(new).ok_or(error::UNKNOWN_CHANNEL)?;
    Ok((StatusCode::CREATED, Json(world.channels[&id].wire(world))))
}

async fn start(State(app): App, at: At, body: Body) -> Result<(StatusCode, Json<Value>), ApiError> {
    let parent = at.channel()?;
    let (name, minutes) = (required_name(&body.json)?, auto_archive(&body.json)?);
    app.world.with(|world| {
        let place = world.reach_channel(parent)?.kind;
        if place == ChannelKind::Forum {
            return post_in_forum(world, parent, name, minutes, &body);
        }
        let kind = ChannelKind::from_wire(body.json["type"].as_u64().unwrap_or(12));
        let (kind, needed) = match (place, kind) {
            (ChannelKind::Text, Some(kind @ ChannelKind::PublicThread)) => (kind, Permissions::CREATE_PUBLIC_THREADS),
            (ChannelKind::Text, Some(kind @ ChannelKind::PrivateThread)) => (kind, Permissions::CREATE_PRIVATE_THREADS),
            (ChannelKind::Announcement, Some(kind @ ChannelKind::AnnouncementThread)) => {
                (kind, Permissions::CREATE_PUBLIC_THREADS)
            }
            _ => return Err(error::WRONG_CHANNEL_TYPE.into()),
        };
        world.may_in(parent, needed)?;
        let invitable = body.json["invitable"].as_bool().unwrap_or(true);
        started(world, NewThread { invitable, ..new_thread(world, parent, name, kind, minutes) })
    })
}

/// A forum takes a thread with its first message in one.
fn post_in_forum(
    world: &mut World,
    forum: ChannelId,
    name: String,
    minutes: Option<u64>,
    body: &Body,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let Some(message) = body.json.get("message").filter(|message| message.is_object()).cloned() else {
        return Err(ApiError::invalid_field(&["message"], "BASE_TYPE_REQUIRED", "This field is required"));
    };
    let sent = Body { json: message, files: body.files.clone() };
    world.note_reading(
        &format!("POST /channels/{forum}/threads"),
        Sent::Message { files: sent.files.len() },
        &sent.json,
    );
    limits::check_message(&sent.json, Sending::New)?;
    let mut needed = Permissions::SEND_MESSAGES;
    if sent.json["embeds"].as_array().is_some_and(|embeds| !embeds.is_empty()) {
        needed |= Permissions::EMBED_LINKS;
    }
    if !sent.files.is_empty() {
        needed |= Permissions::ATTACH_FILES;
    }
    world.may_in(forum, needed)?;
    if limits::is_empty(&sent.json, sent.files.len()) {
        return Err(error::EMPTY_MESSAGE.into());
    }
    let tags = body.json["applied_tags"].as_array().into_iter().flatten();
    let applied_tags: Vec<String> = tags.filter_map(tag).collect();
    if applied_tags.is_empty() && world.reach_channel(forum)?.requires_tag {
        return Err(error::TAG_REQUIRED.into());
    }
    let new = NewThread { applied_tags, ..new_thread(world, forum, name, ChannelKind::PublicThread, minutes) };
    sent.check_files(&[])?;
    world.note_pictures(&format!("POST /channels/{forum}/threads"), &sent.json, &sent.file_names());
    let thread = world.start_thread(new).ok_or(error::UNKNOWN_CHANNEL)?;
    let files = sent.attach(world, thread);
    let first = world.create_message(NewMessage {
        channel: thread,
        author: world.bot,
        body: sent.json,
        files,
        visible_to: Audience::Everyone,
        answers: None,
        kind: None,
        may_ping: true,
    });
    let mut wire = world.channels[&thread].wire(world);
    wire["message"] = json!(first.map(|first| world.wire_message(&first)));
    Ok((StatusCode::CREATED, Json(wire)))
}

fn tag(tag: &Value) -> Option<String> {
    read_id::<TagMarker>(tag).map(|tag| tag.to_string())
}

/// What Modify Channel does to a thread.
pub(super) fn edit(world: &mut World, thread: ChannelId, body: &Value) -> Result<Json<Value>, ApiError> {
    let (name, minutes) = (name(body)?, auto_archive(body)?);
    let found = world.reach_channel(thread)?;
    let state = found.thread.as_ref().ok_or(error::WRONG_CHANNEL_TYPE)?;
    let manages = world.permissions_in(thread, world.bot).contains(Permissions::MANAGE_THREADS);
    let owns = state.owner == world.bot;
    let only_reopens = body.as_object().is_some_and(|body| body.keys().all(|key| key == "archived"))
        && body["archived"] == false
        && !state.locked;
    let locks = body.get("locked").is_some_and(|locked| locked.as_bool() != Some(state.locked));
    if !manages && (locks || state.locked || !(owns || only_reopens)) {
        return Err(error::MISSING_PERMISSIONS.into());
    }
    let reopens = body["archived"] == false;
    if state.archived && !reopens && !manages {
        return Err(error::THREAD_ARCHIVED.into());
    }
    let now = world.now();
    world.edit_channel(thread, |channel| {
        if let Some(name) = name {
            channel.name = name;
        }
        channel.slowmode = body["rate_limit_per_user"].as_u64().unwrap_or(channel.slowmode);
        let Some(state) = &mut channel.thread else { return };
        state.locked = body["locked"].as_bool().unwrap_or(state.locked);
        state.invitable = body["invitable"].as_bool().unwrap_or(state.invitable);
        state.auto_archive_minutes = minutes.unwrap_or(state.auto_archive_minutes);
        let archived = body["archived"].as_bool().unwrap_or(state.archived);
        if archived != state.archived {
            state.archived = archived;
            state.archived_at = now;
        }
        if let Some(tags) = body["applied_tags"].as_array() {
            state.applied_tags = tags.iter().filter_map(tag).collect();
        }
    });
    Ok(Json(world.channels[&thread].wire(world)))
}

impl World {
    /// The thread, where the bot sees it and it is not put away.
    fn reach_open_thread(&self, thread: ChannelId) -> Result<&Channel, ApiError> {
        let found = self.reach_channel(thread)?;
        let state = found.thread.as_ref().ok_or(error::WRONG_CHANNEL_TYPE)?;
        if state.archived { Err(error::THREAD_ARCHIVED.into()) } else { Ok(found) }
    }
}

async fn join(State(app): App, at: At) -> Result<StatusCode, ApiError> {
    let (thread, user) = (at.channel()?, at.user()?);
    app.world.with(|world| {
        world.reach_open_thread(thread)?;
        if user != world.bot {
            world.user(user).ok_or(error::UNKNOWN_USER)?;
            world.may_in(thread, Permissions::SEND_MESSAGES_IN_THREADS)?;
        }
        world.set_thread_member(thread, user, true);
        Ok(StatusCode::NO_CONTENT)
    })
}

async fn leave(State(app): App, at: At) -> Result<StatusCode, ApiError> {
    let (thread, user) = (at.channel()?, at.user()?);
    app.world.with(|world| {
        let found = world.reach_open_thread(thread)?;
        let own_private = found.kind == ChannelKind::PrivateThread
            && found.thread.as_ref().is_some_and(|state| state.owner == world.bot);
        if user != world.bot && !own_private {
            world.may_in(thread, Permissions::MANAGE_THREADS)?;
        }
        world.set_thread_member(thread, user, false);
        Ok(StatusCode::NO_CONTENT)
    })
}

fn inside(world: &World, thread: ChannelId) -> Result<Vec<UserId>, ApiError> {
    let state = world.reach_channel(thread)?.thread.as_ref().ok_or(error::WRONG_CHANNEL_TYPE)?;
    Ok(state.members.iter().copied().collect())
}

async fn members(State(app): App, at: At) -> Result<Json<Value>, ApiError> {
    let thread = at.channel()?;
    app.world.with(|world| {
        let members = inside(world, thread)?;
        let channel = &world.channels[&thread];
        Ok(Json(members.into_iter().map(|user| channel.wire_thread_member(user, world)).collect()))
    })
}

async fn member(State(app): App, at: At) -> Result<Json<Value>, ApiError> {
    let (thread, user) = (at.channel()?, at.user()?);
    app.world.with(|world| {
        if !inside(world, thread)?.contains(&user) {
            return Err(error::UNKNOWN_MEMBER.into());
        }
        Ok(Json(world.channels[&thread].wire_thread_member(user, world)))
    })
}

fn listed(world: &World, threads: &[&Channel]) -> Value {
    let own =
        threads.iter().filter(|thread| thread.thread.as_ref().is_some_and(|state| state.members.contains(&world.bot)));
    json!({
        "threads": threads.iter().map(|thread| thread.wire(world)).collect::<Vec<_>>(),
        "members": own.map(|thread| thread.wire_thread_member(world.bot, world)).collect::<Vec<_>>(),
        "has_more": false,
    })
}

async fn active(State(app): App, at: At) -> Result<Json<Value>, ApiError> {
    let guild = at.guild()?;
    app.world.with(|world| {
        world.reach_guild(guild)?;
        let open = |channel: &&Channel| {
            let sees = world.permissions_in(channel.id, world.bot).contains(Permissions::VIEW_CHANNEL);
            channel.guild == Some(guild) && sees && channel.thread.as_ref().is_some_and(|state| !state.archived)
        };
        let mut wire = listed(world, &world.channels.values().filter(open).collect::<Vec<_>>());
        if let Some(wire) = wire.as_object_mut() {
            wire.remove("has_more");
        }
        Ok(Json(wire))
    })
}

async fn archived_public(State(app): App, at: At) -> Result<Json<Value>, ApiError> {
    archived(&app, &at, false)
}

async fn archived_private(State(app): App, at: At) -> Result<Json<Value>, ApiError> {
    archived(&app, &at, true)
}

fn archived(app: &Arc<Shared>, at: &At, private: bool) -> Result<Json<Value>, ApiError> {
    let parent = at.channel()?;
    app.world.with(|world| {
        world.may_in(parent, Permissions::READ_MESSAGE_HISTORY)?;
        let away = |channel: &&Channel| {
            let sees = world.permissions_in(channel.id, world.bot).contains(Permissions::VIEW_CHANNEL);
            let kind = (channel.kind == ChannelKind::PrivateThread) == private;
            channel.parent == Some(parent) && kind && sees && channel.thread.as_ref().is_some_and(|one| one.archived)
        };
        Ok(Json(listed(world, &world.channels.values().filter(away).collect::<Vec<_>>())))
    })
}
