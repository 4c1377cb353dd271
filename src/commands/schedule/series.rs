//! The series that a schedule follows, as `/schedule set series:` asks for it.

use super::options::{MOST_SUGGESTIONS, closest_themes};
use crate::content::Library;
use crate::messages::replies::schedule as words;

/// What stands for no series.
const NONE: &str = "none";

/// A series as somebody typed it: its title or its id, or the word for none.
pub(super) fn read(library: &Library, typed: &str) -> Result<Option<String>, String> {
    let wanted = typed.trim().to_lowercase();
    if wanted == NONE || wanted == words::NO_SERIES.to_lowercase() {
        return Ok(None);
    }
    let found = library.series.iter().find(|series| series.id == wanted || series.title.to_lowercase() == wanted);
    match found {
        Some(series) => Ok(Some(series.id.clone())),
        None => {
            let all = titles(library);
            let near: Vec<&str> = closest_themes(&all, &wanted).into_iter().take(3).map(|(title, _)| title).collect();
            Err(words::no_such_series(typed, &near))
        }
    }
}

/// What to suggest while somebody types a series, each with its number of days.
pub(super) fn suggest(library: &Library, typed: &str) -> Vec<(String, String)> {
    let typed = typed.trim().to_lowercase();
    let none = words::NO_SERIES.to_lowercase().contains(&typed).then(|| (words::NO_SERIES.to_owned(), NONE.to_owned()));
    let days = |id: &str| library.series(id).map_or(0, |series| series.prompts.len());
    let found = closest_themes(&titles(library), &typed);
    let found = found.into_iter().map(|(title, id)| (words::series_choice(title, days(id)), id.to_owned()));
    none.into_iter().chain(found).take(MOST_SUGGESTIONS).collect()
}

/// By title and id, in the order of the files: what belongs together stands together there.
fn titles(library: &Library) -> Vec<(&str, &str)> {
    library.series.iter().map(|series| (series.title.as_str(), series.id.as_str())).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::content::{self, Source};

    /// Discord shows 25 at once: whichever it is, a few letters bring it up.
    #[test]
    fn every_series_is_found_by_what_is_typed() {
        let library = content::load(&Source::new(None, "en")).unwrap();
        assert_eq!(suggest(&library, "").len(), MOST_SUGGESTIONS.min(library.series.len() + 1));
        for series in &library.series {
            for typed in [series.title.as_str(), series.id.as_str(), &series.title.to_uppercase()[..4]] {
                let found = suggest(&library, typed);
                assert!(found.iter().any(|(_, id)| *id == series.id), "{} by {typed:?}: {found:?}", series.id);
            }
        }
    }
}
