//! A date as people type it: `2026-11-30`, `tomorrow`, `monday`, `30 November`.

use jiff::civil::Date;

use crate::messages::WEEK;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Reads a date. A weekday is the next one from today on, a day without a year the next such day. `None` for what is
/// no date, or can be read in two ways (`11/12`).
pub(in super::super) fn read_date(typed: &str, today: Date) -> Option<Date> {
    let typed = typed.trim().to_lowercase();
    match typed.as_str() {
        "today" => return Some(today),
        "tomorrow" => return today.tomorrow().ok(),
        _ => {}
    }
    // Only the form with hyphens: jiff would also read a date with a time.
    if typed.len() == 10 && typed.starts_with(|letter: char| letter.is_ascii_digit()) && typed.contains('-') {
        return typed.parse().ok();
    }
    let (mut weekday, mut day, mut month, mut year) = (None, None, None, None);
    for word in typed.split([' ', ',', '.']).filter(|word| !word.is_empty() && *word != "of" && *word != "the") {
        let known = if let Some(number) = number(word) {
            if number > 31 { year.replace(number).is_some() } else { day.replace(number).is_some() }
        } else if let Some(found) = WEEK.iter().find(|(_, name)| named(word, &name.to_lowercase())) {
            weekday.replace(found.0).is_some()
        } else {
            let found = MONTHS.iter().position(|name| named(word, name))?;
            month.replace(found as i8 + 1).is_some()
        };
        // Said twice, it is no date.
        if known {
            return None;
        }
    }
    match (weekday, day, month) {
        (Some(weekday), None, None) if year.is_none() => {
            std::iter::successors(Some(today), |date| date.tomorrow().ok())
                .take(7)
                .find(|date| date.weekday() == weekday)
        }
        (weekday, Some(day), Some(month)) => {
            let on = |year: i16| Date::new(year, month, i8::try_from(day).ok()?).ok();
            let date = match year {
                Some(year) => on(year)?,
                None => on(today.year()).filter(|date| *date >= today).or_else(|| on(today.year() + 1))?,
            };
            (weekday.is_none_or(|weekday| weekday == date.weekday())).then_some(date)
        }
        _ => None,
    }
}

/// `30` or `30th`.
fn number(word: &str) -> Option<i16> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    let plain = (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain { digits.parse().ok() } else { None }
}

/// The name, or three of its letters and more.
fn named(word: &str, name: &str) -> bool {
    word.len() >= 3 && name.starts_with(word)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        // A Monday.
        let today: Date = "2026-11-23".parse().unwrap();
        for (typed, read) in [
            ("2026-11-30", "2026-11-30"),
            ("today", "2026-11-23"),
            (" Tomorrow ", "2026-11-24"),
            ("monday", "2026-11-23"),
            ("Sun", "2026-11-29"),
            ("30 November", "2026-11-30"),
            ("Monday 30 November", "2026-11-30"),
            ("nov 30th", "2026-11-30"),
            ("the 1st of december", "2026-12-01"),
            ("4 January", "2027-01-04"),
            ("4 January 2027", "2027-01-04"),
            ("Monday, 4 January 2027", "2027-01-04"),
        ] {
            assert_eq!(read_date(typed, today).map(|date| date.to_string()).as_deref(), Some(read), "{typed}");
        }
        for typed in [
            "",
            "11/12",
            "30",
            "someday",
            "m",
            "2026-13-01",
            "2026-02-30",
            "31 november",
            "tuesday 30 november",
            "mon tue",
            "30 30 november",
            "2026-11-30T09:00",
            "november",
            "monday 2027",
        ] {
            assert_eq!(read_date(typed, today), None, "{typed}");
        }
    }
}
