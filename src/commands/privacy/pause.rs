//! Not being counted for a while.

use super::super::{Commands, Trouble};
use super::Mine;
use crate::messages::replies::privacy as words;
use crate::messages::{self, Card};
use crate::store::Where;

/// Pauses whoever does not. Whoever does is told since when, and keeps pausing: asked twice to make sure, it shows nothing
/// of theirs to anybody. The way back is a button.
pub(super) async fn begin(commands: &Commands, mine: &Mine) -> Result<Card, Trouble> {
    match commands.store.paused_since(mine.user, mine.place).await? {
        Some(since) => Ok(messages::pausing(Some(since), mine.reach)),
        None => set(commands, mine, true).await,
    }
}

pub(super) async fn set(commands: &Commands, mine: &Mine, paused: bool) -> Result<Card, Trouble> {
    let store = &commands.store;
    if let (true, true, Where::Server(guild)) = (paused, mine.outside, mine.place) {
        // A pause makes a row, and its server's where there is none; nobody can be thanked where I am not.
        if !store.is_known(guild, mine.user).await? {
            return Err(Trouble::kind(words::NOT_IN_THIS_SERVER));
        }
    }
    if !store.set_paused(mine.user, mine.place, paused, commands.clock.now()).await? {
        return Err(mine.nothing());
    }
    Ok(if paused { messages::pausing(None, mine.reach) } else { messages::counted_again(mine.reach) })
}
