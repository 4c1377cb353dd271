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
    fn periods_speak_the_words_they_read() {
        for period in Period::ALL {
            assert_eq!(period.id().parse(), Ok(period));
        }
        assert!("fortnight".parse::<Period>().is_err());
    }
}
