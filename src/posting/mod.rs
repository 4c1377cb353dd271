//! The posting engine: claim what is due, send it, record it; for every kind of post.

mod delivery;
mod engine;
mod happened;
mod making;
mod sender;

pub use engine::{Ended, Engine, EngineOptions};
pub use happened::Happened;
pub use sender::{SendFault, Sender};
