//! Who takes part: by giving or getting, by joining, or picked by somebody who may; and who is in the server no more.

use jiff::Timestamp;
use serenity::model::id::{GuildId, RoleId, UserId};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::{Fault, in_transaction};
use super::following::ROLE;
use super::guilds::ensure;
use super::people::{known, named};
use super::rows::{id, snowflake};
use super::{Id, Store, StoreError};

/// Person `p` is on the roster and counted there: not gone, not erased, and they want to be counted.
pub(super) const ON_ROSTER: &str =
    "(p.roster IS NOT NULL AND p.left_at IS NULL AND p.paused_at IS NULL AND p.user_id IS NOT NULL)";

/// How the roster's column says that giving or getting brought somebody. Joining, being picked and the role that it follows
/// take that word's place: those keep them on it whatever is taken back.
pub(super) const TOOK_PART: &str = "took-part";

/// A `person` gave or got something that stands, whether it counts or rests.
pub(super) const TAKES_PART: &str = "(EXISTS (SELECT 1 FROM recognition_receiver x WHERE x.giver = person.id AND x.counts IN (1, 2)) \
     OR EXISTS (SELECT 1 FROM recognition_receiver x WHERE x.person_id = person.id AND x.counts IN (1, 2)))";

/// How many are on the roster, by how they came onto it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RosterCounts {
    /// They gave or got recognition that stands, and nothing else keeps them on it.
    pub took_part: i64,
    /// They joined.
    pub joined: i64,
    /// Somebody picked them.
    pub picked: i64,
    /// They hold the role that the roster follows, and neither joined nor were picked.
    pub by_role: i64,
    /// Were on it and are in the server no more. They are not counted among the others.
    pub left: i64,
}

impl RosterCounts {
    /// How many are on it.
    pub fn all(&self) -> i64 {
        self.took_part + self.joined + self.picked + self.by_role
    }
}

/// What became of [`Store::pick_for_roster`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picked {
    /// Who is on the roster now and was not.
    pub added: Vec<UserId>,
    /// Who was on it.
    pub already: Vec<UserId>,
    /// Who has left it, and comes back by their own wish alone.
    pub keeps_off: Vec<UserId>,
}

/// Somebody to look for in their server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LookFor {
    /// The server.
    pub guild: GuildId,
    /// Who.
    pub user: UserId,
}

impl Store {
    /// Puts somebody onto the roster by their own wish. False where they were on it, but for who was by a role. Either way
    /// they are on it by their own wish then, and stay when the role goes or what they gave and got is taken back.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn join_roster(
        &self,
        guild: GuildId,
        user: UserId,
        name: Option<&str>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        in_transaction!(self.shared, |connection| {
            ensure(connection, guild, now).await?;
            let person = self.person(connection, guild, user, now).await?;
            if let Some(name) = name {
                named(connection, person, name).await?;
            }
            let was: Option<String> = sqlx::query_scalar("SELECT roster FROM person WHERE id = $1")
                .bind(person.get())
                .fetch_one(&mut *connection)
                .await?;
            sqlx::query(
                "UPDATE person SET roster = 'joined', roster_since = COALESCE(roster_since, $1), roster_left_at = NULL \
                 WHERE id = $2 AND (roster IS NULL OR roster IN ('role', 'took-part'))",
            )
            .bind(now.as_millisecond())
            .bind(person.get())
            .execute(connection)
            .await?;
            Ok(was.is_none_or(|was| was == ROLE))
        })
    }

    /// Takes somebody off the roster by their own wish, until they join or give recognition themselves. False where they
    /// were off it.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn leave_roster(&self, guild: GuildId, user: UserId, now: Timestamp) -> Result<bool, StoreError> {
        in_transaction!(self.shared, |connection| {
            // Whoever was never on it is remembered too: somebody may thank them tomorrow.
            ensure(connection, guild, now).await?;
            let person = self.person(connection, guild, user, now).await?;
            let was: Option<String> = sqlx::query_scalar("SELECT roster FROM person WHERE id = $1")
                .bind(person.get())
                .fetch_one(&mut *connection)
                .await?;
            sqlx::query("UPDATE person SET roster = NULL, roster_since = NULL, roster_left_at = $1 WHERE id = $2")
                .bind(now.as_millisecond())
                .bind(person.get())
                .execute(connection)
                .await?;
            Ok(was.is_some())
        })
    }

    /// Puts people onto the roster for somebody who may, each with the name by which they are shown.
    ///
    /// # Errors
    /// Where the store fails; nobody is put onto it then.
    pub async fn pick_for_roster(
        &self,
        guild: GuildId,
        people: &[(UserId, String)],
        now: Timestamp,
    ) -> Result<Picked, StoreError> {
        in_transaction!(self.shared, |connection| {
            ensure(connection, guild, now).await?;
            let mut picked = Picked::default();
            for (user, name) in people {
                let person = self.person(connection, guild, *user, now).await?;
                named(connection, person, name).await?;
                let (on, off_at): (Option<String>, Option<i64>) =
                    sqlx::query_as("SELECT roster, roster_left_at FROM person WHERE id = $1")
                        .bind(person.get())
                        .fetch_one(&mut *connection)
                        .await?;
                match (on, off_at) {
                    (Some(_), _) => {
                        // They are picked from now on, and stay when the role goes or what they gave and got is taken back.
                        sqlx::query(
                            "UPDATE person SET roster = 'picked' WHERE id = $1 AND roster IN ('role', 'took-part')",
                        )
                        .bind(person.get())
                        .execute(&mut *connection)
                        .await?;
                        picked.already.push(*user);
                    }
                    (None, Some(_)) => picked.keeps_off.push(*user),
                    (None, None) => {
                        sqlx::query("UPDATE person SET roster = 'picked', roster_since = $1 WHERE id = $2")
                            .bind(now.as_millisecond())
                            .bind(person.get())
                            .execute(&mut *connection)
                            .await?;
                        picked.added.push(*user);
                    }
                }
            }
            Ok(picked)
        })
    }

    /// Takes people off the roster for somebody who may, until they take part again. Says who was on it.
    ///
    /// # Errors
    /// Where the store fails; nobody is taken off it then.
    pub async fn take_off_roster(&self, guild: GuildId, people: &[UserId]) -> Result<Vec<UserId>, StoreError> {
        in_transaction!(self.shared, |connection| {
            let mut off = Vec::new();
            for user in people {
                let Some(person) = known(connection, guild, *user).await? else { continue };
                let taken = sqlx::query(
                    "UPDATE person SET roster = NULL, roster_since = NULL WHERE id = $1 AND roster IS NOT NULL",
                )
                .bind(person)
                .execute(&mut *connection)
                .await?;
                if taken.rows_affected() > 0 {
                    off.push(*user);
                }
            }
            Ok(off)
        })
    }

    /// How many are on the roster.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn roster(&self, guild: GuildId) -> Result<RosterCounts, StoreError> {
        let (took_part, joined, picked, by_role, left) = sqlx::query_as(
            "SELECT COUNT(CASE WHEN left_at IS NULL AND roster = 'took-part' THEN 1 END), \
             COUNT(CASE WHEN left_at IS NULL AND roster = 'joined' THEN 1 END), \
             COUNT(CASE WHEN left_at IS NULL AND roster = 'picked' THEN 1 END), \
             COUNT(CASE WHEN left_at IS NULL AND roster = 'role' THEN 1 END), \
             COUNT(left_at) FROM person \
             WHERE guild_id = $1 AND roster IS NOT NULL AND paused_at IS NULL AND user_id IS NOT NULL",
        )
        .bind(guild.get().cast_signed())
        .fetch_one(&self.shared.pool)
        .await?;
        Ok(RosterCounts { took_part, joined, picked, by_role, left })
    }

    /// Whose members may do what needs no Manage Server.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn steward_role(&self, guild: GuildId) -> Result<Option<RoleId>, StoreError> {
        let role: Option<Option<i64>> =
            sqlx::query_scalar("SELECT steward_role_id FROM recognition_option WHERE guild_id = $1")
                .bind(guild.get().cast_signed())
                .fetch_optional(&self.shared.pool)
                .await?;
        role.flatten().map(snowflake).transpose()
    }

    /// Whom to look for next, of all who are on a roster or have left one, and of all who gave, whoever took them off it: who
    /// was not looked for since `before`, the longest first. Nobody is looked for in a server that the bot was removed from.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn look_for(&self, before: Timestamp) -> Result<Option<LookFor>, StoreError> {
        let next: Option<(i64, i64)> = sqlx::query_as(
            "SELECT p.guild_id, p.user_id FROM person p JOIN guild g ON g.id = p.guild_id \
             WHERE COALESCE(p.looked_at, 0) < $1 AND p.user_id IS NOT NULL \
             AND (p.roster IS NOT NULL OR p.roster_left_at IS NOT NULL OR p.first_gave IS NOT NULL) \
             AND g.removed_at IS NULL ORDER BY COALESCE(p.looked_at, 0), p.id LIMIT 1",
        )
        .bind(before.as_millisecond())
        .fetch_optional(&self.shared.pool)
        .await?;
        next.map(|(guild, user)| Ok(LookFor { guild: snowflake(guild)?, user: snowflake(user)? })).transpose()
    }

    /// Keeps that somebody was looked for: whether they are `there` (by which name), or in the server no more. `None` where
    /// nobody could say: they are looked for again in their turn.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn looked_for(
        &self,
        whom: LookFor,
        there: Option<Option<&str>>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        in_transaction!(self.shared, |connection| {
            let Some(person) = known(connection, whom.guild, whom.user).await? else { return Ok(()) };
            sqlx::query("UPDATE person SET looked_at = $1 WHERE id = $2")
                .bind(now.as_millisecond())
                .bind(person)
                .execute(&mut *connection)
                .await?;
            match there {
                None => {}
                Some(Some(name)) => named(connection, id(person)?, name).await?,
                Some(None) => gone(connection, id(person)?, now).await?,
            }
            Ok(())
        })
    }

    /// Keeps that somebody is in the server no more, where anything is kept of them.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn not_there(&self, guild: GuildId, user: UserId, now: Timestamp) -> Result<(), StoreError> {
        in_transaction!(self.shared, |connection| {
            if let Some(person) = known(connection, guild, user).await?.and_then(Id::from_i64) {
                gone(connection, person, now).await?;
            }
            Ok(())
        })
    }
}

/// A recognition stands no more: whom it alone had brought onto the roster goes off it, in the same transaction.
pub(super) async fn stands_no_more(connection: &mut AnyConnection, recognition: i64) -> Result<(), Fault> {
    sqlx::query(AssertSqlSafe(format!(
        "UPDATE person SET roster = NULL, roster_since = NULL WHERE roster = '{TOOK_PART}' AND NOT {TAKES_PART} \
         AND (id IN (SELECT person_id FROM recognition_receiver WHERE recognition_id = $1) \
         OR id = (SELECT giver FROM recognition WHERE id = $1))"
    )))
    .bind(recognition)
    .execute(connection)
    .await?;
    Ok(())
}

async fn gone(connection: &mut AnyConnection, person: Id, now: Timestamp) -> Result<(), Fault> {
    sqlx::query("UPDATE person SET left_at = $1 WHERE id = $2 AND left_at IS NULL")
        .bind(now.as_millisecond())
        .bind(person.get())
        .execute(connection)
        .await?;
    Ok(())
}
