//! What an occurrence says, made anew at each try from what the store knows.

use jiff::Timestamp;
use serenity::builder::CreateMessage;
use serenity::model::id::GuildId;

use super::engine::Engine;
use super::own::may_be_own;
use crate::content::Prompt;
use crate::content::round::{Key, Round, draw};
use crate::content::series::{Drawn, next_turn};
use crate::messages::{self, Card, Packed, Thanks};
use crate::store::{Before, Chosen, Claim, OccurrenceKey, Posts, SeriesDay, StoreError, TriedBy};

/// What is about to be sent.
pub(super) struct Post {
    pub(super) message: Packed<CreateMessage>,
    /// What it is called where it is a thread of a forum.
    pub(super) title: String,
    /// Until when it is this holder's to send.
    pub(super) until: Timestamp,
}

impl Engine {
    /// What an occurrence says, or why there is nothing to send. It is recorded as tried: sending it comes next.
    pub(super) async fn post(&self, claim: &Claim, by: TriedBy) -> Result<Result<Post, &'static str>, StoreError> {
        let occurrence = claim.occurrence.id;
        let card = match claim.occurrence.key {
            OccurrenceKey::Daily { schedule, .. } | OccurrenceKey::Extra { schedule, .. } => {
                let options = self.store.options_of(schedule).await?.unwrap_or_default();
                // An extra is somebody's wish of the moment, and no reason to call everybody.
                let role = options.role.filter(|_| matches!(claim.occurrence.key, OccurrenceKey::Daily { .. }));
                let called = |card: Card| match role {
                    Some(role) => card.calling(role),
                    None => card,
                };
                if options.posts == Posts::Quiz {
                    let Some((round, until)) = self.quiz(claim, by).await? else { return Ok(Err("no-quiz")) };
                    let message = called(messages::quiz_invitation(occurrence, round)).into_message();
                    return Ok(Ok(Post { message, title: messages::QUIZ_THREAD.to_owned(), until }));
                }
                if options.posts == Posts::Digest {
                    return self.digest(claim, schedule, called, by).await;
                }
                if may_be_own(claim, &options) {
                    return self.own_post(claim, &options, by).await;
                }
                let thanks = self.thanks_on(claim.occurrence.guild).await?;
                let Some((prompt, day, until)) = self.prompt(claim, options.theme.as_deref(), by).await? else {
                    return Ok(Err("no-prompt"));
                };
                let card = messages::daily_prompt_of(&self.library, prompt, occurrence, day.as_ref());
                let card = if thanks { messages::with_thank_someone(card, prompt, occurrence) } else { card };
                return Ok(Ok(Post {
                    message: called(card).into_message(),
                    title: messages::thread_name(Some(prompt)),
                    until,
                }));
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
                let thanks = self.thanks_on(guild).await?;
                let follows = self.store.followed_role(guild).await?.is_some();
                let after_removal = self.options.keep_after_removal;
                messages::introduction(occurrence, messages::Keeps { thanks, follows, after_removal })
            }
            // Opened, not sent (threads.rs).
            OccurrenceKey::Thread { .. } => return Ok(Err("no-message")),
            OccurrenceKey::Reflection { reflection } => {
                let found = self.store.shared_reflection(reflection).await?;
                let Some((author, reflection)) = found else { return Ok(Err("taken-back")) };
                messages::shared_reflection(author, &reflection, occurrence)
            }
            // Asked, or told, in its own way (checkin.rs, suggestion.rs, private_thanks.rs, nudge.rs).
            OccurrenceKey::CheckIn { .. }
            | OccurrenceKey::DeckAnswer { .. }
            | OccurrenceKey::PrivateThanks { .. }
            | OccurrenceKey::Nudge { .. } => {
                return Ok(Err("no-message"));
            }
            OccurrenceKey::Announcement { recognition } => {
                // Its giver may have changed the words meanwhile.
                let found = self.store.recognition_today(claim.occurrence.guild, recognition).await?;
                let Some((found, None)) = found else { return Ok(Err("taken-back")) };
                match (found.giver, found.words.as_deref()) {
                    (Some(giver), Some(words)) if !found.announced_to.is_empty() => {
                        let (guild, receivers, about) = (found.guild, found.announced_to.as_slice(), found.about);
                        let recognition = found.id;
                        let thanks = Thanks { guild, giver, receivers, words, about, recognition };
                        messages::announcement(&thanks, occurrence)
                    }
                    _ => return Ok(Err("erased")),
                }
            }
        };
        let until = self.begin(claim, by).await?;
        Ok(Ok(Post { message: card.into_message(), title: messages::INTRODUCTION.to_owned(), until }))
    }

    /// Whether thanks are switched on in a server.
    pub(super) async fn thanks_on(&self, guild: GuildId) -> Result<bool, StoreError> {
        Ok(self.store.guild(guild).await?.is_none_or(|guild| guild.thanks))
    }

    /// The moments of an invitation, fixed at the first asking: a takeover sends the same ones, and everybody gets them.
    /// The occurrence is their seed, and what the schedule posted lately is held back.
    async fn quiz(&self, claim: &Claim, by: TriedBy) -> Result<Option<(Round, Timestamp)>, StoreError> {
        let read = |written: &str| written.parse::<Round>().ok();
        let known = |written: &str| read(written).is_some_and(|round| round.statements(&self.library).is_some());
        let seed = claim.occurrence.id.get().cast_unsigned();
        let choose = |lately: &[String]| {
            let rounds = lately.iter().filter_map(|written| read(written));
            let seen: Vec<Key> = rounds.flat_map(|round| round.keys().to_vec()).collect();
            draw(&self.library, &seen, seed).map(|round| round.to_string())
        };
        let (now, running, lease) = (self.clock.now(), self.clock.running(), self.options.lease);
        let chosen = self.store.choose_quiz(claim, now, lease, by, known, choose).await?;
        let Some(round) = chosen.as_deref().and_then(read) else { return Ok(None) };
        Ok(Some((round, self.begun(claim, now, running))))
    }

    /// The prompt of an occurrence, of its schedule's theme where it has one: fixed at the first asking, so that a
    /// takeover sends the same one. A server's own id is the rotation's seed. Choosing and trying are one short write, which
    /// says until when the try is this holder's.
    async fn prompt(
        &self,
        claim: &Claim,
        theme: Option<&str>,
        by: TriedBy,
    ) -> Result<Option<(&Prompt, Option<SeriesDay>, Timestamp)>, StoreError> {
        let find = |id: &str| self.library.prompts.iter().find(|prompt| prompt.id == id);
        let daily = matches!(claim.occurrence.key, OccurrenceKey::Daily { .. });
        let choose = |before: &Before| self.choose(before, theme, claim.occurrence.guild, daily);
        let (now, running, lease) = (self.clock.now(), self.clock.running(), self.options.lease);
        let chosen = self.store.choose_prompt(claim, now, lease, by, |id| find(id).is_some(), choose).await?;
        let Some(chosen) = chosen else { return Ok(None) };
        let until = self.begun(claim, now, running);
        Ok(find(&chosen.prompt).map(|prompt| (prompt, chosen.day, until)))
    }

    /// The next prompt of a schedule: of the series that it follows, else of its theme, else of all. One more post beside
    /// the `daily` ones takes no day of a series away.
    pub(super) fn choose(&self, before: &Before, theme: Option<&str>, guild: GuildId, daily: bool) -> Option<Chosen> {
        let series = before.series.as_ref();
        // A series that is in the library no more is over.
        let followed = series.and_then(|now| self.library.place_in(&now.series, now.steps()));
        let drawn = match &followed {
            Some((series, place)) if daily => Drawn::Series(series, place),
            Some((_, place)) => Drawn::Beside(place),
            None => Drawn::Theme(theme),
        };
        let used = before.uses.iter().map(|used| (used.prompt.as_str(), used.cycle));
        let turn = next_turn(&self.library, drawn, used, guild.get())?;
        let day = turn.day.map(|(series, day, of)| SeriesDay { series, day, of });
        Some(Chosen { prompt: turn.choice.prompt_id, cycle: turn.choice.cycle, day })
    }
}
