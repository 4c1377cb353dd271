//! Finding a recognition: what it is today, whichever of its chain an old button or link names, and how it ended if it did.
//!
//! Other words make another recognition of the same chain, so that more than one id leads to the one that stands. Here is the
//! one place that follows them.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serenity::model::id::{ChannelId, GuildId, MessageId};
use sqlx::AnyConnection;

use super::connection::Fault;
use super::recognitions::RecognitionRow;
use super::rows::{date, id, instant, snowflake};
use super::{Id, Recognition, Store, StoreError};
use crate::recognition::CHANGEABLE_FOR;

/// How a recognition ended. One that was given other words goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Its giver took it back.
    Undone,
    /// A steward removed it.
    Voided {
        /// Why.
        reason: Option<String>,
    },
}

/// The one of its chain that others take the place of no more.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Current {
    pub(super) id: i64,
    /// The first of its chain, whose announcement it has.
    pub(super) first: i64,
    pub(super) giver: i64,
    given_at: i64,
    local_date: String,
    kind: Option<String>,
    reason: Option<String>,
}

impl Current {
    /// How it ended, if it did.
    pub(super) fn ended(&self) -> Option<Ended> {
        self.kind.as_deref().map(|kind| match kind {
            "voided" => Ended::Voided { reason: self.reason.clone() },
            _ => Ended::Undone,
        })
    }

    pub(super) fn is_late(&self, now: Timestamp) -> Result<bool, Fault> {
        let longest = SignedDuration::try_from(CHANGEABLE_FOR).unwrap_or(SignedDuration::MAX);
        Ok(now.duration_since(instant(self.given_at)?) >= longest)
    }

    pub(super) fn local_date(&self) -> Result<Date, Fault> {
        Ok(date(&self.local_date)?)
    }
}

impl Store {
    /// A recognition of this server as it stands today, whichever of its chain is named, and how it ended if it did.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn recognition_today(
        &self,
        guild: GuildId,
        recognition: Id,
    ) -> Result<Option<(Recognition, Option<Ended>)>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let Some(found) = current(&mut connection, guild, recognition).await? else { return Ok(None) };
        Ok(whole(&mut connection, found.id).await?.map(|whole| (*whole, found.ended())))
    }

    /// The recognition that is announced by a message of this server.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn announced_by(
        &self,
        guild: GuildId,
        channel: ChannelId,
        message: MessageId,
    ) -> Result<Option<Id>, StoreError> {
        let found: Option<i64> = sqlx::query_scalar(
            "SELECT r.id FROM occurrence o JOIN recognition r ON r.id = o.subject \
             WHERE o.kind = 'announcement' AND o.message_id = $3 AND o.channel_id = $2 AND r.guild_id = $1",
        )
        .bind(guild.get().cast_signed())
        .bind(channel.get().cast_signed())
        .bind(message.get().cast_signed())
        .fetch_optional(&self.shared.pool)
        .await?;
        found.map(id).transpose()
    }

    /// In which server a recognition was given.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn given_in(&self, recognition: Id) -> Result<Option<GuildId>, StoreError> {
        let guild: Option<i64> = sqlx::query_scalar("SELECT guild_id FROM recognition WHERE id = $1")
            .bind(recognition.get())
            .fetch_optional(&self.shared.pool)
            .await?;
        guild.map(snowflake).transpose()
    }
}

/// What a recognition of this server is today, whichever of its chain was named.
pub(super) async fn current(
    connection: &mut AnyConnection,
    guild: GuildId,
    named: Id,
) -> Result<Option<Current>, Fault> {
    let first: Option<i64> =
        sqlx::query_scalar("SELECT COALESCE(first_id, id) FROM recognition WHERE id = $1 AND guild_id = $2")
            .bind(named.get())
            .bind(guild.get().cast_signed())
            .fetch_optional(&mut *connection)
            .await?;
    let Some(first) = first else { return Ok(None) };
    let current = sqlx::query_as(
        "SELECT r.id, COALESCE(r.first_id, r.id) AS first, r.giver, r.given_at, r.local_date, v.kind, v.reason \
         FROM recognition r LEFT JOIN reversal v ON v.recognition_id = r.id \
         WHERE (r.id = $1 OR r.first_id = $1) AND (v.kind IS NULL OR v.kind <> 'amended')",
    )
    .bind(first)
    .fetch_optional(connection)
    .await?;
    Ok(current)
}

/// The recognition with that id, whole.
pub(super) async fn whole(connection: &mut AnyConnection, id: i64) -> Result<Option<Box<Recognition>>, Fault> {
    let row: Option<RecognitionRow> =
        sqlx::query_as(RecognitionRow::select("WHERE r.id = $1")).bind(id).fetch_optional(&mut *connection).await?;
    match row {
        Some(row) => Ok(Some(Box::new(row.whole(connection).await?))),
        None => Ok(None),
    }
}
