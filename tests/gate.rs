//! The one gate, against servers that misbehave on purpose.
#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;
use std::time::Duration;

use clarion::clock::Clock;
use clarion::discord::{Gate, GateFault, Patience};
use clarion::posting::{EngineOptions, SendFault, Sender};
use clarion::settings::ApiUrl;
use clarion::store::Id;
use common::{Reply, Scripted};
use serde_json::{Value, json};
use serenity::builder::CreateMessage;
use serenity::model::id::{ApplicationId, ChannelId, MessageId, UserId};

const DAILY: ChannelId = ChannelId::new(41);
const OTHER: ChannelId = ChannelId::new(42);
const TOKEN: &str = "NDA.Gabcde.sesame-open-up";

fn gate_with(address: &str, patience: Patience) -> Gate {
    let api_url: ApiUrl = address.parse().unwrap();
    Gate::new(Some(&api_url), &TOKEN.into(), ApplicationId::new(40), Clock::system(), 7, patience).unwrap()
}

fn gate(address: &str) -> Gate {
    let patience = Patience {
        connect: Duration::from_secs(2),
        request: Duration::from_secs(2),
        // As many as a channel gets at once: a fourth would wait for its turn.
        tries: 3,
        first_pause: Duration::from_millis(1),
        longest_wait: Duration::from_millis(300),
        ..Patience::default()
    };
    gate_with(address, patience)
}

fn nonce() -> Id {
    Id::from_i64(123_456_789).unwrap()
}

async fn send(gate: &Gate, channel: ChannelId) -> Result<MessageId, SendFault> {
    gate.send(channel, &CreateMessage::new().content("hello <@1> @everyone"), nonce()).await
}

fn message() -> Reply {
    Reply::json(200, &json!({"id": "99"}))
}

fn limited(retry_after: &'static str) -> Reply {
    Reply::Answer(429, retry_after, String::new())
}

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
async fn a_lost_answer_stays_lost_when_everything_is_held_before_the_next_try() {
    let api = Scripted::start([Reply::Silence, limited("retry-after: 60\r\nx-ratelimit-scope: global\r\n")]).await;
    let patience = Patience {
        request: Duration::from_secs(2),
        tries: 2,
        first_pause: Duration::from_millis(1),
        longest_wait: Duration::from_millis(300),
        ..Patience::default()
    };
    let gate = Arc::new(gate_with(&api.address, patience));
    let first = tokio::spawn({
        let gate = Arc::clone(&gate);
        async move { send(&gate, DAILY).await }
    });
    api.wait_for(1).await;
    assert!(matches!(send(&gate, OTHER).await, Err(SendFault::Retry { .. })));
    assert_eq!(first.await.unwrap(), Err(SendFault::Uncertain));
    assert_eq!(api.seen().len(), 2, "the second try was held back");
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
async fn a_long_rate_limit_is_handed_on_and_holds_its_channel_alone() {
    let api = Scripted::start([limited("retry-after: 3600\r\n"), message()]).await;
    let gate = gate(&api.address);
    assert_eq!(send(&gate, DAILY).await, Err(SendFault::Retry { after: Duration::from_secs(3600) }));
    // Held without asking again.
    assert!(matches!(send(&gate, DAILY).await, Err(SendFault::Retry { after }) if after.as_secs() > 3500));
    assert_eq!(api.seen().len(), 1);
    assert!(send(&gate, OTHER).await.is_ok());
}

#[tokio::test]
async fn a_global_rate_limit_holds_everything_and_huge_waits_are_cut() {
    let api = Scripted::start([limited("retry-after: 1e300\r\nx-ratelimit-scope: global\r\n"), message()]).await;
    let gate = gate(&api.address);
    assert_eq!(send(&gate, DAILY).await, Err(SendFault::Retry { after: Duration::from_secs(24 * 3600) }));
    assert!(matches!(send(&gate, OTHER).await, Err(SendFault::Retry { .. })));
    assert_eq!(api.seen().len(), 1);
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
    let long = CreateMessage::new().content("é".repeat(2001));
    assert_eq!(gate(&api.address).send(DAILY, &long, nonce()).await, Err(SendFault::Unsuitable { code: 50035 }));
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

#[tokio::test]
async fn a_channel_gets_three_posts_at_once_and_no_other_channel_waits_for_it() {
    let api = Scripted::start([message()]).await;
    let gate = Arc::new(gate(&api.address));
    let posts: Vec<_> = (0..4)
        .map(|_| {
            tokio::spawn({
                let gate = Arc::clone(&gate);
                async move { send(&gate, DAILY).await }
            })
        })
        .collect();
    api.wait_for(3).await;
    assert!(send(&gate, OTHER).await.is_ok());
    let to_daily = api.seen().iter().filter(|seen| seen.line.contains("/41/")).count();
    assert_eq!(to_daily, 3, "the fourth waits for its turn");
    for post in posts {
        post.abort();
    }
}

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
