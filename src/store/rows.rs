//! How values stand in rows, and back.

use std::num::NonZeroU64;

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Id, StoreError};
use crate::clock::Zone;

/// Text as both engines take it: PostgreSQL refuses NUL, SQLite's functions stop at it.
pub(super) fn plain(text: &str) -> String {
    text.replace('\0', "")
}

pub(super) fn instant(milliseconds: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(milliseconds).map_err(|_| unreadable("an instant"))
}

pub(super) fn date(text: &str) -> Result<Date, StoreError> {
    text.parse().map_err(|_| unreadable("a date"))
}

pub(super) fn zone(name: &str) -> Result<Zone, StoreError> {
    name.parse().map_err(|_| unreadable("a time zone"))
}

pub(super) fn id(raw: i64) -> Result<Id, StoreError> {
    Id::from_i64(raw).ok_or_else(|| unreadable("an id"))
}

/// An id of Discord's. It is never 0, which serenity's types take with a panic.
pub(super) fn snowflake<T: From<NonZeroU64>>(raw: i64) -> Result<T, StoreError> {
    NonZeroU64::new(raw.cast_unsigned()).map(T::from).ok_or_else(|| unreadable("an id of Discord's"))
}

/// Ids, at least one, as a statement lists them.
pub(super) fn listed(ids: &[i64]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Names the sort of value only: the value may be somebody's.
pub(super) fn unreadable(what: &str) -> StoreError {
    StoreError::Damaged(format!("{what} in it cannot be read"))
}

/// So many are looked up at once at most.
pub(super) const MOST_AMONG: usize = 100;

/// A place in a statement for each of these ids, [`MOST_AMONG`] at most, and what is put there. There are lists of a few lengths,
/// filled up with what is nobody's id, so that an engine prepares so many statements and not one for each number. Whoever has
/// more asks for them in parts; should somebody not, none is left out, and the list grows by whole hundreds.
pub(super) fn among(ids: &[i64]) -> (String, Vec<i64>) {
    let full = ids.len().next_multiple_of(MOST_AMONG);
    let places = [1, 10].into_iter().find(|places| ids.len() <= *places).unwrap_or(full);
    let mut ids = ids.to_vec();
    ids.resize(places, 0);
    let list: Vec<String> = (1..=places).map(|place| format!("${place}")).collect();
    (list.join(", "), ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_ids_have_few_lengths_and_leave_nobody_out() {
        for (number, places) in [(0, 1), (1, 1), (2, 10), (10, 10), (11, 100), (100, 100), (101, 200), (250, 300)] {
            let ids: Vec<i64> = (1..=number).collect();
            let (list, bound) = among(&ids);
            assert_eq!((list.split(", ").count(), bound.len()), (places, places), "{number}");
            assert!(list.ends_with(&format!("${places}")), "{number}: {list}");
            assert!(bound.starts_with(&ids) && bound[ids.len()..].iter().all(|id| *id == 0), "{number}");
        }
    }
}
