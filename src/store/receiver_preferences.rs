//! What somebody settles about all the recognition that they get in a server: nothing of it is announced, and nothing comes
//! from these people. It goes before whatever a giver wanted.

use jiff::Timestamp;
use serenity::model::id::{GuildId, UserId};
use sqlx::AnyConnection;

use super::announcement_changes::{Wanted, recognition_changed};
use super::connection::{Fault, in_transaction};
use super::guilds::ensure;
use super::people::known;
use super::received::{hide, own};
use super::rows::snowflake;
use super::{Id, Store, StoreError};

/// So many people at most are on the list of those from whom somebody wants nothing: as many as one menu holds.
pub const MOST_DECLINED: usize = 25;

/// What somebody settled about what they get.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taking {
    /// Nothing of it is announced.
    pub never_announce: bool,
    /// From whom they want nothing.
    pub declined: Vec<UserId>,
}

/// What came of [`Store::decline_from`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declining {
    /// It holds.
    Done,
    /// There are [`MOST_DECLINED`] on the list.
    Full,
    /// The recognition is not theirs, or no longer there.
    Gone,
    /// Its giver is nobody any more.
    GiverGone,
}

impl Store {
    /// What somebody settled about what they get in a server.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn taking(&self, guild: GuildId, user: UserId) -> Result<Taking, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let Some(person) = known(&mut connection, guild, user).await? else { return Ok(Taking::default()) };
        let never: i64 = sqlx::query_scalar("SELECT never_announce FROM person WHERE id = $1")
            .bind(person)
            .fetch_one(&mut *connection)
            .await?;
        let declined: Vec<i64> = sqlx::query_scalar(
            "SELECT p.user_id FROM declined_giver d JOIN person p ON p.id = d.giver \
             WHERE d.person_id = $1 AND p.user_id IS NOT NULL ORDER BY p.user_id",
        )
        .bind(person)
        .fetch_all(&mut *connection)
        .await?;
        let declined = declined.into_iter().map(snowflake).collect::<Result<_, _>>()?;
        Ok(Taking { never_announce: never != 0, declined })
    }

    /// Somebody wants nothing announced of what they get, or all of it again; from now on. On the card of a recognition
    /// (`on`, of this server) who wants nothing announced hides that one, too. What is hidden stays so.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn announce_received(
        &self,
        guild: GuildId,
        user: UserId,
        wanted: bool,
        on: Option<Id>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        in_transaction!(self.shared, |connection| {
            ensure(connection, guild, now).await?;
            let person = self.person(connection, guild, user, now).await?;
            sqlx::query("UPDATE person SET never_announce = $1 WHERE id = $2")
                .bind(i64::from(!wanted))
                .bind(person.get())
                .execute(&mut *connection)
                .await?;
            if let Some(on) = on
                && let Some(own) = own(connection, guild, user, on).await?
            {
                if !wanted {
                    hide(connection, &own, true).await?;
                }
                recognition_changed(connection, own.current.first, Wanted::Edited, now).await?;
            }
            Ok(())
        })
    }

    /// Somebody who got it wants nothing more from who gave it, or takes it again. What they got before stays.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn decline_from(
        &self,
        guild: GuildId,
        user: UserId,
        named: Id,
        declined: bool,
    ) -> Result<Declining, StoreError> {
        in_transaction!(self.shared, |connection| {
            let Some(own) = own(connection, guild, user, named).await? else { return Ok(Declining::Gone) };
            let giver: Option<i64> = sqlx::query_scalar("SELECT user_id FROM person WHERE id = $1")
                .bind(own.current.giver)
                .fetch_one(&mut *connection)
                .await?;
            if giver.is_none() {
                return Ok(Declining::GiverGone);
            }
            if !declined {
                sqlx::query("DELETE FROM declined_giver WHERE person_id = $1 AND giver = $2")
                    .bind(own.person)
                    .bind(own.current.giver)
                    .execute(connection)
                    .await?;
                return Ok(Declining::Done);
            }
            let others: i64 =
                sqlx::query_scalar("SELECT COUNT(*) FROM declined_giver WHERE person_id = $1 AND giver <> $2")
                    .bind(own.person)
                    .bind(own.current.giver)
                    .fetch_one(&mut *connection)
                    .await?;
            if others >= i64::try_from(MOST_DECLINED).unwrap_or(i64::MAX) {
                return Ok(Declining::Full);
            }
            decline(connection, own.person, own.current.giver).await?;
            Ok(Declining::Done)
        })
    }

    /// These are the people from whom somebody wants nothing from now on, and nobody else is: [`MOST_DECLINED`] of them at
    /// most, and not themselves.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn decline_these(
        &self,
        guild: GuildId,
        user: UserId,
        declined: &[UserId],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        in_transaction!(self.shared, |connection| {
            ensure(connection, guild, now).await?;
            let person = self.person(connection, guild, user, now).await?;
            sqlx::query("DELETE FROM declined_giver WHERE person_id = $1")
                .bind(person.get())
                .execute(&mut *connection)
                .await?;
            for other in declined.iter().filter(|other| **other != user).take(MOST_DECLINED) {
                let other = self.person(connection, guild, *other, now).await?;
                decline(connection, person.get(), other.get()).await?;
            }
            Ok(())
        })
    }
}

async fn decline(connection: &mut AnyConnection, person: i64, giver: i64) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO declined_giver (person_id, giver) VALUES ($1, $2) ON CONFLICT (person_id, giver) DO NOTHING",
    )
    .bind(person)
    .bind(giver)
    .execute(connection)
    .await?;
    Ok(())
}
