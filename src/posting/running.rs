//! The loop: as long as something is due, one claim after another and several posts in hand; and rest otherwise.
//!
//! One looks for all hands. Loops side by side would each ask the store at every bell and fight over the same row, and
//! only a claim's second half, the network, is worth doing several times at once.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::pin::Pin;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use jiff::Timestamp;
use serenity::model::id::ChannelId;
use tokio_util::sync::CancellationToken;

use super::engine::{Engine, Work};
use super::happened::{Happened, log};
use crate::clock::{Alarm, Busy, Woken};
use crate::store::StoreError;

/// The longest rest where another process can write into the store, whose bell is not heard here.
const SHARED_REST: Duration = Duration::from_secs(60);
/// The first rest after the store failed; it doubles with each failure in a row.
const FIRST_STORE_REST: Duration = Duration::from_secs(5);
/// The longest such rest.
const LONGEST_STORE_REST: Duration = Duration::from_secs(5 * 60);

/// So many posts of one channel are in hand at most. The gate lets three into a channel at once and then one every two
/// and a half seconds: more of them would keep hands waiting that others have a use for.
const MOST_OF_A_CHANNEL: usize = 3;
/// How long the day's prompt stands back in such a channel: until one of those in hand has gone.
const A_CHANNELS_TURN: Duration = Duration::from_millis(2_500);
/// How long everything else does: until all of them have gone. Else what is asked for again and again overtakes the
/// prompt again and again.
const ALL_ITS_TURNS: Duration = Duration::from_millis(7_500);

/// Why [`Engine::run`] ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It was asked to stop.
    Asked,
    /// Discord does not accept the token.
    TokenRefused,
}

/// What is in hand. Each piece of work holds its guard until the loop has taken note of what came of it: a stepped clock
/// does not count as settled in between.
type InHand<'a> = FuturesUnordered<Pin<Box<dyn Future<Output = (Came, Busy)> + Send + 'a>>>;

/// What a piece of work came to.
enum Came {
    /// There is something to carry.
    Claimed(Work),
    /// There is none before then.
    NoneBefore(Option<Timestamp>),
    /// Looking came to this instead.
    Looked(Happened),
    /// Its channel had enough in hand, and it was given back.
    StoodBack,
    /// A claim was carried.
    Carried(ChannelId, Happened),
}

/// When the next look for something due is worth it.
#[derive(Clone, Copy, Debug)]
enum Look {
    Now,
    /// Nothing is due before then, unless the bell rings.
    At(Option<Timestamp>),
    /// The store failed. A bell tells that somebody has just written into it.
    StoreFailed(Option<Timestamp>),
    /// Discord is down: no bell changes that.
    Down(Option<Timestamp>),
}

impl Look {
    fn at(self) -> Option<Timestamp> {
        match self {
            Self::Now => None,
            Self::At(at) | Self::StoreFailed(at) | Self::Down(at) => at,
        }
    }
}

/// How the loop stands.
struct Course {
    look: Look,
    /// Whether somebody is looking.
    looking: bool,
    /// Whether something came up while somebody was looking.
    again: bool,
    /// How many claims are being carried.
    carrying: usize,
    /// How many of each channel.
    of_channel: HashMap<ChannelId, usize>,
    /// How often in a row the store failed.
    store_failures: u32,
    /// Whether the last try found Discord down: then one goes ahead.
    was_down: bool,
    ended: Option<Ended>,
}

impl Course {
    fn wants_a_look(&self, hands: usize) -> bool {
        let hands = if self.was_down || self.store_failures > 0 { 1 } else { hands.max(1) };
        matches!(self.look, Look::Now) && self.ended.is_none() && !self.looking && self.carrying < hands
    }

    fn takes(&mut self, channel: ChannelId) {
        self.carrying += 1;
        *self.of_channel.entry(channel).or_default() += 1;
    }

    fn lets_go(&mut self, channel: ChannelId) {
        self.carrying -= 1;
        if let Entry::Occupied(mut entry) = self.of_channel.entry(channel) {
            match *entry.get() {
                0 | 1 => drop(entry.remove()),
                _ => *entry.get_mut() -= 1,
            }
        }
    }

    /// How long a further claim of that channel stands back, where enough are in hand.
    fn stands_back(&self, work: &Work) -> Option<Duration> {
        let full = self.of_channel.get(&work.channel()).is_some_and(|in_hand| *in_hand >= MOST_OF_A_CHANNEL);
        full.then_some(if work.is_daily() { A_CHANNELS_TURN } else { ALL_ITS_TURNS })
    }
}

impl Engine {
    /// Takes step after step, several side by side, and rests on `alarm` where nothing is due. The steps in hand are
    /// finished when `stop` is cancelled.
    pub async fn run(&self, mut alarm: Alarm, stop: CancellationToken) -> Ended {
        let mut in_hand: InHand<'_> = FuturesUnordered::new();
        let mut course = Course {
            look: Look::Now,
            looking: false,
            again: false,
            carrying: 0,
            of_channel: HashMap::new(),
            store_failures: 0,
            was_down: false,
            ended: stop.is_cancelled().then_some(Ended::Asked),
        };
        loop {
            if course.wants_a_look(self.options.hands) {
                course.looking = true;
                course.again = false;
                let busy = self.clock.busy();
                in_hand.push(Box::pin(async move { (self.look_for_one().await, busy) }));
            }
            if let (Some(ended), true) = (course.ended, in_hand.is_empty()) {
                return ended;
            }
            let rests = !matches!(course.look, Look::Now) && course.ended.is_none();
            tokio::select! {
                Some((came, busy)) = in_hand.next(), if !in_hand.is_empty() => {
                    if let Some(work) = self.note(came, &mut course) {
                        let (busy, channel) = (self.clock.busy(), work.channel());
                        match course.stands_back(&work) {
                            // Somebody is looking still, until it is given back.
                            Some(rest) => in_hand.push(Box::pin(async move { (self.stand_back(&work, rest).await, busy) })),
                            None => {
                                course.looking = false;
                                course.takes(channel);
                                in_hand.push(Box::pin(async move {
                                    (Came::Carried(channel, self.carry(&work).await), busy)
                                }));
                            }
                        }
                    }
                    drop(busy);
                }
                woken = alarm.wait(course.look.at()), if rests => {
                    if woken == Woken::Due || !matches!(course.look, Look::Down(_)) {
                        course.look = Look::Now;
                    }
                }
                () = stop.cancelled(), if course.ended.is_none() => course.ended = Some(Ended::Asked),
            }
        }
    }

    async fn look_for_one(&self) -> Came {
        match self.claim().await {
            Ok(work) => Came::Claimed(work),
            Err(Happened::Nothing) => match self.next_due().await {
                Ok(next) => Came::NoneBefore(next.into_iter().chain(self.look_again()).min()),
                Err(error) => Came::Looked(Happened::StoreFailed(error)),
            },
            Err(happened) => Came::Looked(happened),
        }
    }

    /// Gives a claim back untried, without a word: its channel's turn comes, and others go first until then.
    async fn stand_back(&self, work: &Work, rest: Duration) -> Came {
        let until = self.after(rest).unwrap_or(Timestamp::MAX);
        let (stood, occurrence) = match work {
            Work::Post(claim) => (self.store.stand_back(claim, until).await, claim.occurrence.id),
            Work::Change(change) => (self.store.change_put_back(change, until, false).await, change.occurrence.id),
        };
        match stood {
            Ok(()) => Came::StoodBack,
            Err(StoreError::NotHolder) => Came::Looked(Happened::TakenOver { occurrence }),
            Err(error) => Came::Looked(Happened::StoreFailed(error)),
        }
    }

    /// When something is to be posted, changed, erased or scrubbed.
    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let upkeep = self.next_upkeep().await?;
        let change = self.store.next_change().await?;
        Ok(self.store.next_due().await?.into_iter().chain(upkeep).chain(change).min())
    }

    /// Takes note of what a piece of work came to, and hands back a claim that is to be carried.
    fn note(&self, came: Came, course: &mut Course) -> Option<Work> {
        let happened = match came {
            Came::Claimed(work) => {
                course.store_failures = 0;
                return Some(work);
            }
            Came::StoodBack => {
                course.looking = false;
                return None;
            }
            Came::NoneBefore(next) => {
                course.looking = false;
                course.store_failures = 0;
                // What was put back meanwhile may be due before that.
                if matches!(course.look, Look::Now) && !course.again {
                    course.look = Look::At(next);
                }
                return None;
            }
            Came::Looked(happened) => {
                course.looking = false;
                happened
            }
            Came::Carried(channel, happened) => {
                course.lets_go(channel);
                course.again = true;
                course.was_down &= matches!(happened, Happened::StoreFailed(_) | Happened::Down { .. });
                if let Look::At(_) = course.look {
                    course.look = Look::Now;
                }
                happened
            }
        };
        log(&happened);
        match happened {
            Happened::StoreFailed(_) => {
                // Steps that fail together are one failure.
                if !matches!(course.look, Look::StoreFailed(_)) {
                    let rest = FIRST_STORE_REST.saturating_mul(2_u32.saturating_pow(course.store_failures));
                    course.store_failures = course.store_failures.saturating_add(1);
                    if !matches!(course.look, Look::Down(_)) {
                        course.look = Look::StoreFailed(self.after(rest.min(LONGEST_STORE_REST)));
                    }
                }
            }
            Happened::Down { until, .. } => {
                course.was_down = true;
                course.store_failures = 0;
                course.look = Look::Down(Some(until));
            }
            Happened::Stop => course.ended = Some(Ended::TokenRefused),
            _ => course.store_failures = 0,
        }
        None
    }

    /// When to look for what another process has left behind.
    fn look_again(&self) -> Option<Timestamp> {
        let rest = self.options.longest_rest.or(self.store.is_shared().then_some(SHARED_REST))?;
        self.after(rest)
    }

    fn after(&self, rest: Duration) -> Option<Timestamp> {
        self.clock.now().checked_add(rest).ok()
    }
}
