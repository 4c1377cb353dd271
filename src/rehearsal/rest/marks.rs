//! What is put on messages: reactions and pins; and the sign that somebody is typing.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::{delete, get, post, put};
use axum::{Json, Router};
use serde_json::{Value, json};

use super::error::{self, ApiError};
use super::messages::number;
use super::{App, At};
use crate::rehearsal::limits;
use crate::rehearsal::stand_in::Shared;
use crate::rehearsal::world::{ChannelId, Message, Permissions, UserId, World, wire_time};

/// Pinning had the permission of managing messages until Discord gave it one of its own in 2026; either is enough here.
const PIN_MESSAGES: Permissions = Permissions::from_bits_retain(1 << 51);

pub(super) fn router() -> Router<Arc<Shared>> {
    const REACTIONS: &str = "/channels/{channel}/messages/{message}/reactions";
    Router::new()
        .route(REACTIONS, delete(clear))
        .route(&format!("{REACTIONS}/{{emoji}}"), get(who).delete(clear))
        .route(&format!("{REACTIONS}/{{emoji}}/{{user}}"), put(react).delete(unreact))
        .route("/channels/{channel}/pins", get(pins_before_2025))
        .route("/channels/{channel}/pins/{message}", put(pin).delete(unpin))
        .route("/channels/{channel}/messages/pins", get(pins))
        .route("/channels/{channel}/messages/pins/{message}", put(pin).delete(unpin))
        .route("/channels/{channel}/typing", post(typing))
}

/// The emoji in a path: a character, or `name:id` of one of a server's own.
fn emoji(at: &At) -> Result<String, ApiError> {
    let text = at.text("emoji");
    let custom = text.rsplit_once(':').map(|(name, id)| !name.is_empty() && id.parse::<u64>().is_ok());
    let plain = !text.is_empty() && !text.is_ascii();
    // Keycaps such as "1" with the enclosing mark are not ASCII; plain letters are no emoji.
    if custom.unwrap_or(plain) { Ok(text.to_owned()) } else { Err(error::UNKNOWN_EMOJI.into()) }
}

async fn react(State(app): App, at: At) -> Result<StatusCode, ApiError> {
    let (channel, message, emoji) = (at.channel()?, at.message()?, emoji(&at)?);
    app.world.with(|world| {
        let bot = world.bot;
        if at.user()? != bot {
            return Err(error::BOTS_CANNOT.into());
        }
        world.may_in(channel, Permissions::READ_MESSAGE_HISTORY).map_err(|_| error::MISSING_ACCESS)?;
        let found = world.reach_message(channel, message)?;
        if !found.reactions.iter().any(|one| one.emoji == emoji) {
            world.may_in(channel, Permissions::ADD_REACTIONS)?;
            if found.reactions.len() >= limits::REACTIONS {
                return Err(error::TOO_MANY_REACTIONS.into());
            }
        }
        world.react(channel, message, bot, &emoji);
        Ok(StatusCode::NO_CONTENT)
    })
}

async fn unreact(State(app): App, at: At) -> Result<StatusCode, ApiError> {
    let (channel, message, user, emoji) = (at.channel()?, at.message()?, at.user()?, emoji(&at)?);
    app.world.with(|world| {
        world.reach_message(channel, message)?;
        if user != world.bot {
            world.may_in(channel, Permissions::MANAGE_MESSAGES)?;
        }
        world.unreact(channel, message, user, &emoji);
        Ok(StatusCode::NO_CONTENT)
    })
}

async fn clear(State(app): App, at: At) -> Result<StatusCode, ApiError> {
    let (channel, message) = (at.channel()?, at.message()?);
    let emoji = if at.text("emoji").is_empty() { None } else { Some(emoji(&at)?) };
    app.world.with(|world| {
        world.reach_message(channel, message)?;
        world.may_in(channel, Permissions::MANAGE_MESSAGES)?;
        world.clear_reactions(channel, message, emoji.as_deref());
        Ok(StatusCode::NO_CONTENT)
    })
}

#[derive(Debug, serde::Deserialize)]
struct Page {
    after: Option<String>,
    limit: Option<String>,
}

async fn who(State(app): App, at: At, Query(page): Query<Page>) -> Result<Json<Value>, ApiError> {
    let (channel, message, emoji) = (at.channel()?, at.message()?, emoji(&at)?);
    let limit = number("limit", page.limit.as_deref(), 1, 100)?.unwrap_or(25);
    let after = number("after", page.after.as_deref(), 0, u64::MAX)?.unwrap_or(0);
    app.world.with(|world| {
        let found = world.reach_message(channel, message)?;
        let users = found.reactions.iter().filter(|one| one.emoji == emoji).flat_map(|one| one.users.iter().copied());
        let mut users: Vec<UserId> = users.filter(|user| user.get() > after).collect();
        users.sort();
        let page = users.into_iter().take(usize::try_from(limit).unwrap_or(25));
        Ok(Json(page.filter_map(|user| world.user(user)).map(crate::rehearsal::world::User::wire).collect()))
    })
}

impl World {
    fn may_pin(&self, channel: ChannelId) -> Result<(), ApiError> {
        let direct = self.reach_channel(channel)?.guild.is_none();
        let has = self.permissions_in(channel, self.bot);
        if direct || has.intersects(PIN_MESSAGES | Permissions::MANAGE_MESSAGES) {
            Ok(())
        } else {
            Err(error::MISSING_PERMISSIONS.into())
        }
    }

    /// The pinned messages of a channel, the last pinned first.
    fn pinned_in(&self, channel: ChannelId) -> Vec<&Message> {
        let all = self.messages.get(&channel).into_iter().flat_map(std::collections::BTreeMap::values);
        let mut pinned: Vec<_> = all.filter(|message| message.pinned_at.is_some()).collect();
        pinned.sort_by_key(|message| std::cmp::Reverse((message.pinned_at, message.id)));
        pinned
    }
}

async fn pin(State(app): App, at: At) -> Result<StatusCode, ApiError> {
    let (channel, message) = (at.channel()?, at.message()?);
    app.world.with(|world| {
        world.may_pin(channel)?;
        let already = world.reach_message(channel, message)?.pinned_at.is_some();
        if !already && world.pinned_in(channel).len() >= limits::PINS {
            return Err(error::TOO_MANY_PINS.into());
        }
        world.set_pinned(channel, message, true);
        Ok(StatusCode::NO_CONTENT)
    })
}

async fn unpin(State(app): App, at: At) -> Result<StatusCode, ApiError> {
    let (channel, message) = (at.channel()?, at.message()?);
    app.world.with(|world| {
        world.may_pin(channel)?;
        world.reach_message(channel, message)?;
        world.set_pinned(channel, message, false);
        Ok(StatusCode::NO_CONTENT)
    })
}

async fn pins_before_2025(State(app): App, at: At) -> Result<Json<Value>, ApiError> {
    let channel = at.channel()?;
    app.world.with(|world| {
        world.reach_channel(channel)?;
        Ok(Json(world.pinned_in(channel).into_iter().take(50).map(|message| world.wire_message(message)).collect()))
    })
}

#[derive(Debug, serde::Deserialize)]
struct PinsPage {
    before: Option<String>,
    limit: Option<String>,
}

async fn pins(State(app): App, at: At, Query(page): Query<PinsPage>) -> Result<Json<Value>, ApiError> {
    let channel = at.channel()?;
    let limit = number("limit", page.limit.as_deref(), 1, 50)?.unwrap_or(50);
    let limit = usize::try_from(limit).unwrap_or(50);
    let before: Option<jiff::Timestamp> = page.before.as_deref().and_then(|before| before.parse().ok());
    app.world.with(|world| {
        world.reach_channel(channel)?;
        let mut pinned = world.pinned_in(channel);
        pinned.retain(|message| before.is_none_or(|before| message.pinned_at < Some(before)));
        let has_more = pinned.len() > limit;
        let item = |message: &Message| {
            json!({ "pinned_at": message.pinned_at.map(wire_time), "message": world.wire_message(message) })
        };
        let items: Vec<_> = pinned.into_iter().take(limit).map(item).collect();
        Ok(Json(json!({ "items": items, "has_more": has_more })))
    })
}

async fn typing(State(app): App, at: At) -> Result<StatusCode, ApiError> {
    let channel = at.channel()?;
    app.world.with(|world| {
        let needed = world.reach_channel(channel)?.sending();
        world.may_in(channel, needed)?;
        let bot = world.bot;
        world.typing(channel, bot);
        Ok(StatusCode::NO_CONTENT)
    })
}
