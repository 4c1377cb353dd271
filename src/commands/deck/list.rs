//! `/deck list` and `/deck remove`: what is in the deck, a screen at a time. Everybody may look, since everybody is going
//! to read it; who manages the server can take something out.

use serenity::model::application::{ComponentInteraction, ComponentInteractionDataKind};

use super::super::{Answer, Asked, Commands, Trouble};
use crate::messages::replies::deck as words;
use crate::messages::{self, Card, deck_list, replies};
use crate::store::Id;

pub(super) async fn show(commands: &Commands, asked: &Asked) -> Result<Answer, Trouble> {
    Ok(Answer::private(screen(commands, asked, 0, None).await?))
}

pub(super) async fn turn(commands: &Commands, asked: &Asked, to: u16) -> Result<Answer, Trouble> {
    Ok(Answer::Update(screen(commands, asked, to, None).await?))
}

async fn screen(commands: &Commands, asked: &Asked, screen: u16, done: Option<String>) -> Result<Card, Trouble> {
    let deck = commands.store.deck(asked.guild).await?;
    let state = commands.store.deck_state(asked.guild).await?;
    Ok(deck_list(&deck, &state, screen, asked.may_manage().is_ok(), done))
}

/// A prompt was picked in the menu: is it to be taken out?
pub(super) async fn pick(
    commands: &Commands,
    asked: &Asked,
    component: &ComponentInteraction,
) -> Result<Answer, Trouble> {
    asked.may_manage()?;
    let ComponentInteractionDataKind::StringSelect { values } = &component.data.kind else {
        return Err(Trouble::kind(replies::STALE_BUTTON));
    };
    let picked = values.first().and_then(|value| value.parse::<Id>().ok());
    let picked = picked.ok_or_else(|| Trouble::kind(replies::STALE_BUTTON))?;
    match commands.store.deck_prompt(asked.guild, picked).await? {
        Some(prompt) => Ok(Answer::Update(messages::take_out(&prompt))),
        None => Ok(Answer::Update(screen(commands, asked, 0, Some(words::NOT_IN_DECK.to_owned())).await?)),
    }
}

pub(super) async fn take_out(commands: &Commands, asked: &Asked, prompt: Id) -> Result<Answer, Trouble> {
    asked.may_manage()?;
    let done = match commands.store.take_out(asked.guild, prompt).await? {
        Some(taken) => {
            // The words leave the database's file as soon as nothing is to be posted.
            commands.bell.ring();
            words::taken_out(&taken, commands.store.deck_state(asked.guild).await?.holds)
        }
        None => words::NOT_IN_DECK.to_owned(),
    };
    Ok(Answer::Update(screen(commands, asked, 0, Some(done)).await?))
}
