//! Words that a server keeps for a settable time only: the recognition stays counted, and what was written goes. What a
//! steward was asked to look at, and with which words, stays until that is decided, or for [`days_held`]. What a private message
//! will say stays until that is sent, or ends, for [`MOST_DAYS_TO_TELL`] at most: it would be all that somebody hears of it.

use jiff::{SignedDuration, Timestamp};
use serenity::model::id::GuildId;

use super::connection::in_transaction;
use super::erasing::owe_scrub;
use super::{Store, StoreError};
use crate::recognition::{LEAST_DAYS_KEPT, MOST_DAYS_TO_TELL, days_held};

/// Of which recognitions, the first of their chains, a report of server `$1` is open that came at the instant of the place or
/// later.
macro_rules! looked_at {
    ($since:literal) => {
        concat!(
            "(SELECT COALESCE(q.first_id, q.id) FROM report t JOIN recognition q ON q.id = t.recognition_id \
             WHERE t.guild_id = $1 AND t.closed_at IS NULL AND t.reported_at >= ",
            $since,
            ")"
        )
    };
}

/// Whether a recognition `r` of server `$1` is what a private message will say that is owed since the instant of the place or
/// later: as it is today, and not with the words of before.
macro_rules! to_be_told {
    ($since:literal) => {
        concat!(
            "(COALESCE(r.first_id, r.id) IN (SELECT o.subject FROM occurrence o WHERE o.guild_id = $1 \
             AND o.kind = 'private-thanks' AND o.state IN ('due', 'claimed') AND o.due_at >= ",
            $since,
            ") AND NOT EXISTS (SELECT 1 FROM reversal v WHERE v.recognition_id = r.id))"
        )
    };
}

/// What goes after its time in a server `$1`.
struct Old {
    /// The ids of what is older than `$2`, `$3` at most.
    find: &'static str,
    /// Deletes one of them, `$2`, where that still holds.
    delete: &'static str,
    /// Of how many of the instants of [`Held`], in their order, both depend on, in the places after those.
    held: usize,
}

/// Since when something holds what is old: a report, and a private message.
type Held = [i64; 2];

/// The words of recognition, and what was said about it.
const OLD: [Old; 3] = [
    Old {
        find: concat!(
            "SELECT w.recognition_id FROM recognition_words w JOIN recognition r ON r.id = w.recognition_id \
             WHERE r.guild_id = $1 AND r.given_at < $2 AND COALESCE(r.first_id, r.id) NOT IN ",
            looked_at!("$4"),
            " AND NOT ",
            to_be_told!("$5"),
            " ORDER BY w.recognition_id LIMIT $3"
        ),
        delete: concat!(
            "DELETE FROM recognition_words WHERE recognition_id IN (SELECT r.id FROM recognition r \
             WHERE r.id = $2 AND r.guild_id = $1 AND COALESCE(r.first_id, r.id) NOT IN ",
            looked_at!("$3"),
            " AND NOT ",
            to_be_told!("$4"),
            ")"
        ),
        held: 2,
    },
    Old {
        find: "SELECT v.id FROM reversal v JOIN recognition r ON r.id = v.recognition_id \
               WHERE r.guild_id = $1 AND v.reversed_at < $2 AND v.reason IS NOT NULL ORDER BY v.id LIMIT $3",
        delete: "UPDATE reversal SET reason = NULL WHERE id = $2 \
                 AND recognition_id IN (SELECT r.id FROM recognition r WHERE r.guild_id = $1)",
        held: 0,
    },
    Old {
        find: "SELECT id FROM report WHERE guild_id = $1 AND reported_at < $2 AND words IS NOT NULL \
               AND (closed_at IS NOT NULL OR reported_at < $4) ORDER BY id LIMIT $3",
        delete: "UPDATE report SET words = NULL WHERE id = $2 AND guild_id = $1 \
                 AND (closed_at IS NOT NULL OR reported_at < $3)",
        held: 1,
    },
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
            let days = u32::try_from(days).unwrap_or(u32::MAX).max(LEAST_DAYS_KEPT);
            let before = days_before(now, days);
            let held = [days_before(now, days_held(days)), days_before(now, MOST_DAYS_TO_TELL)];
            for old in OLD {
                // Looked for outside of the transaction, so that nobody waits for it. What is old stays old.
                let find = sqlx::query_scalar(old.find).bind(guild).bind(before).bind(most);
                let find = held.iter().take(old.held).fold(find, |find, since| find.bind(since));
                let found: Vec<i64> = find.fetch_all(&self.shared.pool).await?;
                deleted += self.delete_these(&old, (guild, held), &found).await?;
            }
        }
        Ok(Some(deleted))
    }

    async fn delete_these(&self, old: &Old, (guild, held): (i64, Held), found: &[i64]) -> Result<u64, StoreError> {
        if found.is_empty() {
            return Ok(0);
        }
        in_transaction!(self.shared, |connection| {
            let mut deleted = 0;
            for id in found {
                let delete = sqlx::query(old.delete).bind(guild).bind(id);
                let delete = held.iter().take(old.held).fold(delete, |delete, since| delete.bind(since));
                deleted += delete.execute(&mut *connection).await?.rows_affected();
            }
            owe_scrub(&self.shared, connection).await?;
            Ok(deleted)
        })
    }
}

/// So many days before that instant, in milliseconds.
fn days_before(now: Timestamp, days: u32) -> i64 {
    let kept = DAY.saturating_mul(i32::try_from(days).unwrap_or(i32::MAX));
    now.checked_sub(kept).unwrap_or(Timestamp::MIN).as_millisecond()
}
