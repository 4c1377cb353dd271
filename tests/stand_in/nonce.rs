//! `nonce` and `enforce_nonce`, inside and outside of the window.

use serde_json::json;

use crate::harness::Team;

#[tokio::test]
async fn a_repeat_within_the_window_is_the_first_message() {
    let team = Team::start().await;
    let body = json!({ "content": "once", "nonce": "abc", "enforce_nonce": true });
    let first = team.send(body.clone()).await;
    team.step(299).await;
    let again = team.send(body.clone()).await;
    assert_eq!(first.id(), again.id());
    assert_eq!(team.get(&team.messages()).await.json.as_array().unwrap().len(), 1);
    team.step(1).await;
    assert_ne!(team.send(body).await.id(), first.id());
}

#[tokio::test]
async fn a_repeat_of_a_deleted_message_is_unknown() {
    let team = Team::start().await;
    let body = json!({ "content": "once", "nonce": 7, "enforce_nonce": true });
    let first = team.send(body.clone()).await;
    team.delete(&format!("{}/{}", team.messages(), first.id())).await;
    assert_eq!(team.send(body).await.refusal(), (404, 10008));
}

#[tokio::test]
async fn without_enforcing_a_nonce_is_only_carried() {
    let team = Team::start().await;
    let body = json!({ "content": "twice", "nonce": "abc" });
    let first = team.send(body.clone()).await;
    assert_eq!(first.json["nonce"], "abc");
    assert_ne!(team.send(body).await.id(), first.id());
}
