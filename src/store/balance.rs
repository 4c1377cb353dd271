//! The balances that somebody finished, for that person alone: no question here is about more than one person.

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::model::id::{GuildId, UserId};
use sqlx::AssertSqlSafe;

use super::connection::in_transaction;
use super::erasing::owe_scrub;
use super::guilds::ensure;
use super::people::known;
use super::rows::{date, id, plain, unreadable};
use super::{Id, Store, StoreError};

/// A balance that somebody has finished.
#[derive(Clone, Debug)]
pub struct NewBalance {
    /// The server.
    pub guild: GuildId,
    /// Who.
    pub user: UserId,
    /// The interaction that began it.
    pub begun_by: u64,
    /// How far each pair leans, by its id: from -2, all managing, to 2, all leading.
    pub leans: Vec<(String, i8)>,
    /// When.
    pub at: Timestamp,
    /// The date in the server's calendar.
    pub local_date: Date,
}

/// A balance as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balance {
    /// Its id.
    pub id: Id,
    /// How far each pair leans, by its id.
    pub leans: Vec<(String, i8)>,
    /// The date in the server's calendar.
    pub local_date: Date,
}

const COLUMNS: &str = "id, leans, local_date";

type Row = (i64, String, String);

fn whole((raw, leans, local_date): Row) -> Result<Balance, StoreError> {
    let lean = |written: &str| -> Option<(String, i8)> {
        let (pair, lean) = written.split_once('=')?;
        Some((pair.to_owned(), lean.parse().ok().filter(|lean| (-2..=2).contains(lean))?))
    };
    let leans: Option<Vec<(String, i8)>> = leans.split(' ').filter(|one| !one.is_empty()).map(lean).collect();
    Ok(Balance { id: id(raw)?, leans: leans.ok_or_else(|| unreadable("a balance"))?, local_date: date(&local_date)? })
}

fn written(leans: &[(String, i8)]) -> String {
    leans.iter().map(|(pair, lean)| format!("{pair}={lean}")).collect::<Vec<_>>().join(" ")
}

impl Store {
    /// Keeps a finished balance, once for what began it: the first time counts. What is kept comes back.
    ///
    /// # Errors
    /// Where the store fails; nothing is kept then.
    pub async fn finish_balance(&self, new: &NewBalance) -> Result<Balance, StoreError> {
        let ours = self.shared.ids.next(new.at);
        in_transaction!(self.shared, |connection| {
            ensure(connection, new.guild, new.at).await?;
            let person = self.person(connection, new.guild, new.user, new.at).await?;
            let sql = format!("SELECT {COLUMNS} FROM balance WHERE person_id = $1 AND begun_by = $2");
            let kept: Option<Row> = sqlx::query_as(AssertSqlSafe(sql))
                .bind(person.get())
                .bind(new.begun_by.cast_signed())
                .fetch_optional(&mut *connection)
                .await?;
            if let Some(kept) = kept {
                return Ok(whole(kept)?);
            }
            sqlx::query(
                "INSERT INTO balance (id, person_id, begun_by, leans, taken_at, local_date) \
                 VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(ours.get())
            .bind(person.get())
            .bind(new.begun_by.cast_signed())
            .bind(plain(&written(&new.leans)))
            .bind(new.at.as_millisecond())
            .bind(new.local_date.to_string())
            .execute(connection)
            .await?;
            Ok(Balance { id: ours, leans: new.leans.clone(), local_date: new.local_date })
        })
    }

    /// Somebody's balances, newest first: `most` of them, after `skip` newer ones.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn balances(
        &self,
        guild: GuildId,
        user: UserId,
        skip: u32,
        most: u32,
    ) -> Result<Vec<Balance>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let Some(person) = known(&mut connection, guild, user).await? else { return Ok(Vec::new()) };
        let sql = format!(
            "SELECT {COLUMNS} FROM balance WHERE person_id = $1 ORDER BY taken_at DESC, id DESC LIMIT $2 OFFSET $3"
        );
        let rows: Vec<Row> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(person)
            .bind(i64::from(most))
            .bind(i64::from(skip))
            .fetch_all(&mut *connection)
            .await?;
        rows.into_iter().map(whole).collect()
    }

    /// How many balances somebody has.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn balance_count(&self, guild: GuildId, user: UserId) -> Result<i64, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let Some(person) = known(&mut connection, guild, user).await? else { return Ok(0) };
        let count = sqlx::query_scalar("SELECT COUNT(*) FROM balance WHERE person_id = $1").bind(person);
        Ok(count.fetch_one(&mut *connection).await?)
    }

    /// Deletes one of somebody's own balances. False where that person has none of that id: it is gone, or another's. The
    /// files are to be scrubbed then ([`Store::scrub`]).
    ///
    /// # Errors
    /// Where the store fails; nothing is deleted then.
    pub async fn delete_balance(&self, guild: GuildId, user: UserId, balance: Id) -> Result<bool, StoreError> {
        in_transaction!(self.shared, |connection| {
            let Some(person) = known(connection, guild, user).await? else { return Ok(false) };
            let deleted = sqlx::query("DELETE FROM balance WHERE id = $1 AND person_id = $2")
                .bind(balance.get())
                .bind(person)
                .execute(&mut *connection)
                .await?;
            if deleted.rows_affected() == 0 {
                return Ok(false);
            }
            owe_scrub(&self.shared, connection).await?;
            Ok(true)
        })
    }
}
