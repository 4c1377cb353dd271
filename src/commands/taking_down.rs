//! Taking down what others can read of somebody's, before it is deleted: a process that dies in between leaves the words
//! with that person, who can ask again.

use super::{Commands, LookupFault, Trouble};
use crate::messages::replies::reflection as replies;
use crate::store::{SharedIn, Sharing};

/// Takes all of it down, and says what is left: what Discord does not let the bot take down, and what may be there without
/// anybody knowing as which message.
///
/// # Errors
/// Kind words where something is on its way, or Discord did not answer: nothing is to be deleted then.
pub(super) async fn take_down(
    commands: &Commands,
    shared: impl IntoIterator<Item = SharedIn>,
) -> Result<Vec<SharedIn>, Trouble> {
    let shared: Vec<SharedIn> = shared.into_iter().filter(|shared| !shared.how.may_be_shared_again()).collect();
    if shared.iter().any(|shared| shared.how == Sharing::Coming) {
        return Err(Trouble::kind(replies::ON_ITS_WAY));
    }
    let mut left = Vec::new();
    for shared in shared {
        let Sharing::There(message) = shared.how else {
            left.push(shared);
            continue;
        };
        match commands.discord.take_down(shared.channel, message).await {
            Ok(()) => {}
            Err(LookupFault::Unanswered) => return Err(Trouble::kind(replies::NOT_TAKEN_DOWN_YET)),
            Err(_) => left.push(shared),
        }
    }
    Ok(left)
}
