//! What a schedule does besides posting at its time, as its posts ask for it.

use serenity::model::id::{ChannelId, GuildId};

use super::schedule_rows::ScheduleRow;
use super::{Id, ScheduleOptions, Store, StoreError};

impl Store {
    /// What a schedule does besides, at this moment; of a removed one, what it did. `None` where there never was one.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn options_of(&self, schedule: Id) -> Result<Option<ScheduleOptions>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let row = ScheduleRow::find(&mut connection, schedule.get()).await?;
        row.as_ref().map(ScheduleRow::options).transpose()
    }

    /// Whether a channel of a server is a forum, as the schedules that post there know it.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn is_forum(&self, guild: GuildId, channel: ChannelId) -> Result<bool, StoreError> {
        let known: i64 =
            sqlx::query_scalar("SELECT COUNT(*) FROM schedule WHERE guild_id = $1 AND channel_id = $2 AND forum = 1")
                .bind(guild.get().cast_signed())
                .bind(channel.get().cast_signed())
                .fetch_one(&self.shared.pool)
                .await?;
        Ok(known > 0)
    }
}
