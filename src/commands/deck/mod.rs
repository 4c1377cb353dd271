//! `/deck`: a team's own prompts. Anybody may suggest one and look at the deck; what goes in and out is for people who
//! manage the server. All answers are private.

mod files;
mod list;
mod next;
mod own;
mod queue;
mod suggest;

use serenity::builder::{CreateCommand, CreateCommandOption};
use serenity::model::application::{
    ActionRowComponent, CommandInteraction, CommandOptionType, ComponentInteraction, InstallationContext,
    InteractionContext, ModalInteraction, ResolvedValue,
};

pub(super) use next::next_card;

use super::{Answer, Asked, Commands, Deferral, Trouble};
use crate::deck::{Flaw, Format, Typed, Words, check};
use crate::messages::replies::deck as words;
use crate::messages::{DeckPress, replies, typed};

pub(super) const NAME: &str = "deck";

pub(super) fn register() -> CreateCommand {
    let sub = |name, description| CreateCommandOption::new(CommandOptionType::SubCommand, name, description);
    CreateCommand::new(NAME)
        .description(words::DESCRIPTION)
        .contexts(vec![InteractionContext::Guild])
        .integration_types(vec![InstallationContext::Guild])
        .add_option(sub("suggest", words::SUGGEST))
        .add_option(sub("list", words::LIST))
        .add_option(sub("queue", words::QUEUE))
        .add_option(sub("remove", words::REMOVE))
        .add_option(
            sub("export", words::EXPORT).add_sub_option(
                CreateCommandOption::new(CommandOptionType::String, "format", words::EXPORT_FORMAT)
                    .required(true)
                    .add_string_choice(words::AS_CSV, Format::Csv.ending())
                    .add_string_choice(words::AS_TOML, Format::Toml.ending()),
            ),
        )
        .add_option(sub("import", words::IMPORT).add_sub_option(
            CreateCommandOption::new(CommandOptionType::Attachment, "file", words::IMPORT_FILE).required(true),
        ))
}

/// A form cannot come after a deferral.
pub(super) fn deferral(command: &CommandInteraction) -> Deferral {
    match command.data.options.first().map(|option| option.name.as_str()) {
        Some("suggest") => Deferral::Never,
        _ => Deferral::Private,
    }
}

pub(super) async fn answer(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    let asked = Asked::by_command(command)?;
    let options = command.data.options();
    let Some(sub) = options.first() else { return Err(Trouble::kind(replies::UNKNOWN_COMMAND)) };
    let ResolvedValue::SubCommand(given) = &sub.value else { return Err(Trouble::kind(replies::UNKNOWN_COMMAND)) };
    let given = given.first().map(|option| &option.value);
    match (sub.name, given) {
        ("suggest", _) => Ok(suggest::form()),
        ("list", _) => list::show(commands, &asked).await,
        ("queue", _) => queue::show(commands, &asked).await,
        ("remove", _) => {
            asked.may_manage()?;
            list::show(commands, &asked).await
        }
        ("export", Some(ResolvedValue::String(format))) => files::export(commands, &asked, format).await,
        ("import", Some(ResolvedValue::Attachment(file))) => files::import(commands, &asked, file).await,
        _ => Err(Trouble::kind(replies::UNKNOWN_COMMAND)),
    }
}

/// How a press may be deferred: a form never, and the rest changes its own private message.
pub(super) fn press_deferral(press: DeckPress) -> Deferral {
    match press {
        DeckPress::Suggest { .. } | DeckPress::Edit { .. } | DeckPress::DeclineWith { .. } => Deferral::Never,
        DeckPress::Suggestion => Deferral::Private,
        _ => Deferral::Update,
    }
}

/// Whether a press, or a form, changes something that has no key of its own.
pub(super) fn press_changes(press: DeckPress) -> bool {
    matches!(
        press,
        DeckPress::Approve { .. }
            | DeckPress::Mended { .. }
            | DeckPress::Decline { .. }
            | DeckPress::Declined { .. }
            | DeckPress::PutAway { .. }
            | DeckPress::TakeOut { .. }
    )
}

pub(super) async fn press(
    commands: &Commands,
    asked: &Asked,
    press: DeckPress,
    component: &ComponentInteraction,
) -> Result<Answer, Trouble> {
    match press {
        DeckPress::Suggest { .. } => Ok(suggest::form()),
        DeckPress::Look { after } => queue::look(commands, asked, after).await,
        DeckPress::Approve { suggestion } => queue::approve(commands, asked, suggestion, None).await,
        DeckPress::Edit { suggestion } => queue::edit(asked, suggestion, component),
        DeckPress::Decline { suggestion } => queue::decline(commands, asked, suggestion, None).await,
        DeckPress::DeclineWith { suggestion } => queue::decline_form(asked, suggestion),
        DeckPress::Hear { suggestion, wished } => own::hear(commands, asked, suggestion, wished).await,
        DeckPress::Mine => own::open(commands, asked, component).await,
        DeckPress::PutAway { suggestion } => own::put_away(commands, asked, suggestion).await,
        DeckPress::List { screen } => list::turn(commands, asked, screen).await,
        DeckPress::Pick => list::pick(commands, asked, component).await,
        DeckPress::TakeOut { prompt } => list::take_out(commands, asked, prompt).await,
        DeckPress::Suggestion | DeckPress::Mended { .. } | DeckPress::Declined { .. } | DeckPress::Told { .. } => {
            Err(Trouble::kind(replies::STALE_BUTTON))
        }
    }
}

pub(super) async fn submit(
    commands: &Commands,
    asked: &Asked,
    press: DeckPress,
    form: &ModalInteraction,
) -> Result<Answer, Trouble> {
    match press {
        DeckPress::Suggestion => suggest::submit(commands, asked, form).await,
        DeckPress::Mended { suggestion } => {
            asked.may_manage()?;
            let mended = read(commands, asked, form).await?;
            queue::approve(commands, asked, suggestion, Some(&mended)).await
        }
        DeckPress::Declined { suggestion } => queue::declined(commands, asked, suggestion, form).await,
        _ => Err(Trouble::kind(replies::STALE_BUTTON)),
    }
}

/// The words that a form brings.
async fn read(commands: &Commands, asked: &Asked, form: &ModalInteraction) -> Result<Words, Trouble> {
    let filled = form.data.components.iter().flat_map(|row| &row.components).filter_map(|component| match component {
        ActionRowComponent::InputText(input) => Some((input.custom_id.as_str(), input.value.as_deref()?)),
        _ => None,
    });
    let mut boxes: Vec<(&str, String)> = Vec::new();
    for (name, value) in filled {
        boxes.push((name, commands.without_ids(asked.guild, value, &[]).await));
    }
    let typed = typed(|name| boxes.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
    check(&typed).map_err(|flaws| kindly(&flaws, &typed))
}

fn kindly(flaws: &[Flaw], typed: &Typed<'_>) -> Trouble {
    Trouble::kind(words::flawed(flaws, &[typed.title, typed.question, typed.step]))
}
