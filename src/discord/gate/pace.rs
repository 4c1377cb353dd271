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

/// Three at once, and then one a period: with a period of 2.5 seconds at most 5 in any 5 seconds.
const CHANNEL_BURST: NonZeroU32 = NonZeroU32::MIN.saturating_add(2);

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
    pub(super) fn new(channel_period: Duration) -> Self {
        let all = Quota::per_second(ALL_RATE).allow_burst(ALL_BURST);
        // `with_period` refuses a period of zero only.
        let channel = Quota::with_period(channel_period).unwrap_or(Quota::per_minute(CHANNEL_BURST));
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
        // A token that is taken while everything is held would leave together with all the others at the hold's end.
        self.wait_out(channel, longest).await?;
        if let (Some(channel), true) = (channel, posts) {
            self.channels.until_key_ready(&channel).await;
            if self.channels.len() > MANY_CHANNELS {
                self.channels.retain_recent();
            }
        }
        self.all.until_ready().await;
        // A 429 may have come meanwhile.
        self.wait_out(channel, longest).await
    }

    /// Waits out what a 429 holds back.
    async fn wait_out(&self, channel: Option<ChannelId>, longest: Duration) -> Result<(), Duration> {
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
                // A later 429 with a shorter wait takes nothing of an earlier one's back.
                let own = held.channels.entry(channel).or_insert(until);
                *own = until.max(*own);
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

#[cfg(test)]
mod tests {
    use super::*;

    const DAILY: ChannelId = ChannelId::new(41);
    const HOUR: Duration = Duration::from_secs(3_600);

    #[tokio::test]
    async fn whoever_is_held_back_takes_no_token_along() {
        let pace = Pace::new(Duration::from_millis(2_500));
        pace.hold(None, true, HOUR);
        for _ in 0..5 {
            assert!(pace.turn(Some(DAILY), true, Duration::ZERO).await.is_err());
        }
        // All of a burst is still there.
        assert!(matches!(pace.all.check_n(ALL_BURST), Ok(Ok(()))));
        assert!(matches!(pace.channels.check_key_n(&DAILY, CHANNEL_BURST), Ok(Ok(()))));
    }

    #[tokio::test]
    async fn a_shorter_rate_limit_takes_nothing_of_a_longer_one_back() {
        let pace = Pace::new(Duration::from_millis(2_500));
        for (channel, everything) in [(Some(DAILY), false), (None, true)] {
            pace.hold(channel, everything, HOUR);
            pace.hold(channel, everything, Duration::from_secs(1));
            assert!(pace.held_for(channel) > Some(HOUR / 2), "{channel:?}");
        }
    }

    /// In any window: what bursts at its start, and what flows in until its end.
    #[test]
    fn the_worlds_pace_keeps_within_discords_limits() {
        assert!(ALL_BURST.get() + ALL_RATE.get() <= 48);
        let period = crate::discord::Patience::default().channel_period;
        let flows = Duration::from_secs(5).as_millis() / period.as_millis();
        assert!(u128::from(CHANNEL_BURST.get()) + flows <= 5);
    }
}
