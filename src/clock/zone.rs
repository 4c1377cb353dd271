//! A time zone by its name, as people type it and as the IANA database spells it.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::{TimeZone, TimeZoneDatabase};

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

    /// Whether the calendar of this zone has `date`: a move across the date line can leave one out whole.
    pub(super) fn has(&self, date: Date) -> bool {
        let shown = |time: Time| {
            let instant = self.0.to_ambiguous_timestamp(date.to_datetime(time)).compatible();
            instant.is_ok_and(|instant| self.date_at(instant) == date)
        };
        shown(Time::MIN) || shown(Time::MAX)
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

    /// At most three names for somebody whose words named no zone: those that hold what was typed, else those whose city is
    /// spelled most like it.
    ///
    /// ```
    /// assert_eq!(clarion::clock::Zone::closest("Berlim")[0], "Europe/Berlin");
    /// ```
    pub fn closest(typed: &str) -> Vec<String> {
        let typed: String = typed.trim().chars().take(60).collect();
        if typed.is_empty() {
            return Vec::new();
        }
        let holding = Self::matching(&typed, 3);
        if !holding.is_empty() {
            return holding;
        }
        let city = typed.rsplit('/').next().unwrap_or(&typed).to_lowercase().replace(' ', "_");
        let likeness =
            |name: &String| strsim::jaro_winkler(&city, &name.rsplit('/').next().unwrap_or(name).to_lowercase());
        let mut ranked: Vec<(f64, String)> = Self::matching("", usize::MAX)
            .into_iter()
            .map(|name| (likeness(&name), name))
            // Below this, likeness is chance.
            .filter(|(likeness, _)| *likeness > 0.88)
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        ranked.into_iter().take(3).map(|(_, name)| name).collect()
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

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
    fn a_name_that_is_none_has_close_ones_or_none() {
        assert_eq!(Zone::closest("Berlim")[0], "Europe/Berlin");
        assert_eq!(Zone::closest("Europe/Munchen"), Vec::<String>::new());
        assert!(Zone::closest("Olympus").is_empty());
        assert!(Zone::closest("").is_empty());
    }
}
