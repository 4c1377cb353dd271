//! Who gives recognition, as bars. The rows stand in the order in which they are handed in, which is no order of merit:
//! whoever draws them sorts by name. Nobody's bar says to whom anything was given.

use super::Picture;
use super::balance::spoken;
use super::canvas::{Anchor, Canvas, Words};
use super::colour::{FAINT, GIVING, GONE, INK, TRACK};
use super::lettering::{Weight, apart, fitted, width};
use super::names::{drawable, names};

/// The most people who are drawn; how many more there are is said.
pub const MOST_GIVERS: usize = 15;

/// Somebody who gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Giver {
    /// What they are called.
    pub name: String,
    /// Where they are today.
    pub whereabouts: Whereabouts,
    /// How many recognitions they gave.
    pub gives: u32,
}

/// Where somebody is who gave once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// In the server, as far as is known.
    Here,
    /// They left it. They are drawn in grey, and it is said: a grey alone is not told from white by everybody.
    Left,
    /// They had their data erased, and their name says so. Drawn in grey.
    Former,
}

impl Whereabouts {
    /// What is said of it behind a name.
    fn said(self) -> &'static str {
        match self {
            Self::Left => " (left)",
            Self::Here | Self::Former => "",
        }
    }
}

const WIDTH: f32 = 400.0;
const MARGIN: f32 = 14.0;
/// Above the first row.
const HEAD: f32 = 12.0;
const ROW: f32 = 18.0;
/// Below the last row.
const FOOT: f32 = 26.0;
/// A picture of one row would be a line of a screen's width.
const LEAST_ROWS: usize = 3;
const LABEL: f32 = 11.5;
/// The most room that names take.
const NAMES: f32 = 148.0;
/// Between a name and its bar, and between a bar and its number.
const GAP: f32 = 8.0;

fn words(colour: u32, anchor: Anchor) -> Words {
    Words { size: LABEL, weight: Weight::Regular, colour, anchor }
}

/// A bar for each of the first [`MOST_GIVERS`] people, and how many more there are. `caption` is a line below.
pub fn givers(people: &[Giver], caption: &str) -> Picture {
    let (drawn, more) = people.split_at(people.len().min(MOST_GIVERS));
    let shown = names(drawn.iter().map(|giver| giver.name.as_str()));
    let said = |giver: &Giver| giver.whereabouts.said();
    let room = |giver: &Giver| NAMES - width(said(giver), Weight::Regular, LABEL);
    let fit = apart(shown.drawn.iter().map(String::as_str).zip(drawn.iter().map(room)), Weight::Regular, LABEL);
    let cut: Vec<String> = fit.into_iter().zip(drawn).map(|(name, giver)| name + said(giver)).collect();
    let widest = |texts: &mut dyn Iterator<Item = String>| {
        texts.map(|text| width(&text, Weight::Regular, LABEL)).fold(0.0, f32::max)
    };
    let left = MARGIN + widest(&mut cut.iter().cloned()) + GAP;
    let numbers = widest(&mut drawn.iter().map(|giver| giver.gives.to_string()));
    let reach = WIDTH - MARGIN - numbers - GAP - left;
    let most = drawn.iter().map(|giver| giver.gives).max().unwrap_or(0).max(1);
    let rows = (drawn.len() + usize::from(!more.is_empty())).max(LEAST_ROWS);
    let mut canvas = Canvas::new(WIDTH, HEAD + ROW * rows as f32 + FOOT);
    // Fewer rows than there is room for stand in the middle of it.
    let first = HEAD + ROW * (rows - drawn.len() - usize::from(!more.is_empty())) as f32 / 2.0;
    for (number, (giver, name)) in drawn.iter().zip(&cut).enumerate() {
        let top = first + ROW * number as f32;
        if number.is_multiple_of(2) {
            canvas.band(top, ROW);
        }
        let (middle, baseline) = (top + ROW / 2.0, top + ROW / 2.0 + 4.0);
        let (ink, bar) = match giver.whereabouts {
            Whereabouts::Here => (INK, GIVING),
            Whereabouts::Left | Whereabouts::Former => (FAINT, GONE),
        };
        canvas.words(name, (left - GAP, baseline), words(ink, Anchor::End));
        let share = (f64::from(giver.gives) / f64::from(most)) as f32;
        let long = if giver.gives == 0 { 0.0 } else { (reach * share).max(3.0) };
        canvas.rectangle((left, middle - 4.5), (long, 9.0), 2.5, bar);
        canvas.words(&giver.gives.to_string(), (left + long + GAP, baseline), words(ink, Anchor::Start));
    }
    let rest = match more.len() {
        0 => String::new(),
        more => format!("and {more} more"),
    };
    let bottom = first + ROW * drawn.len() as f32;
    canvas.words(&rest, (left, bottom + ROW / 2.0 + 4.0), words(FAINT, Anchor::Start));
    canvas.rectangle((left - 1.0, first + 1.0), (1.0, ROW * drawn.len() as f32 - 2.0), 0.0, TRACK);
    foot(&mut canvas, (WIDTH, HEAD + ROW * rows as f32 + 16.0), MARGIN, caption);
    let told = drawn.iter().zip(&shown.drawn).map(|(giver, name)| format!("{name}{} {}", said(giver), giver.gives));
    let each: Vec<String> = told.collect();
    let gap = if rest.is_empty() { "" } else { "; " };
    let alt = format!(
        "{}, and how many each: {}{gap}{rest}.{}",
        if caption.is_empty() { "Who gives recognition" } else { caption },
        each.join("; "),
        spoken(&shown.legend)
    );
    canvas.finish(&alt, shown.legend)
}

/// A line below a picture, in the middle of its width.
pub(super) fn foot(canvas: &mut Canvas, (width, baseline): (f32, f32), margin: f32, caption: &str) {
    let caption = fitted(&drawable(caption).unwrap_or_default(), Weight::Regular, 10.5, width - 2.0 * margin);
    let faint = Words { size: 10.5, weight: Weight::Regular, colour: FAINT, anchor: Anchor::Middle };
    canvas.words(&caption, (width / 2.0, baseline), faint);
}
