//! My rounds of the quiz.

use super::super::{Asked, Commands, Trouble};
use crate::messages::{Card, me};

/// What the overview says of it.
pub(super) async fn lines(commands: &Commands, asked: &Asked) -> Result<Vec<(String, String)>, Trouble> {
    let history = commands.store.quiz_history(asked.guild, asked.user, 0).await?;
    Ok(me::quiz_lines(&history))
}

pub(super) async fn card(commands: &Commands, asked: &Asked) -> Result<Card, Trouble> {
    let history = commands.store.quiz_history(asked.guild, asked.user, me::LATEST_ROUNDS).await?;
    Ok(me::quiz_page(&history))
}
