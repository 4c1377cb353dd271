//! What happens in a trial, drawn from its seed.

use clarion::rehearsal::Fault;
use clarion::rehearsal::world::ChannelId;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use super::step::{Asked, At, Step};

/// The lease is over, Discord and we know the nonce.
const WITHIN: [u64; 3] = [61, 100, 170];
/// We do not trust the nonce any more; for the first of them Discord would still know it.
const PAST: [u64; 2] = [240, 600];

#[derive(Clone, Debug)]
pub struct Plan {
    pub seed: u64,
    /// Schedules of one server whose time has come while the bot was down.
    pub schedules: usize,
    /// The last of them posts into the first one's channel.
    pub shares_a_channel: bool,
    /// Somebody asked for a prompt just before the bot went down.
    pub extra: bool,
    /// Each prompt gets a thread.
    pub threads: bool,
    /// A second server, which the bot has not seen yet, is owed a hello.
    pub hello: bool,
    /// What people say in each channel between two lives.
    pub chatter: usize,
    pub rounds: Vec<Round>,
    /// How many processes there are in the end, when everything goes well.
    pub last: usize,
}

/// One life of one or two processes, up to their death.
#[derive(Clone, Debug)]
pub struct Round {
    pub step: Step,
    /// At the how manyeth pass or request of that kind.
    pub pass: usize,
    /// A second process runs beside the one that is killed.
    pub second: Option<Second>,
    pub trouble: Option<Trouble>,
    /// For [`Step::AnyInstant`]: when, as a part of a whole life.
    pub instant: f64,
    /// How long after the step the kill comes, in milliseconds.
    pub after: u64,
    /// Seconds that pass before the next life.
    pub pause: u64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Second {
    /// It dies with the first.
    Together,
    /// It dies so long after the first, as a part of a whole life.
    Later(f64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The post is done, and its answer is lost.
    AnswerLost,
    /// The same for every try of a post in the first channel.
    EveryAnswerLost,
    /// The post is done, and answered with a 500.
    DoneAnd500,
    /// The post is not done, and a proxy says 502.
    Page502,
}

impl Trouble {
    pub fn fault(self, first: ChannelId) -> Fault {
        let post = Asked::Post.fault();
        match self {
            Self::AnswerLost => post.lost(),
            Self::EveryAnswerLost => Fault::on("POST", &format!("/channels/{first}/messages")).lost().times(4),
            Self::DoneAnd500 => post.status(500).after_effect(),
            Self::Page502 => post.html(502),
        }
    }
}

impl Plan {
    /// The same seed draws the same plan, and seeds in a row kill at one step after the other.
    pub fn draw(seed: u64, steps: &[Step]) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let step = steps[usize::try_from(seed % steps.len() as u64).unwrap()];
        let schedules = random.random_range(1..=3);
        // The first trial of each step comes to it for sure.
        let first = seed < steps.len() as u64;
        let mut rounds = Vec::new();
        if step.needs_a_look() {
            // What it takes for a look: a death around the sending, long ago.
            let before = [
                Step::Request(Asked::Post, At::Done),
                Step::Request(Asked::Post, At::Arrived),
                Step::Request(Asked::Post, At::Crossing),
                Step::Request(Asked::Post, At::Answered),
            ];
            let before = if first { before[0] } else { *before.choose(&mut random).unwrap() };
            let pause = *PAST.choose(&mut random).unwrap();
            rounds.push(Round { pause, ..Round::draw(before, 1, &mut random) });
            rounds.push(Round::draw(step, 1, &mut random));
        } else {
            let pass = if step.comes_with_each_post() { random.random_range(1..=schedules) } else { 1 };
            rounds.push(Round::draw(step, pass, &mut random));
        }
        if first {
            rounds.iter_mut().for_each(|round| round.second = None);
        }
        while rounds.len() < 3 && random.random_bool(0.3) {
            rounds.push(Round::further(steps, &mut random));
        }
        for at in 1..rounds.len() {
            // Up again at once: the dead one's leases still hold, so that nothing may ever be finished in that life.
            if rounds[at].step == Step::AnyInstant && random.random_bool(0.4) {
                rounds[at - 1].pause = 0;
            }
        }
        // Where two posts share a channel, each would lose a few answers, and neither all.
        let alone = matches!(step, Step::Transaction("put_back", _));
        Self {
            seed,
            schedules,
            shares_a_channel: schedules > 1 && !alone && random.random_bool(0.3),
            extra: !alone && random.random_bool(0.3),
            threads: matches!(step, Step::Request(Asked::Thread, _)) || random.random_bool(0.25),
            hello: matches!(step, Step::Transaction("guild_joined", _)) || random.random_bool(0.3),
            chatter: *[0, 0, 1, 3, 120].choose(&mut random).unwrap(),
            rounds,
            last: if random.random_bool(0.3) { 2 } else { 1 },
        }
    }

    /// A life without trouble, by which others are measured.
    pub fn calm() -> Self {
        Self {
            seed: 0,
            schedules: 3,
            shares_a_channel: false,
            extra: false,
            threads: true,
            hello: false,
            chatter: 0,
            rounds: Vec::new(),
            last: 1,
        }
    }

    /// How many messages there are in the end.
    pub fn messages(&self) -> usize {
        self.prompts() + usize::from(self.hello)
    }

    /// How many threads there are in the end.
    pub fn threads(&self) -> usize {
        if self.threads { self.prompts() } else { 0 }
    }

    fn prompts(&self) -> usize {
        self.schedules + usize::from(self.extra)
    }
}

impl Step {
    fn comes_with_each_post(self) -> bool {
        matches!(
            self,
            Self::Request(Asked::Post, _) | Self::Transaction("claim_due" | "choose_prompt" | "tried" | "posted", _)
        )
    }
}

impl Round {
    fn draw(step: Step, pass: usize, random: &mut StdRng) -> Self {
        let troubles = [Trouble::AnswerLost, Trouble::DoneAnd500, Trouble::Page502, Trouble::EveryAnswerLost];
        let trouble = match step {
            // Only a try that ended in doubt is put back.
            Step::Transaction("put_back", _) => Some(Trouble::EveryAnswerLost),
            // Its own faults count the requests.
            Step::Request(Asked::Post, _) => None,
            _ if random.random_bool(0.15) => troubles.choose(random).copied(),
            _ => None,
        };
        let second = match random.random_range(0..10) {
            0 | 1 => Some(Second::Together),
            2 | 3 => Some(Second::Later(random.random_range(0.0..0.6))),
            _ => None,
        };
        // Of two processes either may come to the step: only where one is alone it comes for sure.
        let alone = matches!(step, Step::Request(Asked::Look, _) | Step::Transaction("put_back", _));
        let pauses: &[u64] = if random.random_bool(0.5) { &WITHIN } else { &PAST };
        Self {
            step,
            pass,
            second: second.filter(|_| !alone),
            trouble,
            instant: random.random_range(0.0..1.1),
            after: if random.random_bool(0.5) { 0 } else { random.random_range(1..=4) },
            pause: *pauses.choose(random).unwrap(),
        }
    }

    /// A further life that ends badly.
    fn further(steps: &[Step], random: &mut StdRng) -> Self {
        let step = if random.random_bool(0.5) { *steps.choose(random).unwrap() } else { Step::AnyInstant };
        Self::draw(step, 1, random)
    }
}
