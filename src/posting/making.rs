//! What an occurrence says, made anew at each try from what the store knows.

use serenity::builder::CreateMessage;

use super::engine::Engine;
use crate::content::Prompt;
use crate::content::rotation::next_in;
use crate::messages::{self, Thanks};
use crate::store::{Claim, OccurrenceKey, PromptUse, StoreError};

impl Engine {
    /// The message of an occurrence, or why there is none to send.
    pub(super) async fn message(&self, claim: &Claim) -> Result<Result<CreateMessage, &'static str>, StoreError> {
        let occurrence = claim.occurrence.id;
        let card = match claim.occurrence.key {
            OccurrenceKey::Daily { schedule, .. } | OccurrenceKey::Extra { schedule, .. } => {
                let options = self.store.options_of(schedule).await?.unwrap_or_default();
                let Some(prompt) = self.prompt(claim, options.theme.as_deref()).await? else {
                    return Ok(Err("no-prompt"));
                };
                let card = messages::daily_prompt(&self.library, prompt, occurrence);
                match (options.role, claim.occurrence.key) {
                    // An extra is somebody's wish of the moment, and no reason to call everybody.
                    (Some(role), OccurrenceKey::Daily { .. }) => card.calling(role),
                    _ => card,
                }
            }
            // Told in its own way (notice.rs).
            OccurrenceKey::Notice { .. } => return Ok(Err("no-message")),
            OccurrenceKey::Hello { guild, joined_at } => {
                let now = self.clock.now();
                let mut schedules = self.store.schedules(guild, now).await?;
                // Those of an earlier stay: somebody may have set one up since this joining.
                schedules.retain(|schedule| schedule.id.given_at() < joined_at);
                match schedules.as_slice() {
                    [] => messages::hello(occurrence),
                    schedules => messages::welcome_back(occurrence, schedules, now),
                }
            }
            OccurrenceKey::Introduction { guild, .. } => {
                let thanks = self.store.guild(guild).await?.is_none_or(|guild| guild.thanks);
                messages::introduction(occurrence, thanks, self.options.keep_after_removal)
            }
            // Opened, not sent (threads.rs).
            OccurrenceKey::Thread { .. } => return Ok(Err("no-message")),
            OccurrenceKey::Announcement { recognition } => {
                let found = self.store.recognition(recognition).await?.filter(|recognition| !recognition.undone);
                let Some(found) = found else { return Ok(Err("taken-back")) };
                match (found.giver, found.words.as_deref()) {
                    (Some(giver), Some(words)) if !found.receivers.is_empty() => {
                        let (guild, receivers, about) = (found.guild, found.receivers.as_slice(), found.about);
                        messages::announcement(&Thanks { guild, giver, receivers, words, about }, occurrence)
                    }
                    _ => return Ok(Err("erased")),
                }
            }
        };
        Ok(Ok(card.into_message()))
    }

    /// The prompt of an occurrence, of its schedule's theme where it has one: fixed at the first asking, so that a
    /// takeover sends the same one. A server's own id is the rotation's seed.
    pub(super) async fn prompt(&self, claim: &Claim, theme: Option<&str>) -> Result<Option<&Prompt>, StoreError> {
        let find = |id: &str| self.library.prompts.iter().find(|prompt| prompt.id == id);
        let choose = |history: &[PromptUse]| {
            let used = history.iter().map(|used| (used.prompt.as_str(), used.cycle));
            let choice = next_in(&self.library, theme, used, claim.occurrence.guild.get());
            choice.map(|choice| (choice.prompt_id, choice.cycle))
        };
        let chosen = self.store.choose_prompt(claim, self.clock.now(), |id| find(id).is_some(), choose).await?;
        Ok(chosen.as_deref().and_then(find))
    }
}
