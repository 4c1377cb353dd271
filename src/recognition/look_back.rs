//! The days that a digest tells of: whole days before its own, so that a digest says the same whether it comes at its
//! time or hours late, and the next one goes on where it ended.

use jiff::ToSpan;
use jiff::civil::Date;

use super::Dates;

/// How far a digest looks back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookBack {
    /// The seven days before it.
    Week,
    /// The calendar month before the one that it comes in.
    Month,
}

impl LookBack {
    /// The days that a digest of `today` tells of.
    ///
    /// ```
    /// use clarion::recognition::LookBack;
    /// let days = |back: LookBack, today: &str| {
    ///     let dates = back.dates(today.parse().unwrap());
    ///     format!("{}..{}", dates.first, dates.last)
    /// };
    /// assert_eq!(days(LookBack::Week, "2026-11-27"), "2026-11-20..2026-11-26");
    /// assert_eq!(days(LookBack::Month, "2027-01-01"), "2026-12-01..2026-12-31");
    /// assert_eq!(days(LookBack::Month, "2028-03-03"), "2028-02-01..2028-02-29");
    /// ```
    pub fn dates(self, today: Date) -> Dates {
        match self {
            Self::Week => Dates { first: today.saturating_sub(7.days()), last: today.saturating_sub(1.day()) },
            Self::Month => {
                let last = today.first_of_month().saturating_sub(1.day());
                Dates { first: last.first_of_month(), last }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// A digest goes on where the one before it ended: no day is told twice, and none is left out.
        #[test]
        fn digests_tile_the_calendar(days in 0_i32..20_000, within in 0_i32..7) {
            let today = jiff::civil::date(2000, 1, 1).saturating_add(days.days());
            let (week, next) = (LookBack::Week.dates(today), LookBack::Week.dates(today.saturating_add(7.days())));
            prop_assert_eq!(week.last.saturating_add(1.day()), next.first);
            prop_assert!(week.last < today);
            // The first of a weekday lies in the first seven days of a month.
            let first = today.first_of_month().saturating_add(within.days());
            let later = today.first_of_month().saturating_add(1.month()).saturating_add((6 - within).days());
            let (month, next) = (LookBack::Month.dates(first), LookBack::Month.dates(later));
            prop_assert_eq!(month.last.saturating_add(1.day()), next.first);
            prop_assert_eq!(month.first.first_of_month(), month.first);
            prop_assert!(month.last < first);
        }
    }
}
