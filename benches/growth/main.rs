//! Growth: whether the answers about recognition take as long with a million recognitions as with ten thousand.
//!
//! `cargo bench --bench growth` fills two databases, each a server of 5,000 people over three years, and asks both the same
//! questions in turn, so that whatever else the machine does slows both. One in a hundred people pauses. On SQLite always; on
//! PostgreSQL too where `CLARION_TEST_POSTGRES` names a server (`tests/postgres.sh cargo bench --bench growth`).
//!
//! It ends with a failure where a question takes more than twice as long, by its median, and more than the floor, which its
//! output names. Below the floor nobody can tell: an answer is on its way to Discord for tens of milliseconds. And where three
//! people gave this week, an index finds them in a hundredth of the time that three thousand take: that the one is so quick is
//! not to be held against the other. What is below the floor and more than twice as slow is marked.
//!
//! What hands out or changes all of somebody's own takes as long as that is much, and is compared by one recognition of it.
//!
//! `cargo test` runs it with a few hundred recognitions, to see that every question is answered, and judges no time.

mod fill;
mod questions;

use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use clap::Parser;
use clarion::store::{Store, StoreOptions, Where};
use serenity::model::id::{GuildId, UserId};

use crate::questions::{Asked, Question};

/// How much longer the larger one may take.
const FACTOR: f64 = 2.0;
/// Whatever takes no longer than this is quick enough, however quick the other is.
const FLOOR: Duration = Duration::from_millis(5);
/// Asked so often before anything is measured: statements are prepared, pages are read.
const WARM_UP: u64 = 5;

#[derive(Debug, Parser)]
struct Arguments {
    /// How many recognitions the smaller server has
    #[arg(long, default_value_t = 10_000)]
    few: usize,
    /// How many the larger one has
    #[arg(long, default_value_t = 1_000_000)]
    many: usize,
    /// How often each question is asked
    #[arg(long, default_value_t = 200)]
    times: u64,
    /// Handed in by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = Arguments::parse();
    if !arguments.bench {
        (arguments.few, arguments.many, arguments.times) = (300, 600, 2);
    }
    let folder = tempfile::tempdir()?;
    let file = |name: &str| format!("sqlite://{}/{name}.db", folder.path().display());
    let mut worst = compare("SQLite", &file("few"), &file("many"), &arguments).await?;
    match std::env::var("CLARION_TEST_POSTGRES").ok().filter(|url| !url.is_empty()) {
        Some(server) => {
            let (few, many) = (fill::schema(&server, "few").await?, fill::schema(&server, "many").await?);
            worst.extend(compare("PostgreSQL", &few, &many, &arguments).await?);
        }
        None => println!("SKIPPED: nothing is asked of PostgreSQL, because CLARION_TEST_POSTGRES names no server"),
    }
    ensure!(worst.is_empty() || !arguments.bench, "slower with more: {}", worst.join(", "));
    Ok(())
}

/// Asks both, and says which questions take too long.
async fn compare(engine: &str, few: &str, many: &str, arguments: &Arguments) -> anyhow::Result<Vec<String>> {
    let begun = Instant::now();
    let few = filled(few, arguments.few).await.context("the smaller one")?;
    let many = filled(many, arguments.many).await.context("the larger one")?;
    let (few, many) = ((&few, arguments.few), (&many, arguments.many));
    println!(
        "{engine}: {} and {} recognitions, filled in {:.0?}; each question {} times",
        arguments.few,
        arguments.many,
        begun.elapsed(),
        arguments.times
    );
    println!("fails where one takes more than {FACTOR} times as long, and more than {FLOOR:?}");
    println!("{:32} {:>10} {:>10} {:>10} {:>10} {:>7}", "", "median", "p99", "median", "p99", "ratio");
    let mut slower = Vec::new();
    for question in Question::all() {
        let (mut short, mut long) = (Vec::new(), Vec::new());
        for turn in 0..WARM_UP + arguments.times {
            for ((store, recognitions), took) in [(few, &mut short), (many, &mut long)] {
                let asked = Asked { store, recognitions, turn };
                let begun = Instant::now();
                let parts = question.ask(&asked).await.with_context(|| question.to_string())?;
                took.push(begun.elapsed() / parts);
            }
        }
        let (short, long) = (Took::of(short), Took::of(long));
        let ratio = long.median.as_secs_f64() / short.median.as_secs_f64();
        let slow = ratio > FACTOR;
        let fails = slow && long.median > FLOOR;
        println!(
            "{:32} {:>10.2?} {:>10.2?} {:>10.2?} {:>10.2?} {:>6.2}x{}",
            question.to_string(),
            short.median,
            short.p99,
            long.median,
            long.p99,
            ratio,
            match (fails, slow) {
                (true, _) => "  TOO LONG",
                (_, true) => "  below the floor",
                _ => "",
            }
        );
        if fails {
            slower.push(format!("{engine}: {question}"));
        }
    }
    few.0.close().await;
    many.0.close().await;
    Ok(slower)
}

async fn filled(url: &str, recognitions: usize) -> anyhow::Result<Store> {
    // Opened once for the schema.
    Store::open(&StoreOptions::new(url), 7).await?.close().await;
    fill::fill(url, recognitions).await?;
    let store = Store::open(&StoreOptions::new(url), 8).await?;
    for place in fill::pauses() {
        let pausing = store.set_paused(UserId::new(place), Where::Server(GuildId::new(fill::GUILD)), true, fill::now());
        ensure!(pausing.await?, "nobody to pause");
    }
    Ok(store)
}

struct Took {
    median: Duration,
    p99: Duration,
}

impl Took {
    fn of(mut took: Vec<Duration>) -> Self {
        took.drain(..WARM_UP as usize);
        took.sort_unstable();
        let at = |share: f64| took.get(((took.len() - 1) as f64 * share) as usize).copied().unwrap_or_default();
        Self { median: at(0.5), p99: at(0.99) }
    }
}
