//! An occurrence that somebody is about to answer an interaction with: written already claimed, by whoever answers.

use std::time::Duration;

use jiff::Timestamp;
use sqlx::AnyConnection;

use super::connection::Fault;
use super::rows::id;
use super::{Claim, Id, NewOccurrence, Occurrence, OccurrenceState, Store, TriedBy};

impl Store {
    /// A new row, held by the caller. Its key is not there yet.
    pub(super) async fn owe_by_answer(
        &self,
        connection: &mut AnyConnection,
        owed: &NewOccurrence,
        at: Timestamp,
        lease: Duration,
    ) -> Result<Claim, Fault> {
        let inserted = self.insert_occurrence(connection, owed, at).await?;
        self.hold_by_answer(connection, id(inserted.unwrap_or_default())?, owed, at, lease).await
    }

    /// The row with that id, held by the caller from now on, as if it had never been tried before.
    pub(super) async fn hold_by_answer(
        &self,
        connection: &mut AnyConnection,
        occurrence: Id,
        owed: &NewOccurrence,
        at: Timestamp,
        lease: Duration,
    ) -> Result<Claim, Fault> {
        let token = self.shared.ids.next(at).get();
        let lease_until = at.checked_add(lease).unwrap_or(Timestamp::MAX);
        sqlx::query(
            "UPDATE occurrence SET state = 'claimed', claim = $1, ready_at = $2, attempts = 1, first_tried_at = $3, \
             tried_by = $4, channel_id = $5, due_at = $3, reason = NULL WHERE id = $6",
        )
        .bind(token)
        .bind(lease_until.as_millisecond())
        .bind(at.as_millisecond())
        .bind(TriedBy::Answer.written())
        .bind(owed.channel.get().cast_signed())
        .bind(occurrence.get())
        .execute(connection)
        .await?;
        Ok(Claim {
            occurrence: Occurrence {
                id: occurrence,
                key: owed.key,
                guild: owed.guild,
                channel: owed.channel,
                due_at: at,
                state: OccurrenceState::Claimed,
                content: None,
                attempts: 1,
                reason: None,
            },
            claimed_at: at,
            earlier: None,
            unwanted: None,
            token,
        })
    }
}
