//! The one question about something that somebody wants to try: on the day and in the place that they chose, once.
//!
//! It is an occurrence like all others, by the commitment and the date. Choosing another day leaves the old one behind,
//! which is dropped when its turn comes; choosing the old day again takes it up again.

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use serenity::model::id::{ChannelId, GuildId, UserId};
use sqlx::AnyConnection;

use super::commitments::{find, find_own};
use super::connection::{Fault, in_transaction};
use super::schedule_rows::ScheduleRow;
use super::{CheckInPlace, Commitment, Id, NewOccurrence, OccurrenceKey, Posts, Store, StoreError};
use crate::clock::{Days, LocalSchedule, LocalTime, Zone};

/// So many days ahead somebody can ask to be asked.
pub const LATEST_CHECK_IN: i32 = 14;

/// What somebody chose about being asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckInChoice {
    /// The day, in the server's calendar.
    Day(Date),
    /// The place.
    Place(CheckInPlace),
}

/// What became of the choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckInChosen {
    /// It holds.
    Kept(Commitment),
    /// It is settled, was asked about already, or has no such place: it stays as it is.
    AsItWas(Commitment),
    /// That day is not one of the coming [`LATEST_CHECK_IN`].
    NoSuchDay(Commitment),
    /// It is not theirs, or deleted.
    Gone,
}

/// By what calendar a server's people are asked: its zone, the time and the days of its first schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckInCalendar {
    /// When prompts come there, in the server's zone; 09:00 on all days where none does.
    pub when: LocalSchedule,
}

impl CheckInCalendar {
    /// The days that can be chosen, from tomorrow on: those on which prompts come, where that is at least three a week.
    pub fn days(&self, now: Timestamp) -> Vec<Date> {
        let today = self.when.zone.date_at(now);
        let all = (1..=LATEST_CHECK_IN).map(|ahead| today.saturating_add(Span::new().days(ahead)));
        let often = self.when.days.bits().count_ones() >= 3;
        all.filter(|date| !often || self.when.days.contains(date.weekday())).collect()
    }

    /// When a date's questions are asked.
    pub fn instant(&self, date: Date) -> Option<Timestamp> {
        LocalSchedule { days: Days::DAILY, ..self.when.clone() }.instant_on(date)
    }
}

impl Store {
    /// By what calendar a server's people are asked.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn check_in_calendar(&self, guild: GuildId) -> Result<CheckInCalendar, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        Ok(calendar(&mut connection, guild).await?)
    }

    /// Somebody chooses when or where to be asked. With both chosen, the question is owed.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn choose_check_in(
        &self,
        commitment: Id,
        user: UserId,
        choice: CheckInChoice,
        now: Timestamp,
    ) -> Result<CheckInChosen, StoreError> {
        in_transaction!(self.shared, |connection| {
            let Some(found) = find_own(connection, commitment, user).await? else { return Ok(CheckInChosen::Gone) };
            if found.settled.is_some() || found.was_asked() {
                return Ok(CheckInChosen::AsItWas(found));
            }
            let calendar = calendar(connection, found.guild).await?;
            let (day, place) = match choice {
                CheckInChoice::Day(day) => (Some(day), found.place),
                CheckInChoice::Place(place) => (found.check_on, place),
            };
            if place == CheckInPlace::Thread && found.thread.is_none() {
                return Ok(CheckInChosen::AsItWas(found));
            }
            if matches!(choice, CheckInChoice::Day(_)) {
                let today = calendar.when.zone.date_at(now);
                let last = today.saturating_add(Span::new().days(LATEST_CHECK_IN));
                if day.is_none_or(|day| day <= today || day > last || calendar.instant(day).is_none()) {
                    return Ok(CheckInChosen::NoSuchDay(found));
                }
            }
            sqlx::query("UPDATE commitment SET check_on = $1, place = $2 WHERE id = $3")
                .bind(day.map(|day| day.to_string()))
                .bind(place.written())
                .bind(found.id.get())
                .execute(&mut *connection)
                .await?;
            // A day that has passed meanwhile is not owed by the choice of a place.
            let due_at = day.and_then(|day| calendar.instant(day)).filter(|due_at| *due_at > now);
            if let (Some(date), Some(due_at), CheckInPlace::Direct | CheckInPlace::Thread) = (day, due_at, place) {
                self.owe_check_in(connection, &found, date, due_at, now).await?;
            }
            let found = find(connection, found.id.get()).await?;
            Ok(found.map_or(CheckInChosen::Gone, CheckInChosen::Kept))
        })
    }

    /// Owes the question, or takes one up again that was dropped and certainly not asked. Where it goes is decided when it
    /// is first tried.
    async fn owe_check_in(
        &self,
        connection: &mut AnyConnection,
        of: &Commitment,
        date: Date,
        due_at: Timestamp,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let key = OccurrenceKey::CheckIn { commitment: of.id, date };
        // Where it goes is not known yet: the server's own id stands for no channel.
        let channel = of.thread.unwrap_or_else(|| ChannelId::new(of.guild.get()));
        let new = NewOccurrence { key, guild: of.guild, channel, due_at };
        if self.insert_occurrence(connection, &new, now).await?.is_none() {
            sqlx::query(
                "UPDATE occurrence SET state = 'due', reason = NULL, content = NULL, due_at = $1, ready_at = $1 \
                 WHERE kind = 'checkin' AND subject = $2 AND due_key = $3 AND state IN ('due', 'skipped', 'failed') \
                 AND first_tried_at IS NULL",
            )
            .bind(due_at.as_millisecond())
            .bind(of.id.get())
            .bind(date.to_string())
            .execute(connection)
            .await?;
        }
        Ok(())
    }
}

/// By what calendar a server's people are asked. One that was never set up has no zone of its own: its first schedule's holds.
pub(super) async fn calendar(connection: &mut AnyConnection, guild: GuildId) -> Result<CheckInCalendar, Fault> {
    let zone: Option<String> = sqlx::query_scalar("SELECT zone FROM guild WHERE id = $1 AND set_up_at IS NOT NULL")
        .bind(guild.get().cast_signed())
        .fetch_optional(&mut *connection)
        .await?;
    // A digest comes when a week or a month is over, which is no time to begin something.
    let begins = |row: &ScheduleRow| row.options().is_ok_and(|options| options.posts != Posts::Digest);
    let first = ScheduleRow::of(connection, guild).await?.into_iter().filter(begins).find_map(|row| row.when().ok());
    let mut when = first.unwrap_or(LocalSchedule { time: LocalTime::NINE, zone: Zone::utc(), days: Days::DAILY });
    if let Some(zone) = zone.and_then(|zone| zone.parse().ok()) {
        when.zone = zone;
    }
    Ok(CheckInCalendar { when })
}

/// Whether the question is still wanted when it is about to be asked.
pub(super) async fn still_wanted(connection: &mut AnyConnection, commitment: Id, date: Date) -> Result<bool, Fault> {
    let found = find(connection, commitment.get()).await?;
    Ok(found.is_some_and(|found| {
        found.settled.is_none() && found.check_on == Some(date) && found.place != CheckInPlace::Nowhere
    }))
}
