//! Writing a reflection, and giving it other words.
//!
//! Discord takes no form after a deferral, so no form waits for the database: the title and the question are the library's,
//! and the words so far are those on the card whose button was pressed.

use serenity::model::application::{ComponentInteraction, ModalInteraction};

use super::super::press::typed;
use super::super::{Answer, Asked, Commands, Trouble};
use crate::clock::Zone;
use crate::messages::replies::reflection as replies;
use crate::messages::{self, REFLECTION_WORDS, unescape};
use crate::recognition::{clean_paragraphs, is_readable};
use crate::store::{Altered, DeckPrompt, Id, Kept, NewReflection, StoreError};

/// The form for a new one.
pub(super) fn form(commands: &Commands, prompt: &str) -> Answer {
    Answer::Modal(messages::reflection_form(prompt, commands.library.prompt(prompt)))
}

/// The form for other words.
pub(super) fn change_form(reflection: Id, component: &ComponentInteraction) -> Answer {
    let so_far = component.message.embeds.first().and_then(|embed| embed.description.as_deref()).map(unescape);
    let so_far = so_far.filter(|words| (1..=replies::MOST_CHARACTERS).contains(&words.chars().count()));
    Answer::Modal(messages::change_form(reflection, so_far.as_deref()))
}

/// The words that a form brought, cleaned; or what is said of them instead.
async fn written(commands: &Commands, asked: &Asked, form: &ModalInteraction) -> Result<String, Box<Answer>> {
    let words = commands.without_ids(asked.guild, &typed(form, REFLECTION_WORDS), &[]).await;
    let words = clean_paragraphs(&words);
    if !is_readable(&words) {
        return Err(Box::new(Answer::private(messages::words_back(replies::NOTHING_WRITTEN, ""))));
    }
    match words.chars().count() {
        long if long > replies::MOST_CHARACTERS => Err(Box::new(back(&replies::too_long(long), &words))),
        _ => Ok(words),
    }
}

/// Words that were not kept are handed back.
fn back(said: &str, words: &str) -> Answer {
    Answer::private(messages::words_back(said, words))
}

/// The store failed: the operator finds the cause in the log, and the words go back.
fn failed(error: &StoreError, words: &str) -> Answer {
    tracing::error!(cause = %error, "a reflection could not be kept: the store failed");
    back(&replies::not_kept(error), words)
}

/// Keeps a new one, privately and at once.
pub(super) async fn keep(
    commands: &Commands,
    asked: &Asked,
    prompt: &str,
    form: &ModalInteraction,
) -> Result<Answer, Trouble> {
    let words = match written(commands, asked, form).await {
        Ok(words) => words,
        Err(answer) => return Ok(*answer),
    };
    let zone = match commands.store.guild(asked.guild).await {
        Ok(guild) => guild.map_or_else(Zone::utc, |guild| guild.zone),
        Err(error) => return Ok(failed(&error, &words)),
    };
    let title = match title(commands, asked, prompt).await {
        Ok(title) => title,
        Err(error) => return Ok(failed(&error, &words)),
    };
    let now = commands.clock.now();
    let new = NewReflection {
        interaction: asked.interaction,
        guild: asked.guild,
        author: asked.user,
        prompt: prompt.to_owned(),
        title,
        words,
        at: now,
        local_date: zone.date_at(now),
    };
    Ok(match commands.store.keep_reflection(&new).await {
        Ok(Kept::As(kept)) => Answer::private(messages::reflection_card(asked.guild, &kept, Some(replies::KEPT))),
        Ok(Kept::Full) => back(&replies::full(), &new.words),
        Err(error) => failed(&error, &new.words),
    })
}

/// What a prompt is called, of the library or of the server's own deck.
async fn title(commands: &Commands, asked: &Asked, prompt: &str) -> Result<Option<String>, StoreError> {
    if let Some(known) = commands.library.prompt(prompt) {
        return Ok(Some(known.title.clone()));
    }
    match DeckPrompt::read(prompt) {
        Some(own) => Ok(commands.store.deck_prompt(asked.guild, own).await?.map(|own| own.words.title)),
        None => Ok(None),
    }
}

/// Gives one other words, on the card from which that was asked.
pub(super) async fn change(
    commands: &Commands,
    asked: &Asked,
    reflection: Id,
    form: &ModalInteraction,
) -> Result<Answer, Trouble> {
    let words = match written(commands, asked, form).await {
        Ok(words) => words,
        Err(answer) => return Ok(*answer),
    };
    let now = commands.clock.now();
    match commands.store.change_reflection(asked.guild, asked.user, reflection, &words, now).await {
        Ok(Altered::Done(changed)) => {
            let shared = changed.shared.is_some_and(|shared| !shared.how.may_be_shared_again());
            let said = if shared { replies::CHANGED_BUT_SHARED } else { replies::CHANGED };
            // The words before leave the database's file.
            commands.bell.ring();
            Ok(Answer::Update(messages::reflection_card(asked.guild, &changed, Some(said))))
        }
        // Nobody's but theirs: the words go back to whoever wrote them.
        Ok(Altered::Gone) => Ok(back(replies::GONE, &words)),
        // The channel reads the words that were shared, and not those.
        Ok(Altered::Coming) => Ok(back(replies::NOT_CHANGED_YET, &words)),
        Err(error) => Ok(failed(&error, &words)),
    }
}
