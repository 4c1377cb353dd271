//! The quiet question: after ten daily posts in a row on which nobody pressed a button, the person who set the schedule last
//! is asked once whether fewer would be better. That somebody pressed is a flag of the post; who, nobody knows.

use jiff::Timestamp;
use serenity::model::id::GuildId;
use sqlx::AnyConnection;

use super::connection::{Fault, in_transaction};
use super::rows::instant;
use super::schedule_rows::ScheduleRow;
use super::{Claim, Id, NewOccurrence, News, OccurrenceKey, Posts, Schedule, Store, StoreError, reason};
use crate::clock::{Days, LocalTime};

/// So many posts in a row.
pub const QUIET_POSTS: usize = 10;

impl Store {
    /// Somebody pressed a button of a daily post.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn post_pressed(&self, guild: GuildId, post: Id) -> Result<(), StoreError> {
        // Most presses are not a post's first: nobody queues to write for them.
        if !self.is_first_press(guild, post).await? {
            return Ok(());
        }
        in_transaction!(self.shared, |connection| {
            sqlx::query(
                "INSERT INTO post_pressed (occurrence_id) SELECT id FROM occurrence WHERE id = $1 AND guild_id = $2 \
                 AND kind = 'daily' ON CONFLICT (occurrence_id) DO NOTHING",
            )
            .bind(post.get())
            .bind(guild.get().cast_signed())
            .execute(connection)
            .await?;
            Ok(())
        })
    }

    async fn is_first_press(&self, guild: GuildId, post: Id) -> Result<bool, StoreError> {
        let unpressed: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM occurrence o WHERE o.id = $1 AND o.guild_id = $2 AND o.kind = 'daily' \
             AND NOT EXISTS (SELECT 1 FROM post_pressed x WHERE x.occurrence_id = o.id)",
        )
        .bind(post.get())
        .bind(guild.get().cast_signed())
        .fetch_one(&self.shared.pool)
        .await?;
        Ok(unpressed > 0)
    }

    /// Gives a schedule that runs other days, or another time, and nothing else: the answer to the quiet question. `None`
    /// where it was removed; one that is paused is left as it is.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn adjust_schedule(
        &self,
        schedule: Id,
        days: Option<Days>,
        time: Option<LocalTime>,
        now: Timestamp,
    ) -> Result<Option<Schedule>, StoreError> {
        in_transaction!(self.shared, |connection| {
            let Some(row) = ScheduleRow::find(connection, schedule.get()).await? else { return Ok(None) };
            if row.state == "removed" {
                return Ok(None);
            }
            let when = row.when();
            if let (true, Ok(when)) = (row.state == "active", &when)
                && (days.is_some_and(|days| days != when.days) || time.is_some_and(|time| time != when.time))
            {
                sqlx::query("UPDATE schedule SET days = $1, local_time = $2 WHERE id = $3")
                    .bind(days.unwrap_or(when.days).bits())
                    .bind(time.unwrap_or(when.time).to_string())
                    .bind(row.id)
                    .execute(&mut *connection)
                    .await?;
                self.activate(connection, row.id, now).await?;
                self.plan_again(connection, row.id, now).await?;
            }
            let Some(row) = ScheduleRow::find(connection, row.id).await? else { return Ok(None) };
            Ok(Some(row.whole(connection, now).await?))
        })
    }

    /// Owes the question where a daily post has followed ten on which nobody pressed anything. One that was dropped because
    /// somebody did meanwhile, or because the bot was away, is taken up again.
    pub(super) async fn ask_whether_too_often(
        &self,
        connection: &mut AnyConnection,
        posted: &Claim,
    ) -> Result<(), Fault> {
        let OccurrenceKey::Daily { schedule, .. } = posted.occurrence.key else { return Ok(()) };
        if !asks_for_a_press(connection, schedule).await? {
            return Ok(());
        }
        let since = counted_since(connection, schedule).await?;
        // The post itself is new; the ten before it had their time.
        if quiet_posts(connection, schedule, since, Some(posted.occurrence.id)).await? < QUIET_POSTS {
            return Ok(());
        }
        let (guild, channel, now) = (posted.occurrence.guild, posted.occurrence.channel, posted.claimed_at);
        let news = News::Quiet { since: instant(since)? };
        let key = OccurrenceKey::Notice { about: schedule, news };
        if self.insert_occurrence(connection, &NewOccurrence { key, guild, channel, due_at: now }, now).await?.is_none()
        {
            sqlx::query(
                "UPDATE occurrence SET state = 'due', reason = NULL, due_at = $1, ready_at = $1 WHERE kind = 'notice' \
                 AND subject = $2 AND due_key = $3 AND state = 'skipped' AND reason IN ($4, $5) \
                 AND first_tried_at IS NULL",
            )
            .bind(now.as_millisecond())
            .bind(schedule.get())
            .bind(key.due_key())
            .bind(reason::CHANGED)
            .bind(reason::LEFT)
            .execute(connection)
            .await?;
        }
        Ok(())
    }
}

/// Somebody has set a schedule anew: its posts are counted from now on, and it may be asked about again.
pub(super) async fn count_anew(connection: &mut AnyConnection, schedule: i64, now: Timestamp) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO schedule_counted (schedule_id, since) VALUES ($1, $2) \
         ON CONFLICT (schedule_id) DO UPDATE SET since = excluded.since",
    )
    .bind(schedule)
    .bind(now.as_millisecond())
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether the question is still to be asked: the schedule runs as it did, and nobody has pressed anything since.
pub(super) async fn still_quiet(
    connection: &mut AnyConnection,
    row: &ScheduleRow,
    since: Timestamp,
) -> Result<bool, Fault> {
    let schedule = super::rows::id(row.id)?;
    if row.state != "active" || counted_since(connection, schedule).await? != since.as_millisecond() {
        return Ok(false);
    }
    Ok(quiet_posts(connection, schedule, since.as_millisecond(), None).await? >= QUIET_POSTS)
}

/// Whether its posts wait for anybody: a prompt and a round do. What only tells something (a digest) is read, not pressed.
async fn asks_for_a_press(connection: &mut AnyConnection, schedule: Id) -> Result<bool, Fault> {
    let posts: Option<String> = sqlx::query_scalar("SELECT posts FROM schedule WHERE id = $1")
        .bind(schedule.get())
        .fetch_optional(connection)
        .await?;
    Ok(posts.is_some_and(|posts| [Posts::Prompts, Posts::Quiz].iter().any(|asking| asking.written() == posts)))
}

async fn counted_since(connection: &mut AnyConnection, schedule: Id) -> Result<i64, Fault> {
    let since: Option<i64> = sqlx::query_scalar("SELECT since FROM schedule_counted WHERE schedule_id = $1")
        .bind(schedule.get())
        .fetch_optional(connection)
        .await?;
    Ok(since.unwrap_or(0))
}

/// How many of the latest posts (eleven are looked at, without `but`) nobody has pressed a button of, up to the first one
/// that somebody did.
async fn quiet_posts(
    connection: &mut AnyConnection,
    schedule: Id,
    since: i64,
    but: Option<Id>,
) -> Result<usize, Fault> {
    let latest: Vec<(i64, i64)> = sqlx::query_as(
        "SELECT o.id, CASE WHEN EXISTS (SELECT 1 FROM post_pressed x WHERE x.occurrence_id = o.id) THEN 1 ELSE 0 END \
         FROM occurrence o WHERE o.kind = 'daily' AND o.subject = $1 AND o.state = 'posted' AND o.due_at >= $2 \
         ORDER BY o.due_key DESC LIMIT 11",
    )
    .bind(schedule.get())
    .bind(since)
    .fetch_all(connection)
    .await?;
    let others = latest.iter().filter(|(id, _)| but.is_none_or(|but| but.get() != *id));
    Ok(others.take_while(|(_, pressed)| *pressed == 0).count())
}
