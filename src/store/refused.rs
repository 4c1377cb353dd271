//! The schedules that wait until Discord takes their posts again, in all servers.

use jiff::Timestamp;
use serenity::model::id::GuildId;

use super::rows::{instant, snowflake};
use super::{PauseReason, Store, StoreError};

/// A schedule that is paused because a post was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its server.
    pub guild: GuildId,
    /// Discord's code.
    pub code: u32,
    /// Since when; the beginning of the calendar where nobody wrote it down.
    pub since: Timestamp,
    /// Before then nothing is tried by itself.
    pub rests_until: Option<Timestamp>,
}

impl Store {
    /// All of them, but for those of servers that the bot was removed from.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn refused_anywhere(&self) -> Result<Vec<Waiting>, StoreError> {
        let rows: Vec<(i64, String, Option<i64>, Option<i64>)> = sqlx::query_as(
            "SELECT s.guild_id, s.pause_reason, s.paused_at, s.probe_at FROM schedule s \
             JOIN guild g ON g.id = s.guild_id AND g.removed_at IS NULL \
             WHERE s.state = 'paused' AND s.pause_reason LIKE 'refused:%' ORDER BY s.id",
        )
        .fetch_all(&self.shared.pool)
        .await?;
        let mut all = Vec::new();
        for (guild, why, since, rests_until) in rows {
            let PauseReason::Refused(code) = PauseReason::read(&why) else { continue };
            all.push(Waiting {
                guild: snowflake(guild)?,
                code,
                since: instant(since.unwrap_or_default())?,
                rests_until: rests_until.map(instant).transpose()?,
            });
        }
        Ok(all)
    }
}
