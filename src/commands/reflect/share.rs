//! Sharing a reflection with the channel: once, as a recognition's announcement is.

use std::time::Duration;

use super::super::{Answer, Asked, Commands, Trouble};
use super::theirs;
use crate::messages::replies::reflection as replies;
use crate::messages::{self, Card};
use crate::store::{Id, SharedReflection};

/// How long an answer may take to post it before the posting loop takes over, by the calendar.
const SHARING: Duration = Duration::from_secs(60);

/// Says who will read it, and asks.
pub(super) async fn question(commands: &Commands, asked: &Asked, reflection: Id) -> Result<Card, Trouble> {
    let found = theirs(commands, asked, reflection).await?;
    asked.may_write()?;
    if found.shared.is_some_and(|shared| !shared.how.may_be_shared_again()) {
        return Ok(messages::reflection_card(asked.guild, &found, None));
    }
    Ok(messages::share_question(&found, asked.channel))
}

/// Shares it in the channel where that was asked.
pub(super) async fn share(commands: &Commands, asked: &Asked, reflection: Id) -> Result<Answer, Trouble> {
    asked.may_write()?;
    let now = commands.clock.now();
    let shared =
        commands.store.share_reflection(asked.guild, asked.user, reflection, asked.channel, now, SHARING).await?;
    match shared {
        SharedReflection::Gone => Err(Trouble::kind(replies::GONE)),
        SharedReflection::Before(shared) => Ok(Answer::private(Card::text(replies::shared_in(asked.guild, &shared)))),
        SharedReflection::Now { reflection, claim } => {
            let card = messages::shared_reflection(asked.user, &reflection, claim.occurrence.id);
            let private = Card::text(replies::SHARED);
            let unannounced = (!asked.bot_may_post()).then(|| Box::new(Card::text(replies::NOT_SHARED)));
            Ok(Answer::Announce { card, private, unannounced, claim })
        }
    }
}
