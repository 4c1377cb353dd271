//! Random skips, holidays, pauses, edits and absences against a naive model of which dates are posted.
//!
//! The model lists a holiday's days by hand, year by year, and decides each date at its own time of day. It shares
//! nothing with the store but the words that it is asked in.

use std::collections::BTreeSet;

use clarion::clock::LocalSchedule;
use clarion::store::{
    Holiday, HolidayDraft, HolidaySaved, News, Next, OccurrenceKey, PauseReason, Store, StoreOptions, Synchronous,
    reason,
};
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serenity::model::id::MessageId;

use super::engines::{GRACE, GUILD, LEASE, Place, draft};

const SEEDS: u64 = 10;
const DAYS: i32 = 120;
const ZONES: [&str; 4] = ["Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu"];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pause {
    None,
    Asked,
    Until(Date),
}

struct Model {
    when: LocalSchedule,
    skips: BTreeSet<Date>,
    holidays: Vec<(Holiday, BTreeSet<Date>)>,
    pause: Pause,
}

impl Model {
    fn is_holiday(&self, date: Date) -> bool {
        self.holidays.iter().any(|(_, days)| days.contains(&date))
    }

    /// Whether it is one of the schedule's days and no pause is in the way.
    fn is_on(&self, date: Date) -> bool {
        let paused = match self.pause {
            Pause::None => false,
            Pause::Asked => true,
            Pause::Until(until) => date < until,
        };
        self.when.days.contains(date.weekday()) && !paused
    }

    fn comes(&self, date: Date) -> bool {
        self.is_on(date) && !self.skips.contains(&date) && !self.is_holiday(date)
    }
}

/// Every day of it until 2034, by hand.
fn days_of(draft: &HolidayDraft) -> BTreeSet<Date> {
    let mut days = BTreeSet::new();
    let mut day = draft.first;
    loop {
        days.insert(day);
        if day == draft.last {
            break;
        }
        day = day.tomorrow().unwrap();
    }
    if draft.yearly {
        for seen in days.clone() {
            // The day of that month in each later year that has it.
            days.extend((seen.year() + 1..2035).filter_map(|year| Date::new(year, seen.month(), seen.day()).ok()));
        }
        // A range that holds the end of February holds its 29th where there is one.
        let has = |month, day| days.iter().any(|seen| (seen.month(), seen.day()) == (month, day));
        if has(2, 28) && has(3, 1) {
            let leap = (2027..2035).filter_map(|year| Date::new(year, 2, 29).ok());
            let after: Vec<Date> = leap.filter(|leap| *leap > draft.first).collect();
            days.extend(after);
        }
    }
    days
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_posted_is_what_the_naive_model_posts() {
    for seed in 0..SEEDS {
        let place = Place::sqlite();
        let options = StoreOptions { synchronous: Synchronous::Normal, ..StoreOptions::new(&place.url) };
        let store = Store::open(&options, seed).await.unwrap();
        Run::new(store, seed).await.play().await;
    }
}

struct Run {
    store: Store,
    random: StdRng,
    model: Model,
    today: Date,
    seed: u64,
    messages: u64,
    posted: BTreeSet<Date>,
    expected: BTreeSet<Date>,
    /// Days of the schedule that went by as a holiday while somebody looked.
    went_by: BTreeSet<Date>,
}

impl Run {
    async fn new(store: Store, seed: u64) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let zone = ZONES[random.random_range(0..ZONES.len())];
        let days = ["daily", "weekdays", "mon,thu", "sat"][random.random_range(0..4)];
        // Over New Year, and for some over 29 February 2028.
        let today = if seed.is_multiple_of(2) { date(2026, 11, 20) } else { date(2027, 12, 10) };
        let draft = draft("daily", &format!("09:00 {days} {zone}"));
        let model =
            Model { when: draft.when.clone(), skips: BTreeSet::new(), holidays: Vec::new(), pause: Pause::None };
        let nothing = BTreeSet::new;
        let run = Self {
            store,
            random,
            model,
            today,
            seed,
            messages: 0,
            posted: nothing(),
            expected: nothing(),
            went_by: nothing(),
        };
        let now = run.local(7);
        run.store.save_schedule(GUILD, &draft, now).await.unwrap();
        run
    }

    /// An hour of today, by the schedule's zone.
    fn local(&self, hour: i8) -> Timestamp {
        self.today.at(hour, 0, 0, 0).in_tz(self.model.when.zone.name()).unwrap().timestamp()
    }

    async fn play(mut self) {
        let last = self.today + DAYS.days();
        let mut away_until = self.today;
        while self.today < last {
            if self.random.random_bool(0.4) {
                self.change(8).await;
            }
            if self.random.random_bool(0.03) {
                away_until = self.today + self.random.random_range(1..12).days();
            }
            let away = self.today < away_until;
            if !away {
                // Back after an absence it is two hours late, which is within the grace.
                let hour = if self.today == away_until { 11 } else { 9 };
                if self.model.comes(self.today) {
                    self.expected.insert(self.today);
                } else if self.model.is_on(self.today) && !self.model.skips.contains(&self.today) {
                    self.went_by.insert(self.today);
                }
                self.post(self.local(hour)).await;
                if self.random.random_bool(0.2) {
                    self.change(12).await;
                }
                self.compare().await;
            }
            // While nobody looks, nothing is changed either: who is away does not hear of it.
            self.today = self.today.tomorrow().unwrap();
            while self.today < away_until {
                self.today = self.today.tomorrow().unwrap();
            }
        }
    }

    async fn post(&mut self, now: Timestamp) {
        loop {
            match self.store.claim_due(now, LEASE, GRACE).await.unwrap() {
                Next::Claimed(claim) => {
                    self.messages += 1;
                    let OccurrenceKey::Daily { date, .. } = claim.occurrence.key else {
                        // Nobody presses anything here: whether that is too often is asked about a schedule.
                        let asks =
                            matches!(claim.occurrence.key, OccurrenceKey::Notice { news: News::Quiet { .. }, .. });
                        assert!(asks, "{:?}", claim.occurrence.key);
                        self.store.posted(&claim, MessageId::new(self.messages)).await.unwrap();
                        continue;
                    };
                    self.store.posted(&claim, MessageId::new(self.messages)).await.unwrap();
                    assert!(self.posted.insert(date), "seed {}: {date} twice", self.seed);
                }
                Next::Skipped(_) => {}
                Next::Nothing => return,
            }
        }
    }

    async fn change(&mut self, hour: i8) {
        let now = self.local(hour);
        let near = self.today + self.random.random_range(0..14).days();
        match self.random.random_range(0..9) {
            0 | 1 => {
                self.store.skip_date(GUILD, "daily", near, now).await.unwrap();
                self.model.skips.insert(near);
            }
            2 => {
                let which = self.random.random_range(0..4);
                if let Some(date) = self.model.skips.iter().copied().rev().nth(which) {
                    self.store.unskip_date(GUILD, "daily", date, now).await.unwrap();
                    self.model.skips.remove(&date);
                }
            }
            3 | 4 => {
                let last = near + self.random.random_range(0..9).days();
                let yearly = self.random.random_bool(0.5);
                // A yearly one may have begun a year ago.
                let ago = if yearly && self.random.random_bool(0.5) { 1 } else { 0 };
                let back = |date: Date| date.saturating_sub(ago.years());
                let draft = HolidayDraft { first: back(near), last: back(last), yearly, name: None };
                let HolidaySaved::Added(holiday) = self.store.add_holiday(GUILD, &draft, now).await.unwrap() else {
                    return;
                };
                self.model.holidays.retain(|(known, _)| known.id != holiday.id);
                self.model.holidays.push((holiday, days_of(&draft)));
            }
            5 if !self.model.holidays.is_empty() => {
                let which = self.random.random_range(0..self.model.holidays.len());
                let (holiday, _) = self.model.holidays.swap_remove(which);
                self.store.remove_holidays(GUILD, &[holiday.id], now).await.unwrap();
            }
            6 => {
                let until = self.today + self.random.random_range(1..20).days();
                self.store.pause_schedule_until(GUILD, "daily", until, now).await.unwrap();
                self.model.pause = Pause::Until(until);
            }
            7 => {
                self.store.pause_schedule(GUILD, "daily", PauseReason::Asked, now).await.unwrap();
                self.model.pause = Pause::Asked;
            }
            _ => {
                self.store.resume_schedule(GUILD, "daily", now).await.unwrap();
                self.model.pause = Pause::None;
            }
        }
    }

    async fn compare(&self) {
        let seed = self.seed;
        let now = self.local(13);
        assert_eq!(self.posted, self.expected, "seed {seed}, {}", self.today);
        let schedule = self.store.schedule(GUILD, "daily", now).await.unwrap().unwrap();
        let next = std::iter::successors(self.today.tomorrow().ok(), |date| date.tomorrow().ok())
            .take(730)
            .find(|date| self.model.comes(*date));
        assert_eq!(schedule.next.map(|next| next.date), next, "seed {seed}, {}", self.today);
        let closed = self.store.closed_dates(&schedule, self.today).await.unwrap();
        let told = closed.coming(&schedule.when, now).next().map(|next| next.date);
        if self.model.pause != Pause::Asked {
            assert_eq!(told, next, "seed {seed}, {}", self.today);
        }
        let shown = self.store.occurrences_until(schedule.id, now, 1_000).await.unwrap();
        let holidays: BTreeSet<Date> = shown
            .iter()
            .filter(|row| row.reason.as_deref() == Some(reason::HOLIDAY))
            .filter_map(|row| match row.key {
                OccurrenceKey::Daily { date, .. } => Some(date),
                _ => None,
            })
            .collect();
        assert!(
            self.went_by.is_subset(&holidays),
            "seed {seed}, {}: {:?}\n{:#?}",
            self.today,
            self.went_by.difference(&holidays).collect::<Vec<_>>(),
            shown.iter().take(6).map(|o| (o.key, o.state, o.reason.clone())).collect::<Vec<_>>()
        );
        assert!(holidays.iter().all(|date| !self.posted.contains(date)), "seed {seed}");
    }
}
