//! A year of weeks, as a strip shows it: how many recognitions each week had.

use jiff::ToSpan;
use jiff::civil::Date;
use serenity::model::id::{GuildId, UserId};

use super::rows::date;
use super::{Store, StoreError};
use crate::recognition::Dates;

/// A year, and the week that has begun.
pub const WEEKS_OF_A_YEAR: u32 = 53;

/// A week, and how many recognitions of it stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeekTally {
    /// Its Monday.
    pub first: Date,
    /// How many recognitions.
    pub gives: i64,
}

impl Store {
    /// A server's latest [`WEEKS_OF_A_YEAR`] weeks, the one that `today` lies in last. What somebody who pauses gave or got is
    /// not in them.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn weeks(&self, guild: GuildId, today: Date) -> Result<Vec<WeekTally>, StoreError> {
        let mut weeks = empty(today);
        let dates = Dates { first: from(&weeks, today), last: today };
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "SELECT local_date, number FROM recognition_day \
             WHERE guild_id = $1 AND local_date >= $2 AND local_date <= $3 AND strength = ''",
        )
        .bind(guild.get().cast_signed())
        .bind(dates.first.to_string())
        .bind(dates.last.to_string())
        .fetch_all(&self.shared.pool)
        .await?;
        fill(&mut weeks, &rows)?;
        Ok(weeks)
    }

    /// What somebody gave in the latest [`WEEKS_OF_A_YEAR`] weeks, the one that `today` lies in last.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn my_weeks(&self, guild: GuildId, user: UserId, today: Date) -> Result<Vec<WeekTally>, StoreError> {
        let mut weeks = empty(today);
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "SELECT x.local_date, COUNT(DISTINCT x.recognition_id) FROM recognition_receiver x \
             WHERE x.giver = (SELECT id FROM person WHERE guild_id = $1 AND user_id = $2) AND x.counts IN (1, 2) \
             AND x.local_date >= $3 AND x.local_date <= $4 GROUP BY x.local_date",
        )
        .bind(guild.get().cast_signed())
        .bind(user.get().cast_signed())
        .bind(from(&weeks, today).to_string())
        .bind(today.to_string())
        .fetch_all(&self.shared.pool)
        .await?;
        fill(&mut weeks, &rows)?;
        Ok(weeks)
    }
}

/// Weeks of nothing, up to the one of `today`.
fn empty(today: Date) -> Vec<WeekTally> {
    let monday = today.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()).days());
    let back = (0..i64::from(WEEKS_OF_A_YEAR)).rev();
    back.map(|weeks| WeekTally { first: monday.saturating_sub(weeks.weeks()), gives: 0 }).collect()
}

fn from(weeks: &[WeekTally], today: Date) -> Date {
    weeks.first().map_or(today, |week| week.first)
}

fn fill(weeks: &mut [WeekTally], rows: &[(String, i64)]) -> Result<(), StoreError> {
    for (day, number) in rows {
        let day = date(day)?;
        let after = weeks.partition_point(|week| week.first <= day);
        if let Some(week) = after.checked_sub(1).and_then(|place| weeks.get_mut(place)) {
            week.gives += number;
        }
    }
    Ok(())
}
