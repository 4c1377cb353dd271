//! Dates and times in people's words: today, tomorrow, Monday 30 November.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};

use crate::clock::{Days, LocalSchedule, NextOccurrence, Zone};

/// A date as one would say it on `today`: `today`, `tomorrow`, `yesterday`, `Monday 30 November`; with the year where
/// that is another one.
///
/// ```
/// use clarion::messages::day_in_words;
/// let today = "2026-11-23".parse().unwrap();
/// let say = |date: &str| day_in_words(date.parse().unwrap(), today);
/// assert_eq!(say("2026-11-24"), "tomorrow");
/// assert_eq!(say("2026-11-30"), "Monday 30 November");
/// assert_eq!(say("2027-01-04"), "Monday 4 January 2027");
/// ```
pub fn day_in_words(date: Date, today: Date) -> String {
    if date == today {
        "today".to_owned()
    } else if today.tomorrow().is_ok_and(|tomorrow| tomorrow == date) {
        "tomorrow".to_owned()
    } else if today.yesterday().is_ok_and(|yesterday| yesterday == date) {
        "yesterday".to_owned()
    } else {
        full_date(date, today)
    }
}

/// A date by its weekday and day, whatever today is: `Monday 30 November`.
pub fn full_date(date: Date, today: Date) -> String {
    let words = if date.year() == today.year() { "%A %-d %B" } else { "%A %-d %B %Y" };
    date.strftime(words).to_string()
}

/// The time on the wall in a zone: `09:00`.
pub fn wall_time(at: Timestamp, zone: &Zone) -> String {
    at.to_zoned(zone.time_zone().clone()).strftime("%H:%M").to_string()
}

/// A coming post in the words of its own zone: `tomorrow at 09:00`. The time is the one that clocks will show, which
/// differs from the schedule's in the hour that a clock change skips.
pub fn moment_in_words(next: NextOccurrence, zone: &Zone, now: Timestamp) -> String {
    format!("{} at {}", day_in_words(next.date, zone.date_at(now)), wall_time(next.at, zone))
}

/// An instant that Discord shows to every reader in their own zone, in full.
/// (Discord's document "Message Formatting", timestamp style `F`.)
pub fn own_zone(at: Timestamp) -> String {
    format!("<t:{}:F>", at.as_second())
}

/// Days as a heading says them: `daily`, `weekdays`, `Mon, Wed, Fri`.
pub fn days_in_words(days: Days) -> String {
    match days {
        Days::DAILY | Days::WEEKDAYS => days.to_string(),
        _ => {
            let chosen = WEEK.iter().filter(|(day, _)| days.contains(*day));
            let chosen = chosen.map(|(_, name)| name.get(..3).unwrap_or(name)).collect::<Vec<_>>().join(", ");
            if days.is_monthly() { format!("the first {chosen} of each month") } else { chosen }
        }
    }
}

/// A schedule's `when` in a heading: `weekdays 09:00`.
pub fn rhythm(when: &LocalSchedule) -> String {
    let gap = if when.days.is_monthly() { "," } else { "" };
    format!("{}{gap} {}", days_in_words(when.days), when.time)
}

/// The week from Monday on, by name.
pub const WEEK: [(Weekday, &str); 7] = [
    (Weekday::Monday, "Monday"),
    (Weekday::Tuesday, "Tuesday"),
    (Weekday::Wednesday, "Wednesday"),
    (Weekday::Thursday, "Thursday"),
    (Weekday::Friday, "Friday"),
    (Weekday::Saturday, "Saturday"),
    (Weekday::Sunday, "Sunday"),
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::clock::LocalTime;

    #[test]
    fn a_moment_is_told_by_its_own_zones_calendar() {
        let zone: Zone = "Pacific/Auckland".parse().unwrap();
        // 20:00 UTC on Monday is Tuesday 09:00 in Auckland.
        let next = NextOccurrence { date: "2026-11-24".parse().unwrap(), at: "2026-11-23T20:00:00Z".parse().unwrap() };
        assert_eq!(moment_in_words(next, &zone, "2026-11-23T11:30:00Z".parse().unwrap()), "today at 09:00");
        assert_eq!(moment_in_words(next, &zone, "2026-11-23T10:30:00Z".parse().unwrap()), "tomorrow at 09:00");
    }

    #[test]
    fn the_hour_that_a_clock_change_skips_is_told_as_clocks_will_show_it() {
        let when =
            LocalSchedule { time: "02:30".parse().unwrap(), zone: "Europe/Berlin".parse().unwrap(), days: Days::DAILY };
        let now = "2027-03-27T12:00:00Z".parse().unwrap();
        assert_eq!(moment_in_words(when.next_after(now).unwrap(), &when.zone, now), "tomorrow at 03:30");
    }

    #[test]
    fn days_are_told_short() {
        assert_eq!(days_in_words(Days::DAILY), "daily");
        assert_eq!(days_in_words("fri,mon,wed".parse().unwrap()), "Mon, Wed, Fri");
        let when = LocalSchedule { time: LocalTime::NINE, zone: Zone::utc(), days: Days::FRIDAY.monthly(true) };
        assert_eq!(rhythm(&when), "the first Fri of each month, 09:00");
    }
}
