//! How long it takes to draw a picture and to make a PNG of it: `cargo bench --bench pictures`. It ends with a failure where
//! the median of one takes fifty milliseconds or more.

use std::time::{Duration, Instant};

use anyhow::ensure;
use clarion::picture::{
    Giver, MOST_GIVERS, MOST_RESULTS, Pair, Past, Picture, WEEKS, Week, Whereabouts, balance, balance_over_time,
    givers, year,
};
use jiff::ToSpan as _;

/// The median of each may take less than this: somebody waits for it.
const LIMIT: Duration = Duration::from_millis(50);
const TIMES: usize = 200;

/// Words as long as those that ship.
const PAIRS: [(&str, &str); 10] = [
    ("Tasks", "People"),
    ("Standard", "Reason"),
    ("Keeping", "Searching"),
    ("Proven", "Untried"),
    ("Agreed", "Cared for"),
    ("Today", "Next year"),
    ("Week", "Years"),
    ("Deciding", "Winning over"),
    ("Result", "Gift"),
    ("Holding", "Adapting"),
];

fn main() -> anyhow::Result<()> {
    let lean = |number: usize| (number * 3 % 5) as i8 - 2;
    let pair = |(number, (managing, leading)): (usize, (&str, &str))| Pair {
        managing: managing.to_owned(),
        leading: leading.to_owned(),
        lean: lean(number),
    };
    let pairs: Vec<Pair> = PAIRS.into_iter().enumerate().map(pair).collect();
    let names = PAIRS.map(|(managing, leading)| (managing.to_owned(), leading.to_owned()));
    let past = |month: usize| Past {
        day: format!("{} Mar", month + 1),
        leans: (0..10).map(|number| Some(lean(number + month))).collect(),
    };
    let results: Vec<Past> = (0..MOST_RESULTS).map(past).collect();
    let giver = |number: usize| Giver {
        name: format!("Somebody With A Name {number}"),
        whereabouts: Whereabouts::Here,
        gives: 1 + number as u32 * 7,
    };
    let people: Vec<Giver> = (0..MOST_GIVERS + 5).map(giver).collect();
    let monday = jiff::civil::date(2025, 11, 24);
    let week =
        |number: usize| Week { first: monday.saturating_add((number as i64).weeks()), gives: number as u32 % 13 };
    let weeks: Vec<Week> = (0..WEEKS).map(week).collect();

    measure("balance", || balance(&pairs, "Sunday 22 November 2026, for your eyes alone"))?;
    measure("balance over time", || balance_over_time(&names, &results, "Your latest result is on the right"))?;
    measure("givers", || givers(&people, "Who gives recognition, 1 to 22 Nov 2026"))?;
    measure("a year of weeks", || year(&weeks, "A year of recognition in this server"))
}

fn measure(name: &str, draw: impl Fn() -> Picture) -> anyhow::Result<()> {
    let begun = Instant::now();
    let bytes = draw().png()?.len();
    let first = begun.elapsed();
    let mut took: Vec<Duration> = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let begun = Instant::now();
        std::hint::black_box(draw().png()?);
        took.push(begun.elapsed());
    }
    took.sort_unstable();
    let (median, late) = (took[TIMES / 2], took[TIMES * 99 / 100]);
    println!("{name:18} p50 {median:?}, p99 {late:?}, the first {first:?}, {bytes} bytes");
    ensure!(median < LIMIT, "{name}: {median:?}, not less than {LIMIT:?}");
    Ok(())
}
