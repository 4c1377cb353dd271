//! Channels, threads and direct messages.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::Value;

use super::{ChannelId, GuildId, MessageId, Permissions, UserId};

/// What kind of channel it is; the numbers are Discord's.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ChannelKind {
    /// Text in a server.
    Text = 0,
    /// Between the bot and one person.
    Direct = 1,
    /// Voice in a server, which has a text chat too.
    Voice = 2,
    /// A heading over channels.
    Category = 4,
    /// News that other servers can follow.
    Announcement = 5,
    /// A thread under news.
    AnnouncementThread = 10,
    /// A thread for everybody who sees its channel.
    PublicThread = 11,
    /// A thread for those who were added.
    PrivateThread = 12,
    /// Takes only new threads.
    Forum = 15,
}

/// A channel, a thread or a direct-message channel.
#[derive(Clone, Debug)]
pub struct Channel {
    /// Which.
    pub id: ChannelId,
    /// Its server; `None` for direct messages.
    pub guild: Option<GuildId>,
    /// What it is.
    pub kind: ChannelKind,
    /// Its name; empty for direct messages.
    pub name: String,
    /// What it is about.
    pub topic: Option<String>,
    /// Its place in the list.
    pub position: i64,
    /// The category of a channel, or the channel of a thread.
    pub parent: Option<ChannelId>,
    /// What is allowed or denied here, for roles and people.
    pub overwrites: Vec<Overwrite>,
    /// The person at the other end of direct messages.
    pub recipient: Option<UserId>,
    /// Seconds between two messages of one person.
    pub slowmode: u64,
    /// The last message that was sent.
    pub last_message: Option<MessageId>,
    /// What only threads have.
    pub thread: Option<ThreadState>,
    /// Tags of a forum, as Discord writes them.
    pub available_tags: Vec<Value>,
    /// Whether a forum takes no post without a tag (REQUIRE_TAG among Discord's "Channel Flags").
    pub requires_tag: bool,
    /// Whether age-restricted.
    pub nsfw: bool,
}

/// What only threads have.
#[derive(Clone, Debug)]
pub struct ThreadState {
    /// Who started it.
    pub owner: UserId,
    /// Who is in it.
    pub members: BTreeSet<UserId>,
    /// Whether it is put away.
    pub archived: bool,
    /// Whether only those who manage threads may open it again.
    pub locked: bool,
    /// Minutes of silence after which it is put away: 60, 1440, 4320 or 10080.
    pub auto_archive_minutes: u64,
    /// When `archived` last changed.
    pub archived_at: Timestamp,
    /// When it was started.
    pub created_at: Timestamp,
    /// Whether anybody in a private thread may add others.
    pub invitable: bool,
    /// How many messages were ever sent, without the first.
    pub messages_sent: u64,
    /// Tags of a forum post.
    pub applied_tags: Vec<String>,
}

/// What is allowed or denied to a role or to one person in one channel.
#[derive(Clone, Copy, Debug)]
pub struct Overwrite {
    /// The role's or the person's id.
    pub id: u64,
    /// Which of the two.
    pub kind: OverwriteKind,
    /// Allowed on top.
    pub allow: Permissions,
    /// Taken away.
    pub deny: Permissions,
}

/// Whom an [`Overwrite`] is for; the numbers are Discord's.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum OverwriteKind {
    /// Everybody with a role.
    Role = 0,
    /// One person.
    Member = 1,
}
