//! Small things that outlive a process: which contrasts a server has seen, and what Discord was told of the commands.

use jiff::Timestamp;
use serenity::model::id::{ApplicationId, GuildId};

use super::{Store, StoreError};

impl Store {
    /// A server has seen a contrast.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn contrast_seen(&self, _guild: GuildId, _contrast: &str, _now: Timestamp) -> Result<(), StoreError> {
        todo!()
    }

    /// Of the contrasts in `among`, the one that the server has not seen for the longest; one never seen comes first,
    /// in the order given. `None` only where `among` is empty.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn least_recently_seen<'a>(
        &self,
        _guild: GuildId,
        _among: &[&'a str],
    ) -> Result<Option<&'a str>, StoreError> {
        todo!()
    }

    /// The hash of the commands that Discord knows of this application, where it was recorded.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn command_hash(&self, _application: ApplicationId) -> Result<Option<String>, StoreError> {
        todo!()
    }

    /// Records the hash of the commands that Discord was told.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn set_command_hash(&self, _application: ApplicationId, _hash: &str) -> Result<(), StoreError> {
        todo!()
    }
}
