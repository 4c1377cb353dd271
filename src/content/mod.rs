//! The words that come from the essays: prompts, contrasts, inspirations, practices, ideas, the quiz, the
//! balance, series, and the essays themselves.
//!
//! A [`Library`] is all of `prompts/<language>/`, read once. It is data that a writer edits without Rust; reading it
//! yields a library or *all* its faults, each with file and line. [`load`] is for the bot and finds what makes a library
//! unusable; [`lint`] is for `clarion check` and finds what makes it poorer. [`rotation`] says which prompt comes next,
//! [`round`] which moments a round of the quiz has, [`leaning`] what the answers to a balance come to, and [`situation`]
//! which contrasts fit what somebody describes.

mod balance;
mod entries;
mod fault;
mod groups;
mod kind;
pub mod leaning;
mod library;
mod lint;
mod notes;
mod quiz;
mod read;
mod references;
pub mod rotation;
pub mod round;
pub mod series;
pub mod situation;
mod source;
mod strength;
mod table;
mod wording;

pub use balance::{Attempt, Closing, Opening, Pair};
pub use fault::{Fault, Faults};
pub use kind::Kind;
pub use library::{
    Argument, Contrast, Disagreement, Essay, Idea, Inspiration, Library, NOTHING_FITS, Phrases, Pole, Practice, Prompt,
    Side, Theme,
};
pub use lint::lint;
pub use quiz::{Answer, Statement};
pub use read::{Loaded, load, read};
pub use series::Series;
pub use source::Source;
pub use strength::Strength;
