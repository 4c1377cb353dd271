//! What `/schedule` says of the series that a schedule follows.

use super::super::super::text::{clip, quote};
use crate::content::Library;
use crate::store::Following;

/// The description of `set series`.
pub const SET_SERIES: &str = "Prompts in an order, one a post, then all again; 'none' ends it";
/// No series, among the suggestions.
pub const NO_SERIES: &str = "No series";

/// A theme and a series, both at once.
pub const THEME_AND_SERIES: &str =
    "`theme:` and `series:` both say which prompts come; one of them is enough. A series can be on one theme.";

/// The series that was named is the one that it follows.
pub const GOES_ON: &str =
    "It was in that series already and goes on where it is. `series:none`, and then its name again, begins it anew.";

/// A series among the suggestions.
pub fn series_choice(title: &str, days: usize) -> String {
    let days = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
    format!("{} ({days})", clip(title, 80))
}

/// No series of that name.
pub fn no_such_series(typed: &str, closest: &[&str]) -> String {
    let known = format!("I have no series called {}.", quote(typed, 60));
    if closest.is_empty() {
        format!("{known} Start typing after `series:` and pick one; `series:none` stands for none.")
    } else {
        format!("{known} Close to it: {}.", closest.join(", "))
    }
}

/// It follows a series: a part of a sentence.
pub(super) fn follows(series: &str, library: &Library) -> String {
    match library.series(series) {
        Some(found) => {
            let days = found.prompts.len();
            format!(
                "follows the series **{}**, {days} prompts one by one, and draws from all again after them",
                found.title
            )
        }
        None => gone(series),
    }
}

/// How far it is: a part of a sentence.
pub(super) fn how_far(following: &Following, library: &Library) -> String {
    match library.place_in(&following.series, following.steps()) {
        None => gone(&following.series),
        Some((series, place)) if place.left.is_empty() => {
            format!("has come to the end of **{}** and draws from all prompts again", series.title)
        }
        Some((series, place)) => {
            format!("follows **{}**, and day {} of {} comes next", series.title, place.day(), place.of())
        }
    }
}

fn gone(series: &str) -> String {
    format!("draws from all prompts, since I no longer have the series {}", quote(series, 60))
}
