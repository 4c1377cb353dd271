//! Writes a server's history straight into the tables, each row once, so that they are as they would be.

use std::fmt::Write as _;

use jiff::civil::Date;
use sqlx::{AnyConnection, AssertSqlSafe, Connection};

use crate::history::{Person, Totals, history, name, number, user};

/// The server.
pub const GUILD: u64 = 1_000_000_000_000_000_001;
/// The channel in which all of it was given.
pub const CHANNEL: u64 = 5;
/// So many recognitions are written at once.
const BATCH: usize = 400;

/// A schema of that name on a PostgreSQL server, empty.
pub async fn schema(server: &str, name: &str) -> anyhow::Result<String> {
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(server).await?;
    let make = format!("DROP SCHEMA IF EXISTS growth_{name} CASCADE; CREATE SCHEMA growth_{name}");
    sqlx::raw_sql(AssertSqlSafe(make)).execute(&mut connection).await?;
    connection.close().await?;
    let joint = if server.contains('?') { '&' } else { '?' };
    Ok(format!("{server}{joint}options[search_path]=growth_{name}"))
}

/// How many recognitions a database holds.
pub async fn holds(url: &str) -> anyhow::Result<i64> {
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(url).await?;
    let number = sqlx::query_scalar("SELECT COUNT(*) FROM recognition").fetch_one(&mut connection).await?;
    connection.close().await?;
    Ok(number)
}

/// Rows that wait to be written together.
struct Rows {
    into: &'static str,
    waiting: String,
    number: usize,
}

impl Rows {
    fn new(into: &'static str) -> Self {
        Self { into, waiting: String::new(), number: 0 }
    }

    fn add(&mut self, row: std::fmt::Arguments<'_>) -> anyhow::Result<()> {
        let gap = if self.number == 0 { "" } else { "," };
        write!(self.waiting, "{gap}({row})")?;
        self.number += 1;
        Ok(())
    }

    async fn write(&mut self, connection: &mut AnyConnection) -> anyhow::Result<()> {
        if self.number > 0 {
            let insert = format!("INSERT INTO {} VALUES {}", self.into, self.waiting);
            sqlx::raw_sql(AssertSqlSafe(insert)).execute(connection).await?;
            (self.waiting, self.number) = (String::new(), 0);
        }
        Ok(())
    }
}

/// Fills an empty database of today's schema.
pub async fn fill(url: &str, recognitions: usize) -> anyhow::Result<()> {
    let mut connection = AnyConnection::connect(url).await?;
    let connection = &mut connection;
    if url.starts_with("sqlite:") {
        // For this connection alone: what is filled stays in memory until the end, and is not waited for.
        sqlx::raw_sql("PRAGMA cache_size = -1500000; PRAGMA synchronous = OFF").execute(&mut *connection).await?;
    }
    sqlx::raw_sql("BEGIN").execute(&mut *connection).await?;
    let guild = format!("INSERT INTO guild (id, zone, thanks_on, joined_at) VALUES ({GUILD}, 'UTC', 1, 0)");
    sqlx::raw_sql(AssertSqlSafe(guild)).execute(&mut *connection).await?;
    let bytes = if url.starts_with("sqlite:") { "BLOB" } else { "BYTEA" };
    totals(connection, &Totals::of(recognitions), bytes).await?;
    each(connection, recognitions).await?;
    sqlx::raw_sql("COMMIT").execute(&mut *connection).await?;
    // PostgreSQL does this by itself within a minute. SQLite never does, and is not told to here.
    if url.starts_with("postgres") {
        sqlx::raw_sql("VACUUM ANALYZE").execute(&mut *connection).await?;
    } else {
        sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut *connection).await?;
    }
    Ok(())
}

/// The people and the days, each with all that is told of them; `bytes` is what an engine calls a column of those.
async fn totals(connection: &mut AnyConnection, totals: &Totals, bytes: &str) -> anyhow::Result<()> {
    let mut people = Rows::new(
        "person (id, guild_id, user_id, name, name_key, roster, roster_since, first_gave, last_gave, first_got, last_got, \
         got_before, gave_from, gave_to, gave_before, got_from, gave_weeks, gave_since)",
    );
    let mut given_totals = Rows::new("giver_total (person_id, stretch, gives, people, weeks)");
    let mut strengths = Rows::new("strength_total (person_id, name, named, seen)");
    for (id, Person { gave, got, weeks, given, named }) in &totals.people {
        let name = name(id - 1);
        let lit = weeks.first().zip(weeks.last()).map(|(first, last)| {
            (*first..=*last).map(|week| if weeks.contains(&week) { '1' } else { '0' }).collect::<String>()
        });
        let (lit, since) = (lit.map_or_else(null, |lit| format!("CAST('{lit}' AS {bytes})")), weeks.first());
        let since = since.map_or_else(null, ToString::to_string);
        let (first_gave, last_gave) = (text(gave.first), text(gave.last));
        let [first_got, got_before, last_got] = [got.first, got.before, got.last].map(text);
        let [from, before, to, got_from] = [gave.first, gave.before, gave.last, got.first].map(numbered);
        people.add(format_args!(
            "{id}, {GUILD}, {}, '{name}', '{name}', 'took-part', 0, {first_gave}, {last_gave}, {first_got}, {last_got}, \
             {got_before}, {from}, {to}, {before}, {got_from}, {lit}, {since}",
            user(id - 1)
        ))?;
        for (stretch, given) in given {
            let (gives, to, weeks) = (given.gives, given.people.len(), given.weeks.len());
            given_totals.add(format_args!("{id}, '{stretch}', {gives}, {to}, {weeks}"))?;
        }
        for (strength, (named, seen)) in named {
            strengths.add(format_args!("{id}, '{strength}', {named}, {seen}"))?;
        }
    }
    for rows in [&mut people, &mut given_totals, &mut strengths] {
        rows.write(connection).await?;
    }
    let mut days = Rows::new("recognition_day (guild_id, local_date, strength, number)");
    for ((day, strength), number) in &totals.days {
        days.add(format_args!("{GUILD}, '{day}', '{strength}', {number}"))?;
    }
    days.write(connection).await?;
    let latest = "INSERT INTO giver_day (guild_id, day, number) SELECT guild_id, gave_to, COUNT(*) FROM person \
                  WHERE gave_to IS NOT NULL GROUP BY guild_id, gave_to";
    sqlx::raw_sql(latest).execute(connection).await?;
    Ok(())
}

/// Each recognition, with all that belongs to it.
async fn each(connection: &mut AnyConnection, recognitions: usize) -> anyhow::Result<()> {
    // Each table after the ones that it points to.
    let mut tables = [
        "recognition (id, guild_id, interaction_id, giver, channel_id, given_at, local_date, quiet)",
        "recognition_receiver (recognition_id, person_id, place, giver, local_date, given_at, counts)",
        "recognition_words (recognition_id, words)",
        "recognition_strength (recognition_id, place, name)",
        "occurrence (id, kind, subject, due_key, guild_id, channel_id, due_at, state, ready_at, attempts, message_id)",
        "reversal (id, recognition_id, by_person, reversed_at, kind)",
        "report (id, guild_id, recognition_id, person_id, reported_at, closed_at)",
    ]
    .map(Rows::new);
    for one in history(recognitions) {
        let [given, got, words, strengths, posts, ended, reports] = &mut tables;
        let (id, day, at, giver) = (one.id, one.day, one.at, one.giver);
        let (interaction, quiet) = (one.number + 1, i64::from(one.quiet));
        given.add(format_args!("{id}, {GUILD}, {interaction}, {giver}, {CHANNEL}, {at}, '{day}', {quiet}"))?;
        for (place, receiver) in one.to.iter().enumerate() {
            got.add(format_args!("{id}, {receiver}, {place}, {giver}, '{day}', {at}, {}", i64::from(!one.back)))?;
        }
        words.add(format_args!("{id}, 'calmer nights since your handover of the pager'"))?;
        if let Some(strength) = one.strength {
            strengths.add(format_args!("{id}, 0, '{strength}'"))?;
        }
        if !one.quiet {
            posts.add(format_args!(
                "{}, 'announcement', {id}, 'once', {GUILD}, {CHANNEL}, {at}, 'posted', {at}, 1, {id}",
                id + 1
            ))?;
        }
        if one.back {
            ended.add(format_args!("{}, {id}, {giver}, {at}, 'undone'", id + 2))?;
        }
        if let Some((receiver, waits)) = one.to.first().zip(one.reported) {
            let closed = if waits { null() } else { at.to_string() };
            reports.add(format_args!("{}, {GUILD}, {id}, {receiver}, {at}, {closed}", id + 3))?;
        }
        if one.number % BATCH == BATCH - 1 {
            for rows in &mut tables {
                rows.write(connection).await?;
            }
        }
    }
    for rows in &mut tables {
        rows.write(connection).await?;
    }
    Ok(())
}

fn text(day: Option<Date>) -> String {
    day.map_or_else(null, |day| format!("'{day}'"))
}

fn numbered(day: Option<Date>) -> String {
    day.map_or_else(null, |day| number(day).to_string())
}

fn null() -> String {
    "NULL".to_owned()
}
