//! Scrubbing: what was deleted is not to be read in a database's files any more.
//!
//! Deleting rows leaves their bytes in a database's free pages and in its log. On SQLite a VACUUM writes the file anew and
//! a checkpoint empties the log; that they are owed stands in the file itself (`user_version`, which nothing else uses),
//! written in the same transaction as the deletion, so that a crash in between postpones them and nothing more. It is
//! another number at each deletion, and whoever has scrubbed the file takes away the number that he found before: what
//! another process deleted meanwhile is still owed. What PostgreSQL is told instead is in `vacuuming.rs`.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use sqlx::{AnyConnection, AssertSqlSafe, Row};
use tokio::sync::Mutex;

use super::claims::later;
use super::connection::{Engine, Fault, Shared, failpoint, in_transaction};
use super::{Store, StoreError};
use crate::clock::{Alarm, Clock};

/// Those who wait for a scrub: one is shared by all who asked before it began.
#[derive(Debug, Default)]
pub(super) struct AtOnce {
    asked: AtomicU64,
    last: Mutex<Last>,
}

#[derive(Debug, Default)]
struct Last {
    /// It was for this one, and for all who asked before.
    shared_by: u64,
    /// It was tried for this one, and for all who asked before.
    tried_for: u64,
    ended: Option<Timestamp>,
}

/// At once is no sooner after the last time: all others wait while a file is written anew, and whoever likes can ask for it.
const BETWEEN: Duration = Duration::from_secs(60);

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
    /// The same at once and on either engine, for somebody who waits: a minute after the last such time, and together with
    /// all who wait meanwhile.
    ///
    /// # Errors
    /// As [`Store::scrub`]. It is still owed then.
    pub async fn scrub_at_once(&self, clock: &Clock) -> Result<(), StoreError> {
        let asks = self.shared.at_once.asked.fetch_add(1, Ordering::SeqCst) + 1;
        self.scrub_for(asks, clock).await
    }

    /// Once more for somebody for whom [`Store::scrub_at_once`] could not: what was deleted after they asked is not waited for.
    ///
    /// # Errors
    /// As [`Store::scrub`]. It is still owed then.
    pub async fn scrub_once_more(&self, clock: &Clock) -> Result<(), StoreError> {
        let asked = self.shared.at_once.asked.load(Ordering::SeqCst);
        self.scrub_for(asked, clock).await
    }

    async fn scrub_for(&self, mine: u64, clock: &Clock) -> Result<(), StoreError> {
        let at_once = &self.shared.at_once;
        let mut last = at_once.last.lock().await;
        if last.shared_by >= mine {
            return Ok(());
        }
        let mut alarm = Alarm::new(clock);
        if self.shared.engine == Engine::Sqlite && !self.scrub_owed().await? {
            return Ok(());
        }
        if let Some(ended) = last.ended {
            // By a clock that was set back since, no longer than from now on.
            alarm.wait(Some(later(ended, BETWEEN).min(later(clock.now(), BETWEEN)))).await;
        }
        let shared_by = at_once.asked.load(Ordering::SeqCst);
        let worked = match self.shared.engine {
            Engine::Sqlite => self.scrub().await.map(|_| ()),
            // Where nobody has asked since, it is for the moment that was waited for then: who began to read later is let be.
            Engine::Postgres => self.vacuum(last.tried_for == shared_by).await,
        };
        last.tried_for = shared_by;
        last.ended = Some(clock.now());
        if worked.is_ok() {
            last.shared_by = shared_by;
        }
        worked
    }

    /// Whether what was erased may still be read in a SQLite file; on PostgreSQL, whether this process has tried to take it
    /// out and could not.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn scrub_owed(&self) -> Result<bool, StoreError> {
        if self.shared.engine != Engine::Sqlite {
            return Ok(self.shared.vacuum_owed.any());
        }
        let owed: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&self.shared.pool).await?;
        Ok(owed != 0)
    }

    /// Writes a SQLite file anew without what was erased, and empties its log, where that is owed: all others wait for
    /// that long. It needs as much room again as the file takes. On PostgreSQL, where that is owed, nobody waits. False where
    /// nothing is owed.
    ///
    /// # Errors
    /// Where the store fails, or somebody reads all the time what was there before. It is still owed then.
    pub async fn scrub(&self) -> Result<bool, StoreError> {
        if self.shared.engine != Engine::Sqlite {
            let owed = self.scrub_owed().await?;
            if owed {
                self.vacuum(true).await?;
            }
            return Ok(owed);
        }
        // Nobody is at it twice in one process: the second finds what the first has left, mostly nothing.
        let _alone = self.shared.scrubbing.lock().await;
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

    use std::time::Duration;

    use serenity::model::id::GuildId;

    use super::super::erasing;
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

    /// What is deleted from, or changed, is cleaned; a new table, too.
    #[tokio::test]
    async fn every_table_that_holds_something_of_people_is_vacuumed() {
        /// Which hold nothing of anybody's, or nothing for longer than an hour.
        const OTHERS: [&str; 3] = ["_sqlx_migrations", "command_registration", "interaction"];
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/clarion.db", folder.path().display());
        let store = Store::open(&StoreOptions::new(url), 1).await.unwrap();
        let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
        let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&store.shared.pool).await.unwrap();
        let vacuumed: Vec<&str> = erasing::tables().collect();
        let mut others: Vec<&str> =
            tables.iter().map(String::as_str).filter(|table| !vacuumed.contains(table)).collect();
        others.sort_unstable();
        assert_eq!(others, OTHERS);
        assert!(vacuumed.iter().all(|vacuumed| tables.iter().any(|table| table == vacuumed)), "{vacuumed:?}");
    }

    #[tokio::test]
    async fn who_asks_within_a_minute_waits_and_shares_the_next_one() {
        const PATIENCE: Duration = Duration::from_secs(30);
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/clarion.db", folder.path().display());
        let store = Store::open(&StoreOptions::new(url), 1).await.unwrap();
        let (clock, hand) = Clock::stepped("2026-11-24T08:00:00Z".parse().unwrap());
        for guild in 1..=3 {
            left(&store, guild).await;
        }
        erase(&store).await;
        store.scrub_at_once(&clock).await.unwrap();
        assert_eq!(owed(&store).await, 0, "the first waits for nobody");

        let asks = || {
            let (store, clock) = (store.clone(), clock.clone());
            tokio::spawn(async move { store.scrub_at_once(&clock).await })
        };
        erase(&store).await;
        let first = asks();
        erase(&store).await;
        let second = asks();
        while store.shared.at_once.asked.load(Ordering::SeqCst) < 3 {
            tokio::task::yield_now().await;
        }
        hand.advance_to("2026-11-24T08:00:59Z".parse().unwrap(), PATIENCE).await.unwrap();
        assert!(!first.is_finished() && !second.is_finished());
        assert_ne!(owed(&store).await, 0);
        hand.advance_to("2026-11-24T08:01:00Z".parse().unwrap(), PATIENCE).await.unwrap();
        first.await.unwrap().unwrap();
        // It is another minute to the next one, and nobody needs it.
        second.await.unwrap().unwrap();
        assert_eq!(owed(&store).await, 0);
        assert_eq!(store.shared.at_once.last.lock().await.shared_by, 3);
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
