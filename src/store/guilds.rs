//! Servers: joining, leaving, and what was set up.

use jiff::Timestamp;
use serenity::model::id::{ChannelId, GuildId, UserId};

use super::{Store, StoreError};
use crate::clock::Zone;

/// A server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guild {
    /// Discord's id.
    pub id: GuildId,
    /// The calendar that its days are counted by.
    pub zone: Zone,
    /// Discord's locale of the server (`en-US`), where it was told.
    pub locale: Option<String>,
    /// Whether recognition is switched on.
    pub thanks: bool,
    /// When the bot joined it.
    pub joined_at: Timestamp,
    /// When it was set up (last), and by whom; `None` before.
    pub set_up: Option<SetUp>,
    /// When the bot was removed from it; `None` while it is there.
    pub removed_at: Option<Timestamp>,
}

/// Who set a server up, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetUp {
    /// When.
    pub at: Timestamp,
    /// By whom; `None` after that person's erasure.
    pub by: Option<UserId>,
}

/// What [`Store::guild_joined`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// New, or back after a removal. Where a channel for the hello was given, the hello is due.
    New,
    /// It was known: a start of the bot, or the end of an outage.
    Known,
}

impl Store {
    /// The bot is in a server, which Discord says on joining and at every start. A hello goes to `hello_in`, once per
    /// joining.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn guild_joined(
        &self,
        _guild: GuildId,
        _locale: Option<&str>,
        _hello_in: Option<ChannelId>,
        _now: Timestamp,
    ) -> Result<Joined, StoreError> {
        todo!()
    }

    /// The bot was removed from a server (an outage is no removal). What is known is kept; nothing is posted there.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn guild_removed(&self, _guild: GuildId, _now: Timestamp) -> Result<(), StoreError> {
        todo!()
    }

    /// A server, as it is known.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn guild(&self, _guild: GuildId) -> Result<Option<Guild>, StoreError> {
        todo!()
    }

    /// Sets a server's own calendar, and whether recognition is on.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn set_up(
        &self,
        _guild: GuildId,
        _zone: &Zone,
        _thanks: bool,
        _by: UserId,
        _now: Timestamp,
    ) -> Result<Guild, StoreError> {
        todo!()
    }
}
