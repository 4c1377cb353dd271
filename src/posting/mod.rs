//! The posting engine: claim what is due, send it, record it; for every kind of post.

mod announcements;
mod checkin;
mod delivery;
mod digest;
mod engine;
mod erasing;
mod for_stewards;
mod forums;
mod happened;
mod making;
mod notice;
mod nudge;
mod own;
mod private_thanks;
mod running;
mod sender;
mod suggestion;
mod threads;
mod tries;

pub use engine::{Engine, EngineOptions};
pub use happened::Happened;
pub use running::Ended;
pub use sender::{NoticeBoard, SendFault, Sender};
