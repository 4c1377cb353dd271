//! `/prompt`: today's prompt, any prompt, or all of them by theme. Looking uses nothing up: what a schedule posts next is
//! the same after it.
//!
//! What there is to look at comes from one place, [`shelf`]. A team's own deck belongs there, beside the library.

mod shelf;
mod today;

use serenity::builder::{CreateCommand, CreateCommandOption};
use serenity::model::application::{
    CommandInteraction, CommandOptionType, InstallationContext, InteractionContext, ResolvedOption, ResolvedValue,
};

use super::sharing::{self, SHARE, share};
use super::{Answer, Asked, Commands, Deferral, Trouble, contrast};
use crate::content::Prompt;
use crate::messages::replies::{self, prompt as words};
use crate::messages::{PromptPress, any_prompt};

pub(super) use shelf::complete;

pub(super) const NAME: &str = "prompt";

pub(super) fn register() -> CreateCommand {
    let sub = |name, description| CreateCommandOption::new(CommandOptionType::SubCommand, name, description);
    let theme =
        CreateCommandOption::new(CommandOptionType::String, "theme", "Which theme; leave it out for all of them")
            .set_autocomplete(true)
            .max_length(100);
    CreateCommand::new(NAME)
        .description("Today's prompt, any prompt, or all of them by theme")
        .contexts(vec![InteractionContext::Guild])
        .integration_types(vec![InstallationContext::Guild])
        .add_option(sub("today", "What was posted here today, or when the next one comes; only you see it"))
        .add_option(sub("random", "Any prompt from my library").add_sub_option(share()))
        .add_option(sub("browse", "The prompts of a theme, a page each; only you see them").add_sub_option(theme))
}

/// What somebody asked for.
#[derive(Debug, Default)]
struct Wanted {
    subcommand: String,
    share: bool,
    theme: Option<String>,
}

impl Wanted {
    fn of(command: &CommandInteraction) -> Self {
        let mut wanted = Self::default();
        for subcommand in command.data.options() {
            wanted.subcommand = subcommand.name.to_owned();
            let ResolvedValue::SubCommand(options) = subcommand.value else { continue };
            for ResolvedOption { name, value, .. } in options {
                match (name, value) {
                    (SHARE, ResolvedValue::Boolean(share)) => wanted.share = share,
                    ("theme", ResolvedValue::String(theme)) => wanted.theme = Some(theme.to_owned()),
                    _ => {}
                }
            }
        }
        wanted
    }
}

pub(super) fn deferral(command: &CommandInteraction) -> Deferral {
    sharing::deferral(Wanted::of(command).share)
}

/// What turns the page of a private answer changes it in place.
pub(super) fn press_deferral(press: &PromptPress, private: bool) -> Deferral {
    match press {
        PromptPress::Share { .. } => Deferral::Public,
        PromptPress::Another { .. } | PromptPress::Page { .. } if private => Deferral::Update,
        _ => Deferral::Private,
    }
}

pub(super) async fn answer(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    let asked = Asked::by_command(command)?;
    let wanted = Wanted::of(command);
    match wanted.subcommand.as_str() {
        "today" => today::answer(commands, &asked).await,
        "random" => show(commands, &asked, shelf::any(commands, &asked, None)?, wanted.share),
        "browse" => shelf::open(commands, wanted.theme.as_deref()),
        _ => Err(Trouble::kind(replies::UNKNOWN_COMMAND)),
    }
}

fn show(commands: &Commands, asked: &Asked, prompt: &Prompt, shared: bool) -> Result<Answer, Trouble> {
    if shared {
        asked.may_write()?;
    }
    Ok(Answer::Reply { card: any_prompt(&commands.library, prompt, shared), private: !shared })
}

/// A button under a prompt. `private` says whether the message that carries it is somebody's alone.
pub(super) fn press(commands: &Commands, asked: &Asked, press: PromptPress, private: bool) -> Result<Answer, Trouble> {
    let find = |id: &str| shelf::find(commands, id).ok_or_else(|| Trouble::kind(words::PROMPT_GONE));
    let in_place = |card| if private { Answer::Update(card) } else { Answer::private(card) };
    match press {
        PromptPress::Sides { prompt } => contrast::two_sides(commands, asked, find(&prompt)?),
        PromptPress::Another { than } => {
            let prompt = shelf::any(commands, asked, Some(&than))?;
            Ok(in_place(any_prompt(&commands.library, prompt, false)))
        }
        PromptPress::Share { prompt } => show(commands, asked, find(&prompt)?, true),
        PromptPress::Page { theme, place } => Ok(in_place(shelf::page(commands, theme.as_deref(), place.into())?)),
    }
}
