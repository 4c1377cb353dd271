//! Not being counted for a while.

use super::super::{Commands, Trouble};
use super::Mine;
use crate::messages::replies::privacy as words;
use crate::messages::{self, Card};

/// Pauses whoever does not, and counts again whoever does.
pub(super) async fn turn(commands: &Commands, mine: &Mine) -> Result<Card, Trouble> {
    let paused = commands.store.paused_since(mine.user, mine.place).await?.is_some();
    set(commands, mine, !paused).await
}

pub(super) async fn set(commands: &Commands, mine: &Mine, paused: bool) -> Result<Card, Trouble> {
    match commands.store.set_paused(mine.user, mine.place, paused, commands.clock.now()).await? {
        true => Ok(messages::pause_set(paused, mine.reach)),
        false => Err(Trouble::kind(words::nothing_kept(mine.reach))),
    }
}
