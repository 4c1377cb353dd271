//! `/recognition`: the account of who gives recognition, and what belongs to it, a file a subcommand.
//!
//! A subcommand more takes: a file here with `NAME`, `register` and `answer`, a line in [`register`] and an arm in
//! [`answer`]. One that can be shown to everybody has an option `share`.

pub(super) mod days;
mod givers;
mod next;
mod pulse;
mod reports;
mod roster;
mod settings;
mod strengths;
mod undo;
mod void;

use serenity::builder::{CreateCommand, CreateCommandOption};
use serenity::model::application::{
    CommandInteraction, ComponentInteraction, InstallationContext, InteractionContext, ResolvedOption, ResolvedValue,
};

use super::sharing::{self, shared};
use super::{Answer, Asked, Commands, Deferral, Trouble};
use crate::messages::{AccountPress, replies};

pub(super) use givers::turn;
pub(super) use next::card as suggestions;
pub(super) use settings::{press as settings_press, press_deferral as settings_deferral, submit as settings_submit};

pub(super) const NAME: &str = "recognition";

pub(super) fn register() -> CreateCommand {
    CreateCommand::new(NAME)
        .description("The account of who gives recognition")
        .contexts(vec![InteractionContext::Guild])
        .integration_types(vec![InstallationContext::Guild])
        .set_options(subcommands())
}

fn subcommands() -> Vec<CreateCommandOption> {
    let mut subcommands = vec![givers::register(), pulse::register(), strengths::register(), next::register()];
    subcommands.extend(roster::register());
    subcommands.extend([undo::register(), void::register(), reports::register()]);
    subcommands.push(settings::register());
    subcommands
}

/// A shared answer is public from the start, so its deferral has to be as well.
pub(super) fn deferral(command: &CommandInteraction) -> Deferral {
    sharing::deferral(subcommand(command).is_some_and(|(_, options)| shared(&options)))
}

/// What answers with a form cannot be deferred; what changes its own message is deferred as an update.
pub(super) fn press_deferral(press: &AccountPress) -> Deferral {
    match press {
        AccountPress::Thank { .. } => Deferral::Never,
        AccountPress::Suggest | AccountPress::Strengths => Deferral::Private,
        AccountPress::HideStrengths { .. }
        | AccountPress::RosterAdd
        | AccountPress::RosterOff
        | AccountPress::RosterRole
        | AccountPress::RosterNoRole => Deferral::Update,
    }
}

pub(super) async fn press(
    commands: &Commands,
    asked: &Asked,
    press: AccountPress,
    component: &ComponentInteraction,
) -> Result<Answer, Trouble> {
    match press {
        AccountPress::Suggest => next::answer(commands, asked).await,
        AccountPress::Thank { receiver } => next::thank(asked, receiver),
        AccountPress::Strengths => Ok(Answer::private(strengths::own(commands, asked).await?)),
        AccountPress::HideStrengths { hidden } => strengths::hide(commands, asked, hidden).await,
        AccountPress::RosterAdd => roster::pick(commands, asked, component, true).await,
        AccountPress::RosterOff => roster::pick(commands, asked, component, false).await,
        AccountPress::RosterRole => roster::pick_role(commands, asked, component).await,
        AccountPress::RosterNoRole => roster::no_role(commands, asked).await,
    }
}

/// Whether two processes would tell two things: the second finds what the first has done.
pub(super) fn changes(command: &CommandInteraction) -> bool {
    subcommand(command).is_some_and(|(name, _)| name == void::NAME)
}

pub(super) async fn answer(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    let asked = Asked::by_command(command)?;
    let Some((name, options)) = subcommand(command) else { return Err(Trouble::kind(replies::UNKNOWN_COMMAND)) };
    match name {
        givers::NAME => givers::answer(commands, &asked, &options).await,
        pulse::NAME => pulse::answer(commands, &asked, &options).await,
        strengths::NAME => strengths::answer(commands, &asked, &options).await,
        next::NAME => next::answer(commands, &asked).await,
        roster::JOIN => roster::join(commands, &asked).await,
        roster::LEAVE => roster::leave(commands, &asked).await,
        roster::NAME => roster::answer(commands, &asked, &options).await,
        settings::NAME => settings::answer(commands, &asked).await,
        undo::NAME => undo::answer(commands, &asked).await,
        void::NAME => void::answer(commands, &asked, &options).await,
        reports::NAME => reports::answer(commands, &asked).await,
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
