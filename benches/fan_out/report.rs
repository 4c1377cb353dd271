//! What came of it, and which promises were broken.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use clarion::rehearsal::world::{ChannelId, InteractionId};
use jiff::Timestamp;

use crate::talk::Asked;
use crate::{Counted, FACTOR, LIMIT, P99};

#[derive(Default)]
pub struct Measured {
    pub servers: usize,
    pub due: Timestamp,
    /// When each channel got its posts.
    pub posts: BTreeMap<ChannelId, Vec<Timestamp>>,
    /// How many schedules the bot's store shows as posted, once.
    pub written_as_posted: usize,
    /// By status, and what was refused.
    pub refused: Counted<(u16, String)>,
    pub asked: Vec<Asked>,
    /// When each interaction had its first answer.
    pub answers: BTreeMap<InteractionId, Timestamp>,
    /// How many of those bought time only.
    pub deferred: usize,
    /// The bot's greatest memory, in bytes.
    pub peak: Option<u64>,
    /// Time on a processor from just before the due minute to the last post: the bot's, and this process's.
    pub bot: Option<Duration>,
    pub stand_in: Option<Duration>,
}

impl Measured {
    /// Prints everything, and hands back the promises that were broken.
    pub fn print(&self) -> Vec<String> {
        let mut broken = Vec::new();
        let mut hold = |kept: bool, promise: String| {
            if !kept {
                broken.push(promise);
            }
        };
        let doubles: usize = self.posts.values().map(|posts| posts.len().saturating_sub(1)).sum();
        let missing = self.servers.saturating_sub(self.posts.len());
        println!(
            "posts       {} in {} channels; {doubles} doubled, {missing} missing",
            self.posts.len() + doubles,
            self.posts.len()
        );
        println!("recorded    {} as posted, once", self.written_as_posted);
        hold(doubles == 0, format!("{doubles} posts are doubled"));
        hold(missing == 0, format!("{missing} posts are missing"));
        hold(self.written_as_posted == self.servers, "the store does not show all as posted".to_owned());

        let limited: u64 = self.refused.iter().filter(|((status, _), _)| *status == 429).map(|(_, count)| count).sum();
        println!("429         {limited}");
        hold(limited == 0, format!("{limited} answers were 429"));
        for ((status, what), count) in &self.refused {
            println!("refused     {count} x {status} {what}");
        }

        let mut times: Vec<Timestamp> = self.posts.values().flatten().copied().collect();
        times.sort_unstable();
        let floor = self.servers as f64 / LIMIT;
        let last = times.last().map_or(f64::INFINITY, |last| last.duration_since(self.due).as_secs_f64());
        let first = times.first().map_or(f64::INFINITY, |first| first.duration_since(self.due).as_secs_f64());
        let factor = last / floor;
        println!(
            "time        {last:.1} s from due to the last post (the first after {first:.2} s); the limit's floor {floor:.1} s; factor {factor:.3}"
        );
        println!("densest     {} posts within a second", densest(&times));
        hold(factor <= FACTOR, format!("{factor:.3} times the limit's floor"));
        let seconds = |used: Option<Duration>| {
            used.map_or_else(
                || "unknown".to_owned(),
                |used| format!("{:.1} s, {:.0} % of a core", used.as_secs_f64(), 100.0 * used.as_secs_f64() / last),
            )
        };
        println!(
            "processor   the bot {}; the stand-in and whoever types {}",
            seconds(self.bot),
            seconds(self.stand_in)
        );
        println!(
            "memory      {} at most",
            self.peak.map_or_else(|| "unknown".to_owned(), |peak| format!("{:.0} MiB", peak as f64 / 1_048_576.0))
        );

        println!("answers     {:>6} {:>7} {:>7} {:>7} {:>7} {:>10}", "asked", "p50", "p95", "p99", "max", "unanswered");
        for what in ["/contrast", "/recognize", "/schedule show", "all"] {
            let asked: Vec<&Asked> = self.asked.iter().filter(|asked| what == "all" || asked.what == what).collect();
            let mut took: Vec<Duration> = asked.iter().filter_map(|asked| self.took(asked)).collect();
            took.sort_unstable();
            let unanswered = asked.len() - took.len();
            let [p50, p95, p99, max] = [0.5, 0.95, 0.99, 1.0].map(|share| at(&took, share));
            let shown = [p50, p95, p99, max].map(|took| format!("{:.0} ms", took.as_secs_f64() * 1e3));
            println!(
                "  {what:<15} {:>4} {:>7} {:>7} {:>7} {:>7} {unanswered:>10}",
                asked.len(),
                shown[0],
                shown[1],
                shown[2],
                shown[3]
            );
            hold(unanswered == 0, format!("{unanswered} of {what} had no answer"));
            hold(p99 < P99, format!("p99 of {what} is {p99:?}"));
        }
        println!("deferred    {} of them", self.deferred);
        println!("machine     {}", machine());
        broken
    }

    fn took(&self, asked: &Asked) -> Option<Duration> {
        let answered = self.answers.get(&asked.id?)?;
        Duration::try_from(answered.duration_since(asked.at)).ok()
    }
}

/// The smallest that a share of all are at or below; nothing where there is none.
fn at(sorted: &[Duration], share: f64) -> Duration {
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or_default()
}

/// The most within any second.
fn densest(sorted: &[Timestamp]) -> usize {
    let mut from = 0;
    let mut most = 0;
    for (to, at) in sorted.iter().enumerate() {
        while at.duration_since(sorted[from]).as_millis() >= 1_000 {
            from += 1;
        }
        most = most.max(to + 1 - from);
    }
    most
}

/// The machine in a few words.
pub fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
    format!("{cores} cores, load {load}")
}

/// How long the disk below `folder` takes to confirm a small write: the median and the worst of a few. A post waits for
/// four.
pub fn disk(folder: &Path) -> std::io::Result<String> {
    let mut file = tempfile::tempfile_in(folder)?;
    let mut took = Vec::new();
    for _ in 0..21 {
        let begun = Instant::now();
        file.write_all(&[0; 4096])?;
        file.sync_all()?;
        took.push(begun.elapsed());
    }
    took.sort_unstable();
    let [median, worst] = [took[10], took[20]].map(|took| took.as_secs_f64() * 1e3);
    Ok(format!("the disk confirms a write within {median:.1} ms (the worst of 21: {worst:.1} ms)"))
}
