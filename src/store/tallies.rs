//! What is counted of recognition: who gave, and what somebody gave and got.

use serenity::model::id::{GuildId, UserId};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::Fault;
use super::recognitions::{RecognitionRow, STANDS};
use super::rows::snowflake;
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

impl Store {
    /// Who gave in those days, in the order of who gave first: an account, not a ranking. What was taken back does
    /// not count; somebody who was erased counts and is not named.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn givers(&self, guild: GuildId, dates: Dates) -> Result<Vec<GiverTally>, StoreError> {
        let rows: Vec<(Option<i64>, i64, i64)> = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT p.user_id, COUNT(DISTINCT r.id) AS gives, COUNT(DISTINCT x.person_id) AS people \
             FROM recognition r JOIN person p ON p.id = r.giver \
             JOIN recognition_receiver x ON x.recognition_id = r.id \
             WHERE r.guild_id = $1 AND r.local_date >= $2 AND r.local_date <= $3 AND {STANDS} \
             GROUP BY p.id, p.user_id ORDER BY MIN(r.given_at), MIN(r.id)"
        )))
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
        let (gave, gave_to) = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT COUNT(DISTINCT r.id), COUNT(DISTINCT x.person_id) FROM recognition r \
             JOIN recognition_receiver x ON x.recognition_id = r.id WHERE r.giver = $1 AND {STANDS}"
        )))
        .bind(person)
        .fetch_one(&mut *connection)
        .await?;
        let (got, got_from) = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT COUNT(DISTINCT r.id), COUNT(DISTINCT r.giver) FROM recognition r \
             JOIN recognition_receiver x ON x.recognition_id = r.id WHERE x.person_id = $1 AND {STANDS}"
        )))
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
}

async fn latest_of(
    connection: &mut AnyConnection,
    tail: &str,
    person: i64,
    most: u32,
) -> Result<Vec<Recognition>, Fault> {
    let rows: Vec<RecognitionRow> = sqlx::query_as(RecognitionRow::select(tail))
        .bind(person)
        .bind(i64::from(most))
        .fetch_all(&mut *connection)
        .await?;
    let mut latest = Vec::with_capacity(rows.len());
    for row in rows {
        latest.push(row.whole(connection).await?);
    }
    Ok(latest)
}
