//! What happens in a trial, drawn from its seed.

use clarion::rehearsal::Fault;
use clarion::rehearsal::world::ChannelId;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use super::scene::{Scene, Told};
use super::step::{Asked, At, Step};

/// The lease is over, Discord knows the nonce, and we would trust it where a look is refused.
const WITHIN: [u64; 3] = [61, 100, 170];
/// We do not trust the nonce any more, whatever became of the look; for the first of them Discord would still know it.
const PAST: [u64; 2] = [240, 600];
/// Later than a date may be posted, which is six hours.
const TOO_LATE: u64 = 25_000;
/// Later than a thread is opened, which is a day.
const THREAD_TOO_LATE: u64 = 90_000;

#[derive(Clone, Debug)]
pub struct Plan {
    pub seed: u64,
    pub scene: Scene,
    /// Where somebody is told, if anybody is.
    pub told: Told,
    /// Schedules of one server whose time has come while the bot was down.
    pub schedules: usize,
    /// The last of them posts into the first one's channel.
    pub shares_a_channel: bool,
    /// The last of them posts into a forum, and so does who shares its channel.
    pub forum: bool,
    /// Whoever is in the forum puts its threads away between two lives.
    pub puts_away: bool,
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
    /// A post in a forum is done, and its answer is lost.
    ForumAnswerLost,
}

impl Trouble {
    pub fn fault(self, first: ChannelId) -> Fault {
        let post = Asked::Post.fault();
        match self {
            Self::AnswerLost => post.lost(),
            Self::EveryAnswerLost => Fault::on("POST", &format!("/channels/{first}/messages")).lost().times(4),
            Self::DoneAnd500 => post.status(500).after_effect(),
            Self::Page502 => post.html(502),
            Self::ForumAnswerLost => Asked::ForumPost.fault().lost(),
        }
    }
}

impl Plan {
    /// The same seed draws the same plan, and seeds in a row kill at one step after the other.
    pub fn draw(seed: u64, steps: &[Step]) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let step = steps[usize::try_from(seed % steps.len() as u64).unwrap()];
        // The first trial of each step comes to it for sure.
        let first = seed < steps.len() as u64;
        let scene = match step.scene() {
            Some(scene) => scene,
            None if first => Scene::Posts,
            None => scene(&mut random),
        };
        let alone = first && scene != Scene::Posts;
        let schedules = if alone { 1 } else { random.random_range(1..=if scene == Scene::Posts { 3 } else { 2 }) };
        let told = *match step {
            Step::Request(Asked::Direct, _) | Step::Transaction("take_contact", _) => {
                &[Told::Direct, Told::SystemRefuses][..]
            }
            _ => &[Told::System, Told::Direct, Told::SystemRefuses],
        }
        .choose(&mut random)
        .unwrap();
        let of_a_forum = matches!(step, Step::Request(asked, _) if asked.of_a_forum());
        let forum = of_a_forum || scene == Scene::Posts && !first && random.random_bool(0.3);
        let rounds = Self::rounds(step, (scene, told, forum), schedules, first, steps, &mut random);
        // Where two posts share a channel, each would lose a few answers, and neither all.
        let alone = matches!(step, Step::Transaction("put_back", _)) || !matches!(scene, Scene::Posts | Scene::Erased);
        let threads = match scene {
            Scene::NoThreads | Scene::ThreadTooLate => true,
            Scene::Refused | Scene::Held | Scene::TooLate => false,
            Scene::Posts | Scene::Erased => matches!(step, Step::Request(Asked::Thread, _)) || random.random_bool(0.25),
        };
        Self {
            seed,
            scene,
            told,
            schedules,
            shares_a_channel: schedules > 1 && !alone && random.random_bool(0.3),
            forum,
            puts_away: random.random_bool(0.5),
            extra: !alone && random.random_bool(0.3),
            threads,
            hello: matches!(step, Step::Transaction("guild_joined" | "tried_by", _))
                || !alone && random.random_bool(0.3),
            chatter: *[0, 0, 1, 3, 120].choose(&mut random).unwrap(),
            rounds,
            last: if random.random_bool(0.3) { 2 } else { 1 },
        }
    }

    fn rounds(
        step: Step,
        (scene, told, forum): (Scene, Told, bool),
        schedules: usize,
        first: bool,
        steps: &[Step],
        random: &mut StdRng,
    ) -> Vec<Round> {
        let mut rounds = Vec::new();
        // What it takes: a death around the sending, and then so many seconds.
        let before = match scene {
            Scene::Held => Some((Asked::Post, &PAST[..])),
            Scene::TooLate => Some((Asked::Post, &[TOO_LATE][..])),
            Scene::ThreadTooLate => Some((Asked::Thread, &[THREAD_TOO_LATE][..])),
            // A taken-over post is looked for, whether its nonce is known or not.
            _ => step.before().map(|asked| (asked, if random.random_bool(0.5) { &WITHIN[..] } else { &PAST })),
        };
        if let Some((asked, pauses)) = before {
            let at = match step {
                // Nothing is found, or something is.
                Step::Transaction("given_up", _) | Step::Request(Asked::PutAwayThreads, _) if first => At::Arrived,
                _ if first => At::Done,
                _ => *[At::Done, At::Arrived, At::Crossing, At::Answered].choose(random).unwrap(),
            };
            let pause = *pauses.choose(random).unwrap();
            rounds.push(Round { pause, ..Round::draw(Step::Request(asked, at), 1, random) });
        }
        let passes = match step {
            Step::Transaction("redirect", _) if told == Told::SystemRefuses => 2,
            _ if before.is_none() && step.comes_with_each_post() => schedules,
            _ => 1,
        };
        rounds.push(Round::draw(step, random.random_range(1..=passes), random));
        if first {
            rounds.iter_mut().for_each(|round| round.second = None);
        }
        while rounds.len() < 3 && random.random_bool(0.3) {
            rounds.push(Round::further(steps, random));
        }
        for at in 1..rounds.len() {
            // Up again at once: the dead one's leases still hold, so that nothing may ever be finished in that life.
            let too_early = scene != Scene::Posts && at == 1;
            if rounds[at].step == Step::AnyInstant && !too_early && random.random_bool(0.4) {
                rounds[at - 1].pause = 0;
            }
        }
        for round in &mut rounds {
            if !matches!(scene, Scene::Posts | Scene::Erased) {
                round.trouble = None;
            } else if forum && round.step.is_put_back() {
                // A forum has no nonce: one answer that is lost is doubt enough.
                round.trouble = Some(Trouble::ForumAnswerLost);
            }
        }
        rounds
    }

    /// A life without trouble, by which others are measured.
    pub fn calm() -> Self {
        Self {
            seed: 0,
            scene: Scene::Posts,
            told: Told::System,
            schedules: 3,
            shares_a_channel: false,
            forum: false,
            puts_away: false,
            extra: false,
            threads: true,
            hello: false,
            chatter: 0,
            rounds: Vec::new(),
            last: 1,
        }
    }

    /// Whether the channel of that schedule is a forum.
    pub fn is_forum(&self, schedule: usize) -> bool {
        let last = schedule + 1 == self.schedules;
        self.forum && if self.shares_a_channel { schedule == 0 || last } else { last }
    }

    /// How many messages are owed, notices not counted.
    pub fn messages(&self) -> usize {
        self.schedules + usize::from(self.extra) + usize::from(self.hello)
    }

    /// How many notices there are at least.
    pub fn notices(&self) -> usize {
        usize::from(self.scene == Scene::Refused)
    }

    /// How many threads are owed for certain, under messages.
    pub fn threads(&self) -> usize {
        if !self.threads || self.scene == Scene::ThreadTooLate {
            return 0;
        }
        let schedules = (0..self.schedules).filter(|schedule| !self.is_forum(*schedule)).count();
        schedules + usize::from(self.extra && !self.is_forum(0))
    }
}

/// What a trial whose step comes in all of them is about.
fn scene(random: &mut StdRng) -> Scene {
    match random.random_range(0..20) {
        0..10 => Scene::Posts,
        10..14 => Scene::Refused,
        14..16 => Scene::Held,
        16 => Scene::TooLate,
        17 => Scene::NoThreads,
        18 => Scene::ThreadTooLate,
        _ => Scene::Erased,
    }
}

impl Step {
    fn comes_with_each_post(self) -> bool {
        matches!(self, Self::Request(Asked::Post, _) | Self::Transaction("claim_due" | "choose_prompt" | "posted", _))
    }

    fn is_put_back(self) -> bool {
        matches!(self, Self::Transaction("put_back", _))
    }
}

impl Round {
    fn draw(step: Step, pass: usize, random: &mut StdRng) -> Self {
        let troubles = [Trouble::AnswerLost, Trouble::DoneAnd500, Trouble::Page502, Trouble::EveryAnswerLost];
        let trouble = match step {
            // Only a try that ended in doubt is put back.
            _ if step.is_put_back() => Some(Trouble::EveryAnswerLost),
            // Its own faults count the requests.
            Step::Request(Asked::Post | Asked::ForumPost | Asked::Notice, _) => None,
            _ if random.random_bool(0.15) => troubles.choose(random).copied(),
            _ => None,
        };
        let second = match random.random_range(0..10) {
            0 | 1 => Some(Second::Together),
            2 | 3 => Some(Second::Later(random.random_range(0.0..0.6))),
            _ => None,
        };
        // Of two processes either may come to the step: only where one is alone it comes for sure.
        let alone = step.before().is_some() || step.is_put_back();
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
