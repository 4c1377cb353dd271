//! One claimed occurrence, to its end: sent, found, put back, refused or held.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serenity::builder::CreateMessage;
use serenity::model::id::MessageId;

use super::engine::Engine;
use super::{Happened, SendFault};
use crate::clock::Alarm;
use crate::messages::{Access, Packed};
use crate::store::{Claim, EarlierTry, Occurrence, OccurrenceKey, Sent, StoreError, TriedBy, codes, reason};

/// The first rest after a try that failed for the moment; it doubles with each.
const FIRST_REST: Duration = Duration::from_secs(1);
/// The longest such rest.
const LONGEST_REST: Duration = Duration::from_secs(60);
/// How far this clock and Discord's may be apart where messages are looked for.
const CLOCKS_APART: SignedDuration = SignedDuration::from_mins(10);
/// How far this clock may have run ahead at the first try, and have been set right since: the message is as much older than
/// the row says.
const RAN_AHEAD: SignedDuration = SignedDuration::from_hours(24);

impl Engine {
    /// Sends what was claimed, where it is not in the channel already, and records what came of it.
    pub(super) async fn deliver(&self, claim: &Claim) -> Result<Happened, StoreError> {
        if let OccurrenceKey::Thread { post } = claim.occurrence.key {
            return self.open_thread(claim, post).await;
        }
        if let Some(earlier) = claim.earlier
            && !(claim.unwanted.is_none() && self.nonce_holds(claim, earlier))
            && let Some(happened) = self.look(claim, earlier).await?
        {
            return Ok(happened);
        }
        if let OccurrenceKey::Notice { about, news } = claim.occurrence.key {
            return self.tell(claim, about, news).await;
        }
        if let OccurrenceKey::CheckIn { commitment, .. } = claim.occurrence.key {
            return self.ask_back(claim, commitment).await;
        }
        if let OccurrenceKey::Nudge { person, .. } = claim.occurrence.key {
            return self.nudge(claim, person).await;
        }
        if let OccurrenceKey::DeckAnswer { suggestion } = claim.occurrence.key {
            return self.tell_suggester(claim, suggestion).await;
        }
        if let OccurrenceKey::PrivateThanks { recognition, person } = claim.occurrence.key {
            return self.tell_privately(claim, recognition, person).await;
        }
        let forum = self.store.is_forum(claim.occurrence.guild, claim.occurrence.channel).await?;
        let by = if forum { TriedBy::Forum } else { TriedBy::Message };
        let post = match self.post(claim, by).await? {
            Ok(post) => post,
            // It may be in the channel: it is looked for before it is let be, so that it can be changed where it is.
            Err(_)
                if claim.earlier.is_some()
                    && matches!(
                        claim.occurrence.key,
                        OccurrenceKey::Announcement { .. } | OccurrenceKey::Reflection { .. }
                    ) =>
            {
                return self.put_back(claim, Duration::ZERO, Sent::Perhaps, "taken-back").await;
            }
            Err(why) => return self.skip(claim, why).await,
        };
        if forum {
            return self.post_in_forum(claim, &post).await;
        }
        let sent = self.sender.send(claim.occurrence.channel, &post.message, claim.occurrence.id, post.until).await;
        self.record(claim, sent).await
    }

    /// Sends it, once that was written down.
    pub(super) async fn send(
        &self,
        claim: &Claim,
        message: &Packed<CreateMessage>,
    ) -> Result<Result<MessageId, SendFault>, StoreError> {
        let until = self.begin(claim, TriedBy::Message).await?;
        Ok(self.sender.send(claim.occurrence.channel, message, claim.occurrence.id, until).await)
    }

    /// Records that a try begins, and says until when it is this holder's to make.
    pub(super) async fn begin(&self, claim: &Claim, by: TriedBy) -> Result<Timestamp, StoreError> {
        let (now, running) = (self.clock.now(), self.clock.running());
        self.store.tried_by(claim, now, self.options.lease, by).await?;
        Ok(self.begun(claim, now, running))
    }

    /// A try was recorded that began at `now`: a first one is this process's own. Says when the lease ends that it has
    /// renewed.
    pub(super) fn begun(&self, claim: &Claim, now: Timestamp, running: Duration) -> Timestamp {
        if claim.earlier.is_none() {
            self.tries.begins(claim.occurrence.id, now, running, self.options.nonce_window);
        }
        now.checked_add(self.options.lease).unwrap_or(Timestamp::MAX)
    }

    /// Records what came of sending it.
    pub(super) async fn record(
        &self,
        claim: &Claim,
        sent: Result<MessageId, SendFault>,
    ) -> Result<Happened, StoreError> {
        let occurrence = claim.occurrence.id;
        match sent {
            Ok(message) => {
                self.store.posted(claim, message).await?;
                Ok(Happened::Posted { occurrence, message, found: false })
            }
            Err(SendFault::Retry { after }) => self.put_back(claim, after, Sent::No, "retry").await,
            Err(SendFault::Down { after }) => self.wait_for_discord(claim, after, Sent::No).await,
            Err(SendFault::Uncertain | SendFault::Buried) => {
                self.put_back(claim, Duration::ZERO, Sent::Perhaps, "answer-lost").await
            }
            Err(SendFault::Deleted) => self.skip(claim, reason::DELETED).await,
            Err(SendFault::Unsuitable { code }) => {
                let prompt = match claim.occurrence.key {
                    OccurrenceKey::Daily { .. } | OccurrenceKey::Extra { .. } => {
                        self.store.occurrence(occurrence).await?.and_then(|chosen| chosen.content)
                    }
                    _ => None,
                };
                tracing::error!(%occurrence, code, prompt, "Discord does not take this text: mend the content");
                self.store.failed(claim, &codes::refusal(code)).await?;
                Ok(Happened::Refused { occurrence, code })
            }
            Err(SendFault::Refused { code }) => {
                let unexplained = self.looks_well(claim, code).await;
                self.store.refused(claim, code, unexplained, self.clock.now()).await?;
                Ok(Happened::Refused { occurrence, code })
            }
            Err(SendFault::Stop) => {
                // A try before the refused one may have arrived.
                self.put_back(claim, self.options.lease, Sent::Perhaps, "token-refused").await?;
                Ok(Happened::Stop)
            }
        }
    }

    /// Whether nothing is to be seen that a prompt could have been refused for, and that could be mended.
    async fn looks_well(&self, claim: &Claim, code: u32) -> bool {
        // Some codes say themselves what is wrong, and the look would be refused as well.
        let worth_a_look =
            matches!(claim.occurrence.key, OccurrenceKey::Daily { .. }) && !codes::OUT_OF_SIGHT.contains(&code);
        worth_a_look && self.sender.access(claim.occurrence.guild, claim.occurrence.channel).await == Access::Ready
    }

    /// Whether sending it again is certainly harmless: this process made the first try itself, and Discord still knows it,
    /// by the calendar and by what has really passed.
    pub(super) fn nonce_holds(&self, claim: &Claim, earlier: EarlierTry) -> bool {
        let age = self.tries.age(claim.occurrence.id, earlier, self.clock.running());
        age.is_some_and(|age| age <= self.options.nonce_window) && self.nonce_may_hold(earlier)
    }

    /// Whether Discord still knows the first try by the calendar, which somebody may have set since.
    fn nonce_may_hold(&self, earlier: EarlierTry) -> bool {
        // A clock that was set back makes a negative age, of which nothing follows.
        let age = Duration::try_from(self.clock.now().duration_since(earlier.first_at));
        earlier.by == TriedBy::Message && age.is_ok_and(|age| age <= self.options.nonce_window)
    }

    /// Looks for what an earlier holder may have sent. `None` where it is certainly not there, or where nobody can look and
    /// its nonce does the same: then it may be sent now.
    async fn look(&self, claim: &Claim, earlier: EarlierTry) -> Result<Option<Happened>, StoreError> {
        let occurrence = claim.occurrence.id;
        match self.find(claim, earlier).await? {
            Ok(Some(message)) => {
                self.store.posted(claim, message).await?;
                Ok(Some(Happened::Posted { occurrence, message, found: true }))
            }
            Ok(None) => {
                let Some(why) = claim.unwanted else { return Ok(None) };
                Ok(Some(match self.store.given_up(claim, why).await? {
                    None => Happened::Skipped { occurrence, why: why.to_owned() },
                    Some(until) => Happened::PutBack { occurrence, until },
                }))
            }
            Err(SendFault::Retry { after }) => {
                self.put_back(claim, after, Sent::Perhaps, "look-failed").await.map(Some)
            }
            Err(SendFault::Down { after }) => self.wait_for_discord(claim, after, Sent::Perhaps).await.map(Some),
            Err(SendFault::Uncertain) => {
                self.put_back(claim, Duration::ZERO, Sent::Perhaps, "look-failed").await.map(Some)
            }
            // A server that lets nobody read back need not hold a post after every crash.
            Err(SendFault::Buried | SendFault::Deleted | SendFault::Refused { .. } | SendFault::Unsuitable { .. })
                if claim.unwanted.is_none() && self.nonce_may_hold(earlier) =>
            {
                Ok(None)
            }
            Err(SendFault::Buried | SendFault::Deleted) => {
                self.store.hold_unknown(claim, "too-much-said", self.clock.now()).await?;
                Ok(Some(Happened::Unknown { occurrence }))
            }
            Err(SendFault::Refused { code } | SendFault::Unsuitable { code }) => {
                self.store.hold_unknown(claim, &format!("cannot-look:{code}"), self.clock.now()).await?;
                Ok(Some(Happened::Unknown { occurrence }))
            }
            Err(SendFault::Stop) => {
                self.put_back(claim, self.options.lease, Sent::Perhaps, "token-refused").await?;
                Ok(Some(Happened::Stop))
            }
        }
    }

    /// Where an earlier try's message is. It is looked for a day further back than the row says; where that cannot be read
    /// to its end, from the first try on.
    pub(super) async fn find(
        &self,
        claim: &Claim,
        earlier: EarlierTry,
    ) -> Result<Result<Option<MessageId>, SendFault>, StoreError> {
        let near = earlier.first_at.checked_sub(CLOCKS_APART).unwrap_or(earlier.first_at);
        let far = near.checked_sub(RAN_AHEAD).unwrap_or(near);
        let found = self.find_since(claim, earlier.by, far).await?;
        match (&found, earlier.by) {
            // Too much was said since yesterday, or a thread of yesterday has lost its first message.
            (Err(SendFault::Buried), _) | (Err(SendFault::Refused { .. }), TriedBy::Forum) => {
                self.find_since(claim, earlier.by, near).await
            }
            _ => Ok(found),
        }
    }

    /// The same from one instant on. A long look stays in this process's hands: the lease is renewed meanwhile.
    async fn find_since(
        &self,
        claim: &Claim,
        by: TriedBy,
        since: Timestamp,
    ) -> Result<Result<Option<MessageId>, SendFault>, StoreError> {
        let Occurrence { id, guild, channel, .. } = claim.occurrence;
        let mut look = match by {
            TriedBy::Forum => self.sender.find_in_forum(guild, channel, id, since),
            TriedBy::Message | TriedBy::Answer => self.sender.find_mark(channel, id, since),
        };
        let mut alarm = Alarm::new(&self.clock);
        loop {
            let renewal = self.clock.now().checked_add(self.options.lease / 3).ok();
            tokio::select! {
                found = &mut look => return Ok(found),
                _ = alarm.wait(renewal) => self.store.renew(claim, self.clock.now(), self.options.lease).await?,
            }
        }
    }

    pub(super) async fn skip(&self, claim: &Claim, why: &str) -> Result<Happened, StoreError> {
        self.store.skipped(claim, why).await?;
        Ok(Happened::Skipped { occurrence: claim.occurrence.id, why: why.to_owned() })
    }

    pub(super) async fn put_back(
        &self,
        claim: &Claim,
        after: Duration,
        sent: Sent,
        why: &str,
    ) -> Result<Happened, StoreError> {
        let tries = u32::try_from(claim.occurrence.attempts).unwrap_or(u32::MAX);
        let rest = FIRST_REST.saturating_mul(2_u32.saturating_pow(tries)).min(LONGEST_REST).max(after);
        let until = self.clock.now().checked_add(rest).unwrap_or(Timestamp::MAX);
        self.store.put_back(claim, until, sent, why).await?;
        Ok(Happened::PutBack { occurrence: claim.occurrence.id, until })
    }

    /// Discord is down for everybody: no try was one of this occurrence's own.
    pub(super) async fn wait_for_discord(
        &self,
        claim: &Claim,
        after: Duration,
        sent: Sent,
    ) -> Result<Happened, StoreError> {
        let until = self.clock.now().checked_add(after.max(FIRST_REST)).unwrap_or(Timestamp::MAX);
        self.store.put_back(claim, until, sent, "discord-down").await?;
        Ok(Happened::Down { occurrence: claim.occurrence.id, until })
    }
}
