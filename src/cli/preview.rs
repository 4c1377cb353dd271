//! `clarion preview`: when posts would come and what they would say, without a token or a database.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use jiff::civil::Date;
use serde::Serialize;

use crate::clock::{Clock, ClockChange, Days, LocalSchedule, LocalTime, NextOccurrence, Zone};
use crate::content::{Library, Prompt};
use crate::messages::daily_prompt_of;
use crate::rehearsal::story;
use crate::store::{Id, SeriesDay};

/// How many posts are listed where nobody says how many.
const USUAL_COUNT: usize = 10;

/// The arguments of `clarion preview`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The time zone that the time is meant in, such as Europe/Berlin
    #[arg(long, value_parser = read_zone, required_unless_present = "prompts")]
    zone: Option<Zone>,
    /// The time of day: 9, 9:30, 09:30, 9am and 9:30pm all work
    #[arg(long, default_value = "09:00", conflicts_with = "prompts")]
    time: LocalTime,
    /// daily, weekdays, or a list such as mon,wed,fri
    #[arg(long, default_value = "weekdays", conflicts_with = "prompts")]
    days: Days,
    /// The first date to look at, such as 2026-11-23 [default: today in that zone]
    #[arg(long, value_name = "DATE", value_parser = read_date, conflicts_with = "prompts")]
    from: Option<Date>,
    /// How many, 1000 at most [default: 10 posts; with --prompts, all of them]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    count: Option<u16>,
    /// The words instead of the instants: the daily prompts, as they would be sent
    #[arg(long, conflicts_with = "zone")]
    prompts: bool,
    /// With --prompts: those of one series, in its order, each as the day that it is; such as five-days-people
    #[arg(long, value_name = "SERIES", requires = "prompts", conflicts_with = "zone")]
    series: Option<String>,
    /// The settings file, which says where the prompts are [default: config/clarion.toml if there is one, else the
    /// built-in settings]
    #[arg(long, value_name = "FILE", requires = "prompts")]
    config: Option<PathBuf>,
    /// For programs: one JSON array
    #[arg(long)]
    json: bool,
}

/// Prints what was asked for. Whoever reads may stop reading.
pub(super) fn preview(arguments: Arguments) -> ExitCode {
    let told = match &arguments.zone {
        Some(zone) => instants(&arguments, zone),
        None => prompts(&arguments),
    };
    super::print(told)
}

/// One coming post, for a program.
#[derive(Serialize)]
struct Coming {
    /// The chosen date that it belongs to.
    local_date: String,
    /// What the clock on the wall will show.
    local_time: String,
    utc: String,
    offset: String,
}

fn instants(arguments: &Arguments, zone: &Zone) -> Result<String, String> {
    let when = LocalSchedule { time: arguments.time, zone: zone.clone(), days: arguments.days };
    let from = arguments.from.unwrap_or_else(|| zone.date_at(Clock::system().now()));
    let found: Vec<NextOccurrence> =
        when.from_date(from).take(arguments.count.map_or(USUAL_COUNT, usize::from)).collect();
    if arguments.json {
        return super::json(&found.iter().map(|next| coming(next, zone)).collect::<Vec<_>>());
    }
    let mut out = format!("{} at {}, {zone}, from {from} on\n\n", arguments.days, arguments.time);
    out.push_str("date            time   offset  UTC\n");
    for next in &found {
        let Coming { local_time, utc, offset, .. } = coming(next, zone);
        let line = format!("{}  {local_time}  {offset:6}  {utc}  {}", next.date.strftime("%a %F"), remark(&when, next));
        out.push_str(line.trim_end());
        out.push('\n');
    }
    if found.is_empty() {
        out.push_str("none: the calendar ends here\n");
    }
    Ok(out)
}

fn coming(next: &NextOccurrence, zone: &Zone) -> Coming {
    let local = next.at.to_zoned(zone.time_zone().clone());
    Coming {
        local_date: next.date.to_string(),
        local_time: local.strftime("%H:%M").to_string(),
        utc: next.at.to_string(),
        offset: local.strftime("%:z").to_string(),
    }
}

/// What somebody would wonder about: a date on which the clocks are changed at the chosen time.
fn remark(when: &LocalSchedule, next: &NextOccurrence) -> String {
    match when.clock_change_on(next.date) {
        Some(ClockChange::Skipped) => {
            let beyond = if when.zone.date_at(next.at) == next.date { "" } else { " into the next day" };
            format!("moved from {}{beyond}: the clocks go forward", when.time)
        }
        Some(ClockChange::Repeated) => "the first of two: the clocks go back".to_owned(),
        None => String::new(),
    }
}

fn prompts(arguments: &Arguments) -> Result<String, String> {
    let library = super::library(arguments.config.clone())?;
    let count = arguments.count.map_or(usize::MAX, usize::from);
    // No post is behind these buttons, so no row's id is either: the smallest one stands for it.
    let mark = Id::from_i64(1).ok_or("no id")?;
    let mut shown = match &arguments.series {
        Some(series) => days(&library, series)?,
        None => library.prompts.iter().map(|prompt| (prompt, None)).collect(),
    };
    shown.truncate(count);
    let bodies = shown
        .iter()
        .map(|(prompt, day)| serde_json::to_value(daily_prompt_of(&library, prompt, mark, day.as_ref()).into_message()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| error.to_string())?;
    if arguments.json {
        return super::json(&bodies);
    }
    let mut out = String::new();
    for (number, ((prompt, _), body)) in shown.iter().zip(&bodies).enumerate() {
        let gap = if number == 0 { "" } else { "\n" };
        let _ = writeln!(out, "{gap}-- {}: {}", number + 1, prompt.id);
        for line in story::Shown::of_body(body).lines() {
            let _ = writeln!(out, "{line}");
        }
    }
    Ok(out)
}

/// The prompts of a series, each with the day that it is.
fn days<'a>(library: &'a Library, series: &str) -> Result<Vec<(&'a Prompt, Option<SeriesDay>)>, String> {
    let Some(found) = library.series(series) else {
        let all: Vec<&str> = library.series.iter().map(|series| series.id.as_str()).collect();
        return Err(format!("there is no series '{}'; there is {}", series.escape_debug(), all.join(", ")));
    };
    let of = u32::try_from(found.prompts.len()).unwrap_or(u32::MAX);
    let prompts = found.prompts.iter().filter_map(|id| library.prompt(id));
    let day = |day| SeriesDay { series: found.id.clone(), day, of };
    Ok((1..).zip(prompts).map(|(number, prompt)| (prompt, Some(day(number)))).collect())
}

fn read_zone(typed: &str) -> Result<Zone, String> {
    typed.parse().map_err(|_| match Zone::closest(typed).as_slice() {
        [] => "no time zone that I know has this name; they look like Europe/Berlin".to_owned(),
        close => format!("no time zone that I know has this name; close to it: {}", close.join(", ")),
    })
}

/// Only the one form that nobody can misread.
fn read_date(typed: &str) -> Result<Date, String> {
    let plain = typed.len() == 10 && typed.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let date = if plain { typed.parse().ok() } else { None };
    date.ok_or_else(|| "this is no date; write it as 2026-11-23".to_owned())
}
