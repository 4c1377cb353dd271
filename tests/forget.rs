//! `clarion forget` as an operator at a shell meets it: the real program on a database that a bot left behind.
#![allow(clippy::unwrap_used)]

use std::process::{Command, Stdio};
use std::time::Duration;

use clarion::store::{Given, NewRecognition, Store, StoreOptions, Where};
use jiff::civil::date;
use serenity::model::id::{ChannelId, GuildId, InteractionId, UserId};
use tempfile::TempDir;

const GIVER: UserId = UserId::new(600_000_000_000_000_001);
const GOT: UserId = UserId::new(600_000_000_000_000_002);
const SERVERS: [GuildId; 2] = [GuildId::new(500_000_000_000_000_001), GuildId::new(500_000_000_000_000_002)];

/// A recognition in each of two servers.
async fn left_behind(folder: &TempDir) -> Store {
    let store = Store::open(&StoreOptions::new(url(folder)), 7).await.unwrap();
    for (number, guild) in (1..).zip(SERVERS) {
        let new = NewRecognition {
            interaction: InteractionId::new(number),
            guild,
            channel: ChannelId::new(700_000_000_000_000_001),
            giver: GIVER,
            receivers: vec![GOT],
            words: format!("a quilted lantern {number}"),
            way: None,
            about: None,
            quiet: false,
            strengths: Vec::new(),
            names: Vec::new(),
            at: "2026-11-23T08:00:00Z".parse().unwrap(),
            local_date: date(2026, 11, 23),
        };
        assert!(matches!(store.give(&new, Duration::from_secs(60)).await.unwrap(), Given::Counted(_)));
    }
    store
}

fn url(folder: &TempDir) -> String {
    format!("sqlite://{}/clarion.db", folder.path().display())
}

/// What the program says and its exit code.
fn forget(folder: &TempDir, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clarion"));
    command.arg("forget").args(arguments).env_clear().current_dir(folder.path()).stdin(Stdio::null());
    let output = command.env("CLARION_STORE__URL", url(folder)).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

/// Whether any file of the database holds this.
fn held(folder: &TempDir, bytes: &[u8]) -> bool {
    std::fs::read_dir(folder.path()).unwrap().any(|file| {
        let file = std::fs::read(file.unwrap().path()).unwrap();
        file.windows(bytes.len()).any(|window| window == bytes)
    })
}

#[tokio::test]
async fn it_says_how_much_is_kept_and_erases_it_only_when_told_to() {
    let folder = tempfile::tempdir().unwrap();
    drop(left_behind(&folder).await);
    let id = GIVER.to_string();
    let (code, said) = forget(&folder, &[&id]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("     2  servers that know them\n     2  recognitions given\n     0  recognitions got"),
        "{said}"
    );
    assert!(said.contains("Nothing was erased."), "{said}");
    assert!(held(&folder, b"quilted lantern 1") && held(&folder, &GIVER.get().to_be_bytes()));

    let (code, said) = forget(&folder, &[&id, "--yes"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.starts_with("Erased, in 2 servers.\n"), "{said}");
    assert!(said.contains("The database was cleaned of it."), "{said}");
    for gone in [b"quilted lantern".as_slice(), &GIVER.get().to_be_bytes(), id.as_bytes()] {
        assert!(!held(&folder, gone), "{gone:?}");
    }
    assert!(held(&folder, &GOT.get().to_be_bytes()), "others stay");
    for arguments in [&[id.as_str()][..], &[&id, "--yes"]] {
        assert!(forget(&folder, arguments).1.starts_with("Nothing is kept under that id."));
    }
}

#[tokio::test]
async fn one_server_alone_is_erased_also_beside_a_bot_that_has_the_database_open() {
    let folder = tempfile::tempdir().unwrap();
    let running = left_behind(&folder).await;
    let (code, said) = forget(&folder, &[&GIVER.to_string(), "--server", &SERVERS[0].to_string(), "--yes"]);
    assert_eq!((code, said.starts_with("Erased, in one server.")), (Some(0), true), "{said}");
    assert_eq!(running.kept_of(GIVER, Where::Server(SERVERS[0])).await.unwrap().servers, 0);
    assert_eq!(running.kept_of(GIVER, Where::Everywhere).await.unwrap().given, 1);
    assert!(!held(&folder, b"quilted lantern 1") && held(&folder, b"quilted lantern 2"));
}

#[test]
fn where_there_is_no_database_nothing_is_said_to_be_kept_and_none_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let (code, said) = forget(&folder, &[&GIVER.to_string()]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.starts_with("There is no database at sqlite://"), "{said}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn what_is_no_id_is_refused_with_what_one_looks_like() {
    let folder = tempfile::tempdir().unwrap();
    for wrong in ["@anna", "0", "-1", "99999999999999999999999"] {
        let (code, said) = forget(&folder, &["--", wrong]);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("<USER>"), "{said}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "no database was made");
}
