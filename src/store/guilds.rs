//! Servers: joining, leaving, and what was set up.

use jiff::{SignedDuration, Timestamp};
use serenity::model::id::{ChannelId, GuildId, UserId};
use sqlx::AnyConnection;

use super::connection::{Fault, in_transaction};
use super::contact::ends_untried;
use super::rows::{instant, plain, snowflake, zone};
use super::{Id, NewOccurrence, OccurrenceKey, Store, StoreError, reason};
use crate::clock::Zone;

/// Back within this time, a server is treated as if the bot had never left: no second hello. Discord's own faults look
/// like a removal and a joining sometimes, and so does a hand that slipped.
const FLAPPING: SignedDuration = SignedDuration::from_hours(24);

/// A server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guild {
    /// Discord's id.
    pub id: GuildId,
    /// The calendar that its days are counted by; UTC where this machine does not know the one that was chosen.
    pub zone: Zone,
    /// Discord's locale of the server (`en-US`), where it was told.
    pub locale: Option<String>,
    /// Whether recognition is switched on.
    pub thanks: bool,
    /// When the bot joined it.
    pub joined_at: Timestamp,
    /// When it was set up (last), and by whom; `None` before.
    pub set_up: Option<SetUp>,
    /// When the bot was removed from it; `None` while it is there.
    pub removed_at: Option<Timestamp>,
}

/// Who set a server up, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetUp {
    /// When.
    pub at: Timestamp,
    /// By whom; `None` after that person's erasure.
    pub by: Option<UserId>,
}

/// What [`Store::guild_joined`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// New, or back after more than a day. Where a channel for the hello was given, the hello is due.
    New,
    /// It was known: a start of the bot, the end of an outage, or a removal that was taken back within a day.
    Known,
}

#[derive(sqlx::FromRow)]
struct GuildRow {
    id: i64,
    zone: String,
    locale: Option<String>,
    thanks_on: i64,
    joined_at: i64,
    set_up_at: Option<i64>,
    set_up_user: Option<i64>,
    removed_at: Option<i64>,
}

impl GuildRow {
    fn read(self) -> Result<Guild, StoreError> {
        Ok(Guild {
            id: snowflake(self.id)?,
            // Another machine's list of zones may not have it; nothing else of the server is lost by that.
            zone: zone(&self.zone).unwrap_or_else(|_| Zone::utc()),
            locale: self.locale,
            thanks: self.thanks_on != 0,
            joined_at: instant(self.joined_at)?,
            set_up: match self.set_up_at {
                Some(at) => Some(SetUp { at: instant(at)?, by: self.set_up_user.map(snowflake).transpose()? }),
                None => None,
            },
            removed_at: self.removed_at.map(instant).transpose()?,
        })
    }
}

impl Store {
    /// The bot is in a server, which Discord says on joining and at every start. A hello goes to `hello_in`, once per
    /// joining.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn guild_joined(
        &self,
        guild: GuildId,
        locale: Option<&str>,
        hello_in: Option<ChannelId>,
        now: Timestamp,
    ) -> Result<Joined, StoreError> {
        let locale = locale.map(plain);
        // This comes for every server at every start, and nearly always nothing has changed: then nobody queues to write.
        let known = self.guild(guild).await?;
        if known.is_some_and(|known| known.removed_at.is_none() && known.locale == locale) {
            return Ok(Joined::Known);
        }
        in_transaction!(self.shared, |connection| {
            let known = find(connection, guild).await?;
            let away = known.as_ref().map(|known| known.removed_at.map(|left| now.duration_since(left)));
            let joined = match away {
                None => Joined::New,
                Some(Some(away)) if away > FLAPPING => Joined::New,
                Some(_) => Joined::Known,
            };
            ensure(connection, guild, now).await?;
            let joined_at = match (&known, joined) {
                (Some(known), Joined::Known) => known.joined_at,
                _ => now,
            };
            let changed = joined == Joined::New
                || known.as_ref().is_none_or(|known| known.removed_at.is_some() || known.locale != locale);
            if changed {
                sqlx::query("UPDATE guild SET joined_at = $1, removed_at = NULL, locale = $2 WHERE id = $3")
                    .bind(joined_at.as_millisecond())
                    .bind(locale.as_deref())
                    .bind(guild.get().cast_signed())
                    .execute(&mut *connection)
                    .await?;
            }
            // After a removal that was taken back at once everything goes on where it was, late posts too.
            if joined == Joined::New && known.is_some() {
                // What took somebody's week, and whose holder died, was given back untried since: the week is free.
                let took_a_week: Vec<i64> = sqlx::query_scalar(
                    "SELECT o.id FROM occurrence o JOIN contact c ON c.occurrence_id = o.id \
                     WHERE o.guild_id = $1 AND o.state = 'due' AND o.first_tried_at IS NULL",
                )
                .bind(guild.get().cast_signed())
                .fetch_all(&mut *connection)
                .await?;
                for occurrence in took_a_week {
                    // What it would have told of is due then, and ends with all else.
                    ends_untried(connection, occurrence).await?;
                }
                // A question that somebody chose a coming day for is asked then: they were promised it.
                sqlx::query(
                    "UPDATE occurrence SET state = 'skipped', reason = $1 \
                     WHERE guild_id = $2 AND state = 'due' AND first_tried_at IS NULL \
                     AND NOT (kind = 'checkin' AND due_at > $3)",
                )
                .bind(reason::LEFT)
                .bind(guild.get().cast_signed())
                .bind(now.as_millisecond())
                .execute(&mut *connection)
                .await?;
                self.owe_from(connection, guild, now).await?;
                self.owe_nudges_of(connection, guild, now).await?;
            }
            if let (Joined::New, Some(channel)) = (joined, hello_in) {
                let key = OccurrenceKey::Hello { guild, joined_at };
                let hello = NewOccurrence { key, guild, channel, due_at: now };
                self.insert_occurrence(connection, &hello, now).await?;
            }
            Ok(joined)
        })
    }

    /// The bot was removed from a server (an outage is no removal). What is known is kept; nothing is posted there.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn guild_removed(&self, guild: GuildId, now: Timestamp) -> Result<(), StoreError> {
        in_transaction!(self.shared, |connection| {
            sqlx::query("UPDATE guild SET removed_at = $1 WHERE id = $2 AND removed_at IS NULL")
                .bind(now.as_millisecond())
                .bind(guild.get().cast_signed())
                .execute(connection)
                .await?;
            Ok(())
        })
    }

    /// The servers that the bot is in, as far as is known.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn guilds_here(&self) -> Result<Vec<GuildId>, StoreError> {
        let ids: Vec<i64> = sqlx::query_scalar("SELECT id FROM guild WHERE removed_at IS NULL ORDER BY id")
            .fetch_all(&self.shared.pool)
            .await?;
        ids.into_iter().map(snowflake).collect()
    }

    /// A server, as it is known.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn guild(&self, guild: GuildId) -> Result<Option<Guild>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        Ok(find(&mut connection, guild).await?)
    }

    /// Sets a server's own calendar, and whether recognition is on.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn set_up(
        &self,
        guild: GuildId,
        zone: &Zone,
        thanks: bool,
        by: UserId,
        now: Timestamp,
    ) -> Result<Guild, StoreError> {
        in_transaction!(self.shared, |connection| {
            ensure(connection, guild, now).await?;
            let by = self.person(connection, guild, by, now).await?;
            sqlx::query("UPDATE guild SET zone = $1, thanks_on = $2, set_up_at = $3, set_up_by = $4 WHERE id = $5")
                .bind(zone.name())
                .bind(i64::from(thanks))
                .bind(now.as_millisecond())
                .bind(by.get())
                .bind(guild.get().cast_signed())
                .execute(&mut *connection)
                .await?;
            let guild = find(connection, guild).await?;
            guild.ok_or_else(|| StoreError::Other("a server vanished while it was set up".to_owned()).into())
        })
    }

    /// The row of somebody in a server, made where there is none.
    pub(super) async fn person(
        &self,
        connection: &mut AnyConnection,
        guild: GuildId,
        user: UserId,
        now: Timestamp,
    ) -> Result<Id, Fault> {
        let known = "SELECT id FROM person WHERE guild_id = $1 AND user_id = $2";
        let (guild, user) = (guild.get().cast_signed(), user.get().cast_signed());
        let found: Option<i64> =
            sqlx::query_scalar(known).bind(guild).bind(user).fetch_optional(&mut *connection).await?;
        if let Some(id) = found.and_then(Id::from_i64) {
            return Ok(id);
        }
        let id = self.shared.ids.next(now);
        sqlx::query("INSERT INTO person (id, guild_id, user_id) VALUES ($1, $2, $3)")
            .bind(id.get())
            .bind(guild)
            .bind(user)
            .execute(connection)
            .await?;
        Ok(id)
    }
}

/// Makes the row of a server that only an interaction has told of.
pub(super) async fn ensure(connection: &mut AnyConnection, guild: GuildId, now: Timestamp) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO guild (id, zone, thanks_on, joined_at) VALUES ($1, 'UTC', 1, $2) ON CONFLICT (id) DO NOTHING",
    )
    .bind(guild.get().cast_signed())
    .bind(now.as_millisecond())
    .execute(connection)
    .await?;
    Ok(())
}

async fn find(connection: &mut AnyConnection, guild: GuildId) -> Result<Option<Guild>, Fault> {
    let row: Option<GuildRow> = sqlx::query_as(
        "SELECT g.id, g.zone, g.locale, g.thanks_on, g.joined_at, g.set_up_at, p.user_id AS set_up_user, g.removed_at \
         FROM guild g LEFT JOIN person p ON p.id = g.set_up_by WHERE g.id = $1",
    )
    .bind(guild.get().cast_signed())
    .fetch_optional(connection)
    .await?;
    Ok(row.map(GuildRow::read).transpose()?)
}
