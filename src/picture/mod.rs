//! Pictures: figures in, an SVG and the words that say the same out, and from the SVG a PNG.
//!
//! Everything is drawn in one style (`canvas.rs`), in a font that is part of the program (`lettering.rs`): the same
//! figures make the same picture on every machine. Every picture says in words what it shows, from the same numbers, for
//! those who do not see it.

mod balance;
mod canvas;
pub mod colour;
mod givers;
mod lettering;
mod names;
mod png;
mod year;

pub use balance::{MOST_RESULTS, Pair, Past, balance, balance_over_time};
pub use givers::{Giver, MOST_GIVERS, Whereabouts, givers};
pub use names::{Names, names};
pub use png::Unrenderable;
pub use year::{WEEKS, Week, year};

/// A picture, ready to be rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// As an SVG document.
    pub svg: String,
    /// What it shows, in words: at most 1,024 characters, as Discord takes them (its document "Message Resource",
    /// "Attachment Object").
    pub alt: String,
    /// Names that the font cannot draw: the letter that stands for each in the picture, and the name. The message beside
    /// the picture tells them, since Discord can write them.
    pub legend: Vec<(String, String)>,
}
