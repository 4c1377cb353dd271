//! What was given in a server, for those who manage it to take along. Whoever pauses is left out, and what was given
//! quietly, hidden or taken back is not spelled out.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serenity::model::id::GuildId;
use sqlx::AnyConnection;

use super::connection::Fault;
use super::rows::{id, instant};
use super::{Store, StoreError};
use crate::recognition::sheet::Entry;

/// So many are read at once.
const A_PAGE: i64 = 1_000;

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    given_at: i64,
    local_date: String,
    channel_id: i64,
    quiet: i64,
    from_user: Option<i64>,
    words: Option<String>,
    ended: Option<String>,
}

/// Who got one, as far as others may see it, and how many they are.
#[derive(Default)]
struct To {
    seen: Vec<String>,
    people: u32,
}

impl Store {
    /// The recognitions that were given in a server, before a date where one is given: the latest first, `most` at most; and
    /// whether those are all.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn given_here(
        &self,
        guild: GuildId,
        before: Option<Date>,
        most: usize,
    ) -> Result<(Vec<Entry>, bool), StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let mut entries = Vec::new();
        let mut below = i64::MAX;
        loop {
            let rows: Vec<Row> = sqlx::query_as(
                "SELECT r.id, r.given_at, r.local_date, r.channel_id, r.quiet, p.user_id AS from_user, w.words, \
                 v.kind AS ended FROM recognition r JOIN person p ON p.id = r.giver \
                 LEFT JOIN recognition_words w ON w.recognition_id = r.id \
                 LEFT JOIN reversal v ON v.recognition_id = r.id \
                 WHERE r.guild_id = $1 AND r.local_date < $2 AND r.id < $3 AND p.paused_at IS NULL \
                 ORDER BY r.id DESC LIMIT $4",
            )
            .bind(guild.get().cast_signed())
            .bind(before.map_or_else(|| "9999-99-99".to_owned(), |date| date.to_string()))
            .bind(below)
            .bind(A_PAGE)
            .fetch_all(&mut *connection)
            .await?;
            let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok((entries, true)) };
            below = last.id;
            let mut to = received(&mut connection, guild, last.id, first.id).await?;
            let mut named = strengths(&mut connection, guild, last.id, first.id).await?;
            for row in rows {
                if entries.len() >= most {
                    return Ok((entries, false));
                }
                let to = to.remove(&row.id).unwrap_or_default();
                let told = row.quiet == 0 && row.ended.is_none() && !to.seen.is_empty();
                entries.push(Entry {
                    id: id(row.id)?.to_string(),
                    given_at: instant(row.given_at)?.to_string(),
                    date: row.local_date,
                    channel: row.channel_id.cast_unsigned().to_string(),
                    from: row.from_user.map(|user| user.cast_unsigned().to_string()),
                    to: if row.quiet == 0 { to.seen } else { Vec::new() },
                    people: to.people,
                    words: row.words.filter(|_| told),
                    strengths: named.remove(&row.id).filter(|_| told).unwrap_or_default(),
                    ended: row.ended,
                });
            }
        }
    }
}

/// Who got those from one id to another.
async fn received(
    connection: &mut AnyConnection,
    guild: GuildId,
    from: i64,
    to: i64,
) -> Result<BTreeMap<i64, To>, Fault> {
    let rows: Vec<(i64, Option<i64>)> = sqlx::query_as(
        "SELECT x.recognition_id, CASE WHEN x.hidden = 0 AND p.never_announce = 0 AND p.paused_at IS NULL \
         THEN p.user_id END FROM recognition_receiver x JOIN person p ON p.id = x.person_id \
         WHERE x.recognition_id >= $1 AND x.recognition_id <= $2 AND p.guild_id = $3 ORDER BY x.recognition_id, x.place",
    )
    .bind(from)
    .bind(to)
    .bind(guild.get().cast_signed())
    .fetch_all(connection)
    .await?;
    let mut received: BTreeMap<i64, To> = BTreeMap::new();
    for (recognition, user) in rows {
        let to = received.entry(recognition).or_default();
        to.people += 1;
        to.seen.extend(user.map(|user| user.cast_unsigned().to_string()));
    }
    Ok(received)
}

/// What those from one id to another name.
async fn strengths(
    connection: &mut AnyConnection,
    guild: GuildId,
    from: i64,
    to: i64,
) -> Result<BTreeMap<i64, Vec<String>>, Fault> {
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "SELECT s.recognition_id, s.name FROM recognition_strength s JOIN recognition r ON r.id = s.recognition_id \
         WHERE s.recognition_id >= $1 AND s.recognition_id <= $2 AND r.guild_id = $3 \
         ORDER BY s.recognition_id, s.place",
    )
    .bind(from)
    .bind(to)
    .bind(guild.get().cast_signed())
    .fetch_all(connection)
    .await?;
    let mut named: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for (recognition, name) in rows {
        named.entry(recognition).or_default().push(name);
    }
    Ok(named)
}
