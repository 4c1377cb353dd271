//! Deleting what is kept of me, as I choose.

use super::super::taking_down::take_down;
use super::super::{Asked, Commands, Trouble};
use crate::messages::{Card, me, replies};
use crate::store::{Commitment, MyPart, SharedIn};

/// Deletes these parts. What was shared is taken down first: a process that dies in between leaves the words with their
/// author, who can ask again.
pub(super) async fn erase(commands: &Commands, asked: &Asked, parts: &[MyPart]) -> Result<Card, Trouble> {
    let mut shared: Vec<SharedIn> = Vec::new();
    if parts.contains(&MyPart::Reflections) {
        let all = commands.store.reflections(asked.guild, asked.user, None, 0, usize::MAX).await?;
        shared.extend(all.shown.into_iter().filter_map(|one| one.shared));
    }
    if parts.contains(&MyPart::Commitments) {
        let all = commands.store.commitments(asked.guild, asked.user, u32::MAX, 0).await?;
        shared.extend(all.iter().filter_map(Commitment::in_thread));
    }
    let left = take_down(commands, shared).await?;
    if !commands.store.delete_mine(asked.guild, asked.user, parts).await? {
        return Err(Trouble::kind(replies::reflection::ON_ITS_WAY));
    }
    // The words leave the database's file as soon as nothing is to be posted.
    commands.bell.ring();
    Ok(me::erased(parts, &left))
}
