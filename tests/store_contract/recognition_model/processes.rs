//! The same by real processes, which know nothing of each other but the store. Each draws its moves from a seed of its own.
//!
//! Some are about people whom all of them know: they are handed the same interactions, spend the same allowances, thank people
//! who rest from the same givers, and end the same recognitions. What comes of those is told by whoever came first; what holds
//! in any order is held: nothing is counted or ended twice, no allowance is overdrawn, nobody is thanked who rests. The others
//! are about people of that process alone, in days of its own, with pauses and erasures: what comes of each is known.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Lines, Write};
use std::ops::Range;
use std::process::{Child, ChildStdout, Stdio};

use clarion::clock::Zone;
use clarion::recognition::Dates;
use clarion::store::{Given, Id, NewRecognition, RecognitionChange, Store, StoreError, StoreOptions, Where};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp, ToSpan};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde::{Deserialize, Serialize};
use serenity::model::id::{InteractionId, UserId};

use super::model::{Became, End, Said};
use super::{PEOPLE, Run, STEWARD, STRENGTHS, ZONES, became, seeds};
use crate::engines::{CHANNEL, GUILD, LEASE, NINE, Place, at};

/// What a process is told: which store, which of them it is, and what all of them draw from.
const STORE: &str = "CLARION_TEST_MODEL_AT";
const NUMBER: &str = "CLARION_TEST_MODEL_PROCESS";
const SEED: &str = "CLARION_TEST_MODEL_SEED";

const PROCESSES: u64 = 3;
const TURNS: u64 = 45;
const ALLOWANCE: u32 = 3;
const REST_HOURS: u32 = 1;
/// Whom all of them know: who gives, and who gets.
const GIVERS: Range<u64> = 11..13;
const RECEIVERS: Range<u64> = 13..11 + PEOPLE;
/// How many people each of them has for itself.
const OWN: u64 = 3;
/// Interactions that may come to all of them.
const SHARED: Range<u64> = 10..22;

/// Before each line that a process tells its parent: the test harness tells things as well.
const TELLS: &str = "it was ";
const READY: &str = "it is ready";

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Gift {
    interaction: u64,
    giver: u64,
    receivers: Vec<u64>,
    quiet: bool,
    strengths: Vec<String>,
    /// In milliseconds.
    at: i64,
    day: String,
}

impl Gift {
    fn drawn(
        random: &mut StdRng,
        interaction: u64,
        (givers, receivers): (Range<u64>, Range<u64>),
        (at, day): (Timestamp, Date),
    ) -> Self {
        let giver = random.random_range(givers);
        let others: Vec<u64> = receivers.filter(|receiver| *receiver != giver).collect();
        let number = random.random_range(1..4);
        Self {
            interaction,
            giver,
            receivers: others.sample(random, number).copied().collect(),
            quiet: random.random_bool(0.2),
            strengths: STRENGTHS.iter().filter(|_| random.random_bool(0.3)).map(|name| (*name).to_owned()).collect(),
            at: at.as_millisecond(),
            day: day.to_string(),
        }
    }

    /// One between people whom all know: its interaction says all of it.
    fn contended(seed: u64, interaction: u64) -> Self {
        let mut random = StdRng::seed_from_u64(seed * 1_000_000 + interaction);
        // An instant of its own: at one that stands, ids of several processes would be alike.
        let after = SignedDuration::from_hours(random.random_range(0..12))
            + SignedDuration::from_millis(interaction.cast_signed());
        let day = date(2026, 11, 23) + random.random_range(0..2_i64).days();
        Self::drawn(&mut random, interaction, (GIVERS, RECEIVERS), (at(NINE) + after, day))
    }

    fn is_contended(&self) -> bool {
        GIVERS.contains(&self.giver)
    }

    fn to_give(&self) -> NewRecognition {
        NewRecognition {
            interaction: InteractionId::new(self.interaction),
            guild: GUILD,
            channel: CHANNEL,
            giver: UserId::new(self.giver),
            receivers: self.receivers.iter().copied().map(UserId::new).collect(),
            words: format!("for {}", self.interaction),
            way: None,
            about: None,
            quiet: self.quiet,
            strengths: self.strengths.clone(),
            names: Vec::new(),
            at: instant(self.at),
            local_date: self.day.parse().unwrap(),
        }
    }
}

fn instant(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap()
}

/// The people of a process alone.
fn own_people(number: u64) -> Range<u64> {
    let first = 11 + PEOPLE + (number - 1) * OWN;
    first..first + OWN
}

/// What a process did, and what came of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
enum Did {
    Gave { gift: Gift, became: Became, id: Option<String> },
    Ended { interaction: u64, at: i64, by: u64, end: End, worked: bool },
    SaidAnew { interaction: u64, at: i64, by: u64, words: String, id: Option<String> },
    Paused { user: u64, paused: bool },
    Forgot { user: u64 },
}

impl Did {
    /// Which recognition it is about.
    fn interaction(&self) -> Option<u64> {
        match self {
            Self::Gave { gift, .. } => Some(gift.interaction),
            Self::Ended { interaction, .. } | Self::SaidAnew { interaction, .. } => Some(*interaction),
            Self::Paused { .. } | Self::Forgot { .. } => None,
        }
    }

    fn at(&self) -> Option<i64> {
        match self {
            Self::Gave { gift, .. } => Some(gift.at),
            Self::Ended { at, .. } | Self::SaidAnew { at, .. } => Some(*at),
            Self::Paused { .. } | Self::Forgot { .. } => None,
        }
    }
}

/// Does it until the others leave the database alone.
macro_rules! patiently {
    ($done:expr) => {{
        let mut tries = 0;
        loop {
            match $done.await {
                Err(StoreError::Busy(_)) if tries < 100 => tries += 1,
                done => break done.unwrap(),
            }
        }
    }};
}

/// One of [`PROCESSES`], started by [`what_processes_do_together_is_counted_once`]; it does nothing otherwise.
#[tokio::test]
async fn a_process_at_work() {
    let (Ok(url), Ok(number), Ok(seed)) = (std::env::var(STORE), std::env::var(NUMBER), std::env::var(SEED)) else {
        return;
    };
    let (number, seed): (u64, u64) = (number.parse().unwrap(), seed.parse().unwrap());
    let mut random = StdRng::seed_from_u64(seed * 100 + number);
    let mut process = Process {
        store: Store::open(&StoreOptions::new(url), 50 + number).await.unwrap(),
        zone: ZONES.choose(&mut random).unwrap().parse().unwrap(),
        random,
        seed,
        people: own_people(number),
        now: at(NINE),
        known: Vec::new(),
        paused: BTreeSet::new(),
    };
    // All of them have opened it before anybody begins: ids go on after those that are there.
    println!("\n{READY}");
    std::io::stdin().read_line(&mut String::new()).unwrap();
    for turn in 0..TURNS {
        if let Some(did) = process.turn(number * 1_000 + turn).await {
            println!("\n{TELLS}{}", serde_json::to_string(&did).unwrap());
        }
        // Whatever the others are in the middle of: nothing is wrong.
        if turn % 9 == number {
            let found = patiently!(process.store.recount(GUILD, turn.is_multiple_of(2)));
            assert!(found.wrong().is_empty(), "{found:?}");
        }
    }
}

struct Process {
    store: Store,
    random: StdRng,
    seed: u64,
    people: Range<u64>,
    /// By its own clock.
    now: Timestamp,
    zone: Zone,
    /// What it knows to be there, by which name.
    known: Vec<(Gift, Id)>,
    paused: BTreeSet<u64>,
}

impl Process {
    /// What happens at a tick, which no other has, nor another process.
    async fn turn(&mut self, tick: u64) -> Option<Did> {
        let now = self.now + SignedDuration::from_millis(tick.cast_signed());
        match self.random.random_range(0..100) {
            0..28 => {
                let interaction = self.random.random_range(SHARED);
                Some(self.give(Gift::contended(self.seed, interaction)).await)
            }
            28..45 => Some(self.give(Gift::contended(self.seed, tick)).await),
            45..68 => {
                let (people, day) = (self.people.clone(), self.zone.date_at(now));
                let gift = Gift::drawn(&mut self.random, tick, (people.clone(), people), (now, day));
                Some(self.give(gift).await)
            }
            68..77 => self.end(End::Undone, tick).await,
            77..80 => self.end(End::Voided, tick).await,
            80..84 => self.say_anew(tick).await,
            84..90 => Some(self.pause(now).await),
            90..93 => Some(self.forget(now).await),
            _ => {
                self.now += SignedDuration::from_hours(self.random.random_range(-4..40));
                None
            }
        }
    }

    async fn give(&mut self, gift: Gift) -> Did {
        let given = patiently!(self.store.give(&gift.to_give(), LEASE));
        let id = match &given {
            Given::Counted(counted) => Some(counted.recognition),
            Given::Already { recognition } => Some(*recognition),
            Given::Refused(_) => None,
        };
        if let Some(id) = id
            && self.known.iter().all(|(known, _)| known.interaction != gift.interaction)
        {
            self.known.push((gift.clone(), id));
        }
        Did::Gave { gift, became: became(&given), id: id.map(|id| id.to_string()) }
    }

    /// One that it knows, and a time: what is contended ends on the day on which it was given.
    fn any_known(&mut self, tick: u64) -> Option<(Gift, Id, Timestamp)> {
        let (gift, id) = self.known.choose(&mut self.random)?.clone();
        let since = if gift.is_contended() { instant(gift.at) } else { self.now };
        Some((gift, id, since + SignedDuration::from_millis(tick.cast_signed())))
    }

    async fn end(&mut self, end: End, tick: u64) -> Option<Did> {
        let (gift, id, now) = self.any_known(tick)?;
        let (by, worked) = match end {
            End::Undone => {
                let giver = UserId::new(gift.giver);
                (giver, patiently!(self.store.undo(GUILD, giver, id, now)).is_ok())
            }
            End::Voided => {
                let reason = "not here";
                (STEWARD, patiently!(self.store.void(GUILD, STEWARD, id, reason, now)).is_ok())
            }
        };
        let at = now.as_millisecond();
        Some(Did::Ended { interaction: gift.interaction, at, by: by.get(), end, worked })
    }

    /// Nobody else says the same anew: whose words stay would be told by nobody.
    async fn say_anew(&mut self, tick: u64) -> Option<Did> {
        let (gift, id, now) = self.any_known(tick).filter(|(gift, ..)| !SHARED.contains(&gift.interaction))?;
        let (form, words) = (InteractionId::new(100_000 + tick), format!("better {tick}"));
        let anew = patiently!(self.store.amend(GUILD, UserId::new(gift.giver), id, &words, form, now));
        let (interaction, at, by) = (gift.interaction, now.as_millisecond(), gift.giver);
        Some(Did::SaidAnew { interaction, at, by, words, id: anew.ok().map(|anew| anew.id.to_string()) })
    }

    async fn pause(&mut self, now: Timestamp) -> Did {
        let user = self.random.random_range(self.people.clone());
        // Mostly to what they did not before.
        let paused = self.paused.contains(&user) == self.random.random_bool(0.1);
        patiently!(self.store.set_paused(UserId::new(user), Where::Server(GUILD), paused, now));
        if paused {
            self.paused.insert(user)
        } else {
            self.paused.remove(&user)
        };
        Did::Paused { user, paused }
    }

    async fn forget(&mut self, now: Timestamp) -> Did {
        let user = self.random.random_range(self.people.clone());
        let place = if self.random.random_bool(0.5) { Where::Everywhere } else { Where::Server(GUILD) };
        patiently!(self.store.forget(UserId::new(user), place, now));
        self.paused.remove(&user);
        Did::Forgot { user }
    }
}

fn start(place: &Place, seed: u64, number: u64) -> (Child, Lines<BufReader<ChildStdout>>) {
    let mut process = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "recognition_model::processes::a_process_at_work", "--nocapture"])
        .env(STORE, &place.url)
        .env(NUMBER, number.to_string())
        .env(SEED, seed.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(process.stdout.take().unwrap()).lines();
    (process, lines)
}

/// What each of them did, in its order.
fn work_together(place: &Place, seed: u64) -> Vec<Vec<Did>> {
    let mut started: Vec<(Child, Lines<BufReader<ChildStdout>>)> =
        (1..=PROCESSES).map(|number| start(place, seed, number)).collect();
    for (_, lines) in &mut started {
        assert!(lines.any(|line| line.unwrap() == READY), "it never began");
    }
    for (process, _) in &mut started {
        process.stdin.take().unwrap().write_all(b"go\n").unwrap();
    }
    let mut told = Vec::new();
    for (mut process, lines) in started {
        let all: Vec<String> = lines.map(Result::unwrap).collect();
        assert!(process.wait().unwrap().success(), "seed {seed}: {all:#?}");
        let did = all.iter().filter_map(|line| line.strip_prefix(TELLS));
        told.push(did.map(|did| serde_json::from_str(did).unwrap()).collect());
    }
    told
}

/// What each of them says that it did is what is there, once; no allowance is overdrawn, and nobody is thanked who rests.
pub(super) async fn what_processes_do_together_is_counted_once(place: &Place) {
    // Who comes first is chance: once in some thousand paths no allowance runs out.
    let (mut rested, mut spent) = (false, false);
    for seed in 0..seeds().div_ceil(4) {
        let mut run = Run::new(place, seed).await;
        run.people = PEOPLE + PROCESSES * OWN;
        let changes = [RecognitionChange::Allowance(Some(ALLOWANCE)), RecognitionChange::RestHours(Some(REST_HOURS))];
        run.stores[0].settle_recognition(GUILD, &changes, at(NINE)).await.unwrap();
        (run.model.options.allowance, run.model.options.rest_hours) = (Some(ALLOWANCE), Some(REST_HOURS));
        let told = work_together(place, seed);
        run.told = told.iter().map(|did| format!("{did:#?}")).collect();
        let gifts = told.iter().flatten().filter_map(|did| match did {
            Did::Gave { gift, .. } if gift.is_contended() => Some(gift.interaction),
            _ => None,
        });
        let contended: BTreeSet<u64> = gifts.collect();
        let is_contended = |did: &&Did| did.interaction().is_some_and(|interaction| contended.contains(&interaction));
        for did in told.iter().flatten().filter(|did| !is_contended(did)) {
            run.happened(did);
        }
        let own = run.model.lines.len();
        let of_all: Vec<&Did> = told.iter().flatten().filter(is_contended).collect();
        let (one_rested, one_spent) = run.happened_in_some_order(&of_all);
        (rested, spent) = (rested || one_rested, spent || one_spent);
        assert!(own > 3 && run.model.lines.len() > own + 3, "there was little to do: {}", run.path());
        run.nobody_had_too_much();
        let latest = told.iter().flatten().filter_map(Did::at).max().unwrap();
        run.model.now = instant(latest);
        assert!(!run.model.counted(Dates::ALL).is_empty());
        run.compare().await;
        run.put_away().await;
    }
    assert!(rested && spent, "nobody had to rest, or no allowance ran out");
}

impl Run<'_> {
    /// Between people of one process: as it has to come.
    fn happened(&mut self, did: &Did) {
        if let Some(at) = did.at() {
            self.model.now = instant(at);
        }
        let interaction = did.interaction();
        let line = self.model.lines.iter().position(|line| Some(line.interaction) == interaction);
        match did {
            Did::Gave { gift, became, id } => {
                assert_eq!(&self.model.give(&gift.to_give()), became, "{did:?}, {}", self.path());
                if matches!(became, Became::Counted { .. }) {
                    self.model.lines.last_mut().unwrap().said[0].id = id.as_ref().map(|id| id.parse().unwrap());
                }
            }
            Did::Ended { by, end, worked, .. } => {
                let line = line.unwrap();
                let may = match end {
                    End::Undone => self.model.may_change(line, UserId::new(*by)),
                    End::Voided => self.model.lines[line].ended.is_none(),
                };
                assert_eq!(may, *worked, "{did:?}, {}", self.path());
                if may {
                    self.model.end(line, *end);
                }
            }
            Did::SaidAnew { by, words, id, .. } => {
                let line = line.unwrap();
                let may = self.model.may_be_said_anew(line, UserId::new(*by));
                assert_eq!(may, id.is_some(), "{did:?}, {}", self.path());
                self.said_anew(line, id.as_deref(), words);
            }
            Did::Paused { user, paused } => {
                let who = self.model.who(UserId::new(*user));
                self.model.people[who].paused = *paused;
            }
            Did::Forgot { user } => self.model.forget(UserId::new(*user)),
        }
    }

    fn said_anew(&mut self, line: usize, id: Option<&str>, words: &str) {
        if let Some(id) = id {
            self.model.lines[line].said.push(Said { id: Some(id.parse().unwrap()), words: Some(words.to_owned()) });
        }
    }

    /// Between people whom all of them know: whatever came first, it was counted once and it ended once. Says whether somebody
    /// had to rest, and whether an allowance ran out.
    fn happened_in_some_order(&mut self, all: &[&Did]) -> (bool, bool) {
        let (mut rested, mut spent) = (false, false);
        let mut names: BTreeMap<u64, BTreeSet<&str>> = BTreeMap::new();
        for did in all {
            let Did::Gave { gift, became, id } = did else { continue };
            if let Some(id) = id {
                names.entry(gift.interaction).or_default().insert(id);
            }
            match became {
                Became::Counted { receivers, left, .. } => {
                    let twice = self.model.lines.iter().any(|line| line.interaction == gift.interaction);
                    assert!(!twice, "{did:?}, {}", self.path());
                    let whom: Vec<UserId> = gift.receivers.iter().copied().map(UserId::new).collect();
                    assert!(receivers.iter().all(|receiver| whom.contains(receiver)), "{did:?}");
                    assert!(left.is_some_and(|left| left < ALLOWANCE), "{did:?}");
                    rested |= receivers.len() < whom.len();
                    self.model.write(&gift.to_give(), receivers);
                    let line = self.model.lines.last_mut().unwrap();
                    line.said[0].id = id.as_ref().map(|id| id.parse().unwrap());
                }
                Became::Already => assert!(id.is_some()),
                Became::Nobody => rested = true,
                Became::Spent { left, asked } => {
                    assert!(left < asked, "{did:?}");
                    spent = true;
                }
                Became::Paused => panic!("{did:?}"),
            }
        }
        for (interaction, names) in names {
            assert_eq!(names.len(), 1, "{interaction} has several names: {}", self.path());
            assert!(
                self.model.lines.iter().any(|line| line.interaction == interaction),
                "{interaction} came of nothing"
            );
        }
        let mut ends: BTreeMap<usize, Vec<End>> = BTreeMap::new();
        for did in all {
            let line = self.model.lines.iter().position(|line| Some(line.interaction) == did.interaction());
            match did {
                Did::SaidAnew { words, id, .. } => {
                    let line = line.unwrap();
                    // It is known to one process alone, which may have ended it before.
                    assert_eq!(id.is_none(), ends.get(&line).is_some_and(|ends| !ends.is_empty()), "{did:?}");
                    self.said_anew(line, id.as_deref(), words);
                }
                Did::Ended { end, worked, .. } => {
                    let ends = ends.entry(line.unwrap()).or_default();
                    if *worked {
                        ends.push(*end);
                    }
                }
                _ => {}
            }
        }
        for (line, ends) in ends {
            let interaction = self.model.lines[line].interaction;
            assert_eq!(ends.len(), 1, "{interaction} was to end and ended {} times: {}", ends.len(), self.path());
            self.model.end(line, ends[0]);
        }
        (rested, spent)
    }

    /// Of what stands, no day has more than the allowance, and nobody was thanked by the same giver before their rest was over.
    fn nobody_had_too_much(&self) {
        let mut of_a_day: BTreeMap<_, usize> = BTreeMap::new();
        let mut of_a_pair: BTreeMap<_, Vec<Timestamp>> = BTreeMap::new();
        for line in self.model.standing() {
            *of_a_day.entry((line.giver, line.day)).or_default() += line.got.len();
            for got in &line.got {
                of_a_pair.entry((line.giver, got.who)).or_default().push(line.given_at);
            }
        }
        assert!(of_a_day.values().all(|spent| *spent <= ALLOWANCE as usize), "overdrawn: {}", self.path());
        for mut given in of_a_pair.into_values() {
            given.sort_unstable();
            let rest = SignedDuration::from_hours(REST_HOURS.into());
            let rested = given.windows(2).all(|two| two[1].duration_since(two[0]) >= rest);
            assert!(rested, "somebody did not rest: {given:?}, {}", self.path());
        }
    }
}
