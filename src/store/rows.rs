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

/// A place in a statement for each of these ids, and what is put there. There are three such lists, filled up with what is
/// nobody's id, so that an engine prepares three statements and not one for each number.
pub(super) fn among(ids: &[i64]) -> (String, Vec<i64>) {
    let places = [1, 10, MOST_AMONG].into_iter().find(|places| ids.len() <= *places).unwrap_or(ids.len());
    let mut ids = ids.to_vec();
    ids.resize(places, 0);
    let list: Vec<String> = (1..=places).map(|place| format!("${place}")).collect();
    (list.join(", "), ids)
}
