//! `/deck suggest`: anybody's own prompt, to be read by those who manage the server first.

use serenity::model::application::ModalInteraction;

use super::super::{Answer, Asked, Commands, Trouble};
use crate::deck::advice;
use crate::messages::replies::deck as words;
use crate::messages::{self, suggestion_form};
use crate::store::{NewSuggestion, Suggested};

pub(super) fn form() -> Answer {
    Answer::Modal(suggestion_form(None))
}

pub(super) async fn submit(commands: &Commands, asked: &Asked, form: &ModalInteraction) -> Result<Answer, Trouble> {
    let suggested = super::read(commands, asked, form).await?;
    let new =
        NewSuggestion { interaction: asked.interaction, guild: asked.guild, by: asked.user, words: suggested.clone() };
    match commands.store.suggest(&new, commands.clock.now()).await? {
        Suggested::Waits(id) => {
            Ok(Answer::private(messages::suggested(words::suggested(&suggested, &advice(&suggested)), id)))
        }
        Suggested::Known => Err(Trouble::kind(words::KNOWN)),
        Suggested::TooManyOfOne => Err(Trouble::kind(words::too_many_of_one())),
        Suggested::TooMany => Err(Trouble::kind(words::TOO_MANY_WAIT)),
    }
}
