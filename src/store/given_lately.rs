//! What somebody gave lately, to themselves: what they can still take back or change, and what stewards removed and why.

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::model::id::{GuildId, UserId};

use super::current_recognition::whole;
use super::people::known;
use super::rows::date;
use super::{Recognition, Store, StoreError};
use crate::recognition::CHANGEABLE_FOR;

/// A recognition that a steward removed, to whoever gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// The day on which it was given, in the server's calendar.
    pub local_date: Date,
    /// What it was for.
    pub words: Option<String>,
    /// Why it was removed.
    pub reason: Option<String>,
}

impl Store {
    /// What somebody gave in this server and can still take back or change, the latest first, at most `most`.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn changeable_given(
        &self,
        guild: GuildId,
        user: UserId,
        now: Timestamp,
        most: u32,
    ) -> Result<Vec<Recognition>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let Some(person) = known(&mut connection, guild, user).await? else { return Ok(Vec::new()) };
        let since = now.checked_sub(CHANGEABLE_FOR).unwrap_or(Timestamp::MIN);
        // No calendar is more than a day away from another one.
        let first_day = jiff::tz::TimeZone::UTC.to_datetime(since).date().saturating_sub(jiff::Span::new().days(1));
        let rows: Vec<i64> = sqlx::query_scalar(
            "SELECT r.id FROM recognition r WHERE r.giver = $1 AND r.local_date >= $2 AND r.given_at > $3 \
             AND NOT EXISTS (SELECT 1 FROM reversal v WHERE v.recognition_id = r.id) \
             ORDER BY r.given_at DESC, r.id DESC LIMIT $4",
        )
        .bind(person)
        .bind(first_day.to_string())
        .bind(since.as_millisecond())
        .bind(i64::from(most))
        .fetch_all(&mut *connection)
        .await?;
        let mut given = Vec::with_capacity(rows.len());
        for row in rows {
            given.extend(whole(&mut connection, row).await?.map(|found| *found));
        }
        Ok(given)
    }

    /// What stewards removed since `since` of what somebody gave in this server, the last one first, at most `most`.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn removed_since(
        &self,
        guild: GuildId,
        user: UserId,
        since: Timestamp,
        most: u32,
    ) -> Result<Vec<Removed>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let Some(person) = known(&mut connection, guild, user).await? else { return Ok(Vec::new()) };
        // From what was removed lately: somebody may have given thousands, and there is little of it. (SQLite reads the table
        // on the left of a CROSS JOIN first.)
        let rows: Vec<(String, Option<String>, Option<String>)> = sqlx::query_as(
            "SELECT r.local_date, w.words, v.reason FROM reversal v CROSS JOIN recognition r \
             LEFT JOIN recognition_words w ON w.recognition_id = r.id \
             WHERE v.kind = 'voided' AND v.reversed_at >= $2 AND r.id = v.recognition_id AND r.giver = $1 ORDER BY v.reversed_at DESC, v.id DESC LIMIT $3",
        )
        .bind(person)
        .bind(since.as_millisecond())
        .bind(i64::from(most))
        .fetch_all(&mut *connection)
        .await?;
        let removed = |(day, words, reason): (String, Option<String>, Option<String>)| {
            Ok(Removed { local_date: date(&day)?, words, reason })
        };
        rows.into_iter().map(removed).collect()
    }
}
