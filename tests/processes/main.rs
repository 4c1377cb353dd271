//! Several processes of one bot on one store: each hears of everything, and everything happens once.
#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;

#[allow(dead_code)]
#[path = "../posting/channel.rs"]
mod channel;
#[allow(dead_code)]
#[path = "../posting/scene.rs"]
mod scene;

mod bots;
mod engines;
mod outage;
mod place;
mod programs;
