//! What a digest tells of some days: how much recognition there was, by how many people, and what was named in it. Numbers
//! alone: nobody's name, and nothing about who did not give.

use serenity::model::id::GuildId;
use sqlx::AssertSqlSafe;

use super::givers::gives_of;
use super::roster::ON_ROSTER;
use super::who_gave::{between, gave};
use super::{Store, StoreError};
use crate::recognition::Dates;

/// How many strengths are told.
const MOST_STRENGTHS: usize = 5;

/// What there was in some days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digest {
    /// How many recognitions stand. Several people thanked at once are one.
    pub gives: i64,
    /// By how many people.
    pub givers: i64,
    /// How many of them had never given before.
    pub first_time: i64,
    /// How many people are on the roster today.
    pub roster: i64,
    /// The strengths that were named most, and how many recognitions named each; of as many, by name.
    pub strengths: Vec<(String, i64)>,
}

impl Store {
    /// What there was in those days. Whoever does not want to be counted at the moment is not, and neither is what they got.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn digest(&self, guild: GuildId, dates: Dates) -> Result<Digest, StoreError> {
        let (first, last) = (dates.first.to_string(), dates.last.to_string());
        let mut connection = self.shared.pool.acquire().await?;
        let gives = gives_of(&mut connection, guild, dates).await?;
        // Who gave before gave before, whoever it was to.
        let query = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT COUNT(*), COUNT(CASE WHEN p.first_gave >= $6 THEN 1 END) FROM person p \
             WHERE p.guild_id = $1 AND p.paused_at IS NULL AND {}",
            gave(self.shared.engine, "p.gave_to")
        )));
        let (givers, first_time) = between(query, guild, dates).fetch_one(&mut *connection).await?;
        let roster: i64 = sqlx::query_scalar(AssertSqlSafe(format!(
            "SELECT COUNT(*) FROM person p WHERE p.guild_id = $1 AND {ON_ROSTER}"
        )))
        .bind(guild.get().cast_signed())
        .fetch_one(&mut *connection)
        .await?;
        let mut strengths: Vec<(String, i64)> = sqlx::query_as(
            "SELECT strength, CAST(SUM(number) AS BIGINT) AS named FROM recognition_day \
             WHERE guild_id = $1 AND local_date >= $2 AND local_date <= $3 AND strength <> '' \
             GROUP BY strength HAVING SUM(number) > 0",
        )
        .bind(guild.get().cast_signed())
        .bind(&first)
        .bind(&last)
        .fetch_all(&mut *connection)
        .await?;
        strengths.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        strengths.truncate(MOST_STRENGTHS);
        Ok(Digest { gives, givers, first_time, roster, strengths })
    }
}
