//! My balances, one a screen.

use super::super::drawing::drawn;
use super::super::{Asked, Commands, Trouble};
use crate::messages::{Card, me};

/// What the overview says of it.
pub(super) async fn lines(commands: &Commands, asked: &Asked) -> Result<Vec<(String, String)>, Trouble> {
    let latest = commands.store.balances(asked.guild, asked.user, 0, 1).await?;
    let all = commands.store.balance_count(asked.guild, asked.user).await?;
    Ok(me::balance_lines(latest.first(), all))
}

/// A screen; one past the last shows the last.
pub(super) async fn card(commands: &Commands, asked: &Asked, screen: usize) -> Result<Card, Trouble> {
    let all = commands.store.balance_count(asked.guild, asked.user).await?;
    let all = u32::try_from(all).unwrap_or(u32::MAX);
    let screen = u32::try_from(screen).unwrap_or(u32::MAX).min(all.saturating_sub(1));
    let from = commands.store.balances(asked.guild, asked.user, screen, me::OVER_TIME).await?;
    let (screen, all) = (screen as usize, all as usize);
    let picture = match me::balance_page_picture(&commands.library, &from) {
        Some(picture) => drawn("balance.png", picture).await,
        None => None,
    };
    Ok(me::balance_page(&commands.library, &from, screen, all, picture))
}
