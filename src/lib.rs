//! Clarion: a Discord bot that posts a daily leadership prompt, holds managing and leading side by side, and keeps an
//! honest account of who gives recognition to their peers.
//!
//! The map, a line a room:
//!
//! - [`clock`]: the only reader of the time; people's words for a schedule, and the instants they mean.
//! - [`content`]: the words drawn from the essays, as data.
//! - [`rehearsal`]: a stand-in for Discord, to try a bot for real without a token.
//! - [`recognition`]: who may give what to whom, what it stirs, and over which days it is counted; without a database.
//! - [`store`]: what is kept, in domain words, on SQLite or PostgreSQL.
//! - [`posting`]: claim what is due, send it, record it, for every kind of post.

pub mod clock;
pub mod content;
pub mod posting;
pub mod recognition;
pub mod rehearsal;
pub mod store;
