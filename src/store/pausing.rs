//! Not being counted, for as long as somebody wants: while they pause they neither give nor get, and stand on no page, in no
//! picture and on no roster. What was before stays as it is, and is shown again afterwards.

use jiff::Timestamp;
use serenity::model::id::UserId;

use super::connection::in_transaction;
use super::forgetting::{Where, rows_of};
use super::guilds::ensure;
use super::rows::instant;
use super::{Store, StoreError};

impl Store {
    /// Since when somebody pauses there; everywhere, where they pause in all servers that know them. `None` where they do
    /// not.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn paused_since(&self, user: UserId, place: Where) -> Result<Option<Timestamp>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let mut latest = None;
        for (person, _) in rows_of(&mut connection, user, place).await? {
            let paused: Option<i64> = sqlx::query_scalar("SELECT paused_at FROM person WHERE id = $1")
                .bind(person)
                .fetch_one(&mut *connection)
                .await?;
            let Some(paused) = paused else { return Ok(None) };
            latest = latest.max(Some(instant(paused)?));
        }
        Ok(latest)
    }

    /// Stops counting somebody there, or counts them again. False where nobody knows them anywhere, and there is nothing
    /// to pause.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn set_paused(
        &self,
        user: UserId,
        place: Where,
        paused: bool,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        in_transaction!(self.shared, |connection| {
            if let (Where::Server(guild), true) = (place, paused) {
                // Nobody may have thanked them yet: that nobody does is what they want.
                ensure(connection, guild, now).await?;
                self.person(connection, guild, user, now).await?;
            }
            let people = rows_of(connection, user, place).await?;
            for (person, _) in &people {
                sqlx::query(
                    "UPDATE person SET paused_at = CASE WHEN $1 = 0 THEN NULL ELSE COALESCE(paused_at, $2) END \
                     WHERE id = $3",
                )
                .bind(i64::from(paused))
                .bind(now.as_millisecond())
                .bind(person)
                .execute(&mut *connection)
                .await?;
            }
            Ok(!people.is_empty())
        })
    }
}
