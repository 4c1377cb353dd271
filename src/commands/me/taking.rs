//! What reaches me: what I settled about the recognition that I get.

use super::super::{Asked, Commands, Trouble};
use crate::messages::{Card, me};

/// What the overview says of it.
pub(super) async fn lines(commands: &Commands, asked: &Asked) -> Result<Vec<(String, String)>, Trouble> {
    let taking = commands.store.taking(asked.guild, asked.user).await?;
    Ok(vec![me::taking_line(&taking)])
}

pub(super) async fn card(commands: &Commands, asked: &Asked) -> Result<Card, Trouble> {
    let taking = commands.store.taking(asked.guild, asked.user).await?;
    Ok(me::taking(&taking))
}
