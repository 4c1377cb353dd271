//! Recognition as it stands: read, what it stirs, and how a day's are counted. Giving is in `giving.rs`.

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::model::id::{ChannelId, GuildId, MessageId, UserId};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::{Fault, in_transaction};
use super::giving::strengths_of;
use super::reversals::current;
use super::rows::{date, id, instant, snowflake};
use super::{Id, Store, StoreError};
use crate::recognition::Way;

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
    /// Those of them whom an announcement names: without those who want theirs seen by nobody else, and nobody where it is
    /// quiet. What is not announced yet, or not with the words that it has, names nobody who takes nothing from its giver by now;
    /// and what is names nobody who took nothing when it came.
    pub announced_to: Vec<UserId>,
    /// Those of them who do not want theirs seen by nobody else; nobody where it is quiet. What somebody takes from its giver
    /// moves nobody here, so its giver may be told.
    pub unhidden: Vec<UserId>,
    /// For the receivers alone.
    pub quiet: bool,
    /// What it names in them.
    pub strengths: Vec<String>,
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
    /// The announcement was sent, and nobody was told whether it arrived, nor found it: it may stand there.
    pub unsure: bool,
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

/// Whether a receiver (`x`, the person `p`) takes nothing from its giver by now.
pub(super) const TAKES_NOTHING: &str = "(p.paused_at IS NOT NULL OR EXISTS \
    (SELECT 1 FROM declined_giver d WHERE d.person_id = p.id AND d.giver = x.giver))";

/// Whether a receiver (`x`) is not named beside the words of a recognition in its channel: they took nothing from its giver when
/// these came there, or take nothing now and these are not there yet. (Whoever pauses is on no page that others see.)
pub(super) const LEFT_OUT: &str = "(x.left_out = 1 OR (EXISTS \
    (SELECT 1 FROM declined_giver d WHERE d.person_id = x.person_id AND d.giver = x.giver) AND NOT EXISTS \
    (SELECT 1 FROM recognition n JOIN occurrence a ON a.kind = 'announcement' AND a.subject = COALESCE(n.first_id, n.id) \
    WHERE n.id = x.recognition_id AND a.state = 'posted' AND NOT EXISTS \
    (SELECT 1 FROM announcement_change c WHERE c.occurrence_id = a.id AND c.words = 1))))";

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
    quiet: i64,
    words: Option<String>,
    undone: i64,
    message_id: Option<i64>,
    words_wait: i64,
    unsure: i64,
}

impl RecognitionRow {
    pub(super) fn select(tail: &str) -> AssertSqlSafe<String> {
        AssertSqlSafe(format!(
            "SELECT r.id, r.guild_id, r.channel_id, p.user_id AS giver_user, r.given_at, r.local_date, r.way, \
             r.about_channel_id, r.about_message_id, r.quiet, w.words, CASE WHEN {STANDS} THEN 0 ELSE 1 END AS undone, o.message_id, \
             COALESCE(c.words, 0) AS words_wait, CASE WHEN o.state = 'unknown' THEN 1 ELSE 0 END AS unsure FROM recognition r \
             JOIN person p ON p.id = r.giver LEFT JOIN recognition_words w ON w.recognition_id = r.id \
             LEFT JOIN occurrence o ON o.kind = 'announcement' AND o.subject = COALESCE(r.first_id, r.id) AND o.state IN ('posted', 'unknown') \
             LEFT JOIN announcement_change c ON c.occurrence_id = o.id {tail}"
        ))
    }

    pub(super) async fn whole(self, connection: &mut AnyConnection) -> Result<Recognition, Fault> {
        let receivers: Vec<(i64, i64, i64)> = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT p.user_id, CASE WHEN p.never_announce = 1 OR x.hidden = 1 THEN 1 ELSE 0 END AS unseen, \
             CASE WHEN x.left_out = 1 THEN 1 WHEN $2 = 1 AND {TAKES_NOTHING} THEN 1 ELSE 0 END AS left_out \
             FROM recognition_receiver x JOIN person p ON p.id = x.person_id \
             WHERE x.recognition_id = $1 AND p.user_id IS NOT NULL ORDER BY x.place"
        )))
        .bind(self.id)
        // What stands in the channel stays: they took it then.
        .bind(i64::from(self.message_id.is_none() || self.words_wait != 0))
        .fetch_all(&mut *connection)
        .await?;
        let quiet = self.quiet != 0;
        let seen = |unseen: i64, left_out: i64| !quiet && unseen == 0 && left_out == 0;
        let unhidden: Vec<i64> =
            receivers.iter().filter(|(_, unseen, _)| !quiet && *unseen == 0).map(|(user, ..)| *user).collect();
        let announced: Vec<i64> =
            receivers.iter().filter(|(_, unseen, left_out)| seen(*unseen, *left_out)).map(|(user, ..)| *user).collect();
        Ok(Recognition {
            id: id(self.id)?,
            guild: snowflake(self.guild_id)?,
            channel: snowflake(self.channel_id)?,
            giver: self.giver_user.map(snowflake).transpose()?,
            receivers: receivers.into_iter().map(|(user, ..)| snowflake(user)).collect::<Result<_, _>>()?,
            announced_to: announced.into_iter().map(snowflake).collect::<Result<_, _>>()?,
            unhidden: unhidden.into_iter().map(snowflake).collect::<Result<_, _>>()?,
            quiet,
            strengths: strengths_of(connection, self.id).await?,
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
            unsure: self.unsure != 0,
        })
    }
}

impl Store {
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
            // Its words may have been changed since the question was put.
            let Some(recognition) = current(connection, guild, recognition).await?.map(|today| today.id) else {
                return Ok(WaySet::Gone);
            };
            let row: Option<(Option<i64>,)> = sqlx::query_as(AssertSqlSafe(format!(
                "SELECT p.user_id FROM recognition r JOIN person p ON p.id = r.giver \
                 WHERE r.id = $1 AND r.guild_id = $2 AND {STANDS}"
            )))
            .bind(recognition)
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
                .bind(recognition)
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

/// Whether what a recognition names is told in numbers that others see. What was given quietly is seen by those alone to whom
/// it was given: it is one among all, and its strengths are nobody else's.
pub(super) async fn tells_strengths(connection: &mut AnyConnection, recognition: i64) -> Result<bool, Fault> {
    let public: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM recognition WHERE id = $1 AND quiet = 0")
        .bind(recognition)
        .fetch_one(connection)
        .await?;
    Ok(public > 0)
}

/// Whether a recognition counts: it stands, and neither its giver nor all of its receivers pause.
pub(super) async fn counts(connection: &mut AnyConnection, recognition: i64) -> Result<bool, Fault> {
    let counts: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM recognition_receiver WHERE recognition_id = $1 AND counts = 1")
            .bind(recognition)
            .fetch_one(connection)
            .await?;
    Ok(counts > 0)
}

/// Adds to how many recognitions of a day count: all of them under '', and those that name a strength under its name, but for quiet ones ([`tells_strengths`]).
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
