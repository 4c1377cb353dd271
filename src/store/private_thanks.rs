//! Recognition that is told to its receiver alone: in a private message, which nobody asked for, so within the dial for
//! contact. It stands in `/me` at once, whatever becomes of the message.

use std::time::Duration;

use jiff::Timestamp;
use serenity::model::id::{ChannelId, GuildId, UserId};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::Fault;
use super::people::known;
use super::recognitions::TAKES_NOTHING;
use super::reversals::{current, whole};
use super::rows::{id, snowflake};
use super::{Ended, Id, NewOccurrence, OccurrenceKey, Recognition, Store, StoreError};

/// What the dial lets pass no sooner is not told any more: it is no news then, and stands in `/me`. The dial lets one pass
/// a week.
pub(super) const PRIVATELY_WITHIN: Duration = Duration::from_secs(8 * 24 * 60 * 60);

/// What somebody is told privately.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivateThanks {
    /// Who.
    pub to: UserId,
    /// What it is today.
    pub recognition: Recognition,
    /// How it ended, if it did.
    pub ended: Option<Ended>,
    /// They take nothing from its giver any more: no words of theirs are sent to them, nor put in the place of others.
    pub unwanted: bool,
    /// It has other words than when it was given.
    pub amended: bool,
}

impl Store {
    /// Owes these receivers of a recognition, the first of its chain, a private message each.
    pub(super) async fn owe_private_thanks(
        &self,
        connection: &mut AnyConnection,
        (guild, recognition): (GuildId, Id),
        receivers: &[UserId],
        now: Timestamp,
    ) -> Result<(), Fault> {
        for receiver in receivers {
            let Some(person) = known(connection, guild, *receiver).await? else { continue };
            let key = OccurrenceKey::PrivateThanks { recognition, person: id(person)? };
            // Where it goes is not known yet: the server's own id stands for no channel.
            let new = NewOccurrence { key, guild, channel: ChannelId::new(guild.get()), due_at: now };
            self.insert_occurrence(connection, &new, now).await?;
        }
        Ok(())
    }

    /// What that person is told of a recognition today; `None` where there is nothing, or nobody, any more.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn private_thanks(
        &self,
        guild: GuildId,
        recognition: Id,
        person: Id,
    ) -> Result<Option<PrivateThanks>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let Some(current) = current(&mut connection, guild, recognition).await? else { return Ok(None) };
        let to: Option<(i64, i64)> = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT p.user_id, CASE WHEN {TAKES_NOTHING} THEN 1 ELSE 0 END AS takes_nothing \
             FROM recognition_receiver x JOIN person p ON p.id = x.person_id \
             WHERE x.recognition_id = $1 AND x.person_id = $2 AND p.user_id IS NOT NULL"
        )))
        .bind(current.id)
        .bind(person.get())
        .fetch_optional(&mut *connection)
        .await?;
        let (Some((user, takes_nothing)), Some(recognition)) = (to, whole(&mut connection, current.id).await?) else {
            return Ok(None);
        };
        Ok(Some(PrivateThanks {
            to: snowflake(user)?,
            recognition: *recognition,
            ended: current.ended(),
            unwanted: takes_nothing != 0,
            amended: current.id != current.first,
        }))
    }
}

/// Whether there is something to announce, or to tell privately, of a recognition, the first of its chain; or something to
/// share of a reflection.
pub(super) async fn still_told(
    connection: &mut AnyConnection,
    guild: GuildId,
    key: OccurrenceKey,
) -> Result<bool, Fault> {
    if let OccurrenceKey::Reflection { reflection } = key {
        let there: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM reflection WHERE id = $1")
            .bind(reflection.get())
            .fetch_one(connection)
            .await?;
        return Ok(there > 0);
    }
    let (OccurrenceKey::Announcement { recognition } | OccurrenceKey::PrivateThanks { recognition, .. }) = key else {
        return Ok(true);
    };
    let Some(current) = current(connection, guild, recognition).await? else { return Ok(false) };
    if current.ended().is_some() {
        return Ok(false);
    }
    let Some(whole) = whole(connection, current.id).await? else { return Ok(false) };
    let known = whole.giver.is_some() && whole.words.is_some();
    match key {
        OccurrenceKey::PrivateThanks { person, .. } => {
            let there: i64 = sqlx::query_scalar(AssertSqlSafe(format!(
                "SELECT COUNT(*) FROM recognition_receiver x JOIN person p ON p.id = x.person_id \
                 WHERE x.recognition_id = $1 AND x.person_id = $2 AND p.user_id IS NOT NULL AND NOT {TAKES_NOTHING}"
            )))
            .bind(current.id)
            .bind(person.get())
            .fetch_one(connection)
            .await?;
            Ok(known && there > 0)
        }
        _ => Ok(known && !whole.announced_to.is_empty()),
    }
}
