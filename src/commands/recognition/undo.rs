//! `/recognition undo`: what I gave in the last 24 hours, to take back or say anew.

use serenity::builder::CreateCommandOption;
use serenity::model::application::CommandOptionType;

use super::super::keep;
use super::super::{Answer, Asked, Commands, Trouble};

pub(super) const NAME: &str = "undo";

pub(super) fn register() -> CreateCommandOption {
    CreateCommandOption::new(
        CommandOptionType::SubCommand,
        NAME,
        "Take back what you gave in the last 24 hours, or change its words",
    )
}

pub(super) async fn answer(commands: &Commands, asked: &Asked) -> Result<Answer, Trouble> {
    keep::undo_command(commands, asked).await
}
