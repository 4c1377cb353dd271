//! Time zones as people ask for them: typed, suggested, or guessed.
//!
//! Discord tells nobody's time zone. What it tells is a language, of a server and of a person, so a guess is all that
//! there is before somebody chooses; it is shown as one.

use super::Asked;
use crate::clock::Zone;
use crate::messages::replies;

/// How many suggestions an autocompletion may hold. (Discord's document "Application Commands".)
const MOST_SUGGESTIONS: usize = 25;

/// What Discord says of a server whose language nobody has set. It says nothing about where its people are.
const UNSET: &str = "en-US";

/// Discord's locales (its document "Reference", section "Locales"), with the zones where most of their speakers live:
/// the first is the guess.
const LOCALES: [(&str, &[&str]); 32] = [
    ("bg", &["Europe/Sofia"]),
    ("cs", &["Europe/Prague"]),
    ("da", &["Europe/Copenhagen"]),
    ("de", &["Europe/Berlin", "Europe/Vienna", "Europe/Zurich"]),
    ("el", &["Europe/Athens", "Asia/Nicosia"]),
    ("en-GB", &["Europe/London", "Europe/Dublin", "Africa/Johannesburg", "Australia/Sydney", "Pacific/Auckland"]),
    ("en-US", &["America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Toronto"]),
    (
        "es-419",
        &[
            "America/Mexico_City",
            "America/Bogota",
            "America/Lima",
            "America/Santiago",
            "America/Argentina/Buenos_Aires",
        ],
    ),
    ("es-ES", &["Europe/Madrid", "Atlantic/Canary"]),
    ("fi", &["Europe/Helsinki"]),
    ("fr", &["Europe/Paris", "Europe/Brussels", "Europe/Zurich", "America/Toronto"]),
    ("hi", &["Asia/Kolkata"]),
    ("hr", &["Europe/Zagreb"]),
    ("hu", &["Europe/Budapest"]),
    ("id", &["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]),
    ("it", &["Europe/Rome", "Europe/Zurich"]),
    ("ja", &["Asia/Tokyo"]),
    ("ko", &["Asia/Seoul"]),
    ("lt", &["Europe/Vilnius"]),
    ("nl", &["Europe/Amsterdam", "Europe/Brussels"]),
    ("no", &["Europe/Oslo"]),
    ("pl", &["Europe/Warsaw"]),
    ("pt-BR", &["America/Sao_Paulo", "America/Manaus", "Europe/Lisbon"]),
    ("ro", &["Europe/Bucharest", "Europe/Chisinau"]),
    ("ru", &["Europe/Moscow", "Asia/Yekaterinburg", "Asia/Novosibirsk", "Asia/Almaty"]),
    ("sv-SE", &["Europe/Stockholm", "Europe/Helsinki"]),
    ("th", &["Asia/Bangkok"]),
    ("tr", &["Europe/Istanbul"]),
    ("uk", &["Europe/Kyiv"]),
    ("vi", &["Asia/Ho_Chi_Minh"]),
    ("zh-CN", &["Asia/Shanghai", "Asia/Singapore"]),
    ("zh-TW", &["Asia/Taipei", "Asia/Hong_Kong"]),
];

/// Once around the world, for people who are somewhere else.
const AROUND_THE_WORLD: [&str; 18] = [
    "Europe/London",
    "Europe/Berlin",
    "Europe/Helsinki",
    "Africa/Lagos",
    "Africa/Johannesburg",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
    "America/Los_Angeles",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "America/Sao_Paulo",
    "UTC",
];

/// A guess from the server's language, or where nobody has set that, from the language of the person who asks.
pub(super) fn guess(asked: &Asked) -> Zone {
    let name = zones_of(locale(asked.guild_locale.as_deref(), &asked.locale)).first();
    name.and_then(|name| name.parse().ok()).unwrap_or_else(Zone::utc)
}

/// Zones to choose from: those of the languages spoken here, then once around the world.
pub(super) fn likely(asked: &Asked) -> Vec<Zone> {
    likely_names(asked.guild_locale.as_deref(), &asked.locale).filter_map(|name| name.parse().ok()).collect()
}

/// What to suggest while somebody types. Nothing here waits for anything.
pub(super) fn suggest(typed: &str, guild_locale: Option<&str>, own_locale: &str) -> Vec<(String, String)> {
    let names: Vec<String> = if typed.trim().is_empty() {
        likely_names(guild_locale, own_locale).take(MOST_SUGGESTIONS).map(str::to_owned).collect()
    } else {
        Zone::matching(typed, MOST_SUGGESTIONS)
    };
    names.into_iter().map(|name| (name.clone(), name)).collect()
}

/// The zone of that name.
///
/// # Errors
/// Kind words, with the names that come closest.
pub(super) fn read(typed: &str) -> Result<Zone, String> {
    typed.parse().map_err(|_| replies::schedule::no_such_zone(typed, &Zone::closest(typed)))
}

fn locale<'a>(guild: Option<&'a str>, own: &'a str) -> &'a str {
    match guild {
        Some(guild) if guild != UNSET && !zones_of(guild).is_empty() => guild,
        _ => own,
    }
}

fn zones_of(locale: &str) -> &'static [&'static str] {
    LOCALES.iter().find(|(known, _)| *known == locale).map_or(&[], |(_, zones)| *zones)
}

fn likely_names(guild: Option<&str>, own: &str) -> impl Iterator<Item = &'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for name in [locale(guild, own), own].into_iter().flat_map(zones_of).chain(&AROUND_THE_WORLD) {
        if !names.contains(name) {
            names.push(name);
        }
    }
    names.into_iter()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn every_zone_that_is_offered_exists_and_fits_the_menu() {
        for name in LOCALES.iter().flat_map(|(_, zones)| *zones).chain(&AROUND_THE_WORLD) {
            name.parse::<Zone>().unwrap_or_else(|fault| panic!("{fault}"));
        }
        for (locale, _) in LOCALES {
            assert!(likely_names(Some(locale), "en-US").count() >= 18, "{locale}");
        }
    }

    #[test]
    fn the_servers_language_is_heard_before_the_persons() {
        assert_eq!(zones_of(locale(Some("ja"), "de"))[0], "Asia/Tokyo");
        // Nobody set it: it is the same for servers everywhere.
        assert_eq!(zones_of(locale(Some("en-US"), "de"))[0], "Europe/Berlin");
        assert_eq!(zones_of(locale(None, "en-GB"))[0], "Europe/London");
        assert_eq!(zones_of(locale(Some("tlh"), "fr"))[0], "Europe/Paris");
        assert!(zones_of(locale(None, "tlh")).is_empty());
    }

    #[test]
    fn suggestions_follow_what_is_typed_and_begin_with_what_is_likely() {
        assert_eq!(suggest("berl", None, "en-US")[0].1, "Europe/Berlin");
        assert_eq!(suggest("", Some("de"), "en-US")[0].1, "Europe/Berlin");
        assert!(suggest("a", None, "en-US").len() <= MOST_SUGGESTIONS);
        assert!(suggest("zzzz", None, "en-US").is_empty());
    }

    #[test]
    fn a_zone_that_does_not_exist_is_answered_with_the_closest() {
        assert_eq!(read("berlin").unwrap().name(), "Europe/Berlin");
        assert!(read("Mars/Olympus").unwrap_err().contains("Mars/Olympus"));
        assert!(read("Berlim").unwrap_err().contains("Europe/Berlin"));
    }
}
