//! What is counted of recognition: who gave, and what somebody gave and got.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use serenity::model::id::{GuildId, UserId};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::Fault;
use super::people::known;
use super::recognitions::{RecognitionRow, STANDS};
use super::rows::{among, instant, snowflake};
use super::search::Sought;
use super::{Recognition, Store, StoreError};
use crate::recognition::Dates;

/// What somebody gave in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GiverTally {
    /// Who; `None` after that person's erasure.
    pub user: Option<UserId>,
    /// How many recognitions.
    pub gives: i64,
    /// To how many different people.
    pub people: i64,
}

/// What somebody gave and got in a server, ever.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mine {
    /// How many recognitions they gave.
    pub gave: i64,
    /// To how many different people.
    pub gave_to: i64,
    /// How many they got.
    pub got: i64,
    /// From how many different people.
    pub got_from: i64,
    /// The latest that they gave, latest first.
    pub latest_given: Vec<Recognition>,
    /// The latest that they got, latest first.
    pub latest_got: Vec<Recognition>,
}

/// A screen of what somebody gave and got.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MyThanks {
    /// The totals of all, and those of this screen.
    pub mine: Mine,
    /// How many they gave of those that were looked for.
    pub given: usize,
    /// How many they got of those that were looked for.
    pub got: usize,
    /// Which screen this is, from 0: the last one where a later one was asked for.
    pub screen: usize,
    /// The last screen.
    pub last: usize,
}

/// A recognition that somebody gave or got, for a copy of what is kept of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnThanks {
    /// What it is. Of one that they got, it names those of the others whom an announcement names, and no more; and what
    /// its giver took back or said anew has no words.
    pub recognition: Recognition,
    /// Whether they want one that they got seen by nobody else; `None` for one that they gave.
    pub hidden: Option<bool>,
    /// How it ended, where it did.
    pub ended: Option<OwnEnd>,
}

/// How a recognition ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnEnd {
    /// `undone`, `amended` or `voided`.
    pub kind: String,
    /// When.
    pub at: Timestamp,
    /// Why a steward removed it: for whoever gave it.
    pub reason: Option<String>,
}

/// The columns of who gave and who got, in the rows of receivers.
const GIVER: &str = "giver";
const RECEIVER: &str = "person_id";

/// So many of the latest are looked through each way.
const LOOKED_THROUGH: i64 = 5_000;

/// What somebody gave, and what they got: the end of a question about `recognition r`, where `$1` is the person.
const GAVE: &str = "WHERE r.giver = $1";
const GOT: &str = "JOIN recognition_receiver x ON x.recognition_id = r.id AND x.person_id = $1 WHERE x.person_id = $1";

impl Store {
    /// Who gave in those days, in the order of who gave first: an account, not a ranking. What was taken back does
    /// not count; somebody who was erased counts and is not named.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn givers(&self, guild: GuildId, dates: Dates) -> Result<Vec<GiverTally>, StoreError> {
        let rows: Vec<(Option<i64>, i64, i64)> = sqlx::query_as(
            "SELECT p.user_id, COUNT(DISTINCT x.recognition_id) AS gives, COUNT(DISTINCT x.person_id) AS people \
             FROM person p JOIN recognition_receiver x ON x.giver = p.id AND x.counts IN (1, 2) \
             WHERE p.guild_id = $1 AND x.local_date >= $2 AND x.local_date <= $3 \
             GROUP BY p.id, p.user_id ORDER BY MIN(x.given_at), MIN(x.recognition_id)",
        )
        .bind(guild.get().cast_signed())
        .bind(dates.first.to_string())
        .bind(dates.last.to_string())
        .fetch_all(&self.shared.pool)
        .await?;
        rows.into_iter()
            .map(|(user, gives, people)| Ok(GiverTally { user: user.map(snowflake).transpose()?, gives, people }))
            .collect()
    }

    /// What somebody gave and got; `latest` of each at most.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn mine(&self, guild: GuildId, user: UserId, latest: u32) -> Result<Mine, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let person: Option<i64> = sqlx::query_scalar("SELECT id FROM person WHERE guild_id = $1 AND user_id = $2")
            .bind(guild.get().cast_signed())
            .bind(user.get().cast_signed())
            .fetch_optional(&mut *connection)
            .await?;
        let Some(person) = person else { return Ok(Mine::default()) };
        let (gave, gave_to) = sqlx::query_as(
            "SELECT COUNT(DISTINCT recognition_id), COUNT(DISTINCT person_id) FROM recognition_receiver \
             WHERE giver = $1 AND counts IN (1, 2)",
        )
        .bind(person)
        .fetch_one(&mut *connection)
        .await?;
        let (got, got_from) = sqlx::query_as(
            "SELECT COUNT(DISTINCT recognition_id), COUNT(DISTINCT giver) FROM recognition_receiver \
             WHERE person_id = $1 AND counts IN (1, 2)",
        )
        .bind(person)
        .fetch_one(&mut *connection)
        .await?;
        let given = format!("WHERE r.giver = $1 AND {STANDS} ORDER BY r.given_at DESC, r.id DESC LIMIT $2");
        let taken = format!(
            "JOIN recognition_receiver x ON x.recognition_id = r.id AND x.person_id = $1 WHERE {STANDS} \
             ORDER BY r.given_at DESC, r.id DESC LIMIT $2"
        );
        Ok(Mine {
            gave,
            gave_to,
            got,
            got_from,
            latest_given: latest_of(&mut connection, &given, person, latest).await?,
            latest_got: latest_of(&mut connection, &taken, person, latest).await?,
        })
    }

    /// What somebody gave, and what they got, what was taken back or changed among it; the latest of each, `most` at most.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn all_thanks(
        &self,
        guild: GuildId,
        user: UserId,
        most: u32,
    ) -> Result<(Vec<OwnThanks>, Vec<OwnThanks>), StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let Some(person) = known(&mut connection, guild, user).await? else { return Ok((Vec::new(), Vec::new())) };
        let latest = "ORDER BY r.given_at DESC, r.id DESC LIMIT $2";
        let given = latest_of(&mut connection, &format!("{GAVE} {latest}"), person, most).await?;
        let got = latest_of(&mut connection, &format!("{GOT} {latest}"), person, most).await?;
        let mut ends = ends_of(&mut connection, GAVE, person).await?;
        let given = given.into_iter().map(|one| {
            let ended = ends.remove(&one.id.get());
            OwnThanks { recognition: one, hidden: None, ended }
        });
        let given = given.collect();
        let mut ends = ends_of(&mut connection, GOT, person).await?;
        let hidden: Vec<i64> =
            sqlx::query_scalar("SELECT recognition_id FROM recognition_receiver WHERE person_id = $1 AND hidden = 1")
                .bind(person)
                .fetch_all(&mut *connection)
                .await?;
        let hidden: HashSet<i64> = hidden.into_iter().collect();
        let got = got.into_iter().map(|one| {
            let ended = ends.remove(&one.id.get()).map(|end| OwnEnd { reason: None, ..end });
            let hidden = Some(hidden.contains(&one.id.get()));
            OwnThanks { recognition: to_its_receiver(one, user, ended.as_ref()), hidden, ended }
        });
        Ok((given, got.collect()))
    }

    /// A screen of what somebody gave and got, the latest first, `a_screen` each way: those whose words hold `search`,
    /// whatever is written large or small, or all.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn my_thanks(
        &self,
        guild: GuildId,
        user: UserId,
        search: Option<&str>,
        screen: usize,
        a_screen: usize,
    ) -> Result<MyThanks, StoreError> {
        let mut mine = self.mine(guild, user, 0).await?;
        let mut connection = self.shared.pool.acquire().await?;
        let Some(person) = known(&mut connection, guild, user).await? else { return Ok(MyThanks::default()) };
        let a_screen = a_screen.max(1);
        let found = match search {
            Some(sought) => Some([
                found(&mut connection, GIVER, person, sought).await?,
                found(&mut connection, RECEIVER, person, sought).await?,
            ]),
            None => None,
        };
        let most = |counted: i64| usize::try_from(counted.min(LOOKED_THROUGH)).unwrap_or_default();
        let (given, got) = match &found {
            Some([given, got]) => (given.len(), got.len()),
            None => (most(mine.gave), most(mine.got)),
        };
        let last = given.max(got).div_ceil(a_screen).saturating_sub(1);
        let screen = screen.min(last);
        let (before, until) = (screen * a_screen, (screen + 1) * a_screen);
        let [given_ids, got_ids] = match found {
            Some(found) => found,
            // No more of them than this screen shows and those before it.
            None => [
                latest_ids(&mut connection, GIVER, person, until).await?,
                latest_ids(&mut connection, RECEIVER, person, until).await?,
            ],
        };
        mine.latest_given = these(&mut connection, &given_ids, before, a_screen).await?;
        mine.latest_got = these(&mut connection, &got_ids, before, a_screen).await?;
        Ok(MyThanks { mine, given, got, screen, last })
    }
}

/// A recognition to somebody who got it: who else got it is theirs to say where it was not said in public, and what its
/// giver took back or said anew is no longer said.
fn to_its_receiver(one: Recognition, user: UserId, ended: Option<&OwnEnd>) -> Recognition {
    let receivers = one.receivers.into_iter().filter(|of| *of == user || one.announced_to.contains(of)).collect();
    let one = Recognition { receivers, ..one };
    match ended {
        Some(end) if end.kind != "voided" => {
            Recognition { words: None, way: None, strengths: Vec::new(), about: None, ..one }
        }
        _ => one,
    }
}

/// How those of them ended that did, by their ids.
async fn ends_of(connection: &mut AnyConnection, which: &str, person: i64) -> Result<HashMap<i64, OwnEnd>, Fault> {
    let rows: Vec<(i64, String, i64, Option<String>)> = sqlx::query_as(AssertSqlSafe(format!(
        "SELECT v.recognition_id, v.kind, v.reversed_at, v.reason FROM reversal v \
         JOIN recognition r ON r.id = v.recognition_id {which}"
    )))
    .bind(person)
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(|(of, kind, at, reason)| Ok((of, OwnEnd { kind, at: instant(at)?, reason }))).collect()
}

/// The ids of those of somebody's latest whose words hold what is looked for, the latest first.
async fn found(connection: &mut AnyConnection, whose: &str, person: i64, sought: &str) -> Result<Vec<i64>, Fault> {
    let ids = latest_ids(connection, whose, person, usize::try_from(LOOKED_THROUGH).unwrap_or_default()).await?;
    let rows: Vec<(i64, String)> = sqlx::query_as(AssertSqlSafe(format!(
        "SELECT w.recognition_id, w.words FROM recognition_words w WHERE w.recognition_id IN \
         (SELECT x.recognition_id FROM recognition_receiver x WHERE x.{whose} = $1 AND x.counts IN (1, 2))"
    )))
    .bind(person)
    .fetch_all(connection)
    .await?;
    let sought = Sought::new(sought);
    let held: HashSet<i64> = rows.into_iter().filter(|(_, words)| sought.is_in(words)).map(|(id, _)| id).collect();
    Ok(ids.into_iter().filter(|id| held.contains(id)).collect())
}

/// The ids of the latest that somebody gave or got, the latest first: by what an index is in the order of, so that no more
/// are read than are wanted, however many there are.
async fn latest_ids(connection: &mut AnyConnection, whose: &str, person: i64, most: usize) -> Result<Vec<i64>, Fault> {
    let mut rows: Vec<(String, i64, i64)> = Vec::new();
    // What counts, and what rests.
    for counts in [1_i64, 2] {
        let more: Vec<(String, i64, i64)> = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT DISTINCT local_date, given_at, recognition_id FROM recognition_receiver \
             WHERE {whose} = $1 AND counts = $2 ORDER BY local_date DESC, given_at DESC, recognition_id DESC LIMIT $3"
        )))
        .bind(person)
        .bind(counts)
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch_all(&mut *connection)
        .await?;
        rows.extend(more);
    }
    rows.sort_unstable_by(|one, other| other.cmp(one));
    rows.dedup();
    rows.truncate(most);
    Ok(rows.into_iter().map(|(.., id)| id).collect())
}

/// A screen of these, in their order.
async fn these(
    connection: &mut AnyConnection,
    ids: &[i64],
    skip: usize,
    most: usize,
) -> Result<Vec<Recognition>, Fault> {
    let ids = ids.get(skip..ids.len().min(skip.saturating_add(most))).unwrap_or_default();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (list, places) = among(ids);
    let asked = sqlx::query_as(RecognitionRow::select(&format!("WHERE r.id IN ({list})")));
    let rows: Vec<RecognitionRow> =
        places.into_iter().fold(asked, |asked, id| asked.bind(id)).fetch_all(&mut *connection).await?;
    let mut these = RecognitionRow::all(rows, connection).await?;
    these.sort_by_key(|one| ids.iter().position(|id| *id == one.id.get()));
    Ok(these)
}

async fn latest_of(
    connection: &mut AnyConnection,
    tail: &str,
    person: i64,
    most: u32,
) -> Result<Vec<Recognition>, Fault> {
    // Whoever wants the totals alone does not wait for a plan of this.
    if most == 0 {
        return Ok(Vec::new());
    }
    let rows: Vec<RecognitionRow> = sqlx::query_as(RecognitionRow::select(tail))
        .bind(person)
        .bind(i64::from(most))
        .fetch_all(&mut *connection)
        .await?;
    RecognitionRow::all(rows, connection).await
}
