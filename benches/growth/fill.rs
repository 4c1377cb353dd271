//! A server of 5,000 people who have thanked each other for three years, written straight into the tables: some of it taken
//! back, some quiet, some reported, and one in a hundred people pauses at the end.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use sqlx::{AnyConnection, AssertSqlSafe, Connection};

/// The server.
pub const GUILD: u64 = 1_000_000_000_000_000_001;
/// How many people are in it.
pub const PEOPLE: u64 = 5_000;
/// The last day.
pub const TODAY: Date = jiff::civil::date(2026, 11, 22);
const DAYS: i64 = 3 * 365;
/// So many recognitions are written at once.
const BATCH: usize = 400;

/// The channel in which all of it was given.
pub const CHANNEL: u64 = 5;
/// One in so many people pauses.
const PAUSES: u64 = 100;
/// One in so many recognitions was taken back, was quiet, is reported and not looked at yet.
const TAKEN_BACK: usize = 50;
const QUIET: usize = 30;
const OPEN_REPORTS: usize = 5;

/// Who pauses.
pub fn pauses() -> impl Iterator<Item = u64> {
    (0..PEOPLE).filter(|place| place % PAUSES == PAUSES / 2).map(user)
}

/// The same place, or the next one where whoever is there pauses.
pub fn takes_part(place: u64) -> u64 {
    let place = place % PEOPLE;
    if place % PAUSES == PAUSES / 2 { place + 1 } else { place }
}

/// The message that announces one of so many recognitions, or one near it: what was quiet has none.
pub fn message(recognitions: usize, place: usize) -> u64 {
    let place = place % recognitions;
    id_of(if place % QUIET == 1 { place - 1 } else { place }).cast_unsigned()
}

fn id_of(number: usize) -> i64 {
    1_000_000_000_000 + number as i64 * 16
}

/// The Discord id of one of them.
pub fn user(place: u64) -> u64 {
    2_000_000_000_000_000_000 + place
}

/// An instant of the last day.
pub fn now() -> Timestamp {
    TODAY.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |day| day.timestamp())
}

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

/// Fills an empty database of today's schema. Some people give and get much, most a little, as it is.
pub async fn fill(url: &str, recognitions: usize) -> anyhow::Result<()> {
    let mut connection = AnyConnection::connect(url).await?;
    let connection = &mut connection;
    let mut random = StdRng::seed_from_u64(7);
    if url.starts_with("sqlite:") {
        // For this connection alone: what is filled stays in memory until the end, and is not waited for.
        sqlx::raw_sql("PRAGMA cache_size = -1500000; PRAGMA synchronous = OFF").execute(&mut *connection).await?;
    }
    sqlx::raw_sql("BEGIN").execute(&mut *connection).await?;
    let guild = format!("INSERT INTO guild (id, zone, thanks_on, joined_at) VALUES ({GUILD}, 'UTC', 1, 0)");
    sqlx::raw_sql(AssertSqlSafe(guild)).execute(&mut *connection).await?;
    let mut people = Rows::new("person (id, guild_id, user_id, name, name_key, roster, roster_since)");
    for place in 0..PEOPLE {
        let letters = random.random_range(0..26_u32.pow(5));
        let name: String = (0..5).map(|n| char::from(b'a' + (letters / 26_u32.pow(n) % 26) as u8)).collect();
        let row = format_args!("{}, {GUILD}, {}, '{name}', '{name}', 'took-part', 0", place + 1, user(place));
        people.add(row)?;
    }
    people.write(&mut *connection).await?;

    let mut given =
        Rows::new("recognition (id, guild_id, interaction_id, giver, channel_id, given_at, local_date, quiet)");
    let mut got =
        Rows::new("recognition_receiver (recognition_id, person_id, place, giver, local_date, given_at, counts)");
    let mut words = Rows::new("recognition_words (recognition_id, words)");
    let mut strengths = Rows::new("recognition_strength (recognition_id, place, name)");
    let mut posts = Rows::new(
        "occurrence (id, kind, subject, due_key, guild_id, channel_id, due_at, state, ready_at, attempts, message_id)",
    );
    let mut ended = Rows::new("reversal (id, recognition_id, by_person, reversed_at, kind)");
    let mut reports = Rows::new("report (id, guild_id, recognition_id, person_id, reported_at, closed_at)");
    let mut days: BTreeMap<(Date, &str), i64> = BTreeMap::new();
    let mut weeks: BTreeMap<u64, BTreeSet<i64>> = BTreeMap::new();
    for number in 0..recognitions {
        // Evenly over the years; the ids grow with time, as the program's do.
        let day = TODAY - (DAYS - 1 - (number as i64 * DAYS) / recognitions as i64).days();
        let at = day.at(8, 0, 0, 0).to_zoned(TimeZone::UTC)?.timestamp().as_millisecond() + number as i64 % 30_000_000;
        let (id, giver) = (id_of(number), one_of_few(&mut random));
        let (quiet, back) = (number % QUIET == 1, number % TAKEN_BACK == 7);
        given.add(format_args!(
            "{id}, {GUILD}, {}, {giver}, {CHANNEL}, {at}, '{day}', {}",
            number + 1,
            i64::from(quiet)
        ))?;
        let mut to: BTreeSet<u64> = BTreeSet::new();
        let most = [1, 1, 1, 1, 1, 1, 1, 2, 2, 3][random.random_range(0..10)];
        while to.len() < most {
            let receiver = one_of_few(&mut random);
            if receiver != giver {
                to.insert(receiver);
            }
        }
        for (place, receiver) in to.iter().enumerate() {
            got.add(format_args!("{id}, {receiver}, {place}, {giver}, '{day}', {at}, {}", i64::from(!back)))?;
        }
        if back {
            ended.add(format_args!("{}, {id}, {giver}, {at}, 'undone'", id + 2))?;
        }
        // All but some of them were looked at.
        let waits = number % (recognitions / OPEN_REPORTS).max(1) == 3;
        if let Some(receiver) = to.first().filter(|_| waits || number % 1_000 == 3) {
            let closed = if waits { "NULL".to_owned() } else { at.to_string() };
            reports.add(format_args!("{}, {GUILD}, {id}, {receiver}, {at}, {closed}", id + 3))?;
        }
        words.add(format_args!("{id}, 'calmer nights since your handover of the pager'"))?;
        let mut named = "";
        if number % 2 == 0 {
            named = ["Care", "Courage", "Craft", "Foresight", "Patience"][random.random_range(0..5)];
            strengths.add(format_args!("{id}, 0, '{named}'"))?;
        }
        if !quiet {
            posts.add(format_args!(
                "{}, 'announcement', {id}, 'once', {GUILD}, {CHANNEL}, {at}, 'posted', {at}, 1, {id}",
                id + 1
            ))?;
        }
        if !back {
            // What a quiet one names is in no number that others see.
            for strength in BTreeSet::from(["", if quiet { "" } else { named }]) {
                *days.entry((day, strength)).or_default() += 1;
            }
            weeks.entry(giver).or_default().insert(week(day)?);
        }
        if number % BATCH == BATCH - 1 {
            // Each table after the ones that it points to.
            for rows in [&mut given, &mut got, &mut words, &mut strengths, &mut posts, &mut ended, &mut reports] {
                rows.write(&mut *connection).await?;
            }
        }
    }
    for rows in [&mut given, &mut got, &mut words, &mut strengths, &mut posts, &mut ended, &mut reports] {
        rows.write(&mut *connection).await?;
    }
    let mut day_rows = Rows::new("recognition_day (guild_id, local_date, strength, number)");
    for ((day, strength), number) in days {
        day_rows.add(format_args!("{GUILD}, '{day}', '{strength}', {number}"))?;
    }
    day_rows.write(&mut *connection).await?;
    for (person, weeks) in weeks {
        let (Some(first), Some(last)) = (weeks.first(), weeks.last()) else { continue };
        let lit: String = (*first..=*last).map(|week| if weeks.contains(&week) { '1' } else { '0' }).collect();
        let lit = format!("UPDATE person SET gave_weeks = '{lit}', gave_since = {first} WHERE id = {person}");
        sqlx::raw_sql(AssertSqlSafe(lit)).execute(&mut *connection).await?;
    }
    let day = |which: &str, who: &str| {
        format!("(SELECT {which}(x.local_date) FROM recognition_receiver x WHERE x.{who} = person.id AND x.counts = 1)")
    };
    let anew = format!(
        "UPDATE person SET first_gave = {}, last_gave = {}, first_got = {}, last_got = {}; \
         UPDATE person SET gave_from = first_gave, gave_to = last_gave, got_from = first_got",
        day("MIN", "giver"),
        day("MAX", "giver"),
        day("MIN", "person_id"),
        day("MAX", "person_id")
    );
    sqlx::raw_sql(AssertSqlSafe(anew)).execute(&mut *connection).await?;
    sqlx::raw_sql("COMMIT").execute(&mut *connection).await?;
    // PostgreSQL does this by itself within a minute. SQLite never does, and is not told to here.
    if url.starts_with("postgres") {
        sqlx::raw_sql("VACUUM ANALYZE").execute(&mut *connection).await?;
    } else {
        sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut *connection).await?;
    }
    Ok(())
}

/// The week of a day, as the program numbers them: from Monday, 27 December 1999.
fn week(day: Date) -> anyhow::Result<i64> {
    Ok(i64::from(jiff::civil::date(1999, 12, 27).until(day)?.get_days()) / 7)
}

/// Somebody; the square makes a tenth of the people a third of what there is.
fn one_of_few(random: &mut StdRng) -> u64 {
    let chance: f64 = random.random();
    1 + (chance * chance * PEOPLE as f64) as u64 % PEOPLE
}
