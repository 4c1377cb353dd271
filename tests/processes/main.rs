//! Several processes of one bot on one store: each hears of everything, and everything happens once.
#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;

mod place;
mod programs;
