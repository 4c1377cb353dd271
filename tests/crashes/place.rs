//! The database of a trial: seeded through the store, aged, and read from outside.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use clarion::clock::LocalSchedule;
use clarion::store::{
    NewCommitment, NewOccurrence, NewReflection, OccurrenceKey, RecognitionChange, Saved, ScheduleDraft,
    ScheduleOptions, Store, StoreOptions, Synchronous,
};
use jiff::{SignedDuration, Timestamp};
use serenity::model::id::{ChannelId, GuildId, InteractionId, UserId};
use sqlx::{AnyConnection, AssertSqlSafe, Connection};
use tempfile::TempDir;

use crate::common::postgres::empty_schema;
use crate::island;
use crate::plan::Plan;
use crate::scene::Scene;

/// An engine, with what makes an empty database cheap: a file to copy, or schemas to empty.
pub enum Engine {
    Sqlite { folder: TempDir },
    Postgres { free: Mutex<Vec<String>> },
}

/// The database of one trial, and a folder for its processes to live in.
pub struct Place {
    pub url: String,
    pub folder: TempDir,
}

/// What can be said in numbers of what was given, and of what people settled about it.
const FACTS: [(&str, &str); 31] = [
    ("recognitions", "SELECT COUNT(*) FROM recognition"),
    ("words", "SELECT COUNT(*) FROM recognition_words"),
    ("other words", "SELECT COUNT(*) FROM recognition_words WHERE words LIKE 'brighter%'"),
    ("counting", "SELECT COUNT(*) FROM recognition_receiver WHERE counts = 1"),
    ("of the day", "SELECT CAST(COALESCE(SUM(number), 0) AS BIGINT) FROM recognition_day WHERE strength = ''"),
    ("of givers", "SELECT CAST(COALESCE(SUM(gives), 0) AS BIGINT) FROM giver_total"),
    ("latest days", "SELECT CAST(COALESCE(SUM(number), 0) AS BIGINT) FROM giver_day"),
    ("with a way", "SELECT COUNT(*) FROM recognition WHERE way IS NOT NULL"),
    ("strengths", "SELECT COUNT(*) FROM recognition_strength"),
    (
        "strengths of the day",
        "SELECT CAST(COALESCE(SUM(number), 0) AS BIGINT) FROM recognition_day WHERE strength <> ''",
    ),
    ("strengths of people", "SELECT CAST(COALESCE(SUM(named), 0) AS BIGINT) FROM strength_total"),
    ("strengths hidden", "SELECT COUNT(*) FROM person WHERE strengths_hidden = 1"),
    ("lost", "SELECT COUNT(*) FROM occurrence WHERE kind = 'announcement' AND state = 'unknown'"),
    ("undone", "SELECT COUNT(*) FROM reversal WHERE kind = 'undone'"),
    ("amended", "SELECT COUNT(*) FROM reversal WHERE kind = 'amended'"),
    ("voided", "SELECT COUNT(*) FROM reversal WHERE kind = 'voided'"),
    ("hidden", "SELECT COUNT(*) FROM recognition_receiver WHERE hidden = 1"),
    ("announce nothing", "SELECT COUNT(*) FROM person WHERE never_announce = 1"),
    ("declined", "SELECT COUNT(*) FROM declined_giver"),
    ("paused", "SELECT COUNT(*) FROM person WHERE paused_at IS NOT NULL"),
    ("open reports", "SELECT COUNT(*) FROM report WHERE closed_at IS NULL"),
    ("closed reports", "SELECT COUNT(*) FROM report WHERE closed_at IS NOT NULL"),
    ("notices", "SELECT COUNT(*) FROM occurrence WHERE kind = 'notice'"),
    ("announcements", "SELECT COUNT(*) FROM occurrence WHERE kind = 'announcement'"),
    ("told alone", "SELECT COUNT(*) FROM occurrence WHERE kind = 'private-thanks'"),
    ("suggested", "SELECT COUNT(*) FROM deck_prompt WHERE state = 'suggested'"),
    ("hear of it", "SELECT COUNT(*) FROM deck_prompt WHERE state = 'suggested' AND hears = 1"),
    ("in the deck", "SELECT COUNT(*) FROM deck_prompt WHERE state = 'approved'"),
    ("answers", "SELECT COUNT(*) FROM occurrence WHERE kind = 'deck-answer'"),
    ("people", "SELECT COUNT(*) FROM person"),
    ("known", "SELECT COUNT(*) FROM person WHERE user_id IS NOT NULL"),
];

/// A row of the table of occurrences.
#[derive(Clone, Debug, sqlx::FromRow)]
#[expect(dead_code, reason = "shown where a trial went wrong")]
pub struct Row {
    pub id: i64,
    pub kind: String,
    pub state: String,
    pub channel_id: i64,
    pub message_id: Option<i64>,
    pub reason: Option<String>,
    pub attempts: i64,
    /// Of a notice: where it was told, system or direct.
    pub content: Option<String>,
}

impl Row {
    /// Whether it was told in private messages, whose channel is forgotten once it was.
    pub fn is_private(&self) -> bool {
        self.kind == "notice" && self.content.as_deref() == Some("direct")
    }

    /// Whether nothing more becomes of it.
    pub fn ended(&self) -> bool {
        !matches!(self.state.as_str(), "due" | "claimed")
    }
}

impl Engine {
    /// Whether its database has files of its own.
    pub fn files(&self) -> bool {
        matches!(self, Self::Sqlite { .. })
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "SQLite",
            Self::Postgres { .. } => "PostgreSQL",
        }
    }

    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("template.db").display());
        open(&url).await.close().await;
        Self::Sqlite { folder }
    }

    /// `None`, and a visible skip, where there is no server.
    pub async fn postgres(at_once: usize) -> Option<Self> {
        let mut free = Vec::new();
        for _ in 0..at_once {
            let url = empty_schema().await?;
            open(&url).await.close().await;
            free.push(url);
        }
        Some(Self::Postgres { free: Mutex::new(free) })
    }

    /// An empty database with its tables.
    pub async fn place(&self) -> Place {
        let folder = tempfile::tempdir().unwrap();
        let url = match self {
            Self::Sqlite { folder: template } => {
                let file = folder.path().join("clarion.db");
                std::fs::copy(template.path().join("template.db"), &file).unwrap();
                format!("sqlite://{}", file.display())
            }
            Self::Postgres { free } => {
                let url = free.lock().unwrap().pop().expect("a schema for each trial at once");
                let mut connection = connect(&url).await;
                let tables = "SELECT CAST(table_name AS TEXT) FROM information_schema.tables \
                              WHERE table_schema = current_schema() AND table_name NOT LIKE '\\_%'";
                let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut connection).await.unwrap();
                let empty = format!("TRUNCATE {}", tables.join(", "));
                sqlx::raw_sql(AssertSqlSafe(empty)).execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
                url
            }
        };
        Place { url, folder }
    }

    /// Gives a place back whose processes are dead.
    pub fn done(&self, place: Place) {
        if let Self::Postgres { free } = self {
            free.lock().unwrap().push(place.url);
        }
    }
}

impl Place {
    /// Schedules whose time came a minute or two ago, and what else the plan says.
    pub async fn seed(&self, plan: &Plan, guild: GuildId, channels: &[ChannelId], by: UserId, now: Timestamp) {
        let store = open(&self.url).await;
        let earlier = now - SignedDuration::from_hours(1);
        if plan.scene == Scene::Erased {
            island::fill(&store, now).await;
        }
        store.guild_joined(guild, Some("en-US"), None, earlier).await.unwrap();
        let due = now - SignedDuration::from_mins(1);
        let when = LocalSchedule {
            time: due.strftime("%H:%M").to_string().parse().unwrap(),
            days: "daily".parse().unwrap(),
            zone: "UTC".parse().unwrap(),
        };
        let mut extra_of = None;
        for (at, channel) in channels.iter().enumerate() {
            let draft = ScheduleDraft {
                name: format!("daily {at}"),
                channel: *channel,
                when: when.clone(),
                options: Some(ScheduleOptions {
                    thread: plan.threads,
                    forum: plan.is_forum(at),
                    ..ScheduleOptions::default()
                }),
                by,
            };
            let saved = store.save_schedule(guild, &draft, earlier).await.unwrap();
            let Saved::Created(schedule) = saved else { panic!("{saved:?}") };
            extra_of.get_or_insert((schedule.id, *channel));
        }
        if let Some((schedule, channel)) = extra_of.filter(|_| plan.extra) {
            let key = OccurrenceKey::Extra { schedule, interaction: InteractionId::new(9) };
            let extra = NewOccurrence { key, guild, channel, due_at: due };
            assert!(store.add_occurrence(extra, due).await.unwrap());
        }
        store.close().await;
    }

    /// Nobody was told whether an announcement arrived.
    pub async fn lose_announcements(&self) {
        self.run("UPDATE occurrence SET state = 'unknown', message_id = NULL WHERE kind = 'announcement'").await;
    }

    /// The id of `whom` in the words of others, in a recognition that says `thanked` and in what else people write: as it was
    /// kept before names took the place of ids, and as a bare number, which people can type today. Where the database has files
    /// somebody types it once more in the very transaction that erases its person, into what nobody had found it in before.
    pub async fn type_id(&self, guild: GuildId, by: UserId, whom: UserId, thanked: &str, now: Timestamp) {
        let store = open(&self.url).await;
        let interaction = |number: u64| InteractionId::new(by.get() + number);
        for (number, words) in [(1, format!("with <@{whom}> and {whom}")), (2, "a quiet evening".to_owned())] {
            let reflection = NewReflection {
                interaction: interaction(number),
                guild,
                author: by,
                prompt: "recognition-quiet-work".to_owned(),
                title: None,
                words,
                at: now,
                local_date: now.to_zoned(jiff::tz::TimeZone::UTC).date(),
            };
            store.keep_reflection(&reflection).await.unwrap();
        }
        let commitment = NewCommitment {
            interaction: interaction(3),
            guild,
            person: by,
            prompt: None,
            thread: None,
            words: format!("ask <@!{whom}> first"),
            at: now,
        };
        store.commit_to(&commitment).await.unwrap();
        let strengths = RecognitionChange::Strengths(vec!["Calm".to_owned(), format!("like <@{whom}>")]);
        store.settle_recognition(guild, &[strengths], now).await.unwrap();
        store.close().await;
        let words =
            format!("UPDATE recognition_words SET words = words || ', with <@{whom}>' WHERE words = '{thanked}'");
        self.run(&words).await;
        if self.url.starts_with("sqlite") {
            self.run(
                "CREATE TRIGGER typed AFTER UPDATE OF user_id ON person WHEN NEW.user_id IS NULL BEGIN \
                 UPDATE reflection SET words = words || ' with <@' || OLD.user_id || '>' WHERE words = 'a quiet evening'; \
                 END",
            )
            .await;
        }
    }

    async fn run(&self, sql: &str) {
        let mut connection = connect(&self.url).await;
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }

    /// Lets time pass while nobody is at work: every instant that is written down lies so much longer ago.
    pub async fn age(&self, by: Duration) {
        let mut connection = connect(&self.url).await;
        let columns = self.columns(&mut connection).await;
        let mut instants: Vec<(String, String)> = columns
            .into_iter()
            // The one instant that is not called so.
            .filter(|(_, column)| column.ends_with("_at") || column == "owes_after")
            .collect();
        instants.sort();
        for known in ["ready_at", "first_tried_at", "owes_after"] {
            assert!(instants.iter().any(|(_, column)| column == known), "{known} is not aged");
        }
        let by = by.as_millis();
        let mut work = String::from("BEGIN;");
        for (table, column) in instants {
            work.push_str(&format!("UPDATE {table} SET {column} = {column} - {by} WHERE {column} IS NOT NULL;"));
        }
        // The one instant that is part of a key: since when a schedule is paused, which is what is told of it.
        work.push_str(&format!(
            "UPDATE occurrence SET due_key = 'paused:' || CAST(CAST(SUBSTR(due_key, 8) AS BIGINT) - {by} AS TEXT) \
             WHERE kind = 'notice' AND due_key LIKE 'paused:%'; COMMIT"
        ));
        sqlx::raw_sql(AssertSqlSafe(work)).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }

    pub async fn rows(&self) -> Vec<Row> {
        let mut connection = connect(&self.url).await;
        let rows = "SELECT id, kind, state, channel_id, message_id, reason, attempts, content FROM occurrence \
                    WHERE guild_id <> $1 ORDER BY id";
        let rows =
            sqlx::query_as(rows).bind(island::GUILD.get().cast_signed()).fetch_all(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        rows
    }

    /// How much of the erasure is not done yet: the rows, and the files.
    pub async fn to_erase(&self) -> usize {
        let mut connection = connect(&self.url).await;
        let island = island::GUILD.get().cast_signed();
        let rows: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM guild WHERE id = $1")
            .bind(island)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        let mut files = 0;
        if self.url.starts_with("sqlite") {
            let owed: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut connection).await.unwrap();
            // Another number at each erasure.
            files = rows.max(owed.min(1));
        }
        connection.close().await.unwrap();
        usize::try_from(rows + files).unwrap()
    }

    /// The rows of every table that name a number, or hold a text, of the erased server.
    pub async fn rows_of_island(&self) -> Vec<String> {
        self.rows_naming(&island::traces()).await
    }

    /// The same of any numbers and texts.
    pub async fn rows_naming(&self, traces: &[String]) -> Vec<String> {
        let mut connection = connect(&self.url).await;
        let mut found = Vec::new();
        for (table, column) in self.columns(&mut connection).await {
            let like: Vec<String> =
                traces.iter().map(|trace| format!("CAST({column} AS TEXT) LIKE '%{trace}%'")).collect();
            let like = like.join(" OR ");
            let count = format!("SELECT COUNT(*) FROM {table} WHERE {like}");
            let rows: i64 = sqlx::query_scalar(AssertSqlSafe(count)).fetch_one(&mut connection).await.unwrap();
            if rows > 0 {
                found.push(format!("{rows} rows of {table} by {column}"));
            }
        }
        connection.close().await.unwrap();
        found
    }

    /// The states of the schedules that post into a channel.
    pub async fn schedules_in(&self, channel: u64) -> Vec<String> {
        let mut connection = connect(&self.url).await;
        let states = sqlx::query_scalar("SELECT state FROM schedule WHERE channel_id = $1 ORDER BY id")
            .bind(channel.cast_signed())
            .fetch_all(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
        states
    }

    async fn columns(&self, connection: &mut AnyConnection) -> Vec<(String, String)> {
        let columns = if self.url.starts_with("sqlite") {
            "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND m.name NOT LIKE '\\_%' ESCAPE '\\'"
        } else {
            "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name NOT LIKE '\\_%'"
        };
        sqlx::query_as(columns).fetch_all(connection).await.unwrap()
    }

    pub async fn recognitions(&self) -> usize {
        let mut connection = connect(&self.url).await;
        let counted: i64 =
            sqlx::query_scalar("SELECT COUNT(*) FROM recognition").fetch_one(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        usize::try_from(counted).unwrap()
    }

    /// How much is still to be posted, changed, or scrubbed.
    pub async fn open_work(&self) -> i64 {
        let mut connection = connect(&self.url).await;
        let open = "SELECT (SELECT COUNT(*) FROM occurrence WHERE state IN ('due', 'claimed')) \
                    + (SELECT COUNT(*) FROM announcement_change)";
        let mut left: i64 = sqlx::query_scalar(open).fetch_one(&mut connection).await.unwrap();
        if self.url.starts_with("sqlite") {
            let owed: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut connection).await.unwrap();
            left += owed.min(1);
        }
        connection.close().await.unwrap();
        left
    }

    /// How things stand with what was given.
    pub async fn facts(&self) -> BTreeMap<&'static str, i64> {
        let mut connection = connect(&self.url).await;
        let mut facts = BTreeMap::new();
        for (name, number) in FACTS {
            let number: i64 = sqlx::query_scalar(number).fetch_one(&mut connection).await.unwrap();
            facts.insert(name, number);
        }
        connection.close().await.unwrap();
        facts
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// The store as the program has it, but for the waiting for the disk: a killed process loses nothing by that.
async fn open(url: &str) -> Store {
    let options = StoreOptions { synchronous: Synchronous::Normal, connections: 1, ..StoreOptions::new(url) };
    Store::open(&options, 7).await.unwrap()
}

async fn connect(url: &str) -> AnyConnection {
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(url).await.unwrap();
    if url.starts_with("sqlite") {
        sqlx::raw_sql("PRAGMA busy_timeout = 20000; PRAGMA synchronous = OFF").execute(&mut connection).await.unwrap();
    }
    connection
}
