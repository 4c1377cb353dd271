//! The ways to give that pass through a form for the words.
//!
//! Discord takes no form after a deferral, so nothing here waits for the database before one opens. Whoever cannot
//! receive is refused before the form, so that nobody writes in vain.

use serenity::builder::{CreateActionRow, CreateInputText, CreateModal, CreateSelectMenu, CreateSelectMenuKind};
use serenity::model::application::{
    CommandInteraction, ComponentInteraction, ComponentInteractionDataKind, InputTextStyle, ModalInteraction,
    ResolvedTarget,
};
use serenity::model::id::{ChannelId, MessageId, UserId};

use super::super::press::typed;
use super::super::{Answer, Asked, Commands, Trouble};
use super::give::{self, Gift};
use crate::messages::replies::recognition as replies;
use crate::messages::{Card, CustomId};
use crate::recognition::{MOST_WORDS, Member};

/// The only box of the form.
const WORDS: &str = "words";

/// 'Recognize' in a person's menu.
pub(in super::super) async fn answer_user(_: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    let asked = Asked::by_command(command)?;
    asked.may_write()?;
    match command.data.target() {
        Some(ResolvedTarget::User(user, _)) => form_for(&asked, Member { user: user.id, bot: user.bot }),
        _ => Err(Trouble::kind(replies::NOBODY)),
    }
}

/// 'Recognize this' in a message's menu.
pub(in super::super) async fn answer_message(_: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    let asked = Asked::by_command(command)?;
    asked.may_write()?;
    let Some(ResolvedTarget::Message(message)) = command.data.target() else {
        return Err(Trouble::kind(replies::NOBODY));
    };
    if message.author.bot || message.webhook_id.is_some() {
        return Err(Trouble::kind(replies::BOT_MESSAGE));
    }
    if message.author.id == asked.user {
        return Err(Trouble::kind(replies::OWN_MESSAGE));
    }
    Ok(form(message.author.id, Some((message.channel_id, message.id))))
}

/// The button under an announcement: whom to thank?
pub(in super::super) async fn whom(commands: &Commands, asked: &Asked) -> Result<Answer, Trouble> {
    asked.may_write()?;
    if !give::thanks_on(commands, asked).await? {
        return Err(Trouble::kind(replies::THANKS_OFF));
    }
    let menu =
        CreateSelectMenu::new(CustomId::ThankWhom.to_string(), CreateSelectMenuKind::User { default_users: None })
            .placeholder(replies::WHOM_MENU)
            .min_values(1)
            .max_values(1);
    Ok(Answer::private(Card::text(replies::WHOM).row(CreateActionRow::SelectMenu(menu))))
}

/// The person was picked in the menu.
pub(in super::super) async fn words_form(
    _: &Commands,
    asked: &Asked,
    component: &ComponentInteraction,
) -> Result<Answer, Trouble> {
    let ComponentInteractionDataKind::UserSelect { values } = &component.data.kind else {
        return Err(Trouble::kind(replies::NOBODY));
    };
    let picked = values.first().ok_or_else(|| Trouble::kind(replies::NOBODY))?;
    let bot = component.data.resolved.users.get(picked).is_some_and(|user| user.bot);
    form_for(asked, Member { user: *picked, bot })
}

/// The form came back.
pub(in super::super) async fn submit(
    commands: &Commands,
    asked: &Asked,
    form: &ModalInteraction,
    receiver: UserId,
    about: Option<(ChannelId, MessageId)>,
) -> Result<Answer, Trouble> {
    // Bots were refused before the form opened.
    let receivers = vec![Member { user: receiver, bot: false }];
    give::give(commands, asked, &Gift { receivers, words: typed(form, WORDS), way: None, about }).await
}

fn form_for(asked: &Asked, receiver: Member) -> Result<Answer, Trouble> {
    if receiver.bot {
        Err(Trouble::kind(replies::BOT))
    } else if receiver.user == asked.user {
        Err(Trouble::kind(replies::ONESELF))
    } else {
        Ok(form(receiver.user, None))
    }
}

fn form(receiver: UserId, about: Option<(ChannelId, MessageId)>) -> Answer {
    let words = CreateInputText::new(InputTextStyle::Paragraph, replies::FORM_LABEL, WORDS)
        .placeholder(replies::FORM_EXAMPLE)
        .required(true)
        .min_length(1)
        .max_length(u16::try_from(MOST_WORDS).unwrap_or(u16::MAX));
    let id = CustomId::ThankWords { receiver, about };
    let modal = CreateModal::new(id.to_string(), replies::FORM_TITLE);
    Answer::Modal(modal.components(vec![CreateActionRow::InputText(words)]))
}
