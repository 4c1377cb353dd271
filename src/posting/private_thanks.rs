//! Telling a recognition to its receiver alone: in a private message, as far as the dial for contact lets it.
//!
//! What cannot be told so is recorded and stands in `/me`; nobody is written to in another place. The one of a week says how
//! many more there are.

use jiff::Timestamp;

use super::engine::Engine;
use super::{Happened, SendFault};
use crate::messages;
use crate::store::{Claim, Contact, Id, NoticePlace, PrivateThanks, Sent, StoreError, codes, reason};

impl Engine {
    /// Tells it, once.
    pub(super) async fn tell_privately(
        &self,
        claim: &Claim,
        recognition: Id,
        person: Id,
    ) -> Result<Happened, StoreError> {
        let guild = claim.occurrence.guild;
        let told = self.store.private_thanks(guild, recognition, person).await?;
        let Some(told) = told.filter(|told| told.ended.is_none() && !told.unwanted) else {
            return match claim.earlier {
                // It may be there: it is looked for before it is let be.
                Some(_) => self.not_now(claim, &SendFault::Uncertain, Sent::Perhaps).await,
                None => self.skip(claim, reason::CHANGED).await,
            };
        };
        let server = match self.sender.notice_board(guild).await {
            Ok(board) => Some(board.name),
            Err(SendFault::Refused { .. } | SendFault::Unsuitable { .. }) => None,
            Err(fault) => return self.not_now(claim, &fault, sent(claim)).await,
        };
        let claim = match NoticePlace::of(&claim.occurrence) {
            Some(_) => claim.clone(),
            None => match self.sender.direct_channel(told.to).await {
                Ok(channel) => self.store.redirect(claim, channel, NoticePlace::Direct).await?,
                Err(SendFault::Refused { code } | SendFault::Unsuitable { code }) => {
                    self.store.failed(claim, &codes::refusal(code)).await?;
                    return Ok(Happened::Refused { occurrence: claim.occurrence.id, code });
                }
                Err(fault) => return self.not_now(claim, &fault, Sent::No).await,
            },
        };
        match self.store.take_contact(&claim, told.to, self.clock.now()).await? {
            Contact::Granted => {}
            Contact::NotBefore(until) => return self.wait_until(&claim, until).await,
            Contact::Unwanted => return self.skip(&claim, reason::UNWANTED).await,
        }
        let told = PrivateThanks { more: self.store.told_beside(claim.occurrence.id, person).await?, ..told };
        let card = messages::private_thanks(&told, server.as_deref(), claim.occurrence.id);
        let sent = self.send(&claim, &card.into_message()).await?;
        self.record(&claim, sent).await
    }

    async fn wait_until(&self, claim: &Claim, until: Timestamp) -> Result<Happened, StoreError> {
        self.store.put_back(claim, until, Sent::No, "contact").await?;
        Ok(Happened::PutBack { occurrence: claim.occurrence.id, until })
    }
}

/// An earlier try stays as uncertain as it was.
fn sent(claim: &Claim) -> Sent {
    if claim.earlier.is_some() { Sent::Perhaps } else { Sent::No }
}
