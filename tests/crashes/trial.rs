//! One trial: the lives and deaths of the processes, and what is there in the end.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use clarion::clock::{Clock, Hand};
use clarion::rehearsal::world::{ChannelId, GuildId, Message, Permissions, UserId};
use clarion::rehearsal::{Event, Events, GatewayEvent, StandIn, StandInOptions};
use jiff::Timestamp;

use crate::place::{Engine, Place, Row};
use crate::plan::{Plan, Round, Second};
use crate::process::{Heard, Processes};
use crate::step::{At, Step};

/// How long something may take that should come soon.
pub const PATIENCE: Duration = Duration::from_secs(40);

pub const BOT: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::READ_MESSAGE_HISTORY)
    .union(Permissions::CREATE_PUBLIC_THREADS);

/// What a trial came to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What was to happen.
    pub plan: String,
    /// The steps at which a process was killed.
    pub killed_at: Vec<Step>,
    pub kills: usize,
    pub posts: usize,
    /// Messages more than there should be.
    pub doubles: usize,
    /// Messages fewer than there should be.
    pub losses: usize,
    /// All else that is wrong, in words.
    pub faults: Vec<String>,
    /// What the processes said.
    pub log: Vec<String>,
    /// From the start of the last life to its last record.
    pub last_life: Duration,
}

impl Outcome {
    pub fn good(&self) -> bool {
        self.doubles == 0 && self.losses == 0 && self.faults.is_empty()
    }
}

/// How a life went.
pub enum Came {
    /// To the step at which it is to end.
    ToTheStep,
    /// To the end of its work: the step did not come.
    ToRest,
    /// Neither, for too long or because a process ended by itself.
    Wrong(String),
}

struct Trial<'a> {
    plan: &'a Plan,
    stand_in: StandIn,
    hand: Hand,
    clock: Clock,
    channels: Vec<ChannelId>,
    people: UserId,
    place: &'a Place,
    /// A whole life, as it was seen.
    life: Duration,
    outcome: Outcome,
}

/// Goes through a plan on an empty database.
pub async fn run(plan: &Plan, engine: &Engine, life: Duration) -> Outcome {
    let place = engine.place().await;
    let mut trial = Trial::prepare(plan, &place, life).await;
    for round in &plan.rounds {
        if let Err(fault) = trial.live_and_die(round).await {
            trial.outcome.faults.push(fault);
        }
    }
    trial.live().await;
    trial.check().await;
    let outcome = trial.outcome;
    engine.done(place);
    outcome
}

impl<'a> Trial<'a> {
    async fn prepare(plan: &'a Plan, place: &'a Place, life: Duration) -> Self {
        let now = Timestamp::now();
        let (clock, hand) = Clock::stepped(now);
        let stand_in = StandIn::start(StandInOptions { seed: plan.seed, ..StandInOptions::new(clock.clone()) });
        let stand_in = stand_in.await.unwrap();
        let (guild, channels, people) = stand_in.world().with(|world| {
            let people = world.add_person("Mira");
            let server =
                |world: &mut clarion::rehearsal::World, name: &str| -> GuildId { world.add_guild(name, people) };
            let guild = server(world, "Harbour");
            let mut channels: Vec<_> = (0..plan.schedules)
                .map(|number| world.add_channel(guild, &format!("daily-{number}")).unwrap())
                .collect();
            if plan.shares_a_channel {
                channels.pop();
                channels.push(channels[0]);
            }
            world.invite_bot(guild, BOT);
            if plan.hello {
                let new = server(world, "Island");
                let channel = world.add_channel(new, "general").unwrap();
                world.guilds.get_mut(&new).unwrap().system_channel = Some(channel);
                world.invite_bot(new, BOT);
            }
            (guild, channels, people)
        });
        let ours: Vec<_> = channels.iter().map(|channel| serenity::model::id::ChannelId::new(channel.get())).collect();
        place.seed(plan, serenity::model::id::GuildId::new(guild.get()), &ours, now).await;
        let outcome = Outcome { plan: format!("{plan:?}"), posts: plan.messages(), ..Outcome::default() };
        Self { plan, stand_in, hand, clock, channels, people, place, life, outcome }
    }

    /// A life up to the step of the round, and the death of all of its processes.
    async fn live_and_die(&mut self, round: &Round) -> Result<(), String> {
        let left = self.left().await;
        let mut events = self.stand_in.events();
        events.skip();
        let faults = self.stand_in.faults().clone();
        if let Some(trouble) = round.trouble {
            faults.ask(trouble.fault(self.channels[0]));
        }
        let held = match round.step {
            Step::Request(asked, at) => {
                if round.pass > 1 {
                    // Those before it are let through.
                    faults.ask(asked.fault().times(round.pass - 1).delay(Duration::ZERO));
                }
                let held_after = matches!(at, At::Done | At::Answered);
                Some(faults.hold(if held_after { asked.fault().after_effect() } else { asked.fault() }))
            }
            _ => None,
        };
        let failpoint = match round.step {
            Step::Transaction(name, place) => Some(format!("{name}:{place}#{}", round.pass)),
            _ => None,
        };
        let mut processes = Processes::none();
        self.start(&mut processes, failpoint);
        if round.second.is_some() {
            self.start(&mut processes, None);
        }

        let life = self.life;
        let reached = async {
            match (round.step, &held) {
                (Step::Request(..), Some(held)) => {
                    held.waiting(1, PATIENCE * 2).await;
                }
                (Step::Welcomed, _) => welcomed(&mut events).await,
                (Step::AnyInstant, _) => after(life.mul_f64(round.instant)).await,
                // The process itself tells.
                _ => std::future::pending().await,
            }
        };
        let came = watch(&mut processes, reached, left, round.step == Step::AnyInstant).await;
        match came {
            Came::Wrong(what) => {
                self.outcome.log.append(&mut processes.log);
                return Err(format!("round {}: {what}", round.step));
            }
            Came::ToTheStep => self.die(round, held, &mut processes).await,
            Came::ToRest => drop(held),
        }
        processes.kill_all();
        faults.clear();
        self.outcome.kills += processes.kills;
        self.outcome.log.append(&mut processes.log);
        self.outcome.log.push(format!("-- killed; {} s pass", round.pause));
        self.pass(round.pause).await;
        Ok(())
    }

    /// The kill at the step itself.
    async fn die(&mut self, round: &Round, held: Option<clarion::rehearsal::faults::Held>, processes: &mut Processes) {
        let delay = Duration::from_millis(round.after);
        let mut hit = true;
        match (round.step, held) {
            (Step::Request(_, At::Arrived), Some(held)) => {
                processes.kill(0);
                if round.second != Some(Second::Together) && round.second.is_some() {
                    // Which of the two had asked is not known.
                    hit = false;
                    drop(held);
                } else {
                    processes.kill_all();
                    // Its connection is broken, so the request is dropped before it is let go.
                    if !self.stand_in.in_flight().idle(PATIENCE).await {
                        self.outcome.faults.push("a request outlived its sender".to_owned());
                    }
                    drop(held);
                }
            }
            (Step::Request(_, At::Crossing), Some(held)) => held.release(),
            (Step::Request(_, At::Answered), Some(held)) => {
                held.release();
                self.stand_in.in_flight().idle(Duration::from_millis(50)).await;
                quiet(processes, delay).await;
            }
            (Step::Request(_, At::Done), Some(held)) => {
                processes.kill(0);
                if round.second == Some(Second::Together) {
                    processes.kill_all();
                }
                drop(held);
            }
            (Step::Welcomed, _) => quiet(processes, delay).await,
            _ => {}
        }
        processes.kill(0);
        match round.second {
            Some(Second::Together) => processes.kill_all(),
            Some(Second::Later(part)) => {
                hit &= !matches!(round.step, Step::Request(..) | Step::Welcomed);
                quiet(processes, self.life.mul_f64(part)).await;
            }
            None => {}
        }
        if hit {
            self.outcome.killed_at.push(round.step);
        }
    }

    /// The last life, in which nothing goes wrong.
    async fn live(&mut self) {
        let left = self.left().await;
        let mut processes = Processes::none();
        let began = Instant::now();
        for _ in 0..self.plan.last {
            self.start(&mut processes, None);
        }
        if let Came::Wrong(what) = watch(&mut processes, std::future::pending(), left, false).await {
            self.outcome.faults.push(format!("the last life: {what}"));
        }
        self.outcome.last_life = began.elapsed();
        processes.kill_all();
        self.outcome.log.append(&mut processes.log);
    }

    fn start(&self, processes: &mut Processes, failpoint: Option<String>) {
        processes.start(&self.stand_in, &self.place.url, self.place.folder(), failpoint);
    }

    /// How many occurrences are not at an end yet.
    async fn left(&self) -> usize {
        let ended = |row: &Row| !matches!(row.state.as_str(), "due" | "claimed");
        let ended = self.place.rows().await.into_iter().filter(ended).count();
        (self.plan.messages() + self.plan.threads()).saturating_sub(ended)
    }

    /// Time passes for the database and for Discord, and people talk.
    async fn pass(&mut self, seconds: u64) {
        if seconds > 0 {
            let pause = Duration::from_secs(seconds);
            self.place.age(pause).await;
            self.hand.set_to(self.clock.now() + pause, PATIENCE).await.unwrap();
        }
        self.stand_in.world().with(|world| {
            for channel in &self.channels {
                for _ in 0..self.plan.chatter {
                    world.say(*channel, self.people, "hello again");
                }
            }
        });
    }

    /// Exactly one message and one thread per occurrence, and the row knows it.
    async fn check(&mut self) {
        let (threads, rows): (Vec<Row>, Vec<Row>) =
            self.place.rows().await.into_iter().partition(|row| row.kind == "thread");
        let (messages, opened) = self.stand_in.world().with(|world| {
            let bot = world.bot;
            let own = |message: &&Message| message.author == bot && message.kind == 0;
            let messages = world.messages.iter().flat_map(|(channel, list)| {
                list.values().filter(own).map(|message| (channel.get().cast_signed(), message.id.get().cast_signed()))
            });
            let opened = world.channels.values().filter(|channel| channel.thread.is_some());
            let opened = opened.map(|thread| {
                let parent = thread.parent.map_or(0, |parent| parent.get().cast_signed());
                (parent, thread.id.get().cast_signed())
            });
            (messages.collect(), opened.collect())
        });
        self.compare("message", &rows, messages, self.plan.messages());
        self.compare("thread", &threads, opened, self.plan.threads());
        let violations = self.stand_in.violations();
        self.outcome.faults.extend(violations.into_iter().map(|violation| format!("{violation:?}")));
    }

    /// What is there, by channel and id, beside what the rows say.
    fn compare(&mut self, what: &str, rows: &[Row], mut there: Vec<(i64, i64)>, expected: usize) {
        let outcome = &mut self.outcome;
        if rows.len() != expected {
            outcome.faults.push(format!("{} {what}s are written down instead of {expected}", rows.len()));
        }
        // By channel: how many there are, less those there should be.
        let mut more: BTreeMap<i64, i64> = BTreeMap::new();
        for row in rows {
            *more.entry(row.channel_id).or_default() -= 1;
        }
        for (channel, _) in &there {
            *more.entry(*channel).or_default() += 1;
        }
        for difference in more.into_values() {
            let number = usize::try_from(difference.unsigned_abs()).unwrap();
            if difference > 0 { outcome.doubles += number } else { outcome.losses += number }
        }
        outcome.losses += expected.saturating_sub(rows.len());
        for row in rows {
            // Each belongs to one row.
            let own = there.iter().position(|(channel, id)| {
                *channel == row.channel_id && Some(*id) == row.message_id && row.state == "posted"
            });
            match own {
                Some(at) => drop(there.remove(at)),
                None => outcome.faults.push(format!("{row:?} knows none of {there:?}")),
            }
        }
    }
}

/// Listens until the step is reached, everything is at an end, or something is wrong.
pub async fn watch(processes: &mut Processes, reached: impl Future<Output = ()>, left: usize, rests: bool) -> Came {
    tokio::pin!(reached);
    let over = after(PATIENCE);
    tokio::pin!(over);
    loop {
        if !rests && processes.ended.len() >= left {
            return Came::ToRest;
        }
        tokio::select! {
            biased;
            () = &mut reached => return Came::ToTheStep,
            heard = processes.hear() => match heard {
                Heard::Something => {}
                Heard::Stopped => return Came::ToTheStep,
                Heard::Ended => return Came::Wrong("a process ended by itself".to_owned()),
            },
            () = &mut over => return Came::Wrong(format!("{} of {left} came to an end", processes.ended.len())),
        }
    }
}

/// A real while: processes on another side of a socket do not live by a clock of ours.
pub async fn after(time: Duration) {
    let _ = tokio::time::timeout(time, std::future::pending::<()>()).await;
}

/// Listens for a while.
pub async fn quiet(processes: &mut Processes, time: Duration) {
    let listening = async {
        loop {
            processes.hear().await;
        }
    };
    let _ = tokio::time::timeout(time, listening).await;
}

async fn welcomed(events: &mut Events) {
    while let Some(happening) = events.next(PATIENCE * 2).await {
        if matches!(happening.event, Event::Gateway(GatewayEvent::Identified { .. })) {
            return;
        }
    }
}
