//! What somebody gave, of a year and of all years, as a row of its own: a screen of who gave asks for twenty-five people, of
//! whom each may have given thousands.
//!
//! To how many different people somebody gave in a stretch of days cannot be added up from shorter ones, so only the
//! stretches have a row that are long and that people ask for. Of shorter ones the recognitions themselves are counted. A
//! total is always counted anew from the recognitions, in the transaction that changes them, so that it cannot drift.

use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::Fault;
use super::days::numbered;
use super::people::DaysOf;

/// Sets them anew for whoever gave what has changed.
pub(super) async fn anew(connection: &mut AnyConnection, of: DaysOf) -> Result<(), Fault> {
    // (which giver, in which year's days; `$1` is what has changed)
    let (giver, of, year) = match of {
        DaysOf::Recognition(of) => {
            let year: Option<String> =
                sqlx::query_scalar("SELECT substr(local_date, 1, 4) FROM recognition WHERE id = $1")
                    .bind(of)
                    .fetch_optional(&mut *connection)
                    .await?;
            ("= (SELECT giver FROM recognition WHERE id = $1)", of, year)
        }
        DaysOf::Around(of) => (
            "IN (SELECT id FROM person WHERE id = $1 UNION SELECT giver FROM recognition_receiver WHERE person_id = $1)",
            of,
            None,
        ),
    };
    let (first, last) = match &year {
        Some(year) => (format!("{year}-01-01"), format!("{year}-12-31")),
        None => (String::new(), "9999-12-31".to_owned()),
    };
    sqlx::query(AssertSqlSafe(format!(
        "DELETE FROM giver_total WHERE person_id {giver} AND (year = '' OR (year >= $2 AND year <= $3))"
    )))
    .bind(of)
    .bind(year.as_deref().unwrap_or_default())
    .bind(year.as_deref().unwrap_or("9999"))
    .execute(&mut *connection)
    .await?;
    let week = numbered("x.local_date");
    let figures = format!(
        "COUNT(DISTINCT x.recognition_id), COUNT(DISTINCT x.person_id), COUNT(DISTINCT ({week}) / 7) \
         FROM recognition_receiver x WHERE x.giver {giver} AND x.counts = 1 AND x.local_date <> ''"
    );
    sqlx::query(AssertSqlSafe(format!(
        "INSERT INTO giver_total (person_id, year, gives, people, weeks) SELECT x.giver, '', {figures} GROUP BY x.giver"
    )))
    .bind(of)
    .execute(&mut *connection)
    .await?;
    sqlx::query(AssertSqlSafe(format!(
        "INSERT INTO giver_total (person_id, year, gives, people, weeks) SELECT x.giver, substr(x.local_date, 1, 4), \
         {figures} AND x.local_date >= $2 AND x.local_date <= $3 GROUP BY x.giver, substr(x.local_date, 1, 4)"
    )))
    .bind(of)
    .bind(first)
    .bind(last)
    .execute(&mut *connection)
    .await?;
    Ok(())
}
