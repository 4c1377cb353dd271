//! Who may do what, by Discord's documented algorithm (Topics, "Permissions").

use super::{ChannelId, GuildId, Permissions, UserId, World};

impl World {
    /// What somebody may do in a server as a whole. Nothing for those who are not in it.
    pub fn permissions_in_guild(&self, guild: GuildId, user: UserId) -> Permissions {
        let Some(guild) = self.guilds.get(&guild) else { return Permissions::empty() };
        let Some(member) = guild.members.get(&user) else { return Permissions::empty() };
        if guild.owner == user {
            return Permissions::all();
        }
        let everyone = guild.roles.get(&guild.everyone()).map_or(Permissions::empty(), |role| role.permissions);
        let held = member.roles.iter().filter_map(|role| guild.roles.get(role));
        let base = held.fold(everyone, |sum, role| sum | role.permissions);
        if base.contains(Permissions::ADMINISTRATOR) { Permissions::all() } else { base }
    }

    /// What somebody may do in a channel.
    pub fn permissions_in(&self, channel: ChannelId, user: UserId) -> Permissions {
        let Some(channel) = self.channels.get(&channel) else { return Permissions::empty() };
        channel.guild.map_or(Permissions::all(), |guild| self.permissions_in_guild(guild, user))
    }
}
