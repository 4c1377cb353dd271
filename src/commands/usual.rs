//! What `/setup` and `/schedule set` share: the usual schedule's name, and a channel's introduction.

use serenity::model::id::ChannelId;

use super::{Asked, Commands, Trouble};
use crate::store::{NewOccurrence, OccurrenceKey};

/// The schedule that is meant where nobody says which.
pub(super) const USUAL: &str = "daily";

/// Owes a channel its one introduction. True where it has had none.
pub(super) async fn introduce(commands: &Commands, asked: &Asked, channel: ChannelId) -> Result<bool, Trouble> {
    let now = commands.clock.now();
    let key = OccurrenceKey::Introduction { guild: asked.guild, channel };
    let new = NewOccurrence { key, guild: asked.guild, channel, due_at: now };
    Ok(commands.store.add_occurrence(new, now).await?)
}
