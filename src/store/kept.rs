//! What there is of somebody in a server, for their own eyes: how much of each, and what stands on no page.

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::model::id::{GuildId, UserId};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::Fault;
use super::forgetting::{Where, rows_of};
use super::people::known;
use super::rows::{date, instant, snowflake};
use super::{Id, Store, StoreError};

/// How much is kept of somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeptOf {
    /// In how many servers they are known.
    pub servers: i64,
    /// What they wrote about prompts.
    pub reflections: i64,
    /// What they want to try.
    pub commitments: i64,
    /// Rounds of the quiz that they finished.
    pub quiz_rounds: i64,
    /// Balances that they finished.
    pub balances: i64,
    /// Recognitions that they gave, those that were taken back among them.
    pub given: i64,
    /// Recognitions that they got, likewise.
    pub got: i64,
    /// Suggestions for the team's deck, as long as it is known whose they are.
    pub suggestions: i64,
    /// What they asked a steward to look at.
    pub reports: i64,
    /// From how many people they take no recognition.
    pub declined: i64,
}

/// What is kept of somebody in a server besides what they wrote, gave and got.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Their name, as Discord last showed it.
    pub name: Option<String>,
    /// How they came onto the roster: `took-part`, `joined`, `picked` or `role`; `None` where they are not on it.
    pub roster: Option<String>,
    /// Since when.
    pub roster_since: Option<Timestamp>,
    /// When they left the roster.
    pub roster_left_at: Option<Timestamp>,
    /// The first and the last day on which they gave, of what stands, in the server's calendar.
    pub gave: Option<(Date, Date)>,
    /// The same of what they got.
    pub got: Option<(Date, Date)>,
    /// Since when they are not in the server, as far as is known.
    pub left_at: Option<Timestamp>,
    /// When that was last looked at.
    pub looked_at: Option<Timestamp>,
    /// Since when they pause.
    pub paused_at: Option<Timestamp>,
    /// Whether what they get is for them alone.
    pub never_announce: bool,
    /// Whether what peers named in them is for them alone.
    pub strengths_hidden: bool,
    /// Whether they asked to be reminded of whom they might thank.
    pub nudge: bool,
    /// Whether they set the server up last.
    pub set_up: bool,
    /// Whether they were the last to settle something about its recognition.
    pub settled_recognition: bool,
    /// The names of the schedules that they made; of a removed one there is none.
    pub schedules: Vec<Option<String>>,
    /// From whom they take no recognition.
    pub declined: Vec<UserId>,
    /// What they asked a steward to look at.
    pub reports: Vec<OwnReport>,
    /// How many reports they closed.
    pub closed_reports: i64,
    /// The recognitions that they took back, changed or removed.
    pub reversals: Vec<OwnReversal>,
}

/// What somebody asked a steward to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnReport {
    /// The recognition.
    pub recognition: Id,
    /// When.
    pub at: Timestamp,
    /// What they said about it, if they did.
    pub words: Option<String>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
}

/// A recognition that somebody ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnReversal {
    /// The recognition.
    pub recognition: Id,
    /// When.
    pub at: Timestamp,
    /// `undone`, `amended` or `voided`.
    pub kind: String,
    /// Why, if that was said.
    pub reason: Option<String>,
}

/// What is counted of one person.
const COUNTS: [&str; 9] = [
    "SELECT COUNT(*) FROM reflection WHERE person_id = $1",
    "SELECT COUNT(*) FROM commitment WHERE person_id = $1",
    "SELECT COUNT(*) FROM quiz_round WHERE person_id = $1",
    "SELECT COUNT(*) FROM balance WHERE person_id = $1",
    "SELECT COUNT(*) FROM recognition WHERE giver = $1",
    "SELECT COUNT(*) FROM recognition_receiver WHERE person_id = $1",
    "SELECT COUNT(*) FROM deck_prompt WHERE suggested_by = $1",
    "SELECT COUNT(*) FROM report WHERE person_id = $1",
    "SELECT COUNT(*) FROM declined_giver WHERE person_id = $1",
];

#[derive(sqlx::FromRow)]
struct RecordRow {
    name: Option<String>,
    roster: Option<String>,
    roster_since: Option<i64>,
    roster_left_at: Option<i64>,
    first_gave: Option<String>,
    last_gave: Option<String>,
    first_got: Option<String>,
    last_got: Option<String>,
    left_at: Option<i64>,
    looked_at: Option<i64>,
    paused_at: Option<i64>,
    never_announce: i64,
    strengths_hidden: i64,
    nudge: i64,
    set_up: i64,
    settled: i64,
    closed_reports: i64,
}

impl Store {
    /// How much is kept of somebody there.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn kept_of(&self, user: UserId, place: Where) -> Result<KeptOf, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let mut all = [0; COUNTS.len()];
        let people = rows_of(&mut connection, user, place).await?;
        for (person, _) in &people {
            for (all, count) in all.iter_mut().zip(COUNTS) {
                *all += sqlx::query_scalar::<_, i64>(count).bind(person).fetch_one(&mut *connection).await?;
            }
        }
        let [reflections, commitments, quiz_rounds, balances, given, got, suggestions, reports, declined] = all;
        Ok(KeptOf {
            servers: people.len().try_into().unwrap_or(i64::MAX),
            reflections,
            commitments,
            quiz_rounds,
            balances,
            given,
            got,
            suggestions,
            reports,
            declined,
        })
    }

    /// What is kept of somebody in a server besides what stands on their pages; `None` where nobody knows them there.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn record_of(&self, guild: GuildId, user: UserId) -> Result<Option<Record>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let Some(person) = known(&mut connection, guild, user).await? else { return Ok(None) };
        let row: RecordRow = sqlx::query_as(
            "SELECT p.name, p.roster, p.roster_since, p.roster_left_at, p.first_gave, p.last_gave, p.first_got, p.last_got, p.left_at, p.looked_at, p.paused_at, \
             p.never_announce, p.strengths_hidden, p.nudge, \
             CAST((SELECT COUNT(*) FROM guild g WHERE g.set_up_by = p.id) AS BIGINT) AS set_up, \
             CAST((SELECT COUNT(*) FROM recognition_option o WHERE o.settled_by = p.id) AS BIGINT) AS settled, \
             CAST((SELECT COUNT(*) FROM report r WHERE r.closed_by = p.id) AS BIGINT) AS closed_reports \
             FROM person p WHERE p.id = $1",
        )
        .bind(person)
        .fetch_one(&mut *connection)
        .await?;
        let moment = |at: Option<i64>| at.map(instant).transpose();
        Ok(Some(Record {
            name: row.name,
            roster: row.roster,
            roster_since: moment(row.roster_since)?,
            roster_left_at: moment(row.roster_left_at)?,
            gave: days(row.first_gave.as_deref(), row.last_gave.as_deref())?,
            got: days(row.first_got.as_deref(), row.last_got.as_deref())?,
            left_at: moment(row.left_at)?,
            looked_at: moment(row.looked_at)?,
            paused_at: moment(row.paused_at)?,
            never_announce: row.never_announce != 0,
            strengths_hidden: row.strengths_hidden != 0,
            nudge: row.nudge != 0,
            set_up: row.set_up != 0,
            settled_recognition: row.settled != 0,
            schedules: list(&mut connection, "SELECT name FROM schedule WHERE created_by = $1 ORDER BY id", person)
                .await?,
            declined: declined(&mut connection, person).await?,
            reports: reports(&mut connection, person).await?,
            closed_reports: row.closed_reports,
            reversals: reversals(&mut connection, person).await?,
        }))
    }
}

async fn list(connection: &mut AnyConnection, question: &str, person: i64) -> Result<Vec<Option<String>>, Fault> {
    let rows: Vec<Option<String>> =
        sqlx::query_scalar(AssertSqlSafe(question.to_owned())).bind(person).fetch_all(connection).await?;
    Ok(rows)
}

async fn declined(connection: &mut AnyConnection, person: i64) -> Result<Vec<UserId>, Fault> {
    let users: Vec<i64> = sqlx::query_scalar(
        "SELECT p.user_id FROM declined_giver d JOIN person p ON p.id = d.giver \
         WHERE d.person_id = $1 AND p.user_id IS NOT NULL ORDER BY p.user_id",
    )
    .bind(person)
    .fetch_all(connection)
    .await?;
    Ok(users.into_iter().map(snowflake).collect::<Result<_, _>>()?)
}

async fn reports(connection: &mut AnyConnection, person: i64) -> Result<Vec<OwnReport>, Fault> {
    let rows: Vec<(i64, i64, Option<String>, Option<i64>)> = sqlx::query_as(
        "SELECT recognition_id, reported_at, words, closed_at FROM report WHERE person_id = $1 ORDER BY id DESC",
    )
    .bind(person)
    .fetch_all(connection)
    .await?;
    let read = |(recognition, at, words, closed_at): (i64, i64, Option<String>, Option<i64>)| {
        Ok(OwnReport {
            recognition: super::rows::id(recognition)?,
            at: instant(at)?,
            words,
            closed_at: closed_at.map(instant).transpose()?,
        })
    };
    Ok(rows.into_iter().map(read).collect::<Result<_, StoreError>>()?)
}

async fn reversals(connection: &mut AnyConnection, person: i64) -> Result<Vec<OwnReversal>, Fault> {
    let rows: Vec<(i64, i64, String, Option<String>)> = sqlx::query_as(
        "SELECT recognition_id, reversed_at, kind, reason FROM reversal WHERE by_person = $1 ORDER BY id DESC",
    )
    .bind(person)
    .fetch_all(connection)
    .await?;
    let read = |(recognition, at, kind, reason): (i64, i64, String, Option<String>)| {
        Ok(OwnReversal { recognition: super::rows::id(recognition)?, at: instant(at)?, kind, reason })
    };
    Ok(rows.into_iter().map(read).collect::<Result<_, StoreError>>()?)
}

/// Both days, where there are any: an empty text is none, as of what a program of before 0009 gave beside a later one.
fn days(first: Option<&str>, last: Option<&str>) -> Result<Option<(Date, Date)>, StoreError> {
    first
        .zip(last)
        .filter(|(first, last)| !first.is_empty() && !last.is_empty())
        .map(|(first, last)| Ok((date(first)?, date(last)?)))
        .transpose()
}
