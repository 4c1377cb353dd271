//! The stand-in's gateway, tried from outside: by a bare websocket client that reads every byte, and by the unmodified
//! serenity client over a real socket.
#![allow(clippy::unwrap_used, missing_docs)]

mod closing;
mod compression;
mod raw;
mod serenity_client;
mod sessions;
