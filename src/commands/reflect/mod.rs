//! Reflect: what somebody writes about a prompt. For them alone, until they share it.
//!
//! Whoever presses is asked about anew each time: the store finds a reflection by its server and its author, so that another
//! person's press, or one in another server, finds nothing.

mod share;
mod write;

use serenity::model::application::{ComponentInteraction, ComponentInteractionDataKind, ModalInteraction};

use super::taking_down::take_down;
use super::{Answer, Asked, Commands, Deferral, Trouble};
use crate::messages::replies::reflection as replies;
use crate::messages::{self, Card, ReflectPress};
use crate::store::{Altered, Id, Reflection, Sharing};

/// What answers with a form cannot be deferred; what is pressed on somebody's own card changes it.
pub(super) fn deferral(press: &ReflectPress) -> Deferral {
    match press {
        ReflectPress::Write { .. } | ReflectPress::Change { .. } => Deferral::Never,
        // The form of a post comes from a message that everybody sees, and what is shared is a message of its own.
        ReflectPress::Save { .. } | ReflectPress::ShareNow { .. } => Deferral::Private,
        ReflectPress::Pick
        | ReflectPress::Show { .. }
        | ReflectPress::Share { .. }
        | ReflectPress::Changed { .. }
        | ReflectPress::Delete { .. }
        | ReflectPress::DeleteNow { .. } => Deferral::Update,
    }
}

/// Whether two processes would tell two things: the second finds what the first has deleted.
pub(super) fn changes(press: &ReflectPress) -> bool {
    matches!(press, ReflectPress::DeleteNow { .. })
}

pub(super) async fn press(
    commands: &Commands,
    asked: &Asked,
    press: ReflectPress,
    component: &ComponentInteraction,
) -> Result<Answer, Trouble> {
    let card = match press {
        ReflectPress::Write { prompt, .. } => return Ok(write::form(commands, &prompt)),
        ReflectPress::Change { reflection } => return Ok(write::change_form(reflection, component)),
        ReflectPress::ShareNow { reflection } => return share::share(commands, asked, reflection).await,
        ReflectPress::Pick => shown(asked, &theirs(commands, asked, picked(component)?).await?),
        ReflectPress::Show { reflection } => shown(asked, &theirs(commands, asked, reflection).await?),
        ReflectPress::Share { reflection } => share::question(commands, asked, reflection).await?,
        ReflectPress::Delete { reflection } => messages::delete_question(&theirs(commands, asked, reflection).await?),
        ReflectPress::DeleteNow { reflection } => delete(commands, asked, reflection).await?,
        ReflectPress::Save { .. } | ReflectPress::Changed { .. } => {
            return Err(Trouble::kind(messages::replies::STALE_BUTTON));
        }
    };
    Ok(Answer::Update(card))
}

pub(super) async fn submit(
    commands: &Commands,
    asked: &Asked,
    press: ReflectPress,
    form: &ModalInteraction,
) -> Result<Answer, Trouble> {
    match press {
        ReflectPress::Save { prompt } => write::keep(commands, asked, &prompt, form).await,
        ReflectPress::Changed { reflection } => write::change(commands, asked, reflection, form).await,
        _ => Err(Trouble::kind(messages::replies::STALE_BUTTON)),
    }
}

fn shown(asked: &Asked, reflection: &Reflection) -> Card {
    messages::reflection_card(asked.guild, reflection, None)
}

/// A reflection of the person who asked, in the server where they asked.
async fn theirs(commands: &Commands, asked: &Asked, reflection: Id) -> Result<Reflection, Trouble> {
    let found = commands.store.reflection(asked.guild, asked.user, reflection).await?;
    found.ok_or_else(|| Trouble::kind(replies::GONE))
}

/// The one that was chosen in the menu.
fn picked(component: &ComponentInteraction) -> Result<Id, Trouble> {
    let stale = || Trouble::kind(messages::replies::STALE_BUTTON);
    let ComponentInteractionDataKind::StringSelect { values } = &component.data.kind else { return Err(stale()) };
    values.first().and_then(|id| id.parse().ok()).ok_or_else(stale)
}

/// What was shared is taken down first: a process that dies in between leaves the words with their author, who can ask
/// again.
async fn delete(commands: &Commands, asked: &Asked, reflection: Id) -> Result<Card, Trouble> {
    let found = theirs(commands, asked, reflection).await?;
    let left = take_down(commands, found.shared).await?;
    match commands.store.delete_reflection(asked.guild, asked.user, reflection).await? {
        Altered::Done(_) => {}
        Altered::Coming => return Err(Trouble::kind(replies::ON_ITS_WAY)),
        Altered::Gone => return Err(Trouble::kind(replies::GONE)),
    }
    // The words leave the database's file as soon as nothing is to be posted.
    commands.bell.ring();
    let was_there = found.shared.is_some_and(|shared| matches!(shared.how, Sharing::There(_)));
    let said = match left.first() {
        Some(left) => replies::deleted_but_not_taken_down(asked.guild, left),
        None if was_there => replies::DELETED_AND_TAKEN_DOWN.to_owned(),
        None => replies::DELETED.to_owned(),
    };
    Ok(messages::reflection_deleted(&said))
}
