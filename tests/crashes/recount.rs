//! `clarion recount`, killed in the middle of what it writes: whatever it came to is right as a whole, all else is as it was found,
//! and the next one mends the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use clarion::store::{Given, NewRecognition, Store, StoreOptions, Synchronous};
use jiff::{Timestamp, ToSpan};
use serenity::model::id::{ChannelId, GuildId, InteractionId, UserId};
use sqlx::{AnyConnection, AssertSqlSafe, Connection};

use crate::failpoints;
use crate::place::{Engine, Place};

/// More than are counted anew in two transactions.
const GIVERS: u64 = 50;

/// Of each person and each day, all that is counted.
type Totals = BTreeMap<String, BTreeSet<String>>;

/// The transaction that counts anew, and the places of it at which it dies, each with the how manyeth pass.
pub const TRANSACTION: &str = "count_anew";
const DEATHS: [(&str, usize); 6] =
    [("begin", 1), ("written", 1), ("committed", 1), ("written", 2), ("committed", 3), ("written", 4)];

async fn fill(place: &Place) {
    let options = StoreOptions { synchronous: Synchronous::Normal, ..StoreOptions::new(&place.url) };
    let store = Store::open(&options, 7).await.unwrap();
    let begin: Timestamp = "2026-11-02T08:00:00Z".parse().unwrap();
    for number in 1..=GIVERS {
        let at = begin + i64::try_from(number * 7).unwrap().hours();
        let given = NewRecognition {
            interaction: InteractionId::new(number),
            guild: GuildId::new(1),
            channel: ChannelId::new(2),
            giver: UserId::new(100 + number),
            receivers: vec![UserId::new(100 + number % GIVERS + 1), UserId::new(99)],
            words: "calmer nights".to_owned(),
            way: None,
            quiet: false,
            strengths: vec!["Calm".to_owned()],
            names: Vec::new(),
            about: None,
            at,
            local_date: at.to_zoned(jiff::tz::TimeZone::UTC).date(),
        };
        let given = store.give(&given, Duration::from_secs(60)).await.unwrap();
        assert!(matches!(given, Given::Counted(_)), "{given:?}");
    }
    store.close().await;
}

/// All that is wrong in one way, and a few rows in all of theirs: as many as are put right in one transaction, since whoever has
/// more is counted by those that are right until the last of them is.
const BROKEN: &str = "UPDATE recognition_day SET number = number + 1; UPDATE giver_day SET number = 9; \
     UPDATE giver_total SET gives = 5, weeks = 5; DELETE FROM strength_total; \
     UPDATE person SET first_gave = NULL, last_got = NULL, got_before = '', gave_from = 5, gave_since = 5; \
     UPDATE recognition_receiver SET giver = NULL, local_date = '' WHERE person_id = \
     (SELECT id FROM person WHERE user_id = 99) AND given_at < 1793710000000";

async fn connection(place: &Place) -> AnyConnection {
    sqlx::any::install_default_drivers();
    AnyConnection::connect(&place.url).await.unwrap()
}

async fn totals(place: &Place) -> Totals {
    let mut connection = connection(place).await;
    let mut totals = Totals::new();
    let person =
        "first_gave, last_gave, first_got, last_got, got_before, gave_from, gave_to, gave_before, got_from, gave_since";
    for (of, row, table) in [
        ("'person ' || CAST(person_id AS TEXT)", "stretch, gives, people, weeks", "giver_total"),
        ("'person ' || CAST(person_id AS TEXT)", "name, named, seen", "strength_total"),
        ("'person ' || CAST(id AS TEXT)", person, "person"),
        ("'day ' || local_date", "strength, number", "recognition_day"),
        ("'latest'", "day, number", "giver_day"),
        (
            "'row ' || CAST(recognition_id AS TEXT)",
            "person_id, giver, local_date, given_at, counts",
            "recognition_receiver",
        ),
    ] {
        let row = row.split(", ").map(|column| format!("COALESCE(CAST({column} AS TEXT), '-')"));
        let row = row.collect::<Vec<_>>().join(" || ' ' || ");
        let asked = format!("SELECT {of}, '{table} ' || {row} FROM {table}");
        let rows: Vec<(String, String)> =
            sqlx::query_as(AssertSqlSafe(asked)).fetch_all(&mut connection).await.unwrap();
        for (of, row) in rows {
            totals.entry(of).or_default().insert(row);
        }
    }
    connection.close().await.unwrap();
    totals
}

/// Runs it to its end, or to the place at which it is killed.
fn recount(place: &Place, dies: Option<(&str, usize)>) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_clarion"));
    program.arg("recount").env_clear().current_dir(place.folder()).stdin(Stdio::null()).stdout(Stdio::null());
    program.env("CLARION_STORE__URL", &place.url).env("CLARION_STORE__SYNCHRONOUS", "normal").stderr(Stdio::piped());
    program.envs(dies.map(|(step, pass)| ("CLARION_FAILPOINT", format!("{TRANSACTION}:{step}#{pass}"))));
    let mut child = program.spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    match dies {
        Some((step, _)) => {
            let line = said.next();
            assert_eq!(line, Some(format!("stopped at {TRANSACTION}:{step}")));
            child.kill().unwrap();
            child.wait().unwrap();
        }
        None => {
            let complaint: Vec<String> = said.collect();
            assert!(child.wait().unwrap().success(), "{complaint:?}");
        }
    }
}

/// Dies at each of the places, on a database that is wrong anew each time.
pub async fn dies_everywhere(engine: &Engine) {
    if !failpoints() {
        return;
    }
    let place = engine.place().await;
    fill(&place).await;
    recount(&place, None);
    let right = totals(&place).await;
    for dies in DEATHS {
        let mut by_hand = connection(&place).await;
        sqlx::raw_sql(BROKEN).execute(&mut by_hand).await.unwrap();
        by_hand.close().await.unwrap();
        let broken = totals(&place).await;
        assert!(broken != right);
        recount(&place, Some(dies));
        let found = totals(&place).await;
        let mut mended = 0;
        let all: BTreeSet<&String> = right.keys().chain(broken.keys()).collect();
        for of in all {
            let (right, broken, found) = (right.get(of), broken.get(of), found.get(of));
            assert!(found == right || found == broken, "{dies:?}, {of} by halves: {found:#?}, {right:#?}, {broken:#?}");
            mended += usize::from(found == right && right != broken);
        }
        // Whoever is counted anew with a row that was wrong may have given last on another day.
        if right.iter().any(|(of, rows)| of.starts_with("row ") && broken[of] != *rows && found[of] == *rows) {
            assert_eq!(found["latest"], right["latest"], "{dies:?}");
        }
        let (step, pass) = dies;
        let committed = if step == "committed" { pass } else { pass - 1 };
        assert_eq!(mended > 0, committed > 0, "{dies:?}: {mended} are mended");
        recount(&place, None);
        assert_eq!(totals(&place).await, right, "after {dies:?}");
    }
    engine.done(place);
}
