//! The commands that the bot registered.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{CommandId, GuildId, World};
use crate::rehearsal::events::Event;
use crate::rehearsal::limits;

/// Registered commands: for all servers, and for single ones. Each is kept as Discord would return it.
#[derive(Clone, Debug, Default)]
pub struct Commands {
    /// For all servers and direct messages.
    pub global: BTreeMap<CommandId, Value>,
    /// For single servers.
    pub guild: BTreeMap<GuildId, BTreeMap<CommandId, Value>>,
    /// When commands were created, by scope: Discord limits them a day.
    created: BTreeMap<Option<GuildId>, Vec<Timestamp>>,
}

impl Commands {
    /// What somebody in that server (or in direct messages) can use, those for the server last.
    pub fn visible_in(&self, guild: Option<GuildId>) -> Vec<&Value> {
        let own = guild.and_then(|guild| self.guild.get(&guild)).into_iter().flat_map(BTreeMap::values);
        self.global.values().chain(own).collect()
    }

    /// The one with that id among them.
    pub(in crate::rehearsal) fn by_id(&self, guild: Option<GuildId>, id: &Value) -> Option<&Value> {
        self.visible_in(guild).into_iter().find(|command| command["id"] == *id)
    }
}

impl Commands {
    /// The commands of one scope: of all servers, or of one.
    pub fn of(&self, scope: Option<GuildId>) -> &BTreeMap<CommandId, Value> {
        static NONE: BTreeMap<CommandId, Value> = BTreeMap::new();
        match scope {
            None => &self.global,
            Some(guild) => self.guild.get(&guild).unwrap_or(&NONE),
        }
    }

    /// The same to change.
    pub fn of_mut(&mut self, scope: Option<GuildId>) -> &mut BTreeMap<CommandId, Value> {
        match scope {
            None => &mut self.global,
            Some(guild) => self.guild.entry(guild).or_default(),
        }
    }

    /// The command of that scope with the same name and type: registering it again changes it instead of adding one.
    pub fn same(&self, scope: Option<GuildId>, command: &Value) -> Option<CommandId> {
        let same = |known: &Value| {
            known["name"] == command["name"] && limits::command_kind(known) == limits::command_kind(command)
        };
        self.of(scope).iter().find(|(_, known)| same(known)).map(|(id, _)| *id)
    }
}

impl World {
    /// Keeps a command as Discord would return it: with ids, a version that changes whenever the command does, and the
    /// defaults filled in. `id` names the command that it replaces.
    pub fn put_command(&mut self, scope: Option<GuildId>, id: Option<CommandId>, command: Value) -> CommandId {
        let application = self.application.id;
        let id = id.unwrap_or_else(|| self.snowflakes.next());
        let version: CommandId = self.snowflakes.next();
        let mut kept = json!({
            "type": 1,
            "description": "",
            "options": [],
            "name_localizations": null,
            "description_localizations": null,
            "default_member_permissions": null,
            "dm_permission": true,
            "contexts": null,
            "integration_types": [0],
            "nsfw": false,
        });
        if let (Some(kept), Value::Object(command)) = (kept.as_object_mut(), command) {
            kept.extend(command);
        }
        if limits::command_kind(&kept) != 1
            && let Some(kept) = kept.as_object_mut()
        {
            kept.remove("options");
        }
        kept["id"] = json!(id);
        kept["application_id"] = json!(application);
        if let Some(guild) = scope {
            kept["guild_id"] = json!(guild);
            if let Some(kept) = kept.as_object_mut() {
                kept.remove("dm_permission");
            }
        }
        let before = self.commands.of(scope).get(&id).map(|before| before["version"].clone());
        kept["version"] = before.clone().unwrap_or_else(|| json!(version));
        if self.commands.of(scope).get(&id).is_some_and(|before| *before != kept) {
            kept["version"] = json!(version);
        }
        self.commands.of_mut(scope).insert(id, kept);
        id
    }

    /// Whether so many commands may be created in that scope today; they count if so. Discord's limit is 200 a day.
    pub fn may_create_commands(&mut self, scope: Option<GuildId>, count: usize) -> bool {
        let now = self.now();
        let today = |at: &Timestamp| now.duration_since(*at) < SignedDuration::from_hours(24);
        let created = self.commands.created.entry(scope).or_default();
        created.retain(today);
        if created.len() + count > limits::COMMAND_CREATES_A_DAY {
            return false;
        }
        created.extend(std::iter::repeat_n(now, count));
        true
    }

    /// Writes down what is registered now.
    pub fn tell_commands(&self, guild: Option<GuildId>) {
        let names = self.commands.of(guild).values().filter_map(|command| command["name"].as_str().map(str::to_owned));
        self.happened(Event::Commands { guild, names: names.collect() });
    }
}
