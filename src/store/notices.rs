//! Notices: what one person who manages a server is told once, because nobody would see it otherwise.
//!
//! A notice is an occurrence like all others, written in the transaction that makes it necessary, so that it can be
//! neither forgotten nor told twice. Where it goes is decided when it is first sent, and written down before.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::model::id::{ChannelId, GuildId, RoleId, UserId};
use sqlx::AnyConnection;

use super::claiming::NEVER_LATE;
use super::connection::{Fault, in_transaction};
use super::contact::give_back;
use super::deck_state::deck_state;
use super::guilds;
use super::occurrence_rows::OccurrenceRow;
use super::quiet::still_quiet;
use super::reports::any_open;
use super::schedule_rows::ScheduleRow;
use super::{
    Claim, Id, NewOccurrence, Occurrence, OccurrenceKey, OccurrenceState, PauseReason, Schedule, Store, StoreError,
};
use crate::deck::DrawsFrom;

/// For so long nothing is tried again by itself after it was.
const BETWEEN_PROBES: Duration = Duration::from_secs(24 * 60 * 60);

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum News {
    /// A schedule was paused at that instant, because its posts are refused or its calendar cannot be read.
    Paused {
        /// When.
        since: Timestamp,
    },
    /// A post may be in its channel or not, and nobody can look.
    Held,
    /// The role that a schedule mentioned is gone, and the schedule goes on without it.
    RoleGone {
        /// Which role.
        role: RoleId,
    },
    /// Few prompts are left before the deck begins again that a schedule draws from alone.
    DeckLow {
        /// In which round of the deck: [`super::DeckState::round`].
        round: i64,
        /// How often [`crate::deck::LOW`] goes into what the deck holds: one that grew by so many is news again.
        size: i64,
    },
    /// Somebody asked a server's stewards to look at a recognition: told on that day of the server at most once.
    Reported {
        /// The day.
        on: Date,
    },
    /// Nobody has pressed a button of a schedule's latest posts: a question whether fewer would be better.
    Quiet {
        /// From when on they are counted.
        since: Timestamp,
    },
}

/// Where a notice was taken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticePlace {
    /// The server's system channel.
    System,
    /// The private messages of the person who set it up, or who is asked.
    Direct,
    /// The thread where somebody wanted to be asked.
    Thread,
    /// The channel of what stewards are asked to look at, or another one where the server hears of the bot.
    Known,
}

impl NoticePlace {
    /// Where this notice was taken to; `None` before its first try.
    pub fn of(notice: &Occurrence) -> Option<Self> {
        match notice.content.as_deref() {
            Some("system") => Some(Self::System),
            Some("direct") => Some(Self::Direct),
            Some("thread") => Some(Self::Thread),
            Some("known") => Some(Self::Known),
            _ => None,
        }
    }

    fn written(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Direct => "direct",
            Self::Thread => "thread",
            Self::Known => "known",
        }
    }
}

/// What became of a schedule that was to be tried again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TriedAgain {
    /// It runs again. A date within the grace comes at once, and is its [`Schedule::next`] then.
    Runs(Schedule),
    /// It was not paused because something was refused, or not any more; it is as it was.
    Unchanged(Schedule),
    /// It was tried again by itself less than a day ago.
    NotYet,
    /// It was removed.
    Gone,
}

impl Store {
    /// Records where a notice goes, before it is tried there: whoever takes it over looks for it in that place. A try
    /// in an earlier place certainly sent nothing. The claim as it is from now on.
    ///
    /// # Errors
    /// [`StoreError::NotHolder`], or where the store fails.
    pub async fn redirect(&self, claim: &Claim, channel: ChannelId, place: NoticePlace) -> Result<Claim, StoreError> {
        in_transaction!(self.shared, |connection| {
            claim.check(connection).await?;
            // Whoever's week it took was told nothing by it.
            give_back(connection, claim, None).await?;
            sqlx::query(
                "UPDATE occurrence SET channel_id = $1, content = $2, first_tried_at = NULL, tried_by = NULL \
                 WHERE id = $3",
            )
            .bind(channel.get().cast_signed())
            .bind(place.written())
            .bind(claim.occurrence.id.get())
            .execute(connection)
            .await?;
            Ok(())
        })?;
        let content = Some(place.written().to_owned());
        let occurrence = Occurrence { channel, content, ..claim.occurrence.clone() };
        Ok(Claim { occurrence, earlier: None, ..claim.clone() })
    }

    /// An occurrence by its id.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn occurrence(&self, id: Id) -> Result<Option<Occurrence>, StoreError> {
        let row: Option<OccurrenceRow> = sqlx::query_as(OccurrenceRow::select("WHERE o.id = $1"))
            .bind(id.get())
            .fetch_optional(&self.shared.pool)
            .await?;
        row.map(OccurrenceRow::read).transpose()
    }

    /// Whom a notice is for: who set the schedule last, else who set the server up; `None` where neither is known.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn responsible(&self, guild: GuildId, schedule: Option<&Schedule>) -> Result<Option<UserId>, StoreError> {
        if let Some(maker) = schedule.and_then(|schedule| schedule.created_by) {
            return Ok(Some(maker));
        }
        Ok(self.guild(guild).await?.and_then(|guild| guild.set_up).and_then(|set_up| set_up.by))
    }

    /// Lets a schedule whose posts were refused run again because somebody asked. What it owed within `grace` (a date
    /// that was refused, or passed while it was paused) comes now: the latest of them, once.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn try_again(&self, schedule: Id, now: Timestamp, grace: Duration) -> Result<TriedAgain, StoreError> {
        in_transaction!(self.shared, |connection| { self.run_again(connection, schedule, now, grace, false).await })
    }

    /// The same because its channel looks well again: at most once a day, unless a post arrived there since.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn try_again_by_itself(
        &self,
        schedule: Id,
        now: Timestamp,
        grace: Duration,
    ) -> Result<TriedAgain, StoreError> {
        in_transaction!(self.shared, |connection| { self.run_again(connection, schedule, now, grace, true).await })
    }

    /// Records that a look at a refused schedule's channel was itself refused: the next one is a day away.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn looked_in_vain(&self, schedule: Id, now: Timestamp) -> Result<(), StoreError> {
        in_transaction!(self.shared, |connection| {
            rest_from_probing(connection, schedule.get(), now).await?;
            Ok(())
        })
    }

    /// The schedules of a server that are paused because a post was refused, and may be tried again by themselves.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn refused_schedules(&self, guild: GuildId, now: Timestamp) -> Result<Vec<Schedule>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let mut refused = Vec::new();
        for row in ScheduleRow::of(&mut connection, guild).await? {
            let rests = row.probe_at.is_some_and(|at| at > now.as_millisecond());
            if row.is_refused() && !rests {
                refused.push(row.whole(&mut connection, now).await?);
            }
        }
        Ok(refused)
    }

    /// A role is gone: the schedules that mentioned it go on without, and somebody is told so. True where there were
    /// any.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn role_gone(&self, guild: GuildId, role: RoleId, now: Timestamp) -> Result<bool, StoreError> {
        // Roles come and go in servers where no schedule mentions any: nobody queues to write for them.
        if !self.mentioned_roles(guild).await?.contains(&role) {
            return Ok(false);
        }
        in_transaction!(self.shared, |connection| {
            let mut any = false;
            for row in ScheduleRow::of(connection, guild).await? {
                if row.role_id != Some(role.get().cast_signed()) {
                    continue;
                }
                sqlx::query("UPDATE schedule SET role_id = NULL WHERE id = $1")
                    .bind(row.id)
                    .execute(&mut *connection)
                    .await?;
                self.tell(connection, super::rows::id(row.id)?, News::RoleGone { role }, &row, now).await?;
                any = true;
            }
            Ok(any)
        })
    }

    /// The roles that a server's schedules mention.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn mentioned_roles(&self, guild: GuildId) -> Result<Vec<RoleId>, StoreError> {
        let roles: Vec<i64> = sqlx::query_scalar(
            "SELECT DISTINCT role_id FROM schedule WHERE guild_id = $1 AND role_id IS NOT NULL AND state <> 'removed'",
        )
        .bind(guild.get().cast_signed())
        .fetch_all(&self.shared.pool)
        .await?;
        roles.into_iter().map(super::rows::snowflake).collect()
    }

    /// Owes a notice about a schedule.
    pub(super) async fn tell(
        &self,
        connection: &mut AnyConnection,
        about: Id,
        news: News,
        schedule: &ScheduleRow,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let (guild, channel) = (schedule.guild()?, super::rows::snowflake(schedule.channel_id)?);
        let key = OccurrenceKey::Notice { about, news };
        self.insert_occurrence(connection, &NewOccurrence { key, guild, channel, due_at: now }, now).await?;
        Ok(())
    }

    /// Owes a notice about a post that is held. None about a notice, or about the hello: nobody has set anything up then.
    pub(super) async fn tell_of_held(
        &self,
        connection: &mut AnyConnection,
        held: &Occurrence,
        now: Timestamp,
    ) -> Result<(), Fault> {
        match held.key {
            OccurrenceKey::Daily { .. }
            | OccurrenceKey::Extra { .. }
            | OccurrenceKey::Introduction { .. }
            | OccurrenceKey::Announcement { .. }
            | OccurrenceKey::Reflection { .. } => {}
            // What somebody wanted to be asked, or to hear, is nobody else's business.
            OccurrenceKey::Hello { .. }
            | OccurrenceKey::Notice { .. }
            | OccurrenceKey::Thread { .. }
            | OccurrenceKey::CheckIn { .. }
            | OccurrenceKey::DeckAnswer { .. }
            | OccurrenceKey::PrivateThanks { .. }
            | OccurrenceKey::Nudge { .. } => return Ok(()),
        }
        let key = OccurrenceKey::Notice { about: held.id, news: News::Held };
        let new = NewOccurrence { key, guild: held.guild, channel: held.channel, due_at: now };
        guilds::ensure(connection, held.guild, now).await?;
        self.insert_occurrence(connection, &new, now).await?;
        Ok(())
    }

    async fn run_again(
        &self,
        connection: &mut AnyConnection,
        schedule: Id,
        now: Timestamp,
        grace: Duration,
        by_itself: bool,
    ) -> Result<TriedAgain, Fault> {
        let Some(row) = ScheduleRow::find(connection, schedule.get()).await? else { return Ok(TriedAgain::Gone) };
        if row.state == "removed" {
            return Ok(TriedAgain::Gone);
        }
        if !row.is_refused() {
            return Ok(TriedAgain::Unchanged(row.whole(connection, now).await?));
        }
        if by_itself {
            if row.probe_at.is_some_and(|at| at > now.as_millisecond()) {
                return Ok(TriedAgain::NotYet);
            }
            rest_from_probing(connection, row.id, now).await?;
        } else {
            // Somebody waits for it, and is told where it is refused again.
            sqlx::query("UPDATE schedule SET probe_at = NULL WHERE id = $1")
                .bind(row.id)
                .execute(&mut *connection)
                .await?;
        }
        // It owes what it owed before, as far as that is not too late: the planner finds the dates anew, and none that was
        // posted or left out is among them.
        let grace = grace.max(NEVER_LATE);
        let since =
            now.checked_sub(grace).unwrap_or(Timestamp::MIN).as_millisecond().saturating_sub(1).max(row.owes_after);
        sqlx::query(
            "UPDATE schedule SET state = 'active', pause_reason = NULL, paused_at = NULL, owes_after = $1 WHERE id = $2",
        )
        .bind(since)
        .bind(row.id)
        .execute(&mut *connection)
        .await?;
        self.plan(connection, row.id, super::rows::instant(since)?).await?;
        let Some(row) = ScheduleRow::find(connection, row.id).await? else { return Ok(TriedAgain::Gone) };
        let whole = row.whole(connection, now).await?;
        Ok(match whole.paused {
            None => TriedAgain::Runs(whole),
            Some(_) => TriedAgain::Unchanged(whole),
        })
    }
}

/// Whether a notice is still true when it is about to be sent.
pub(super) async fn still_news(connection: &mut AnyConnection, about: Id, news: News) -> Result<bool, Fault> {
    if news == News::Held {
        let row: Option<OccurrenceRow> = sqlx::query_as(OccurrenceRow::select("WHERE o.id = $1"))
            .bind(about.get())
            .fetch_optional(connection)
            .await?;
        let held = row.map(OccurrenceRow::read).transpose()?;
        return Ok(held.is_some_and(|held| held.state == OccurrenceState::Unknown));
    }
    if let News::Reported { .. } = news {
        // One of a later day says it in place of one that nobody could be told of until now.
        let later: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM occurrence WHERE kind = 'notice' AND subject = $1 AND due_key > $2 \
             AND due_key LIKE 'reported:%'",
        )
        .bind(about.get())
        .bind(OccurrenceKey::Notice { about, news }.due_key())
        .fetch_one(&mut *connection)
        .await?;
        return Ok(later == 0 && any_open(connection, about.get()).await?);
    }
    let Some(row) = ScheduleRow::find(connection, about.get()).await? else { return Ok(false) };
    Ok(match news {
        News::Paused { since } => row.state == "paused" && row.paused_at == Some(since.as_millisecond()),
        News::Quiet { since } => still_quiet(connection, &row, since).await?,
        News::DeckLow { .. } => {
            let draws = row.state != "removed" && row.options()?.draws_from == DrawsFrom::Team;
            draws && deck_state(connection, row.guild()?.get().cast_signed()).await?.is_low()
        }
        _ => row.state != "removed",
    })
}

pub(super) async fn rest_from_probing(
    connection: &mut AnyConnection,
    schedule: i64,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query("UPDATE schedule SET probe_at = $1 WHERE id = $2")
        .bind(super::claims::later(now, BETWEEN_PROBES).as_millisecond())
        .bind(schedule)
        .execute(connection)
        .await?;
    Ok(())
}

impl ScheduleRow {
    /// Paused because a post was refused.
    fn is_refused(&self) -> bool {
        self.state == "paused" && matches!(self.why_paused(), PauseReason::Refused(_))
    }
}
