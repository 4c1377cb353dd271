//! `/recognition void`: a steward removes a recognition, with a reason.

use serenity::builder::CreateCommandOption;
use serenity::model::application::{CommandOptionType, ResolvedOption, ResolvedValue};

use super::super::keep;
use super::super::{Answer, Asked, Commands, Trouble};
use crate::messages::MOST_REASON;

pub(super) const NAME: &str = "void";

pub(super) fn register() -> CreateCommandOption {
    CreateCommandOption::new(CommandOptionType::SubCommand, NAME, "For stewards: remove a recognition, with a reason")
        .add_sub_option(
            CreateCommandOption::new(CommandOptionType::String, "message", "The link of the message that announces it")
                .required(true)
                .max_length(200),
        )
        .add_sub_option(
            CreateCommandOption::new(CommandOptionType::String, "reason", "Why? Its giver can read this")
                .required(true)
                .min_length(1)
                .max_length(MOST_REASON),
        )
}

pub(super) async fn answer(
    commands: &Commands,
    asked: &Asked,
    options: &[ResolvedOption<'_>],
) -> Result<Answer, Trouble> {
    let said = |name: &str| {
        options.iter().find_map(|option| match option.value {
            ResolvedValue::String(said) if option.name == name => Some(said),
            _ => None,
        })
    };
    keep::void_command(commands, asked, said("message").unwrap_or_default(), said("reason").unwrap_or_default()).await
}
