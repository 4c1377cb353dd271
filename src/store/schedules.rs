//! Schedules: when a channel gets its prompts.
//!
//! A new, edited or resumed schedule owes only instants after that change, and a date once posted is never posted
//! again.

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::model::id::{ChannelId, GuildId, UserId};

use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::{Fault, in_transaction};
use super::guilds::ensure;
use super::rows::{date, id, plain, snowflake, unreadable, zone};
use super::{Id, NewOccurrence, OccurrenceKey, Store, StoreError, reason};
use crate::clock::{Days, LocalSchedule, NextOccurrence};

/// How many schedules a server can have.
pub const MOST_SCHEDULES: usize = 10;

/// A schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Its id.
    pub id: Id,
    /// Its server.
    pub guild: GuildId,
    /// Its name, unique in the server; the usual one is `daily`.
    pub name: String,
    /// Where it posts.
    pub channel: ChannelId,
    /// When.
    pub when: LocalSchedule,
    /// Why it is paused; `None` while it runs.
    pub paused: Option<PauseReason>,
    /// The next date that it owes; `None` while it is paused.
    pub next: Option<NextOccurrence>,
    /// Dates from today on that somebody asked to skip, in order.
    pub skips: Vec<Date>,
    /// Who made it; `None` after that person's erasure.
    pub created_by: Option<UserId>,
}

/// Why a schedule is paused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PauseReason {
    /// Somebody asked.
    Asked,
    /// Discord refused a post, with this error code.
    Refused(u32),
    /// Its time zone is none that this program knows (any more).
    Unreadable,
}

/// A schedule to make or to edit.
#[derive(Clone, Debug)]
pub struct ScheduleDraft {
    /// Its name: an existing one is edited (and resumed), else it is made.
    pub name: String,
    /// Where.
    pub channel: ChannelId,
    /// When.
    pub when: LocalSchedule,
    /// Who asks.
    pub by: UserId,
}

/// What became of a draft.
#[derive(Clone, Debug)]
pub enum Saved {
    /// A new schedule.
    Created(Schedule),
    /// The one of that name was changed.
    Edited(Schedule),
    /// The server has [`MOST_SCHEDULES`] already.
    TooMany,
}

impl PauseReason {
    fn written(self) -> String {
        match self {
            Self::Asked => "asked".to_owned(),
            Self::Refused(code) => format!("refused:{code}"),
            Self::Unreadable => "unreadable".to_owned(),
        }
    }

    fn read(text: &str) -> Self {
        match text {
            "asked" => Self::Asked,
            _ => {
                text.strip_prefix("refused:").and_then(|code| code.parse().ok()).map_or(Self::Unreadable, Self::Refused)
            }
        }
    }
}

const COLUMNS: &str = "s.id, s.guild_id, s.name, s.channel_id, s.local_time, s.zone, s.days, s.state, s.pause_reason, \
                       s.owes_after, s.next_date, s.next_due_at, p.user_id AS created_user \
                       FROM schedule s LEFT JOIN person p ON p.id = s.created_by";

#[derive(sqlx::FromRow)]
pub(super) struct ScheduleRow {
    pub(super) id: i64,
    guild_id: i64,
    name: Option<String>,
    pub(super) channel_id: i64,
    local_time: String,
    zone: String,
    days: i64,
    pub(super) state: String,
    pause_reason: Option<String>,
    pub(super) owes_after: i64,
    pub(super) next_date: Option<String>,
    next_due_at: Option<i64>,
    created_user: Option<i64>,
}

impl ScheduleRow {
    /// When it posts. A time zone can become unreadable, with another version's list of zones.
    pub(super) fn when(&self) -> Result<LocalSchedule, StoreError> {
        Ok(LocalSchedule {
            time: self.local_time.parse().map_err(|_| unreadable("a time of day"))?,
            zone: zone(&self.zone)?,
            days: Days::from_bits(self.days).ok_or_else(|| unreadable("a set of days"))?,
        })
    }

    pub(super) fn guild(&self) -> Result<GuildId, StoreError> {
        snowflake(self.guild_id)
    }

    pub(super) async fn find(connection: &mut AnyConnection, id: i64) -> Result<Option<Self>, Fault> {
        let sql = format!("SELECT {COLUMNS} WHERE s.id = $1");
        Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(id).fetch_optional(connection).await?)
    }

    async fn named(connection: &mut AnyConnection, guild: GuildId, name: &str) -> Result<Option<Self>, Fault> {
        let sql = format!("SELECT {COLUMNS} WHERE s.guild_id = $1 AND s.name = $2");
        let query = sqlx::query_as(AssertSqlSafe(sql)).bind(guild.get().cast_signed()).bind(plain(name));
        Ok(query.fetch_optional(connection).await?)
    }

    async fn of(connection: &mut AnyConnection, guild: GuildId) -> Result<Vec<Self>, Fault> {
        let sql = format!("SELECT {COLUMNS} WHERE s.guild_id = $1 AND s.state <> 'removed' ORDER BY s.id");
        Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(guild.get().cast_signed()).fetch_all(connection).await?)
    }

    /// The active ones whose next instant has come, longest ago first.
    pub(super) async fn come_round(connection: &mut AnyConnection, now: Timestamp) -> Result<Vec<Self>, Fault> {
        let sql = format!(
            "SELECT {COLUMNS} JOIN guild g ON g.id = s.guild_id AND g.removed_at IS NULL \
             WHERE s.state = 'active' AND s.next_due_at <= $1 ORDER BY s.next_due_at, s.id LIMIT 50"
        );
        Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(now.as_millisecond()).fetch_all(connection).await?)
    }

    async fn whole(self, connection: &mut AnyConnection, now: Timestamp) -> Result<Schedule, Fault> {
        let when = self.when()?;
        let today = when.zone.date_at(now).to_string();
        let skips: Vec<String> = sqlx::query_scalar(
            "SELECT local_date FROM schedule_skip WHERE schedule_id = $1 AND local_date >= $2 ORDER BY local_date",
        )
        .bind(self.id)
        .bind(today)
        .fetch_all(connection)
        .await?;
        let next = match (&self.next_date, self.next_due_at) {
            (Some(next), Some(at)) => Some(NextOccurrence { date: date(next)?, at: super::rows::instant(at)? }),
            _ => None,
        };
        Ok(Schedule {
            id: id(self.id)?,
            guild: self.guild()?,
            name: self.name.unwrap_or_default(),
            channel: snowflake(self.channel_id)?,
            when,
            paused: (self.state == "paused")
                .then(|| self.pause_reason.as_deref().map_or(PauseReason::Asked, PauseReason::read)),
            next,
            skips: skips.iter().map(|skip| date(skip)).collect::<Result<_, _>>()?,
            created_by: self.created_user.map(snowflake).transpose()?,
        })
    }
}

impl Store {
    /// A server's schedules, oldest first.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn schedules(&self, guild: GuildId, now: Timestamp) -> Result<Vec<Schedule>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let mut schedules = Vec::new();
        for row in ScheduleRow::of(&mut connection, guild).await? {
            schedules.push(row.whole(&mut connection, now).await?);
        }
        Ok(schedules)
    }

    /// The schedule of that name.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn schedule(&self, guild: GuildId, name: &str, now: Timestamp) -> Result<Option<Schedule>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        match ScheduleRow::named(&mut connection, guild, name).await? {
            Some(row) => Ok(Some(row.whole(&mut connection, now).await?)),
            None => Ok(None),
        }
    }

    /// The schedule of that id, unless it was removed.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn schedule_by_id(&self, id: Id, now: Timestamp) -> Result<Option<Schedule>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        match ScheduleRow::find(&mut connection, id.get()).await? {
            Some(row) if row.state != "removed" => Ok(Some(row.whole(&mut connection, now).await?)),
            _ => Ok(None),
        }
    }

    /// Makes or edits a schedule. It owes only instants after `now`; an edited one that was paused runs again.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn save_schedule(
        &self,
        guild: GuildId,
        draft: &ScheduleDraft,
        now: Timestamp,
    ) -> Result<Saved, StoreError> {
        in_transaction!(self.shared, |connection| {
            ensure(connection, guild, now).await?;
            let known = ScheduleRow::named(connection, guild, &draft.name).await?;
            let created = known.is_none();
            let id = match known {
                Some(row) => {
                    sqlx::query(
                        "UPDATE schedule SET channel_id = $1, local_time = $2, zone = $3, days = $4 WHERE id = $5",
                    )
                    .bind(draft.channel.get().cast_signed())
                    .bind(draft.when.time.to_string())
                    .bind(draft.when.zone.name())
                    .bind(draft.when.days.bits())
                    .bind(row.id)
                    .execute(&mut *connection)
                    .await?;
                    row.id
                }
                None => {
                    if ScheduleRow::of(connection, guild).await?.len() >= MOST_SCHEDULES {
                        return Ok(Saved::TooMany);
                    }
                    let by = self.person(connection, guild, draft.by, now).await?;
                    let id = self.shared.ids.next(now).get();
                    sqlx::query(
                        "INSERT INTO schedule (id, guild_id, name, channel_id, local_time, zone, days, state, \
                             owes_after, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, 'active', $8, $9)",
                    )
                    .bind(id)
                    .bind(guild.get().cast_signed())
                    .bind(plain(&draft.name))
                    .bind(draft.channel.get().cast_signed())
                    .bind(draft.when.time.to_string())
                    .bind(draft.when.zone.name())
                    .bind(draft.when.days.bits())
                    .bind(now.as_millisecond())
                    .bind(by.get())
                    .execute(&mut *connection)
                    .await?;
                    id
                }
            };
            activate(connection, id, now).await?;
            let schedule = reread(connection, id, now).await?;
            Ok(if created { Saved::Created(schedule) } else { Saved::Edited(schedule) })
        })
    }

    /// Pauses a schedule; what it owed and has not posted is not posted. `None` where there is none of that name.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn pause_schedule(
        &self,
        guild: GuildId,
        name: &str,
        why: PauseReason,
        now: Timestamp,
    ) -> Result<Option<Schedule>, StoreError> {
        in_transaction!(self.shared, |connection| {
            let Some(row) = ScheduleRow::named(connection, guild, name).await? else { return Ok(None) };
            pause(connection, row.id, why).await?;
            Ok(Some(reread(connection, row.id, now).await?))
        })
    }

    /// Resumes a schedule; one that runs stays as it is. It owes only instants after `now`. `None` where there is
    /// none of that name.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn resume_schedule(
        &self,
        guild: GuildId,
        name: &str,
        now: Timestamp,
    ) -> Result<Option<Schedule>, StoreError> {
        in_transaction!(self.shared, |connection| {
            let Some(row) = ScheduleRow::named(connection, guild, name).await? else { return Ok(None) };
            if row.state != "active" {
                activate(connection, row.id, now).await?;
            }
            Ok(Some(reread(connection, row.id, now).await?))
        })
    }

    /// Leaves out one date. `None` where there is no schedule of that name.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn skip_date(
        &self,
        guild: GuildId,
        name: &str,
        date: Date,
        now: Timestamp,
    ) -> Result<Option<Schedule>, StoreError> {
        in_transaction!(self.shared, |connection| {
            let Some(row) = ScheduleRow::named(connection, guild, name).await? else { return Ok(None) };
            sqlx::query(
                "INSERT INTO schedule_skip (schedule_id, local_date) VALUES ($1, $2) \
                     ON CONFLICT (schedule_id, local_date) DO NOTHING",
            )
            .bind(row.id)
            .bind(date.to_string())
            .execute(&mut *connection)
            .await?;
            self.record_skipped_date(connection, &row, date, now).await?;
            if row.state == "active" {
                plan(connection, row.id, now).await?;
            }
            Ok(Some(reread(connection, row.id, now).await?))
        })
    }

    /// Shows the left-out date among the schedule's occurrences, and drops it where it waits for another try.
    async fn record_skipped_date(
        &self,
        connection: &mut AnyConnection,
        row: &ScheduleRow,
        date: Date,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let key = OccurrenceKey::Daily { schedule: id(row.id)?, date };
        let new = NewOccurrence {
            key,
            guild: row.guild()?,
            channel: snowflake(row.channel_id)?,
            due_at: row.when()?.instant_on(date).unwrap_or(now),
        };
        self.insert_occurrence(connection, &new, now).await?;
        sqlx::query(
            "UPDATE occurrence SET state = 'skipped', reason = $1 WHERE kind = 'daily' AND subject = $2 \
             AND due_key = $3 AND state = 'due' AND first_tried_at IS NULL",
        )
        .bind(reason::ASKED)
        .bind(row.id)
        .bind(date.to_string())
        .execute(connection)
        .await?;
        Ok(())
    }

    /// Removes a schedule; what it posted stays known. False where there is none of that name.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn remove_schedule(&self, guild: GuildId, name: &str) -> Result<bool, StoreError> {
        in_transaction!(self.shared, |connection| {
            let Some(row) = ScheduleRow::named(connection, guild, name).await? else { return Ok(false) };
            sqlx::query(
                "UPDATE schedule SET state = 'removed', name = NULL, next_date = NULL, next_due_at = NULL \
                     WHERE id = $1",
            )
            .bind(row.id)
            .execute(&mut *connection)
            .await?;
            drop_owed(connection, row.id).await?;
            Ok(true)
        })
    }

    /// Makes a server's schedules owe only what comes after `now`: the bot is back in it.
    pub(super) async fn owe_from(
        &self,
        connection: &mut AnyConnection,
        guild: GuildId,
        now: Timestamp,
    ) -> Result<(), Fault> {
        for row in ScheduleRow::of(connection, guild).await? {
            if row.state == "active" {
                activate(connection, row.id, now).await?;
            }
        }
        Ok(())
    }
}

/// Sets a schedule running: it owes only instants after `now`, and what it owed before is dropped.
async fn activate(connection: &mut AnyConnection, id: i64, now: Timestamp) -> Result<(), Fault> {
    sqlx::query("UPDATE schedule SET state = 'active', pause_reason = NULL, owes_after = $1 WHERE id = $2")
        .bind(now.as_millisecond())
        .bind(id)
        .execute(&mut *connection)
        .await?;
    drop_owed(connection, id).await?;
    plan(connection, id, now).await
}

pub(super) async fn pause(connection: &mut AnyConnection, id: i64, why: PauseReason) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE schedule SET state = 'paused', pause_reason = $1, next_date = NULL, next_due_at = NULL WHERE id = $2",
    )
    .bind(why.written())
    .bind(id)
    .execute(&mut *connection)
    .await?;
    drop_owed(connection, id).await
}

/// What waits for a first try is dropped. What somebody is at, or may have sent, is theirs to finish: they are told
/// at the next claim that it is not wanted any more.
async fn drop_owed(connection: &mut AnyConnection, schedule: i64) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE occurrence SET state = 'skipped', reason = $1 WHERE kind = 'daily' AND subject = $2 \
         AND state = 'due' AND first_tried_at IS NULL",
    )
    .bind(reason::CHANGED)
    .bind(schedule)
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes down the next date that a schedule owes after `after`: not one that is left out, nor one that was posted.
pub(super) async fn plan(connection: &mut AnyConnection, id: i64, after: Timestamp) -> Result<(), Fault> {
    let Some(row) = ScheduleRow::find(connection, id).await? else { return Ok(()) };
    let taken: Vec<String> = sqlx::query_scalar(
        "SELECT local_date AS taken FROM schedule_skip WHERE schedule_id = $1 UNION SELECT due_key FROM occurrence \
         WHERE kind = 'daily' AND subject = $1 AND state IN ('posted', 'unknown') AND due_key >= $2",
    )
    .bind(id)
    // A local date can lie a day off the UTC date, either way.
    .bind(after.to_zoned(jiff::tz::TimeZone::UTC).date().saturating_sub(jiff::Span::new().days(2)).to_string())
    .fetch_all(&mut *connection)
    .await?;
    let when = row.when()?;
    let mut next = when.next_after(after);
    while let Some(found) = next.filter(|found| taken.contains(&found.date.to_string())) {
        next = when.next_after(found.at);
    }
    sqlx::query("UPDATE schedule SET next_date = $1, next_due_at = $2 WHERE id = $3")
        .bind(next.map(|next| next.date.to_string()))
        .bind(next.map(|next| next.at.as_millisecond()))
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

async fn reread(connection: &mut AnyConnection, id: i64, now: Timestamp) -> Result<Schedule, Fault> {
    let row = ScheduleRow::find(connection, id).await?;
    row.ok_or_else(|| StoreError::Other("a schedule vanished while it was changed".to_owned()))?
        .whole(connection, now)
        .await
}
