//! How an interaction reaches the bot: by the app in a server, or by the app in somebody's own account.
//!
//! Source: Discord's "Receiving and Responding", "Authorizing Integration Owners Object", and "Application Commands",
//! "Contexts". That nothing gets through in private messages from whoever has neither is no document's word: it is what
//! people report of the real one (discord/discord-api-docs#8061 and discordjs/discord.js#11507).

use serde_json::{Value, json};

use crate::rehearsal::world::{Guild, GuildId, UserId, World};

/// Which of the two ways are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ways {
    server: bool,
    account: bool,
}

impl Ways {
    /// Those that are open to somebody in a server, or in private messages with the bot.
    pub(crate) fn of(world: &World, who: UserId, guild: Option<GuildId>) -> Self {
        let has_bot = |guild: &Guild| guild.members.contains_key(&world.bot);
        let server = match guild {
            Some(guild) => world.guilds.get(&guild).is_some_and(has_bot),
            None => world.bots_guilds().any(|guild| guild.members.contains_key(&who)),
        };
        Self { server, account: world.accounts.contains(&who) }
    }

    /// Those of them that a registered command is for. One that does not say is for servers.
    pub(crate) fn taken_by(self, command: &Value) -> Self {
        let types = command["integration_types"].as_array();
        let for_type = |number: u64| match types {
            Some(types) => types.iter().any(|one| one.as_u64() == Some(number)),
            None => number == 0,
        };
        Self { server: self.server && for_type(0), account: self.account && for_type(1) }
    }

    /// Whether anything gets through.
    pub(crate) fn any(self) -> bool {
        self.server || self.account
    }

    /// As the payload tells of them. In private messages the server's place is taken by 0.
    pub(crate) fn owners(self, who: UserId, guild: Option<GuildId>) -> Value {
        let mut owners = json!({});
        if self.server {
            owners["0"] = guild.map_or_else(|| json!("0"), |guild| json!(guild));
        }
        if self.account {
            owners["1"] = json!(who);
        }
        owners
    }
}
