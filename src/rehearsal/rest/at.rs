//! The ids and names in a path.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use twilight_model::id::Id;

use super::error::{self, ApiError};
use crate::rehearsal::stand_in::Shared;
use crate::rehearsal::world::{ApplicationId, ChannelId, CommandId, GuildId, MessageId, RoleId, UserId};

/// Where a request goes: the parts of its path by the names that the route gives them.
#[derive(Debug)]
pub struct At {
    parts: BTreeMap<String, String>,
    bot: UserId,
}

impl FromRequestParts<Arc<Shared>> for At {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<Shared>) -> Result<Self, ApiError> {
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| error::NOT_FOUND)?;
        let parts = params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Ok(Self { parts, bot: state.world.with(|world| world.bot) })
    }
}

impl At {
    /// A part as it stands, percent signs decoded; empty where the route has none of that name.
    pub fn text(&self, name: &str) -> &str {
        self.parts.get(name).map_or("", String::as_str)
    }

    fn id<T>(&self, name: &str) -> Result<Id<T>, ApiError> {
        let text = self.text(name);
        text.parse().map_err(|_| {
            let words = format!("Value \"{text}\" is not snowflake.");
            ApiError::invalid_field(&[format!("{name}_id").as_str()], "NUMBER_TYPE_COERCE", words)
        })
    }

    /// `{application}`; `@me` is the bot's own.
    ///
    /// # Errors
    /// 50035 where it is not an id; so for all of these.
    pub fn application(&self) -> Result<ApplicationId, ApiError> {
        if self.text("application") == "@me" { Ok(self.bot.cast()) } else { self.id("application") }
    }

    /// `{channel}`.
    ///
    /// # Errors
    /// 50035.
    pub fn channel(&self) -> Result<ChannelId, ApiError> {
        self.id("channel")
    }

    /// `{guild}`.
    ///
    /// # Errors
    /// 50035.
    pub fn guild(&self) -> Result<GuildId, ApiError> {
        self.id("guild")
    }

    /// `{message}`.
    ///
    /// # Errors
    /// 50035.
    pub fn message(&self) -> Result<MessageId, ApiError> {
        self.id("message")
    }

    /// `{user}`; `@me` is the bot.
    ///
    /// # Errors
    /// 50035.
    pub fn user(&self) -> Result<UserId, ApiError> {
        if self.text("user") == "@me" { Ok(self.bot) } else { self.id("user") }
    }

    /// `{role}`.
    ///
    /// # Errors
    /// 50035.
    pub fn role(&self) -> Result<RoleId, ApiError> {
        self.id("role")
    }

    /// `{command}`.
    ///
    /// # Errors
    /// 50035.
    pub fn command(&self) -> Result<CommandId, ApiError> {
        self.id("command")
    }

    /// `{overwrite}`: a role's or a person's id.
    ///
    /// # Errors
    /// 50035.
    pub fn overwrite(&self) -> Result<u64, ApiError> {
        self.id::<twilight_model::id::marker::GenericMarker>("overwrite").map(Id::get)
    }
}
