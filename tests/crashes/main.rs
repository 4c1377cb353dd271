//! A post goes out once although the process that posts it is killed, at every step of its work and at any instant.
//!
//! The process is the real program, `clarion run`, with a Discord (the stand-in) and a database of its own. It is killed
//! by SIGKILL, so that nothing of its own tidies up. A trial is a few such lives and deaths and then one that is left in
//! peace; in the end there is one message for each post that was owed, and the database knows it by its id.
//!
//! No trial waits for a real minute, although a post, a lease (60 s) and a nonce (3 min for us, 5 for the stand-in) are
//! a matter of minutes. What a process knows of the past stands in its database and in Discord. So the database is
//! seeded with schedules whose time came a minute ago, while the bot was down, and between two lives time passes by
//! ageing both: every instant in the database is set back, and the stand-in's calendar is set forward, by the same
//! amount. To the next process both look as if it were that much later. 61 s is enough to take a claim over, which is then
//! looked for; where nobody can look, it is sent again while the nonce is known, and held after 10 minutes. The machine's clock, by which
//! the processes live, is not touched. Some lives follow at once, and in some two processes share the work.
//!
//! A thank-you is tried the same way: whoever was told that it counts finds it counted and announced, once, whatever
//! became of the process that said so. One that nobody was told of counts once or not at all.
//!
//! What people do with it afterwards is tried with them (`deeds.rs`): what it stirred and what it names is said, it is taken
//! back, said anew, removed, hidden, reported, erased, what people settle about what they get; and what they do with their
//! team's deck. It is done or not done, never by halves; what stands in the channel says what the store says; and whoever was
//! not told that it holds does it again, after which it holds once. What was said to be erased is in no byte of a file, also
//! where others had typed somebody's id, and where one of them types it in the very transaction of the erasure.
//!
//! What stands in the way is tried too: a channel that refuses, one where nobody can look back, a bot that may open no
//! threads, a takeover that comes too late. The schedule pauses, or the row is held, and one notice is where it belongs.
//! What an operator's recount came to is right as a whole, and the rest is as it was (`recount.rs`).
//! And a server that is to be erased is gone from every row and, on SQLite, from every byte. The bounds are in `ends.rs`.
//!
//! Everything is drawn from the trial's number. `CLARION_CRASH_TRIAL=17` repeats one, with everything that its processes
//! say; `CLARION_CRASH_TRIALS=10000` tries so many on each engine, and a tenth of it for thanks and what people do
//! besides. The draws are the same each time; what the machine makes of the instants is not.

#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;

mod deeds;
mod dying;
mod ends;
mod island;
mod place;
mod plan;
mod process;
mod recount;
mod rights;
mod scene;
mod step;
mod tally;
mod thanks;
mod trial;

use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use tokio::sync::Semaphore;

use common::skip::skipped;
use deeds::Deed;
use place::Engine;
use plan::Plan;
use step::Step;
use tally::{Tally, tell};
use trial::Outcome;

/// How many trials are under way at a time, on both engines together: several a core, for a trial mostly waits, for what
/// a process says, for an answer, for its turn in the pace of a channel.
static AT_ONCE: LazyLock<usize> = LazyLock::new(|| 6 * std::thread::available_parallelism().map_or(1, usize::from));
static TURNS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(*AT_ONCE));

/// After so many that went wrong no more are tried.
const ENOUGH: usize = 20;

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok().filter(|text| !text.is_empty())?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable} is to be a number")))
}

/// Tries them all and says what they came to. `steps` is what the first trials are for, one after another, each of which
/// comes to its step for sure.
async fn crash<T>(what: &str, steps: &[Step], trials: u64, trial: impl Fn(u64) -> T)
where
    T: Future<Output = Outcome> + Send + 'static,
{
    let one = number("CLARION_CRASH_TRIAL");
    let seeds = match one {
        Some(one) => one..one + 1,
        None => 0..trials,
    };
    let began = Instant::now();
    let (mut tally, mut missed) = (Tally::default(), Vec::new());
    let mut outcomes = futures_util::stream::iter(seeds)
        .map(|seed| {
            let tried = trial(seed);
            tokio::spawn(async move {
                let _turn = TURNS.acquire().await.unwrap();
                (seed, tried.await)
            })
        })
        .buffer_unordered(*AT_ONCE);
    while let Some(tried) = outcomes.next().await {
        let (seed, outcome) = tried.unwrap();
        tally.count(seed, &outcome);
        let of = usize::try_from(seed).ok().and_then(|seed| steps.get(seed)).filter(|step| **step != Step::AnyInstant);
        missed.extend(of.filter(|step| !outcome.killed_at.contains(step)).map(|step| format!("{step}, trial {seed}")));
        if one.is_some() || !outcome.good() {
            tell(&format!("{what}, trial {seed}: {}\n{outcome:#?}\n", outcome.plan));
        }
        if tally.trials % 500 == 0 {
            tally.tell(what, began.elapsed());
        }
        if tally.failed.len() >= ENOUGH {
            break;
        }
    }
    tally.tell(what, began.elapsed());
    let failed = &tally.failed;
    assert!(failed.is_empty(), "{what}, wrong: {failed:?}; CLARION_CRASH_TRIAL={} repeats one", failed[0]);
    assert_eq!((tally.doubles, tally.losses), (0, 0));
    let spared = tally.spared();
    assert!(spared.is_empty(), "{what}: nobody is ever killed at {spared:?}, which occur");
    assert!(missed.is_empty(), "{what}: nobody was killed at {missed:#?}");
}

/// Whether processes can be killed inside of a transaction.
fn failpoints() -> bool {
    let there = cfg!(feature = "failpoints");
    if !there {
        skipped("no process is killed inside of a transaction, because the feature failpoints is off");
    }
    there
}

async fn posts(engine: Engine, usual: u64) {
    let steps: Arc<[Step]> = Step::all(failpoints(), engine.files()).into();
    let engine = Arc::new(engine);
    let calm = trial::run(&Plan::calm(), &engine, Duration::ZERO).await;
    assert!(calm.good(), "without any trouble: {calm:#?}");
    let what = format!("posts on {}", engine.name());
    let trials = number("CLARION_CRASH_TRIALS").unwrap_or(usual);
    crash(&what, &steps, trials, |seed| {
        let (plan, engine) = (Plan::draw(seed, &steps), Arc::clone(&engine));
        async move { trial::run(&plan, &engine, calm.last_life).await }
    })
    .await;
}

async fn thanks(engine: Engine, usual: u64) {
    let steps = Step::all_of_thanks(failpoints());
    let engine = Arc::new(engine);
    let what = format!("thanks on {}", engine.name());
    let trials = number("CLARION_CRASH_TRIALS").map_or(usual, |posts| posts.div_ceil(10));
    crash(&what, &steps, trials, |seed| {
        let step = steps[usize::try_from(seed % steps.len() as u64).unwrap()];
        let engine = Arc::clone(&engine);
        async move { thanks::run(seed, step, &engine).await }
    })
    .await;
}

async fn rights(engine: Engine) {
    let all = Deed::steps(failpoints(), engine.files());
    let steps: Vec<Step> = all.iter().map(|(_, step)| *step).collect();
    let engine = Arc::new(engine);
    let what = format!("what people do on {}", engine.name());
    let trials = number("CLARION_CRASH_TRIALS").map_or(all.len() as u64, |posts| posts.div_ceil(10));
    crash(&what, &steps, trials, |seed| {
        let (deed, step) = all[usize::try_from(seed % all.len() as u64).unwrap()];
        let engine = Arc::clone(&engine);
        async move { rights::run(seed, deed, step, &engine).await }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_post_goes_out_once_through_kills_on_sqlite() {
    posts(Engine::sqlite().await, 150).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_post_goes_out_once_through_kills_on_postgres() {
    if let Some(engine) = Engine::postgres(*AT_ONCE).await {
        posts(engine, 120).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_acknowledged_thank_you_is_there_through_kills_on_sqlite() {
    thanks(Engine::sqlite().await, 32).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_acknowledged_thank_you_is_there_through_kills_on_postgres() {
    if let Some(engine) = Engine::postgres(*AT_ONCE).await {
        thanks(engine, 16).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_people_do_is_done_or_not_done_through_kills_on_sqlite() {
    rights(Engine::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_people_do_is_done_or_not_done_through_kills_on_postgres() {
    if let Some(engine) = Engine::postgres(*AT_ONCE).await {
        rights(engine).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_recount_came_to_is_whole_through_kills_on_sqlite() {
    recount::dies_everywhere(&Engine::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_recount_came_to_is_whole_through_kills_on_postgres() {
    if let Some(engine) = Engine::postgres(1).await {
        recount::dies_everywhere(&engine).await;
    }
}
