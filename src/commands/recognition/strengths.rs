//! `/recognition strengths`: what peers named in somebody, as far as that person lets others see it.

use serenity::builder::CreateCommandOption;
use serenity::model::application::{CommandOptionType, ResolvedOption, ResolvedValue};
use serenity::model::id::UserId;

use super::super::{Answer, Asked, Commands, Trouble};
use crate::messages::{self, Card, MOST_WORDS_SHOWN, replies};

pub(super) const NAME: &str = "strengths";

pub(super) fn register() -> CreateCommandOption {
    CreateCommandOption::new(
        CommandOptionType::SubCommand,
        NAME,
        "What peers named in somebody; only you see the answer",
    )
    .add_sub_option(CreateCommandOption::new(
        CommandOptionType::User,
        "member",
        "In whom; in you if you leave it out",
    ))
}

pub(super) async fn answer(
    commands: &Commands,
    asked: &Asked,
    options: &[ResolvedOption<'_>],
) -> Result<Answer, Trouble> {
    let member = options.iter().find_map(|option| match option.value {
        ResolvedValue::User(user, _) => Some(user),
        _ => None,
    });
    if member.is_some_and(|member| member.bot) {
        return Err(Trouble::kind(replies::account::BOT));
    }
    Ok(Answer::private(card(commands, asked, member.map_or(asked.user, |member| member.id)).await?))
}

/// What peers named in the person who asks.
pub(super) async fn own(commands: &Commands, asked: &Asked) -> Result<Card, Trouble> {
    card(commands, asked, asked.user).await
}

/// What peers named in oneself is for oneself, or for others too.
pub(super) async fn hide(commands: &Commands, asked: &Asked, hidden: bool) -> Result<Answer, Trouble> {
    commands.store.hide_strengths(asked.guild, asked.user, hidden, commands.clock.now()).await?;
    Ok(Answer::Update(own(commands, asked).await?))
}

async fn card(commands: &Commands, asked: &Asked, of: UserId) -> Result<Card, Trouble> {
    let own = of == asked.user;
    let found = commands.store.named_strengths(asked.guild, of, own, MOST_WORDS_SHOWN).await?;
    Ok(messages::named_strengths(asked.guild, asked.channel, of, &found, own))
}
