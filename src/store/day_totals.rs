//! How many recognitions of a day count, and how many of them name each strength (`recognition_day`), counted anew from the
//! recognitions. Whatever is given or ends moves them by one (`recognitions.rs`), and a pause by what turns (`pausing.rs`).

use serenity::model::id::GuildId;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::Fault;
use super::differing::differing;

/// How many recognitions of a server (`$1`) count, by day: all under '', and those that name a strength under its name, but for
/// quiet ones. `which` is a condition on the recognitions `r`.
fn counted(which: &str) -> String {
    let counts = "EXISTS (SELECT 1 FROM recognition_receiver x WHERE x.recognition_id = r.id AND x.counts = 1)";
    format!(
        "SELECT r.local_date AS local_date, '' AS strength, COUNT(*) AS number FROM recognition r \
         WHERE r.guild_id = $1 AND {which} AND {counts} GROUP BY r.local_date \
         UNION ALL SELECT r.local_date, s.name, COUNT(*) FROM recognition r \
         JOIN recognition_strength s ON s.recognition_id = r.id \
         WHERE r.guild_id = $1 AND {which} AND r.quiet = 0 AND {counts} GROUP BY r.local_date, s.name"
    )
}

/// Whether the totals of some days of a server (`$1`; the days are from `$2` on, one at least) are what its recognitions tell,
/// by day.
pub(super) fn compared(days: usize) -> String {
    let days = (2..days + 2).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
    differing(
        "local_date",
        &format!(
            "SELECT local_date, strength, number FROM recognition_day \
             WHERE guild_id = $1 AND local_date IN ({days}) AND number <> 0"
        ),
        &counted(&format!("r.local_date IN ({days})")),
    )
}

/// The days of which a server has recognitions or totals, each with how many recognitions it has.
pub(super) async fn days_of(connection: &mut AnyConnection, guild: GuildId) -> Result<Vec<(String, i64)>, Fault> {
    let days = sqlx::query_as(
        "SELECT t.day, CAST(SUM(t.number) AS BIGINT) FROM (SELECT local_date AS day, COUNT(*) AS number FROM recognition \
         WHERE guild_id = $1 GROUP BY local_date UNION ALL SELECT DISTINCT local_date, 0 FROM recognition_day \
         WHERE guild_id = $1) t GROUP BY t.day ORDER BY t.day",
    )
    .bind(guild.get().cast_signed())
    .fetch_all(connection)
    .await?;
    Ok(days)
}

/// Counts a day of a server anew.
pub(super) async fn anew(connection: &mut AnyConnection, guild: GuildId, day: &str) -> Result<(), Fault> {
    sqlx::query("DELETE FROM recognition_day WHERE guild_id = $1 AND local_date = $2")
        .bind(guild.get().cast_signed())
        .bind(day)
        .execute(&mut *connection)
        .await?;
    sqlx::query(AssertSqlSafe(format!(
        "INSERT INTO recognition_day (guild_id, local_date, strength, number) \
         SELECT CAST($1 AS BIGINT), c.local_date, c.strength, c.number FROM ({}) c",
        counted("r.local_date = $2")
    )))
    .bind(guild.get().cast_signed())
    .bind(day)
    .execute(connection)
    .await?;
    Ok(())
}
