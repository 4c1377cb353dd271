//! What its giver can do with a recognition for 24 hours: take it back, or change its words.

use std::time::Duration;

use jiff::Timestamp;
use serenity::model::application::ModalInteraction;

use super::super::press::typed;
use super::super::{Answer, Asked, Commands, Trouble};
use super::stands;
use crate::messages::replies::keep as replies;
use crate::messages::{self, Card, KEEP_WORDS};
use crate::recognition::{KEPT_AT_LEAST, MOST_WORDS, clean_words};
use crate::store::{Id, Recognition, StoreError};

/// So many of the last day are looked for: the one that is shown, as many as the menu holds, and one by which is known that
/// there are more.
const LOOKED_FOR: u32 = messages::IN_A_MENU as u32 + 2;

/// For so long the form waits for the words that it is filled in with. Discord takes no form after a deferral, and gives
/// three seconds; without them it opens empty.
const FILLED_IN_WITHIN: Duration = Duration::from_millis(1_200);

/// So many that a steward removed are read: more than there are in two weeks, and than a card holds.
const REMOVED_READ: u32 = 1_000;

/// `/recognition undo`: the latest, with its buttons, and the others of the last 24 hours to choose from. Beside it, what
/// stewards removed lately, and why.
pub(in super::super) async fn undo_command(commands: &Commands, asked: &Asked) -> Result<Answer, Trouble> {
    let since = commands.clock.now().checked_sub(KEPT_AT_LEAST).unwrap_or(Timestamp::MIN);
    let removed = commands.store.removed_since(asked.guild, asked.user, since, REMOVED_READ).await?;
    let all = lately(commands, asked).await?;
    let card = match all.first() {
        Some(latest) => messages::given_card(latest, &all, None),
        None if removed.is_empty() => return Err(Trouble::kind(replies::NOTHING_TO_UNDO)),
        None => Card::text(replies::NOTHING_TO_UNDO),
    };
    Ok(Answer::private(messages::with_removed(card, &removed)))
}

/// Another one of them.
pub(super) async fn show(commands: &Commands, asked: &Asked, picked: Id) -> Result<Answer, Trouble> {
    let all = lately(commands, asked).await?;
    let found = all.iter().find(|one| one.id == picked).ok_or_else(|| Trouble::kind(replies::TOO_LATE))?;
    Ok(Answer::Update(messages::given_card(found, &all, None)))
}

async fn lately(commands: &Commands, asked: &Asked) -> Result<Vec<Recognition>, StoreError> {
    commands.store.changeable_given(asked.guild, asked.user, commands.clock.now(), LOOKED_FOR).await
}

pub(super) async fn undo(commands: &Commands, asked: &Asked, recognition: Id) -> Result<Answer, Trouble> {
    let undone = commands.store.undo(asked.guild, asked.user, recognition, commands.clock.now()).await?;
    let undone = undone.map_err(|why| Trouble::kind(replies::not_reversed(&why)))?;
    // Its announcement is to say so, and what is announced no more is dropped.
    commands.bell.ring();
    let stands = stands(commands, &undone, (asked.channel, asked.own_permissions)).await;
    Ok(Answer::Update(Card::text(replies::undone(stands))))
}

/// The form with the words that it has, where the store says in time which those are.
pub(super) async fn amend_form(commands: &Commands, asked: &Asked, recognition: Id) -> Result<Answer, Trouble> {
    let found = commands.store.recognition_today(asked.guild, recognition);
    let (words, announced) = match tokio::time::timeout(FILLED_IN_WITHIN, found).await {
        Ok(Ok(None)) => return Err(Trouble::kind(replies::GONE)),
        Ok(Ok(Some((found, _)))) if found.giver != Some(asked.user) => {
            return Err(Trouble::kind(replies::NOT_THEIRS));
        }
        Ok(Ok(Some((_, Some(ended))))) => return Err(Trouble::kind(replies::over(&ended))),
        Ok(Ok(Some((found, None)))) => (found.words, !found.announced_to.is_empty()),
        // Whose it is, is asked again when the form comes back.
        Ok(Err(_)) | Err(_) => (None, false),
    };
    Ok(Answer::Modal(messages::amend_form(recognition, words.as_deref(), announced)))
}

pub(super) async fn amend(
    commands: &Commands,
    asked: &Asked,
    recognition: Id,
    form: &ModalInteraction,
) -> Result<Answer, Trouble> {
    let words = clean_words(&commands.without_ids(asked.guild, &typed(form, KEEP_WORDS), &[]).await);
    let not = |why: &str| Trouble::kind(replies::not_amended(why, &words));
    match words.chars().count() {
        0 => return Err(not(replies::NO_WORDS)),
        long if long > MOST_WORDS => return Err(not(&replies::too_long(long))),
        _ => {}
    }
    let now = commands.clock.now();
    let amended = commands.store.amend(asked.guild, asked.user, recognition, &words, asked.interaction, now).await;
    let amended = amended.map_err(|error| {
        tracing::error!(cause = %error, "a recognition could not be given other words: the store failed");
        Trouble::kind(replies::not_kept(&error, &words))
    })?;
    let amended = amended.map_err(|why| not(&replies::not_reversed(&why)))?;
    commands.bell.ring();
    let stands = stands(commands, &amended, (asked.channel, asked.own_permissions)).await;
    Ok(Answer::Update(messages::given_card(&amended, &[], Some(&replies::amended(stands)))))
}
