//! One step: do the next due thing, and say what happened.
//!
//! A row is claimed by a short write, the message is sent, the outcome is recorded by another short write; nothing is
//! open in the database while the network is slow. What a crash leaves behind is a claim whose lease runs out. Whoever
//! takes it over knows from the row whether the message may have been sent, and makes sure before sending it again: by
//! the same nonce while Discord still remembers it, after that by looking for the row's own mark in the channel.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use super::happened::{Happened, log};
use super::sender::Sender;
use crate::clock::{Alarm, Clock};
use crate::content::Library;
use crate::store::{Next, Store, StoreError};

/// The longest rest where another process can write into the store, whose bell is not heard here.
const SHARED_REST: Duration = Duration::from_secs(60);
/// The rest after the store failed.
const STORE_REST: SignedDuration = SignedDuration::from_secs(5);

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
    pub(super) store: Store,
    pub(super) library: Arc<Library>,
    pub(super) sender: Arc<dyn Sender>,
    pub(super) clock: Clock,
    pub(super) options: EngineOptions,
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
}
