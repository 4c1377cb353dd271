//! Opening: the file and its folder, the schema, and two starts at once.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, ConnectOptions, Connection, Executor};
use tokio::sync::{Mutex, Semaphore};

use super::connection::{Engine, Shared};
use super::{IdSource, Store, StoreError, StoreOptions, Synchronous};

/// The schema of both engines; and what they spell differently, numbered among the others.
static MIGRATIONS: Migrator = sqlx::migrate!("src/store/migrations");
static ONLY_SQLITE: Migrator = sqlx::migrate!("src/store/engines/sqlite");
static ONLY_POSTGRES: Migrator = sqlx::migrate!("src/store/engines/postgres");

/// How long a start waits for another one that is bringing the schema up to date.
const MIGRATION_PATIENCE: Duration = Duration::from_secs(60);
/// How often it looks.
const MIGRATION_LOOK: Duration = Duration::from_millis(20);
/// No process stands still for less than this only because the machine is busy.
const SHORTEST_STANDSTILL: Duration = Duration::from_secs(2);
/// So much of the file a connection keeps at most. With SQLite's own 2 MiB, the rows of 5,000 people did not fit, and every
/// question about all of them read each page many times.
const CACHE_KIB: u32 = 8 * 1024;
/// How long a connection to PostgreSQL may take.
const CONNECT_PATIENCE: Duration = Duration::from_secs(10);

impl Store {
    /// Opens the store, makes it where there is none (SQLite: with its folder), and brings its schema up to date.
    /// `seed` makes its ids differ from those of another process. Any number of starts may do so at once.
    ///
    /// # Errors
    /// Where the database cannot be opened or written, is not Clarion's, or a newer Clarion wrote it.
    pub async fn open(options: &StoreOptions, seed: u64) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let place = Place::find(&options.url)?;
        let guard = match &place {
            Place::File { path, .. } => Some(prepare_folder(path).await?),
            Place::Server(_) => None,
        };
        let any = AnyConnectOptions::from_str(place.url())
            .map_err(|_| StoreError::Other("its URL cannot be understood".to_owned()))?
            .disable_statement_logging();
        let pragmas = place.pragmas(options);
        let mut connection = tokio::time::timeout(CONNECT_PATIENCE, AnyConnection::connect_with(&any))
            .await
            .map_err(|_| StoreError::Unreachable(format!("no answer within {CONNECT_PATIENCE:?}")))??;
        let prepared = prepare(&mut connection, place.engine(), pragmas.as_deref()).await;
        connection.close().await.ok();
        let greatest_id = prepared?;
        drop(guard);

        let greeting = pragmas.unwrap_or_else(|| limits(options));
        let pool = pool(options, place.engine(), greeting, any);
        let ids = IdSource::new(seed);
        ids.after(greatest_id);
        Ok(Self {
            shared: Arc::new(Shared {
                engine: place.engine(),
                pool,
                ids,
                busy_timeout: options.busy_timeout,
                writer: Semaphore::new(1),
                scrubbing: Mutex::new(()),
                at_once: super::scrubbing::AtOnce::default(),
                vacuum_owed: super::vacuuming::VacuumOwed::default(),
            }),
        })
    }

    /// Whether processes elsewhere may write into it as well: it is a server.
    pub fn is_shared(&self) -> bool {
        self.shared.engine == Engine::Postgres
    }

    /// Whether there is something to open: of SQLite the file; of a server nothing is asked before it is opened.
    ///
    /// # Errors
    /// Where the URL names no database.
    pub fn is_there(options: &StoreOptions) -> Result<bool, StoreError> {
        Ok(match Place::find(&options.url)? {
            Place::File { path, .. } => path.is_file(),
            Place::Server(_) => true,
        })
    }

    /// Closes all connections, after the work in hand. On SQLite this leaves one whole file.
    pub async fn close(&self) {
        self.shared.pool.close().await;
    }
}

/// What every connection to PostgreSQL is told first: to wait for others no longer than SQLite would, and to end the
/// transaction of a process that stands still in the middle of it (a paused machine, say), which would hold all others
/// up for as long.
fn limits(options: &StoreOptions) -> String {
    let patience = options.busy_timeout;
    let stands_still = (patience * 2).max(SHORTEST_STANDSTILL);
    format!(
        "SET lock_timeout = {}; SET idle_in_transaction_session_timeout = {}",
        patience.as_millis(),
        stands_still.as_millis()
    )
}

fn pool(options: &StoreOptions, engine: Engine, greeting: String, any: AnyConnectOptions) -> AnyPool {
    AnyPoolOptions::new()
        .max_connections(options.connections.max(1))
        .acquire_timeout(options.busy_timeout.max(Duration::from_millis(100)))
        .idle_timeout(None)
        .max_lifetime(None)
        // A file is either there or the next statement says so; a lost server is told of by the work itself.
        .test_before_acquire(engine == Engine::Postgres)
        .after_connect(move |connection, _| {
            let greeting = greeting.clone();
            Box::pin(async move { connection.execute(AssertSqlSafe(greeting)).await.map(|_| ()) })
        })
        .connect_lazy_with(any)
}

/// Where a database is.
enum Place {
    File { path: PathBuf, url: String },
    Server(String),
}

impl Place {
    fn find(url: &str) -> Result<Self, StoreError> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Server(url.to_owned()));
        }
        if !url.starts_with("sqlite:") {
            let why = "its URL must begin with sqlite:// or postgres://";
            return Err(StoreError::Other(why.to_owned()));
        }
        let given = SqliteConnectOptions::from_str(url)
            .map_err(|_| StoreError::Other("its sqlite URL cannot be understood".to_owned()))?;
        let settings = url.split_once('?').map(|(_, settings)| settings);
        let memory = url.contains(":memory:") || settings.is_some_and(|settings| settings.contains("mode=memory"));
        if memory || given.get_filename().as_os_str().is_empty() {
            return Err(StoreError::Other("its sqlite URL must name a file".to_owned()));
        }
        // Absolute and escaped: a relative path with a space in it is no valid URL to begin with.
        let path = std::path::absolute(given.get_filename()).map_err(|error| unreachable_file(&error))?;
        let mut url = format!("sqlite://{}?", escaped(&path));
        match settings {
            Some(settings) if settings.contains("mode=") => url.push_str(settings),
            Some(settings) => url.push_str(&format!("mode=rwc&{settings}")),
            None => url.push_str("mode=rwc"),
        }
        Ok(Self::File { path, url })
    }

    fn url(&self) -> &str {
        match self {
            Self::File { url, .. } | Self::Server(url) => url,
        }
    }

    fn engine(&self) -> Engine {
        match self {
            Self::File { .. } => Engine::Sqlite,
            Self::Server(_) => Engine::Postgres,
        }
    }

    /// What every connection to SQLite is told first.
    fn pragmas(&self, options: &StoreOptions) -> Option<String> {
        let synchronous = match options.synchronous {
            Synchronous::Full => "FULL",
            Synchronous::Normal => "NORMAL",
        };
        let patience = options.busy_timeout.as_millis();
        matches!(self, Self::File { .. }).then(|| {
            format!(
                "PRAGMA busy_timeout = {patience}; PRAGMA synchronous = {synchronous}; PRAGMA foreign_keys = ON; \
                 PRAGMA cache_size = -{CACHE_KIB};"
            )
        })
    }
}

fn escaped(path: &Path) -> String {
    let mut escaped = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => escaped.push(*byte as char),
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}

/// Makes the folder and takes the lock beside the database; dropping the file gives it back.
///
/// SQLite's migrations take no lock of their own: two starts on a new file would both make its tables.
async fn prepare_folder(database: &Path) -> Result<File, StoreError> {
    let mut lock = database.as_os_str().to_owned();
    lock.push(".lock");
    let lock = PathBuf::from(lock);
    if let Some(folder) = database.parent() {
        std::fs::create_dir_all(folder).map_err(|error| unreachable_file(&error))?;
    }
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(lock)
        .map_err(|error| unreachable_file(&error))?;
    let turn = async {
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(()),
                Err(TryLockError::WouldBlock) => tokio::time::sleep(MIGRATION_LOOK).await,
                Err(TryLockError::Error(error)) => return Err(unreachable_file(&error)),
            }
        }
    };
    match tokio::time::timeout(MIGRATION_PATIENCE, turn).await {
        Ok(taken) => taken.map(|()| file),
        Err(_) => Err(StoreError::Busy(format!("another start has been at its schema for {MIGRATION_PATIENCE:?}"))),
    }
}

fn unreachable_file(error: &io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly(error.to_string()),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::Full(error.to_string()),
        _ => StoreError::Unreachable(error.to_string()),
    }
}

/// Brings the schema up to date, and returns the greatest id that was ever given.
async fn prepare(connection: &mut AnyConnection, engine: Engine, pragmas: Option<&str>) -> Result<i64, StoreError> {
    if let Some(pragmas) = pragmas {
        connection.execute(AssertSqlSafe(pragmas.to_owned())).await?;
        // Kept in the file. Readers no longer wait for a writer, nor it for them.
        sqlx::query("PRAGMA journal_mode = WAL").execute(&mut *connection).await?;
    }
    let migrations = migrations(engine);
    if let Err(error) = migrations.run_direct(None, connection, false).await {
        return Err(match error {
            MigrateError::VersionMissing(found) => newer(connection, &migrations, found).await?,
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
            other => StoreError::Damaged(other.to_string()),
        });
    }
    if engine == Engine::Sqlite {
        // A database that can only be read would fail at the first post; say so at the start.
        let mut probe = connection.begin_with(engine.begin()).await?;
        sqlx::query("CREATE TABLE write_probe (x BIGINT)").execute(&mut *probe).await?;
        probe.rollback().await?;
    }
    let greatest: i64 = sqlx::query_scalar(
        "SELECT COALESCE(MAX(id), 0) FROM (SELECT MAX(id) AS id FROM person UNION ALL SELECT MAX(id) FROM schedule \
         UNION ALL SELECT MAX(id) FROM occurrence UNION ALL SELECT MAX(claim) FROM occurrence \
         UNION ALL SELECT MAX(id) FROM recognition UNION ALL SELECT MAX(id) FROM reversal \
         UNION ALL SELECT MAX(id) FROM guild_holiday) AS ids",
    )
    .fetch_one(connection)
    .await?;
    Ok(greatest)
}

fn migrations(engine: Engine) -> Migrator {
    let own = match engine {
        Engine::Sqlite => &ONLY_SQLITE,
        Engine::Postgres => &ONLY_POSTGRES,
    };
    Migrator::with_migrations(MIGRATIONS.iter().chain(own.iter()).cloned().collect())
}

async fn newer(connection: &mut AnyConnection, migrations: &Migrator, missing: i64) -> Result<StoreError, StoreError> {
    let known = migrations.iter().map(|migration| migration.version).max().unwrap_or_default();
    let found: i64 =
        sqlx::query_scalar("SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations").fetch_one(connection).await?;
    Ok(if found > known {
        StoreError::NewerSchema { found, known }
    } else {
        StoreError::Damaged(format!("its schema has a step {missing} that no version of Clarion has"))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[tokio::test]
    async fn every_connection_is_as_careful_as_asked() {
        for (synchronous, number) in [(Synchronous::Full, 2), (Synchronous::Normal, 1)] {
            let folder = tempfile::tempdir().unwrap();
            let url = format!("sqlite://{}/clarion.db", folder.path().display());
            let busy_timeout = Duration::from_millis(1234);
            let options = StoreOptions { synchronous, busy_timeout, connections: 2, ..StoreOptions::new(url) };
            let store = Store::open(&options, 1).await.unwrap();
            let mut both = [store.shared.pool.acquire().await.unwrap(), store.shared.pool.acquire().await.unwrap()];
            for connection in &mut both {
                let mut told = Vec::new();
                for pragma in ["PRAGMA synchronous", "PRAGMA foreign_keys", "PRAGMA busy_timeout"] {
                    told.push(sqlx::query_scalar::<_, i64>(pragma).fetch_one(&mut **connection).await.unwrap());
                }
                assert_eq!(told, [number, 1, 1234]);
            }
        }
    }
}
