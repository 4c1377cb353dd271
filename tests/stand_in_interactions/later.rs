//! After the first answer: deferrals, edits, follow-ups, deletions, and the quarter of an hour.

use clarion::rehearsal::world::Audience;
use clarion::rehearsal::{Event, ReplyKind};
use serde_json::{Value, json};

use crate::desk::{code, desk};

const ORIGINAL: &str = "/messages/@original";

#[tokio::test]
async fn a_deferral_fixes_who_sees_the_answer_and_its_edit_pings_nobody() {
    let desk = desk().await;
    let ping = json!({"content": format!("<@{}>", desk.mira), "allowed_mentions": {"parse": ["users"]}});
    for (flags, audience) in [(64, Audience::Only(desk.jo)), (0, Audience::Everyone)] {
        let told = desk.slash(desk.jo, "/contrast");
        desk.answered(&told, json!({"type": 5, "data": {"flags": flags}})).await;
        assert!(matches!(desk.events().pop(), Some(Event::Deferred { visible_to, .. }) if visible_to == audience));
        let (_, thinking) = desk.later(&told, "GET", ORIGINAL, Value::Null).await;
        assert_eq!(thinking["flags"], 128 | flags);
        let mut body = ping.clone();
        body["flags"] = json!(64 - flags);
        assert_eq!(desk.later(&told, "PATCH", ORIGINAL, body).await.0, 200);
        let message = desk.last_reply();
        assert_eq!((message.visible_to, message.flags), (audience, flags));
        assert!(message.pinged.nobody());
    }
    let told = desk.slash(desk.jo, "/contrast");
    desk.answered(&told, json!({"type": 4, "data": ping})).await;
    assert_eq!(desk.last_reply().pinged.users.len(), 1, "a first answer does ping");
}

#[tokio::test]
async fn the_first_follow_up_after_a_deferral_is_the_answer_itself() {
    let desk = desk().await;
    let told = desk.slash(desk.jo, "/contrast");
    desk.answered(&told, json!({"type": 5, "data": {"flags": 64}})).await;
    let (_, first) = desk.later(&told, "POST", "", json!({"content": format!("<@{}>", desk.mira)})).await;
    let (_, original) = desk.later(&told, "GET", ORIGINAL, Value::Null).await;
    assert_eq!((&first["id"], &first["flags"]), (&original["id"], &json!(64)));
    assert!(desk.last_reply().pinged.nobody());
    let (_, second) = desk.later(&told, "POST", "", json!({"content": format!("<@{}>", desk.mira)})).await;
    assert_ne!(second["id"], first["id"]);
    let Some(Event::Reply { kind: ReplyKind::FollowUp, message, .. }) = desk.events().pop() else { panic!() };
    assert_eq!((message.visible_to, message.pinged.users.len()), (Audience::Everyone, 1));
}

#[tokio::test]
async fn follow_ups_are_private_or_not_each_by_itself() {
    let desk = desk().await;
    let told = desk.slash(desk.jo, "/contrast");
    desk.answered(&told, json!({"type": 4, "data": {"content": "one"}})).await;
    let (_, private) = desk.later(&told, "POST", "", json!({"content": "two", "flags": 64})).await;
    assert_eq!(desk.last_reply().visible_to, Audience::Only(desk.jo));
    let below = format!("/messages/{}", private["id"].as_str().unwrap());
    assert_eq!(desk.later(&told, "PATCH", &below, json!({"content": "2"})).await.1["content"], "2");
    assert_eq!(desk.later(&told, "DELETE", &below, Value::Null).await.0, 204);
    assert_eq!(code(desk.later(&told, "GET", &below, Value::Null).await), (404, 10008));
    assert_eq!(code(desk.later(&told, "POST", "", json!({})).await), (400, 50006));
    let other = desk.slash(desk.mira, "/contrast");
    desk.answered(&other, json!({"type": 4, "data": {"content": "else"}})).await;
    let foreign = format!("/messages/{}", desk.last_reply().id);
    assert_eq!(code(desk.later(&told, "GET", &foreign, Value::Null).await), (404, 10008));
}

#[tokio::test]
async fn the_original_can_be_deleted_and_is_gone_then() {
    let desk = desk().await;
    let told = desk.slash(desk.jo, "/contrast");
    desk.answered(&told, json!({"type": 4, "data": {"content": "one", "flags": 64}})).await;
    assert_eq!(desk.later(&told, "DELETE", ORIGINAL, Value::Null).await.0, 204);
    assert!(matches!(desk.events().pop(), Some(Event::Deleted { .. })));
    for method in ["GET", "PATCH", "DELETE"] {
        let answer = desk.later(&told, method, ORIGINAL, json!({"content": "x"})).await;
        assert_eq!(code(answer), (404, 10008), "{method}");
    }
}

#[tokio::test]
async fn before_an_answer_and_under_a_wrong_token_there_is_no_webhook() {
    let desk = desk().await;
    let mut told = desk.slash(desk.jo, "/contrast");
    assert_eq!(code(desk.later(&told, "POST", "", json!({"content": "early"})).await), (404, 10015));
    desk.answered(&told, json!({"type": 4, "data": {"content": "one"}})).await;
    let application = told["application_id"].take();
    told["application_id"] = json!("5");
    assert_eq!(code(desk.later(&told, "GET", ORIGINAL, Value::Null).await), (404, 10015));
    told["application_id"] = application;
    told["token"] = json!("wrong");
    assert_eq!(code(desk.later(&told, "GET", ORIGINAL, Value::Null).await), (401, 50027));
}

#[tokio::test]
async fn the_token_dies_after_fifteen_minutes_of_the_calendar() {
    let desk = desk().await;
    let told = desk.slash(desk.jo, "/contrast");
    desk.answered(&told, json!({"type": 4, "data": {"content": "one"}})).await;
    desk.pass("2026-11-23T08:15:00Z").await;
    assert_eq!(desk.later(&told, "PATCH", ORIGINAL, json!({"content": "two"})).await.0, 200);
    desk.pass("2026-11-23T08:15:01Z").await;
    for (method, below) in [("PATCH", ORIGINAL), ("POST", ""), ("GET", ORIGINAL), ("DELETE", ORIGINAL)] {
        let answer = desk.later(&told, method, below, json!({"content": "three"})).await;
        assert_eq!(code(answer), (401, 50027), "{method} {below}");
    }
}

#[tokio::test]
async fn files_come_with_answers_and_are_served_back() {
    let desk = desk().await;
    let told = desk.slash(desk.jo, "/contrast");
    desk.answered(&told, json!({"type": 5})).await;
    let part = reqwest::multipart::Part::bytes(b"picture".to_vec()).file_name("figures.png");
    let body = json!({"embeds": [{"image": {"url": "attachment://figures.png"}}], "attachments": [{"id": 0}]});
    let form = reqwest::multipart::Form::new().text("payload_json", body.to_string()).part("files[0]", part);
    let (application, token) = (told["application_id"].as_str().unwrap(), told["token"].as_str().unwrap());
    let address = format!("{}/api/v10/webhooks/{application}/{token}{ORIGINAL}", desk.stand_in.api_url());
    let answer = reqwest::Client::new().patch(address).multipart(form).send().await.unwrap();
    let message: Value = answer.json().await.unwrap();
    let url = message["embeds"][0]["image"]["url"].as_str().unwrap();
    assert_eq!(reqwest::get(url).await.unwrap().bytes().await.unwrap(), "picture");
}
