//! The one style of all pictures: a dark card of its own, light words, rounded bars.

use std::fmt::Write as _;

use super::Picture;
use super::colour::{BAND, GROUND};
use super::lettering::{FAMILY, Weight};

/// How words stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    pub size: f32,
    pub weight: Weight,
    pub colour: u32,
    pub anchor: Anchor,
}

/// Which part of the words stands at the place that is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A picture in the making. Lengths are in units of a screen's point; it is rendered at twice that.
#[derive(Debug)]
pub(super) struct Canvas {
    width: f32,
    height: f32,
    body: String,
}

impl Canvas {
    pub(super) fn new(width: f32, height: f32) -> Self {
        let mut canvas = Self { width, height, body: String::new() };
        canvas.rectangle((0.0, 0.0), (width, height), 10.0, GROUND);
        canvas
    }

    /// A band across the picture, behind a row.
    pub(super) fn band(&mut self, top: f32, height: f32) {
        self.rectangle((4.0, top), (self.width - 8.0, height), 4.0, BAND);
    }

    pub(super) fn rectangle(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), round: f32, colour: u32) {
        self.line(format_args!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\" fill=\"#{colour:06x}\"/>",
            short(x),
            short(y),
            short(width),
            short(height),
            short(round),
        ));
    }

    pub(super) fn dot(&mut self, (x, y): (f32, f32), radius: f32, colour: u32) {
        self.rectangle((x - radius, y - radius), (2.0 * radius, 2.0 * radius), radius, colour);
    }

    /// Words with their baseline at `y`. They are written as they are: whoever draws them has made them fit.
    pub(super) fn words(&mut self, text: &str, (x, y): (f32, f32), words: Words) {
        let anchor = match words.anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        self.line(format_args!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" font-weight=\"{}\" text-anchor=\"{anchor}\" fill=\"#{:06x}\">{}</text>",
            short(x),
            short(y),
            short(words.size),
            words.weight.number(),
            words.colour,
            escaped(text),
        ));
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // Writing into a string does not fail.
        let _ = writeln!(self.body, "{line}");
    }

    /// The finished picture. `alt` is cut to what Discord takes.
    pub(super) fn finish(self, alt: &str, legend: Vec<(String, String)>) -> Picture {
        let (width, height) = (short(self.width), short(self.height));
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             font-family=\"{FAMILY}\">\n<title>{}</title>\n{}</svg>\n",
            escaped(alt),
            self.body
        );
        Picture { svg, alt: cut(alt), legend }
    }
}

/// The longest description of a file that Discord takes, in characters.
const LONGEST_ALT: usize = 1_024;

fn cut(alt: &str) -> String {
    if alt.chars().count() <= LONGEST_ALT {
        return alt.to_owned();
    }
    alt.chars().take(LONGEST_ALT - 1).chain(['…']).collect()
}

/// A length with one decimal at most.
fn short(length: f32) -> String {
    let text = format!("{length:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

/// Text that is text in XML, whatever is in it.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            // XML 1.0 has no way to write these.
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => safe.push(' '),
            letter => safe.push(letter),
        }
    }
    safe
}
