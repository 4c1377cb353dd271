//! Telling a server's stewards that something waits for them, of which the message says nothing.
//!
//! It goes to the first place that takes it: the server's system channel; the private messages of whoever is known to manage
//! the server and may decide about it, as far as the dial for contact lets it now; a channel where the server's people see
//! the bot, that of the recognition before others. A channel is no secret, so people come before it; and it waits for nobody's
//! dial, because somebody has asked for help. Where no place is left it is tried again each week until it is decided.

use std::time::Duration;

use jiff::Timestamp;
use serenity::model::id::{ChannelId, UserId};

use super::engine::Engine;
use super::{Happened, SendFault};
use crate::messages::{self, NoticeNews};
use crate::store::{Claim, Contact, NoticePlace, Sent, StoreError};

/// How long it waits for somebody who can be told.
const ASKED_AGAIN: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// A place where it may be told.
#[derive(Clone, Copy)]
enum Place {
    System(ChannelId),
    Person(UserId),
    Known(ChannelId),
}

impl Engine {
    /// Tells it once, in one place.
    pub(super) async fn tell_stewards(&self, claim: &Claim) -> Result<Happened, StoreError> {
        let guild = claim.occurrence.guild;
        let board = match self.sender.notice_board(guild).await {
            Ok(board) => Some(board),
            Err(SendFault::Refused { .. } | SendFault::Unsuitable { .. }) => None,
            Err(fault) => return self.not_now(claim, &fault, sent(claim)).await,
        };
        let people = self.store.known_stewards(guild).await?;
        let role = self.store.recognition_options(guild).await?.steward_role;
        let system = board.as_ref().and_then(|board| board.system);
        let mut places: Vec<Place> = system.into_iter().map(Place::System).collect();
        places.extend(people.iter().copied().map(Place::Person));
        let channels = self.store.known_channels(guild).await?;
        places.extend(channels.into_iter().filter(|channel| system != Some(*channel)).map(Place::Known));
        let (mut claim, mut free) = (claim.clone(), None::<Timestamp>);
        // What may be in a place already is sent there first: the same message twice is one.
        let tried = places.iter().position(|place| match (NoticePlace::of(&claim.occurrence), place) {
            (Some(NoticePlace::System), Place::System(channel)) | (Some(NoticePlace::Known), Place::Known(channel)) => {
                claim.occurrence.channel == *channel
            }
            _ => false,
        });
        if let (Some(tried), Some(_)) = (tried, claim.earlier) {
            places[..=tried].rotate_right(1);
        }
        for place in places {
            let (channel, of) = match place {
                Place::System(channel) => (channel, NoticePlace::System),
                Place::Known(channel) => (channel, NoticePlace::Known),
                Place::Person(person) => {
                    // Who set a server up once may manage it no more.
                    let found = match self.sender.may_decide(guild, person, role).await {
                        Ok(true) => self.sender.direct_channel(person).await,
                        Ok(false) => continue,
                        Err(fault) => Err(fault),
                    };
                    match found {
                        Ok(channel) => (channel, NoticePlace::Direct),
                        Err(SendFault::Refused { .. } | SendFault::Unsuitable { .. }) => continue,
                        Err(fault) => return self.not_now(&claim, &fault, sent(&claim)).await,
                    }
                }
            };
            let here = NoticePlace::of(&claim.occurrence) == Some(of) && claim.occurrence.channel == channel;
            if !here {
                if let Some(happened) = self.unless_nowhere(&claim).await? {
                    return Ok(happened);
                }
                claim = self.store.redirect(&claim, channel, of).await?;
            }
            if let Place::Person(person) = place {
                match self.store.take_contact(&claim, person, self.clock.now()).await? {
                    Contact::Granted => {}
                    Contact::NotBefore(until) => {
                        free = Some(free.map_or(until, |free| free.min(until)));
                        continue;
                    }
                    Contact::Unwanted => continue,
                }
            }
            let private = of == NoticePlace::Direct;
            let notice = messages::Notice {
                server: board.as_ref().filter(|_| private).map(|board| board.name.as_str()),
                // Among those whom it may be about, nobody is named.
                person: people.first().copied().filter(|_| of == NoticePlace::System),
                private,
                news: NoticeNews::Reported,
            };
            let card = messages::notice(&notice, claim.occurrence.id);
            match self.send(&claim, &card.into_message()).await? {
                Err(SendFault::Refused { .. } | SendFault::Unsuitable { .. }) => {}
                sent => return self.record(&claim, sent).await,
            }
        }
        if let Some(happened) = self.unless_nowhere(&claim).await? {
            return Ok(happened);
        }
        let (until, why) = match free {
            Some(free) => (free, "contact"),
            None => {
                tracing::error!(%guild, "nobody there can be told that something waits for stewards");
                (self.clock.now().checked_add(ASKED_AGAIN).unwrap_or(Timestamp::MAX), "nobody-to-tell")
            }
        };
        self.store.put_back(&claim, until, Sent::No, why).await?;
        Ok(Happened::PutBack { occurrence: claim.occurrence.id, until })
    }

    /// What an earlier try may have sent is looked for before it is told in another place. `None` where it is nowhere.
    async fn unless_nowhere(&self, claim: &Claim) -> Result<Option<Happened>, StoreError> {
        let Some(earlier) = claim.earlier else { return Ok(None) };
        let occurrence = claim.occurrence.id;
        match self.find(claim, earlier).await? {
            Ok(None) => Ok(None),
            Ok(Some(message)) => {
                self.store.posted(claim, message).await?;
                Ok(Some(Happened::Posted { occurrence, message, found: true }))
            }
            Err(
                fault @ (SendFault::Retry { .. } | SendFault::Down { .. } | SendFault::Uncertain | SendFault::Stop),
            ) => self.not_now(claim, &fault, Sent::Perhaps).await.map(Some),
            // Nobody can look: told perhaps, and nowhere else.
            Err(_) => {
                self.store.hold_unknown(claim, "cannot-look", self.clock.now()).await?;
                Ok(Some(Happened::Unknown { occurrence }))
            }
        }
    }
}

/// An earlier try stays as uncertain as it was.
fn sent(claim: &Claim) -> Sent {
    if claim.earlier.is_some() { Sent::Perhaps } else { Sent::No }
}
