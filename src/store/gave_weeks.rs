//! In which weeks somebody certainly gave something that counts: a byte a week in their row, `0` or `1`.
//!
//! It answers for most people at once whether they gave between two days that are long ago, where a look into the rows of
//! each of thousands would read a page each. It only ever says yes: what takes something away puts out the whole week, and
//! where a week is dark the rows tell. So it cannot be wrong, only slow.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use sqlx::any::{AnyTypeInfo, AnyValueRef};
use sqlx::error::BoxDynError;
use sqlx::{Any, AnyConnection, AssertSqlSafe, Decode, Type};

use super::connection::{Engine, Fault};
use super::days::week;
use super::rows::{date, listed};
use crate::recognition::Dates;

/// A row holds so many weeks at most. Only a clock that ran far ahead makes for more, and the rows tell of those.
const MOST: usize = 53 * 20;
/// So many people are read and written together at most.
const AT_ONCE: usize = 500;

/// Those of the whole weeks from `$4` to `$5` that person `p` has a byte of; nothing where there are none.
const WITHIN: &str = "CASE WHEN $5 < p.gave_since THEN NULL WHEN $4 > p.gave_since \
     THEN substr(p.gave_weeks, CAST($4 - p.gave_since + 1 AS INTEGER), \
     CAST(CAST($5 AS BIGINT) - CAST($4 AS BIGINT) + 1 AS INTEGER)) \
     ELSE substr(p.gave_weeks, 1, CAST($5 - p.gave_since + 1 AS INTEGER)) END";

/// Holds of person `p` where one of the whole weeks from `$4` to `$5` is lit. (SQLite's LIKE is not asked about bytes as they are:
/// there are builds of it, such as Debian's, to which no bytes are like anything, and each person's rows would be read instead.)
pub(super) fn lit(engine: Engine) -> String {
    match engine {
        Engine::Sqlite => format!("(CAST({WITHIN} AS TEXT) LIKE '%1%')"),
        Engine::Postgres => format!("({WITHIN} LIKE '%1%')"),
    }
}

/// The first and the last of the weeks that lie in those days whole, for [`lit`]; where there is none, weeks in which nobody
/// gave.
pub(super) fn whole_weeks(dates: Dates) -> (i64, i64) {
    let after = |day: Date| day.tomorrow().map_or(i64::MAX, week);
    let first = match dates.first.yesterday() {
        Ok(before) if week(before) == week(dates.first) => week(dates.first) + 1,
        _ => week(dates.first),
    };
    let last = if after(dates.last) == week(dates.last) { week(dates.last) - 1 } else { week(dates.last) };
    if first <= last { (first, last) } else { (0, -1) }
}

/// Somebody's weeks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Weeks {
    since: i64,
    lit: Vec<u8>,
}

impl Weeks {
    fn light(&mut self, week: i64) {
        if self.lit.is_empty() {
            self.since = week;
        }
        let before = usize::try_from(self.since - week).unwrap_or(0);
        let after = usize::try_from(week - self.since + 1).unwrap_or(0).saturating_sub(self.lit.len());
        if before + after + self.lit.len() > MOST {
            return;
        }
        self.lit.splice(0..0, std::iter::repeat_n(b'0', before));
        self.lit.extend(std::iter::repeat_n(b'0', after));
        self.since -= i64::try_from(before).unwrap_or(0);
        self.set(week, b'1');
    }

    /// Those of the days on which something was given that counts, in their order: an early week goes before one of a clock that
    /// ran far ahead.
    fn of(days: &BTreeSet<Date>) -> Self {
        let mut weeks = Self::default();
        days.iter().for_each(|day| weeks.light(week(*day)));
        weeks
    }

    /// The lit ones.
    fn all_lit(&self) -> BTreeSet<i64> {
        let lit = (self.since..).zip(&self.lit).filter(|(_, letter)| **letter == b'1');
        lit.map(|(week, _)| week).collect()
    }

    fn put_out(&mut self, week: i64) {
        self.set(week, b'0');
    }

    fn set(&mut self, week: i64, to: u8) {
        if let Some(letter) = usize::try_from(week - self.since).ok().and_then(|place| self.lit.get_mut(place)) {
            *letter = to;
        }
    }
}

/// The bytes of a row; `None` inside where it holds anything else. (On SQLite a column holds what is put there, and a build from
/// before these were bytes puts a text there, where it still runs beside this one. Whose weeks cannot be read are dark, and
/// give as all others do.)
struct Bytes(Option<Vec<u8>>);

impl Type<Any> for Bytes {
    fn type_info() -> AnyTypeInfo {
        <Vec<u8> as Type<Any>>::type_info()
    }

    fn compatible(_: &AnyTypeInfo) -> bool {
        true
    }
}

impl<'r> Decode<'r, Any> for Bytes {
    fn decode(value: AnyValueRef<'r>) -> Result<Self, BoxDynError> {
        Ok(Self(<Vec<u8> as Decode<'r, Any>>::decode(value).ok()))
    }
}

/// The week from which on a row has its bytes; none where it holds no number of a week that there may be.
const SINCE: &str =
    "CASE WHEN gave_since = CAST(gave_since AS BIGINT) AND gave_since BETWEEN -200000 AND 500000 THEN gave_since END";

/// On these days each of these people gave something that counts (`gave`), or something of theirs counts no more. However
/// many they are, they are read and written together: a pause is about everybody who ever thanked somebody.
pub(super) async fn note(
    connection: &mut AnyConnection,
    days: BTreeMap<i64, Vec<Date>>,
    gave: bool,
) -> Result<(), Fault> {
    let all: Vec<(i64, Vec<Date>)> = days.into_iter().collect();
    for days in all.chunks(AT_ONCE) {
        let places: Vec<String> = (1..=days.len()).map(|place| format!("${place}")).collect();
        let asked = format!("SELECT id, gave_weeks, {SINCE} FROM person WHERE id IN ({})", places.join(", "));
        let mut asking = sqlx::query_as(AssertSqlSafe(asked)).persistent(days.len() == 1);
        for (person, _) in days {
            asking = asking.bind(person);
        }
        let rows: Vec<(i64, Option<Bytes>, Option<i64>)> = asking.fetch_all(&mut *connection).await?;
        let mut before: BTreeMap<i64, Weeks> = (rows.into_iter())
            .filter_map(|(person, lit, since)| Some((person, Weeks { since: since?, lit: lit?.0? })))
            .collect();
        let mut changed: Vec<(i64, Weeks)> = Vec::new();
        for (person, days) in days {
            let before = before.remove(person).unwrap_or_default();
            let mut weeks = before.clone();
            for day in days {
                match gave {
                    true => weeks.light(week(*day)),
                    false => weeks.put_out(week(*day)),
                }
            }
            if weeks != before {
                changed.push((*person, weeks));
            }
        }
        write(connection, changed).await?;
    }
    Ok(())
}

/// Those of some people whose weeks tell what is not so, and those of whose weeks some are dark in which they gave something
/// that counts.
#[derive(Debug, Default)]
pub(super) struct Compared {
    pub(super) wrong: Vec<i64>,
    pub(super) dark: Vec<i64>,
}

/// The weeks of some people, one at least, beside the days on which they gave something that counts.
pub(super) async fn compared(connection: &mut AnyConnection, people: &[i64]) -> Result<Compared, Fault> {
    // One statement, so that nothing moves in between: of each of them a row, and of each of their days.
    let (people, mut compared) = (listed(people), Compared::default());
    let asked = format!(
        "SELECT id, gave_weeks, {SINCE}, CASE WHEN gave_since IS NULL THEN 1 ELSE 0 END, CAST(NULL AS TEXT) FROM person \
         WHERE id IN ({people}) UNION ALL SELECT t.giver, NULL, NULL, 0, t.local_date FROM (SELECT DISTINCT giver, local_date \
         FROM recognition_receiver WHERE giver IN ({people}) AND counts = 1 AND local_date <> '') t"
    );
    type Row = (i64, Option<Bytes>, Option<i64>, i64, Option<String>);
    let rows: Vec<Row> = sqlx::query_as(AssertSqlSafe(asked)).persistent(false).fetch_all(connection).await?;
    let (mut kept, mut gave) = (Vec::new(), BTreeMap::<i64, BTreeSet<Date>>::new());
    for (person, lit, since, no_since, day) in rows {
        match day {
            Some(day) => {
                gave.entry(person).or_default().insert(date(&day)?);
            }
            None => kept.push((person, lit, since, no_since != 0)),
        }
    }
    for (person, lit, since, no_since) in kept {
        let gave = gave.remove(&person).unwrap_or_default();
        let gave_in: BTreeSet<i64> = gave.iter().map(|day| week(*day)).collect();
        let noted = match (lit, since) {
            (None, None) if no_since => BTreeSet::new(),
            (Some(Bytes(Some(lit))), Some(since)) if lit.iter().all(|letter| matches!(letter, b'0' | b'1')) => {
                Weeks { since, lit }.all_lit()
            }
            _ => {
                compared.wrong.push(person);
                continue;
            }
        };
        match () {
            () if !noted.is_subset(&gave_in) => compared.wrong.push(person),
            () if noted != Weeks::of(&gave).all_lit() => compared.dark.push(person),
            () => {}
        }
    }
    Ok(compared)
}

/// Notes all weeks of some people anew.
pub(super) async fn anew(connection: &mut AnyConnection, people: &[i64]) -> Result<(), Fault> {
    let emptied = format!("UPDATE person SET gave_weeks = NULL, gave_since = NULL WHERE id IN ({})", listed(people));
    sqlx::query(AssertSqlSafe(emptied)).persistent(false).execute(&mut *connection).await?;
    let asked = format!(
        "SELECT DISTINCT giver, local_date FROM recognition_receiver \
         WHERE giver IN ({}) AND counts = 1 AND local_date <> ''",
        listed(people)
    );
    let days: Vec<(i64, String)> =
        sqlx::query_as(AssertSqlSafe(asked)).persistent(false).fetch_all(&mut *connection).await?;
    let mut gave = BTreeMap::<i64, BTreeSet<Date>>::new();
    for (giver, day) in days {
        gave.entry(giver).or_default().insert(date(&day)?);
    }
    write(connection, gave.iter().map(|(giver, days)| (*giver, Weeks::of(days))).collect()).await
}

async fn write(connection: &mut AnyConnection, changed: Vec<(i64, Weeks)>) -> Result<(), Fault> {
    if changed.is_empty() {
        return Ok(());
    }
    let row = |place: usize| format!("(${}, ${}, ${})", place * 3 + 1, place * 3 + 2, place * 3 + 3);
    let rows: Vec<String> = (0..changed.len()).map(row).collect();
    let update = format!(
        "WITH noted (id, lit, since) AS (VALUES {}) UPDATE person SET gave_weeks = n.lit, gave_since = n.since \
         FROM noted n WHERE person.id = n.id",
        rows.join(", ")
    );
    let mut writing = sqlx::query(AssertSqlSafe(update)).persistent(changed.len() == 1);
    for (person, weeks) in changed {
        writing = writing.bind(person).bind(weeks.lit).bind(weeks.since);
    }
    writing.execute(connection).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn weeks_are_whole_from_monday_to_sunday() {
        let whole = |first, last| whole_weeks(Dates { first, last });
        // Monday, 2 March 2026, to Sunday, 15 March.
        let monday = week(date(2026, 3, 2));
        assert_eq!(whole(date(2026, 3, 2), date(2026, 3, 15)), (monday, monday + 1));
        assert_eq!(whole(date(2026, 3, 3), date(2026, 3, 15)), (monday + 1, monday + 1));
        assert_eq!(whole(date(2026, 3, 2), date(2026, 3, 14)), (monday, monday));
        assert_eq!(whole(date(2026, 3, 3), date(2026, 3, 14)), (0, -1));
        assert!(whole_weeks(Dates::ALL).0 <= 1 && whole_weeks(Dates::ALL).1 > 400_000);
    }

    proptest! {
        #[test]
        fn what_is_lit_is_what_was_lit_last(turns in prop::collection::vec((0..400_i64, any::<bool>()), 0..60)) {
            let mut weeks = Weeks::default();
            let mut naive = std::collections::BTreeSet::new();
            for (week, lit) in turns {
                if lit {
                    weeks.light(week);
                    naive.insert(week);
                } else {
                    weeks.put_out(week);
                    naive.remove(&week);
                }
            }
            let lit = (0_i64..).zip(&weeks.lit).filter(|(_, letter)| **letter == b'1').map(|(at, _)| weeks.since + at);
            prop_assert_eq!(lit.collect::<std::collections::BTreeSet<_>>(), naive);
        }

        #[test]
        fn a_row_stays_short(turns in prop::collection::vec(0..420_000_i64, 0..20)) {
            let mut weeks = Weeks::default();
            turns.into_iter().for_each(|week| weeks.light(week));
            prop_assert!(weeks.lit.len() <= MOST);
        }
    }
}
