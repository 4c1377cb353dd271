//! Announcements that are in a channel and no longer say what is true: they are brought to what the store says.
//!
//! What is true is read when it is about to be said. A try whose answer was lost is made again, for it does nothing twice; a
//! message that somebody deleted is as good as changed, and what it announced counts all the same.

use std::time::Duration;

use jiff::Timestamp;
use serenity::model::id::MessageId;

use super::engine::Engine;
use super::{Happened, SendFault};
use crate::messages::{self, Card};
use crate::store::{Change, Id, Occurrence, OccurrenceKey, OccurrenceState, StoreError, Wanted, codes};

/// The first rest where it cannot be done for now; it doubles with each try.
const FIRST_REST: Duration = Duration::from_secs(2);
/// The longest such rest.
const LONGEST_REST: Duration = Duration::from_secs(60 * 60);
/// The same where Discord refuses it: somebody has to give a permission back, or open a thread again.
const FIRST_AFTER_REFUSAL: Duration = Duration::from_secs(60);
const LONGEST_AFTER_REFUSAL: Duration = Duration::from_secs(24 * 60 * 60);
/// After so many tries, about a week and a half, what is refused is let be.
const MOST_REFUSED: i64 = 20;

/// What a message is to be today.
enum Today {
    /// It says this.
    Says(Box<Card>),
    /// It stays as it is.
    AsItIs,
    /// What nothing is known of any more says nothing any more.
    Nothing,
}

impl Engine {
    /// Brings one message to what is wanted.
    pub(super) async fn change(&self, change: &Change) -> Result<Happened, StoreError> {
        let occurrence = &change.occurrence;
        let message = match occurrence.state {
            OccurrenceState::Posted(message) => message,
            // Somebody is about to send it, or has and does not know it.
            OccurrenceState::Claimed | OccurrenceState::Due => return self.again(change, FIRST_REST, true).await,
            // It is not there, or nobody can find it.
            OccurrenceState::Skipped | OccurrenceState::Failed | OccurrenceState::Unknown => {
                return self.changed(change).await;
            }
        };
        let until = self.clock.now().checked_add(self.options.lease).unwrap_or(Timestamp::MAX);
        match self.alter(change, message, until).await? {
            Ok(()) | Err(SendFault::Deleted | SendFault::Refused { code: codes::UNKNOWN_CHANNEL }) => {
                self.changed(change).await
            }
            Err(SendFault::Refused { code } | SendFault::Unsuitable { code }) if change.attempt >= MOST_REFUSED => {
                tracing::error!(occurrence = %occurrence.id, code, "a message was never changed: Discord refuses it");
                self.changed(change).await
            }
            Err(SendFault::Refused { .. } | SendFault::Unsuitable { .. }) => {
                let rest = growing(FIRST_AFTER_REFUSAL, LONGEST_AFTER_REFUSAL, change.attempt);
                self.put_change_back(change, rest, true).await
            }
            Err(SendFault::Retry { after }) => self.again(change, after, true).await,
            Err(SendFault::Uncertain | SendFault::Buried) => self.again(change, Duration::ZERO, true).await,
            Err(SendFault::Down { after }) => {
                let until = self.later(after.max(FIRST_REST));
                self.store.change_put_back(change, until, false).await?;
                Ok(Happened::Down { occurrence: occurrence.id, until })
            }
            Err(SendFault::Stop) => {
                self.store.change_put_back(change, self.later(self.options.lease), false).await?;
                Ok(Happened::Stop)
            }
        }
    }

    async fn alter(
        &self,
        change: &Change,
        message: MessageId,
        until: Timestamp,
    ) -> Result<Result<(), SendFault>, StoreError> {
        let Occurrence { channel, .. } = change.occurrence;
        let today = match change.wanted {
            Wanted::Gone => Today::Nothing,
            Wanted::Edited => self.today(&change.occurrence).await?,
        };
        Ok(match today {
            Today::Says(card) => self.sender.edit(channel, message, &card.into_post_edit(), until).await,
            Today::AsItIs => Ok(()),
            Today::Nothing => self.sender.delete(channel, message, until).await,
        })
    }

    async fn today(&self, of: &Occurrence) -> Result<Today, StoreError> {
        let card = match of.key {
            OccurrenceKey::Announcement { recognition } => self
                .store
                .recognition_today(of.guild, recognition)
                .await?
                .map(|(today, ended)| messages::announcement_today(&today, ended.as_ref(), of.id)),
            OccurrenceKey::PrivateThanks { recognition, person } => {
                let told = self.store.private_thanks(of.guild, recognition, person).await?;
                // Other words are no less words from somebody from whom they want none.
                if told.as_ref().is_some_and(|told| {
                    told.unwanted && told.amended && told.ended.is_none() && told.recognition.words.is_some()
                }) {
                    return Ok(Today::AsItIs);
                }
                let server = self.sender.notice_board(of.guild).await.ok().map(|board| board.name);
                told.map(|told| messages::private_thanks(&told, server.as_deref(), of.id))
            }
            OccurrenceKey::Reflection { reflection } => {
                let shared = self.store.shared_reflection(reflection).await?;
                // The channel reads the words that were shared, not those that its author wrote in their place since.
                let since = |changed_at| changed_at >= of.due_at;
                if shared.as_ref().is_some_and(|(_, reflection)| reflection.changed_at.is_some_and(since)) {
                    return Ok(Today::AsItIs);
                }
                shared.map(|(author, reflection)| messages::shared_reflection(author, &reflection, of.id))
            }
            _ => None,
        };
        Ok(card.map_or(Today::Nothing, |card| Today::Says(Box::new(card))))
    }

    async fn changed(&self, change: &Change) -> Result<Happened, StoreError> {
        self.store.change_done(change, self.clock.now()).await?;
        Ok(Happened::Changed { occurrence: change.occurrence.id })
    }

    async fn again(&self, change: &Change, after: Duration, counts: bool) -> Result<Happened, StoreError> {
        let rest = growing(FIRST_REST, LONGEST_REST, change.attempt).max(after);
        self.put_change_back(change, rest, counts).await
    }

    async fn put_change_back(&self, change: &Change, rest: Duration, counts: bool) -> Result<Happened, StoreError> {
        let until = self.later(rest);
        self.store.change_put_back(change, until, counts).await?;
        let occurrence: Id = change.occurrence.id;
        Ok(Happened::PutBack { occurrence, until })
    }

    fn later(&self, rest: Duration) -> Timestamp {
        self.clock.now().checked_add(rest).unwrap_or(Timestamp::MAX)
    }
}

/// The rest after the how manyeth try, from 1.
fn growing(first: Duration, longest: Duration, attempt: i64) -> Duration {
    let doubled = u32::try_from(attempt.saturating_sub(1)).unwrap_or(u32::MAX);
    first.saturating_mul(2_u32.saturating_pow(doubled)).min(longest)
}
