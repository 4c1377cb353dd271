//! `/deck queue`: the suggestions that wait, one at a time, in one private message that goes on to the next.

use serenity::model::application::{ComponentInteraction, ModalInteraction};

use super::super::press::typed;
use super::super::{Answer, Asked, Commands, Trouble};
use crate::deck::{Words, advice};
use crate::messages::replies::deck as words;
use crate::messages::{self, Card, MOST_SAID, SAID, queue, replies, shown_words, suggestion_form};
use crate::recognition::{clean_words, is_readable};
use crate::store::{Approved, Id};

pub(super) async fn show(commands: &Commands, asked: &Asked) -> Result<Answer, Trouble> {
    asked.may_manage()?;
    Ok(Answer::private(after(commands, asked, None, None).await?))
}

/// The button 'Next one'.
pub(super) async fn look(commands: &Commands, asked: &Asked, shown: Option<Id>) -> Result<Answer, Trouble> {
    asked.may_manage()?;
    Ok(Answer::Update(after(commands, asked, shown, None).await?))
}

/// The suggestion that comes after one, below what was done about that.
async fn after(commands: &Commands, asked: &Asked, shown: Option<Id>, done: Option<String>) -> Result<Card, Trouble> {
    let waiting = commands.store.suggestion_after(asked.guild, shown).await?;
    let advice = waiting.suggestion.as_ref().map(|suggestion| advice(&suggestion.words)).unwrap_or_default();
    Ok(queue(&waiting, &advice, done))
}

/// Into the deck, with other words where somebody mended them.
pub(super) async fn approve(
    commands: &Commands,
    asked: &Asked,
    suggestion: Id,
    mended: Option<&Words>,
) -> Result<Answer, Trouble> {
    asked.may_manage()?;
    let (shown, mut done) = match commands.store.approve(asked.guild, suggestion, mended, commands.clock.now()).await? {
        Approved::Now(now) => {
            // Who suggested it is told, and mended words leave the database's file as soon as nothing is to be posted.
            commands.bell.ring();
            return Ok(Answer::Update(after(commands, asked, Some(suggestion), Some(words::approved(&now))).await?));
        }
        Approved::Decided => (Some(suggestion), words::DECIDED.to_owned()),
        // It stays on the screen: it still waits.
        Approved::Known => (before(suggestion), words::KNOWN_TO_DECK.to_owned()),
        Approved::Full => (before(suggestion), words::full()),
    };
    if let Some(mended) = mended {
        done.push_str(&words::mended_words(mended));
    }
    Ok(Answer::Update(after(commands, asked, shown, Some(done)).await?))
}

/// The id before that one, after which it comes.
fn before(suggestion: Id) -> Option<Id> {
    Id::from_i64(suggestion.get() - 1)
}

/// The form for other words, filled in from what the message shows: a form cannot wait for the database.
pub(super) fn edit(asked: &Asked, suggestion: Id, component: &ComponentInteraction) -> Result<Answer, Trouble> {
    asked.may_manage()?;
    let shown = component.message.embeds.first().and_then(shown_words);
    let shown = shown.ok_or_else(|| Trouble::kind(replies::STALE_BUTTON))?;
    Ok(Answer::Modal(suggestion_form(Some((suggestion, &shown)))))
}

/// The form that asks what to say to who suggested it.
pub(super) fn decline_form(asked: &Asked, suggestion: Id) -> Result<Answer, Trouble> {
    asked.may_manage()?;
    Ok(Answer::Modal(messages::decline_form(suggestion)))
}

/// It came back, with a word or without one.
pub(super) async fn declined(
    commands: &Commands,
    asked: &Asked,
    suggestion: Id,
    form: &ModalInteraction,
) -> Result<Answer, Trouble> {
    asked.may_manage()?;
    let said = clean_words(&commands.without_ids(asked.guild, &typed(form, SAID), &[]).await);
    if said.chars().count() > MOST_SAID {
        return Err(Trouble::kind(replies::suggestion::too_long(&said)));
    }
    decline(commands, asked, suggestion, Some(said.as_str()).filter(|said| is_readable(said))).await
}

pub(super) async fn decline(
    commands: &Commands,
    asked: &Asked,
    suggestion: Id,
    why: Option<&str>,
) -> Result<Answer, Trouble> {
    asked.may_manage()?;
    let done = match commands.store.decline(asked.guild, suggestion, why, commands.clock.now()).await? {
        Some(declined) => {
            // Who suggested it is told, or the words leave the database's file as soon as nothing is to be posted.
            commands.bell.ring();
            if declined.told {
                replies::suggestion::declined(&declined.words)
            } else {
                words::declined(&declined.words)
            }
        }
        None => words::DECIDED.to_owned(),
    };
    Ok(Answer::Update(after(commands, asked, Some(suggestion), Some(done)).await?))
}
