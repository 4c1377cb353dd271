//! The management-leadership balance: ten pairs as bars that go to one side or the other, and how they changed.
//!
//! The pictures are three high to four wide: Discord shows a picture in an embed at 400 by 300 points at most on a large
//! screen, and as wide as a phone is.

use super::Picture;
use super::canvas::{Anchor, Canvas, Words};
use super::colour::{FAINT, INK, LEADING, MANAGING, TRACK};
use super::lettering::{Weight, fitted};
use super::names::{drawable, names, told};

/// The most results that are shown side by side.
pub const MOST_RESULTS: usize = 6;

/// A pair: what its two ends are called, and where between them somebody stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The managing end, in a word or two.
    pub managing: String,
    /// The leading end.
    pub leading: String,
    /// From -2, all the managing end, over 0, both alike, to 2, all the leading end.
    pub lean: i8,
}

/// An earlier result, or the present one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// Its day in two short words, such as `22 Nov`.
    pub day: String,
    /// Where somebody stood in each pair, in the pairs' order, from -2 to 2; `None` for a pair that was not asked then.
    pub leans: Vec<Option<i8>>,
}

const WIDTH: f32 = 400.0;
const MIDDLE: f32 = WIDTH / 2.0;
const MARGIN: f32 = 12.0;
/// Above the first row.
const HEAD: f32 = 34.0;
const ROW: f32 = 24.0;
/// Below the last row.
const FOOT: f32 = 26.0;
/// From the middle to the end of a bar of two steps.
const REACH: f32 = 86.0;
/// Between a label and the bars.
const GAP: f32 = 8.0;
const LABEL: f32 = 12.5;

fn words(size: f32, anchor: Anchor) -> Words {
    Words { size, weight: Weight::Regular, colour: INK, anchor }
}

/// Ten bars (or as many as there are pairs), each from the middle to where somebody stands. `caption` is a line below.
pub fn balance(pairs: &[Pair], caption: &str) -> Picture {
    let (ends, legend) = ends(pairs.iter().map(|pair| (pair.managing.as_str(), pair.leading.as_str())), REACH);
    let mut canvas = rows(&ends, REACH);
    for (number, pair) in pairs.iter().enumerate() {
        let (middle, lean) = (middle_of(number), pair.lean.clamp(-2, 2));
        let covered = |step: &i8| step.signum() == lean.signum() && step.abs() <= lean.abs();
        for step in [-2_i8, -1, 1, 2].into_iter().filter(|step| !covered(step)) {
            canvas.dot((MIDDLE + f32::from(step) * REACH / 2.0, middle), 1.5, TRACK);
        }
        canvas.rectangle((MIDDLE - 0.5, middle - 8.0), (1.0, 16.0), 0.0, TRACK);
        bar(&mut canvas, (MIDDLE, middle), lean, REACH / 2.0);
    }
    sides(&mut canvas);
    foot(&mut canvas, pairs.len(), caption);
    let stands = pairs.iter().zip(&ends).map(|(pair, (managing, leading))| {
        let place = match pair.lean.clamp(-2, 2) {
            -2 => format!("far toward {managing}"),
            -1 => format!("toward {managing}"),
            1 => format!("toward {leading}"),
            2 => format!("far toward {leading}"),
            _ => "in the middle".to_owned(),
        };
        format!("{managing} / {leading}: {place}")
    });
    let stands: Vec<String> = stands.collect();
    let alt = format!(
        "A balance of {} pairs, managing on the left and leading on the right. {}.{}",
        pairs.len(),
        stands.join("; "),
        spoken(&legend)
    );
    canvas.finish(&alt, legend)
}

/// The latest results of the same pairs side by side, the oldest on the left; of more than [`MOST_RESULTS`] the latest.
pub fn balance_over_time(pairs: &[(String, String)], results: &[Past], caption: &str) -> Picture {
    let results = &results[results.len().saturating_sub(MOST_RESULTS)..];
    let (ends, legend) = ends(pairs.iter().map(|(managing, leading)| (managing.as_str(), leading.as_str())), COLUMNS);
    let mut canvas = rows(&ends, COLUMNS);
    // Few results stand in the middle rather than far apart.
    let column = (2.0 * COLUMNS / results.len().max(1) as f32).min(64.0);
    let first = MIDDLE - column * results.len() as f32 / 2.0;
    let step = column / 2.0 / 2.0 - 1.5;
    for (place, result) in results.iter().enumerate() {
        let x = first + column * (place as f32 + 0.5);
        let latest = place + 1 == results.len();
        let (colour, weight) = if latest { (INK, Weight::SemiBold) } else { (FAINT, Weight::Regular) };
        let (day, month) = result.day.split_once(' ').unwrap_or((&result.day, ""));
        let head = Words { colour, weight, ..words(10.0, Anchor::Middle) };
        canvas.words(&fitted(day, weight, 10.0, column), (x, 17.0), head);
        canvas.words(&fitted(month, weight, 10.0, column), (x, 29.0), head);
        for (number, lean) in result.leans.iter().take(pairs.len()).enumerate() {
            let middle = middle_of(number);
            canvas.rectangle((x - 0.5, middle - 8.0), (1.0, 16.0), 0.0, TRACK);
            if let Some(lean) = lean {
                bar(&mut canvas, (x, middle), *lean, step);
            }
        }
    }
    foot(&mut canvas, pairs.len(), caption);
    let days: Vec<&str> = results.iter().map(|result| result.day.as_str()).collect();
    let rows = ends.iter().enumerate().map(|(number, (managing, leading))| {
        let lean = |result: &Past| result.leans.get(number).copied().flatten();
        let told = |lean: Option<i8>| lean.map_or_else(|| "not asked".to_owned(), |lean| lean.clamp(-2, 2).to_string());
        let leans: Vec<String> = results.iter().map(|result| told(lean(result))).collect();
        format!("{managing} / {leading}: {}", leans.join(", "))
    });
    let rows: Vec<String> = rows.collect();
    let alt = format!(
        "How {} pairs stood on {}: -2 is far toward managing, 0 the middle, 2 far toward leading. {}.{}",
        pairs.len(),
        days.join(", "),
        rows.join("; "),
        spoken(&legend)
    );
    canvas.finish(&alt, legend)
}

/// Half the room that the columns of a change over time take.
const COLUMNS: f32 = 102.0;

/// What is drawn at the two ends of a pair.
type Ends = (String, String);

/// Letters, and the names that they stand for.
type Legend = Vec<(String, String)>;

/// What stands at the two ends of each pair, cut to the room that is left of it; and what letters stand for.
fn ends<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>, reach: f32) -> (Vec<Ends>, Legend) {
    let given: Vec<&str> = pairs.flat_map(|(managing, leading)| [managing, leading]).collect();
    let shown = names(given);
    let room = MIDDLE - reach - GAP - MARGIN;
    let cut = |name: &String| fitted(name, Weight::Regular, LABEL, room);
    let ends = shown.drawn.chunks_exact(2).map(|pair| (cut(&pair[0]), cut(&pair[1])));
    (ends.collect(), shown.legend)
}

/// A canvas with a row for each pair and its two ends on either side of the bars.
fn rows(ends: &[Ends], reach: f32) -> Canvas {
    let mut canvas = Canvas::new(WIDTH, HEAD + ROW * ends.len() as f32 + FOOT);
    for (number, (managing, leading)) in ends.iter().enumerate() {
        if number.is_multiple_of(2) {
            canvas.band(HEAD + ROW * number as f32, ROW);
        }
        let baseline = middle_of(number) + 4.5;
        canvas.words(managing, (MIDDLE - reach - GAP, baseline), words(LABEL, Anchor::End));
        canvas.words(leading, (MIDDLE + reach + GAP, baseline), words(LABEL, Anchor::Start));
    }
    canvas
}

fn middle_of(row: usize) -> f32 {
    HEAD + ROW * (row as f32 + 0.5)
}

/// A bar from `x` toward the side that it stands on, or a dot where it stands on neither.
fn bar(canvas: &mut Canvas, (x, middle): (f32, f32), lean: i8, step: f32) {
    let height = 10.0;
    let lean = lean.clamp(-2, 2);
    let (top, long) = (middle - height / 2.0, f32::from(lean.abs()) * step);
    match lean {
        ..0 => canvas.rectangle((x - long, top), (long, height), 2.5, MANAGING),
        0 => canvas.dot((x, middle), height * 0.4, INK),
        1.. => canvas.rectangle((x, top), (long, height), 2.5, LEADING),
    }
}

/// Which side is which.
fn sides(canvas: &mut Canvas) {
    let head = |anchor| Words { weight: Weight::SemiBold, ..words(13.0, anchor) };
    canvas.rectangle((MIDDLE - 18.0, 12.0), (10.0, 10.0), 2.5, MANAGING);
    canvas.words("Managing", (MIDDLE - 24.0, 21.5), head(Anchor::End));
    canvas.rectangle((MIDDLE + 8.0, 12.0), (10.0, 10.0), 2.5, LEADING);
    canvas.words("Leading", (MIDDLE + 24.0, 21.5), head(Anchor::Start));
}

fn foot(canvas: &mut Canvas, rows: usize, caption: &str) {
    let caption = fitted(&drawable(caption).unwrap_or_default(), Weight::Regular, 10.5, WIDTH - 2.0 * MARGIN);
    let baseline = HEAD + ROW * rows as f32 + 17.0;
    canvas.words(&caption, (MIDDLE, baseline), Words { colour: FAINT, ..words(10.5, Anchor::Middle) });
}

/// What the letters stand for, as the end of a description.
pub(super) fn spoken(legend: &[(String, String)]) -> String {
    let parts: Vec<String> = legend.iter().map(|(letter, name)| format!("{letter} is {}", told(name))).collect();
    if parts.is_empty() { String::new() } else { format!(" {}.", parts.join("; ")) }
}
