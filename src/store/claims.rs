//! The way of an occurrence: owed, claimed, tried, recorded.

use std::time::Duration;

use jiff::Timestamp;
use serenity::model::id::MessageId;

use super::{Claim, NewOccurrence, Next, Occurrence, PromptUse, Sent, Store, StoreError};

impl Store {
    /// Adds an occurrence, or finds the one with the same key. True where it is new.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn add_occurrence(&self, _new: NewOccurrence, _now: Timestamp) -> Result<bool, StoreError> {
        todo!()
    }

    /// Claims what has been due the longest, for `lease`: schedules that have come round, what was put back, and
    /// what another holder's lease has run out on. A date of a schedule that is later than `grace` is recorded as
    /// skipped, and at most one late date a schedule is posted.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn claim_due(&self, _now: Timestamp, _lease: Duration, _grace: Duration) -> Result<Next, StoreError> {
        todo!()
    }

    /// The next instant at which [`Store::claim_due`] could find something.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        todo!()
    }

    /// Fixes the prompt of a claimed occurrence: the one that was chosen before, else what `choose` picks after it
    /// has seen all that the server has had (oldest first). `None` where `choose` picks none.
    ///
    /// # Errors
    /// [`StoreError::NotHolder`], or where the store fails.
    pub async fn choose_prompt(
        &self,
        _claim: &Claim,
        _now: Timestamp,
        _choose: impl Fn(&[PromptUse]) -> Option<(String, i64)> + Send + Sync,
    ) -> Result<Option<String>, StoreError> {
        todo!()
    }

    /// Records that a message is about to be sent, before it is: from now on it may be in the channel. Renews the
    /// lease.
    ///
    /// # Errors
    /// [`StoreError::NotHolder`], or where the store fails.
    pub async fn tried(&self, _claim: &Claim, _now: Timestamp, _lease: Duration) -> Result<(), StoreError> {
        todo!()
    }

    /// Records that it is in the channel.
    ///
    /// # Errors
    /// [`StoreError::NotHolder`], or where the store fails.
    pub async fn posted(&self, _claim: &Claim, _message: MessageId) -> Result<(), StoreError> {
        todo!()
    }

    /// Gives it back, to be claimed again from `retry_at` on.
    ///
    /// # Errors
    /// [`StoreError::NotHolder`], or where the store fails.
    pub async fn put_back(
        &self,
        _claim: &Claim,
        _retry_at: Timestamp,
        _sent: Sent,
        _reason: &str,
    ) -> Result<(), StoreError> {
        todo!()
    }

    /// Records that it may be in the channel and nobody can look: nothing is sent any more.
    ///
    /// # Errors
    /// [`StoreError::NotHolder`], or where the store fails.
    pub async fn hold_unknown(&self, _claim: &Claim, _reason: &str) -> Result<(), StoreError> {
        todo!()
    }

    /// Records that it will not be posted.
    ///
    /// # Errors
    /// [`StoreError::NotHolder`], or where the store fails.
    pub async fn skipped(&self, _claim: &Claim, _reason: &str) -> Result<(), StoreError> {
        todo!()
    }

    /// Records that Discord refused it for good, with Discord's error code. A daily prompt's schedule pauses, with
    /// [`super::PauseReason::Refused`].
    ///
    /// # Errors
    /// [`StoreError::NotHolder`], or where the store fails.
    pub async fn refused(&self, _claim: &Claim, _code: u32, _now: Timestamp) -> Result<(), StoreError> {
        todo!()
    }

    /// The occurrences of a schedule, latest first, at most `most`.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn recent_occurrences(&self, _schedule: super::Id, _most: u32) -> Result<Vec<Occurrence>, StoreError> {
        todo!()
    }
}
