//! `/recognition`: the account of who gives recognition, and what belongs to it, a file a subcommand.
//!
//! A subcommand more takes: a file here with `NAME`, `register` and `answer`, a line in [`register`] and an arm in
//! [`answer`]. One that can be shown to everybody has an option `share`.

mod days;
mod givers;
mod next;
mod pulse;
mod roster;
mod strengths;

use serenity::builder::{CreateCommand, CreateCommandOption};
use serenity::model::application::{
    CommandInteraction, CommandOptionType, InstallationContext, InteractionContext, ResolvedOption, ResolvedValue,
};

use super::{Answer, Asked, Commands, Deferral, Trouble};
use crate::messages::replies;

pub(super) use givers::turn;

pub(super) const NAME: &str = "recognition";

/// The option of a subcommand that shows its answer to everybody.
const SHARE: &str = "share";

pub(super) fn register() -> CreateCommand {
    CreateCommand::new(NAME)
        .description("The account of who gives recognition")
        .contexts(vec![InteractionContext::Guild])
        .integration_types(vec![InstallationContext::Guild])
        .add_option(givers::register())
}

/// A shared answer is public from the start, so its deferral has to be as well.
pub(super) fn deferral(command: &CommandInteraction) -> Deferral {
    match subcommand(command) {
        Some((_, options)) if shared(&options) => Deferral::Public,
        _ => Deferral::Private,
    }
}

pub(super) async fn answer(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    let asked = Asked::by_command(command)?;
    let Some((name, options)) = subcommand(command) else { return Err(Trouble::kind(replies::UNKNOWN_COMMAND)) };
    match name {
        givers::NAME => givers::answer(commands, &asked, &options).await,
        _ => Err(Trouble::kind(replies::UNKNOWN_COMMAND)),
    }
}

/// Which subcommand it is, with its options.
fn subcommand(command: &CommandInteraction) -> Option<(&str, Vec<ResolvedOption<'_>>)> {
    command.data.options().into_iter().find_map(|option| match option.value {
        ResolvedValue::SubCommand(options) => Some((option.name, options)),
        _ => None,
    })
}

/// Whether it is for everybody here.
fn shared(options: &[ResolvedOption<'_>]) -> bool {
    options.iter().any(|option| option.name == SHARE && matches!(option.value, ResolvedValue::Boolean(true)))
}

/// The option that shows the answer to everybody.
fn share() -> CreateCommandOption {
    CreateCommandOption::new(CommandOptionType::Boolean, SHARE, "Show it to everybody here; otherwise only you see it")
}
