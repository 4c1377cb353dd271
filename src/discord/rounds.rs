//! When a refused schedule is looked at without an event: some minutes after a look that failed, and once a day, because
//! some refusals end without one (a timeout that runs out, a block for a while).

use std::collections::BTreeSet;
use std::mem::take;

use jiff::{SignedDuration, Timestamp};
use serenity::model::id::GuildId;

use crate::store::{Store, Waiting, codes};

/// After a look that failed because Discord or the store did, all such are made again together.
const AGAIN: SignedDuration = SignedDuration::from_mins(5);
/// How far apart the looks are that nothing gives rise to.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// What is still to be looked at.
pub(super) struct Rounds {
    failed: BTreeSet<GuildId>,
    /// When those are looked at again; `None` where there are none.
    again: Option<Timestamp>,
    /// The daily looks up to here are made: the welcome at each start is a look at everything.
    looked: Timestamp,
    /// When the store is asked for the daily looks. What is refused later than that question has its first a day later,
    /// so a question a day misses none.
    ask: Timestamp,
}

impl Rounds {
    pub(super) fn new(now: Timestamp) -> Self {
        Self { failed: BTreeSet::new(), again: None, looked: now, ask: now }
    }

    /// When the next look is due, or the next question which are.
    pub(super) fn next(&self) -> Timestamp {
        self.again.map_or(self.ask, |again| again.min(self.ask))
    }

    /// A look there failed for the moment.
    pub(super) fn failed(&mut self, guild: GuildId, now: Timestamp) {
        self.failed.insert(guild);
        self.again.get_or_insert(later(now, AGAIN));
    }

    /// Where to look now.
    pub(super) async fn due(&mut self, store: &Store, now: Timestamp) -> BTreeSet<GuildId> {
        let mut due = BTreeSet::new();
        if self.again.is_some_and(|again| again <= now) {
            self.again = None;
            due = take(&mut self.failed);
        }
        if self.ask <= now {
            match store.refused_anywhere().await {
                Ok(waiting) => due.extend(self.daily(&waiting, now)),
                Err(error) => {
                    tracing::warn!(cause = %error, "the store does not say which schedules are refused; asking again in minutes");
                    self.ask = later(now, AGAIN);
                }
            }
        }
        due
    }

    fn daily(&mut self, waiting: &[Waiting], now: Timestamp) -> Vec<GuildId> {
        // A channel that is gone does not come back by itself.
        let waiting = || waiting.iter().filter(|waiting| waiting.code != codes::UNKNOWN_CHANNEL);
        let due =
            waiting().filter(|waiting| next_look(waiting, self.looked) <= now).map(|waiting| waiting.guild).collect();
        self.looked = now;
        let next = waiting().map(|waiting| next_look(waiting, now)).min();
        self.ask = later(now, DAY).min(next.unwrap_or(Timestamp::MAX));
        due
    }
}

/// The first daily look after an instant: by days from when it was refused, and not before it may be tried again.
fn next_look(waiting: &Waiting, after: Timestamp) -> Timestamp {
    if let Some(rests_until) = waiting.rests_until.filter(|until| *until > after) {
        return rests_until;
    }
    let since = waiting.since;
    if since > after {
        return later(since, DAY);
    }
    let days = after.duration_since(since).as_secs().div_euclid(DAY.as_secs());
    later(since, SignedDuration::from_secs((days + 1).saturating_mul(DAY.as_secs())))
}

fn later(at: Timestamp, wait: SignedDuration) -> Timestamp {
    at.checked_add(wait).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn waiting(guild: u64, since: &str, rests_until: Option<&str>) -> Waiting {
        Waiting { guild: GuildId::new(guild), code: 50_013, since: at(since), rests_until: rests_until.map(at) }
    }

    #[test]
    fn each_is_looked_at_once_a_day_and_not_before_its_rest_is_over() {
        let mut rounds = Rounds::new(at("2026-11-23T08:00:00Z"));
        let mut all = [
            waiting(1, "2026-11-22T09:00:00Z", None),
            waiting(2, "2026-11-23T07:00:00Z", Some("2026-11-24T12:00:00Z")),
            Waiting { code: codes::UNKNOWN_CHANNEL, ..waiting(3, "2026-11-20T08:30:00Z", None) },
        ];
        assert!(rounds.daily(&all, at("2026-11-23T08:00:00Z")).is_empty());
        assert_eq!(rounds.next(), at("2026-11-23T09:00:00Z"));
        assert_eq!(rounds.daily(&all, at("2026-11-23T09:00:00Z")), [GuildId::new(1)]);
        assert_eq!(rounds.next(), at("2026-11-24T09:00:00Z"));
        assert_eq!(rounds.daily(&all, at("2026-11-24T09:00:00Z")), [GuildId::new(1)]);
        assert_eq!(rounds.next(), at("2026-11-24T12:00:00Z"));
        assert_eq!(rounds.daily(&all, at("2026-11-24T12:00:00Z")), [GuildId::new(2)]);
        // Tried and refused again: its rest is another.
        all[1] = waiting(2, "2026-11-24T12:00:01Z", Some("2026-11-25T12:00:00Z"));
        assert_eq!(rounds.daily(&all, at("2026-11-25T09:00:00Z")), [GuildId::new(1)]);
        assert_eq!(rounds.next(), at("2026-11-25T12:00:00Z"));
        // Asleep for days, or a clock that was set forward: both, once.
        assert_eq!(rounds.daily(&all, at("2026-11-29T00:00:00Z")), [1, 2].map(GuildId::new));
        assert!(rounds.daily(&all, at("2026-11-29T00:00:00Z")).is_empty());
        // One that was refused meanwhile has its first look a day after that.
        let new = [waiting(4, "2026-11-29T10:00:00Z", None)];
        assert!(rounds.daily(&new, at("2026-11-30T00:00:00Z")).is_empty());
        assert_eq!(rounds.next(), at("2026-11-30T10:00:00Z"));
        // Nothing is refused: it asks again, for there may be something by then.
        assert!(rounds.daily(&[], at("2026-11-30T10:00:00Z")).is_empty());
        assert_eq!(rounds.next(), at("2026-12-01T10:00:00Z"));
    }
}
