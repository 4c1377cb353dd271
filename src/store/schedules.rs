//! Schedules: when a channel gets its prompts.
//!
//! A new, edited or resumed schedule owes only instants after that change, and a date once posted is never posted
//! again: also not by one that was removed and made anew under the same name, which is the same one to people.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::model::id::{ChannelId, GuildId, RoleId, UserId};
use sqlx::AnyConnection;

use super::connection::{Fault, in_transaction};
use super::guilds::ensure;
use super::moved::first_owed;
use super::plan::{drop_owed, pause, posted_dates};
use super::quiet::count_anew;
use super::rows::{date, plain};
use super::schedule_rows::ScheduleRow;
use super::series::follow;
use super::skips::resume_on;
use super::{Id, Store, StoreError};
use crate::clock::{LocalSchedule, NextOccurrence};
use crate::deck::DrawsFrom;

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
    /// What it does besides.
    pub options: ScheduleOptions,
    /// Why it is paused; `None` while it runs.
    pub paused: Option<PauseReason>,
    /// The local date before which nothing comes, where somebody asked for that and it is still ahead.
    pub resume_on: Option<Date>,
    /// Since when it is paused.
    pub paused_at: Option<Timestamp>,
    /// The next date that it owes; `None` while it is paused.
    pub next: Option<NextOccurrence>,
    /// Dates from today on that somebody asked to skip, in order.
    pub skips: Vec<Date>,
    /// Who set it last; `None` after that person's erasure. Notices about it are for them.
    pub created_by: Option<UserId>,
}

/// Why a schedule is paused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PauseReason {
    /// Somebody asked.
    Asked,
    /// Discord refused a post, with this error code.
    Refused(u32),
    /// Its time zone is none that this machine knows (any more); [`Schedule::when`] is then in UTC.
    Unreadable,
}

/// What a schedule does besides posting at its time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScheduleOptions {
    /// Mention this role with each post.
    pub role: Option<RoleId>,
    /// Open a thread under each post.
    pub thread: bool,
    /// Only prompts of this theme (a contrast's, idea's, … id); `None` for all.
    pub theme: Option<String>,
    /// Its channel is a forum: each post is a thread of its own.
    pub forum: bool,
    /// What it posts.
    pub posts: Posts,
    /// The series that it follows, one prompt a post; `None` for none. Naming the one that it follows already goes on with
    /// it; any other begins at its first day.
    pub series: Option<String>,
    /// Whose prompts it posts.
    pub draws_from: DrawsFrom,
}

/// What a schedule posts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Posts {
    /// A prompt each time.
    #[default]
    Prompts,
    /// An invitation to a round of the quiz each time, the same moments for everybody.
    Quiz,
    /// How much recognition there was since the last one.
    Digest,
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
    /// What it does besides; `None` keeps what it does, but takes another channel for one that is no forum.
    pub options: Option<ScheduleOptions>,
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

    /// The dates of a schedule from `from` on whose prompts were posted, or may have been: none of them comes again.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn posted_dates(&self, schedule: Id, from: Date) -> Result<BTreeSet<Date>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        posted_dates(&mut connection, schedule.get(), from).await?.iter().map(|posted| date(posted)).collect()
    }

    /// Makes or edits a schedule. It owes only instants after `now`; an edited one that was paused runs again. In another
    /// time zone, what it owed and has not posted stays owed, also where its time has passed there already.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn save_schedule(
        &self,
        guild: GuildId,
        draft: &ScheduleDraft,
        now: Timestamp,
    ) -> Result<Saved, StoreError> {
        match &draft.options {
            Some(options) => self.save_schedule_over(guild, draft, &|_| options.clone(), now).await,
            None => self.save_schedule_over(guild, draft, &|before| before, now).await,
        }
    }

    /// The same, where what it does besides is made by `over` of what it does at that moment: a series may have ended, or
    /// somebody else have changed it, since it was looked at. [`ScheduleDraft::options`] is not looked at.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn save_schedule_over(
        &self,
        guild: GuildId,
        draft: &ScheduleDraft,
        over: &(dyn Fn(ScheduleOptions) -> ScheduleOptions + Send + Sync),
        now: Timestamp,
    ) -> Result<Saved, StoreError> {
        in_transaction!(self.shared, |connection| {
            ensure(connection, guild, now).await?;
            let known = ScheduleRow::named(connection, guild, &draft.name).await?;
            let created = known.is_none();
            if created && ScheduleRow::of(connection, guild).await?.len() >= MOST_SCHEDULES {
                return Ok(Saved::TooMany);
            }
            let removed = ScheduleRow::named(connection, guild, &once_called(&draft.name)).await?;
            // What people were promised by the old zone is theirs by the new one.
            let owed = match &known {
                Some(row) if row.zone != draft.when.zone.name() => first_owed(connection, row).await?,
                _ => None,
            };
            let id = match known.or(removed) {
                Some(row) => {
                    let by = self.person(connection, guild, draft.by, now).await?;
                    if created {
                        wake(connection, row.id, &draft.name, self.shared.ids.next(now)).await?;
                    }
                    sqlx::query(
                        "UPDATE schedule SET forum = CASE WHEN channel_id = $1 THEN forum ELSE 0 END, channel_id = $1, \
                             local_time = $2, zone = $3, days = $4, monthly = $5, created_by = $6 WHERE id = $7",
                    )
                    .bind(draft.channel.get().cast_signed())
                    .bind(draft.when.time.to_string())
                    .bind(draft.when.zone.name())
                    .bind(draft.when.days.bits())
                    .bind(i64::from(draft.when.days.is_monthly()))
                    .bind(by.get())
                    .bind(row.id)
                    .execute(&mut *connection)
                    .await?;
                    row.id
                }
                None => {
                    let by = self.person(connection, guild, draft.by, now).await?;
                    let id = self.shared.ids.next(now).get();
                    sqlx::query(
                        "INSERT INTO schedule (id, guild_id, name, channel_id, local_time, zone, days, state, \
                             owes_after, created_by, monthly) \
                         VALUES ($1, $2, $3, $4, $5, $6, $7, 'active', $8, $9, $10)",
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
                    .bind(i64::from(draft.when.days.is_monthly()))
                    .execute(&mut *connection)
                    .await?;
                    id
                }
            };
            let before = match ScheduleRow::find(connection, id).await? {
                Some(row) => row.options()?,
                None => ScheduleOptions::default(),
            };
            let options = over(before.clone());
            if options != before {
                keep_options(connection, id, &options, self.shared.ids.next(now)).await?;
            }
            resume_on(connection, id, None).await?;
            count_anew(connection, id, now).await?;
            self.activate(connection, id, now).await?;
            self.plan_again(connection, id, now).await?;
            if let Some(first) = owed {
                self.owe_passed(connection, id, first, now).await?;
            }
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
            resume_on(connection, row.id, None).await?;
            pause(connection, row.id, why, now).await?;
            Ok(Some(reread(connection, row.id, now).await?))
        })
    }

    /// Resumes a schedule, also one that is paused until a date; one that runs stays as it is. It owes only instants after `now`. `None` where there is
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
            if row.state != "active" || row.waits(now) {
                resume_on(connection, row.id, None).await?;
                self.activate(connection, row.id, now).await?;
                self.plan_again(connection, row.id, now).await?;
            }
            Ok(Some(reread(connection, row.id, now).await?))
        })
    }

    /// Removes a schedule. What it posted stays known, and is not posted again where one of the same name is made. False where there is none of that name.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn remove_schedule(&self, guild: GuildId, name: &str) -> Result<bool, StoreError> {
        in_transaction!(self.shared, |connection| {
            let Some(row) = ScheduleRow::named(connection, guild, name).await? else { return Ok(false) };
            sqlx::query(
                "UPDATE schedule SET state = 'removed', name = $1, next_date = NULL, next_due_at = NULL \
                     WHERE id = $2",
            )
            .bind(plain(&once_called(name)))
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
                self.activate(connection, row.id, now).await?;
                self.plan_again(connection, row.id, now).await?;
            }
        }
        Ok(())
    }
}

/// What a removed schedule is called in its row, so that its name is free and it can be found again. No name that people
/// can give has a colon.
fn once_called(name: &str) -> String {
    format!("removed:{name}")
}

/// `run` is a new one, for a series that begins.
async fn keep_options(
    connection: &mut AnyConnection,
    id: i64,
    options: &ScheduleOptions,
    run: Id,
) -> Result<(), Fault> {
    sqlx::query("UPDATE schedule SET role_id = $1, thread = $2, theme = $3, forum = $4, posts = $5 WHERE id = $6")
        .bind(options.role.map(|role| role.get().cast_signed()))
        .bind(i64::from(options.thread))
        .bind(options.theme.as_deref().map(plain))
        .bind(i64::from(options.forum))
        .bind(options.posts.written())
        .bind(id)
        .execute(&mut *connection)
        .await?;
    sqlx::query("UPDATE schedule SET draws_from = $1 WHERE id = $2")
        .bind(options.draws_from.name())
        .bind(id)
        .execute(&mut *connection)
        .await?;
    follow(connection, id, options.series.as_deref(), run).await
}

/// Gives a removed schedule its name back. What it was to leave out and to do besides is forgotten; what it posted is not.
async fn wake(connection: &mut AnyConnection, id: i64, name: &str, run: Id) -> Result<(), Fault> {
    sqlx::query("UPDATE schedule SET name = $1 WHERE id = $2")
        .bind(plain(name))
        .bind(id)
        .execute(&mut *connection)
        .await?;
    sqlx::query("DELETE FROM schedule_skip WHERE schedule_id = $1").bind(id).execute(&mut *connection).await?;
    keep_options(connection, id, &ScheduleOptions::default(), run).await
}

pub(super) async fn reread(connection: &mut AnyConnection, id: i64, now: Timestamp) -> Result<Schedule, Fault> {
    let row = ScheduleRow::find(connection, id).await?;
    row.ok_or_else(|| StoreError::Other("a schedule vanished while it was changed".to_owned()))?
        .whole(connection, now)
        .await
}
