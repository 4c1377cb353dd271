//! `/quiz`: what does this moment need? Five moments, one at a time, for whoever asks alone; and a weekly round for
//! everybody, where people who manage the server want one.
//!
//! A round travels in its buttons. It is kept at its end and not before: counts, the date, and which moments it had.

mod play;
mod weekly;

use serenity::builder::{CreateCommand, CreateCommandOption};
use serenity::model::application::{
    CommandInteraction, CommandOptionType, ComponentInteraction, InstallationContext, InteractionContext,
};
use serenity::model::channel::ChannelType;

use super::press::in_private;
use super::{Answer, Asked, Commands, Deferral, Trouble, contrast, me};
use crate::messages::replies::{self, quiz as words};
use crate::messages::{MePage, QuizPress, WEEK, me as pages};
use crate::store::MyPart;

pub(super) const NAME: &str = "quiz";

pub(super) fn register() -> CreateCommand {
    let mut weekly = CreateCommandOption::new(CommandOptionType::String, "weekly", words::WEEKLY);
    for (_, day) in WEEK {
        weekly = weekly.add_string_choice(day, day.to_lowercase());
    }
    CreateCommand::new(NAME)
        .description(words::DESCRIPTION)
        .contexts(vec![InteractionContext::Guild])
        .integration_types(vec![InstallationContext::Guild])
        .add_option(weekly.add_string_choice("off", weekly::OFF))
        .add_option(CreateCommandOption::new(CommandOptionType::String, "time", words::TIME).max_length(20))
        .add_option(
            CreateCommandOption::new(CommandOptionType::Channel, "channel", words::CHANNEL).channel_types(vec![
                ChannelType::Text,
                ChannelType::News,
                ChannelType::Forum,
            ]),
        )
}

/// Whether it changes something that has no key of its own: the weekly round does; a round of one's own has one.
pub(super) fn changes(command: &CommandInteraction) -> bool {
    command.data.options.iter().any(|option| option.name == "weekly")
}

pub(super) async fn answer(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    let asked = Asked::by_command(command)?;
    match weekly::Wanted::of(command) {
        Some(wanted) => weekly::change(commands, &asked, &wanted).await,
        None => Ok(Answer::private(play::begin(commands, &asked).await?)),
    }
}

/// A round changes the message that it is played in; an invitation and a contrast open one of their own.
pub(super) fn deferral(press: &QuizPress, component: &ComponentInteraction) -> Deferral {
    match press {
        QuizPress::Week { .. } | QuizPress::Contrast { .. } => Deferral::Private,
        _ if in_private(component) => Deferral::Update,
        _ => Deferral::Private,
    }
}

/// Whether the press deletes something.
pub(super) fn press_changes(press: &QuizPress) -> bool {
    matches!(press, QuizPress::DeleteForGood)
}

pub(super) async fn press(
    commands: &Commands,
    asked: &Asked,
    press: QuizPress,
    component: &ComponentInteraction,
) -> Result<Answer, Trouble> {
    let card = match press {
        QuizPress::Begin => play::begin(commands, asked).await?,
        QuizPress::Week { occurrence, round } => return Ok(Answer::private(play::week(commands, occurrence, round)?)),
        QuizPress::Said(run) => play::reading(commands, &run)?,
        QuizPress::Next(run) => play::next(commands, asked, &run).await?,
        QuizPress::Contrast { topic } => {
            let contrast = commands.library.contrast(&topic).ok_or_else(|| Trouble::kind(replies::STALE_BUTTON))?;
            return contrast::show(commands, asked, contrast, false);
        }
        QuizPress::Delete => pages::quiz_delete(),
        QuizPress::DeleteForGood => {
            commands.store.delete_mine(asked.guild, asked.user, &[MyPart::Quiz]).await?;
            commands.bell.ring();
            let mut page = me::page(commands, asked, MePage::Quiz).await?;
            page.content = words::DELETED.to_owned();
            page
        }
    };
    // Nobody else's message is changed: what is shown to all is answered beside it.
    Ok(if in_private(component) { Answer::Update(card) } else { Answer::private(card) })
}
