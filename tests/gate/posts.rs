//! One post: what it carries, and what becomes of it in trouble.

use std::time::Duration;

use clarion::discord::{GateFault, Patience};
use clarion::posting::{EngineOptions, SendFault, Sender};
use serde_json::json;
use serenity::builder::CreateMessage;
use serenity::model::id::MessageId;

use crate::bench::{DAILY, OTHER, gate, gate_with, limited, message, nonce, send};
use crate::common::{self, Reply, Scripted};

#[tokio::test]
async fn a_post_carries_its_nonce_and_says_whom_it_pings() {
    let api = Scripted::start([message()]).await;
    assert_eq!(send(&gate(&api.address), DAILY).await, Ok(MessageId::new(99)));
    let seen = &api.seen()[0];
    assert_eq!(seen.line, "POST /api/v10/channels/41/messages");
    assert_eq!(seen.body["nonce"], nonce().to_string());
    assert_eq!(seen.body["enforce_nonce"], true);
    assert_eq!(seen.body["allowed_mentions"], json!({"parse": []}));
    assert!(seen.head.contains("authorization: bot nda.gabcde.sesame-open-up"), "{}", seen.head);
    assert!(seen.head.contains("user-agent: discordbot ("), "{}", seen.head);
}

#[tokio::test]
async fn trouble_that_passes_is_waited_out_with_the_same_nonce() {
    let later = json!({"code": 40004, "message": "temporarily disabled"});
    for trouble in [
        Reply::json(500, &json!({})),
        Reply::html(502),
        Reply::html(200),
        Reply::Cut,
        Reply::json(403, &later),
        limited("retry-after: 0.05\r\n"),
        limited(""),
        limited("retry-after: soon\r\nx-ratelimit-reset-after: garbage\r\nx-ratelimit-remaining: none\r\n"),
    ] {
        let api = Scripted::start([trouble.clone(), message()]).await;
        let patience = Patience {
            first_pause: Duration::from_millis(1),
            // A 429 that does not say how long is left for a second.
            longest_wait: Duration::from_secs(2),
            ..Patience::default()
        };
        assert_eq!(send(&gate_with(&api.address, patience), DAILY).await, Ok(MessageId::new(99)), "{trouble:?}");
        let seen = api.seen();
        assert_eq!(seen.len(), 2, "{trouble:?}");
        assert_eq!(seen[0].body, seen[1].body, "{trouble:?}");
    }
}

#[tokio::test]
async fn odd_headers_on_a_success_repeat_nothing() {
    let headers = "retry-after: x\r\nx-ratelimit-limit: x\r\nx-ratelimit-remaining: 0\r\nx-ratelimit-reset: x\r\n";
    let api = Scripted::start([Reply::Answer(200, headers, json!({"id": "99"}).to_string())]).await;
    assert!(send(&gate(&api.address), DAILY).await.is_ok());
    assert_eq!(api.seen().len(), 1);
}

#[tokio::test]
async fn what_perhaps_arrived_is_uncertain_and_what_did_not_is_not() {
    for trouble in [Reply::json(500, &json!({})), Reply::html(502), Reply::html(200), Reply::Cut] {
        let api = Scripted::start([trouble.clone()]).await;
        assert_eq!(send(&gate(&api.address), DAILY).await, Err(SendFault::Uncertain), "{trouble:?}");
        assert_eq!(api.seen().len(), 3, "{trouble:?}");
    }
    // A lost answer, and then a rate limit: still nobody knows.
    let api = Scripted::start([Reply::Cut, limited("retry-after: 60\r\n")]).await;
    assert_eq!(send(&gate(&api.address), DAILY).await, Err(SendFault::Uncertain));
    // A lost answer, and then a refusal: of Discord's or of something in front of it, it says nothing of the first.
    for refusal in [Reply::html(403), Reply::json(403, &json!({"code": 50013}))] {
        let api = Scripted::start([Reply::Cut, refusal.clone()]).await;
        assert_eq!(send(&gate(&api.address), DAILY).await, Err(SendFault::Uncertain), "{refusal:?}");
        assert_eq!(api.seen().len(), 2);
    }
    // This one does: the message of the first try was there, and is no more.
    let api = Scripted::start([Reply::Cut, Reply::json(404, &json!({"code": 10008}))]).await;
    assert_eq!(send(&gate(&api.address), DAILY).await, Err(SendFault::Deleted));
    // Nobody listens there: certainly not sent.
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert!(matches!(send(&gate(&format!("http://{closed}")), DAILY).await, Err(SendFault::Retry { .. })));
}

#[tokio::test]
async fn all_tries_of_a_post_end_within_its_lease() {
    assert!(Patience::default().exchange < EngineOptions::default().lease);
    let api = Scripted::start([Reply::Silence]).await;
    let patience =
        Patience { request: Duration::from_secs(60), exchange: Duration::from_millis(100), ..Patience::default() };
    let sent = tokio::time::timeout(common::PATIENCE, async { send(&gate_with(&api.address, patience), DAILY).await });
    assert_eq!(sent.await.unwrap(), Err(SendFault::Uncertain));
    assert_eq!(api.seen().len(), 1);
}

#[tokio::test]
async fn a_silent_server_is_given_up_in_time() {
    let api = Scripted::start([Reply::Silence]).await;
    let patience = Patience {
        request: Duration::from_millis(50),
        tries: 2,
        first_pause: Duration::from_millis(1),
        ..Patience::default()
    };
    let sent = tokio::time::timeout(common::PATIENCE, async { send(&gate_with(&api.address, patience), DAILY).await });
    assert_eq!(sent.await.unwrap(), Err(SendFault::Uncertain));
    assert_eq!(api.seen().len(), 2);
}

#[tokio::test]
async fn a_refused_token_ends_everything() {
    let api = Scripted::start([Reply::json(401, &json!({"code": 0, "message": "401: Unauthorized"})), message()]).await;
    let gate = gate(&api.address);
    assert_eq!(send(&gate, DAILY).await, Err(SendFault::Stop));
    assert!(gate.refused().is_cancelled());
    assert_eq!(send(&gate, OTHER).await, Err(SendFault::Stop));
    assert_eq!(gate.gateway().await, Err(GateFault::TokenRefused));
    assert_eq!(api.seen().len(), 1, "nothing more is sent with that token");
}

#[tokio::test]
async fn a_refusal_is_final_where_it_is_discords() {
    let api = Scripted::start([Reply::json(403, &json!({"code": 50013, "message": "Missing Permissions"}))]).await;
    assert_eq!(send(&gate(&api.address), DAILY).await, Err(SendFault::Refused { code: 50013 }));
    assert_eq!(api.seen().len(), 1);
    // The text is at fault, not the channel.
    for code in [50_035, 50_006, 200_000, 240_000] {
        let api = Scripted::start([Reply::json(400, &json!({"code": code}))]).await;
        assert_eq!(send(&gate(&api.address), DAILY).await, Err(SendFault::Unsuitable { code }));
    }
    // A page of something in front of Discord pauses nobody's schedule.
    let api = Scripted::start([Reply::html(403)]).await;
    assert!(matches!(send(&gate(&api.address), DAILY).await, Err(SendFault::Retry { .. })));
}

#[tokio::test]
async fn what_is_beyond_a_limit_is_not_sent() {
    let api = Scripted::start([message()]).await;
    let long = CreateMessage::new().content("é".repeat(2001)).into();
    assert_eq!(
        gate(&api.address).send(DAILY, &long, nonce(), jiff::Timestamp::MAX).await,
        Err(SendFault::Unsuitable { code: 50035 })
    );
    assert!(api.seen().is_empty());
}

#[tokio::test]
async fn redirections_are_not_followed() {
    let elsewhere = Scripted::start([message()]).await;
    let to = format!("location: {}/api/v10/channels/41/messages\r\n", elsewhere.address);
    let api = Scripted::start([Reply::Answer(307, Box::leak(to.into_boxed_str()), String::new())]).await;
    assert!(send(&gate(&api.address), DAILY).await.is_err());
    assert!(elsewhere.seen().is_empty());
}
