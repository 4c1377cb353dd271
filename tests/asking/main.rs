//! What people ask of the library: interactions go in as Discord's JSON, answers come out, and each of them is read a
//! second time against Discord's limits.

#![allow(clippy::unwrap_used)]

mod bench;
mod deck;
mod essays;
mod prompt;
mod reframe;
