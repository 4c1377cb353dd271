//! No command of one server shows or changes a row of another: every command, press, choice and form is tried in a server
//! by somebody who manages it, with the ids, names and links of another server's rows.
//!
//! What is tried is not written here. The commands are those that are registered; the presses are those of
//! `tests/presses.txt`, which a test beside their strategies holds complete; the rows are those of
//! `tests/store_contract/rows/`, one file a schema. The two servers have the same rows under other ids, and the same people:
//! whoever asks is at home in both, so that nothing but the server stands between them and the other's rows. In private
//! messages, where an interaction knows no server and a row says whose it is, somebody asks whom the other does not know.
//!
//! All of it is tried on SQLite, and on PostgreSQL where there is a server for tests (`tests/postgres.sh`).

#![allow(clippy::unwrap_used)]

mod asking;
#[allow(dead_code)]
#[path = "../recognize/bench.rs"]
mod bench;
#[path = "../common/every_row.rs"]
mod every_row;
#[path = "../common/postgres.rs"]
mod postgres;
mod servers;
#[path = "../common/skip.rs"]
mod skip;
mod telling;

use std::collections::BTreeSet;

use asking::{Ids, commands, from_afar, here, ids, templates, ways};
use bench::Bench;
use every_row::{all_columns, rows};
use serde_json::Value;
use servers::{Engine, HERE_ALONE, OUR_IDS, OURS, THEIR_IDS, THEIRS, WORDS, full, pool};
use telling::{Watched, seen};

/// Each is written once and tried on every engine.
macro_rules! on_each_engine {
    ($($test:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $test() {
                super::$test(super::Engine::Sqlite).await;
            })*
        }
        mod postgres_too {
            $(#[tokio::test]
            async fn $test() {
                super::$test(super::Engine::Postgres).await;
            })*
        }
    };
}

on_each_engine!(
    no_press_choice_or_form_shows_or_changes_another_servers_row,
    nothing_pressed_in_private_messages_shows_or_changes_a_row_of_a_server_that_does_not_know_who_presses,
    what_is_ones_own_is_shown_and_changed,
    stewards_decide_in_private_messages_in_their_own_server_alone,
    no_command_shows_or_changes_another_servers_row,
);

/// Each press, choice and form with those ids, asked as `asked` says.
async fn every_press_shows_and_changes_nothing(bench: &Bench, ids: &Ids, asked: fn(Value) -> Value) {
    let mut number = 0;
    let mut watched = Watched::new(bench).await;
    for template in templates() {
        let all = ways(bench, &template, ids);
        number += all.len();
        watched.nothing_of_theirs(&template, all.into_iter().map(asked).collect()).await;
    }
    watched.over().await;
    assert!(number > 4_000, "only {number}");
}

async fn no_press_choice_or_form_shows_or_changes_another_servers_row(engine: Engine) {
    let Some(bench) = full(engine).await else { return };
    let ids = ids(&bench).await;
    every_press_shows_and_changes_nothing(&bench, &ids, here).await;
}

/// Commands that can be asked there, too.
async fn nothing_pressed_in_private_messages_shows_or_changes_a_row_of_a_server_that_does_not_know_who_presses(
    engine: Engine,
) {
    let Some(bench) = full(engine).await else { return };
    let ids = ids(&bench).await;
    every_press_shows_and_changes_nothing(&bench, &ids, from_afar).await;
    let registered = serde_json::to_value(bench.commands.registrations()).unwrap();
    let there = |command: &&Value| {
        command["contexts"].as_array().is_none_or(|contexts| contexts.iter().any(|context| *context == 1))
    };
    let there: Vec<&Value> = registered.as_array().unwrap().iter().filter(there).collect();
    assert!(!there.is_empty());
    let mut watched = Watched::new(&bench).await;
    for command in there {
        let all = commands(&bench, command, &ids).into_iter().map(from_afar).collect();
        watched.nothing_of_theirs(&command["name"].to_string(), all).await;
    }
    watched.over().await;
}

/// The same presses with this server's own ids do something: they are the right ones. Files are among what is looked at.
async fn what_is_ones_own_is_shown_and_changed(engine: Engine) {
    let Some(bench) = full(engine).await else { return };
    let ids = ids(&bench).await.ours();
    let pool = pool(&bench).await;
    let (mut shown, mut changed, mut afar) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut before = rows(&pool).await;
    for template in templates().into_iter().filter(|template| !template.contains("erase")) {
        for interaction in ways(&bench, &template, &ids) {
            if seen(&bench, &here(interaction.clone())).await.contains(OURS) {
                shown.insert(template.clone());
            }
            if seen(&bench, &from_afar(interaction)).await.contains(OURS) {
                afar.insert(template.clone());
            }
        }
        let after = rows(&pool).await;
        if after != before {
            changed.insert(template);
        }
        before = after;
    }
    pool.close().await;
    assert!(shown.len() > 15 && changed.len() > 15, "shown: {shown:#?}, changed: {changed:#?}");
    let files = ["c1.me.export", "c1.privacy.export.here", "c1.privacy.export.everywhere"];
    assert!(files.iter().all(|file| shown.contains(*file)), "{shown:#?}");
    assert!(afar.len() > 3, "in private messages: {afar:#?}");
}

/// What a steward presses under a report knows no server in private messages: the same presses that do something with the ids
/// of the server that somebody manages do nothing with those of the other, which knows them as well.
async fn stewards_decide_in_private_messages_in_their_own_server_alone(engine: Engine) {
    for (verb, shows, changes) in
        [("reports", true, false), ("next-report", true, false), ("close", false, true), ("voided", false, true)]
    {
        let Some(bench) = full(engine).await else { return };
        let template = format!("c1.keep.{verb}.{{id}}");
        assert!(templates().contains(&template), "{template}");
        let theirs = ids(&bench).await;
        let pool = pool(&bench).await;
        // They are no stranger to the other server, which is all that the other test holds.
        let known =
            format!("UPDATE person SET user_id = {HERE_ALONE} WHERE id IN ({}, {})", THEIR_IDS + 53, OUR_IDS + 53);
        sqlx::raw_sql(sqlx::AssertSqlSafe(known)).execute(&pool).await.unwrap();
        let before = rows(&pool).await;
        for interaction in ways(&bench, &template, &theirs) {
            let told = seen(&bench, &from_afar(interaction)).await;
            assert!(!told.contains(THEIRS) && !told.contains(OURS), "{verb} tells {told}");
        }
        let untouched = |row: &String| !row.starts_with("interaction: ");
        let kept = |rows: BTreeSet<String>| rows.into_iter().filter(untouched).collect::<Vec<_>>();
        assert_eq!(kept(rows(&pool).await), kept(before.clone()), "{verb}");
        let mut told = String::new();
        for interaction in ways(&bench, &template, &theirs.ours()) {
            told.push_str(&seen(&bench, &from_afar(interaction)).await);
        }
        let changed = kept(rows(&pool).await) != kept(before);
        pool.close().await;
        assert_eq!((told.contains(OURS), changed), (shows, changes), "{verb}: {told}");
    }
}

async fn no_command_shows_or_changes_another_servers_row(engine: Engine) {
    let registered = serde_json::to_value(Bench::new().await.commands.registrations()).unwrap();
    let mut asked = 0;
    for command in registered.as_array().unwrap() {
        // What was named here by one command is shown here by another.
        let Some(bench) = full(engine).await else { return };
        let all = commands(&bench, command, &ids(&bench).await);
        asked += all.len();
        let mut watched = Watched::new(&bench).await;
        watched.nothing_of_theirs(&command["name"].to_string(), all.into_iter().map(here).collect()).await;
        watched.over().await;
    }
    assert!(asked > 2_000, "only {asked}");
}

/// A column of text that is new is people's words, or a code of ours: say which.
#[tokio::test]
async fn every_text_is_known_to_be_somebodys_words_or_a_code() {
    let bench = Bench::new().await;
    let pool = pool(&bench).await;
    let texts = all_columns(&pool).await.into_iter().filter(|(_, _, kind)| kind == "TEXT");
    let texts: BTreeSet<String> = texts.map(|(table, name, _)| format!("{table}.{name}")).collect();
    pool.close().await;
    let words: BTreeSet<String> = WORDS.iter().map(|column| (*column).to_owned()).collect();
    assert!(words.is_subset(&texts), "{:?} are gone", words.difference(&texts));
    // What is somebody's words is looked through when somebody wants to be forgotten.
    assert_eq!(clarion::store::columns_of_words().collect::<BTreeSet<_>>(), words);
    insta::assert_snapshot!(texts.difference(&words).cloned().collect::<Vec<_>>().join("\n"));
}
