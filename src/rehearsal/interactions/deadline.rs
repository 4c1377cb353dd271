//! The three seconds of an interaction, and the wait until everything has settled.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::book::{FIRST_ANSWER, Stage};
use crate::clock::Alarm;
use crate::rehearsal::events::Event;
use crate::rehearsal::gateway::{Behind, GatewayControl};
use crate::rehearsal::stand_in::{Shared, StandIn};
use crate::rehearsal::world::InteractionId;

/// Something was still going on when the patience of [`StandIn::settled`] ran out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSettled {
    /// Requests of the bot were being answered.
    #[error("{0} requests are still being answered")]
    Requests(usize),
    /// Somebody waits for an answer.
    #[error("nobody has answered the interactions {0:?} yet")]
    Interactions(Vec<InteractionId>),
    /// A client has not come back or not caught up.
    #[error(transparent)]
    Gateway(Behind),
    /// Something new happened at each look.
    #[error("it does not come to rest")]
    Restless,
}

/// Declares the interaction unanswered when three seconds of the calendar have gone by, or the options' real time.
pub(super) fn watch(shared: &Arc<Shared>, id: InteractionId) {
    let shared = Arc::clone(shared);
    let Some(at) = shared.world.with(|world| world.interactions.get(id).map(|record| record.at)) else { return };
    let mut alarm = Alarm::new(&shared.options.clock);
    tokio::spawn(async move {
        let answered = until(&shared, shared.options.answer_within, |shared| {
            shared.world.with(|world| world.interactions.get(id).is_none_or(|record| record.stage != Stage::Waiting))
        });
        tokio::select! {
            _ = alarm.wait(at.checked_add(FIRST_ANSWER).ok()) => {}
            _ = answered => {}
        }
        shared.world.with(|world| {
            let waiting = world.interactions.get(id).filter(|record| record.stage == Stage::Waiting);
            if let Some(to) = waiting.map(|record| record.user) {
                world.interactions.turn(id, Stage::Unanswered, None);
                world.happened(Event::Unanswered { interaction: id, to });
            }
        });
    });
}

/// Returns true when `so`, asked again after every change of an interaction; false after `patience` of real time.
async fn until(shared: &Arc<Shared>, patience: Duration, so: impl Fn(&Shared) -> bool) -> bool {
    let changed = shared.world.with(|world| Arc::clone(&world.interactions.changed));
    let wait = async {
        loop {
            let change = changed.notified();
            tokio::pin!(change);
            // Registered before the look, so that a change between the two is not missed.
            change.as_mut().enable();
            if so(shared) {
                return;
            }
            change.await;
        }
    };
    tokio::time::timeout(patience, wait).await.is_ok()
}

impl StandIn {
    /// Returns when nothing is going on: no request of the bot is being answered, every interaction is answered or its
    /// time is over, and every client has read its events; and all this twice in a row with nothing new in between.
    ///
    /// A bot that is "thinking" is waited for, but no longer than one may take for a first answer.
    ///
    /// # Errors
    /// [`NotSettled`] where that is not so within `patience` of real time.
    pub async fn settled(&self, patience: Duration) -> Result<(), NotSettled> {
        let end = Instant::now() + patience;
        let left = || end.saturating_duration_since(Instant::now());
        let gateway = GatewayControl::new(self.shared.gateway.clone());
        let mut last_look = None;
        loop {
            if !self.shared.in_flight.idle(left()).await {
                return Err(NotSettled::Requests(self.shared.in_flight.now()));
            }
            self.answered(end).await?;
            gateway.barrier(left()).await.map_err(NotSettled::Gateway)?;
            let calm = self.shared.in_flight.now() == 0 && self.open().is_empty();
            let look = calm.then(|| (self.shared.in_flight.ever(), self.shared.log.len()));
            if look.is_some() && look == last_look {
                return Ok(());
            }
            last_look = look;
            if left().is_zero() {
                return Err(NotSettled::Restless);
            }
        }
    }

    fn open(&self) -> Vec<InteractionId> {
        self.shared.world.with(|world| world.interactions.open(self.shared.options.answer_within))
    }

    /// Returns when nobody waits for an answer any more.
    async fn answered(&self, end: Instant) -> Result<(), NotSettled> {
        loop {
            let left = end.saturating_duration_since(Instant::now());
            // A bot that thinks for too long stops being waited for without any change: the wait looks up now and then.
            let nap = left.min(Duration::from_millis(50));
            if until(&self.shared, nap, |_| self.open().is_empty()).await {
                return Ok(());
            }
            if left.is_zero() {
                return Err(NotSettled::Interactions(self.open()));
            }
        }
    }
}
