//! What only a file can do: be locked, read-only, full, somebody else's.

use std::time::Duration;

use clarion::store::{Joined, Store, StoreError, StoreOptions};
use sqlx::Connection;

use super::engines::{BEN, GUILD, LEASE, Place, at, gift};

const NOW: &str = "2026-11-23T08:00:00Z";

#[tokio::test]
async fn the_file_is_made_with_its_folder_and_runs_safely() {
    let place = Place::sqlite();
    assert!(!place.file().parent().unwrap().exists());
    let store = place.open().await;
    assert!(place.file().exists());
    let mut raw = place.raw().await;
    let journal: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut raw).await.unwrap();
    assert_eq!(journal, "wal");
    raw.close().await.unwrap();
    store.close().await;
    // Closed, it is one whole file: nothing of it lives elsewhere.
    let left: Vec<_> = std::fs::read_dir(place.file().parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(!left.iter().any(|name| name.ends_with("-wal")), "{left:?}");
}

#[tokio::test]
async fn a_path_may_hold_spaces_and_any_script() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wer wägt #1").join("clarion 夜.db");
    let url = format!("sqlite://{}", path.display()).replace('#', "%23");
    let store = Store::open(&StoreOptions::new(url), 1).await.unwrap();
    store.contrast_seen(GUILD, "risk", at(NOW)).await.unwrap();
    assert!(path.exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_locked_database_is_busy_within_the_timeout_and_readers_go_on() {
    let place = Place::sqlite();
    let patience = Duration::from_millis(300);
    let store = Store::open(&StoreOptions { busy_timeout: patience, ..place.options() }, 1).await.unwrap();
    store.give(&gift(1, &[BEN], NOW), LEASE).await.unwrap();
    let mut holder = place.raw().await;
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut holder).await.unwrap();

    let begun = std::time::Instant::now();
    let gifts = (2..8).map(|interaction| {
        let store = store.clone();
        tokio::spawn(async move { store.give(&gift(interaction, &[BEN], NOW), LEASE).await })
    });
    for given in futures_util::future::join_all(gifts).await {
        let given = given.unwrap();
        assert!(matches!(given, Err(StoreError::Busy(_))), "{given:?}");
    }
    let took = begun.elapsed();
    assert!(took >= patience && took < patience * 3, "{took:?}");
    assert_eq!(store.mine(GUILD, BEN, 5).await.unwrap().got, 1);
    // Discord names every server at each start; one that is known as it is has nothing to wait for.
    assert_eq!(store.guild_joined(GUILD, None, None, at(NOW)).await.unwrap(), Joined::Known);

    sqlx::raw_sql("ROLLBACK").execute(&mut holder).await.unwrap();
    store.give(&gift(9, &[BEN], NOW), LEASE).await.unwrap();
    assert_eq!(store.mine(GUILD, BEN, 5).await.unwrap().got, 2);
}

#[tokio::test]
async fn a_database_that_can_only_be_read_is_refused_at_the_start() {
    let place = Place::sqlite();
    place.open().await.close().await;
    let options = StoreOptions { url: format!("{}?mode=ro", place.url), ..place.options() };
    let refused = Store::open(&options, 1).await.unwrap_err();
    assert!(matches!(refused, StoreError::ReadOnly(_)), "{refused:?}");
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_said_so() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file"), "").unwrap();
    let url = format!("sqlite://{}/file/clarion.db", folder.path().display());
    let refused = Store::open(&StoreOptions::new(url), 1).await.unwrap_err();
    assert!(matches!(refused, StoreError::Unreachable(_)), "{refused:?}");
}

#[tokio::test]
async fn another_programs_file_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.txt");
    let text = "Dear all, this is no database. ".repeat(100);
    std::fs::write(&path, &text).unwrap();
    let options = StoreOptions::new(format!("sqlite://{}", path.display()));
    let refused = Store::open(&options, 1).await.unwrap_err();
    assert!(matches!(refused, StoreError::Damaged(_)), "{refused:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[tokio::test]
async fn urls_that_name_no_file_are_refused() {
    for url in ["", "clarion.db", "mysql://there/db", "sqlite::memory:", "sqlite://", "sqlite://x?mode=memory"] {
        let refused = Store::open(&StoreOptions::new(url), 1).await.unwrap_err();
        assert!(matches!(refused, StoreError::Other(_)), "{url}: {refused:?}");
    }
}

/// Work that was cut off leaves no lock behind, and is whole or undone.
#[tokio::test]
async fn work_that_is_cut_off_leaves_nothing_behind() {
    let place = Place::sqlite();
    let store = place.open().await;
    for polls in 0..60 {
        let new = gift(100 + polls, &[BEN], NOW);
        let mut left = polls;
        let mut work = std::pin::pin!(store.give(&new, LEASE));
        // Looked at a number of times, then dropped where it stands.
        std::future::poll_fn(|context| {
            if left == 0 {
                return std::task::Poll::Ready(());
            }
            left -= 1;
            work.as_mut().poll(context).map(|_| ())
        })
        .await;
    }
    store.contrast_seen(GUILD, "risk", at(NOW)).await.unwrap();
    let whole = "SELECT COUNT(*) FROM recognition r JOIN recognition_words w ON w.recognition_id = r.id \
                 JOIN recognition_receiver x ON x.recognition_id = r.id JOIN occurrence o ON o.subject = r.id";
    assert_eq!(place.number(whole).await, place.number("SELECT COUNT(*) FROM recognition").await);
}
