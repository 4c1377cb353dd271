//! In which weeks somebody certainly gave something that counts: a byte a week in their row, `0` or `1`.
//!
//! It answers for most people at once whether they gave between two days that are long ago, where a look into the rows of
//! each of thousands would read a page each. It only ever says yes: what takes something away puts out the whole week, and
//! where a week is dark the rows tell. So it cannot be wrong, only slow.

use std::collections::BTreeMap;

use jiff::civil::Date;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::{Engine, Fault};
use super::days::week;
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

    fn put_out(&mut self, week: i64) {
        self.set(week, b'0');
    }

    fn set(&mut self, week: i64, to: u8) {
        if let Some(letter) = usize::try_from(week - self.since).ok().and_then(|place| self.lit.get_mut(place)) {
            *letter = to;
        }
    }
}

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
        let asked = format!("SELECT id, gave_weeks, gave_since FROM person WHERE id IN ({})", places.join(", "));
        let mut asking = sqlx::query_as(AssertSqlSafe(asked)).persistent(days.len() == 1);
        for (person, _) in days {
            asking = asking.bind(person);
        }
        let rows: Vec<(i64, Option<Vec<u8>>, Option<i64>)> = asking.fetch_all(&mut *connection).await?;
        let mut before: BTreeMap<i64, Weeks> = (rows.into_iter())
            .filter_map(|(person, lit, since)| Some((person, Weeks { since: since?, lit: lit? })))
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
