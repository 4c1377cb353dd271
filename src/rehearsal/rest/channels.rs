//! Channels of a server: listing, making, editing, deleting, and what is allowed in them.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, put};
use axum::{Json, Router};
use serde_json::Value;
use twilight_model::id::marker::GenericMarker;

use super::error::{self, ApiError};
use super::{App, At, Body};
use crate::rehearsal::limits;
use crate::rehearsal::stand_in::Shared;
use crate::rehearsal::world::{Channel, ChannelKind, Overwrite, OverwriteKind, Permissions, World, read_id};

/// Channels of a server (30013).
const CHANNELS: usize = 500;

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/guilds/{guild}/channels", get(list).post(create))
        .route("/channels/{channel}", get(one).patch(edit).delete(delete))
        .route("/channels/{channel}/permissions/{overwrite}", put(set_overwrite).delete(remove_overwrite))
}

async fn list(State(app): App, at: At) -> Result<Json<Value>, ApiError> {
    let guild = at.guild()?;
    app.world.with(|world| {
        world.reach_guild(guild)?;
        Ok(Json(world.channels_of(guild).map(|channel| channel.wire(world)).collect()))
    })
}

async fn create(State(app): App, at: At, body: Body) -> Result<(StatusCode, Json<Value>), ApiError> {
    let guild = at.guild()?;
    app.world.with(|world| {
        world.may_in_guild(guild, Permissions::MANAGE_CHANNELS)?;
        if world.channels_of(guild).count() >= CHANNELS {
            return Err(error::TOO_MANY_CHANNELS.into());
        }
        let name = name(&body.json)?
            .ok_or_else(|| ApiError::invalid_field(&["name"], "BASE_TYPE_REQUIRED", "This field is required"))?;
        let number = body.json["type"].as_u64().unwrap_or(0);
        let kind = ChannelKind::from_wire(number)
            .filter(|kind| !matches!(kind, ChannelKind::Direct) && !kind.is_thread())
            .ok_or_else(|| {
                ApiError::invalid_field(&["type"], "BASE_TYPE_CHOICES", "Value must be one of (0, 2, 4, 5, 15).")
            })?;
        let id = world.add_channel_of(guild, &name, kind, |channel| shape(channel, &body.json));
        let id = id.ok_or(error::UNKNOWN_GUILD)?;
        Ok((StatusCode::CREATED, Json(world.channels[&id].wire(world))))
    })
}

/// The name in a body, in the length that Discord takes.
pub(super) fn name(body: &Value) -> Result<Option<String>, ApiError> {
    let Some(name) = body.get("name").filter(|name| !name.is_null()) else { return Ok(None) };
    let name = name.as_str().unwrap_or_default().trim();
    if (1..=limits::CHANNEL_NAME).contains(&name.chars().count()) {
        return Ok(Some(name.to_owned()));
    }
    let words = format!("Must be between 1 and {} in length.", limits::CHANNEL_NAME);
    Err(ApiError::invalid_field(&["name"], "BASE_TYPE_BAD_LENGTH", words))
}

fn shape(channel: &mut Channel, body: &Value) {
    // Text channels are written in small letters with dashes; the others as they are.
    if matches!(channel.kind, ChannelKind::Text | ChannelKind::Announcement | ChannelKind::Forum) {
        channel.name = channel.name.to_lowercase().replace(' ', "-");
    }
    if let Some(topic) = body.get("topic") {
        channel.topic = topic.as_str().map(str::to_owned);
    }
    if let Some(parent) = body.get("parent_id") {
        channel.parent = read_id(parent);
    }
    if let Some(list) = body["permission_overwrites"].as_array() {
        channel.overwrites = list.iter().filter_map(read_overwrite).collect();
    }
    if let Some(tags) = body["available_tags"].as_array() {
        channel.available_tags.clone_from(tags);
    }
    if let Some(flags) = body["flags"].as_u64() {
        channel.requires_tag = flags & (1 << 4) != 0;
    }
    channel.position = body["position"].as_i64().unwrap_or(channel.position);
    channel.slowmode = body["rate_limit_per_user"].as_u64().unwrap_or(channel.slowmode);
    channel.nsfw = body["nsfw"].as_bool().unwrap_or(channel.nsfw);
}

fn read_overwrite(value: &Value) -> Option<Overwrite> {
    read_overwrite_for(read_id::<GenericMarker>(&value["id"])?.get(), value)
}

fn read_overwrite_for(id: u64, value: &Value) -> Option<Overwrite> {
    let kind = match value["type"].as_u64().or_else(|| value["type"].as_str()?.parse().ok())? {
        0 => OverwriteKind::Role,
        1 => OverwriteKind::Member,
        _ => return None,
    };
    let bits = |name: &str| {
        let value = &value[name];
        let bits = value.as_str().and_then(|text| text.parse().ok()).or_else(|| value.as_u64());
        Permissions::from_bits_retain(bits.unwrap_or(0))
    };
    Some(Overwrite { id, kind, allow: bits("allow"), deny: bits("deny") })
}

async fn one(State(app): App, at: At) -> Result<Json<Value>, ApiError> {
    let channel = at.channel()?;
    app.world.with(|world| Ok(Json(world.reach_channel(channel)?.wire(world))))
}

async fn edit(State(app): App, at: At, body: Body) -> Result<Json<Value>, ApiError> {
    let channel = at.channel()?;
    app.world.with(|world| {
        let found = world.reach_channel(channel)?;
        if found.thread.is_some() {
            return super::threads::edit(world, channel, &body.json);
        }
        if found.guild.is_none() {
            return Err(error::DIRECT_MESSAGES_CANNOT.into());
        }
        world.may_in(channel, Permissions::MANAGE_CHANNELS)?;
        if body.json.get("permission_overwrites").is_some() {
            world.may_in(channel, Permissions::MANAGE_ROLES)?;
        }
        let name = name(&body.json)?;
        world.edit_channel(channel, |channel| {
            if let Some(name) = name {
                channel.name = name;
            }
            shape(channel, &body.json);
        });
        Ok(Json(world.channels[&channel].wire(world)))
    })
}

async fn delete(State(app): App, at: At) -> Result<Json<Value>, ApiError> {
    let channel = at.channel()?;
    app.world.with(|world| {
        let found = world.reach_channel(channel)?;
        let wire = found.wire(world);
        if found.guild.is_none() {
            // Closing direct messages only hides them: the next message finds them again.
            return Ok(Json(wire));
        }
        let needed = if found.thread.is_some() { Permissions::MANAGE_THREADS } else { Permissions::MANAGE_CHANNELS };
        world.may_in(channel, needed)?;
        world.remove_channel(channel);
        Ok(Json(wire))
    })
}

async fn set_overwrite(State(app): App, at: At, body: Body) -> Result<StatusCode, ApiError> {
    let (channel, id) = (at.channel()?, at.overwrite()?);
    let wanted = read_overwrite_for(id, &body.json)
        .ok_or_else(|| ApiError::invalid_field(&["type"], "BASE_TYPE_REQUIRED", "This field is required"))?;
    app.world.with(|world| {
        may_change_overwrites(world, channel)?;
        let own = world.permissions_in(channel, world.bot);
        if !own.contains(wanted.allow | wanted.deny) {
            return Err(error::MISSING_PERMISSIONS.into());
        }
        world.edit_channel(channel, |channel| {
            channel.overwrites.retain(|one| one.id != id);
            channel.overwrites.push(wanted);
        });
        Ok(StatusCode::NO_CONTENT)
    })
}

async fn remove_overwrite(State(app): App, at: At) -> Result<StatusCode, ApiError> {
    let (channel, id) = (at.channel()?, at.overwrite()?);
    app.world.with(|world| {
        may_change_overwrites(world, channel)?;
        if !world.channels[&channel].overwrites.iter().any(|one| one.id == id) {
            return Err(error::UNKNOWN_OVERWRITE.into());
        }
        world.edit_channel(channel, |channel| channel.overwrites.retain(|one| one.id != id));
        Ok(StatusCode::NO_CONTENT)
    })
}

fn may_change_overwrites(world: &World, channel: crate::rehearsal::world::ChannelId) -> Result<(), ApiError> {
    let found = world.reach_channel(channel)?;
    if found.guild.is_none() || found.thread.is_some() {
        return Err(error::WRONG_CHANNEL_TYPE.into());
    }
    world.may_in(channel, Permissions::MANAGE_ROLES)
}
