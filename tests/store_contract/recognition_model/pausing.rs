//! Paths that are mostly pauses, in the days about the end of a year: of givers and of receivers, of all who got something one
//! after the other, twice in a row and everywhere, with take-backs, removals and erasures in between. A pause takes out of
//! everybody's totals what turned, and counts nothing of it anew: so each row is compared after each step.
//!
//! In every other path the same people are in two servers: a pause in one of them moves nothing in the other, and a pause
//! everywhere, its end and an erasure everywhere move what there is of them in both.

use clarion::store::Where;
use jiff::SignedDuration;
use rand::RngExt;
use rand::seq::SliceRandom;
use serenity::model::id::UserId;

use super::{Run, seeds};
use crate::engines::{Place, at};

const STEPS: usize = 70;
/// A Friday; the week in which the year ends begins on the Monday after it.
const FIRST: &str = "2026-12-25T00:00:00Z";
const HOURS: i64 = 13 * 24;

pub(super) async fn a_pause_turns_what_it_touches_and_no_more(place: &Place) {
    for seed in 100..102 + seeds() {
        let mut run = Run::new(place, seed).await;
        let mut runs = if seed.is_multiple_of(2) { vec![run] } else { vec![run.elsewhere().await, run] };
        runs.iter_mut().for_each(Run::some_hour);
        for step in 0..STEPS {
            // Whatever is done here may move what is elsewhere.
            let turn = step % runs.len();
            let (others, later) = runs.split_at_mut(turn);
            let (here, after) = later.split_first_mut().unwrap();
            let mut elsewhere: Vec<&mut Run> = others.iter_mut().chain(after).collect();
            here.step_of_pauses(&mut elsewhere).await;
            for run in &runs {
                run.compare_written().await;
            }
        }
        for run in &mut runs {
            run.compare().await;
        }
        for run in runs {
            run.put_away().await;
        }
    }
}

impl Run<'_> {
    async fn step_of_pauses(&mut self, elsewhere: &mut [&mut Self]) {
        match self.random.random_range(0..100) {
            0..40 => {
                if self.random.random_bool(0.6) {
                    self.some_hour();
                }
                self.burst().await;
            }
            40..50 => self.undo().await,
            50..53 => self.void().await,
            53..57 => self.amend().await,
            57..60 => self.forget().await,
            60 => self.forget_everywhere(elsewhere).await,
            61..79 => {
                let user = self.somebody();
                self.turn(user, elsewhere).await;
            }
            79..86 => self.all_of_one_pause(elsewhere).await,
            86..89 => self.recount().await,
            _ => self.some_hour(),
        }
    }

    /// Back or on.
    fn some_hour(&mut self) {
        self.model.now = at(FIRST) + SignedDuration::from_hours(self.random.random_range(0..HOURS));
        self.tell(("it is now", self.model.now));
    }

    async fn compare_written(&self) {
        self.compare_kept().await;
        self.compare_noted_weeks().await;
    }

    /// With nobody elsewhere.
    pub(super) async fn pause(&mut self) {
        let user = self.somebody();
        self.turn(user, &mut []).await;
    }

    async fn forget_everywhere(&mut self, elsewhere: &mut [&mut Self]) {
        let user = self.somebody();
        self.either().forget(user, Where::Everywhere, self.model.now).await.unwrap();
        self.tell(("forget everywhere", user));
        self.model.forget(user);
        for run in elsewhere {
            run.tell(("forgotten elsewhere", user));
            run.model.forget(user);
        }
    }

    /// All who gave or got one, each after the other: who paused before comes back.
    async fn all_of_one_pause(&mut self, elsewhere: &mut [&mut Self]) {
        let Some(line) = self.any_line() else { return };
        let line = &self.model.lines[line];
        let all = line.got.iter().map(|got| got.who).chain([line.giver]);
        let mut users: Vec<UserId> = all.filter_map(|who| self.model.people[who].user).collect();
        users.shuffle(&mut self.random);
        for user in users {
            self.turn(user, elsewhere).await;
            self.compare_written().await;
        }
    }

    /// Mostly to what they did not before, and now and then to the same again.
    async fn turn(&mut self, user: UserId, elsewhere: &mut [&mut Self]) {
        let before = self.model.known(user).is_some_and(|who| self.model.people[who].paused);
        let paused = before == self.random.random_bool(0.15);
        let here = Where::Server(self.guild);
        let place = if self.random.random_bool(0.2) { Where::Everywhere } else { here };
        let done = self.either().set_paused(user, place, paused, self.model.now).await.unwrap();
        self.tell(("pause", user, place, paused, done));
        if paused && place == here {
            // Who pauses here is known from then on.
            self.model.who(user);
        }
        let mut known = self.turned(user, paused);
        if place == Where::Everywhere {
            for run in elsewhere {
                run.tell(("pause elsewhere", user, paused));
                known |= run.turned(user, paused);
            }
        }
        assert_eq!(done, known, "{user}, {}", self.path());
    }

    /// Whether they are known there.
    fn turned(&mut self, user: UserId, paused: bool) -> bool {
        let who = self.model.known(user);
        if let Some(who) = who {
            self.model.people[who].paused = paused;
        }
        who.is_some()
    }
}
