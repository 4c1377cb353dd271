//! The files that messages link to, and those that people hand over with a command.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use super::error::{self, ApiError};
use super::{App, At};
use crate::rehearsal::limits::Violation;
use crate::rehearsal::stand_in::Shared;
use crate::rehearsal::world::{Attachment, World};

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/attachments/{channel}/{file}/{name}", get(file))
        .route("/ephemeral-attachments/{application}/{file}/{name}", get(handed))
}

/// Discord's own signed addresses ask for no token, and whoever sends one there hands it to another machine.
fn without_token(world: &mut World, headers: &HeaderMap) {
    if headers.contains_key(AUTHORIZATION) {
        let fault = "the bot's token was sent to where files lie".to_owned();
        world.violations.push(Violation { request: "GET a file".to_owned(), fault });
    }
}

async fn handed(State(app): App, at: At, headers: HeaderMap) -> Result<Response, ApiError> {
    app.world.with(|world| {
        without_token(world, &headers);
        let named = |file: &&Attachment| file.id.to_string() == at.text("file") && file.filename == at.text("name");
        Ok(served(world.handed.iter().find(named).ok_or(error::NOT_FOUND)?))
    })
}

async fn file(State(app): App, at: At, headers: HeaderMap) -> Result<Response, ApiError> {
    let channel = at.channel()?;
    app.world.with(|world| {
        without_token(world, &headers);
        let messages = world.messages.get(&channel).into_iter().flatten();
        let mut files = messages.flat_map(|(_, message)| message.attachments.iter());
        let found = files.find(|file| file.id.to_string() == at.text("file") && file.filename == at.text("name"));
        Ok(served(found.ok_or(error::NOT_FOUND)?))
    })
}

fn served(file: &Attachment) -> Response {
    let name = format!("attachment; filename={:?}", file.filename);
    let headers = [(CONTENT_TYPE, file.content_type.clone()), (CONTENT_DISPOSITION, name)];
    (headers, file.bytes.clone()).into_response()
}
