//! The posting engine: claim what is due, send it, record it; for every kind of post.

mod sender;

pub use sender::{SendFault, Sender};
