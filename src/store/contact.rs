//! The one dial for contact: at most one private message a week that nobody asked for, to a Discord user, over everything
//! that Clarion does in all servers; and none at all for whoever wants none.
//!
//! A message takes its week right before each try, in one transaction that reads all of the user's rows. What certainly
//! was not sent gives it back in the transaction that records so (`forget_try`), and so does what ends without a try
//! (`ends_untried`): its process died right after it had taken the week, say. What may have been sent keeps it.

use std::time::Duration;

use jiff::Timestamp;
use serenity::model::id::{GuildId, UserId};
use sqlx::AnyConnection;

use super::claims::later;
use super::connection::{Fault, in_transaction};
use super::private_thanks::{tell_beside, told_of_none, waits_for};
use super::rows::{instant, snowflake};
use super::{Claim, Id, Kind, OccurrenceKey, Store, StoreError};

/// What is taken is sent within a lease, and the clocks of two processes may differ: a week of rest takes an hour more.
const A_WEEK: Duration = Duration::from_secs((7 * 24 + 1) * 60 * 60);

/// From one weekly reminder of somebody in a server to the next: they asked for one a week at the server's hour, so the week
/// counts from when each was due. One may have come six hours late, and a zone moves its clocks by an hour.
const REMINDER_AFTER_REMINDER: Duration = Duration::from_secs((7 * 24 - 7) * 60 * 60);

/// Whether somebody may be written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contact {
    /// This message may be sent now, and no other for a week.
    Granted,
    /// Another one was sent less than a week ago, or may have been.
    NotBefore(Timestamp),
    /// This person wants none, or is nobody who is known.
    Unwanted,
}

impl Store {
    /// Takes the week of somebody for the message of this claim, which is about to be tried. Taking it again for the same
    /// message counts the week anew. Thanks tell of the others that wait there; a reminder gives way to thanks.
    ///
    /// # Errors
    /// Where the store fails; nothing is to be sent then.
    pub async fn take_contact(&self, claim: &Claim, user: UserId, now: Timestamp) -> Result<Contact, StoreError> {
        let occurrence = claim.occurrence.id.get();
        in_transaction!(self.shared, |connection| {
            claim.check(connection).await?;
            // By a clock that ran ahead and was set right since: the week counts from now on at the latest.
            sqlx::query(
                "UPDATE contact SET counted_at = $1 WHERE counted_at > $1 AND kind = 'taken' \
                 AND person_id IN (SELECT id FROM person WHERE user_id = $2)",
            )
            .bind(now.as_millisecond())
            .bind(user.get().cast_signed())
            .execute(&mut *connection)
            .await?;
            if unwanted(connection, user).await? {
                return Ok(Contact::Unwanted);
            }
            // Else a reminder at its hour every week would be before what became free an hour later, for good.
            if matches!(claim.occurrence.key, OccurrenceKey::Nudge { .. }) && waits_for(connection, user, now).await? {
                return Ok(Contact::NotBefore(later(now, A_WEEK)));
            }
            // No row is a person's 0.
            let reminds = match claim.occurrence.key {
                OccurrenceKey::Nudge { person, .. } => person.get(),
                _ => 0,
            };
            let last: (Option<i64>, Option<i64>) = sqlx::query_as(
                "SELECT MAX(CASE WHEN o.kind = 'nudge' AND o.subject = $3 THEN NULL ELSE c.counted_at END), \
                 MAX(CASE WHEN o.kind = 'nudge' AND o.subject = $3 THEN c.counted_at END) \
                 FROM contact c JOIN person p ON p.id = c.person_id LEFT JOIN occurrence o ON o.id = c.occurrence_id \
                 WHERE p.user_id = $1 AND c.kind = 'taken' AND c.occurrence_id <> $2",
            )
            .bind(user.get().cast_signed())
            .bind(occurrence)
            .bind(reminds)
            .fetch_one(&mut *connection)
            .await?;
            for (last, rest) in [(last.0, A_WEEK), (last.1, REMINDER_AFTER_REMINDER)] {
                let free = last.map(|last| Ok::<_, Fault>(later(instant(last)?, rest))).transpose()?;
                if let Some(free) = free.filter(|free| *free > now) {
                    return Ok(Contact::NotBefore(free));
                }
            }
            // Who was forgotten since the message was prepared is not written to, nor known again by it.
            let person: Option<i64> = sqlx::query_scalar(
                "SELECT id FROM person WHERE user_id = $1 ORDER BY CASE WHEN guild_id = $2 THEN 0 ELSE 1 END, id LIMIT 1",
            )
            .bind(user.get().cast_signed())
            .bind(claim.occurrence.guild.get().cast_signed())
            .fetch_optional(&mut *connection)
            .await?;
            let Some(person) = person else { return Ok(Contact::Unwanted) };
            // What may be there already says what it says.
            if let (OccurrenceKey::PrivateThanks { person, .. }, None) = (claim.occurrence.key, claim.earlier) {
                tell_beside(connection, claim, person, now).await?;
            }
            // What still holds stays: this one may give its week back, and a reminder comes a little sooner than others may.
            let over = now.checked_sub(A_WEEK).unwrap_or(Timestamp::MIN);
            sqlx::query("DELETE FROM contact WHERE person_id = $1 AND kind = 'taken' AND occurrence_id <> $2 AND counted_at <= $3")
                .bind(person)
                .bind(occurrence)
                .bind(over.as_millisecond())
                .execute(&mut *connection)
                .await?;
            let again = sqlx::query("UPDATE contact SET person_id = $1, counted_at = $2 WHERE occurrence_id = $3")
                .bind(person)
                .bind(now.as_millisecond())
                .bind(occurrence)
                .execute(&mut *connection)
                .await?;
            if again.rows_affected() == 0 {
                sqlx::query("INSERT INTO contact (id, person_id, kind, occurrence_id, counted_at) VALUES ($1, $2, 'taken', $3, $4)")
                    .bind(self.shared.ids.next(now).get())
                    .bind(person)
                    .bind(occurrence)
                    .bind(now.as_millisecond())
                    .execute(connection)
                    .await?;
            }
            Ok(Contact::Granted)
        })
    }

    /// Whether somebody wants no private message that nobody asked for.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn wants_no_contact(&self, user: UserId) -> Result<bool, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        Ok(unwanted(&mut connection, user).await?)
    }

    /// When somebody was last written to without having asked for it, as far as that is kept: in whichever server.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn last_contact(&self, user: UserId) -> Result<Option<Timestamp>, StoreError> {
        let last: Option<i64> = sqlx::query_scalar(
            "SELECT MAX(c.counted_at) FROM contact c JOIN person p ON p.id = c.person_id \
             WHERE p.user_id = $1 AND c.kind = 'taken'",
        )
        .bind(user.get().cast_signed())
        .fetch_one(&self.shared.pool)
        .await?;
        last.map(instant).transpose()
    }

    /// A server where somebody is known, if there is one.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn known_in(&self, user: UserId) -> Result<Option<GuildId>, StoreError> {
        let guild: Option<i64> =
            sqlx::query_scalar("SELECT guild_id FROM person WHERE user_id = $1 ORDER BY id DESC LIMIT 1")
                .bind(user.get().cast_signed())
                .fetch_optional(&self.shared.pool)
                .await?;
        guild.map(snowflake).transpose()
    }

    /// Somebody wants no such message any more, or takes them again; in all servers.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn set_contact(
        &self,
        guild: GuildId,
        user: UserId,
        wanted: bool,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        in_transaction!(self.shared, |connection| {
            super::guilds::ensure(connection, guild, now).await?;
            sqlx::query(
                "DELETE FROM contact WHERE kind = 'none' AND person_id IN (SELECT id FROM person WHERE user_id = $1)",
            )
            .bind(user.get().cast_signed())
            .execute(&mut *connection)
            .await?;
            if !wanted {
                let person = self.person(connection, guild, user, now).await?;
                sqlx::query("INSERT INTO contact (id, person_id, kind, occurrence_id, counted_at) VALUES ($1, $2, 'none', NULL, $3)")
                    .bind(self.shared.ids.next(now).get())
                    .bind(person.get())
                    .bind(now.as_millisecond())
                    .execute(connection)
                    .await?;
            }
            Ok(())
        })
    }
}

async fn unwanted(connection: &mut AnyConnection, user: UserId) -> Result<bool, Fault> {
    let rows: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM contact c JOIN person p ON p.id = c.person_id WHERE p.user_id = $1 AND c.kind = 'none'",
    )
    .bind(user.get().cast_signed())
    .fetch_one(connection)
    .await?;
    Ok(rows > 0)
}

/// The message of this claim was certainly not sent, by this try nor by an earlier one: the week is free again. It is tried
/// again at `again` where that is known, and what it would have told of no sooner.
pub(super) async fn give_back(
    connection: &mut AnyConnection,
    claim: &Claim,
    again: Option<Timestamp>,
) -> Result<(), Fault> {
    let message = claim.occurrence.id;
    match claim.occurrence.key {
        OccurrenceKey::PrivateThanks { person, .. } => {
            frees(connection, message.get()).await?;
            told_of_none(connection, (message, person), again).await
        }
        key if matches!(key.kind(), Kind::Notice | Kind::Nudge) => frees(connection, message.get()).await,
        // Nothing else goes through the dial.
        _ => Ok(()),
    }
}

/// An occurrence ends. Where it was never tried, which its row says, it has no use for the week that it may have taken, and
/// tells of nothing.
pub(super) async fn ends_untried(connection: &mut AnyConnection, occurrence: i64) -> Result<(), Fault> {
    let untried: Option<(String, String)> = sqlx::query_as(
        "SELECT kind, due_key FROM occurrence WHERE id = $1 AND first_tried_at IS NULL \
         AND kind IN ('notice', 'private-thanks', 'nudge')",
    )
    .bind(occurrence)
    .fetch_optional(&mut *connection)
    .await?;
    let Some((kind, due_key)) = untried else { return Ok(()) };
    frees(connection, occurrence).await?;
    let person = due_key.parse().ok().and_then(Id::from_i64).filter(|_| kind == Kind::PrivateThanks.written());
    match (Id::from_i64(occurrence), person) {
        (Some(message), Some(person)) => told_of_none(connection, (message, person), None).await,
        _ => Ok(()),
    }
}

async fn frees(connection: &mut AnyConnection, occurrence: i64) -> Result<(), Fault> {
    sqlx::query("DELETE FROM contact WHERE occurrence_id = $1").bind(occurrence).execute(connection).await?;
    Ok(())
}
