//! Clarion: a Discord bot that posts a daily leadership prompt, holds managing and leading side by side, and keeps an
//! honest account of who gives recognition to their peers.
//!
//! The map, a line a room. A room may use the rooms above it, never one below; a test holds the arrows.
//!
//! - [`clock`]: the only reader of the time; people's words for a schedule, and the instants they mean.
//! - [`content`]: the words drawn from the essays, as data: all of `prompts/`, or all its faults; rotation.
//! - [`settings`]: `config/clarion.toml` under the environment; secrets print as `***`.
//! - [`recognition`]: who may give what to whom, what it stirs, and over which days it is counted; without a database.
//! - [`deck`]: a team's own prompts: what one may be like, as a file and in the rotation; without a database.
//! - [`picture`]: figures as pictures, each with the words that say the same; one style, a font of its own.
//! - [`store`]: what is kept, in domain words; one SQL text for SQLite and PostgreSQL.
//! - [`messages`]: what Clarion shows on Discord: cards, the ids in buttons, every sentence of its own.
//! - [`posting`]: claim what is due, send it, record it, for every kind of post.
//! - [`commands`]: a file a slash command: its registration, its parsing, its answer.
//! - [`discord`]: the gateway that brings what people do, and the one gate through which everything leaves.
//! - [`rehearsal`]: a stand-in for Discord, to try a bot for real without a token; knows Discord and nothing of us.
//! - [`cli`]: the command line, a file a command.

pub mod cli;
pub mod clock;
pub mod commands;
pub mod content;
pub mod deck;
pub mod discord;
#[cfg(feature = "failpoints")]
mod failpoints;
pub mod messages;
pub mod picture;
pub mod posting;
pub mod recognition;
pub mod rehearsal;
pub mod settings;
pub mod store;
