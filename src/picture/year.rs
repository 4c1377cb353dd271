//! A year of weeks as one strip: how many recognitions each week had, and nobody's name. A cell says it twice, by how far it
//! is filled and by how light that is, so that nobody has to tell one green from another.

use jiff::civil::Date;

use super::Picture;
use super::canvas::{Anchor, Canvas, Words};
use super::colour::{BAND, FAINT, SHADES, TRACK};
use super::givers::foot;
use super::lettering::{Weight, width};

/// A year and the week that has begun.
pub const WEEKS: usize = 53;

/// A week of the strip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    /// Its first day.
    pub first: Date,
    /// How many recognitions it had.
    pub gives: u32,
}

const WIDTH: f32 = 400.0;
const MARGIN: f32 = 14.5;
const TOP: f32 = 14.0;
/// From the left edge of a cell to that of the next.
const STEP: f32 = 7.0;
const CELL: f32 = 6.0;
const TALL: f32 = 48.0;
const SMALL: f32 = 10.0;

fn small(anchor: Anchor) -> Words {
    Words { size: SMALL, weight: Weight::Regular, colour: FAINT, anchor }
}

/// A cell for each of the latest [`WEEKS`] weeks, the oldest on the left. `caption` is a line below: whose year it is.
pub fn year(weeks: &[Week], caption: &str) -> Picture {
    let weeks = &weeks[weeks.len().saturating_sub(WEEKS)..];
    let most = weeks.iter().map(|week| week.gives).max().unwrap_or(0);
    let mut canvas = Canvas::new(WIDTH, TOP + TALL + 62.0);
    // A short strip ends on the right, where today is.
    let left = WIDTH - MARGIN - STEP * weeks.len() as f32 + (STEP - CELL);
    let mut labelled_to = 0.0;
    for (place, week) in weeks.iter().enumerate() {
        let x = left + STEP * place as f32;
        cell(&mut canvas, (x, TOP), TALL, level(week.gives, most));
        let begins = place.checked_sub(1).is_none_or(|before| weeks[before].first.month() != week.first.month());
        // The first month's name has no room where it ends at once.
        let ends_at_once = place == 0 && weeks.iter().take(4).any(|next| next.first.month() != week.first.month());
        if begins && !ends_at_once {
            let name = week.first.strftime("%b").to_string();
            let room = x + width(&name, Weight::Regular, SMALL);
            if x >= labelled_to && room <= WIDTH - 4.0 {
                canvas.words(&name, (x, TOP + TALL + 13.0), small(Anchor::Start));
                labelled_to = room + 3.0;
            }
        }
    }
    legend(&mut canvas, most);
    foot(&mut canvas, (WIDTH, TOP + TALL + 52.0), MARGIN, caption);
    canvas.finish(&told(weeks, most, caption), Vec::new())
}

/// From 0, nothing, to 4, nearly as many as in the fullest week or as many.
fn level(gives: u32, most: u32) -> usize {
    (1..=SHADES.len())
        .find(|level| gives <= at_most(*level, most))
        .map_or(SHADES.len(), |level| if gives == 0 { 0 } else { level })
}

/// The most recognitions of a level.
fn at_most(level: usize, most: u32) -> u32 {
    let levels = SHADES.len() as u64;
    let most = u64::from(most).max(levels);
    u32::try_from(most * level as u64 / levels).unwrap_or(u32::MAX)
}

fn cell(canvas: &mut Canvas, (x, top): (f32, f32), tall: f32, level: usize) {
    canvas.rectangle((x, top), (CELL, tall), 1.5, BAND);
    match level.checked_sub(1).and_then(|shade| SHADES.get(shade)) {
        None => canvas.rectangle((x, top + tall - 1.5), (CELL, 1.5), 0.0, TRACK),
        Some(shade) => {
            let filled = tall * level as f32 / SHADES.len() as f32;
            canvas.rectangle((x, top + tall - filled), (CELL, filled), 1.5, *shade);
        }
    }
}

/// What the cells mean: the numbers of each level that occurs.
fn legend(canvas: &mut Canvas, most: u32) {
    let mut ranges = vec![(0, "none".to_owned())];
    let mut from = 1;
    for level in 1..=SHADES.len() {
        let to = at_most(level, most).min(most);
        if from > to {
            continue;
        }
        ranges.push((level, if from == to { from.to_string() } else { format!("{from} to {to}") }));
        from = to.saturating_add(1);
    }
    let wide = |text: &str| CELL + 5.0 + width(text, Weight::Regular, SMALL);
    let gap = 14.0;
    let whole = |ranges: &[(usize, String)]| -> f32 {
        ranges.iter().map(|(_, text)| wide(text)).sum::<f32>() + gap * (ranges.len() - 1) as f32
    };
    let last = ranges.len() - 1;
    ranges[last].1.push_str(" a week");
    let room = WIDTH - 2.0 * MARGIN;
    if whole(&ranges) > room {
        // Of large numbers each level says its largest alone.
        for (level, text) in &mut ranges[1..] {
            *text = format!("to {}", at_most(*level, most).min(most));
        }
        ranges[last].1.push_str(" a week");
    }
    if whole(&ranges) > room {
        // Of numbers that nobody's server has, the fullest level alone has room to say its own.
        ranges[1..last].iter_mut().for_each(|(_, text)| text.clear());
    }
    let all = whole(&ranges);
    let (mut x, baseline) = ((WIDTH - all) / 2.0, TOP + TALL + 33.0);
    for (level, text) in ranges {
        cell(canvas, (x, baseline - 9.5), 12.0, level);
        canvas.words(&text, (x + CELL + 5.0, baseline), small(Anchor::Start));
        x += wide(&text) + gap;
    }
}

/// The same in words: the whole, the fullest week, and month by month.
fn told(weeks: &[Week], most: u32, caption: &str) -> String {
    let gap = if caption.is_empty() { "" } else { ". " };
    let (Some(first), Some(last)) = (weeks.first(), weeks.last()) else {
        return format!("{caption}{gap}A strip without weeks.");
    };
    let day = |date: Date| date.strftime("%-d %b %Y").to_string();
    let all: u64 = weeks.iter().map(|week| u64::from(week.gives)).sum();
    let with = weeks.iter().filter(|week| week.gives > 0).count();
    let mut text = format!(
        "{caption}{gap}A strip of {} weeks, those that begin on {} to {}: {all} in all, in {with} of them.",
        weeks.len(),
        day(first.first),
        day(last.first)
    );
    if let Some(fullest) = weeks.iter().find(|week| week.gives == most && most > 0) {
        text.push_str(&format!(" The most in a week: {most}, first in the week of {}.", day(fullest.first)));
    }
    let mut months: Vec<(String, u64)> = Vec::new();
    for week in weeks {
        let month = week.first.strftime("%b %Y").to_string();
        match months.last_mut() {
            Some((last, gives)) if *last == month => *gives += u64::from(week.gives),
            _ => months.push((month, u64::from(week.gives))),
        }
    }
    let some = months.iter().filter(|(_, gives)| *gives > 0);
    let some: Vec<String> = some.map(|(month, gives)| format!("{month} {gives}")).collect();
    if !some.is_empty() {
        let others = if some.len() < months.len() { "; none in the others" } else { "" };
        text.push_str(&format!(" By the month in which a week begins: {}{others}.", some.join(", ")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_levels_share_out_what_the_fullest_week_had() {
        let levels = |most: u32, gives: &[u32]| gives.iter().map(|gives| level(*gives, most)).collect::<Vec<_>>();
        assert_eq!(levels(0, &[0]), [0]);
        assert_eq!(levels(3, &[0, 1, 2, 3]), [0, 1, 2, 3]);
        assert_eq!(levels(4, &[0, 1, 2, 3, 4]), [0, 1, 2, 3, 4]);
        assert_eq!(levels(10, &[0, 1, 2, 3, 5, 6, 7, 8, 10]), [0, 1, 1, 2, 2, 3, 3, 4, 4]);
        assert_eq!(levels(u32::MAX, &[1, u32::MAX]), [1, 4]);
    }
}
