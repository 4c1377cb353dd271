//! `/deck queue`: the suggestions that wait, one at a time, in one private message that goes on to the next.

use serenity::model::application::ComponentInteraction;

use super::super::{Answer, Asked, Commands, Trouble};
use crate::deck::{Words, advice};
use crate::messages::replies::deck as words;
use crate::messages::{Card, queue, replies, shown_words, suggestion_form};
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
    let (shown, mut done) = match commands.store.approve(asked.guild, suggestion, mended).await? {
        Approved::Now(now) => {
            if mended.is_some() {
                // The words before leave the database's file as soon as nothing is to be posted.
                commands.bell.ring();
            }
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

pub(super) async fn decline(commands: &Commands, asked: &Asked, suggestion: Id) -> Result<Answer, Trouble> {
    asked.may_manage()?;
    let done = match commands.store.decline(asked.guild, suggestion).await? {
        Some(declined) => {
            // The words leave the database's file as soon as nothing is to be posted.
            commands.bell.ring();
            words::declined(&declined)
        }
        None => words::DECIDED.to_owned(),
    };
    Ok(Answer::Update(after(commands, asked, Some(suggestion), Some(done)).await?))
}
