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

use std::collections::{BTreeMap, BTreeSet};

use asking::{BOXES, Ids, commands, from_afar, here, ids, path, templates, ways};
use bench::Bench;
use every_row::{all_columns, rows};
use serde_json::Value;
use servers::{Engine, HERE_ALONE, OUR_IDS, OURS, THEIR_IDS, THEIRS, WORDS, full, pool};
use telling::{Own, Watched, seen};

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
    every_command_tells_or_changes_what_is_ones_own,
    stewards_decide_in_private_messages_in_their_own_server_alone,
    no_command_shows_or_changes_another_servers_row,
);

/// Each press, choice and form with those ids, asked as `asked` says.
async fn every_press_shows_and_changes_nothing(bench: &Bench, ids: &Ids, asked: fn(Value) -> Value) {
    let mut number = 0;
    let mut watched = Watched::new(bench).await;
    for template in templates(ids) {
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

/// The same presses with this server's own ids tell or change something: they are the right ones. Files are among what is
/// looked at.
async fn what_is_ones_own_is_shown_and_changed(engine: Engine) {
    let Some(bench) = full(engine).await else { return };
    let ids = ids(&bench).await.ours();
    let mut found = Found::default();
    let mut own = Own::new(&bench, &ids).await;
    for template in templates(&ids) {
        press_ones_own((&bench, &ids, &mut own), template, &mut found).await;
    }
    own.over().await;
    // What one press has ended, another finds no more: those are pressed once more, each by itself.
    for template in std::mem::take(&mut found.idle) {
        if reason(NOTHING_TO_TELL, &template).is_some() {
            found.idle.insert(template);
            continue;
        }
        let Some(bench) = full(engine).await else { return };
        let mut own = Own::new(&bench, &ids).await;
        press_ones_own((&bench, &ids, &mut own), template, &mut found).await;
        own.over().await;
    }
    nothing_else_is_idle(NOTHING_TO_TELL, &found.idle, &found.busy);
    assert!(FILES.iter().all(|file| found.told.contains(*file)), "{:#?}", found.told);
    let silent: Vec<&&str> = AFAR.iter().filter(|press| !found.afar.contains(**press)).collect();
    assert!(silent.is_empty(), "in private messages nothing is told by {silent:#?}");
    assert_eq!(found.boxes, BTreeSet::from(BOXES.map(|(name, _)| name.to_owned())), "the boxes of all forms");
}

/// What came of presses, each by its template.
#[derive(Default)]
struct Found {
    told: BTreeSet<String>,
    afar: BTreeSet<String>,
    /// Those that told or changed something, ...
    busy: BTreeSet<String>,
    /// ... and the others.
    idle: BTreeSet<String>,
    /// The boxes of the forms that came.
    boxes: BTreeSet<String>,
}

async fn press_ones_own((bench, ids, own): (&Bench, &Ids, &mut Own<'_>), template: String, found: &mut Found) {
    let all = ways(bench, &template, ids);
    let afar =
        if AFAR.contains(&template.as_str()) { all.iter().cloned().map(from_afar).collect() } else { Vec::new() };
    let all: Vec<Value> = all.into_iter().map(here).collect();
    let afar = own.tells(&afar, |_| {}).await;
    let told = own.tells(&all, |answer| found.boxes.extend(boxes(answer))).await;
    let busy = own.changed().await || told || afar;
    if afar {
        found.afar.insert(template.clone());
    }
    if told {
        found.told.insert(template.clone());
    }
    if busy {
        found.busy.insert(template)
    } else {
        found.idle.insert(template)
    };
}

/// The boxes of a form, from what travels for it.
fn boxes(answer: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut waiting: Vec<Value> =
        serde_json::Deserializer::from_str(answer).into_iter().map_while(Result::ok).collect();
    while let Some(value) = waiting.pop() {
        if value["type"] == 4 {
            found.extend(value["custom_id"].as_str().map(str::to_owned));
        }
        waiting.extend(value["components"].as_array().into_iter().flatten().cloned());
    }
    found
}

const FILES: [&str; 3] = ["c1.me.export", "c1.privacy.export.here", "c1.privacy.export.everywhere"];

/// What tells of a server in private messages.
const AFAR: &[&str] =
    &["c1.keep.about.{id}", "c1.keep.reports.{id}", "c1.privacy.export.everywhere", "c1.try-again.{id}"];

/// The presses that tell and change nothing of a server with its own ids, each with the reason. One that ends in a dot stands
/// for all that begin like it.
const NOTHING_TO_TELL: &[(&str, &str)] = &[
    ("c1.account.roster-no-role", "the rows follow no role"),
    ("c1.account.roster-role", "this Clarion follows no roles"),
    ("c1.account.thank.", "a form for whom the press names"),
    ("c1.balance.at.", "pairs alone"),
    ("c1.balance.begin", "pairs alone"),
    ("c1.balance.delete.", "asks first"),
    ("c1.deck.decline-with.", "a form"),
    ("c1.deck.edit.", "a form of what the message shows"),
    ("c1.deck.suggest.", "a form"),
    ("c1.deck.told.", "marks a notice, and is pressed nowhere"),
    ("c1.essays.", "essays alone"),
    ("c1.give.someone.", "asks whom to thank"),
    ("c1.help.", "the same for all"),
    ("c1.keep.report.", "a form"),
    ("c1.keep.void.", "a form"),
    ("c1.me.erase", "asks what"),
    ("c1.me.erase-what", "asks first"),
    ("c1.me.find.", "looks for what is typed, and nobody wrote that"),
    ("c1.me.open.quiz.", "counts"),
    ("c1.me.search.", "a form"),
    ("c1.next-contrast.", "contrasts alone"),
    ("c1.nudge.off", "nobody has it on"),
    ("c1.panel.", "what is chosen stands in the press itself"),
    ("c1.privacy.forget.", "asks first"),
    ("c1.privacy.keep-server", "leaves all as it is"),
    ("c1.privacy.show.", "tells how much there is"),
    ("c1.prompt.", "prompts alone"),
    ("c1.quiz.begin", "moments alone"),
    ("c1.quiz.contrast.", "contrasts alone"),
    ("c1.quiz.delete", "asks first"),
    ("c1.quiz.next.", "moments alone"),
    ("c1.quiz.said.", "moments alone"),
    ("c1.quiz.week.", "moments alone"),
    ("c1.reflect.change.", "a form of what the message shows"),
    ("c1.reflect.write.", "a form"),
    ("c1.reframe.", "contrasts alone"),
    ("c1.rules.numbers.", "a form of what the press holds"),
    ("c1.rules.strengths", "a form of what the panel shows"),
    ("c1.share-contrast.", "contrasts alone"),
    ("c1.show-me-one", "prompts alone"),
    ("c1.thank-too.", "asks whom to thank"),
    ("c1.thank-whom", "a form for whom somebody picked"),
    ("c1.try.open.", "a form"),
    ("c1.two-sides.", "contrasts alone"),
    ("c1.what-i-keep", "the same for all"),
];

/// The same of commands.
const NOTHING_TO_SAY: &[(&str, &str)] = &[
    ("Recognize", "a form"),
    ("Recognize this", "a form"),
    ("Reframe this", "contrasts alone"),
    ("balance", "pairs alone"),
    ("contrast", "contrasts alone"),
    ("deck import", "takes a file"),
    ("deck suggest", "a form"),
    ("essays", "essays alone"),
    ("help", "the same for all"),
    ("privacy forget", "asks first"),
    ("privacy show", "tells how much there is"),
    ("prompt browse", "prompts alone"),
    ("prompt random", "prompts alone"),
    ("recognition pulse", "counts, and names nobody"),
    ("recognition roster", "tells how many there are"),
    ("reframe", "contrasts alone"),
    ("schedule holidays add", "takes days, and no ids"),
    ("server-data erase", "asks first"),
];

fn reason(of: &[(&str, &'static str)], what: &str) -> Option<&'static str> {
    let is = |start: &str| what == start || start.ends_with('.') && what.starts_with(start);
    of.iter().find(|(start, _)| is(start)).map(|(_, reason)| *reason)
}

/// What tells and changes nothing with one's own ids proves nothing with another server's: it is named, and so is nothing else.
fn nothing_else_is_idle(named: &[(&str, &'static str)], idle: &BTreeSet<String>, busy: &BTreeSet<String>) {
    let unnamed: Vec<&String> = idle.iter().filter(|what| reason(named, what).is_none()).collect();
    assert!(unnamed.is_empty(), "asked with one's own ids these tell and change nothing: {unnamed:#?}");
    // A note beside the answer may come before or after it is looked for, so some of these are seen to change something.
    let gone = named.iter().filter(|named| !idle.union(busy).any(|what| reason(&[**named], what).is_some()));
    let gone: Vec<&str> = gone.map(|(start, _)| *start).collect();
    assert!(gone.is_empty(), "named, and not there any more: {gone:#?}");
}

/// The same of commands: asked with this server's own ids and names, each tells or changes something of it.
async fn every_command_tells_or_changes_what_is_ones_own(engine: Engine) {
    let registered = serde_json::to_value(Bench::new().await.commands.registrations()).unwrap();
    let (mut idle, mut busy) = (BTreeSet::new(), BTreeSet::new());
    for command in registered.as_array().unwrap() {
        let Some(bench) = full(engine).await else { return };
        let ids = ids(&bench).await.ours();
        let mut by_path: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for interaction in commands(&bench, command, &ids) {
            by_path.entry(path(&interaction)).or_default().push(here(interaction));
        }
        let mut own = Own::new(&bench, &ids).await;
        for (path, all) in by_path {
            let told = own.tells(&all, |_| {}).await;
            if own.changed().await || told {
                busy.insert(path)
            } else {
                idle.insert(path)
            };
        }
        own.over().await;
    }
    nothing_else_is_idle(NOTHING_TO_SAY, &idle, &busy);
}

/// What a steward presses under a report knows no server in private messages: the same presses that do something with the ids
/// of the server that somebody manages do nothing with those of the other, which knows them as well.
async fn stewards_decide_in_private_messages_in_their_own_server_alone(engine: Engine) {
    for (verb, shows, changes) in
        [("reports", true, false), ("next-report", true, false), ("close", false, true), ("voided", false, true)]
    {
        let Some(bench) = full(engine).await else { return };
        let template = format!("c1.keep.{verb}.{{id}}");
        let theirs = ids(&bench).await;
        assert!(templates(&theirs).contains(&template), "{template}");
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
