//! A server's holidays: days on which none of its schedules posts.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serenity::model::id::GuildId;
use sqlx::AnyConnection;

use super::connection::{Fault, in_transaction};
use super::guilds::ensure;
use super::rows::{date, id, plain};
use super::schedule_rows::ScheduleRow;
use super::{Id, Store, StoreError, reason};

/// How many holidays a server can have.
pub const MOST_HOLIDAYS: usize = 60;

/// How many days one can have.
pub const LONGEST_HOLIDAY: i32 = 100;

/// After so many days, one that does not come again is forgotten. What it left out stays on record.
const FORGOTTEN_AFTER: i32 = 31;

/// A day or a range of days on which none of a server's schedules posts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// Its id.
    pub id: Id,
    /// The first day.
    pub first: Date,
    /// The last day, part of it.
    pub last: Date,
    /// Whether it comes again every year, on the same days of the calendar.
    pub yearly: bool,
    /// What people call it, in their words.
    pub name: Option<String>,
}

/// A holiday to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HolidayDraft {
    /// The first day.
    pub first: Date,
    /// The last day: the first, or one of the [`LONGEST_HOLIDAY`] days from it on.
    pub last: Date,
    /// Whether it comes again every year.
    pub yearly: bool,
    /// What people call it.
    pub name: Option<String>,
}

/// What became of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HolidaySaved {
    /// It holds. The same days a second time are one holiday, under the newer name where one was given.
    Added(Holiday),
    /// The server has [`MOST_HOLIDAYS`] already.
    TooMany,
    /// It ends before it begins, or is too long.
    Unfit,
}

impl Holiday {
    /// Whether `date` is part of it. A yearly one counts from its first day on; 29 February is one in leap years only.
    pub fn covers(&self, date: Date) -> bool {
        if !self.yearly {
            return (self.first..=self.last).contains(&date);
        }
        let day = |date: Date| (date.month(), date.day());
        let (first, last) = (day(self.first), day(self.last));
        let within = if first <= last {
            (first..=last).contains(&day(date))
        } else {
            // It spans New Year.
            day(date) >= first || day(date) <= last
        };
        within && date >= self.first
    }

    /// Its days that hold `from` or come next after it: the first and the last. `None` where none is left.
    pub fn next_from(&self, from: Date) -> Option<(Date, Date)> {
        if !self.yearly {
            return (self.last >= from).then_some((self.first, self.last));
        }
        // 29 February comes within eight years, also over 2100.
        let end = from.max(self.first).saturating_add(9.years());
        let mut first = from.max(self.first);
        while !self.covers(first) {
            first = first.tomorrow().ok().filter(|next| *next <= end)?;
        }
        let mut last = first;
        while let Some(next) = last.tomorrow().ok().filter(|next| self.covers(*next) && *next <= end) {
            last = next;
        }
        // One that has begun already is told from its first day.
        while let Some(before) = first.yesterday().ok().filter(|before| self.covers(*before)) {
            first = before;
        }
        Some((first, last))
    }
}

#[derive(sqlx::FromRow)]
struct HolidayRow {
    id: i64,
    first_date: String,
    last_date: String,
    yearly: i64,
    name: Option<String>,
}

impl HolidayRow {
    fn read(self) -> Result<Holiday, StoreError> {
        Ok(Holiday {
            id: id(self.id)?,
            first: date(&self.first_date)?,
            last: date(&self.last_date)?,
            yearly: self.yearly != 0,
            name: self.name,
        })
    }
}

/// A server's holidays, by their first day. One that cannot be read holds nobody's posts up.
pub(super) async fn holidays_of(connection: &mut AnyConnection, guild: GuildId) -> Result<Vec<Holiday>, Fault> {
    let rows: Vec<HolidayRow> = sqlx::query_as(
        "SELECT id, first_date, last_date, yearly, name FROM guild_holiday WHERE guild_id = $1 ORDER BY first_date, id",
    )
    .bind(guild.get().cast_signed())
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().filter_map(|row| row.read().ok()).collect())
}

impl Store {
    /// A server's holidays, by their first day.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn holidays(&self, guild: GuildId) -> Result<Vec<Holiday>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        Ok(holidays_of(&mut connection, guild).await?)
    }

    /// Adds a holiday: what is owed on it and was not tried yet is dropped, and no schedule plans it.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn add_holiday(
        &self,
        guild: GuildId,
        draft: &HolidayDraft,
        now: Timestamp,
    ) -> Result<HolidaySaved, StoreError> {
        let days = draft.first.until(draft.last).map_or(-1, |span| span.get_days());
        if !(0..LONGEST_HOLIDAY).contains(&days) {
            return Ok(HolidaySaved::Unfit);
        }
        in_transaction!(self.shared, |connection| {
            ensure(connection, guild, now).await?;
            let today = now.to_zoned(TimeZone::UTC).date();
            sqlx::query("DELETE FROM guild_holiday WHERE guild_id = $1 AND yearly = 0 AND last_date < $2")
                .bind(guild.get().cast_signed())
                .bind(today.saturating_sub(FORGOTTEN_AFTER.days()).to_string())
                .execute(&mut *connection)
                .await?;
            let known = holidays_of(connection, guild).await?;
            let same = known
                .iter()
                .find(|known| (known.first, known.last, known.yearly) == (draft.first, draft.last, draft.yearly));
            let name = draft.name.as_deref().map(plain);
            let holiday = match same {
                Some(same) => {
                    let holiday = Holiday { name: name.or_else(|| same.name.clone()), ..same.clone() };
                    sqlx::query("UPDATE guild_holiday SET name = $1 WHERE id = $2")
                        .bind(holiday.name.as_deref())
                        .bind(holiday.id.get())
                        .execute(&mut *connection)
                        .await?;
                    holiday
                }
                None if known.len() >= MOST_HOLIDAYS => return Ok(HolidaySaved::TooMany),
                None => {
                    let new = self.shared.ids.next(now);
                    sqlx::query(
                        "INSERT INTO guild_holiday (id, guild_id, first_date, last_date, yearly, name) \
                             VALUES ($1, $2, $3, $4, $5, $6)",
                    )
                    .bind(new.get())
                    .bind(guild.get().cast_signed())
                    .bind(draft.first.to_string())
                    .bind(draft.last.to_string())
                    .bind(i64::from(draft.yearly))
                    .bind(name.as_deref())
                    .execute(&mut *connection)
                    .await?;
                    Holiday { id: new, first: draft.first, last: draft.last, yearly: draft.yearly, name }
                }
            };
            for row in ScheduleRow::of(connection, guild).await? {
                drop_owed_on(connection, row.id, &holiday).await?;
                if row.state == "active" {
                    self.plan_again(connection, row.id, now).await?;
                }
            }
            Ok(HolidaySaved::Added(holiday))
        })
    }

    /// Takes holidays back: their dates come, where their time is still ahead. How many there were.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn remove_holidays(&self, guild: GuildId, these: &[Id], now: Timestamp) -> Result<u64, StoreError> {
        in_transaction!(self.shared, |connection| {
            let mut removed = 0;
            for holiday in these {
                removed += sqlx::query("DELETE FROM guild_holiday WHERE id = $1 AND guild_id = $2")
                    .bind(holiday.get())
                    .bind(guild.get().cast_signed())
                    .execute(&mut *connection)
                    .await?
                    .rows_affected();
            }
            for row in ScheduleRow::of(connection, guild).await? {
                if row.state == "active" {
                    self.plan_again(connection, row.id, now).await?;
                }
            }
            Ok(removed)
        })
    }
}

/// What waits for a first try on these days is dropped.
async fn drop_owed_on(connection: &mut AnyConnection, schedule: i64, holiday: &Holiday) -> Result<(), Fault> {
    let owed: Vec<String> = sqlx::query_scalar(
        "SELECT due_key FROM occurrence WHERE kind = 'daily' AND subject = $1 AND state = 'due' \
         AND first_tried_at IS NULL",
    )
    .bind(schedule)
    .fetch_all(&mut *connection)
    .await?;
    for due in owed.iter().filter(|due| due.parse().is_ok_and(|date| holiday.covers(date))) {
        sqlx::query(
            "UPDATE occurrence SET state = 'skipped', reason = $1 WHERE kind = 'daily' AND subject = $2 \
             AND due_key = $3 AND state = 'due' AND first_tried_at IS NULL",
        )
        .bind(reason::HOLIDAY)
        .bind(schedule)
        .bind(due)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn holiday(first: &str, last: &str, yearly: bool) -> Holiday {
        let (first, last) = (first.parse().unwrap(), last.parse().unwrap());
        Holiday { id: Id::from_i64(1).unwrap(), first, last, yearly, name: None }
    }

    fn covers(holiday: &Holiday, date: &str) -> bool {
        holiday.covers(date.parse().unwrap())
    }

    #[test]
    fn one_that_comes_once_has_both_its_ends() {
        let once = holiday("2026-12-24", "2027-01-03", false);
        for (date, is) in [
            ("2026-12-23", false),
            ("2026-12-24", true),
            ("2027-01-03", true),
            ("2027-01-04", false),
            ("2027-12-24", false),
        ] {
            assert_eq!(covers(&once, date), is, "{date}");
        }
    }

    #[test]
    fn one_of_every_year_spans_new_year_and_does_not_come_before_its_first_day() {
        let yearly = holiday("2026-12-24", "2027-01-03", true);
        for (date, is) in [
            ("2025-12-24", false),
            ("2026-01-01", false),
            ("2026-12-23", false),
            ("2026-12-24", true),
            ("2027-01-03", true),
            ("2027-01-04", false),
            ("2027-12-31", true),
            ("2040-01-01", true),
        ] {
            assert_eq!(covers(&yearly, date), is, "{date}");
        }
    }

    #[test]
    fn the_29th_of_february_comes_in_leap_years_and_takes_no_other_day() {
        let leap = holiday("2028-02-29", "2028-02-29", true);
        for (date, is) in [("2028-02-29", true), ("2029-02-28", false), ("2029-03-01", false), ("2032-02-29", true)] {
            assert_eq!(covers(&leap, date), is, "{date}");
        }
        let around = holiday("2027-02-27", "2027-03-01", true);
        assert!(covers(&around, "2028-02-29"));
        // From the middle of a range to its ends, whatever the year has.
        let told = |one: &Holiday, from: &str| {
            one.next_from(from.parse().unwrap()).map(|(first, last)| format!("{first} {last}"))
        };
        assert_eq!(told(&leap, "2028-03-01").unwrap(), "2032-02-29 2032-02-29");
        assert_eq!(told(&leap, "2096-03-01").unwrap(), "2104-02-29 2104-02-29");
        assert_eq!(told(&around, "2028-02-29").unwrap(), "2028-02-27 2028-03-01");
        let christmas = holiday("2026-12-24", "2027-01-03", true);
        assert_eq!(told(&christmas, "2027-06-01").unwrap(), "2027-12-24 2028-01-03");
        assert_eq!(told(&christmas, "2028-01-02").unwrap(), "2027-12-24 2028-01-03");
        assert_eq!(told(&christmas, "2026-01-02").unwrap(), "2026-12-24 2027-01-03");
        assert_eq!(told(&holiday("2026-12-24", "2026-12-24", false), "2026-12-25"), None);
    }
}
