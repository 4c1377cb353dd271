//! Recognition that is told to its receiver alone: in a private message, which nobody asked for, so within the dial for
//! contact. It stands in `/me` at once, whatever becomes of the message.
//!
//! The dial lets one pass a week. That one says how many more there are that nobody told them of, and those are told by it:
//! they end as `beside:` and its id. Where it certainly was not sent they are owed again, also where it ends without a try.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;
use serenity::model::id::{ChannelId, GuildId, UserId};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::claims::later;
use super::connection::Fault;
use super::current_recognition::{current, whole};
use super::people::known;
use super::recognitions::TAKES_NOTHING;
use super::rows::{id, instant, snowflake};
use super::{Claim, Ended, Id, NewOccurrence, OccurrenceKey, Recognition, Store, StoreError, reason};
use crate::recognition::MOST_DAYS_TO_TELL;

/// What the dial lets pass no sooner, since other servers' messages came first, is not told by a message of its own any more.
/// The next one counts it.
pub(super) const PRIVATELY_WITHIN: Duration = Duration::from_secs(MOST_DAYS_TO_TELL as u64 * 24 * 60 * 60);

/// So much older ones are counted in no message any more.
const COUNTED_WITHIN: Duration = PRIVATELY_WITHIN.saturating_mul(2);

/// Why one has no message of its own: that of the occurrence with the id behind it says that it is there.
const BESIDE: &str = "beside:";

/// What stands between somebody (`$1`, written `$2`) and what they were, or are to be, told privately: the first of each chain
/// and its message.
const THEIRS: &str = "FROM recognition_receiver x JOIN recognition r ON r.id = x.recognition_id AND r.first_id IS NULL \
                      JOIN occurrence o ON o.kind = 'private-thanks' AND o.subject = r.id AND o.due_key = $2 \
                      WHERE x.person_id = $1";

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
    /// So many more stand in that server that this message alone tells them of.
    pub more: u32,
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
        let message: Option<i64> = sqlx::query_scalar(
            "SELECT id FROM occurrence WHERE kind = 'private-thanks' AND subject = $1 AND due_key = $2",
        )
        .bind(current.first)
        .bind(person.get().to_string())
        .fetch_optional(&mut *connection)
        .await?;
        let more = match message {
            Some(message) => beside(&mut connection, id(message)?, person).await?,
            None => 0,
        };
        Ok(Some(PrivateThanks {
            to: snowflake(user)?,
            recognition: *recognition,
            ended: current.ended(),
            unwanted: takes_nothing != 0,
            amended: current.id != current.first,
            more,
        }))
    }

    /// How many more of somebody's the private message of an occurrence tells that they are there, of those that stand.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn told_beside(&self, message: Id, person: Id) -> Result<u32, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        Ok(beside(&mut connection, message, person).await?)
    }
}

async fn beside(connection: &mut AnyConnection, message: Id, person: Id) -> Result<u32, Fault> {
    let more: i64 = sqlx::query_scalar(AssertSqlSafe(format!(
        "SELECT COUNT(*) {THEIRS} AND o.state = 'skipped' AND o.reason = $3 \
         AND EXISTS (SELECT 1 FROM recognition n WHERE (n.id = r.id OR n.first_id = r.id) \
         AND NOT EXISTS (SELECT 1 FROM reversal v WHERE v.recognition_id = n.id))"
    )))
    .bind(person.get())
    .bind(person.get().to_string())
    .bind(format!("{BESIDE}{message}"))
    .fetch_one(connection)
    .await?;
    Ok(u32::try_from(more).unwrap_or(0))
}

/// The message of this claim is about to be sent to somebody: what else waits for its turn there, or had none, is told by it.
pub(super) async fn tell_beside(
    connection: &mut AnyConnection,
    claim: &Claim,
    person: Id,
    now: Timestamp,
) -> Result<(), Fault> {
    let (message, guild) = (claim.occurrence.id, claim.occurrence.guild);
    let since = now.checked_sub(COUNTED_WITHIN).unwrap_or(Timestamp::MIN);
    let others: Vec<(i64, i64, Option<String>)> = sqlx::query_as(AssertSqlSafe(format!(
        "SELECT o.id, r.id, CASE WHEN o.state = 'skipped' THEN o.reason ELSE NULL END AS reason {THEIRS} AND o.id <> $3 \
         AND ((o.state IN ('due', 'claimed') AND o.first_tried_at IS NULL) OR (o.state = 'skipped' AND o.due_at >= $4 \
         AND (o.reason IN ('{late}', '{changed}', '{left}') OR o.reason LIKE '{BESIDE}%')))",
        late = reason::LATE,
        changed = reason::CHANGED,
        left = reason::LEFT,
    )))
    .bind(person.get())
    .bind(person.get().to_string())
    .bind(message.get())
    .bind(since.as_millisecond())
    .fetch_all(&mut *connection)
    .await?;
    // One of those that were never tried may have taken an earlier week and not used it: it told of none. That week is over,
    // or this message would not have been let pass (`take_contact`, which forgets it right after this): none is to be freed.
    let untold: BTreeSet<i64> = others.iter().filter(|(_, _, why)| why.is_none()).map(|(other, ..)| *other).collect();
    // One that is in another one's hands is taken out of them: the dial would let it pass no sooner than next week.
    for (other, recognition, why) in others {
        let told = match why.as_deref().and_then(teller) {
            Some(teller) => !untold.contains(&teller) && tells(connection, teller).await?,
            None => false,
        };
        if told || !is_wanted(connection, guild, id(recognition)?, person).await? {
            continue;
        }
        // In which private messages it was to be told is not kept.
        sqlx::query(
            "UPDATE occurrence SET state = 'skipped', claim = NULL, reason = $1, content = NULL, channel_id = guild_id \
             WHERE id = $2",
        )
        .bind(format!("{BESIDE}{message}"))
        .bind(other)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// A message was certainly not sent to somebody: what it would have told of is owed again. Where it rests itself, until
/// `not_before`, so do they: whatever keeps it back keeps them back as well.
pub(super) async fn told_of_none(
    connection: &mut AnyConnection,
    (message, person): (Id, Id),
    not_before: Option<Timestamp>,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE occurrence SET state = 'due', reason = NULL, ready_at = CASE WHEN ready_at < $4 THEN $4 ELSE ready_at END \
         WHERE kind = 'private-thanks' AND due_key = $1 \
         AND subject IN (SELECT x.recognition_id FROM recognition_receiver x WHERE x.person_id = $2) \
         AND state = 'skipped' AND reason = $3",
    )
    .bind(person.get().to_string())
    .bind(person.get())
    .bind(format!("{BESIDE}{message}"))
    .bind(not_before.map_or(0, Timestamp::as_millisecond))
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether something waits to be told to somebody privately, in whichever server the bot is in: something that will be told
/// when its turn comes, and not what was taken back, removed or declined since, or comes too late.
pub(super) async fn waits_for(connection: &mut AnyConnection, user: UserId, now: Timestamp) -> Result<bool, Fault> {
    let waiting: Vec<(i64, i64, i64, i64, i64)> = sqlx::query_as(
        "SELECT o.guild_id, o.subject, p.id, o.due_at, o.ready_at FROM person p \
         JOIN occurrence o ON o.due_key = CAST(p.id AS TEXT) AND o.kind = 'private-thanks' AND o.guild_id = p.guild_id \
         JOIN guild g ON g.id = o.guild_id WHERE p.user_id = $1 AND o.state IN ('due', 'claimed') \
         AND o.first_tried_at IS NULL AND g.removed_at IS NULL",
    )
    .bind(user.get().cast_signed())
    .fetch_all(&mut *connection)
    .await?;
    for (guild, recognition, person, due_at, ready_at) in waiting {
        let turn = now.max(instant(ready_at)?);
        let key = OccurrenceKey::PrivateThanks { recognition: id(recognition)?, person: id(person)? };
        let in_time = later(instant(due_at)?, PRIVATELY_WITHIN) >= turn;
        if in_time && still_told(connection, snowflake(guild)?, key).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whose messages say that a recognition, the first of its chain, is there, beside another one.
pub(super) async fn tellers(connection: &mut AnyConnection, first: i64) -> Result<Vec<i64>, Fault> {
    let reasons: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!(
        "SELECT reason FROM occurrence WHERE kind = 'private-thanks' AND subject = $1 AND state = 'skipped' \
         AND reason LIKE '{BESIDE}%'"
    )))
    .bind(first)
    .fetch_all(&mut *connection)
    .await?;
    let mut standing = Vec::new();
    for teller in reasons.iter().filter_map(|why| teller(why)) {
        let there: Option<i64> = sqlx::query_scalar(
            "SELECT id FROM occurrence WHERE id = $1 AND kind = 'private-thanks' \
             AND (state IN ('claimed', 'posted') OR (state = 'due' AND first_tried_at IS NOT NULL))",
        )
        .bind(teller)
        .fetch_optional(&mut *connection)
        .await?;
        standing.extend(there);
    }
    Ok(standing)
}

fn teller(why: &str) -> Option<i64> {
    why.strip_prefix(BESIDE)?.parse::<Id>().ok().map(Id::get)
}

/// Whether a message was sent, as far as is known, or is on its way.
async fn tells(connection: &mut AnyConnection, message: i64) -> Result<bool, Fault> {
    let found: Option<(String, Option<String>)> = sqlx::query_as("SELECT state, reason FROM occurrence WHERE id = $1")
        .bind(message)
        .fetch_optional(connection)
        .await?;
    Ok(match found {
        Some((state, why)) => match state.as_str() {
            "skipped" => why.as_deref() == Some(reason::DELETED),
            "failed" => false,
            _ => true,
        },
        None => true,
    })
}

/// Whether a recognition stands, and this person, who got it, takes it: with words or without.
async fn is_wanted(connection: &mut AnyConnection, guild: GuildId, recognition: Id, person: Id) -> Result<bool, Fault> {
    let Some(current) = current(connection, guild, recognition).await? else { return Ok(false) };
    Ok(current.ended().is_none() && takes(connection, current.id, person).await?)
}

async fn takes(connection: &mut AnyConnection, recognition: i64, person: Id) -> Result<bool, Fault> {
    let there: i64 = sqlx::query_scalar(AssertSqlSafe(format!(
        "SELECT COUNT(*) FROM recognition_receiver x JOIN person p ON p.id = x.person_id \
         WHERE x.recognition_id = $1 AND x.person_id = $2 AND p.user_id IS NOT NULL AND NOT {TAKES_NOTHING}"
    )))
    .bind(recognition)
    .bind(person.get())
    .fetch_one(connection)
    .await?;
    Ok(there > 0)
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
        OccurrenceKey::PrivateThanks { person, .. } => Ok(known && takes(connection, current.id, person).await?),
        _ => Ok(known && !whole.announced_to.is_empty()),
    }
}
