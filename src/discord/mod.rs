//! The bot on Discord: the gateway that brings what people do, and the one gate through which everything leaves.

mod gate;
mod permissions;
mod run;

pub use run::{Run, RunError, run};
