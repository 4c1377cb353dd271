//! What peers named in somebody.

use jiff::Timestamp;
use serenity::model::id::{ChannelId, GuildId, MessageId, UserId};
use sqlx::AssertSqlSafe;

use super::connection::in_transaction;
use super::guilds::ensure;
use super::names::name_key;
use super::people::known;
use super::recognitions::LEFT_OUT;
use super::rows::{date, snowflake};
use super::{Store, StoreError};

/// What peers named in somebody, as another may see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedStrengths {
    /// Whether they keep it for themselves. There is nothing else to see then.
    pub kept_private: bool,
    /// Whether they turned that on for this alone.
    pub hidden: bool,
    /// Each strength and how often it was named, in the order of their names.
    pub named: Vec<(String, i64)>,
    /// The latest that were said for others to read.
    pub latest: Vec<PublicWords>,
}

/// What was said for others to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicWords {
    /// When.
    pub local_date: jiff::civil::Date,
    /// In which channel.
    pub channel: ChannelId,
    /// The message.
    pub message: MessageId,
    /// What was said.
    pub words: String,
}

impl Store {
    /// What peers named in somebody. `by_themselves`: they ask for it, and see all of it whatever they keep private. Words
    /// are only those of an announcement that stands in a channel and names them beside these words, `most` of them.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn named_strengths(
        &self,
        guild: GuildId,
        user: UserId,
        by_themselves: bool,
        most: u32,
    ) -> Result<NamedStrengths, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let Some(person) = known(&mut connection, guild, user).await? else { return Ok(NamedStrengths::default()) };
        let (hidden, never, paused): (i64, i64, Option<i64>) =
            sqlx::query_as("SELECT strengths_hidden, never_announce, paused_at FROM person WHERE id = $1")
                .bind(person)
                .fetch_one(&mut *connection)
                .await?;
        let kept_private = hidden != 0 || never != 0 || paused.is_some();
        let hidden = hidden != 0;
        if kept_private && !by_themselves {
            return Ok(NamedStrengths { kept_private, hidden, ..NamedStrengths::default() });
        }
        // What is for them alone is named to them alone, and so is what somebody gave who pauses.
        let seen = if by_themselves { "named" } else { "seen" };
        let mut named: Vec<(String, i64)> = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT name, {seen} FROM strength_total WHERE person_id = $1 AND {seen} > 0"
        )))
        .bind(person)
        .fetch_all(&mut *connection)
        .await?;
        named.sort_by_cached_key(|(name, _)| (name_key(name), name.clone()));
        // What others may see counts; they themselves see what rests as well. Whether it counts is what the index is by, so
        // the latest of each are found without the rest. How many stands in the statement itself: of a number that comes later
        // PostgreSQL thinks that it may be most of them, and plans anew each time, which takes longer than finding five.
        let mut latest: Vec<(String, i64, i64, i64, String)> = Vec::new();
        for counts in if by_themselves { 1..=2_i64 } else { 1..=1 } {
            let rows = sqlx::query_as(AssertSqlSafe(format!(
                "SELECT x.local_date, x.recognition_id, o.channel_id, o.message_id, w.words FROM recognition_receiver x \
                 JOIN recognition r ON r.id = x.recognition_id JOIN recognition_words w ON w.recognition_id = r.id \
                 JOIN occurrence o ON o.kind = 'announcement' AND o.subject = COALESCE(r.first_id, r.id) \
                 AND o.state = 'posted' AND o.message_id IS NOT NULL \
                 WHERE x.person_id = $1 AND x.counts = $2 AND x.hidden = 0 AND r.quiet = 0 AND NOT {LEFT_OUT} \
                 ORDER BY x.local_date DESC, x.recognition_id DESC LIMIT {most}"
            )))
            .bind(person)
            .bind(counts)
            .fetch_all(&mut *connection)
            .await?;
            latest.extend(rows);
        }
        latest.sort_by(|one, other| (&other.0, other.1).cmp(&(&one.0, one.1)));
        latest.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        let latest = latest.into_iter().map(|(day, _, channel, message, words)| {
            let (channel, message) = (snowflake(channel)?, snowflake(message)?);
            Ok(PublicWords { local_date: date(&day)?, channel, message, words })
        });
        Ok(NamedStrengths { kept_private, hidden, named, latest: latest.collect::<Result<_, StoreError>>()? })
    }

    /// Keeps whether somebody wants for themselves what peers named in them.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn hide_strengths(
        &self,
        guild: GuildId,
        user: UserId,
        hidden: bool,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        in_transaction!(self.shared, |connection| {
            ensure(connection, guild, now).await?;
            let person = self.person(connection, guild, user, now).await?;
            sqlx::query("UPDATE person SET strengths_hidden = $1 WHERE id = $2")
                .bind(i64::from(hidden))
                .bind(person.get())
                .execute(connection)
                .await?;
            Ok(())
        })
    }
}
