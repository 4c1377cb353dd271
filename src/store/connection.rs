//! The one place that opens a transaction, and that sorts a database's errors by what people can do about them.

use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool};
use tokio::sync::{Mutex, Semaphore, SemaphorePermit};

use super::scrubbing::AtOnce;
use super::vacuuming::VacuumOwed;
use super::{IdSource, StoreError};

/// How often a transaction is tried again after it lost to another one. Losing this often in a row means that the
/// database is overwhelmed, which is worth an error.
const MOST_ATTEMPTS: u32 = 40;
/// A second try after a unique key was taken is for ids of two processes that met by chance; more of them is a defect.
const MOST_COLLISIONS: u32 = 4;
/// The longest rest between two attempts.
const LONGEST_REST: Duration = Duration::from_millis(100);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// Reading and then writing is only safe so: SQLite's plain BEGIN fails under contention instead of waiting, and
    /// PostgreSQL's overdraws an allowance that two read at once.
    pub(super) fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN ISOLATION LEVEL SERIALIZABLE",
        }
    }
}

/// What all clones of a store share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) engine: Engine,
    pub(super) pool: AnyPool,
    pub(super) ids: IdSource,
    pub(super) busy_timeout: Duration,
    /// SQLite has one writer. Queueing for it here is fair, and no thread sleeps in SQLite's own waiting.
    pub(super) writer: Semaphore,
    /// Who scrubs the files holds it.
    pub(super) scrubbing: Mutex<()>,
    /// Who waits for that.
    pub(super) at_once: AtOnce,
    /// What PostgreSQL is still to take out of its pages.
    pub(super) vacuum_owed: VacuumOwed,
}

/// Why the work inside a transaction stopped.
#[derive(Debug)]
pub(super) enum Fault {
    /// The database said no.
    Sql(sqlx::Error),
    /// We did.
    Store(StoreError),
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Sql(error) => error.into(),
            Fault::Store(error) => error,
        }
    }
}

/// Runs a block in a writing transaction and commits it. The block gives a `Result<T, Fault>`; it may run several times,
/// even after it was committed (where the answer was lost), so it changes nothing but the database, and there nothing
/// twice. (A macro, because the compiler cannot tell of a closure that borrows its
/// connection for any lifetime that its future may move between threads.)
macro_rules! in_transaction {
    ($shared:expr, |$connection:ident| $block:block) => {{
        $crate::store::connection::failpoint!("begin");
        let mut turn = $shared.turn().await?;
        loop {
            let mut open = match turn.begin().await {
                Ok(open) => open,
                Err(error) => break Err(error),
            };
            let $connection: &mut sqlx::AnyConnection = open.connection();
            let worked: Result<_, $crate::store::connection::Fault> = async { $block }.await;
            $crate::store::connection::failpoint!("written");
            if let Some(done) = turn.end(open, worked).await {
                $crate::store::connection::failpoint!("committed");
                break done;
            }
        }
    }};
}
pub(super) use in_transaction;

/// A place at which a test can stop the program to kill it, named after the function around it. Nothing without the
/// feature `failpoints`.
macro_rules! failpoint {
    ($step:literal) => {
        #[cfg(feature = "failpoints")]
        {
            let here = || ();
            $crate::failpoints::pass(std::any::type_name_of_val(&here), $step);
        }
    };
}
pub(super) use failpoint;

/// Somebody's turn to write.
pub(super) struct Turn<'a> {
    shared: &'a Shared,
    _permit: Option<SemaphorePermit<'a>>,
    lost: u32,
    collided: u32,
    unanswered: bool,
    cut: bool,
}

/// An open transaction. Dropping it undoes it, and closes its connection: one in an unclear state (the work was cut off,
/// or SQLite ended the transaction by itself because the disk is full) is not given to anybody else.
pub(super) struct Open {
    connection: PoolConnection<Any>,
    ended: bool,
}

impl Shared {
    /// Waits for a turn to write.
    pub(super) async fn turn(&self) -> Result<Turn<'_>, StoreError> {
        let permit = match self.engine {
            Engine::Sqlite => match tokio::time::timeout(self.busy_timeout, self.writer.acquire()).await {
                Ok(permit) => Some(permit.map_err(|_| StoreError::Unreachable("the store is closed".to_owned()))?),
                Err(_) => return Err(StoreError::Busy(format!("no turn to write within {:?}", self.busy_timeout))),
            },
            Engine::Postgres => None,
        };
        Ok(Turn { shared: self, _permit: permit, lost: 0, collided: 0, unanswered: false, cut: false })
    }
}

impl Turn<'_> {
    pub(super) async fn begin(&mut self) -> Result<Open, StoreError> {
        self.open().await.map_err(|error| self.fault(error))
    }

    async fn open(&self) -> Result<Open, sqlx::Error> {
        let mut open = Open { connection: self.shared.pool.acquire().await?, ended: false };
        sqlx::raw_sql(self.shared.engine.begin()).execute(open.connection()).await?;
        Ok(open)
    }

    /// What a failure means: after a commit that nobody answered, none of a later try says that it was not done.
    fn fault(&self, error: sqlx::Error) -> StoreError {
        let fault = StoreError::from(error);
        if self.unanswered { StoreError::Unanswered(fault.to_string()) } else { fault }
    }

    /// Commits what worked and undoes what did not. `None` where the work is to be done again: it lost to another
    /// transaction, or the connection broke. Where that was at the commit, it is done or not, and by its keys a second
    /// time finds what the first has done.
    pub(super) async fn end<T>(&mut self, mut open: Open, worked: Result<T, Fault>) -> Option<Result<T, StoreError>> {
        let last_word = if worked.is_ok() { "COMMIT" } else { "ROLLBACK" };
        let ended = sqlx::raw_sql(last_word).execute(open.connection()).await;
        open.ended = ended.is_ok();
        drop(open);
        let unanswered = worked.is_ok() && ended.as_ref().is_err_and(tells_nothing);
        let fault = match (worked, ended) {
            (Ok(done), Ok(_)) => return Some(Ok(done)),
            (Err(Fault::Store(error)), _) => return Some(Err(error)),
            (Err(Fault::Sql(error)), _) | (Ok(_), Err(error)) => error,
        };
        match () {
            () if lost_to_another(&fault) && self.lost < MOST_ATTEMPTS => {
                self.lost += 1;
                let most = LONGEST_REST.min(Duration::from_millis(2) * 2_u32.saturating_pow(self.lost.min(10)));
                tokio::time::sleep(most.mul_f64(self.shared.ids.chance())).await;
                None
            }
            () if took_a_taken_key(&fault) && self.collided < MOST_COLLISIONS => {
                self.collided += 1;
                None
            }
            () if unanswered && !self.unanswered => {
                self.unanswered = true;
                None
            }
            () if fault.as_database_error().is_none() && !unanswered && !self.cut => {
                self.cut = true;
                None
            }
            () => Some(Err(self.fault(fault))),
        }
    }
}

impl Open {
    pub(super) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.connection
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        if !self.ended {
            self.connection.close_on_drop();
        }
    }
}

/// PostgreSQL: serialization_failure, deadlock_detected, and idle_in_transaction_session_timeout (this process stood
/// still). Nothing happened, and the same work may well succeed now.
fn lost_to_another(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| matches!(&*code, "40001" | "40P01" | "25P03"))
}

/// Whether it may have been committed: the connection broke before an answer, or the server was ending it (PostgreSQL's
/// class 57P, which can say that it was committed here and not yet elsewhere).
fn tells_nothing(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .is_none_or(|error| error.code().is_some_and(|code| code.len() == 5 && code.starts_with("57P")))
}

fn took_a_taken_key(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|error| error.is_unique_violation())
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let Some(fault) = error.as_database_error() else {
            return match &error {
                sqlx::Error::PoolTimedOut => Self::Unreachable("no connection in time".to_owned()),
                sqlx::Error::PoolClosed => Self::Unreachable("the store is closed".to_owned()),
                sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::WorkerCrashed => {
                    Self::Unreachable(error.to_string())
                }
                sqlx::Error::Migrate(inner) => Self::Other(inner.to_string()),
                // These can show the URL, and with it a password.
                sqlx::Error::Configuration(_) => Self::Other("its URL cannot be understood".to_owned()),
                _ => Self::Other(error.to_string()),
            };
        };
        // A message of PostgreSQL can quote a row; its detail is not part of `message`.
        let (message, code) = (fault.message().to_owned(), fault.code().unwrap_or_default().into_owned());
        // SQLite's extended codes hold the primary one in their low byte (<https://sqlite.org/rescode.html>); SQLSTATE
        // has five characters (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
        match code.parse::<u32>().ok().filter(|_| code.len() != 5) {
            Some(number) => match number & 0xff {
                5 | 6 => Self::Busy(message),
                8 | 3 => Self::ReadOnly(message),
                13 => Self::Full(message),
                // A disk that is full already when a file has to grow speaks of an I/O error: on writing, syncing,
                // truncating, or making room for the index of its log (its files -wal and -shm).
                10 if matches!(number >> 8, 3..=6 | 18 | 19 | 21) => Self::Full(message),
                14 | 10 => Self::Unreachable(message),
                11 | 26 => Self::Damaged(message),
                _ => Self::Other(message),
            },
            None => match code.as_str() {
                "40001" | "40P01" | "55P03" | "57014" | "53300" => Self::Busy(message),
                "25006" | "42501" => Self::ReadOnly(message),
                "53100" => Self::Full(message),
                "XX001" | "XX002" => Self::Damaged(message),
                // A missing database, a refused password, a server that is going down.
                code if code.starts_with("08") || code.starts_with("57P") || code.starts_with("28") => {
                    Self::Unreachable(message)
                }
                "3D000" => Self::Unreachable(message),
                _ => Self::Other(message),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serenity::model::id::{ChannelId, GuildId, InteractionId, UserId};

    use crate::recognition::Dates;
    use crate::store::{Given, NewRecognition, Store, StoreError, StoreOptions};

    fn gift(interaction: u64, words: &str) -> NewRecognition {
        NewRecognition {
            interaction: InteractionId::new(interaction),
            guild: GuildId::new(1),
            channel: ChannelId::new(2),
            giver: UserId::new(3),
            receivers: vec![UserId::new(4)],
            words: words.to_owned(),
            way: None,
            quiet: false,
            strengths: Vec::new(),
            names: Vec::new(),
            about: None,
            at: "2026-11-23T08:00:00Z".parse().unwrap(),
            local_date: jiff::civil::date(2026, 11, 23),
        }
    }

    /// The file may not grow, as on a full disk: what does not fit is undone as a whole, it is said so, and what fits
    /// again later goes in.
    #[tokio::test]
    async fn a_full_disk_undoes_and_is_said_so() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/clarion.db", folder.path().display());
        let store = Store::open(&StoreOptions { connections: 1, ..StoreOptions::new(url) }, 1).await.unwrap();
        let wait = std::time::Duration::from_secs(60);
        store.give(&gift(1, "before"), wait).await.unwrap();
        let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(&store.shared.pool).await.unwrap();
        let full = format!("PRAGMA max_page_count = {pages}");
        sqlx::query(sqlx::AssertSqlSafe(full)).execute(&store.shared.pool).await.unwrap();

        let refused = store.give(&gift(2, &"no room for this ".repeat(3000)), wait).await;
        assert!(matches!(refused, Err(StoreError::Full(_))), "{refused:?}");
        assert_eq!(store.givers(GuildId::new(1), Dates::ALL).await.unwrap()[0].gives, 1);
        let left: i64 =
            sqlx::query_scalar("SELECT COUNT(*) FROM occurrence").fetch_one(&store.shared.pool).await.unwrap();
        assert_eq!(left, 1);
        // Nothing of the failed one is in the way, and the same interaction may be tried again.
        let given = store.give(&gift(2, "short"), wait).await.unwrap();
        assert!(matches!(given, Given::Counted(_)), "{given:?}");
    }
}
