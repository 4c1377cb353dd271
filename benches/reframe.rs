//! How long it takes to find the contrasts for a situation: `cargo bench --bench reframe`. It ends with a failure where
//! one takes five milliseconds or more.

use std::time::{Duration, Instant};

use anyhow::ensure;
use clarion::content::situation::Finder;
use clarion::content::{self, Source};

/// The slowest may take less than this.
const LIMIT: Duration = Duration::from_millis(5);

fn main() -> anyhow::Result<()> {
    let library = content::load(&Source::Embedded("en".to_owned()))?;
    let begun = Instant::now();
    let finder = Finder::new(&library);
    println!(
        "learned     {} phrases in {:?}",
        library.phrases.iter().map(|phrases| phrases.said.len()).sum::<usize>(),
        begun.elapsed()
    );
    let lines = include_str!("../tests/reframe/situations.tsv").lines().filter(|line| !line.starts_with('#'));
    let situations: Vec<&str> = lines.filter_map(|line| line.rsplit('\t').next()).collect();
    // What Discord lets anybody type at most, with a slip in each word.
    let longest = situations.concat().chars().filter(|letter| *letter != 'e').take(6_000).collect::<String>();
    let mut took: Vec<Duration> = Vec::new();
    for text in situations.iter().copied().chain([longest.as_str()]).cycle().take(10 * (situations.len() + 1)) {
        let begun = Instant::now();
        std::hint::black_box(finder.find(std::hint::black_box(text)));
        took.push(begun.elapsed());
    }
    took.sort_unstable();
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize];
    println!("found       {} times: p50 {:?}, p99 {:?}, the slowest {:?}", took.len(), at(0.5), at(0.99), at(1.0));
    let begun = Instant::now();
    finder.find(&longest);
    let longest = begun.elapsed();
    println!("6,000 letters, a slip in most words: {longest:?}");
    ensure!(longest.max(at(0.99)) < LIMIT, "more than {LIMIT:?}");
    Ok(())
}
