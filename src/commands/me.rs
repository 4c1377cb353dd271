//! `/me`: what I gave and what I got, for my eyes alone.

use serenity::builder::CreateCommand;
use serenity::model::application::{CommandInteraction, InstallationContext, InteractionContext};

use super::{Answer, Asked, Commands, Trouble};
use crate::messages;

pub(super) const NAME: &str = "me";

pub(super) fn register() -> CreateCommand {
    CreateCommand::new(NAME)
        .description("The recognition that you gave and got; only you see it")
        .contexts(vec![InteractionContext::Guild])
        .integration_types(vec![InstallationContext::Guild])
}

/// What was counted stays to be seen where giving was switched off later.
pub(super) async fn answer(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    let asked = Asked::by_command(command)?;
    let thanks = commands.store.guild(asked.guild).await?.is_none_or(|guild| guild.thanks);
    let mine = commands.store.mine(asked.guild, asked.user, messages::LATEST).await?;
    Ok(Answer::private(messages::mine(&commands.library, &mine, thanks)))
}
