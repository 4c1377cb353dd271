//! What PostgreSQL's pages still hold: rows that were deleted, and what was there before a change, stay in a table and in its
//! indexes until a vacuum, though no statement finds them. The extension `pageinspect`, which comes with the server, reads them
//! as they are.

use sqlx::{AnyConnection, AssertSqlSafe, Connection, Row};

use super::common::skip::skipped;
use super::engines::Place;

/// Each of them once: two at once would both make it.
const EXTENSION: &str = "BEGIN; SELECT pg_advisory_xact_lock(1909); \
     CREATE EXTENSION IF NOT EXISTS pageinspect SCHEMA public; COMMIT";

/// The tables of the schema, with what lies beside their rows, and the statistics of all tables.
const TABLES: &str = "CAST(c.oid::regclass AS TEXT) AS name FROM pg_class c WHERE c.relkind IN ('r', 't') AND pg_relation_size(c.oid) > 0 \
     AND (c.relnamespace = current_schema()::regnamespace \
     OR c.oid IN (SELECT reltoastrelid FROM pg_class WHERE relnamespace = current_schema()::regnamespace) \
     OR c.oid IN ('pg_catalog.pg_statistic'::regclass, \
     (SELECT reltoastrelid FROM pg_class WHERE oid = 'pg_catalog.pg_statistic'::regclass)))";
const INDEXES: &str = "CAST(c.oid::regclass AS TEXT) AS name FROM pg_class c WHERE c.relkind = 'i' AND pg_relation_size(c.oid) > 0 \
     AND c.relnamespace = current_schema()::regnamespace";

/// A whole number of 64 bits as it stands in a row.
pub fn bytes_of(number: u64) -> Vec<u8> {
    number.to_le_bytes().into()
}

/// The tables and indexes in which any of these bytes stand in a row, deleted or not; `statistics` of whichever schema are
/// looked at as well, or are not. `None`, and a visible skip, where the server's role may not read pages.
pub async fn kept(place: &Place, sought: &[Vec<u8>], statistics: bool) -> Option<Vec<String>> {
    let mut connection = place.raw().await;
    if let Err(error) = sqlx::raw_sql(EXTENSION).execute(&mut connection).await {
        skipped(&format!("deleted rows are not looked for, because pageinspect cannot be installed: {error}"));
        return None;
    }
    let mut found = Vec::new();
    let in_row = any(sought, |hex| format!("POSITION(DECODE('{}', 'hex') IN i.t_data) > 0", hex.concat()));
    let in_index = any(sought, |hex| format!("POSITION('{}' IN i.data) > 0", hex.join(" ")));
    for name in names(&mut connection, TABLES).await {
        if name.starts_with("pg_") && !name.starts_with("pg_toast") && !statistics {
            continue;
        }
        let rows = format!(
            "SELECT COUNT(*) FROM {}, LATERAL public.heap_page_items(public.get_raw_page('{name}', b::INTEGER)) i \
             WHERE {in_row}",
            pages(&name, 0)
        );
        note(&mut connection, &name, rows, &mut found).await;
    }
    for name in names(&mut connection, INDEXES).await {
        // The first page is about the index itself.
        let entries = format!(
            "SELECT COUNT(*) FROM {}, LATERAL public.bt_page_items('{name}', b::INTEGER) i WHERE {in_index}",
            pages(&name, 1)
        );
        note(&mut connection, &name, entries, &mut found).await;
    }
    connection.close().await.unwrap();
    Some(found)
}

fn any(sought: &[Vec<u8>], words: impl Fn(&[String]) -> String) -> String {
    let hex = |bytes: &Vec<u8>| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>();
    sought.iter().map(|bytes| words(&hex(bytes))).collect::<Vec<_>>().join(" OR ")
}

fn pages(name: &str, first: u8) -> String {
    let size = "CAST(current_setting('block_size') AS INTEGER)";
    format!("GENERATE_SERIES({first}, pg_relation_size('{name}') / {size} - 1) b")
}

async fn names(connection: &mut AnyConnection, of: &'static str) -> Vec<String> {
    let rows = sqlx::query(AssertSqlSafe(format!("SELECT {of}"))).fetch_all(connection).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

async fn note(connection: &mut AnyConnection, name: &str, count: String, found: &mut Vec<String>) {
    let number: i64 = sqlx::query_scalar(AssertSqlSafe(count)).fetch_one(connection).await.unwrap();
    if number > 0 {
        found.push(format!("{name}: {number}"));
    }
}
