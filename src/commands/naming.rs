//! Names in the place of ids in what people type, before it is kept: nobody's id stays in others' words.

use std::time::Duration;

use serenity::model::id::{GuildId, UserId};

use super::Commands;
use crate::messages::clip;
use crate::recognition::{mentioned, without_ids};

/// So many people are asked for at Discord, for so long in all: whoever typed waits for it.
const MOST_ASKED: usize = 5;
const PATIENCE: Duration = Duration::from_secs(1);

impl Commands {
    /// What was typed in a server, with names in the place of ids: one of those `at_hand`, or that by which the server's rows
    /// know somebody, or that by which Discord shows them there. Whoever has none is called someone; nothing fails for it.
    pub(super) async fn without_ids(&self, guild: GuildId, typed: &str, at_hand: &[(UserId, String)]) -> String {
        let people = mentioned(typed);
        if people.is_empty() {
            // Roles and channels.
            return without_ids(typed, |_| None);
        }
        let mut names: Vec<(UserId, String)> =
            at_hand.iter().filter(|(user, _)| people.contains(user)).cloned().collect();
        let unknown = |names: &[(UserId, String)]| -> Vec<UserId> {
            people.iter().copied().filter(|user| names.iter().all(|(named, _)| named != user)).collect()
        };
        match self.store.names_of(guild, &unknown(&names)).await {
            Ok(known) => names.extend(known),
            // Whoever keeps the words meets the same, and says so.
            Err(error) => tracing::warn!(cause = %error, "names could not be read"),
        }
        let asked = async {
            for user in unknown(&names).into_iter().take(MOST_ASKED) {
                if let Ok(name) = self.discord.shown_name(guild, user).await {
                    names.push((user, name));
                }
            }
        };
        // Those that came in time stay.
        let _ = tokio::time::timeout(PATIENCE, asked).await;
        without_ids(typed, |user| names.iter().find(|(named, _)| *named == user).map(|(_, name)| name.clone()))
    }
}

/// The words, where they have `most` characters at most; else as much of them as that. (A name can be longer than its id, so
/// that words that fitted into a form's box do so no more.)
pub(super) fn within(words: String, most: usize) -> String {
    if words.chars().count() <= most { words } else { clip(&words, most) }
}
