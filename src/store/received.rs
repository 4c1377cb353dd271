//! What somebody decides about the recognition that they get: seen by nobody else, never announced, not from this person,
//! to be looked at by a steward. It goes before whatever its giver wanted.
//!
//! Whoever asks is found by the row that says that it was given to them, so nobody else's press does anything.

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::model::id::{ChannelId, GuildId, UserId};
use sqlx::AnyConnection;

use super::announcement_changes::{Wanted, recognition_changed};
use super::connection::{Fault, in_transaction};
use super::guilds::ensure;
use super::people::known;
use super::reversals::{Current, Ended, current, whole};
use super::rows::{id, plain, snowflake, zone};
use super::strength_totals;
use super::{Id, NewOccurrence, News, OccurrenceKey, Recognition, Store, StoreError};
use crate::clock::{Days, LocalSchedule, LocalTime, Zone};

/// So many people at most are on the list of those from whom somebody wants nothing: as many as one menu holds.
pub const MOST_DECLINED: usize = 25;

/// A recognition, to somebody who got it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// What it is today.
    pub recognition: Recognition,
    /// How it ended, if it did.
    pub ended: Option<Ended>,
    /// They want it seen by nobody else.
    pub hidden: bool,
    /// They want nothing from its giver from now on.
    pub declined: bool,
    /// They want nothing announced.
    pub never_announce: bool,
    /// They asked a steward to look at it: that is open, or decided about the words that it has.
    pub reported: bool,
    /// They asked, whichever words it had then, and nothing of it is open.
    pub left: bool,
}

/// What somebody settled about what they get.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taking {
    /// Nothing of it is announced.
    pub never_announce: bool,
    /// From whom they want nothing.
    pub declined: Vec<UserId>,
}

/// What came of asking a steward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reported {
    /// A steward will see it.
    Now,
    /// They asked before: it is open, or decided about these words.
    Before,
    /// It is not theirs, or no longer there.
    Gone,
}

/// What came of [`Store::decline_from`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declining {
    /// It holds.
    Done,
    /// There are [`MOST_DECLINED`] on the list.
    Full,
    /// The recognition is not theirs, or no longer there.
    Gone,
    /// Its giver is nobody any more.
    GiverGone,
}

/// Somebody who got a recognition.
struct Own {
    person: i64,
    current: Current,
}

impl Store {
    /// A recognition of that server, to somebody who got it; `None` to everybody else.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn received(&self, guild: GuildId, user: UserId, named: Id) -> Result<Option<Received>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let Some(own) = own(&mut connection, guild, user, named).await? else { return Ok(None) };
        let Some(recognition) = whole(&mut connection, own.current.id).await? else { return Ok(None) };
        let (hidden, never_announce, declined, reported, all_closed): (i64, i64, i64, i64, i64) = sqlx::query_as(
            "SELECT x.hidden, p.never_announce, \
             (SELECT COUNT(*) FROM declined_giver d WHERE d.person_id = p.id AND d.giver = $3) AS declined, \
             (SELECT COUNT(*) FROM report t JOIN recognition r ON r.id = t.recognition_id \
              WHERE t.person_id = p.id AND (r.id = $4 OR r.first_id = $4) \
              AND (t.closed_at IS NULL OR t.recognition_id = x.recognition_id)) AS reported, \
             (SELECT COALESCE(MIN(CASE WHEN t.closed_at IS NULL THEN 0 ELSE 1 END), 0) FROM report t \
              JOIN recognition r ON r.id = t.recognition_id \
              WHERE t.person_id = p.id AND (r.id = $4 OR r.first_id = $4)) AS all_closed \
             FROM recognition_receiver x JOIN person p ON p.id = x.person_id \
             WHERE x.recognition_id = $1 AND x.person_id = $2",
        )
        .bind(own.current.id)
        .bind(own.person)
        .bind(own.current.giver)
        .bind(own.current.first)
        .fetch_one(&mut *connection)
        .await?;
        Ok(Some(Received {
            recognition: *recognition,
            ended: own.current.ended(),
            hidden: hidden != 0,
            declined: declined != 0,
            never_announce: never_announce != 0,
            reported: reported != 0,
            left: all_closed != 0,
        }))
    }

    /// The days on which those were given that a steward removed since `since` and that this person, who got them, had asked
    /// a steward to look at; the last one removed first.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn removed_for(&self, guild: GuildId, user: UserId, since: Timestamp) -> Result<Vec<Date>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let Some(person) = known(&mut connection, guild, user).await? else { return Ok(Vec::new()) };
        let reported: Vec<i64> = sqlx::query_scalar(
            "SELECT recognition_id FROM report WHERE guild_id = $1 AND closed_at >= $2 AND person_id = $3 \
             ORDER BY closed_at DESC, id DESC",
        )
        .bind(guild.get().cast_signed())
        .bind(since.as_millisecond())
        .bind(person)
        .fetch_all(&mut *connection)
        .await?;
        let (mut days, mut seen) = (Vec::new(), Vec::new());
        for one in reported {
            let today = current(&mut connection, guild, id(one)?).await?;
            let Some(today) = today.filter(|today| !seen.contains(&today.first)) else { continue };
            if matches!(today.ended(), Some(Ended::Voided { .. })) {
                seen.push(today.first);
                days.push(today.local_date()?);
            }
        }
        Ok(days)
    }

    /// In which server a recognition was given.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn given_in(&self, recognition: Id) -> Result<Option<GuildId>, StoreError> {
        let guild: Option<i64> = sqlx::query_scalar("SELECT guild_id FROM recognition WHERE id = $1")
            .bind(recognition.get())
            .fetch_optional(&self.shared.pool)
            .await?;
        guild.map(snowflake).transpose()
    }

    /// Somebody who got it wants it seen by nobody else, or by everybody again. Who wants nothing announced shows none: what is
    /// hidden stays so then, and an edit that is owed names them nowhere. False where it is not theirs.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn hide_received(
        &self,
        guild: GuildId,
        user: UserId,
        named: Id,
        hidden: bool,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        in_transaction!(self.shared, |connection| {
            let Some(own) = own(connection, guild, user, named).await? else { return Ok(false) };
            if !hidden {
                let never: i64 = sqlx::query_scalar("SELECT never_announce FROM person WHERE id = $1")
                    .bind(own.person)
                    .fetch_one(&mut *connection)
                    .await?;
                if never != 0 {
                    return Ok(true);
                }
            }
            hide(connection, &own, hidden).await?;
            recognition_changed(connection, own.current.first, Wanted::Edited, now).await?;
            Ok(true)
        })
    }

    /// Somebody wants nothing announced of what they get, or all of it again; from now on. On the card of a recognition
    /// (`on`, of this server) who wants nothing announced hides that one, too. What is hidden stays so.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn announce_received(
        &self,
        guild: GuildId,
        user: UserId,
        wanted: bool,
        on: Option<Id>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        in_transaction!(self.shared, |connection| {
            ensure(connection, guild, now).await?;
            let person = self.person(connection, guild, user, now).await?;
            sqlx::query("UPDATE person SET never_announce = $1 WHERE id = $2")
                .bind(i64::from(!wanted))
                .bind(person.get())
                .execute(&mut *connection)
                .await?;
            if let Some(on) = on
                && let Some(own) = own(connection, guild, user, on).await?
            {
                if !wanted {
                    hide(connection, &own, true).await?;
                }
                recognition_changed(connection, own.current.first, Wanted::Edited, now).await?;
            }
            Ok(())
        })
    }

    /// Somebody who got it wants nothing more from who gave it, or takes it again. What they got before stays.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn decline_from(
        &self,
        guild: GuildId,
        user: UserId,
        named: Id,
        declined: bool,
    ) -> Result<Declining, StoreError> {
        in_transaction!(self.shared, |connection| {
            let Some(own) = own(connection, guild, user, named).await? else { return Ok(Declining::Gone) };
            let giver: Option<i64> = sqlx::query_scalar("SELECT user_id FROM person WHERE id = $1")
                .bind(own.current.giver)
                .fetch_one(&mut *connection)
                .await?;
            if giver.is_none() {
                return Ok(Declining::GiverGone);
            }
            if !declined {
                sqlx::query("DELETE FROM declined_giver WHERE person_id = $1 AND giver = $2")
                    .bind(own.person)
                    .bind(own.current.giver)
                    .execute(connection)
                    .await?;
                return Ok(Declining::Done);
            }
            let others: i64 =
                sqlx::query_scalar("SELECT COUNT(*) FROM declined_giver WHERE person_id = $1 AND giver <> $2")
                    .bind(own.person)
                    .bind(own.current.giver)
                    .fetch_one(&mut *connection)
                    .await?;
            if others >= i64::try_from(MOST_DECLINED).unwrap_or(i64::MAX) {
                return Ok(Declining::Full);
            }
            decline(connection, own.person, own.current.giver).await?;
            Ok(Declining::Done)
        })
    }

    /// What somebody settled about what they get in a server.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn taking(&self, guild: GuildId, user: UserId) -> Result<Taking, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let Some(person) = known(&mut connection, guild, user).await? else { return Ok(Taking::default()) };
        let never: i64 = sqlx::query_scalar("SELECT never_announce FROM person WHERE id = $1")
            .bind(person)
            .fetch_one(&mut *connection)
            .await?;
        let declined: Vec<i64> = sqlx::query_scalar(
            "SELECT p.user_id FROM declined_giver d JOIN person p ON p.id = d.giver \
             WHERE d.person_id = $1 AND p.user_id IS NOT NULL ORDER BY p.user_id",
        )
        .bind(person)
        .fetch_all(&mut *connection)
        .await?;
        let declined = declined.into_iter().map(snowflake).collect::<Result<_, _>>()?;
        Ok(Taking { never_announce: never != 0, declined })
    }

    /// These are the people from whom somebody wants nothing from now on, and nobody else is: [`MOST_DECLINED`] of them at
    /// most, and not themselves.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn decline_these(
        &self,
        guild: GuildId,
        user: UserId,
        declined: &[UserId],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        in_transaction!(self.shared, |connection| {
            ensure(connection, guild, now).await?;
            let person = self.person(connection, guild, user, now).await?;
            sqlx::query("DELETE FROM declined_giver WHERE person_id = $1")
                .bind(person.get())
                .execute(&mut *connection)
                .await?;
            for other in declined.iter().filter(|other| **other != user).take(MOST_DECLINED) {
                let other = self.person(connection, guild, *other, now).await?;
                decline(connection, person.get(), other.get()).await?;
            }
            Ok(())
        })
    }

    /// Somebody who got it asks a steward to look at it, once for the words that it has: what was decided about others is not
    /// decided about these. While one is open, these are on it. The server is told that something waits, once a day at most
    /// (`today` is its date there): where it was told of something that is decided by now, it is told of this tomorrow.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn report(
        &self,
        guild: GuildId,
        user: UserId,
        named: Id,
        words: Option<&str>,
        (now, today): (Timestamp, Date),
    ) -> Result<Reported, StoreError> {
        let report = self.shared.ids.next(now);
        in_transaction!(self.shared, |connection| {
            let Some(own) = own(connection, guild, user, named).await? else { return Ok(Reported::Gone) };
            let before: Option<i64> = sqlx::query_scalar(
                "SELECT t.id FROM report t JOIN recognition r ON r.id = t.recognition_id \
                 WHERE t.person_id = $1 AND (r.id = $2 OR r.first_id = $2) \
                 AND (t.closed_at IS NULL OR t.recognition_id = $3)",
            )
            .bind(own.person)
            .bind(own.current.first)
            .bind(own.current.id)
            .fetch_optional(&mut *connection)
            .await?;
            if let Some(before) = before {
                return Ok(if before == report.get() { Reported::Now } else { Reported::Before });
            }
            sqlx::query(
                "INSERT INTO report (id, guild_id, recognition_id, person_id, reported_at, words) \
                 VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(report.get())
            .bind(guild.get().cast_signed())
            .bind(own.current.id)
            .bind(own.person)
            .bind(now.as_millisecond())
            .bind(words.map(plain))
            .execute(&mut *connection)
            .await?;
            self.tell_of_reports(connection, guild, report, (now, today)).await?;
            Ok(Reported::Now)
        })
    }

    /// Owes the server a notice that something waits for its stewards. Where today's was told and all that it told of is
    /// decided by the time of `report`, it is owed for tomorrow morning: one a day, and none forgotten.
    async fn tell_of_reports(
        &self,
        connection: &mut AnyConnection,
        guild: GuildId,
        report: Id,
        (now, today): (Timestamp, Date),
    ) -> Result<(), Fault> {
        // The server is what it is about; its own id stands for no channel, since it is about none.
        let Some(about) = Id::from_i64(guild.get().cast_signed()) else { return Ok(()) };
        let key = OccurrenceKey::Notice { about, news: News::Reported { on: today } };
        let channel = ChannelId::new(guild.get());
        let new = NewOccurrence { key, guild, channel, due_at: now };
        if self.insert_occurrence(connection, &new, now).await?.is_some() {
            return Ok(());
        }
        let (state, told_from): (String, i64) = sqlx::query_as(
            "SELECT state, due_at FROM occurrence WHERE kind = 'notice' AND subject = $1 AND due_key = $2",
        )
        .bind(about.get())
        .bind(key.due_key())
        .fetch_one(&mut *connection)
        .await?;
        // What stood open before today's is another day's: it may be about the only steward, and stay.
        let waiting: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM report WHERE guild_id = $1 AND closed_at IS NULL AND reported_at >= $2 AND id <> $3",
        )
        .bind(guild.get().cast_signed())
        .bind(told_from)
        .bind(report.get())
        .fetch_one(&mut *connection)
        .await?;
        // On its way, or told of what still waits: whoever looks at that finds this one beside it.
        if matches!(state.as_str(), "due" | "claimed")
            || (waiting > 0 && matches!(state.as_str(), "posted" | "unknown"))
        {
            return Ok(());
        }
        let name: String = sqlx::query_scalar("SELECT zone FROM guild WHERE id = $1")
            .bind(guild.get().cast_signed())
            .fetch_one(&mut *connection)
            .await?;
        let zone = zone(&name).unwrap_or_else(|_| Zone::utc());
        let mornings = LocalSchedule { time: LocalTime::NINE, days: Days::DAILY, zone };
        let next = today.tomorrow().ok().and_then(|tomorrow| mornings.from_date(tomorrow).next());
        let Some(next) = next else { return Ok(()) };
        let key = OccurrenceKey::Notice { about, news: News::Reported { on: next.date } };
        self.insert_occurrence(connection, &NewOccurrence { key, due_at: next.at, ..new }, now).await?;
        Ok(())
    }
}

/// The recognition as it is today, where it was given to that person.
async fn own(connection: &mut AnyConnection, guild: GuildId, user: UserId, named: Id) -> Result<Option<Own>, Fault> {
    let Some(current) = current(connection, guild, named).await? else { return Ok(None) };
    let Some(person) = known(connection, guild, user).await? else { return Ok(None) };
    let got: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM recognition_receiver WHERE recognition_id = $1 AND person_id = $2")
            .bind(current.id)
            .bind(person)
            .fetch_one(connection)
            .await?;
    Ok((got > 0).then_some(Own { person, current }))
}

/// Hides it from everybody else, or no longer: whatever words it has had since it was given. Who hides it no longer wants to be
/// named.
async fn hide(connection: &mut AnyConnection, own: &Own, hidden: bool) -> Result<(), Fault> {
    strength_totals::take_out(connection, own.current.id).await?;
    sqlx::query(
        "UPDATE recognition_receiver SET hidden = $1, left_out = CASE WHEN $1 = 0 THEN 0 ELSE left_out END WHERE person_id = $2 \
         AND recognition_id IN (SELECT id FROM recognition WHERE id = $3 OR first_id = $3)",
    )
    .bind(i64::from(hidden))
    .bind(own.person)
    .bind(own.current.first)
    .execute(&mut *connection)
    .await?;
    strength_totals::put_in(connection, own.current.id).await
}

async fn decline(connection: &mut AnyConnection, person: i64, giver: i64) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO declined_giver (person_id, giver) VALUES ($1, $2) ON CONFLICT (person_id, giver) DO NOTHING",
    )
    .bind(person)
    .bind(giver)
    .execute(connection)
    .await?;
    Ok(())
}
