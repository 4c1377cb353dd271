//! Every number that anybody sees of recognition is what the list has, counted by hand.

use std::collections::{BTreeMap, BTreeSet};

use clarion::recognition::{Dates, Period};
use clarion::store::{Digest, PulseCounts, Store, WEEKS_OF_A_YEAR, WeekTally};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use rand::RngExt;
use rand::seq::IndexedRandom;
use sqlx::Connection;

use super::Run;
use super::model::{Line, Model, Who};
use super::naming::FIRST_WEEK;

pub(super) fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap()
}

pub(super) fn monday(day: Date) -> Date {
    day - i64::from(day.weekday().to_monday_zero_offset()).days()
}

/// A day as the store numbers it.
fn numbered(day: Date) -> i64 {
    i64::from(date(1999, 12, 27).until(day).unwrap().get_days())
}

/// Somebody's first and last day of something.
fn ends<'a>(lines: impl Iterator<Item = &'a Line>) -> (Option<String>, Option<String>) {
    let days: BTreeSet<String> = lines.map(|line| line.day.to_string()).collect();
    (days.first().cloned(), days.last().cloned())
}

impl Model {
    fn gives(&self, dates: Dates) -> PulseCounts {
        let counted = self.counted(dates);
        let gave: BTreeSet<Who> = counted.iter().map(|(line, _)| line.giver).collect();
        let roster = self.roster();
        let newly = (0..self.people.len()).filter(|who| {
            // Thanked for the first time, whoever it was by; and by somebody who does not pause in those days.
            let first = self.got(Some(*who)).map(|line| line.day).min();
            let within = first.is_some_and(|first| dates.first <= first && first <= dates.last);
            within && counted.iter().any(|(_, to)| to.contains(who))
        });
        PulseCounts {
            gives: count(counted.len()),
            gave: count(roster.intersection(&gave).count()),
            newly_thanked: count(newly.count()),
        }
    }

    pub(super) fn roster(&self) -> BTreeSet<Who> {
        let on = |who: &Who| {
            let person = &self.people[*who];
            person.on_roster && !person.left && !person.paused && person.user.is_some()
        };
        (0..self.people.len()).filter(on).collect()
    }

    fn digest(&self, dates: Dates) -> Digest {
        let counted = self.counted(dates);
        let givers: BTreeSet<Who> = counted.iter().map(|(line, _)| line.giver).collect();
        // Who gave before gave before, whoever it was to.
        let before = |who: &&Who| self.gave(Some(**who)).any(|line| line.day < dates.first);
        let mut strengths: BTreeMap<&str, i64> = BTreeMap::new();
        for strength in counted.iter().flat_map(|(line, _)| line.open_strengths()) {
            *strengths.entry(strength).or_default() += 1;
        }
        let mut strengths: Vec<(String, i64)> =
            strengths.into_iter().map(|(name, number)| (name.to_owned(), number)).collect();
        strengths.sort_by_key(|(name, number)| (-number, name.clone()));
        Digest {
            gives: count(counted.len()),
            givers: count(givers.len()),
            first_time: count(givers.iter().filter(|who| !before(who)).count()),
            roster: count(self.roster().len()),
            strengths,
        }
    }

    /// A year of weeks up to that day.
    fn weeks<'a>(lines: impl Iterator<Item = &'a Line>, today: Date) -> Vec<WeekTally> {
        let mut by_week: BTreeMap<Date, i64> = BTreeMap::new();
        for line in lines.filter(|line| line.day <= today) {
            *by_week.entry(monday(line.day)).or_default() += 1;
        }
        let weeks = (0..i64::from(WEEKS_OF_A_YEAR)).rev().map(|back| monday(today) - back.weeks());
        weeks.map(|first| WeekTally { first, gives: by_week.get(&first).copied().unwrap_or_default() }).collect()
    }
}

impl Run<'_> {
    /// All totals, of the periods of today and of other stretches of days.
    pub(super) async fn compare_counts(&mut self) {
        let store = self.either();
        for dates in self.stretches() {
            let a_screen = self.random.random_range(2..5);
            let givers = self.compare_givers(&store, dates, a_screen).await;
            self.compare_stretch(&store, dates, givers).await;
        }
        self.compare_own(&store).await;
        self.compare_kept().await;
    }

    /// Every period as of now, days between two on which something was given, and a whole week, month, quarter or year in
    /// which something was given, or all but the first or the last day of it, or a day more.
    fn stretches(&mut self) -> Vec<Dates> {
        let mut stretches: Vec<Dates> =
            Period::ALL.iter().map(|period| period.dates(self.model.now, &self.zone)).collect();
        let today = self.zone.date_at(self.model.now);
        let mut some_day = || {
            let day = self.model.lines.choose(&mut self.random).map_or(today, |line| line.day);
            day + i64::from(self.random.random_range(-2..3_i32)).days()
        };
        let (one, other) = (some_day(), some_day());
        stretches.push(Dates { first: one.min(other), last: one.max(other) });
        let day = some_day();
        stretches.push(Dates { first: monday(day), last: monday(day) + 6.days() });
        let months = *[1, 3, 12].choose(&mut self.random).unwrap();
        let month = day.first_of_month();
        let first = month - i64::from((month.month() - 1) % months).months();
        let mut about = || i64::from(self.random.random_range(-1..2_i32)).days();
        stretches.push(Dates { first: first + about(), last: first + i64::from(months).months() - 1.day() + about() });
        stretches
    }

    async fn compare_stretch(&self, store: &Store, dates: Dates, givers: usize) {
        let path = || format!("{dates:?}, {}", self.path());
        let digest = self.model.digest(dates);
        assert_eq!(digest.givers, count(givers), "{}", path());
        assert_eq!(store.digest(self.guild, dates).await.unwrap(), digest, "{}", path());

        // What was counted only in part is no measure for a whole.
        let since = self.model.standing().map(|line| line.day).min();
        let before = Dates { first: dates.first.saturating_sub(3.days()), last: dates.first - 1.day() };
        let measure = since.is_some_and(|since| since <= before.first).then(|| self.model.gives(before));
        let pulse = store.pulse(self.guild, dates, Some(before)).await.unwrap();
        let roster = count(self.model.roster().len());
        assert_eq!((pulse.roster, pulse.since), (roster, since), "{}", path());
        assert_eq!((pulse.now, pulse.before), (self.model.gives(dates), measure), "{}", path());
        assert_eq!(store.roster(self.guild).await.unwrap().all(), roster, "{}", path());
    }

    /// What the whole server, and each of its people, sees of the latest year and of all of it.
    async fn compare_own(&self, store: &Store) {
        let today = self.zone.date_at(self.model.now);
        let weeks = Model::weeks(self.model.counted(Dates::ALL).into_iter().map(|(line, _)| line), today);
        assert_eq!(store.weeks(self.guild, today).await.unwrap(), weeks, "{}", self.path());
        for user in self.users() {
            let mine = store.mine(self.guild, user, 0).await.unwrap();
            let who = self.model.known(user);
            let gave: Vec<&Line> = self.model.gave(who).collect();
            let got: Vec<&Line> = self.model.got(who).collect();
            let to: BTreeSet<Who> = gave.iter().flat_map(|line| line.got.iter().map(|got| got.who)).collect();
            let from: BTreeSet<Who> = got.iter().map(|line| line.giver).collect();
            let expected = [gave.len(), to.len(), got.len(), from.len()].map(count);
            let found = [mine.gave, mine.gave_to, mine.got, mine.got_from];
            assert_eq!(found, expected, "{user}, {}", self.path());
            let weeks = Model::weeks(gave.into_iter(), today);
            assert_eq!(store.my_weeks(self.guild, user, today).await.unwrap(), weeks, "{user}, {}", self.path());
        }
    }

    /// The running totals, and everybody's first and last days, as they are written down.
    pub(super) async fn compare_kept(&self) {
        let mut days: BTreeMap<(String, String), i64> = BTreeMap::new();
        for (line, _) in self.model.counted(Dates::ALL) {
            *days.entry((line.day.to_string(), String::new())).or_default() += 1;
            for strength in line.open_strengths() {
                *days.entry((line.day.to_string(), strength.clone())).or_default() += 1;
            }
        }
        let mut connection = self.place.raw().await;
        let rows: Vec<(String, String, i64)> = sqlx::query_as(
            "SELECT local_date, strength, number FROM recognition_day WHERE number <> 0 AND guild_id = $1",
        )
        .bind(self.guild.get().cast_signed())
        .fetch_all(&mut connection)
        .await
        .unwrap();
        let found: BTreeMap<(String, String), i64> =
            rows.into_iter().map(|(day, strength, number)| ((day, strength), number)).collect();
        assert_eq!(found, days, "{}", self.path());

        // Of what they got, the day before the last one too.
        type Ends = (Option<String>, Option<String>);
        type Days = (Option<i64>, Option<String>, Option<String>, Option<String>, Option<String>, Option<String>);
        let days =
            "SELECT user_id, first_gave, last_gave, first_got, last_got, got_before FROM person WHERE guild_id = $1";
        let rows: Vec<Days> =
            sqlx::query_as(days).bind(self.guild.get().cast_signed()).fetch_all(&mut connection).await.unwrap();
        self.compare_counted_days(&mut connection).await;
        self.compare_persons_totals(&mut connection).await;
        self.compare_latest_days(&mut connection).await;
        connection.close().await.unwrap();
        type Person = (Option<i64>, Ends, Ends, Option<String>);
        let ever = |(_, gave, got, _): &Person| gave.0.is_some() || got.0.is_some();
        let mut found: Vec<Person> = rows
            .into_iter()
            .map(|(user, first_gave, last_gave, first_got, last_got, before)| {
                (user, (first_gave, last_gave), (first_got, last_got), before)
            })
            .filter(ever)
            .collect();
        found.sort();
        let mut expected: Vec<Person> = (self.model.people.iter().enumerate())
            .map(|(who, person)| {
                let user = person.user.map(|user| user.get().cast_signed());
                let got: BTreeSet<Date> = self.model.got(Some(who)).map(|line| line.day).collect();
                let before = got.iter().rev().nth(1).map(ToString::to_string);
                (user, ends(self.model.gave(Some(who))), ends(self.model.got(Some(who))), before)
            })
            .filter(ever)
            .collect();
        expected.sort();
        assert_eq!(found, expected, "{}", self.path());
    }

    /// On which day how many people gave last.
    async fn compare_latest_days(&self, connection: &mut sqlx::AnyConnection) {
        let rows: Vec<(i64, i64)> =
            sqlx::query_as("SELECT day, number FROM giver_day WHERE number <> 0 AND guild_id = $1")
                .bind(self.guild.get().cast_signed())
                .fetch_all(connection)
                .await
                .unwrap();
        let mut latest: BTreeMap<Who, Date> = BTreeMap::new();
        for (line, _) in self.model.counted(Dates::ALL) {
            let day = latest.entry(line.giver).or_insert(line.day);
            *day = line.day.max(*day);
        }
        let mut days: BTreeMap<i64, i64> = BTreeMap::new();
        for day in latest.into_values() {
            *days.entry((day - FIRST_WEEK).get_days().into()).or_default() += 1;
        }
        assert_eq!(rows.into_iter().collect::<BTreeMap<_, _>>(), days, "{}", self.path());
    }

    /// Of each person, what they gave in each stretch that has a total, and how often each strength was named in them.
    async fn compare_persons_totals(&self, connection: &mut sqlx::AnyConnection) {
        type Given = (Option<i64>, String, i64, i64, i64);
        type Named = (Option<i64>, String, i64, i64);
        let mut given: Vec<Given> = sqlx::query_as(
            "SELECT p.user_id, t.stretch, t.gives, t.people, t.weeks FROM giver_total t JOIN person p ON p.id = t.person_id \
             WHERE p.guild_id = $1",
        )
        .bind(self.guild.get().cast_signed())
        .fetch_all(&mut *connection)
        .await
        .unwrap();
        let mut named: Vec<Named> = sqlx::query_as(
            "SELECT p.user_id, t.name, t.named, t.seen FROM strength_total t JOIN person p ON p.id = t.person_id \
             WHERE (t.named <> 0 OR t.seen <> 0) AND p.guild_id = $1",
        )
        .bind(self.guild.get().cast_signed())
        .fetch_all(connection)
        .await
        .unwrap();
        given.sort();
        named.sort();
        let counted = self.model.counted(Dates::ALL);
        let (mut all_given, mut all_named): (Vec<Given>, Vec<Named>) = (Vec::new(), Vec::new());
        for (who, person) in self.model.people.iter().enumerate() {
            let user = person.user.map(|user| user.get().cast_signed());
            let mut stretches: BTreeMap<String, Vec<&(&Line, BTreeSet<Who>)>> = BTreeMap::new();
            for one in counted.iter().filter(|(line, _)| line.giver == who) {
                let (year, month) = (one.0.day.year(), one.0.day.month());
                let quarter = ["Q1", "Q2", "Q3", "Q4"][usize::try_from(month).unwrap().div_ceil(3) - 1];
                for of in [String::new(), format!("{year}"), format!("{year}-{quarter}"), format!("{year}-{month:02}")]
                {
                    stretches.entry(of).or_default().push(one);
                }
            }
            all_given.extend(stretches.into_iter().map(|(stretch, gave)| {
                let to: BTreeSet<Who> = gave.iter().flat_map(|(_, to)| to.clone()).collect();
                let weeks: BTreeSet<Date> = gave.iter().map(|(line, _)| monday(line.day)).collect();
                (user, stretch, count(gave.len()), count(to.len()), count(weeks.len()))
            }));
            let mut by_name: BTreeMap<&String, (i64, i64)> = BTreeMap::new();
            // What was named in somebody goes with their id.
            for line in self.model.got(Some(who)).filter(|_| user.is_some()) {
                let counts = counted.iter().any(|(of, to)| of.interaction == line.interaction && to.contains(&who));
                let seen = counts && !line.quiet && line.to(who).is_some_and(|got| !got.hidden);
                for strength in &line.strengths {
                    let of = by_name.entry(strength).or_default();
                    *of = (of.0 + 1, of.1 + i64::from(seen));
                }
            }
            all_named.extend(by_name.into_iter().map(|(name, (named, seen))| (user, name.clone(), named, seen)));
        }
        all_given.sort();
        all_named.sort();
        assert_eq!(given, all_given, "{}", self.path());
        assert_eq!(named, all_named, "{}", self.path());
    }

    /// The same of what counts, while nobody rests.
    async fn compare_counted_days(&self, connection: &mut sqlx::AnyConnection) {
        type Days = (Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<i64>);
        let mut found: Vec<Days> = sqlx::query_as(
            "SELECT user_id, gave_from, gave_to, gave_before, got_from FROM person \
             WHERE (gave_from IS NOT NULL OR got_from IS NOT NULL) AND guild_id = $1",
        )
        .bind(self.guild.get().cast_signed())
        .fetch_all(connection)
        .await
        .unwrap();
        found.sort();
        let counted = self.model.counted(Dates::ALL);
        let days = |fits: &dyn Fn(&Line, &BTreeSet<Who>) -> bool| -> Vec<i64> {
            let lines = counted.iter().filter(|(line, to)| fits(line, to));
            lines.map(|(line, _)| numbered(line.day)).collect::<BTreeSet<i64>>().into_iter().collect()
        };
        let mut expected: Vec<Days> = (self.model.people.iter().enumerate())
            .map(|(who, person)| {
                let (gave, got) = (days(&|line, _| line.giver == who), days(&|_, to| to.contains(&who)));
                let before = gave.iter().rev().nth(1).copied();
                let user = person.user.map(|user| user.get().cast_signed());
                (user, gave.first().copied(), gave.last().copied(), before, got.first().copied())
            })
            .filter(|(_, gave, _, _, got)| gave.is_some() || got.is_some())
            .collect();
        expected.sort();
        assert_eq!(found, expected, "{}", self.path());
    }
}
