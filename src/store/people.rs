//! Who somebody is in the rows of a server.

use serenity::model::id::{GuildId, UserId};
use sqlx::AnyConnection;

use super::connection::Fault;

/// The row of somebody who has one in this server: nothing is kept of anybody else.
pub(super) async fn known(connection: &mut AnyConnection, guild: GuildId, user: UserId) -> Result<Option<i64>, Fault> {
    let person = sqlx::query_scalar("SELECT id FROM person WHERE guild_id = $1 AND user_id = $2")
        .bind(guild.get().cast_signed())
        .bind(user.get().cast_signed())
        .fetch_optional(connection)
        .await?;
    Ok(person)
}
