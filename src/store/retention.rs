//! Words that a server keeps for a settable time only: the recognition stays counted, and what was written goes.

use jiff::{SignedDuration, Timestamp};
use serenity::model::id::GuildId;

use super::connection::in_transaction;
use super::erasing::owe_scrub;
use super::{Store, StoreError};

/// The words of recognition, and what was said about it, older than `$2` in the server `$1`: `$3` at most.
const OLD: [(&str, &str); 3] = [
    (
        "SELECT w.recognition_id FROM recognition_words w JOIN recognition r ON r.id = w.recognition_id \
         WHERE r.guild_id = $1 AND r.given_at < $2 ORDER BY w.recognition_id LIMIT $3",
        "DELETE FROM recognition_words WHERE recognition_id = $1",
    ),
    (
        "SELECT v.id FROM reversal v JOIN recognition r ON r.id = v.recognition_id \
         WHERE r.guild_id = $1 AND v.reversed_at < $2 AND v.reason IS NOT NULL ORDER BY v.id LIMIT $3",
        "UPDATE reversal SET reason = NULL WHERE id = $1",
    ),
    (
        "SELECT id FROM report WHERE guild_id = $1 AND reported_at < $2 AND words IS NOT NULL ORDER BY id LIMIT $3",
        "UPDATE report SET words = NULL WHERE id = $1",
    ),
];

const DAY: SignedDuration = SignedDuration::from_hours(24);

impl Store {
    /// After how many days a server deletes the words of recognition; `None` where it keeps them.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn words_kept_days(&self, guild: GuildId) -> Result<Option<i64>, StoreError> {
        let days: Option<Option<i64>> =
            sqlx::query_scalar("SELECT words_kept_days FROM recognition_option WHERE guild_id = $1")
                .bind(guild.get().cast_signed())
                .fetch_optional(&self.shared.pool)
                .await?;
        Ok(days.flatten())
    }

    /// Deletes words that were kept for long enough, `most` in each server at most, and says how many. `None` where no
    /// server wants that. The files are to be scrubbed then ([`Store::scrub`]).
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn delete_old_words(&self, now: Timestamp, most: i64) -> Result<Option<u64>, StoreError> {
        let servers: Vec<(i64, i64)> = sqlx::query_as(
            "SELECT guild_id, words_kept_days FROM recognition_option WHERE words_kept_days IS NOT NULL",
        )
        .fetch_all(&self.shared.pool)
        .await?;
        if servers.is_empty() {
            return Ok(None);
        }
        let mut deleted = 0;
        for (guild, days) in servers {
            let kept = DAY.saturating_mul(i32::try_from(days.max(1)).unwrap_or(i32::MAX));
            let before = now.checked_sub(kept).unwrap_or(Timestamp::MIN).as_millisecond();
            for (old, delete) in OLD {
                // Looked for outside of the transaction, so that nobody waits for it. What is old stays old.
                let found: Vec<i64> =
                    sqlx::query_scalar(old).bind(guild).bind(before).bind(most).fetch_all(&self.shared.pool).await?;
                deleted += self.delete_these(delete, &found).await?;
            }
        }
        Ok(Some(deleted))
    }

    async fn delete_these(&self, delete: &'static str, found: &[i64]) -> Result<u64, StoreError> {
        if found.is_empty() {
            return Ok(0);
        }
        in_transaction!(self.shared, |connection| {
            let mut deleted = 0;
            for id in found {
                deleted += sqlx::query(delete).bind(id).execute(&mut *connection).await?.rows_affected();
            }
            owe_scrub(&self.shared, connection).await?;
            Ok(deleted)
        })
    }
}
