//! What this process remembers of its own first tries: how long ago they really were.
//!
//! A repeat is harmless as long as Discord knows the nonce, which is some minutes. The calendar alone cannot say how many
//! have passed: where it ran ahead and was set right, a try of yesterday is seconds old. So the nonce is trusted where
//! this process can tell by a clock that nobody sets; of another's tries it knows the calendar only.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

use crate::store::{EarlierTry, Id};

/// The first tries of occurrences that are not at an end yet.
#[derive(Debug, Default)]
pub(super) struct Tries(Mutex<HashMap<Id, FirstTry>>);

#[derive(Clone, Copy, Debug)]
struct FirstTry {
    /// By the calendar, in milliseconds, as the store keeps it: whether it is the one that the store speaks of.
    at: i64,
    /// By [`crate::clock::Clock::running`].
    running: Duration,
}

impl Tries {
    /// This process is about to make the first try of an occurrence. What is older than `kept` is forgotten: no nonce is
    /// trusted for longer.
    pub(super) fn begins(&self, occurrence: Id, at: Timestamp, running: Duration, kept: Duration) {
        let mut tries = self.lock();
        tries.retain(|_, first| running.saturating_sub(first.running) <= kept);
        tries.insert(occurrence, FirstTry { at: at.as_millisecond(), running });
    }

    /// How long ago that first try really was; `None` where it was not this process's own.
    pub(super) fn age(&self, occurrence: Id, earlier: EarlierTry, running: Duration) -> Option<Duration> {
        let first = self.lock().get(&occurrence).copied()?;
        (first.at == earlier.first_at.as_millisecond()).then(|| running.saturating_sub(first.running))
    }

    /// The occurrence is at an end.
    pub(super) fn forget(&self, occurrence: Id) {
        self.lock().remove(&occurrence);
    }

    /// A panic elsewhere leaves whole entries behind.
    fn lock(&self) -> MutexGuard<'_, HashMap<Id, FirstTry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::store::TriedBy;

    #[test]
    fn only_what_is_young_and_not_at_an_end_is_remembered() {
        let tries = Tries::default();
        let at: Timestamp = "2026-11-23T09:00:00.1234Z".parse().unwrap();
        let ids = [1, 2, 3].map(|id| Id::from_i64(id).unwrap());
        let second = Duration::from_secs(1);
        for (id, running) in ids.into_iter().zip([0, 60, 181]) {
            tries.begins(id, at, second * running, second * 180);
        }
        // As the store brings it back.
        let earlier = EarlierTry { first_at: "2026-11-23T09:00:00.123Z".parse().unwrap(), by: TriedBy::Message };
        let ages = ids.map(|id| tries.age(id, earlier, second * 200));
        assert_eq!(ages, [None, Some(second * 140), Some(second * 19)]);
        let others = EarlierTry { first_at: "2026-11-23T09:00:00.124Z".parse().unwrap(), ..earlier };
        assert_eq!(tries.age(ids[2], others, second * 200), None);
        tries.forget(ids[2]);
        assert_eq!((tries.age(ids[2], earlier, second * 200), tries.lock().len()), (None, 1));
    }
}
