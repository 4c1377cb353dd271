//! Who asked, where, and what they may do there: read anew from every interaction, never remembered.

use serenity::async_trait;
use serenity::model::Permissions;
use serenity::model::application::{CommandInteraction, ComponentInteraction, ModalInteraction};
use serenity::model::channel::{ChannelType, PartialChannel};
use serenity::model::guild::PartialMember;
use serenity::model::id::{ChannelId, GuildId, InteractionId, MessageId, RoleId, UserId};
use serenity::model::user::User;

use super::Trouble;
use crate::messages::replies;

/// The person who asked and the place.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The interaction.
    pub interaction: InteractionId,
    /// The server.
    pub guild: GuildId,
    /// Whether it was asked from private messages, about a server.
    pub afar: bool,
    /// Whether the person is in the server: from private messages as Discord says at this moment.
    pub member: bool,
    /// The channel or thread.
    pub channel: ChannelId,
    /// Whether it is a thread, where other permissions count.
    pub in_thread: bool,
    /// The person.
    pub user: UserId,
    /// By which name Discord shows the person in the server, where that was told.
    pub name: Option<String>,
    /// What the person may do in this channel, as Discord computed it for this interaction.
    pub permissions: Permissions,
    /// The person's roles in the server.
    pub roles: Vec<RoleId>,
    /// What the bot may do in this channel, as Discord computed it for this interaction.
    pub own_permissions: Permissions,
    /// The person's language, such as `de`.
    pub locale: String,
    /// The server's preferred language.
    pub guild_locale: Option<String>,
}

impl Asked {
    /// From a slash, user or message command.
    ///
    /// # Errors
    /// Kind words where it was used outside of a server.
    pub fn by_command(command: &CommandInteraction) -> Result<Self, Trouble> {
        let (Some(guild), Some(member)) = (command.guild_id, &command.member) else {
            return Err(Trouble::kind(replies::SERVERS_ONLY));
        };
        Ok(Self {
            interaction: command.id,
            guild,
            afar: false,
            member: true,
            channel: command.channel_id,
            in_thread: is_thread(command.channel.as_ref()),
            user: command.user.id,
            name: Some(member.display_name().to_owned()),
            permissions: member.permissions.unwrap_or_default(),
            roles: member.roles.clone(),
            own_permissions: command.app_permissions.unwrap_or_default(),
            locale: command.locale.clone(),
            guild_locale: command.guild_locale.clone(),
        })
    }

    /// From a button or a menu.
    ///
    /// # Errors
    /// Kind words where it was used outside of a server.
    pub fn by_component(component: &ComponentInteraction) -> Result<Self, Trouble> {
        let (Some(guild), Some(member)) = (component.guild_id, &component.member) else {
            return Err(Trouble::kind(replies::SERVERS_ONLY));
        };
        Ok(Self {
            interaction: component.id,
            guild,
            afar: false,
            member: true,
            channel: component.channel_id,
            in_thread: is_thread(component.channel.as_ref()),
            user: component.user.id,
            name: Some(member.display_name().to_owned()),
            permissions: member.permissions.unwrap_or_default(),
            roles: member.roles.clone(),
            own_permissions: component.app_permissions.unwrap_or_default(),
            locale: component.locale.clone(),
            guild_locale: component.guild_locale.clone(),
        })
    }

    /// From a button or a form in private messages that is about a server. What the person is there is asked of Discord,
    /// anew for each.
    ///
    /// # Errors
    /// Kind words where Discord does not say.
    pub(super) async fn from_afar(
        afar: impl Into<Afar>,
        guild: GuildId,
        discord: &dyn Lookup,
    ) -> Result<Self, Trouble> {
        let afar = afar.into();
        let standing = discord.standing(guild, afar.user).await;
        let standing = standing.map_err(|_| Trouble::kind(replies::DISCORD_SILENT))?;
        Ok(Self {
            interaction: afar.interaction,
            guild,
            afar: true,
            member: standing.there,
            channel: afar.channel,
            in_thread: false,
            user: afar.user,
            name: None,
            permissions: if standing.manages { Permissions::MANAGE_GUILD } else { Permissions::empty() },
            roles: standing.roles,
            own_permissions: Permissions::empty(),
            locale: afar.locale,
            guild_locale: None,
        })
    }

    /// From a form.
    ///
    /// # Errors
    /// Kind words where it was used outside of a server.
    pub fn by_form(form: &ModalInteraction) -> Result<Self, Trouble> {
        let (Some(guild), Some(member)) = (form.guild_id, &form.member) else {
            return Err(Trouble::kind(replies::SERVERS_ONLY));
        };
        Ok(Self {
            interaction: form.id,
            guild,
            afar: false,
            member: true,
            channel: form.channel_id,
            in_thread: is_thread(form.channel.as_ref()),
            user: form.user.id,
            name: Some(member.display_name().to_owned()),
            permissions: member.permissions.unwrap_or_default(),
            roles: member.roles.clone(),
            own_permissions: form.app_permissions.unwrap_or_default(),
            locale: form.locale.clone(),
            guild_locale: form.guild_locale.clone(),
        })
    }

    /// Passes for somebody who may manage the server. A server can hand a command to anybody in its settings, so the
    /// permission itself is looked at every time.
    ///
    /// # Errors
    /// Kind words for everybody else.
    pub fn may_manage(&self) -> Result<(), Trouble> {
        if self.permissions.intersects(Permissions::MANAGE_GUILD | Permissions::ADMINISTRATOR) {
            Ok(())
        } else {
            Err(Trouble::kind(replies::MANAGE_SERVER_ONLY))
        }
    }

    /// Passes for somebody who looks after recognition here: with Manage Server, or with the role that the server gave
    /// for it. Its settings say which (`steward_role_id`), read anew each time.
    ///
    /// # Errors
    /// Kind words for everybody else.
    pub fn may_steward(&self, role: Option<RoleId>) -> Result<(), Trouble> {
        match role {
            Some(role) if self.roles.contains(&role) => Ok(()),
            _ => self.may_manage().map_err(|_| {
                Trouble::kind(if self.afar { replies::STEWARDS_THERE_ONLY } else { replies::STEWARDS_ONLY })
            }),
        }
    }

    /// Passes for somebody who may write in the channel. Buttons work in a channel that is read-only for members too,
    /// so whatever makes the bot speak there for somebody asks this first.
    ///
    /// # Errors
    /// Kind words for everybody else.
    pub fn may_write(&self) -> Result<(), Trouble> {
        let needed = if self.in_thread { Permissions::SEND_MESSAGES_IN_THREADS } else { Permissions::SEND_MESSAGES };
        if self.permissions.intersects(needed | Permissions::ADMINISTRATOR) {
            Ok(())
        } else {
            Err(Trouble::kind(replies::NO_WRITING_HERE))
        }
    }
}

impl Asked {
    /// Whether the person may write in threads of the channel, or in the thread that it is.
    pub fn may_write_in_threads(&self) -> bool {
        self.permissions.intersects(Permissions::SEND_MESSAGES_IN_THREADS | Permissions::ADMINISTRATOR)
    }

    /// By which name Discord shows a member of the server who came along with an interaction.
    pub fn shown_name(user: &User, member: &PartialMember) -> String {
        let nick = member.nick.as_ref();
        nick.or(user.global_name.as_ref()).unwrap_or(&user.name).clone()
    }

    /// Whether the bot may post a message of its own in the channel. An answer needs no permission.
    pub fn bot_may_post(&self) -> bool {
        let send = if self.in_thread { Permissions::SEND_MESSAGES_IN_THREADS } else { Permissions::SEND_MESSAGES };
        self.own_permissions.contains(Permissions::VIEW_CHANNEL | send) || self.own_permissions.administrator()
    }
}

/// Somebody who asks from private messages: what such an interaction says of them.
pub(super) struct Afar {
    interaction: InteractionId,
    channel: ChannelId,
    user: UserId,
    locale: String,
}

impl From<&ComponentInteraction> for Afar {
    fn from(component: &ComponentInteraction) -> Self {
        let (channel, locale) = (component.channel_id, component.locale.clone());
        Self { interaction: component.id, channel, user: component.user.id, locale }
    }
}

impl From<&ModalInteraction> for Afar {
    fn from(form: &ModalInteraction) -> Self {
        Self { interaction: form.id, channel: form.channel_id, user: form.user.id, locale: form.locale.clone() }
    }
}

fn is_thread(channel: Option<&PartialChannel>) -> bool {
    use ChannelType::{NewsThread, PrivateThread, PublicThread};
    channel.is_some_and(|channel| matches!(channel.kind, NewsThread | PublicThread | PrivateThread))
}

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

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(permissions: Permissions, roles: &[u64]) -> Asked {
        Asked {
            interaction: InteractionId::new(1),
            guild: GuildId::new(1),
            afar: false,
            member: true,
            channel: ChannelId::new(1),
            in_thread: false,
            user: UserId::new(1),
            name: None,
            permissions,
            roles: roles.iter().copied().map(RoleId::new).collect(),
            own_permissions: Permissions::empty(),
            locale: "en-US".to_owned(),
            guild_locale: None,
        }
    }

    #[test]
    fn a_steward_has_the_servers_role_for_it_or_manages_the_server() {
        let role = Some(RoleId::new(7));
        assert!(asked(Permissions::empty(), &[5, 7]).may_steward(role).is_ok());
        assert!(asked(Permissions::MANAGE_GUILD, &[]).may_steward(None).is_ok());
        assert!(asked(Permissions::ADMINISTRATOR, &[]).may_steward(role).is_ok());
        for nobody in [asked(Permissions::MANAGE_MESSAGES, &[5]), asked(Permissions::empty(), &[])] {
            assert!(matches!(nobody.may_steward(role), Err(Trouble::Kind(words)) if words == replies::STEWARDS_ONLY));
            assert!(nobody.may_steward(None).is_err());
        }
    }
}
