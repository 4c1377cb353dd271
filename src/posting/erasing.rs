//! What is done where nothing is to be posted: servers that the bot was removed from long enough ago are erased, words that
//! a server keeps for a time only are deleted after it, and the database's files are scrubbed of what was erased.
//!
//! All of it asks more of a database than a post does: room for a second file, and nobody who reads. So what fails here is let
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

/// Words that are old are looked for so often.
const BETWEEN_LOOKS: Duration = Duration::from_secs(24 * 60 * 60);

/// So many are deleted at once in a server, and so often in a row before something else has its turn.
const A_BATCH: i64 = 200;
const BATCHES: u32 = 10;

/// The rest between two such rows.
const BREATH: Duration = Duration::from_secs(1);

/// Something that is let be for a while after it failed, or was done.
#[derive(Default)]
pub(super) struct Upkeep(Mutex<Option<(Timestamp, Duration)>>);

impl Upkeep {
    /// When it is to be tried again, where it is let be: not further away than the whole rest, whatever the
    /// clock has shown since.
    fn again(&self, now: Timestamp) -> Option<Timestamp> {
        let again = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        again.map(|(again, rest)| if again > rested(now, rest) { now } else { again })
    }

    fn rests(&self, now: Timestamp) -> bool {
        self.again(now).is_some_and(|again| now < again)
    }

    fn note(&self, rest: Option<Duration>, now: Timestamp) {
        let again = rest.map(|rest| (rested(now, rest), rest));
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
        self.delete_old_words(now).await;
        self.scrub(now).await;
        Happened::Nothing
    }

    /// Deletes the words that servers wanted to keep for a time only. A server that has years of them has its turn again
    /// and again; posts go out in between.
    async fn delete_old_words(&self, now: Timestamp) {
        if self.forgetting.rests(now) {
            return;
        }
        for _ in 0..BATCHES {
            let rest = match self.store.delete_old_words(now, A_BATCH).await {
                Ok(Some(0)) => Some(BETWEEN_LOOKS),
                Ok(None) => None,
                Ok(Some(deleted)) => {
                    tracing::info!(deleted, "deleted words that were kept for as long as their server wanted");
                    continue;
                }
                Err(error) => {
                    tracing::warn!(cause = %error, "old words could not be deleted; trying again in an hour");
                    Some(REST)
                }
            };
            return self.forgetting.note(rest, now);
        }
        self.forgetting.note(Some(BREATH), now);
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

    /// When something is to be erased, deleted or scrubbed.
    pub(super) async fn next_upkeep(&self) -> Result<Option<Timestamp>, StoreError> {
        let now = self.clock.now();
        let erasure = match self.erasing.again(now) {
            Some(again) => Some(again),
            None => self.store.next_erasure(self.options.keep_after_removal).await?,
        };
        Ok(erasure.into_iter().chain(self.forgetting.again(now)).chain(self.scrubbing.again(now)).min())
    }
}
