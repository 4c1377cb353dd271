//! The option that shows an answer to everybody here, in whichever command has it; otherwise only the asker sees it.

use serenity::builder::CreateCommandOption;
use serenity::model::application::{CommandOptionType, ResolvedOption, ResolvedValue};

use super::{Asked, Deferral, Trouble};

pub(super) const SHARE: &str = "share";

/// The option.
pub(super) fn share() -> CreateCommandOption {
    CreateCommandOption::new(CommandOptionType::Boolean, SHARE, "Show it to everybody here; otherwise only you see it")
}

/// Whether it is for everybody here.
pub(super) fn shared(options: &[ResolvedOption<'_>]) -> bool {
    options.iter().any(|option| option.name == SHARE && matches!(option.value, ResolvedValue::Boolean(true)))
}

/// The same, of somebody who may write here.
///
/// # Errors
/// Kind words for somebody who may not, and wants it shared.
pub(super) fn may_share(asked: &Asked, options: &[ResolvedOption<'_>]) -> Result<bool, Trouble> {
    let share = shared(options);
    if share {
        asked.may_write()?;
    }
    Ok(share)
}

/// A shared answer is public from the start, so its deferral has to be as well.
pub(super) fn deferral(share: bool) -> Deferral {
    if share { Deferral::Public } else { Deferral::Private }
}
