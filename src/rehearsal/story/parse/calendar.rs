//! Sentences that move the calendar.

use jiff::civil::{Date, Time, Weekday};

use super::super::fault::Problem;
use super::super::line::{Calendar, Stretch};
use super::super::words::Words;
use crate::clock::Zone;

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// The longest stretch that may pass in one line: a slip of the finger must not step through centuries.
const LONGEST_DAYS: i64 = 3_660;

pub(super) fn sentence(words: &mut Words<'_>) -> Result<Option<Calendar>, Problem> {
    if words.eat("at") {
        let date = date(words)?;
        let time = time(words)?;
        let zone = if words.is_empty() { None } else { Some(zone(words)?) };
        if zone.is_some() && date.is_none() {
            return Err(Problem::new("a zone comes with a date: at 2026-11-23 08:59 Europe/Berlin"));
        }
        return Ok(Some(Calendar::At { date, time, zone }));
    }
    if words.eat("next day") {
        words.eat("at");
        let time = if words.is_empty() { None } else { Some(time(words)?) };
        return Ok(Some(Calendar::NextDay(time)));
    }
    if words.eat_any(&["clock is set to", "clock is set back to"]) {
        let date = date(words)?;
        return Ok(Some(Calendar::SetTo { date, time: time(words)? }));
    }
    for (name, day) in WEEKDAYS {
        if words.eat(name) {
            words.eat("at");
            return Ok(Some(Calendar::Weekday(day, time(words)?)));
        }
    }
    let mut ahead = *words;
    let Some(number) = ahead.number() else { return Ok(None) };
    let number = i64::from(number);
    let Some(stretch) = stretch(&mut ahead, number) else { return Ok(None) };
    if !ahead.eat_any(&["passes", "pass"]) {
        return Err(ahead.unexpected("'pass' or 'passes'", "5 minutes pass"));
    }
    if stretch.days > LONGEST_DAYS || stretch.seconds > LONGEST_DAYS * 86_400 {
        return Err(Problem::new("ten years at once is the most that may pass"));
    }
    *words = ahead;
    Ok(Some(Calendar::Pass(stretch)))
}

fn stretch(words: &mut Words<'_>, number: i64) -> Option<Stretch> {
    let seconds = |seconds: i64| Some(Stretch { days: 0, seconds: number * seconds });
    match () {
        () if words.eat_any(&["second", "seconds"]) => seconds(1),
        () if words.eat_any(&["minute", "minutes"]) => seconds(60),
        () if words.eat_any(&["hour", "hours"]) => seconds(3_600),
        () if words.eat_any(&["day", "days"]) => Some(Stretch { days: number, seconds: 0 }),
        () if words.eat_any(&["week", "weeks"]) => Some(Stretch { days: number * 7, seconds: 0 }),
        () => None,
    }
}

/// A date such as 2026-11-23, if one comes next.
pub(super) fn date(words: &mut Words<'_>) -> Result<Option<Date>, Problem> {
    let word = words.peek();
    if word.split('-').count() != 3 {
        return Ok(None);
    }
    match word.parse::<Date>() {
        Ok(date) => {
            words.eat(word);
            Ok(Some(date))
        }
        Err(_) => Err(Problem::new(format!("'{word}' is no date; dates look like 2026-11-23"))),
    }
}

/// A time such as 09:00 or 08:59:30.
pub(super) fn time(words: &mut Words<'_>) -> Result<Time, Problem> {
    let rest = words.rest();
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let word = &rest[..end];
    let mut parts = word.split(':').map(|part| {
        let plain = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        if plain { part.parse::<i8>().ok() } else { None }
    });
    let read = (parts.next(), parts.next(), parts.next(), parts.next());
    let time = match read {
        (Some(Some(hour)), Some(Some(minute)), None, None) => Time::new(hour, minute, 0, 0).ok(),
        (Some(Some(hour)), Some(Some(minute)), Some(Some(second)), None) => Time::new(hour, minute, second, 0).ok(),
        _ => None,
    };
    let Some(time) = time else {
        return Err(words.unexpected("a time such as 09:00 or 23:59:30", ""));
    };
    *words = Words::new(&rest[end..]);
    Ok(time)
}

fn zone(words: &mut Words<'_>) -> Result<Zone, Problem> {
    let name = words.rest();
    let zone = name.parse::<Zone>().map_err(|error| {
        let near = Zone::matching(name.rsplit('/').next().unwrap_or(name), 1);
        let problem = Problem::new(error.to_string());
        match near.first() {
            Some(near) => problem.hint(format!("did you mean {near}?")),
            None => problem,
        }
    })?;
    *words = Words::new("");
    Ok(zone)
}
