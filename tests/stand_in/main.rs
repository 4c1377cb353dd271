//! The stand-in for Discord, asked over real HTTP: its answers, its errors, its limits, its faults.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod errors;
mod faults;
mod harness;
mod library;
mod limits;
mod messages;
mod nonce;
mod permissions;
mod pings;
mod places;
mod rates;
