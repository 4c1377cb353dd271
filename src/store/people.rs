//! Who somebody is in the rows of a server, and by which name.

use jiff::Timestamp;
use serenity::model::id::{GuildId, UserId};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::{Fault, in_transaction};
use super::names::{kept, name_key};
use super::{Id, Store, StoreError};

/// The row of somebody who has one in this server: nothing is kept of anybody else.
pub(super) async fn known(connection: &mut AnyConnection, guild: GuildId, user: UserId) -> Result<Option<i64>, Fault> {
    let person = sqlx::query_scalar("SELECT id FROM person WHERE guild_id = $1 AND user_id = $2")
        .bind(guild.get().cast_signed())
        .bind(user.get().cast_signed())
        .fetch_optional(connection)
        .await?;
    Ok(person)
}

/// Somebody was seen in the server by this name: they are there, whatever was thought before. Writes nothing where that is
/// known.
pub(super) async fn named(connection: &mut AnyConnection, person: Id, name: &str) -> Result<(), Fault> {
    let name = kept(name);
    sqlx::query(
        "UPDATE person SET name = $1, name_key = $2, left_at = NULL \
         WHERE id = $3 AND user_id IS NOT NULL AND (name IS NULL OR name <> $1 OR left_at IS NOT NULL)",
    )
    .bind(&name)
    .bind(name_key(&name))
    .bind(person.get())
    .execute(connection)
    .await?;
    Ok(())
}

/// Somebody gave recognition (`gave`) or got it: they take part, and are on the roster from then on. Who has left the
/// roster comes back by what they do themselves, and not because somebody thanks them. Who was on it by a role alone is on
/// it by what they do from then on, and stays when the role goes.
pub(super) async fn takes_part(
    connection: &mut AnyConnection,
    person: Id,
    gave: bool,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE person SET roster = 'took-part', roster_left_at = NULL, \
         roster_since = CASE WHEN roster IS NULL THEN $1 ELSE roster_since END \
         WHERE id = $2 AND user_id IS NOT NULL AND (roster IS NULL OR roster = 'role') \
         AND ($3 = 1 OR roster_left_at IS NULL)",
    )
    .bind(now.as_millisecond())
    .bind(person.get())
    .bind(i64::from(gave))
    .execute(connection)
    .await?;
    Ok(())
}

/// Sets the first and the last day anew on which who gave a recognition, and who got it, gave and got something that
/// counts. Whatever changes what counts ends with it, in the same transaction.
pub(super) async fn days_anew(connection: &mut AnyConnection, recognition: i64) -> Result<(), Fault> {
    let day = |who: &str, order: &str| {
        format!(
            "(SELECT x.local_date FROM recognition_receiver x WHERE x.{who} = person.id AND x.counts = 1 \
             ORDER BY x.local_date {order} LIMIT 1)"
        )
    };
    let (first_gave, last_gave) = (day("giver", "ASC"), day("giver", "DESC"));
    let (first_got, last_got) = (day("person_id", "ASC"), day("person_id", "DESC"));
    sqlx::query(AssertSqlSafe(format!(
        "UPDATE person SET first_gave = {first_gave}, last_gave = {last_gave}, first_got = {first_got}, \
         last_got = {last_got} WHERE id IN (SELECT person_id FROM recognition_receiver WHERE recognition_id = $1) \
         OR id = (SELECT giver FROM recognition WHERE id = $1)"
    )))
    .bind(recognition)
    .execute(connection)
    .await?;
    Ok(())
}

impl Store {
    /// Keeps the name by which Discord shows somebody in a server, and that they are there, where anything is kept of them;
    /// nobody gets a row by this.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn seen(&self, guild: GuildId, user: UserId, name: &str) -> Result<(), StoreError> {
        in_transaction!(self.shared, |connection| {
            if let Some(person) = known(connection, guild, user).await?.and_then(Id::from_i64) {
                named(connection, person, name).await?;
            }
            Ok(())
        })
    }
}
