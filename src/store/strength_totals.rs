//! How often peers named a strength in somebody, as a row of its own: in all that stands, which they see themselves, and in
//! what others see of it.
//!
//! Whatever changes what a recognition names, or who sees it, takes out all that it names before, and puts it in
//! afterwards, in the same transaction.

use sqlx::AnyConnection;

use super::connection::Fault;

/// What a recognition names in each of its receivers, as it stands at the moment, is taken out (`sign` -1) or put in (1).
async fn add(connection: &mut AnyConnection, recognition: i64, sign: i64) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO strength_total (person_id, name, named, seen) \
         SELECT x.person_id, s.name, CAST($2 AS BIGINT) * COUNT(*), CAST($2 AS BIGINT) \
         * COUNT(CASE WHEN x.counts = 1 AND x.hidden = 0 AND r.quiet = 0 THEN 1 END) \
         FROM recognition_receiver x JOIN recognition r ON r.id = x.recognition_id \
         JOIN recognition_strength s ON s.recognition_id = x.recognition_id JOIN person p ON p.id = x.person_id \
         WHERE x.recognition_id = $1 AND x.counts IN (1, 2) AND p.user_id IS NOT NULL GROUP BY x.person_id, s.name \
         ON CONFLICT (person_id, name) DO UPDATE SET named = strength_total.named + excluded.named, \
         seen = strength_total.seen + excluded.seen",
    )
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
        sqlx::query(sqlx::AssertSqlSafe(format!(
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
