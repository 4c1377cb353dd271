//! Discord's rate limits: what a 429 holds back, and the pace that meets none.

use std::sync::Arc;
use std::time::Duration;

use clarion::discord::{GateFault, Patience};
use clarion::messages::Card;
use clarion::posting::{SendFault, Sender as _};
use jiff::Timestamp;
use serde_json::json;
use serenity::model::id::{ChannelId, MessageId};

use crate::bench::{DAILY, OTHER, gate, gate_with, limited, message, send};
use crate::common::{Reply, Scripted};

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
async fn a_long_rate_limit_is_handed_on_and_holds_its_channel_alone() {
    let api = Scripted::start([limited("retry-after: 3600\r\n"), message()]).await;
    let gate = gate(&api.address);
    assert_eq!(send(&gate, DAILY).await, Err(SendFault::Retry { after: Duration::from_secs(3600) }));
    // Held without asking again.
    assert!(matches!(send(&gate, DAILY).await, Err(SendFault::Retry { after }) if after.as_secs() > 3500));
    assert_eq!(api.seen().len(), 1);
    assert!(send(&gate, OTHER).await.is_ok());
}

/// A `shared` one counts against nobody (Discord's document "Rate Limits"), and its channel waits all the same.
#[tokio::test]
async fn a_rate_limit_of_one_route_holds_that_route_alone_whoevers_it_is() {
    for scope in ["shared", "user"] {
        let headers = format!("retry-after: 3600\r\nx-ratelimit-scope: {scope}\r\n");
        let refusal = || limited(Box::leak(headers.clone().into_boxed_str()));
        let gateway = Reply::json(200, &json!({"url": "ws://127.0.0.1:1", "shards": 1}));
        let api = Scripted::start([refusal(), message(), refusal(), message(), gateway]).await;
        let gate = gate(&api.address);
        let hour = Duration::from_secs(3_600);
        assert_eq!(send(&gate, DAILY).await, Err(SendFault::Retry { after: hour }), "{scope}");
        assert_eq!(send(&gate, OTHER).await, Ok(MessageId::new(99)), "{scope}");
        // A request about no channel: it alone waits.
        let registered = gate.register_commands(json!([])).await;
        assert_eq!(registered, Err(GateFault::Limited { after: hour }), "{scope}");
        assert!(matches!(gate.register_commands(json!([])).await, Err(GateFault::Limited { .. })), "{scope}");
        assert_eq!(send(&gate, OTHER).await, Ok(MessageId::new(99)), "{scope}");
        assert!(gate.gateway().await.is_ok(), "{scope}");
        assert!(matches!(send(&gate, DAILY).await, Err(SendFault::Retry { .. })), "{scope}");
        assert_eq!(api.seen().len(), 5, "{scope}");
    }
}

/// What stands in front of Discord counts this machine's requests, and says so in a page of its own.
#[tokio::test]
async fn a_rate_limit_that_is_none_of_discords_holds_everything() {
    let page = "<html>error 1015</html>".to_owned();
    let api = Scripted::start([Reply::Answer(429, "retry-after: 3600\r\n", page), message()]).await;
    let gate = gate(&api.address);
    assert!(matches!(send(&gate, DAILY).await, Err(SendFault::Retry { .. })));
    assert!(matches!(send(&gate, OTHER).await, Err(SendFault::Retry { .. })));
    assert_eq!(api.seen().len(), 1);
}

#[tokio::test]
async fn a_global_rate_limit_holds_everything_and_huge_waits_are_cut() {
    let api = Scripted::start([limited("retry-after: 1e300\r\nx-ratelimit-scope: global\r\n"), message()]).await;
    let gate = gate(&api.address);
    assert_eq!(send(&gate, DAILY).await, Err(SendFault::Retry { after: Duration::from_secs(24 * 3600) }));
    assert!(matches!(send(&gate, OTHER).await, Err(SendFault::Retry { .. })));
    assert_eq!(api.seen().len(), 1);
}

/// After an upgrade a thousand may be owed at once.
#[tokio::test]
async fn a_channel_gets_three_edits_at_once() {
    let api = Scripted::start([message()]).await;
    let gate = Arc::new(gate(&api.address));
    let edits: Vec<_> = (1..=5)
        .map(|number| {
            let gate = Arc::clone(&gate);
            tokio::spawn(async move {
                let edited = Card::text("calmer nights").into_post_edit();
                gate.edit(DAILY, MessageId::new(number), &edited, Timestamp::MAX).await
            })
        })
        .collect();
    api.wait_for(3).await;
    // Each of these takes a turn that an edit could have.
    for other in 100..120 {
        assert!(send(&gate, ChannelId::new(other)).await.is_ok());
    }
    let to_daily = api.seen().iter().filter(|seen| seen.line.contains("/41/")).count();
    assert_eq!(to_daily, 3, "the fourth waits for its turn");
    for edit in edits {
        edit.abort();
    }
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
