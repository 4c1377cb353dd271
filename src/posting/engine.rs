//! One step: do the next due thing, and say what happened.
//!
//! A row is claimed by a short write, the message is sent, the outcome is recorded by another short write; nothing is
//! open in the database while the network is slow. What a crash leaves behind is a claim whose lease runs out. Whoever
//! takes it over knows from the row whether the message may have been sent, and makes sure before sending it again, by
//! looking for the row's own mark in the channel. Only the process that made the first try itself, and has not died since,
//! knows how long ago that was, and trusts the nonce alone while Discord remembers it.

use std::sync::Arc;
use std::time::Duration;

use super::erasing::Upkeep;
use super::happened::Happened;
use super::sender::Sender;
use super::tries::Tries;
use crate::clock::Clock;
use crate::content::Library;
use crate::store::{Change, Claim, Kind, Next, Store, StoreError};
use serenity::model::id::ChannelId;

/// The engine's patience; all of it is the calendar's time.
#[derive(Clone, Copy, Debug)]
pub struct EngineOptions {
    /// After this long, a claim may be taken over.
    pub lease: Duration,
    /// For this long after the first try, Discord is trusted to know the nonce.
    pub nonce_window: Duration,
    /// A date that is later than this is not posted any more.
    pub late_grace: Duration,
    /// For this long after the bot was removed from a server, all that is kept of it is kept; then it is erased.
    pub keep_after_removal: Duration,
    /// How long to rest at most where nothing is due: another process may have left something behind. `None` decides by
    /// the store: a minute where it is a server, for ever where it is a file.
    pub longest_rest: Option<Duration>,
    /// How many posts [`Engine::run`] has in hand at once; none is none but one. At Discord's 50 requests a second and
    /// some 200 ms for an answer, ten keep the pace.
    pub hands: usize,
}

impl Default for EngineOptions {
    fn default() -> Self {
        Self {
            lease: Duration::from_secs(60),
            // Discord's document says 'the past few minutes'.
            nonce_window: Duration::from_secs(3 * 60),
            late_grace: Duration::from_secs(6 * 60 * 60),
            keep_after_removal: Duration::from_secs(30 * 24 * 60 * 60),
            longest_rest: None,
            hands: 16,
        }
    }
}

/// What is in hand: a post, or a message that is to be changed.
pub(super) enum Work {
    Post(Box<Claim>),
    Change(Box<Change>),
}

impl Work {
    pub(super) fn channel(&self) -> ChannelId {
        match self {
            Self::Post(claim) => claim.occurrence.channel,
            Self::Change(change) => change.occurrence.channel,
        }
    }

    pub(super) fn is_daily(&self) -> bool {
        matches!(self, Self::Post(claim) if claim.occurrence.key.kind() == Kind::Daily)
    }
}

/// The posting engine. Several may share one store, in one process or many.
pub struct Engine {
    pub(super) store: Store,
    pub(super) library: Arc<Library>,
    pub(super) sender: Arc<dyn Sender>,
    pub(super) clock: Clock,
    pub(super) options: EngineOptions,
    pub(super) tries: Tries,
    pub(super) erasing: Upkeep,
    pub(super) forgetting: Upkeep,
    pub(super) scrubbing: Upkeep,
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
        let tries = Tries::default();
        let [erasing, forgetting, scrubbing] = [Upkeep::default(), Upkeep::default(), Upkeep::default()];
        Self { store, library, sender, clock, options, tries, erasing, forgetting, scrubbing }
    }

    /// Does the next due thing and says what happened. Several may be at it side by side: each does another thing.
    pub async fn step(&self) -> Happened {
        match self.claim().await {
            Ok(work) => self.carry(&work).await,
            Err(happened) => happened,
        }
    }

    /// The first half of a step: the next due thing is ours.
    ///
    /// # Errors
    /// What happened instead.
    pub(super) async fn claim(&self) -> Result<Work, Happened> {
        match self.store.claim_due(self.clock.now(), self.options.lease, self.options.late_grace).await {
            Ok(Next::Nothing) => match self.store.claim_change(self.clock.now(), self.options.lease).await {
                Ok(Some(change)) => Ok(Work::Change(change)),
                Ok(None) => Err(self.erase().await),
                Err(error) => Err(Happened::StoreFailed(error)),
            },
            Ok(Next::Skipped(skipped)) => {
                Err(Happened::Skipped { occurrence: skipped.id, why: skipped.reason.unwrap_or_default() })
            }
            Ok(Next::Claimed(claim)) => Ok(Work::Post(claim)),
            Err(error) => Err(Happened::StoreFailed(error)),
        }
    }

    /// The second half: it is brought to its end.
    pub(super) async fn carry(&self, work: &Work) -> Happened {
        let claim = match work {
            Work::Post(claim) => claim,
            Work::Change(change) => return self.change(change).await.unwrap_or_else(Happened::StoreFailed),
        };
        let occurrence = claim.occurrence.id;
        let happened = self.deliver(claim).await.unwrap_or_else(|error| match error {
            StoreError::NotHolder => Happened::TakenOver { occurrence },
            error => Happened::StoreFailed(error),
        });
        if happened.is_an_end() {
            self.tries.forget(occurrence);
        }
        happened
    }
}
