//! Clarion: a Discord bot that posts a daily leadership prompt, holds managing and leading side by side, and keeps an
//! honest account of who gives recognition to their peers.
//!
//! The map, a line a room:
//!
//! - [`clock`]: the only reader of the time; people's words for a schedule, and the instants they mean.
//! - [`cli`]: the command line, a file a command.
//! - [`content`]: the words drawn from the essays, as data.
//! - [`discord`]: the gateway that brings what people do, and the one gate through which everything leaves.
//! - [`rehearsal`]: a stand-in for Discord, to try a bot for real without a token.
//! - [`settings`]: `config/clarion.toml` under the environment; secrets print as `***`.

pub mod cli;
pub mod clock;
pub mod content;
pub mod discord;
pub mod rehearsal;
pub mod settings;
