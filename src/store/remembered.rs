//! Small things that outlive a process: which contrasts a server has seen, and what Discord was told of the commands.

use std::collections::HashMap;

use jiff::Timestamp;
use serenity::model::id::{ApplicationId, GuildId};

use super::connection::in_transaction;
use super::guilds::ensure;
use super::rows::plain;
use super::{Store, StoreError};

impl Store {
    /// A server has seen a contrast.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn contrast_seen(&self, guild: GuildId, contrast: &str, now: Timestamp) -> Result<(), StoreError> {
        in_transaction!(self.shared, |connection| {
            ensure(connection, guild, now).await?;
            sqlx::query(
                "INSERT INTO contrast_seen (guild_id, contrast, seen_at) VALUES ($1, $2, $3) \
                     ON CONFLICT (guild_id, contrast) DO UPDATE SET seen_at = excluded.seen_at",
            )
            .bind(guild.get().cast_signed())
            .bind(plain(contrast))
            .bind(now.as_millisecond())
            .execute(connection)
            .await?;
            Ok(())
        })
    }

    /// Of the contrasts in `among`, the one that the server has not seen for the longest; one never seen comes first,
    /// in the order given. `None` only where `among` is empty.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn least_recently_seen<'a>(
        &self,
        guild: GuildId,
        among: &[&'a str],
    ) -> Result<Option<&'a str>, StoreError> {
        let seen: Vec<(String, i64)> =
            sqlx::query_as("SELECT contrast, seen_at FROM contrast_seen WHERE guild_id = $1")
                .bind(guild.get().cast_signed())
                .fetch_all(&self.shared.pool)
                .await?;
        let seen: HashMap<String, i64> = seen.into_iter().collect();
        // Of equals, the first stays.
        Ok(among.iter().copied().min_by_key(|contrast| seen.get(*contrast).copied().unwrap_or(i64::MIN)))
    }

    /// The hash of the commands that Discord knows of this application, where it was recorded.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn command_hash(&self, application: ApplicationId) -> Result<Option<String>, StoreError> {
        Ok(sqlx::query_scalar("SELECT hash FROM command_registration WHERE application_id = $1")
            .bind(application.get().cast_signed())
            .fetch_optional(&self.shared.pool)
            .await?)
    }

    /// Records the hash of the commands that Discord was told.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn set_command_hash(&self, application: ApplicationId, hash: &str) -> Result<(), StoreError> {
        in_transaction!(self.shared, |connection| {
            sqlx::query(
                "INSERT INTO command_registration (application_id, hash) VALUES ($1, $2) \
                     ON CONFLICT (application_id) DO UPDATE SET hash = excluded.hash",
            )
            .bind(application.get().cast_signed())
            .bind(plain(hash))
            .execute(connection)
            .await?;
            Ok(())
        })
    }
}
