//! Telling one person who manages a server what nobody would see otherwise: a schedule that had to pause, a post that is
//! held, a role that is gone.
//!
//! It goes to the server's system channel where the bot may post there, and mentions the person who set the thing up;
//! else to that person's private messages, as far as the dial for contact lets it (store/contact.rs). Where one of the two
//! refuses, it goes to the other, and then no further: the operator's log is the last to hear. It never goes to the channel
//! that it is about. A question whether prompts come too often goes to the person alone, and waits for the dial. That
//! somebody asked the stewards for a look goes further (`for_stewards.rs`).

use std::time::Duration;

use jiff::Timestamp;
use serenity::model::id::{ChannelId, UserId};

use super::engine::Engine;
use super::{Happened, NoticeBoard, SendFault};
use crate::messages::{self, NoticeNews};
use crate::store::{
    Claim, Contact, Id, News, NoticePlace, Occurrence, OccurrenceKey, PauseReason, Schedule, Sent, StoreError, codes,
    reason,
};

/// How long a question waits for somebody who wants no private messages.
const ASKED_AGAIN: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// What a notice is about, read from the store.
struct Told {
    person: Option<UserId>,
    /// Its own channel, where it is not told.
    about: ChannelId,
    subject: Subject,
}

enum Subject {
    Schedule(Schedule),
    /// A schedule that draws from a deck, and how many of its prompts are left.
    Deck(Schedule, usize),
    /// A post that is held, with its schedule where it has one.
    Held(Occurrence, Option<Schedule>),
}

impl Engine {
    /// Brings a notice to where it is seen.
    pub(super) async fn tell(&self, claim: &Claim, about: Id, news: News) -> Result<Happened, StoreError> {
        if let News::Reported { .. } = news {
            return self.tell_stewards(claim).await;
        }
        let Some(told) = self.told(claim, about, news).await? else { return self.skip(claim, reason::CHANGED).await };
        let board = match self.sender.notice_board(claim.occurrence.guild).await {
            Ok(board) => Some(board),
            Err(SendFault::Refused { .. } | SendFault::Unsuitable { .. }) => None,
            Err(fault) => return self.not_now(claim, &fault, Sent::No).await,
        };
        let mut claim = claim.clone();
        let place = NoticePlace::of(&claim.occurrence);
        // Somebody else may be responsible since it was first to be told privately.
        let waited = place == Some(NoticePlace::Direct) && claim.earlier.is_none();
        if place.is_none() || waited {
            let personal = match news {
                News::Quiet { .. } => true,
                _ => waited,
            };
            let system = board.as_ref().and_then(|board| board.system);
            let system = system.filter(|channel| *channel != told.about && !personal);
            claim = match system {
                Some(channel) => self.store.redirect(&claim, channel, NoticePlace::System).await?,
                None => match self.privately(&claim, told.person).await? {
                    Ok(claim) => claim,
                    Err(happened) => return Ok(happened),
                },
            };
        }
        loop {
            if NoticePlace::of(&claim.occurrence) == Some(NoticePlace::Direct)
                && let Some(happened) = self.unless_granted(&claim, told.person, news).await?
            {
                return Ok(happened);
            }
            let card = self.notice(&claim, &told, news, board.as_ref()).await;
            let sent = self.send(&claim, &card.into_message()).await?;
            let refused = matches!(sent, Err(SendFault::Refused { .. } | SendFault::Unsuitable { .. }));
            let in_public = NoticePlace::of(&claim.occurrence) == Some(NoticePlace::System);
            // Where an earlier try perhaps arrived, a second place could mean a second telling: it is looked for first.
            let nowhere = match claim.earlier.filter(|_| refused && in_public) {
                None => true,
                Some(earlier) => match self.find(&claim, earlier).await? {
                    Ok(None) => true,
                    Ok(Some(message)) => {
                        self.store.posted(&claim, message).await?;
                        return Ok(Happened::Posted { occurrence: claim.occurrence.id, message, found: true });
                    }
                    Err(
                        fault @ (SendFault::Retry { .. }
                        | SendFault::Down { .. }
                        | SendFault::Uncertain
                        | SendFault::Stop),
                    ) => {
                        return self.not_now(&claim, &fault, Sent::Perhaps).await;
                    }
                    // Nobody can look: told perhaps, and nowhere else.
                    Err(_) => false,
                },
            };
            if refused && in_public && nowhere {
                claim = match self.privately(&claim, told.person).await? {
                    Ok(claim) => claim,
                    Err(happened) => return Ok(happened),
                };
                continue;
            }
            if refused {
                tracing::error!(guild = %claim.occurrence.guild, about = %about, "nobody there can be told what is wrong");
            }
            return self.record(&claim, sent).await;
        }
    }

    /// The notice taken to somebody's private messages, or what came of it where that cannot be.
    async fn privately(&self, claim: &Claim, person: Option<UserId>) -> Result<Result<Claim, Happened>, StoreError> {
        let code = match person {
            None => 0,
            Some(person) => match self.sender.direct_channel(person).await {
                Ok(channel) => return Ok(Ok(self.store.redirect(claim, channel, NoticePlace::Direct).await?)),
                Err(SendFault::Refused { code } | SendFault::Unsuitable { code }) => code,
                Err(fault) => return self.not_now(claim, &fault, Sent::No).await.map(Err),
            },
        };
        self.nobody_to_tell(claim, code).await.map(Err)
    }

    /// The operator's log is the last to hear.
    async fn nobody_to_tell(&self, claim: &Claim, code: u32) -> Result<Happened, StoreError> {
        tracing::error!(guild = %claim.occurrence.guild, code, "nobody there can be told what is wrong");
        self.store.failed(claim, "nobody-to-tell").await?;
        Ok(Happened::Refused { occurrence: claim.occurrence.id, code })
    }

    /// Asks the dial right before a private message is tried. `None` where it may be; else what came of it.
    async fn unless_granted(
        &self,
        claim: &Claim,
        person: Option<UserId>,
        news: News,
    ) -> Result<Option<Happened>, StoreError> {
        let now = self.clock.now();
        let contact = match person {
            Some(person) => self.store.take_contact(claim, person, now).await?,
            None => Contact::Unwanted,
        };
        let until = match (contact, news) {
            (Contact::Granted, _) => return Ok(None),
            // A question can wait; somebody may take messages again. So can few prompts that are left: it is looked
            // then whether they are few still.
            (Contact::NotBefore(until), News::Quiet { .. } | News::DeckLow { .. }) => until,
            (Contact::Unwanted, News::Quiet { .. }) if person.is_some() => {
                now.checked_add(ASKED_AGAIN).unwrap_or(Timestamp::MAX)
            }
            _ => return self.nobody_to_tell(claim, 0).await.map(Some),
        };
        self.store.put_back(claim, until, Sent::No, "contact").await?;
        Ok(Some(Happened::PutBack { occurrence: claim.occurrence.id, until }))
    }

    /// Discord did not say for the moment where to tell it, or whether it was told.
    pub(super) async fn not_now(&self, claim: &Claim, fault: &SendFault, sent: Sent) -> Result<Happened, StoreError> {
        match fault {
            SendFault::Stop => {
                self.put_back(claim, self.options.lease, sent, "token-refused").await?;
                Ok(Happened::Stop)
            }
            SendFault::Retry { after } => self.put_back(claim, *after, sent, "retry").await,
            SendFault::Down { after } => self.wait_for_discord(claim, *after, sent).await,
            _ => self.put_back(claim, Duration::ZERO, sent, "retry").await,
        }
    }

    async fn told(&self, claim: &Claim, about: Id, news: News) -> Result<Option<Told>, StoreError> {
        let held = match news {
            News::Held => self.store.occurrence(about).await?,
            _ => None,
        };
        let schedule = match held.as_ref().map(|held| held.key) {
            None => Some(about),
            Some(OccurrenceKey::Daily { schedule, .. } | OccurrenceKey::Extra { schedule, .. }) => Some(schedule),
            Some(_) => None,
        };
        let schedule = match schedule {
            Some(schedule) => self.store.schedule_by_id(schedule, self.clock.now()).await?,
            None => None,
        };
        let person = self.store.responsible(claim.occurrence.guild, schedule.as_ref()).await?;
        Ok(match (held, schedule) {
            (Some(held), schedule) => {
                Some(Told { person, about: held.channel, subject: Subject::Held(held, schedule) })
            }
            (None, Some(schedule)) if matches!(news, News::DeckLow { .. }) => {
                let left = self.store.deck_state(claim.occurrence.guild).await?.left;
                Some(Told { person, about: schedule.channel, subject: Subject::Deck(schedule, left) })
            }
            (None, Some(schedule)) => {
                Some(Told { person, about: schedule.channel, subject: Subject::Schedule(schedule) })
            }
            (None, None) => None,
        })
    }

    /// What it says. Which switch is off is looked up afresh.
    async fn notice(&self, claim: &Claim, told: &Told, news: News, board: Option<&NoticeBoard>) -> messages::Card {
        let guild = claim.occurrence.guild;
        let in_public = NoticePlace::of(&claim.occurrence) == Some(NoticePlace::System);
        let news = match (&told.subject, news) {
            (Subject::Schedule(schedule), News::Paused { since }) => {
                // What else is refused says by its code what is wrong.
                let access = match schedule.paused {
                    Some(PauseReason::Refused(codes::MISSING_PERMISSIONS)) => {
                        Some(self.sender.access(guild, schedule.channel).await)
                    }
                    _ => None,
                };
                NoticeNews::Paused { schedule, since, access, grace: self.options.late_grace }
            }
            (Subject::Schedule(schedule), News::Quiet { .. }) => NoticeNews::Quiet { schedule },
            (Subject::Schedule(schedule), _) => NoticeNews::RoleGone { schedule },
            (Subject::Deck(schedule, left), _) => NoticeNews::DeckLow { schedule, left: *left },
            (Subject::Held(held, schedule), _) => NoticeNews::Held {
                held,
                schedule: schedule.as_ref(),
                access: self.sender.access(guild, held.channel).await,
            },
        };
        let notice = messages::Notice {
            server: board.filter(|_| !in_public).map(|board| board.name.as_str()),
            person: told.person.filter(|_| in_public),
            private: !in_public,
            news,
        };
        messages::notice(&notice, claim.occurrence.id)
    }
}
