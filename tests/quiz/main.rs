//! The quiz and the balance as people meet them: presses go in as Discord's JSON, answers come out, and each of them is read
//! a second time against Discord's limits.

#![allow(clippy::unwrap_used)]

#[allow(dead_code)]
#[path = "../recognize/bench.rs"]
mod bench;

mod balance;
mod rounds;
