//! Recognition as it stands: read, what it stirs, and how a day's are counted. Giving is in `giving.rs`.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::model::id::{ChannelId, GuildId, MessageId, UserId};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::{Fault, in_transaction};
use super::current_recognition::current;
use super::recognition_strengths::strengths_of_each;
use super::rows::{MOST_AMONG, among, date, id, instant, snowflake, unreadable};
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
        let mut one = Self::all(vec![self], connection).await?;
        one.pop().ok_or_else(|| unreadable("a recognition").into())
    }

    /// Each of them whole, in their order: a few at once, since every question of its own has its way there and back.
    pub(super) async fn all(mut rows: Vec<Self>, connection: &mut AnyConnection) -> Result<Vec<Recognition>, Fault> {
        let mut all = Vec::with_capacity(rows.len());
        while !rows.is_empty() {
            let rest = rows.split_off(rows.len().min(MOST_AMONG));
            let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
            let mut receivers = receivers_of(connection, &ids).await?;
            let mut strengths = strengths_of_each(connection, &ids).await?;
            for row in rows {
                let receivers = receivers.remove(&row.id).unwrap_or_default();
                let strengths = strengths.remove(&row.id).unwrap_or_default();
                all.push(row.with(&receivers, strengths)?);
            }
            rows = rest;
        }
        Ok(all)
    }

    fn with(self, receivers: &[Receiver], strengths: Vec<String>) -> Result<Recognition, Fault> {
        let quiet = self.quiet != 0;
        // What stands in the channel stays: they took it then.
        let stands_there = self.message_id.is_some() && self.words_wait == 0;
        let these = |fits: &dyn Fn(&Receiver) -> bool| -> Result<Vec<UserId>, StoreError> {
            receivers.iter().filter(|one| fits(one)).map(|one| snowflake(one.user_id)).collect()
        };
        let unhidden = |one: &Receiver| !quiet && one.unseen == 0;
        let named = |one: &Receiver| one.left_out == 0 && (stands_there || one.takes_nothing == 0);
        Ok(Recognition {
            id: id(self.id)?,
            guild: snowflake(self.guild_id)?,
            channel: snowflake(self.channel_id)?,
            giver: self.giver_user.map(snowflake).transpose()?,
            receivers: these(&|_| true)?,
            announced_to: these(&|one| unhidden(one) && named(one))?,
            unhidden: these(&unhidden)?,
            quiet,
            strengths,
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

/// Somebody who got a recognition, and was not erased.
#[derive(sqlx::FromRow)]
struct Receiver {
    recognition_id: i64,
    user_id: i64,
    unseen: i64,
    left_out: i64,
    takes_nothing: i64,
}

/// Who got each of them, in the order in which they were named.
async fn receivers_of(connection: &mut AnyConnection, ids: &[i64]) -> Result<HashMap<i64, Vec<Receiver>>, Fault> {
    let (list, ids) = among(ids);
    let sql = format!(
        "SELECT x.recognition_id, p.user_id, CASE WHEN p.never_announce = 1 OR x.hidden = 1 THEN 1 ELSE 0 END AS unseen, \
         x.left_out, CASE WHEN {TAKES_NOTHING} THEN 1 ELSE 0 END AS takes_nothing \
         FROM recognition_receiver x JOIN person p ON p.id = x.person_id \
         WHERE x.recognition_id IN ({list}) AND p.user_id IS NOT NULL ORDER BY x.recognition_id, x.place"
    );
    let asked = ids.into_iter().fold(sqlx::query_as(AssertSqlSafe(sql)), |asked, id| asked.bind(id));
    let rows: Vec<Receiver> = asked.fetch_all(connection).await?;
    let mut of: HashMap<i64, Vec<Receiver>> = HashMap::new();
    for row in rows {
        of.entry(row.recognition_id).or_default().push(row);
    }
    Ok(of)
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
