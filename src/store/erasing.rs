//! The end of a server that the bot was removed from: after a grace all of it is erased, to the last byte of the file.
//!
//! Deleting rows leaves their bytes in a database's free pages and in its log. On SQLite a VACUUM writes the file anew and
//! a checkpoint empties the log; that they are owed stands in the file itself (`user_version`, which nothing else uses),
//! written in the same transaction as the deletion, so that a crash in between postpones them and nothing more. It is
//! another number at each erasure, and whoever has scrubbed the file takes away the number that he found before: what
//! another process erased meanwhile is still owed. PostgreSQL reuses and cleans its pages by itself.

use std::time::Duration;

use jiff::Timestamp;
use serenity::model::id::GuildId;
use sqlx::{AnyConnection, AssertSqlSafe, Row};

use super::connection::{Engine, Fault, Shared, failpoint, in_transaction};
use super::rows::{instant, snowflake};
use super::{Store, StoreError};

/// All that is kept of a server, in an order that no foreign key minds. A test holds that no table is missing.
const ERASURE: &[&str] = &[
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
    "DELETE FROM recognition_option WHERE guild_id = $1",
    "DELETE FROM strength WHERE guild_id = $1",
    "DELETE FROM declined_giver WHERE person_id IN (SELECT id FROM person WHERE guild_id = $1)",
    "DELETE FROM person WHERE guild_id = $1",
    "DELETE FROM guild WHERE id = $1",
];

/// Writes into a SQLite file that it is to be scrubbed, in the transaction that deletes something.
pub(super) async fn owe_scrub(shared: &Shared, connection: &mut AnyConnection) -> Result<(), Fault> {
    if shared.engine == Engine::Sqlite {
        // 31 bits by chance: not a count, which could come back to a number that somebody is about to take away.
        let owed = 1 + (shared.ids.chance() * f64::from(i32::MAX - 1)) as i32;
        let owe = format!("PRAGMA user_version = {owed}");
        sqlx::raw_sql(AssertSqlSafe(owe)).execute(connection).await?;
    }
    Ok(())
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
            for delete in ERASURE {
                sqlx::query(*delete).bind(guild).execute(&mut *connection).await?;
            }
            owe_scrub(&self.shared, connection).await?;
            Ok(Some(snowflake(guild)?))
        })
    }

    /// Writes a SQLite file anew without what was erased, and empties its log, where that is owed: all others wait for
    /// that long. It needs as much room again as the file takes. False where nothing is owed.
    ///
    /// # Errors
    /// Where the store fails, or somebody reads from the log all the time. It is still owed then.
    pub async fn scrub(&self) -> Result<bool, StoreError> {
        if self.shared.engine != Engine::Sqlite {
            return Ok(false);
        }
        let owed: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&self.shared.pool).await?;
        if owed == 0 {
            return Ok(false);
        }
        failpoint!("begin");
        self.write_anew().await?;
        self.scrubbed(owed).await?;
        Ok(true)
    }

    async fn write_anew(&self) -> Result<(), StoreError> {
        // Nobody writes meanwhile, so that nobody waits in SQLite's own way for the file.
        let _turn = self.shared.turn().await?;
        let mut connection = self.shared.pool.acquire().await?;
        sqlx::raw_sql("VACUUM").execute(&mut *connection).await?;
        failpoint!("vacuumed");
        let told = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut *connection).await?;
        if told.try_get::<i64, _>(0)? != 0 {
            return Err(StoreError::Busy("somebody reads from the log that is to be emptied".to_owned()));
        }
        Ok(())
    }

    /// Nothing is owed any more, unless another process has erased something since `owed` was read.
    async fn scrubbed(&self, owed: i64) -> Result<(), StoreError> {
        in_transaction!(self.shared, |connection| {
            let still: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut *connection).await?;
            if still == owed {
                sqlx::raw_sql("PRAGMA user_version = 0").execute(&mut *connection).await?;
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::store::StoreOptions;

    const KEEP: Duration = Duration::from_secs(60);

    /// A server that the bot was removed from long ago.
    async fn left(store: &Store, guild: u64) {
        let long_ago = "2026-11-23T08:00:00Z".parse().unwrap();
        store.guild_joined(GuildId::new(guild), None, None, long_ago).await.unwrap();
        store.guild_removed(GuildId::new(guild), long_ago).await.unwrap();
    }

    async fn erase(store: &Store) {
        assert!(store.erase_next("2026-11-24T08:00:00Z".parse().unwrap(), KEEP).await.unwrap().is_some());
    }

    async fn owed(store: &Store) -> i64 {
        sqlx::query_scalar("PRAGMA user_version").fetch_one(&store.shared.pool).await.unwrap()
    }

    #[tokio::test]
    async fn what_another_process_erases_while_one_scrubs_is_still_owed() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/clarion.db", folder.path().display());
        let mine = Store::open(&StoreOptions::new(url.clone()), 1).await.unwrap();
        let other = Store::open(&StoreOptions::new(url), 2).await.unwrap();
        for guild in 1..=3 {
            left(&mine, guild).await;
        }
        erase(&mine).await;
        let found = owed(&mine).await;
        mine.write_anew().await.unwrap();
        erase(&other).await;
        mine.scrubbed(found).await.unwrap();
        assert_ne!(owed(&mine).await, 0, "what the other has erased is still in the file");

        // Nor does one take away the number of a third erasure, after the other has scrubbed for the second.
        let found = owed(&mine).await;
        mine.write_anew().await.unwrap();
        other.scrub().await.unwrap();
        assert_eq!(owed(&mine).await, 0);
        erase(&other).await;
        mine.scrubbed(found).await.unwrap();
        assert_ne!(owed(&mine).await, 0);
        mine.scrub().await.unwrap();
        assert_eq!(owed(&mine).await, 0);
    }
}
