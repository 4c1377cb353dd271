//! What a digest tells of some days: how much recognition there was, by how many people, and what was named in it. Numbers
//! alone: nobody's name, and nothing about who did not give.

use serenity::model::id::GuildId;

use super::{Store, StoreError};
use crate::recognition::Dates;

/// How many strengths are told.
const MOST_STRENGTHS: i64 = 5;

/// What there was in some days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digest {
    /// How many recognitions stand. Several people thanked at once are one.
    pub gives: i64,
    /// By how many people.
    pub givers: i64,
    /// How many of them had never given before.
    pub first_time: i64,
    /// The strengths that were named most, and how many recognitions named each; of as many, by name.
    pub strengths: Vec<(String, i64)>,
}

impl Store {
    /// What there was in those days. Whoever does not want to be counted at the moment is not.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn digest(&self, guild: GuildId, dates: Dates) -> Result<Digest, StoreError> {
        let (first, last) = (dates.first.to_string(), dates.last.to_string());
        let (gives, givers): (i64, i64) = sqlx::query_as(
            "SELECT COUNT(*), COUNT(DISTINCT r.giver) FROM recognition r JOIN person p ON p.id = r.giver \
             WHERE r.guild_id = $1 AND r.local_date >= $2 AND r.local_date <= $3 AND p.paused_at IS NULL \
             AND NOT EXISTS (SELECT 1 FROM reversal v WHERE v.recognition_id = r.id)",
        )
        .bind(guild.get().cast_signed())
        .bind(&first)
        .bind(&last)
        .fetch_one(&self.shared.pool)
        .await?;
        let first_time: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM (SELECT DISTINCT r.giver AS giver FROM recognition r JOIN person p ON p.id = r.giver \
             WHERE r.guild_id = $1 AND r.local_date >= $2 AND r.local_date <= $3 AND p.paused_at IS NULL \
             AND NOT EXISTS (SELECT 1 FROM reversal v WHERE v.recognition_id = r.id)) g \
             WHERE NOT EXISTS (SELECT 1 FROM recognition_receiver b WHERE b.giver = g.giver AND b.counts = 1 \
             AND b.local_date < $2)",
        )
        .bind(guild.get().cast_signed())
        .bind(&first)
        .bind(&last)
        .fetch_one(&self.shared.pool)
        .await?;
        let strengths = sqlx::query_as(
            "SELECT strength, CAST(SUM(number) AS BIGINT) AS named FROM recognition_day \
             WHERE guild_id = $1 AND local_date >= $2 AND local_date <= $3 AND strength <> '' \
             GROUP BY strength HAVING SUM(number) > 0 ORDER BY named DESC, strength LIMIT $4",
        )
        .bind(guild.get().cast_signed())
        .bind(&first)
        .bind(&last)
        .bind(MOST_STRENGTHS)
        .fetch_all(&self.shared.pool)
        .await?;
        Ok(Digest { gives, givers, first_time, strengths })
    }
}
