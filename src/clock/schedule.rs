//! A schedule in people's words (a local time, a zone, some weekdays) and the instants it means.
//!
//! The local time and the zone are what is kept; an instant is derived afresh for each date, because a zone's offset
//! changes. In the hour that a spring change skips, the time moves forward by the length of the gap; in the hour that
//! an autumn change repeats, the first of the two counts. So every chosen date has one instant; only where a whole day was
//! skipped (Samoa, 30 December 2011) do two dates share theirs.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, ToSpan};

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

/// A set of weekdays, never empty. Bit 0 is Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days(u8);

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
    pub const DAILY: Self = Self(0b111_1111);
    /// Monday to Friday.
    pub const WEEKDAYS: Self = Self(0b001_1111);

    /// The set as stored: bit 0 is Monday, bit 6 Sunday. `None` for an empty set or stray bits.
    pub fn from_bits(bits: i64) -> Option<Self> {
        u8::try_from(bits).ok().filter(|bits| (1..=0b111_1111).contains(bits)).map(Self)
    }

    /// The stored form of [`Days::from_bits`].
    pub fn bits(self) -> i64 {
        i64::from(self.0)
    }

    /// Whether `day` is one of them.
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day.to_monday_zero_offset()) != 0
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
            Self(bits) => {
                let chosen = DAY_NAMES.iter().enumerate().filter(|(day, _)| bits & (1 << day) != 0);
                let names: Vec<&str> = chosen.map(|(_, (short, _))| *short).collect();
                f.write_str(&names.join(","))
            }
        }
    }
}

/// An IANA time zone, known by its proper name (`Europe/Berlin`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone, String);

/// The text names no time zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no time zone that I know; names look like Europe/Berlin")]
pub struct ZoneError(String);

impl Zone {
    /// Coordinated universal time, where nobody has chosen yet.
    pub fn utc() -> Self {
        Self(TimeZone::UTC, "UTC".to_owned())
    }

    /// The zone of exactly that name. A machine's own list is newer, perhaps; the one that was built in has the names that
    /// the machine's leaves out.
    fn named(name: &str, machine: &TimeZoneDatabase) -> Option<Self> {
        let zone = machine.get(name).or_else(|_| TimeZoneDatabase::bundled().get(name)).ok()?;
        let proper = zone.iana_name()?.to_owned();
        Some(Self(zone, proper))
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        &self.1
    }

    /// The local date at an instant.
    pub fn date_at(&self, instant: Timestamp) -> Date {
        instant.to_zoned(self.0.clone()).date()
    }

    /// The zone as jiff knows it.
    pub fn time_zone(&self) -> &TimeZone {
        &self.0
    }

    /// Up to `most` zone names that fit what somebody has typed so far, best first: whole name, then the city's
    /// beginning, then any part. Case, spaces and underscores do not matter.
    ///
    /// ```
    /// assert_eq!(clarion::clock::Zone::matching("berlin", 25)[0], "Europe/Berlin");
    /// assert_eq!(clarion::clock::Zone::matching("new y", 25)[0], "America/New_York");
    /// ```
    pub fn matching(typed: &str, most: usize) -> Vec<String> {
        let plain = |text: &str| text.trim().to_ascii_lowercase().replace([' ', '-'], "_");
        let typed = plain(typed);
        let mut ranked: Vec<(u8, String)> = jiff::tz::db()
            .available()
            .map(|name| name.as_str().to_owned())
            // Only names of the form Area/City, and UTC: the rest are old aliases that nobody looks for.
            .filter(|name| name == "UTC" || (name.contains('/') && !name.starts_with("Etc/")))
            .filter_map(|name| {
                let full = plain(&name);
                let city = full.rsplit('/').next().unwrap_or(&full);
                let rank = match () {
                    () if full == typed => 0,
                    () if city == typed => 1,
                    () if city.starts_with(&typed) => 2,
                    () if full.starts_with(&typed) => 3,
                    () if full.contains(&typed) => 4,
                    () => return None,
                };
                Some((rank, name))
            })
            .collect();
        ranked.sort();
        ranked.truncate(most);
        ranked.into_iter().map(|(_, name)| name).collect()
    }
}

/// Reads an IANA name; letter case does not matter, and a bare city will do where only one zone has it.
impl FromStr for Zone {
    type Err = ZoneError;

    fn from_str(text: &str) -> Result<Self, ZoneError> {
        let fault = || ZoneError(text.chars().take(60).collect());
        let plain = text.trim().replace(' ', "_");
        let named = |name: &str| Self::named(name, jiff::tz::db());
        if let Some(zone) = named(&plain) {
            return Ok(zone);
        }
        let city = |name: &String| name.rsplit('/').next().is_some_and(|city| city.eq_ignore_ascii_case(&plain));
        let mut cities = Self::matching(&plain, usize::MAX).into_iter().filter(city);
        match (cities.next(), cities.next()) {
            (Some(name), None) => named(&name).ok_or_else(fault),
            _ => Err(fault()),
        }
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.1)
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

/// One date of a schedule and the instant it falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextOccurrence {
    /// The local date it belongs to.
    pub date: Date,
    /// The instant.
    pub at: Timestamp,
}

impl LocalSchedule {
    /// The instant on `date`, whether or not that weekday is chosen. `None` only at the calendar's far end.
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
        self.zone.time_zone().to_ambiguous_timestamp(date.to_datetime(self.time.0)).compatible().ok()
    }

    /// The first occurrence strictly after `after`. `None` only at the calendar's far end.
    pub fn next_after(&self, after: Timestamp) -> Option<NextOccurrence> {
        // A day early: the instant of a local date can lie on either side of its UTC date.
        let mut date = self.zone.date_at(after).checked_sub(1.day()).ok()?;
        // Any chosen weekday comes round within a week; the spare days cover the early start and skipped dates
        // such as Samoa's 30 December 2011.
        for _ in 0..12 {
            if self.days.contains(date.weekday())
                && let Some(at) = self.instant_on(date)
                && at > after
            {
                return Some(NextOccurrence { date, at });
            }
            date = date.tomorrow().ok()?;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_the_machine_leaves_out_is_known_all_the_same() {
        let without = TimeZoneDatabase::none();
        for name in ["Europe/Kyiv", "us/eastern", "Europe/Berlin"] {
            assert!(Zone::named(name, &without).is_some(), "{name}");
        }
        assert_eq!(Zone::named("us/eastern", &without).unwrap().name(), "US/Eastern");
        assert!(Zone::named("Mars/Olympus", &without).is_none());
    }

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
    fn zones_are_found_by_name_or_city() {
        for typed in ["Europe/Berlin", "europe/berlin", "Berlin", "berlin"] {
            assert_eq!(typed.parse::<Zone>().unwrap().name(), "Europe/Berlin", "{typed}");
        }
        assert_eq!("new york".parse::<Zone>().unwrap().name(), "America/New_York");
        for typed in ["", "Mars/Olympus", "Europe", "../etc/passwd"] {
            assert!(typed.parse::<Zone>().is_err(), "{typed}");
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
}
