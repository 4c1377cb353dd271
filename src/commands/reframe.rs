//! `/reframe`, and 'Reframe this' in a message's menu: a situation turned over.
//!
//! Always for the person who asked alone, also where they ask about somebody else's message. What was told is looked at
//! once and then gone: it is neither stored nor logged, no answer repeats it, and no button leads from here into the
//! channel. Which contrasts were found would tell something of it too, so that is not noted either.

use serenity::builder::{CreateCommand, CreateCommandOption};
use serenity::model::application::{
    CommandInteraction, CommandOptionType, CommandType, InstallationContext, InteractionContext, ResolvedTarget,
    ResolvedValue,
};
use serenity::model::channel::MessageType;

use super::{Answer, Asked, Commands, Trouble};
use crate::content::situation::MOST_CHARACTERS;
use crate::messages::replies::{self, reframe as words};
use crate::messages::{Card, ReframePress, contrast_alone, reframed};

pub(super) const NAME: &str = "reframe";
/// In the menu of a message, under Apps.
pub(super) const MESSAGE_NAME: &str = "Reframe this";

pub(super) fn register() -> CreateCommand {
    server_only(CreateCommand::new(NAME))
        .description("What managing and leading would make of a situation. Only you see it; nothing is kept")
        .add_option(
            CreateCommandOption::new(
                CommandOptionType::String,
                "situation",
                "Who did what, and what bothers or pleases you. Only you read it, and nothing of it is kept",
            )
            .required(true)
            .max_length(u16::try_from(MOST_CHARACTERS).unwrap_or(u16::MAX)),
        )
}

pub(super) fn register_message() -> CreateCommand {
    server_only(CreateCommand::new(MESSAGE_NAME).kind(CommandType::Message))
}

fn server_only(command: CreateCommand) -> CreateCommand {
    command.contexts(vec![InteractionContext::Guild]).integration_types(vec![InstallationContext::Guild])
}

pub(super) fn answer(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    Asked::by_command(command)?;
    let options = command.data.options();
    let situation = options.iter().find_map(|option| match (option.name, &option.value) {
        ("situation", ResolvedValue::String(situation)) => Some(*situation),
        _ => None,
    });
    turned_over(commands, situation.unwrap_or_default(), false)
}

/// 'Reframe this'. Discord sends the one message along with the interaction: no intent is needed to read it.
pub(super) fn answer_message(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    Asked::by_command(command)?;
    let Some(ResolvedTarget::Message(message)) = command.data.target() else {
        return Err(Trouble::kind(words::MESSAGE_WITHOUT_WORDS));
    };
    let by_a_person = !message.author.bot && message.webhook_id.is_none();
    // Every other kind is written by Discord: somebody joined, a thread was opened.
    if !by_a_person || !matches!(message.kind, MessageType::Regular | MessageType::InlineReply) {
        return Err(Trouble::kind(words::BOT_MESSAGE));
    }
    turned_over(commands, &message.content, true)
}

fn turned_over(commands: &Commands, situation: &str, of_message: bool) -> Result<Answer, Trouble> {
    if !situation.chars().any(char::is_alphabetic) {
        return Err(Trouble::kind(if of_message { words::MESSAGE_WITHOUT_WORDS } else { words::NO_WORDS }));
    }
    let found = commands.finder.find(situation);
    let contrasts: Vec<_> = found.iter().filter_map(|fit| commands.library.contrast(fit.topic)).collect();
    if contrasts.is_empty() {
        return Err(Trouble::kind(if of_message { words::NOTHING_FITS_MESSAGE } else { words::NOTHING_FITS }));
    }
    Ok(Answer::private(reframed(&commands.library, &contrasts, of_message)))
}

/// A button under the contrasts that were found.
pub(super) fn press(commands: &Commands, press: ReframePress) -> Result<Answer, Trouble> {
    match press {
        ReframePress::Open { topic } => {
            let contrast = commands.library.contrast(&topic);
            let contrast = contrast.ok_or_else(|| Trouble::kind(replies::STALE_BUTTON))?;
            Ok(Answer::private(contrast_alone(&commands.library, contrast)))
        }
        ReframePress::NoneFits => Ok(Answer::private(Card::text(words::NONE_OF_THESE))),
    }
}
