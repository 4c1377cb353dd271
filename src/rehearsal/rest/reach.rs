//! What the bot can reach and may do, as answers of the API: the first wrong thing becomes Discord's error.

use super::error::{self, ApiError};
use crate::rehearsal::world::{Channel, ChannelId, Guild, GuildId, Message, MessageId, Permissions, World};

impl World {
    /// The server, where the bot is in it.
    pub(super) fn reach_guild(&self, guild: GuildId) -> Result<&Guild, ApiError> {
        let guild = self.guilds.get(&guild).ok_or(error::UNKNOWN_GUILD)?;
        if guild.members.contains_key(&self.bot) { Ok(guild) } else { Err(error::MISSING_ACCESS.into()) }
    }

    /// The channel, where the bot sees it.
    pub(super) fn reach_channel(&self, channel: ChannelId) -> Result<&Channel, ApiError> {
        let found = self.channels.get(&channel).ok_or(error::UNKNOWN_CHANNEL)?;
        if self.permissions_in(channel, self.bot).contains(Permissions::VIEW_CHANNEL) {
            Ok(found)
        } else {
            Err(error::MISSING_ACCESS.into())
        }
    }

    /// The message, where the bot sees its channel and may read back.
    pub(super) fn reach_message(&self, channel: ChannelId, message: MessageId) -> Result<&Message, ApiError> {
        self.reach_channel(channel)?;
        let found = self.message(channel, message);
        let own = found.is_some_and(|found| found.author == self.bot);
        if !own {
            self.may_in(channel, Permissions::READ_MESSAGE_HISTORY).map_err(|_| error::MISSING_ACCESS)?;
        }
        found.ok_or_else(|| error::UNKNOWN_MESSAGE.into())
    }

    /// Whether the bot may do all of that in a channel that it sees.
    pub(super) fn may_in(&self, channel: ChannelId, needed: Permissions) -> Result<(), ApiError> {
        self.reach_channel(channel)?;
        let has = self.permissions_in(channel, self.bot).contains(needed);
        if has { Ok(()) } else { Err(error::MISSING_PERMISSIONS.into()) }
    }

    /// Whether the bot may do all of that in a server that it is in.
    pub(super) fn may_in_guild(&self, guild: GuildId, needed: Permissions) -> Result<(), ApiError> {
        self.reach_guild(guild)?;
        let has = self.permissions_in_guild(guild, self.bot).contains(needed);
        if has { Ok(()) } else { Err(error::MISSING_PERMISSIONS.into()) }
    }
}
