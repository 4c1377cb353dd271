//! `/setup` and `/schedule` as people meet them: interactions go in as Discord's JSON, answers come out, and each of
//! them is read a second time against Discord's limits.

#![allow(clippy::unwrap_used)]

mod bench;
mod changing;
mod holidays;
mod options;
mod panel;
mod setting;
mod showing;
