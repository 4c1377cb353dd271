//! Telling somebody once what became of their suggestion for the deck, where they asked for that.
//!
//! They asked for it, so it does not go through the dial for contact. Where no private message can be sent, it is found in
//! `/me`; nobody else hears of it.

use super::engine::Engine;
use super::{Happened, SendFault};
use crate::messages;
use crate::store::{Claim, Id, NoticePlace, Sent, StoreError, reason};

impl Engine {
    /// Tells it in a private message.
    pub(super) async fn tell_suggester(&self, claim: &Claim, suggestion: Id) -> Result<Happened, StoreError> {
        let Some(answer) = self.store.deck_answer(suggestion).await? else {
            return self.skip(claim, reason::CHANGED).await;
        };
        let claim = match NoticePlace::of(&claim.occurrence) {
            Some(_) => claim.clone(),
            None => match self.direct_place(claim, answer.person).await? {
                Ok(claim) => claim,
                Err(happened) => return Ok(happened),
            },
        };
        let server = match self.sender.notice_board(answer.guild).await {
            Ok(board) => Some(board.name),
            Err(SendFault::Refused { .. } | SendFault::Unsuitable { .. }) => None,
            Err(fault) => return self.not_now(&claim, &fault, Sent::No).await,
        };
        let card = messages::deck_answer(&answer, server.as_deref(), claim.occurrence.id);
        let sent = self.send(&claim, &card.into_message()).await?;
        self.record(&claim, sent).await
    }
}
