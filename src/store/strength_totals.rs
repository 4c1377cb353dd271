//! How often peers named a strength in somebody, as a row of its own: in all that stands, which they see themselves, and in
//! what others see of it.
//!
//! Whatever changes what a recognition names, or who sees it, takes out all that it names before, and puts it in
//! afterwards, in the same transaction.

use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::Fault;
use super::differing::differing;
use super::rows::listed;

/// How often each strength is named in those who got certain recognitions (`which`, a condition on their rows `x`), with a
/// sign before each number.
fn named(sign: &str, which: &str) -> String {
    format!(
        "SELECT x.person_id, s.name, {sign}COUNT(*), \
         {sign}COUNT(CASE WHEN x.counts = 1 AND x.hidden = 0 AND r.quiet = 0 THEN 1 END) \
         FROM recognition_receiver x JOIN recognition r ON r.id = x.recognition_id \
         JOIN recognition_strength s ON s.recognition_id = x.recognition_id JOIN person p ON p.id = x.person_id \
         WHERE {which} AND x.counts IN (1, 2) AND p.user_id IS NOT NULL GROUP BY x.person_id, s.name"
    )
}

/// What a recognition names in each of its receivers, as it stands at the moment, is taken out (`sign` -1) or put in (1).
async fn add(connection: &mut AnyConnection, recognition: i64, sign: i64) -> Result<(), Fault> {
    let named = named("CAST($2 AS BIGINT) * ", "x.recognition_id = $1");
    sqlx::query(AssertSqlSafe(format!(
        "INSERT INTO strength_total (person_id, name, named, seen) {named} \
         ON CONFLICT (person_id, name) DO UPDATE SET named = strength_total.named + excluded.named, \
         seen = strength_total.seen + excluded.seen"
    )))
    .bind(recognition)
    .bind(sign)
    .execute(connection)
    .await?;
    Ok(())
}

/// Before something about a recognition changes.
pub(super) async fn take_out(connection: &mut AnyConnection, recognition: i64) -> Result<(), Fault> {
    add(connection, recognition, -1).await
}

/// After it has changed.
pub(super) async fn put_in(connection: &mut AnyConnection, recognition: i64) -> Result<(), Fault> {
    add(connection, recognition, 1).await
}

/// What somebody gave and got, and what is marked (`counts` 3), counts no more from now on (`rests`) or counts again.
pub(super) async fn rest(connection: &mut AnyConnection, person: i64, rests: bool) -> Result<(), Fault> {
    for whose in ["giver", "person_id"] {
        sqlx::query(AssertSqlSafe(format!(
            "INSERT INTO strength_total (person_id, name, named, seen) \
             SELECT x.person_id, s.name, 0, CAST($2 AS BIGINT) * COUNT(*) \
             FROM recognition_receiver x JOIN recognition r ON r.id = x.recognition_id \
             JOIN recognition_strength s ON s.recognition_id = x.recognition_id JOIN person p ON p.id = x.person_id \
             WHERE x.{whose} = $1 AND x.counts = 3 AND x.hidden = 0 AND r.quiet = 0 AND p.user_id IS NOT NULL \
             GROUP BY x.person_id, s.name \
             ON CONFLICT (person_id, name) DO UPDATE SET seen = strength_total.seen + excluded.seen"
        )))
        .bind(person)
        .bind(if rests { -1_i64 } else { 1 })
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Whether what is named in some people, one at least, is what their recognitions tell, by person.
pub(super) fn compared(people: &[i64]) -> String {
    let people = listed(people);
    differing(
        "CAST(person_id AS TEXT)",
        &format!(
            "SELECT person_id, name, named, seen FROM strength_total \
             WHERE person_id IN ({people}) AND (named <> 0 OR seen <> 0)"
        ),
        &named("", &format!("x.person_id IN ({people})")),
    )
}

/// Counts all that is named in somebody anew.
pub(super) async fn anew(connection: &mut AnyConnection, person: i64) -> Result<(), Fault> {
    sqlx::query("DELETE FROM strength_total WHERE person_id = $1").bind(person).execute(&mut *connection).await?;
    let write = format!("INSERT INTO strength_total (person_id, name, named, seen) {}", named("", "x.person_id = $1"));
    sqlx::query(AssertSqlSafe(write)).bind(person).execute(connection).await?;
    Ok(())
}
