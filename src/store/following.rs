//! A server's roster follows a role: who holds it is on the roster, and who loses it is not any more, unless they joined, were
//! picked, or gave or got recognition that stands. What somebody decided themselves stands: who has left the roster is not put back onto it, and neither is who
//! had themselves erased.
//!
//! Nothing is kept by which an erased person could be known again, so what is kept is when the latest erasure was. A holder
//! of whom nothing is known and who is not new since then may be that person, and is left alone.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serenity::model::id::{GuildId, RoleId, UserId};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::{Fault, in_transaction};
use super::names::kept;
use super::people::{known, named};
use super::roster::{TAKES_PART, TOOK_PART};
use super::rows::{instant, snowflake};
use super::{Id, Store, StoreError};

/// So many people are written about in one transaction: others wait for no more than that.
const AT_ONCE: usize = 200;

/// Somebody who holds the role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub user: UserId,
    /// As Discord shows them there.
    pub name: String,
    /// Since when they have been in the server, where Discord says so.
    pub joined_at: Option<Timestamp>,
}

/// What the list of a server's members says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MembersRead {
    /// Everybody in it.
    pub members: BTreeSet<UserId>,
    /// Those of them who hold the role.
    pub holders: Vec<Holder>,
}

/// What was found out of one person in a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MemberFound {
    /// They are not in it.
    Gone,
    /// They are in it, under this name.
    There(String),
    /// They are in it and hold the role. `given`: they were given it just now, and it was seen.
    Holds {
        /// Who.
        holder: Holder,
        /// Whether somebody gave it to them a moment ago.
        given: bool,
    },
}

/// What is to be written about somebody.
#[derive(Clone, Debug)]
enum Step {
    /// They hold it. A row is made of them where they are `new` here.
    Put { holder: Holder, new: bool },
    /// They do not hold it any more.
    Off(UserId),
    /// They are in the server no more.
    Gone(UserId),
    /// They are in it again.
    Back(UserId),
}

#[derive(sqlx::FromRow)]
struct KnownRow {
    user_id: i64,
    name: Option<String>,
    roster: Option<String>,
    roster_left_at: Option<i64>,
    left_at: Option<i64>,
}

impl Store {
    /// The role that a server's roster follows.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn followed_role(&self, guild: GuildId) -> Result<Option<RoleId>, StoreError> {
        let role: Option<Option<i64>> =
            sqlx::query_scalar("SELECT roster_role_id FROM recognition_option WHERE guild_id = $1")
                .bind(guild.get().cast_signed())
                .fetch_optional(&self.shared.pool)
                .await?;
        role.flatten().map(snowflake).transpose()
    }

    /// Whether anything is kept of somebody in a server.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn is_known(&self, guild: GuildId, user: UserId) -> Result<bool, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        Ok(known(&mut connection, guild, user).await?.is_some())
    }

    /// Brings the roster to what the list of members says. `before`: who held the role when it was last looked at in this
    /// life of the process; whoever holds it now and did not is given it since. False where the server follows another
    /// role by now.
    ///
    /// # Errors
    /// Where the store fails; what was written until then is right.
    pub async fn follow_role(
        &self,
        guild: GuildId,
        role: RoleId,
        read: &MembersRead,
        before: Option<&BTreeSet<UserId>>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let rows: Vec<KnownRow> = sqlx::query_as(
            "SELECT user_id, name, roster, roster_left_at, left_at FROM person \
             WHERE guild_id = $1 AND user_id IS NOT NULL",
        )
        .bind(guild.get().cast_signed())
        .fetch_all(&self.shared.pool)
        .await?;
        let mut people = BTreeMap::new();
        for row in rows {
            people.insert(snowflake::<UserId>(row.user_id)?, row);
        }
        let mut steps = Vec::new();
        let mut holding = BTreeSet::new();
        for holder in &read.holders {
            holding.insert(holder.user);
            let new = !people.contains_key(&holder.user);
            let nothing_new = people.get(&holder.user).is_some_and(|row| {
                let on = row.roster.as_deref().is_some_and(|how| how != TOOK_PART) || row.roster_left_at.is_some();
                on && row.left_at.is_none() && row.name.as_deref() == Some(kept(&holder.name).as_str())
            });
            // Held it, and nothing is known of them: they had themselves erased.
            let erased = new && before.is_some_and(|before| before.contains(&holder.user));
            if !nothing_new && !erased {
                steps.push(Step::Put { holder: holder.clone(), new });
            }
        }
        for (user, row) in &people {
            if !read.members.contains(user) {
                if row.left_at.is_none() {
                    steps.push(Step::Gone(*user));
                }
            } else if !holding.contains(user) {
                if row.roster.as_deref() == Some(ROLE) {
                    steps.push(Step::Off(*user));
                }
                if row.left_at.is_some() {
                    steps.push(Step::Back(*user));
                }
            }
        }
        let given_here = before.is_some();
        for some in steps.chunks(AT_ONCE) {
            if !self.take_steps(guild, role, some, given_here, now).await? {
                return Ok(false);
            }
        }
        Ok(self.followed_role(guild).await? == Some(role))
    }

    /// Brings the roster to what was found out of one person. False where the server follows another role by now.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn follow_member(
        &self,
        guild: GuildId,
        role: Option<RoleId>,
        user: UserId,
        found: &MemberFound,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let Some(role) = role else {
            match found {
                MemberFound::Gone => self.not_there(guild, user, now).await?,
                MemberFound::There(name) | MemberFound::Holds { holder: Holder { name, .. }, .. } => {
                    self.seen(guild, user, name).await?;
                }
            }
            return Ok(true);
        };
        let (step, given) = match found {
            MemberFound::Gone => (Step::Gone(user), false),
            MemberFound::There(name) => {
                self.seen(guild, user, name).await?;
                (Step::Off(user), false)
            }
            MemberFound::Holds { holder, given } => {
                let new = !self.is_known(guild, user).await?;
                (Step::Put { holder: holder.clone(), new }, *given)
            }
        };
        self.take_steps(guild, role, &[step], given, now).await
    }

    /// `given`: somebody new among them was given the role while this process listened.
    async fn take_steps(
        &self,
        guild: GuildId,
        role: RoleId,
        steps: &[Step],
        given: bool,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        in_transaction!(self.shared, |connection| {
            let settled: Option<(Option<i64>, Option<i64>)> =
                sqlx::query_as("SELECT roster_role_id, roster_erased_at FROM recognition_option WHERE guild_id = $1")
                    .bind(guild.get().cast_signed())
                    .fetch_optional(&mut *connection)
                    .await?;
            let Some((Some(followed), erased_at)) = settled else { return Ok(false) };
            if followed != role.get().cast_signed() {
                return Ok(false);
            }
            let erased_at = erased_at.map(instant).transpose()?;
            for step in steps {
                match step {
                    Step::Put { holder, new } => {
                        let person = match known(connection, guild, holder.user).await?.and_then(Id::from_i64) {
                            Some(person) => person,
                            // Erased a moment ago, or perhaps before.
                            None if !*new || !(given || is_new_since(erased_at, holder)) => continue,
                            None => self.person(connection, guild, holder.user, now).await?,
                        };
                        named(connection, person, &holder.name).await?;
                        put(connection, person, now).await?;
                    }
                    Step::Off(user) => off(connection, guild, *user).await?,
                    Step::Gone(user) => left(connection, guild, *user, Some(now)).await?,
                    Step::Back(user) => left(connection, guild, *user, None).await?,
                }
            }
            Ok(true)
        })
    }

    /// Somebody is about to have themselves erased in a server and may hold the role that its roster follows: it does not bring
    /// them from now on, also where nothing is kept of them ([`Store::forget`] sees to that for those of whom there is). `roles`
    /// are those that they hold; `None` where nobody knows. It holds up everybody who was given the role while nobody listened,
    /// so it is for nobody else.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn role_brings_no_more(
        &self,
        guild: GuildId,
        roles: Option<&[RoleId]>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let Some(followed) = self.followed_role(guild).await? else { return Ok(()) };
        if roles.is_some_and(|roles| !roles.contains(&followed)) {
            return Ok(());
        }
        in_transaction!(self.shared, |connection| {
            erased_here(connection, guild.get().cast_signed(), now).await?;
            Ok(())
        })
    }

    /// A role is gone: a roster that followed it follows none any more, and whom it alone had brought is off. True where
    /// there was one.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn followed_role_gone(&self, guild: GuildId, role: RoleId) -> Result<bool, StoreError> {
        if self.followed_role(guild).await? != Some(role) {
            return Ok(false);
        }
        in_transaction!(self.shared, |connection| {
            let followed: Option<i64> = sqlx::query_scalar(
                "SELECT roster_role_id FROM recognition_option WHERE guild_id = $1 AND roster_role_id = $2",
            )
            .bind(guild.get().cast_signed())
            .bind(role.get().cast_signed())
            .fetch_optional(&mut *connection)
            .await?;
            if followed.is_some() {
                follow(connection, guild, None).await?;
            }
            Ok(followed.is_some())
        })
    }
}

/// How the roster's column says that a role brought somebody.
pub(super) const ROLE: &str = "role";

/// Whether somebody of whom nothing is known cannot be who had themselves erased.
fn is_new_since(erased_at: Option<Timestamp>, holder: &Holder) -> bool {
    erased_at.is_none_or(|erased_at| holder.joined_at.is_some_and(|joined_at| joined_at > erased_at))
}

/// The roster follows this role from now on, or none. Whom the former one alone had brought is off; who holds the new one
/// comes with the next look at the members. Choosing a role is picking everybody who holds it, also who had themselves
/// erased before.
pub(super) async fn follow(connection: &mut AnyConnection, guild: GuildId, role: Option<RoleId>) -> Result<(), Fault> {
    let (guild, role) = (guild.get().cast_signed(), role.map(|role| role.get().cast_signed()));
    let before: Option<Option<i64>> =
        sqlx::query_scalar("SELECT roster_role_id FROM recognition_option WHERE guild_id = $1")
            .bind(guild)
            .fetch_optional(&mut *connection)
            .await?;
    if before.flatten() == role {
        return Ok(());
    }
    sqlx::query("UPDATE recognition_option SET roster_role_id = $2, roster_erased_at = NULL WHERE guild_id = $1")
        .bind(guild)
        .bind(role)
        .execute(&mut *connection)
        .await?;
    without_role(connection, guild, None).await
}

/// Somebody has themselves erased here: the role that the roster follows does not put them back.
pub(super) async fn erased_here(connection: &mut AnyConnection, guild: i64, now: Timestamp) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE recognition_option SET roster_erased_at = $2 WHERE guild_id = $1 AND roster_role_id IS NOT NULL",
    )
    .bind(guild)
    .bind(now.as_millisecond())
    .execute(connection)
    .await?;
    Ok(())
}

async fn put(connection: &mut AnyConnection, person: Id, now: Timestamp) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE person SET roster = 'role', roster_since = COALESCE(roster_since, $1) \
         WHERE id = $2 AND user_id IS NOT NULL AND (roster IS NULL OR roster = 'took-part') AND roster_left_at IS NULL",
    )
    .bind(now.as_millisecond())
    .bind(person.get())
    .execute(connection)
    .await?;
    Ok(())
}

async fn off(connection: &mut AnyConnection, guild: GuildId, user: UserId) -> Result<(), Fault> {
    without_role(connection, guild.get().cast_signed(), Some(user)).await
}

/// No role keeps somebody on the roster any more, or anybody (`None`). What they gave or got does, where it stands.
async fn without_role(connection: &mut AnyConnection, guild: i64, user: Option<UserId>) -> Result<(), Fault> {
    sqlx::query(AssertSqlSafe(format!(
        "UPDATE person SET roster = CASE WHEN {TAKES_PART} THEN '{TOOK_PART}' END, \
         roster_since = CASE WHEN {TAKES_PART} THEN roster_since END \
         WHERE guild_id = $1 AND ($2 = 0 OR user_id = $2) AND roster = '{ROLE}'"
    )))
    .bind(guild)
    .bind(user.map_or(0, |user| user.get().cast_signed()))
    .execute(connection)
    .await?;
    Ok(())
}

async fn left(
    connection: &mut AnyConnection,
    guild: GuildId,
    user: UserId,
    since: Option<Timestamp>,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE person SET left_at = $1 WHERE guild_id = $2 AND user_id = $3 \
         AND CASE WHEN left_at IS NULL THEN 0 ELSE 1 END <> $4",
    )
    .bind(since.map(Timestamp::as_millisecond))
    .bind(guild.get().cast_signed())
    .bind(user.get().cast_signed())
    .bind(i64::from(since.is_some()))
    .execute(connection)
    .await?;
    Ok(())
}
