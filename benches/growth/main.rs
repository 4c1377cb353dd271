//! Growth: whether the answers about recognition take as long with a million recognitions as with ten thousand.
//!
//! `cargo bench --bench growth` fills two databases, each a server of 5,000 people over three years, and asks both the same in
//! turn, so that whatever else the machine does slows both. One in a hundred people pauses. On SQLite always; on PostgreSQL too
//! where `CLARION_TEST_POSTGRES` names a server (`tests/postgres.sh cargo bench --bench growth`).
//!
//! It asks twice. First the store its questions: there it ends with a failure where one takes more than twice as long, by its
//! median, and more than the floor, which its output names; what is below the floor and more than twice as slow is marked.
//! Where three people gave this week, an index finds them in a hundredth of the time that three thousand take: that the one is
//! so quick is not to be held against the other. Then the answers, as people get them: a command or a press from the
//! interaction, as Discord sends it, to the card with its picture or its file; a digest from where it is due to where its post
//! is written down. There it ends with a failure where one takes more than twice as long, however quick it is.
//!
//! What hands out or changes all of somebody's own, or of the server's, takes as long as that is much, and is compared by one
//! recognition of it.
//!
//! `cargo test` runs it with a few hundred recognitions, to see that every question is answered, and judges no time.

mod answers;
mod fill;
mod history;
mod questions;
mod server;

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use clap::Parser;
use clarion::store::{Store, StoreOptions, Where};
use serenity::model::id::{GuildId, UserId};

use crate::answers::Wanted;
use crate::questions::{Asked, Question};
use crate::server::Server;

/// How much longer the larger one may take.
const FACTOR: f64 = 2.0;
/// Whatever the store takes no longer for than this is quick enough, however quick the other is.
const FLOOR: Duration = Duration::from_millis(5);
/// Asked so often before anything is measured: statements are prepared, pages are read.
const WARM_UP: u64 = 5;

/// Whether the answers about recognition take as long with a million recognitions as with ten thousand
///
/// Fills two databases, each a server of 5,000 people over three years, and asks both the same in turn: first the store its
/// questions, then, as `answer: …`, what people get, from the interaction as Discord sends it to the card with its picture or its
/// file, and a digest up to where its post is written down. Each is asked about another person each time. What hands out or
/// changes all of somebody's, or of the server's, is compared by one recognition of it. It ends with a failure where one takes
/// more than twice as long by its median; a question to the store only if it takes more than 5 ms as well.
#[derive(Debug, Parser)]
struct Arguments {
    /// How many recognitions the smaller server has
    #[arg(long, default_value_t = 10_000)]
    few: usize,
    /// How many the larger one has
    #[arg(long, default_value_t = 1_000_000)]
    many: usize,
    /// How often each is asked; a server's file 20 times at most
    #[arg(long, default_value_t = 200)]
    times: u64,
    /// Ask only what has this in its name, such as 'answer:' or 'digest'
    #[arg(long, value_name = "WORD")]
    only: Option<String>,
    /// Fill few.db and many.db in this folder once, and ask copies of them from then on (SQLite; PostgreSQL is filled each time)
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
    /// Handed in by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

/// What is measured.
#[derive(Clone, Copy)]
enum Measured {
    /// A question to the store.
    Question(Question),
    /// An answer as somebody gets it.
    Answer(Wanted),
}

impl Measured {
    /// All that has this in its name.
    fn all(only: Option<&str>) -> Vec<Self> {
        let questions = Question::all().into_iter().map(Self::Question);
        let all = questions.chain(Wanted::all().into_iter().map(Self::Answer));
        all.filter(|one| only.is_none_or(|word| one.to_string().contains(word))).collect()
    }

    /// How often it is asked at most.
    fn most(self) -> u64 {
        match self {
            Self::Question(_) => u64::MAX,
            Self::Answer(wanted) => wanted.most(),
        }
    }

    /// Whatever takes no longer than this is quick enough.
    fn floor(self) -> Duration {
        match self {
            Self::Question(_) => FLOOR,
            Self::Answer(_) => Duration::ZERO,
        }
    }

    async fn took(self, server: &Server, turn: u64) -> anyhow::Result<Duration> {
        match self {
            Self::Question(question) => {
                let asked = Asked { store: server.store(), recognitions: server.recognitions, turn };
                let begun = Instant::now();
                let parts = question.ask(&asked).await?;
                Ok(begun.elapsed() / parts)
            }
            Self::Answer(wanted) => wanted.ask(server, turn).await,
        }
    }
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Question(question) => question.fmt(f),
            Self::Answer(wanted) => wanted.fmt(f),
        }
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = Arguments::parse();
    if !arguments.bench {
        (arguments.few, arguments.many, arguments.times) = (300, 600, 1);
    }
    let folder = tempfile::tempdir()?;
    let keep = arguments.keep.as_deref();
    let begun = Instant::now();
    let few = sqlite(folder.path(), keep, "few", arguments.few).await.context("the smaller one")?;
    let many = sqlite(folder.path(), keep, "many", arguments.many).await.context("the larger one")?;
    println!("SQLite: {} and {} recognitions, there in {:.0?}", arguments.few, arguments.many, begun.elapsed());
    let mut worst = compare("SQLite", &few, &many, &arguments).await?;
    match std::env::var("CLARION_TEST_POSTGRES").ok().filter(|url| !url.is_empty()) {
        Some(server) => {
            let begun = Instant::now();
            let (few, many) = (fill::schema(&server, "few").await?, fill::schema(&server, "many").await?);
            filled(&few, arguments.few).await.context("the smaller one")?;
            filled(&many, arguments.many).await.context("the larger one")?;
            println!(
                "PostgreSQL: {} and {} recognitions, there in {:.0?}",
                arguments.few,
                arguments.many,
                begun.elapsed()
            );
            worst.extend(compare("PostgreSQL", &few, &many, &arguments).await?);
        }
        None => println!("SKIPPED: nothing is asked of PostgreSQL, because CLARION_TEST_POSTGRES names no server"),
    }
    ensure!(worst.is_empty() || !arguments.bench, "slower with more: {}", worst.join(", "));
    Ok(())
}

/// Asks both, and says which questions take too long.
async fn compare(engine: &str, few: &str, many: &str, arguments: &Arguments) -> anyhow::Result<Vec<String>> {
    let few = Server::open(few, arguments.few).await?;
    let many = Server::open(many, arguments.many).await?;
    let all = Measured::all(arguments.only.as_deref());
    ensure!(!all.is_empty(), "nothing has '{}' in its name", arguments.only.as_deref().unwrap_or_default());
    println!(
        "each {} times; fails where one takes more than {FACTOR} times as long: a question to the store if it takes more than \
         {FLOOR:?} as well, an answer in any case",
        arguments.times
    );
    println!("{:42} {:>10} {:>10} {:>10} {:>10} {:>7}", "", "median", "p99", "median", "p99", "ratio");
    let warm_up = if arguments.bench { WARM_UP } else { 0 };
    let mut slower = Vec::new();
    for measured in all {
        let (mut short, mut long) = (Vec::new(), Vec::new());
        for turn in 0..warm_up + arguments.times.min(measured.most()) {
            for (server, took) in [(&few, &mut short), (&many, &mut long)] {
                let time = measured.took(server, turn).await.with_context(|| measured.to_string())?;
                if turn >= warm_up {
                    took.push(time);
                }
            }
        }
        let (short, long) = (Took::of(short), Took::of(long));
        let ratio = long.median.as_secs_f64() / short.median.as_secs_f64();
        let slow = ratio > FACTOR;
        let fails = slow && long.median > measured.floor();
        println!(
            "{:42} {:>10.2?} {:>10.2?} {:>10.2?} {:>10.2?} {:>6.2}x{}",
            measured.to_string(),
            short.median,
            short.p99,
            long.median,
            long.p99,
            ratio,
            match (fails, slow) {
                _ if !arguments.bench => "",
                (true, _) => "  TOO LONG",
                (_, true) => "  below the floor",
                _ => "",
            }
        );
        if fails {
            slower.push(format!("{engine}: {measured}"));
        }
    }
    few.close().await;
    many.close().await;
    Ok(slower)
}

/// A database of that name in `folder`, filled: now, or by a copy of the one that is kept.
async fn sqlite(folder: &Path, keep: Option<&Path>, name: &str, recognitions: usize) -> anyhow::Result<String> {
    let url = |file: &Path| format!("sqlite://{}", file.display());
    let asked = folder.join(format!("{name}.db"));
    let Some(keep) = keep else {
        filled(&url(&asked), recognitions).await?;
        return Ok(url(&asked));
    };
    let kept = keep.join(format!("{name}.db"));
    if !kept.exists() {
        std::fs::create_dir_all(keep)?;
        // A filling that was broken off is none.
        let half = tempfile::tempdir_in(keep)?;
        let file = half.path().join("half.db");
        filled(&url(&file), recognitions).await?;
        std::fs::rename(&file, &kept)?;
    }
    std::fs::copy(&kept, &asked).with_context(|| kept.display().to_string())?;
    let holds = fill::holds(&url(&asked)).await?;
    ensure!(
        usize::try_from(holds)? == recognitions,
        "{} holds {holds} recognitions and not {recognitions}: name another folder",
        kept.display()
    );
    Ok(url(&asked))
}

async fn filled(url: &str, recognitions: usize) -> anyhow::Result<()> {
    // Opened once for the schema.
    Store::open(&StoreOptions::new(url), 7).await?.close().await;
    fill::fill(url, recognitions).await?;
    let store = Store::open(&StoreOptions::new(url), 8).await?;
    for place in history::pauses() {
        let server = Where::Server(GuildId::new(fill::GUILD));
        let pausing = store.set_paused(UserId::new(place), server, true, history::now());
        ensure!(pausing.await?, "nobody to pause");
    }
    store.close().await;
    Ok(())
}

struct Took {
    median: Duration,
    p99: Duration,
}

impl Took {
    fn of(mut took: Vec<Duration>) -> Self {
        took.sort_unstable();
        let last = took.len().saturating_sub(1);
        let at = |share: f64| took.get((last as f64 * share) as usize).copied().unwrap_or_default();
        Self { median: at(0.5), p99: at(0.99) }
    }
}
