//! Ids: Discord's snowflakes, made from the calendar.
//!
//! Discord documents the shape: milliseconds since 2015-01-01 in the upper 42 bits, the rest tells ids of one
//! millisecond apart (Reference, "Snowflakes"). Ids only grow here, also where the calendar is set back, so that a later
//! message always sorts after an earlier one.

use serde_json::Value;
use twilight_model::id::Id;
use twilight_model::id::marker::{
    ApplicationMarker, AttachmentMarker, ChannelMarker, CommandMarker, GuildMarker, InteractionMarker, MessageMarker,
    RoleMarker, UserMarker,
};

use crate::clock::Clock;

/// An application's id.
pub type ApplicationId = Id<ApplicationMarker>;
/// A file's id.
pub type AttachmentId = Id<AttachmentMarker>;
/// A channel's or a thread's id.
pub type ChannelId = Id<ChannelMarker>;
/// A registered command's id.
pub type CommandId = Id<CommandMarker>;
/// A server's id.
pub type GuildId = Id<GuildMarker>;
/// An interaction's id.
pub type InteractionId = Id<InteractionMarker>;
/// A message's id.
pub type MessageId = Id<MessageMarker>;
/// A role's id.
pub type RoleId = Id<RoleMarker>;
/// A person's or a bot's id.
pub type UserId = Id<UserMarker>;

/// An id in a body: text as Discord writes it, or a number as some libraries do.
pub fn read_id<T>(value: &Value) -> Option<Id<T>> {
    let number = value.as_u64().or_else(|| value.as_str()?.parse().ok())?;
    Id::new_checked(number)
}

/// Milliseconds from 1970 to 2015, where Discord's count begins.
pub const DISCORD_EPOCH_MS: i64 = 1_420_070_400_000;

/// Makes ids.
#[derive(Debug)]
pub struct Snowflakes {
    clock: Clock,
    last: u64,
    /// The worker bits, so that two stand-ins with different seeds give different ids at the same instant.
    worker: u64,
}

impl Snowflakes {
    pub(super) fn new(clock: Clock, seed: u64) -> Self {
        Self { clock, last: 0, worker: (seed & 0x3ff) << 12 }
    }

    /// The next id: greater than every id before.
    // Not an iterator's: what kind of id it is, is the caller's to say.
    #[expect(clippy::should_implement_trait)]
    pub fn next<T>(&mut self) -> Id<T> {
        let since = self.clock.now().as_millisecond().saturating_sub(DISCORD_EPOCH_MS);
        let milliseconds = u64::try_from(since).unwrap_or(0);
        self.last = ((milliseconds << 22) | self.worker).max(self.last + 1);
        // `last` is at least 1 here; the fallback only satisfies the type.
        Id::new_checked(self.last).unwrap_or_else(|| Id::new(1))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn ids_carry_the_calendar_and_only_grow() {
        let start: jiff::Timestamp = "2026-11-23T08:00:00Z".parse().unwrap();
        let (clock, hand) = Clock::stepped(start);
        let mut snowflakes = Snowflakes::new(clock, 7);
        let first: UserId = snowflakes.next();
        assert_eq!((first.get() >> 22) as i64 + DISCORD_EPOCH_MS, start.as_millisecond());
        let second: UserId = snowflakes.next();
        hand.advance_to("2026-11-22T08:00:00Z".parse().unwrap(), Duration::from_secs(5)).await.unwrap();
        let third: UserId = snowflakes.next();
        assert!(first < second && second < third);
    }
}
