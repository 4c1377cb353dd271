//! A schedule in people's words (a local time, a zone, some weekdays) and the instants it means.
//!
//! The local time and the zone are what is kept; an instant is derived afresh for each date, because a zone's offset
//! changes. In the hour that a spring change skips, the time moves forward by the length of the gap; in the hour that
//! an autumn change repeats, the first of the two counts. So every chosen date has one instant, and no two share theirs. A
//! date that a zone leaves out whole (Samoa, 30 December 2011) is no date there, and is passed over.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::AmbiguousOffset;
use jiff::{Timestamp, ToSpan};

use super::zone::Zone;

/// A local time of day, to the minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LocalTime(Time);

/// The text was no time of day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no time of day; 9, 9:30, 09:30, 9am and 9:30 pm all work")]
pub struct TimeError(String);

impl LocalTime {
    /// Nine in the morning: the day has begun, and is still open.
    pub const NINE: Self = Self(Time::constant(9, 0, 0, 0));
    /// Four in the afternoon: the day has been, and people are still there.
    pub const FOUR_IN_THE_AFTERNOON: Self = Self(Time::constant(16, 0, 0, 0));

    /// A time of day from its hour (0-23) and minute (0-59); `None` outside of these.
    pub fn new(hour: i8, minute: i8) -> Option<Self> {
        Time::new(hour, minute, 0, 0).ok().map(Self)
    }
}

/// Reads what people type.
///
/// ```
/// use clarion::clock::LocalTime;
/// for (typed, read) in [("9", "09:00"), ("9:30", "09:30"), ("09:30", "09:30"), ("9am", "09:00"), ("9:30 pm", "21:30")] {
///     assert_eq!(typed.parse::<LocalTime>().unwrap().to_string(), read);
/// }
/// assert!("25:00".parse::<LocalTime>().is_err());
/// ```
impl FromStr for LocalTime {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let fault = || TimeError(text.chars().take(40).collect());
        let lower = text.trim().to_ascii_lowercase();
        let (clock, half) = match lower.strip_suffix("am").map(|rest| (rest, false)) {
            Some((rest, pm)) => (rest, Some(pm)),
            None => match lower.strip_suffix("pm") {
                Some(rest) => (rest, Some(true)),
                None => (lower.as_str(), None),
            },
        };
        let (hour, minute) = clock.trim_end().split_once(':').unwrap_or((clock.trim_end(), "00"));
        let digits = |part: &str, least: usize| {
            let plain = (least..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            if plain { part.parse::<i8>().ok() } else { None }
        };
        let (mut hour, minute) = (digits(hour, 1).ok_or_else(fault)?, digits(minute, 2).ok_or_else(fault)?);
        if let Some(pm) = half {
            if !(1..=12).contains(&hour) {
                return Err(fault());
            }
            hour = hour % 12 + if pm { 12 } else { 0 };
        }
        Self::new(hour, minute).ok_or_else(fault)
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0.hour(), self.0.minute())
    }
}

/// A set of weekdays, never empty: all of them in each week, or the first of them in each month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// Bit 0 is Monday.
    bits: u8,
    monthly: bool,
}

/// The text was no set of weekdays.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no choice of days; daily, weekdays, or a list such as mon,wed,fri works")]
pub struct DaysError(String);

const DAY_NAMES: [(&str, &str); 7] = [
    ("mon", "monday"),
    ("tue", "tuesday"),
    ("wed", "wednesday"),
    ("thu", "thursday"),
    ("fri", "friday"),
    ("sat", "saturday"),
    ("sun", "sunday"),
];

impl Days {
    /// All seven.
    pub const DAILY: Self = Self { bits: 0b111_1111, monthly: false };
    /// Monday to Friday.
    pub const WEEKDAYS: Self = Self { bits: 0b001_1111, monthly: false };
    /// The last of them: a week is over, and people are still there.
    pub const FRIDAY: Self = Self { bits: 0b001_0000, monthly: false };

    /// The set as stored: bit 0 is Monday, bit 6 Sunday. `None` for an empty set or stray bits.
    pub fn from_bits(bits: i64) -> Option<Self> {
        u8::try_from(bits).ok().filter(|bits| (1..=0b111_1111).contains(bits)).map(|bits| Self { bits, monthly: false })
    }

    /// The stored form of [`Days::from_bits`].
    pub fn bits(self) -> i64 {
        i64::from(self.bits)
    }

    /// The same weekdays; of each month only the first of them, or of each week all.
    #[must_use]
    pub fn monthly(self, monthly: bool) -> Self {
        Self { monthly, ..self }
    }

    /// Whether only the first of them in a month counts.
    pub fn is_monthly(self) -> bool {
        self.monthly
    }

    /// Whether `day` is one of the weekdays.
    pub fn contains(self, day: Weekday) -> bool {
        self.bits & (1 << day.to_monday_zero_offset()) != 0
    }

    /// Whether something comes on that date.
    ///
    /// ```
    /// use clarion::clock::Days;
    /// let has = |date: &str| Days::FRIDAY.monthly(true).has(date.parse().unwrap());
    /// assert!(has("2026-12-04") && !has("2026-12-11") && !has("2026-12-03"));
    /// ```
    pub fn has(self, date: Date) -> bool {
        let chosen = |date: Date| self.contains(date.weekday());
        let earlier = || std::iter::successors(date.yesterday().ok(), |date| date.yesterday().ok());
        chosen(date) && !(self.monthly && earlier().take_while(|before| before.month() == date.month()).any(chosen))
    }
}

/// Reads `daily`, `weekdays`, or a list of days, long or short.
///
/// ```
/// use clarion::clock::Days;
/// assert_eq!("Mon, tuesday,wed,thu fri".parse::<Days>().unwrap(), Days::WEEKDAYS);
/// assert_eq!("sun,mon".parse::<Days>().unwrap().to_string(), "mon,sun");
/// assert!("mon,never".parse::<Days>().is_err());
/// ```
impl FromStr for Days {
    type Err = DaysError;

    fn from_str(text: &str) -> Result<Self, DaysError> {
        let lower = text.trim().to_ascii_lowercase();
        match lower.as_str() {
            "daily" | "every day" | "everyday" => return Ok(Self::DAILY),
            "weekdays" | "workdays" => return Ok(Self::WEEKDAYS),
            _ => {}
        }
        let mut bits = 0_u8;
        for word in lower.split([',', ' ']).filter(|word| !word.is_empty()) {
            let day = DAY_NAMES
                .iter()
                .position(|(short, long)| word == *long || (word.len() >= short.len() && long.starts_with(word)));
            match day {
                Some(day) => bits |= 1 << day,
                None => return Err(DaysError(text.chars().take(60).collect())),
            }
        }
        Self::from_bits(i64::from(bits)).ok_or_else(|| DaysError(text.chars().take(60).collect()))
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::DAILY => f.write_str("daily"),
            Self::WEEKDAYS => f.write_str("weekdays"),
            Self { bits, monthly } => {
                if monthly {
                    f.write_str("first ")?;
                }
                let chosen = DAY_NAMES.iter().enumerate().filter(|(day, _)| bits & (1 << day) != 0);
                let names: Vec<&str> = chosen.map(|(_, (short, _))| *short).collect();
                f.write_str(&names.join(","))
            }
        }
    }
}

/// When something happens, in local words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalSchedule {
    /// The time of day.
    pub time: LocalTime,
    /// Where that time is meant.
    pub zone: Zone,
    /// On which days.
    pub days: Days,
}

/// What the clocks of a zone do at a local time, on the date on which they are changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockChange {
    /// They go forward over it: the wall never shows it.
    Skipped,
    /// They go back over it: the wall shows it twice.
    Repeated,
}

/// One date of a schedule and the instant it falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextOccurrence {
    /// The local date it belongs to.
    pub date: Date,
    /// The instant.
    pub at: Timestamp,
}

impl LocalSchedule {
    /// The instant on `date`, whether or not that weekday is chosen. `None` where the zone has no such date, and at the
    /// calendar's far end.
    ///
    /// ```
    /// use clarion::clock::LocalSchedule;
    /// let at = |time: &str, date: &str| {
    ///     let schedule = LocalSchedule {
    ///         time: time.parse().unwrap(),
    ///         zone: "Europe/Berlin".parse().unwrap(),
    ///         days: "daily".parse().unwrap(),
    ///     };
    ///     schedule.instant_on(date.parse().unwrap()).unwrap().to_string()
    /// };
    /// // An ordinary day, the skipped hour (moved forward), the repeated hour (its first pass).
    /// assert_eq!(at("09:00", "2026-11-23"), "2026-11-23T08:00:00Z");
    /// assert_eq!(at("02:30", "2027-03-28"), "2027-03-28T01:30:00Z");
    /// assert_eq!(at("02:30", "2026-10-25"), "2026-10-25T00:30:00Z");
    /// ```
    pub fn instant_on(&self, date: Date) -> Option<Timestamp> {
        // jiff's 'compatible' rule is the promise above: forward in a gap, the first in a fold.
        let ambiguous = self.zone.time_zone().to_ambiguous_timestamp(date.to_datetime(self.time.0));
        if matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. }) && !self.zone.has(date) {
            return None;
        }
        ambiguous.compatible().ok()
    }

    /// What the clocks do on `date` at the chosen time, where they do anything.
    pub fn clock_change_on(&self, date: Date) -> Option<ClockChange> {
        let ambiguous = self.zone.time_zone().to_ambiguous_timestamp(date.to_datetime(self.time.0));
        match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { .. } => None,
            AmbiguousOffset::Gap { .. } => Some(ClockChange::Skipped),
            AmbiguousOffset::Fold { .. } => Some(ClockChange::Repeated),
        }
    }

    /// The chosen dates from `date` on, each with its instant, until the calendar's far end.
    pub fn from_date(&self, date: Date) -> impl Iterator<Item = NextOccurrence> + '_ {
        std::iter::successors(Some(date), |date| date.tomorrow().ok())
            .filter(|date| self.days.has(*date))
            .filter_map(|date| Some(NextOccurrence { date, at: self.instant_on(date)? }))
    }

    /// The first occurrence strictly after `after`. `None` only at the calendar's far end.
    pub fn next_after(&self, after: Timestamp) -> Option<NextOccurrence> {
        // A day early: in a gap that ends on the next day, the instant of a date lies beyond its midnight.
        let early = self.zone.date_at(after).checked_sub(1.day()).ok()?;
        self.from_date(early).find(|next| next.at > after)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn times_that_are_none_are_refused() {
        for typed in ["", "25:00", "9:60", "13pm", "0am", "9:5", "nine", "-1", "09:00:00", "9 9", ":30", "１０:00"] {
            assert!(typed.parse::<LocalTime>().is_err(), "{typed}");
        }
        assert_eq!("12am".parse::<LocalTime>().unwrap().to_string(), "00:00");
        assert_eq!("12 PM".parse::<LocalTime>().unwrap().to_string(), "12:00");
    }

    #[test]
    fn days_speak_the_words_they_read() {
        for words in ["daily", "weekdays", "mon,wed,fri", "sat,sun"] {
            assert_eq!(words.parse::<Days>().unwrap().to_string(), words);
        }
        for typed in ["", ",", "m", "mon-fri", "someday"] {
            assert!(typed.parse::<Days>().is_err(), "{typed}");
        }
    }

    #[test]
    fn the_next_occurrence_is_strictly_later_and_on_a_chosen_day() {
        let schedule = LocalSchedule {
            time: "9".parse().unwrap(),
            zone: "Europe/Berlin".parse().unwrap(),
            days: "weekdays".parse().unwrap(),
        };
        // Friday 09:00 exactly: the next is Monday.
        let next = schedule.next_after("2026-11-20T08:00:00Z".parse().unwrap()).unwrap();
        assert_eq!((next.date.to_string(), next.at.to_string()), ("2026-11-23".into(), "2026-11-23T08:00:00Z".into()));
    }

    #[test]
    fn the_first_of_its_days_in_a_month_is_one_date() {
        let first = |days: &str, from: &str| -> Vec<String> {
            let days = days.parse::<Days>().unwrap().monthly(true);
            let schedule = LocalSchedule { time: LocalTime::NINE, zone: Zone::utc(), days };
            schedule.from_date(from.parse().unwrap()).take(3).map(|next| next.date.to_string()).collect()
        };
        assert_eq!(first("fri", "2026-11-06"), ["2026-11-06", "2026-12-04", "2027-01-01"]);
        assert_eq!(first("fri", "2026-11-07"), ["2026-12-04", "2027-01-01", "2027-02-05"]);
        // Of several days the one that comes first, which is not the same one each month.
        assert_eq!(first("mon,thu", "2026-11-01"), ["2026-11-02", "2026-12-03", "2027-01-04"]);
        assert_eq!("fri".parse::<Days>().unwrap().monthly(true).to_string(), "first fri");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Of every month there is exactly one, the first that is one of the weekdays, whatever the zone does; and no
        /// instant is passed over.
        #[test]
        fn every_month_has_one_of_its_days(
            bits in 1_i64..128, months in 0_i32..600, hour in 0_i8..24, zone in prop::sample::select(vec![
                "UTC", "Europe/Berlin", "America/Havana", "Africa/Cairo", "Asia/Beirut", "Pacific/Auckland", "Pacific/Chatham",
            ]),
        ) {
            let days = Days::from_bits(bits).unwrap().monthly(true);
            let first = jiff::civil::date(2000, 1, 1).saturating_add(months.months());
            let month: Vec<Date> = first.series(1.day()).take_while(|date| date.month() == first.month()).collect();
            let chosen: Vec<Date> = month.iter().copied().filter(|date| days.has(*date)).collect();
            let naive = month.iter().copied().find(|date| days.contains(date.weekday())).unwrap();
            prop_assert_eq!(&chosen, &[naive]);
            let schedule = LocalSchedule { time: LocalTime::new(hour, 30).unwrap(), zone: zone.parse().unwrap(), days };
            let at = schedule.instant_on(naive).unwrap();
            let before = schedule.next_after(at.checked_sub(1.second()).unwrap()).unwrap();
            prop_assert_eq!((before.date, before.at), (naive, at));
            let next = schedule.next_after(at).unwrap();
            prop_assert_eq!(next.date.first_of_month(), naive.first_of_month().saturating_add(1.month()));
        }
    }

    #[test]
    fn a_date_that_a_zone_leaves_out_is_passed_over() {
        let schedule = |days: &str| LocalSchedule {
            time: "9".parse().unwrap(),
            zone: "Pacific/Apia".parse().unwrap(),
            days: days.parse().unwrap(),
        };
        let dates = |days: &str| -> Vec<String> {
            let schedule = schedule(days);
            let found = schedule.from_date("2011-12-29".parse().unwrap()).take(2);
            found.map(|next| format!("{} {}", next.date, next.at)).collect()
        };
        assert_eq!(dates("daily"), ["2011-12-29 2011-12-29T19:00:00Z", "2011-12-31 2011-12-30T19:00:00Z"]);
        // The 30th would have been a Friday.
        assert_eq!(dates("fri"), ["2012-01-06 2012-01-05T19:00:00Z", "2012-01-13 2012-01-12T19:00:00Z"]);
        assert_eq!(schedule("daily").instant_on("2011-12-30".parse().unwrap()), None);
    }
}
