//! Paths that are mostly pauses, in the days about the end of a year: of givers and of receivers, of all who got something one
//! after the other, twice in a row and everywhere, with take-backs, removals and erasures in between. A pause takes out of
//! everybody's totals what turned, and counts nothing of it anew: so each row is compared after each step.

use clarion::store::Where;
use jiff::SignedDuration;
use rand::RngExt;
use rand::seq::SliceRandom;
use serenity::model::id::UserId;

use super::{Run, seeds};
use crate::engines::{GUILD, Place, at};

const STEPS: usize = 70;
/// A Friday; the week in which the year ends begins on the Monday after it.
const FIRST: &str = "2026-12-25T00:00:00Z";
const HOURS: i64 = 13 * 24;

pub(super) async fn a_pause_turns_what_it_touches_and_no_more(place: &Place) {
    for seed in 100..102 + seeds() {
        let mut run = Run::new(place, seed).await;
        run.some_hour();
        for _ in 0..STEPS {
            run.step_of_pauses().await;
            run.compare_written().await;
        }
        run.compare().await;
        run.put_away().await;
    }
}

impl Run<'_> {
    async fn step_of_pauses(&mut self) {
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
            57..61 => self.forget().await,
            61..79 => self.pause().await,
            79..86 => self.all_of_one_pause().await,
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

    pub(super) async fn pause(&mut self) {
        let user = self.somebody();
        self.turn(user).await;
    }

    /// All who gave or got one, each after the other: who paused before comes back.
    async fn all_of_one_pause(&mut self) {
        let Some(line) = self.any_line() else { return };
        let line = &self.model.lines[line];
        let all = line.got.iter().map(|got| got.who).chain([line.giver]);
        let mut users: Vec<UserId> = all.filter_map(|who| self.model.people[who].user).collect();
        users.shuffle(&mut self.random);
        for user in users {
            self.turn(user).await;
            self.compare_written().await;
        }
    }

    /// Mostly to what they did not before, and now and then to the same again.
    async fn turn(&mut self, user: UserId) {
        let before = self.model.known(user).is_some_and(|who| self.model.people[who].paused);
        let paused = before == self.random.random_bool(0.15);
        let place = if self.random.random_bool(0.2) { Where::Everywhere } else { Where::Server(GUILD) };
        let done = self.either().set_paused(user, place, paused, self.model.now).await.unwrap();
        self.tell(("pause", user, place, paused, done));
        if paused && place == Where::Server(GUILD) {
            // Who pauses here is known from then on.
            self.model.who(user);
        }
        let who = self.model.known(user);
        assert_eq!(done, who.is_some(), "{user}, {}", self.path());
        if let Some(who) = who {
            self.model.people[who].paused = paused;
        }
    }
}
