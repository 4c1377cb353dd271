//! Deleting what is kept of me, as I choose.

use super::super::{Asked, Commands, LookupFault, Trouble, commitment};
use crate::messages::{Card, me, replies};
use crate::store::{MyPart, Sharing};

/// Deletes these parts. What was shared is taken down first: a process that dies in between leaves the words with their
/// author, who can ask again.
pub(super) async fn erase(commands: &Commands, asked: &Asked, parts: &[MyPart]) -> Result<Card, Trouble> {
    let mut left = 0;
    if parts.contains(&MyPart::Reflections) {
        let all = commands.store.reflections(asked.guild, asked.user, None, 0, usize::MAX).await?;
        for shared in all.shown.into_iter().filter_map(|one| one.shared) {
            let Sharing::There(message) = shared.how else { continue };
            match commands.discord.take_down(shared.channel, message).await {
                Ok(()) => {}
                Err(LookupFault::Unanswered) => return Err(Trouble::kind(replies::reflection::NOT_TAKEN_DOWN_YET)),
                Err(_) => left += 1,
            }
        }
    }
    if parts.contains(&MyPart::Commitments) {
        for one in commands.store.commitments(asked.guild, asked.user, u32::MAX, 0).await? {
            left += usize::from(commitment::take_down(commands, &one).await?.is_some());
        }
    }
    commands.store.delete_mine(asked.guild, asked.user, parts).await?;
    // The words leave the database's file as soon as nothing is to be posted.
    commands.bell.ring();
    Ok(me::erased(parts, left))
}
