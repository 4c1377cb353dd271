//! Messages as a bot sends, reads and keeps them; files; pins; the second reading.

use clarion::rehearsal::Event;
use clarion::rehearsal::world::Permissions;
use serde_json::{Value, json};

use crate::harness::Team;

#[tokio::test]
async fn a_message_comes_back_as_it_was_sent() {
    let team = Team::start().await;
    let sent = team
        .send(json!({
            "content": " hello ",
            "embeds": [{ "title": "t", "description": null, "fields": [{ "name": "n", "value": "v" }] }],
            "components": [{ "type": 1, "components": [{ "type": 2, "style": 2, "label": "go", "custom_id": "go" }] }],
        }))
        .await;
    assert_eq!(sent.json["content"], "hello");
    assert_eq!(
        sent.json["embeds"],
        json!([{ "type": "rich", "title": "t", "fields": [{ "name": "n", "value": "v", "inline": false }] }])
    );
    assert_eq!(sent.json["components"][0]["components"][0]["id"], 2);
    assert_eq!(sent.json["timestamp"], "2026-11-23T08:00:00.000000+00:00");
    assert_eq!(sent.json["author"]["bot"], true);
    let read = team.get(&format!("{}/{}", team.messages(), sent.id())).await;
    assert_eq!(read.json, sent.json);
    let message: twilight_model::channel::Message = serde_json::from_value(sent.json).unwrap();
    assert_eq!(message.content, "hello");
}

#[tokio::test]
async fn pages_go_around_before_and_after() {
    let team = Team::start().await;
    let mut ids = Vec::new();
    for number in 0..10 {
        ids.push(team.send(json!({ "content": format!("{number}") })).await.id());
    }
    let page = async |query: &str| -> Vec<String> {
        let page = team.get(&format!("{}?{query}", team.messages())).await.json;
        page.as_array().unwrap().iter().map(|one| one["content"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(page("limit=3").await, ["9", "8", "7"]);
    assert_eq!(page(&format!("limit=2&before={}", ids[5])).await, ["4", "3"]);
    assert_eq!(page(&format!("limit=2&after={}", ids[5])).await, ["7", "6"]);
    assert_eq!(page(&format!("limit=4&around={}", ids[5])).await, ["6", "5", "4", "3"]);
    assert_eq!(page("limit=100").await.len(), 10);
}

#[tokio::test]
async fn an_edit_keeps_what_it_does_not_name() {
    let team = Team::start().await;
    let sent = team.send(json!({ "content": "one", "embeds": [{ "title": "t" }] })).await;
    let path = format!("{}/{}", team.messages(), sent.id());
    team.step(60).await;
    let edited = team.patch(&path, json!({ "content": "two" })).await;
    assert_eq!((&edited.json["content"], &edited.json["embeds"]), (&json!("two"), &sent.json["embeds"]));
    assert_eq!(edited.json["edited_timestamp"], "2026-11-23T08:01:00.000000+00:00");
}

#[tokio::test]
async fn files_are_served_where_the_message_says() {
    let team = Team::start().await;
    let payload = json!({
        "content": "see",
        "attachments": [{ "id": 1, "description": "a chart" }],
    });
    // The first chunk of a PNG of 3 by 2 pixels is enough to know its size.
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    png.extend([0, 0, 0, 3, 0, 0, 0, 2, 8, 6, 0, 0, 0]);
    let sent = team.upload(payload, vec![("notes of today.txt", b"words".to_vec()), ("chart.png", png.clone())]).await;
    assert_eq!(sent.status, 200, "{}", sent.json);
    let files = &sent.json["attachments"];
    assert_eq!(files[0]["filename"], "notes_of_today.txt");
    assert_eq!(files[1]["description"], "a chart");
    assert_eq!((files[1]["width"].as_u64(), files[1]["height"].as_u64()), (Some(3), Some(2)));
    let served = reqwest::get(files[1]["url"].as_str().unwrap()).await.unwrap();
    assert_eq!(served.headers()["content-type"], "image/png");
    assert_eq!(served.bytes().await.unwrap(), png);
    // An edit that lists one of them drops the other.
    let path = format!("{}/{}", team.messages(), sent.id());
    let edited = team.patch(&path, json!({ "attachments": [{ "id": files[0]["id"] }] })).await;
    assert_eq!(edited.json["attachments"].as_array().unwrap().len(), 1);
    assert_eq!(reqwest::get(files[1]["url"].as_str().unwrap()).await.unwrap().status(), 404);
}

/// What `attachments` names has to have come along, or to hang on the message already.
#[tokio::test]
async fn a_file_that_was_not_sent_is_refused() {
    let team = Team::start().await;
    let named = |id: u64| json!({ "attachments": [{ "id": id }] });
    let one = || vec![("a.txt", vec![0])];
    assert_eq!(team.upload(named(1), one()).await.refusal(), (400, 50146));
    let sent = team.upload(named(0), one()).await;
    assert_eq!(sent.status, 200, "{}", sent.json);
    let path = format!("{}/{}", team.messages(), sent.id());
    assert_eq!(team.patch(&path, named(7)).await.refusal(), (400, 50146));
}

#[tokio::test]
async fn files_have_their_bounds() {
    let team = Team::start().await;
    let largest = 10 * 1024 * 1024;
    let sized = |bytes: usize| vec![("a.bin", vec![0; bytes])];
    assert_eq!(team.upload(json!({}), sized(largest)).await.status, 200);
    assert_eq!(team.upload(json!({}), sized(largest + 1)).await.refusal(), (413, 40005));
    let many = |count: usize| vec![("a.txt", vec![0]); count];
    assert_eq!(team.upload(json!({}), many(10)).await.status, 200);
    let refused = team.upload(json!({}), many(11)).await;
    assert_eq!((refused.refusal(), refused.fault("/attachments")), ((400, 50035), "BASE_TYPE_MAX_LENGTH"));
}

#[tokio::test]
async fn pins_come_and_go_in_both_shapes() {
    let team = Team::start().await;
    team.grant(Permissions::MANAGE_MESSAGES);
    let message = team.sent("keep").await;
    let id = message.rsplit_once('/').unwrap().1;
    let pins = format!("{}/pins", team.messages());
    assert_eq!(team.put(&format!("{pins}/{id}"), json!({})).await.status, 204);
    assert_eq!(team.get(&pins).await.json["items"][0]["message"]["id"], id);
    assert_eq!(team.get(&format!("/channels/{}/pins", team.daily)).await.json[0]["pinned"], true);
    assert_eq!(team.delete(&format!("/channels/{}/pins/{id}", team.daily)).await.status, 204);
    assert_eq!(team.get(&pins).await.json, json!({ "items": [], "has_more": false }));
}

#[tokio::test]
async fn what_happens_is_in_the_log_in_order() {
    let team = Team::start().await;
    let mut events = team.stand_in.events();
    events.skip();
    let message = team.sent("hello").await;
    team.patch(&message, json!({ "content": "hello again" })).await;
    team.put(&format!("{message}/reactions/%F0%9F%91%8D/@me"), json!({})).await;
    team.post(&format!("/channels/{}/typing", team.daily), json!({})).await;
    team.delete(&message).await;
    let told: Vec<String> = events.rest().iter().map(|happening| tell(&happening.event)).collect();
    assert_eq!(told, ["message hello", "edited hello again", "reaction 👍", "typing", "deleted"]);
}

fn tell(event: &Event) -> String {
    match event {
        Event::Message { message } => format!("message {}", message.content),
        Event::Edited { message } => format!("edited {}", message.content),
        Event::Reaction { emoji, added: true, .. } => format!("reaction {emoji}"),
        Event::Typing { .. } => "typing".to_owned(),
        Event::Deleted { .. } => "deleted".to_owned(),
        other => format!("{other:?}"),
    }
}

/// What twilight's types and limits let through is found all the same.
#[tokio::test]
async fn the_second_reading_finds_what_one_reader_misses() {
    let team = Team::start().await;
    let faults =
        |team: &Team| team.stand_in.violations().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let twice = json!({ "type": 2, "style": 1, "label": "go", "custom_id": "go" });
    team.send(json!({ "components": [{ "type": 1, "components": [twice, twice] }] })).await;
    assert!(faults(&team).contains("duplicated"), "{}", faults(&team));
    team.send(json!({ "components": [{ "type": 1, "components": [] }] })).await;
    assert!(faults(&team).contains("between 1 and 5"), "{}", faults(&team));
    team.send(json!({ "content": "" })).await;
    assert!(faults(&team).contains("empty"), "{}", faults(&team));
    let choices: Vec<Value> = (0..26).map(|index| json!({ "name": "n", "value": format!("{index}") })).collect();
    let option = json!({ "type": 3, "name": "words", "description": "words", "choices": choices });
    team.post("/applications/@me/commands", json!({ "name": "hello", "description": "x", "options": [option] })).await;
    assert!(faults(&team).contains("options.0.choices"), "{}", faults(&team));
}

#[test]
fn the_second_reading_reads_answers_to_interactions() {
    use clarion::rehearsal::limits::{Sent, second_reading};
    let read = |body: Value| second_reading(Sent::Callback { files: 0 }, &body).join("\n");
    let input = json!({ "type": 1, "components": [{ "type": 4, "style": 1, "label": "l", "custom_id": "i" }] });
    let modal = |title: usize| json!({ "type": 9, "data": { "custom_id": "m", "title": "x".repeat(title), "components": [input] } });
    assert_eq!(read(modal(45)), "");
    assert!(read(modal(46)).contains("data.title"));
    let choices = |count: usize| {
        let choices: Vec<Value> = (0..count).map(|index| json!({ "name": "n", "value": format!("{index}") })).collect();
        json!({ "type": 8, "data": { "choices": choices } })
    };
    assert_eq!(read(choices(25)), "");
    assert!(read(choices(26)).contains("data.choices"));
    let whole = json!({ "content": "hello", "flags": 64, "allowed_mentions": { "parse": [] } });
    assert_eq!(read(json!({ "type": 4, "data": whole })), "");
    assert_eq!(read(json!({ "type": 7, "data": { "components": [] } })), "", "it says nothing new");
    assert!(read(json!({ "type": 4, "data": {} })).contains("empty"));
    assert_eq!(read(json!({ "type": 5, "data": { "flags": 64 } })), "");
    assert!(read(json!({ "type": "four" })).contains("callback"));
}

/// Left out, everybody whom the text names is pinged: nobody means that.
#[test]
fn whom_a_text_pings_has_to_be_said() {
    use clarion::rehearsal::limits::{Sent, second_reading};
    let text = json!({ "content": "hello" });
    for (sent, body) in [
        (Sent::Message { files: 0 }, text.clone()),
        (Sent::Edit, text.clone()),
        (Sent::Callback { files: 0 }, json!({ "type": 4, "data": text })),
        (Sent::Callback { files: 0 }, json!({ "type": 7, "data": text })),
    ] {
        let read = second_reading(sent, &body).join("\n");
        assert!(read.contains("allowed_mentions is absent"), "{sent:?}: {read}");
    }
}

/// Some libraries write ids as numbers.
#[tokio::test]
async fn ids_may_be_numbers() {
    let team = Team::start().await;
    let first = team.send(json!({ "content": "hello" })).await;
    let number: u64 = first.id().parse().unwrap();
    let reply = team.send(json!({ "content": "yes", "message_reference": { "message_id": number } })).await;
    assert_eq!(reply.json["message_reference"]["message_id"], first.json["id"]);
    assert_eq!(reply.json["referenced_message"]["id"], first.json["id"]);
    let mira = team.mira.get();
    let body = json!({ "content": format!("<@{mira}>"), "allowed_mentions": { "users": [mira] } });
    assert_eq!(team.send(body).await.status, 200);
    assert_eq!(team.post("/users/@me/channels", json!({ "recipient_id": mira })).await.status, 200);
}
