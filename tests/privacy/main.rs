//! What is kept of somebody: shown, exported, paused and erased, in a server and in private messages.

#![allow(clippy::unwrap_used)]

#[allow(dead_code)]
#[path = "../recognize/bench.rs"]
mod bench;
#[allow(dead_code)]
#[path = "../common/every_row.rs"]
mod every_row;
#[path = "../common/postgres.rs"]
mod postgres;
#[path = "../common/skip.rs"]
mod skip;

mod copies;
mod page;
mod server_data;
mod typed;

use std::time::Duration;

use clarion::commands::{Answer, Commands};
use clarion::store::{Kept, NewReflection, RecognitionChange, Store, StoreOptions, Where};
use serde_json::{Value, json};
use serenity::model::id::{GuildId, InteractionId, RoleId, UserId};

use bench::{Bench, ELSEWHERE, HARBOUR, JO, MIRA, SAM, custom_id, privately, shown};

/// `/privacy` with that subcommand, and where.
fn privacy(bench: &Bench, who: UserId, sub: &str, place: Option<&str>) -> Value {
    let options: Vec<Value> = place.iter().map(|place| json!({ "name": "where", "type": 3, "value": place })).collect();
    bench.slash(who, "privacy", &json!([{ "name": sub, "type": 1, "options": options }]), &[])
}

/// As it comes from somebody who added the app to their account, in a server that the bot is not in or, given to
/// [`privately`], after they left all of its servers. (Discord's "Authorizing Integration Owners Object".)
fn by_account(mut interaction: Value) -> Value {
    interaction["authorizing_integration_owners"] = json!({ "1": JO.to_string() });
    interaction
}

fn elsewhere(mut interaction: Value) -> Value {
    interaction["guild_id"] = json!(ELSEWHERE.to_string());
    interaction
}

async fn reflect(bench: &Bench, guild: GuildId, number: u64) {
    let new = NewReflection {
        interaction: InteractionId::new(8_000_000_000_000_000_000 + number),
        guild,
        author: JO,
        prompt: "recognition-quiet-work".to_owned(),
        title: None,
        words: "at the lighthouse".to_owned(),
        at: bench.commands.clock.now(),
        local_date: jiff::civil::date(2026, 11, 21),
    };
    assert!(matches!(bench.commands.store.keep_reflection(&new).await.unwrap(), Kept::As(_)));
}

/// Jo gave to Mira and Sam and got from Mira, and wrote a reflection.
async fn filled() -> Bench {
    let bench = Bench::new().await;
    bench.set_up("Europe/Berlin", true).await;
    bench.given(JO, &[MIRA, SAM], "the calm handover at the lighthouse", Some("expert")).await;
    bench.given(MIRA, &[JO], "the tour of the lighthouse", None).await;
    reflect(&bench, HARBOUR, 1).await;
    bench
}

#[tokio::test]
async fn what_is_said_of_my_data() {
    let empty = Bench::new().await;
    insta::assert_snapshot!("show_nothing", empty.shown(&privacy(&empty, JO, "show", None)).await);
    for (sub, place) in
        [("export", None), ("forget", None), ("forget", Some("everywhere")), ("pause", Some("everywhere"))]
    {
        let text = empty.shown(&privacy(&empty, JO, sub, place)).await;
        assert!(text.contains("I keep nothing of you"), "{sub}: {text}");
    }
    let bench = filled().await;
    insta::assert_snapshot!("show", bench.shown(&privacy(&bench, JO, "show", None)).await);
    insta::assert_snapshot!("forget", bench.shown(&privacy(&bench, JO, "forget", None)).await);
    let file = bench.answer(&privacy(&bench, JO, "export", None)).await;
    insta::assert_snapshot!("export", shown(&file));
    assert!(exported(&file).contains("the calm handover at the lighthouse"));
    let paused = bench.answer(&privacy(&bench, JO, "pause", None)).await;
    insta::assert_snapshot!("pause", shown(&paused));
    let shown_paused = bench.shown(&bench.press(JO, &custom_id(&paused, "What I keep"), true)).await;
    assert!(shown_paused.contains("You pause since") && shown_paused.contains("[Resume]"), "{shown_paused}");
    let resumed = bench.shown(&bench.press(JO, &custom_id(&paused, "Resume"), true)).await;
    insta::assert_snapshot!("resume", resumed);
}

/// What a server settled is in what it keeps of people, and so are those whom its role alone makes known.
#[tokio::test]
async fn what_is_kept_is_said_as_the_server_wants_it() {
    let bench = filled().await;
    let told = async || {
        let mut told = Vec::new();
        for interaction in [privacy(&bench, JO, "show", None), bench.slash(JO, "help", &json!([]), &[])] {
            told.push(bench.shown(&interaction).await);
        }
        told.push(bench.shown(&bench.press(JO, "c1.what-i-keep", true)).await);
        told
    };
    assert!(told().await.iter().all(|told| !told.contains("roster follows")));
    let role = RecognitionChange::RosterRole(Some(RoleId::new(7_000_000_000_000_000_001)));
    let changes = [role, RecognitionChange::WordsKeptDays(Some(30))];
    bench.commands.store.settle_recognition(HARBOUR, &changes, bench.commands.clock.now()).await.unwrap();
    let [shown, help, button] = told().await.try_into().unwrap();
    let mine = "This server's roster follows a role: I keep the id and the name of everybody who has it, also of those who \
                never used me.";
    assert!(shown.contains(mine), "{shown}");
    let words = "In this server the words of recognition are deleted after 30 days; what a steward was asked to look at \
                 stays until that is decided, for 90 days at most. What waits for its private message stays until that is \
                 sent, for 35 days at most.";
    assert!(shown.contains(words), "{shown}");
    for told in [help, button] {
        let kept = "Of people who take part, or have the role that the roster follows: their name";
        assert!(told.contains(kept), "{told}");
    }
    let elsewhere = bench.shown(&privacy(&bench, JO, "show", Some("everywhere"))).await;
    assert!(!elsewhere.contains("roster follows"), "{elsewhere}");
}

fn exported(answer: &Answer) -> String {
    let Answer::Reply { card, private: true } = answer else { panic!("an export for all to see") };
    String::from_utf8(card.files[0].bytes.to_vec()).unwrap()
}

/// Discord takes a command in private messages from whoever shares no server only where it is for accounts as well.
#[tokio::test]
async fn it_alone_is_offered_to_accounts_and_in_private_messages() {
    let registered = serde_json::to_value(Bench::new().await.commands.registrations()).unwrap();
    for command in registered.as_array().unwrap() {
        let (types, contexts) = match command["name"].as_str().unwrap() {
            "privacy" => (json!([0, 1]), json!([0, 1])),
            _ => (json!([0]), json!([0])),
        };
        assert_eq!((&command["integration_types"], &command["contexts"]), (&types, &contexts), "{}", command["name"]);
    }
}

/// An account takes the command along to any server.
#[tokio::test]
async fn in_a_server_without_the_bot_it_is_about_all_that_is_kept_and_writes_nothing_of_that_server() {
    const OUTSIDE: GuildId = GuildId::new(1_000_000_000_000_000_009);
    let bench = filled().await;
    let outside = |mut interaction: Value| {
        interaction["guild_id"] = json!(OUTSIDE.to_string());
        by_account(interaction)
    };
    let before = rows(&bench).await;
    let shown_there = bench.shown(&outside(privacy(&bench, JO, "show", None))).await;
    assert!(
        shown_there.contains("Your id, your name, 1 reflection") && shown_there.contains("You are known in"),
        "{shown_there}"
    );
    assert!(!shown_there.contains("After you leave"), "they have it already: {shown_there}");
    let copy = exported(&bench.answer(&outside(privacy(&bench, JO, "export", None))).await);
    assert!(copy.contains("the calm handover at the lighthouse"));
    for (sub, place, said) in [
        ("show", Some("here"), "Nothing: in this server I don't know you."),
        ("export", Some("here"), "I keep nothing of you in this server"),
        ("forget", Some("here"), "I keep nothing of you in this server"),
        ("pause", Some("here"), "I'm not in this server: nobody can thank you here"),
    ] {
        let text = bench.shown(&outside(privacy(&bench, JO, sub, place))).await;
        assert!(text.contains(said), "{sub}: {text}");
    }
    for button in ["pause", "resume", "erase"] {
        let text = bench.shown(&outside(bench.press(JO, &format!("c1.privacy.{button}.here"), true))).await;
        assert!(
            text.contains("'m not in this server") || text.contains("I keep nothing of you in this server"),
            "{text}"
        );
    }
    assert_eq!(rows(&bench).await, before);
    let paused = bench.shown(&outside(privacy(&bench, JO, "pause", None))).await;
    assert!(paused.contains("Everywhere I know you, you pause from now on"), "{paused}");
    assert_eq!(bench.commands.store.guild(OUTSIDE).await.unwrap().map(|guild| guild.id), None);
    let question = bench.answer(&outside(privacy(&bench, JO, "forget", None))).await;
    let erased = shown(&bench.answer_in_time(&outside(bench.press(JO, &custom_id(&question, "Erase"), true))).await);
    assert!(erased.contains("I keep nothing of you anywhere any more"), "{erased}");
    assert!(!holds(&bench, "lighthouse") && !holds(&bench, &JO.to_string()));
}

/// Every row of every table but the interactions that somebody has taken.
async fn rows(bench: &Bench) -> std::collections::BTreeSet<String> {
    let pool = every_row::pool(&bench.url).await;
    let rows = every_row::rows(&pool).await;
    pool.close().await;
    rows
}

/// The link is shown to whoever has not used it yet, with the application that it comes from.
#[tokio::test]
async fn it_says_how_to_get_to_it_after_leaving() {
    let bench = filled().await;
    let link = "https://discord.com/oauth2/authorize?client_id=77&integration_type=1&scope=applications.commands";
    for asked in [privacy(&bench, JO, "show", None), privately(privacy(&bench, JO, "show", None))] {
        let text = bench.shown(&asked).await;
        assert!(text.contains(&format!("[added me to your account]({link})")), "{text}");
        let text = bench.shown(&by_account(asked)).await;
        assert!(!text.contains("client_id"), "{text}");
    }
}

/// Whoever asks twice to make sure shows nothing to others by it: only the button ends a pause.
#[tokio::test]
async fn a_pause_that_is_asked_for_again_goes_on() {
    let bench = filled().await;
    reflect(&bench, ELSEWHERE, 2).await;
    let since = bench.commands.clock.now();
    for (place, whose) in [(None, "In this server you"), (Some("everywhere"), "Everywhere I know you, you")] {
        let first = bench.shown(&privacy(&bench, JO, "pause", place)).await;
        assert!(first.contains(&format!("{whose} pause from now on")), "{first}");
        bench
            .hand
            .advance_to(bench.commands.clock.now() + Duration::from_secs(60), Duration::from_secs(10))
            .await
            .unwrap();
        let again = bench.answer(&privacy(&bench, JO, "pause", place)).await;
        let said = format!("{whose} pause since <t:{}:D>, and go on pausing", since.as_second());
        assert!(place.is_some() || shown(&again).contains(&said), "{}", shown(&again));
        assert!(shown(&again).contains(&format!("{whose} pause since")), "{}", shown(&again));
        assert!(bench.commands.store.paused_since(JO, Where::Server(HARBOUR)).await.unwrap().is_some());
        if place.is_some() {
            bench.answer(&bench.press(JO, &custom_id(&again, "Resume"), true)).await;
            assert!(bench.commands.store.paused_since(JO, Where::Server(HARBOUR)).await.unwrap().is_none());
        }
    }
    // Somebody of whom nothing is kept may pause where they are.
    let new = UserId::new(3_000_000_000_000_000_077);
    let text = bench.shown(&privacy(&bench, new, "pause", None)).await;
    assert!(text.contains("you pause from now on"), "{text}");
}

#[tokio::test]
async fn it_is_erased_after_one_question_and_the_answer_comes_when_the_file_is_clean() {
    let bench = filled().await;
    let question = bench.answer(&privacy(&bench, JO, "forget", None)).await;
    assert!(holds(&bench, "lighthouse"));
    let press = bench.press(JO, &custom_id(&question, "Erase"), true);
    let erased = bench.answer(&press).await;
    insta::assert_snapshot!("erased", shown(&erased));
    assert!(!holds(&bench, "lighthouse") && !holds(&bench, &JO.to_string()), "the answer came too early");
    // What Mira gave stays counted, to somebody.
    assert_eq!(
        bench.gives().await.iter().map(|(_, gives, people)| (*gives, *people)).collect::<Vec<_>>(),
        [(1, 2), (1, 1)]
    );
    // The same button once more, as another press.
    let again = shown(&bench.answer_in_time(&bench.press(JO, &custom_id(&question, "Erase"), true)).await);
    assert!(again.contains("I keep nothing of you in this server"), "{again}");
    // The same press by another process of the bot does nothing.
    assert!(matches!(bench.answer(&press).await, Answer::Elsewhere(_)));
}

/// The process died between the erasure and the scrubbing, or the answer was lost: who presses again is told when it is true.
#[tokio::test]
async fn a_second_press_answers_when_the_file_is_clean_as_well() {
    let bench = filled().await;
    let question = bench.answer(&privacy(&bench, JO, "forget", None)).await;
    bench.commands.store.forget(JO, Where::Server(HARBOUR), bench.commands.clock.now()).await.unwrap();
    assert!(holds(&bench, &JO.to_string()) || holds(&bench, "lighthouse"), "nothing to scrub");
    let again = bench.shown(&bench.press(JO, &custom_id(&question, "Erase"), true)).await;
    assert!(again.contains("nothing of it is left in the database's file"), "{again}");
    assert!(!holds(&bench, "lighthouse") && !holds(&bench, &JO.to_string()), "the answer came too early");
}

/// As above, where another process has erased it, which PostgreSQL does not tell.
#[tokio::test]
async fn a_second_press_answers_when_the_tables_are_clean_as_well() {
    let Some(url) = postgres::empty_schema().await else { return };
    let bench = Bench::on(&url, "2026-11-21T11:00:00Z").await;
    bench.given(JO, &[MIRA], "the calm handover at the lighthouse", None).await;
    let question = bench.answer(&privacy(&bench, JO, "forget", None)).await;
    let other = Store::open(&StoreOptions::new(&url), 2).await.unwrap();
    other.forget(JO, Where::Server(HARBOUR), bench.commands.clock.now()).await.unwrap();
    // All rows of before this transaction are frozen or gone, where the table was cleaned.
    let pool = every_row::pool(&url).await;
    let (next, cleaned) = (
        "SELECT txid_snapshot_xmax(txid_current_snapshot())",
        "SELECT CAST(CAST(relfrozenxid AS TEXT) AS BIGINT) FROM pg_class WHERE oid = 'recognition_words'::regclass",
    );
    let erased: i64 = sqlx::query_scalar(next).fetch_one(&pool).await.unwrap();
    let up_to: i64 = sqlx::query_scalar(cleaned).fetch_one(&pool).await.unwrap();
    assert!(up_to < erased, "nothing to clean");
    let again = bench.shown(&bench.press(JO, &custom_id(&question, "Erase"), true)).await;
    assert!(again.contains("nothing of it is left in the database's tables"), "{again}");
    let up_to: i64 = sqlx::query_scalar(cleaned).fetch_one(&pool).await.unwrap();
    assert!(up_to >= erased, "the answer came too early");
    pool.close().await;
}

/// Whether a file of the database holds these bytes.
fn holds(bench: &Bench, words: &str) -> bool {
    let mut files = std::fs::read_dir(bench.file.parent().unwrap()).unwrap();
    files.any(|file| {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        bytes.windows(words.len()).any(|window| window == words.as_bytes())
    })
}

#[tokio::test]
async fn in_private_messages_it_is_about_all_servers() {
    let bench = filled().await;
    reflect(&bench, ELSEWHERE, 2).await;
    insta::assert_snapshot!("show_privately", bench.shown(&privately(privacy(&bench, JO, "show", None))).await);
    let here = bench.shown(&privately(privacy(&bench, JO, "forget", Some("here")))).await;
    assert!(here.contains("A private message belongs to no server"), "{here}");
    let file = exported(&bench.answer(&privately(privacy(&bench, JO, "export", None))).await);
    let file: Value = serde_json::from_str(&file).unwrap();
    let servers: Vec<&str> =
        file["servers"].as_array().unwrap().iter().map(|one| one["server"].as_str().unwrap()).collect();
    assert_eq!(servers, [HARBOUR.to_string(), ELSEWHERE.to_string()]);
    // The operator's is the same.
    let Commands { store, library, clock, .. } = &bench.commands;
    for (place, sub_place) in [(Where::Everywhere, "everywhere"), (Where::Server(HARBOUR), "here")] {
        let theirs = exported(&bench.answer(&privacy(&bench, JO, "export", Some(sub_place))).await);
        let copy = clarion::commands::copy_of(store, library, clock.now(), JO, place).await.unwrap().unwrap();
        assert_eq!(String::from_utf8(copy).unwrap(), theirs);
    }
    // A button of a server's message says 'here', and knows no server in private messages.
    let stale = bench.shown(&privately(bench.press(JO, "c1.privacy.erase.here", true))).await;
    assert!(stale.contains("A private message belongs to no server"), "{stale}");
    let question = bench.answer(&privately(privacy(&bench, JO, "forget", None))).await;
    insta::assert_snapshot!("forget_privately", shown(&question));
    let erased = bench.shown(&privately(bench.press(JO, &custom_id(&question, "Erase"), true))).await;
    assert!(erased.contains("I keep nothing of you anywhere any more"), "{erased}");
    assert!(bench.commands.store.servers_of(JO).await.unwrap().is_empty());
}

/// One server's right ends at that server.
#[tokio::test]
async fn here_is_the_server_where_it_is_asked() {
    let bench = filled().await;
    reflect(&bench, ELSEWHERE, 2).await;
    let question = bench.answer(&elsewhere(privacy(&bench, JO, "forget", None))).await;
    bench.answer(&elsewhere(bench.press(JO, &custom_id(&question, "Erase"), true))).await;
    assert_eq!(bench.commands.store.servers_of(JO).await.unwrap(), [HARBOUR]);
    assert!(holds(&bench, "lighthouse"));
}
