//! Schedules: when a channel gets its prompts.
//!
//! A new, edited or resumed schedule owes only instants after that change, and a date once posted is never posted
//! again.

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::model::id::{ChannelId, GuildId, UserId};

use super::{Id, Store, StoreError};
use crate::clock::{LocalSchedule, NextOccurrence};

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

impl Store {
    /// A server's schedules, oldest first.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn schedules(&self, _guild: GuildId, _now: Timestamp) -> Result<Vec<Schedule>, StoreError> {
        todo!()
    }

    /// The schedule of that name.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn schedule(
        &self,
        _guild: GuildId,
        _name: &str,
        _now: Timestamp,
    ) -> Result<Option<Schedule>, StoreError> {
        todo!()
    }

    /// The schedule of that id, unless it was removed.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn schedule_by_id(&self, _id: Id, _now: Timestamp) -> Result<Option<Schedule>, StoreError> {
        todo!()
    }

    /// Makes or edits a schedule. It owes only instants after `now`.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn save_schedule(
        &self,
        _guild: GuildId,
        _draft: &ScheduleDraft,
        _now: Timestamp,
    ) -> Result<Saved, StoreError> {
        todo!()
    }

    /// Pauses a schedule; what it owed and has not posted is not posted. `None` where there is none of that name.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn pause_schedule(
        &self,
        _guild: GuildId,
        _name: &str,
        _why: PauseReason,
        _now: Timestamp,
    ) -> Result<Option<Schedule>, StoreError> {
        todo!()
    }

    /// Resumes a schedule. It owes only instants after `now`. `None` where there is none of that name.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn resume_schedule(
        &self,
        _guild: GuildId,
        _name: &str,
        _now: Timestamp,
    ) -> Result<Option<Schedule>, StoreError> {
        todo!()
    }

    /// Leaves out one date. `None` where there is no schedule of that name.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn skip_date(
        &self,
        _guild: GuildId,
        _name: &str,
        _date: Date,
        _now: Timestamp,
    ) -> Result<Option<Schedule>, StoreError> {
        todo!()
    }

    /// Removes a schedule; what it posted stays known. False where there is none of that name.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn remove_schedule(&self, _guild: GuildId, _name: &str, _now: Timestamp) -> Result<bool, StoreError> {
        todo!()
    }
}
