//! What the gateway is told: one dispatch per change, with the intents that let a session hear it.

use serde_json::Value;

use super::GuildId;

pub use twilight_model::gateway::Intents;

/// One event for the gateway's sessions.
#[derive(Clone, Debug)]
pub struct Dispatch {
    /// Discord's name of the event, such as `MESSAGE_CREATE`.
    pub name: &'static str,
    /// Its data, for a session that may read message content.
    pub data: Value,
    /// The server that it belongs to, which decides the shard; `None` goes to shard 0.
    pub guild: Option<GuildId>,
    /// Any one of these lets a session hear it; empty: every session does.
    pub intents: Intents,
}

/// Somebody who is told of dispatches.
pub trait DispatchSink: std::fmt::Debug + Send {
    /// Told of one dispatch, in order, while the world is held.
    fn dispatch(&mut self, dispatch: &Dispatch);
}
