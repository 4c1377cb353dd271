//! Days as numbers, from Monday, 27 December 1999: what every person of a server is asked for is quicker to compare as a
//! number than as the text that rows hold, most of all where PostgreSQL follows the locale of its database. No recognition is
//! older, and seven of them are a week.

use jiff::civil::{Date, date};

/// The day 0.
const FIRST: Date = date(1999, 12, 27);

/// The number of a day.
pub(super) fn number(day: Date) -> i64 {
    i64::from(FIRST.until(day).map_or(0, |between| between.get_days()))
}

/// The week of a day, from Monday to Sunday.
pub(super) fn week(day: Date) -> i64 {
    number(day).div_euclid(7)
}

/// The number of the day that a column holds, in SQL; NULL where it holds none. (Neither engine's own functions are known to
/// the other. Years begin in March, so that the day that comes every fourth one is their last.)
pub(super) fn numbered(column: &str) -> String {
    let months = format!("(12 * CAST(substr({column}, 1, 4) AS BIGINT) + CAST(substr({column}, 6, 2) AS BIGINT) - 3)");
    format!(
        "CASE WHEN {column} <> '' THEN 365 * ({months} / 12) + {months} / 48 - {months} / 1200 + {months} / 4800 \
         + (153 * ({months} % 12) + 2) / 5 + CAST(substr({column}, 9, 2) AS BIGINT) - 730421 END"
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use jiff::ToSpan;
    use proptest::prelude::*;
    use sqlx::{AnyConnection, AssertSqlSafe, Connection};

    use super::*;

    #[test]
    fn weeks_begin_on_mondays() {
        assert_eq!((number(FIRST), number(date(2000, 1, 1)), number(date(2026, 11, 22))), (0, 5, 9_827));
        assert_eq!((week(FIRST), week(date(2000, 1, 2)), week(date(2000, 1, 3))), (0, 0, 1));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_database_numbers_days_alike(days in prop::collection::vec(0..2_000_000_i32, 20)) {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                sqlx::any::install_default_drivers();
                let mut connection = AnyConnection::connect("sqlite::memory:").await.unwrap();
                for day in days.into_iter().filter_map(|days| FIRST.checked_add(days.days()).ok()) {
                    let asked = format!("SELECT {} FROM (SELECT '{day}' AS day) t", numbered("t.day"));
                    let found: i64 = sqlx::query_scalar(AssertSqlSafe(asked)).fetch_one(&mut connection).await.unwrap();
                    assert_eq!(found, number(day), "{day}");
                }
                let none = format!("SELECT COUNT({}) FROM (SELECT NULL AS day UNION SELECT '') t", numbered("t.day"));
                let none: i64 = sqlx::query_scalar(AssertSqlSafe(none)).fetch_one(&mut connection).await.unwrap();
                assert_eq!(none, 0);
            });
        }
    }
}
