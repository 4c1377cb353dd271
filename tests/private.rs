//! What is somebody's own is shown to that person alone, in the server where it is theirs: not to another member, not to
//! whoever manages the server, and not to the same person somewhere else.
//!
//! A new button, menu or form that carries a row's id belongs into [`CASES`] (or, with a reason, into [`NOBODYS`]); a test
//! reads the sources and fails for one that is in neither. A new thing that is kept of people belongs into [`everything`].

#![allow(clippy::unwrap_used)]

#[allow(dead_code)]
#[path = "recognize/bench.rs"]
mod bench;

use std::collections::BTreeSet;

use clarion::commands::Answer;
use clarion::deck::{Typed, check};
use clarion::messages::{MePage, MePress};
use clarion::store::{
    Committed, Id, Kept, MyPart, NewBalance, NewCommitment, NewQuizRound, NewReflection, NewSuggestion, QuizCounts,
    Saved, ScheduleDraft, Suggested,
};
use futures_util::future::{FutureExt as _, LocalBoxFuture};
use serde_json::{Value, json};
use serenity::model::Permissions;
use serenity::model::id::{ChannelId, GuildId, InteractionId, UserId};
use sqlx::{AssertSqlSafe, Row as _, SqlitePool};

use bench::{Bench, CHANNEL, ELSEWHERE, HARBOUR, JO, MIRA, SAM, shown};

/// What stands in everything of Jo's, and may be seen by nobody else.
const SECRET: &str = "lighthouse";

/// What tells Jo's quiz rounds and balances, in which there are no words: a count and a date that nobody else has.
const TELLTALES: [&str; 3] = [SECRET, "leading 37 times", "3 Feb 1999"];

/// Whether anything of Jo's is in it.
fn tells(text: &str) -> bool {
    TELLTALES.iter().any(|telltale| text.contains(telltale))
}

/// Somebody's own: tried as another person and in another server.
const PERSON: &[(GuildId, UserId)] = &[(HARBOUR, MIRA), (ELSEWHERE, JO), (ELSEWHERE, MIRA)];

/// A server's: tried in another one, by somebody who manages both.
const SERVER: &[(GuildId, UserId)] = &[(ELSEWHERE, JO), (ELSEWHERE, MIRA)];

/// A press that carries a row's id.
struct Case {
    /// Its variants in `src/messages/custom_id/`, as `Enum::Variant`.
    name: &'static str,
    /// Makes Jo's row in the harbour, with [`SECRET`] in it, and says its id.
    row: for<'a> fn(&'a Bench) -> LocalBoxFuture<'a, String>,
    /// The press, choice or form of that person. The server is filled in.
    act: fn(&Bench, UserId, &str) -> Value,
    /// As whom else it is tried.
    outsiders: &'static [(GuildId, UserId)],
}

const CASES: &[Case] = &[
    Case {
        name: "ReflectPress::Pick",
        row: reflection,
        act: |bench, who, id| bench.choose(who, "c1.reflect.pick", &[id]),
        outsiders: PERSON,
    },
    Case {
        name: "ReflectPress::Show",
        row: reflection,
        act: |bench, who, id| press(bench, who, "reflect.show", id),
        outsiders: PERSON,
    },
    Case {
        name: "ReflectPress::Share",
        row: reflection,
        act: |bench, who, id| press(bench, who, "reflect.share", id),
        outsiders: PERSON,
    },
    Case {
        name: "ReflectPress::ShareNow",
        row: reflection,
        act: |bench, who, id| press(bench, who, "reflect.share-now", id),
        outsiders: PERSON,
    },
    Case {
        name: "ReflectPress::Changed",
        row: reflection,
        act: |bench, who, id| form(bench, who, "reflect.changed", id),
        outsiders: PERSON,
    },
    Case {
        name: "ReflectPress::Delete",
        row: reflection,
        act: |bench, who, id| press(bench, who, "reflect.delete", id),
        outsiders: PERSON,
    },
    Case {
        name: "ReflectPress::DeleteNow",
        row: reflection,
        act: |bench, who, id| press(bench, who, "reflect.delete-now", id),
        outsiders: PERSON,
    },
    Case {
        name: "BalancePress::Delete",
        row: balance,
        act: |bench, who, id| press(bench, who, "balance.delete", id),
        outsiders: PERSON,
    },
    Case {
        name: "BalancePress::DeleteForGood",
        row: balance,
        act: |bench, who, id| press(bench, who, "balance.delete-for-good", id),
        outsiders: PERSON,
    },
    Case {
        name: "TryPress::Day",
        row: commitment,
        act: |bench, who, id| bench.choose(who, &format!("c1.try.day.{id}"), &["2026-11-24"]),
        outsiders: PERSON,
    },
    Case {
        name: "TryPress::Place",
        row: commitment,
        act: |bench, who, id| bench.choose(who, &format!("c1.try.place.{id}"), &["direct"]),
        outsiders: PERSON,
    },
    Case {
        name: "TryPress::Pick",
        row: commitment,
        act: |bench, who, id| bench.choose(who, "c1.try.pick", &[id]),
        outsiders: PERSON,
    },
    Case {
        name: "TryPress::Settle",
        row: commitment,
        act: |bench, who, id| press(bench, who, "try.kept", id),
        outsiders: PERSON,
    },
    Case {
        name: "TryPress::Delete",
        row: commitment,
        act: |bench, who, id| press(bench, who, "try.delete", id),
        outsiders: PERSON,
    },
    Case {
        name: "DeckPress::Hear",
        row: suggestion,
        act: |bench, who, id| press(bench, who, "deck.hear", id),
        outsiders: PERSON,
    },
    Case {
        name: "DeckPress::Mine",
        row: suggestion,
        act: |bench, who, id| bench.choose(who, "c1.deck.mine", &[id]),
        outsiders: PERSON,
    },
    Case {
        name: "DeckPress::PutAway",
        row: declined,
        act: |bench, who, id| press(bench, who, "deck.put-away", id),
        outsiders: PERSON,
    },
    Case {
        name: "QuietPress",
        row: schedule,
        act: |bench, who, id| press(bench, who, &format!("quiet.stop.{id}"), id),
        outsiders: SERVER,
    },
    Case {
        name: "CustomId::ThankWay",
        row: recognition,
        act: |bench, who, id| press(bench, who, &format!("thank-way.{id}"), "expert"),
        outsiders: PERSON,
    },
    Case {
        name: "GivePress::Strengths",
        row: recognition,
        act: |bench, who, id| bench.choose(who, &format!("c1.give.strengths.{id}"), &["Going first"]),
        outsiders: PERSON,
    },
    Case {
        name: "KeepPress::Undo",
        row: recognition,
        act: |bench, who, id| press(bench, who, "keep.undo", id),
        outsiders: PERSON,
    },
    Case {
        name: "KeepPress::Amend",
        row: recognition,
        act: |bench, who, id| press(bench, who, "keep.amend", id),
        outsiders: PERSON,
    },
    Case {
        name: "KeepPress::Amended",
        row: recognition,
        act: |bench, who, id| form(bench, who, "keep.amended", id),
        outsiders: PERSON,
    },
    Case {
        name: "KeepPress::PickGiven",
        row: recognition,
        act: |bench, who, id| bench.choose(who, "c1.keep.pick-given", &[id]),
        outsiders: PERSON,
    },
    Case {
        name: "KeepPress::PickGot",
        row: received,
        act: |bench, who, id| bench.choose(who, "c1.keep.pick-got", &[id]),
        outsiders: PERSON,
    },
    Case {
        name: "KeepPress::About",
        row: received,
        act: |bench, who, id| press(bench, who, "keep.about", id),
        outsiders: PERSON,
    },
    Case {
        name: "KeepPress::Hide",
        row: received,
        act: |bench, who, id| press(bench, who, "keep.hide", id),
        outsiders: PERSON,
    },
    Case {
        name: "KeepPress::Announce",
        row: received,
        act: |bench, who, id| press(bench, who, "keep.announce-none", id),
        outsiders: PERSON,
    },
    Case {
        name: "KeepPress::NotFrom",
        row: received,
        act: |bench, who, id| press(bench, who, "keep.not-from", id),
        outsiders: PERSON,
    },
    Case {
        name: "KeepPress::Reported",
        row: received,
        act: |bench, who, id| form(bench, who, "keep.reported", id),
        outsiders: PERSON,
    },
    Case {
        name: "KeepPress::Voided",
        row: report,
        act: |bench, who, id| form(bench, who, "keep.voided", id),
        outsiders: SERVER,
    },
    Case {
        name: "KeepPress::Close",
        row: report,
        act: |bench, who, id| press(bench, who, "keep.close", id),
        outsiders: SERVER,
    },
    Case {
        name: "CustomId::PostNow",
        row: schedule,
        act: |bench, who, id| press(bench, who, "post-now", id),
        outsiders: SERVER,
    },
    Case {
        name: "CustomId::SeeWeek",
        row: schedule,
        act: |bench, who, id| press(bench, who, "see-week", id),
        outsiders: SERVER,
    },
    Case {
        name: "CustomId::TryAgain",
        row: schedule,
        act: |bench, who, id| press(bench, who, "try-again", id),
        outsiders: SERVER,
    },
];

/// A server's deck: whoever manages it sees all of it. One message shows one suggestion after the other, so a press that
/// finds nothing in this server changes that message into words that say so.
const DECK: &[Case] = &[
    Case {
        name: "KeepPress::NextReport",
        row: report,
        act: |bench, who, id| press(bench, who, "keep.next-report", id),
        outsiders: SERVER,
    },
    Case {
        name: "DeckPress::Look",
        row: suggestion,
        act: |bench, who, id| press(bench, who, "deck.look", id),
        outsiders: SERVER,
    },
    Case {
        name: "DeckPress::Approve",
        row: suggestion,
        act: |bench, who, id| press(bench, who, "deck.approve", id),
        outsiders: SERVER,
    },
    Case {
        name: "DeckPress::Mended",
        row: suggestion,
        act: |bench, who, id| mended(form(bench, who, "deck.mended", id)),
        outsiders: SERVER,
    },
    Case {
        name: "DeckPress::Decline",
        row: suggestion,
        act: |bench, who, id| press(bench, who, "deck.decline", id),
        outsiders: SERVER,
    },
    Case {
        name: "DeckPress::Declined",
        row: suggestion,
        act: |bench, who, id| form(bench, who, "deck.declined", id),
        outsiders: SERVER,
    },
    Case {
        name: "DeckPress::Pick",
        row: deck_prompt,
        act: |bench, who, id| bench.choose(who, "c1.deck.pick", &[id]),
        outsiders: SERVER,
    },
    Case {
        name: "DeckPress::TakeOut",
        row: deck_prompt,
        act: |bench, who, id| press(bench, who, "deck.take-out", id),
        outsiders: SERVER,
    },
    Case {
        name: "NudgePress::Suggest",
        row: nudge,
        act: |bench, who, id| press(bench, who, "nudge.suggest", id),
        outsiders: PERSON,
    },
    Case {
        name: "NudgePress::Stop",
        row: nudge,
        act: |bench, who, id| press(bench, who, "nudge.stop", id),
        outsiders: PERSON,
    },
];

/// Presses that carry an id of which nothing is shown and nothing is changed.
const NOBODYS: &[(&str, &str)] = &[
    ("CustomId::TwoSides", "the mark of a public post"),
    ("CustomId::SetUp", "the mark of a public post"),
    ("CustomId::Help", "the mark of a public post"),
    (
        "CustomId::ShowSchedules",
        "the mark of a post; the server is the one where it is pressed, or the notice's own, asked of Discord",
    ),
    ("CustomId::ThankToo", "the mark of a public post"),
    ("KeepPress::Report", "opens an empty form; whose it is is asked when that comes back"),
    ("KeepPress::Void", "opens an empty form; who may do it is asked when that comes back"),
    (
        "KeepPress::Reports",
        "the mark of a notice; the server is the one where it is pressed, or the notice's own, asked of Discord",
    ),
    ("GivePress::Someone", "the mark of a public post"),
    ("QuizPress::Week", "the mark of a public post; begins a round of whoever presses"),
    ("TryPress::Open", "the mark of a public post; opens a form with the prompt's own step"),
    ("TryPress::Words", "the mark of a public post, whose thread is taken where it is of this server"),
    ("ContactPress::Stop", "the mark of a message; whose dial it is says who presses"),
    ("DeckPress::Suggest", "the mark of a public post; opens an empty form"),
    ("DeckPress::DeclineWith", "opens an empty form"),
    ("DeckPress::Told", "the mark of a message, on a button that cannot be pressed"),
    ("DeckPress::Edit", "opens a form with the words of the message that it stands on; the row is not looked at"),
    ("ReflectPress::Write", "the mark of a public post; opens an empty form"),
    ("ReflectPress::Change", "opens a form with the words of the message that it stands on; the row is not looked at"),
];

fn press(bench: &Bench, who: UserId, verb: &str, id: &str) -> Value {
    bench.press(who, &format!("c1.{verb}.{id}"), true)
}

fn form(bench: &Bench, who: UserId, verb: &str, id: &str) -> Value {
    bench.submit(who, &format!("c1.{verb}.{id}"), "other words")
}

fn reflection(bench: &Bench) -> LocalBoxFuture<'_, String> {
    async {
        let now = bench.commands.clock.now();
        let new = NewReflection {
            interaction: InteractionId::new(8_000_000_000_000_000_001),
            guild: HARBOUR,
            author: JO,
            prompt: "recognition-quiet-work".to_owned(),
            title: Some(format!("At the {SECRET}")),
            words: format!("what I thought at the {SECRET}"),
            at: now,
            local_date: jiff::civil::date(2026, 11, 21),
        };
        match bench.commands.store.keep_reflection(&new).await.unwrap() {
            Kept::As(kept) => kept.id.to_string(),
            Kept::Full => panic!("there is room"),
        }
    }
    .boxed_local()
}

/// The form with a box each for a prompt's words.
fn mended(mut form: Value) -> Value {
    let rows = ["title", "question", "step"].map(|name| {
        json!({ "type": 1, "components": [{ "type": 4, "custom_id": name, "value": format!("another {name}") }] })
    });
    form["data"]["components"] = json!(rows);
    form
}

/// The reminder that comes next.
fn nudge(bench: &Bench) -> LocalBoxFuture<'_, String> {
    async {
        bench.commands.store.set_nudge(HARBOUR, JO, true, bench.commands.clock.now()).await.unwrap();
        let pool = SqlitePool::connect(&format!("sqlite://{}", bench.file.display())).await.unwrap();
        let row = sqlx::query("SELECT id FROM occurrence WHERE kind = 'nudge'").fetch_one(&pool).await.unwrap();
        pool.close().await;
        Id::from_i64(row.get(0)).unwrap().to_string()
    }
    .boxed_local()
}

/// Shown to whoever manages the server, and to nobody elsewhere.
fn suggestion(bench: &Bench) -> LocalBoxFuture<'_, String> {
    async {
        let now = bench.commands.clock.now();
        let typed = Typed { title: SECRET, question: SECRET, step: SECRET, minutes: "" };
        let new = NewSuggestion {
            interaction: InteractionId::new(8_000_000_000_000_000_009),
            guild: HARBOUR,
            by: JO,
            words: check(&typed).unwrap(),
        };
        match bench.commands.store.suggest(&new, now).await.unwrap() {
            Suggested::Waits(id) => id.to_string(),
            other => panic!("{other:?}"),
        }
    }
    .boxed_local()
}

/// Its writer asked to hear of it, and was not told yet.
fn declined(bench: &Bench) -> LocalBoxFuture<'_, String> {
    async {
        let text = suggestion(bench).await;
        let (store, id) = (&bench.commands.store, text.parse().unwrap());
        store.hear_of_suggestion(HARBOUR, JO, id, true).await.unwrap();
        store.decline(HARBOUR, id, Some(SECRET), bench.commands.clock.now()).await.unwrap();
        text
    }
    .boxed_local()
}

fn deck_prompt(bench: &Bench) -> LocalBoxFuture<'_, String> {
    async {
        let id = suggestion(bench).await;
        bench.commands.store.approve(HARBOUR, id.parse().unwrap(), None, bench.commands.clock.now()).await.unwrap();
        id
    }
    .boxed_local()
}

fn balance(bench: &Bench) -> LocalBoxFuture<'_, String> {
    async {
        let new = NewBalance {
            guild: HARBOUR,
            user: JO,
            begun_by: 8_000_000_000_000_000_002,
            leans: bench.commands.library.pairs.iter().map(|pair| (pair.id.clone(), -2)).collect(),
            at: bench.commands.clock.now(),
            local_date: jiff::civil::date(1999, 2, 3),
        };
        bench.commands.store.finish_balance(&new).await.unwrap().id.to_string()
    }
    .boxed_local()
}

fn commitment(bench: &Bench) -> LocalBoxFuture<'_, String> {
    async {
        let new = NewCommitment {
            interaction: InteractionId::new(8_000_000_000_000_000_004),
            guild: HARBOUR,
            person: JO,
            prompt: None,
            thread: None,
            words: format!("what I will try at the {SECRET}"),
            at: bench.commands.clock.now(),
        };
        match bench.commands.store.commit_to(&new).await.unwrap() {
            Committed::Made(made) => made.id.to_string(),
            other => panic!("{other:?}"),
        }
    }
    .boxed_local()
}

async fn quiz(bench: &Bench) {
    let new = NewQuizRound {
        guild: HARBOUR,
        user: JO,
        begun_by: 8_000_000_000_000_000_003,
        moments: "AAAAABBBBB".to_owned(),
        said: QuizCounts { managing: 0, leading: 37, both: 0, agreed: 0 },
        at: bench.commands.clock.now(),
        local_date: jiff::civil::date(1999, 2, 3),
    };
    bench.commands.store.finish_quiz(&new).await.unwrap();
}

/// Given to Sam, in public; what it stirred is for Jo and Sam alone.
fn recognition(bench: &Bench) -> LocalBoxFuture<'_, String> {
    async {
        bench.given(JO, &[SAM], &format!("the {SECRET}"), None).await;
        let given = bench.commands.store.mine(HARBOUR, JO, 1).await.unwrap();
        given.latest_given[0].id.to_string()
    }
    .boxed_local()
}

/// Given to Jo by Sam.
fn received(bench: &Bench) -> LocalBoxFuture<'_, String> {
    async {
        bench.given(SAM, &[JO], &format!("the {SECRET}"), None).await;
        let given = bench.commands.store.mine(HARBOUR, SAM, 1).await.unwrap();
        given.latest_given[0].id.to_string()
    }
    .boxed_local()
}

/// Jo asks the stewards to look at that, of whom Jo is one.
fn report(bench: &Bench) -> LocalBoxFuture<'_, String> {
    async {
        let id: clarion::store::Id = received(bench).await.parse().unwrap();
        let when = (bench.commands.clock.now(), jiff::civil::date(2026, 11, 21));
        bench.commands.store.report(HARBOUR, JO, id, Some(SECRET), when).await.unwrap();
        bench.commands.store.open_report(HARBOUR, MIRA, None).await.unwrap().unwrap().id.to_string()
    }
    .boxed_local()
}

fn schedule(bench: &Bench) -> LocalBoxFuture<'_, String> {
    async {
        let draft = ScheduleDraft {
            name: SECRET.to_owned(),
            channel: ChannelId::new(CHANNEL),
            when: clarion::clock::LocalSchedule {
                time: "09:00".parse().unwrap(),
                zone: "UTC".parse().unwrap(),
                days: "daily".parse().unwrap(),
            },
            options: None,
            by: JO,
        };
        let saved = bench.commands.store.save_schedule(HARBOUR, &draft, bench.commands.clock.now()).await.unwrap();
        match saved {
            Saved::Created(schedule) => schedule.id.to_string(),
            other => panic!("{other:?}"),
        }
    }
    .boxed_local()
}

/// Makes everybody else known there: somebody of whom nothing is kept is turned away too soon to prove anything.
async fn known(bench: &Bench) {
    for &(guild, user) in PERSON {
        let new = NewQuizRound {
            guild,
            user,
            begun_by: 8_000_000_000_000_000_004,
            moments: String::new(),
            said: QuizCounts::default(),
            at: bench.commands.clock.now(),
            local_date: jiff::civil::date(2026, 11, 21),
        };
        bench.commands.store.finish_quiz(&new).await.unwrap();
    }
}

/// Everything of Jo's at once.
async fn everything(bench: &Bench) {
    reflection(bench).await;
    recognition(bench).await;
    balance(bench).await;
    quiz(bench).await;
    commitment(bench).await;
    bench.commands.store.announce_received(HARBOUR, JO, false, None, bench.commands.clock.now()).await.unwrap();
}

/// What Jo reported, took back and takes from nobody.
async fn decided(bench: &Bench) {
    let pool = SqlitePool::connect(&format!("sqlite://{}", bench.file.display())).await.unwrap();
    let jo = format!("(SELECT id FROM person WHERE guild_id = {HARBOUR} AND user_id = {JO})");
    let sam = format!("(SELECT id FROM person WHERE guild_id = {HARBOUR} AND user_id = {SAM})");
    let given = format!("(SELECT MIN(id) FROM recognition WHERE giver = {jo})");
    for row in [
        format!(
            "INSERT INTO report (id, guild_id, recognition_id, person_id, reported_at, words) \
             VALUES (1, {HARBOUR}, {given}, {jo}, 1, '{SECRET}')"
        ),
        format!("INSERT INTO declined_giver (person_id, giver) VALUES ({jo}, {sam})"),
        format!(
            "INSERT INTO recognition (id, guild_id, interaction_id, giver, channel_id, given_at, local_date) \
             VALUES (1, {HARBOUR}, 1, {jo}, 1, 1, '2026-11-21')"
        ),
        format!(
            "INSERT INTO reversal (id, recognition_id, by_person, reversed_at, reason) VALUES (1, 1, {jo}, 1, '{SECRET}')"
        ),
    ] {
        sqlx::query(AssertSqlSafe(row)).execute(&pool).await.unwrap();
    }
    pool.close().await;
}

/// What that person does there, with every permission.
fn there(mut interaction: Value, guild: GuildId) -> Value {
    interaction["guild_id"] = json!(guild.to_string());
    for permissions in ["/member/permissions", "/app_permissions"] {
        *interaction.pointer_mut(permissions).unwrap() = json!(Permissions::all().bits().to_string());
    }
    interaction
}

/// Every row of every table but the interactions that somebody has taken.
async fn rows(bench: &Bench) -> Vec<String> {
    let pool = SqlitePool::connect(&format!("sqlite://{}", bench.file.display())).await.unwrap();
    let tables =
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('interaction', '_sqlx_migrations')";
    let mut rows = Vec::new();
    for table in sqlx::query(tables).fetch_all(&pool).await.unwrap() {
        let table: String = table.get(0);
        let columns = sqlx::query(AssertSqlSafe(format!("PRAGMA table_info({table})"))).fetch_all(&pool).await.unwrap();
        let columns: Vec<String> =
            columns.iter().map(|row| format!("quote({})", row.get::<String, _>("name"))).collect();
        let all = format!("SELECT {} FROM {table} ORDER BY 1", columns.join(" || ',' || "));
        for row in sqlx::query(AssertSqlSafe(all)).fetch_all(&pool).await.unwrap() {
            rows.push(format!("{table}: {}", row.get::<String, _>(0)));
        }
    }
    pool.close().await;
    rows.sort();
    rows
}

/// Whether only the person who asked sees it.
fn is_private(answer: &Answer) -> bool {
    !matches!(answer, Answer::Reply { private: false, .. } | Answer::Announce { .. })
}

#[tokio::test]
async fn no_press_shows_or_changes_what_is_somebody_elses() {
    for case in CASES {
        let bench = Bench::new().await;
        known(&bench).await;
        let id = (case.row)(&bench).await;
        let before = rows(&bench).await;
        for &(guild, who) in case.outsiders {
            let answer = bench.answer(&there((case.act)(&bench, who, &id), guild)).await;
            let text = shown(&answer);
            assert!(is_private(&answer), "{}: {text}", case.name);
            assert!(!tells(&text), "{}, as {who} in {guild}: {text}", case.name);
            // Kind words, and not the message changed into something.
            assert!(matches!(answer, Answer::Reply { .. }) && text.len() > 40, "{}: {text}", case.name);
            assert_eq!(rows(&bench).await, before, "{}, as {who} in {guild}", case.name);
        }
        // The same is something else where it is theirs.
        let outsiders = shown(&bench.answer(&there((case.act)(&bench, MIRA, &id), ELSEWHERE)).await);
        let text = shown(&bench.answer(&there((case.act)(&bench, JO, &id), HARBOUR)).await);
        assert_ne!(text, outsiders, "{} does nothing", case.name);
    }
}

/// The same in private messages, where an interaction knows no server.
fn privately(mut interaction: Value) -> Value {
    interaction["user"] = interaction["member"]["user"].clone();
    interaction["context"] = json!(1);
    for of_a_server in ["guild_id", "guild_locale", "member"] {
        interaction.as_object_mut().unwrap().remove(of_a_server);
    }
    interaction
}

#[tokio::test]
async fn what_is_asked_in_private_messages_is_answered_by_whom_it_is_for() {
    let cases = CASES.iter().filter(|case| case.name.starts_with("TryPress::"));
    assert!(cases.clone().count() >= 5);
    for case in cases {
        let bench = Bench::new().await;
        known(&bench).await;
        let id = (case.row)(&bench).await;
        let before = rows(&bench).await;
        let outsiders = bench.answer(&privately((case.act)(&bench, MIRA, &id))).await;
        let text = shown(&outsiders);
        assert!(
            is_private(&outsiders) && !tells(&text) && text.contains("for the person it names"),
            "{}: {text}",
            case.name
        );
        assert_eq!(rows(&bench).await, before, "{}", case.name);
        let own = bench.shown(&privately((case.act)(&bench, JO, &id))).await;
        assert!(tells(&own), "{}: {own}", case.name);
    }
}

/// What somebody got can come in a private message, where whose it is is all that is asked.
#[tokio::test]
async fn what_was_given_is_for_its_receiver_in_private_messages_too() {
    let of_receivers = ["About", "Hide", "Announce", "NotFrom", "Reported"].map(|name| format!("KeepPress::{name}"));
    let cases: Vec<&Case> = CASES.iter().filter(|case| of_receivers.iter().any(|name| name == case.name)).collect();
    assert_eq!(cases.len(), of_receivers.len());
    for case in cases {
        let bench = Bench::new().await;
        known(&bench).await;
        let id = (case.row)(&bench).await;
        let before = rows(&bench).await;
        for outsider in [MIRA, SAM] {
            let answer = bench.answer(&privately((case.act)(&bench, outsider, &id))).await;
            let text = shown(&answer);
            assert!(
                is_private(&answer) && !tells(&text) && text.contains("whom the recognition"),
                "{}: {text}",
                case.name
            );
            assert_eq!(rows(&bench).await, before, "{}, as {outsider}", case.name);
        }
        let own = bench.shown(&privately((case.act)(&bench, JO, &id))).await;
        assert!(tells(&own), "{}: {own}", case.name);
    }
    // What its giver does with it is done in the server.
    let bench = Bench::new().await;
    let id = recognition(&bench).await;
    let before = rows(&bench).await;
    for verb in ["keep.undo", "keep.amend"] {
        let answer = bench.answer(&privately(press(&bench, JO, verb, &id))).await;
        assert!(is_private(&answer) && !tells(&shown(&answer)), "{}", shown(&answer));
        assert_eq!(rows(&bench).await, before);
    }
}

/// A report is for stewards: with Manage Server, or with the role that the server gave for it.
#[tokio::test]
async fn no_report_is_shown_to_or_decided_by_whoever_is_no_steward() {
    let bench = Bench::new().await;
    let id = report(&bench).await;
    let role = serenity::model::id::RoleId::new(7_000_000_000_000_000_001);
    let change = clarion::store::RecognitionChange::StewardRole(Some(role));
    bench.commands.store.settle_recognition(HARBOUR, &[change], bench.commands.clock.now()).await.unwrap();
    let void = json!([{ "name": "void", "type": 1, "options": [
        { "name": "message", "type": 3, "value": "1" }, { "name": "reason", "type": 3, "value": "no" } ] }]);
    let acts: [(&str, Value); 6] = [
        ("reports", bench.slash(MIRA, "recognition", &json!([{ "name": "reports", "type": 1, "options": [] }]), &[])),
        ("void", bench.slash(MIRA, "recognition", &void, &[])),
        ("its button", press(&bench, MIRA, "keep.reports", &id)),
        ("the next one", press(&bench, MIRA, "keep.next-report", &id)),
        ("the form", form(&bench, MIRA, "keep.voided", &id)),
        ("leaving it", press(&bench, MIRA, "keep.close", &id)),
    ];
    let before = rows(&bench).await;
    for (what, mut act) in acts {
        act["member"]["permissions"] = json!(Permissions::SEND_MESSAGES.bits().to_string());
        act["member"]["roles"] = json!(["7000000000000000002"]);
        let answer = bench.answer(&act).await;
        let text = shown(&answer);
        assert!(is_private(&answer) && !tells(&text) && text.contains("stewards"), "{what}: {text}");
        assert_eq!(rows(&bench).await, before, "{what}");
        act["id"] = json!("9000000000000000009");
        act["member"]["roles"] = json!(["7000000000000000002", role.to_string()]);
        let stewards = bench.shown(&act).await;
        assert!(!stewards.contains("That one is for this server's stewards"), "{what}: {stewards}");
        if what == "the form" {
            break;
        }
    }
}

#[tokio::test]
async fn no_press_shows_or_changes_another_servers_deck() {
    for case in DECK {
        let bench = Bench::new().await;
        let id = (case.row)(&bench).await;
        let before = rows(&bench).await;
        for &(guild, who) in case.outsiders {
            let answer = bench.answer(&there((case.act)(&bench, who, &id), guild)).await;
            let text = shown(&answer);
            assert!(is_private(&answer) && !tells(&text), "{}, as {who} in {guild}: {text}", case.name);
            assert!(text.len() > 40, "{}: {text}", case.name);
            assert_eq!(rows(&bench).await, before, "{}, as {who} in {guild}", case.name);
        }
        let outsiders = shown(&bench.answer(&there((case.act)(&bench, MIRA, &id), ELSEWHERE)).await);
        let text = shown(&bench.answer(&there((case.act)(&bench, JO, &id), HARBOUR)).await);
        assert_ne!(text, outsiders, "{} does nothing", case.name);
    }
}

/// Whoever has nothing sees the same pages whether somebody else has something or not.
#[tokio::test]
async fn no_page_shows_what_is_somebody_elses() {
    let (bench, empty) = (Bench::new().await, Bench::new().await);
    everything(&bench).await;
    // Whoever manages the server sees it as well, but on no page of this.
    suggestion(&bench).await;
    for page in MePage::ALL {
        for search in [None, Some(SECRET.to_owned()), Some("h".to_owned())] {
            let open = format!("c1.me.{}", MePress::Open { page, screen: 0, search: search.clone() });
            let blank = empty.shown(&there(empty.press(MIRA, &open, true), HARBOUR)).await;
            for &(guild, who) in PERSON {
                let shown = bench.shown(&there(bench.press(who, &open, true), guild)).await;
                assert_eq!(shown, blank, "{open}, as {who} in {guild}");
            }
            let own = bench.shown(&there(bench.press(JO, &open, true), HARBOUR)).await;
            assert!(search.is_some() || own != blank, "{open} has nothing of Jo's on it: fill it in `everything`");
        }
    }
}

#[tokio::test]
async fn no_export_holds_and_no_deletion_takes_what_is_somebody_elses() {
    let (bench, empty) = (Bench::new().await, Bench::new().await);
    everything(&bench).await;
    // Whoever manages the server sees these as well, so they are tried here alone.
    suggestion(&bench).await;
    schedule(&bench).await;
    decided(&bench).await;
    let file = async |bench: &Bench, guild, who| {
        let exported = bench.answer(&there(bench.press(who, "c1.me.export", true), guild)).await;
        let Answer::Reply { card, private: true } = exported else { panic!("an export for all to see") };
        String::from_utf8(card.files[0].bytes.to_vec()).unwrap()
    };
    let before = rows(&bench).await;
    for &(guild, who) in PERSON {
        assert_eq!(file(&bench, guild, who).await, file(&empty, guild, who).await, "as {who} in {guild}");
        let all = format!("c1.me.{}", MePress::EraseNow(MyPart::ALL.to_vec()));
        let deleted = bench.shown(&there(bench.press(who, &all, true), guild)).await;
        assert!(!tells(&deleted), "{deleted}");
        assert_eq!(rows(&bench).await, before, "as {who} in {guild}");
    }
    // Everything of Jo's is in Jo's own: no list of it is empty.
    let own = file(&bench, HARBOUR, JO).await;
    let own: serde_json::Map<String, Value> = serde_json::from_str(&own).unwrap();
    let empty: Vec<&String> =
        own.iter().filter(|(_, list)| list.as_array().is_some_and(Vec::is_empty)).map(|(name, _)| name).collect();
    assert_eq!(empty, ["thanks_got"]);
}

/// Every command as somebody who manages the server would ask it, without options.
#[tokio::test]
async fn no_command_shows_what_is_somebody_elses() {
    let bench = Bench::new().await;
    everything(&bench).await;
    let registered = serde_json::to_value(bench.commands.registrations()).unwrap();
    let mut asked = 0;
    for command in registered.as_array().unwrap().iter().filter(|command| command["type"].as_u64().unwrap_or(1) == 1) {
        for options in paths(&command["options"]) {
            for &(guild, who) in PERSON {
                let slash = bench.slash(who, command["name"].as_str().unwrap(), &options, &[]);
                let shown = bench.shown(&there(slash, guild)).await;
                assert!(!tells(&shown), "{} {options}: {shown}", command["name"]);
                asked += 1;
            }
        }
    }
    assert!(asked > 30, "only {asked} were asked");
    assert!(bench.shown(&bench.slash(JO, "me", &json!([]), &[])).await.contains(SECRET));
}

/// Each subcommand by itself; the command where it has none.
fn paths(options: &Value) -> Vec<Value> {
    let mut paths = Vec::new();
    for option in options.as_array().into_iter().flatten() {
        let (name, kind) = (&option["name"], option["type"].as_u64().unwrap());
        match kind {
            1 => paths.push(json!([{ "name": name, "type": 1, "options": [] }])),
            2 => paths.extend(
                self::paths(&option["options"])
                    .into_iter()
                    .map(|inner| json!([{ "name": name, "type": 2, "options": inner }])),
            ),
            _ => {}
        }
    }
    if paths.is_empty() { vec![json!([])] } else { paths }
}

/// Every variant in `src/messages/custom_id/` with an [`clarion::store::Id`] in it, as `Enum::Variant`.
fn variants_with_a_row() -> BTreeSet<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/messages/custom_id");
    let mut found = BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        let text = std::fs::read_to_string(file).unwrap();
        let (mut within, mut variant) = (None, String::new());
        for line in text.lines() {
            if let Some(name) = line.strip_prefix("pub enum ") {
                within = Some(name.trim_end_matches(" {").to_owned());
            } else if line == "}" {
                within = None;
            }
            let (Some(name), line) = (&within, line.trim()) else { continue };
            if line.starts_with("//") {
                continue;
            }
            if line.starts_with(char::is_uppercase) {
                variant = line.split([' ', '(', ',', '{']).next().unwrap().to_owned();
            }
            let types = line.split(|letter: char| !letter.is_alphanumeric());
            if types.clone().any(|word| word == "Id") {
                found.insert(format!("{name}::{variant}"));
            }
        }
    }
    found
}

#[test]
fn every_press_with_a_row_has_a_case() {
    let there = variants_with_a_row();
    for known in ["CustomId::TwoSides", "CustomId::TryAgain", "ReflectPress::Show"] {
        assert!(there.contains(known), "the sources are not read any more: {there:?}");
    }
    let known: BTreeSet<&str> =
        CASES.iter().chain(DECK).map(|case| case.name).chain(NOBODYS.iter().map(|(name, _)| *name)).collect();
    let missing: Vec<&String> = there.iter().filter(|name| !known.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "no case tries {missing:?} as somebody else");
}
