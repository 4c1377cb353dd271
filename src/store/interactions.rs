//! Which of several processes has the effect of an interaction.
//!
//! Processes on one shard all receive every interaction. Most effects have a key of their own and happen once by it; one
//! that depends on what it finds (`/schedule skip` leaves out the *next* date) would happen once for each of them.

use std::time::Duration;

use jiff::Timestamp;
use serenity::model::id::InteractionId;

use super::connection::in_transaction;
use super::{Store, StoreError};

/// For how long it is remembered. Discord brings an interaction again within minutes or not at all: its token lives
/// fifteen.
const REMEMBERED: Duration = Duration::from_secs(60 * 60);

impl Store {
    /// Takes an interaction, whose effect is the caller's from then on. False where somebody took it before.
    ///
    /// # Errors
    /// Where the store fails; nobody has taken it then, as far as can be told.
    pub async fn take_interaction(&self, interaction: InteractionId, now: Timestamp) -> Result<bool, StoreError> {
        // Tells a row of this very call from another's: its commit may have worked without an answer.
        let holder = self.shared.ids.next(now).get();
        let id = interaction.get().cast_signed();
        in_transaction!(self.shared, |connection| {
            let over = now.checked_sub(REMEMBERED).unwrap_or(Timestamp::MIN);
            sqlx::query("DELETE FROM interaction WHERE taken_at < $1")
                .bind(over.as_millisecond())
                .execute(&mut *connection)
                .await?;
            sqlx::query(
                "INSERT INTO interaction (id, holder, taken_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING",
            )
            .bind(id)
            .bind(holder)
            .bind(now.as_millisecond())
            .execute(&mut *connection)
            .await?;
            let held_by: i64 = sqlx::query_scalar("SELECT holder FROM interaction WHERE id = $1")
                .bind(id)
                .fetch_one(connection)
                .await?;
            Ok(held_by == holder)
        })
    }
}
