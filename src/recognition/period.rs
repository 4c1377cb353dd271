//! The stretches of days over which recognition is counted, in a server's own calendar.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};

use crate::clock::Zone;

/// A stretch of days that people name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// Since Monday.
    Week,
    /// Since the first of the month.
    Month,
    /// Since the first of January, April, July or October.
    Quarter,
    /// Since the first of January.
    Year,
    /// All there is.
    All,
}

/// Over which days something is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// By the calendar, up to today.
    Period(Period),
    /// Between two days that somebody named.
    Days(Dates),
}

/// The text names no period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is none of week, month, quarter, year, all")]
pub struct PeriodError(String);

/// Days from `first` to `last`, both included. Never empty when made from a [`Period`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
}

impl Dates {
    /// Every day that a recognition can have.
    pub const ALL: Self = Self { first: date(2000, 1, 1), last: date(9999, 12, 31) };
}

impl Dates {
    /// How many days they are.
    pub fn days(self) -> i64 {
        i64::from(self.first.until(self.last).map_or(0, |between| between.get_days())) + 1
    }
}

impl Span {
    /// The days, where `now` is the last instant that there is, by the calendar of `zone`.
    pub fn dates(self, now: Timestamp, zone: &Zone) -> Dates {
        match self {
            Self::Period(period) => period.dates(now, zone),
            Self::Days(dates) => dates,
        }
    }

    /// What `dates`, which are its own, are compared with: as many days of the period before, so that a week that has two
    /// days so far is held against the first two of the week before. A month that was shorter is taken whole. `None`
    /// where nothing can come before.
    ///
    /// ```
    /// use clarion::recognition::{Period, Span};
    /// let month = Span::Period(Period::Month);
    /// let days = |now: &str| month.dates(now.parse().unwrap(), &"UTC".parse().unwrap());
    /// let before = |now: &str| month.before(days(now)).unwrap();
    /// assert_eq!(before("2026-11-12T08:00:00Z").last.to_string(), "2026-10-12");
    /// assert_eq!(before("2026-03-31T08:00:00Z").last.to_string(), "2026-02-28");
    /// ```
    pub fn before(self, dates: Dates) -> Option<Dates> {
        let elapsed = (dates.days() - 1).days();
        let first = match self {
            Self::Period(Period::All) => return None,
            Self::Days(dates) if dates.first <= Dates::ALL.first => return None,
            Self::Period(Period::Week) => dates.first.checked_sub(7.days()),
            Self::Period(Period::Month) => dates.first.checked_sub(1.month()),
            Self::Period(Period::Quarter) => dates.first.checked_sub(3.months()),
            Self::Period(Period::Year) => dates.first.checked_sub(1.year()),
            Self::Days(_) => dates.first.checked_sub(dates.days().days()),
        };
        let first = first.ok()?;
        let last = first.checked_add(elapsed).ok()?.min(dates.first.yesterday().ok()?);
        Some(Dates { first, last })
    }
}

/// A period's id, or two dates: `month`, `2026-11-01_2026-11-15`.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Period(period) => period.fmt(f),
            Self::Days(Dates { first, last }) => write!(f, "{first}_{last}"),
        }
    }
}

/// Reads what [`Display`](fmt::Display) writes.
impl FromStr for Span {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let Some((first, last)) = text.split_once('_') else { return text.parse().map(Self::Period) };
        // jiff would read a date with a time as well.
        let date = |text: &str| text.parse::<Date>().ok().filter(|date| date.to_string() == text);
        match (date(first), date(last)) {
            (Some(first), Some(last)) if first <= last => Ok(Self::Days(Dates { first, last })),
            _ => Err(PeriodError(text.chars().take(20).collect())),
        }
    }
}

impl Period {
    /// All of them, shortest first.
    pub const ALL: [Self; 5] = [Self::Week, Self::Month, Self::Quarter, Self::Year, Self::All];

    /// Its id: in commands and custom ids.
    pub fn id(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::All => "all",
        }
    }

    /// The period that `now` lies in, up to and including today, by the calendar of `zone`.
    ///
    /// ```
    /// use clarion::recognition::Period;
    /// // Saturday evening in Berlin, already Sunday in Auckland.
    /// let now = "2026-11-21T18:00:00Z".parse().unwrap();
    /// let first = |period: Period| period.dates(now, &"Europe/Berlin".parse().unwrap()).first.to_string();
    /// assert_eq!(first(Period::Week), "2026-11-16");
    /// assert_eq!(first(Period::Month), "2026-11-01");
    /// assert_eq!(first(Period::Quarter), "2026-10-01");
    /// assert_eq!(first(Period::Year), "2026-01-01");
    /// assert_eq!(Period::Week.dates(now, &"Pacific/Auckland".parse().unwrap()).last.to_string(), "2026-11-22");
    /// ```
    pub fn dates(self, now: Timestamp, zone: &Zone) -> Dates {
        let today = zone.date_at(now);
        let month = today.first_of_month();
        let first = match self {
            Self::Week => today
                .checked_sub(i64::from(today.weekday().to_monday_zero_offset()).days())
                // Only in the calendar's first week, where a shorter week is right.
                .unwrap_or(today),
            Self::Month => month,
            Self::Quarter => month.with().month(month.month() - (month.month() - 1) % 3).build().unwrap_or(month),
            Self::Year => today.first_of_year(),
            Self::All => return Dates::ALL,
        };
        Dates { first, last: today }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// Reads an id.
impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        Self::ALL
            .into_iter()
            .find(|period| period.id() == text)
            .ok_or_else(|| PeriodError(text.chars().take(20).collect()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn first_and_last_days_belong_to_their_period() {
        let berlin: Zone = "Europe/Berlin".parse().unwrap();
        let dates = |period: Period, now: &str| {
            let dates = period.dates(now.parse().unwrap(), &berlin);
            format!("{}..{}", dates.first, dates.last)
        };
        // Monday, the first of a quarter, New Year's Day: each begins its own.
        assert_eq!(dates(Period::Week, "2026-11-23T08:00:00Z"), "2026-11-23..2026-11-23");
        assert_eq!(dates(Period::Week, "2026-11-22T22:59:59Z"), "2026-11-16..2026-11-22");
        assert_eq!(dates(Period::Quarter, "2026-10-01T08:00:00Z"), "2026-10-01..2026-10-01");
        assert_eq!(dates(Period::Quarter, "2026-09-30T08:00:00Z"), "2026-07-01..2026-09-30");
        assert_eq!(dates(Period::Month, "2024-02-29T08:00:00Z"), "2024-02-01..2024-02-29");
        // Just after midnight in Berlin it is the new year there, and still the old one in UTC.
        assert_eq!(dates(Period::Year, "2026-12-31T23:30:00Z"), "2027-01-01..2027-01-01");
        assert_eq!(Period::All.dates("2026-11-23T08:00:00Z".parse().unwrap(), &berlin), Dates::ALL);
    }

    #[test]
    fn the_days_before_are_as_many_and_lie_before() {
        let utc = Zone::utc();
        let before = |period: Period, now: &str| {
            let span = Span::Period(period);
            let dates = span.dates(now.parse().unwrap(), &utc);
            span.before(dates).map(|before| format!("{}..{}", before.first, before.last))
        };
        // A Wednesday: Monday to Wednesday of the week before.
        assert_eq!(before(Period::Week, "2026-11-25T08:00:00Z").unwrap(), "2026-11-16..2026-11-18");
        assert_eq!(before(Period::Month, "2026-11-30T08:00:00Z").unwrap(), "2026-10-01..2026-10-30");
        assert_eq!(before(Period::Month, "2024-03-30T08:00:00Z").unwrap(), "2024-02-01..2024-02-29");
        assert_eq!(before(Period::Quarter, "2026-01-01T08:00:00Z").unwrap(), "2025-10-01..2025-10-01");
        // 366 days of a leap year are held against the 365 before.
        assert_eq!(before(Period::Year, "2024-12-31T08:00:00Z").unwrap(), "2023-01-01..2023-12-31");
        assert_eq!(before(Period::All, "2024-12-31T08:00:00Z"), None);
        let days = Dates { first: date(2026, 11, 10), last: date(2026, 11, 14) };
        let before = Dates { first: date(2026, 11, 5), last: date(2026, 11, 9) };
        assert_eq!((days.days(), Span::Days(days).before(days)), (5, Some(before)));
        assert_eq!(Span::Days(Dates::ALL).before(Dates::ALL), None);
    }

    #[test]
    fn spans_speak_the_words_they_read() {
        let days = Span::Days(Dates { first: date(2026, 11, 10), last: date(2026, 11, 14) });
        for span in Period::ALL.map(Span::Period).into_iter().chain([days]) {
            assert_eq!(span.to_string().parse(), Ok(span));
        }
        for text in ["2026-11-14_2026-11-10", "2026-11-14", "2026-11-10T08:00_2026-11-14", "_", "week_week"] {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
    }

    #[test]
    fn periods_speak_the_words_they_read() {
        for period in Period::ALL {
            assert_eq!(period.id().parse(), Ok(period));
        }
        assert!("fortnight".parse::<Period>().is_err());
    }
}
