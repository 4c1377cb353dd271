//! What the row of somebody who got a recognition repeats of it: its giver, its day and its moment, and whether it counts.
//! Everything is counted from these rows alone, so a recount begins with them (`recounting.rs`).

use std::collections::BTreeSet;

use serenity::model::id::GuildId;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::Fault;
use super::rows::listed;

/// Whether the recognition `r`, given by `g`, counts for somebody who got it, `p`: 0, it is over; 2, it rests; 1, it counts.
const COUNTS: &str = "CASE WHEN EXISTS (SELECT 1 FROM reversal v WHERE v.recognition_id = r.id) THEN 0 \
     WHEN g.paused_at IS NOT NULL OR p.paused_at IS NOT NULL THEN 2 ELSE 1 END";

/// A recognition with the rows of those who got it.
const ROWS: &str = "recognition r JOIN recognition_receiver x ON x.recognition_id = r.id \
     JOIN person g ON g.id = r.giver JOIN person p ON p.id = x.person_id";

fn wrong() -> String {
    format!(
        "(x.giver IS DISTINCT FROM r.giver OR x.local_date IS DISTINCT FROM r.local_date \
         OR x.given_at IS DISTINCT FROM r.given_at OR x.counts IS DISTINCT FROM {COUNTS})"
    )
}

/// How many such rows some days of a server have, one at least, and the recognitions of those that are wrong, each as often as
/// it has such rows.
pub(super) async fn of_days(
    connection: &mut AnyConnection,
    guild: GuildId,
    days: &[String],
) -> Result<(usize, Vec<i64>), Fault> {
    let places = (2..days.len() + 2).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
    // Of those that are right only how many they are.
    let asked = format!(
        "SELECT CASE WHEN {wrong} THEN x.recognition_id ELSE 0 END, COUNT(*) FROM {ROWS} \
         WHERE r.guild_id = $1 AND r.local_date IN ({places}) GROUP BY 1",
        wrong = wrong()
    );
    let mut asking = sqlx::query_as(AssertSqlSafe(asked)).persistent(false).bind(guild.get().cast_signed());
    for day in days {
        asking = asking.bind(day.as_str());
    }
    let found: Vec<(i64, i64)> = asking.fetch_all(connection).await?;
    let (mut all, mut wrong) = (0, Vec::new());
    for (recognition, rows) in found {
        let rows = usize::try_from(rows).unwrap_or_default();
        all += rows;
        if recognition != 0 {
            wrong.extend((0..rows).map(|_| recognition));
        }
    }
    Ok((all, wrong))
}

/// Whom and which days some recognitions are counted for.
#[derive(Debug, Default)]
pub(super) struct Touched {
    pub(super) people: BTreeSet<i64>,
    pub(super) days: BTreeSet<String>,
}

/// Puts the rows of some recognitions right, one at least. What is counted for anybody who is in one of them before or after,
/// and for such a day, is to be counted anew.
pub(super) async fn put_right(connection: &mut AnyConnection, recognitions: &[i64]) -> Result<Touched, Fault> {
    let recognitions = listed(recognitions);
    let before: Vec<(Option<i64>, i64, i64, String, String)> = sqlx::query_as(AssertSqlSafe(format!(
        "SELECT x.giver, r.giver, x.person_id, x.local_date, r.local_date FROM {ROWS} WHERE r.id IN ({recognitions})"
    )))
    .persistent(false)
    .fetch_all(&mut *connection)
    .await?;
    let mut touched = Touched::default();
    for (said, giver, receiver, said_day, day) in before {
        touched.people.extend(said.into_iter().chain([giver, receiver]));
        touched.days.extend([said_day, day]);
    }
    sqlx::query(AssertSqlSafe(format!(
        "UPDATE recognition_receiver SET giver = r.giver, local_date = r.local_date, given_at = r.given_at, counts = {COUNTS} \
         FROM recognition r, person g, person p WHERE r.id = recognition_receiver.recognition_id AND g.id = r.giver \
         AND p.id = recognition_receiver.person_id AND recognition_receiver.recognition_id IN ({recognitions})"
    )))
    .persistent(false)
    .execute(connection)
    .await?;
    Ok(touched)
}
