//! A post in a forum, where each is a thread of its own.
//!
//! Discord documents no nonce for it. So a try whose answer was lost is never repeated before the forum was looked
//! through, and not looked for before a request that is still on its way had time to arrive.

use std::time::Duration;

use super::engine::Engine;
use super::making::Post;
use super::{Happened, SendFault};
use crate::store::{Claim, Sent, StoreError};

/// For so long a request whose answer was lost may still be on its way into Discord.
const ON_ITS_WAY: Duration = Duration::from_secs(30);

impl Engine {
    /// Posts it as a thread, and records what came of it.
    pub(super) async fn post_in_forum(&self, claim: &Claim, post: &Post) -> Result<Happened, StoreError> {
        match self.sender.post_in_forum(claim.occurrence.channel, &post.title, &post.message, post.until).await {
            Err(SendFault::Uncertain) => self.put_back(claim, ON_ITS_WAY, Sent::Perhaps, "answer-lost").await,
            sent => self.record(claim, sent).await,
        }
    }
}
