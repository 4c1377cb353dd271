//! `clarion recount` as an operator at a shell meets it: the real program on a database that a bot left behind, or that it has
//! open.
#![allow(clippy::unwrap_used)]

use std::process::{Command, Stdio};
use std::time::Duration;

use clarion::store::{Given, NewRecognition, Store, StoreOptions};
use jiff::civil::date;
use serenity::model::id::{ChannelId, GuildId, InteractionId, UserId};
use sqlx::Connection;
use tempfile::TempDir;

const GIVER: UserId = UserId::new(600_000_000_000_000_001);
const GOT: UserId = UserId::new(600_000_000_000_000_002);
const SERVERS: [GuildId; 2] = [GuildId::new(500_000_000_000_000_001), GuildId::new(500_000_000_000_000_002)];

fn new(number: u64, guild: GuildId) -> NewRecognition {
    NewRecognition {
        interaction: InteractionId::new(number),
        guild,
        channel: ChannelId::new(700_000_000_000_000_001),
        giver: GIVER,
        receivers: vec![GOT],
        words: format!("a quilted lantern {number}"),
        way: None,
        about: None,
        quiet: false,
        strengths: vec!["Calm".to_owned()],
        names: Vec::new(),
        at: "2026-11-23T08:00:00Z".parse().unwrap(),
        local_date: date(2026, 11, 23),
    }
}

/// A recognition in each of two servers.
async fn left_behind(folder: &TempDir) -> Store {
    let store = Store::open(&StoreOptions::new(url(folder)), 7).await.unwrap();
    for (number, guild) in (1..).zip(SERVERS) {
        let given = store.give(&new(number, guild), Duration::from_secs(60)).await.unwrap();
        assert!(matches!(given, Given::Counted(_)));
    }
    store
}

fn url(folder: &TempDir) -> String {
    format!("sqlite://{}/clarion.db", folder.path().display())
}

/// What somebody with a tool of their own does to it.
async fn by_hand(folder: &TempDir, sql: &'static str) {
    sqlx::any::install_default_drivers();
    let mut connection = sqlx::AnyConnection::connect(&url(folder)).await.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// Its exit code, and what is on standard output and on standard error.
fn recount(folder: &TempDir, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_clarion"));
    program.arg("recount").args(arguments).env_clear().current_dir(folder.path()).stdin(Stdio::null());
    let output = program.env("CLARION_STORE__URL", url(folder)).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn well(folder: &TempDir, arguments: &[&str]) -> String {
    let (code, said, complaint) = recount(folder, arguments);
    assert_eq!((code, complaint.as_str()), (Some(0), ""), "{said}");
    for somebodys in [GIVER.to_string(), GOT.to_string(), SERVERS[0].to_string(), "lantern".to_owned()] {
        assert!(!said.contains(&somebodys), "{said}");
    }
    said
}

const ALL_WELL: &str = "\
Held against the recognitions, in 2 servers:
 right  wrong
     2      0  rows of who got a recognition: from whom, when, and whether it counts
     2      0  days: how many recognitions, and how many that name each strength
     4      0  people: how much they gave
     4      0  people: how often each strength was named in them
     4      0  people: on which days they first and last gave and got something
     4      0  people: in which weeks they gave
     2      0  days: how many people gave last on them
Nothing is wrong.
";

const A_GIVER_FROM_BEFORE: &str = "\
Held against the recognitions, in 2 servers:
 right  wrong
     2      0  rows of who got a recognition: from whom, when, and whether it counts
     1      1  days: how many recognitions, and how many that name each strength
     2      2  people: how much they gave
     4      0  people: how often each strength was named in them
     2      2  people: on which days they first and last gave and got something
     2      2  people: in which weeks they gave
     2      0  days: how many people gave last on them
";

/// Beside a bot that has it open, and that gives on in the middle of it.
#[tokio::test]
async fn what_is_wrong_is_told_and_mended_and_then_nothing_is() {
    let folder = tempfile::tempdir().unwrap();
    let running = left_behind(&folder).await;
    assert_eq!(well(&folder, &[]), ALL_WELL);

    by_hand(
        &folder,
        "UPDATE person SET gave_to = '2026-11-23', gave_weeks = '1' WHERE gave_to IS NOT NULL; \
         UPDATE giver_total SET gives = 7 WHERE stretch = ''; \
         DELETE FROM recognition_day WHERE guild_id = 500000000000000001",
    )
    .await;
    let told = "Nothing was changed. Without --dry-run what is wrong is counted anew.\n";
    for _ in 0..2 {
        assert_eq!(well(&folder, &["--dry-run"]), format!("{A_GIVER_FROM_BEFORE}{told}"));
    }
    let of_one = well(&folder, &["--server", &SERVERS[1].to_string(), "--dry-run"]);
    assert!(of_one.starts_with("Held against the recognitions, in one server:\n"), "{of_one}");
    assert!(of_one.contains("     1      0  days: how many recognitions"), "{of_one}");
    assert_eq!(well(&folder, &[]), format!("{A_GIVER_FROM_BEFORE}What was wrong is counted anew.\n"));
    assert_eq!(well(&folder, &[]), ALL_WELL);

    let given = running.give(&new(3, SERVERS[0]), Duration::from_secs(60)).await.unwrap();
    assert!(matches!(given, Given::Counted(_)));
    assert!(well(&folder, &[]).ends_with("Nothing is wrong.\n"));
}

/// A build from before rows repeated anything of their recognition, and one from before weeks were noted.
#[tokio::test]
async fn what_older_builds_left_is_told_for_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    drop(left_behind(&folder).await);
    by_hand(&folder, "UPDATE recognition_receiver SET giver = NULL, local_date = '', given_at = 0").await;
    let said = well(&folder, &["--dry-run"]);
    assert!(said.contains("     0      2  rows of who got a recognition"), "{said}");
    assert!(said.contains("All else is counted from the rows in the first line, and was held against them"), "{said}");
    let said = well(&folder, &[]);
    assert!(said.contains("     0      2  rows of who got a recognition"), "{said}");
    assert!(said.contains("was counted anew with it, and is among what is right."), "{said}");
    assert_eq!(well(&folder, &[]), ALL_WELL);

    by_hand(&folder, "UPDATE person SET gave_weeks = NULL, gave_since = NULL WHERE guild_id = 500000000000000001")
        .await;
    let dark = "Of one person weeks in which they gave were not noted, which makes answers slow and never wrong.";
    assert_eq!(well(&folder, &["--dry-run"]), format!("{ALL_WELL}{dark} Without --dry-run they are noted.\n"));
    assert_eq!(well(&folder, &[]), format!("{ALL_WELL}{dark} They are noted now.\n"));
    assert_eq!(well(&folder, &[]), ALL_WELL);
}

#[tokio::test]
async fn where_there_is_nothing_to_recount_it_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let (code, said, complaint) = recount(&folder, &[]);
    assert_eq!((code, said.as_str()), (Some(1), ""));
    assert!(complaint.starts_with("There is no database at sqlite://"), "{complaint}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    drop(left_behind(&folder).await);
    let (code, said, complaint) = recount(&folder, &["--server", "12"]);
    assert_eq!((code, said.as_str(), complaint.as_str()), (Some(1), "", "Nothing is kept of a server with that id.\n"));
}
