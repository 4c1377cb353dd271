//! What is known of the people whom somebody might thank next.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serenity::model::id::{GuildId, UserId};
use sqlx::AssertSqlSafe;

use super::people::known;
use super::roster::ON_ROSTER;
use super::rows::{date, snowflake};
use super::{Store, StoreError};
use crate::recognition::Candidate;

/// Somebody whom another might thank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MightThank {
    /// Who.
    pub user: UserId,
    /// By which name they were last seen, where that is known.
    pub name: Option<String>,
    /// What chance looks at.
    pub candidate: Candidate,
    /// Whether who asks has thanked them today.
    pub today: bool,
}

/// Whom somebody might thank, and who asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MightBeThanked {
    /// A number of who asks: the same on every day, and nobody else's.
    pub asker: i64,
    /// Everybody who can be suggested.
    pub people: Vec<MightThank>,
}

impl Store {
    /// Everybody on the roster whom `asker` might thank: not themselves, not who takes none from them, and not who rests
    /// from them. What happened on `today` moves nobody in or out, so that the answer stays the same for a day.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn might_be_thanked(
        &self,
        guild: GuildId,
        asker: UserId,
        today: Date,
        now: Timestamp,
    ) -> Result<MightBeThanked, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let person = known(&mut connection, guild, asker).await?.unwrap_or_default();
        let rest: Option<Option<i64>> =
            sqlx::query_scalar("SELECT cooldown_hours FROM recognition_option WHERE guild_id = $1")
                .bind(guild.get().cast_signed())
                .fetch_optional(&mut *connection)
                .await?;
        // Nobody rests where there is no such rule, also not from what was given at an hour that has not come: a clock was
        // set back then.
        let rest = rest.flatten();
        let rests = rest.is_some();
        let since = now.checked_sub(SignedDuration::from_hours(rest.unwrap_or(0))).unwrap_or(Timestamp::MIN);
        // Whom they thanked since then, or today: by the index of what somebody gave, whose dates lie within a day of it.
        let early = since.to_zoned(jiff::tz::TimeZone::UTC).date();
        let early = early.yesterday().unwrap_or(early).min(today);
        let lately: Vec<(i64, String, i64)> = sqlx::query_as(
            "SELECT person_id, local_date, given_at FROM recognition_receiver \
             WHERE giver = $1 AND counts IN (1, 2) AND local_date >= $2",
        )
        .bind(person)
        .bind(early.to_string())
        .fetch_all(&mut *connection)
        .await?;
        let day = today.to_string();
        let resting: BTreeSet<i64> = lately
            .iter()
            .filter(|(_, on, at)| rests && *on != day && *at > since.as_millisecond())
            .map(|(person, ..)| *person)
            .collect();
        let thanked_today: BTreeSet<i64> =
            lately.iter().filter(|(_, on, _)| *on == day).map(|(person, ..)| *person).collect();
        // What stands, also of givers who pause: each is the end of an index. Their rows tell it but where a clock was set back
        // and somebody got something on two days that have not come.
        let before_today = |counts: i64| {
            format!(
                "(SELECT x.local_date FROM recognition_receiver x WHERE x.person_id = p.id AND x.counts = {counts} \
                 AND x.local_date < $2 ORDER BY x.local_date DESC LIMIT 1)"
            )
        };
        // A program of before 0009 that gave beside a later one left '' for a day that nobody knows: it is none.
        let rows: Vec<(i64, i64, Option<String>, Option<String>)> = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT p.id, p.user_id, p.name, CASE WHEN p.last_got < $2 THEN NULLIF(p.last_got, '') \
             WHEN p.got_before < $2 THEN NULLIF(p.got_before, '') WHEN p.got_before >= $2 THEN NULLIF( \
             (SELECT MAX(t.day) FROM (SELECT {} AS day UNION ALL SELECT {} AS day) t), '') END FROM person p \
             WHERE p.guild_id = $1 AND {ON_ROSTER} AND p.id <> $3 \
             AND NOT EXISTS (SELECT 1 FROM declined_giver d WHERE d.person_id = p.id AND d.giver = $3)",
            before_today(1),
            before_today(2),
        )))
        .bind(guild.get().cast_signed())
        .bind(&day)
        .bind(person)
        .fetch_all(&mut *connection)
        .await?;
        let people = rows.into_iter().filter(|(id, ..)| !resting.contains(id)).map(|(id, user, name, thanked)| {
            let thanked = thanked.map(|day| date(&day)).transpose()?;
            let candidate = Candidate { number: id, thanked };
            Ok(MightThank { user: snowflake(user)?, name, candidate, today: thanked_today.contains(&id) })
        });
        // Somebody of whom nothing is kept has no row, and no number but their own.
        let asker = if person == 0 { asker.get().cast_signed() } else { person };
        Ok(MightBeThanked { asker, people: people.collect::<Result<_, StoreError>>()? })
    }
}
