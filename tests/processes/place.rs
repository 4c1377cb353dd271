//! One store for several processes: a file, or a schema of the PostgreSQL server that the environment names.

use sqlx::{AnyConnection, AssertSqlSafe, Connection};
use tempfile::TempDir;

use crate::common::postgres::empty_schema;

pub struct Place {
    pub url: String,
    /// Where a program runs; on SQLite the file is in it.
    pub folder: TempDir,
}

impl Place {
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { url: format!("sqlite://{}/clarion.db", folder.path().display()), folder }
    }

    /// `None`, and a visible skip, where there is no server.
    pub async fn postgres() -> Option<Self> {
        Some(Self { url: empty_schema().await?, folder: tempfile::tempdir().unwrap() })
    }

    /// Another empty one on the same engine.
    pub async fn another(&self) -> Self {
        if self.url.starts_with("sqlite") { Self::sqlite() } else { Self::postgres().await.unwrap() }
    }

    /// What the store says, past the store's own code.
    pub async fn number(&self, sql: &str) -> i64 {
        sqlx::any::install_default_drivers();
        let mut connection = AnyConnection::connect(&self.url).await.unwrap();
        let number = sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        number
    }
}

/// Each test is written once and run on both engines.
macro_rules! on_each_engine {
    ($($test:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::$test(&crate::place::Place::sqlite()).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                if let Some(place) = crate::place::Place::postgres().await {
                    super::$test(&place).await;
                }
            })*
        }
    };
}
pub(crate) use on_each_engine;
