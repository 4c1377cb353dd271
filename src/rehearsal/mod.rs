//! A stand-in for Discord on this machine: state, REST, gateway and faults, so that a bot can be tried for real
//! without a token and without anything leaving the machine.
//!
//! It knows Discord's wire format and nothing of our bot, so that it cannot share the bot's mistakes. Its types come
//! from twilight where they fit and are plain JSON where Discord allows more than a type does.
//!
//! - [`world`]: what exists (servers, channels, people, messages) and who may do what.
//! - [`rest`]: Discord's HTTP API over that world, with its errors and its rate limits.
//! - [`limits`]: Discord's documented limits, and a second reading of everything that the bot sends.
//! - [`faults`]: trouble that can be asked for.
//! - [`gateway`]: the websocket that tells clients what happens, and trouble on it.
//! - [`interactions`]: people at the keyboard, and the bot's answers to them.
//! - [`events`]: everything that happened, in order.
//! - `bot`: the one file that knows our bot, and starts it in here.
//! - [`story`]: the story language, and the player that acts it out and checks it.

mod bot;
pub mod events;
pub mod faults;
pub mod gateway;
pub mod interactions;
pub mod limits;
pub mod rest;
mod stand_in;
pub mod story;
pub mod world;

pub use bot::clarion;
pub use events::{Event, Events, GatewayEvent, Happening, ReplyKind};
pub use faults::{Fault, Faults};
pub use gateway::GatewayControl;
pub use interactions::{Act, Acted, NotSettled, Refusal};
pub use limits::Violation;
pub use stand_in::{Answered, InFlight, StandIn, StandInOptions};
pub use world::{World, WorldHandle};
