//! Discord's gateway: a websocket at `/` that logs clients in, tells them what happens, and lets them resume.
//!
//! - [`socket`]: one connection, from upgrade to close.
//! - [`hub`], [`session`]: sessions and connections, and what each was sent.
//! - [`intents`]: which session hears what.
//! - [`wire`], [`payload`], [`codec`]: what comes in, what goes out, and how it is compressed.
//! - [`members`]: the answer to a request for a guild's members.
//! - [`control`]: trouble that can be asked for, and the barrier.

mod codec;
mod control;
mod hub;
mod intents;
mod members;
mod payload;
mod session;
mod socket;
mod wire;

use std::sync::Arc;

use axum::Router;
use axum::routing::any;

pub use control::{Behind, GatewayControl};
pub(super) use hub::Hub;

use super::stand_in::Shared;

/// The websocket's route.
pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new().route("/", any(socket::upgrade))
}
