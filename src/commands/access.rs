//! Whether the bot can post in a channel, found out before anything is promised.

use serenity::model::Permissions;
use serenity::model::id::ChannelId;

use super::{Asked, Commands, LookupFault};
use crate::messages::Access;

/// For the channel that somebody asks from, Discord has said it with the interaction; for another one it is asked.
pub(super) async fn access(commands: &Commands, asked: &Asked, channel: ChannelId) -> Access {
    look(commands, asked, channel).await.0
}

/// The same, and all that the bot may do there, where that is known.
pub(super) async fn look(commands: &Commands, asked: &Asked, channel: ChannelId) -> (Access, Option<Permissions>) {
    let here = (channel == asked.channel).then(|| Access::judge(asked.own_permissions, asked.in_thread));
    // A thread's lock is not among what Discord has said.
    if here == Some(Access::Ready) && !asked.in_thread {
        return (Access::Ready, Some(asked.own_permissions));
    }
    match (commands.discord.own_permissions(asked.guild, channel).await, here) {
        // A timeout looks like a switch that is off.
        (Err(LookupFault::TimedOut), _) => (Access::TimedOut, None),
        (Err(LookupFault::Locked), _) => (Access::Locked, None),
        (_, Some(here)) => (here, Some(asked.own_permissions)),
        // A thread is chosen by asking from within it, so that another place is taken for a channel.
        (Ok(own), None) => (Access::judge(own, false), Some(own)),
        (Err(LookupFault::Unknown), None) => (Access::Hidden, None),
        (Err(LookupFault::Unanswered), None) => (Access::Unanswered, None),
    }
}
