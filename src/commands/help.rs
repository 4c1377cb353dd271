//! `/help`: what Clarion does, in words for somebody who met it a minute ago.

use serenity::builder::CreateCommand;
use serenity::model::application::{CommandInteraction, InstallationContext, InteractionContext};

use super::{Answer, Asked, Commands, Trouble};
use crate::messages::{self, HelpFor, Keeps};

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
    let thanks = thanks(commands, asked).await?;
    let reader = if asked.may_manage().is_ok() {
        HelpFor::Manager
    } else if thanks && asked.may_steward(commands.store.steward_role(asked.guild).await?).is_ok() {
        HelpFor::Steward
    } else {
        HelpFor::Member
    };
    Ok(Answer::private(messages::help(&commands.library, reader, keeps(commands, asked).await?)))
}

/// Whether recognition is switched on. Before the set-up nothing is switched off: the newcomer sees all that there could be.
async fn thanks(commands: &Commands, asked: &Asked) -> Result<bool, Trouble> {
    Ok(commands.store.guild(asked.guild).await?.is_none_or(|guild| guild.thanks))
}

/// On what it depends what is kept in this server.
pub(super) async fn keeps(commands: &Commands, asked: &Asked) -> Result<Keeps, Trouble> {
    let thanks = thanks(commands, asked).await?;
    let follows = commands.store.followed_role(asked.guild).await?.is_some();
    Ok(Keeps { thanks, follows, after_removal: commands.keep_after_removal })
}
