//! Changing servers: making them, joining and leaving, roles and members.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Dispatch, Guild, GuildId, Intents, Member, Permissions, Role, RoleId, UserId, World};

/// What @everyone may do in a new server, as Discord sets it: see, write, react, read back, start public threads, use
/// commands, embed links and attach files. Not: mention everyone, manage anything.
pub const DEFAULT_EVERYONE: Permissions = Permissions::from_bits_truncate(
    Permissions::VIEW_CHANNEL.bits()
        | Permissions::SEND_MESSAGES.bits()
        | Permissions::SEND_MESSAGES_IN_THREADS.bits()
        | Permissions::CREATE_PUBLIC_THREADS.bits()
        | Permissions::CREATE_PRIVATE_THREADS.bits()
        | Permissions::EMBED_LINKS.bits()
        | Permissions::ATTACH_FILES.bits()
        | Permissions::ADD_REACTIONS.bits()
        | Permissions::READ_MESSAGE_HISTORY.bits()
        | Permissions::USE_SLASH_COMMANDS.bits()
        | Permissions::USE_EXTERNAL_EMOJIS.bits()
        | Permissions::CHANGE_NICKNAME.bits()
        | Permissions::CREATE_INVITE.bits()
        | Permissions::CONNECT.bits()
        | Permissions::SPEAK.bits()
        | Permissions::USE_VAD.bits()
        | Permissions::STREAM.bits(),
);

impl World {
    /// A new server with its owner in it and no channel. The bot is not in it: see [`World::invite_bot`].
    pub fn add_guild(&mut self, name: &str, owner: UserId) -> GuildId {
        let id: GuildId = self.snowflakes.next();
        let everyone = Role {
            id: id.cast(),
            name: "@everyone".to_owned(),
            permissions: DEFAULT_EVERYONE,
            position: 0,
            color: 0,
            hoist: false,
            mentionable: false,
            bot: None,
        };
        let guild = Guild {
            id,
            name: name.to_owned(),
            owner,
            locale: "en-US".to_owned(),
            system_channel: None,
            roles: BTreeMap::from([(everyone.id, everyone)]),
            members: BTreeMap::new(),
            unavailable: false,
        };
        self.guilds.insert(id, guild);
        self.join(id, owner);
        id
    }

    /// The server that people call `name`, whatever its case.
    pub fn guild_named(&self, name: &str) -> Option<&Guild> {
        self.guilds.values().find(|guild| guild.name.to_lowercase() == name.to_lowercase())
    }

    /// The servers that the bot is in.
    pub fn bots_guilds(&self) -> impl Iterator<Item = &Guild> {
        self.guilds.values().filter(|guild| guild.members.contains_key(&self.bot))
    }

    /// Somebody joins a server. Nothing changes for those who are in it.
    pub fn join(&mut self, guild: GuildId, user: UserId) {
        let now = self.now();
        let Some(server) = self.guilds.get_mut(&guild) else { return };
        if server.members.contains_key(&user) {
            return;
        }
        let member = Member { user, nick: None, roles: BTreeSet::new(), joined_at: now, timed_out_until: None };
        server.members.insert(user, member);
        self.dispatch_member("GUILD_MEMBER_ADD", guild, user);
    }

    /// Somebody leaves a server or is put out of it. False where nobody of that id was in it.
    pub fn leave(&mut self, guild: GuildId, user: UserId) -> bool {
        if user == self.bot {
            return self.remove_bot(guild);
        }
        let Some(server) = self.guilds.get_mut(&guild) else { return false };
        if server.members.remove(&user).is_none() {
            return false;
        }
        let data = json!({ "guild_id": guild, "user": self.users.get(&user).map(super::User::wire) });
        self.dispatch(Dispatch {
            name: "GUILD_MEMBER_REMOVE",
            data,
            guild: Some(guild),
            intents: Intents::GUILD_MEMBERS,
        });
        true
    }

    /// The bot is invited with those permissions, which its own role gets: it joins, and the gateway gets GUILD_CREATE.
    pub fn invite_bot(&mut self, guild: GuildId, permissions: Permissions) {
        let bot = self.bot;
        let Some(name) = self.users.get(&bot).map(|user| user.name().to_owned()) else { return };
        let role = self.snowflakes.next();
        let now = self.now();
        let Some(server) = self.guilds.get_mut(&guild) else { return };
        if server.members.contains_key(&bot) {
            return;
        }
        let position = server.roles.values().map(|role| role.position).max().unwrap_or(0) + 1;
        let own =
            Role { id: role, name, permissions, position, color: 0, hoist: false, mentionable: false, bot: Some(bot) };
        server.roles.insert(role, own);
        let member =
            Member { user: bot, nick: None, roles: BTreeSet::from([role]), joined_at: now, timed_out_until: None };
        server.members.insert(bot, member);
        if let Some(data) = self.wire_guild_create(guild) {
            self.dispatch(Dispatch { name: "GUILD_CREATE", data, guild: Some(guild), intents: Intents::GUILDS });
        }
    }

    /// The bot leaves or is put out: its role goes, and the gateway gets GUILD_DELETE. False where it was not in it.
    pub fn remove_bot(&mut self, guild: GuildId) -> bool {
        let bot = self.bot;
        let Some(server) = self.guilds.get_mut(&guild) else { return false };
        if server.members.remove(&bot).is_none() {
            return false;
        }
        server.roles.retain(|_, role| role.bot != Some(bot));
        let data = json!({ "id": guild });
        self.dispatch(Dispatch { name: "GUILD_DELETE", data, guild: Some(guild), intents: Intents::GUILDS });
        true
    }

    /// Discord has an outage for a server, or has it no more.
    pub fn set_unavailable(&mut self, guild: GuildId, unavailable: bool) {
        let Some(server) = self.guilds.get_mut(&guild) else { return };
        server.unavailable = unavailable;
        let created = self.wire_guild_create(guild);
        let (name, data) = match created {
            Some(data) if !unavailable => ("GUILD_CREATE", data),
            _ => ("GUILD_DELETE", json!({ "id": guild, "unavailable": true })),
        };
        self.dispatch(Dispatch { name, data, guild: Some(guild), intents: Intents::GUILDS });
    }

    /// A new role above all but the bots'. `None` where there is no such server.
    pub fn add_role(&mut self, guild: GuildId, name: &str, permissions: Permissions) -> Option<RoleId> {
        let id = self.snowflakes.next();
        let server = self.guilds.get_mut(&guild)?;
        let role = Role {
            id,
            name: name.to_owned(),
            permissions,
            position: 1,
            color: 0,
            hoist: false,
            mentionable: false,
            bot: None,
        };
        for other in server.roles.values_mut().filter(|other| other.position >= 1) {
            other.position += 1;
        }
        server.roles.insert(id, role);
        self.dispatch_role("GUILD_ROLE_CREATE", guild, id);
        Some(id)
    }

    /// Changes a role. False where there is none.
    pub fn edit_role(&mut self, guild: GuildId, role: RoleId, change: impl FnOnce(&mut Role)) -> bool {
        let Some(found) = self.guilds.get_mut(&guild).and_then(|server| server.roles.get_mut(&role)) else {
            return false;
        };
        change(found);
        self.dispatch_role("GUILD_ROLE_UPDATE", guild, role);
        true
    }

    /// Takes a role away from everybody. False where there is none.
    pub fn remove_role(&mut self, guild: GuildId, role: RoleId) -> bool {
        let Some(server) = self.guilds.get_mut(&guild) else { return false };
        if server.roles.remove(&role).is_none() {
            return false;
        }
        for member in server.members.values_mut() {
            member.roles.remove(&role);
        }
        let data = json!({ "guild_id": guild, "role_id": role });
        self.dispatch(Dispatch { name: "GUILD_ROLE_DELETE", data, guild: Some(guild), intents: Intents::GUILDS });
        true
    }

    /// Changes a member. False where there is none.
    pub fn edit_member(&mut self, guild: GuildId, user: UserId, change: impl FnOnce(&mut Member)) -> bool {
        let Some(found) = self.guilds.get_mut(&guild).and_then(|server| server.members.get_mut(&user)) else {
            return false;
        };
        change(found);
        self.dispatch_member("GUILD_MEMBER_UPDATE", guild, user);
        true
    }

    /// Lets one member do more, by a role of their own ("jo may manage server"). False where they are not in it.
    pub fn grant(&mut self, guild: GuildId, user: UserId, permissions: Permissions) -> bool {
        if !self.guilds.get(&guild).is_some_and(|server| server.members.contains_key(&user)) {
            return false;
        }
        let Some(role) = self.add_role(guild, "granted", permissions) else { return false };
        self.edit_member(guild, user, |member| {
            member.roles.insert(role);
        })
    }

    /// Discord's Guild Member object of somebody, with the user in it.
    pub fn wire_member(&self, guild: GuildId, user: UserId) -> Option<Value> {
        Some(self.guilds.get(&guild)?.members.get(&user)?.wire(self.users.get(&user)))
    }

    /// Tells the gateway that a server's own settings changed.
    pub fn tell_guild_changed(&mut self, guild: GuildId) {
        let Some(server) = self.guilds.get(&guild) else { return };
        let data = self.wire_guild(server);
        self.dispatch(Dispatch { name: "GUILD_UPDATE", data, guild: Some(guild), intents: Intents::GUILDS });
    }

    fn dispatch_member(&mut self, name: &'static str, guild: GuildId, user: UserId) {
        let Some(mut data) = self.wire_member(guild, user) else { return };
        data["guild_id"] = json!(guild);
        // "Sent for current-user updates regardless of whether the GUILD_MEMBERS intent is set" (Gateway Events, "Guild
        // Member Update").
        let own_update = name == "GUILD_MEMBER_UPDATE" && user == self.bot;
        let intents = if own_update { Intents::empty() } else { Intents::GUILD_MEMBERS };
        self.dispatch(Dispatch { name, data, guild: Some(guild), intents });
    }

    fn dispatch_role(&mut self, name: &'static str, guild: GuildId, role: RoleId) {
        let Some(role) = self.guilds.get(&guild).and_then(|server| server.roles.get(&role)) else { return };
        let data = json!({ "guild_id": guild, "role": role.wire() });
        self.dispatch(Dispatch { name, data, guild: Some(guild), intents: Intents::GUILDS });
    }
}
