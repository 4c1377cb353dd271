//! Asking somebody once what became of something that they wanted to try, on the day and in the place that they chose.
//!
//! They asked for it, so it does not go through the dial for contact. Where it cannot be asked (private messages that are
//! closed, a thread that is), it is recorded and seen in `/me`; nobody is pestered in another place.

use serenity::model::id::{ChannelId, GuildId, UserId};

use super::engine::Engine;
use super::{Happened, SendFault};
use crate::messages::{self, CheckInQuestion};
use crate::store::{CheckInPlace, Claim, Commitment, Id, NoticePlace, Sent, StoreError, codes, reason};

impl Engine {
    /// Asks the question where it was wanted.
    pub(super) async fn ask_back(&self, claim: &Claim, commitment: Id) -> Result<Happened, StoreError> {
        let Some(commitment) = self.store.commitment(commitment).await? else {
            return self.skip(claim, reason::CHANGED).await;
        };
        let claim = match NoticePlace::of(&claim.occurrence) {
            // It may have waited for hours since it was open. What is sent again at once is there already, perhaps.
            Some(NoticePlace::Thread) if !claim.earlier.is_some_and(|earlier| self.nonce_holds(claim, earlier)) => {
                match self.unless_open(claim, commitment.guild, claim.occurrence.channel).await? {
                    None => claim.clone(),
                    Some(happened) => return Ok(happened),
                }
            }
            Some(_) => claim.clone(),
            None => match self.place_to_ask(claim, &commitment).await? {
                Ok(claim) => claim,
                Err(happened) => return Ok(happened),
            },
        };
        let in_thread = NoticePlace::of(&claim.occurrence) == Some(NoticePlace::Thread);
        let server = if in_thread {
            None
        } else {
            match self.sender.notice_board(commitment.guild).await {
                Ok(board) => Some(board.name),
                Err(SendFault::Refused { .. } | SendFault::Unsuitable { .. }) => None,
                Err(fault) => return self.not_now(&claim, &fault, Sent::No).await,
            }
        };
        let zone = self.store.check_in_calendar(commitment.guild).await?.when.zone;
        let question = CheckInQuestion {
            commitment: commitment.id,
            words: &commitment.words,
            made_on: zone.date_at(commitment.made_at),
            today: zone.date_at(self.clock.now()),
            server: server.as_deref(),
            person: in_thread.then_some(commitment.person),
        };
        let card = messages::check_in(&question, claim.occurrence.id);
        let sent = self.send(&claim, &card.into_message()).await?;
        self.record(&claim, sent).await
    }

    /// The claim with the place written down, or what came of it where there is none.
    async fn place_to_ask(
        &self,
        claim: &Claim,
        commitment: &Commitment,
    ) -> Result<Result<Claim, Happened>, StoreError> {
        match (commitment.place, commitment.thread) {
            (CheckInPlace::Direct, _) => self.direct_place(claim, commitment.person).await,
            (CheckInPlace::Thread, Some(thread)) => match self.unless_open(claim, commitment.guild, thread).await? {
                None => Ok(Ok(self.store.redirect(claim, thread, NoticePlace::Thread).await?)),
                Some(happened) => Ok(Err(happened)),
            },
            (CheckInPlace::Nowhere, _) | (CheckInPlace::Thread, None) => {
                self.skip(claim, reason::CHANGED).await.map(Err)
            }
        }
    }

    /// What came of it where the thread is closed; `None` where it is open.
    async fn unless_open(
        &self,
        claim: &Claim,
        guild: GuildId,
        thread: ChannelId,
    ) -> Result<Option<Happened>, StoreError> {
        match self.sender.is_open(guild, thread).await {
            Ok(true) => Ok(None),
            Ok(false) | Err(SendFault::Refused { .. } | SendFault::Unsuitable { .. }) => {
                self.skip(claim, reason::THREAD_CLOSED).await.map(Some)
            }
            Err(fault) => self.not_now(claim, &fault, Sent::No).await.map(Some),
        }
    }

    /// The claim with somebody's private messages written down as its place, or what came of it where there are none.
    pub(super) async fn direct_place(
        &self,
        claim: &Claim,
        person: UserId,
    ) -> Result<Result<Claim, Happened>, StoreError> {
        match self.sender.direct_channel(person).await {
            Ok(channel) => Ok(Ok(self.store.redirect(claim, channel, NoticePlace::Direct).await?)),
            Err(SendFault::Refused { code } | SendFault::Unsuitable { code }) => {
                self.store.failed(claim, &codes::refusal(code)).await?;
                Ok(Err(Happened::Refused { occurrence: claim.occurrence.id, code }))
            }
            Err(fault) => self.not_now(claim, &fault, Sent::No).await.map(Err),
        }
    }
}
