//! The payloads that the gateway sends, as Discord shapes them: every one carries `t`, `s`, `op` and `d`.

use serde_json::{Value, json};

use super::intents::minds;
use super::wire::op;
use crate::rehearsal::stand_in::Shared;
use crate::rehearsal::world::{UserId, World};

/// An event, numbered within its session.
pub(crate) fn dispatch(name: &str, seq: u64, data: Value) -> Value {
    json!({"t": name, "s": seq, "op": op::DISPATCH, "d": data})
}

/// Anything that is no event.
pub(crate) fn control(op: u64, data: Value) -> Value {
    json!({"t": null, "s": null, "op": op, "d": data})
}

/// The first payload of a connection; the interval is in milliseconds.
pub(crate) fn hello(heartbeat_interval: u64) -> Value {
    control(op::HELLO, json!({"heartbeat_interval": heartbeat_interval, "_trace": ["[\"stand-in\",{\"micros\":0.0}]"]}))
}

/// What a session is told of the place it logs in to. Taken from the world in one look.
#[derive(Clone, Debug)]
pub(crate) struct Backdrop {
    /// The token that identifies and resumes.
    pub(crate) token: String,
    /// The bot's id, which is also the application's.
    pub(crate) bot: UserId,
    /// The bot's user object, as the bot itself sees it.
    pub(crate) user: Value,
    /// `{id, flags}` of the application.
    pub(crate) application: Value,
    /// Where a client is to resume.
    pub(crate) gateway_url: String,
    /// The bot's guilds that the shard minds: the GUILD_CREATE body, or `None` for one in an outage.
    pub(crate) guilds: Vec<(u64, Option<Value>)>,
}

impl Backdrop {
    /// What `world` looks like at this moment to that shard: its number, and how many there are.
    pub(super) fn of(world: &World, shared: &Shared, shard: (u64, u64)) -> Self {
        let mut user = world.user(world.bot).map_or(Value::Null, |user| user.wire());
        user["verified"] = json!(true);
        user["mfa_enabled"] = json!(true);
        user["email"] = Value::Null;
        user["flags"] = json!(0);
        let create = |id, unavailable: bool| if unavailable { None } else { world.wire_guild_create(id) };
        let minded = world.bots_guilds().filter(|guild| minds(shard, guild.id.get()));
        let guilds = minded.map(|guild| (guild.id.get(), create(guild.id, guild.unavailable)));
        Self {
            token: shared.token.clone(),
            bot: world.bot,
            user,
            application: json!({"id": world.application.id, "flags": world.application.flags}),
            gateway_url: format!("ws://{}", shared.address),
            guilds: guilds.collect(),
        }
    }
}

/// The body of READY for a shard that minds `guilds`.
pub(crate) fn ready(backdrop: &Backdrop, version: u8, session: &str, shard: (u64, u64), guilds: &[u64]) -> Value {
    let guilds: Vec<Value> = guilds.iter().map(|id| json!({"id": id.to_string(), "unavailable": true})).collect();
    json!({
        "v": version,
        "user_settings": {},
        "user": backdrop.user,
        "session_type": "normal",
        "session_id": session,
        "resume_gateway_url": backdrop.gateway_url,
        "relationships": [],
        "private_channels": [],
        "presences": [],
        "guilds": guilds,
        "guild_join_requests": [],
        "geo_ordered_rtc_regions": [],
        "game_relationships": [],
        "auth": {},
        "application": backdrop.application,
        "shard": [shard.0, shard.1],
        "_trace": ["[\"stand-in\",{\"micros\":0.0}]"],
    })
}
