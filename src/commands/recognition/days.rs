//! Over which days somebody asks: a period, or dates as they type them.

use jiff::ToSpan;
use jiff::civil::Date;
use serenity::builder::CreateCommandOption;
use serenity::model::application::{CommandOptionType, ResolvedOption, ResolvedValue};

use super::super::Trouble;
use super::super::schedule::read_date;
use crate::messages::replies::account as replies;
use crate::recognition::{Dates, Period, Span};

/// The options that say which days.
pub(super) fn options() -> [CreateCommandOption; 3] {
    let mut period = CreateCommandOption::new(
        CommandOptionType::String,
        "period",
        "Over which days, by this server's calendar; this month if you leave it out",
    );
    for choice in Period::ALL {
        period = period.add_string_choice(choice.id(), choice.id());
    }
    let date = |name: &str, description: &str| {
        CreateCommandOption::new(CommandOptionType::String, name, description).max_length(60)
    };
    [
        period,
        date("from", "Or from this day on: 2026-11-01, 1 November, Monday"),
        date("to", "Up to this day; up to today if you leave it out"),
    ]
}

/// The days that somebody asks for. Dates come before a period.
pub(super) fn span(options: &[ResolvedOption<'_>], today: Date) -> Result<Span, Trouble> {
    let text = |name: &str| {
        options.iter().find_map(|option| match option.value {
            ResolvedValue::String(text) if option.name == name => Some(text),
            _ => None,
        })
    };
    let day = |typed: &str| read_past_date(typed, today).ok_or_else(|| Trouble::Kind(replies::no_date(typed)));
    let (from, to) = (text("from").map(day).transpose()?, text("to").map(day).transpose()?);
    let dates = match (from, to) {
        // Discord offers five; what is none of them is as good as nothing said.
        (None, None) => {
            let period = text("period").and_then(|period| period.parse().ok());
            return Ok(Span::Period(period.unwrap_or(Period::Month)));
        }
        (first, last) => Dates { first: first.unwrap_or(Dates::ALL.first), last: last.unwrap_or(today) },
    };
    match () {
        () if from.is_some_and(|from| from > today) => Err(Trouble::kind(replies::AHEAD)),
        () if dates.first > dates.last => Err(Trouble::kind(replies::TURNED_ROUND)),
        () => Ok(Span::Days(Dates { last: dates.last.min(today), ..dates })),
    }
}

/// A date as people type it for something that has been: a weekday is the last one, a day without a year the last such
/// day.
pub(in super::super) fn read_past_date(typed: &str, today: Date) -> Option<Date> {
    match typed.trim().to_lowercase().as_str() {
        "yesterday" => return today.yesterday().ok(),
        "tomorrow" => return None,
        _ => {}
    }
    let read = read_date(typed, today)?;
    let earlier = [today.checked_sub(6.days()), today.checked_sub(1.year()).and_then(|day| day.tomorrow())];
    let past = earlier.into_iter().flatten().filter_map(|base| read_date(typed, base)).find(|date| *date <= today);
    // Whoever names the year means it.
    if read <= today { Some(read) } else { past.or(Some(read)) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn dates_are_read_as_past_ones() {
        // A Wednesday.
        let today = date(2026, 11, 25);
        for (typed, read) in [
            ("2026-11-01", date(2026, 11, 1)),
            ("today", today),
            ("Yesterday", date(2026, 11, 24)),
            ("monday", date(2026, 11, 23)),
            ("wed", today),
            ("thursday", date(2026, 11, 19)),
            ("1 november", date(2026, 11, 1)),
            ("30 November", date(2025, 11, 30)),
            ("25 nov", today),
            ("26 nov", date(2025, 11, 26)),
            ("1 Dec 2026", date(2026, 12, 1)),
            ("2027-01-01", date(2027, 1, 1)),
        ] {
            assert_eq!(read_past_date(typed, today), Some(read), "{typed}");
        }
        for typed in ["", "tomorrow", "last week", "11/12", "2026-02-30"] {
            assert_eq!(read_past_date(typed, today), None, "{typed}");
        }
    }
}
