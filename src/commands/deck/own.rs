//! One's own suggestions: whether to hear what becomes of one, and what became of it.

use serenity::model::application::ComponentInteraction;

use super::super::me;
use super::super::{Answer, Asked, Commands, Trouble};
use crate::messages::replies::{self, suggestion as words};
use crate::messages::{MePage, own_suggestion};
use crate::store::Id;

/// 'Tell me what becomes of it', and back.
pub(super) async fn hear(commands: &Commands, asked: &Asked, suggestion: Id, wished: bool) -> Result<Answer, Trouble> {
    let own = commands.store.hear_of_suggestion(asked.guild, asked.user, suggestion, wished).await?;
    Ok(Answer::Update(own_suggestion(&own.ok_or_else(|| Trouble::kind(words::GONE))?)))
}

/// One of them, chosen in the menu of `/me`.
pub(super) async fn open(
    commands: &Commands,
    asked: &Asked,
    component: &ComponentInteraction,
) -> Result<Answer, Trouble> {
    let picked = me::values(component).first().and_then(|picked| picked.parse().ok());
    let picked: Id = picked.ok_or_else(|| Trouble::kind(replies::STALE_BUTTON))?;
    let own = commands.store.own_suggestion(asked.guild, asked.user, picked).await?;
    Ok(Answer::Update(own_suggestion(&own.ok_or_else(|| Trouble::kind(words::GONE))?)))
}

/// 'Put it away'.
pub(super) async fn put_away(commands: &Commands, asked: &Asked, suggestion: Id) -> Result<Answer, Trouble> {
    if !commands.store.put_suggestion_away(asked.guild, asked.user, suggestion).await? {
        return Err(Trouble::kind(words::GONE));
    }
    // The words leave the database's file as soon as nothing is to be posted.
    commands.bell.ring();
    let mut card = me::page(commands, asked, MePage::Suggestions).await?;
    card.content = words::PUT_AWAY.to_owned();
    Ok(Answer::Update(card))
}
