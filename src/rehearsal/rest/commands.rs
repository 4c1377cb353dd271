//! Registering commands, for all servers or for one (Interactions, "Application Commands").

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::error::{self, ApiError};
use super::{App, At, Body};
use crate::rehearsal::limits::{self, Sent};
use crate::rehearsal::stand_in::Shared;
use crate::rehearsal::world::{GuildId, World};

pub(super) fn router() -> Router<Arc<Shared>> {
    const GLOBAL: &str = "/applications/{application}/commands";
    const OF_GUILD: &str = "/applications/{application}/guilds/{guild}/commands";
    let mut router = Router::new();
    for scope in [GLOBAL, OF_GUILD] {
        router = router
            .route(scope, get(list).post(create).put(overwrite))
            .route(&format!("{scope}/{{command}}"), get(one).patch(edit).delete(delete));
    }
    router
        .route(&format!("{OF_GUILD}/permissions"), get(permissions))
        .route(&format!("{OF_GUILD}/{{command}}/permissions"), get(permissions_of_one))
}

/// The scope of a request: `None` for all servers.
fn scope(world: &World, at: &At) -> Result<Option<GuildId>, ApiError> {
    if at.application()? != world.application.id {
        return Err(error::UNKNOWN_APPLICATION.into());
    }
    if at.text("guild").is_empty() {
        return Ok(None);
    }
    let guild = at.guild()?;
    world.reach_guild(guild)?;
    Ok(Some(guild))
}

#[derive(Debug, serde::Deserialize)]
struct Shape {
    with_localizations: Option<String>,
}

async fn list(State(app): App, at: At, Query(shape): Query<Shape>) -> Result<Json<Value>, ApiError> {
    app.world.with(|world| {
        let scope = scope(world, &at)?;
        let mut list: Vec<Value> = world.commands.of(scope).values().cloned().collect();
        if shape.with_localizations.as_deref() != Some("true") {
            list.iter_mut().for_each(without_localizations);
        }
        Ok(Json(Value::Array(list)))
    })
}

/// Lists leave translations out unless they are asked for.
fn without_localizations(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| !name.ends_with("_localizations"));
            fields.values_mut().for_each(without_localizations);
        }
        Value::Array(items) => items.iter_mut().for_each(without_localizations),
        _ => {}
    }
}

async fn one(State(app): App, at: At) -> Result<Json<Value>, ApiError> {
    let command = at.command()?;
    app.world.with(|world| {
        let scope = scope(world, &at)?;
        Ok(Json(world.commands.of(scope).get(&command).ok_or(error::UNKNOWN_COMMAND)?.clone()))
    })
}

async fn create(State(app): App, at: At, body: Body) -> Result<(StatusCode, Json<Value>), ApiError> {
    app.world.with(|world| {
        let scope = scope(world, &at)?;
        world.note_reading("POST commands", Sent::Command, &body.json);
        limits::check_command(&body.json)?;
        let known = world.commands.same(scope, &body.json);
        let mut after: Vec<Value> = world.commands.of(scope).values().cloned().collect();
        if known.is_none() {
            after.push(body.json.clone());
        }
        check_counts(&after)?;
        if known.is_none() && !world.may_create_commands(scope, 1) {
            return Err(error::TOO_MANY_COMMAND_CREATES.into());
        }
        let id = world.put_command(scope, known, body.json);
        world.tell_commands(scope);
        let status = if known.is_some() { StatusCode::OK } else { StatusCode::CREATED };
        Ok((status, Json(world.commands.of(scope)[&id].clone())))
    })
}

async fn overwrite(State(app): App, at: At, body: Body) -> Result<Json<Value>, ApiError> {
    app.world.with(|world| {
        let scope = scope(world, &at)?;
        world.note_reading("PUT commands", Sent::Commands, &body.json);
        // The body of a request without a body is an empty object; a list is what this route takes.
        limits::check_commands(&body.json)?;
        let wanted = body.json.as_array().cloned().unwrap_or_default();
        check_counts(&wanted)?;
        let new = wanted.iter().filter(|command| world.commands.same(scope, command).is_none()).count();
        if !world.may_create_commands(scope, new) {
            return Err(error::TOO_MANY_COMMAND_CREATES.into());
        }
        let kept: Vec<_> = wanted.iter().map(|command| world.commands.same(scope, command)).collect();
        let keep: Vec<_> = kept.iter().copied().flatten().collect();
        world.commands.of_mut(scope).retain(|id, _| keep.contains(id));
        let ids: Vec<_> =
            wanted.into_iter().zip(kept).map(|(command, id)| world.put_command(scope, id, command)).collect();
        world.tell_commands(scope);
        let list = world.commands.of(scope);
        Ok(Json(ids.iter().map(|id| list[id].clone()).collect()))
    })
}

fn check_counts(commands: &[Value]) -> Result<(), ApiError> {
    for (kind, most) in [(1, limits::SLASH_COMMANDS), (2, limits::MENU_COMMANDS), (3, limits::MENU_COMMANDS)] {
        let count = commands.iter().filter(|command| limits::command_kind(command) == kind).count();
        if count > most {
            let mut error = error::TOO_MANY_COMMANDS.error();
            error.message = format!("Maximum number of application commands reached ({most})");
            return Err(error);
        }
    }
    Ok(())
}

async fn edit(State(app): App, at: At, body: Body) -> Result<Json<Value>, ApiError> {
    let command = at.command()?;
    app.world.with(|world| {
        let scope = scope(world, &at)?;
        let mut changed = world.commands.of(scope).get(&command).ok_or(error::UNKNOWN_COMMAND)?.clone();
        if let (Some(changed), Some(change)) = (changed.as_object_mut(), body.json.as_object()) {
            changed.extend(change.clone());
        }
        world.note_reading("PATCH commands", Sent::Command, &changed);
        limits::check_command(&changed)?;
        world.put_command(scope, Some(command), changed);
        world.tell_commands(scope);
        Ok(Json(world.commands.of(scope)[&command].clone()))
    })
}

async fn delete(State(app): App, at: At) -> Result<StatusCode, ApiError> {
    let command = at.command()?;
    app.world.with(|world| {
        let scope = scope(world, &at)?;
        world.commands.of_mut(scope).remove(&command).ok_or(error::UNKNOWN_COMMAND)?;
        world.tell_commands(scope);
        Ok(StatusCode::NO_CONTENT)
    })
}

async fn permissions(State(app): App, at: At) -> Result<Json<Value>, ApiError> {
    app.world.with(|world| scope(world, &at).map(|_| Json(json!([]))))
}

async fn permissions_of_one() -> ApiError {
    // Nobody has changed them: Discord answers 10066.
    error::Known(404, 10066, "Unknown application command permissions").into()
}
