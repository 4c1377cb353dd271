//! The pace of the bot's own requests: below Discord's limits by design, and held back where a 429 says so.
//!
//! Discord allows 50 requests a second in all and 5 messages per 5 seconds a channel, counted in windows that we do
//! not see. So the rates here are such that *any* window of that length stays within: what may burst and what flows
//! in meanwhile add up to 48, and to 5.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};
use serenity::model::id::ChannelId;
use tokio::time::Instant;

/// Ten at once and 38 a second: at most 48 in any second.
const ALL_BURST: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);
const ALL_RATE: NonZeroU32 = NonZeroU32::MIN.saturating_add(37);

/// Three at once and one every 2.5 seconds: at most 5 in any 5 seconds.
const CHANNEL_BURST: NonZeroU32 = NonZeroU32::MIN.saturating_add(2);
const CHANNEL_PERIOD: Duration = Duration::from_millis(2_500);

/// So many channels are remembered before the quiet ones are forgotten.
const MANY_CHANNELS: usize = 1_000;

#[derive(Debug)]
pub(super) struct Pace {
    all: DefaultDirectRateLimiter,
    channels: DefaultKeyedRateLimiter<ChannelId>,
    held: Mutex<Held>,
}

/// Until when a 429 holds requests back.
#[derive(Debug, Default)]
struct Held {
    all: Option<Instant>,
    channels: HashMap<ChannelId, Instant>,
}

impl Pace {
    pub(super) fn new() -> Self {
        let all = Quota::per_second(ALL_RATE).allow_burst(ALL_BURST);
        // `with_period` refuses a period of zero only.
        let channel = Quota::with_period(CHANNEL_PERIOD).unwrap_or(Quota::per_minute(CHANNEL_BURST));
        Self {
            all: RateLimiter::direct(all),
            channels: RateLimiter::keyed(channel.allow_burst(CHANNEL_BURST)),
            held: Mutex::default(),
        }
    }

    /// Waits for this request's turn. `posts` counts against the channel's own pace too.
    ///
    /// # Errors
    /// How long the channel or everything is held back, where that is more than `longest`.
    pub(super) async fn turn(
        &self,
        channel: Option<ChannelId>,
        posts: bool,
        longest: Duration,
    ) -> Result<(), Duration> {
        if let (Some(channel), true) = (channel, posts) {
            self.channels.until_key_ready(&channel).await;
            if self.channels.len() > MANY_CHANNELS {
                self.channels.retain_recent();
            }
        }
        self.all.until_ready().await;
        // After the wait above, for a 429 may have come meanwhile.
        while let Some(left) = self.held_for(channel) {
            if left > longest {
                return Err(left);
            }
            tokio::time::sleep(left).await;
        }
        Ok(())
    }

    /// A 429 came: nothing (in this channel, or at all) for so long.
    pub(super) fn hold(&self, channel: Option<ChannelId>, everything: bool, after: Duration) {
        let until = Instant::now() + after;
        let mut held = self.lock();
        match channel {
            Some(channel) if !everything => {
                held.channels.insert(channel, until);
            }
            _ if everything => held.all = held.all.max(Some(until)),
            _ => {}
        }
    }

    fn held_for(&self, channel: Option<ChannelId>) -> Option<Duration> {
        let now = Instant::now();
        let mut held = self.lock();
        held.channels.retain(|_, until| *until > now);
        let own = channel.and_then(|channel| held.channels.get(&channel).copied());
        let until = held.all.max(own)?;
        until.checked_duration_since(now).filter(|left| !left.is_zero())
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
