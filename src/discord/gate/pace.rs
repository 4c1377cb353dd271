//! The pace of the bot's own requests: below Discord's limits by design, and held back where a 429 says so.
//!
//! Discord allows 50 requests a second in all and 5 messages per 5 seconds a channel, counted in windows that we do
//! not see. So the rates here are such that *any* window of that length stays within: what may burst and what flows
//! in meanwhile add up to the budget, and to 5.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};
use serenity::model::id::ChannelId;
use tokio::time::Instant;

/// How many requests may leave at once. Two, so that a sleeper who is woken a little late costs nobody a turn; each
/// more would take one a second from the steady flow.
const ALL_BURST: NonZeroU32 = NonZeroU32::MIN.saturating_add(1);

/// Three at once, and then one a period: with a period of 2.5 seconds at most 5 in any 5 seconds.
const CHANNEL_BURST: NonZeroU32 = NonZeroU32::MIN.saturating_add(2);

/// So many channels are remembered before the quiet ones are forgotten.
const MANY_CHANNELS: usize = 1_000;

#[derive(Debug)]
pub(super) struct Pace {
    all: DefaultDirectRateLimiter,
    /// Posts wait for their turn in a line, and only its head competes with what is asked beside them.
    line: tokio::sync::Mutex<()>,
    channels: DefaultKeyedRateLimiter<ChannelId>,
    held: Mutex<Held>,
}

/// Until when a 429 holds requests back.
#[derive(Debug, Default)]
struct Held {
    all: Option<Instant>,
    routes: HashMap<Route, Instant>,
}

/// What a rate limit is counted for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Route {
    /// Everything in one channel.
    Channel(ChannelId),
    /// One kind of question about one thing.
    Other(&'static str, String),
}

/// At most `budget` in any second, a second's both ends included: `burst` at its start and one a period after that.
fn whole(budget: NonZeroU32) -> Quota {
    // Of a budget of one, nothing may burst.
    let burst = ALL_BURST.min(budget);
    let flow = budget.get() - burst.get() + 1;
    // A nanosecond more, or the one at the very end of the second would be one too many.
    let period = Duration::from_secs(1) / flow + Duration::from_nanos(1);
    // `with_period` refuses a period of zero only.
    Quota::with_period(period).unwrap_or(Quota::per_second(NonZeroU32::MIN)).allow_burst(burst)
}

/// At most 5 in any 5 seconds, where the period is 2.5 seconds or more.
fn of_channel(period: Duration) -> Quota {
    Quota::with_period(period).unwrap_or(Quota::per_minute(CHANNEL_BURST)).allow_burst(CHANNEL_BURST)
}

impl Pace {
    pub(super) fn new(budget: NonZeroU32, channel_period: Duration) -> Self {
        Self {
            all: RateLimiter::direct(whole(budget)),
            line: tokio::sync::Mutex::default(),
            channels: RateLimiter::keyed(of_channel(channel_period)),
            held: Mutex::default(),
        }
    }

    /// Waits for this request's turn. `posts`, also what edits a post, counts against the channel's own pace too.
    ///
    /// # Errors
    /// How long the route or everything is held back, where that is more than `longest`.
    pub(super) async fn turn(&self, route: &Route, posts: bool, longest: Duration) -> Result<(), Duration> {
        // A token that is taken while everything is held would leave together with all the others at the hold's end.
        self.wait_out(route, longest).await?;
        if let (Route::Channel(channel), true) = (route, posts) {
            self.channels.until_key_ready(channel).await;
            if self.channels.len() > MANY_CHANNELS {
                self.channels.retain_recent();
            }
            let _head = self.line.lock().await;
            self.all.until_ready().await;
        } else {
            self.all.until_ready().await;
        }
        // A 429 may have come meanwhile.
        self.wait_out(route, longest).await
    }

    /// Waits out what a 429 holds back.
    async fn wait_out(&self, route: &Route, longest: Duration) -> Result<(), Duration> {
        while let Some(left) = self.held_for(route) {
            if left > longest {
                return Err(left);
            }
            tokio::time::sleep(left).await;
        }
        Ok(())
    }

    /// A 429 came: nothing (on this route, or at all) for so long.
    pub(super) fn hold(&self, route: Route, everything: bool, after: Duration) {
        let until = Instant::now() + after;
        let mut held = self.lock();
        // A later 429 with a shorter wait takes nothing of an earlier one's back.
        if everything {
            held.all = held.all.max(Some(until));
        } else {
            let own = held.routes.entry(route).or_insert(until);
            *own = until.max(*own);
        }
    }

    fn held_for(&self, route: &Route) -> Option<Duration> {
        let now = Instant::now();
        let mut held = self.lock();
        held.routes.retain(|_, until| *until > now);
        let until = held.all.max(held.routes.get(route).copied())?;
        until.checked_duration_since(now).filter(|left| !left.is_zero())
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use governor::clock::{FakeRelativeClock, Reference as _};
    use proptest::prelude::*;

    use super::*;
    use crate::settings::Settings;

    const DAILY: Route = Route::Channel(ChannelId::new(41));
    const HOUR: Duration = Duration::from_secs(3_600);
    const SECOND: Duration = Duration::from_secs(1);

    fn pace() -> Pace {
        Pace::new(NonZeroU32::new(48).unwrap(), Duration::from_millis(2_500))
    }

    #[tokio::test]
    async fn whoever_is_held_back_takes_no_token_along() {
        let pace = pace();
        pace.hold(DAILY, true, HOUR);
        for _ in 0..5 {
            assert!(pace.turn(&DAILY, true, Duration::ZERO).await.is_err());
        }
        // All of a burst is still there.
        assert!(matches!(pace.all.check_n(ALL_BURST), Ok(Ok(()))));
        assert!(matches!(pace.channels.check_key_n(&ChannelId::new(41), CHANNEL_BURST), Ok(Ok(()))));
    }

    #[tokio::test]
    async fn a_shorter_rate_limit_takes_nothing_of_a_longer_one_back() {
        let pace = pace();
        for everything in [false, true] {
            pace.hold(DAILY, everything, HOUR);
            pace.hold(DAILY, everything, Duration::from_secs(1));
            assert!(pace.held_for(&DAILY) > Some(HOUR / 2), "{everything}");
        }
    }

    #[tokio::test]
    async fn a_route_is_held_alone() {
        let pace = pace();
        let server = |id: &str| Route::Other("a server", format!("guilds/{id}"));
        pace.hold(server("7"), false, HOUR);
        for other in [server("8"), Route::Other("the bot's own membership", "guilds/7".to_owned()), DAILY] {
            assert!(pace.held_for(&other).is_none(), "{other:?}");
        }
        assert!(pace.held_for(&server("7")).is_some());
    }

    /// In any window: what bursts at its start, and what flows in until its end.
    #[test]
    fn the_worlds_pace_keeps_within_discords_limits() {
        let budget = Settings::built_in([]).unwrap().discord.requests_per_second;
        assert_eq!(budget.get(), 48);
        for budget in (1..=50).filter_map(NonZeroU32::new) {
            let quota = whole(budget);
            let flows = SECOND.as_nanos() / quota.replenish_interval().as_nanos();
            assert_eq!(u128::from(quota.burst_size().get()) + flows, u128::from(budget.get()));
        }
        let period = crate::discord::Patience::default().channel_period;
        let flows = Duration::from_secs(5).as_millis() / period.as_millis();
        assert!(u128::from(CHANNEL_BURST.get()) + flows <= 5);
    }

    /// The instants at which a quota lets through whoever comes at these times apart, in its order, where a sleeper
    /// wakes up late by as much as the second of each pair says.
    fn let_through(quota: Quota, comers: impl IntoIterator<Item = (Duration, Duration)>) -> Vec<Duration> {
        let clock = FakeRelativeClock::default();
        let limiter = RateLimiter::direct_with_clock(quota, clock.clone());
        let start = governor::clock::Clock::now(&clock);
        let mut instants = Vec::new();
        for (apart, late) in comers {
            clock.advance(apart);
            while let Err(early) = limiter.check() {
                clock.advance(early.wait_time_from(governor::clock::Clock::now(&clock)) + late);
            }
            instants.push(governor::clock::Clock::now(&clock).duration_since(start).into());
        }
        instants
    }

    /// The most instants that lie within one window, its both ends included.
    fn most_in(window: Duration, instants: &[Duration]) -> usize {
        let inside = |from: usize| instants[from..].iter().take_while(|at| **at - instants[from] <= window).count();
        (0..instants.len()).map(inside).max().unwrap_or(0)
    }

    proptest! {
        /// Whoever comes when, and however late a sleeper wakes up.
        #[test]
        fn no_second_holds_more_than_the_budget_and_no_five_more_than_five_posts(
            budget in 1_u32..=50,
            comers in prop::collection::vec((prop_oneof![4 => Just(0), 4 => 0_u64..40_000, 1 => 0_u64..2_000_000], 0_u64..30_000), 1..400),
        ) {
            let comers = || comers.iter().map(|(apart, late)| (Duration::from_micros(*apart), Duration::from_micros(*late)));
            let instants = let_through(whole(NonZeroU32::new(budget).unwrap()), comers());
            prop_assert!(most_in(SECOND, &instants) <= usize::try_from(budget).unwrap());
            let period = crate::discord::Patience::default().channel_period;
            let instants = let_through(of_channel(period), comers());
            prop_assert!(most_in(5 * SECOND, &instants) <= 5);
        }
    }

    /// The issue's own number: at most 1.1 times what Discord's 50 a second take, with wakers that are late by up to
    /// nearly a period each time.
    #[test]
    fn ten_thousand_posts_take_little_more_than_discords_limit_takes() {
        let late = |turn: u64| Duration::from_micros(turn * 7_919 % 20_000);
        let comers = (0..10_000).map(|turn| (Duration::ZERO, late(turn)));
        let instants = let_through(whole(NonZeroU32::new(48).unwrap()), comers);
        let floor = 10_000 * SECOND / 50;
        assert!(instants[9_999] < floor * 11 / 10, "{:?}", instants[9_999]);
    }

    /// Whoever came first goes first, and a question asked beside the line competes with its head alone.
    #[tokio::test]
    async fn posts_leave_in_line_and_a_question_waits_for_no_line() {
        const POSTS: u64 = 200;
        let pace = Arc::new(Pace::new(NonZeroU32::new(100).unwrap(), Duration::from_millis(1)));
        let sent = Arc::new(Mutex::new(Vec::new()));
        let posts: Vec<_> = (0..POSTS)
            .map(|number| {
                let (pace, sent) = (Arc::clone(&pace), Arc::clone(&sent));
                tokio::spawn(async move {
                    let route = Route::Channel(ChannelId::new(1_000 + number));
                    pace.turn(&route, true, HOUR).await.unwrap();
                    sent.lock().unwrap().push(number);
                })
            })
            .collect();
        tokio::task::yield_now().await;
        let question = Route::Other("a server", "guilds/7".to_owned());
        for _ in 0..3 {
            pace.turn(&question, false, HOUR).await.unwrap();
        }
        assert!(sent.lock().unwrap().len() < 100, "most posts went first");
        for post in posts {
            post.await.unwrap();
        }
        let sent = sent.lock().unwrap();
        assert!(sent.is_sorted(), "{sent:?}");
    }
}
