//! The bot on Discord: the gateway that brings what people do, and the one gate through which everything leaves.

mod changes;
mod gate;
mod gateway;
mod handler;
mod interactions;
mod lifecycle;
mod members;
mod permissions;
mod presence;
mod registration;
mod rounds;
mod run;

pub use gate::{Arrived, Gate, GateFault, GatewayAddress, Patience, Unbuildable};
pub use run::{Run, RunError, run, run_with, store_options};

pub use crate::commands::copy_of;
