//! What I wrote.

use super::super::{Asked, Commands, Trouble};
use crate::messages::{Card, me};

/// What the overview says of it.
pub(super) async fn lines(commands: &Commands, asked: &Asked) -> Result<Vec<(String, String)>, Trouble> {
    let all = commands.store.reflections(asked.guild, asked.user, None, 0, 1).await?;
    Ok(vec![me::reflections_line(&all)])
}

/// A screen of all, or of those that hold what is looked for.
pub(super) async fn card(
    commands: &Commands,
    asked: &Asked,
    screen: usize,
    search: Option<&str>,
) -> Result<Card, Trouble> {
    let found = commands.store.reflections(asked.guild, asked.user, search, screen, me::REFLECTIONS_A_SCREEN).await?;
    Ok(me::reflections(&found, search))
}
