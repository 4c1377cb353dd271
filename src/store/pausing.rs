//! Not being counted, for as long as somebody wants: while they pause they neither give nor get, and stand on no page, in no
//! picture and on no roster. What was before stays as it is, and is shown again afterwards.
//!
//! One rule holds for every number that others see: what somebody who pauses gave or got is not in it. A recognition to
//! several people counts as long as its giver and one of them do not pause. So no total differs from its lines by somebody
//! who pauses.
//!
//! A receiver's row says it (`counts`): 1, it counts; 2, it rests, because its giver or its receiver pauses; 0, it is over.
//! The transaction in which somebody pauses or comes back sets it for what they gave and got, and the running totals with
//! it. So nobody who asks looks for what rests, and what stands is what counts and what rests.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::model::id::UserId;
use sqlx::AnyConnection;

use super::connection::{Fault, in_transaction};
use super::forgetting::{Where, rows_of};
use super::guilds::ensure;
use super::people::DaysOf;
use super::rows::{date, instant};
use super::{Store, StoreError, gave_weeks, giver_totals, strength_totals};

/// What somebody gave and got that rests from now on, or counts from now on where nobody else of it pauses, is marked until
/// the totals are set.
const MARKED: [[&str; 2]; 2] = [
    [
        "UPDATE recognition_receiver SET counts = 3 WHERE giver = $1 AND counts = 2 \
         AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = recognition_receiver.person_id AND p.paused_at IS NOT NULL)",
        "UPDATE recognition_receiver SET counts = 3 WHERE person_id = $1 AND counts = 2 \
         AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = recognition_receiver.giver AND p.paused_at IS NOT NULL)",
    ],
    [
        "UPDATE recognition_receiver SET counts = 3 WHERE giver = $1 AND counts = 1",
        "UPDATE recognition_receiver SET counts = 3 WHERE person_id = $1 AND counts = 1",
    ],
];

/// The recognitions `t` that count no more, or again: no other row of theirs counted, or does.
macro_rules! turned {
    () => {
        "FROM (SELECT x.recognition_id, x.local_date FROM recognition_receiver x WHERE x.giver = $1 AND x.counts = 3 \
         UNION SELECT x.recognition_id, x.local_date FROM recognition_receiver x WHERE x.person_id = $1 AND x.counts = 3 \
         AND NOT EXISTS (SELECT 1 FROM recognition_receiver y WHERE y.recognition_id = x.recognition_id \
         AND y.counts = 1)) t"
    };
}

/// What adds them to the days' totals of server `$2`, or takes them away.
const TOTALS: [&str; 2] = [
    concat!(
        "INSERT INTO recognition_day (guild_id, local_date, strength, number) \
         SELECT CAST($2 AS BIGINT), t.local_date, '', CAST($3 AS BIGINT) * COUNT(*) ",
        turned!(),
        " WHERE 1 = 1 GROUP BY t.local_date \
         ON CONFLICT (guild_id, local_date, strength) DO UPDATE SET number = recognition_day.number + excluded.number"
    ),
    concat!(
        "INSERT INTO recognition_day (guild_id, local_date, strength, number) \
         SELECT CAST($2 AS BIGINT), t.local_date, s.name, CAST($3 AS BIGINT) * COUNT(*) ",
        turned!(),
        " JOIN recognition_strength s ON s.recognition_id = t.recognition_id \
         JOIN recognition r ON r.id = t.recognition_id WHERE r.quiet = 0 GROUP BY t.local_date, s.name \
         ON CONFLICT (guild_id, local_date, strength) DO UPDATE SET number = recognition_day.number + excluded.number"
    ),
];

/// Lets what somebody gave and got rest (`rests`, they pause) or count again (they pause no more), with every total.
pub(super) async fn rest(connection: &mut AnyConnection, person: i64, guild: i64, rests: bool) -> Result<(), Fault> {
    for mark in MARKED[usize::from(rests)] {
        sqlx::query(mark).bind(person).execute(&mut *connection).await?;
    }
    for total in TOTALS {
        sqlx::query(total)
            .bind(person)
            .bind(guild)
            .bind(if rests { -1_i64 } else { 1 })
            .execute(&mut *connection)
            .await?;
    }
    strength_totals::rest(connection, person, rests).await?;
    giver_totals::rest(connection, person, rests).await?;
    let mut given: Vec<(i64, String)> =
        sqlx::query_as("SELECT DISTINCT giver, local_date FROM recognition_receiver WHERE giver = $1 AND counts = 3")
            .bind(person)
            .fetch_all(&mut *connection)
            .await?;
    given.extend(giver_totals::weeks_turned(connection, person).await?);
    let mut days: BTreeMap<i64, Vec<Date>> = BTreeMap::new();
    for (giver, day) in given {
        days.entry(giver).or_default().push(date(&day)?);
    }
    let counts = if rests { 2_i64 } else { 1 };
    for whose in ["giver", "person_id"] {
        let settled = format!("UPDATE recognition_receiver SET counts = $2 WHERE {whose} = $1 AND counts = 3");
        sqlx::query(sqlx::AssertSqlSafe(settled)).bind(person).bind(counts).execute(&mut *connection).await?;
    }
    giver_totals::rest_own(connection, person, rests).await?;
    gave_weeks::note(connection, days, !rests).await?;
    DaysOf::Turned { person, counts }.anew(connection).await
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
            for (person, guild) in &people {
                let turned = match paused {
                    true => sqlx::query("UPDATE person SET paused_at = $2 WHERE id = $1 AND paused_at IS NULL")
                        .bind(person)
                        .bind(now.as_millisecond()),
                    false => sqlx::query("UPDATE person SET paused_at = NULL WHERE id = $1 AND paused_at IS NOT NULL")
                        .bind(person),
                };
                if turned.execute(&mut *connection).await?.rows_affected() > 0 {
                    rest(connection, *person, *guild, paused).await?;
                }
            }
            Ok(!people.is_empty())
        })
    }
}
