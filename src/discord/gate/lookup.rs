//! What the bot may do in a channel: asked of Discord anew each time, for it can change at any moment.

use std::collections::BTreeMap;
use std::num::NonZeroU64;

use jiff::Timestamp;
use reqwest::Method;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serenity::async_trait;
use serenity::model::Permissions;
use serenity::model::id::{ChannelId, GuildId, MessageId, RoleId, UserId};

use super::fault::UNKNOWN_MESSAGE;
use super::{Arrived, Gate, GateFault, Request};
use crate::commands::{FileFault, Forum, Hearing, Lookup, LookupFault, Standing};
use crate::discord::permissions::{Member, Overwrite, Place, Role, in_channel};
use crate::messages::Access;
use crate::posting::NoticeBoard;
use crate::store::codes;

/// The parts of Discord's guild object that matter here.
#[derive(Debug, Deserialize)]
struct GuildPart {
    #[serde(deserialize_with = "id")]
    owner_id: u64,
    #[serde(default)]
    name: String,
    #[serde(default, deserialize_with = "optional_id")]
    system_channel_id: Option<u64>,
    roles: Vec<RolePart>,
}

#[derive(Debug, Deserialize)]
struct RolePart {
    #[serde(deserialize_with = "id")]
    id: u64,
    #[serde(deserialize_with = "id")]
    permissions: u64,
}

/// Of its channel object.
#[derive(Debug, Deserialize)]
struct ChannelPart {
    #[serde(deserialize_with = "id")]
    id: u64,
    #[serde(rename = "type")]
    kind: u8,
    #[serde(default, deserialize_with = "optional_id")]
    guild_id: Option<u64>,
    #[serde(default, deserialize_with = "optional_id")]
    parent_id: Option<u64>,
    #[serde(default)]
    permission_overwrites: Vec<OverwritePart>,
    #[serde(default)]
    thread_metadata: Option<ThreadPart>,
}

/// Of a thread's metadata.
#[derive(Clone, Copy, Debug, Deserialize)]
struct ThreadPart {
    #[serde(default)]
    locked: bool,
    #[serde(default)]
    archived: bool,
}

#[derive(Debug, Deserialize)]
struct OverwritePart {
    #[serde(deserialize_with = "id")]
    id: u64,
    #[serde(deserialize_with = "id")]
    allow: u64,
    #[serde(deserialize_with = "id")]
    deny: u64,
}

/// Of its guild member object.
#[derive(Debug, Deserialize)]
struct MemberPart {
    roles: Vec<Snowflake>,
    #[serde(default)]
    communication_disabled_until: Option<String>,
}

/// Of its guild member object, who somebody is there.
#[derive(Debug, Deserialize)]
struct NamedPart {
    #[serde(default)]
    nick: Option<String>,
    #[serde(default)]
    roles: Vec<Snowflake>,
    #[serde(default)]
    joined_at: Option<String>,
    user: UserPart,
}

impl NamedPart {
    fn seen(self) -> (UserId, MemberSeen) {
        let Self { nick, roles, joined_at, user } = self;
        let seen = MemberSeen {
            name: nick.or(user.global_name).unwrap_or(user.username),
            bot: user.bot,
            roles: roles.into_iter().filter_map(|role| NonZeroU64::new(role.0)).map(RoleId::from).collect(),
            joined_at: joined_at.and_then(|joined_at| joined_at.parse().ok()),
        };
        (UserId::new(user.id.clamp(1, u64::MAX - 1)), seen)
    }
}

/// Somebody in a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::discord) struct MemberSeen {
    /// By which name they are shown there.
    pub(in crate::discord) name: String,
    pub(in crate::discord) bot: bool,
    pub(in crate::discord) roles: Vec<RoleId>,
    /// Since when they are in it, where Discord says so.
    pub(in crate::discord) joined_at: Option<Timestamp>,
}

/// How many members Discord lists at once (Discord's document "Guild Resource", "List Guild Members").
const MEMBERS_A_PAGE: usize = 1_000;

/// Of its user object.
#[derive(Debug, Deserialize)]
struct UserPart {
    #[serde(deserialize_with = "id")]
    id: u64,
    #[serde(default)]
    bot: bool,
    username: String,
    #[serde(default)]
    global_name: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Snowflake(#[serde(deserialize_with = "id")] u64);

/// Numbers travel as text.
fn id<'de, D: serde::Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    optional_id(from)?.ok_or_else(|| serde::de::Error::custom("no id"))
}

fn optional_id<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    text.map(|text| text.parse().map_err(serde::de::Error::custom)).transpose()
}

impl Gate {
    /// Whether somebody is in a server and manages it, and which roles they have in it.
    pub(super) async fn standing_of(&self, guild: GuildId, user: UserId) -> Result<Standing, GateFault> {
        let of_guild = self.ask::<GuildPart>(format!("/guilds/{guild}"), "a server");
        let of_member = self.ask::<MemberPart>(format!("/guilds/{guild}/members/{user}"), "somebody's membership");
        match tokio::try_join!(of_guild, of_member) {
            Ok((server, member)) => {
                let held: Vec<u64> = member.roles.into_iter().map(|role| role.0).collect();
                let mine = server.roles.iter().filter(|role| role.id == guild.get() || held.contains(&role.id));
                let all = Permissions::from_bits_truncate(mine.fold(0, |all, role| all | role.permissions));
                let manages = all.intersects(Permissions::MANAGE_GUILD | Permissions::ADMINISTRATOR);
                let roles = held.into_iter().filter_map(NonZeroU64::new).map(RoleId::from).collect();
                Ok(Standing { there: true, manages: manages || server.owner_id == user.get(), roles })
            }
            // Unknown guild, member, user; missing access.
            Err(fault) if matches!(fault.code(), Some(10_004 | 10_007 | 10_013 | 50_001)) => Ok(Standing::default()),
            Err(fault) => Err(fault),
        }
    }
}

#[async_trait]
impl Lookup for Gate {
    async fn own_permissions(&self, guild: GuildId, channel: ChannelId) -> Result<Permissions, LookupFault> {
        match self.ask_permissions(guild, channel).await {
            Ok(Own { timed_out: true, .. }) => Err(LookupFault::TimedOut),
            Ok(Own { locked: true, .. }) => Err(LookupFault::Locked),
            Ok(own) => Ok(own.permissions),
            Err(fault) => Err(unanswered(channel, &fault)),
        }
    }

    async fn forum(&self, channel: ChannelId) -> Result<Option<Forum>, LookupFault> {
        let place = Gate::forum(self, channel).await.map_err(|fault| unanswered(channel, &fault))?;
        let tag = place.tag().map(|tag| tag.name.clone());
        Ok(place.is_forum().then(|| Forum { requires_tag: place.requires_tag(), tag }))
    }

    async fn server_name(&self, guild: GuildId) -> Result<String, LookupFault> {
        // Why not is of no use to anybody: it is called a server without a name then.
        let server = self.ask::<GuildPart>(format!("/guilds/{guild}"), "a server").await;
        server.map(|server| server.name).map_err(|_| LookupFault::Unknown)
    }

    async fn shown_name(&self, guild: GuildId, user: UserId) -> Result<String, LookupFault> {
        // Why not is of no use to anybody: they are called someone then.
        let member = self.ask::<NamedPart>(format!("/guilds/{guild}/members/{user}"), "somebody's name").await;
        member.map(|member| member.seen().1.name).map_err(|_| LookupFault::Unknown)
    }

    async fn file(&self, url: &str, most_bytes: usize) -> Result<Vec<u8>, FileFault> {
        self.download(url, most_bytes).await
    }

    async fn standing(&self, guild: GuildId, user: UserId) -> Result<Standing, LookupFault> {
        self.standing_of(guild, user).await.map_err(|fault| {
            tracing::warn!(%guild, cause = %fault, "somebody's permissions could not be looked up");
            LookupFault::Unanswered
        })
    }

    fn hearing(&self) -> Hearing {
        self.members.hearing()
    }

    fn read_members(&self, guild: GuildId) {
        self.members.read(guild);
    }

    async fn take_down(&self, channel: ChannelId, message: MessageId) -> Result<(), LookupFault> {
        let path = format!("/channels/{channel}/messages/{message}");
        let request = Request { method: Method::DELETE, ..Request::get(path, "a message to take down") };
        match self.exchange(request).await {
            Ok(_) => Ok(()),
            Err(fault) if fault.code() == Some(UNKNOWN_MESSAGE) => Ok(()),
            Err(fault) => Err(not_taken_down(channel, &fault)),
        }
    }
}

/// Why a message cannot be taken down.
fn not_taken_down(channel: ChannelId, fault: &GateFault) -> LookupFault {
    tracing::warn!(%channel, cause = %fault, "a message could not be taken down");
    match fault {
        GateFault::Refused { .. } => LookupFault::Unknown,
        _ => LookupFault::Unanswered,
    }
}

/// Why a question about a channel has no answer.
fn unanswered(channel: ChannelId, fault: &GateFault) -> LookupFault {
    match fault.code() {
        // Unknown channel, unknown guild, missing access.
        Some(code) if codes::OUT_OF_SIGHT.contains(&code) => LookupFault::Unknown,
        // Told once, when it began.
        None if matches!(fault, GateFault::Down { .. }) => LookupFault::Unanswered,
        _ => {
            tracing::warn!(%channel, cause = %fault, "a channel could not be looked up");
            LookupFault::Unanswered
        }
    }
}

/// What the bot may do in a channel at this moment.
struct Own {
    permissions: Permissions,
    /// In a timeout, which takes nearly everything away until it ends.
    timed_out: bool,
    /// In a thread, where writing is a permission of its own.
    thread: bool,
    /// In a thread that is locked, without the right to write there all the same.
    locked: bool,
}

impl Own {
    fn access(&self) -> Access {
        match self {
            Self { timed_out: true, .. } => Access::TimedOut,
            Self { locked: true, .. } => Access::Locked,
            _ => Access::judge(self.permissions, self.thread),
        }
    }
}

/// The type of direct messages (Discord's document "Channels Resource", "Channel Types").
const DIRECT: u8 = 1;

impl Gate {
    /// By which name somebody is shown in a server; `None` where they are not in it.
    ///
    /// # Errors
    /// [`GateFault`] where nobody can say.
    pub(in crate::discord) async fn member_name(
        &self,
        guild: GuildId,
        user: UserId,
    ) -> Result<Option<String>, GateFault> {
        Ok(self.member(guild, user).await?.map(|seen| seen.name))
    }

    /// All members of a server, page by page. Discord shows them to a bot that has the intent for members, and to no other.
    ///
    /// # Errors
    /// [`GateFault`]; a refusal where the bot has not.
    pub(in crate::discord) async fn members_of(
        &self,
        guild: GuildId,
    ) -> Result<BTreeMap<UserId, MemberSeen>, GateFault> {
        let mut members = BTreeMap::new();
        let mut after = 0;
        loop {
            let path = format!("/guilds/{guild}/members?limit={MEMBERS_A_PAGE}&after={after}");
            let page: Vec<NamedPart> = self.ask(path, "a server's members").await?;
            let full = page.len() >= MEMBERS_A_PAGE;
            members.extend(page.into_iter().map(NamedPart::seen));
            let last = members.keys().next_back().map_or(after, |user| user.get());
            if !full || last <= after {
                return Ok(members);
            }
            after = last;
        }
    }

    /// Somebody in a server; `None` where they are not in it.
    ///
    /// # Errors
    /// [`GateFault`] where nobody can say.
    pub(in crate::discord) async fn member(
        &self,
        guild: GuildId,
        user: UserId,
    ) -> Result<Option<MemberSeen>, GateFault> {
        match self.ask::<NamedPart>(format!("/guilds/{guild}/members/{user}"), "whether somebody is there").await {
            Ok(part) => Ok(Some(part.seen().1)),
            // Unknown member, unknown user.
            Err(fault) if matches!(fault.code(), Some(10_007 | 10_013)) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// Whether the bot may read what was said in a channel before.
    pub(super) async fn may_read_back(&self, channel: ChannelId) -> Result<bool, GateFault> {
        let place: ChannelPart = self.ask(format!("/channels/{channel}"), "a channel").await?;
        // Both sides of a private conversation read all of it.
        if place.kind == DIRECT {
            return Ok(true);
        }
        let Some(guild) = place.guild_id.filter(|id| *id != 0 && *id != u64::MAX) else { return Ok(false) };
        let own = self.ask_permissions(GuildId::new(guild), channel).await?;
        Ok(own.permissions.contains(Permissions::READ_MESSAGE_HISTORY))
    }

    /// Whether the bot is in a server.
    pub(in crate::discord) async fn is_in(&self, guild: GuildId) -> Result<bool, GateFault> {
        match self.ask::<GuildPart>(format!("/guilds/{guild}"), "a server").await {
            Ok(_) => Ok(true),
            // Unknown guild, missing access.
            Err(fault) if matches!(fault.code(), Some(10_004 | 50_001)) => Ok(false),
            Err(fault) => Err(fault),
        }
    }

    async fn ask_permissions(&self, guild: GuildId, channel: ChannelId) -> Result<Own, GateFault> {
        let me = self.me();
        let of_guild = self.ask::<GuildPart>(format!("/guilds/{guild}"), "a server");
        let of_member = self.ask::<MemberPart>(format!("/guilds/{guild}/members/{me}"), "the bot's own membership");
        let of_channel = self.ask::<ChannelPart>(format!("/channels/{channel}"), "a channel");
        let (server, member, place) = tokio::try_join!(of_guild, of_member, of_channel)?;
        self.own_in(guild, &server, member, place).await
    }

    /// What the bot may do in a channel, found out without a call that Discord would refuse: the list of a server's
    /// channels has the hidden ones as well. Only a channel that is not in it (a thread, or one that is gone) is asked
    /// for by itself; one that is certainly `gone` is not.
    ///
    /// # Errors
    /// [`GateFault`]; a refusal of that last call among them.
    pub(in crate::discord) async fn look_at(
        &self,
        guild: GuildId,
        channel: ChannelId,
        gone: bool,
    ) -> Result<Access, GateFault> {
        let me = self.me();
        let of_guild = self.ask::<GuildPart>(format!("/guilds/{guild}"), "a server");
        let of_member = self.ask::<MemberPart>(format!("/guilds/{guild}/members/{me}"), "the bot's own membership");
        let of_channels = self.ask::<Vec<ChannelPart>>(format!("/guilds/{guild}/channels"), "a server's channels");
        let (server, member, places) = tokio::try_join!(of_guild, of_member, of_channels)?;
        let place = match places.into_iter().find(|place| place.id == channel.get()) {
            // Channels in a list need not say whose they are.
            Some(place) => ChannelPart { guild_id: Some(guild.get()), ..place },
            None if gone => return Ok(Access::Hidden),
            None => self.ask(format!("/channels/{channel}"), "a channel").await?,
        };
        Ok(self.own_in(guild, &server, member, place).await?.access())
    }

    /// A server's name, and its system channel where the bot may post there and read back what it posted.
    pub(super) async fn board(&self, guild: GuildId) -> Result<NoticeBoard, GateFault> {
        let server = self.ask::<GuildPart>(format!("/guilds/{guild}"), "a server").await?;
        let system = server.system_channel_id.filter(|id| *id != 0 && *id != u64::MAX).map(ChannelId::new);
        let system = match system {
            Some(channel) => match self.ask_permissions(guild, channel).await {
                Ok(own) => (own.access() == Access::Ready).then_some(channel),
                // Hidden from the bot.
                Err(GateFault::Refused { .. }) => None,
                Err(fault) => return Err(fault),
            },
            None => None,
        };
        Ok(NoticeBoard { name: server.name, system })
    }

    /// Whether a thread of the server is there and neither put away nor locked.
    pub(super) async fn is_open_thread(&self, guild: GuildId, thread: ChannelId) -> Result<bool, GateFault> {
        match self.ask::<ChannelPart>(format!("/channels/{thread}"), "a thread").await {
            Ok(place) => {
                let closed = place.thread_metadata.is_some_and(|thread| thread.locked || thread.archived);
                Ok(place.guild_id == Some(guild.get()) && !closed)
            }
            Err(fault) if fault.code().is_some_and(|code| codes::OUT_OF_SIGHT.contains(&code)) => Ok(false),
            Err(fault) => Err(fault),
        }
    }

    /// What stands in the way of posting in a channel.
    pub(super) async fn access_to(&self, guild: GuildId, channel: ChannelId) -> Access {
        match self.ask_permissions(guild, channel).await {
            Ok(own) => own.access(),
            Err(fault) if fault.code().is_some_and(|code| codes::OUT_OF_SIGHT.contains(&code)) => Access::Hidden,
            Err(fault) => {
                tracing::warn!(%channel, cause = %fault, "the bot's permissions could not be looked up");
                Access::Unanswered
            }
        }
    }

    async fn own_in(
        &self,
        guild: GuildId,
        server: &GuildPart,
        member: MemberPart,
        mut place: ChannelPart,
    ) -> Result<Own, GateFault> {
        let me = self.me();
        let hidden = GateFault::Refused { status: 404, code: 10_003, details: String::new() };
        if place.guild_id != Some(guild.get()) {
            return Err(hidden);
        }
        // A thread has no rules of its own, its channel's hold (Discord's document "Threads").
        let thread = matches!(place.kind, 10..=12);
        let locked = place.thread_metadata.is_some_and(|thread| thread.locked);
        if thread {
            let parent = place.parent_id.ok_or(hidden)?;
            place = self.ask(format!("/channels/{parent}"), "a channel").await?;
        }
        let until = member.communication_disabled_until.and_then(|until| until.parse::<jiff::Timestamp>().ok());
        let timed_out = until.is_some_and(|until| until > self.clock.now());
        let found = in_channel(
            &Place {
                guild: guild.get(),
                owner: server.owner_id,
                roles: server.roles.iter().map(|role| Role { id: role.id, permissions: role.permissions }).collect(),
                thread,
                overwrites: place
                    .permission_overwrites
                    .into_iter()
                    .map(|rule| Overwrite { id: rule.id, allow: rule.allow, deny: rule.deny })
                    .collect(),
            },
            &Member { user: me.get(), roles: member.roles.into_iter().map(|role| role.0).collect(), timed_out },
        );
        Ok(Own {
            permissions: if thread { as_in_thread(found) } else { found },
            // Nobody can time out an owner or an administrator.
            timed_out: timed_out && !found.administrator(),
            thread,
            locked: locked && !found.contains(Permissions::MANAGE_THREADS),
        })
    }

    async fn ask<T: DeserializeOwned>(&self, path: String, shown: &'static str) -> Result<T, GateFault> {
        let told = self.exchange(Request::get(path, shown)).await?;
        serde_json::from_value(told).map_err(|_| GateFault::Unreadable { arrived: Arrived::No })
    }
}

/// In a thread, writing is a permission of its own; whoever asks looks at the usual one.
fn as_in_thread(mut found: Permissions) -> Permissions {
    let may = found.contains(Permissions::SEND_MESSAGES_IN_THREADS);
    found.set(Permissions::SEND_MESSAGES, may);
    found
}
