//! The breaker: a Discord that is down is left alone.
//!
//! Requests that fail in a row, because nobody listens, nobody answers in time, or what answers is in trouble or is no
//! Discord at all, open it. Nothing of the bot's own is sent then until a rest is over; after it a single request goes
//! through to try. Where that one fails the next rest is twice as long, and where it is answered everything goes on.
//! One route that fails while nothing else is asked is that route's own trouble: it opens nothing. And a Discord that
//! still answers questions while it takes nothing any more is down for posts: the two are counted apart.
//!
//! The rests are the calendar's, as those of the posts are that wait for them.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng};

/// So many failures in a row open it.
const FAILURES: u32 = 5;

/// The first rest, and the longest.
const FIRST_REST: Duration = Duration::from_secs(1);
const LONGEST_REST: Duration = Duration::from_secs(5 * 60);

/// For whoever comes while another's request tries whether Discord is back.
const MOMENT: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(super) struct Breaker(Mutex<State>);

#[derive(Debug)]
struct State {
    questions: Run,
    changes: Run,
    rest: Option<Rest>,
    /// The last rest without its jitter, for as long as the trouble is not over.
    whole: Option<Duration>,
    random: StdRng,
}

/// Failures in a row.
#[derive(Debug, Default)]
struct Run {
    failures: u32,
    /// Where the first of them was.
    place: String,
    /// Whether they tell of more than that place.
    widespread: bool,
}

#[derive(Debug)]
struct Rest {
    until: Timestamp,
    length: Duration,
    /// A request is on its way that tries whether Discord is back.
    trying: bool,
}

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Question,
    Change,
}

/// The leave to send one request. Whoever has it says what came of it; one that is dropped without a word was not sent.
#[derive(Debug)]
pub(super) struct Leave<'a> {
    breaker: &'a Breaker,
    purpose: Purpose,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Usual,
    /// The one request that tries whether Discord is back.
    Try,
    /// Sent in any case: its failure counts for nothing.
    Regardless,
}

impl Breaker {
    pub(super) fn new(seed: u64) -> Self {
        Self(Mutex::new(State {
            questions: Run::default(),
            changes: Run::default(),
            rest: None,
            whole: None,
            random: StdRng::seed_from_u64(seed ^ 0x6272_6561_6b65_7221),
        }))
    }

    /// Whether there is any use in waiting for a turn.
    ///
    /// # Errors
    /// How long everything is left alone.
    pub(super) fn look(&self, now: Timestamp) -> Result<(), Duration> {
        self.lock().rest.as_ref().map_or(Ok(()), |rest| rest.over(now))
    }

    /// The leave to send a request now.
    ///
    /// # Errors
    /// How long everything is left alone.
    pub(super) fn leave(&self, purpose: Purpose, now: Timestamp) -> Result<Leave<'_>, Duration> {
        let mut state = self.lock();
        let kind = match &mut state.rest {
            None => Kind::Usual,
            Some(rest) => {
                rest.over(now)?;
                rest.trying = true;
                Kind::Try
            }
        };
        Ok(Leave { breaker: self, purpose, kind })
    }

    /// The leave for a request that goes out whatever the breaker says.
    pub(super) fn regardless(&self, purpose: Purpose) -> Leave<'_> {
        Leave { breaker: self, purpose, kind: Kind::Regardless }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rest {
    fn over(&self, now: Timestamp) -> Result<(), Duration> {
        let left = Duration::try_from(self.until.duration_since(now)).unwrap_or_default();
        // More than all of it is left where the clock was set back.
        if !left.is_zero() && left <= self.length {
            return Err(left);
        }
        if self.trying { Err(MOMENT) } else { Ok(()) }
    }
}

impl Run {
    fn add(&mut self, place: &str, everywhere: bool) {
        if self.failures == 0 {
            place.clone_into(&mut self.place);
        }
        self.failures = self.failures.saturating_add(1);
        self.widespread |= everywhere || self.place != place;
    }

    fn tells(&self) -> bool {
        self.failures >= FAILURES && self.widespread
    }
}

impl State {
    fn run(&mut self, purpose: Purpose) -> &mut Run {
        match purpose {
            Purpose::Question => &mut self.questions,
            Purpose::Change => &mut self.changes,
        }
    }

    fn begin_rest(&mut self, now: Timestamp) -> Duration {
        let whole = self.whole.map_or(FIRST_REST, |last| (last * 2).min(LONGEST_REST));
        self.whole = Some(whole);
        let length = whole.mul_f64(self.random.random_range(0.5..=1.0));
        let until = now.checked_add(length).unwrap_or(now);
        self.rest = Some(Rest { until, length, trying: false });
        length
    }
}

impl Leave<'_> {
    /// Discord answered, whatever it said.
    pub(super) fn answered(mut self) {
        self.kind = Kind::Usual;
        let mut state = self.breaker.lock();
        *state.run(self.purpose) = Run::default();
        state.rest = None;
        if !state.questions.tells() && !state.changes.tells() && state.whole.take().is_some() {
            tracing::info!("Discord answers again");
        }
    }

    /// The request failed in a way that tells of Discord: `everywhere` where no other would have fared better.
    pub(super) fn failed(mut self, place: &str, everywhere: bool, why: &str, now: Timestamp) {
        let kind = std::mem::replace(&mut self.kind, Kind::Usual);
        let mut state = self.breaker.lock();
        match (&state.rest, kind) {
            (Some(_), Kind::Try) => {
                state.run(self.purpose).add(place, everywhere);
                let rest = state.begin_rest(now);
                tracing::debug!(cause = why, ?rest, "Discord is still down");
            }
            (None, Kind::Usual | Kind::Try) => {
                let run = state.run(self.purpose);
                run.add(place, everywhere);
                if run.tells() {
                    let told = state.whole.is_some();
                    let rest = state.begin_rest(now);
                    if !told {
                        tracing::warn!(
                            cause = why,
                            ?rest,
                            "Discord is down: nothing but answers is sent until it answers again"
                        );
                    }
                }
            }
            // Sent before it opened, or in any case: nothing new.
            (Some(_), Kind::Usual) | (_, Kind::Regardless) => {}
        }
    }
}

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        if self.kind == Kind::Try
            && let Some(rest) = &mut self.breaker.lock().rest
        {
            rest.trying = false;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jiff::{SignedDuration, ToSpan as _};

    fn start() -> Timestamp {
        "2026-11-23T08:00:00Z".parse().unwrap()
    }

    /// As many failures as it takes, here and there.
    fn opened(seed: u64) -> Breaker {
        let breaker = Breaker::new(seed);
        for turn in 0..FAILURES {
            let place = if turn % 2 == 0 { "channels/41" } else { "channels/42" };
            breaker.leave(Purpose::Change, start()).unwrap().failed(place, false, "status 503", start());
        }
        breaker
    }

    #[test]
    fn it_opens_after_failures_in_a_row_and_closes_with_the_first_answer() {
        let breaker = opened(1);
        let left = breaker.leave(Purpose::Change, start()).unwrap_err();
        assert!(left >= FIRST_REST / 2 && left <= FIRST_REST, "{left:?}");
        assert_eq!(breaker.look(start()), Err(left));
        let later = start() + 1.second();
        let leave = breaker.leave(Purpose::Change, later).unwrap();
        assert_eq!(breaker.leave(Purpose::Change, later).unwrap_err(), MOMENT, "a second one while the first tries");
        leave.answered();
        // Open to all, and the count begins anew.
        let many: Vec<_> = (0..3).map(|_| breaker.leave(Purpose::Change, later).unwrap()).collect();
        drop(many);
        breaker.leave(Purpose::Change, later).unwrap().failed("channels/41", true, "no connection", later);
        assert!(breaker.leave(Purpose::Change, later).is_ok());
    }

    #[test]
    fn an_answer_between_the_failures_keeps_it_closed() {
        let breaker = Breaker::new(1);
        for _ in 0..20 {
            for place in ["channels/41", "channels/42", "guilds/7", "channels/41"] {
                breaker.leave(Purpose::Change, start()).unwrap().failed(place, true, "no connection", start());
            }
            breaker.leave(Purpose::Change, start()).unwrap().answered();
        }
        assert!(breaker.leave(Purpose::Change, start()).is_ok());
    }

    #[test]
    fn one_place_alone_opens_it_only_where_nobody_listens_at_all() {
        let breaker = Breaker::new(1);
        for _ in 0..50 {
            breaker.leave(Purpose::Change, start()).unwrap().failed("channels/41", false, "status 500", start());
        }
        assert!(breaker.leave(Purpose::Change, start()).is_ok());
        // One more from elsewhere, and it is not that channel alone.
        breaker.leave(Purpose::Change, start()).unwrap().failed("guilds/7", false, "status 500", start());
        assert!(breaker.leave(Purpose::Change, start()).is_err());
        let breaker = Breaker::new(1);
        for _ in 0..FAILURES {
            breaker.leave(Purpose::Change, start()).unwrap().failed("channels/41", true, "no connection", start());
        }
        assert!(breaker.leave(Purpose::Change, start()).is_err());
    }

    #[test]
    fn each_rest_is_twice_the_last_up_to_five_minutes_and_no_two_bots_keep_step() {
        let rests = |seed| {
            let (breaker, mut now, mut rests) = (opened(seed), start(), Vec::new());
            for _ in 0..12 {
                let rest = breaker.leave(Purpose::Change, now).unwrap_err();
                rests.push(rest);
                now += rest;
                breaker.leave(Purpose::Change, now).unwrap().failed("channels/41", false, "status 503", now);
            }
            rests
        };
        for (turn, rest) in rests(1).into_iter().enumerate() {
            let whole = (FIRST_REST * 2_u32.pow(u32::try_from(turn).unwrap())).min(LONGEST_REST);
            assert!(rest >= whole / 2 && rest <= whole, "{turn}: {rest:?}");
        }
        assert_ne!(rests(1), rests(2));
        assert_eq!(rests(1), rests(1));
    }

    #[test]
    fn a_clock_that_was_set_back_keeps_nobody_waiting() {
        let breaker = opened(1);
        for back in [SignedDuration::from_secs(2), SignedDuration::from_hours(24)] {
            drop(breaker.leave(Purpose::Change, start() - back).unwrap());
        }
        assert!(breaker.leave(Purpose::Change, start()).is_err(), "and set right it rests on");
    }

    #[test]
    fn a_try_that_is_given_up_leaves_room_for_another() {
        let breaker = opened(1);
        let later = start() + 1.second();
        drop(breaker.leave(Purpose::Change, later).unwrap());
        assert!(breaker.leave(Purpose::Change, later).is_ok());
    }

    #[test]
    fn what_goes_out_in_any_case_can_close_it_and_never_opens_it() {
        let breaker = opened(1);
        breaker.regardless(Purpose::Question).failed("gateway/bot", true, "no connection", start());
        assert!(breaker.leave(Purpose::Change, start()).is_err());
        breaker.regardless(Purpose::Question).answered();
        assert!(breaker.leave(Purpose::Change, start()).is_ok());
        for _ in 0..50 {
            breaker.regardless(Purpose::Question).failed("gateway/bot", true, "no connection", start());
        }
        assert!(breaker.leave(Purpose::Change, start()).is_ok());
    }

    #[test]
    fn a_discord_that_only_answers_questions_is_down_for_posts() {
        let (breaker, mut now) = (opened(1), start());
        let mut rests = Vec::new();
        for _ in 0..10 {
            let rest = breaker.look(now).unwrap_err();
            rests.push(rest);
            now += rest;
            // A question is answered; the post behind it fails as before, in a channel of its own.
            breaker.leave(Purpose::Question, now).unwrap().answered();
            assert!(breaker.look(now).is_ok());
            breaker.leave(Purpose::Change, now).unwrap().failed("channels/43", false, "status 503", now);
        }
        assert!(rests.last() > Some(&(LONGEST_REST / 2)), "{rests:?}");
        now += LONGEST_REST;
        breaker.leave(Purpose::Change, now).unwrap().answered();
        // Over: the next trouble begins with the first rest, and takes as many failures.
        breaker.leave(Purpose::Change, now).unwrap().failed("channels/41", true, "no connection", now);
        assert!(breaker.look(now).is_ok());
    }
}
