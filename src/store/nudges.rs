//! The reminder that somebody asked for: once a week at most, in private, whom they might thank.
//!
//! It is an occurrence by the person and the week. Whoever turns it on is owed the first one; claiming a week's owes the
//! next week's in the same transaction, whatever becomes of this one. So there is always one row ahead of who wants it, and
//! nobody has to look through all people for it.

use std::time::Duration;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serenity::model::id::{ChannelId, GuildId, UserId};
use sqlx::AnyConnection;

use super::checkins::calendar;
use super::claims::later;
use super::connection::{Fault, in_transaction};
use super::guilds::ensure;
use super::rows::{id, snowflake};
use super::{CheckInCalendar, Id, NewOccurrence, Occurrence, OccurrenceKey, Store, StoreError, reason};
use crate::clock::NextOccurrence;

/// One that is later than this is let be: a reminder of the morning is none at night.
const NUDGE_GRACE: Duration = Duration::from_secs(6 * 60 * 60);

/// For so many days after somebody gave, nobody reminds them.
const GAVE_LATELY: i32 = 7;

/// What somebody chose about being reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NudgeChosen {
    /// When the next one comes, by the server's calendar; `None` where none does.
    pub next: Option<NextOccurrence>,
    /// Whether they take private messages of that sort at all.
    pub contact: bool,
}

impl CheckInCalendar {
    /// When a week's reminder comes: on the first of its days on which prompts come.
    fn of_week(&self, monday: Date) -> Option<NextOccurrence> {
        let week = (0..7).filter_map(|day| monday.checked_add(day.days()).ok());
        let first = week.into_iter().find(|date| self.when.days.contains(date.weekday())).unwrap_or(monday);
        Some(NextOccurrence { date: first, at: self.instant(first)? })
    }

    /// The first week's after the one of `after` whose instant is still to come.
    fn next_nudge(&self, after: Date, now: Timestamp) -> Option<NextOccurrence> {
        let next = monday(after).checked_add(1.week()).ok()?;
        let this = monday(self.when.zone.date_at(now));
        let from = next.max(this);
        let weeks = std::iter::successors(Some(from), |week| week.checked_add(1.week()).ok());
        // A zone can leave a date out, and two weeks from now is later than now.
        weeks.take(3).filter_map(|week| self.of_week(week)).find(|found| found.at > now)
    }
}

/// The first day of a date's week.
fn monday(date: Date) -> Date {
    date.saturating_sub(i64::from(date.weekday().to_monday_zero_offset()).days())
}

impl Store {
    /// Somebody wants to be reminded once a week, or no more. The first one comes in the week after this one.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn set_nudge(
        &self,
        guild: GuildId,
        user: UserId,
        wanted: bool,
        now: Timestamp,
    ) -> Result<NudgeChosen, StoreError> {
        in_transaction!(self.shared, |connection| {
            ensure(connection, guild, now).await?;
            let person = self.person(connection, guild, user, now).await?;
            sqlx::query("UPDATE person SET nudge = $1 WHERE id = $2")
                .bind(i64::from(wanted))
                .bind(person.get())
                .execute(&mut *connection)
                .await?;
            let today = calendar(connection, guild).await?.when.zone.date_at(now);
            let next = if wanted { self.owe_nudge(connection, guild, person, today, now).await? } else { None };
            let refuses: i64 = sqlx::query_scalar(
                "SELECT COUNT(*) FROM contact c JOIN person p ON p.id = c.person_id \
                 WHERE p.user_id = $1 AND c.kind = 'none'",
            )
            .bind(user.get().cast_signed())
            .fetch_one(connection)
            .await?;
            Ok(NudgeChosen { next, contact: refuses == 0 })
        })
    }

    /// Whether somebody wants to be reminded in a server.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn wants_nudge(&self, guild: GuildId, user: UserId) -> Result<bool, StoreError> {
        let wanted: i64 =
            sqlx::query_scalar("SELECT COUNT(*) FROM person WHERE guild_id = $1 AND user_id = $2 AND nudge = 1")
                .bind(guild.get().cast_signed())
                .bind(user.get().cast_signed())
                .fetch_one(&self.shared.pool)
                .await?;
        Ok(wanted > 0)
    }

    /// Whose reminder it is, and in which server; `None` after that person's erasure.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn nudged(&self, person: Id) -> Result<Option<(GuildId, UserId)>, StoreError> {
        let row: Option<(i64, i64)> =
            sqlx::query_as("SELECT guild_id, user_id FROM person WHERE id = $1 AND user_id IS NOT NULL")
                .bind(person.get())
                .fetch_optional(&self.shared.pool)
                .await?;
        row.map(|(guild, user)| Ok((snowflake(guild)?, snowflake(user)?))).transpose()
    }

    /// Owes the reminder of the first coming week after that of `after`, to somebody who wants it.
    async fn owe_nudge(
        &self,
        connection: &mut AnyConnection,
        guild: GuildId,
        person: Id,
        after: Date,
        now: Timestamp,
    ) -> Result<Option<NextOccurrence>, Fault> {
        let Some(next) = calendar(connection, guild).await?.next_nudge(after, now) else { return Ok(None) };
        let key = OccurrenceKey::Nudge { person, week: monday(next.date) };
        // Where it goes is not known yet: the server's own id stands for no channel.
        let new = NewOccurrence { key, guild, channel: ChannelId::new(guild.get()), due_at: next.at };
        if self.insert_occurrence(connection, &new, now).await?.is_none() {
            // The bot was away from the server, or it was turned off and on again.
            sqlx::query(
                "UPDATE occurrence SET state = 'due', reason = NULL, due_at = $1, ready_at = $1 WHERE kind = 'nudge' \
                 AND subject = $2 AND due_key = $3 AND state IN ('due', 'skipped') AND first_tried_at IS NULL",
            )
            .bind(next.at.as_millisecond())
            .bind(person.get())
            .bind(key.due_key())
            .execute(connection)
            .await?;
        }
        Ok(Some(next))
    }

    /// A week's reminder is claimed, or let be: the next week's is owed, as long as it is wanted.
    pub(super) async fn owe_next_nudge(
        &self,
        connection: &mut AnyConnection,
        occurrence: &Occurrence,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let OccurrenceKey::Nudge { person, week } = occurrence.key else { return Ok(()) };
        let wanted: i64 =
            sqlx::query_scalar("SELECT COUNT(*) FROM person WHERE id = $1 AND nudge = 1 AND user_id IS NOT NULL")
                .bind(person.get())
                .fetch_one(&mut *connection)
                .await?;
        if wanted > 0 {
            self.owe_nudge(connection, occurrence.guild, person, week, now).await?;
        }
        Ok(())
    }

    /// The bot is back in a server: whoever wanted to be reminded there still does.
    pub(super) async fn owe_nudges_of(
        &self,
        connection: &mut AnyConnection,
        guild: GuildId,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let people: Vec<i64> =
            sqlx::query_scalar("SELECT id FROM person WHERE guild_id = $1 AND nudge = 1 AND user_id IS NOT NULL")
                .bind(guild.get().cast_signed())
                .fetch_all(&mut *connection)
                .await?;
        if people.is_empty() {
            return Ok(());
        }
        let today = calendar(connection, guild).await?.when.zone.date_at(now);
        for person in people {
            self.owe_nudge(connection, guild, id(person)?, today, now).await?;
        }
        Ok(())
    }
}

/// Why a reminder is not wanted any more when its turn comes, where it is not.
pub(super) async fn unwanted_nudge(
    connection: &mut AnyConnection,
    occurrence: &Occurrence,
    now: Timestamp,
) -> Result<Option<&'static str>, Fault> {
    let OccurrenceKey::Nudge { person, .. } = occurrence.key else { return Ok(None) };
    let wanted: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM person WHERE id = $1 AND nudge = 1 AND user_id IS NOT NULL AND paused_at IS NULL \
         AND left_at IS NULL",
    )
    .bind(person.get())
    .fetch_one(&mut *connection)
    .await?;
    if wanted == 0 {
        return Ok(Some(reason::CHANGED));
    }
    let thanks: Option<i64> = sqlx::query_scalar("SELECT thanks_on FROM guild WHERE id = $1")
        .bind(occurrence.guild.get().cast_signed())
        .fetch_optional(&mut *connection)
        .await?;
    if thanks == Some(0) {
        return Ok(Some(reason::THANKS_OFF));
    }
    if later(occurrence.due_at, NUDGE_GRACE) < now {
        return Ok(Some(reason::LATE));
    }
    // By the local date, which the index has; a day more than needed either way of any zone.
    let since = now.to_zoned(jiff::tz::TimeZone::UTC).date().saturating_sub((GAVE_LATELY + 1).days());
    let gave: Option<i64> = sqlx::query_scalar(
        "SELECT 1 FROM recognition_receiver WHERE giver = $1 AND counts IN (1, 2) AND local_date >= $2 AND given_at > $3 LIMIT 1",
    )
    .bind(person.get())
    .bind(since.to_string())
    .bind(now.as_millisecond() - i64::from(GAVE_LATELY) * 24 * 60 * 60 * 1_000)
    .fetch_optional(connection)
    .await?;
    Ok(gave.map(|_| reason::GAVE_LATELY))
}
