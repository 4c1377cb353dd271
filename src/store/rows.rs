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

/// Names the sort of value only: the value may be somebody's.
pub(super) fn unreadable(what: &str) -> StoreError {
    StoreError::Damaged(format!("{what} in it cannot be read"))
}
