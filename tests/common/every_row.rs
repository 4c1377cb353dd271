//! Everything that a database of either engine holds, to be held against what it held before.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::{AnyPool, AssertSqlSafe, Row as _};

pub async fn pool(url: &str) -> AnyPool {
    install_default_drivers();
    AnyPoolOptions::new().max_connections(1).connect(url).await.unwrap()
}

fn is_sqlite(pool: &AnyPool) -> bool {
    pool.connect_options().database_url.scheme() == "sqlite"
}

/// Every row of every table, in SQL's own words: text in quotation marks, numbers without.
pub async fn rows(pool: &AnyPool) -> BTreeSet<String> {
    let mut rows = BTreeSet::new();
    for table in tables(pool).await {
        let quoted = |(name, kind): (String, String)| match (is_sqlite(pool), kind.to_uppercase().as_str()) {
            (true, _) => format!("quote({name})"),
            (false, "TEXT") => format!("quote_nullable({name})"),
            (false, _) => format!("COALESCE(CAST({name} AS TEXT), 'NULL')"),
        };
        let columns: Vec<String> = columns(pool, &table).await.into_iter().map(quoted).collect();
        let all = format!("SELECT {} FROM {table}", columns.join(" || ',' || "));
        for row in sqlx::query(AssertSqlSafe(all)).fetch_all(pool).await.unwrap() {
            rows.insert(format!("{table}: {}", row.get::<String, _>(0)));
        }
    }
    rows
}

/// All but the interactions that somebody has taken.
pub async fn tables(pool: &AnyPool) -> Vec<String> {
    let (from, name) = match is_sqlite(pool) {
        true => ("sqlite_master WHERE type = 'table'", "name"),
        false => ("information_schema.tables WHERE table_schema = current_schema()", "table_name"),
    };
    let tables = format!(
        "SELECT CAST({name} AS TEXT) FROM {from} AND {name} NOT IN ('interaction', '_sqlx_migrations') ORDER BY 1"
    );
    sqlx::query_scalar(AssertSqlSafe(tables)).fetch_all(pool).await.unwrap()
}

/// The names and types of a table's columns.
pub async fn columns(pool: &AnyPool, table: &str) -> Vec<(String, String)> {
    let columns = match is_sqlite(pool) {
        true => format!("SELECT name, type FROM pragma_table_info('{table}')"),
        false => format!(
            "SELECT CAST(column_name AS TEXT), CAST(data_type AS TEXT) FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name = '{table}' ORDER BY ordinal_position"
        ),
    };
    sqlx::query_as(AssertSqlSafe(columns)).fetch_all(pool).await.unwrap()
}
