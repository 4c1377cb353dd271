//! What receivers asked a steward to look at: one after the other, until a steward has decided.
//!
//! A report about what a steward gave is for the other stewards.

use jiff::Timestamp;
use serenity::model::id::{ChannelId, GuildId, UserId};
use sqlx::AnyConnection;

use super::connection::{Fault, in_transaction};
use super::current_recognition::{Ended, current, whole};
use super::people::known;
use super::rows::{id, instant, snowflake};
use super::{Id, Recognition, Store, StoreError};
use crate::recognition::LEAST_DAYS_KEPT;

/// A report that nobody has closed, to a steward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its id.
    pub id: Id,
    /// What was reported, as it stood then.
    pub recognition: Recognition,
    /// How it ended meanwhile, if it did.
    pub ended: Option<Ended>,
    /// Its giver has given it other words since.
    pub amended: bool,
    /// The words that it has since then, where it was given others.
    pub today: Option<String>,
    /// Who reported it; `None` after that person's erasure.
    pub by: Option<UserId>,
    /// What they said about it, if anything and where that is still kept.
    pub words: Option<String>,
    /// When.
    pub reported_at: Timestamp,
    /// How many more are open.
    pub more: u32,
    /// After how many days this server deletes words, where it does.
    pub words_kept_days: Option<u32>,
}

#[derive(sqlx::FromRow)]
struct ReportRow {
    id: i64,
    recognition_id: i64,
    reported_at: i64,
    words: Option<String>,
    by_user: Option<i64>,
}

/// What is open in a server and not about what this steward gave; `$1` is the server, `$2` the steward's row.
const OPEN: &str = "FROM report t JOIN recognition r ON r.id = t.recognition_id JOIN person p ON p.id = t.person_id \
                    WHERE t.guild_id = $1 AND t.closed_at IS NULL AND r.giver <> $2";

impl Store {
    /// The first open report of a server that this steward may decide about, or the one after that one; behind the last
    /// comes the first.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn open_report(
        &self,
        guild: GuildId,
        steward: UserId,
        after: Option<Id>,
    ) -> Result<Option<Report>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let steward = known(&mut connection, guild, steward).await?.unwrap_or_default();
        let open: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT COUNT(*) {OPEN}")))
            .bind(guild.get().cast_signed())
            .bind(steward)
            .fetch_one(&mut *connection)
            .await?;
        let mut row = None;
        for after in [after.map_or(0, Id::get), 0] {
            if row.is_none() {
                row = open_one(&mut connection, guild, steward, ("t.id > $3 ORDER BY t.id LIMIT 1", after)).await?;
            }
        }
        let Some(row) = row else { return Ok(None) };
        let more = u32::try_from(open.saturating_sub(1)).unwrap_or(0);
        Ok(read(&mut connection, guild, row, more).await?)
    }

    /// The server of a report, open or not: a button in private messages knows none.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn reported_in(&self, report: Id) -> Result<Option<GuildId>, StoreError> {
        let guild: Option<i64> = sqlx::query_scalar("SELECT guild_id FROM report WHERE id = $1")
            .bind(report.get())
            .fetch_optional(&self.shared.pool)
            .await?;
        guild.map(snowflake).transpose()
    }

    /// One open report of a server, where this steward may decide about it.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn this_report(&self, guild: GuildId, steward: UserId, report: Id) -> Result<Option<Report>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let steward = known(&mut connection, guild, steward).await?.unwrap_or_default();
        let row = open_one(&mut connection, guild, steward, ("t.id = $3", report.get())).await?;
        match row {
            Some(row) => Ok(read(&mut connection, guild, row, 0).await?),
            None => Ok(None),
        }
    }

    /// Who is known to manage a server and may decide about something that is open there, as far as is known still in it:
    /// who set it up, who settled its recognition last, who decided about a report last, who made a schedule; those first. Who
    /// asked for it themselves knows of it.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn known_stewards(&self, guild: GuildId) -> Result<Vec<UserId>, StoreError> {
        let users: Vec<i64> = sqlx::query_scalar(
            "SELECT user_id FROM (SELECT p.id, p.user_id, CASE \
             WHEN p.id = (SELECT g.set_up_by FROM guild g WHERE g.id = $1) THEN 1 \
             WHEN p.id = (SELECT o.settled_by FROM recognition_option o WHERE o.guild_id = $1) THEN 2 \
             WHEN p.id = (SELECT t.closed_by FROM report t WHERE t.guild_id = $1 AND t.closed_at IS NOT NULL \
             ORDER BY t.closed_at DESC, t.id DESC LIMIT 1) THEN 3 \
             WHEN p.id IN (SELECT s.created_by FROM schedule s WHERE s.guild_id = $1 AND s.state <> 'removed') THEN 4 \
             ELSE 9 END AS place FROM person p WHERE p.guild_id = $1 AND p.user_id IS NOT NULL AND p.left_at IS NULL \
             AND EXISTS (SELECT 1 FROM report t JOIN recognition r ON r.id = t.recognition_id \
             WHERE t.guild_id = $1 AND t.closed_at IS NULL AND r.giver <> p.id AND t.person_id <> p.id)) AS found \
             WHERE place < 9 ORDER BY place, id LIMIT 5",
        )
        .bind(guild.get().cast_signed())
        .fetch_all(&self.shared.pool)
        .await?;
        users.into_iter().map(snowflake).collect()
    }

    /// Channels of a server where its people see the bot: of its first schedule, where the latest recognition stands, and
    /// where what is reported last does. In a channel with little recognition people could tell which one was meant.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn known_channels(&self, guild: GuildId) -> Result<Vec<ChannelId>, StoreError> {
        let mut channels: Vec<ChannelId> = Vec::new();
        for question in [
            "SELECT s.channel_id FROM schedule s WHERE s.guild_id = $1 AND s.state <> 'removed' ORDER BY s.id LIMIT 1",
            "SELECT o.channel_id FROM recognition r JOIN occurrence o ON o.kind = 'announcement' AND o.subject = r.id \
             AND o.state = 'posted' WHERE r.guild_id = $1 ORDER BY r.local_date DESC, r.id DESC LIMIT 1",
            "SELECT o.channel_id FROM report t JOIN recognition r ON r.id = t.recognition_id \
             JOIN occurrence o ON o.kind = 'announcement' AND o.subject = COALESCE(r.first_id, r.id) \
             AND o.state = 'posted' WHERE t.guild_id = $1 AND t.closed_at IS NULL ORDER BY t.id DESC LIMIT 1",
        ] {
            let found: Option<i64> =
                sqlx::query_scalar(question).bind(guild.get().cast_signed()).fetch_optional(&self.shared.pool).await?;
            let found: Option<ChannelId> = found.map(snowflake).transpose()?;
            channels.extend(found.filter(|channel| !channels.contains(channel)));
        }
        Ok(channels)
    }

    /// A steward leaves what was reported as it is. False where it is not open to them.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn close_report(
        &self,
        guild: GuildId,
        steward: UserId,
        report: Id,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        in_transaction!(self.shared, |connection| {
            super::guilds::ensure(connection, guild, now).await?;
            let steward = self.person(connection, guild, steward, now).await?;
            let open = open_one(connection, guild, steward.get(), ("t.id = $3", report.get())).await?;
            if open.is_none() {
                return Ok(false);
            }
            sqlx::query("UPDATE report SET closed_at = $1, closed_by = $2 WHERE id = $3")
                .bind(now.as_millisecond())
                .bind(steward.get())
                .bind(report.get())
                .execute(connection)
                .await?;
            Ok(true)
        })
    }
}

async fn open_one(
    connection: &mut AnyConnection,
    guild: GuildId,
    steward: i64,
    (which, bound): (&str, i64),
) -> Result<Option<ReportRow>, Fault> {
    let row = sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "SELECT t.id, t.recognition_id, t.reported_at, t.words, p.user_id AS by_user {OPEN} AND {which}"
    )))
    .bind(guild.get().cast_signed())
    .bind(steward)
    .bind(bound)
    .fetch_optional(connection)
    .await?;
    Ok(row)
}

async fn read(
    connection: &mut AnyConnection,
    guild: GuildId,
    row: ReportRow,
    more: u32,
) -> Result<Option<Report>, Fault> {
    let Some(recognition) = whole(connection, row.recognition_id).await? else { return Ok(None) };
    let today = current(connection, guild, recognition.id).await?;
    let since = today.as_ref().map(|today| today.id).filter(|today| *today != row.recognition_id);
    let words_since = match since {
        Some(since) => whole(connection, since).await?.and_then(|since| since.words),
        None => None,
    };
    let words_kept_days: Option<Option<i64>> =
        sqlx::query_scalar("SELECT words_kept_days FROM recognition_option WHERE guild_id = $1")
            .bind(guild.get().cast_signed())
            .fetch_optional(&mut *connection)
            .await?;
    Ok(Some(Report {
        id: id(row.id)?,
        words_kept_days: words_kept_days
            .flatten()
            .map(|days| u32::try_from(days).unwrap_or(u32::MAX).max(LEAST_DAYS_KEPT)),
        amended: since.is_some(),
        today: words_since,
        ended: today.and_then(|today| today.ended()),
        recognition: *recognition,
        by: row.by_user.map(snowflake).transpose()?,
        words: row.words,
        reported_at: instant(row.reported_at)?,
        more,
    }))
}

/// What was removed needs no further look, whoever asked for one.
pub(super) async fn close_all(
    connection: &mut AnyConnection,
    first: i64,
    by: i64,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE report SET closed_at = $1, closed_by = $2 WHERE closed_at IS NULL \
         AND recognition_id IN (SELECT id FROM recognition WHERE id = $3 OR first_id = $3)",
    )
    .bind(now.as_millisecond())
    .bind(by)
    .bind(first)
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether anything is open in a server.
pub(super) async fn any_open(connection: &mut AnyConnection, guild: i64) -> Result<bool, Fault> {
    let open: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM report WHERE guild_id = $1 AND closed_at IS NULL")
        .bind(guild)
        .fetch_one(connection)
        .await?;
    Ok(open > 0)
}
