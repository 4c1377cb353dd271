//! `clarion forget` and `clarion export` as an operator at a shell meets them: the real program on a database that a bot left
//! behind.
#![allow(clippy::unwrap_used)]

use std::process::{Command, Stdio};
use std::time::Duration;

use clarion::store::{Given, NewRecognition, Store, StoreOptions, Where};
use jiff::civil::date;
use serde_json::Value;
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
    let (code, said, complaint) = clarion(folder, "forget", arguments);
    (code, said + &complaint)
}

/// Its exit code, and what is on standard output and on standard error.
fn clarion(folder: &TempDir, command: &str, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_clarion"));
    program.arg(command).args(arguments).env_clear().current_dir(folder.path()).stdin(Stdio::null());
    let output = program.env("CLARION_STORE__URL", url(folder)).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// What the document has of a server: which, and the words that its person gave and got there.
fn told(document: &Value) -> (String, Vec<String>, Vec<String>) {
    let words = |list: &str| {
        let all = document[list].as_array().unwrap().iter();
        all.map(|one| one["words"].as_str().unwrap().to_owned()).collect()
    };
    (document["server"].as_str().unwrap().to_owned(), words("thanks_given"), words("thanks_got"))
}

#[tokio::test]
async fn a_copy_is_handed_out_of_every_server_or_of_one() {
    let folder = tempfile::tempdir().unwrap();
    let running = left_behind(&folder).await;
    let id = GOT.to_string();
    let (code, copy, complaint) = clarion(&folder, "export", &[&id]);
    assert_eq!((code, complaint.as_str()), (Some(0), ""), "{copy}");
    let list: Value = serde_json::from_str(&copy).unwrap();
    assert_eq!(list["format"], "clarion-privacy");
    let all: Vec<_> = list["servers"].as_array().unwrap().iter().map(told).collect();
    let of = |number: usize| (SERVERS[number].to_string(), vec![], vec![format!("a quilted lantern {}", number + 1)]);
    assert_eq!(all, [of(0), of(1)]);

    let one = SERVERS[1].to_string();
    let (code, copy, _) = clarion(&folder, "export", &[&id, "--server", &one]);
    let document: Value = serde_json::from_str(&copy).unwrap();
    assert_eq!((code, document["format"].as_str(), told(&document)), (Some(0), Some("clarion-me"), of(1)));

    // Into a file of its own, which is nobody else's to read, and never in the place of another.
    let (code, said, complaint) = clarion(&folder, "export", &[&id, "--server", &one, "--out", "copy.json"]);
    assert_eq!((code, said.as_str(), complaint.as_str()), (Some(0), "Written to copy.json.\n", ""));
    let file = folder.path().join("copy.json");
    let written: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    assert_eq!(told(&written), of(1));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let before = std::fs::read(&file).unwrap();
    let (code, said, complaint) = clarion(&folder, "export", &[&id, "--out", "copy.json"]);
    assert_eq!((code, said.as_str(), complaint.contains("copy.json could not be written")), (Some(1), "", true));
    assert_eq!(std::fs::read(&file).unwrap(), before);
    // Nothing was changed by it.
    assert_eq!(running.kept_of(GOT, Where::Everywhere).await.unwrap().got, 2);
}

/// A file would say that somebody is known.
#[tokio::test]
async fn of_whom_nothing_is_kept_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    drop(left_behind(&folder).await);
    let nowhere = SERVERS[0].get() + 7;
    for arguments in
        [vec!["600000000000000009".to_owned()], vec![GOT.to_string(), "--server".to_owned(), nowhere.to_string()]]
    {
        let mut arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        arguments.extend(["--out", "copy.json"]);
        let (code, said, complaint) = clarion(&folder, "export", &arguments);
        assert_eq!((code, said.as_str(), complaint.as_str()), (Some(1), "", "Nothing is kept under that id.\n"));
        assert!(!folder.path().join("copy.json").exists());
    }
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
    for command in ["forget", "export"] {
        let (code, said, complaint) = clarion(&folder, command, &[&GIVER.to_string()]);
        assert_eq!((code, said.as_str()), (Some(1), ""));
        assert!(complaint.starts_with("There is no database at sqlite://"), "{complaint}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn what_is_no_id_is_refused_with_what_one_looks_like() {
    let folder = tempfile::tempdir().unwrap();
    for wrong in ["@anna", "0", "-1", "99999999999999999999999"] {
        for command in ["forget", "export"] {
            let (code, _, complaint) = clarion(&folder, command, &["--", wrong]);
            assert_eq!(code, Some(2), "{complaint}");
            assert!(complaint.contains("<USER>"), "{complaint}");
        }
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "no database was made");
}

/// Who stands in the words of others alone, without a row.
#[tokio::test]
async fn who_stands_in_others_words_alone_is_found_and_taken_out() {
    let folder = tempfile::tempdir().unwrap();
    let store = left_behind(&folder).await;
    let pool = sqlx::AnyPool::connect(&url(&folder)).await.unwrap();
    let named = "600000000000000007";
    sqlx::query(sqlx::AssertSqlSafe(format!("UPDATE recognition_words SET words = words || ' by <@{named}>'")))
        .execute(&pool)
        .await
        .unwrap();
    pool.close().await;
    drop(store);
    let (code, said) = forget(&folder, &[named]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("     2  texts in which their id stands\nNothing was erased."), "{said}");
    let (code, said, complaint) = clarion(&folder, "export", &[named]);
    assert_eq!((code, said.as_str()), (Some(1), ""));
    assert!(complaint.contains("Their id stands in words of others"), "{complaint}");
    let one = SERVERS[0].to_string();
    for (arguments, taken) in [(vec![named, "--server", &one, "--yes"], 1), (vec![named, "--yes"], 1)] {
        assert!(held(&folder, named.as_bytes()));
        let (code, said) = forget(&folder, &arguments);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.starts_with("Nothing of theirs was kept.\n"), "{said}");
        assert!(said.contains(&format!("out of which their id was taken: {taken}.")), "{said}");
    }
    assert!(!held(&folder, named.as_bytes()) && held(&folder, b"quilted lantern 1 by a former member"));
}
