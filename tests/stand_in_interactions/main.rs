//! People at the stand-in's keyboard, and a bot's answers to them, over real HTTP. The bot is the test itself, so that
//! every answer can be wrong in its own way.
#![allow(clippy::unwrap_used, missing_docs)]

mod answering;
mod clicking;
mod desk;
mod filling;
mod later;
mod payload;
mod settling;
mod typing;
