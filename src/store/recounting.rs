//! What is counted from the recognitions and kept beside them, held against them, and counted anew where it is wrong.
//!
//! Each of these totals is set in the transaction that changes what it is counted from. A build from before it that still runs
//! beside this one leaves it as it was, and so may a hand in the database: nothing else would ever put it right.
//!
//! It looks without a lock, by statements that each see one moment, and writes only where something is wrong: so the bot may
//! run meanwhile, and waits for no more than the few people of one transaction. Each of those leaves what it touched right as a
//! whole, whatever becomes of the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;
use std::time::Instant;

use serenity::model::id::GuildId;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::{Fault, in_transaction};
use super::rows::snowflake;
use super::{
    Store, StoreError, day_totals, gave_weeks, giver_days, giver_totals, repeated, strength_totals, their_days,
};

/// So many people are looked at together, ...
const PEOPLE: usize = 200;
/// ... and so many days, or as many as have so many recognitions.
const DAYS: usize = 50;
const RECOGNITIONS: i64 = 5_000;
/// So many people or days are counted anew in one transaction, for which others wait, ...
const AT_ONCE: usize = 20;
/// ... and so many recognitions, each with a few people.
const RECOGNITIONS_AT_ONCE: usize = 5;

/// A kind of what is kept beside the recognitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Total {
    /// What the row of each who got one repeats of it, and whether it counts for them.
    Repeated,
    /// How many recognitions a day has, and how many name each strength.
    Days,
    /// How much somebody gave.
    Given,
    /// How often each strength was named in somebody.
    Strengths,
    /// The first and the last days on which somebody gave and got something.
    Ends,
    /// In which weeks somebody gave something.
    Weeks,
    /// How many people gave on a day and on no later one.
    Latest,
}

impl Total {
    /// Each of them, in the order in which they are compared.
    pub const ALL: [Self; 7] =
        [Self::Repeated, Self::Days, Self::Given, Self::Strengths, Self::Ends, Self::Weeks, Self::Latest];
}

/// How much of a kind is what the recognitions tell: rows, days or people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// So much of it.
    pub right: u64,
    /// And so much is not.
    pub wrong: u64,
}

/// What a recount found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recounted {
    found: BTreeMap<Total, Compared>,
    /// Of how many people weeks in which they gave were not noted, which makes answers slow and never wrong.
    pub dark: u64,
}

impl Recounted {
    /// What it found of a kind.
    pub fn of(&self, total: Total) -> Compared {
        self.found.get(&total).copied().unwrap_or_default()
    }

    /// The kinds of which something was wrong.
    pub fn wrong(&self) -> Vec<Total> {
        Total::ALL.into_iter().filter(|total| self.of(*total).wrong > 0).collect()
    }

    fn add(&mut self, total: Total, all: usize, wrong: usize) {
        let [all, wrong] = [all, wrong].map(|number| u64::try_from(number).unwrap_or(u64::MAX));
        *self += Self { found: [(total, Compared { right: all.saturating_sub(wrong), wrong })].into(), dark: 0 };
    }
}

impl AddAssign for Recounted {
    fn add_assign(&mut self, other: Self) {
        for (total, Compared { right, wrong }) in other.found {
            let of = self.found.entry(total).or_default();
            (of.right, of.wrong) = (of.right + right, of.wrong + wrong);
        }
        self.dark += other.dark;
    }
}

/// What is to be counted anew, together.
#[derive(Debug, Default)]
struct Anew<'a> {
    recognitions: &'a [i64],
    days: &'a [String],
    people: &'a [i64],
    latest: bool,
}

impl Store {
    /// Every server of which anything is kept, also where the bot is no longer, in the order of their ids.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn guilds_kept(&self) -> Result<Vec<GuildId>, StoreError> {
        let ids: Vec<i64> = sqlx::query_scalar("SELECT id FROM guild ORDER BY id").fetch_all(&self.shared.pool).await?;
        ids.into_iter().map(snowflake).collect()
    }

    /// Holds all that is counted for a server against its recognitions, and counts anew what is wrong, where it is to be mended
    /// (`mend`). Doing it twice is doing it once. Where a receiver's rows are wrong, all that is counted from them goes with
    /// them, and only they are told.
    ///
    /// # Errors
    /// Where the store fails. What was mended by then stays, and the rest is as it was.
    pub async fn recount(&self, guild: GuildId, mend: bool) -> Result<Recounted, StoreError> {
        let mut recounted = Recounted::default();
        let days = day_totals::days_of(&mut *self.shared.pool.acquire().await?, guild).await?;
        let days = in_parts(days);
        for days in &days {
            self.recount_repeated(guild, days, mend, &mut recounted).await?;
        }
        for days in &days {
            let wrong = self.recount_days(guild, days, &mut recounted).await?;
            for days in wrong.chunks(AT_ONCE).filter(|_| mend) {
                self.count_anew(guild, Anew { days, ..Anew::default() }).await?;
            }
        }
        let people: Vec<i64> = sqlx::query_scalar("SELECT id FROM person WHERE guild_id = $1 ORDER BY id")
            .bind(guild.get().cast_signed())
            .fetch_all(&self.shared.pool)
            .await?;
        for people in people.chunks(PEOPLE) {
            let wrong = self.recount_people(people, &mut recounted).await?;
            for people in wrong.chunks(AT_ONCE).filter(|_| mend) {
                self.count_anew(guild, Anew { people, ..Anew::default() }).await?;
            }
        }
        let mut connection = self.shared.pool.acquire().await?;
        let latest: Vec<(String, i64)> = sqlx::query_as(AssertSqlSafe(giver_days::compared()))
            .bind(guild.get().cast_signed())
            .fetch_all(&mut *connection)
            .await?;
        drop(connection);
        let (number, wrong) = (latest.len(), wrong_of(latest).len());
        recounted.add(Total::Latest, number, wrong);
        if wrong > 0 && mend {
            self.count_anew(guild, Anew { latest: true, ..Anew::default() }).await?;
        }
        Ok(recounted)
    }

    async fn recount_repeated(
        &self,
        guild: GuildId,
        days: &[String],
        mend: bool,
        recounted: &mut Recounted,
    ) -> Result<(), StoreError> {
        let (all, mut wrong) = {
            let mut connection = self.shared.pool.acquire().await?;
            repeated::of_days(&mut connection, guild, days).await?
        };
        recounted.add(Total::Repeated, all, wrong.len());
        wrong.dedup();
        for recognitions in wrong.chunks(RECOGNITIONS_AT_ONCE).filter(|_| mend) {
            self.count_anew(guild, Anew { recognitions, ..Anew::default() }).await?;
        }
        Ok(())
    }

    /// The days whose totals are wrong.
    async fn recount_days(
        &self,
        guild: GuildId,
        days: &[String],
        recounted: &mut Recounted,
    ) -> Result<Vec<String>, StoreError> {
        let asked = AssertSqlSafe(day_totals::compared(days.len()));
        let mut asking = sqlx::query_as(asked).persistent(false).bind(guild.get().cast_signed());
        for day in days {
            asking = asking.bind(day.as_str());
        }
        let found: Vec<(String, i64)> = asking.fetch_all(&self.shared.pool).await?;
        let (number, wrong) = (found.len(), wrong_of(found));
        recounted.add(Total::Days, number, wrong.len());
        Ok(wrong)
    }

    /// The people of whom anything is to be counted anew.
    async fn recount_people(&self, people: &[i64], recounted: &mut Recounted) -> Result<Vec<i64>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let mut all: BTreeSet<i64> = BTreeSet::new();
        for (total, asked) in
            [(Total::Given, giver_totals::compared(people)), (Total::Strengths, strength_totals::compared(people))]
        {
            let found: Vec<(String, i64)> =
                sqlx::query_as(AssertSqlSafe(asked)).persistent(false).fetch_all(&mut *connection).await?;
            let wrong = wrong_of(found);
            recounted.add(total, people.len(), wrong.len());
            all.extend(wrong.iter().filter_map(|person| person.parse::<i64>().ok()));
        }
        let wrong = their_days::wrong(&mut connection, people).await?;
        recounted.add(Total::Ends, people.len(), wrong.len());
        all.extend(wrong);
        let weeks = gave_weeks::compared(&mut connection, people).await?;
        recounted.add(Total::Weeks, people.len(), weeks.wrong.len());
        recounted.dark += u64::try_from(weeks.dark.len()).unwrap_or(u64::MAX);
        all.extend(weeks.wrong.into_iter().chain(weeks.dark));
        Ok(all.into_iter().collect())
    }

    /// Counts these anew, in one transaction, and rests for as long as that took, so that others come to write in between.
    async fn count_anew(&self, guild: GuildId, anew: Anew<'_>) -> Result<(), StoreError> {
        let begun = Instant::now();
        in_transaction!(self.shared, |connection| { count(connection, guild, &anew).await })?;
        tokio::time::sleep(begun.elapsed()).await;
        Ok(())
    }
}

async fn count(connection: &mut AnyConnection, guild: GuildId, anew: &Anew<'_>) -> Result<(), Fault> {
    let mut people: BTreeSet<i64> = anew.people.iter().copied().collect();
    let mut days: BTreeSet<String> = anew.days.iter().cloned().collect();
    if !anew.recognitions.is_empty() {
        let touched = repeated::put_right(connection, anew.recognitions).await?;
        people.extend(touched.people);
        days.extend(touched.days);
    }
    for day in &days {
        day_totals::anew(connection, guild, day).await?;
    }
    let people: Vec<i64> = people.into_iter().collect();
    if !people.is_empty() {
        their_days::anew(connection, &people).await?;
        gave_weeks::anew(connection, &people).await?;
    }
    for person in people {
        giver_totals::all_anew(connection, person).await?;
        strength_totals::anew(connection, person).await?;
    }
    // What counts no more, or again, may have been somebody's last. Of people alone nothing but their own row was wrong: whoever
    // gives or takes back meanwhile moves this as far as ever.
    if anew.latest || !anew.recognitions.is_empty() {
        giver_days::anew(connection, guild.get().cast_signed()).await?;
    }
    Ok(())
}

fn wrong_of(found: Vec<(String, i64)>) -> Vec<String> {
    found.into_iter().filter(|(_, wrong)| *wrong != 0).map(|(key, _)| key).collect()
}

/// Days in a row that are looked at together.
fn in_parts(days: Vec<(String, i64)>) -> Vec<Vec<String>> {
    let (mut parts, mut recognitions): (Vec<Vec<String>>, i64) = (Vec::new(), 0);
    for (day, number) in days {
        let fits = |part: &&mut Vec<String>| part.len() < DAYS && recognitions + number <= RECOGNITIONS;
        match parts.last_mut().filter(fits) {
            Some(part) => {
                part.push(day);
                recognitions += number;
            }
            None => {
                parts.push(vec![day]);
                recognitions = number;
            }
        }
    }
    parts
}
