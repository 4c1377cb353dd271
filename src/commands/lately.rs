//! Names that came along with an interaction whose effect comes with a later one: people are picked in a menu, and the form
//! with the words comes back without their names.
//!
//! They are kept in this process alone, and only so many: another process, or a restart, gives without a name, which comes
//! with the next interaction that shows it. That somebody is not in the server is kept the same way: it is said with the
//! answer. Nothing is decided by either. A form that is never sent leaves them behind, so both are kept for as long as somebody
//! may be at a form, and that somebody is not there until they are seen there. What is older goes with the next interaction of
//! anybody in any server: where nobody does anything, it stays until then, and is handed to nobody.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use serenity::model::id::{GuildId, UserId};

/// So many names are kept; the oldest go first.
const MOST: usize = 512;

/// For so long. Discord does not say for how long a form can be open.
const KEPT_FOR: Duration = Duration::from_secs(60 * 60);

/// How Discord showed somebody in a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// By this name.
    Named(String),
    /// As nobody who is there.
    Absent,
}

#[derive(Debug)]
struct Shown {
    guild: GuildId,
    user: UserId,
    how: Seen,
    until: Timestamp,
}

impl Shown {
    fn is_of(&self, guild: GuildId, user: UserId) -> bool {
        self.guild == guild && self.user == user
    }
}

/// Names by which Discord showed people lately, each in a server.
#[derive(Debug, Default)]
pub struct Lately {
    seen: Mutex<VecDeque<Shown>>,
}

impl Lately {
    /// Discord showed somebody, as a member or as none.
    pub(super) fn shown(&self, guild: GuildId, user: UserId, how: Seen, now: Timestamp) {
        let mut seen = self.lock_at(now);
        seen.retain(|one| !one.is_of(guild, user));
        if seen.len() >= MOST {
            seen.pop_front();
        }
        let until = now.checked_add(KEPT_FOR).unwrap_or(Timestamp::MAX);
        seen.push_back(Shown { guild, user, how, until });
    }

    /// Somebody is there: they used something there themselves, or Discord says so in another way.
    pub(super) fn there(&self, guild: GuildId, user: UserId, now: Timestamp) {
        self.lock_at(now).retain(|one| !one.is_of(guild, user) || one.how != Seen::Absent);
    }

    /// How, once: it is written down with what it was kept for.
    pub(super) fn take(&self, guild: GuildId, user: UserId, now: Timestamp) -> Option<Seen> {
        let mut seen = self.lock_at(now);
        let place = seen.iter().position(|one| one.is_of(guild, user))?;
        seen.remove(place).map(|one| one.how)
    }

    /// What is kept by now: what is too old is gone. Whoever panicked with it in hand left names behind, and no more.
    fn lock_at(&self, now: Timestamp) -> MutexGuard<'_, VecDeque<Shown>> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.retain(|one| one.until > now);
        seen
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(60 * minute).unwrap()
    }

    #[test]
    fn a_name_is_of_its_server_and_taken_once_and_only_so_many_are_kept() {
        let (lately, here, there) = (Lately::default(), GuildId::new(1), GuildId::new(2));
        for name in ["Mira", "Mira B."] {
            lately.shown(here, UserId::new(7), Seen::Named(name.to_owned()), at(0));
        }
        assert_eq!(lately.take(there, UserId::new(7), at(0)), None);
        assert_eq!(lately.take(here, UserId::new(7), at(0)), Some(Seen::Named("Mira B.".to_owned())));
        assert_eq!(lately.take(here, UserId::new(7), at(0)), None);
        for number in 1..=600 {
            lately.shown(here, UserId::new(number), Seen::Named("Sam".to_owned()), at(0));
        }
        let kept = (1..=600).filter(|number| lately.take(here, UserId::new(*number), at(0)).is_some());
        assert_eq!(kept.collect::<Vec<_>>(), (89..=600).collect::<Vec<_>>());
    }

    #[test]
    fn it_is_kept_for_an_hour_and_that_somebody_is_absent_until_they_are_there() {
        let (lately, here, there) = (Lately::default(), GuildId::new(1), GuildId::new(2));
        let show = |how| lately.shown(here, UserId::new(7), how, at(0));
        for (minute, kept) in [(59, true), (60, false)] {
            show(Seen::Absent);
            assert_eq!(lately.take(here, UserId::new(7), at(minute)).is_some(), kept, "{minute}");
        }
        show(Seen::Absent);
        lately.there(there, UserId::new(7), at(0));
        lately.there(here, UserId::new(8), at(0));
        assert_eq!(lately.take(here, UserId::new(7), at(0)), Some(Seen::Absent));
        show(Seen::Absent);
        lately.there(here, UserId::new(7), at(0));
        assert_eq!(lately.take(here, UserId::new(7), at(0)), None);
        show(Seen::Named("Mira".to_owned()));
        lately.there(here, UserId::new(7), at(0));
        assert!(lately.take(here, UserId::new(7), at(0)).is_some(), "a name stays");
    }

    #[test]
    fn what_is_too_old_goes_with_whatever_is_asked_next() {
        let (lately, here) = (Lately::default(), GuildId::new(1));
        let (mira, other) = (UserId::new(7), UserId::new(8));
        let asked: [&dyn Fn(); 3] =
            [&|| lately.shown(here, other, Seen::Absent, at(60)), &|| lately.there(here, other, at(60)), &|| {
                drop(lately.take(here, other, at(60)))
            }];
        for ask in asked {
            lately.shown(here, mira, Seen::Named("Mira".to_owned()), at(0));
            ask();
            assert!(lately.seen.lock().unwrap().iter().all(|one| one.user == other));
        }
    }
}
