//! Requests whose turn comes when it is too late for them: by the calendar, which goes on where nothing else does.

use std::time::Duration;

use clarion::clock::{Clock, Hand};
use clarion::discord::{Gate, Patience};
use clarion::posting::{SendFault, Sender};
use futures_util::poll;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use serenity::builder::CreateMessage;
use serenity::model::id::MessageId;

use super::bench::{DAILY, gate_at, limited, message, nonce};
use crate::common::{PATIENCE, Reply, Scripted};

const NINE: &str = "2026-11-23T09:00:00Z";
const AGAIN: SendFault = SendFault::Retry { after: Duration::ZERO };

fn gate(api: &Scripted, tries: usize) -> (Gate, Hand) {
    let (clock, hand) = Clock::stepped(NINE.parse().unwrap());
    let patience = Patience {
        tries,
        first_pause: Duration::from_millis(700),
        channel_period: Duration::from_millis(700),
        longest_wait: Duration::from_secs(2),
        ..Patience::default()
    };
    (gate_at(&api.address, patience, clock), hand)
}

fn lease() -> Timestamp {
    NINE.parse::<Timestamp>().unwrap() + SignedDuration::from_secs(60)
}

async fn send(gate: &Gate) -> Result<MessageId, SendFault> {
    gate.send(DAILY, &CreateMessage::new().content("hello").into(), nonce(), lease()).await
}

async fn stand_still(hand: &Hand, seconds: i64) {
    hand.set_to(NINE.parse::<Timestamp>().unwrap() + SignedDuration::from_secs(seconds), PATIENCE).await.unwrap();
}

#[tokio::test]
async fn a_request_that_waits_for_its_pace_beyond_its_time_is_not_sent() {
    for (seconds, sent) in [(61, Err(AGAIN)), (51, Err(AGAIN)), (49, Ok(MessageId::new(99)))] {
        let api = Scripted::start([message()]).await;
        let (gate, hand) = gate(&api, 1);
        for _ in 0..3 {
            assert!(send(&gate).await.is_ok());
        }
        let mut fourth = Box::pin(send(&gate));
        assert!(poll!(&mut fourth).is_pending());
        stand_still(&hand, seconds).await;
        assert_eq!(fourth.await, sent, "after {seconds} s");
        assert_eq!(api.seen().len(), if sent.is_ok() { 4 } else { 3 });
    }
}

#[tokio::test]
async fn a_request_that_a_rate_limit_holds_beyond_its_time_is_not_sent() {
    let api = Scripted::start([limited("retry-after: 0.7\r\n"), message()]).await;
    let (gate, hand) = gate(&api, 1);
    assert!(send(&gate).await.is_err());
    let mut held = Box::pin(send(&gate));
    assert!(poll!(&mut held).is_pending());
    let mut thread = Box::pin(gate.open_thread(DAILY, MessageId::new(99), "Whose quiet work", lease()));
    assert!(poll!(&mut thread).is_pending());
    stand_still(&hand, 61).await;
    assert_eq!((held.await, thread.await), (Err(AGAIN), Err(AGAIN)));
    assert_eq!(api.seen().len(), 1);
}

/// Asked again too late: of the first try nobody knows.
#[tokio::test]
async fn a_retry_beyond_its_time_is_not_made_and_what_was_uncertain_stays_so() {
    let api = Scripted::start([Reply::Cut, message()]).await;
    let (gate, hand) = gate(&api, 3);
    let (sent, ()) = tokio::join!(send(&gate), async {
        api.wait_for(1).await;
        stand_still(&hand, 61).await;
    });
    assert_eq!((sent, api.seen().len()), (Err(SendFault::Uncertain), 1));
}

#[tokio::test]
async fn a_forum_that_is_asked_beyond_a_posts_time_gets_no_post() {
    let forum = Reply::json(200, &json!({"id": "41", "type": 15, "flags": 0, "available_tags": []}));
    let api = Scripted::start([limited("retry-after: 0.7\r\n"), forum, message()]).await;
    let (gate, hand) = gate(&api, 1);
    // The channel's own route is held, the question is not.
    assert!(send(&gate).await.is_err());
    let content = CreateMessage::new().content("hello").into();
    let (posted, ()) = tokio::join!(gate.post_in_forum(DAILY, "Whose quiet work", &content, lease()), async {
        api.wait_for(2).await;
        stand_still(&hand, 61).await;
    });
    assert_eq!((posted, api.seen().len()), (Err(AGAIN), 2));
}
