//! Recognition: given, counted once an interaction, and told.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::model::id::{ChannelId, GuildId, InteractionId, MessageId, UserId};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::{Fault, in_transaction};
use super::guilds::ensure;
use super::people::takes_part;
use super::rows::{date, id, instant, plain, snowflake};
use super::{Claim, Id, NewOccurrence, OccurrenceKey, Store, StoreError};
use crate::recognition::Way;

/// A recognition to give. [`crate::recognition::check`] has seen it.
#[derive(Clone, Debug)]
pub struct NewRecognition {
    /// The interaction that gives it: it is counted once an interaction.
    pub interaction: InteractionId,
    /// The server.
    pub guild: GuildId,
    /// Where it is announced.
    pub channel: ChannelId,
    /// Who gives.
    pub giver: UserId,
    /// To whom, each once.
    pub receivers: Vec<UserId>,
    /// What for.
    pub words: String,
    /// What it stirs, where that was said.
    pub way: Option<Way>,
    /// The message that it is about, where there is one.
    pub about: Option<(ChannelId, MessageId)>,
    /// When.
    pub at: Timestamp,
    /// The date in the server's calendar.
    pub local_date: Date,
}

/// What became of it.
#[derive(Clone, Debug)]
pub enum Given {
    /// It counts. Announce it: answer the interaction publicly and say [`Store::posted`], or give the claim back with
    /// [`Store::put_back`] at once, and the posting engine sends it as a message of its own.
    Counted {
        /// The recognition.
        recognition: Id,
        /// The right to announce it. It counts as tried by answer from the start.
        announcement: Box<Claim>,
    },
    /// This interaction was counted before. Nothing was written.
    Already {
        /// The recognition that it gave.
        recognition: Id,
    },
}

/// A recognition as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognition {
    /// Its id.
    pub id: Id,
    /// The server.
    pub guild: GuildId,
    /// Where it was given.
    pub channel: ChannelId,
    /// Who gave it; `None` after that person's erasure.
    pub giver: Option<UserId>,
    /// To whom, in the order in which they were named, without those who were erased.
    pub receivers: Vec<UserId>,
    /// What for; `None` after an erasure.
    pub words: Option<String>,
    /// What it stirs, where that was said.
    pub way: Option<Way>,
    /// The message that it is about, where there is one.
    pub about: Option<(ChannelId, MessageId)>,
    /// When.
    pub given_at: Timestamp,
    /// The date in the server's calendar.
    pub local_date: Date,
    /// Whether it was taken back: it counts nowhere.
    pub undone: bool,
    /// The announcement, where it is in the channel.
    pub announced: Option<MessageId>,
}

/// What became of [`Store::set_way`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaySet {
    /// It is kept.
    Set,
    /// Somebody else gave it.
    NotTheirs,
    /// There is no such recognition in this server.
    Gone,
}

/// What is counted: given, and not taken back.
pub(super) const STANDS: &str = "NOT EXISTS (SELECT 1 FROM reversal v WHERE v.recognition_id = r.id)";

#[derive(sqlx::FromRow)]
pub(super) struct RecognitionRow {
    id: i64,
    guild_id: i64,
    channel_id: i64,
    giver_user: Option<i64>,
    given_at: i64,
    local_date: String,
    way: Option<String>,
    about_channel_id: Option<i64>,
    about_message_id: Option<i64>,
    words: Option<String>,
    undone: i64,
    message_id: Option<i64>,
}

impl RecognitionRow {
    pub(super) fn select(tail: &str) -> AssertSqlSafe<String> {
        AssertSqlSafe(format!(
            "SELECT r.id, r.guild_id, r.channel_id, p.user_id AS giver_user, r.given_at, r.local_date, r.way, \
             r.about_channel_id, r.about_message_id, w.words, CASE WHEN {STANDS} THEN 0 ELSE 1 END AS undone, o.message_id FROM recognition r \
             JOIN person p ON p.id = r.giver LEFT JOIN recognition_words w ON w.recognition_id = r.id \
             LEFT JOIN occurrence o ON o.kind = 'announcement' AND o.subject = r.id AND o.state = 'posted' {tail}"
        ))
    }

    pub(super) async fn whole(self, connection: &mut AnyConnection) -> Result<Recognition, Fault> {
        let receivers: Vec<i64> = sqlx::query_scalar(
            "SELECT p.user_id FROM recognition_receiver x JOIN person p ON p.id = x.person_id \
             WHERE x.recognition_id = $1 AND p.user_id IS NOT NULL ORDER BY x.place",
        )
        .bind(self.id)
        .fetch_all(connection)
        .await?;
        Ok(Recognition {
            id: id(self.id)?,
            guild: snowflake(self.guild_id)?,
            channel: snowflake(self.channel_id)?,
            giver: self.giver_user.map(snowflake).transpose()?,
            receivers: receivers.into_iter().map(snowflake).collect::<Result<_, _>>()?,
            words: self.words,
            // One that a later version knows and this one does not is as good as none.
            way: self.way.and_then(|way| way.parse().ok()),
            about: match (self.about_channel_id, self.about_message_id) {
                (Some(channel), Some(message)) => Some((snowflake(channel)?, snowflake(message)?)),
                _ => None,
            },
            given_at: instant(self.given_at)?,
            local_date: date(&self.local_date)?,
            undone: self.undone != 0,
            announced: self.message_id.map(snowflake).transpose()?,
        })
    }
}

impl Store {
    /// Counts a recognition and makes its announcement, in one transaction. The caller holds the announcement for
    /// `lease`.
    ///
    /// # Errors
    /// Where the store fails; nothing is counted then.
    pub async fn give(&self, new: &NewRecognition, lease: Duration) -> Result<Given, StoreError> {
        // What this very call has done: its commit may have worked without an answer.
        let mut done: Option<(Id, Box<Claim>)> = None;
        in_transaction!(self.shared, |connection| {
            let before: Option<i64> = sqlx::query_scalar("SELECT id FROM recognition WHERE interaction_id = $1")
                .bind(new.interaction.get().cast_signed())
                .fetch_optional(&mut *connection)
                .await?;
            if let Some(before) = before {
                let recognition = id(before)?;
                return Ok(match done.take().filter(|(ours, _)| *ours == recognition) {
                    Some((_, announcement)) => Given::Counted { recognition, announcement },
                    None => Given::Already { recognition },
                });
            }
            ensure(connection, new.guild, new.at).await?;
            let recognition = self.insert_recognition(connection, new).await?;
            let announcement = Box::new(self.announce(connection, new, recognition, lease).await?);
            done = Some((recognition, announcement.clone()));
            Ok(Given::Counted { recognition, announcement })
        })
    }

    async fn insert_recognition(&self, connection: &mut AnyConnection, new: &NewRecognition) -> Result<Id, Fault> {
        let giver = self.person(connection, new.guild, new.giver, new.at).await?;
        let recognition = self.shared.ids.next(new.at);
        sqlx::query(
            "INSERT INTO recognition (id, guild_id, interaction_id, giver, channel_id, given_at, local_date, way, \
             about_channel_id, about_message_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(recognition.get())
        .bind(new.guild.get().cast_signed())
        .bind(new.interaction.get().cast_signed())
        .bind(giver.get())
        .bind(new.channel.get().cast_signed())
        .bind(new.at.as_millisecond())
        .bind(new.local_date.to_string())
        .bind(new.way.map(Way::id))
        .bind(new.about.map(|(channel, _)| channel.get().cast_signed()))
        .bind(new.about.map(|(_, message)| message.get().cast_signed()))
        .execute(&mut *connection)
        .await?;
        takes_part(connection, giver, true, new.at).await?;
        for (place, receiver) in (0_i64..).zip(&new.receivers) {
            let receiver = self.person(connection, new.guild, *receiver, new.at).await?;
            takes_part(connection, receiver, false, new.at).await?;
            sqlx::query(
                "INSERT INTO recognition_receiver (recognition_id, person_id, place, giver, local_date, given_at, \
                 counts) VALUES ($1, $2, $3, $4, $5, $6, 1)",
            )
            .bind(recognition.get())
            .bind(receiver.get())
            .bind(place)
            .bind(giver.get())
            .bind(new.local_date.to_string())
            .bind(new.at.as_millisecond())
            .execute(&mut *connection)
            .await?;
        }
        count_day(connection, new.guild, new.local_date, "", 1).await?;
        sqlx::query("INSERT INTO recognition_words (recognition_id, words) VALUES ($1, $2)")
            .bind(recognition.get())
            .bind(plain(&new.words))
            .execute(connection)
            .await?;
        Ok(recognition)
    }

    /// The announcement's occurrence, held by the caller, who is about to answer with it.
    async fn announce(
        &self,
        connection: &mut AnyConnection,
        new: &NewRecognition,
        recognition: Id,
        lease: Duration,
    ) -> Result<Claim, Fault> {
        let key = OccurrenceKey::Announcement { recognition };
        let owed = NewOccurrence { key, guild: new.guild, channel: new.channel, due_at: new.at };
        self.owe_by_answer(connection, &owed, new.at, lease).await
    }

    /// Says what a recognition stirs. Only its giver can.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn set_way(
        &self,
        guild: GuildId,
        recognition: Id,
        giver: UserId,
        way: Way,
    ) -> Result<WaySet, StoreError> {
        in_transaction!(self.shared, |connection| {
            let row: Option<(Option<i64>,)> = sqlx::query_as(
                "SELECT p.user_id FROM recognition r JOIN person p ON p.id = r.giver \
                 WHERE r.id = $1 AND r.guild_id = $2",
            )
            .bind(recognition.get())
            .bind(guild.get().cast_signed())
            .fetch_optional(&mut *connection)
            .await?;
            match row {
                None => return Ok(WaySet::Gone),
                Some((by,)) if by != Some(giver.get().cast_signed()) => return Ok(WaySet::NotTheirs),
                Some(_) => {}
            }
            sqlx::query("UPDATE recognition SET way = $1 WHERE id = $2")
                .bind(way.id())
                .bind(recognition.get())
                .execute(connection)
                .await?;
            Ok(WaySet::Set)
        })
    }

    /// A recognition.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn recognition(&self, id: Id) -> Result<Option<Recognition>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let row: Option<RecognitionRow> = sqlx::query_as(RecognitionRow::select("WHERE r.id = $1"))
            .bind(id.get())
            .fetch_optional(&mut *connection)
            .await?;
        match row {
            Some(row) => Ok(Some(row.whole(&mut connection).await?)),
            None => Ok(None),
        }
    }
}

/// Adds to how many recognitions of a day stand: all of them under '', and those that name a strength under its name.
pub(super) async fn count_day(
    connection: &mut AnyConnection,
    guild: GuildId,
    local_date: Date,
    strength: &str,
    add: i64,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO recognition_day (guild_id, local_date, strength, number) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (guild_id, local_date, strength) DO UPDATE SET number = recognition_day.number + excluded.number",
    )
    .bind(guild.get().cast_signed())
    .bind(local_date.to_string())
    .bind(strength)
    .bind(add)
    .execute(connection)
    .await?;
    Ok(())
}
