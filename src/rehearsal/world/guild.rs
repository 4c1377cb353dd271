//! Servers, their roles and their members.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{ChannelId, GuildId, Permissions, RoleId, User, UserId, wire_time};

/// A server.
#[derive(Clone, Debug)]
pub struct Guild {
    /// Which.
    pub id: GuildId,
    /// What people call it.
    pub name: String,
    /// Whose it is.
    pub owner: UserId,
    /// Its preferred language, as Discord writes it: `en-US`.
    pub locale: String,
    /// Where Discord itself writes.
    pub system_channel: Option<ChannelId>,
    /// Its roles; the one with the server's own id is @everyone.
    pub roles: BTreeMap<RoleId, Role>,
    /// Who is in it.
    pub members: BTreeMap<UserId, Member>,
    /// Whether Discord has an outage for it.
    pub unavailable: bool,
}

/// A role.
#[derive(Clone, Debug)]
pub struct Role {
    /// Which.
    pub id: RoleId,
    /// What people call it.
    pub name: String,
    /// What it allows everywhere in the server.
    pub permissions: Permissions,
    /// Higher stands above lower; @everyone is 0.
    pub position: i64,
    /// RGB.
    pub color: u32,
    /// Shown apart in the member list.
    pub hoist: bool,
    /// Whether everybody may mention it.
    pub mentionable: bool,
    /// The bot that the role belongs to, where it came with one.
    pub bot: Option<UserId>,
}

/// Somebody in a server.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who.
    pub user: UserId,
    /// The name here, where it differs.
    pub nick: Option<String>,
    /// Roles besides @everyone.
    pub roles: BTreeSet<RoleId>,
    /// Since when.
    pub joined_at: Timestamp,
    /// Timed out until then.
    pub timed_out_until: Option<Timestamp>,
}

impl Guild {
    /// The id of the @everyone role, which is the server's own.
    pub fn everyone(&self) -> RoleId {
        self.id.cast()
    }
}

impl Role {
    /// Discord's Role object.
    pub fn wire(&self) -> Value {
        let mut role = json!({
            "id": self.id,
            "name": self.name,
            "color": self.color,
            "colors": { "primary_color": self.color, "secondary_color": null, "tertiary_color": null },
            "hoist": self.hoist,
            "icon": null,
            "unicode_emoji": null,
            "position": self.position,
            "permissions": self.permissions.bits().to_string(),
            "managed": self.bot.is_some(),
            "mentionable": self.mentionable,
            "flags": 0,
        });
        if let Some(bot) = self.bot {
            role["tags"] = json!({ "bot_id": bot });
        }
        role
    }
}

impl Member {
    /// Discord's Guild Member object, with `user` where it is given.
    pub fn wire(&self, user: Option<&User>) -> Value {
        let mut member = json!({
            "nick": self.nick,
            "avatar": null,
            "banner": null,
            "roles": self.roles,
            "joined_at": wire_time(self.joined_at),
            "premium_since": null,
            "deaf": false,
            "mute": false,
            "flags": 0,
            "pending": false,
            "communication_disabled_until": self.timed_out_until.map(wire_time),
        });
        if let Some(user) = user {
            member["user"] = user.wire();
        }
        member
    }
}
