//! The clock itself: the machine's, or one that a hand moves. No other file of the project reads the time.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::Notify;

/// What time it is, for everybody who was handed this clock. Cheap to clone; all clones agree.
#[derive(Clone, Debug)]
pub struct Clock {
    source: Source,
}

#[derive(Clone, Debug)]
enum Source {
    System {
        /// When it was made, by a clock that nobody sets.
        began: Instant,
    },
    Stepped(Arc<Shared>),
}

#[derive(Debug)]
pub(super) struct Shared {
    state: Mutex<State>,
    /// Told of every change that could make somebody settled.
    changed: Notify,
}

#[derive(Debug)]
struct State {
    now: Timestamp,
    /// What has passed, whatever the calendar was set to.
    running: Duration,
    busy: usize,
    alarms: BTreeMap<u64, AlarmState>,
    next_alarm: u64,
}

/// What the hand needs to know of one alarm to say whether its owner is at rest.
#[derive(Debug)]
struct AlarmState {
    resting: bool,
    until: Option<Timestamp>,
    wake: Arc<Notify>,
    rung: bool,
}

/// Moves a stepped clock. Dropping it stops the clock for good.
#[derive(Debug)]
pub struct Hand {
    shared: Arc<Shared>,
}

/// Held while somebody works at something that advancing has to wait for. See [`Clock::busy`].
#[derive(Debug)]
pub struct Busy {
    shared: Option<Arc<Shared>>,
}

/// Somebody was still at work when the patience of [`Hand::advance_to`] ran out.
#[derive(Debug, thiserror::Error)]
#[error("the clock stands at {now}: {busy} at work, {awake} awake, after {patience:?}")]
pub struct NotSettled {
    now: Timestamp,
    busy: usize,
    awake: usize,
    patience: Duration,
}

impl Clock {
    /// The machine's own clock.
    pub fn system() -> Self {
        Self { source: Source::System { began: Instant::now() } }
    }

    /// A clock that stands at `start` until its hand moves it.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// use std::time::Duration;
    /// let nine = "2026-11-23T08:00:00Z".parse().unwrap();
    /// let (clock, hand) = clarion::clock::Clock::stepped("2026-11-23T07:59:00Z".parse().unwrap());
    /// hand.advance_to(nine, Duration::from_secs(5)).await.unwrap();
    /// assert_eq!(clock.now(), nine);
    /// # });
    /// ```
    pub fn stepped(start: Timestamp) -> (Self, Hand) {
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                now: start,
                running: Duration::ZERO,
                busy: 0,
                alarms: BTreeMap::new(),
                next_alarm: 0,
            }),
            changed: Notify::new(),
        });
        (Self { source: Source::Stepped(Arc::clone(&shared)) }, Hand { shared })
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        match &self.source {
            Source::System { .. } => Timestamp::now(),
            Source::Stepped(shared) => shared.lock().now,
        }
    }

    /// For how long this clock has run. Unlike [`Clock::now`] it is not set forward or back with the calendar, so that the
    /// difference of two readings is how much time has really passed between them. It says nothing to another process,
    /// and a machine may stop it while it sleeps.
    pub fn running(&self) -> Duration {
        match &self.source {
            Source::System { began } => began.elapsed(),
            Source::Stepped(shared) => shared.lock().running,
        }
    }

    /// Says that its holder is at work: a stepped clock does not count as settled before the guard is dropped.
    /// On the machine's clock it does nothing.
    pub fn busy(&self) -> Busy {
        let shared = self.stepped_state();
        if let Some(shared) = &shared {
            shared.lock().busy += 1;
        }
        Busy { shared }
    }

    pub(super) fn stepped_state(&self) -> Option<Arc<Shared>> {
        match &self.source {
            Source::System { .. } => None,
            Source::Stepped(shared) => Some(Arc::clone(shared)),
        }
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        if let Some(shared) = &self.shared {
            shared.lock().busy -= 1;
            shared.changed.notify_waiters();
        }
    }
}

impl Hand {
    /// Moves the clock to `to`, stopping at every instant that an alarm waits for on the way, and returns when
    /// everybody is at rest: time passes ([`Clock::running`]). A `to` in the past moves the clock back, as an operator's
    /// correction would.
    ///
    /// # Errors
    /// [`NotSettled`] where somebody is still at work after `patience` of real time.
    pub async fn advance_to(&self, to: Timestamp, patience: Duration) -> Result<(), NotSettled> {
        loop {
            self.settled(patience).await?;
            let now = self.shared.lock().step_towards(to);
            if now == to {
                return self.settled(patience).await;
            }
        }
    }

    /// Sets the clock to `to` at once, forward or back, as an operator at the machine would: no time passes, and nobody sees
    /// the instants in between. Returns when everybody is at rest, those included whose instant is now past.
    ///
    /// # Errors
    /// [`NotSettled`] where somebody is still at work after `patience` of real time.
    pub async fn set_to(&self, to: Timestamp, patience: Duration) -> Result<(), NotSettled> {
        self.settled(patience).await?;
        self.shared.lock().set(to);
        self.settled(patience).await
    }

    /// The nearest instant that somebody rests for, as soon as somebody does: for a test that cannot say beforehand whether
    /// anybody will.
    pub async fn awaited(&self) -> Timestamp {
        loop {
            let changed = self.shared.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            if let Some(until) = self.shared.lock().next() {
                return until;
            }
            changed.await;
        }
    }

    /// Returns when nobody is at work: no [`Busy`] guard is held and every alarm waits for a later instant.
    ///
    /// # Errors
    /// [`NotSettled`] where that is not so within `patience` of real time.
    pub async fn settled(&self, patience: Duration) -> Result<(), NotSettled> {
        let rest = async {
            loop {
                let changed = self.shared.changed.notified();
                tokio::pin!(changed);
                // Registered before the look, so that a change between the two is not missed.
                changed.as_mut().enable();
                if self.shared.lock().settled() {
                    return;
                }
                changed.await;
            }
        };
        tokio::time::timeout(patience, rest).await.map_err(|_| {
            let state = self.shared.lock();
            NotSettled { now: state.now, busy: state.busy, awake: state.awake(), patience }
        })
    }
}

impl State {
    /// The next instant that somebody waits for.
    fn next(&self) -> Option<Timestamp> {
        self.alarms.values().filter_map(|alarm| alarm.until).filter(|until| *until > self.now).min()
    }

    /// Moves to the next instant that somebody waits for, `to` at the farthest, and says where it stands.
    fn step_towards(&mut self, to: Timestamp) -> Timestamp {
        let next = self.next().filter(|next| *next <= to).unwrap_or(to);
        let passes = Duration::try_from(next.duration_since(self.now)).unwrap_or(Duration::ZERO);
        self.running = self.running.saturating_add(passes);
        self.set(next);
        self.now
    }

    /// Stands at `now` from here on, and wakes whoever waited for it.
    fn set(&mut self, now: Timestamp) {
        self.now = now;
        for alarm in self.alarms.values() {
            if alarm.until.is_some_and(|until| until <= now) {
                alarm.wake.notify_one();
            }
        }
    }

    fn awake(&self) -> usize {
        self.alarms.values().filter(|alarm| !alarm.at_rest(self.now)).count()
    }

    fn settled(&self) -> bool {
        self.busy == 0 && self.awake() == 0
    }
}

impl AlarmState {
    fn at_rest(&self, now: Timestamp) -> bool {
        self.resting && !self.rung && self.until.is_none_or(|until| until > now)
    }
}

impl Shared {
    /// A panic elsewhere leaves plain numbers behind, which stay usable.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn register(&self, wake: Arc<Notify>) -> u64 {
        let mut state = self.lock();
        let key = state.next_alarm;
        state.next_alarm += 1;
        state.alarms.insert(key, AlarmState { resting: false, until: None, wake, rung: false });
        key
    }

    pub(super) fn forget(&self, key: u64) {
        self.lock().alarms.remove(&key);
        self.changed.notify_waiters();
    }

    /// Marks the alarm as resting until `until`; true where there is no reason to rest at all.
    pub(super) fn rest(&self, key: u64, until: Option<Timestamp>) -> bool {
        let mut state = self.lock();
        let due = until.is_some_and(|until| until <= state.now);
        if let Some(alarm) = state.alarms.get_mut(&key) {
            alarm.resting = !due;
            alarm.until = until;
        }
        drop(state);
        self.changed.notify_waiters();
        due
    }

    /// The owner rests no more; a ring that it has not heard yet is kept.
    pub(super) fn rise(&self, key: u64) {
        if let Some(alarm) = self.lock().alarms.get_mut(&key) {
            alarm.resting = false;
            alarm.until = None;
        }
    }

    /// The owner has heard the bell, where it was rung.
    pub(super) fn heard(&self, key: u64) {
        if let Some(alarm) = self.lock().alarms.get_mut(&key) {
            alarm.rung = false;
        }
    }

    pub(super) fn was_rung(&self, key: u64) -> bool {
        self.lock().alarms.get(&key).is_some_and(|alarm| alarm.rung)
    }

    /// From the ring until the owner wakes, the alarm counts as awake: nobody can call the clock settled in between.
    pub(super) fn ring(&self, key: u64) {
        if let Some(alarm) = self.lock().alarms.get_mut(&key) {
            alarm.rung = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Alarm, Woken};

    const PATIENCE: Duration = Duration::from_secs(5);

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a test's instant")
    }

    #[tokio::test]
    async fn advancing_stops_at_each_alarm_and_waits_for_its_work() {
        let (clock, hand) = Clock::stepped(at("2026-11-23T08:00:00Z"));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (log, inner) = (Arc::clone(&seen), clock.clone());
        let mut alarm = Alarm::new(&clock);
        tokio::spawn(async move {
            for hour in ["2026-11-23T09:00:00Z", "2026-11-23T10:00:00Z"] {
                assert_eq!(alarm.wait(Some(at(hour))).await, Woken::Due);
                tokio::task::yield_now().await;
                log.lock().unwrap().push(inner.now());
            }
        });
        hand.advance_to(at("2026-11-23T12:00:00Z"), PATIENCE).await.unwrap();
        assert_eq!(*seen.lock().unwrap(), [at("2026-11-23T09:00:00Z"), at("2026-11-23T10:00:00Z")]);
    }

    #[tokio::test]
    async fn the_hand_is_told_when_somebody_begins_to_wait() {
        let (clock, hand) = Clock::stepped(at("2026-11-23T08:00:00Z"));
        let rests = async {
            // At work before, for however long that takes.
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
            Alarm::new(&clock).wait(Some(at("2026-11-23T08:01:00Z"))).await
        };
        let moves = async {
            let until = hand.awaited().await;
            hand.advance_to(until, PATIENCE).await
        };
        let (woken, moved) = tokio::join!(rests, moves);
        moved.unwrap();
        assert_eq!((woken, clock.now()), (Woken::Due, at("2026-11-23T08:01:00Z")));
    }

    #[tokio::test]
    async fn setting_the_clock_skips_what_lies_between() {
        let (clock, hand) = Clock::stepped(at("2026-11-23T08:00:00Z"));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (log, inner) = (Arc::clone(&seen), clock.clone());
        let mut alarm = Alarm::new(&clock);
        tokio::spawn(async move {
            assert_eq!(alarm.wait(Some(at("2026-11-23T09:00:00Z"))).await, Woken::Due);
            log.lock().unwrap().push(inner.now());
        });
        hand.set_to(at("2026-11-23T12:00:00Z"), PATIENCE).await.unwrap();
        assert_eq!(*seen.lock().unwrap(), [at("2026-11-23T12:00:00Z")]);
        hand.set_to(at("2026-11-22T12:00:00Z"), PATIENCE).await.unwrap();
        assert_eq!(clock.now(), at("2026-11-22T12:00:00Z"));
    }

    #[tokio::test]
    async fn what_has_passed_is_counted_apart_from_the_calendar() {
        let (clock, hand) = Clock::stepped(at("2026-11-23T08:00:00Z"));
        hand.advance_to(at("2026-11-23T08:00:10Z"), PATIENCE).await.unwrap();
        hand.set_to(at("2026-11-24T08:00:00Z"), PATIENCE).await.unwrap();
        hand.advance_to(at("2026-11-24T08:00:05Z"), PATIENCE).await.unwrap();
        for back in [true, false] {
            let to = at("2026-11-23T08:00:00Z");
            if back { hand.advance_to(to, PATIENCE).await } else { hand.set_to(to, PATIENCE).await }.unwrap();
            assert_eq!(clock.running(), Duration::from_secs(15));
        }
        let system = Clock::system();
        let before = system.running();
        assert!(system.clone().running() >= before);
    }

    #[tokio::test]
    async fn a_bell_rung_before_the_rest_is_not_lost_and_keeps_the_clock_unsettled() {
        let (clock, hand) = Clock::stepped(at("2026-11-23T08:00:00Z"));
        let mut alarm = Alarm::new(&clock);
        alarm.bell().ring();
        assert!(hand.settled(Duration::from_millis(1)).await.is_err());
        assert_eq!(alarm.wait(None).await, Woken::Rung);
    }

    #[tokio::test]
    async fn an_owner_that_stops_waiting_is_at_work_and_keeps_the_ring() {
        let (clock, hand) = Clock::stepped(at("2026-11-23T08:00:00Z"));
        let mut alarm = Alarm::new(&clock);
        tokio::select! {
            biased;
            _ = alarm.wait(None) => panic!("nobody rang"),
            () = tokio::task::yield_now() => {}
        }
        assert!(hand.settled(Duration::from_millis(1)).await.is_err());
        alarm.bell().ring();
        tokio::select! {
            biased;
            () = std::future::ready(()) => {}
            _ = alarm.wait(None) => panic!("it was not polled"),
        }
        assert_eq!(alarm.wait(None).await, Woken::Rung);
    }

    #[tokio::test]
    async fn work_in_hand_keeps_the_clock_unsettled() {
        let (clock, hand) = Clock::stepped(at("2026-11-23T08:00:00Z"));
        let work = clock.busy();
        assert!(hand.settled(Duration::from_millis(1)).await.is_err());
        drop(work);
        hand.settled(PATIENCE).await.unwrap();
    }
}
