//! Who of those named takes a recognition, and whether the day's allowance holds it: read before it is counted, in the same
//! transaction.
//!
//! Nothing about a day or a pair is kept beside the rows: the allowance and the rest are read from `recognition_receiver`
//! where they are used, so what is taken back frees the day that it was given on by itself. Two gives at once cannot both
//! pass: each transaction reads what it uses up, alone in the file on SQLite and serializable on PostgreSQL.

use jiff::{SignedDuration, Span, Timestamp};
use serenity::model::id::UserId;
use sqlx::AnyConnection;

use super::NewRecognition;
use super::connection::Fault;
use super::people::known;
use super::recognition_options::RecognitionOptions;
use super::rows::instant;
use crate::recognition::{Skipped, WhySkipped};

/// Why nothing was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The giver is paused: neither gives nor gets.
    GiverPaused,
    /// Everybody who was named is left out.
    Nobody {
        /// Why.
        skipped: Vec<Skipped>,
    },
    /// More people than are left of the day's allowance.
    Allowance {
        /// To how many people a day somebody may give here.
        allowance: u32,
        /// How many of them are left today.
        left: u32,
        /// How many it was for.
        asked: u32,
    },
}

/// Who of those named takes it.
pub(super) struct Open {
    pub(super) receivers: Vec<UserId>,
    pub(super) announced_to: Vec<UserId>,
    pub(super) skipped: Vec<Skipped>,
}

/// Somebody who was named, as far as they have a row.
#[derive(sqlx::FromRow)]
struct Named {
    paused_at: Option<i64>,
    never_announce: i64,
    declined: i64,
    last_given: Option<i64>,
}

/// Who takes it, and what is left of the day's allowance then; or why nothing is counted.
pub(super) async fn within_rules(
    connection: &mut AnyConnection,
    new: &NewRecognition,
    options: &RecognitionOptions,
) -> Result<Result<(Open, Option<u32>), Refused>, Fault> {
    // Somebody without a row gave to nobody yet.
    let giver = known(connection, new.guild, new.giver).await?.unwrap_or_default();
    let paused: Option<i64> = sqlx::query_scalar("SELECT id FROM person WHERE id = $1 AND paused_at IS NOT NULL")
        .bind(giver)
        .fetch_optional(&mut *connection)
        .await?;
    if paused.is_some() {
        return Ok(Err(Refused::GiverPaused));
    }
    let mut open = Open { receivers: Vec::new(), announced_to: Vec::new(), skipped: Vec::new() };
    for &user in &new.receivers {
        let named = named(connection, new, giver, user, options.rest_hours).await?;
        let rests_until = named.as_ref().and_then(|named| named.last_given).zip(options.rest_hours);
        let rests_until = rests_until.map(|(last, hours)| Ok::<_, Fault>(after(instant(last)?, hours))).transpose()?;
        let skip = |why| Skipped { user, why };
        match named {
            Some(Named { paused_at: Some(_), .. }) => open.skipped.push(skip(WhySkipped::NotTaking)),
            Some(Named { declined: 1.., .. }) => open.skipped.push(skip(WhySkipped::NotTaking)),
            _ if rests_until.is_some_and(|until| until > new.at) => {
                let until = rests_until.unwrap_or(new.at);
                open.skipped.push(skip(WhySkipped::Resting { until }));
            }
            named => {
                open.receivers.push(user);
                if !new.quiet && named.is_none_or(|named| named.never_announce == 0) {
                    open.announced_to.push(user);
                }
            }
        }
    }
    if open.receivers.is_empty() {
        return Ok(Err(Refused::Nobody { skipped: open.skipped }));
    }
    let Some(allowance) = options.allowance else { return Ok(Ok((open, None))) };
    let used: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM recognition_receiver WHERE giver = $1 AND counts IN (1, 2) AND local_date = $2",
    )
    .bind(giver)
    .bind(new.local_date.to_string())
    .fetch_one(connection)
    .await?;
    let asked = u32::try_from(open.receivers.len()).unwrap_or(u32::MAX);
    let left = allowance.saturating_sub(u32::try_from(used).unwrap_or(u32::MAX));
    Ok(match left.checked_sub(asked) {
        Some(left) => Ok((open, Some(left))),
        None => Err(Refused::Allowance { allowance, left, asked }),
    })
}

/// What is known of somebody who was named; `None` of somebody without a row.
async fn named(
    connection: &mut AnyConnection,
    new: &NewRecognition,
    giver: i64,
    user: UserId,
    rest_hours: Option<u32>,
) -> Result<Option<Named>, Fault> {
    // No day before this one lies within the rest, whatever calendar the server had meanwhile.
    let days = i64::from(rest_hours.unwrap_or_default() / 24) + 2;
    let since = new.local_date.saturating_sub(Span::new().try_days(days).unwrap_or_default());
    let named = sqlx::query_as(
        "SELECT p.paused_at, p.never_announce, \
         (SELECT COUNT(*) FROM declined_giver d WHERE d.person_id = p.id AND d.giver = $3) AS declined, \
         (SELECT MAX(x.given_at) FROM recognition_receiver x WHERE x.person_id = p.id AND x.counts IN (1, 2) \
          AND x.local_date >= $4 AND x.giver = $3) AS last_given \
         FROM person p WHERE p.guild_id = $1 AND p.user_id = $2",
    )
    .bind(new.guild.get().cast_signed())
    .bind(user.get().cast_signed())
    .bind(giver)
    .bind(since.to_string())
    .fetch_optional(connection)
    .await?;
    Ok(named)
}

fn after(instant: Timestamp, hours: u32) -> Timestamp {
    instant.checked_add(SignedDuration::from_hours(i64::from(hours))).unwrap_or(Timestamp::MAX)
}
