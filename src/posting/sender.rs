//! What the posting engine needs of Discord: one message into one channel, a look for one that may be there, and where
//! to tell somebody that something is wrong.

use std::time::Duration;

use jiff::Timestamp;
use serenity::async_trait;
use serenity::builder::{CreateMessage, EditMessage};
use serenity::model::id::{ChannelId, GuildId, MessageId, RoleId, UserId};

use crate::messages::{Access, Packed};
use crate::store::Id;

/// Sends posts. The outbound gate implements it; it adds `nonce`, `enforce_nonce` and an empty `allowed_mentions`
/// where the message sets none.
///
/// Whatever makes something is told `until` when its sender may (by the calendar): after that, somebody else may be at the
/// same post. A request that might not be over by then is not begun, however long its turn was waited for: a process that
/// stood still wakes up with the request in its hand.
#[async_trait]
pub trait Sender: Send + Sync {
    /// Sends one message. The nonce is the occurrence's id in base32, with `enforce_nonce`: a repeat within Discord's
    /// few minutes brings back the first message and sends nothing.
    ///
    /// # Errors
    /// [`SendFault`], which says what is known of the outcome.
    async fn send(
        &self,
        channel: ChannelId,
        message: &Packed<CreateMessage>,
        nonce: Id,
        until: Timestamp,
    ) -> Result<MessageId, SendFault>;

    /// Posts one message as a new thread of a forum, of that title (1 to 100 characters). The thread and its first message
    /// have the same id. There is no nonce: a repeat is a second thread.
    ///
    /// # Errors
    /// [`SendFault`], which says what is known of the outcome.
    async fn post_in_forum(
        &self,
        forum: ChannelId,
        title: &str,
        message: &Packed<CreateMessage>,
        until: Timestamp,
    ) -> Result<MessageId, SendFault>;

    /// Looks through the threads of a forum since `since`, those that were put away among them, for the one whose first
    /// message is the bot's and holds the mark.
    ///
    /// # Errors
    /// [`SendFault`] where it cannot be read; nothing is known then.
    async fn find_in_forum(
        &self,
        guild: GuildId,
        forum: ChannelId,
        mark: Id,
        since: Timestamp,
    ) -> Result<Option<MessageId>, SendFault>;

    /// Opens a thread of that name (1 to 100 characters) under a message. One that is there already is the same one: a
    /// message can have but one thread.
    ///
    /// # Errors
    /// [`SendFault`], which says what is known of the outcome.
    async fn open_thread(
        &self,
        channel: ChannelId,
        message: MessageId,
        name: &str,
        until: Timestamp,
    ) -> Result<(), SendFault>;

    /// Makes a message of the bot's say something else. It pings nobody. Doing it twice is doing it once.
    ///
    /// # Errors
    /// [`SendFault`]: [`SendFault::Deleted`] where it is not there any more.
    async fn edit(
        &self,
        channel: ChannelId,
        message: MessageId,
        edited: &Packed<EditMessage>,
        until: Timestamp,
    ) -> Result<(), SendFault>;

    /// Deletes a message of the bot's. Doing it twice is doing it once.
    ///
    /// # Errors
    /// [`SendFault`]: [`SendFault::Deleted`] where it is not there any more.
    async fn delete(&self, channel: ChannelId, message: MessageId, until: Timestamp) -> Result<(), SendFault>;

    /// Looks through the channel's messages of the bot since `since` for the one whose buttons' custom ids hold the
    /// mark.
    ///
    /// # Errors
    /// [`SendFault`] where it cannot be read; nothing is known then.
    async fn find_mark(&self, channel: ChannelId, mark: Id, since: Timestamp) -> Result<Option<MessageId>, SendFault>;

    /// A server's name and its system channel.
    ///
    /// # Errors
    /// [`SendFault`] where Discord does not say.
    async fn notice_board(&self, guild: GuildId) -> Result<NoticeBoard, SendFault>;

    /// The channel of private messages with somebody. Discord may still refuse what is sent there.
    ///
    /// # Errors
    /// [`SendFault`] where there is none.
    async fn direct_channel(&self, person: UserId) -> Result<ChannelId, SendFault>;

    /// Whether somebody may decide what waits for a server's stewards: they manage it, or have that role.
    ///
    /// # Errors
    /// [`SendFault`] where Discord does not say.
    async fn may_decide(&self, guild: GuildId, person: UserId, role: Option<RoleId>) -> Result<bool, SendFault>;

    /// Whether a thread is there and neither put away nor locked.
    ///
    /// # Errors
    /// [`SendFault`] where Discord does not say.
    async fn is_open(&self, guild: GuildId, thread: ChannelId) -> Result<bool, SendFault>;

    /// What stands in the way of posting in a channel, as far as Discord says it.
    async fn access(&self, guild: GuildId, channel: ChannelId) -> Access;
}

/// Where a server can be told something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeBoard {
    /// The server's name: people's words, neither kept nor logged.
    pub name: String,
    /// Its system channel, where the bot may post in it and read back what it posted.
    pub system: Option<ChannelId>,
}

/// Why a message was not sent, or may have been.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendFault {
    /// Certainly not sent; try again after this long (the calendar's time).
    #[error("not sent, worth another try after {after:?}")]
    Retry {
        /// How long to wait.
        after: Duration,
    },
    /// Certainly not sent, and nothing else would be either: Discord is down for everybody, and is left alone for this
    /// long (the calendar's time).
    #[error("not sent, Discord is down for at least {after:?}")]
    Down {
        /// How long to leave it alone.
        after: Duration,
    },
    /// Certainly not sent, and trying again will not help before somebody changes something: Discord's error code.
    #[error("Discord refused it with {code}")]
    Refused {
        /// Discord's code (<https://discord.com/developers/docs/topics/opcodes-and-status-codes#json>).
        code: u32,
    },
    /// Certainly not sent, and its own text or form is at fault, not the channel: Discord's error code.
    #[error("Discord does not take this message: {code}")]
    Unsuitable {
        /// Discord's code (<https://discord.com/developers/docs/topics/opcodes-and-status-codes#json>).
        code: u32,
    },
    /// An earlier try had sent it, and somebody has deleted it since: Discord tells so of a nonce that it knows.
    #[error("sent before, and deleted")]
    Deleted,
    /// So much was said in the channel that looking through it tells nothing.
    #[error("too much was said there to look through")]
    Buried,
    /// It may have been sent: the answer was lost.
    #[error("perhaps sent; the answer was lost")]
    Uncertain,
    /// Discord does not know the token any more: stop everything.
    #[error("Discord does not accept the token")]
    Stop,
}
