//! Who somebody is in the rows of a server, and by which name.

use jiff::Timestamp;
use serenity::model::id::{GuildId, UserId};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::{Fault, in_transaction};
use super::days::numbered;
use super::names::{kept, name_key};
use super::{Id, Store, StoreError, giver_days, giver_totals, their_days};

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

/// Somebody gave recognition (`gave`) or got it: they take part, and are on the roster from then on, as long as any of it
/// stands (`roster.rs`). Who has left the roster comes back by what they do themselves, and not because somebody thanks
/// them.
pub(super) async fn takes_part(
    connection: &mut AnyConnection,
    person: Id,
    gave: bool,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE person SET roster = 'took-part', roster_left_at = NULL, \
         roster_since = $1 \
         WHERE id = $2 AND user_id IS NOT NULL AND roster IS NULL \
         AND ($3 = 1 OR roster_left_at IS NULL)",
    )
    .bind(now.as_millisecond())
    .bind(person.get())
    .bind(i64::from(gave))
    .execute(connection)
    .await?;
    Ok(())
}

/// Whose days are set anew, when what was given to them or by them has changed.
#[derive(Clone, Copy, Debug)]
pub(super) enum DaysOf {
    /// Of who gave a recognition, and of who got it; and the totals of who gave it.
    Recognition(i64),
    /// Of somebody who pauses or does not any more, and of those who gave to them or got from them; what turned has the
    /// `counts` that it is to have by now.
    Turned {
        /// The row of who pauses, or came back.
        person: i64,
        /// What their turned rows have.
        counts: i64,
    },
}

impl DaysOf {
    /// Sets the first and the last day anew on which they gave and got something, of what stands and of what counts.
    /// Whatever changes any of it ends with this, in the same transaction.
    pub(super) async fn anew(self, connection: &mut AnyConnection) -> Result<(), Fault> {
        let (days, whose, of) = match self {
            Self::Recognition(of) => {
                let whose = "id IN (SELECT person_id FROM recognition_receiver WHERE recognition_id = $1 \
                             UNION SELECT giver FROM recognition WHERE id = $1)";
                (their_days::all(), whose.to_owned(), of)
            }
            // What stands does as before.
            Self::Turned { person, counts } => {
                (their_days::counting(), at_their_ends(connection, person, counts).await?, person)
            }
        };
        let asked_again = matches!(self, Self::Recognition(_));
        let before = giver_days::of(connection, (&whose, asked_again), of).await?;
        sqlx::query(AssertSqlSafe(format!("UPDATE person SET {} WHERE {whose}", their_days::set(&days))))
            .persistent(asked_again)
            .bind(of)
            .execute(&mut *connection)
            .await?;
        let after = giver_days::of(connection, (&whose, asked_again), of).await?;
        giver_days::moved(connection, before, after).await?;
        match self {
            Self::Recognition(of) => giver_totals::anew(connection, of).await,
            Self::Turned { .. } => Ok(()),
        }
    }
}

/// A condition for somebody (`$1`) and for those whom they gave to or got from on a day at which one of that other's stretches
/// may begin or end: of most people neither the first days nor the last ones turn. They are looked for once, since setting
/// their days changes who they are.
async fn at_their_ends(connection: &mut AnyConnection, person: i64, counts: i64) -> Result<String, Fault> {
    let turned = |other: &str, whose: &str| {
        let day = numbered("x.local_date");
        format!(
            "(SELECT x.{other} AS id, MIN({day}) AS first, MAX({day}) AS last FROM recognition_receiver x \
             WHERE x.{whose} = $1 AND x.counts = $2 GROUP BY x.{other}) t JOIN person p ON p.id = t.id"
        )
    };
    let people: Vec<i64> = sqlx::query_scalar(AssertSqlSafe(format!(
        "SELECT t.id FROM {} WHERE p.gave_before IS NULL OR t.first <= p.gave_from \
         OR t.last >= p.gave_before UNION SELECT t.id FROM {} WHERE p.got_from IS NULL OR t.first <= p.got_from",
        turned("giver", "person_id"),
        turned("person_id", "giver"),
    )))
    .bind(person)
    .bind(counts)
    .fetch_all(connection)
    .await?;
    let listed: String = people.iter().map(|other| format!(", {other}")).collect();
    Ok(format!("id IN ($1{listed})"))
}

impl Store {
    /// By which names a server's rows know these people, those of them who have one there.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn names_of(&self, guild: GuildId, users: &[UserId]) -> Result<Vec<(UserId, String)>, StoreError> {
        let mut names = Vec::new();
        for user in users {
            let name: Option<Option<String>> =
                sqlx::query_scalar("SELECT name FROM person WHERE guild_id = $1 AND user_id = $2")
                    .bind(guild.get().cast_signed())
                    .bind(user.get().cast_signed())
                    .fetch_optional(&self.shared.pool)
                    .await?;
            names.extend(name.flatten().map(|name| (*user, name)));
        }
        Ok(names)
    }

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
