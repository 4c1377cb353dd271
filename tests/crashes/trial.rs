//! One trial: the lives and deaths of the processes, and what is there in the end.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use clarion::clock::{Clock, Hand};
use clarion::rehearsal::world::{
    ChannelId, ChannelKind, GuildId, NewThread, OverwriteKind, Permissions, UserId, World,
};
use clarion::rehearsal::{Event, Events, Fault, GatewayEvent, StandIn, StandInOptions};
use jiff::Timestamp;

use crate::ends;
use crate::place::{Engine, Place};
use crate::plan::{Plan, Round, Second};
use crate::process::{Heard, Processes};
use crate::scene::{Scene, Told};
use crate::step::{Asked, At, Step};

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
    /// How often Discord refused a post that it was bound to refuse.
    pub refused: usize,
    /// The transactions that were begun, by their functions.
    pub began: BTreeSet<String>,
}

impl Outcome {
    /// Keeps what the processes said.
    pub fn heard(&mut self, processes: &mut Processes) {
        self.log.append(&mut processes.log);
        self.began.append(&mut processes.began);
    }

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

pub struct Trial<'a> {
    pub plan: &'a Plan,
    pub stand_in: StandIn,
    hand: Hand,
    clock: Clock,
    pub channels: Vec<ChannelId>,
    /// Where the first try of a notice is made, and where it is told.
    pub board: Option<ChannelId>,
    pub told_in: ChannelId,
    people: UserId,
    pub place: &'a Place,
    /// A whole life, as it was seen.
    life: Duration,
    pub lives: usize,
    pub outcome: Outcome,
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
    ends::check(&mut trial).await;
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
        let built = stand_in.world().with(|world| Built::of(world, plan));
        let ours: Vec<_> =
            built.channels.iter().map(|channel| serenity::model::id::ChannelId::new(channel.get())).collect();
        let by = serenity::model::id::UserId::new(built.people.get());
        place.seed(plan, serenity::model::id::GuildId::new(built.guild.get()), &ours, by, now).await;
        let outcome = Outcome { plan: format!("{plan:?}"), posts: plan.messages(), ..Outcome::default() };
        let Built { channels, board, told_in, people, .. } = built;
        Self { plan, stand_in, hand, clock, channels, board, told_in, people, place, life, lives: 0, outcome }
    }

    /// A life up to the step of the round, and the death of all of its processes.
    async fn live_and_die(&mut self, round: &Round) -> Result<(), String> {
        let mut left = self.left().await;
        let mut events = self.stand_in.events();
        events.skip();
        let faults = self.stand_in.faults().clone();
        self.lives += 1;
        self.refuse();
        if let Some(trouble) = round.trouble {
            faults.ask(trouble.fault(self.channels[0]));
        }
        let held = match round.step {
            Step::Request(asked, at) => {
                let fault = match asked {
                    Asked::Notice => Fault::on("POST", &format!("/channels/{}/messages", self.told_in)),
                    asked => asked.fault(),
                };
                if round.pass > 1 {
                    // Those before it are let through.
                    faults.ask(fault.clone().times(round.pass - 1).delay(Duration::ZERO));
                }
                let held_after = matches!(at, At::Done | At::Answered);
                Some(faults.hold(if held_after { fault.after_effect() } else { fault }))
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
        let mut reached = Box::pin(reached);
        let came = loop {
            let came = watch(&mut processes, reached.as_mut(), left, round.step == Step::AnyInstant).await;
            // What came to its end may have made something else necessary.
            left = match came {
                Came::ToRest => self.left().await,
                _ => break came,
            };
            if left == 0 {
                break Came::ToRest;
            }
            left += processes.ended.len();
        };
        drop(reached);
        match came {
            Came::Wrong(what) => {
                self.outcome.heard(&mut processes);
                return Err(format!("round {}: {what}", round.step));
            }
            Came::ToTheStep => self.die(round, held, &mut processes).await,
            Came::ToRest => drop(held),
        }
        processes.kill_all();
        faults.clear();
        self.outcome.kills += processes.kills;
        self.outcome.heard(&mut processes);
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
        let mut processes = Processes::none();
        let began = Instant::now();
        self.lives += 1;
        self.refuse();
        for _ in 0..self.plan.last {
            self.start(&mut processes, None);
        }
        loop {
            let left = self.left().await;
            if left == 0 {
                break;
            }
            let all = processes.ended.len() + left;
            if let Came::Wrong(what) = watch(&mut processes, std::future::pending(), all, false).await {
                self.outcome.faults.push(format!("the last life: {what}"));
                break;
            }
        }
        self.outcome.last_life = began.elapsed();
        processes.kill_all();
        self.outcome.heard(&mut processes);
    }

    /// Where the system channel looks well, Discord refuses all the same.
    fn refuse(&self) {
        if let (Told::SystemRefuses, Some(board)) = (self.plan.told, self.board) {
            let fault = Fault::on("POST", &format!("/channels/{board}/messages"));
            let said = r#"{"message": "Missing Permissions", "code": 50013}"#;
            let headers = [("content-type", "application/json")];
            self.stand_in.faults().ask(fault.times(1_000_000).answer(403, &headers, said));
        }
    }

    fn start(&self, processes: &mut Processes, failpoint: Option<String>) {
        processes.start(&self.stand_in, &self.place.url, self.place.folder(), failpoint);
    }

    /// How much is not at an end yet.
    async fn left(&self) -> usize {
        let rows = self.place.rows().await;
        let open = rows.iter().filter(|row| !row.ended()).count();
        let all = self.plan.messages() + self.plan.threads() + self.plan.notices();
        let to_come = all.saturating_sub(rows.len());
        let to_erase = if self.plan.scene == Scene::Erased { self.place.to_erase().await } else { 0 };
        open + to_come + to_erase
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
                if world.channels[channel].kind == ChannelKind::Forum {
                    self.talk_in_forum(world, *channel);
                } else {
                    for _ in 0..self.plan.chatter {
                        world.say(*channel, self.people, "hello again");
                    }
                }
            }
        });
    }

    fn talk_in_forum(&self, world: &mut World, forum: ChannelId) {
        if self.plan.puts_away {
            let own = world.channels.values().filter(|thread| thread.parent == Some(forum));
            for thread in own.map(|thread| thread.id).collect::<Vec<_>>() {
                world.set_archived(thread, true);
            }
        }
        for _ in 0..self.plan.chatter.min(3) {
            let thread = world.start_thread(NewThread {
                parent: forum,
                from: None,
                name: "hello again".to_owned(),
                kind: ChannelKind::PublicThread,
                owner: self.people,
                auto_archive_minutes: 4_320,
                invitable: true,
                applied_tags: Vec::new(),
            });
            world.say(thread.unwrap(), self.people, "hello again");
        }
    }
}

/// What there is in the world of a trial.
struct Built {
    guild: GuildId,
    channels: Vec<ChannelId>,
    board: Option<ChannelId>,
    told_in: ChannelId,
    people: UserId,
}

impl Built {
    fn of(world: &mut World, plan: &Plan) -> Self {
        let people = world.add_person("Mira");
        let guild = world.add_guild("Harbour", people);
        let mut channels: Vec<_> = (0..plan.schedules)
            .map(|number| {
                let kind = if plan.is_forum(number) { ChannelKind::Forum } else { ChannelKind::Text };
                world.add_channel_of(guild, &format!("daily-{number}"), kind, |_| ()).unwrap()
            })
            .collect();
        if plan.shares_a_channel {
            channels.pop();
            channels.push(channels[0]);
        }
        let board =
            (plan.scene.tells() && plan.told != Told::Direct).then(|| world.add_channel(guild, "town-square").unwrap());
        world.guilds.get_mut(&guild).unwrap().system_channel = board;
        let told_in = match board {
            Some(board) if plan.told == Told::System => board,
            _ => world.direct_channel(people),
        };
        world.invite_bot(guild, BOT);
        let bot = world.bot.get();
        for (number, channel) in channels.iter().enumerate() {
            let off = match plan.scene {
                Scene::Refused if number == 0 => Permissions::SEND_MESSAGES,
                Scene::Held if number == 0 => Permissions::READ_MESSAGE_HISTORY,
                Scene::NoThreads => Permissions::CREATE_PUBLIC_THREADS,
                _ => continue,
            };
            world.overwrite(*channel, OverwriteKind::Member, bot, Permissions::empty(), off);
        }
        if plan.hello {
            let new = world.add_guild("Island", people);
            let channel = world.add_channel(new, "general").unwrap();
            world.guilds.get_mut(&new).unwrap().system_channel = Some(channel);
            world.invite_bot(new, BOT);
        }
        Self { guild, channels, board, told_in, people }
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

/// Listens until a process is logged in.
pub async fn welcomed(events: &mut Events) {
    while let Some(happening) = events.next(PATIENCE * 2).await {
        if matches!(happening.event, Event::Gateway(GatewayEvent::Identified { .. })) {
            return;
        }
    }
}
