//! What only Discord can answer or do for a command: who is where, what is in a file, what the bot may do in another channel.
//!
//! The commands see no connection: whoever runs them hands them one of these. The discord room answers through its gate.

use serenity::async_trait;
use serenity::model::Permissions;
use serenity::model::id::{ChannelId, GuildId, MessageId, RoleId, UserId};

/// What only Discord can answer or do. The discord room answers them through its gate.
#[async_trait]
pub trait Lookup: Send + Sync {
    /// What the bot itself may do in a channel of the server.
    ///
    /// # Errors
    /// A [`LookupFault`] where Discord could not be asked, or does not know the channel.
    async fn own_permissions(&self, guild: GuildId, channel: ChannelId) -> Result<Permissions, LookupFault>;

    /// What a forum asks of its posts; `None` where the channel is no forum.
    ///
    /// # Errors
    /// A [`LookupFault`] where Discord could not be asked, or does not know the channel.
    async fn forum(&self, channel: ChannelId) -> Result<Option<Forum>, LookupFault>;

    /// What somebody is in the server at this moment; nothing where they are not in it.
    ///
    /// # Errors
    /// A [`LookupFault`] where Discord could not be asked.
    async fn standing(&self, guild: GuildId, user: UserId) -> Result<Standing, LookupFault>;

    /// A server's name, where the bot is in it; it is shown, never kept.
    ///
    /// # Errors
    /// A [`LookupFault`] where Discord does not say.
    async fn server_name(&self, _guild: GuildId) -> Result<String, LookupFault> {
        Err(LookupFault::Unanswered)
    }

    /// By which name somebody is shown in the server; it stands in words that call them.
    ///
    /// # Errors
    /// A [`LookupFault`] where Discord does not say, or they are not in it.
    async fn shown_name(&self, _guild: GuildId, _user: UserId) -> Result<String, LookupFault> {
        // Whoever stands in for Discord in a test and knows nobody names nobody.
        Err(LookupFault::Unanswered)
    }

    /// What is in a file that somebody handed over, at the address that the interaction gave: at most so many bytes.
    ///
    /// # Errors
    /// A [`FileFault`]; nothing larger was kept in memory meanwhile.
    async fn file(&self, url: &str, most_bytes: usize) -> Result<Vec<u8>, FileFault> {
        // Whoever stands in for Discord in a test and has no files hands none out.
        let _ = (url, most_bytes);
        Err(FileFault::Unanswered)
    }

    /// Whether the bot hears of members, so that a roster can follow a role.
    fn hearing(&self) -> Hearing {
        Hearing::Unlet
    }

    /// A server's roster follows another role: who holds it is found out soon.
    fn read_members(&self, _guild: GuildId) {}

    /// Takes down a message of the bot's own, for whoever had it posted. One that is gone already is as good.
    ///
    /// # Errors
    /// [`LookupFault::Unanswered`] where another try may help; any other where Discord does not let the bot do it.
    async fn take_down(&self, _channel: ChannelId, _message: MessageId) -> Result<(), LookupFault> {
        Err(LookupFault::Unanswered)
    }
}

/// What somebody is in a server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Whether they are in it.
    pub there: bool,
    /// Whether they may manage it.
    pub manages: bool,
    /// Their roles there.
    pub roles: Vec<RoleId>,
}

/// Whether the bot hears of members.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hearing {
    /// The operator has not switched it on.
    #[default]
    Unlet,
    /// The operator has, and Discord refuses it.
    Refused,
    /// It does.
    Heard,
}

/// What a forum asks of its posts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forum {
    /// Whether it takes none without a tag.
    pub requires_tag: bool,
    /// The name of the first tag that anybody may use: the one that a post gets there.
    pub tag: Option<String>,
}

/// Why a [`Lookup`] has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LookupFault {
    /// The channel is gone, or the bot cannot see it.
    #[error("the channel is unknown or hidden")]
    Unknown,
    /// A moderator has put the bot in a timeout: no switch of a channel helps before it ends.
    #[error("the bot is in a timeout")]
    TimedOut,
    /// It is a thread that is locked.
    #[error("the thread is locked")]
    Locked,
    /// Discord did not answer in time, or not sensibly.
    #[error("Discord did not answer")]
    Unanswered,
}

/// Why a file that somebody handed over cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// It is larger than asked for.
    #[error("the file is too large")]
    TooLarge,
    /// Discord no longer has it there.
    #[error("the file is gone")]
    Gone,
    /// Its address is none of Discord's.
    #[error("the file lies elsewhere")]
    Elsewhere,
    /// Discord did not hand it out in time.
    #[error("the file was not handed out")]
    Unanswered,
}
