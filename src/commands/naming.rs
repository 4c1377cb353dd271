//! Names in the place of ids in what people type, before it is kept: nobody's id stays in others' words.

use std::time::Duration;

use futures_util::future::join_all;
use serenity::model::id::{GuildId, UserId};

use super::Commands;
use crate::messages::clip;
use crate::recognition::{mentioned, without_ids};

/// So many people are asked for at Discord, at once and for so long: whoever typed waits for it, and after a second and a half
/// an announcement cannot be the answer any more.
const MOST_ASKED: usize = 5;
/// So many are looked up in the store. More people than that in one text are a list, and no words about them.
const MOST_LOOKED_UP: usize = 25;
const PATIENCE: Duration = Duration::from_millis(400);

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
        let first = |mut people: Vec<UserId>| {
            people.truncate(MOST_LOOKED_UP);
            people
        };
        match self.store.names_of(guild, &first(unknown(&names))).await {
            Ok(known) => names.extend(known),
            // Whoever keeps the words meets the same, and says so.
            Err(error) => tracing::warn!(cause = %error, "names could not be read"),
        }
        let asked = unknown(&names).into_iter().take(MOST_ASKED).map(async |user| {
            // Whoever does not come in time is called someone.
            let shown = tokio::time::timeout(PATIENCE, self.discord.shown_name(guild, user)).await;
            shown.ok().and_then(Result::ok).map(|name| (user, name))
        });
        names.extend(join_all(asked).await.into_iter().flatten());
        without_ids(typed, |user| names.iter().find(|(named, _)| *named == user).map(|(_, name)| name.clone()))
    }
}

/// The words, where they have `most` characters at most; else as much of them as that. (A name can be longer than its id, so
/// that words that fitted into a form's box do so no more.)
pub(super) fn within(words: String, most: usize) -> String {
    if words.chars().count() <= most { words } else { clip(&words, most) }
}
