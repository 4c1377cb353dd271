//! A place of its own on a PostgreSQL server for each test that asks.

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AnyConnection, AssertSqlSafe, Connection};

use super::skip::skipped;

/// Names the server (`postgres://user@host:port/database`); `tests/postgres.sh` starts one.
const SERVER: &str = "CLARION_TEST_POSTGRES";

/// The URL of an empty schema of the server that the environment names. Without one, `None` and a visible skip.
pub async fn empty_schema() -> Option<String> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let Some(server) = std::env::var(SERVER).ok().filter(|url| !url.is_empty()) else {
        skipped("nothing is tried on PostgreSQL, because CLARION_TEST_POSTGRES names no server");
        return None;
    };
    let schema = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(&server).await.unwrap();
    let make = format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}");
    sqlx::raw_sql(AssertSqlSafe(make)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let joint = if server.contains('?') { '&' } else { '?' };
    Some(format!("{server}{joint}options[search_path]={schema}"))
}
