//! What was given in a server, for those who manage it to take along. Whoever pauses is left out, and what was given
//! quietly, hidden or taken back is not spelled out. Whom its channel does not name beside its words is not named here either.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serenity::model::id::GuildId;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::Fault;
use super::recognitions::LEFT_OUT;
use super::rows::{id, instant};
use super::{Store, StoreError};
use crate::recognition::sheet::Entry;

/// So many are read at once: as many places as the statements about a page have.
const A_PAGE: usize = 500;

/// Later than any day that there is.
const NO_DAY: &str = "9999-99-99";

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    given_at: i64,
    local_date: String,
    channel_id: i64,
    quiet: i64,
    from_user: Option<i64>,
    from_name: Option<String>,
    words: Option<String>,
    ended: Option<String>,
}

/// Who got one, as far as others may see it, and how many they are.
#[derive(Default)]
struct To {
    seen: Vec<String>,
    /// What those are called.
    names: Vec<String>,
    people: u32,
}

impl Store {
    /// The recognitions that were given in a server, before a date where one is given: the latest day first, `most` at most,
    /// and none after those that are `bytes` long together, each with `beside` bytes more than its contents; and whether those
    /// are all.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn given_here(
        &self,
        guild: GuildId,
        before: Option<Date>,
        most: usize,
        (bytes, beside): (usize, usize),
    ) -> Result<(Vec<Entry>, bool), StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let mut entries = Vec::new();
        let mut written = 0;
        // No recognition has an id of 0, so these are the days before it.
        let mut below = (before.map_or_else(|| NO_DAY.to_owned(), |date| date.to_string()), 0);
        loop {
            let rows = page(&mut connection, guild, &below).await?;
            let Some(last) = rows.last() else { return Ok((entries, true)) };
            below = (last.local_date.clone(), last.id);
            let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
            let mut to = received(&mut connection, &ids).await?;
            let mut named = strengths(&mut connection, &ids).await?;
            for row in rows {
                if entries.len() >= most || written > bytes {
                    return Ok((entries, false));
                }
                let (to, named) = (to.remove(&row.id).unwrap_or_default(), named.remove(&row.id).unwrap_or_default());
                let entry = row.entry(to, named)?;
                written += entry.contents() + beside;
                entries.push(entry);
            }
        }
    }
}

impl Row {
    fn entry(self, to: To, strengths: Vec<String>) -> Result<Entry, StoreError> {
        let told = self.quiet == 0 && self.ended.is_none() && !to.seen.is_empty();
        let people = to.people;
        let (to, names) = match self.quiet == 0 && self.ended.is_none() {
            true => (to.seen, to.names),
            false => (Vec::new(), Vec::new()),
        };
        Ok(Entry {
            id: id(self.id)?.to_string(),
            given_at: instant(self.given_at)?.to_string(),
            date: self.local_date,
            channel: self.channel_id.cast_unsigned().to_string(),
            from: self.from_user.map(|user| user.cast_unsigned().to_string()),
            from_name: self.from_user.map(|_| called(self.from_name)),
            to,
            to_names: names,
            people,
            words: self.words.filter(|_| told),
            strengths: if told { strengths } else { Vec::new() },
            ended: self.ended,
        })
    }
}

/// The next of them after a day and an id: by the index of a server's days, so that a page reads its own rows, however many
/// there are beside them.
async fn page(connection: &mut AnyConnection, guild: GuildId, (day, id): &(String, i64)) -> Result<Vec<Row>, Fault> {
    let rows = sqlx::query_as(
        "SELECT r.id, r.given_at, r.local_date, r.channel_id, r.quiet, p.user_id AS from_user, \
         p.name AS from_name, w.words, v.kind AS ended FROM recognition r JOIN person p ON p.id = r.giver \
         LEFT JOIN recognition_words w ON w.recognition_id = r.id \
         LEFT JOIN reversal v ON v.recognition_id = r.id \
         WHERE r.guild_id = $1 AND (r.local_date, r.id) < ($2, $3) AND p.paused_at IS NULL \
         ORDER BY r.local_date DESC, r.id DESC LIMIT $4",
    )
    .bind(guild.get().cast_signed())
    .bind(day)
    .bind(id)
    .bind(i64::try_from(A_PAGE).unwrap_or(i64::MAX))
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// Who got those of a page, which are of one server. (Asked for the server's people as well, SQLite would begin with them, and
/// look for each of a page's recognitions at each of thousands.)
async fn received(connection: &mut AnyConnection, page: &[i64]) -> Result<BTreeMap<i64, To>, Fault> {
    let query = sqlx::query_as(AssertSqlSafe(format!(
        "SELECT x.recognition_id, CASE WHEN x.hidden = 0 AND p.never_announce = 0 AND p.paused_at IS NULL \
         AND NOT {LEFT_OUT} THEN p.user_id END, p.name FROM recognition_receiver x JOIN person p ON p.id = x.person_id \
         WHERE x.recognition_id IN ({}) ORDER BY x.recognition_id, x.place",
        places()
    )));
    let rows: Vec<(i64, Option<i64>, Option<String>)> = of_page(query, page).fetch_all(connection).await?;
    let mut received: BTreeMap<i64, To> = BTreeMap::new();
    for (recognition, user, name) in rows {
        let to = received.entry(recognition).or_default();
        to.people += 1;
        if let Some(user) = user {
            to.seen.push(user.cast_unsigned().to_string());
            to.names.push(called(name));
        }
    }
    Ok(received)
}

/// What somebody is called in a file, on one line: others stand on lines of their own.
fn called(name: Option<String>) -> String {
    let name = name.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() { "a member".to_owned() } else { name }
}

/// What those of a page name.
async fn strengths(connection: &mut AnyConnection, page: &[i64]) -> Result<BTreeMap<i64, Vec<String>>, Fault> {
    let query = sqlx::query_as(AssertSqlSafe(format!(
        "SELECT s.recognition_id, s.name FROM recognition_strength s \
         WHERE s.recognition_id IN ({}) ORDER BY s.recognition_id, s.place",
        places()
    )));
    let rows: Vec<(i64, String)> = of_page(query, page).fetch_all(connection).await?;
    let mut named: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for (recognition, name) in rows {
        named.entry(recognition).or_default().push(name);
    }
    Ok(named)
}

/// The places of a page's ids in a statement: as many for any number of them, so that it stays one statement.
fn places() -> String {
    (1..=A_PAGE).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ")
}

type Asking<'q, T> = sqlx::query::QueryAs<'q, sqlx::Any, T, sqlx::any::AnyArguments>;

/// Puts a page's ids into their places; those that are left over hold none.
fn of_page<'q, T>(query: Asking<'q, T>, page: &[i64]) -> Asking<'q, T> {
    (0..A_PAGE).fold(query, |query, place| query.bind(page.get(place).copied().unwrap_or_default()))
}
