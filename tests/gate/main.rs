//! The one gate, against servers that misbehave on purpose.
#![allow(clippy::unwrap_used)]

mod bench;
mod breaker;
#[path = "../common/mod.rs"]
mod common;
mod files;
mod forums;
mod late;
mod limits;
mod looking;
mod posts;
mod threads;
