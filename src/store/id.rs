//! Our own ids: time-ordered 64-bit integers, given by the program and not by a database.
//!
//! The upper bits count milliseconds since 2026-01-01, the lower 20 tell ids of one millisecond apart. They are written
//! in Crockford's base32 (no I, L, O, U), 13 characters, which fits a custom id, and a nonce of at most 25.

use std::fmt;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// 2026-01-01T00:00:00Z, in milliseconds since 1970.
const EPOCH: i64 = 1_767_225_600_000;
/// How many low bits tell ids of one millisecond apart.
const SEQUENCE_BITS: u32 = 20;
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const WRITTEN: usize = 13;

/// An id. Always positive; a later one is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(i64);

/// The text is no id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no id")]
pub struct IdError;

impl Id {
    /// The id as a database keeps it. `None` for what no id can be.
    pub fn from_i64(raw: i64) -> Option<Self> {
        (raw > 0).then_some(Self(raw))
    }

    /// As a database keeps it.
    pub fn get(self) -> i64 {
        self.0
    }

    /// When it was given, to the millisecond (by the clock of who gave it).
    pub fn given_at(self) -> Timestamp {
        // 43 bits of milliseconds after 2026 end in the year 2304.
        Timestamp::from_millisecond(EPOCH + (self.0 >> SEQUENCE_BITS)).unwrap_or(Timestamp::MAX)
    }
}

/// Thirteen characters of Crockford's base32.
///
/// ```
/// use clarion::store::Id;
/// let id = Id::from_i64(123_456_789_012).unwrap();
/// assert_eq!(id.to_string(), "000003JZ9J6GM");
/// assert_eq!("000003jz9j6gm".parse(), Ok(id));
/// ```
impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for place in (0..WRITTEN).rev() {
            let letter = LETTERS[(self.0 >> (5 * place) & 31) as usize];
            write!(f, "{}", letter as char)?;
        }
        Ok(())
    }
}

/// Reads what [`Display`](fmt::Display) writes, in either case; nothing else.
impl FromStr for Id {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        if text.len() != WRITTEN {
            return Err(IdError);
        }
        let mut raw: i64 = 0;
        for byte in text.bytes() {
            let value = LETTERS.iter().position(|letter| *letter == byte.to_ascii_uppercase()).ok_or(IdError)?;
            // Thirteen letters carry 65 bits: what does not fit is no id.
            raw = raw.checked_mul(32).and_then(|raw| raw.checked_add(value as i64)).ok_or(IdError)?;
        }
        Self::from_i64(raw).ok_or(IdError)
    }
}

/// Gives ids, each greater than all before it from the same source, whatever the clock does.
#[derive(Debug)]
pub struct IdSource(Mutex<Source>);

#[derive(Debug)]
struct Source {
    last: i64,
    random: StdRng,
}

impl IdSource {
    /// A source with its own stretch of chance. Two processes get different ones by different seeds.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(Source { last: 0, random: StdRng::seed_from_u64(seed) }))
    }

    /// The next id.
    pub fn next(&self, now: Timestamp) -> Id {
        let mut source = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let elapsed = now.as_millisecond().saturating_sub(EPOCH).clamp(0, (1 << 42) - 1);
        // Starting in the lower half leaves half a million ids for the same millisecond.
        let fresh = (elapsed << SEQUENCE_BITS) | source.random.random_range(1..1_i64 << (SEQUENCE_BITS - 1));
        // A clock that stands, or was set back, must not make ids collide or run backwards.
        source.last = if fresh > source.last { fresh } else { source.last + 1 };
        Id(source.last)
    }

    /// A number from 0 to 1 by the same seed, for rests that should not be equally long in two processes.
    pub(super) fn chance(&self) -> f64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).random.random()
    }

    /// Gives only ids after `known` from now on, and not right after it: where the clock was set back, another process
    /// begins after the same one.
    pub fn after(&self, known: i64) {
        let mut source = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known > source.last {
            let apart = source.random.random_range(0..1_i64 << (SEQUENCE_BITS - 1));
            source.last = known.saturating_add(apart);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn ids_grow_whatever_the_clock_does() {
        let source = IdSource::new(7);
        let mut last = source.next(at("2026-11-23T08:00:00Z"));
        for now in ["2026-11-23T08:00:00Z", "2026-11-22T08:00:00Z", "1970-01-01T00:00:00Z", "2026-11-23T08:00:01Z"] {
            for _ in 0..1000 {
                let next = source.next(at(now));
                assert!(next > last, "{now}");
                last = next;
            }
        }
        assert_eq!(last.given_at(), at("2026-11-23T08:00:01Z"));
    }

    #[test]
    fn two_seeds_give_different_ids_in_the_same_millisecond() {
        let now = at("2026-11-23T08:00:00Z");
        assert_ne!(IdSource::new(1).next(now), IdSource::new(2).next(now));
        assert_eq!(IdSource::new(1).next(now), IdSource::new(1).next(now));
    }

    #[test]
    fn two_that_begin_after_the_same_id_give_different_ones_while_the_clock_is_behind() {
        let [first, second] = [1, 2].map(|seed| {
            let source = IdSource::new(seed);
            let known = IdSource::new(9).next(at("2026-11-24T08:00:00Z"));
            source.after(known.get());
            let all: Vec<Id> = (0..1000).map(|_| source.next(at("2026-11-23T08:00:00Z"))).collect();
            assert!(all.iter().all(|id| *id > known));
            all
        });
        assert!(!first.iter().any(|id| second.contains(id)));
    }

    #[test]
    fn what_is_written_is_read_and_nothing_else() {
        for raw in [1, 31, 32, 1 << 20, i64::MAX] {
            let id = Id::from_i64(raw).unwrap();
            assert_eq!(id.to_string().len(), WRITTEN);
            assert_eq!(id.to_string().parse(), Ok(id));
        }
        assert_eq!(Id::from_i64(i64::MAX).unwrap().to_string(), "7ZZZZZZZZZZZZ");
        for text in ["", "0", "0000000000000", "8000000000000", "ZZZZZZZZZZZZZ", "00000000000I1", "000000000000\u{e9}"]
        {
            assert!(text.parse::<Id>().is_err(), "{text}");
        }
        assert!(Id::from_i64(0).is_none() && Id::from_i64(-1).is_none());
    }

    #[test]
    fn the_far_future_still_gives_ids() {
        let source = IdSource::new(7);
        let far = source.next(Timestamp::MAX);
        assert!(source.next(Timestamp::MAX) > far);
    }
}
