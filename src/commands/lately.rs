//! Names that came along with an interaction whose effect comes with a later one: people are picked in a menu, and the form
//! with the words comes back without their names.
//!
//! They are kept in this process alone, and only so many: another process, or a restart, gives without a name, which comes
//! with the next interaction that shows it. That somebody is not in the server is kept the same way: it is said with the
//! answer. Nothing is decided by either.

use std::collections::VecDeque;
use std::sync::Mutex;

use serenity::model::id::{GuildId, UserId};

/// So many names are kept; the oldest go first.
const MOST: usize = 512;

/// How Discord showed somebody in a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// By this name.
    Named(String),
    /// As nobody who is there.
    Absent,
}

/// Names by which Discord showed people lately, each in a server.
#[derive(Debug, Default)]
pub struct Lately {
    seen: Mutex<VecDeque<(GuildId, UserId, Seen)>>,
}

impl Lately {
    /// Discord showed somebody, as a member or as none.
    pub(super) fn shown(&self, guild: GuildId, user: UserId, how: Seen) {
        // Whoever panicked with it in hand left names behind, and no more.
        let mut seen = self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        seen.retain(|(place, who, _)| (*place, *who) != (guild, user));
        if seen.len() >= MOST {
            seen.pop_front();
        }
        seen.push_back((guild, user, how));
    }

    /// How, once: it is written down with what it was kept for.
    pub(super) fn take(&self, guild: GuildId, user: UserId) -> Option<Seen> {
        let mut seen = self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let place = seen.iter().position(|(place, who, _)| (*place, *who) == (guild, user))?;
        seen.remove(place).map(|(_, _, how)| how)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_of_its_server_and_taken_once_and_only_so_many_are_kept() {
        let (lately, here, there) = (Lately::default(), GuildId::new(1), GuildId::new(2));
        for name in ["Mira", "Mira B."] {
            lately.shown(here, UserId::new(7), Seen::Named(name.to_owned()));
        }
        assert_eq!(lately.take(there, UserId::new(7)), None);
        assert_eq!(lately.take(here, UserId::new(7)), Some(Seen::Named("Mira B.".to_owned())));
        assert_eq!(lately.take(here, UserId::new(7)), None);
        for number in 1..=600 {
            lately.shown(here, UserId::new(number), Seen::Named("Sam".to_owned()));
        }
        let kept = (1..=600).filter(|number| lately.take(here, UserId::new(*number)).is_some());
        assert_eq!(kept.collect::<Vec<_>>(), (89..=600).collect::<Vec<_>>());
    }
}
