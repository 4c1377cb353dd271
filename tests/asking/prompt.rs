//! Prompts on request: any of them, and all of them by theme. What came today is told in `tests/stories/prompt.story`.

use std::collections::BTreeSet;

use clarion::commands::{Answer, Deferral};
use clarion::content::rotation;
use insta::assert_snapshot;
use serde_json::{Value, json};
use serenity::model::application::Interaction;

use super::bench::{Bench, HARBOUR, button, buttons, sent, shown};

fn prompt(bench: &Bench, subcommand: &str, options: &Value) -> Value {
    bench.slash("prompt", &json!([{ "name": subcommand, "type": 1, "options": options }]))
}

fn browse(bench: &Bench, theme: &str) -> Value {
    prompt(bench, "browse", &json!([{ "name": "theme", "type": 3, "value": theme }]))
}

fn title(answer: &Answer) -> String {
    sent(answer).1["embeds"][0]["title"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn every_prompt_of_a_theme_has_its_page() {
    let bench = Bench::new().await;
    let library = &bench.commands.library;
    let mut found = BTreeSet::new();
    let themes: BTreeSet<&str> = library.prompts.iter().map(|prompt| prompt.theme.as_str()).collect();
    for theme in themes {
        let mut answer = bench.answer(&browse(&bench, theme)).await;
        let mut pages = vec![title(&answer)];
        while buttons(&answer).iter().any(|(label, _)| label == "Next") {
            let before = answer;
            answer = bench.answer(&bench.press(&button(&before, "Next"))).await;
            assert!(matches!(answer, Answer::Update(_)), "it turns in place");
            let back = bench.answer(&bench.press(&button(&answer, "Back"))).await;
            assert_eq!(shown(&back).split_once('\n').unwrap().1, shown(&before).split_once('\n').unwrap().1);
            pages.push(title(&answer));
        }
        let of_theme = library.prompts.iter().filter(|prompt| prompt.theme == theme);
        let titles: Vec<String> = of_theme.map(|prompt| prompt.title.clone()).collect();
        assert_eq!(pages, titles, "{theme}");
        found.extend(pages);
    }
    let all: BTreeSet<String> = library.prompts.iter().map(|prompt| prompt.title.clone()).collect();
    assert_eq!(found, all);
}

#[tokio::test]
async fn a_page_is_what_it_says() {
    let bench = Bench::new().await;
    let first = bench.answer(&browse(&bench, "Risk")).await;
    let (head, _) = shown(&first).split_once("\n#").map(|(head, rest)| (head.to_owned(), rest.to_owned())).unwrap();
    let risky = bench.commands.library.prompts.iter().filter(|prompt| prompt.theme == "risk").count();
    assert_eq!(head, format!("(to the asker)\n**Risk**: 1 of {risky}. Only you see this."));
    let all = bench.shown(&prompt(&bench, "browse", &json!([]))).await;
    assert!(all.contains(&format!("All prompts: 1 of {}.", bench.commands.library.prompts.len())), "{all}");
    // The library became shorter since; the theme went; the prompt went.
    let mut seen = vec![bench.shown(&bench.press("c1.prompt.page.fff.risk")).await];
    assert!(seen[0].contains(&format!("**Risk**: {risky} of {risky}.")), "{}", seen[0]);
    seen.clear();
    for gone in ["page.0.no-theme", "sides.no-prompt", "share.no-prompt"] {
        seen.push(bench.shown(&bench.press(&format!("c1.prompt.{gone}"))).await);
    }
    seen.push(bench.shown(&browse(&bench, "xyzzy @everyone")).await);
    seen.push(bench.shown(&prompt(&bench, "today", &json!([]))).await);
    assert_snapshot!(seen.join("\n").replace('\u{200b}', "{}"));
}

#[tokio::test]
async fn any_prompt_is_any_prompt_and_another_is_another() {
    let bench = Bench::new().await;
    let mut seen = BTreeSet::new();
    let mut answer = bench.answer(&prompt(&bench, "random", &json!([]))).await;
    for _ in 0..60 {
        let before = title(&answer);
        answer = bench.answer(&bench.press(&button(&answer, "Another one"))).await;
        assert_ne!(title(&answer), before);
        seen.insert(before);
    }
    assert!(seen.len() > 40, "{}", seen.len());
    // The same interaction, answered twice, shows the same.
    let again = prompt(&bench, "random", &json!([]));
    assert_eq!(bench.shown(&again).await, bench.shown(&again).await);
    let library = &bench.commands.library;
    let drawn: BTreeSet<&str> =
        (0..8_000).map(|seed| rotation::any(library, None, seed).unwrap().id.as_str()).collect();
    assert!(drawn.len() * 100 >= library.prompts.len() * 99, "{} of {}", drawn.len(), library.prompts.len());
    // Looking uses nothing up.
    assert_eq!(bench.commands.store.prompts_last_used(HARBOUR).await.unwrap(), []);
}

#[tokio::test]
async fn what_is_shared_is_public_from_the_start_and_everything_else_private() {
    let bench = Bench::new().await;
    let shared = prompt(&bench, "random", &json!([{ "name": "share", "type": 5, "value": true }]));
    let open = bench.answer(&prompt(&bench, "random", &json!([]))).await;
    let of = |interaction: &Value| {
        let interaction: Interaction = serde_json::from_value(interaction.clone()).unwrap();
        bench.commands.deferral(&interaction)
    };
    assert_eq!(of(&shared), Deferral::Public);
    assert_eq!(of(&browse(&bench, "risk")), Deferral::Private);
    assert_eq!(of(&bench.press(&button(&open, "Share here"))), Deferral::Public);
    assert_eq!(of(&bench.press(&button(&open, "Two sides"))), Deferral::Private);
    assert_eq!(of(&bench.press(&button(&open, "Another one"))), Deferral::Update);
    // Under what was shared, the page turns for one person alone.
    let mut in_public = bench.press(&button(&open, "Another one"));
    in_public["message"]["flags"] = json!(0);
    assert_eq!(of(&in_public), Deferral::Private);
    assert!(matches!(bench.answer(&in_public).await, Answer::Reply { private: true, .. }));
    let shared = bench.answer(&shared).await;
    assert!(matches!(shared, Answer::Reply { private: false, .. }));
    assert!(buttons(&shared).iter().all(|(label, _)| label != "Share here"));
    // No post is found by it: it is an answer.
    for (_, id) in buttons(&shared).into_iter().chain(buttons(&open)) {
        assert_eq!(id.parse::<clarion::messages::CustomId>().unwrap().mark(), None);
    }
}
