//! What is done where nothing is to be posted: servers that the bot was removed from long enough ago are erased, and the
//! database's files are scrubbed of what was erased.
//!
//! Both ask more of a database than a post does: room for a second file, and nobody who reads. So what fails here is let
//! be for an hour, and no post waits for it.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

use super::engine::Engine;
use super::happened::Happened;
use crate::store::StoreError;

/// After a failure, this long passes before the next try.
const REST: Duration = Duration::from_secs(60 * 60);

/// After the files were scrubbed, this long passes before they are again: whoever writes and deletes all the time holds
/// nobody up.
const BETWEEN_SCRUBS: Duration = Duration::from_secs(10 * 60);

/// Something that is let be for a while after it failed, or was done.
#[derive(Default)]
pub(super) struct Upkeep(Mutex<Option<Timestamp>>);

impl Upkeep {
    /// When it is to be tried again, where it is let be: not further away than the whole rest, whatever the
    /// clock has shown since.
    fn again(&self, now: Timestamp) -> Option<Timestamp> {
        let again = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        again.map(|again| if again > rested(now, REST) { now } else { again })
    }

    fn rests(&self, now: Timestamp) -> bool {
        self.again(now).is_some_and(|again| now < again)
    }

    fn note(&self, rest: Option<Duration>, now: Timestamp) {
        let again = rest.map(|rest| rested(now, rest));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = again;
    }
}

fn rested(now: Timestamp, rest: Duration) -> Timestamp {
    now.checked_add(rest).unwrap_or(Timestamp::MAX)
}

impl Engine {
    /// Erases one server, if one is kept for long enough. Where none is (any more), the files are scrubbed.
    pub(super) async fn erase(&self) -> Happened {
        let now = self.clock.now();
        if !self.erasing.rests(now) {
            let erased = self.store.erase_next(now, self.options.keep_after_removal).await;
            self.erasing.note(erased.is_err().then_some(REST), now);
            match erased {
                Ok(Some(guild)) => return Happened::Erased { guild },
                Ok(None) => {}
                Err(error) => {
                    tracing::warn!(cause = %error, "a server's data could not be erased; trying again in an hour");
                }
            }
        }
        self.scrub(now).await;
        Happened::Nothing
    }

    async fn scrub(&self, now: Timestamp) {
        if self.scrubbing.rests(now) {
            return;
        }
        let scrubbed = self.store.scrub().await;
        let rest = match &scrubbed {
            Ok(true) => Some(BETWEEN_SCRUBS),
            Ok(false) => None,
            Err(_) => Some(REST),
        };
        self.scrubbing.note(rest, now);
        match scrubbed {
            Ok(true) => tracing::info!("wrote the database's files anew, without what was erased"),
            Ok(false) => {}
            Err(error) => {
                tracing::warn!(cause = %error, "what was erased is still in the database's files; trying again in an hour");
            }
        }
    }

    /// When something is to be erased or scrubbed.
    pub(super) async fn next_upkeep(&self) -> Result<Option<Timestamp>, StoreError> {
        let now = self.clock.now();
        let erasure = match self.erasing.again(now) {
            Some(again) => Some(again),
            None => self.store.next_erasure(self.options.keep_after_removal).await?,
        };
        Ok(erasure.into_iter().chain(self.scrubbing.again(now)).min())
    }
}
