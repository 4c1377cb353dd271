//! A situation turned over: in private, without a trace of what was told.

use std::sync::LazyLock;

use clarion::commands::{Answer, Deferral};
use insta::assert_snapshot;
use proptest::prelude::*;
use serde_json::{Value, json};
use serenity::model::application::Interaction;
use tokio::runtime::Runtime;

use super::bench::{Bench, HARBOUR, JO, button, buttons, person, sent, shown};

const THANKLESS: &str = "Nobody ever says thank you for the extra effort I put in";

fn reframe(bench: &Bench, situation: &str) -> Value {
    bench.slash("reframe", &json!([{ "name": "situation", "type": 3, "value": situation }]))
}

#[tokio::test]
async fn it_shows_what_fits_and_each_of_it_whole() {
    let bench = Bench::new().await;
    let answer = bench.answer(&reframe(&bench, THANKLESS)).await;
    let whole = bench.answer(&bench.press(&button(&answer, "Recognition"))).await;
    let none = bench.shown(&bench.press(&button(&answer, "None of these"))).await;
    // Nothing leads on from here: 'Next contrast' would lead to a button that shares.
    assert_eq!(buttons(&whole), []);
    assert_snapshot!([shown(&answer), shown(&whole), none].join("\n"));
}

#[tokio::test]
async fn on_a_message_it_says_the_same_and_quotes_nothing() {
    let bench = Bench::new().await;
    let told = bench.answer(&reframe(&bench, THANKLESS)).await;
    let of_message = bench.answer(&bench.on_message("Reframe this", THANKLESS, |_| {})).await;
    assert_eq!(sent(&told).1["embeds"], sent(&of_message).1["embeds"]);
    assert_eq!(buttons(&told), buttons(&of_message));
    let own =
        bench.answer(&bench.on_message("Reframe this", THANKLESS, |message| message["author"] = person(JO))).await;
    let reply = bench.answer(&bench.on_message("Reframe this", THANKLESS, |message| message["type"] = json!(19))).await;
    assert_eq!(shown(&own), shown(&of_message));
    assert_eq!(shown(&reply), shown(&of_message));
    assert_snapshot!(sent(&of_message).1["content"].as_str().unwrap());
}

#[tokio::test]
async fn where_there_is_nothing_to_go_by_it_says_what_would_help() {
    let bench = Bench::new().await;
    let mut seen = Vec::new();
    for situation in ["", "  ?! 42 \u{1f600}", "\u{4e0a}\u{53f8}\u{304c}\u{5168}\u{90e8}", "the and of to"] {
        seen.push(format!("{situation:?}\n{}", bench.shown(&reframe(&bench, situation)).await));
    }
    let on = |content: &str, change: fn(&mut Value)| bench.on_message("Reframe this", content, change);
    let messages = [
        ("a picture", on("", |message| message["embeds"] = json!([{ "type": "image", "title": "a picture" }]))),
        ("nothing fits", on("the and of to", |_| {})),
        ("a bot", on(THANKLESS, |message| message["author"]["bot"] = json!(true))),
        ("a webhook", on(THANKLESS, |message| message["webhook_id"] = json!("88"))),
        ("somebody joined", on(THANKLESS, |message| message["type"] = json!(7))),
    ];
    for (what, message) in messages {
        seen.push(format!("{what}\n{}", bench.shown(&message).await));
    }
    assert_snapshot!(seen.join("\n"));
}

/// What the reply where nothing fits gives as an example.
#[tokio::test]
async fn the_example_that_it_gives_would_help() {
    let bench = Bench::new().await;
    let reply = bench.shown(&reframe(&bench, "the and of to")).await;
    let example = reply.split_once('\u{2018}').unwrap().1.split_once('\u{2019}').unwrap().0;
    assert!(shown(&bench.answer(&reframe(&bench, example)).await).contains("# Empowerment"), "{example}");
}

#[tokio::test]
async fn a_slow_answer_is_private_too() {
    let bench = Bench::new().await;
    for interaction in [reframe(&bench, THANKLESS), bench.on_message("Reframe this", THANKLESS, |_| {})] {
        let interaction: Interaction = serde_json::from_value(interaction).unwrap();
        assert_eq!(bench.commands.deferral(&interaction), Deferral::Private);
    }
}

#[tokio::test]
async fn the_box_takes_as_much_as_is_looked_at() {
    let bench = Bench::new().await;
    let registered = serde_json::to_value(bench.commands.registrations()).unwrap();
    let box_of = registered.as_array().unwrap().iter().find(|command| command["name"] == "reframe").unwrap();
    let most = box_of["options"][0]["max_length"].as_u64().unwrap();
    assert_eq!(most, 2_000);
    // Words that carry no meaning are passed over, yet they take room.
    let filler = |characters: usize| "the ".repeat(characters / 4);
    let fits = async |told: String| !bench.shown(&reframe(&bench, &told)).await.contains("Nothing in my library");
    assert!(fits(format!("{}{THANKLESS}", filler(1_900))).await);
    assert!(!fits(format!("{}{THANKLESS}", filler(2_000))).await);
}

#[tokio::test]
async fn no_word_of_it_is_stored() {
    let bench = Bench::new().await;
    let told = format!("{THANKLESS}, says quokka-7731");
    let answer = bench.answer(&reframe(&bench, &told)).await;
    bench.answer(&bench.on_message("Reframe this", &told, |_| {})).await;
    for (_, id) in buttons(&answer) {
        bench.answer(&bench.press(&id)).await;
    }
    bench.settled().await;
    // `/contrast` without a topic still begins where this server has seen nothing.
    let fresh = bench.commands.store.least_recently_seen(HARBOUR, &["recognition", "people"]).await.unwrap();
    assert_eq!(fresh, Some("recognition"));
    bench.commands.store.close().await;
    let files = bench.files();
    assert!(!files.is_empty());
    for (file, bytes) in files {
        for words in ["quokka", "extra effort"] {
            let there = bytes.windows(words.len()).any(|window| window.eq_ignore_ascii_case(words.as_bytes()));
            assert!(!there, "'{words}' stands in {}", file.display());
        }
    }
}

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());
static BENCH: LazyLock<std::sync::Mutex<Bench>> =
    LazyLock::new(|| std::sync::Mutex::new(RUNTIME.block_on(Bench::new())));

proptest! {
    #[test]
    fn whatever_is_told_the_answer_is_private_shares_nothing_and_repeats_nothing(
        before in "(\\PC{0,60} ?|[a-z ]{0,80}){0,8}",
        of_message in any::<bool>(),
        fits in any::<bool>(),
    ) {
        let bench = BENCH.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let told = format!("{} @everyone <@123> quokka {before}", if fits { THANKLESS } else { "" });
        let asked = if of_message { bench.on_message("Reframe this", &told, |_| {}) } else { reframe(&bench, &told) };
        // The limits are read there.
        let answer = RUNTIME.block_on(bench.answer(&asked));
        let private = matches!(answer, Answer::Reply { private: true, .. });
        prop_assert!(private);
        let mut pages = vec![shown(&answer)];
        let mut pressed = buttons(&answer);
        prop_assert!(pressed.len() <= 4);
        for (_, id) in buttons(&answer) {
            let page = RUNTIME.block_on(bench.answer(&bench.press(&id)));
            let private = matches!(page, Answer::Reply { private: true, .. });
            prop_assert!(private);
            pages.push(shown(&page));
            pressed.extend(buttons(&page));
        }
        for (label, id) in pressed {
            prop_assert!(!label.to_lowercase().contains("share") && !id.contains("share"), "{label} {id}");
            prop_assert!(!id.contains("next-contrast"), "it leads on to one that shares");
        }
        for page in pages {
            prop_assert!(!page.contains("quokka") && !page.contains("<@") && !page.contains("@everyone"), "{page}");
        }
    }
}
