//! Fan-out: thousands of servers due in the same minute, Discord's limits enforced, and people typing meanwhile.
//!
//! `cargo bench --bench fan_out` takes 10,000 servers and some ten minutes; `-- --servers 500` is quicker. The bot is the
//! real program in a process of its own, on a real clock; the stand-in shares the machine with it. The process ends
//! with a failure where a promise is broken.

mod bot;
mod report;
mod scene;
mod talk;

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use clap::Parser;
use clarion::clock::Clock;
use clarion::rehearsal::Event;
use jiff::{SignedDuration, Timestamp};

use crate::bot::{Bot, Usage};
use crate::report::Measured;
use crate::scene::{Scene, next_minute};

/// Discord's global limit, requests a second.
const LIMIT: f64 = 50.0;
/// How much of the limit's own floor the whole may take.
const FACTOR: f64 = 1.1;
/// 99 of 100 answers are there by then.
const P99: Duration = Duration::from_millis(500);
/// After the last post: a second one would show by then.
const AFTERMATH: Duration = Duration::from_secs(8);

#[derive(Debug, Parser)]
struct Arguments {
    /// How many servers are due in the same minute
    #[arg(long, default_value_t = 10_000)]
    servers: usize,
    /// Slash commands a second meanwhile
    #[arg(long, default_value_t = 8)]
    talk: u32,
    /// Seconds from the start until the minute that all are due in [default: what the set-up takes]
    #[arg(long)]
    lead: Option<i64>,
    /// Handed in by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let servers = arguments.servers.max(1);
    let folder = tempfile::tempdir()?;
    let lead = match arguments.lead {
        Some(seconds) => SignedDuration::from_secs(seconds),
        None => Scene::time_to_build(servers, folder.path()).await? + SignedDuration::from_secs(30),
    };
    let due = next_minute(Clock::system().now().checked_add(lead)?)?;
    println!("{servers} servers, all due at {due}; {} slash commands a second; {}", arguments.talk, report::machine());

    println!("{}", report::disk(folder.path())?);
    let scene = Scene::build(servers, due, &folder.path().join("clarion.db")).await?;
    println!("the servers are there, {:?} before they are due", until(due));
    let bot = Bot::start(&scene, folder.path())?;
    let home = scene.stand_in.gateway().wait_connected(scene.shards(), until(due)).await;
    ensure!(home, "the bot was not at the gateway in time; give it more with --lead\n{}", bot.last_words());
    tokio::time::sleep(until(due.checked_sub(SignedDuration::from_secs(1))?)).await;

    let before = (Usage::of(bot.id()), Usage::of(std::process::id()));
    let talk = talk::start(&scene, arguments.talk);
    // Whoever is ten times too late is given up.
    let patience = Duration::from_secs_f64(60.0 + 10.0 * servers as f64 / LIMIT);
    let last = tokio::time::timeout(patience, scene.all_posted()).await;
    let asked = talk.stop().await;
    let after = (Usage::of(bot.id()), Usage::of(std::process::id()));
    if last.is_err() {
        println!("given up after {patience:?}");
    }
    tokio::time::sleep(AFTERMATH).await;
    let (peak, ended) = (bot.peak(), bot.stop()?);

    let mut measured = Measured { servers, due, peak, asked, ..Measured::default() };
    measured.bot = after.0.since(before.0);
    measured.stand_in = after.1.since(before.1);
    for happening in scene.stand_in.events().rest() {
        match &happening.event {
            Event::Message { message } if scene.is_daily(message.channel) => {
                measured.posts.entry(message.channel).or_default().push(happening.at);
            }
            Event::Reply { interaction, .. } | Event::Modal { interaction, .. } => {
                measured.answers.entry(*interaction).or_insert(happening.at);
            }
            Event::Deferred { interaction, .. } => {
                measured.deferred += 1;
                measured.answers.entry(*interaction).or_insert(happening.at);
            }
            Event::Refused { request, status, message, .. } => {
                let shape: String = request.chars().filter(|letter| !letter.is_ascii_digit()).collect();
                *measured.refused.entry((*status, format!("{shape} {message}"))).or_default() += 1;
            }
            _ => {}
        }
    }
    measured.written_as_posted = scene.written_as_posted().await.context("looking into the bot's store")?;
    let broken = measured.print();
    println!("disk        {}", report::disk(folder.path())?);
    ensure!(ended.success(), "the bot ended with {ended}");
    ensure!(broken.is_empty(), "broken: {}", broken.join("; "));
    println!("every promise was kept");
    Ok(())
}

/// How long it is until then; nothing where it is past.
fn until(at: Timestamp) -> Duration {
    Duration::try_from(at.duration_since(Clock::system().now())).unwrap_or_default()
}

/// What was counted under each name.
type Counted<K> = BTreeMap<K, u64>;
