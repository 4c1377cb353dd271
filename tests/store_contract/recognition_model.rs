//! Random gives, replays, endings, erasures, pauses and days in random zones against a naive list of what happened, by two
//! processes on one store.
//!
//! Gives come in bursts, at once, through both processes. What became of a burst has to be what becomes of its gives one
//! after the other in some order: nothing is spent twice, nothing is counted twice. The model keeps a list and counts it by
//! hand each time; it shares nothing with the store but the words that it is asked in.

use std::collections::{BTreeMap, BTreeSet};

use clarion::clock::Zone;
use clarion::recognition::{Dates, Order, WhySkipped};
use clarion::store::{
    Given, Id, NewRecognition, NotReversed, RecognitionChange, RecognitionOptions, Refused, Store, StoreOptions,
    Synchronous, Where,
};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serenity::model::id::{InteractionId, UserId};
use sqlx::Connection;

use super::engines::{CHANNEL, GUILD, LEASE, Place, at, on_each_engine};

on_each_engine!(what_is_counted_is_what_the_naive_model_counts);

const SEEDS: u64 = 8;
const STEPS: usize = 90;
const PEOPLE: u64 = 6;
const STEWARD: UserId = UserId::new(900);
const STRENGTHS: [&str; 3] = ["Calm", "Clear words", "Follows through"];
const ZONES: [&str; 5] =
    ["Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu", "Pacific/Pago_Pago"];

/// Somebody; one who was erased and comes back is somebody else.
type Who = usize;

#[derive(Clone, Debug)]
struct Line {
    /// The store's name for it; nothing in a try that explains nothing.
    id: Option<Id>,
    interaction: u64,
    giver: Who,
    receivers: Vec<Who>,
    strengths: Vec<String>,
    quiet: bool,
    given_at: Timestamp,
    day: Date,
    ended: bool,
}

/// What became of a give, without the ids that only the store knows.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Became {
    Counted { receivers: Vec<UserId>, left: Option<u32> },
    Already,
    Paused,
    Nobody,
    Spent { left: u32, asked: u32 },
}

#[derive(Clone)]
struct Model {
    people: Vec<Option<UserId>>,
    paused: BTreeSet<UserId>,
    options: RecognitionOptions,
    lines: Vec<Line>,
    now: Timestamp,
}

impl Model {
    fn known(&self, user: UserId) -> Option<Who> {
        self.people.iter().position(|of| *of == Some(user))
    }

    fn who(&mut self, user: UserId) -> Who {
        self.known(user).unwrap_or_else(|| {
            self.people.push(Some(user));
            self.people.len() - 1
        })
    }

    fn standing(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| !line.ended)
    }

    /// The same give, one after the other. What counts goes into the list, without its id.
    fn give(&mut self, new: &NewRecognition) -> Became {
        if self.lines.iter().any(|line| line.interaction == new.interaction.get()) {
            return Became::Already;
        }
        if self.paused.contains(&new.giver) {
            return Became::Paused;
        }
        let giver = self.known(new.giver);
        let rests = |receiver: UserId| {
            let Some(hours) = self.options.rest_hours else { return false };
            let receiver = self.known(receiver);
            let last = self
                .standing()
                .filter(|line| Some(line.giver) == giver && receiver.is_some_and(|who| line.receivers.contains(&who)))
                .map(|line| line.given_at)
                .max();
            last.is_some_and(|last| last + SignedDuration::from_hours(hours.into()) > new.at)
        };
        let receivers: Vec<UserId> =
            new.receivers.iter().copied().filter(|one| !self.paused.contains(one) && !rests(*one)).collect();
        if receivers.is_empty() {
            return Became::Nobody;
        }
        let asked = u32::try_from(receivers.len()).unwrap();
        let mut left = None;
        if let Some(allowance) = self.options.allowance {
            let spent = self.standing().filter(|line| Some(line.giver) == giver && line.day == new.local_date);
            let spent: usize = spent.map(|line| line.receivers.len()).sum();
            let before = allowance.saturating_sub(u32::try_from(spent).unwrap());
            match before.checked_sub(asked) {
                Some(after) => left = Some(after),
                None => return Became::Spent { left: before, asked },
            }
        }
        let line = Line {
            id: None,
            interaction: new.interaction.get(),
            giver: self.who(new.giver),
            receivers: receivers.iter().map(|user| self.who(*user)).collect(),
            strengths: new.strengths.clone(),
            quiet: new.quiet,
            given_at: new.at,
            day: new.local_date,
            ended: false,
        };
        self.lines.push(line);
        Became::Counted { receivers, left }
    }
}

fn became(given: &Given) -> Became {
    match given {
        Given::Counted(counted) => Became::Counted { receivers: counted.receivers.clone(), left: counted.left },
        Given::Already { .. } => Became::Already,
        Given::Refused(Refused::GiverPaused) => Became::Paused,
        Given::Refused(Refused::Nobody { skipped }) => {
            let named = |why: &WhySkipped| matches!(why, WhySkipped::NotTaking | WhySkipped::Resting { .. });
            assert!(skipped.iter().all(|skip| named(&skip.why)), "{skipped:?}");
            Became::Nobody
        }
        Given::Refused(Refused::Allowance { left, asked, .. }) => Became::Spent { left: *left, asked: *asked },
    }
}

async fn what_is_counted_is_what_the_naive_model_counts(place: &Place) {
    for seed in 0..SEEDS {
        if seed > 0 {
            place.run("DELETE FROM announcement_change; DELETE FROM occurrence; DELETE FROM report; DELETE FROM reversal; \
                DELETE FROM recognition_words; DELETE FROM recognition_strength; DELETE FROM recognition_receiver; \
                DELETE FROM recognition; DELETE FROM recognition_day; DELETE FROM recognition_option; DELETE FROM contact; \
                DELETE FROM person").await;
        }
        let mut run = Run::new(place, seed).await;
        for step in 0..STEPS {
            run.step(step).await;
        }
        run.compare().await;
    }
}

struct Run<'a> {
    place: &'a Place,
    /// Two processes of one bot.
    stores: [Store; 2],
    random: StdRng,
    model: Model,
    zone: Zone,
    seed: u64,
    interactions: u64,
    /// What the path so far was, for a failure's message.
    told: Vec<String>,
}

impl<'a> Run<'a> {
    async fn new(place: &'a Place, seed: u64) -> Self {
        let options = StoreOptions { synchronous: Synchronous::Normal, ..StoreOptions::new(&place.url) };
        if let Some(folder) = place.folder_to_make() {
            std::fs::create_dir_all(folder).unwrap();
        }
        let stores =
            [Store::open(&options, 2 * seed).await.unwrap(), Store::open(&options, 2 * seed + 1).await.unwrap()];
        let mut random = StdRng::seed_from_u64(seed);
        let zone = ZONES.choose(&mut random).unwrap().parse().unwrap();
        let now = at("2026-11-23T09:00:00Z");
        stores[0].guild_joined(GUILD, None, None, now).await.unwrap();
        let model = Model {
            people: Vec::new(),
            paused: BTreeSet::new(),
            options: RecognitionOptions::default(),
            lines: Vec::new(),
            now,
        };
        Self { place, stores, random, model, zone, seed, interactions: 0, told: Vec::new() }
    }

    fn somebody(&mut self) -> UserId {
        UserId::new(11 + self.random.random_range(0..PEOPLE))
    }

    fn either(&mut self) -> Store {
        self.stores[self.random.random_range(0..2)].clone()
    }

    fn tell(&mut self, what: impl std::fmt::Debug) {
        self.told.push(format!("{what:?}"));
    }

    async fn step(&mut self, step: usize) {
        match self.random.random_range(0..100) {
            0..55 => self.burst().await,
            55..67 => self.undo().await,
            67..72 => self.void().await,
            72..76 => self.amend().await,
            76..79 => self.forget().await,
            79..83 => self.pause().await,
            83..90 => self.settle().await,
            90..92 => self.zone = ZONES.choose(&mut self.random).unwrap().parse().unwrap(),
            _ => self.model.now += SignedDuration::from_mins(self.random.random_range(1..30 * 60)),
        }
        if step.is_multiple_of(9) {
            self.compare().await;
        }
    }

    fn gift(&mut self) -> NewRecognition {
        let giver = self.somebody();
        let mut receivers = Vec::new();
        for _ in 0..self.random.random_range(1..4) {
            let receiver = self.somebody();
            if receiver != giver && !receivers.contains(&receiver) {
                receivers.push(receiver);
            }
        }
        if receivers.is_empty() {
            receivers.push(UserId::new(10));
        }
        let replayed = self.random.random_bool(0.1) && !self.model.lines.is_empty();
        let interaction = if replayed {
            self.model.lines.choose(&mut self.random).unwrap().interaction
        } else {
            self.interactions += 1;
            self.interactions
        };
        let mut strengths: Vec<String> = STRENGTHS.map(str::to_owned).to_vec();
        strengths.retain(|_| self.random.random_bool(0.3));
        NewRecognition {
            interaction: InteractionId::new(interaction),
            guild: GUILD,
            channel: CHANNEL,
            giver,
            receivers,
            words: format!("for {interaction}"),
            way: None,
            about: None,
            quiet: self.random.random_bool(0.2),
            strengths,
            names: Vec::new(),
            at: self.model.now,
            local_date: self.zone.date_at(self.model.now),
        }
    }

    /// Gives at once, through both processes; one of them comes twice now and then.
    async fn burst(&mut self) {
        let mut gifts: Vec<NewRecognition> = (0..self.random.random_range(1..4)).map(|_| self.gift()).collect();
        if self.random.random_bool(0.3) {
            gifts.push(gifts[0].clone());
        }
        let mut going = Vec::new();
        for gift in gifts.clone() {
            let store = self.either();
            going.push(tokio::spawn(async move { store.give(&gift, LEASE).await.unwrap() }));
        }
        let mut given = Vec::new();
        for one in going {
            given.push(one.await.unwrap());
        }
        let outcome: Vec<Became> = given.iter().map(became).collect();
        self.tell((&gifts, &outcome));
        let Some(mut after) = orders(gifts.len()).into_iter().find_map(|order| self.explains(&order, &gifts, &outcome))
        else {
            panic!("seed {}: no order of these gives explains what became of them: {:#?}", self.seed, self.told);
        };
        for one in &given {
            if let Given::Counted(counted) = one {
                let gift = gifts[given.iter().position(|of| std::ptr::eq(of, one)).unwrap()].interaction.get();
                after.lines.iter_mut().find(|line| line.interaction == gift).unwrap().id = Some(counted.recognition);
            }
        }
        self.model = after;
    }

    fn explains(&self, order: &[usize], gifts: &[NewRecognition], outcome: &[Became]) -> Option<Model> {
        let mut model = self.model.clone();
        order.iter().all(|&which| model.give(&gifts[which]) == outcome[which]).then_some(model)
    }

    fn any_line(&mut self) -> Option<usize> {
        (!self.model.lines.is_empty()).then(|| self.random.random_range(0..self.model.lines.len()))
    }

    /// What ends for its giver: whether it is theirs, stands and is younger than a day.
    fn may_change(&self, line: usize, user: UserId) -> bool {
        let line = &self.model.lines[line];
        let young = self.model.now.duration_since(line.given_at) < SignedDuration::from_hours(24);
        self.model.known(user) == Some(line.giver) && !line.ended && young
    }

    /// What gets other words: nobody whom it is about pauses.
    fn may_be_said_anew(&self, line: usize, user: UserId) -> bool {
        let pauses = |who: &Who| self.model.people[*who].is_some_and(|user| self.model.paused.contains(&user));
        let line_of = &self.model.lines[line];
        self.may_change(line, user) && !pauses(&line_of.giver) && !line_of.receivers.iter().any(pauses)
    }

    fn its_giver_or_somebody(&mut self, line: usize) -> UserId {
        let giver = self.model.people[self.model.lines[line].giver];
        match giver {
            Some(giver) if self.random.random_bool(0.8) => giver,
            _ => self.somebody(),
        }
    }

    /// Both processes hear of it: it ends once.
    async fn undo(&mut self) {
        let Some(line) = self.any_line() else { return };
        let user = self.its_giver_or_somebody(line);
        let (id, now) = (self.model.lines[line].id.unwrap(), self.model.now);
        let [first, second] = self.stores.clone();
        let (one, other) = tokio::join!(first.undo(GUILD, user, id, now), second.undo(GUILD, user, id, now));
        let worked = [one.unwrap(), other.unwrap()].iter().filter(|done| done.is_ok()).count();
        self.tell(("undo", self.model.lines[line].interaction, user, worked));
        assert_eq!(worked, usize::from(self.may_change(line, user)), "seed {}: {:#?}", self.seed, self.told);
        self.model.lines[line].ended |= worked == 1;
    }

    async fn void(&mut self) {
        let Some(line) = self.any_line() else { return };
        let id = self.model.lines[line].id.unwrap();
        let done = self.either().void(GUILD, STEWARD, id, "not here", self.model.now).await.unwrap();
        self.tell(("void", self.model.lines[line].interaction, done.is_ok()));
        assert_eq!(done.is_ok(), !self.model.lines[line].ended, "seed {}: {:#?}", self.seed, self.told);
        self.model.lines[line].ended = true;
    }

    /// No total moves, whichever words it has; a replay of the form changes nothing.
    async fn amend(&mut self) {
        let Some(line) = self.any_line() else { return };
        let user = self.its_giver_or_somebody(line);
        self.interactions += 1;
        let (id, form, now) =
            (self.model.lines[line].id.unwrap(), InteractionId::new(self.interactions), self.model.now);
        let words = format!("better {form}");
        for _ in 0..2 {
            let done = self.either().amend(GUILD, user, id, &words, form, now).await.unwrap();
            self.tell(("amend", self.model.lines[line].interaction, user, done.is_ok()));
            assert_eq!(done.is_ok(), self.may_be_said_anew(line, user), "seed {}: {:#?}", self.seed, self.told);
            if let Err(why) = done {
                assert_ne!(why, NotReversed::Same);
            }
        }
    }

    /// The one who was erased is nobody from then on; what the others gave and got stands.
    async fn forget(&mut self) {
        let user = self.somebody();
        self.either().forget(user, Where::Server(GUILD), self.model.now).await.unwrap();
        self.tell(("forget", user));
        for known in &mut self.model.people {
            if *known == Some(user) {
                *known = None;
            }
        }
        self.model.paused.remove(&user);
    }

    async fn pause(&mut self) {
        let user = self.somebody();
        let paused = !self.model.paused.contains(&user);
        self.either().set_paused(user, Where::Server(GUILD), paused, self.model.now).await.unwrap();
        self.tell(("pause", user, paused));
        // Who pauses is known from then on.
        self.model.who(user);
        if paused {
            self.model.paused.insert(user)
        } else {
            self.model.paused.remove(&user)
        };
    }

    async fn settle(&mut self) {
        let change = if self.random.random_bool(0.5) {
            let allowance = self.random.random_bool(0.8).then(|| self.random.random_range(1..7));
            self.model.options.allowance = allowance;
            RecognitionChange::Allowance(allowance)
        } else {
            let hours = self.random.random_bool(0.5).then(|| self.random.random_range(1..60));
            self.model.options.rest_hours = hours;
            RecognitionChange::RestHours(hours)
        };
        self.tell(&change);
        self.either().settle_recognition(GUILD, &[change], self.model.now).await.unwrap();
    }

    /// The running totals, as they are written down.
    async fn days(&self) -> BTreeMap<(String, String), i64> {
        let mut connection = self.place.raw().await;
        let rows: Vec<(String, String, i64)> =
            sqlx::query_as("SELECT local_date, strength, number FROM recognition_day WHERE number <> 0")
                .fetch_all(&mut connection)
                .await
                .unwrap();
        connection.close().await.unwrap();
        rows.into_iter().map(|(day, strength, number)| ((day, strength), number)).collect()
    }

    /// All totals, of all days and of a stretch of them.
    async fn compare(&mut self) {
        let first = date(2026, 11, 20) + jiff::Span::new().days(self.random.random_range(0..20));
        let last = first + jiff::Span::new().days(self.random.random_range(0..9));
        let store = self.either();
        for dates in [Dates::ALL, Dates { first, last }] {
            let within = |line: &&Line| dates.first <= line.day && line.day <= dates.last;
            // What somebody who pauses gave or got is in no number that others see.
            let pauses = |who: &Who| self.model.people[*who].is_some_and(|user| self.model.paused.contains(&user));
            let count = |number: usize| i64::try_from(number).unwrap();
            let counted: Vec<(Who, BTreeSet<Who>)> = (self.model.standing().filter(within))
                .filter(|line| !pauses(&line.giver))
                .map(|line| (line.giver, line.receivers.iter().copied().filter(|one| !pauses(one)).collect()))
                .filter(|(_, to): &(Who, BTreeSet<Who>)| !to.is_empty())
                .collect();
            let mut expected: Vec<(Option<UserId>, i64, i64)> = Vec::new();
            for who in 0..self.model.people.len() {
                let gave: Vec<_> = counted.iter().filter(|(giver, _)| *giver == who).collect();
                let to: BTreeSet<Who> = gave.iter().flat_map(|(_, to)| to.clone()).collect();
                if !gave.is_empty() {
                    expected.push((self.model.people[who], count(gave.len()), count(to.len())));
                }
            }
            expected.sort();
            let screen = store.givers_screen(GUILD, dates, Order::Name, 0, 25).await.unwrap();
            let mut found: Vec<_> = screen.shown.iter().map(|giver| (giver.user, giver.gives, giver.people)).collect();
            found.sort();
            assert_eq!(found, expected, "seed {}, {dates:?}: {:#?}", self.seed, self.told);
            let total = (count(counted.len()), expected.len());
            assert_eq!((screen.gives, screen.givers), total, "seed {}, {dates:?}: {:#?}", self.seed, self.told);
        }
        for user in (11..11 + PEOPLE).map(UserId::new) {
            let mine = store.mine(GUILD, user, 0).await.unwrap();
            let who = self.model.known(user);
            let gave: Vec<&Line> = self.model.standing().filter(|line| Some(line.giver) == who).collect();
            let got: Vec<&Line> =
                self.model.standing().filter(|line| who.is_some_and(|who| line.receivers.contains(&who))).collect();
            let to: BTreeSet<Who> = gave.iter().flat_map(|line| line.receivers.clone()).collect();
            let from: BTreeSet<Who> = got.iter().map(|line| line.giver).collect();
            let expected = [gave.len(), to.len(), got.len(), from.len()].map(|number| i64::try_from(number).unwrap());
            let found = [mine.gave, mine.gave_to, mine.got, mine.got_from];
            assert_eq!(found, expected, "seed {}, {user}: {:#?}", self.seed, self.told);
        }
        let mut days: BTreeMap<(String, String), i64> = BTreeMap::new();
        for line in self.model.standing() {
            let pauses = |who: &Who| self.model.people[*who].is_some_and(|user| self.model.paused.contains(&user));
            if pauses(&line.giver) || line.receivers.iter().all(pauses) {
                continue;
            }
            *days.entry((line.day.to_string(), String::new())).or_default() += 1;
            // What a quiet one names is for those alone to whom it was given.
            for strength in line.strengths.iter().filter(|_| !line.quiet) {
                *days.entry((line.day.to_string(), strength.clone())).or_default() += 1;
            }
        }
        assert_eq!(self.days().await, days, "seed {}: {:#?}", self.seed, self.told);
    }
}

/// All orders of so many.
fn orders(number: usize) -> Vec<Vec<usize>> {
    if number == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for shorter in orders(number - 1) {
        for at in 0..=shorter.len() {
            let mut order = shorter.clone();
            order.insert(at, number - 1);
            all.push(order);
        }
    }
    all
}
