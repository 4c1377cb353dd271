//! Schedules as rows, and back.

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::model::id::GuildId;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::Fault;
use super::rows::{date, id, instant, plain, snowflake, unreadable, zone};
use super::{PauseReason, Posts, Schedule, ScheduleOptions, StoreError, codes};
use crate::clock::{Days, LocalSchedule, LocalTime, NextOccurrence, Zone};
use crate::deck::DrawsFrom;

impl PauseReason {
    pub(super) fn written(self) -> String {
        match self {
            Self::Asked => "asked".to_owned(),
            Self::Refused(code) => codes::refusal(code),
            Self::Unreadable => "unreadable".to_owned(),
        }
    }

    pub(super) fn read(text: &str) -> Self {
        match text {
            "asked" => Self::Asked,
            _ => codes::refused(text).map_or(Self::Unreadable, Self::Refused),
        }
    }
}

impl Posts {
    pub(super) fn written(self) -> &'static str {
        match self {
            Self::Prompts => "prompts",
            Self::Quiz => "quiz",
            Self::Digest => "digest",
        }
    }

    fn read(text: &str) -> Result<Self, StoreError> {
        match text {
            "prompts" => Ok(Self::Prompts),
            "quiz" => Ok(Self::Quiz),
            "digest" => Ok(Self::Digest),
            _ => Err(unreadable("what a schedule posts")),
        }
    }
}

const COLUMNS: &str = "s.id, s.guild_id, s.name, s.channel_id, s.local_time, s.zone, s.days, s.state, s.pause_reason, \
                       s.owes_after, s.next_date, s.next_due_at, s.role_id, s.thread, s.theme, s.forum, s.resume_on, \
                       s.paused_at, s.probe_at, s.monthly, s.posts, s.series, s.draws_from, \
                       p.user_id AS created_user \
                       FROM schedule s LEFT JOIN person p ON p.id = s.created_by";

#[derive(sqlx::FromRow)]
pub(super) struct ScheduleRow {
    pub(super) id: i64,
    guild_id: i64,
    name: Option<String>,
    pub(super) channel_id: i64,
    local_time: String,
    pub(super) zone: String,
    days: i64,
    pub(super) state: String,
    pause_reason: Option<String>,
    pub(super) owes_after: i64,
    pub(super) next_date: Option<String>,
    pub(super) next_due_at: Option<i64>,
    pub(super) role_id: Option<i64>,
    thread: i64,
    theme: Option<String>,
    forum: i64,
    draws_from: String,
    pub(super) resume_on: Option<String>,
    pub(super) paused_at: Option<i64>,
    pub(super) probe_at: Option<i64>,
    monthly: i64,
    posts: String,
    series: Option<String>,
    created_user: Option<i64>,
}

impl ScheduleRow {
    /// When it posts. A time zone can become unreadable: another machine's list of zones may not have it.
    pub(super) fn when(&self) -> Result<LocalSchedule, StoreError> {
        Ok(LocalSchedule {
            time: self.local_time.parse().map_err(|_| unreadable("a time of day"))?,
            zone: zone(&self.zone)?,
            days: self.days().ok_or_else(|| unreadable("a set of days"))?,
        })
    }

    fn days(&self) -> Option<Days> {
        Days::from_bits(self.days).map(|days| days.monthly(self.monthly != 0))
    }

    /// Why it is paused, where it is.
    pub(super) fn why_paused(&self) -> PauseReason {
        self.pause_reason.as_deref().map_or(PauseReason::Asked, PauseReason::read)
    }

    fn when_in_utc(&self) -> LocalSchedule {
        LocalSchedule {
            time: self.local_time.parse().unwrap_or(LocalTime::NINE),
            zone: Zone::utc(),
            days: self.days().unwrap_or(Days::WEEKDAYS),
        }
    }

    pub(super) fn options(&self) -> Result<ScheduleOptions, StoreError> {
        Ok(ScheduleOptions {
            role: self.role_id.map(snowflake).transpose()?,
            thread: self.thread != 0,
            theme: self.theme.clone(),
            forum: self.forum != 0,
            posts: Posts::read(&self.posts)?,
            series: self.series.clone(),
            draws_from: DrawsFrom::named(&self.draws_from).unwrap_or_default(),
        })
    }

    /// The date before which nothing comes, where that is still ahead.
    fn waits_until(&self, now: Timestamp) -> Option<Date> {
        let zone = self.when().unwrap_or_else(|_| self.when_in_utc()).zone;
        self.resume_on.as_deref().and_then(|text| date(text).ok()).filter(|until| *until > zone.date_at(now))
    }

    /// Whether it is paused until a date that is still ahead.
    pub(super) fn waits(&self, now: Timestamp) -> bool {
        self.waits_until(now).is_some()
    }

    pub(super) fn guild(&self) -> Result<GuildId, StoreError> {
        snowflake(self.guild_id)
    }

    pub(super) async fn find(connection: &mut AnyConnection, id: i64) -> Result<Option<Self>, Fault> {
        let sql = format!("SELECT {COLUMNS} WHERE s.id = $1");
        Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(id).fetch_optional(connection).await?)
    }

    pub(super) async fn named(
        connection: &mut AnyConnection,
        guild: GuildId,
        name: &str,
    ) -> Result<Option<Self>, Fault> {
        let sql = format!("SELECT {COLUMNS} WHERE s.guild_id = $1 AND s.name = $2");
        let query = sqlx::query_as(AssertSqlSafe(sql)).bind(guild.get().cast_signed()).bind(plain(name));
        Ok(query.fetch_optional(connection).await?)
    }

    pub(super) async fn of(connection: &mut AnyConnection, guild: GuildId) -> Result<Vec<Self>, Fault> {
        let sql = format!("SELECT {COLUMNS} WHERE s.guild_id = $1 AND s.state <> 'removed' ORDER BY s.id");
        Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(guild.get().cast_signed()).fetch_all(connection).await?)
    }

    /// The active ones that have a next date.
    pub(super) async fn running(connection: &mut AnyConnection) -> Result<Vec<Self>, Fault> {
        let sql = format!("SELECT {COLUMNS} WHERE s.state = 'active' AND s.next_date IS NOT NULL ORDER BY s.id");
        Ok(sqlx::query_as(AssertSqlSafe(sql)).fetch_all(connection).await?)
    }

    /// The active one whose next instant came the longest ago, where one has. Nothing but that instant orders them: by the
    /// index, the first is found without a look at the others.
    pub(super) async fn come_round(connection: &mut AnyConnection, now: Timestamp) -> Result<Option<Self>, Fault> {
        let query = sqlx::query_as(AssertSqlSafe(Self::first_come_round()));
        Ok(query.bind(now.as_millisecond()).fetch_optional(connection).await?)
    }

    pub(super) fn first_come_round() -> String {
        format!(
            "SELECT {COLUMNS} WHERE s.state = 'active' AND s.next_due_at <= $1 AND EXISTS (SELECT 1 FROM guild g \
             WHERE g.id = s.guild_id AND g.removed_at IS NULL) ORDER BY s.next_due_at LIMIT 1"
        )
    }

    /// With all that belongs to it. Where its calendar cannot be read it is shown in UTC and as paused for that reason,
    /// so that it can be seen, mended and removed.
    pub(super) async fn whole(self, connection: &mut AnyConnection, now: Timestamp) -> Result<Schedule, Fault> {
        let (when, readable) = match self.when() {
            Ok(when) => (when, true),
            Err(_) => (self.when_in_utc(), false),
        };
        let resume_on = self.waits_until(now);
        let today = when.zone.date_at(now).to_string();
        let skips: Vec<String> = sqlx::query_scalar(
            "SELECT local_date FROM schedule_skip WHERE schedule_id = $1 AND local_date >= $2 ORDER BY local_date",
        )
        .bind(self.id)
        .bind(today)
        .fetch_all(connection)
        .await?;
        let why = (self.state == "paused").then(|| self.why_paused());
        let next = match (&self.next_date, self.next_due_at) {
            (Some(next), Some(at)) if readable => Some(NextOccurrence { date: date(next)?, at: instant(at)? }),
            _ => None,
        };
        let options = self.options()?;
        Ok(Schedule {
            options,
            id: id(self.id)?,
            guild: self.guild()?,
            name: self.name.unwrap_or_default(),
            channel: snowflake(self.channel_id)?,
            when,
            resume_on,
            paused: if readable { why } else { Some(PauseReason::Unreadable) },
            paused_at: self.paused_at.filter(|_| self.state == "paused").map(instant).transpose()?,
            next,
            skips: skips.iter().map(|skip| date(skip)).collect::<Result<_, _>>()?,
            created_by: self.created_user.map(snowflake).transpose()?,
        })
    }
}
