//! Everything that the store keeps of what can be counted, counted anew from what was given and how it ended: by hand, from
//! rows that are read one by one, so that it shares nothing with the statements that keep those numbers.

use std::collections::{BTreeMap, BTreeSet};

use clarion::recognition::Dates;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use sqlx::{AnyConnection, Connection, Row};

use super::engines::Place;

/// The Monday that days and weeks are numbered from.
const FIRST_DAY: Date = date(1999, 12, 27);

fn numbered(day: Date) -> i64 {
    i64::from(FIRST_DAY.until(day).unwrap().get_days())
}

fn week(day: Date) -> i64 {
    numbered(day).div_euclid(7)
}

fn count<T>(of: &BTreeSet<T>) -> i64 {
    i64::try_from(of.len()).unwrap()
}

/// Which recognitions, which people and which weeks.
type Ids = (BTreeSet<i64>, BTreeSet<i64>, BTreeSet<i64>);

struct Person {
    guild: i64,
    user: Option<i64>,
    paused: bool,
}

struct Got {
    person: i64,
    hidden: bool,
    /// As it is written down: the giver, the day, and whether it counts.
    kept: (Option<i64>, String, i64),
}

struct Line {
    id: i64,
    guild: i64,
    giver: i64,
    day: Date,
    quiet: bool,
    ended: bool,
    to: Vec<Got>,
    strengths: Vec<String>,
}

/// What was given, by whom to whom, in all servers of a database.
pub struct Lines {
    people: BTreeMap<i64, Person>,
    lines: Vec<Line>,
}

/// What somebody gave in some days: who (nobody, once erased), how many, to how many people, in how many weeks.
pub type Gave = (Option<i64>, i64, i64, i64);

impl Lines {
    pub async fn of(place: &Place) -> Self {
        let mut connection = place.raw().await;
        let people = "SELECT id, guild_id, user_id, CASE WHEN paused_at IS NULL THEN 0 ELSE 1 END FROM person";
        let people: Vec<(i64, i64, Option<i64>, i64)> =
            sqlx::query_as(people).fetch_all(&mut connection).await.unwrap();
        let lines = "SELECT r.id, r.guild_id, r.giver, r.local_date, r.quiet, COUNT(v.id) FROM recognition r \
                     LEFT JOIN reversal v ON v.recognition_id = r.id \
                     GROUP BY r.id, r.guild_id, r.giver, r.local_date, r.quiet";
        type Given = (i64, i64, i64, String, i64, i64);
        let lines: Vec<Given> = sqlx::query_as(lines).fetch_all(&mut connection).await.unwrap();
        let got = "SELECT recognition_id, person_id, hidden, giver, local_date, counts FROM recognition_receiver";
        type Taken = (i64, i64, i64, Option<i64>, String, i64);
        let got: Vec<Taken> = sqlx::query_as(got).fetch_all(&mut connection).await.unwrap();
        let strengths = "SELECT recognition_id, name FROM recognition_strength";
        let strengths: Vec<(i64, String)> = sqlx::query_as(strengths).fetch_all(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        let lines = lines.into_iter().map(|(id, guild, giver, day, quiet, ends)| {
            let to = got.iter().filter(|(of, ..)| *of == id);
            let to = to.map(|(_, person, hidden, giver, day, counts)| {
                let kept = (*giver, day.clone(), *counts);
                Got { person: *person, hidden: *hidden == 1, kept }
            });
            let named = strengths.iter().filter(|(of, _)| *of == id).map(|(_, name)| name.clone());
            let (to, strengths) = (to.collect(), named.collect());
            Line { id, guild, giver, day: day.parse().unwrap(), quiet: quiet == 1, ended: ends > 0, to, strengths }
        });
        let lines = lines.collect();
        let person = |(id, guild, user, paused)| (id, Person { guild, user, paused: paused == 1 });
        Self { people: people.into_iter().map(person).collect(), lines }
    }

    /// Whether it counts to somebody who got it (1), rests because one of both pauses (2), or is over (0).
    fn counts(&self, line: &Line, to: i64) -> i64 {
        match (line.ended, self.people[&line.giver].paused || self.people[&to].paused) {
            (true, _) => 0,
            (false, true) => 2,
            (false, false) => 1,
        }
    }

    /// What others see counted, each with those whom it counts to.
    fn counted(&self) -> impl Iterator<Item = (&Line, BTreeSet<i64>)> {
        let to = |line: &Line| line.to.iter().map(|got| got.person).filter(|to| self.counts(line, *to) == 1).collect();
        self.lines.iter().map(move |line| (line, to(line))).filter(|(_, to): &(_, BTreeSet<i64>)| !to.is_empty())
    }

    /// Who gave in those days in a server, and how many recognitions that were.
    pub fn gave(&self, guild: i64, dates: Dates) -> (i64, Vec<Gave>) {
        let mut lines = BTreeSet::new();
        let mut by: BTreeMap<i64, Ids> = BTreeMap::new();
        let within = |line: &Line| line.guild == guild && dates.first <= line.day && line.day <= dates.last;
        for (line, to) in self.counted().filter(|(line, _)| within(line)) {
            lines.insert(line.id);
            let (gives, people, weeks) = by.entry(line.giver).or_default();
            gives.insert(line.id);
            people.extend(to);
            weeks.insert(week(line.day));
        }
        let gave = by.into_iter().map(|(giver, (gives, people, weeks))| {
            (self.people[&giver].user, count(&gives), count(&people), count(&weeks))
        });
        let mut gave: Vec<Gave> = gave.collect();
        gave.sort();
        (count(&lines), gave)
    }

    /// What is kept is to be this.
    fn to_be_kept(&self) -> BTreeSet<String> {
        let mut days: BTreeMap<(i64, Date, &str), i64> = BTreeMap::new();
        let mut given: BTreeMap<(i64, String), Ids> = BTreeMap::new();
        let mut named: BTreeMap<(i64, &str), (i64, i64)> = BTreeMap::new();
        for (line, to) in self.counted() {
            let open = line.strengths.iter().filter(|_| !line.quiet).map(String::as_str);
            for strength in open.chain([""]) {
                *days.entry((line.guild, line.day, strength)).or_default() += 1;
            }
            let (year, month) = (line.day.year(), line.day.month());
            let quarter = (month + 2) / 3;
            for stretch in
                [String::new(), format!("{year}"), format!("{year}-Q{quarter}"), format!("{year}-{month:02}")]
            {
                let (gives, people, weeks) = given.entry((line.giver, stretch)).or_default();
                gives.insert(line.id);
                people.extend(&to);
                weeks.insert(week(line.day));
            }
        }
        let mut kept = BTreeSet::new();
        for line in &self.lines {
            for got in &line.to {
                let counts = self.counts(line, got.person);
                let shown = format!("{:?}", (Some(line.giver), line.day.to_string(), counts));
                kept.insert(format!("recognition {} to {}: {shown}", line.id, got.person));
                // What was named in somebody goes with their id.
                for strength in line.strengths.iter().filter(|_| counts > 0 && self.people[&got.person].user.is_some())
                {
                    let (all, seen) = named.entry((got.person, strength)).or_default();
                    *all += 1;
                    *seen += i64::from(counts == 1 && !line.quiet && !got.hidden);
                }
            }
        }
        kept.extend(days.into_iter().map(|(of, number)| format!("recognition_day {of:?}: {number}")));
        kept.extend(given.into_iter().map(|(of, (gives, people, weeks))| {
            format!("giver_total {of:?}: {:?}", (count(&gives), count(&people), count(&weeks)))
        }));
        kept.extend(named.into_iter().map(|(of, named)| format!("strength_total {of:?}: {named:?}")));
        let mut latest: BTreeMap<(i64, i64), i64> = BTreeMap::new();
        for (id, person) in &self.people {
            let stands = |of: &dyn Fn(&Line) -> bool| -> BTreeSet<String> {
                self.lines.iter().filter(|line| !line.ended && of(line)).map(|line| line.day.to_string()).collect()
            };
            let counts = |of: &dyn Fn(&Line, &BTreeSet<i64>) -> bool| -> BTreeSet<i64> {
                self.counted().filter(|(line, to)| of(line, to)).map(|(line, _)| numbered(line.day)).collect()
            };
            let gave = stands(&|line| line.giver == *id);
            let got = stands(&|line| line.to.iter().any(|got| got.person == *id));
            let (counts, to_them) = (counts(&|line, _| line.giver == *id), counts(&|_, to| to.contains(id)));
            let stands = (gave.first(), gave.last(), got.first(), got.last(), got.iter().nth_back(1));
            let counts = (counts.first(), counts.last(), counts.iter().nth_back(1), to_them.first());
            kept.insert(format!("person {id}: {stands:?}, {counts:?}"));
            if let Some(last) = counts.1 {
                *latest.entry((person.guild, *last)).or_default() += 1;
            }
        }
        kept.extend(latest.into_iter().map(|(of, number)| format!("giver_day {of:?}: {number}")));
        kept
    }

    /// What of the kept weeks is not so: they may miss some, and tell of none too many.
    async fn weeks_too_many(&self, connection: &mut AnyConnection) -> Vec<String> {
        let noted = "SELECT id, gave_since, gave_weeks FROM person WHERE gave_weeks IS NOT NULL";
        let noted: Vec<(i64, i64, Vec<u8>)> = sqlx::query_as(noted).fetch_all(connection).await.unwrap();
        let mut wrong = Vec::new();
        for (person, since, weeks) in noted {
            let gave: BTreeSet<i64> =
                self.counted().filter(|(line, _)| line.giver == person).map(|(line, _)| week(line.day)).collect();
            let lit = (since..).zip(&weeks).filter(|(_, letter)| **letter != b'0').map(|(week, _)| week);
            let dark = lit.filter(|week| !gave.contains(week)).map(|week| FIRST_DAY + week.weeks());
            wrong.extend(dark.map(|week| format!("person {person} is noted to have given in the week of {week}")));
        }
        wrong
    }
}

/// All that is kept of what can be counted.
async fn kept(connection: &mut AnyConnection, lines: &Lines) -> BTreeSet<String> {
    let mut kept = BTreeSet::new();
    for line in &lines.lines {
        kept.extend(line.to.iter().map(|got| format!("recognition {} to {}: {:?}", line.id, got.person, got.kept)));
    }
    let days: Vec<(i64, String, String, i64)> =
        sqlx::query_as("SELECT guild_id, local_date, strength, number FROM recognition_day WHERE number <> 0")
            .fetch_all(&mut *connection)
            .await
            .unwrap();
    kept.extend(days.into_iter().map(|(guild, day, strength, number)| {
        let day: Date = day.parse().unwrap();
        format!("recognition_day {:?}: {number}", (guild, day, strength))
    }));
    let given: Vec<(i64, String, i64, i64, i64)> =
        sqlx::query_as("SELECT person_id, stretch, gives, people, weeks FROM giver_total")
            .fetch_all(&mut *connection)
            .await
            .unwrap();
    kept.extend(given.into_iter().map(|(person, stretch, gives, people, weeks)| {
        format!("giver_total {:?}: {:?}", (person, stretch), (gives, people, weeks))
    }));
    let named: Vec<(i64, String, i64, i64)> =
        sqlx::query_as("SELECT person_id, name, named, seen FROM strength_total WHERE named <> 0 OR seen <> 0")
            .fetch_all(&mut *connection)
            .await
            .unwrap();
    kept.extend(
        named.into_iter().map(|(who, name, all, seen)| format!("strength_total {:?}: {:?}", (who, name), (all, seen))),
    );
    let latest: Vec<(i64, i64, i64)> = sqlx::query_as("SELECT guild_id, day, number FROM giver_day WHERE number <> 0")
        .fetch_all(&mut *connection)
        .await
        .unwrap();
    kept.extend(latest.into_iter().map(|(guild, day, number)| format!("giver_day {:?}: {number}", (guild, day))));
    let people = "SELECT id, first_gave, last_gave, first_got, last_got, gave_from, gave_to, gave_before, got_from, got_before FROM person";
    for row in sqlx::query(people).fetch_all(connection).await.unwrap() {
        let day = |column: usize| row.get::<Option<String>, _>(column);
        let number = |column: usize| row.get::<Option<i64>, _>(column);
        let (stands, counts) = ((day(1), day(2), day(3), day(4), day(9)), (number(5), number(6), number(7), number(8)));
        kept.insert(format!("person {}: {stands:?}, {counts:?}", row.get::<i64, _>(0)));
    }
    kept
}

/// What is kept otherwise than it is counted, in words.
pub async fn wrong(place: &Place, lines: &Lines) -> Vec<String> {
    let mut connection = place.raw().await;
    let (found, expected) = (kept(&mut connection, lines).await, lines.to_be_kept());
    let mut wrong = lines.weeks_too_many(&mut connection).await;
    connection.close().await.unwrap();
    wrong.extend(found.difference(&expected).map(|kept| format!("kept: {kept}")));
    wrong.extend(expected.difference(&found).map(|counted| format!("counted: {counted}")));
    wrong
}
