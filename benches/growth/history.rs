//! Who thanked whom in three years, the same each time: some of it taken back, some quiet, some reported. Some people give and
//! get much, most a little, as it is.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// How many people are in the server.
pub const PEOPLE: u64 = 5_000;
/// The last day.
pub const TODAY: Date = jiff::civil::date(2026, 11, 22);
const DAYS: i64 = 3 * 365;

/// One in so many people pauses, at the end.
const PAUSES: u64 = 100;
/// One in so many recognitions was taken back, was quiet, is reported and not looked at yet.
const TAKEN_BACK: usize = 50;
const QUIET: usize = 30;
const OPEN_REPORTS: usize = 5;

/// Who pauses.
pub fn pauses() -> impl Iterator<Item = u64> {
    (0..PEOPLE).filter(|place| place % PAUSES == PAUSES / 2).map(user)
}

/// The same place, or the next one where whoever is there pauses.
pub fn takes_part(place: u64) -> u64 {
    let place = place % PEOPLE;
    if place % PAUSES == PAUSES / 2 { place + 1 } else { place }
}

/// The message that announces one of so many recognitions, or one near it: what was quiet has none.
pub fn message(recognitions: usize, place: usize) -> u64 {
    let place = place % recognitions;
    id_of(if place % QUIET == 1 { place - 1 } else { place }).cast_unsigned()
}

fn id_of(number: usize) -> i64 {
    1_000_000_000_000 + number as i64 * 16
}

/// The Discord id of whoever is at that place.
pub fn user(place: u64) -> u64 {
    2_000_000_000_000_000_000 + place
}

/// By which name Discord shows them: five small letters.
pub fn name(place: u64) -> String {
    // Scattered over all there are.
    let letters = place * 7_368_787 % 26_u64.pow(5);
    (0..5).rev().map(|n| char::from(b'a' + (letters / 26_u64.pow(n) % 26) as u8)).collect()
}

/// An instant of the last day.
pub fn now() -> Timestamp {
    TODAY.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |day| day.timestamp())
}

/// A recognition, with ids of rows.
pub struct One {
    /// Its own. The fifteen that follow are free for what belongs to it.
    pub id: i64,
    /// The how manyeth it is.
    pub number: usize,
    pub day: Date,
    /// The same in milliseconds, with an hour.
    pub at: i64,
    pub giver: u64,
    pub to: BTreeSet<u64>,
    pub quiet: bool,
    /// It was taken back.
    pub back: bool,
    /// What it names in them.
    pub strength: Option<&'static str>,
    /// Whether one of them asked a steward to look at it, and whether that waits still.
    pub reported: Option<bool>,
}

/// So many of them, the earliest first, evenly over the years. The ids grow with time, as the program's do.
pub fn history(recognitions: usize) -> impl Iterator<Item = One> {
    let mut random = StdRng::seed_from_u64(7);
    (0..recognitions).map(move |number| {
        let day = TODAY - (DAYS - 1 - (number as i64 * DAYS) / recognitions as i64).days();
        let eight = day.at(8, 0, 0, 0).to_zoned(TimeZone::UTC).map_or(0, |at| at.timestamp().as_millisecond());
        let giver = one_of_few(&mut random);
        let most = [1, 1, 1, 1, 1, 1, 1, 2, 2, 3][random.random_range(0..10)];
        let mut to = BTreeSet::new();
        while to.len() < most {
            let receiver = one_of_few(&mut random);
            if receiver != giver {
                to.insert(receiver);
            }
        }
        let named = ["Care", "Courage", "Craft", "Foresight", "Patience"][random.random_range(0..5)];
        let waits = number % (recognitions / OPEN_REPORTS).max(1) == 3;
        One {
            id: id_of(number),
            number,
            day,
            at: eight + number as i64 % 30_000_000,
            giver,
            to,
            quiet: number % QUIET == 1,
            back: number % TAKEN_BACK == 7,
            strength: (number % 2 == 0).then_some(named),
            reported: (waits || number % 1_000 == 3).then_some(waits),
        }
    })
}

/// The row of somebody; the square makes a tenth of the people a third of what there is.
fn one_of_few(random: &mut StdRng) -> u64 {
    let chance: f64 = random.random();
    1 + (chance * chance * PEOPLE as f64) as u64 % PEOPLE
}

/// The ends of the days on which somebody did something that counts.
#[derive(Default)]
pub struct Days {
    pub first: Option<Date>,
    /// The day before the last one.
    pub before: Option<Date>,
    pub last: Option<Date>,
}

impl Days {
    /// The days come in order.
    fn add(&mut self, day: Date) {
        self.first.get_or_insert(day);
        if self.last != Some(day) {
            self.before = self.last.replace(day);
        }
    }
}

/// What a person's own row tells of all that they gave and got, while nobody pauses.
#[derive(Default)]
pub struct Person {
    pub gave: Days,
    pub got: Days,
    /// The weeks in which they gave, as the program numbers them.
    pub weeks: BTreeSet<i64>,
    /// What they gave in each year, quarter and month, and in all of them ('').
    pub given: BTreeMap<String, Given>,
    /// How often each strength was named in them, and how often for others to see.
    pub named: BTreeMap<&'static str, (i64, i64)>,
}

/// How much somebody gave, to whom, and in which weeks.
#[derive(Default)]
pub struct Given {
    pub gives: i64,
    pub people: BTreeSet<u64>,
    pub weeks: BTreeSet<i64>,
}

/// What is told of everybody and of every day.
#[derive(Default)]
pub struct Totals {
    /// By their row's id.
    pub people: BTreeMap<u64, Person>,
    /// How many there were on a day, and how many of them name a strength; an empty name is all of them.
    pub days: BTreeMap<(Date, &'static str), i64>,
}

impl Totals {
    /// Of so many recognitions.
    pub fn of(recognitions: usize) -> Self {
        let mut totals = Self { people: (1..=PEOPLE).map(|id| (id, Person::default())).collect(), ..Self::default() };
        for one in history(recognitions).filter(|one| !one.back) {
            if let Some(giver) = totals.people.get_mut(&one.giver) {
                giver.gave.add(one.day);
                giver.weeks.insert(week(one.day));
                let (year, month) = (one.day.year(), one.day.month());
                let quarter = format!("{year}-Q{}", (month + 2) / 3);
                for stretch in [String::new(), year.to_string(), quarter, format!("{year}-{month:02}")] {
                    let given = giver.given.entry(stretch).or_default();
                    given.gives += 1;
                    given.people.extend(&one.to);
                    given.weeks.insert(week(one.day));
                }
            }
            for receiver in &one.to {
                if let Some(receiver) = totals.people.get_mut(receiver) {
                    receiver.got.add(one.day);
                    if let Some(strength) = one.strength {
                        let named = receiver.named.entry(strength).or_default();
                        *named = (named.0 + 1, named.1 + i64::from(!one.quiet));
                    }
                }
            }
            // What a quiet one names is in no number that others see.
            for strength in std::iter::once("").chain(one.strength.filter(|_| !one.quiet)) {
                *totals.days.entry((one.day, strength)).or_default() += 1;
            }
        }
        totals
    }
}

/// The number of a day, as the program has it: from Monday, 27 December 1999.
pub fn number(day: Date) -> i64 {
    jiff::civil::date(1999, 12, 27).until(day).map_or(0, |between| i64::from(between.get_days()))
}

fn week(day: Date) -> i64 {
    number(day) / 7
}
