//! The weekly reminder to somebody who asked for one, in a private message, within the dial for contact.
//!
//! It gives way to anything else that was written to them within a week. Where that ends within some hours, it waits; else
//! the next week's comes.

use std::time::Duration;

use super::engine::Engine;
use super::{Happened, SendFault};
use crate::messages;
use crate::store::{Claim, Contact, Id, NoticePlace, Sent, StoreError, reason};

/// So long it waits for what else was written to them. The next week's comes at its own hour again: between two reminders the
/// dial has no more than a week.
const WAITS: Duration = Duration::from_secs(4 * 60 * 60);

impl Engine {
    /// Sends it, where the dial lets it.
    pub(super) async fn nudge(&self, claim: &Claim, person: Id) -> Result<Happened, StoreError> {
        let Some((guild, user)) = self.store.nudged(person).await? else {
            return self.skip(claim, reason::CHANGED).await;
        };
        let claim = match NoticePlace::of(&claim.occurrence) {
            Some(_) => claim.clone(),
            None => match self.direct_place(claim, user).await? {
                Ok(claim) => claim,
                Err(happened) => return Ok(happened),
            },
        };
        let server = match self.sender.notice_board(guild).await {
            Ok(board) => Some(board.name),
            Err(SendFault::Refused { .. } | SendFault::Unsuitable { .. }) => None,
            Err(fault) => return self.not_now(&claim, &fault, Sent::No).await,
        };
        match self.store.take_contact(&claim, user, self.clock.now()).await? {
            Contact::Granted => {}
            Contact::NotBefore(until) => {
                let waits = claim.occurrence.due_at.checked_add(WAITS).is_ok_and(|end| until <= end);
                if !waits {
                    return self.skip(&claim, reason::WRITTEN_LATELY).await;
                }
                self.store.put_back(&claim, until, Sent::No, "contact").await?;
                return Ok(Happened::PutBack { occurrence: claim.occurrence.id, until });
            }
            Contact::Unwanted => return self.skip(&claim, reason::UNWANTED).await,
        }
        let card = messages::nudge(server.as_deref(), claim.occurrence.id);
        let sent = self.send(&claim, &card.into_message()).await?;
        self.record(&claim, sent).await
    }
}
