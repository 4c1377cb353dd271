//! The end of a server that the bot was removed from: after a grace all of it is erased, to the last byte of the file.
//!
//! Or right away, where those who manage it ask for that. The bytes are scrubbed from the file then (`scrubbing.rs`). What
//! was to be taken down there for somebody who was erased still is: of such a post stays where it stands, until it is gone.

use std::time::Duration;

use jiff::Timestamp;
use serenity::model::id::GuildId;
use sqlx::AnyConnection;

use super::connection::{Fault, in_transaction};
use super::guilds::ensure;
use super::rows::{instant, snowflake};
pub(super) use super::scrubbing::owe_scrub;
use super::{Store, StoreError};

/// All that is kept of a server, in an order that no foreign key minds. A test holds that no table is missing.
const ERASURE: &[&str] = &[
    // What was to be sent and never tried leaves its week to other servers.
    "DELETE FROM contact WHERE occurrence_id IN (SELECT id FROM occurrence WHERE guild_id = $1 \
     AND state IN ('due', 'claimed') AND first_tried_at IS NULL)",
    "DELETE FROM reversal WHERE recognition_id IN (SELECT id FROM recognition WHERE guild_id = $1)",
    "DELETE FROM report WHERE guild_id = $1",
    "DELETE FROM recognition_strength WHERE recognition_id IN (SELECT id FROM recognition WHERE guild_id = $1)",
    "DELETE FROM recognition_words WHERE recognition_id IN (SELECT id FROM recognition WHERE guild_id = $1)",
    "DELETE FROM recognition_receiver WHERE recognition_id IN (SELECT id FROM recognition WHERE guild_id = $1)",
    "DELETE FROM recognition WHERE guild_id = $1",
    "DELETE FROM reflection WHERE guild_id = $1",
    "DELETE FROM prompt_use WHERE guild_id = $1",
    "DELETE FROM commitment_words WHERE commitment_id IN (SELECT id FROM commitment WHERE guild_id = $1)",
    "DELETE FROM commitment WHERE guild_id = $1",
    "DELETE FROM post_pressed WHERE occurrence_id IN (SELECT id FROM occurrence WHERE guild_id = $1)",
    "DELETE FROM announcement_change WHERE occurrence_id IN (SELECT id FROM occurrence WHERE guild_id = $1)",
    "DELETE FROM occurrence WHERE guild_id = $1",
    "DELETE FROM contrast_seen WHERE guild_id = $1",
    "DELETE FROM guild_holiday WHERE guild_id = $1",
    "DELETE FROM quiz_round WHERE person_id IN (SELECT id FROM person WHERE guild_id = $1)",
    "DELETE FROM balance WHERE person_id IN (SELECT id FROM person WHERE guild_id = $1)",
    "DELETE FROM schedule_skip WHERE schedule_id IN (SELECT id FROM schedule WHERE guild_id = $1)",
    "DELETE FROM schedule_counted WHERE schedule_id IN (SELECT id FROM schedule WHERE guild_id = $1)",
    "DELETE FROM schedule WHERE guild_id = $1",
    // The dial holds over all servers: what it stands at goes to one that stays and knows the same user.
    "UPDATE contact SET person_id = (SELECT MIN(q.id) FROM person p JOIN person q ON q.user_id = p.user_id \
     WHERE p.id = contact.person_id AND q.guild_id <> $1) WHERE person_id IN (SELECT p.id FROM person p \
     JOIN person q ON q.user_id = p.user_id WHERE p.guild_id = $1 AND q.guild_id <> $1)",
    "DELETE FROM contact WHERE person_id IN (SELECT id FROM person WHERE guild_id = $1)",
    "DELETE FROM deck_prompt WHERE guild_id = $1",
    "DELETE FROM recognition_day WHERE guild_id = $1",
    "DELETE FROM giver_day WHERE guild_id = $1",
    "DELETE FROM recognition_option WHERE guild_id = $1",
    "DELETE FROM strength WHERE guild_id = $1",
    "DELETE FROM declined_giver WHERE person_id IN (SELECT id FROM person WHERE guild_id = $1)",
    "DELETE FROM giver_total WHERE person_id IN (SELECT id FROM person WHERE guild_id = $1)",
    "DELETE FROM strength_total WHERE person_id IN (SELECT id FROM person WHERE guild_id = $1)",
    "DELETE FROM person WHERE guild_id = $1",
    "DELETE FROM guild WHERE id = $1",
];

/// The tables in which anything of a server or its people stands.
pub(super) fn tables() -> impl Iterator<Item = &'static str> {
    ERASURE.iter().filter_map(|statement| statement.strip_prefix("DELETE FROM ")?.split(' ').next())
}

impl Store {
    /// When the next server is to be erased, where each is kept for `keep` after the bot was removed from it.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn next_erasure(&self, keep: Duration) -> Result<Option<Timestamp>, StoreError> {
        let removed: Option<i64> = sqlx::query_scalar("SELECT MIN(removed_at) FROM guild WHERE removed_at IS NOT NULL")
            .fetch_one(&self.shared.pool)
            .await?;
        Ok(removed.map(instant).transpose()?.map(|removed| super::claims::later(removed, keep)))
    }

    /// Erases the server that the bot was removed from the longest ago, if that is `keep` or more: everything of it, in
    /// one transaction. Whoever is at a post of it is told that it is no longer theirs. `None` where there is none; the
    /// files are to be scrubbed then ([`Store::scrub`]).
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn erase_next(&self, now: Timestamp, keep: Duration) -> Result<Option<GuildId>, StoreError> {
        if self.next_erasure(keep).await?.is_none_or(|next| next > now) {
            return Ok(None);
        }
        let removed_by = now.checked_sub(keep).unwrap_or(Timestamp::MIN).as_millisecond();
        in_transaction!(self.shared, |connection| {
            // Read anew: it may be back, or another process was quicker.
            let guild: Option<i64> = sqlx::query_scalar(
                "SELECT id FROM guild WHERE removed_at IS NOT NULL AND removed_at <= $1 ORDER BY removed_at, id LIMIT 1",
            )
            .bind(removed_by)
            .fetch_optional(&mut *connection)
            .await?;
            let Some(guild) = guild else { return Ok(None) };
            erase_rows(connection, guild).await?;
            owe_scrub(&self.shared, connection).await?;
            Ok(Some(snowflake(guild)?))
        })
    }

    /// Erases everything of a server that the bot is in, in one transaction. All that is known of it then is that the bot
    /// is there, since `now`: nobody says hello again. And the posts that are still to be taken down for people who were
    /// erased: how many these are. The files are to be scrubbed then ([`Store::scrub_at_once`]).
    ///
    /// # Errors
    /// Where the store fails; nothing is erased then.
    pub async fn erase_guild(&self, guild: GuildId, now: Timestamp) -> Result<usize, StoreError> {
        in_transaction!(self.shared, |connection| {
            let of = guild.get().cast_signed();
            let standing: Vec<Standing> = sqlx::query_as(STANDING).bind(of).fetch_all(&mut *connection).await?;
            erase_rows(connection, of).await?;
            ensure(connection, guild, now).await?;
            for post in &standing {
                post.keep(connection, of, now).await?;
            }
            owe_scrub(&self.shared, connection).await?;
            Ok(standing.len())
        })
    }
}

/// A post that is to be taken down for somebody who was erased, and that is known by its id.
#[derive(sqlx::FromRow)]
struct Standing {
    id: i64,
    kind: String,
    channel_id: i64,
    message_id: i64,
    ready_at: i64,
    claim: Option<i64>,
    attempts: i64,
}

const STANDING: &str = "SELECT o.id, o.kind, o.channel_id, o.message_id, c.ready_at, c.claim, c.attempts \
                        FROM announcement_change c JOIN occurrence o ON o.id = c.occurrence_id \
                        WHERE o.guild_id = $1 AND c.wanted = 'gone' AND o.state = 'posted' AND o.message_id IS NOT NULL";

impl Standing {
    /// Writes it down anew, about nothing but itself. [`taken_down`] knows it by that.
    async fn keep(&self, connection: &mut AnyConnection, guild: i64, now: Timestamp) -> Result<(), Fault> {
        // Private messages are reached also where the bot is removed by then.
        let (kind, due_key) = match self.kind.as_str() {
            "private-thanks" => ("private-thanks", self.id.to_string()),
            _ => ("announcement", "once".to_owned()),
        };
        sqlx::query(
            "INSERT INTO occurrence (id, kind, subject, due_key, guild_id, channel_id, due_at, state, ready_at, attempts, \
             message_id) VALUES ($1, $2, $1, $3, $4, $5, $6, 'posted', $6, 0, $7)",
        )
        .bind(self.id)
        .bind(kind)
        .bind(due_key)
        .bind(guild)
        .bind(self.channel_id)
        .bind(now.as_millisecond())
        .bind(self.message_id)
        .execute(&mut *connection)
        .await?;
        sqlx::query(
            "INSERT INTO announcement_change (occurrence_id, wanted, ready_at, claim, attempts) \
             VALUES ($1, 'gone', $2, $3, $4)",
        )
        .bind(self.id)
        .bind(self.ready_at)
        .bind(self.claim)
        .bind(self.attempts)
        .execute(connection)
        .await?;
        Ok(())
    }
}

/// Of a post of an erased server that is taken down, or never can be, nothing stays. True where it was one.
pub(super) async fn taken_down(connection: &mut AnyConnection, occurrence: i64) -> Result<bool, Fault> {
    let deleted = sqlx::query(
        "DELETE FROM occurrence WHERE id = $1 AND subject = id AND kind IN ('announcement', 'private-thanks') \
         AND NOT EXISTS (SELECT 1 FROM announcement_change c WHERE c.occurrence_id = occurrence.id)",
    )
    .bind(occurrence)
    .execute(connection)
    .await?;
    Ok(deleted.rows_affected() > 0)
}

async fn erase_rows(connection: &mut AnyConnection, guild: i64) -> Result<(), Fault> {
    for delete in ERASURE {
        sqlx::query(*delete).bind(guild).execute(&mut *connection).await?;
    }
    Ok(())
}
