//! Recognition: given, counted once an interaction, and told.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::model::id::{ChannelId, GuildId, InteractionId, MessageId, UserId};

use super::{Claim, Id, Store, StoreError};
use crate::recognition::{Dates, Way};

/// A recognition to give. [`crate::recognition::check`] has seen it.
#[derive(Clone, Debug)]
pub struct NewRecognition {
    /// The interaction that gives it: it is counted once an interaction.
    pub interaction: InteractionId,
    /// The server.
    pub guild: GuildId,
    /// Where it is announced.
    pub channel: ChannelId,
    /// Who gives.
    pub giver: UserId,
    /// To whom, each once.
    pub receivers: Vec<UserId>,
    /// What for.
    pub words: String,
    /// What it stirs, where that was said.
    pub way: Option<Way>,
    /// When.
    pub at: Timestamp,
    /// The date in the server's calendar.
    pub local_date: Date,
}

/// What became of it.
#[derive(Clone, Debug)]
pub enum Given {
    /// It counts. Announce it: answer the interaction publicly and say [`Store::posted`], or give the claim back with
    /// [`Store::put_back`] at once, and the posting engine sends it as a message of its own.
    Counted {
        /// The recognition.
        recognition: Id,
        /// The right to announce it. It counts as tried by answer from the start.
        announcement: Box<Claim>,
    },
    /// This interaction was counted before. Nothing was written.
    Already {
        /// The recognition that it gave.
        recognition: Id,
    },
}

/// A recognition as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognition {
    /// Its id.
    pub id: Id,
    /// The server.
    pub guild: GuildId,
    /// Where it was given.
    pub channel: ChannelId,
    /// Who gave it; `None` after that person's erasure.
    pub giver: Option<UserId>,
    /// To whom, in the order in which they were named, without those who were erased.
    pub receivers: Vec<UserId>,
    /// What for; `None` after an erasure.
    pub words: Option<String>,
    /// What it stirs, where that was said.
    pub way: Option<Way>,
    /// When.
    pub given_at: Timestamp,
    /// The date in the server's calendar.
    pub local_date: Date,
    /// Whether it was taken back: it counts nowhere.
    pub undone: bool,
    /// The announcement, where it is in the channel.
    pub announced: Option<MessageId>,
}

/// What became of [`Store::set_way`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaySet {
    /// It is kept.
    Set,
    /// Somebody else gave it.
    NotTheirs,
    /// There is no such recognition.
    Gone,
}

/// What somebody gave in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GiverTally {
    /// Who.
    pub user: UserId,
    /// How many recognitions.
    pub gives: i64,
    /// To how many different people.
    pub people: i64,
}

/// What somebody gave and got in a server, ever.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mine {
    /// How many recognitions they gave.
    pub gave: i64,
    /// To how many different people.
    pub gave_to: i64,
    /// How many they got.
    pub got: i64,
    /// From how many different people.
    pub got_from: i64,
    /// The latest that they gave, latest first.
    pub latest_given: Vec<Recognition>,
    /// The latest that they got, latest first.
    pub latest_got: Vec<Recognition>,
}

impl Store {
    /// Counts a recognition and makes its announcement, in one transaction. The caller holds the announcement for
    /// `lease`.
    ///
    /// # Errors
    /// Where the store fails; nothing is counted then.
    pub async fn give(&self, _new: &NewRecognition, _lease: Duration) -> Result<Given, StoreError> {
        todo!()
    }

    /// Says what a recognition stirs. Only its giver can.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn set_way(&self, _recognition: Id, _giver: UserId, _way: Way) -> Result<WaySet, StoreError> {
        todo!()
    }

    /// A recognition.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn recognition(&self, _id: Id) -> Result<Option<Recognition>, StoreError> {
        todo!()
    }

    /// Who gave in those days, most gives first, then by who gave first. What was taken back does not count.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn givers(&self, _guild: GuildId, _dates: Dates) -> Result<Vec<GiverTally>, StoreError> {
        todo!()
    }

    /// What somebody gave and got; `latest` of each at most.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn mine(&self, _guild: GuildId, _user: UserId, _latest: u32) -> Result<Mine, StoreError> {
        todo!()
    }
}
