//! Threads under messages.

use clarion::posting::{SendFault, Sender};
use jiff::Timestamp;
use serde_json::json;
use serenity::model::id::MessageId;

use super::bench::{DAILY, gate};
use crate::common::{Reply, Scripted};

#[tokio::test]
async fn a_thread_is_opened_under_a_message_and_one_that_is_there_counts() {
    let open = async |replies: Vec<Reply>| {
        let api = Scripted::start(replies).await;
        let opened =
            gate(&api.address).open_thread(DAILY, MessageId::new(99), "Whose quiet work", Timestamp::MAX).await;
        (opened, api.seen())
    };
    let (opened, seen) = open(vec![Reply::json(201, &json!({"id": "99"}))]).await;
    assert_eq!((opened, seen.len()), (Ok(()), 1));
    assert_eq!(seen[0].line, "POST /api/v10/channels/41/messages/99/threads");
    assert_eq!(seen[0].body, json!({"name": "Whose quiet work", "auto_archive_duration": 4320}));
    let exists = Reply::json(400, &json!({"code": 160_004, "message": "A thread has already been created"}));
    assert_eq!(open(vec![exists.clone()]).await.0, Ok(()));
    // A refusal after a lost answer says nothing of the first try: asked once more, Discord says it again.
    assert_eq!(open(vec![Reply::Cut, exists]).await.0, Err(SendFault::Uncertain));
    let refused = |status, code| vec![Reply::json(status, &json!({ "code": code }))];
    assert_eq!(open(refused(403, 50_013)).await.0, Err(SendFault::Refused { code: 50_013 }));
    assert_eq!(open(refused(404, 10_008)).await.0, Err(SendFault::Deleted));
    assert_eq!(open(vec![Reply::Cut]).await.0, Err(SendFault::Uncertain));
}
