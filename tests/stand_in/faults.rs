//! Trouble that was asked for: before the effect, after it, and what the client sees of it.

use std::time::Duration;

use clarion::rehearsal::{Event, Fault};
use serde_json::json;

use crate::harness::{PATIENCE, Team};

const SEND: &str = "/channels/*/messages";

async fn count(team: &Team) -> usize {
    team.get(&team.messages()).await.json.as_array().unwrap().len()
}

#[tokio::test]
async fn a_failure_before_the_effect_leaves_nothing() {
    let team = Team::start().await;
    team.stand_in.faults().ask(Fault::on("POST", SEND).status(500).times(2));
    for _ in 0..2 {
        assert_eq!(team.send(json!({ "content": "hello" })).await.status, 500);
    }
    assert_eq!(count(&team).await, 0);
    assert_eq!(team.send(json!({ "content": "hello" })).await.status, 200);
    assert_eq!(team.stand_in.faults().left(), 0);
}

#[tokio::test]
async fn a_failure_after_the_effect_leaves_the_message() {
    let team = Team::start().await;
    team.stand_in.faults().ask(Fault::on("POST", SEND).status(502).after_effect());
    assert_eq!(team.send(json!({ "content": "hello" })).await.status, 502);
    assert_eq!(count(&team).await, 1);
}

#[tokio::test]
async fn a_lost_answer_is_a_cut_connection_after_the_effect() {
    let team = Team::start().await;
    let mut events = team.stand_in.events();
    team.stand_in.faults().ask(Fault::on("POST", SEND).lost());
    let request = team.request(reqwest::Method::POST, &team.messages()).json(&json!({ "content": "hello" }));
    let error = request.send().await.unwrap_err();
    assert!(error.status().is_none(), "not a byte of the answer arrives: {error}");
    assert_eq!(count(&team).await, 1);
    let cut = |event: &Event| matches!(event, Event::Refused { status: 0, .. });
    assert!(events.rest().iter().any(|happening| cut(&happening.event)));
}

#[tokio::test]
async fn a_cut_before_the_effect_leaves_nothing() {
    let team = Team::start().await;
    team.stand_in.faults().ask(Fault::on("POST", SEND).cut());
    let request = team.request(reqwest::Method::POST, &team.messages()).json(&json!({ "content": "hello" }));
    assert!(request.send().await.is_err());
    assert_eq!(count(&team).await, 0);
}

#[tokio::test]
async fn a_page_in_html_is_no_json() {
    let team = Team::start().await;
    team.stand_in.faults().ask(Fault::on("GET", "/users/@me").html(502));
    let response = team.request(reqwest::Method::GET, "/users/@me").send().await.unwrap();
    assert_eq!(response.status(), 502);
    assert_eq!(response.headers()["content-type"], "text/html");
    assert!(response.text().await.unwrap().starts_with("<html>"));
}

#[tokio::test]
async fn a_429_says_exactly_what_was_asked() {
    let team = Team::start().await;
    team.stand_in.faults().ask(Fault::on("POST", SEND).rate_limited("soon", false));
    let refused = team.send(json!({ "content": "hello" })).await;
    assert_eq!((refused.status, refused.headers["retry-after"].to_str().unwrap()), (429, "soon"));
    assert_eq!(refused.json["retry_after"], "soon");
    team.stand_in.faults().ask(Fault::on("POST", SEND).rate_limited("1.5", true));
    let refused = team.send(json!({ "content": "hello" })).await;
    assert_eq!((refused.json["retry_after"].as_f64(), refused.json["global"].as_bool()), (Some(1.5), Some(true)));
}

#[tokio::test]
async fn a_delay_delays_and_then_answers() {
    let team = Team::start().await;
    team.stand_in.faults().ask(Fault::on("GET", "/users/@me").delay(Duration::from_millis(30)));
    let impatient = team.request(reqwest::Method::GET, "/users/@me").timeout(Duration::from_millis(5)).send().await;
    assert!(impatient.unwrap_err().is_timeout());
    team.stand_in.faults().ask(Fault::on("GET", "/users/@me").delay(Duration::from_millis(5)));
    assert_eq!(team.get("/users/@me").await.status, 200);
}

#[tokio::test]
async fn a_held_request_waits_for_its_release() {
    let team = Team::start().await;
    let held = team.stand_in.faults().hold(Fault::on("POST", SEND).after_effect());
    let request = team.request(reqwest::Method::POST, &team.messages()).json(&json!({ "content": "hello" }));
    let sending = tokio::spawn(request.send());
    assert!(held.waiting(1, PATIENCE).await);
    assert_eq!((team.stand_in.in_flight().now(), count(&team).await), (1, 1));
    held.release();
    assert_eq!(sending.await.unwrap().unwrap().status(), 200);
    assert!(team.stand_in.in_flight().idle(PATIENCE).await);
}

#[tokio::test]
async fn a_stand_in_that_ends_cuts_what_it_holds_and_closes_its_port() {
    let team = Team::start().await;
    let held = team.stand_in.faults().hold(Fault::on("GET", "/users/@me"));
    let sending = tokio::spawn(team.request(reqwest::Method::GET, "/users/@me").send());
    assert!(held.waiting(1, PATIENCE).await);
    team.stand_in.stop();
    assert!(sending.await.unwrap().is_err());
    assert!(team.request(reqwest::Method::GET, "/users/@me").send().await.is_err());
}
