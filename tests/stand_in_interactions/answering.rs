//! The first answer: once, within three seconds, of a kind that fits, and within Discord's limits.

use clarion::rehearsal::world::Audience;
use clarion::rehearsal::{Act, Event, ReplyKind};
use rstest::rstest;
use serde_json::{Value, json};

use crate::desk::{code, desk, row, text};

fn say(words: &str) -> Value {
    json!({"type": 4, "data": {"content": words}})
}

#[tokio::test]
async fn a_message_answers_once() {
    let desk = desk().await;
    let told = desk.slash(desk.jo, "/contrast");
    desk.answered(&told, say("two sides")).await;
    assert_eq!(code(desk.answer(&told, say("again")).await), (400, 40060));
    let message = desk.last_reply();
    assert_eq!((message.content.as_str(), message.kind, message.visible_to), ("two sides", 20, Audience::Everyone));
    let wire = desk.told("MESSAGE_CREATE").pop().unwrap();
    let metadata = &wire["interaction_metadata"];
    assert_eq!((&metadata["id"], &metadata["user"]["id"]), (&told["id"], &json!(desk.jo)));
    assert_eq!(wire["webhook_id"], told["application_id"]);
}

#[tokio::test]
async fn a_private_answer_is_seen_by_one_person_and_told_to_nobody_else() {
    let desk = desk().await;
    let told = desk.slash(desk.jo, "/contrast");
    let path = format!("/interactions/{}/{}/callback?with_response=true", text(&told["id"]), text(&told["token"]));
    let body = json!({"type": 4, "data": {"content": format!("about <@{}>", desk.mira), "flags": 64}});
    let (status, answer) = desk.bare("POST", &path, &body).await;
    assert_eq!(status, 200);
    let message = desk.last_reply();
    assert_eq!(answer["interaction"]["response_message_id"], json!(message.id));
    assert_eq!(answer["interaction"]["response_message_ephemeral"], true);
    assert_eq!((&answer["resource"]["type"], &answer["resource"]["message"]["flags"]), (&json!(4), &json!(64)));
    assert_eq!(message.visible_to, Audience::Only(desk.jo));
    assert!(message.pinged.nobody() && desk.told("MESSAGE_CREATE").is_empty());
    let path = format!("/channels/{}/messages/{}", desk.general, message.id);
    assert_eq!(code(desk.request("GET", &path, &Value::Null).await), (404, 10008));
}

#[tokio::test]
async fn after_three_seconds_of_the_calendar_it_is_unknown_and_said_so_once() {
    let desk = desk().await;
    let early = desk.slash(desk.jo, "/contrast");
    desk.pass("2026-11-23T08:00:02.9Z").await;
    desk.answered(&early, say("just in time")).await;
    let late = desk.slash(desk.jo, "/contrast");
    desk.pass("2026-11-23T08:00:06Z").await;
    assert_eq!(code(desk.answer(&late, say("too late")).await), (404, 10062));
    let unanswered = |event: &Event| matches!(event, Event::Unanswered { .. });
    assert_eq!(desk.events().iter().filter(|event| unanswered(event)).count(), 1);
    assert_eq!(code(desk.later(&late, "POST", "", json!({"content": "still"})).await), (404, 10015));
}

#[tokio::test]
async fn a_stranger_s_token_is_unknown() {
    let desk = desk().await;
    let mut told = desk.slash(desk.jo, "/contrast");
    let token = told["token"].take();
    for wrong in ["x", text(&desk.slash(desk.mira, "/contrast")["token"])] {
        told["token"] = json!(wrong);
        assert_eq!(code(desk.answer(&told, say("hi")).await), (404, 10062));
    }
    told["token"] = token;
    desk.answered(&told, say("hi")).await;
}

#[rstest]
#[case::nothing_at_all(json!({"type": 4}), 50006)]
#[case::empty(json!({"type": 4, "data": {"content": "  "}}), 50006)]
#[case::no_type(json!({"data": {"content": "hi"}}), 50035)]
#[case::update_of_nothing(json!({"type": 7, "data": {"content": "hi"}}), 50035)]
#[case::deferred_update_of_nothing(json!({"type": 6}), 50035)]
#[case::choices_for_a_command(json!({"type": 8, "data": {"choices": []}}), 50035)]
#[case::too_long(json!({"type": 4, "data": {"content": "x".repeat(2001)}}), 50035)]
#[case::modal_title(json!({"type": 9, "data": {"custom_id": "m", "title": "x".repeat(46), "components": []}}), 50035)]
#[tokio::test]
async fn an_answer_that_does_not_fit_is_refused_and_leaves_the_chance(#[case] body: Value, #[case] expected: u64) {
    let desk = desk().await;
    let told = desk.slash(desk.jo, "/contrast");
    assert_eq!(code(desk.answer(&told, body).await), (400, expected));
    desk.answered(&told, say("then so")).await;
}

#[tokio::test]
async fn faults_are_named_below_data() {
    let desk = desk().await;
    let told = desk.slash(desk.jo, "/contrast");
    let body = json!({"type": 4, "data": {"embeds": [{"description": "x".repeat(4097)}]}});
    let (_, error) = desk.answer(&told, body).await;
    let fault = &error["errors"]["data"]["embeds"]["0"]["description"]["_errors"][0]["code"];
    assert_eq!(fault, "BASE_TYPE_MAX_LENGTH");
    assert!(!desk.stand_in.violations().is_empty());
}

#[tokio::test]
async fn suggestions_are_limited_and_only_suggestions_fit() {
    let desk = desk().await;
    let choices = |count: usize| {
        let all: Vec<Value> = (0..count).map(|n| json!({"name": n.to_string(), "value": n.to_string()})).collect();
        json!({"type": 8, "data": {"choices": all}})
    };
    let act = Act::Autocomplete { who: desk.jo, channel: desk.general, text: "/contrast topic:".into() };
    let told = desk.begin(act);
    assert_eq!(code(desk.answer(&told, say("hi")).await), (400, 50035));
    assert_eq!(code(desk.answer(&told, choices(26)).await), (400, 50035));
    desk.answered(&told, choices(25)).await;
    let offered = desk.events().into_iter().rev().find_map(|event| match event {
        Event::Choices { choices, .. } => Some(choices.len()),
        _ => None,
    });
    assert_eq!(offered, Some(25));
    assert_eq!(code(desk.later(&told, "PATCH", "/messages/@original", json!({"content": "x"})).await), (404, 10008));
}

#[tokio::test]
async fn a_button_s_message_is_updated_at_once_or_later() {
    let desk = desk().await;
    let told = desk.slash(desk.jo, "/contrast");
    let buttons = json!([crate::desk::button("Next", "next")]);
    desk.answered(&told, row("first", buttons)).await;
    let message = desk.last_reply().id;
    desk.click(desk.mira, "Next").unwrap();
    let click = desk.told("INTERACTION_CREATE").pop().unwrap();
    desk.answered(&click, json!({"type": 7, "data": {"content": "second"}})).await;
    let Some(Event::Reply { kind: ReplyKind::Update, message: updated, to, .. }) = desk.events().pop() else {
        panic!()
    };
    assert_eq!((updated.id, updated.content.as_str(), to), (message, "second", desk.mira));
    assert_eq!(updated.components.len(), 1);

    desk.click(desk.mira, "Next").unwrap();
    let click = desk.told("INTERACTION_CREATE").pop().unwrap();
    desk.answered(&click, json!({"type": 6})).await;
    let (status, body) = desk.later(&click, "PATCH", "/messages/@original", json!({"content": "third"})).await;
    assert_eq!((status, &body["id"], &body["content"]), (200, &json!(message), &json!("third")));
    assert_eq!(desk.later(&click, "GET", "/messages/@original", Value::Null).await.1["content"], "third");
    let nothing_left = json!({"content": "", "components": []});
    assert_eq!(code(desk.later(&click, "PATCH", "/messages/@original", nothing_left).await), (400, 50006));
}

#[tokio::test]
async fn an_answer_needs_no_token_of_the_bot_and_meets_faults_like_any_request() {
    use clarion::rehearsal::Fault;
    let desk = desk().await;
    let told = desk.slash(desk.jo, "/contrast");
    desk.stand_in.faults().ask(Fault::on("POST", "/interactions/*/*/callback").status(500).after_effect());
    assert_eq!(desk.answer(&told, say("hi")).await.0, 500);
    // The first try had its effect.
    assert_eq!(code(desk.answer(&told, say("hi")).await), (400, 40060));
}
