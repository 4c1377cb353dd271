//! Joining and leaving servers.
//!
//! Discord names every server at each start as well, so 'new' is what the store says is new. A server that is
//! `unavailable` is in an outage: nothing is forgotten.

use std::collections::BTreeSet;

use serenity::model::Permissions;
use serenity::model::guild::{Guild, UnavailableGuild};
use serenity::model::id::{ChannelId, GuildId, UserId};

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
    let was_removed = matches!(store.guild(guild.id).await, Ok(Some(known)) if known.removed_at.is_some());
    match store.guild_joined(guild.id, Some(guild.preferred_locale.as_str()), hello_in, now).await {
        Ok(Joined::New) => {
            tracing::info!(guild = %guild.id, hello = hello_in.is_some(), "joined a server");
            bell.ring();
        }
        Ok(Joined::Known) if was_removed => {
            tracing::info!(guild = %guild.id, "back in a server soon after the removal");
            // What fell due meanwhile still goes out, if it is not too late.
            bell.ring();
        }
        Ok(Joined::Known) => tracing::debug!(guild = %guild.id, "in a known server"),
        // It is named again at the next start.
        Err(error) => tracing::error!(guild = %guild.id, cause = %error, "a joining could not be written down"),
    }
}

/// The server is gone, for a while or for good.
pub(super) async fn left(guild: &UnavailableGuild, gate: &Gate, store: &Store, clock: &Clock, bell: &Bell) {
    if guild.unavailable {
        tracing::info!(guild = %guild.id, "a server is in an outage");
        return;
    }
    // Events are handled side by side, so that a removal that was taken back at once may be heard of last; and some at a
    // start are outages that do not say so.
    match gate.is_in(guild.id).await {
        Ok(false) => removed(guild.id, store, clock, bell).await,
        Ok(true) => tracing::info!(guild = %guild.id, "still in a server that was said to be gone"),
        // Where it is true, the next welcome does not name it.
        Err(fault) => {
            tracing::warn!(guild = %guild.id, cause = %fault, "a server is said to be gone, and it could not be asked for");
        }
    }
}

async fn removed(guild: GuildId, store: &Store, clock: &Clock, bell: &Bell) {
    match store.guild_removed(guild, clock.now()).await {
        Ok(()) => {
            tracing::info!(%guild, "removed from a server");
            // The loop rests until what it knew of; the end of the grace is news to it.
            bell.ring();
        }
        Err(error) => tracing::error!(%guild, cause = %error, "a removal could not be written down"),
    }
}

/// So many servers may be missing whatever their share is: a bot in three servers can be removed from all of them.
const FEW: usize = 3;

/// Finds the servers that the bot was removed from while it was not there to hear of it: known ones that the gateway's
/// welcome does not name. `shard` is which of how many shards was welcomed (Discord's document "Gateway", "Sharding").
/// One that is in an outage is named all the same.
///
/// Each is asked for before anything is written down. Where most are missing it is more likely that something is wrong with
/// the list, or that this is another bot's token, and where the API is in trouble it cannot be known: then nothing is, and
/// the next welcome is another occasion.
pub(super) async fn look_for_missing(
    named: &BTreeSet<GuildId>,
    (shard, shards): (u64, u64),
    gate: &Gate,
    store: &Store,
    clock: &Clock,
    bell: &Bell,
) {
    let known = match store.guilds_here().await {
        Ok(known) => known,
        Err(error) => {
            tracing::error!(cause = %error, "whether the bot was removed from servers meanwhile could not be looked up");
            return;
        }
    };
    let ours: Vec<GuildId> = known.into_iter().filter(|guild| (guild.get() >> 22) % shards.max(1) == shard).collect();
    let missing: Vec<GuildId> = ours.iter().copied().filter(|guild| !named.contains(guild)).collect();
    if missing.len() > FEW && missing.len() * 2 > ours.len() {
        tracing::warn!(
            missing = missing.len(),
            known = ours.len(),
            "most servers are missing from the gateway's welcome: nothing is concluded from that"
        );
        return;
    }
    for guild in missing {
        match gate.is_in(guild).await {
            Ok(false) => removed(guild, store, clock, bell).await,
            Ok(true) => tracing::info!(%guild, "still in a server that the gateway's welcome did not name"),
            Err(fault) => {
                tracing::warn!(cause = %fault, "whether the bot was removed from servers meanwhile could not be asked");
                return;
            }
        }
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
