//! One step: do the next due thing, and say what happened.
//!
//! A row is claimed by a short write, the message is sent, the outcome is recorded by another short write; nothing is
//! open in the database while the network is slow. What a crash leaves behind is a claim whose lease runs out. Whoever
//! takes it over knows from the row whether the message may have been sent, and makes sure before sending it again: by
//! the same nonce while Discord still remembers it, after that by looking for the row's own mark in the channel.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serenity::builder::CreateMessage;
use serenity::model::id::MessageId;
use tokio_util::sync::CancellationToken;

use super::sender::{SendFault, Sender};
use crate::clock::{Alarm, Clock};
use crate::content::Library;
use crate::content::rotation::next_in;
use crate::messages::{self, Thanks};
use crate::store::{Claim, EarlierTry, Id, Next, OccurrenceKey, Sent, Store, StoreError, TriedBy, reason};

/// The first rest after a try that failed for the moment; it doubles with each.
const FIRST_REST: Duration = Duration::from_secs(1);
/// The longest such rest.
const LONGEST_REST: Duration = Duration::from_secs(60);
/// The longest rest where another process can write into the store, whose bell is not heard here.
const SHARED_REST: Duration = Duration::from_secs(60);
/// The rest after the store failed.
const STORE_REST: SignedDuration = SignedDuration::from_secs(5);
/// How far this clock and Discord's may be apart where messages are looked for.
const CLOCKS_APART: SignedDuration = SignedDuration::from_mins(10);

/// The engine's patience; all of it is the calendar's time.
#[derive(Clone, Copy, Debug)]
pub struct EngineOptions {
    /// After this long, a claim may be taken over.
    pub lease: Duration,
    /// For this long after the first try, Discord is trusted to know the nonce.
    pub nonce_window: Duration,
    /// A date that is later than this is not posted any more.
    pub late_grace: Duration,
    /// How long to rest at most where nothing is due: another process may have left something behind. `None` decides by
    /// the store: a minute where it is a server, for ever where it is a file.
    pub longest_rest: Option<Duration>,
}

impl Default for EngineOptions {
    fn default() -> Self {
        Self {
            lease: Duration::from_secs(60),
            // Discord's document says 'the past few minutes'.
            nonce_window: Duration::from_secs(3 * 60),
            late_grace: Duration::from_secs(6 * 60 * 60),
            longest_rest: None,
        }
    }
}

/// The posting engine. Several may share one store, in one process or many.
pub struct Engine {
    store: Store,
    library: Arc<Library>,
    sender: Arc<dyn Sender>,
    clock: Clock,
    options: EngineOptions,
}

/// What one step did.
#[derive(Debug)]
pub enum Happened {
    /// Nothing is due.
    Nothing,
    /// It is in the channel; `found` where an earlier holder had sent it.
    Posted {
        /// Which occurrence.
        occurrence: Id,
        /// The message.
        message: MessageId,
        /// Whether it was there already.
        found: bool,
    },
    /// It will not be posted, for this [`reason`].
    Skipped {
        /// Which occurrence.
        occurrence: Id,
        /// Why.
        why: String,
    },
    /// It will be tried again.
    PutBack {
        /// Which occurrence.
        occurrence: Id,
        /// When.
        until: Timestamp,
    },
    /// Discord refused it for good. Where the channel is at fault, a daily prompt's schedule is paused.
    Refused {
        /// Which occurrence.
        occurrence: Id,
        /// Discord's code.
        code: u32,
    },
    /// It may be in the channel, and nobody can look.
    Unknown {
        /// Which occurrence.
        occurrence: Id,
    },
    /// Somebody else took it over meanwhile.
    TakenOver {
        /// Which occurrence.
        occurrence: Id,
    },
    /// Discord does not accept the token: stop everything.
    Stop,
    /// The store failed; what was in hand is taken up again when its lease ends.
    StoreFailed(StoreError),
}

/// Why [`Engine::run`] ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It was asked to stop.
    Asked,
    /// Discord does not accept the token.
    TokenRefused,
}

impl Engine {
    /// An engine over `store`, sending through `sender`.
    pub fn new(
        store: Store,
        library: Arc<Library>,
        sender: Arc<dyn Sender>,
        clock: Clock,
        options: EngineOptions,
    ) -> Self {
        Self { store, library, sender, clock, options }
    }

    /// Takes step after step and rests on `alarm` in between, until `stop` is cancelled. The step in hand is finished.
    pub async fn run(&self, mut alarm: Alarm, stop: CancellationToken) -> Ended {
        while !stop.is_cancelled() {
            let happened = self.step().await;
            log(&happened);
            let until = match happened {
                Happened::Nothing => match self.store.next_due().await {
                    Ok(next) => next.into_iter().chain(self.look_again()).min(),
                    Err(error) => {
                        log(&Happened::StoreFailed(error));
                        self.after(STORE_REST)
                    }
                },
                Happened::StoreFailed(_) => self.after(STORE_REST),
                Happened::Stop => return Ended::TokenRefused,
                _ => continue,
            };
            tokio::select! {
                _ = alarm.wait(until) => {}
                () = stop.cancelled() => {}
            }
        }
        Ended::Asked
    }

    /// When to look for what another process has left behind.
    fn look_again(&self) -> Option<Timestamp> {
        let rest = self.options.longest_rest.or(self.store.is_shared().then_some(SHARED_REST))?;
        self.clock.now().checked_add(rest).ok()
    }

    fn after(&self, rest: SignedDuration) -> Option<Timestamp> {
        self.clock.now().checked_add(rest).ok()
    }

    /// Does the next due thing and says what happened.
    pub async fn step(&self) -> Happened {
        match self.store.claim_due(self.clock.now(), self.options.lease, self.options.late_grace).await {
            Ok(Next::Nothing) => Happened::Nothing,
            Ok(Next::Skipped(skipped)) => {
                Happened::Skipped { occurrence: skipped.id, why: skipped.reason.unwrap_or_default() }
            }
            Ok(Next::Claimed(claim)) => {
                let occurrence = claim.occurrence.id;
                self.deliver(&claim).await.unwrap_or_else(|error| match error {
                    StoreError::NotHolder => Happened::TakenOver { occurrence },
                    error => Happened::StoreFailed(error),
                })
            }
            Err(error) => Happened::StoreFailed(error),
        }
    }

    async fn deliver(&self, claim: &Claim) -> Result<Happened, StoreError> {
        if let Some(earlier) = claim.earlier
            && !(claim.unwanted.is_none() && self.nonce_holds(earlier))
            && let Some(happened) = self.look(claim, earlier).await?
        {
            return Ok(happened);
        }
        let message = match self.message(claim).await? {
            Ok(message) => message,
            Err(why) => return self.skip(claim, why).await,
        };
        let occurrence = claim.occurrence.id;
        self.store.tried(claim, self.clock.now(), self.options.lease).await?;
        match self.sender.send(claim.occurrence.channel, &message, occurrence).await {
            Ok(message) => {
                self.store.posted(claim, message).await?;
                Ok(Happened::Posted { occurrence, message, found: false })
            }
            Err(SendFault::Retry { after }) => self.put_back(claim, after, Sent::No, "retry").await,
            Err(SendFault::Uncertain | SendFault::Buried) => {
                self.put_back(claim, Duration::ZERO, Sent::Perhaps, "answer-lost").await
            }
            Err(SendFault::Deleted) => self.skip(claim, reason::DELETED).await,
            Err(SendFault::Unsuitable { code }) => {
                let prompt = match claim.occurrence.key {
                    OccurrenceKey::Daily { .. } | OccurrenceKey::Extra { .. } => self.prompt(claim).await?,
                    _ => None,
                };
                let prompt = prompt.map(|prompt| prompt.id.as_str());
                tracing::error!(%occurrence, code, prompt, "Discord does not take this text: mend the content");
                self.store.failed(claim, &format!("refused:{code}")).await?;
                Ok(Happened::Refused { occurrence, code })
            }
            Err(SendFault::Refused { code }) => {
                self.store.refused(claim, code).await?;
                Ok(Happened::Refused { occurrence, code })
            }
            Err(SendFault::Stop) => {
                // A try before the refused one may have arrived.
                self.put_back(claim, self.options.lease, Sent::Perhaps, "token-refused").await?;
                Ok(Happened::Stop)
            }
        }
    }

    /// Whether sending it again is harmless, because Discord still knows the first.
    fn nonce_holds(&self, earlier: EarlierTry) -> bool {
        // A clock that was set back makes a negative age, of which nothing follows.
        let age = Duration::try_from(self.clock.now().duration_since(earlier.first_at));
        earlier.by == TriedBy::Message && age.is_ok_and(|age| age <= self.options.nonce_window)
    }

    /// Looks for what an earlier holder may have sent. `None` where it is certainly not there and may be sent now.
    async fn look(&self, claim: &Claim, earlier: EarlierTry) -> Result<Option<Happened>, StoreError> {
        let occurrence = claim.occurrence.id;
        let since = earlier.first_at.checked_sub(CLOCKS_APART).unwrap_or(earlier.first_at);
        match self.sender.find_mark(claim.occurrence.channel, occurrence, since).await {
            Ok(Some(message)) => {
                self.store.posted(claim, message).await?;
                Ok(Some(Happened::Posted { occurrence, message, found: true }))
            }
            Ok(None) => {
                let Some(why) = claim.unwanted else { return Ok(None) };
                self.store.given_up(claim, why).await?;
                Ok(Some(Happened::Skipped { occurrence, why: why.to_owned() }))
            }
            Err(SendFault::Retry { after }) => {
                self.put_back(claim, after, Sent::Perhaps, "look-failed").await.map(Some)
            }
            Err(SendFault::Uncertain) => {
                self.put_back(claim, Duration::ZERO, Sent::Perhaps, "look-failed").await.map(Some)
            }
            Err(SendFault::Buried | SendFault::Deleted) => {
                self.store.hold_unknown(claim, "too-much-said").await?;
                Ok(Some(Happened::Unknown { occurrence }))
            }
            Err(SendFault::Refused { code } | SendFault::Unsuitable { code }) => {
                self.store.hold_unknown(claim, &format!("cannot-look:{code}")).await?;
                Ok(Some(Happened::Unknown { occurrence }))
            }
            Err(SendFault::Stop) => {
                self.put_back(claim, self.options.lease, Sent::Perhaps, "token-refused").await?;
                Ok(Some(Happened::Stop))
            }
        }
    }

    async fn skip(&self, claim: &Claim, why: &str) -> Result<Happened, StoreError> {
        self.store.skipped(claim, why).await?;
        Ok(Happened::Skipped { occurrence: claim.occurrence.id, why: why.to_owned() })
    }

    async fn put_back(&self, claim: &Claim, after: Duration, sent: Sent, why: &str) -> Result<Happened, StoreError> {
        let tries = u32::try_from(claim.occurrence.attempts).unwrap_or(u32::MAX);
        let rest = FIRST_REST.saturating_mul(2_u32.saturating_pow(tries)).min(LONGEST_REST).max(after);
        let until = self.clock.now().checked_add(rest).unwrap_or(Timestamp::MAX);
        self.store.put_back(claim, until, sent, why).await?;
        Ok(Happened::PutBack { occurrence: claim.occurrence.id, until })
    }

    /// The message of an occurrence, or why there is none to send.
    async fn message(&self, claim: &Claim) -> Result<Result<CreateMessage, &'static str>, StoreError> {
        let occurrence = claim.occurrence.id;
        let card = match claim.occurrence.key {
            OccurrenceKey::Daily { .. } | OccurrenceKey::Extra { .. } => match self.prompt(claim).await? {
                Some(prompt) => messages::daily_prompt(&self.library, prompt, occurrence),
                None => return Ok(Err("no-prompt")),
            },
            OccurrenceKey::Hello { .. } => messages::hello(occurrence),
            OccurrenceKey::Introduction { guild, .. } => {
                let thanks = self.store.guild(guild).await?.is_none_or(|guild| guild.thanks);
                messages::introduction(occurrence, thanks)
            }
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

    /// The prompt of an occurrence: fixed at the first asking, so that a takeover sends the same one. A server's own
    /// id is the rotation's seed.
    async fn prompt(&self, claim: &Claim) -> Result<Option<&crate::content::Prompt>, StoreError> {
        let find = |id: &str| self.library.prompts.iter().find(|prompt| prompt.id == id);
        let choose = |history: &[crate::store::PromptUse]| {
            let used = history.iter().map(|used| (used.prompt.as_str(), used.cycle));
            next_in(&self.library, used, claim.occurrence.guild.get()).map(|choice| (choice.prompt_id, choice.cycle))
        };
        let chosen = self.store.choose_prompt(claim, self.clock.now(), |id| find(id).is_some(), choose).await?;
        Ok(chosen.as_deref().and_then(find))
    }
}

/// One line for the operator, where there is something to say.
fn log(happened: &Happened) {
    match happened {
        Happened::Nothing => {}
        Happened::Posted { occurrence, message, found } => {
            tracing::info!(%occurrence, %message, found, "posted");
        }
        Happened::Skipped { occurrence, why } => tracing::info!(%occurrence, why, "skipped"),
        Happened::PutBack { occurrence, until } => tracing::warn!(%occurrence, %until, "not sent yet; trying again"),
        Happened::Refused { occurrence, code } => tracing::warn!(%occurrence, code, "refused by Discord"),
        Happened::Unknown { occurrence } => {
            tracing::error!(%occurrence, "perhaps posted, and the channel cannot be looked through: held");
        }
        Happened::TakenOver { occurrence } => tracing::info!(%occurrence, "taken over by another process"),
        Happened::Stop => tracing::error!("Discord does not accept the token: posting stops"),
        Happened::StoreFailed(error) => tracing::error!(%error, "the store failed; posting waits"),
    }
}
