//! The commands that the bot registered.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{CommandId, GuildId};

/// Registered commands: for all servers, and for single ones. Each is kept as Discord would return it.
#[derive(Clone, Debug, Default)]
pub struct Commands {
    /// For all servers and direct messages.
    pub global: BTreeMap<CommandId, Value>,
    /// For single servers.
    pub guild: BTreeMap<GuildId, BTreeMap<CommandId, Value>>,
}

impl Commands {
    /// What somebody in that server (or in direct messages) can use, those for the server last.
    pub fn visible_in(&self, guild: Option<GuildId>) -> Vec<&Value> {
        let own = guild.and_then(|guild| self.guild.get(&guild)).into_iter().flat_map(BTreeMap::values);
        self.global.values().chain(own).collect()
    }
}
