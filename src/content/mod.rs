//! The words that come from the essays: prompts, contrasts, inspirations, practices, ideas, and the essays themselves.
//!
//! A [`Library`] is all of `prompts/<language>/`, read once. It is data that a writer edits without Rust; reading it
//! yields a library or *all* its faults, each with file and line.

mod library;
pub mod rotation;

pub use library::{
    Argument, Contrast, Disagreement, Essay, Idea, Inspiration, Library, Pole, Practice, Prompt, Side, Theme,
};
