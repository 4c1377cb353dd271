//! People and bots.

use serde_json::{Value, json};

use super::{UserId, World};

/// A person or a bot.
#[derive(Clone, Debug)]
pub struct User {
    /// Who.
    pub id: UserId,
    /// The unique name: lower case, no spaces.
    pub username: String,
    /// The name that others see.
    pub global_name: Option<String>,
    /// Whether it is a bot.
    pub bot: bool,
    /// The language of the person's client, as Discord writes it: `en-US`.
    pub locale: String,
    /// Whether this person's direct messages are closed to the bot (50007).
    pub refuses_dms: bool,
}

impl User {
    /// A person with that name.
    pub fn new(id: UserId, name: &str) -> Self {
        Self {
            id,
            username: name.to_lowercase().replace(char::is_whitespace, "_"),
            global_name: Some(name.to_owned()),
            bot: false,
            locale: "en-US".to_owned(),
            refuses_dms: false,
        }
    }

    /// The name that others see.
    pub fn name(&self) -> &str {
        self.global_name.as_deref().unwrap_or(&self.username)
    }

    /// Discord's User object.
    pub fn wire(&self) -> Value {
        json!({
            "id": self.id,
            "username": self.username,
            "global_name": if self.bot { None } else { self.global_name.as_deref() },
            "discriminator": if self.bot { "0001" } else { "0" },
            "avatar": null,
            "avatar_decoration_data": null,
            "banner": null,
            "accent_color": null,
            "bot": self.bot,
            "system": false,
            "public_flags": if self.bot { 1 << 16 } else { 0 },
        })
    }
}

impl World {
    /// A new person, in no server yet.
    pub fn add_person(&mut self, name: &str) -> UserId {
        let id = self.snowflakes.next();
        self.users.insert(id, User::new(id, name));
        id
    }

    /// The person or bot with that id.
    pub fn user(&self, id: UserId) -> Option<&User> {
        self.users.get(&id)
    }

    /// The person whose username or shown name is `name`, whatever its case.
    pub fn user_named(&self, name: &str) -> Option<&User> {
        let name = name.to_lowercase();
        self.users.values().find(|user| user.username == name || user.name().to_lowercase() == name)
    }
}
