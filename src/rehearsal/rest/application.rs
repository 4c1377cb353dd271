//! What a library asks before and while it logs in: the gateway's address, the application, the bot itself.

use std::sync::Arc;

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::error::{self, ApiError};
use super::{App, At, Body};
use crate::rehearsal::stand_in::Shared;
use crate::rehearsal::world::{Permissions, World, read_id};

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/gateway", get(gateway))
        .route("/gateway/bot", get(gateway_bot))
        .route("/oauth2/applications/@me", get(application))
        .route("/applications/@me", get(application).patch(edit_application))
        .route("/users/@me", get(me).patch(edit_me))
        .route("/users/@me/guilds", get(my_guilds))
        .route("/users/@me/guilds/{guild}", axum::routing::delete(leave))
        .route("/users/@me/channels", axum::routing::post(direct))
        .route("/users/{user}", get(user))
}

async fn gateway(State(app): App) -> Json<Value> {
    Json(json!({ "url": format!("ws://{}", app.address) }))
}

/// So many servers does Discord put on a shard when it recommends a number of shards.
const GUILDS_A_SHARD: usize = 1_000;

async fn gateway_bot(State(app): App) -> Json<Value> {
    let guilds = app.world.with(|world| world.bots_guilds().count());
    Json(json!({
        "url": format!("ws://{}", app.address),
        "shards": guilds.div_ceil(GUILDS_A_SHARD).max(1),
        "session_start_limit": { "total": 1000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": 1 },
    }))
}

impl World {
    /// Discord's Application object.
    pub(in crate::rehearsal) fn wire_application(&self) -> Value {
        let application = &self.application;
        let owner = json!({
            "id": "1", "username": "operator", "global_name": "Operator", "discriminator": "0", "avatar": null,
            "public_flags": 0,
        });
        json!({
            "id": application.id,
            "name": application.name,
            "icon": null,
            "description": "",
            "summary": "",
            "type": null,
            "bot": self.users.get(&self.bot).map(crate::rehearsal::world::User::wire),
            "bot_public": true,
            "bot_require_code_grant": false,
            "verify_key": "0".repeat(64),
            "flags": application.flags,
            "hook": true,
            "owner": owner,
            "team": null,
            "redirect_uris": [],
            "interactions_endpoint_url": null,
            "role_connections_verification_url": null,
            "approximate_guild_count": self.bots_guilds().count(),
            "approximate_user_install_count": self.accounts.len(),
            "integration_types_config": { "0": {}, "1": {} },
            "event_webhooks_status": 1,
        })
    }

    /// Discord's User object of the bot, with what only the bot itself is told.
    pub(in crate::rehearsal) fn wire_self(&self) -> Value {
        let mut me = self.users.get(&self.bot).map_or(Value::Null, crate::rehearsal::world::User::wire);
        for (name, value) in [
            ("verified", json!(true)),
            ("mfa_enabled", json!(true)),
            ("email", Value::Null),
            ("flags", json!(0)),
            ("locale", json!("en-US")),
            ("bio", json!("")),
        ] {
            me[name] = value;
        }
        me
    }
}

async fn application(State(app): App) -> Json<Value> {
    Json(app.world.with(|world| world.wire_application()))
}

async fn edit_application(State(app): App, body: Body) -> Json<Value> {
    Json(app.world.with(|world| {
        if let Some(flags) = body.json["flags"].as_u64() {
            world.application.flags = flags;
        }
        world.wire_application()
    }))
}

async fn me(State(app): App) -> Json<Value> {
    Json(app.world.with(|world| world.wire_self()))
}

async fn edit_me(State(app): App, body: Body) -> Json<Value> {
    Json(app.world.with(|world| {
        let bot = world.bot;
        if let (Some(user), Some(name)) = (world.users.get_mut(&bot), body.json["username"].as_str()) {
            name.clone_into(&mut user.username);
        }
        world.wire_self()
    }))
}

async fn user(State(app): App, at: At) -> Result<Json<Value>, ApiError> {
    let user = at.user()?;
    app.world.with(|world| world.user(user).map(|user| Json(user.wire())).ok_or_else(|| error::UNKNOWN_USER.into()))
}

async fn my_guilds(State(app): App) -> Json<Value> {
    Json(app.world.with(|world| {
        let wire = |guild: &crate::rehearsal::world::Guild| {
            json!({
                "id": guild.id,
                "name": guild.name,
                "icon": null,
                "banner": null,
                "owner": guild.owner == world.bot,
                "permissions": world.permissions_in_guild(guild.id, world.bot).bits().to_string(),
                "features": [],
            })
        };
        world.bots_guilds().map(wire).collect()
    }))
}

async fn leave(State(app): App, at: At) -> Result<axum::http::StatusCode, ApiError> {
    let guild = at.guild()?;
    app.world.with(|world| {
        world.may_in_guild(guild, Permissions::empty()).map_err(|_| error::UNKNOWN_GUILD)?;
        world.remove_bot(guild);
        Ok(axum::http::StatusCode::NO_CONTENT)
    })
}

async fn direct(State(app): App, body: Body) -> Result<Json<Value>, ApiError> {
    let given = &body.json["recipient_id"];
    let id = read_id(given).ok_or_else(|| {
        ApiError::invalid_field(&["recipient_id"], "NUMBER_TYPE_COERCE", format!("Value {given} is not snowflake."))
    })?;
    app.world.with(|world| {
        let known = world.user(id).is_some_and(|user| user.id != world.bot);
        if !known {
            return Err(ApiError::from(error::CANNOT_MESSAGE_USER));
        }
        let channel = world.direct_channel(id);
        Ok(Json(world.channels[&channel].wire(world)))
    })
}
