//! What is said around the balance: both ends are good ones, and no result is a verdict.

use jiff::civil::Date;

use super::super::givers::day;
use crate::content::leaning::Bar;

/// The description of `/balance`.
pub const DESCRIPTION: &str = "Ten pairs of managing and leading: where do you stand these days? Only you see it";

/// Under each pair.
pub const NOT_YET_KEPT: &str = "Nothing is kept until the last pair. Only you see this.";
/// Under a result.
pub const KEPT: &str = "Kept for you in /me until you delete it. Only you see this.";

/// A library without pairs.
pub const NONE: &str =
    "There are no pairs for a balance in my library. Whoever operates me can run `clarion check` to see why.";
/// The pairs are others than those that were answered.
pub const CHANGED: &str = "The pairs have been reworded since you began, so your answers would stand beside other words. Nothing was kept; \
     `/balance` begins anew.";
/// One that is not there, or not theirs.
pub const GONE: &str = "That balance is no longer kept. `/me` shows the ones that are.";

/// The heading of `/me`'s page, before a date.
pub const PAGE: &str = "Your balance";
/// A page without anything.
pub const EMPTY: &str = "No balance yet. **/balance** is ten pairs, one at a time, and takes about four minutes.";
/// One was deleted.
pub const DELETED: &str = "That balance is deleted.";

/// Before one is deleted.
pub fn delete(date: &str) -> String {
    format!("Delete your balance of {date}? It is gone then, for good, and so is its place in the change over time.")
}

/// Under a change over time: from the first day to the last.
pub fn between(first: Date, last: Date) -> String {
    format!("{} to {}", day(first), day(last))
}

/// The pairs that lean furthest, in words.
pub fn stands_out(bars: &[Bar]) -> String {
    /// How many are named.
    const NAMED: usize = 3;
    let furthest = bars.iter().map(|bar| bar.lean.unsigned_abs()).max().unwrap_or(0);
    if furthest == 0 {
        return "No pair stands out: you found both ends alike in each.".to_owned();
    }
    let out: Vec<&Bar> = bars.iter().filter(|bar| bar.lean.unsigned_abs() == furthest).collect();
    let how = if furthest > 1 { "far more" } else { "more" };
    let mut lines: Vec<String> = out
        .iter()
        .take(NAMED)
        .map(|bar| {
            let (more, less) = if bar.lean < 0 { (&bar.managing, &bar.leading) } else { (&bar.leading, &bar.managing) };
            format!("**{more}** {how} than {less}")
        })
        .collect();
    match out.len().saturating_sub(NAMED) {
        0 => {}
        1 => lines.push("and one more as far out".to_owned()),
        more => lines.push(format!("and {more} more as far out")),
    }
    lines.join("\n")
}

/// What has moved since an earlier one, where anything can be compared.
pub fn change(now: &[Bar], before: &[(String, i8)]) -> Option<String> {
    let both: Vec<(&Bar, i8)> = now
        .iter()
        .filter_map(|bar| {
            let (_, then) = before.iter().find(|(pair, _)| *pair == bar.pair)?;
            Some((bar, bar.lean - then))
        })
        .collect();
    if both.is_empty() {
        return None;
    }
    let more = |end: fn(&Bar) -> &str, moved: fn(i8) -> bool| {
        let words = both.iter().filter(|(_, by)| moved(*by)).map(|(bar, _)| end(bar));
        words.collect::<Vec<_>>().join(", ")
    };
    let leading = more(|bar| &bar.leading, |by| by > 0);
    let managing = more(|bar| &bar.managing, |by| by < 0);
    let stays = both.iter().filter(|(_, by)| *by == 0).count();
    let moved = [("leading", leading), ("managing", managing)];
    let mut lines: Vec<String> = moved
        .into_iter()
        .filter(|(_, words)| !words.is_empty())
        .map(|(side, words)| format!("Toward {side}: {words}"))
        .collect();
    lines.push(match stays {
        0 => "No pair stands where it stood.".to_owned(),
        1 => "One pair stands where it stood.".to_owned(),
        _ if stays == both.len() => "Every pair stands where it stood.".to_owned(),
        _ => format!("{stays} pairs stand where they stood."),
    });
    Some(lines.join("\n"))
}

/// The heading of a change.
pub fn since(date: Date) -> String {
    format!("Since {}", date.strftime("%-d %b %Y"))
}
