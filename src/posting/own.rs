//! The posts of schedules that draw from a team's own deck, alone or beside Clarion's prompts.

use jiff::Timestamp;
use serenity::model::id::GuildId;

use super::engine::Engine;
use super::making::Post;
use crate::deck::{DrawsFrom, next_of};
use crate::messages;
use crate::store::{Before, Chosen, Claim, DeckPrompt, Id, OccurrenceKey, ScheduleOptions, StoreError, TriedBy};

/// Whether a post may be one of the deck: its schedule draws from there, or it was chosen from there before the schedule
/// was changed.
pub(super) fn may_be_own(claim: &Claim, options: &ScheduleOptions) -> bool {
    let chosen = claim.occurrence.content.as_deref();
    options.draws_from != DrawsFrom::Clarion || chosen.is_some_and(DeckPrompt::is_own)
}

impl Engine {
    /// The prompt of an occurrence, fixed at the first asking. The deck is read before: whatever is chosen has its words,
    /// also where somebody takes it out at this moment.
    pub(super) async fn own_post(
        &self,
        claim: &Claim,
        options: &ScheduleOptions,
        by: TriedBy,
    ) -> Result<Result<Post, &'static str>, StoreError> {
        let guild = claim.occurrence.guild;
        let deck = self.store.deck(guild).await?;
        let own: Vec<String> = deck.iter().map(DeckPrompt::prompt_id).collect();
        let place = |id: &str| own.iter().position(|known| known == id);
        let known = |id: &str| place(id).is_some() || self.library.prompt(id).is_some();
        let daily = matches!(claim.occurrence.key, OccurrenceKey::Daily { .. });
        let choose = |before: &Before| {
            // A series that somebody has begun since the options were read is Clarion's, and goes first.
            if options.draws_from == DrawsFrom::Clarion || before.series.is_some() {
                return self.choose(before, options.theme.as_deref(), guild, daily);
            }
            let clarion = self.library.prompts.iter().map(|prompt| prompt.id.as_str());
            let used = before.uses.iter().map(|used| (used.prompt.as_str(), used.cycle));
            let choice = next_of(options.draws_from, clarion, &own, used, guild.get());
            choice.map(|choice| Chosen { prompt: choice.prompt_id, cycle: choice.cycle, day: None })
        };
        let thanks = self.thanks_on(guild).await?;
        let (now, running, lease) = (self.clock.now(), self.clock.running(), self.options.lease);
        let Some(chosen) = self.store.choose_prompt(claim, now, lease, by, known, choose).await? else {
            return Ok(Err("no-prompt"));
        };
        let until = self.begun(claim, now, running);
        if let (DrawsFrom::Team, OccurrenceKey::Daily { schedule, .. }) = (options.draws_from, claim.occurrence.key) {
            // The post is on record as tried and leaves now, whatever becomes of the notice: the next post owes it again.
            if let Err(error) = self.tell_deck_low(guild, schedule, now).await {
                tracing::error!(cause = %error, guild = %guild, "a notice that few prompts are left could not be owed");
            }
        }
        let occurrence = claim.occurrence.id;
        let (card, title) =
            match (place(&chosen.prompt).and_then(|place| deck.get(place)), self.library.prompt(&chosen.prompt)) {
                (Some(prompt), _) => (messages::own_prompt(prompt, occurrence), messages::own_thread_name(prompt)),
                (None, Some(prompt)) => {
                    let card = messages::daily_prompt_of(&self.library, prompt, occurrence, chosen.day.as_ref());
                    let card = if thanks { messages::with_thank_someone(card, prompt, occurrence) } else { card };
                    (card, messages::thread_name(Some(prompt)))
                }
                (None, None) => return Ok(Err("no-prompt")),
            };
        let card = match (options.role, claim.occurrence.key) {
            (Some(role), OccurrenceKey::Daily { .. }) => card.calling(role),
            _ => card,
        };
        Ok(Ok(Post { message: card.into_message(), title, until }))
    }

    async fn tell_deck_low(&self, guild: GuildId, schedule: Id, now: Timestamp) -> Result<(), StoreError> {
        let state = self.store.deck_state(guild).await?;
        if state.is_low() {
            self.store.tell_deck_low(schedule, &state, now).await?;
        }
        Ok(())
    }
}
