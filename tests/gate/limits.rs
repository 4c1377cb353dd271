//! Discord's rate limits: what a 429 holds back, and the pace that meets none.

use std::sync::Arc;
use std::time::Duration;

use clarion::discord::Patience;
use clarion::posting::SendFault;

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

#[tokio::test]
async fn a_global_rate_limit_holds_everything_and_huge_waits_are_cut() {
    let api = Scripted::start([limited("retry-after: 1e300\r\nx-ratelimit-scope: global\r\n"), message()]).await;
    let gate = gate(&api.address);
    assert_eq!(send(&gate, DAILY).await, Err(SendFault::Retry { after: Duration::from_secs(24 * 3600) }));
    assert!(matches!(send(&gate, OTHER).await, Err(SendFault::Retry { .. })));
    assert_eq!(api.seen().len(), 1);
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
