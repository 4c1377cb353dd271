//! What I want to try, and how it ended.

use super::super::{Asked, Commands, Trouble};
use crate::messages::{Card, me};

/// What the overview says of it.
pub(super) async fn lines(commands: &Commands, asked: &Asked) -> Result<Vec<(String, String)>, Trouble> {
    let (open, all) = commands.store.count_commitments(asked.guild, asked.user).await?;
    Ok(vec![me::commitments_line(open, all)])
}

/// A screen of all, or of those that hold what is looked for, the open ones first; one past the last shows the last.
pub(super) async fn card(
    commands: &Commands,
    asked: &Asked,
    screen: usize,
    search: Option<&str>,
) -> Result<Card, Trouble> {
    let most = me::COMMITMENTS_A_SCREEN;
    let last = |all: usize| all.saturating_sub(1) / most;
    let (shown, screen, last) = match search {
        None => {
            let (_, all) = commands.store.count_commitments(asked.guild, asked.user).await?;
            let last = last(usize::try_from(all).unwrap_or_default());
            let screen = screen.min(last);
            let [most, skipped] = [most, screen * most].map(|number| u32::try_from(number).unwrap_or(u32::MAX));
            (commands.store.commitments(asked.guild, asked.user, most, skipped).await?, screen, last)
        }
        Some(search) => {
            let find = |screen: usize| {
                commands.store.find_commitments(asked.guild, asked.user, search, most, screen.saturating_mul(most))
            };
            let (all, shown) = find(screen).await?;
            let last = last(all);
            // One past the last, since some were deleted.
            let shown = if screen > last { find(last).await?.1 } else { shown };
            (shown, screen.min(last), last)
        }
    };
    let zone = commands.store.check_in_calendar(asked.guild).await?.when.zone;
    Ok(me::commitments(&shown, &zone, commands.clock.now(), (screen, last), search))
}
