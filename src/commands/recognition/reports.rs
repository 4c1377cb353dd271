//! `/recognition reports`: what somebody asked the stewards to look at, to a steward alone.

use serenity::builder::CreateCommandOption;
use serenity::model::application::CommandOptionType;

use super::super::keep;
use super::super::{Answer, Asked, Commands, Trouble};

pub(super) const NAME: &str = "reports";

pub(super) fn register() -> CreateCommandOption {
    CreateCommandOption::new(
        CommandOptionType::SubCommand,
        NAME,
        "For stewards: what somebody asked you to look at; only you see it",
    )
}

pub(super) async fn answer(commands: &Commands, asked: &Asked) -> Result<Answer, Trouble> {
    keep::reports_command(commands, asked).await
}
