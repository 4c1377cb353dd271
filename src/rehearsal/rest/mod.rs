//! Discord's HTTP API over the world: the routes that a mainstream library needs, with Discord's errors and limits.

mod application;
mod at;
mod body;
mod channels;
mod commands;
pub mod error;
mod files;
mod guard;
mod guilds;
mod marks;
mod messages;
pub mod rates;
mod reach;
mod threads;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::middleware::from_fn_with_state;

pub use at::At;
pub(super) use body::guess_type;
pub use body::{Body, Upload};
pub use error::{ApiError, Known};
pub use rates::Rates;

use super::stand_in::Shared;
use super::{interactions, limits};

/// What every handler is handed.
pub(super) type App = State<Arc<Shared>>;

/// A whole request: all files at their largest, and room for the rest.
const REQUEST_BYTES: usize = limits::FILES * limits::FILE_BYTES + 1024 * 1024;

/// The routes under `/api/v10`, `/api/v9` and `/api`, and the files that messages link to.
pub(super) fn router(shared: &Arc<Shared>) -> Router<Arc<Shared>> {
    let api = api();
    Router::new()
        .nest("/api/v10", api.clone())
        .nest("/api/v9", api.clone())
        .nest("/api", api)
        .merge(files::router())
        .fallback(unknown)
        .layer(DefaultBodyLimit::max(REQUEST_BYTES))
        .layer(from_fn_with_state(Arc::clone(shared), guard::attend))
}

/// What is the same under every version.
fn api() -> Router<Arc<Shared>> {
    Router::new()
        .merge(application::router())
        .merge(guilds::router())
        .merge(channels::router())
        .merge(messages::router())
        .merge(marks::router())
        .merge(threads::router())
        .merge(commands::router())
        .merge(interactions::router())
        .method_not_allowed_fallback(wrong_method)
        .fallback(unknown)
}

async fn unknown() -> ApiError {
    error::NOT_FOUND.into()
}

async fn wrong_method() -> ApiError {
    error::METHOD_NOT_ALLOWED.into()
}
