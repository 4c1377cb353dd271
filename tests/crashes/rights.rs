//! One trial of what becomes of a thank-you, or of a team's deck: the process that is told is killed, and the next one finds it done or not done,
//! never by halves. Whoever was told that it holds finds it so; whoever was not does it again, and it holds once.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use clarion::clock::Clock;
use clarion::rehearsal::interactions::{Act, Acted};
use clarion::rehearsal::world::{ChannelId, InteractionId, Message, MessageId, UserId};
use clarion::rehearsal::{Event, StandIn, StandInOptions};
use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::deeds::{Deed, FILE, OTHER_WORDS, OTHERS_WORDS, People, WORDS};
use crate::dying::{die, hold};
use crate::island::bytes_of;
use crate::place::{Engine, Place};
use crate::plan::Plan;
use crate::process::{Heard, Processes};
use crate::step::Step;
use crate::trial::{BOT, Outcome, PATIENCE, welcomed};

/// How a trial's database stands, in numbers that have names.
type Facts = BTreeMap<&'static str, i64>;

/// What is left of somebody who was typed in the very moment of their erasure: words of another.
const LATE: &str = "1 rows of reflection by words";

/// Between two looks whether all is done.
const LOOK: Duration = Duration::from_millis(10);

struct Trial<'a> {
    deed: Deed,
    stand_in: StandIn,
    place: &'a Place,
    people: People,
    /// Where stewards hear that something waits.
    board: ChannelId,
    /// The private messages of its receiver.
    alone: ChannelId,
    processes: Processes,
    outcome: Outcome,
}

/// Does it, kills at the step, and looks what is there, and what becomes of it in another life.
pub async fn run(seed: u64, deed: Deed, step: Step, engine: &Engine) -> Outcome {
    let place = engine.place().await;
    let mut random = StdRng::seed_from_u64(seed);
    let pause = if random.random_bool(0.5) { 61 } else { 600 };
    let plan = format!("{deed}, {step}, {pause} s");
    let now = Timestamp::now();
    let (clock, hand) = Clock::stepped(now);
    let mut trial = Trial::prepare(seed, deed, &place, clock.clone(), now).await;
    trial.outcome = Outcome { plan, posts: 1, ..Outcome::default() };
    if let Err(fault) = trial.lives(step, &mut random, &clock, &hand, pause).await {
        trial.outcome.faults.push(fault);
    }
    trial.processes.kill_all();
    let Trial { stand_in, mut processes, mut outcome, .. } = trial;
    outcome.heard(&mut processes);
    outcome.faults.extend(stand_in.violations().into_iter().map(|violation| format!("{violation:?}")));
    engine.done(place);
    outcome
}

impl<'a> Trial<'a> {
    async fn prepare(seed: u64, deed: Deed, place: &'a Place, clock: Clock, now: Timestamp) -> Self {
        let stand_in = StandIn::start(StandInOptions { seed, ..StandInOptions::new(clock) }).await.unwrap();
        let (people, board, alone) = stand_in.world().with(|world| {
            let (steward, giver) = (world.add_person("Ana"), world.add_person("Jo"));
            let receiver = world.add_person("Mira");
            let guild = world.add_guild("Harbour", steward);
            world.join(guild, giver);
            world.join(guild, receiver);
            let channel = world.add_channel(guild, "general").unwrap();
            let board = world.add_channel(guild, "town-square").unwrap();
            world.guilds.get_mut(&guild).unwrap().system_channel = Some(board);
            world.invite_bot(guild, BOT);
            world.keep_file(FILE.0, "text/csv", FILE.1.into());
            let alone = world.direct_channel(receiver);
            (People { guild, channel, giver, receiver, steward, announced: None }, board, alone)
        });
        let calm = Plan { schedules: 0, threads: false, ..Plan::calm() };
        let guild = serenity::model::id::GuildId::new(people.guild.get());
        place.seed(&calm, guild, &[], serenity::model::id::UserId::new(7), now).await;
        let (processes, outcome) = (Processes::none(), Outcome::default());
        Self { deed, stand_in, place, people, board, alone, processes, outcome }
    }

    async fn lives(
        &mut self,
        step: Step,
        random: &mut StdRng,
        clock: &Clock,
        hand: &clarion::clock::Hand,
        pause: u64,
    ) -> Result<(), String> {
        let failpoint = match step {
            Step::Transaction(name, at) => Some(format!("{name}:{at}#1")),
            _ => None,
        };
        self.start(failpoint).await?;
        self.begin().await?;
        let before = self.facts().await;
        let mut after_it = before.clone();
        for (fact, by) in self.deed.changes() {
            *after_it.get_mut(fact).unwrap() += by;
        }
        if self.deed.erases() && self.traces(false).await.is_empty() {
            return Err("there is nothing to erase".to_owned());
        }

        let asked = self.die(step, random).await?;
        let told = self.was_told(asked);
        let found = self.facts().await;
        let done = found == after_it;
        self.outcome.losses += usize::from(told && !done);
        if !done && found != before {
            self.outcome.faults.push(format!("by halves: {}", moved(&before, &found)));
        }
        if told {
            self.nothing_is_left("it was said", false).await;
        }

        let pause = Duration::from_secs(pause);
        self.place.age(pause).await;
        hand.set_to(clock.now() + pause, PATIENCE).await.unwrap();
        self.start(None).await?;
        self.settle().await?;
        let later = self.facts().await;
        if later != found {
            self.outcome.faults.push(format!("changed by nobody: {}", moved(&found, &later)));
        }
        self.compare(done, "by the next process");
        if done {
            self.nothing_is_left("in the next life", !told).await;
        }
        if done && self.deed != Deed::Forget {
            return Ok(());
        }
        self.again(done).await?;
        self.settle().await?;
        let again = self.facts().await;
        if again != after_it {
            self.outcome.faults.push(format!("done again: {}", moved(&before, &again)));
        }
        self.compare(true, "once it is done again");
        self.nothing_is_left("done again", false).await;
        Ok(())
    }

    async fn start(&mut self, failpoint: Option<String>) -> Result<(), String> {
        let mut events = self.stand_in.events();
        events.skip();
        self.processes = Processes::none();
        self.processes.start(&self.stand_in, &self.place.url, self.place.folder(), failpoint);
        let in_time = tokio::time::timeout(PATIENCE, welcomed(&mut events)).await;
        in_time.map_err(|_| "the bot did not log in".to_owned())
    }

    /// What there is before the deed, with nothing left to do.
    async fn begin(&mut self) -> Result<(), String> {
        if self.deed != Deed::GiveAlone {
            self.ask(self.people.gives(false), Some("Counted")).await?;
            // Answered too late on a busy machine, it is announced by the posting loop.
            self.settle().await?;
            let channel = self.people.channel;
            self.people.announced = self.messages(channel).first().map(|(id, _)| *id);
        }
        if self.deed == Deed::Forget {
            self.ask(self.people.is_thanked_by_another(), Some("Counted")).await?;
            self.settle().await?;
            let id = |user: UserId| serenity::model::id::UserId::new(user.get());
            let (guild, by) = (serenity::model::id::GuildId::new(self.people.guild.get()), id(self.people.receiver));
            self.place.type_id(guild, by, id(self.people.giver), OTHERS_WORDS, Timestamp::now()).await;
        }
        if self.deed == Deed::FindLost {
            self.place.lose_announcements().await;
        }
        for before in self.deed.before() {
            let acts = before.acts(&self.people);
            let last = acts.len() - 1;
            for (number, act) in acts.into_iter().enumerate() {
                self.ask(act, (number == last).then_some(before.said())).await?;
            }
        }
        self.settle().await
    }

    /// Does it, and dies over it: the interaction of the act that writes.
    async fn die(&mut self, step: Step, random: &mut StdRng) -> Result<InteractionId, String> {
        let mut acts = self.deed.acts(&self.people);
        let last = acts.pop().unwrap();
        for act in acts {
            self.ask(act, None).await?;
        }
        let faults = self.stand_in.faults().clone();
        let held = hold(&faults, step);
        if step.comes_of_lost_answers() {
            faults.ask(crate::step::Asked::Edit.fault().lost().times(20));
        }
        let instant = Duration::from_millis(random.random_range(0..80));
        let asked = self.act(last)?;
        let Self { stand_in, processes, outcome, .. } = self;
        die((step, instant), held, stand_in, processes, outcome, random).await?;
        faults.clear();
        self.stand_in.in_flight().idle(PATIENCE).await;
        self.outcome.kills += self.processes.kills;
        self.outcome.heard(&mut self.processes);
        Ok(asked)
    }

    /// Whoever was told nothing does it again. Where it is done already, an erasure is asked for by the same button.
    async fn again(&mut self, done: bool) -> Result<(), String> {
        let mut acts = self.deed.acts(&self.people);
        let last = acts.pop().unwrap();
        if done {
            return self.ask(last, None).await;
        }
        for act in acts {
            self.ask(act, None).await?;
        }
        self.ask(last, Some(self.deed.said())).await
    }

    fn act(&self, act: Act) -> Result<InteractionId, String> {
        let shown = format!("{act:?}");
        match self.stand_in.act(act) {
            Ok(Acted::Interaction(interaction)) => Ok(interaction),
            other => Err(format!("{shown}: {other:?}")),
        }
    }

    /// Does something, and waits for the answer that says so.
    async fn ask(&mut self, act: Act, said: Option<&str>) -> Result<(), String> {
        let shown = format!("{act:?}");
        let mut events = self.stand_in.events();
        events.skip();
        let asked = self.act(act)?;
        while let Some(happening) = events.next(PATIENCE).await {
            match &happening.event {
                Event::Modal { interaction, .. } if *interaction == asked => return Ok(()),
                Event::Reply { interaction, message, .. }
                    if *interaction == asked && said.is_none_or(|said| says(message, said)) =>
                {
                    return Ok(());
                }
                _ => {}
            }
        }
        Err(format!("{shown}: never answered by {said:?}"))
    }

    /// Whether somebody was told that what they asked for holds.
    fn was_told(&self, asked: InteractionId) -> bool {
        let said = self.deed.said();
        self.stand_in.events().rest().iter().any(|happening| {
            matches!(&happening.event, Event::Reply { interaction, message, .. }
                if *interaction == asked && says(message, said))
        })
    }

    async fn facts(&self) -> Facts {
        self.place.facts().await
    }

    /// Until nothing is left to be done.
    async fn settle(&mut self) -> Result<(), String> {
        let began = Instant::now();
        while self.place.open_work().await > 0 {
            if began.elapsed() > PATIENCE {
                return Err(format!("never at rest: {:?}", self.place.rows().await));
            }
            if let Ok(Heard::Ended) = tokio::time::timeout(LOOK, self.processes.hear()).await {
                return Err("a process ended by itself".to_owned());
            }
        }
        Ok(())
    }

    /// What the bot has written into a channel for everybody there.
    fn messages(&self, channel: ChannelId) -> Vec<(MessageId, String)> {
        self.stand_in.world().with(|world| {
            let bot = world.bot;
            let all = world.messages.get(&channel).into_iter().flat_map(|list| list.values());
            let own = all.filter(|message| {
                message.author == bot && message.visible_to == clarion::rehearsal::world::Audience::Everyone
            });
            own.map(|message| (message.id, message.content.clone())).collect()
        })
    }

    /// What is in the channels says what the store says.
    fn compare(&mut self, done: bool, when: &str) {
        let said: Vec<String> = self.messages(self.people.channel).into_iter().map(|(_, text)| text).collect();
        let (others, said): (Vec<String>, Vec<String>) = said.into_iter().partition(|text| text.contains(OTHERS_WORDS));
        // Whoever is called in it by their id was announced by their name, and is called nothing that they are known by.
        let right = match (self.deed, others.as_slice()) {
            (Deed::Forget, [one]) => {
                one.contains("a former member") == done && !one.contains(&self.people.giver.to_string())
            }
            (_, others) => self.deed != Deed::Forget && others.is_empty(),
        };
        if !right {
            self.outcome.faults.push(format!("{when}, done: {done}, the channel says {others:?} of another"));
        }
        let first = format!("<@{}> thanks <@{}>: ", self.people.giver, self.people.receiver);
        let right = match (self.deed, done, said.as_slice()) {
            (Deed::GiveAlone, _, []) | (Deed::Forget, true, []) => true,
            (Deed::Undo, true, [one]) => one.contains("This one was taken back") && !one.contains(WORDS),
            (Deed::Void, true, [one]) => one.contains("removed this one") && !one.contains(WORDS),
            (Deed::Hide | Deed::AnnounceNothing, true, [one]) => one.contains("between the people it was for"),
            (Deed::Amend, true, [one]) => one.starts_with(&first) && one.contains(OTHER_WORDS) && !one.contains(WORDS),
            // Else it stands as it was announced.
            (_, _, [one]) => one.starts_with(&first) && one.contains(WORDS),
            _ => false,
        };
        if !right {
            self.outcome.faults.push(format!("{when}, done: {done}, the channel says {said:?}"));
        }
        self.outcome.doubles += said.len().saturating_sub(1);
        let alone = self.messages(self.alone).len();
        let to_be_told = usize::from(done && self.deed.told_alone().is_some());
        let right = self
            .messages(self.alone)
            .iter()
            .all(|(_, text)| self.deed.told_alone().is_some_and(|words| text.contains(words)));
        if !right {
            self.outcome.faults.push(format!("{when}, alone: {:?}", self.messages(self.alone)));
        }
        self.outcome.doubles += alone.saturating_sub(to_be_told);
        self.outcome.losses += to_be_told.saturating_sub(alone);
        let waits = self.messages(self.board).len();
        let to_wait = usize::from(self.deed == Deed::Close || (self.deed == Deed::Report && done));
        self.outcome.doubles += waits.saturating_sub(to_wait);
        self.outcome.losses += to_wait.saturating_sub(waits);
    }

    /// What is there of what is to be erased: in rows, and in the bytes of files. What somebody typed in the very moment of an
    /// erasure (`late`) goes before that is answered, or when it is asked for again.
    async fn traces(&self, late: bool) -> Vec<String> {
        let mut ids = vec![self.people.giver.get()];
        if self.deed == Deed::Erase {
            ids.push(self.people.receiver.get());
        }
        let mut texts: Vec<String> = ids.iter().map(u64::to_string).collect();
        if late && self.place.rows_naming(&texts).await == [LATE] {
            texts.clear();
        }
        texts.push(WORDS.to_owned());
        let mut left = self.place.rows_naming(&texts).await;
        if self.place.url.starts_with("sqlite") {
            left.extend(bytes_of(self.place.folder(), &ids, &texts));
        }
        left
    }

    async fn nothing_is_left(&mut self, when: &str, late: bool) {
        if self.deed.erases() {
            let left = self.traces(late).await;
            self.outcome.faults.extend(left.into_iter().map(|left| format!("{when}, and not erased: {left}")));
        }
    }
}

/// Whether a message says that, in its text or on its card.
fn says(message: &Message, said: &str) -> bool {
    message.content.contains(said) || message.embeds.iter().any(|embed| embed.to_string().contains(said))
}

/// What is another number than before.
fn moved(before: &Facts, now: &Facts) -> String {
    let moved = now.iter().filter(|(fact, number)| before[*fact] != **number);
    moved.map(|(fact, number)| format!("{fact} {} -> {number}", before[fact])).collect::<Vec<_>>().join(", ")
}
