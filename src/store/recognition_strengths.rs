//! The strengths that a recognition names in its receivers: said with it or after it, by its giver alone, and counted on the
//! day on which it was given. What others see named of somebody is in `named_strengths.rs`.

use std::collections::HashMap;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serenity::model::id::{GuildId, UserId};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::{Fault, in_transaction};
use super::current_recognition::current;
use super::recognitions::{STANDS, count_day, counts, tells_strengths};
use super::rows::{among, date, instant, plain};
use super::strength_totals;
use super::{Id, Store, StoreError};
use crate::recognition::CHANGEABLE_FOR;

/// What became of [`Store::name_strengths`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StrengthsNamed {
    /// They are kept.
    Kept,
    /// Somebody else gave it.
    NotTheirs,
    /// It was given more than [`CHANGEABLE_FOR`] ago.
    TooLate,
    /// There is no such recognition in this server, or it was taken back.
    Gone,
}

impl Store {
    /// Says what a recognition names in its receivers, in place of what it named before. Only its giver can, for as long as
    /// it can be changed.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn name_strengths(
        &self,
        guild: GuildId,
        recognition: Id,
        giver: UserId,
        strengths: &[String],
        now: Timestamp,
    ) -> Result<StrengthsNamed, StoreError> {
        in_transaction!(self.shared, |connection| {
            // Its words may have been changed since the question was put.
            let Some(recognition) = current(connection, guild, recognition).await?.map(|today| today.id) else {
                return Ok(StrengthsNamed::Gone);
            };
            let row: Option<(Option<i64>, i64, String)> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
                "SELECT p.user_id, r.given_at, r.local_date FROM recognition r JOIN person p ON p.id = r.giver \
                 WHERE r.id = $1 AND r.guild_id = $2 AND {STANDS}"
            )))
            .bind(recognition)
            .bind(guild.get().cast_signed())
            .fetch_optional(&mut *connection)
            .await?;
            let Some((by, given_at, local_date)) = row else { return Ok(StrengthsNamed::Gone) };
            if by != Some(giver.get().cast_signed()) {
                return Ok(StrengthsNamed::NotTheirs);
            }
            if now.duration_since(instant(given_at)?) >= SignedDuration::try_from(CHANGEABLE_FOR).unwrap_or_default() {
                return Ok(StrengthsNamed::TooLate);
            }
            let local_date = date(&local_date)?;
            let counted = counts(connection, recognition).await? && tells_strengths(connection, recognition).await?;
            if counted {
                for before in strengths_of(connection, recognition).await? {
                    count_day(connection, guild, local_date, &before, -1).await?;
                }
            }
            strength_totals::take_out(connection, recognition).await?;
            sqlx::query("DELETE FROM recognition_strength WHERE recognition_id = $1")
                .bind(recognition)
                .execute(&mut *connection)
                .await?;
            name(connection, guild, recognition, (local_date, counted), strengths).await?;
            strength_totals::put_in(connection, recognition).await?;
            Ok(StrengthsNamed::Kept)
        })
    }
}

/// Names these strengths, and counts them on the day where the recognition counts and is not quiet. None were named before.
pub(super) async fn name(
    connection: &mut AnyConnection,
    guild: GuildId,
    recognition: i64,
    (local_date, counted): (Date, bool),
    strengths: &[String],
) -> Result<(), Fault> {
    for (place, strength) in (0_i64..).zip(strengths) {
        let strength = plain(strength);
        sqlx::query("INSERT INTO recognition_strength (recognition_id, place, name) VALUES ($1, $2, $3)")
            .bind(recognition)
            .bind(place)
            .bind(&strength)
            .execute(&mut *connection)
            .await?;
        if counted {
            count_day(connection, guild, local_date, &strength, 1).await?;
        }
    }
    Ok(())
}

/// The strengths that a recognition names, in the order in which it was said.
pub(super) async fn strengths_of(connection: &mut AnyConnection, recognition: i64) -> Result<Vec<String>, Fault> {
    let names = sqlx::query_scalar("SELECT name FROM recognition_strength WHERE recognition_id = $1 ORDER BY place")
        .bind(recognition)
        .fetch_all(connection)
        .await?;
    Ok(names)
}

/// The strengths that each of them names, in the order in which it was said.
pub(super) async fn strengths_of_each(
    connection: &mut AnyConnection,
    ids: &[i64],
) -> Result<HashMap<i64, Vec<String>>, Fault> {
    let (list, ids) = among(ids);
    let sql = format!(
        "SELECT recognition_id, name FROM recognition_strength WHERE recognition_id IN ({list}) ORDER BY recognition_id, place"
    );
    let asked = ids.into_iter().fold(sqlx::query_as(AssertSqlSafe(sql)), |asked, id| asked.bind(id));
    let rows: Vec<(i64, String)> = asked.fetch_all(connection).await?;
    let mut of: HashMap<i64, Vec<String>> = HashMap::new();
    for (id, name) in rows {
        of.entry(id).or_default().push(name);
    }
    Ok(of)
}
