//! Random gives, replays, endings, wishes of receivers, reports, erasures, pauses and days in random zones against a naive
//! list of what happened, by two stores of one process, whose clock jumps over years and is set back; by real processes
//! in `processes.rs`; and mostly pauses in `pausing.rs`. `CLARION_MODEL_SEEDS` says how many paths are tried, where more are
//! wanted.
//!
//! Gives come in bursts, at once, through both stores. What became of a burst has to be what becomes of its gives one
//! after the other in some order: nothing is spent twice, nothing is counted twice. What is compared then is every number
//! that anybody sees (`counting.rs`), who is named in which order and to whom (`naming.rs`), and who may see which
//! (`seeing.rs`).

mod counting;
mod model;
mod moves;
mod naming;
mod pausing;
mod processes;
mod seeing;

use std::collections::BTreeMap;

use clarion::clock::Zone;
use clarion::recognition::WhySkipped;
use clarion::store::{Given, NewRecognition, Refused, Store, StoreOptions, Synchronous};
use jiff::SignedDuration;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serenity::model::id::{GuildId, InteractionId, MessageId, UserId};

use self::model::{Became, Model, Name};
use self::pausing::a_pause_turns_what_it_touches_and_no_more;
use self::processes::what_processes_do_together_is_counted_once;
use super::engines::{CHANNEL, GUILD, LEASE, Place, at, on_each_engine};

on_each_engine!(
    what_is_counted_is_what_the_naive_model_counts,
    a_pause_turns_what_it_touches_and_no_more,
    what_processes_do_together_is_counted_once,
);

/// How many paths are tried.
fn seeds() -> u64 {
    std::env::var("CLARION_MODEL_SEEDS").map_or(8, |number| number.parse().expect("a number of paths"))
}

const ELSEWHERE: GuildId = GuildId::new(1_000_000_000_000_000_009);
const STEPS: usize = 90;
const PEOPLE: u64 = 6;
const STEWARD: UserId = UserId::new(900);
const STRENGTHS: [&str; 3] = ["Calm", "Clear words", "Follows through"];
/// By which names people are shown, and what those are sorted by. Two of them stand side by side.
const NAMES: [Name; 6] = [
    ("Élodie", "elodie"),
    ("~ ELODIE ~", "elodie"),
    ("Zoë Kraus", "zoe kraus"),
    ("adam", "adam"),
    ("🌙 Łukasz | Ops", "lukasz ops"),
    ("李雷", "李雷"),
];
/// When it begins; the clock is set back to half a year before at most.
const BEGIN: &str = "2026-11-23T09:00:00Z";
const EARLIEST: &str = "2026-05-20T00:00:00Z";
const ZONES: [&str; 5] =
    ["Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu", "Pacific/Pago_Pago"];

async fn what_is_counted_is_what_the_naive_model_counts(place: &Place) {
    for seed in 0..seeds() {
        let mut run = Run::new(place, seed).await;
        for step in 0..STEPS {
            run.step(step).await;
        }
        run.compare().await;
        run.put_away().await;
    }
}

/// Takes away what an earlier path left.
const EMPTY: &str = "DELETE FROM announcement_change; DELETE FROM occurrence; DELETE FROM report; DELETE FROM reversal; \
     DELETE FROM recognition_words; DELETE FROM recognition_strength; DELETE FROM recognition_receiver; \
     DELETE FROM recognition; DELETE FROM recognition_day; DELETE FROM giver_day; DELETE FROM giver_total; \
     DELETE FROM strength_total; DELETE FROM recognition_option; DELETE FROM contact; DELETE FROM declined_giver; \
     DELETE FROM person";

struct Run<'a> {
    place: &'a Place,
    /// The server that it is about.
    guild: GuildId,
    /// Two of one bot.
    stores: [Store; 2],
    /// How many there are to be looked at.
    people: u64,
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
        place.run(EMPTY).await;
        let mut random = StdRng::seed_from_u64(seed);
        let zone = ZONES.choose(&mut random).unwrap().parse().unwrap();
        let now = at(BEGIN);
        stores[0].guild_joined(GUILD, None, None, now).await.unwrap();
        let (guild, model) = (GUILD, Model::empty(now));
        Self { place, guild, stores, people: PEOPLE, random, model, zone, seed, interactions: 0, told: Vec::new() }
    }

    /// The same people in another server, of the same bot.
    async fn elsewhere(&mut self) -> Run<'a> {
        let now = at(BEGIN);
        self.stores[0].guild_joined(ELSEWHERE, None, None, now).await.unwrap();
        Run {
            place: self.place,
            guild: ELSEWHERE,
            stores: self.stores.clone(),
            people: self.people,
            random: StdRng::seed_from_u64(self.random.random()),
            model: Model::empty(now),
            zone: self.zone.clone(),
            seed: self.seed,
            // An interaction is of one server.
            interactions: 1_000_000,
            told: Vec::new(),
        }
    }

    fn somebody(&mut self) -> UserId {
        UserId::new(11 + self.random.random_range(0..PEOPLE))
    }

    /// Before another path begins on the same file: whoever is late to close it holds up who opens it.
    async fn put_away(self) {
        for store in self.stores {
            store.close().await;
        }
    }

    /// Everybody whose sights are compared.
    fn users(&self) -> impl Iterator<Item = UserId> + use<> {
        (11..11 + self.people).map(UserId::new)
    }

    fn either(&mut self) -> Store {
        self.stores[self.random.random_range(0..2)].clone()
    }

    fn tell(&mut self, what: impl std::fmt::Debug) {
        self.told.push(format!("{what:?}"));
    }

    /// How it came to this, for a failure's message.
    fn path(&self) -> String {
        format!("seed {}: {:#?}", self.seed, self.told)
    }

    async fn step(&mut self, step: usize) {
        match self.random.random_range(0..135) {
            0..50 => self.burst().await,
            50..60 => self.undo().await,
            60..64 => self.void().await,
            64..70 => self.amend().await,
            70..73 => self.forget().await,
            73..77 => self.pause().await,
            77..83 => self.settle().await,
            83..85 => self.zone = ZONES.choose(&mut self.random).unwrap().parse().unwrap(),
            85..90 => self.hide().await,
            90..94 => self.announce().await,
            94..98 => self.decline().await,
            98..101 => self.name().await,
            101..103 => self.hide_strengths().await,
            103..107 => self.report().await,
            107..109 => self.close().await,
            109..113 => self.roster().await,
            113..117 => self.rename().await,
            117..119 => self.leave().await,
            119..122 => self.recount().await,
            _ => self.pass_time(),
        }
        if step.is_multiple_of(9) {
            self.compare().await;
        }
    }

    /// Mostly hours; now and then over the ends of weeks, months, quarters and years; and an operator sets the clock back.
    fn pass_time(&mut self) {
        let by = match self.random.random_range(0..10) {
            0..5 => SignedDuration::from_mins(self.random.random_range(1..30 * 60)),
            5..7 => SignedDuration::from_hours(self.random.random_range(24..30 * 24)),
            7..9 => SignedDuration::from_hours(self.random.random_range(24..400 * 24)),
            _ => SignedDuration::from_hours(-self.random.random_range(1..90 * 24)),
        };
        self.model.now = (self.model.now + by).max(at(EARLIEST));
        self.tell(("it is now", self.model.now));
    }

    /// Whatever happened before: nothing is wrong.
    async fn recount(&mut self) {
        let mend = self.random.random_bool(0.5);
        self.tell(("recount", mend));
        let found = self.either().recount(self.guild, mend).await.unwrap();
        assert!(found.wrong().is_empty(), "{found:?}, {}", self.path());
    }

    async fn compare(&mut self) {
        self.recount().await;
        self.compare_counts().await;
        self.compare_naming().await;
        self.compare_sights().await;
    }

    /// With the names by which these people are shown.
    fn gift(&mut self, shown: &BTreeMap<UserId, &str>) -> NewRecognition {
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
        let strengths = self.strengths();
        let named = receivers.iter().chain([&giver]).filter_map(|user| Some((*user, shown.get(user)?.to_string())));
        let names = named.collect();
        NewRecognition {
            interaction: InteractionId::new(interaction),
            guild: self.guild,
            channel: CHANNEL,
            giver,
            receivers,
            words: format!("for {interaction}"),
            way: None,
            about: None,
            quiet: self.random.random_bool(0.2),
            strengths,
            names,
            at: self.model.now,
            local_date: self.zone.date_at(self.model.now),
        }
    }

    fn a_name_to_show(&mut self) -> Name {
        *NAMES.choose(&mut self.random).unwrap()
    }

    fn strengths(&mut self) -> Vec<String> {
        let mut strengths: Vec<String> = STRENGTHS.map(str::to_owned).to_vec();
        strengths.retain(|_| self.random.random_bool(0.3));
        strengths
    }

    /// Gives at once, through both processes; one of them comes twice now and then. Most announcements are sent.
    async fn burst(&mut self) {
        // Everybody has one name at a time, whichever of the gives tells it.
        let mut shown = BTreeMap::new();
        for _ in 0..self.random.random_range(0..3) {
            shown.insert(self.somebody(), self.a_name_to_show().0);
        }
        let mut gifts: Vec<NewRecognition> = (0..self.random.random_range(1..4)).map(|_| self.gift(&shown)).collect();
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
            panic!("no order of these gives explains what became of them: {}", self.path());
        };
        for (gift, one) in gifts.iter().zip(&given) {
            let Given::Counted(counted) = one else { continue };
            let interaction = gift.interaction.get();
            let line = after.lines.iter_mut().find(|line| line.interaction == interaction).unwrap();
            line.said[0].id = Some(counted.recognition);
            if let (Some(claim), true) = (&counted.announcement, self.random.random_bool(0.8)) {
                let message = MessageId::new(700_000 + interaction);
                self.stores[0].posted(claim, message).await.unwrap();
                line.announced = Some(message);
            }
        }
        self.model = after;
    }

    fn explains(&self, order: &[usize], gifts: &[NewRecognition], outcome: &[Became]) -> Option<Model> {
        let mut model = self.model.clone();
        order.iter().all(|&which| model.give(&gifts[which]) == outcome[which]).then_some(model)
    }
}

fn became(given: &Given) -> Became {
    match given {
        Given::Counted(counted) => {
            assert_eq!(counted.announcement.is_some(), !counted.announced_to.is_empty());
            let (receivers, announced_to) = (counted.receivers.clone(), counted.announced_to.clone());
            Became::Counted { receivers, announced_to, left: counted.left }
        }
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
