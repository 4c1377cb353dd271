//! The essays' screens: every one of them, and the threads from each prompt and each contrast to them and back.

use clarion::commands::{Answer, Deferral};
use clarion::messages::{CustomId, EssaysPress, two_sides};
use insta::assert_snapshot;
use serde_json::{Value, json};

use super::bench::{Bench, button, buttons, sent, shown};

fn essays(bench: &Bench, which: &str) -> Value {
    bench.slash("essays", &json!([{ "name": "which", "type": 3, "value": which }]))
}

fn open(essay: &str) -> String {
    CustomId::Essays(EssaysPress::Open { essay: essay.to_owned() }).to_string()
}

#[tokio::test]
async fn one_screen_an_essay() {
    let bench = Bench::new().await;
    let mut seen = Vec::new();
    for essay in &bench.commands.library.essays {
        let screen = bench.answer(&essays(&bench, &essay.id)).await;
        let (_, data) = sent(&screen);
        let embed = &data["embeds"][0];
        let length = |text: &Value| text.as_str().unwrap_or_default().chars().count();
        let fields = embed["fields"].as_array().unwrap();
        let all = length(&embed["title"])
            + length(&embed["footer"]["text"])
            + fields.iter().map(|field| length(&field["name"]) + length(&field["value"])).sum::<usize>();
        assert!(all <= 1_500, "{} takes {all} characters: more than a screen", essay.id);
        seen.push(shown(&screen));
    }
    assert_snapshot!(seen.join("\n"));
}

/// Every contrast and every prompt leads to the essays that it is drawn from, and every essay to each of its contrasts.
#[tokio::test]
async fn a_thread_leads_from_everything_to_its_essays_and_back() {
    let bench = Bench::new().await;
    let library = bench.commands.library.clone();
    let presses = |answer: &Answer| buttons(answer).into_iter().map(|(_, id)| id).collect::<Vec<_>>();
    for contrast in &library.contrasts {
        let topic = json!([{ "name": "topic", "type": 3, "value": contrast.id }]);
        let there = presses(&bench.answer(&bench.slash("contrast", &topic)).await);
        for essay in &contrast.essays {
            assert!(there.contains(&open(essay)), "{} does not lead to {essay}", contrast.id);
            let screen = bench.answer(&bench.press(&open(essay))).await;
            let (_, data) = sent(&screen);
            let options = data["components"][0]["components"][0]["options"].as_array().unwrap().clone();
            assert!(options.iter().any(|option| option["value"] == contrast.id), "{essay} does not lead back");
        }
    }
    for prompt in &library.prompts {
        let contrast = library.contrast_for(prompt).unwrap();
        let there = presses(&Answer::private(two_sides(&library, prompt, contrast)));
        for essay in &prompt.essays {
            assert!(there.contains(&open(essay)), "{} does not lead to {essay}", prompt.id);
        }
    }
}

#[tokio::test]
async fn the_pages_of_a_private_screen_turn_in_place_and_those_of_a_shared_one_for_one_person() {
    let bench = Bench::new().await;
    let mine = bench.answer(&bench.slash("essays", &json!([]))).await;
    assert!(matches!(mine, Answer::Reply { private: true, .. }));
    let press = bench.press(&button(&mine, "On the horizon"));
    assert!(matches!(bench.answer(&press).await, Answer::Update(_)));
    let mut chosen = bench.press(&CustomId::Essays(EssaysPress::Contrast { essay: "horizon".into() }).to_string());
    chosen["data"]["component_type"] = json!(3);
    chosen["data"]["values"] = json!(["vision"]);
    let Answer::Update(card) = bench.answer(&chosen).await else { panic!("not in its place") };
    assert!(shown(&Answer::Update(card)).contains("Managing is right when"));

    let mut shared = press.clone();
    shared["message"]["flags"] = json!(0);
    assert!(matches!(bench.answer(&shared).await, Answer::Reply { private: true, .. }));
    let deferral = |interaction: &Value| bench.commands.deferral(&serde_json::from_value(interaction.clone()).unwrap());
    assert_eq!((deferral(&press), deferral(&shared)), (Deferral::Update, Deferral::Private));
    let mut share = bench.press(&button(&mine, "Share here"));
    assert_eq!(deferral(&share), Deferral::Public);
    let public = bench.answer(&share).await;
    assert!(matches!(public, Answer::Reply { private: false, .. }));
    assert!(buttons(&public).iter().all(|(label, _)| label != "Share here"));
    // Somebody who only reads there.
    share["member"]["permissions"] = json!("0");
    assert!(bench.shown(&share).await.contains("not write in it"));
}

#[tokio::test]
async fn what_is_gone_is_answered_kindly() {
    let bench = Bench::new().await;
    let mut seen = vec![bench.shown(&essays(&bench, "**@everyone** <@&1>")).await];
    for press in [
        open("gone"),
        CustomId::Essays(EssaysPress::Share { essay: "gone".into() }).to_string(),
        CustomId::Essays(EssaysPress::Contrast { essay: "horizon".into() }).to_string(),
    ] {
        seen.push(bench.shown(&bench.press(&press)).await);
    }
    let mut chosen = bench.press(&CustomId::Essays(EssaysPress::Contrast { essay: "horizon".into() }).to_string());
    chosen["data"]["component_type"] = json!(3);
    chosen["data"]["values"] = json!(["gone"]);
    seen.push(bench.shown(&chosen).await);
    assert_snapshot!(seen.join("\n"));
}
