//! What somebody gave, of a year and of all years, as a row of its own: a screen of who gave asks for twenty-five people, of
//! whom each may have given thousands.
//!
//! To how many different people somebody gave in a stretch of days cannot be added up from shorter ones, so only the
//! stretches have a row that are long and that people ask for. Of shorter ones the recognitions themselves are counted.
//!
//! Whoever gives, takes back or comes back from a pause has theirs counted anew from the recognitions, in the transaction
//! that changes them. Somebody's pause, or its end, changes the totals of all who ever thanked them, and each of those may
//! have given thousands: of theirs it takes out, or puts in, what turned and no more ([`rest`]). Counting that way could go
//! wrong unseen, so the naive model (`tests/store_contract/recognition_model/pausing.rs`) compares each row after each step
//! of paths that are mostly pauses: of givers and receivers, in turn and at once, over the end of a year, with take-backs and
//! erasures in between.

use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::Fault;
use super::days::numbered;

/// Sets them anew for whoever gave a recognition.
pub(super) async fn anew(connection: &mut AnyConnection, recognition: i64) -> Result<(), Fault> {
    let given: Option<(Option<i64>, String)> =
        sqlx::query_as("SELECT giver, substr(local_date, 1, 4) FROM recognition WHERE id = $1")
            .bind(recognition)
            .fetch_optional(&mut *connection)
            .await?;
    let Some((Some(giver), year)) = given else { return Ok(()) };
    sqlx::query("DELETE FROM giver_total WHERE person_id = $1 AND year IN ('', $2)")
        .bind(giver)
        .bind(&year)
        .execute(&mut *connection)
        .await?;
    count(connection, giver, Some(&year)).await
}

/// Counts all that somebody gave, of a year or of each, and of all years. They have no such total.
async fn count(connection: &mut AnyConnection, giver: i64, year: Option<&str>) -> Result<(), Fault> {
    let (first, last) = match year {
        Some(year) => (format!("{year}-01-01"), format!("{year}-12-31")),
        None => (String::new(), "9999-12-31".to_owned()),
    };
    let week = numbered("x.local_date");
    let figures = format!(
        "COUNT(DISTINCT x.recognition_id), COUNT(DISTINCT x.person_id), COUNT(DISTINCT ({week}) / 7) \
         FROM recognition_receiver x WHERE x.giver = $1 AND x.counts = 1 AND x.local_date <> ''"
    );
    sqlx::query(AssertSqlSafe(format!(
        "INSERT INTO giver_total (person_id, year, gives, people, weeks) SELECT x.giver, '', {figures} GROUP BY x.giver"
    )))
    .bind(giver)
    .execute(&mut *connection)
    .await?;
    sqlx::query(AssertSqlSafe(format!(
        "INSERT INTO giver_total (person_id, year, gives, people, weeks) SELECT x.giver, substr(x.local_date, 1, 4), \
         {figures} AND x.local_date >= $2 AND x.local_date <= $3 GROUP BY x.giver, substr(x.local_date, 1, 4)"
    )))
    .bind(giver)
    .bind(first)
    .bind(last)
    .execute(&mut *connection)
    .await?;
    Ok(())
}

/// What others gave to somebody (`$1`) and what is marked (`counts` 3), by giver and day: how many recognitions count to
/// nobody else; and the nearest days, that one or before and that one or after, on which that giver gave something that
/// counts. Each is the end of a stretch of an index.
fn turned() -> String {
    let nearest = |which: &str, order: &str| {
        format!(
            "(SELECT y.local_date FROM recognition_receiver y WHERE y.giver = d.giver AND y.counts = 1 \
             AND y.local_date {which} d.day AND y.local_date <> '' ORDER BY y.local_date {order} LIMIT 1)"
        )
    };
    let week = |day: &str| format!("({}) / 7", numbered(day));
    format!(
        "WITH d AS MATERIALIZED (SELECT x.giver, x.local_date AS day, COUNT(CASE WHEN NOT EXISTS \
         (SELECT 1 FROM recognition_receiver y WHERE y.recognition_id = x.recognition_id AND y.counts = 1) THEN 1 END) \
         AS gives FROM recognition_receiver x WHERE x.person_id = $1 AND x.counts = 3 AND x.giver <> $1 \
         AND x.local_date <> '' GROUP BY x.giver, x.local_date), \
         n AS MATERIALIZED (SELECT d.giver, d.day, d.gives, {} AS before, {} AS after FROM d), \
         turned AS MATERIALIZED (SELECT n.giver, n.day, n.gives, n.before, n.after, {} AS week, {} AS week_before, \
         {} AS week_after FROM n)",
        nearest("<=", "DESC"),
        nearest(">=", "ASC"),
        week("n.day"),
        week("n.before"),
        week("n.after"),
    )
}

/// Takes what turned out of the totals of all who gave something to somebody, where that one pauses (`rests`), or puts it
/// in. What turned is marked (`counts` 3).
pub(super) async fn rest(connection: &mut AnyConnection, person: i64, rests: bool) -> Result<(), Fault> {
    let turned = turned();
    // A year is the first four letters of its days, and all years are none of them. All that one gave to the other turns at
    // once, so that these are people more or fewer by one. A week is one more or less where nothing else of it counts.
    let changed = format!(
        "{turned} INSERT INTO giver_total (person_id, year, gives, people, weeks) \
         SELECT t.giver, substr(t.day, 1, k.letters), CAST($2 AS BIGINT) * CAST(SUM(t.gives) AS BIGINT), \
         CAST($2 AS BIGINT), CAST($2 AS BIGINT) * COUNT(DISTINCT CASE \
         WHEN t.week_before = t.week AND substr(t.before, 1, k.letters) = substr(t.day, 1, k.letters) THEN NULL \
         WHEN t.week_after = t.week AND substr(t.after, 1, k.letters) = substr(t.day, 1, k.letters) THEN NULL \
         ELSE t.week END) \
         FROM turned t CROSS JOIN (SELECT 0 AS letters UNION ALL SELECT 4) k \
         GROUP BY t.giver, substr(t.day, 1, k.letters) \
         ON CONFLICT (person_id, year) DO UPDATE SET gives = giver_total.gives + excluded.gives, \
         people = giver_total.people + excluded.people, weeks = giver_total.weeks + excluded.weeks"
    );
    sqlx::query(AssertSqlSafe(changed))
        .bind(person)
        .bind(if rests { -1_i64 } else { 1 })
        .execute(&mut *connection)
        .await?;
    if rests {
        sqlx::query(
            "DELETE FROM giver_total WHERE gives = 0 AND person_id IN \
             (SELECT x.giver FROM recognition_receiver x WHERE x.person_id = $1 AND x.counts = 3)",
        )
        .bind(person)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Somebody's own, when what they gave and got has turned: while they pause (`rests`) they have none.
pub(super) async fn rest_own(connection: &mut AnyConnection, person: i64, rests: bool) -> Result<(), Fault> {
    sqlx::query("DELETE FROM giver_total WHERE person_id = $1").bind(person).execute(&mut *connection).await?;
    if !rests {
        count(connection, person, None).await?;
    }
    Ok(())
}

/// The days in weeks of which somebody else gives something that counts no more, or again, now that what they gave to
/// somebody is marked (`counts` 3): by giver.
pub(super) async fn weeks_turned(connection: &mut AnyConnection, person: i64) -> Result<Vec<(i64, String)>, Fault> {
    let turned = turned();
    let asked = format!(
        "{turned} SELECT t.giver, MIN(t.day) FROM turned t WHERE COALESCE(t.week_before, t.week - 1) <> t.week \
         AND COALESCE(t.week_after, t.week - 1) <> t.week GROUP BY t.giver, t.week"
    );
    Ok(sqlx::query_as(AssertSqlSafe(asked)).bind(person).fetch_all(connection).await?)
}
