//! Who asked, where, and what they may do there: read anew from every interaction, never remembered.

use serenity::model::Permissions;
use serenity::model::application::{CommandInteraction, ComponentInteraction, ModalInteraction};
use serenity::model::channel::{ChannelType, PartialChannel};
use serenity::model::guild::PartialMember;
use serenity::model::id::{ChannelId, GuildId, InteractionId, RoleId, UserId};
use serenity::model::user::User;

use super::{Lookup, Trouble};
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
