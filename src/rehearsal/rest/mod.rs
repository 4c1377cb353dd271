//! Discord's HTTP API over the world.

use axum::Router;

use std::sync::Arc;

use super::stand_in::Shared;

/// The routes under `/api/v10`, `/api/v9` and `/api`, and the files that messages link to.
pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
}
