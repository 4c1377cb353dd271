//! The posting engine: claim what is due, send it, record it; for every kind of post.

mod engine;
mod sender;

pub use engine::{Ended, Engine, EngineOptions, Happened};
pub use sender::{SendFault, Sender};
