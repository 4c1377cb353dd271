//! What I gave and what I got.

use super::super::{Asked, Commands, Trouble};
use crate::messages::{Card, me};

/// What the overview says of it.
pub(super) async fn lines(commands: &Commands, asked: &Asked) -> Result<Vec<(String, String)>, Trouble> {
    let mine = commands.store.mine(asked.guild, asked.user, 0).await?;
    Ok(me::thanks_lines(&mine))
}

/// A screen of all, or of those that hold what is looked for. What was counted stays to be seen where giving was switched
/// off later.
pub(super) async fn card(
    commands: &Commands,
    asked: &Asked,
    screen: usize,
    search: Option<&str>,
) -> Result<Card, Trouble> {
    let thanks = commands.store.guild(asked.guild).await?.is_none_or(|guild| guild.thanks);
    let found = commands.store.my_thanks(asked.guild, asked.user, search, screen, me::LATEST).await?;
    Ok(me::mine(&commands.library, &found, thanks, search))
}
