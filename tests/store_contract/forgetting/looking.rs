//! What still tells of somebody: in the rows, and in the bytes of every file of the database; on PostgreSQL in rows that were
//! deleted.

use std::collections::BTreeMap;

use clarion::clock::Clock;
use clarion::store::Store;
use sqlx::{AssertSqlSafe, Row};

use super::super::engines::Place;
use super::super::pages;
use super::{DIRECT, JO, TELLS, later};

/// Every value of every table as text, but for the schema's own history.
pub async fn dump(place: &Place) -> BTreeMap<String, Vec<String>> {
    let mut connection = place.raw().await;
    let sqlite = place.url.starts_with("sqlite");
    let tables = if sqlite {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    } else {
        "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = current_schema()"
    };
    let mut dump = BTreeMap::new();
    for table in sqlx::query(tables).fetch_all(&mut connection).await.unwrap() {
        let table: String = table.get(0);
        if table == "_sqlx_migrations" {
            continue;
        }
        let columns = if sqlite {
            format!("SELECT name FROM pragma_table_info('{table}')")
        } else {
            format!(
                "SELECT CAST(column_name AS TEXT) FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND table_name = '{table}' ORDER BY ordinal_position"
            )
        };
        let columns = sqlx::query(AssertSqlSafe(columns)).fetch_all(&mut connection).await.unwrap();
        let columns: Vec<String> =
            columns.iter().map(|row| format!("COALESCE(CAST({} AS TEXT), 'NULL')", row.get::<String, _>(0))).collect();
        let all = format!("SELECT {} FROM {table}", columns.join(" || '|' || "));
        let rows = sqlx::query(AssertSqlSafe(all)).fetch_all(&mut connection).await.unwrap();
        let mut rows: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        rows.sort();
        dump.insert(table, rows);
    }
    dump
}

/// The rows in which somebody's id, private messages or words stand.
pub async fn tells(place: &Place) -> Vec<String> {
    let sought = [JO.to_string(), DIRECT.to_string(), TELLS.to_owned()];
    let rows = dump(place).await;
    let lines = rows.iter().flat_map(|(table, rows)| rows.iter().map(move |row| format!("{table}: {row}")));
    lines.filter(|line| sought.iter().any(|sought| line.contains(sought))).collect()
}

/// A whole number of 64 bits as it can stand in a file: as text, big and little end first, and as SQLite's variable-length
/// integer (<https://sqlite.org/fileformat2.html>).
fn written(number: u64) -> Vec<Vec<u8>> {
    let mut variable = vec![(number & 0xff) as u8];
    let mut rest = number >> 8;
    for _ in 0..8 {
        variable.push((rest & 0x7f) as u8 | 0x80);
        rest >>= 7;
    }
    variable.reverse();
    vec![number.to_string().into_bytes(), number.to_be_bytes().into(), number.to_le_bytes().into(), variable]
}

/// What of somebody stands in any file of the folder.
pub fn traces(place: &Place) -> Vec<String> {
    let mut sought = vec![TELLS.as_bytes().to_vec()];
    sought.extend([JO.get(), DIRECT].into_iter().flat_map(written));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(place.file().parent().unwrap()).unwrap() {
        let file = entry.unwrap().path();
        let bytes = std::fs::read(&file).unwrap();
        for sought in &sought {
            if bytes.windows(sought.len()).any(|window| window == sought) {
                found.push(format!("{}: {}", file.display(), String::from_utf8_lossy(sought)));
            }
        }
    }
    found
}

/// Where something of somebody stands in a row of PostgreSQL's, deleted or not; where nobody may read them, as if nowhere.
pub async fn kept(place: &Place) -> Option<Vec<String>> {
    let mut sought = vec![TELLS.as_bytes().to_vec()];
    sought.extend([JO.get(), DIRECT].map(pages::bytes_of));
    sought.extend([JO.get(), DIRECT].map(|number| number.to_string().into_bytes()));
    pages::kept(place, &sought, false).await
}

/// No row, no deleted row and no byte has anything of Jo's.
pub async fn left_no_trace(place: &Place, store: &Store) {
    assert_eq!(tells(place).await, Vec::<String>::new());
    if store.is_shared() {
        store.scrub_at_once(&Clock::stepped(later()).0).await.unwrap();
        assert_eq!(kept(place).await.unwrap_or_default(), Vec::<String>::new());
    } else {
        store.scrub().await.unwrap();
        assert_eq!(traces(place), Vec::<String>::new());
    }
}
