//! Joining and leaving servers.
//!
//! Discord names every server at each start as well, so 'new' is what the store says is new. A server that is
//! `unavailable` is in an outage: nothing is forgotten.

use serenity::model::Permissions;
use serenity::model::guild::{Guild, UnavailableGuild};
use serenity::model::id::{ChannelId, UserId};

use super::gate::Gate;
use super::permissions::{Member, Overwrite, Place, Role, in_channel};
use crate::clock::{Bell, Clock};
use crate::store::{Joined, Store};

/// What the hello needs: it has an embed.
const TO_SAY_HELLO: Permissions =
    Permissions::VIEW_CHANNEL.union(Permissions::SEND_MESSAGES).union(Permissions::EMBED_LINKS);

/// The bot is in this server.
pub(super) async fn arrived(guild: &Guild, me: UserId, store: &Store, clock: &Clock, bell: &Bell) {
    let now = clock.now();
    let hello_in = place_for_hello(guild, me, now);
    match store.guild_joined(guild.id, Some(guild.preferred_locale.as_str()), hello_in, now).await {
        Ok(Joined::New) => {
            tracing::info!(guild = %guild.id, hello = hello_in.is_some(), "joined a server");
            bell.ring();
        }
        Ok(Joined::Known) => tracing::debug!(guild = %guild.id, "in a known server"),
        // It is named again at the next start.
        Err(error) => tracing::error!(guild = %guild.id, cause = %error, "a joining could not be written down"),
    }
}

/// The server is gone, for a while or for good.
pub(super) async fn left(guild: &UnavailableGuild, gate: &Gate, store: &Store, clock: &Clock) {
    if guild.unavailable {
        tracing::info!(guild = %guild.id, "a server is in an outage");
        return;
    }
    // Events are handled side by side, so that a removal that was taken back at once may be heard of last.
    if matches!(gate.is_in(guild.id).await, Ok(true)) {
        tracing::info!(guild = %guild.id, "still in a server that was said to be gone");
        return;
    }
    match store.guild_removed(guild.id, clock.now()).await {
        Ok(()) => tracing::info!(guild = %guild.id, "removed from a server"),
        Err(error) => tracing::error!(guild = %guild.id, cause = %error, "a removal could not be written down"),
    }
}

/// The system channel, where the bot may write in it.
fn place_for_hello(guild: &Guild, me: UserId, now: jiff::Timestamp) -> Option<ChannelId> {
    let channel = guild.channels.get(&guild.system_channel_id?)?;
    let member = guild.members.get(&me)?;
    let overwrite = |rule: &serenity::model::channel::PermissionOverwrite| {
        use serenity::model::channel::PermissionOverwriteType as Of;
        let id = match rule.kind {
            Of::Member(user) => user.get(),
            Of::Role(role) => role.get(),
            _ => return None,
        };
        Some(Overwrite { id, allow: rule.allow.bits(), deny: rule.deny.bits() })
    };
    let until = member.communication_disabled_until.map(|until| until.unix_timestamp());
    let found = in_channel(
        &Place {
            guild: guild.id.get(),
            owner: guild.owner_id.get(),
            roles: guild
                .roles
                .values()
                .map(|role| Role { id: role.id.get(), permissions: role.permissions.bits() })
                .collect(),
            thread: false,
            overwrites: channel.permission_overwrites.iter().filter_map(overwrite).collect(),
        },
        &Member {
            user: me.get(),
            roles: member.roles.iter().map(|role| role.get()).collect(),
            timed_out: until.is_some_and(|until| until > now.as_second()),
        },
    );
    found.contains(TO_SAY_HELLO).then_some(channel.id)
}
