//! The files that messages link to.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use super::error::{self, ApiError};
use super::{App, At};
use crate::rehearsal::stand_in::Shared;

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new().route("/attachments/{channel}/{file}/{name}", get(file))
}

async fn file(State(app): App, at: At) -> Result<Response, ApiError> {
    let channel = at.channel()?;
    app.world.with(|world| {
        let messages = world.messages.get(&channel).into_iter().flatten();
        let mut files = messages.flat_map(|(_, message)| message.attachments.iter());
        let found = files.find(|file| file.id.to_string() == at.text("file") && file.filename == at.text("name"));
        let found = found.ok_or(error::NOT_FOUND)?;
        let name = format!("attachment; filename={:?}", found.filename);
        let headers = [(CONTENT_TYPE, found.content_type.clone()), (CONTENT_DISPOSITION, name)];
        Ok((headers, found.bytes.clone()).into_response())
    })
}
