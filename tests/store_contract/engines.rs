//! An empty database of each engine for each test, and what tests say often.

use std::time::Duration;

use clarion::clock::LocalSchedule;
use clarion::store::{
    Chosen, Claim, Given, NewRecognition, Next, Occurrence, OccurrenceKey, OccurrenceState, Saved, ScheduleDraft,
    Store, StoreError, StoreOptions, Where,
};
use jiff::Timestamp;
use serenity::model::id::{ChannelId, GuildId, InteractionId, MessageId, UserId};
use sqlx::{AnyConnection, AssertSqlSafe, Connection};
use tempfile::TempDir;

use crate::common::postgres::empty_schema;

pub const GUILD: GuildId = GuildId::new(1_000_000_000_000_000_001);
pub const CHANNEL: ChannelId = ChannelId::new(1_000_000_000_000_000_002);
pub const ANNA: UserId = UserId::new(11);
pub const BEN: UserId = UserId::new(12);
pub const CLEO: UserId = UserId::new(13);

pub const LEASE: Duration = Duration::from_secs(60);
pub const GRACE: Duration = Duration::from_secs(6 * 60 * 60);

/// An empty database.
pub struct Place {
    pub url: String,
    folder: Option<TempDir>,
}

impl Place {
    /// An empty file.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/deep/er/clarion.db", folder.path().display());
        Self { url, folder: Some(folder) }
    }

    /// An empty schema of the server that the environment names; `None`, and a visible skip, without one.
    pub async fn postgres() -> Option<Self> {
        Some(Self { url: empty_schema().await?, folder: None })
    }

    pub fn options(&self) -> StoreOptions {
        StoreOptions { connections: 4, ..StoreOptions::new(&self.url) }
    }

    pub async fn open(&self) -> Store {
        Store::open(&self.options(), 7).await.unwrap()
    }

    /// A connection that knows nothing of the store's rules.
    pub async fn raw(&self) -> AnyConnection {
        sqlx::any::install_default_drivers();
        AnyConnection::connect(&self.url).await.unwrap()
    }

    pub async fn run(&self, sql: &str) {
        let mut connection = self.raw().await;
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }

    pub async fn number(&self, sql: &str) -> i64 {
        let mut connection = self.raw().await;
        let number = sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        number
    }

    /// The folder of a file that is not there yet.
    pub fn folder_to_make(&self) -> Option<std::path::PathBuf> {
        self.folder.as_ref().and_then(|_| self.file().parent().map(Into::into))
    }

    /// As [`Place::raw`], and makes the file.
    pub async fn raw_new(&self) -> AnyConnection {
        sqlx::any::install_default_drivers();
        let url = if self.folder.is_some() { format!("{}?mode=rwc", self.url) } else { self.url.clone() };
        AnyConnection::connect(&url).await.unwrap()
    }

    pub fn file(&self) -> std::path::PathBuf {
        self.folder.as_ref().unwrap().path().join("deep/er/clarion.db")
    }
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// `when` as `09:00 weekdays Europe/Berlin`.
pub fn when(text: &str) -> LocalSchedule {
    let words: Vec<&str> = text.split(' ').collect();
    LocalSchedule { time: words[0].parse().unwrap(), days: words[1].parse().unwrap(), zone: words[2].parse().unwrap() }
}

pub fn draft(name: &str, times: &str) -> ScheduleDraft {
    ScheduleDraft { name: name.into(), channel: CHANNEL, when: when(times), options: None, by: ANNA }
}

pub fn gift(interaction: u64, receivers: &[UserId], now: &str) -> NewRecognition {
    let at = at(now);
    NewRecognition {
        interaction: InteractionId::new(interaction),
        guild: GUILD,
        channel: CHANNEL,
        giver: ANNA,
        receivers: receivers.to_vec(),
        words: "calmer nights".into(),
        way: None,
        quiet: false,
        strengths: Vec::new(),
        names: Vec::new(),
        about: Some((CHANNEL, MessageId::new(interaction))),
        at,
        local_date: at.to_zoned(jiff::tz::TimeZone::UTC).date(),
    }
}

pub fn counted(given: Given) -> (clarion::store::Id, Claim) {
    match given {
        Given::Counted(counted) => (counted.recognition, counted.announcement.unwrap()),
        other => panic!("it was not counted: {other:?}"),
    }
}

/// They pause from now on, or no more.
pub async fn pause(store: &Store, users: &[u64], paused: bool) {
    for user in users {
        assert!(store.set_paused(UserId::new(*user), Where::Server(GUILD), paused, at(NINE)).await.unwrap());
    }
}

pub async fn next(store: &Store, now: &str) -> Next {
    store.claim_due(at(now), LEASE, GRACE).await.unwrap()
}

pub async fn claimed(store: &Store, now: &str) -> Claim {
    match next(store, now).await {
        Next::Claimed(claim) => *claim,
        other => panic!("nothing was claimed: {other:?}"),
    }
}

pub async fn nothing(store: &Store, now: &str) {
    let found = next(store, now).await;
    assert!(matches!(found, Next::Nothing), "{found:?}");
}

pub const NINE: &str = "2026-11-23T08:00:00Z";

/// A Monday-to-Friday schedule at 09:00 in Berlin, made on the Sunday before.
pub async fn with_daily(place: &Place) -> (Store, clarion::store::Schedule) {
    let store = place.open().await;
    let saved = store
        .save_schedule(GUILD, &draft("daily", "09:00 weekdays Europe/Berlin"), at("2026-11-22T12:00:00Z"))
        .await
        .unwrap();
    let Saved::Created(schedule) = saved else { panic!("{saved:?}") };
    (store, schedule)
}

pub async fn shown(
    store: &Store,
    schedule: &clarion::store::Schedule,
) -> Vec<(String, OccurrenceState, Option<String>)> {
    let recent = store.recent_occurrences(schedule.id, 50).await.unwrap();
    recent.into_iter().map(|occurrence| (day(&occurrence), occurrence.state, occurrence.reason)).collect()
}

pub fn day(occurrence: &Occurrence) -> String {
    match occurrence.key {
        OccurrenceKey::Daily { date, .. } => date.to_string(),
        other => format!("{other:?}"),
    }
}

pub fn posted(message: u64) -> OccurrenceState {
    OccurrenceState::Posted(MessageId::new(message))
}

pub fn not_holder<T: std::fmt::Debug>(outcome: Result<T, StoreError>) {
    assert!(matches!(outcome, Err(StoreError::NotHolder)), "{outcome:?}");
}

/// Each test is written once and run on every engine.
macro_rules! on_each_engine {
    ($($test:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::$test(&super::Place::sqlite()).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                if let Some(place) = super::Place::postgres().await {
                    super::$test(&place).await;
                }
            })*
        }
    };
}
pub(crate) use on_each_engine;

/// This prompt, in this round, of no series.
pub fn pick(prompt: &str, cycle: i64) -> Option<Chosen> {
    Some(Chosen { prompt: prompt.to_owned(), cycle, day: None })
}

/// The prompt that was chosen.
pub fn picked(chosen: Result<Option<Chosen>, StoreError>) -> Option<String> {
    chosen.unwrap().map(|chosen| chosen.prompt)
}
