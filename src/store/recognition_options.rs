//! What a server settled about recognition. Without a row, nothing was settled.

use jiff::Timestamp;
use serenity::model::id::{GuildId, RoleId, UserId};
use sqlx::AnyConnection;

use super::connection::{Fault, in_transaction};
use super::following::follow;
use super::guilds::ensure;
use super::rows::{plain, snowflake};
use super::{Store, StoreError};
use crate::recognition::LEAST_DAYS_KEPT;

/// What a server settled about recognition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecognitionOptions {
    /// To how many people a day somebody may give; `None`: to as many as they like.
    pub allowance: Option<u32>,
    /// For so many hours nobody gives to the same person again; `None`: no such rest.
    pub rest_hours: Option<u32>,
    /// Whose members may do what needs no Manage Server.
    pub steward_role: Option<RoleId>,
    /// Whose members are on the roster: who is given it is put there, who loses it is off again (`following.rs`). Chosen
    /// only where the operator lets the bot hear of members; where that ends, it stays settled and nobody follows it.
    pub roster_role: Option<RoleId>,
    /// After so many days the words are deleted; `None`: they are kept.
    pub words_kept_days: Option<u32>,
    /// What peers can name in each other, in their order; empty for the list that Clarion comes with.
    pub strengths: Vec<String>,
}

/// One of them, set anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecognitionChange {
    /// [`RecognitionOptions::allowance`]
    Allowance(Option<u32>),
    /// [`RecognitionOptions::rest_hours`]
    RestHours(Option<u32>),
    /// [`RecognitionOptions::steward_role`]
    StewardRole(Option<RoleId>),
    /// [`RecognitionOptions::roster_role`]
    RosterRole(Option<RoleId>),
    /// [`RecognitionOptions::words_kept_days`]
    WordsKeptDays(Option<u32>),
    /// [`RecognitionOptions::strengths`]
    Strengths(Vec<String>),
    /// Who settles it: somebody who manages the server, to be told what waits for its stewards.
    By(UserId),
}

#[derive(sqlx::FromRow)]
struct OptionRow {
    allowance: Option<i64>,
    cooldown_hours: Option<i64>,
    steward_role_id: Option<i64>,
    roster_role_id: Option<i64>,
    words_kept_days: Option<i64>,
    name: Option<String>,
}

impl Store {
    /// What a server settled about recognition.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn recognition_options(&self, guild: GuildId) -> Result<RecognitionOptions, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        Ok(options(&mut connection, guild).await?)
    }

    /// Settles these, all or none, and says what holds then.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn settle_recognition(
        &self,
        guild: GuildId,
        changes: &[RecognitionChange],
        now: Timestamp,
    ) -> Result<RecognitionOptions, StoreError> {
        in_transaction!(self.shared, |connection| {
            ensure(connection, guild, now).await?;
            sqlx::query("INSERT INTO recognition_option (guild_id) VALUES ($1) ON CONFLICT (guild_id) DO NOTHING")
                .bind(guild.get().cast_signed())
                .execute(&mut *connection)
                .await?;
            for change in changes {
                let (set, value) = match change {
                    RecognitionChange::Allowance(people) => (SET_ALLOWANCE, people.map(i64::from)),
                    RecognitionChange::RestHours(hours) => (SET_REST, hours.map(i64::from)),
                    RecognitionChange::StewardRole(role) => (SET_STEWARD, role.map(|role| role.get().cast_signed())),
                    RecognitionChange::RosterRole(role) => {
                        follow(connection, guild, *role).await?;
                        continue;
                    }
                    RecognitionChange::WordsKeptDays(days) => (SET_WORDS_KEPT, days.map(i64::from)),
                    RecognitionChange::By(user) => {
                        let person = self.person(connection, guild, *user, now).await?;
                        (SET_BY, Some(person.get()))
                    }
                    RecognitionChange::Strengths(names) => {
                        self.list_strengths(connection, guild, names, now).await?;
                        continue;
                    }
                };
                sqlx::query(set).bind(guild.get().cast_signed()).bind(value).execute(&mut *connection).await?;
            }
            options(connection, guild).await
        })
    }

    async fn list_strengths(
        &self,
        connection: &mut AnyConnection,
        guild: GuildId,
        names: &[String],
        now: Timestamp,
    ) -> Result<(), Fault> {
        sqlx::query("DELETE FROM strength WHERE guild_id = $1")
            .bind(guild.get().cast_signed())
            .execute(&mut *connection)
            .await?;
        for (place, name) in (0_i64..).zip(names) {
            sqlx::query("INSERT INTO strength (id, guild_id, name, place) VALUES ($1, $2, $3, $4)")
                .bind(self.shared.ids.next(now).get())
                .bind(guild.get().cast_signed())
                .bind(plain(name))
                .bind(place)
                .execute(&mut *connection)
                .await?;
        }
        Ok(())
    }
}

const SET_BY: &str = "UPDATE recognition_option SET settled_by = $2 WHERE guild_id = $1";
const SET_ALLOWANCE: &str = "UPDATE recognition_option SET allowance = $2 WHERE guild_id = $1";
const SET_REST: &str = "UPDATE recognition_option SET cooldown_hours = $2 WHERE guild_id = $1";
const SET_STEWARD: &str = "UPDATE recognition_option SET steward_role_id = $2 WHERE guild_id = $1";
const SET_WORDS_KEPT: &str = "UPDATE recognition_option SET words_kept_days = $2 WHERE guild_id = $1";

/// One question for all of it: a row for each strength, or one where there are none.
pub(super) async fn options(connection: &mut AnyConnection, guild: GuildId) -> Result<RecognitionOptions, Fault> {
    let rows: Vec<OptionRow> = sqlx::query_as(
        "SELECT o.allowance, o.cooldown_hours, o.steward_role_id, o.roster_role_id, o.words_kept_days, s.name \
         FROM guild g LEFT JOIN recognition_option o ON o.guild_id = g.id LEFT JOIN strength s ON s.guild_id = g.id \
         WHERE g.id = $1 ORDER BY s.place, s.id",
    )
    .bind(guild.get().cast_signed())
    .fetch_all(connection)
    .await?;
    let Some(first) = rows.first() else { return Ok(RecognitionOptions::default()) };
    // What nobody could have settled is as good as nothing.
    let number = |value: Option<i64>| value.and_then(|value| u32::try_from(value).ok());
    Ok(RecognitionOptions {
        allowance: number(first.allowance),
        rest_hours: number(first.cooldown_hours),
        steward_role: first.steward_role_id.map(snowflake).transpose()?,
        roster_role: first.roster_role_id.map(snowflake).transpose()?,
        // Fewer could be chosen once; what is read is what holds.
        words_kept_days: number(first.words_kept_days).map(|days| days.max(LEAST_DAYS_KEPT)),
        strengths: rows.into_iter().filter_map(|row| row.name).collect(),
    })
}
