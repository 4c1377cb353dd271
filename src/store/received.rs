//! A recognition as somebody who got it sees it, and their wish that nobody else does. It goes before whatever its giver wanted.
//!
//! Whoever asks is found by the row that says that it was given to them, so nobody else's press does anything.

use jiff::Timestamp;
use serenity::model::id::{GuildId, UserId};
use sqlx::AnyConnection;

use super::announcement_changes::{Wanted, recognition_changed};
use super::connection::{Fault, in_transaction};
use super::current_recognition::{Current, Ended, current, whole};
use super::people::known;
use super::strength_totals;
use super::{Id, Recognition, Store, StoreError};

/// A recognition, to somebody who got it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// What it is today.
    pub recognition: Recognition,
    /// How it ended, if it did.
    pub ended: Option<Ended>,
    /// They want it seen by nobody else.
    pub hidden: bool,
    /// They want nothing from its giver from now on.
    pub declined: bool,
    /// They want nothing announced.
    pub never_announce: bool,
    /// They asked a steward to look at it: that is open, or decided about the words that it has.
    pub reported: bool,
    /// They asked, whichever words it had then, and nothing of it is open.
    pub left: bool,
}

/// Somebody who got a recognition.
pub(super) struct Own {
    pub(super) person: i64,
    pub(super) current: Current,
}

impl Store {
    /// A recognition of that server, to somebody who got it; `None` to everybody else.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn received(&self, guild: GuildId, user: UserId, named: Id) -> Result<Option<Received>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let Some(own) = own(&mut connection, guild, user, named).await? else { return Ok(None) };
        let Some(recognition) = whole(&mut connection, own.current.id).await? else { return Ok(None) };
        let (hidden, never_announce, declined, reported, all_closed): (i64, i64, i64, i64, i64) = sqlx::query_as(
            "SELECT x.hidden, p.never_announce, \
             (SELECT COUNT(*) FROM declined_giver d WHERE d.person_id = p.id AND d.giver = $3) AS declined, \
             (SELECT COUNT(*) FROM report t JOIN recognition r ON r.id = t.recognition_id \
              WHERE t.person_id = p.id AND (r.id = $4 OR r.first_id = $4) \
              AND (t.closed_at IS NULL OR t.recognition_id = x.recognition_id)) AS reported, \
             (SELECT COALESCE(MIN(CASE WHEN t.closed_at IS NULL THEN 0 ELSE 1 END), 0) FROM report t \
              JOIN recognition r ON r.id = t.recognition_id \
              WHERE t.person_id = p.id AND (r.id = $4 OR r.first_id = $4)) AS all_closed \
             FROM recognition_receiver x JOIN person p ON p.id = x.person_id \
             WHERE x.recognition_id = $1 AND x.person_id = $2",
        )
        .bind(own.current.id)
        .bind(own.person)
        .bind(own.current.giver)
        .bind(own.current.first)
        .fetch_one(&mut *connection)
        .await?;
        Ok(Some(Received {
            recognition: *recognition,
            ended: own.current.ended(),
            hidden: hidden != 0,
            declined: declined != 0,
            never_announce: never_announce != 0,
            reported: reported != 0,
            left: all_closed != 0,
        }))
    }

    /// Somebody who got it wants it seen by nobody else, or by everybody again. Who wants nothing announced shows none: what is
    /// hidden stays so then, and an edit that is owed names them nowhere. False where it is not theirs.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn hide_received(
        &self,
        guild: GuildId,
        user: UserId,
        named: Id,
        hidden: bool,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        in_transaction!(self.shared, |connection| {
            let Some(own) = own(connection, guild, user, named).await? else { return Ok(false) };
            if !hidden {
                let never: i64 = sqlx::query_scalar("SELECT never_announce FROM person WHERE id = $1")
                    .bind(own.person)
                    .fetch_one(&mut *connection)
                    .await?;
                if never != 0 {
                    return Ok(true);
                }
            }
            hide(connection, &own, hidden).await?;
            recognition_changed(connection, own.current.first, Wanted::Edited, now).await?;
            Ok(true)
        })
    }
}

/// The recognition as it is today, where it was given to that person.
pub(super) async fn own(
    connection: &mut AnyConnection,
    guild: GuildId,
    user: UserId,
    named: Id,
) -> Result<Option<Own>, Fault> {
    let Some(current) = current(connection, guild, named).await? else { return Ok(None) };
    let Some(person) = known(connection, guild, user).await? else { return Ok(None) };
    let got: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM recognition_receiver WHERE recognition_id = $1 AND person_id = $2")
            .bind(current.id)
            .bind(person)
            .fetch_one(connection)
            .await?;
    Ok((got > 0).then_some(Own { person, current }))
}

/// Hides it from everybody else, or no longer: whatever words it has had since it was given. Who hides it no longer wants to be
/// named.
pub(super) async fn hide(connection: &mut AnyConnection, own: &Own, hidden: bool) -> Result<(), Fault> {
    strength_totals::take_out(connection, own.current.id).await?;
    sqlx::query(
        "UPDATE recognition_receiver SET hidden = $1, left_out = CASE WHEN $1 = 0 THEN 0 ELSE left_out END WHERE person_id = $2 \
         AND recognition_id IN (SELECT id FROM recognition WHERE id = $3 OR first_id = $3)",
    )
    .bind(i64::from(hidden))
    .bind(own.person)
    .bind(own.current.first)
    .execute(&mut *connection)
    .await?;
    strength_totals::put_in(connection, own.current.id).await
}
