//! What is asked of Discord: a mark in a channel, the gateway.

use clarion::discord::GateFault;
use clarion::posting::{SendFault, Sender};
use serde_json::{Value, json};
use serenity::model::id::{MessageId, UserId};

use crate::bench::{DAILY, gate, nonce};
use crate::common::{Reply, Scripted};

#[tokio::test]
async fn a_mark_is_found_among_the_bots_own_messages_page_by_page() {
    let mark = nonce().to_string();
    let post = |id: u64, author: &str, custom_id: &str| {
        json!({"id": id.to_string(), "author": {"id": author},
               "components": [{"type": 1, "components": [{"type": 2, "custom_id": custom_id}]}]})
    };
    let marked = format!("c1.two.{mark}.a-prompt");
    let page: Vec<Value> = (0..100).map(|id| post(1_000 + id, "5", &marked)).collect();
    let last = json!([post(2_001, "40", "c1.two.other"), post(2_000, "40", &marked)]);
    let api = Scripted::start([Reply::json(200, &json!(page)), Reply::json(200, &last)]).await;
    let since = "2026-11-23T08:00:00Z".parse().unwrap();
    let found = gate(&api.address).find_mark(DAILY, nonce(), since).await;
    assert_eq!(found, Ok(Some(MessageId::new(2_000))), "somebody else's copy of the mark is none");
    assert!(api.seen()[1].line.ends_with("&after=1099"), "{}", api.seen()[1].line);
    let other = json!([post(2_001, "40", "c1.two.other")]);
    let api = Scripted::start([Reply::json(200, &other)]).await;
    assert_eq!(gate(&api.address).find_mark(DAILY, nonce(), since).await, Ok(None));
    // A very old application's bot has another id than the application, which only the gateway tells.
    let mut bots = post(2_000, "39", &marked);
    bots["author"]["bot"] = json!(true);
    let api = Scripted::start([Reply::json(200, &json!([bots]))]).await;
    let gate_before_ready = gate(&api.address);
    assert_eq!(gate_before_ready.find_mark(DAILY, nonce(), since).await, Ok(Some(MessageId::new(2_000))));
    gate_before_ready.set_me(UserId::new(40));
    assert_eq!(gate_before_ready.find_mark(DAILY, nonce(), since).await, Ok(None));
    // More than anybody looks through: nothing is known, and asking again would not help.
    let full: Vec<Value> = (0..100).map(|id| post(1_000 + id, "5", "c1.two.other")).collect();
    let api = Scripted::start([Reply::json(200, &json!(full))]).await;
    assert_eq!(gate(&api.address).find_mark(DAILY, nonce(), since).await, Err(SendFault::Buried));
    let api = Scripted::start([Reply::json(403, &json!({"code": 50001}))]).await;
    let found = gate(&api.address).find_mark(DAILY, nonce(), since).await;
    assert_eq!(found, Err(SendFault::Refused { code: 50001 }));
    let api = Scripted::start([Reply::Cut]).await;
    let found = gate(&api.address).find_mark(DAILY, nonce(), since).await;
    assert!(matches!(found, Err(SendFault::Retry { .. })), "a question that was lost changes nothing: {found:?}");
}

#[tokio::test]
async fn the_gateways_address_has_to_be_one() {
    let of = async |body: Value| {
        let api = Scripted::start([Reply::json(200, &body)]).await;
        gate(&api.address).gateway().await
    };
    let found = of(json!({"url": "ws://127.0.0.1:8460", "shards": 2})).await.unwrap();
    assert_eq!((found.url.as_str(), found.shards), ("ws://127.0.0.1:8460/", 2));
    for url in [json!("http://127.0.0.1"), json!("wss://x/?v=9"), json!(3), Value::Null] {
        let found = of(json!({"url": url, "shards": 1})).await;
        assert!(matches!(found, Err(GateFault::Unreadable { .. })), "{found:?}");
    }
}
