//! What instant a calendar line means, seen from a story's present.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use super::fault::Problem;
use super::line::{Calendar, Start};

impl Start {
    /// The instant.
    pub(super) fn instant(&self) -> Result<Timestamp, Problem> {
        instant(self.date, self.time, self.zone.time_zone())
    }
}

/// Where the calendar goes from `now`.
pub(super) fn target(calendar: &Calendar, now: Timestamp, zone: &TimeZone) -> Result<Timestamp, Problem> {
    let present = now.to_zoned(zone.clone());
    let far = |_| Problem::new("the calendar does not go that far");
    let to = match calendar {
        Calendar::At { date, time, .. } => instant(date.unwrap_or(present.date()), *time, zone)?,
        Calendar::SetTo { date, time } => return instant(date.unwrap_or(present.date()), *time, zone),
        Calendar::NextDay(time) => {
            let tomorrow = present.date().tomorrow().map_err(far)?;
            instant(tomorrow, time.unwrap_or(present.time()), zone)?
        }
        Calendar::Weekday(day, time) => {
            let mut date = present.date();
            let mut to = None;
            // Today counts while its time is still to come.
            for _ in 0..=7 {
                if date.weekday() == *day {
                    to = Some(instant(date, *time, zone)?).filter(|to| *to > now);
                }
                if to.is_some() {
                    break;
                }
                date = date.tomorrow().map_err(far)?;
            }
            to.ok_or_else(|| Problem::new("no such weekday within a week"))?
        }
        Calendar::Pass(stretch) => {
            let moved = present.checked_add(stretch.days.days()).map_err(far)?;
            moved.timestamp().checked_add(stretch.seconds.seconds()).map_err(far)?
        }
    };
    if to < now {
        let now = present.strftime("%A %Y-%m-%d %H:%M");
        let problem = Problem::new(format!("that is past: it is {now} already"));
        return Err(problem.hint("'next day 09:00' goes on; 'the clock is set back to 09:00' goes back"));
    }
    Ok(to)
}

/// In a gap forward by its length, in a fold the first of the two: as the clocks on people's walls.
fn instant(date: Date, time: Time, zone: &TimeZone) -> Result<Timestamp, Problem> {
    let local: DateTime = date.to_datetime(time);
    zone.to_ambiguous_timestamp(local).compatible().map_err(|_| Problem::new("the calendar does not go that far"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::line::Statement;
    use super::super::parse::statement;
    use super::*;

    fn from(now: &str, line: &str) -> Result<String, Problem> {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let Statement::Calendar(calendar) = statement(line).unwrap() else { panic!("{line}") };
        let to = target(&calendar, now.parse().unwrap(), &zone)?;
        Ok(to.to_zoned(zone).strftime("%a %m-%d %H:%M:%S").to_string())
    }

    #[test]
    fn lines_mean_instants() {
        let monday = "2026-11-23T08:00:00Z";
        for (line, to) in [
            ("at 09:00", "Mon 11-23 09:00:00"),
            ("at 2026-11-24 07:30", "Tue 11-24 07:30:00"),
            ("next day", "Tue 11-24 09:00:00"),
            ("next day 08:00", "Tue 11-24 08:00:00"),
            ("tuesday 09:00", "Tue 11-24 09:00:00"),
            ("monday 09:00", "Mon 11-30 09:00:00"),
            ("monday 09:01", "Mon 11-23 09:01:00"),
            ("5 minutes pass", "Mon 11-23 09:05:00"),
            ("a week passes", "Mon 11-30 09:00:00"),
            ("the clock is set back to 08:00", "Mon 11-23 08:00:00"),
        ] {
            assert_eq!(from(monday, line).unwrap(), to, "{line}");
        }
        assert!(from(monday, "at 08:59").unwrap_err().to_string().contains("it is Monday 2026-11-23 09:00 already"));
    }

    #[test]
    fn days_keep_the_time_of_day_over_a_clock_change() {
        assert_eq!(from("2027-03-27T08:00:00Z", "next day").unwrap(), "Sun 03-28 09:00:00");
        assert_eq!(from("2027-03-27T08:00:00Z", "24 hours pass").unwrap(), "Sun 03-28 10:00:00");
        assert_eq!(from("2027-03-27T08:00:00Z", "next day 02:30").unwrap(), "Sun 03-28 03:30:00");
    }
}
