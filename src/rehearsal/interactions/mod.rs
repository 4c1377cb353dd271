//! People at the keyboard, and the bot's answers to them.
//!
//! - [`act`]: what people can do ([`Act`]), and why it may not be possible ([`Refusal`]).
//! - [`slash`], [`options`], [`names`]: commands as they are typed or picked.
//! - [`component`], [`form`]: buttons, menus and forms.
//! - [`talk`]: writing, reacting, coming and going.
//! - [`payload`], [`book`]: the whole INTERACTION_CREATE, and what is remembered of it.
//! - [`callback`], [`webhook`]: the routes by which the bot answers.
//! - [`deadline`]: the three seconds, and the wait until everything has settled.

mod act;
mod book;
mod callback;
mod component;
mod deadline;
mod form;
mod names;
mod options;
mod payload;
mod slash;
mod talk;
mod ways;
mod webhook;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

pub use act::{Act, Acted, Refusal};
pub(super) use book::Book;
pub use deadline::NotSettled;
pub use slash::{ParsedSlash, Typing, parse_slash};

use super::stand_in::Shared;

/// The routes of answers, below `/api/v10` and its like. They are authorised by the token in their path.
pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/interactions/{interaction}/{token}/callback", post(callback::create))
        .route("/webhooks/{application}/{token}", post(webhook::follow_up))
        .route(
            "/webhooks/{application}/{token}/messages/{message}",
            get(webhook::read).patch(webhook::edit).delete(webhook::delete),
        )
}
