//! What I want to try, and how it ended.

use super::super::{Asked, Commands, Trouble};
use crate::messages::{Card, me};

/// What the overview says of it.
pub(super) async fn lines(commands: &Commands, asked: &Asked) -> Result<Vec<(String, String)>, Trouble> {
    let (open, all) = commands.store.count_commitments(asked.guild, asked.user).await?;
    Ok(vec![me::commitments_line(open, all)])
}

/// A screen, the open ones first; one past the last shows the last.
pub(super) async fn card(commands: &Commands, asked: &Asked, screen: usize) -> Result<Card, Trouble> {
    let (_, all) = commands.store.count_commitments(asked.guild, asked.user).await?;
    let last = usize::try_from(all).unwrap_or_default().saturating_sub(1) / me::COMMITMENTS_A_SCREEN;
    let screen = screen.min(last);
    let most = u32::try_from(me::COMMITMENTS_A_SCREEN).unwrap_or(u32::MAX);
    let skipped = u32::try_from(screen).unwrap_or(u32::MAX).saturating_mul(most);
    let shown = commands.store.commitments(asked.guild, asked.user, most, skipped).await?;
    let zone = commands.store.check_in_calendar(asked.guild).await?.when.zone;
    Ok(me::commitments(&shown, &zone, commands.clock.now(), screen, last))
}
