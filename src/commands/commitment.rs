//! 'I'll try this': what somebody wants to try, in their own words, and when and where to be asked about it.
//!
//! Whoever presses is held against the person whose it is, each time. The one question may stand in private messages, where
//! an interaction knows no server: the commitment knows it.

use serenity::model::application::{
    ActionRowComponent, ComponentInteraction, ComponentInteractionDataKind, ModalInteraction,
};
use serenity::model::channel::MessageFlags;
use serenity::model::id::ChannelId;

use super::naming::within;
use super::{Answer, Asked, Commands, Deferral, LookupFault, Trouble};
use crate::messages::replies::{self, commitment as words};
use crate::messages::{self, Card, MOST_TO_TRY, TO_TRY, TryPress};
use crate::recognition::clean_words;
use crate::store::{
    CheckInChoice, CheckInChosen, Commitment, CommitmentDeleted, Committed, DeckPrompt, Id, NewCommitment,
    OccurrenceState, Outcome, Sharing, StoreError,
};

/// A message that only the presser sees becomes the answer; the question in a thread stays as it is, and its answer is
/// private.
pub(super) fn deferral(press: &TryPress, component: &ComponentInteraction) -> Deferral {
    match press {
        TryPress::Open { .. } | TryPress::Words { .. } => Deferral::Never,
        _ if is_private(component) => Deferral::Update,
        _ => Deferral::Private,
    }
}

/// In private messages, or an answer that only one person sees.
fn is_private(component: &ComponentInteraction) -> bool {
    let ephemeral = component.message.flags.is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL));
    component.guild_id.is_none() || ephemeral
}

pub(super) async fn press(
    commands: &Commands,
    component: &ComponentInteraction,
    press: &TryPress,
) -> Result<Answer, Trouble> {
    match press {
        TryPress::Open { occurrence, prompt } => {
            Asked::by_component(component)?;
            Ok(Answer::Modal(messages::try_form(*occurrence, prompt, commands.library.prompt(prompt))))
        }
        TryPress::Words { .. } => Err(Trouble::kind(replies::STALE_BUTTON)),
        TryPress::Pick => {
            let picked = chosen(component)?.parse().map_err(|_| Trouble::kind(replies::STALE_BUTTON))?;
            let found = own(commands, component, picked).await?;
            show(commands, &found, None).await
        }
        TryPress::Day { commitment } => {
            let day = chosen(component)?.parse().map_err(|_| Trouble::kind(replies::STALE_BUTTON))?;
            choose(commands, component, *commitment, CheckInChoice::Day(day)).await
        }
        TryPress::Place { commitment } => {
            let place = messages::chosen_place(chosen(component)?);
            let place = place.ok_or_else(|| Trouble::kind(replies::STALE_BUTTON))?;
            choose(commands, component, *commitment, CheckInChoice::Place(place)).await
        }
        TryPress::Settle { commitment, outcome, occurrence } => {
            settle(commands, component, *commitment, *outcome, occurrence.is_some()).await
        }
        TryPress::Delete { commitment } => {
            let found = own(commands, component, *commitment).await?;
            let left = take_down(commands, &found).await?;
            match commands.store.delete_commitment(found.id, found.person, found.in_thread()).await? {
                CommitmentDeleted::Done(deleted) => {
                    commands.bell.ring();
                    Ok(Answer::Update(messages::commitment_deleted(&deleted.words, left)))
                }
                CommitmentDeleted::Coming => Err(Trouble::kind(words::ON_ITS_WAY)),
                CommitmentDeleted::Gone => Err(Trouble::kind(words::GONE)),
            }
        }
    }
}

/// A question in a thread is taken down before its commitment is deleted: a process that dies in between leaves the words
/// with whose they are, who can ask again. Says where it may still be, if that cannot be done.
async fn take_down(commands: &Commands, of: &Commitment) -> Result<Option<ChannelId>, Trouble> {
    let Some(asked) = of.in_thread() else { return Ok(None) };
    match asked.how {
        Sharing::There(message) => match commands.discord.take_down(asked.channel, message).await {
            Ok(()) => Ok(None),
            Err(LookupFault::Unanswered) => Err(Trouble::kind(words::NOT_TAKEN_DOWN_YET)),
            Err(_) => Ok(Some(asked.channel)),
        },
        Sharing::Coming => Err(Trouble::kind(words::ON_ITS_WAY)),
        Sharing::Refused | Sharing::Dropped | Sharing::Unclear => Ok(Some(asked.channel)),
    }
}

/// The form came back: it is kept at once, before anything is asked.
pub(super) async fn submit(
    commands: &Commands,
    asked: &Asked,
    form: &ModalInteraction,
    occurrence: Id,
    prompt: &str,
) -> Result<Answer, Trouble> {
    let typed = form.data.components.iter().flat_map(|row| &row.components).find_map(|component| match component {
        ActionRowComponent::InputText(input) if input.custom_id == TO_TRY => input.value.clone(),
        _ => None,
    });
    let typed = commands.without_ids(asked.guild, &typed.unwrap_or_default(), &[]).await;
    let typed = within(clean_words(&typed), MOST_TO_TRY);
    if typed.is_empty() {
        return Err(Trouble::kind(words::NO_WORDS));
    }
    let failed = |error: StoreError| {
        tracing::error!(cause = %error, "something to try could not be kept: the store failed");
        Trouble::kind(words::not_kept(&replies::store_trouble(&error), &typed))
    };
    let new = NewCommitment {
        interaction: asked.interaction,
        guild: asked.guild,
        person: asked.user,
        prompt: known(commands, asked, prompt).await.map_err(failed)?,
        thread: thread(commands, asked, occurrence).await.map_err(failed)?,
        words: typed.clone(),
        at: commands.clock.now(),
    };
    match commands.store.commit_to(&new).await.map_err(failed)? {
        Committed::Made(made) => {
            let calendar = commands.store.check_in_calendar(made.guild).await?;
            let card = messages::commitment_card(&made, &calendar, commands.clock.now(), Some(words::MADE));
            Ok(Answer::private(card))
        }
        Committed::Already => Ok(Answer::Elsewhere(Card::text(words::ALREADY))),
        Committed::TooMany => Err(Trouble::kind(words::too_many(&typed))),
    }
}

/// The prompt's id, where it is one of the library or of the server's own deck.
async fn known(commands: &Commands, asked: &Asked, prompt: &str) -> Result<Option<String>, StoreError> {
    if let Some(known) = commands.library.prompt(prompt) {
        return Ok(Some(known.id.clone()));
    }
    match DeckPrompt::read(prompt) {
        Some(own) => Ok(commands.store.deck_prompt(asked.guild, own).await?.map(|own| own.prompt_id())),
        None => Ok(None),
    }
}

/// The thread where it could be asked about: the one that this is, or the one under the post. Not where the person may not
/// write in it: nobody makes the bot speak there for them.
async fn thread(commands: &Commands, asked: &Asked, occurrence: Id) -> Result<Option<ChannelId>, StoreError> {
    if !asked.may_write_in_threads() {
        return Ok(None);
    }
    if asked.in_thread {
        return Ok(Some(asked.channel));
    }
    let under = commands.store.thread_under(occurrence).await?.filter(|thread| thread.guild == asked.guild);
    Ok(under.and_then(|thread| match thread.state {
        // Discord gives a thread its message's id.
        OccurrenceState::Posted(message) => Some(ChannelId::new(message.get())),
        _ => None,
    }))
}

/// What was pressed about, where it is the presser's and of this server.
async fn own(commands: &Commands, component: &ComponentInteraction, id: Id) -> Result<Commitment, Trouble> {
    let found = commands.store.commitment(id).await?;
    let here = |found: &Commitment| component.guild_id.is_none_or(|guild| guild == found.guild);
    let found = found.filter(here).ok_or_else(|| Trouble::kind(words::GONE))?;
    if found.person == component.user.id { Ok(found) } else { Err(Trouble::kind(words::NOT_THEIRS)) }
}

async fn choose(
    commands: &Commands,
    component: &ComponentInteraction,
    id: Id,
    choice: CheckInChoice,
) -> Result<Answer, Trouble> {
    let found = own(commands, component, id).await?;
    let now = commands.clock.now();
    let chosen = commands.store.choose_check_in(found.id, found.person, choice, now).await?;
    commands.bell.ring();
    match chosen {
        CheckInChosen::Kept(found) => show(commands, &found, None).await,
        CheckInChosen::AsItWas(found) => show(commands, &found, Some(words::NO_SUCH_PLACE)).await,
        CheckInChosen::NoSuchDay(found) => show(commands, &found, Some(&words::no_such_day())).await,
        CheckInChosen::Gone => Err(Trouble::kind(words::GONE)),
    }
}

async fn settle(
    commands: &Commands,
    component: &ComponentInteraction,
    id: Id,
    outcome: Outcome,
    by_question: bool,
) -> Result<Answer, Trouble> {
    let found = own(commands, component, id).await?;
    let settled = commands.store.settle(found.id, found.person, outcome, commands.clock.now()).await?;
    let settled = settled.ok_or_else(|| Trouble::kind(words::GONE))?;
    // A question that waits is not asked any more.
    commands.bell.ring();
    match (by_question, is_private(component)) {
        (true, true) => Ok(Answer::Update(messages::settled_card(&settled, outcome))),
        (true, false) => Ok(Answer::private(messages::settled_card(&settled, outcome))),
        (false, _) => show(commands, &settled, None).await,
    }
}

async fn show(commands: &Commands, commitment: &Commitment, lead: Option<&str>) -> Result<Answer, Trouble> {
    let calendar = commands.store.check_in_calendar(commitment.guild).await?;
    Ok(Answer::Update(messages::commitment_card(commitment, &calendar, commands.clock.now(), lead)))
}

/// The value that was chosen in a menu.
fn chosen(component: &ComponentInteraction) -> Result<&str, Trouble> {
    let ComponentInteractionDataKind::StringSelect { values } = &component.data.kind else {
        return Err(Trouble::kind(replies::STALE_BUTTON));
    };
    values.first().map(String::as_str).ok_or_else(|| Trouble::kind(replies::STALE_BUTTON))
}
