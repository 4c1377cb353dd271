//! What I gave and what I got.

use jiff::Timestamp;

use super::super::drawing::drawn;
use super::super::{Asked, Commands, Trouble, here};
use crate::messages::replies::keep as replies;
use crate::messages::{Card, YearOf, me, year_picture};
use crate::recognition::KEPT_AT_LEAST;

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
    let mut card = me::mine(&commands.library, &found, thanks, search);
    if found.screen == 0 && search.is_none() {
        let since = commands.clock.now().checked_sub(KEPT_AT_LEAST).unwrap_or(Timestamp::MIN);
        let removed = commands.store.removed_for(asked.guild, asked.user, since).await?;
        card.content = replies::removed_for(&removed).unwrap_or_default();
    }
    if found.screen > 0 || search.is_some() || found.mine.gave == 0 {
        return Ok(card);
    }
    let today = here::zone(commands, asked).await?.date_at(commands.clock.now());
    let weeks = commands.store.my_weeks(asked.guild, asked.user, today).await?;
    Ok(card.pictured(drawn("my-year.png", year_picture(&weeks, YearOf::Oneself)).await))
}
