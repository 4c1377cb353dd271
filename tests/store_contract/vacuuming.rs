//! What PostgreSQL keeps of what was deleted, for whom, and that nobody is told that it is gone while it is not.
//!
//! All tests are in one database, and each of these holds something up for a moment, which others wait for. So that none of
//! these waits for nine more, they come one after the other.

use std::time::Duration;

use clarion::clock::Clock;
use clarion::store::{NewRecognition, Store, StoreError, StoreOptions, Where};
use serenity::model::id::UserId;
use sqlx::{AnyConnection, AssertSqlSafe, Connection};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{Mutex, MutexGuard};

use super::common::PATIENCE;
use super::common::skip::skipped;
use super::engines::{ANNA, BEN, GUILD, LEASE, NINE, Place, at, gift};
use super::pages::{bytes_of, kept};

/// Whom no other test knows, since the statistics of all schemas are looked at: by a number, and by the one place that they keep.
struct Keeper(u64, &'static str);

impl Keeper {
    fn id(&self) -> UserId {
        UserId::new(1_717_171_717_171_717_000 + self.0)
    }

    /// Their name, id and words, as they stand in rows.
    fn bytes(&self) -> [Vec<u8>; 3] {
        let (name, words) = (format!("{} keeper", self.1), format!("the only {}", self.1));
        [name.into_bytes(), words.into_bytes(), bytes_of(self.id().get())]
    }

    /// They give something; somebody else does, too.
    async fn gives(&self, store: &Store) {
        let names = vec![(self.id(), format!("A {} keeper", self.1))];
        let words = format!("the only {}", self.1);
        let new = NewRecognition { giver: self.id(), words, names, ..gift(1, &[BEN], NINE) };
        store.give(&new, LEASE).await.unwrap();
        store.give(&NewRecognition { giver: ANNA, ..gift(2, &[BEN], NINE) }, LEASE).await.unwrap();
    }

    async fn is_forgotten(&self, store: &Store) {
        store.forget(self.id(), Where::Server(GUILD), at(NINE)).await.unwrap();
        assert!(!store.scrub_owed().await.unwrap(), "nobody has tried yet");
    }

    /// Somebody waits for it, and is told that it is there still. `why` is told to whoever operates it.
    async fn is_said_to_be_left(&self, place: &Place, store: &Store, why: &str) {
        let mut scrubbed = at_once(store).await;
        let told = async {
            // Tests beside this one hold it up, too.
            while matches!(&scrubbed, Err(StoreError::Busy(told)) if !told.contains(why)) {
                scrubbed = store.scrub().await.map(|_| ());
            }
            assert!(matches!(scrubbed, Err(StoreError::Busy(_))), "{scrubbed:?}");
        };
        tokio::time::timeout(PATIENCE, told).await.expect("it is not told what holds it up");
        assert!(store.scrub_owed().await.unwrap());
        assert!(kept(place, &self.bytes(), true).await.is_none_or(|kept| !kept.is_empty()));
    }

    /// Another try takes it out.
    async fn is_gone_at_last(&self, place: &Place, store: &Store, statistics: bool) {
        // Tests beside this one read something, too.
        let again = async { while store.scrub().await.is_err() {} };
        tokio::time::timeout(PATIENCE, again).await.expect("nobody holds it up any more");
        assert!(!store.scrub_owed().await.unwrap());
        assert!(!store.scrub().await.unwrap(), "once");
        assert_eq!(kept(place, &self.bytes(), statistics).await.unwrap_or_default(), Vec::<String>::new());
    }
}

/// A place, and the right to hold something up.
async fn alone() -> Option<(Place, MutexGuard<'static, ()>)> {
    static ALONE: Mutex<()> = Mutex::const_new(());
    Some((Place::postgres().await?, ALONE.lock().await))
}

async fn at_once(store: &Store) -> Result<(), StoreError> {
    let (clock, _) = Clock::stepped(at(NINE));
    tokio::time::timeout(PATIENCE, store.scrub_at_once(&clock)).await.expect("it waits without an end")
}

/// Nobody waits for long.
fn impatient(place: &Place) -> StoreOptions {
    StoreOptions { busy_timeout: Duration::from_millis(300), ..place.options() }
}

async fn run(connection: &mut AnyConnection, statement: &str) {
    sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(connection).await.unwrap();
}

/// Somebody begins to read who sees all that is there by now. Tests beside this one may be at something that they began
/// before; until that has ended, who begins keeps what it began with.
async fn begins_to_read(place: &Place, reader: &mut AnyConnection) {
    let now = place.number("SELECT txid_snapshot_xmax(txid_current_snapshot())").await;
    let begins = async {
        loop {
            run(reader, "BEGIN ISOLATION LEVEL REPEATABLE READ").await;
            let sees = "SELECT txid_snapshot_xmin(txid_current_snapshot())";
            if sqlx::query_scalar::<_, i64>(sees).fetch_one(&mut *reader).await.unwrap() >= now {
                break;
            }
            run(reader, "COMMIT").await;
        }
    };
    tokio::time::timeout(PATIENCE, begins).await.expect("a snapshot of later");
}

async fn schema(place: &Place) -> String {
    let mut connection = place.raw().await;
    sqlx::query_scalar("SELECT CAST(current_schema() AS TEXT)").fetch_one(&mut connection).await.unwrap()
}

/// People enough that a sample of their names is kept.
async fn with_statistics(place: &Place, people: u32) {
    let many = format!(
        "INSERT INTO person (id, guild_id, user_id, name, name_key) \
         SELECT i, {GUILD}, i + 5000, 'Somebody ' || i, 'somebody ' || i FROM GENERATE_SERIES(1, {people}) i; ANALYZE person"
    );
    place.run(&many).await;
}

/// In a table of many people the vacuum of a few rows would leave their indexes for later, and the statistics of it hold names.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_deleted_is_taken_out_of_pages_indexes_and_statistics() {
    let Some((place, _alone)) = alone().await else { return };
    let (store, keeper) = (place.open().await, Keeper(171, "lighthouse"));
    keeper.gives(&store).await;
    with_statistics(&place, 12_000).await;
    let kept = async || kept(&place, &keeper.bytes(), true).await;
    let Some(before) = kept().await else { return };
    for of in ["person", "person_user", "person_name", "recognition_words", "pg_statistic"] {
        assert!(before.iter().any(|found| found.starts_with(&format!("{of}:"))), "{of} is not among {before:?}");
    }
    keeper.is_forgotten(&store).await;
    assert_eq!(place.number("SELECT COUNT(*) FROM person WHERE name LIKE 'A light%'").await, 0);
    let after = kept().await.unwrap();
    for of in ["person_user", "recognition_words", "pg_statistic"] {
        assert!(after.iter().any(|found| found.starts_with(&format!("{of}:"))), "{of} is not among {after:?}");
    }
    at_once(&store).await.unwrap();
    assert_eq!(kept().await.unwrap(), Vec::<String>::new());
}

/// Whoever began to read before goes on reading it; a backup, say. As long as they do, it is not said to be gone.
async fn is_kept_for_a_reader(place: &Place, store: &Store, keeper: &Keeper) {
    keeper.gives(store).await;
    let mut reader = place.raw().await;
    run(&mut reader, "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT COUNT(*) FROM person").await;
    keeper.is_forgotten(store).await;
    keeper.is_said_to_be_left(place, store, "process").await;
    let scrubbed = store.scrub().await;
    assert!(matches!(scrubbed, Err(StoreError::Busy(_))), "{scrubbed:?}");
    run(&mut reader, "COMMIT").await;
    keeper.is_gone_at_last(place, store, false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_still_reads_is_not_said_to_be_gone() {
    let Some((place, _alone)) = alone().await else { return };
    let store = Store::open(&impatient(&place), 1).await.unwrap();
    is_kept_for_a_reader(&place, &store, &Keeper(1, "windmill")).await;
}

/// A role of its own beside the one that made the server, and the URL by which it logs in.
struct Role {
    admin: AnyConnection,
    name: String,
    url: String,
}

impl Role {
    /// `None`, and a visible skip, on a server that is somebody else's.
    async fn new(place: &Place, rights: &str) -> Option<Self> {
        if !place.url.contains("//clarion@") {
            skipped("no role that may do less is made on a server other than that of tests/postgres.sh");
            return None;
        }
        let (schema, mut admin) = (schema(place).await, place.raw().await);
        let name = format!("plain_{schema}");
        let make = format!("CREATE ROLE {name} LOGIN {rights}; GRANT USAGE, CREATE ON SCHEMA {schema} TO {name}");
        run(&mut admin, &make).await;
        let url = place.url.replace("//clarion@", &format!("//{name}@"));
        Some(Self { admin, name, url })
    }

    async fn open(&self, place: &Place) -> Store {
        Store::open(&StoreOptions { url: self.url.clone(), ..impatient(place) }, 1).await.unwrap()
    }

    async fn end(mut self, store: Store) {
        store.close().await;
        run(&mut self.admin, &format!("DROP OWNED BY {0}; DROP ROLE {0}", self.name)).await;
    }
}

/// Of another role's connection, a plain one is told little, but since when it reads.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_role_still_reads_is_not_said_to_be_gone() {
    let Some((place, _alone)) = alone().await else { return };
    let Some(role) = Role::new(&place, "").await else { return };
    let store = role.open(&place).await;
    is_kept_for_a_reader(&place, &store, &Keeper(2, "watermill")).await;
    role.end(store).await;
}

/// Somebody always reads: those who came after the deletion never saw what is to go.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_began_to_read_since_holds_no_later_try_up() {
    let Some((place, _alone)) = alone().await else { return };
    // The statistics, which are written after the deletion, are not this role's to clean.
    let Some(role) = Role::new(&place, "").await else { return };
    let (store, keeper) = (role.open(&place).await, Keeper(3, "boathouse"));
    keeper.gives(&store).await;
    let (mut before, mut since) = (place.raw().await, place.raw().await);
    run(&mut before, "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT COUNT(*) FROM person").await;
    keeper.is_forgotten(&store).await;
    keeper.is_said_to_be_left(&place, &store, "process").await;
    begins_to_read(&place, &mut since).await;
    place.run("SELECT txid_current()").await;
    run(&mut before, "COMMIT").await;
    let once_more = async {
        let mut now = at(NINE);
        loop {
            now += jiff::SignedDuration::from_hours(1);
            match store.scrub_once_more(&Clock::stepped(now).0).await {
                Ok(()) => break,
                // Tests beside this one hold it up, too.
                Err(error) => assert!(matches!(error, StoreError::Busy(_)), "{error:?}"),
            }
        }
    };
    tokio::time::timeout(PATIENCE, once_more).await.expect("who began to read since holds it up");
    assert!(!store.scrub_owed().await.unwrap());
    assert_eq!(kept(&place, &keeper.bytes(), false).await.unwrap_or_default(), Vec::<String>::new());
    run(&mut since, "COMMIT").await;
    role.end(store).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_prepared_transaction_keeps_is_not_said_to_be_gone() {
    let Some((place, _alone)) = alone().await else { return };
    if place.number("SELECT CAST(current_setting('max_prepared_transactions') AS BIGINT)").await == 0 {
        return skipped("the server lets nobody prepare a transaction (max_prepared_transactions)");
    }
    let (store, keeper) = (Store::open(&impatient(&place), 1).await.unwrap(), Keeper(4, "customs house"));
    keeper.gives(&store).await;
    let (schema, mut other) = (schema(&place).await, place.raw().await);
    run(&mut other, &format!("BEGIN; SELECT txid_current(); PREPARE TRANSACTION 'of {schema}'")).await;
    // It holds even where nobody is connected any more.
    other.close().await.unwrap();
    keeper.is_forgotten(&store).await;
    keeper.is_said_to_be_left(&place, &store, &format!("prepared transaction of {schema}")).await;
    place.run(&format!("ROLLBACK PREPARED 'of {schema}'")).await;
    keeper.is_gone_at_last(&place, &store, false).await;
}

/// For somebody who follows the log, PostgreSQL keeps what its tables were like, statistics and all.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn statistics_that_a_logical_slot_keeps_are_not_said_to_be_gone() {
    let Some((place, _alone)) = alone().await else { return };
    if place.number("SELECT COUNT(*) FROM pg_settings WHERE name = 'wal_level' AND setting = 'logical'").await == 0 {
        return skipped("the server has no logical replication (wal_level)");
    }
    let (store, keeper) = (Store::open(&impatient(&place), 1).await.unwrap(), Keeper(5, "observatory"));
    keeper.gives(&store).await;
    with_statistics(&place, 50).await;
    keeper.is_forgotten(&store).await;
    let (slot, mut follower) = (format!("of_{}", schema(&place).await), place.raw().await);
    // It goes with its connection.
    let follow = format!(
        "SELECT CAST(slot_name AS TEXT) FROM pg_create_logical_replication_slot('{slot}', 'pgoutput', temporary => true)"
    );
    // It waits for whoever works.
    tokio::time::timeout(PATIENCE, run(&mut follower, &follow)).await.expect("a slot");
    keeper.is_said_to_be_left(&place, &store, &slot).await;
    let left = kept(&place, &keeper.bytes(), true).await;
    assert!(left.is_none_or(|left| matches!(&left[..], [one] if one.starts_with("pg_statistic:"))));
    follower.close().await.unwrap();
    keeper.is_gone_at_last(&place, &store, true).await;
}

/// A replica without a slot, which asks that rows be kept for those who read there: it is spoken to here as one speaks.
/// (PostgreSQL's document "Streaming Replication Protocol".)
struct Replica(TcpStream);

impl Replica {
    /// It follows the log, and asks for all since transaction `since`.
    async fn that_needs(place: &Place, since: i64) -> Self {
        let server = place.url.split("//clarion@").nth(1).unwrap().split('/').next().unwrap();
        let mut replica = Self(TcpStream::connect(server).await.unwrap());
        let greeting = b"\0\x03\0\0user\0clarion\0replication\0true\0\0";
        replica.0.write_all(&(greeting.len() as u32 + 4).to_be_bytes()).await.unwrap();
        replica.0.write_all(greeting).await.unwrap();
        replica.hears(b'Z').await;
        replica.says(b'Q', b"IDENTIFY_SYSTEM\0").await;
        // Four columns: which system, its timeline, where its log ends, which database.
        let row = replica.hears(b'D').await;
        let mut columns = &row[2..];
        let mut values = Vec::new();
        while values.len() < 3 {
            let long = u32::from_be_bytes(columns[..4].try_into().unwrap()) as usize;
            values.push(String::from_utf8(columns[4..4 + long].to_vec()).unwrap());
            columns = &columns[4 + long..];
        }
        replica.hears(b'Z').await;
        replica.says(b'Q', format!("START_REPLICATION PHYSICAL {}\0", values[2]).as_bytes()).await;
        replica.hears(b'W').await;
        let mut needs = vec![b'h'];
        needs.extend(0_i64.to_be_bytes());
        // The number and its epoch; none of what describes tables.
        needs.extend([since as u32, (since >> 32) as u32, 0, 0].into_iter().flat_map(u32::to_be_bytes));
        replica.says(b'd', &needs).await;
        replica
    }

    async fn says(&mut self, kind: u8, what: &[u8]) {
        let mut message = vec![kind];
        message.extend((what.len() as u32 + 4).to_be_bytes());
        message.extend(what);
        self.0.write_all(&message).await.unwrap();
    }

    /// The next message of that kind.
    async fn hears(&mut self, kind: u8) -> Vec<u8> {
        loop {
            let (heard, long) = (self.0.read_u8().await.unwrap(), self.0.read_u32().await.unwrap());
            let mut message = vec![0; long as usize - 4];
            self.0.read_exact(&mut message).await.unwrap();
            assert!(heard != b'E', "{}", String::from_utf8_lossy(&message));
            if heard == kind {
                return message;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_replica_asks_for_is_not_said_to_be_gone() {
    let Some((place, _alone)) = alone().await else { return };
    if !place.url.contains("//clarion@") {
        return skipped("no replica of a server other than that of tests/postgres.sh is played");
    }
    let (store, keeper) = (Store::open(&impatient(&place), 1).await.unwrap(), Keeper(6, "ferry"));
    keeper.gives(&store).await;
    let since = place.number("SELECT txid_snapshot_xmin(txid_current_snapshot())").await;
    let replica = Replica::that_needs(&place, since).await;
    let heard = async {
        while place.number("SELECT COUNT(*) FROM pg_stat_replication WHERE backend_xmin IS NOT NULL").await == 0 {}
    };
    tokio::time::timeout(PATIENCE, heard).await.expect("the replica is not heard");
    keeper.is_forgotten(&store).await;
    keeper.is_said_to_be_left(&place, &store, "process").await;
    drop(replica);
    keeper.is_gone_at_last(&place, &store, false).await;
}

/// A vacuum goes past a page that somebody holds, whenever they began to read.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_stands_on_a_page_that_somebody_holds_is_not_said_to_be_gone() {
    let Some((place, _alone)) = alone().await else { return };
    // The statistics, which are written after the deletion, and which such a reader keeps, are not this role's to clean.
    let Some(role) = Role::new(&place, "").await else { return };
    let (store, keeper) = (role.open(&place).await, Keeper(7, "signal box"));
    keeper.gives(&store).await;
    let (mut before, mut reader) = (place.raw().await, place.raw().await);
    run(&mut before, "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT COUNT(*) FROM person").await;
    keeper.is_forgotten(&store).await;
    // The moment is taken, so whoever reads from now on keeps nothing of before it, but a page.
    keeper.is_said_to_be_left(&place, &store, "process").await;
    begins_to_read(&place, &mut reader).await;
    let reads = "DECLARE reading CURSOR FOR SELECT words FROM recognition_words; FETCH 1 FROM reading";
    run(&mut reader, reads).await;
    run(&mut before, "COMMIT").await;
    let at_a_page = async {
        loop {
            match store.scrub().await {
                Err(StoreError::Busy(told)) if told.contains("a page") => break,
                // Tests beside this one hold it up, too.
                Err(StoreError::Busy(_)) => {}
                scrubbed => panic!("{scrubbed:?}"),
            }
        }
    };
    tokio::time::timeout(PATIENCE, at_a_page).await.expect("it waits for the page");
    assert!(store.scrub_owed().await.unwrap());
    run(&mut reader, "COMMIT").await;
    keeper.is_gone_at_last(&place, &store, false).await;
    role.end(store).await;
}

/// Of a table that is somebody else's, a vacuum is no more than warned.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_clarions_role_may_not_vacuum_is_not_said_to_be_gone() {
    let Some((place, _alone)) = alone().await else { return };
    let Some(mut role) = Role::new(&place, "NOINHERIT").await else { return };
    place.open().await.close().await;
    let schema = schema(&place).await;
    // A member that has to ask for the owner's rights first has them not in a vacuum.
    let lets = format!("GRANT ALL ON ALL TABLES IN SCHEMA {schema} TO {0}; GRANT clarion TO {0}", role.name);
    run(&mut role.admin, &lets).await;
    let (store, keeper) = (role.open(&place).await, Keeper(8, "toll bridge"));
    keeper.gives(&store).await;
    keeper.is_forgotten(&store).await;
    let mut scrubbed = at_once(&store).await;
    let refused = async {
        // Tests beside this one hold it up, too.
        while matches!(scrubbed, Err(StoreError::Busy(_))) {
            scrubbed = store.scrub().await.map(|_| ());
        }
    };
    tokio::time::timeout(PATIENCE, refused).await.expect("nobody holds it up any more");
    assert!(matches!(&scrubbed, Err(StoreError::ReadOnly(told)) if told.contains("only its owner")), "{scrubbed:?}");
    assert!(store.scrub_owed().await.unwrap());
    assert!(kept(&place, &keeper.bytes(), false).await.is_none_or(|kept| !kept.is_empty()));
    let owns = format!("ALTER ROLE {} INHERIT", role.name);
    run(&mut role.admin, &owns).await;
    keeper.is_gone_at_last(&place, &store, false).await;
    role.end(store).await;
}

/// The statistics are only its owner's to clean: for anybody else what was deleted from the tables is gone all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_to_ask_for_the_owners_rights_cleans_the_tables_alone() {
    let Some((place, _alone)) = alone().await else { return };
    let Some(mut role) = Role::new(&place, "NOINHERIT").await else { return };
    let member = format!("GRANT clarion TO {}", role.name);
    run(&mut role.admin, &member).await;
    let (store, keeper) = (role.open(&place).await, Keeper(9, "weather station"));
    keeper.gives(&store).await;
    keeper.is_forgotten(&store).await;
    let _ = at_once(&store).await;
    keeper.is_gone_at_last(&place, &store, false).await;
    role.end(store).await;
}
