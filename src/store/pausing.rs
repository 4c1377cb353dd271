//! Not being counted, for as long as somebody wants: while they pause they neither give nor get, and stand on no page, in no
//! picture and on no roster. What was before stays as it is, and is shown again afterwards.
//!
//! One rule holds for every number that others see: what somebody who pauses gave or got is not in it. A recognition to
//! several people counts as long as its giver and one of them do not pause. So no total differs from its lines by somebody
//! who pauses. Where nobody pauses, which is nearly everywhere, nothing is asked that would not be asked otherwise.

use jiff::Timestamp;
use serenity::model::id::{GuildId, UserId};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::{Fault, in_transaction};
use super::forgetting::{Where, rows_of};
use super::guilds::ensure;
use super::rows::instant;
use super::{Store, StoreError};
use crate::recognition::Dates;

/// Who pauses in server `$1`.
macro_rules! pausing {
    () => {
        "(SELECT id FROM person WHERE guild_id = $1 AND paused_at IS NOT NULL)"
    };
}

/// What is asked of a recognition's receiver `x` beyond that it counts, in server `$1`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pausing {
    /// Whether anybody pauses there.
    anybody: bool,
}

impl Pausing {
    /// Looks whether anybody pauses.
    pub(super) async fn of(connection: &mut AnyConnection, guild: GuildId) -> Result<Self, Fault> {
        let somebody: Option<i64> =
            sqlx::query_scalar("SELECT id FROM person WHERE guild_id = $1 AND paused_at IS NOT NULL LIMIT 1")
                .bind(guild.get().cast_signed())
                .fetch_optional(connection)
                .await?;
        Ok(Self { anybody: somebody.is_some() })
    }

    /// Whether anybody does.
    pub(super) fn anybody(self) -> bool {
        self.anybody
    }

    /// Holds of receiver `x` of a recognition that counts where its giver pauses no more than they do.
    pub(super) fn counts(self) -> &'static str {
        match self.anybody {
            false => "x.counts = 1",
            true => {
                concat!("x.counts = 1 AND x.giver NOT IN ", pausing!(), " AND x.person_id NOT IN ", pausing!())
            }
        }
    }

    /// How many recognitions of those days stand and are not counted at present, by `what` of `t`: each with its id and its
    /// day, joined as `joined` says.
    async fn left_out(
        self,
        connection: &mut AnyConnection,
        guild: GuildId,
        dates: Dates,
        (what, joined): (&str, &str),
    ) -> Result<Vec<(String, i64)>, Fault> {
        if !self.anybody {
            return Ok(Vec::new());
        }
        let those = "p.guild_id = $1 AND p.paused_at IS NOT NULL AND x.counts = 1 AND x.local_date >= $2 \
                     AND x.local_date <= $3";
        let left_out = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT {what}, COUNT(*) FROM (SELECT x.recognition_id, x.local_date FROM person p \
             JOIN recognition_receiver x ON x.giver = p.id WHERE {those} \
             UNION SELECT x.recognition_id, x.local_date FROM person p \
             JOIN recognition_receiver x ON x.person_id = p.id WHERE {those} AND NOT EXISTS ( \
             SELECT 1 FROM recognition_receiver y JOIN person q ON q.id = y.person_id \
             WHERE y.recognition_id = x.recognition_id AND q.paused_at IS NULL)) t {joined} GROUP BY {what}"
        )))
        .bind(guild.get().cast_signed())
        .bind(dates.first.to_string())
        .bind(dates.last.to_string())
        .fetch_all(connection)
        .await?;
        Ok(left_out)
    }

    /// How many recognitions of each of those days stand and are not counted at present.
    pub(super) async fn left_out_by_day(
        self,
        connection: &mut AnyConnection,
        guild: GuildId,
        dates: Dates,
    ) -> Result<Vec<(String, i64)>, Fault> {
        self.left_out(connection, guild, dates, ("t.local_date", "")).await
    }

    /// The same by the strengths that they name.
    pub(super) async fn left_out_by_strength(
        self,
        connection: &mut AnyConnection,
        guild: GuildId,
        dates: Dates,
    ) -> Result<Vec<(String, i64)>, Fault> {
        let joined = "JOIN recognition_strength s ON s.recognition_id = t.recognition_id";
        self.left_out(connection, guild, dates, ("s.name", joined)).await
    }
}

impl Store {
    /// Since when somebody pauses there; everywhere, where they pause in all servers that know them. `None` where they do
    /// not.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn paused_since(&self, user: UserId, place: Where) -> Result<Option<Timestamp>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let mut latest = None;
        for (person, _) in rows_of(&mut connection, user, place).await? {
            let paused: Option<i64> = sqlx::query_scalar("SELECT paused_at FROM person WHERE id = $1")
                .bind(person)
                .fetch_one(&mut *connection)
                .await?;
            let Some(paused) = paused else { return Ok(None) };
            latest = latest.max(Some(instant(paused)?));
        }
        Ok(latest)
    }

    /// Stops counting somebody there, or counts them again. False where nobody knows them anywhere, and there is nothing
    /// to pause.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn set_paused(
        &self,
        user: UserId,
        place: Where,
        paused: bool,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        in_transaction!(self.shared, |connection| {
            if let (Where::Server(guild), true) = (place, paused) {
                // Nobody may have thanked them yet: that nobody does is what they want.
                ensure(connection, guild, now).await?;
                self.person(connection, guild, user, now).await?;
            }
            let people = rows_of(connection, user, place).await?;
            for (person, _) in &people {
                sqlx::query(
                    "UPDATE person SET paused_at = CASE WHEN $1 = 0 THEN NULL ELSE COALESCE(paused_at, $2) END \
                     WHERE id = $3",
                )
                .bind(i64::from(paused))
                .bind(now.as_millisecond())
                .bind(person)
                .execute(&mut *connection)
                .await?;
            }
            Ok(!people.is_empty())
        })
    }
}
