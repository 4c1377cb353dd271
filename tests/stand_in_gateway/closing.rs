//! Every mistake of a client, and the close code that Discord answers it with.

use rstest::rstest;
use serde_json::{Value, json};

use crate::raw::{GUILDS, Raw, Seen, place};

async fn closed(mut raw: Raw) -> u16 {
    loop {
        match raw.see().await {
            Seen::Payload(_) => {}
            Seen::Closed(code) => return code,
            Seen::Cut => panic!("cut without a code"),
        }
    }
}

#[rstest]
#[case::unknown_opcode(json!({"op": 99, "d": null}), 4001)]
#[case::no_payload(json!("hello"), 4002)]
#[case::not_authenticated(json!({"op": 3, "d": {"status": "online"}}), 4003)]
#[case::bad_token(json!({"op": 2, "d": {"token": "no.such.token", "intents": 1, "properties": {}}}), 4004)]
#[case::no_properties(json!({"op": 2, "d": {"token": "no.such.token", "intents": 1}}), 4002)]
#[tokio::test]
async fn a_wrong_first_payload_is_closed(#[case] payload: Value, #[case] code: u16) {
    let place = place().await;
    let mut raw = Raw::connect(&place, "v=10").await;
    raw.send(&payload).await;
    assert_eq!(closed(raw).await, code);
}

#[rstest]
#[case::shard_past_the_last(json!({"shard": [2, 2]}), 4010)]
#[case::no_shards_at_all(json!({"shard": [0, 0]}), 4010)]
#[case::no_such_intent(json!({"intents": 1 << 17}), 4013)]
#[case::members(json!({"intents": 1 << 1}), 4014)]
#[case::presences(json!({"intents": 1 << 8}), 4014)]
#[case::message_content(json!({"intents": 1 << 15}), 4014)]
#[tokio::test]
async fn a_wrong_identify_is_closed(#[case] more: Value, #[case] code: u16) {
    let place = place().await;
    let mut raw = Raw::connect(&place, "v=10").await;
    raw.identify(&place, more).await;
    assert_eq!(closed(raw).await, code);
}

#[tokio::test]
async fn privileged_intents_pass_once_they_are_allowed() {
    let place = place().await;
    place.stand_in.gateway().allow_privileged_intents(true);
    let (mut raw, _) = Raw::logged_in(&place, 1 << 15 | GUILDS).await;
    assert_eq!(raw.caught_up().await, ["GUILD_CREATE"]);
}

#[tokio::test]
async fn identifying_twice_is_closed_with_4005() {
    let place = place().await;
    let (mut raw, _) = Raw::logged_in(&place, GUILDS).await;
    raw.identify(&place, json!({})).await;
    assert_eq!(closed(raw).await, 4005);
}

#[tokio::test]
async fn resuming_from_the_future_is_closed_with_4007_and_ends_the_session() {
    let place = place().await;
    let (raw, ready) = Raw::logged_in(&place, GUILDS).await;
    raw.close(4000).await;
    let session = &ready["d"]["session_id"];
    assert_eq!(closed(Raw::resuming(&place, session, 99).await).await, 4007);
    let mut again = Raw::resuming(&place, session, 1).await;
    assert_eq!(again.payload().await["op"], 9);
}

#[tokio::test]
async fn more_than_120_payloads_a_minute_are_closed_with_4008_and_heartbeats_do_not_count() {
    let place = place().await;
    let (mut raw, _) = Raw::logged_in(&place, GUILDS).await;
    for _ in 0..130 {
        raw.send(&json!({"op": 1, "d": 1})).await;
    }
    // The identify was the first of the 120.
    for _ in 0..119 {
        raw.send(&json!({"op": 3, "d": {}})).await;
    }
    raw.caught_up().await;
    raw.send(&json!({"op": 3, "d": {}})).await;
    assert_eq!(closed(raw).await, 4008);
}

#[tokio::test]
async fn a_client_without_heartbeats_is_closed_with_4009() {
    let place = place().await;
    place.stand_in.gateway().set_heartbeat_interval(20);
    let (raw, ready) = Raw::logged_in(&place, GUILDS).await;
    assert_eq!(closed(raw).await, 4009);
    let mut again = Raw::resuming(&place, &ready["d"]["session_id"], 1).await;
    assert_eq!(again.payload().await["op"], 9);
}
