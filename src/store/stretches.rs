//! The stretches of days of which each giver has a total: all of them, a year, a quarter and a month. These are the periods
//! that people ask for and that hold more than a few days.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::recognition::Dates;

/// A kind of stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stretch {
    /// All days.
    All,
    /// A year of the calendar.
    Year,
    /// From January, April, July or October on.
    Quarter,
    /// A month of the calendar.
    Month,
}

impl Stretch {
    /// Each kind, the longest first.
    pub(super) const EACH: [Self; 4] = [Self::All, Self::Year, Self::Quarter, Self::Month];

    /// What the one that holds a day is called: `''`, `2026`, `2026-Q4`, `2026-11`.
    pub(super) fn name(self, day: Date) -> String {
        match self {
            Self::All => String::new(),
            Self::Year => day.strftime("%Y").to_string(),
            Self::Quarter => format!("{}-Q{}", day.strftime("%Y"), (day.month() + 2) / 3),
            Self::Month => day.strftime("%Y-%m").to_string(),
        }
    }

    /// The same of a day that a column holds, in SQL.
    pub(super) fn named(self, day: &str) -> String {
        match self {
            // (PostgreSQL groups by no constant.)
            Self::All => format!("substr({day}, 1, 0)"),
            Self::Year => format!("substr({day}, 1, 4)"),
            Self::Quarter => {
                format!("substr({day}, 1, 4) || '-Q' || CAST((CAST(substr({day}, 6, 2) AS BIGINT) + 2) / 3 AS TEXT)")
            }
            Self::Month => format!("substr({day}, 1, 7)"),
        }
    }

    /// The days of the one that holds a day.
    pub(super) fn around(self, day: Date) -> Dates {
        let months = match self {
            Self::All => return Dates::ALL,
            Self::Year => 12,
            Self::Quarter => 3,
            Self::Month => 1,
        };
        let first = day.first_of_month();
        let first = first.checked_sub(i32::from((day.month() - 1) % months).months()).unwrap_or(first);
        let last = first.checked_add(i32::from(months - 1).months()).map_or(Date::MAX, Date::last_of_month);
        Dates { first, last }
    }

    /// The shortest that begins where those days do, and holds all of them.
    pub(super) fn beginning(dates: Dates) -> Option<Self> {
        let holds = |of: Dates| of.first == dates.first && of.last >= dates.last;
        Self::EACH.into_iter().rev().find(|stretch| holds(stretch.around(dates.first)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use jiff::civil::date;
    use sqlx::{AnyConnection, AssertSqlSafe, Connection};

    use super::*;

    #[test]
    fn a_stretch_is_of_the_calendar() {
        let day = date(2028, 2, 17);
        let of = Stretch::EACH.map(|stretch| (stretch.name(day), stretch.around(day)));
        let dates = |first, last| Dates { first, last };
        assert_eq!(
            of,
            [
                (String::new(), Dates::ALL),
                ("2028".to_owned(), dates(date(2028, 1, 1), date(2028, 12, 31))),
                ("2028-Q1".to_owned(), dates(date(2028, 1, 1), date(2028, 3, 31))),
                ("2028-02".to_owned(), dates(date(2028, 2, 1), date(2028, 2, 29))),
            ]
        );
        assert_eq!(Stretch::Year.around(date(9999, 12, 31)).last, date(9999, 12, 31));
    }

    #[test]
    fn days_are_told_by_the_shortest_stretch_that_holds_them() {
        let beginning = |first, last| Stretch::beginning(Dates { first, last });
        let new_year = date(2026, 1, 1);
        assert_eq!(beginning(new_year, new_year), Some(Stretch::Month));
        assert_eq!(beginning(new_year, date(2026, 1, 31)), Some(Stretch::Month));
        assert_eq!(beginning(new_year, date(2026, 2, 1)), Some(Stretch::Quarter));
        assert_eq!(beginning(new_year, date(2026, 4, 1)), Some(Stretch::Year));
        assert_eq!(beginning(new_year, date(2027, 1, 1)), None);
        assert_eq!(beginning(date(2026, 2, 1), date(2026, 3, 1)), None);
        assert_eq!(beginning(date(2026, 11, 2), date(2026, 11, 30)), None);
        assert_eq!(beginning(Dates::ALL.first, Dates::ALL.last), Some(Stretch::All));
    }

    #[tokio::test]
    async fn a_database_names_them_alike() {
        sqlx::any::install_default_drivers();
        let mut connection = AnyConnection::connect("sqlite::memory:").await.unwrap();
        for day in (0..800).map(|days| date(2027, 1, 1) + days.days()) {
            for stretch in Stretch::EACH {
                let asked = format!("SELECT {} FROM (SELECT '{day}' AS day) t", stretch.named("t.day"));
                let found: String = sqlx::query_scalar(AssertSqlSafe(asked)).fetch_one(&mut connection).await.unwrap();
                assert_eq!(found, stretch.name(day), "{stretch:?} of {day}");
            }
        }
    }
}
