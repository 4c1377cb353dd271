//! Recognition as people meet it: interactions go in as Discord's JSON, answers come out, and each of them is read a
//! second time against Discord's limits.

#![allow(clippy::unwrap_used)]

mod account;
mod announcing;
mod bench;
mod forms;
mod giving;
mod keeping;
mod limits;
mod settings;
