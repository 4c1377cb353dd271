//! Names that came along with an interaction whose effect comes with a later one: people are picked in a menu, and the form
//! with the words comes back without their names.
//!
//! They are kept in this process alone, and only so many: another process, or a restart, gives without a name, which comes
//! with the next interaction that shows it. Nothing is decided by them.

use std::collections::VecDeque;
use std::sync::Mutex;

use serenity::model::id::{GuildId, UserId};

/// So many names are kept; the oldest go first.
const MOST: usize = 512;

/// Names by which Discord showed people lately, each in a server.
#[derive(Debug, Default)]
pub struct Lately {
    names: Mutex<VecDeque<(GuildId, UserId, String)>>,
}

impl Lately {
    /// Discord showed somebody by this name.
    pub(super) fn shown(&self, guild: GuildId, user: UserId, name: String) {
        // Whoever panicked with it in hand left names behind, and no more.
        let mut names = self.names.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        names.retain(|(place, who, _)| (*place, *who) != (guild, user));
        if names.len() >= MOST {
            names.pop_front();
        }
        names.push_back((guild, user, name));
    }

    /// By which name, once: it is written down with what it was kept for.
    pub(super) fn take(&self, guild: GuildId, user: UserId) -> Option<String> {
        let mut names = self.names.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let place = names.iter().position(|(place, who, _)| (*place, *who) == (guild, user))?;
        names.remove(place).map(|(_, _, name)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_of_its_server_and_taken_once_and_only_so_many_are_kept() {
        let (lately, here, there) = (Lately::default(), GuildId::new(1), GuildId::new(2));
        for name in ["Mira", "Mira B."] {
            lately.shown(here, UserId::new(7), name.to_owned());
        }
        assert_eq!(lately.take(there, UserId::new(7)), None);
        assert_eq!(lately.take(here, UserId::new(7)).as_deref(), Some("Mira B."));
        assert_eq!(lately.take(here, UserId::new(7)), None);
        for number in 1..=600 {
            lately.shown(here, UserId::new(number), "Sam".to_owned());
        }
        let kept = (1..=600).filter(|number| lately.take(here, UserId::new(*number)).is_some());
        assert_eq!(kept.collect::<Vec<_>>(), (89..=600).collect::<Vec<_>>());
    }
}
