//! What somebody gave, of each stretch of days that people ask for (`stretches.rs`), as a row of its own: a screen of who gave
//! asks for twenty-five people, of whom each may have given thousands.
//!
//! To how many different people somebody gave cannot be added up from shorter stretches, so each has its row. Of a week, and
//! of other days, the recognitions themselves are counted.
//!
//! Whoever gives, takes back or comes back from a pause has theirs counted anew from the recognitions, in the transaction
//! that changes them. Somebody's pause, or its end, changes the totals of all who ever thanked them, and each of those may
//! have given thousands: of theirs it takes out, or puts in, what turned and no more ([`rest`]). Counting that way could go
//! wrong unseen, so the naive model (`tests/store_contract/recognition_model/pausing.rs`) compares each row after each step
//! of paths that are mostly pauses: of givers and receivers, in turn and at once, over the end of a year, with take-backs and
//! erasures in between.

use jiff::civil::Date;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::Fault;
use super::days::numbered;
use super::differing::differing;
use super::rows::{date, listed};
use super::stretches::Stretch;
use crate::recognition::Dates;

/// Sets them anew for whoever gave a recognition.
pub(super) async fn anew(connection: &mut AnyConnection, recognition: i64) -> Result<(), Fault> {
    let given: Option<(Option<i64>, String)> =
        sqlx::query_as("SELECT giver, local_date FROM recognition WHERE id = $1")
            .bind(recognition)
            .fetch_optional(&mut *connection)
            .await?;
    let Some((Some(giver), day)) = given else { return Ok(()) };
    let day = date(&day)?;
    let [all, year, quarter, month] = Stretch::EACH.map(|stretch| stretch.name(day));
    sqlx::query("DELETE FROM giver_total WHERE person_id = $1 AND stretch IN ($2, $3, $4, $5)")
        .bind(giver)
        .bind(all)
        .bind(year)
        .bind(quarter)
        .bind(month)
        .execute(&mut *connection)
        .await?;
    count(connection, giver, Some(day)).await
}

/// Counts all that somebody gave, of the stretches that hold a day, or of each. They have no such total.
async fn count(connection: &mut AnyConnection, giver: i64, day: Option<Date>) -> Result<(), Fault> {
    for stretch in Stretch::EACH {
        let dates = day.map_or(Dates::ALL, |day| stretch.around(day));
        sqlx::query(AssertSqlSafe(format!(
            "INSERT INTO giver_total (person_id, stretch, gives, people, weeks) {}",
            counted(stretch, "x.giver = $1 AND x.local_date >= $2 AND x.local_date <= $3")
        )))
        .bind(giver)
        .bind(dates.first.to_string())
        .bind(dates.last.to_string())
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// What is counted of a kind of stretch from those recognitions (`which`, a condition on the rows `x` of who got them).
fn counted(stretch: Stretch, which: &str) -> String {
    let (name, week) = (stretch.named("x.local_date"), numbered("x.local_date"));
    format!(
        "SELECT x.giver, {name}, COUNT(DISTINCT x.recognition_id), COUNT(DISTINCT x.person_id), \
         COUNT(DISTINCT ({week}) / 7) FROM recognition_receiver x WHERE {which} AND x.counts = 1 GROUP BY x.giver, {name}"
    )
}

/// Whether the totals of some people, one at least, are what their recognitions tell, by person.
pub(super) fn compared(people: &[i64]) -> String {
    let people = listed(people);
    let which = format!("x.giver IN ({people}) AND x.local_date <> ''");
    differing(
        "CAST(person_id AS TEXT)",
        &format!("SELECT person_id, stretch, gives, people, weeks FROM giver_total WHERE person_id IN ({people})"),
        &Stretch::EACH.map(|stretch| counted(stretch, &which)).join(" UNION ALL "),
    )
}

/// Counts all totals of somebody anew.
pub(super) async fn all_anew(connection: &mut AnyConnection, giver: i64) -> Result<(), Fault> {
    rest_own(connection, giver, false).await
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
    // All that one gave to the other turns at once, so that these are people more or fewer by one. A week is one more or less
    // where nothing else of it counts in that stretch.
    let name = |day: &str| {
        let names = (0..).zip(Stretch::EACH).map(|(kind, stretch)| format!("WHEN {kind} THEN {}", stretch.named(day)));
        format!("CASE k.kind {} END", names.collect::<Vec<_>>().join(" "))
    };
    let changed = format!(
        "{turned} INSERT INTO giver_total (person_id, stretch, gives, people, weeks) \
         SELECT s.giver, s.stretch, CAST($2 AS BIGINT) * CAST(SUM(s.gives) AS BIGINT), \
         CAST($2 AS BIGINT), CAST($2 AS BIGINT) * COUNT(DISTINCT CASE \
         WHEN s.week_before = s.week AND s.stretch_before = s.stretch THEN NULL \
         WHEN s.week_after = s.week AND s.stretch_after = s.stretch THEN NULL ELSE s.week END) \
         FROM (SELECT t.giver, t.gives, t.week, t.week_before, t.week_after, {} AS stretch, {} AS stretch_before, \
         {} AS stretch_after FROM turned t \
         CROSS JOIN (SELECT 0 AS kind UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3) k) s \
         GROUP BY s.giver, s.stretch \
         ON CONFLICT (person_id, stretch) DO UPDATE SET gives = giver_total.gives + excluded.gives, \
         people = giver_total.people + excluded.people, weeks = giver_total.weeks + excluded.weeks",
        name("t.day"),
        name("t.before"),
        name("t.after"),
    );
    sqlx::query(AssertSqlSafe(changed))
        .bind(person)
        .bind(if rests { -1_i64 } else { 1 })
        .execute(&mut *connection)
        .await?;
    if rests {
        sqlx::query(
            "DELETE FROM giver_total WHERE gives <= 0 AND person_id IN \
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
