//! What only a server can do: be away, ask for a password, be overdrawn.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clarion::store::{
    Given, MOST_SCHEDULES, NewOccurrence, Next, OccurrenceKey, Saved, Store, StoreError, StoreOptions,
};
use serenity::model::id::{InteractionId, MessageId};
use sqlx::AssertSqlSafe;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::common::PATIENCE;
use super::common::wire::through;
use super::engines::{BEN, CHANNEL, GUILD, LEASE, NINE, Place, at, draft, gift, next};

#[tokio::test]
async fn a_server_that_is_away_is_said_so_without_the_password() {
    // A port that somebody had a moment ago, and nobody has now.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    for url in [
        format!("postgres://clarion:hunter2@127.0.0.1:{port}/clarion"),
        format!("postgres://clarion:hunter2@127.0.0.1:{port}/clarion?sslmode=nonsense-hunter2"),
        "postgres://clarion:hunt@er2@[broken/clarion".to_owned(),
    ] {
        let options = StoreOptions::new(url);
        let refused = Store::open(&options, 1).await.unwrap_err();
        assert!(matches!(refused, StoreError::Unreachable(_) | StoreError::Other(_)), "{refused:?}");
        let said = format!("{refused} {refused:?} {options:?}");
        assert!(!said.contains("hunt") && !said.contains("er2"), "{said}");
    }
}

/// What a wire does when it is armed, after it has cut itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    /// Who comes anew is let through.
    Works,
    /// Nobody is.
    Dead,
}

/// A wire to the server that cuts itself once, when it is armed: after the server has done a COMMIT and before anybody
/// hears of it. The URL that leads through it.
async fn cutting_wire(place: &Place, armed: Arc<AtomicBool>, after: After) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (server, url) = through(&place.url, listener.local_addr().unwrap());
    tokio::spawn(async move {
        let dead = Arc::new(AtomicBool::new(false));
        while let Ok((client, _)) = listener.accept().await {
            if dead.load(Ordering::SeqCst) {
                continue;
            }
            let dead = Arc::clone(&dead);
            let (armed, server) = (armed.clone(), TcpStream::connect(&server).await.unwrap());
            tokio::spawn(async move {
                let ((mut from_client, mut to_client), (mut from_server, mut to_server)) =
                    (client.into_split(), server.into_split());
                let (mut asked, mut told) = ([0; 16_384], [0; 16_384]);
                let mut cut = false;
                loop {
                    tokio::select! {
                        read = from_client.read(&mut asked) => {
                            let Ok(read @ 1..) = read else { return };
                            cut = asked[..read].windows(6).any(|word| word == b"COMMIT")
                                && armed.swap(false, Ordering::SeqCst);
                            dead.fetch_or(cut && after == After::Dead, Ordering::SeqCst);
                            if to_server.write_all(&asked[..read]).await.is_err() { return }
                        }
                        read = from_server.read(&mut told) => {
                            let Ok(read @ 1..) = read else { return };
                            // What the server says to the COMMIT is never passed on.
                            if cut || to_client.write_all(&told[..read]).await.is_err() { return }
                        }
                    }
                }
            });
        }
    });
    url
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_whose_answer_is_lost_counts_once() {
    let Some(place) = Place::postgres().await else { return };
    let armed = Arc::new(AtomicBool::new(false));
    let url = cutting_wire(&place, armed.clone(), After::Works).await;
    let store = Store::open(&StoreOptions { url, ..place.options() }, 1).await.unwrap();
    armed.store(true, Ordering::SeqCst);
    // To its giver it is counted, and theirs to announce.
    let given = store.give(&gift(1, &[BEN], NINE), LEASE).await.unwrap();
    assert!(!armed.load(Ordering::SeqCst), "the wire was cut");
    let Given::Counted(counted) = given else { panic!("{given:?}") };
    store.posted(&counted.announcement.unwrap(), MessageId::new(70)).await.unwrap();
    assert_eq!(store.mine(GUILD, BEN, 5).await.unwrap().got, 1);
    assert_eq!(place.number("SELECT COUNT(*) FROM occurrence").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_whose_answer_is_lost_with_the_server_is_not_said_to_have_failed() {
    let Some(place) = Place::postgres().await else { return };
    let armed = Arc::new(AtomicBool::new(false));
    let url = cutting_wire(&place, armed.clone(), After::Dead).await;
    let store = Store::open(&StoreOptions { url, ..place.options() }, 1).await.unwrap();
    armed.store(true, Ordering::SeqCst);
    let given = store.give(&gift(1, &[BEN], NINE), LEASE).await;
    assert!(matches!(given, Err(StoreError::Unanswered(_))), "{given:?}");
    assert_eq!(place.number("SELECT COUNT(*) FROM recognition").await, 1);
    // What never came so far is another matter.
    let given = store.give(&gift(2, &[BEN], NINE), LEASE).await;
    assert!(matches!(given, Err(StoreError::Unreachable(_))), "{given:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_interaction_that_was_taken_without_an_answer_is_ones_own() {
    let Some(place) = Place::postgres().await else { return };
    let armed = Arc::new(AtomicBool::new(false));
    let url = cutting_wire(&place, armed.clone(), After::Works).await;
    let store = Store::open(&StoreOptions { url, ..place.options() }, 1).await.unwrap();
    armed.store(true, Ordering::SeqCst);
    assert!(store.take_interaction(InteractionId::new(1), at(NINE)).await.unwrap());
    assert!(!armed.load(Ordering::SeqCst), "the wire was cut");
    assert!(!store.take_interaction(InteractionId::new(1), at(NINE)).await.unwrap());
}

/// Lets both begin, and neither write into `table` before both have read.
async fn both_read_before_either_writes<T: Send + 'static>(
    place: &Place,
    table: &str,
    both: [impl Future<Output = T> + Send + 'static; 2],
) -> [T; 2] {
    let mut holder = place.raw().await;
    let lock = format!("BEGIN; LOCK TABLE {table} IN SHARE MODE");
    sqlx::raw_sql(AssertSqlSafe(lock)).execute(&mut holder).await.unwrap();
    let [first, second] = both.map(tokio::spawn);
    let waiting = format!("SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND relation = '{table}'::regclass");
    let both_wait = async { while place.number(&waiting).await < 2 {} };
    tokio::time::timeout(PATIENCE, both_wait).await.expect("both wait to write");
    sqlx::raw_sql("COMMIT").execute(&mut holder).await.unwrap();
    [first.await.unwrap(), second.await.unwrap()]
}

/// Two processes.
async fn two(place: &Place) -> [Store; 2] {
    [place.open().await, Store::open(&place.options(), 8).await.unwrap()]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_find_the_same_thing_due_one_claims_it() {
    let Some(place) = Place::postgres().await else { return };
    let stores = two(&place).await;
    let key = OccurrenceKey::Introduction { guild: GUILD, channel: CHANNEL };
    let due = NewOccurrence { key, guild: GUILD, channel: CHANNEL, due_at: at(NINE) };
    stores[0].add_occurrence(due, at(NINE)).await.unwrap();
    let claims = stores.map(|store| async move { next(&store, NINE).await });
    let found = both_read_before_either_writes(&place, "occurrence", claims).await;
    let claimed = found.iter().filter(|found| matches!(found, Next::Claimed(_))).count();
    assert_eq!(claimed, 1, "{found:?}");
}

/// Each writes a row of its own, so that only the reading before it is in the way.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_find_room_for_one_more_one_gets_it() {
    let Some(place) = Place::postgres().await else { return };
    let stores = two(&place).await;
    for name in 1..MOST_SCHEDULES {
        let draft = draft(&format!("number {name}"), "09:00 weekdays Europe/Berlin");
        stores[0].save_schedule(GUILD, &draft, at(NINE)).await.unwrap();
    }
    let mut name = 0;
    let saves = stores.map(|store| {
        name += 1;
        let draft = draft(&format!("one more {name}"), "09:00 weekdays Europe/Berlin");
        async move { store.save_schedule(GUILD, &draft, at(NINE)).await.unwrap() }
    });
    let saved = both_read_before_either_writes(&place, "schedule", saves).await;
    let too_many = saved.iter().filter(|saved| matches!(saved, Saved::TooMany)).count();
    assert_eq!(too_many, 1, "{saved:?}");
    assert_eq!(place.number("SELECT COUNT(*) FROM schedule").await, MOST_SCHEDULES as i64);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_holds_is_busy_within_the_timeout() {
    let Some(place) = Place::postgres().await else { return };
    let busy_timeout = Duration::from_millis(200);
    let store = Store::open(&StoreOptions { busy_timeout, ..place.options() }, 1).await.unwrap();
    let mut holder = place.raw().await;
    sqlx::raw_sql("BEGIN; LOCK TABLE recognition").execute(&mut holder).await.unwrap();
    let given = tokio::time::timeout(PATIENCE, store.give(&gift(1, &[BEN], NINE), LEASE)).await.expect("an end");
    assert!(matches!(given, Err(StoreError::Busy(_))), "{given:?}");
    sqlx::raw_sql("COMMIT").execute(&mut holder).await.unwrap();
    store.give(&gift(1, &[BEN], NINE), LEASE).await.unwrap();
}

/// A paused machine, say: nobody else waits for it for ever, and when it goes on it learns what became of its work.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_stands_still_in_a_transaction_holds_nobody_up() {
    let Some(place) = Place::postgres().await else { return };
    let busy_timeout = Duration::from_millis(200);
    let [still, other] = [1, 2].map(|seed| (StoreOptions { busy_timeout, ..place.options() }, seed));
    let still = Store::open(&still.0, still.1).await.unwrap();
    let other = Store::open(&other.0, other.1).await.unwrap();
    let new = gift(1, &[BEN], NINE);
    let mut work = std::pin::pin!(still.give(&new, LEASE));
    let writing = "SELECT COUNT(*) FROM pg_locks WHERE granted AND relation = 'recognition'::regclass \
                   AND mode = 'RowExclusiveLock'";
    // It goes on only while it is looked at: until it has written and not yet committed.
    while place.number(writing).await == 0 {
        let looked = futures_util::poll!(work.as_mut());
        assert!(looked.is_pending(), "{looked:?}");
    }
    let given = async {
        loop {
            match other.give(&new, LEASE).await {
                Err(StoreError::Busy(_)) => {}
                given => break given.unwrap(),
            }
        }
    };
    let given = tokio::time::timeout(PATIENCE, given).await.expect("it was held up");
    assert!(matches!(given, Given::Counted(_)), "{given:?}");
    let given = work.await.unwrap();
    assert!(matches!(given, Given::Already { .. }), "{given:?}");
    assert_eq!(place.number("SELECT COUNT(*) FROM recognition").await, 1);
}

/// Asked at each claim: a fan-out that reads all that waits each time reads it as often as it is long.
#[tokio::test]
async fn the_next_instant_is_found_without_reading_all_that_waits() {
    let Some(place) = Place::postgres().await else { return };
    let store = place.open().await;
    place
        .run(
            "INSERT INTO guild (id, zone, thanks_on, joined_at) SELECT i, 'UTC', 1, 0 FROM generate_series(1, 5000) i; \
             INSERT INTO schedule (id, guild_id, channel_id, local_time, zone, days, state, owes_after, next_due_at) \
             SELECT i, i, 1, '09:00', 'UTC', 127, 'active', 0, 1000 + i % 60 FROM generate_series(1, 5000) i; \
             INSERT INTO occurrence (id, kind, subject, due_key, guild_id, channel_id, due_at, state, ready_at, attempts) \
             SELECT i, 'daily', i, 'x', i, 1, 0, 'due', 1000 + i % 60, 0 FROM generate_series(1, 5000) i; ANALYZE",
        )
        .await;
    let before = read_of(&place).await;
    for _ in 0..20 {
        assert_eq!(store.next_due().await.unwrap(), Some(jiff::Timestamp::from_millisecond(1000).unwrap()));
    }
    // A connection's last numbers are told when it ends.
    store.close().await;
    let told = async {
        loop {
            let now = read_of(&place).await;
            if now.0 >= before.0 + 40 {
                return now.1 - before.1;
            }
        }
    };
    let rows = tokio::time::timeout(PATIENCE, told).await.unwrap();
    assert!(rows < 5000, "{rows} rows were read by 20 questions");
}

/// How often the two tables were read, and how many rows of them.
async fn read_of(place: &Place) -> (i64, i64) {
    let of = "FROM pg_stat_user_tables WHERE schemaname = current_schema() AND relname IN ('occurrence', 'schedule')";
    let looks = place.number(&format!("SELECT CAST(SUM(seq_scan + idx_scan) AS BIGINT) {of}")).await;
    (looks, place.number(&format!("SELECT CAST(SUM(seq_tup_read + idx_tup_fetch) AS BIGINT) {of}")).await)
}
