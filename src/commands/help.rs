//! `/help`: what Clarion does, in words for somebody who met it a minute ago.

use serenity::builder::CreateCommand;
use serenity::model::application::{CommandInteraction, InstallationContext, InteractionContext};

use super::{Answer, Asked, Commands, Trouble};
use crate::messages::{self, HelpFor};

pub(super) const NAME: &str = "help";

pub(super) fn register() -> CreateCommand {
    CreateCommand::new(NAME)
        .description("What I do here, what you can ask, and what I keep")
        .contexts(vec![InteractionContext::Guild])
        .integration_types(vec![InstallationContext::Guild])
}

pub(super) async fn answer(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    let asked = Asked::by_command(command)?;
    show(commands, &asked).await
}

/// The help for this server: what is switched off does not appear.
pub(super) async fn show(commands: &Commands, asked: &Asked) -> Result<Answer, Trouble> {
    let guild = commands.store.guild(asked.guild).await?;
    // Before the set-up nothing is switched off: the newcomer sees all that there could be.
    let thanks = guild.is_none_or(|guild| guild.thanks);
    let reader = if asked.may_manage().is_ok() {
        HelpFor::Manager
    } else if thanks && asked.may_steward(commands.store.steward_role(asked.guild).await?).is_ok() {
        HelpFor::Steward
    } else {
        HelpFor::Member
    };
    Ok(Answer::private(messages::help(&commands.library, thanks, reader, commands.keep_after_removal)))
}
