//! What I suggested for the team's deck.

use super::super::{Asked, Commands, Trouble};
use crate::messages::{Card, me};

/// What the overview says of it.
pub(super) async fn lines(commands: &Commands, asked: &Asked) -> Result<Vec<(String, String)>, Trouble> {
    Ok(vec![me::suggestions_line(&commands.store.suggestions_of(asked.guild, asked.user).await?)])
}

/// All of them.
pub(super) async fn card(commands: &Commands, asked: &Asked) -> Result<Card, Trouble> {
    Ok(me::suggestions(&commands.store.suggestions_of(asked.guild, asked.user).await?))
}
