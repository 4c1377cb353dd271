//! The ways to give that pass through a form for the words.
//!
//! Discord takes no form after a deferral, so nothing here waits for the database before one opens. Whoever cannot
//! receive is refused before the form, so that nobody writes in vain.

use std::time::Duration;

use serenity::builder::{CreateActionRow, CreateInputText, CreateModal, CreateSelectMenu, CreateSelectMenuKind};
use serenity::model::application::{
    CommandInteraction, ComponentInteraction, ComponentInteractionDataKind, InputTextStyle, ModalInteraction,
    ResolvedTarget,
};
use serenity::model::guild::PartialMember;
use serenity::model::id::{ChannelId, MessageId, UserId};
use serenity::model::user::User;

use super::super::press::typed;
use super::super::{Answer, Asked, Commands, Seen, Trouble};
use super::give::{self, Gift};
use crate::messages::replies::{STALE_BUTTON, recognition as replies};
use crate::messages::{Card, CustomId, GivePress, MOST_PICKED};
use crate::recognition::{self, MOST_WORDS, Member, NothingToGive, check};

/// For so long whoever gives waits for it to be known whether somebody is there. After a second and a half, of which names may
/// take a part as well, an announcement cannot be the answer any more.
const ASKED_WITHIN: Duration = Duration::from_millis(500);

/// The only box of the form.
const WORDS: &str = "words";

/// 'Recognize' in a person's menu.
pub(in super::super) async fn answer_user(
    commands: &Commands,
    command: &CommandInteraction,
) -> Result<Answer, Trouble> {
    let asked = Asked::by_command(command)?;
    asked.may_write()?;
    match command.data.target() {
        Some(ResolvedTarget::User(user, member)) => {
            commands.lately.shown(asked.guild, user.id, seen(user, member), commands.clock.now());
            form_for(&asked, Member { user: user.id, bot: user.bot })
        }
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
    let about = Some((message.channel_id, message.id));
    Ok(form(&CustomId::ThankWords { receiver: message.author.id, about }))
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
            .max_values(u8::try_from(MOST_PICKED).unwrap_or(1));
    Ok(Answer::private(Card::text(replies::WHOM).row(CreateActionRow::SelectMenu(menu))))
}

/// The person was picked in the menu.
pub(in super::super) async fn words_form(
    commands: &Commands,
    asked: &Asked,
    component: &ComponentInteraction,
) -> Result<Answer, Trouble> {
    let ComponentInteractionDataKind::UserSelect { values } = &component.data.kind else {
        return Err(Trouble::kind(replies::NOBODY));
    };
    let (resolved, now) = (&component.data.resolved, commands.clock.now());
    for user in values.iter().take(MOST_PICKED) {
        if let Some(found) = resolved.users.get(user) {
            commands.lately.shown(asked.guild, *user, seen(found, resolved.members.get(user)), now);
        }
    }
    let bot = |user: &UserId| resolved.users.get(user).is_some_and(|user| user.bot);
    match values.as_slice() {
        [] => Err(Trouble::kind(replies::NOBODY)),
        [one] => form_for(asked, Member { user: *one, bot: bot(one) }),
        some => several(asked, some.iter().map(|user| Member { user: *user, bot: bot(user) }).collect()),
    }
}

/// The form for several people: some of them may be left out, as long as somebody is left.
fn several(asked: &Asked, picked: Vec<Member>) -> Result<Answer, Trouble> {
    // Whom it cannot go to is told before anybody writes: a word stands in for those to come.
    if let Err(why @ NothingToGive::Nobody { .. }) =
        check(&recognition::Asked { giver: asked.user, receivers: &picked, words: "words" })
    {
        return Err(Trouble::kind(replies::nothing_to_give(&why, "")));
    }
    let (bots, people): (Vec<_>, Vec<_>) = picked.into_iter().take(MOST_PICKED).partition(|member| member.bot);
    let ids = |members: Vec<Member>| members.into_iter().map(|member| member.user).collect();
    Ok(form(&CustomId::Give(GivePress::Words { people: ids(people), bots: ids(bots) })))
}

/// What was pressed on the way to a recognition, and right after it.
pub(in super::super) async fn press(
    commands: &Commands,
    asked: &Asked,
    press: GivePress,
    component: &ComponentInteraction,
) -> Result<Answer, Trouble> {
    match (press, &component.data.kind) {
        (GivePress::Someone { .. }, _) => whom(commands, asked).await,
        (GivePress::Strengths { recognition }, ComponentInteractionDataKind::StringSelect { values }) => {
            give::name_strengths(commands, asked, recognition, values).await
        }
        (GivePress::Strengths { .. } | GivePress::Words { .. }, _) => Err(Trouble::kind(STALE_BUTTON)),
    }
}

/// The form for several people came back.
pub(in super::super) async fn submit_several(
    commands: &Commands,
    asked: &Asked,
    form: &ModalInteraction,
    press: GivePress,
) -> Result<Answer, Trouble> {
    let GivePress::Words { people, bots } = press else { return Err(Trouble::kind(STALE_BUTTON)) };
    let member = |bot| move |user| Member { user, bot };
    let receivers = people.into_iter().map(member(false)).chain(bots.into_iter().map(member(true))).collect();
    give::give(commands, asked, &Gift { receivers, words: typed(form, WORDS), ..Gift::default() }).await
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
    let absent = match about {
        Some(_) => absent_author(commands, asked, receiver).await,
        None => Vec::new(),
    };
    give::give(commands, asked, &Gift { receivers, words: typed(form, WORDS), about, absent, ..Gift::default() }).await
}

/// Whoever wrote the message, where they are in the server no more: a message comes without who its author is there by now, and
/// old ones stay. Where Discord does not say in time, nothing is said of it.
async fn absent_author(commands: &Commands, asked: &Asked, author: UserId) -> Vec<UserId> {
    match tokio::time::timeout(ASKED_WITHIN, commands.discord.standing(asked.guild, author)).await {
        Ok(Ok(standing)) if !standing.there => vec![author],
        Ok(Ok(_)) => {
            commands.lately.there(asked.guild, author, commands.clock.now());
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// How Discord showed somebody who came along. Whoever has left keeps the name that they had here.
fn seen(user: &User, member: Option<&PartialMember>) -> Seen {
    member.map_or(Seen::Absent, |member| Seen::Named(Asked::shown_name(user, member)))
}

pub(in super::super) fn form_for(asked: &Asked, receiver: Member) -> Result<Answer, Trouble> {
    if receiver.bot {
        Err(Trouble::kind(replies::BOT))
    } else if receiver.user == asked.user {
        Err(Trouble::kind(replies::ONESELF))
    } else {
        Ok(form(&CustomId::ThankWords { receiver: receiver.user, about: None }))
    }
}

fn form(id: &CustomId) -> Answer {
    let words = CreateInputText::new(InputTextStyle::Paragraph, replies::FORM_LABEL, WORDS)
        .placeholder(replies::FORM_EXAMPLE)
        .required(true)
        .min_length(1)
        .max_length(u16::try_from(MOST_WORDS).unwrap_or(u16::MAX));
    let modal = CreateModal::new(id.to_string(), replies::FORM_TITLE);
    Answer::Modal(modal.components(vec![CreateActionRow::InputText(words)]))
}
