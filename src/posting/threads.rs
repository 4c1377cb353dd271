//! A thread under a post that is in the channel. Whatever becomes of it, the post stands and the schedule runs on.

use std::time::Duration;

use serenity::model::id::MessageId;

use super::engine::Engine;
use super::{Happened, SendFault};
use crate::content::round::Round;
use crate::messages;
use crate::store::{
    Claim, DeckPrompt, Id, Occurrence, OccurrenceKey, OccurrenceState, Posts, Sent, StoreError, TriedBy, codes, reason,
};

impl Engine {
    /// Opens it. Nothing is looked for first: Discord says so itself where it is open already.
    pub(super) async fn open_thread(&self, claim: &Claim, post: Id) -> Result<Happened, StoreError> {
        if let Some(why) = claim.unwanted {
            return self.skip(claim, why).await;
        }
        let Some(post) = self.store.occurrence(post).await? else { return self.skip(claim, "no-post").await };
        let OccurrenceState::Posted(message) = post.state else { return self.skip(claim, "no-post").await };
        let occurrence = claim.occurrence.id;
        let until = self.begin(claim, TriedBy::Message).await?;
        let name = self.thread_name(&post).await?;
        match self.sender.open_thread(post.channel, message, &name, until).await {
            Ok(()) => {
                // Discord gives a thread its message's id.
                let thread = MessageId::new(message.get());
                self.store.posted(claim, thread).await?;
                Ok(Happened::Posted { occurrence, message: thread, found: false })
            }
            Err(SendFault::Retry { after }) => self.put_back(claim, after, Sent::No, "retry").await,
            Err(SendFault::Down { after }) => self.wait_for_discord(claim, after, Sent::No).await,
            Err(SendFault::Uncertain | SendFault::Buried) => {
                self.put_back(claim, Duration::ZERO, Sent::Perhaps, "answer-lost").await
            }
            Err(SendFault::Deleted) => self.skip(claim, reason::DELETED).await,
            Err(SendFault::Refused { code } | SendFault::Unsuitable { code }) => {
                self.store.failed(claim, &codes::refusal(code)).await?;
                Ok(Happened::Refused { occurrence, code })
            }
            Err(SendFault::Stop) => {
                self.put_back(claim, self.options.lease, Sent::Perhaps, "token-refused").await?;
                Ok(Happened::Stop)
            }
        }
    }

    /// What a post's thread is called: as its prompt is, or as what it invites to.
    async fn thread_name(&self, post: &Occurrence) -> Result<String, StoreError> {
        let chosen = post.content.as_deref();
        if let Some(own) = chosen.and_then(DeckPrompt::read)
            && let Some(prompt) = self.store.deck_prompt(post.guild, own).await?
        {
            return Ok(messages::own_thread_name(&prompt));
        }
        if let (None, OccurrenceKey::Daily { schedule, .. } | OccurrenceKey::Extra { schedule, .. }) =
            (chosen, post.key)
            && self.store.options_of(schedule).await?.is_some_and(|options| options.posts == Posts::Digest)
        {
            return Ok(messages::DIGEST_THREAD.to_owned());
        }
        let prompt = chosen.and_then(|id| self.library.prompt(id));
        Ok(match (prompt, chosen.map(str::parse::<Round>)) {
            (None, Some(Ok(_))) => messages::QUIZ_THREAD.to_owned(),
            _ => messages::thread_name(prompt),
        })
    }
}
