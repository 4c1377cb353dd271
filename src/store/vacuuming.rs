//! What was deleted on PostgreSQL is taken out of its pages, indexes and statistics, and is looked for afterwards.
//!
//! PostgreSQL reuses and cleans its pages by itself; where somebody waits for it, it is told to at once. A VACUUM that leaves
//! something behind says so to nobody: it keeps deleted rows for whoever may still read them, goes past a page that somebody
//! holds, and goes past a table that its role may not vacuum with no more than a warning. So those who may read them are waited
//! for first; it is told to freeze, for which it waits for a page; and then each table is asked how far back its rows go. What
//! could not be done is owed, since the moment at which it was asked for, so that whoever comes later holds nothing up. This
//! process remembers that (after its end autovacuum does it).

use std::pin::pin;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use sqlx::{AnyConnection, AssertSqlSafe, Row};

use super::erasing;
use super::{Store, StoreError};

/// Since which transaction PostgreSQL still keeps what was deleted before it, as far as this process knows.
#[derive(Debug, Default)]
pub(super) struct VacuumOwed {
    rows: AtomicI64,
    statistics: AtomicI64,
}

impl VacuumOwed {
    pub(super) fn any(&self) -> bool {
        [&self.rows, &self.statistics].iter().any(|owed| owed.load(Ordering::SeqCst) != NOTHING)
    }
}

/// PostgreSQL writes its statistics anew as well, which hold samples of names and words. And it takes out of the indexes what
/// it takes out of a table: of a large one with few deleted rows it would leave them for later. A page that it is to freeze it
/// waits for, where it would go past one that somebody holds.
const VACUUM: &str = "VACUUM (FREEZE, ANALYZE, INDEX_CLEANUP TRUE) ";

/// What the statistics were before. Only whoever owns the database may, or has its rights without asking for them.
const STATISTICS: &str = "pg_catalog.pg_statistic";
const VACUUM_STATISTICS: &str = "VACUUM (FREEZE, INDEX_CLEANUP TRUE) pg_catalog.pg_statistic";
const OWNS_DATABASE: &str = "SELECT pg_has_role(datdba, 'USAGE') FROM pg_database WHERE datname = current_database()";

/// The number of the next transaction: all that committed by now have smaller ones.
const NEXT_TRANSACTION: &str = "SELECT txid_snapshot_xmax(txid_current_snapshot())";

/// Somebody for whom PostgreSQL keeps what was deleted before transaction `$1`: who works or reads since before that, a
/// prepared transaction, a replica that says so, by itself or by its slot; every role is told. For a logical slot (`$2` is 1) it
/// keeps what describes tables, their statistics too; a slot that is lost keeps nothing any more. A vacuum reads nothing as it was before. Numbers of transactions have 32
/// bits there and begin anew.
const OLDER: &str = "SELECT who FROM (\
     SELECT 'process ' || pid AS who, backend_xmin AS since FROM pg_stat_activity \
     WHERE (datname = current_database() OR datname IS NULL) \
     AND pid <> pg_backend_pid() AND pid NOT IN (SELECT pid FROM pg_stat_progress_vacuum) \
     UNION ALL SELECT 'process ' || pid, backend_xid FROM pg_stat_activity \
     WHERE datname = current_database() AND pid <> pg_backend_pid() \
     UNION ALL SELECT 'replication slot ' || slot_name, xmin FROM pg_replication_slots \
     WHERE wal_status IS DISTINCT FROM 'lost' \
     UNION ALL SELECT 'replication slot ' || slot_name, catalog_xmin FROM pg_replication_slots \
     WHERE $2 = 1 AND wal_status IS DISTINCT FROM 'lost' \
     UNION ALL SELECT 'prepared transaction ' || gid, transaction FROM pg_prepared_xacts \
     WHERE database = current_database()) reading \
     WHERE (($1 - CAST(CAST(since AS TEXT) AS BIGINT)) & 4294967295) BETWEEN 1 AND 2147483647 ORDER BY who LIMIT 1";

/// One of these tables, or of what lies beside their rows, in which rows may be left that were there before transaction `$1`,
/// and whether it may be vacuumed. A vacuum that freezes writes down here of which transaction on it has left anything.
const LEFT: &str = "SELECT CAST(c.oid::regclass AS TEXT), pg_has_role(c.relowner, 'USAGE') \
     OR pg_has_role((SELECT datdba FROM pg_database WHERE datname = current_database()), 'USAGE') FROM pg_class c \
     WHERE (($1 - CAST(CAST(c.relfrozenxid AS TEXT) AS BIGINT)) & 4294967295) BETWEEN 1 AND 2147483647 AND c.oid IN \
     (SELECT UNNEST(ARRAY[oid, reltoastrelid]) FROM pg_class WHERE oid IN (";

/// Whether a process waits for a page that somebody else holds.
const WAITS_FOR_PAGE: &str = "SELECT COUNT(*) FROM pg_stat_activity WHERE pid = $1 AND wait_event_type = 'BufferPin'";

/// Nothing is owed.
const NOTHING: i64 = 0;
/// Something is, since a moment that nobody has found out yet.
const SINCE_NOW: i64 = -1;

/// Between two looks whether they are gone.
const LOOK: Duration = Duration::from_millis(50);

impl Store {
    /// Takes out of PostgreSQL's tables what was deleted up to now, or, where this is another try, up to the moment since which
    /// it is owed.
    pub(super) async fn vacuum(&self, another_try: bool) -> Result<(), StoreError> {
        let _alone = self.shared.scrubbing.lock().await;
        let VacuumOwed { rows, statistics } = &self.shared.vacuum_owed;
        if !another_try {
            rows.store(SINCE_NOW, Ordering::SeqCst);
        }
        let mut connection = self.shared.pool.acquire().await?;
        if rows.load(Ordering::SeqCst) != NOTHING {
            let tables: Vec<&str> = erasing::tables().collect();
            self.older_end(&mut connection, rows, false).await?;
            self.patiently(&mut connection, format!("{VACUUM}{}", tables.join(", "))).await?;
            nothing_left(&mut connection, rows, &tables).await?;
            let owns_database = sqlx::query_scalar(OWNS_DATABASE).fetch_one(&mut *connection).await?;
            statistics.store(if owns_database { SINCE_NOW } else { NOTHING }, Ordering::SeqCst);
            rows.store(NOTHING, Ordering::SeqCst);
        }
        if statistics.load(Ordering::SeqCst) != NOTHING {
            self.older_end(&mut connection, statistics, true).await?;
            self.patiently(&mut connection, VACUUM_STATISTICS.to_owned()).await?;
            nothing_left(&mut connection, statistics, &[STATISTICS]).await?;
            statistics.store(NOTHING, Ordering::SeqCst);
        }
        Ok(())
    }

    /// Waits until nobody is there any more for whom PostgreSQL keeps what was deleted before it was `owed`: for as long as one
    /// waits for somebody's lock. `describes`: it describes tables.
    async fn older_end(
        &self,
        connection: &mut AnyConnection,
        owed: &AtomicI64,
        describes: bool,
    ) -> Result<(), StoreError> {
        if owed.load(Ordering::SeqCst) == SINCE_NOW {
            let next: i64 = sqlx::query_scalar(NEXT_TRANSACTION).fetch_one(&mut *connection).await?;
            owed.store(next, Ordering::SeqCst);
        }
        let since = owed.load(Ordering::SeqCst);
        let mut waited = Duration::ZERO;
        loop {
            let older: Option<String> = sqlx::query_scalar(OLDER)
                .bind(since)
                .bind(i64::from(describes))
                .fetch_optional(&mut *connection)
                .await?;
            match older {
                None => return Ok(()),
                Some(older) if waited >= self.shared.busy_timeout => {
                    return Err(StoreError::Busy(format!("{older} still keeps what was there before the deletion")));
                }
                Some(_) => tokio::time::sleep(LOOK).await,
            }
            waited += LOOK;
        }
    }

    /// Runs a VACUUM, which waits without an end for a page that somebody holds, for as long as one waits for somebody's lock.
    async fn patiently(&self, connection: &mut AnyConnection, vacuum: String) -> Result<(), StoreError> {
        let process: i64 =
            sqlx::query_scalar("SELECT CAST(pg_backend_pid() AS BIGINT)").fetch_one(&mut *connection).await?;
        let mut work = pin!(sqlx::raw_sql(AssertSqlSafe(vacuum)).execute(connection));
        tokio::select! {
            done = &mut work => return Ok(done.map(|_| ())?),
            () = self.end_at_a_held_page(process) => {}
        }
        match work.await {
            Ok(_) => Ok(()),
            Err(_) => Err(StoreError::Busy("somebody holds a page that is to be cleaned".to_owned())),
        }
    }

    /// Ends what a process does once it waits for a page for too long. Where that cannot be found out, or be done, it goes on
    /// and is looked at again.
    async fn end_at_a_held_page(&self, process: i64) {
        let mut waited = Duration::ZERO;
        loop {
            tokio::time::sleep(LOOK).await;
            let waits = sqlx::query_scalar::<_, i64>(WAITS_FOR_PAGE).bind(process).fetch_one(&self.shared.pool).await;
            waited = if waits.is_ok_and(|waits| waits > 0) { waited + LOOK } else { Duration::ZERO };
            if waited < self.shared.busy_timeout {
                continue;
            }
            let end = sqlx::query("SELECT pg_cancel_backend(CAST($1 AS INTEGER))").bind(process);
            match end.execute(&self.shared.pool).await {
                Ok(_) => return,
                Err(error) => {
                    tracing::warn!(cause = %error, "what waits for a page that somebody holds could not be ended");
                    waited = Duration::ZERO;
                }
            }
        }
    }
}

/// Whether these tables are free of what was deleted before it was `owed`.
async fn nothing_left(connection: &mut AnyConnection, owed: &AtomicI64, tables: &[&str]) -> Result<(), StoreError> {
    let tables: Vec<String> = tables.iter().map(|table| format!("'{table}'::regclass")).collect();
    let left = sqlx::query(AssertSqlSafe(format!("{LEFT}{}))", tables.join(", "))))
        .bind(owed.load(Ordering::SeqCst))
        .fetch_all(connection)
        .await?;
    let Some(left) = left.first() else { return Ok(()) };
    let (table, may): (String, bool) = (left.try_get(0)?, left.try_get(1)?);
    Err(if may {
        StoreError::Busy(format!("{table} may still hold what was there before the deletion"))
    } else {
        StoreError::ReadOnly(format!("only its owner may vacuum {table}, which may still hold what was deleted"))
    })
}
