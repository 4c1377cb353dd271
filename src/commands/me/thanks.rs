//! What I gave and what I got.

use super::super::{Asked, Commands, Trouble};
use crate::messages::{Card, me};

/// What the overview says of it.
pub(super) async fn lines(commands: &Commands, asked: &Asked) -> Result<Vec<(String, String)>, Trouble> {
    let mine = commands.store.mine(asked.guild, asked.user, 0).await?;
    Ok(me::thanks_lines(&mine))
}

/// What was counted stays to be seen where giving was switched off later.
pub(super) async fn card(commands: &Commands, asked: &Asked) -> Result<Card, Trouble> {
    let thanks = commands.store.guild(asked.guild).await?.is_none_or(|guild| guild.thanks);
    let mine = commands.store.mine(asked.guild, asked.user, me::LATEST).await?;
    Ok(me::mine(&commands.library, &mine, thanks))
}
