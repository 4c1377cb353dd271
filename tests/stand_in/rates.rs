//! Rate limits over HTTP: headers always, 429 where they are enforced.

use serde_json::json;

use crate::harness::Team;

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let team = Team::start().await;
    let sent = team.send(json!({ "content": "hello" })).await;
    for (name, value) in
        [("x-ratelimit-limit", "5"), ("x-ratelimit-remaining", "4"), ("x-ratelimit-reset-after", "5.000")]
    {
        assert_eq!(sent.headers[name], value);
    }
    assert!(sent.headers.contains_key("x-ratelimit-reset") && sent.headers.contains_key("x-ratelimit-bucket"));
    // Refusals too, as Discord does.
    assert!(team.get("/channels/1").await.headers.contains_key("x-ratelimit-remaining"));
}

#[tokio::test]
async fn where_nothing_is_enforced_nothing_is_refused() {
    let team = Team::start().await;
    for _ in 0..60 {
        assert_eq!(team.send(json!({ "content": "hello" })).await.status, 200);
    }
}

#[tokio::test]
async fn the_sixth_message_in_five_seconds_waits_for_the_calendar() {
    let team = Team::with(|options| options.enforce_rate_limits = true).await;
    for _ in 0..5 {
        assert_eq!(team.send(json!({ "content": "hello" })).await.status, 200);
    }
    team.step(4).await;
    let refused = team.send(json!({ "content": "hello" })).await;
    assert_eq!(refused.status, 429);
    assert_eq!(
        refused.json,
        json!({ "message": "You are being rate limited.", "retry_after": 1.0, "global": false, "code": 0 })
    );
    assert_eq!(
        (refused.headers["retry-after"].to_str().unwrap(), refused.headers["x-ratelimit-scope"].to_str().unwrap()),
        ("1", "user")
    );
    team.step(1).await;
    assert_eq!(team.send(json!({ "content": "hello" })).await.status, 200);
}

#[tokio::test]
async fn the_51st_request_in_a_second_is_refused_globally() {
    let team = Team::with(|options| options.enforce_rate_limits = true).await;
    for user in 0..50 {
        let path = if user % 2 == 0 { "/users/@me" } else { "/users/@me/guilds" };
        assert_eq!(team.get(path).await.status, 200);
    }
    let refused = team.get("/gateway/bot").await;
    assert_eq!((refused.status, refused.json["global"].as_bool()), (429, Some(true)));
    assert_eq!(refused.headers["x-ratelimit-global"], "true");
    team.step(1).await;
    assert_eq!(team.get("/gateway/bot").await.status, 200);
}
