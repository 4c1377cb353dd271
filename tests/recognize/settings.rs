//! `/recognition settings`: what holds, and what changes it.

use clarion::commands::Deferral;
use clarion::store::{RecognitionChange, RecognitionOptions};
use insta::assert_snapshot;
use serde_json::{Value, json};
use serenity::model::Permissions;
use serenity::model::application::Interaction;

use super::bench::{Bench, ELSEWHERE, HARBOUR, JO, MIRA, custom_id, shown};

/// The same by somebody who manages the server.
fn managing(mut interaction: Value) -> Value {
    let permissions = Permissions::SEND_MESSAGES | Permissions::MANAGE_GUILD;
    interaction["member"]["permissions"] = json!(permissions.bits().to_string());
    interaction
}

fn settings(bench: &Bench) -> Value {
    managing(bench.slash(JO, "recognition", &json!([{ "name": "settings", "type": 1, "options": [] }]), &[]))
}

fn role(bench: &Bench, roles: &[u64]) -> Value {
    let mut interaction = managing(bench.press(JO, "c1.rules.steward", true));
    let values: Vec<String> = roles.iter().map(ToString::to_string).collect();
    interaction["data"] = json!({ "custom_id": "c1.rules.steward", "component_type": 6, "values": values });
    interaction
}

fn form(bench: &Bench, custom_id: &str, boxes: &[(&str, &str)]) -> Value {
    let mut interaction = managing(bench.submit(JO, custom_id, ""));
    let rows: Vec<Value> = boxes
        .iter()
        .map(|(name, value)| json!({ "type": 1, "components": [{ "type": 4, "custom_id": name, "value": value }] }))
        .collect();
    interaction["data"]["components"] = json!(rows);
    interaction
}

async fn kept(bench: &Bench) -> RecognitionOptions {
    bench.commands.store.recognition_options(HARBOUR).await.unwrap()
}

#[tokio::test]
async fn the_panel_says_what_holds_and_each_choice_holds_at_once() {
    let bench = Bench::new().await;
    let mut seen = vec![bench.shown(&settings(&bench)).await];
    for (menu, value) in [("allowance", "5"), ("rest", "168"), ("words-kept", "365")] {
        let choice = managing(bench.choose(JO, &format!("c1.rules.{menu}"), &[value]));
        seen.push(bench.shown(&choice).await);
    }
    seen.push(bench.shown(&role(&bench, &[77])).await);
    let now = kept(&bench).await;
    assert_eq!((now.allowance, now.rest_hours, now.words_kept_days), (Some(5), Some(168), Some(365)));
    assert_eq!(now.steward_role.map(|role| role.get()), Some(77));
    // Everything is off again.
    for menu in ["allowance", "rest", "words-kept"] {
        bench.shown(&managing(bench.choose(JO, &format!("c1.rules.{menu}"), &["off"]))).await;
    }
    assert_eq!(bench.shown(&role(&bench, &[])).await.replace("(in its place)", "(to the asker)"), seen[0]);
    assert_eq!(kept(&bench).await, RecognitionOptions::default());
    assert_snapshot!([seen.remove(0), seen.pop().unwrap()].join("\n\n"));
}

#[tokio::test]
async fn only_people_who_manage_the_server_settle_anything() {
    let bench = Bench::new().await;
    let mut tried = vec![settings(&bench), role(&bench, &[77])];
    for menu in ["allowance", "rest", "words-kept"] {
        tried.push(bench.choose(MIRA, &format!("c1.rules.{menu}"), &["5"]));
    }
    tried.push(bench.press(MIRA, "c1.rules.strengths", true));
    tried.push(bench.press(MIRA, "c1.rules.numbers.-.-.-", true));
    tried.push(form(&bench, "c1.rules.strengths-typed", &[("strengths", "Mine")]));
    tried.push(form(&bench, "c1.rules.numbers-typed.-.-.-", &[("people", "5")]));
    for mut interaction in tried {
        interaction["member"]["permissions"] = json!(Permissions::SEND_MESSAGES.bits().to_string());
        let refused = bench.shown(&interaction).await;
        assert!(refused.contains("Manage Server permission"), "{refused}");
    }
    assert_eq!(kept(&bench).await, RecognitionOptions::default());
}

#[tokio::test]
async fn what_the_menus_do_not_hold_is_refused() {
    let bench = Bench::new().await;
    for (menu, value) in [
        ("allowance", "0"),
        ("allowance", "101"),
        ("rest", "-1"),
        ("rest", "8761"),
        ("words-kept", "x"),
        ("words-kept", "13"),
    ] {
        let refused = bench.shown(&managing(bench.choose(JO, &format!("c1.rules.{menu}"), &[value]))).await;
        assert!(refused.contains("not on the panel any more"), "{refused}");
    }
    // Discord's role of everybody has the server's own id.
    let everybody = bench.shown(&role(&bench, &[HARBOUR.get()])).await;
    assert!(everybody.contains("everybody here"), "{everybody}");
    assert_eq!(kept(&bench).await, RecognitionOptions::default());
}

#[tokio::test]
async fn the_form_for_numbers_changes_what_was_changed_in_it() {
    let mut seen = Vec::new();
    let bench = Bench::new().await;
    let change = [RecognitionChange::Allowance(Some(4)), RecognitionChange::WordsKeptDays(Some(30))];
    bench.commands.store.settle_recognition(HARBOUR, &change, bench.commands.clock.now()).await.unwrap();
    let panel = bench.answer(&settings(&bench)).await;
    let opened = bench.answer(&managing(bench.press_on(JO, &panel, "Other numbers"))).await;
    seen.push(shown(&opened));
    let id = custom_id(&opened, "");
    // Meanwhile somebody else changes what this form leaves as it is.
    let other = [RecognitionChange::Allowance(Some(9))];
    bench.commands.store.settle_recognition(HARBOUR, &other, bench.commands.clock.now()).await.unwrap();
    let boxes = [("people", "4"), ("hours", " 36 "), ("days", "")];
    seen.push(bench.shown(&form(&bench, &id, &boxes)).await);
    let now = kept(&bench).await;
    assert_eq!((now.allowance, now.rest_hours, now.words_kept_days), (Some(9), Some(36), None));
    for (name, value) in [("people", "many"), ("hours", "0"), ("days", "99999"), ("hours", "1.5"), ("days", "13")] {
        seen.push(bench.shown(&form(&bench, &id, &[(name, value)])).await);
    }
    assert_eq!(kept(&bench).await, now);
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn a_server_has_a_list_of_strengths_of_its_own() {
    let mut seen = Vec::new();
    let bench = Bench::new().await;
    let opened = async |bench: &Bench| {
        let panel = bench.answer(&settings(bench)).await;
        serde_json::to_value(match bench.answer(&managing(bench.press_on(JO, &panel, "Edit the strengths"))).await {
            clarion::commands::Answer::Modal(modal) => modal,
            other => panic!("{}", shown(&other)),
        })
        .unwrap()
    };
    let clarions: Vec<String> = bench.commands.library.strengths.iter().map(|strength| strength.name.clone()).collect();
    let value =
        |modal: &Value| modal["components"][0]["components"][0]["value"].as_str().unwrap_or_default().to_owned();
    let modal = opened(&bench).await;
    assert_eq!(value(&modal), clarions.join("\n"));
    let id = modal["custom_id"].as_str().unwrap().to_owned();
    // Sent back as it is, it stays the list that Clarion comes with.
    bench.shown(&form(&bench, &id, &[("strengths", &clarions.join("\n"))])).await;
    assert!(kept(&bench).await.strengths.is_empty());

    let typed = " Calm *under* fire \n- Patience\n\ncalm *under* fire\n@everyone";
    seen.push(bench.shown(&form(&bench, &id, &[("strengths", typed)])).await);
    let own = ["Calm *under* fire", "- Patience", "@everyone"];
    assert_eq!(kept(&bench).await.strengths, own);
    // What was made safe to show comes back into the form as it was typed.
    assert_eq!(value(&opened(&bench).await), own.join("\n"));
    let many: Vec<String> = (0..26).map(|n| format!("strength {n}")).collect();
    seen.push(bench.shown(&form(&bench, &id, &[("strengths", &many.join("\n"))])).await);
    seen.push(bench.shown(&form(&bench, &id, &[("strengths", &"*".repeat(41))])).await);
    assert_eq!(kept(&bench).await.strengths, own);
    // The longest list there is fits into the panel and the form.
    let longest: Vec<String> = (10..35).map(|n| format!("{n}{}", "_".repeat(38))).collect();
    bench.answer(&form(&bench, &id, &[("strengths", &longest.join("\n"))])).await;
    assert_eq!(value(&opened(&bench).await), longest.join("\n"));
    bench.answer(&form(&bench, &id, &[("strengths", "")])).await;
    assert!(kept(&bench).await.strengths.is_empty());
    assert_eq!(bench.commands.store.recognition_options(ELSEWHERE).await.unwrap(), RecognitionOptions::default());
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn what_opens_a_form_is_not_deferred() {
    let bench = Bench::new().await;
    let deferral = |interaction: Value| {
        let interaction: Interaction = serde_json::from_value(interaction).unwrap();
        bench.commands.deferral(&interaction)
    };
    assert_eq!(deferral(settings(&bench)), Deferral::Private);
    assert_eq!(deferral(bench.press(JO, "c1.rules.strengths", true)), Deferral::Never);
    assert_eq!(deferral(bench.press(JO, "c1.rules.numbers.1.-.365", true)), Deferral::Never);
    assert_eq!(deferral(bench.choose(JO, "c1.rules.rest", &["24"])), Deferral::Update);
    assert_eq!(deferral(role(&bench, &[7])), Deferral::Update);
}
