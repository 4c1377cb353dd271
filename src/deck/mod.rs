//! A team's own prompts, without a database: what one may be like, how a deck travels as a file, and how it is drawn from
//! beside Clarion's own.
//!
//! A room of its own and not a part of [`crate::content`]: that one reads what a writer ships and credits the essays for
//! it. These words belong to a team, come in from people and files that nobody here has seen, and credit nobody.

mod draws;
mod file;
mod sheet;
mod toml;
mod words;

pub use draws::{DrawsFrom, LOW, next_of};
pub use file::{Fault, Format, LARGEST_FILE, MOST_FAULTS, Place, Row, What, read, sort_out, write};
pub use words::{
    Advice, Field, Flaw, MOST_MINUTES, MOST_QUESTION, MOST_STEP, MOST_TITLE, Typed, USUAL_MINUTES, Words, advice,
    check, likeness,
};

/// The most prompts that a deck holds: at one a working day, eight years.
pub const MOST_PROMPTS: usize = 2_000;

#[cfg(test)]
mod tests;
