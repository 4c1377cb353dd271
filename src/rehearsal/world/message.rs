//! Messages, and whom they pinged.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::Value;

use super::{AttachmentId, ChannelId, GuildId, InteractionId, MessageId, RoleId, UserId};

/// A message as it stands.
#[derive(Clone, Debug)]
pub struct Message {
    /// Which.
    pub id: MessageId,
    /// Where.
    pub channel: ChannelId,
    /// The channel's server; `None` for direct messages.
    pub guild: Option<GuildId>,
    /// Who wrote it.
    pub author: UserId,
    /// Discord's message type: 0 plain, 19 a reply, 20 a slash command's answer, 23 a menu command's.
    pub kind: u64,
    /// Its words.
    pub content: String,
    /// Its embeds, as Discord writes them.
    pub embeds: Vec<Value>,
    /// Its buttons and menus, as Discord writes them.
    pub components: Vec<Value>,
    /// Its files.
    pub attachments: Vec<Attachment>,
    /// Discord's message flags; 64 is a private answer.
    pub flags: u64,
    /// Read aloud.
    pub tts: bool,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
    /// What the sender gave to recognise it by, as it was given: text or a number.
    pub nonce: Option<Value>,
    /// What it replies to or started from, as Discord writes it.
    pub reference: Option<Value>,
    /// Who is named in it.
    pub mentions: BTreeSet<UserId>,
    /// Roles that are named in it.
    pub mention_roles: BTreeSet<RoleId>,
    /// Whether it names everyone and was allowed to.
    pub mention_everyone: bool,
    /// Who got a notification because of it. Edits never add to this.
    pub pinged: Pinged,
    /// Reactions by emoji (a character, or `name:id`), in the order in which people reacted.
    pub reactions: Vec<Reaction>,
    /// Whether it is pinned, and since when.
    pub pinned_at: Option<Timestamp>,
    /// The thread that was started from it; its id is the message's own.
    pub thread: Option<ChannelId>,
    /// The interaction that it answers.
    pub interaction: Option<InteractionId>,
    /// `interaction_metadata`, as Discord writes it.
    pub interaction_metadata: Option<Value>,
    /// Who can see it.
    pub visible_to: Audience,
    /// Message snapshots, polls and whatever else is passed through as it is.
    pub extra: BTreeMap<String, Value>,
}

/// Who can see a message.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Audience {
    /// Everybody who sees the channel.
    Everyone,
    /// One person only: a private (ephemeral) answer.
    Only(UserId),
}

/// Who got a notification because of a message.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Pinged {
    /// People by name, or as the author of the message that was replied to.
    pub users: BTreeSet<UserId>,
    /// Everybody with a role.
    pub roles: BTreeSet<RoleId>,
    /// Everybody in the channel (`@everyone`, `@here`).
    pub everyone: bool,
}

impl Pinged {
    /// Whether nobody was pinged.
    pub fn nobody(&self) -> bool {
        self.users.is_empty() && self.roles.is_empty() && !self.everyone
    }
}

/// Those who reacted with one emoji.
#[derive(Clone, Debug)]
pub struct Reaction {
    /// A character, or `name:id`.
    pub emoji: String,
    /// Who, in order.
    pub users: Vec<UserId>,
}

/// A file on a message.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Which.
    pub id: AttachmentId,
    /// Its name.
    pub filename: String,
    /// What it shows, for those who cannot see it.
    pub description: Option<String>,
    /// Its media type.
    pub content_type: String,
    /// Its bytes.
    pub bytes: axum::body::Bytes,
    /// Where it is served.
    pub url: String,
    /// Pixels, where it is a picture of a known kind: width, height.
    pub size: Option<(u32, u32)>,
}

/// A message that somebody is about to send. What is checked (limits, permissions) was checked before.
#[derive(Clone, Debug)]
pub struct NewMessage {
    /// Where.
    pub channel: ChannelId,
    /// Who writes.
    pub author: UserId,
    /// The body as Discord takes it: `content`, `embeds`, `components`, `allowed_mentions`, `flags`, ...
    pub body: Value,
    /// The files that came with it.
    pub files: Vec<Attachment>,
    /// Who can see it.
    pub visible_to: Audience,
    /// The interaction that it answers, with its `interaction_metadata`.
    pub answers: Option<(InteractionId, Value)>,
    /// Discord's message type, where it is not 0 or 19.
    pub kind: Option<u64>,
    /// Whether it may ping at all: false for an edit after a deferral.
    pub may_ping: bool,
}

/// A change to a message. What is checked (limits, whose message it is) was checked before.
#[derive(Clone, Debug)]
pub struct MessageEdit {
    /// Where.
    pub channel: ChannelId,
    /// Which one.
    pub message: MessageId,
    /// The body as Discord takes it: what is absent stays as it is.
    pub body: Value,
    /// New files.
    pub files: Vec<Attachment>,
    /// True where the edit answers an interaction: then the answerer writes the log.
    pub answers_interaction: bool,
}
