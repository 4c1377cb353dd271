//! Somebody who got a recognition asks a steward to look at it, the server is told that something waits, and whoever asked
//! finds what came of it. What stewards see of it is in `reports.rs`.

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::model::id::{ChannelId, GuildId, UserId};
use sqlx::AnyConnection;

use super::connection::{Fault, in_transaction};
use super::current_recognition::{Ended, current};
use super::people::known;
use super::received::own;
use super::rows::{id, plain, zone};
use super::{Id, NewOccurrence, News, OccurrenceKey, Store, StoreError};
use crate::clock::{Days, LocalSchedule, LocalTime, Zone};

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

impl Store {
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
}
