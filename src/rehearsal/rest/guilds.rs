//! Servers, their roles and their members.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::{get, patch, put};
use axum::{Json, Router};
use serde_json::{Value, json};

use super::error::{self, ApiError};
use super::messages::number;
use super::{App, At, Body};
use crate::rehearsal::stand_in::Shared;
use crate::rehearsal::world::{GuildId, Member, Permissions, Role, RoleId, UserId, World, read_id};

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/guilds/{guild}", get(one).patch(edit))
        .route("/guilds/{guild}/preview", get(one))
        .route("/guilds/{guild}/roles", get(roles).post(create_role))
        .route("/guilds/{guild}/roles/{role}", get(role).patch(edit_role).delete(delete_role))
        .route("/guilds/{guild}/members", get(members))
        .route("/guilds/{guild}/members/search", get(search))
        .route("/guilds/{guild}/members/@me", patch(edit_self))
        .route("/guilds/{guild}/members/{user}", get(member).patch(edit_member).delete(kick))
        .route("/guilds/{guild}/members/{user}/roles/{role}", put(give_role).delete(take_role))
        .route("/users/@me/guilds/{guild}/member", get(own_member))
}

#[derive(Debug, serde::Deserialize)]
struct Counted {
    with_counts: Option<String>,
}

async fn one(State(app): App, at: At, Query(asked): Query<Counted>) -> Result<Json<Value>, ApiError> {
    let guild = at.guild()?;
    app.world.with(|world| {
        let guild = world.reach_guild(guild)?;
        let mut wire = world.wire_guild(guild);
        if asked.with_counts.as_deref() == Some("true") {
            wire["approximate_member_count"] = json!(guild.members.len());
            wire["approximate_presence_count"] = json!(guild.members.len());
        }
        Ok(Json(wire))
    })
}

async fn edit(State(app): App, at: At, body: Body) -> Result<Json<Value>, ApiError> {
    let guild = at.guild()?;
    app.world.with(|world| {
        world.may_in_guild(guild, Permissions::MANAGE_GUILD)?;
        let system = body.json.get("system_channel_id").map(read_id);
        let found = world.guilds.get_mut(&guild).ok_or(error::UNKNOWN_GUILD)?;
        if let Some(name) = body.json["name"].as_str() {
            name.clone_into(&mut found.name);
        }
        if let Some(locale) = body.json["preferred_locale"].as_str() {
            locale.clone_into(&mut found.locale);
        }
        if let Some(system) = system {
            found.system_channel = system;
        }
        world.tell_guild_changed(guild);
        Ok(Json(world.wire_guild(&world.guilds[&guild])))
    })
}

async fn roles(State(app): App, at: At) -> Result<Json<Value>, ApiError> {
    let guild = at.guild()?;
    app.world.with(|world| Ok(Json(world.reach_guild(guild)?.roles.values().map(Role::wire).collect())))
}

async fn role(State(app): App, at: At) -> Result<Json<Value>, ApiError> {
    let (guild, role) = (at.guild()?, at.role()?);
    app.world.with(|world| {
        let found = world.reach_guild(guild)?.roles.get(&role).ok_or(error::UNKNOWN_ROLE)?;
        Ok(Json(found.wire()))
    })
}

impl World {
    /// The place of the bot's highest role: it may only touch roles and members below.
    fn bots_height(&self, guild: GuildId) -> i64 {
        self.height(guild, self.bot)
    }

    fn height(&self, guild: GuildId, user: UserId) -> i64 {
        let Some(guild) = self.guilds.get(&guild) else { return 0 };
        if guild.owner == user {
            return i64::MAX;
        }
        let held = guild.members.get(&user).map(|member| &member.roles);
        let held = held.into_iter().flatten().filter_map(|role| guild.roles.get(role));
        held.map(|role| role.position).max().unwrap_or(0)
    }

    /// Whether the bot may give, take, change or delete that role.
    fn may_touch_role(&self, guild: GuildId, role: RoleId) -> Result<(), ApiError> {
        self.may_in_guild(guild, Permissions::MANAGE_ROLES)?;
        let found = self.reach_guild(guild)?.roles.get(&role).ok_or(error::UNKNOWN_ROLE)?;
        let below = found.position < self.bots_height(guild);
        if below { Ok(()) } else { Err(error::MISSING_PERMISSIONS.into()) }
    }
}

fn permissions(body: &Value) -> Option<Permissions> {
    let value = &body["permissions"];
    let bits = value.as_str().and_then(|text| text.parse().ok()).or_else(|| value.as_u64())?;
    Some(Permissions::from_bits_retain(bits))
}

fn shape_role(role: &mut Role, body: &Value) {
    if let Some(name) = body["name"].as_str() {
        name.clone_into(&mut role.name);
    }
    if let Some(permissions) = permissions(body) {
        role.permissions = permissions;
    }
    if let Some(color) = body["color"].as_u64() {
        role.color = u32::try_from(color).unwrap_or(0);
    }
    role.hoist = body["hoist"].as_bool().unwrap_or(role.hoist);
    role.mentionable = body["mentionable"].as_bool().unwrap_or(role.mentionable);
}

/// The bot cannot give what it does not have.
fn within_own(world: &World, guild: GuildId, body: &Value) -> Result<(), ApiError> {
    let wanted = permissions(body).unwrap_or(Permissions::empty());
    let own = world.permissions_in_guild(guild, world.bot);
    if own.contains(wanted) { Ok(()) } else { Err(error::MISSING_PERMISSIONS.into()) }
}

async fn create_role(State(app): App, at: At, body: Body) -> Result<Json<Value>, ApiError> {
    let guild = at.guild()?;
    app.world.with(|world| {
        world.may_in_guild(guild, Permissions::MANAGE_ROLES)?;
        within_own(world, guild, &body.json)?;
        let id = world.add_role(guild, "new role", Permissions::empty()).ok_or(error::UNKNOWN_GUILD)?;
        world.edit_role(guild, id, |role| shape_role(role, &body.json));
        Ok(Json(world.guilds[&guild].roles[&id].wire()))
    })
}

async fn edit_role(State(app): App, at: At, body: Body) -> Result<Json<Value>, ApiError> {
    let (guild, role) = (at.guild()?, at.role()?);
    app.world.with(|world| {
        world.may_touch_role(guild, role)?;
        within_own(world, guild, &body.json)?;
        world.edit_role(guild, role, |role| shape_role(role, &body.json));
        Ok(Json(world.guilds[&guild].roles[&role].wire()))
    })
}

async fn delete_role(State(app): App, at: At) -> Result<StatusCode, ApiError> {
    let (guild, role) = (at.guild()?, at.role()?);
    app.world.with(|world| {
        world.may_touch_role(guild, role)?;
        world.remove_role(guild, role);
        Ok(StatusCode::NO_CONTENT)
    })
}

#[derive(Debug, serde::Deserialize)]
struct Page {
    after: Option<String>,
    limit: Option<String>,
    query: Option<String>,
}

async fn members(State(app): App, at: At, Query(page): Query<Page>) -> Result<Json<Value>, ApiError> {
    let guild = at.guild()?;
    let limit = number("limit", page.limit.as_deref(), 1, 1_000)?.unwrap_or(1);
    let after = number("after", page.after.as_deref(), 0, u64::MAX)?.unwrap_or(0);
    // "This endpoint is restricted according to whether the GUILD_MEMBERS Privileged Intent is enabled for your
    // application" (Guild Resource, "List Guild Members").
    if !app.gateway.allows_privileged() {
        return Err(error::MISSING_ACCESS.into());
    }
    app.world.with(|world| {
        let members = world.reach_guild(guild)?.members.values().filter(|member| member.user.get() > after);
        let page = members.take(usize::try_from(limit).unwrap_or(1));
        Ok(Json(page.map(|member| member.wire(world.user(member.user))).collect()))
    })
}

async fn search(State(app): App, at: At, Query(page): Query<Page>) -> Result<Json<Value>, ApiError> {
    let guild = at.guild()?;
    let limit = number("limit", page.limit.as_deref(), 1, 1_000)?.unwrap_or(1);
    let query = page.query.unwrap_or_default().to_lowercase();
    app.world.with(|world| {
        let fits = |member: &&Member| {
            let user = world.user(member.user);
            let names = user.map(|user| [user.username.to_lowercase(), user.name().to_lowercase()]);
            let nick = member.nick.as_deref().unwrap_or_default().to_lowercase();
            names.into_iter().flatten().chain([nick]).any(|name| name.starts_with(&query) && !query.is_empty())
        };
        let found = world.reach_guild(guild)?.members.values().filter(fits);
        let page = found.take(usize::try_from(limit).unwrap_or(1));
        Ok(Json(page.map(|member| member.wire(world.user(member.user))).collect()))
    })
}

async fn member(State(app): App, at: At) -> Result<Json<Value>, ApiError> {
    let (guild, user) = (at.guild()?, at.user()?);
    app.world.with(|world| {
        world.reach_guild(guild)?;
        world.user(user).ok_or(error::UNKNOWN_USER)?;
        Ok(Json(world.wire_member(guild, user).ok_or(error::UNKNOWN_MEMBER)?))
    })
}

async fn own_member(State(app): App, at: At) -> Result<Json<Value>, ApiError> {
    let guild = at.guild()?;
    app.world.with(|world| {
        world.reach_guild(guild)?;
        Ok(Json(world.wire_member(guild, world.bot).ok_or(error::UNKNOWN_MEMBER)?))
    })
}

async fn edit_self(State(app): App, at: At, body: Body) -> Result<Json<Value>, ApiError> {
    let guild = at.guild()?;
    app.world.with(|world| {
        world.may_in_guild(guild, Permissions::CHANGE_NICKNAME)?;
        let bot = world.bot;
        world.edit_member(guild, bot, |member| shape_nick(member, &body.json));
        Ok(Json(world.wire_member(guild, bot).ok_or(error::UNKNOWN_MEMBER)?))
    })
}

fn shape_nick(member: &mut Member, body: &Value) {
    if let Some(nick) = body.get("nick") {
        member.nick = nick.as_str().filter(|nick| !nick.is_empty()).map(str::to_owned);
    }
}

/// Discord's longest timeout: 28 days from now.
const LONGEST_TIMEOUT: jiff::SignedDuration = jiff::SignedDuration::from_hours(28 * 24);

async fn edit_member(State(app): App, at: At, body: Body) -> Result<Json<Value>, ApiError> {
    let (guild, user) = (at.guild()?, at.user()?);
    let json = body.json;
    app.world.with(|world| {
        world.reach_guild(guild)?.members.get(&user).ok_or(error::UNKNOWN_MEMBER)?;
        let mut needed = Permissions::empty();
        for (name, permission) in [
            ("nick", Permissions::MANAGE_NICKNAMES),
            ("roles", Permissions::MANAGE_ROLES),
            ("communication_disabled_until", Permissions::MODERATE_MEMBERS),
        ] {
            needed.set(permission, json.get(name).is_some() || needed.contains(permission));
        }
        world.may_in_guild(guild, needed)?;
        let admin = world.permissions_in_guild(guild, user).contains(Permissions::ADMINISTRATOR);
        let times_out = json.get("communication_disabled_until").is_some_and(|until| !until.is_null());
        if world.height(guild, user) >= world.bots_height(guild) || (times_out && admin) {
            return Err(ApiError::from(error::MISSING_PERMISSIONS));
        }
        let until = json["communication_disabled_until"].as_str().map(str::parse::<jiff::Timestamp>);
        let until = until.transpose().map_err(|_| {
            let words = "Could not parse. Should be ISO8601.";
            ApiError::invalid_field(&["communication_disabled_until"], "DATE_TIME_TYPE_PARSE", words)
        })?;
        if until.is_some_and(|until| until.duration_since(world.now()) > LONGEST_TIMEOUT) {
            let words = "Timeout must be within 28 days.";
            return Err(ApiError::invalid_field(&["communication_disabled_until"], "DATE_TIME_TOO_FAR", words));
        }
        let roles = json["roles"].as_array().map(|roles| {
            let ids = roles.iter().filter_map(read_id);
            ids.collect::<std::collections::BTreeSet<RoleId>>()
        });
        if roles.iter().flatten().any(|role| !world.guilds[&guild].roles.contains_key(role)) {
            return Err(ApiError::from(error::UNKNOWN_ROLE));
        }
        world.edit_member(guild, user, |member| {
            shape_nick(member, &json);
            if json.get("communication_disabled_until").is_some() {
                member.timed_out_until = until;
            }
            if let Some(roles) = roles {
                member.roles = roles;
            }
        });
        Ok(Json(world.wire_member(guild, user).ok_or(error::UNKNOWN_MEMBER)?))
    })
}

async fn kick(State(app): App, at: At) -> Result<StatusCode, ApiError> {
    let (guild, user) = (at.guild()?, at.user()?);
    app.world.with(|world| {
        world.may_in_guild(guild, Permissions::KICK_MEMBERS)?;
        world.reach_guild(guild)?.members.get(&user).ok_or(error::UNKNOWN_MEMBER)?;
        if world.height(guild, user) >= world.bots_height(guild) {
            return Err(ApiError::from(error::MISSING_PERMISSIONS));
        }
        world.leave(guild, user);
        Ok(StatusCode::NO_CONTENT)
    })
}

async fn give_role(State(app): App, at: At) -> Result<StatusCode, ApiError> {
    let (guild, user, role) = (at.guild()?, at.user()?, at.role()?);
    app.world.with(|world| change_roles(world, guild, user, role, true))
}

async fn take_role(State(app): App, at: At) -> Result<StatusCode, ApiError> {
    let (guild, user, role) = (at.guild()?, at.user()?, at.role()?);
    app.world.with(|world| change_roles(world, guild, user, role, false))
}

fn change_roles(
    world: &mut World,
    guild: GuildId,
    user: UserId,
    role: RoleId,
    give: bool,
) -> Result<StatusCode, ApiError> {
    world.may_touch_role(guild, role)?;
    let edited = world.edit_member(guild, user, |member| {
        if give {
            member.roles.insert(role);
        } else {
            member.roles.remove(&role);
        }
    });
    if edited { Ok(StatusCode::NO_CONTENT) } else { Err(error::UNKNOWN_MEMBER.into()) }
}
