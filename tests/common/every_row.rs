//! Everything that a database of either engine holds, to be held against what it held before.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::{AnyPool, AssertSqlSafe};

pub async fn pool(url: &str) -> AnyPool {
    install_default_drivers();
    AnyPoolOptions::new().max_connections(1).connect(url).await.unwrap()
}

fn is_sqlite(pool: &AnyPool) -> bool {
    pool.connect_options().database_url.scheme() == "sqlite"
}

/// Every row of every table, in SQL's own words: text in quotation marks, numbers without.
pub async fn rows(pool: &AnyPool) -> BTreeSet<String> {
    answered(pool, &question(pool).await).await
}

/// What is asked for all of them. Where they are asked for often, it is put together once.
pub async fn question(pool: &AnyPool) -> String {
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (table, name, kind) in all_columns(pool).await {
        let quoted = match (is_sqlite(pool), kind.to_uppercase().as_str()) {
            (true, _) => format!("quote({name})"),
            (false, "TEXT") => format!("quote_nullable({name})"),
            (false, _) => format!("COALESCE(CAST({name} AS TEXT), 'NULL')"),
        };
        tables.entry(table).or_default().push(quoted);
    }
    // One question for all of them: asked table by table, the asking takes longer than what is tried in between.
    let all: Vec<String> = (tables.iter())
        .map(|(table, columns)| format!("SELECT '{table}: ' || {} FROM {table}", columns.join(" || ',' || ")))
        .collect();
    all.join(" UNION ALL ")
}

/// What is answered to [`question`].
pub async fn answered(pool: &AnyPool, question: &str) -> BTreeSet<String> {
    let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(question)).fetch_all(pool).await.unwrap();
    rows.into_iter().collect()
}

/// The table, name and type of every column, but for those of the interactions that somebody has taken.
pub async fn all_columns(pool: &AnyPool) -> Vec<(String, String, String)> {
    let (columns, order) = match is_sqlite(pool) {
        true => (
            "m.name, c.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name",
            "1, c.cid",
        ),
        false => (
            "CAST(table_name AS TEXT), CAST(column_name AS TEXT), CAST(data_type AS TEXT) \
             FROM information_schema.columns WHERE table_schema = current_schema() AND table_name",
            "1, ordinal_position",
        ),
    };
    let all = format!("SELECT {columns} NOT IN ('interaction', '_sqlx_migrations') ORDER BY {order}");
    sqlx::query_as(AssertSqlSafe(all)).fetch_all(pool).await.unwrap()
}
