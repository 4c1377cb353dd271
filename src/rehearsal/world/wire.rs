//! How channels, messages and whole servers look on the wire.

use serde_json::{Map, Value, json};

use super::{Attachment, Channel, Guild, GuildId, Message, Reaction, UserId, World, wire_time};

impl Channel {
    /// Discord's Channel object, as the bot gets it.
    pub fn wire(&self, world: &World) -> Value {
        let mut channel = json!({
            "id": self.id,
            "type": self.kind as u8,
            "last_message_id": self.last_message,
            "flags": if self.requires_tag { 1 << 4 } else { 0 },
        });
        if let Some(recipient) = self.recipient {
            let recipient = world.users.get(&recipient).map(super::User::wire);
            channel["recipients"] = json!(recipient.into_iter().collect::<Vec<_>>());
            return channel;
        }
        channel["guild_id"] = json!(self.guild);
        channel["name"] = json!(self.name);
        channel["parent_id"] = json!(self.parent);
        channel["rate_limit_per_user"] = json!(self.slowmode);
        match &self.thread {
            Some(_) => self.wire_thread(world, &mut channel),
            None => {
                channel["position"] = json!(self.position);
                channel["topic"] = json!(self.topic);
                channel["nsfw"] = json!(self.nsfw);
                channel["permission_overwrites"] = self.overwrites.iter().map(super::Overwrite::wire).collect();
                if self.kind == super::ChannelKind::Forum {
                    channel["available_tags"] = json!(self.available_tags);
                    channel["default_reaction_emoji"] = Value::Null;
                    channel["default_sort_order"] = Value::Null;
                    channel["default_forum_layout"] = json!(0);
                }
                if self.kind == super::ChannelKind::Voice {
                    channel["bitrate"] = json!(64_000);
                    channel["user_limit"] = json!(0);
                    channel["rtc_region"] = Value::Null;
                }
            }
        }
        channel
    }

    fn wire_thread(&self, world: &World, channel: &mut Value) {
        let Some(thread) = &self.thread else { return };
        let messages = world.messages.get(&self.id).map_or(0, std::collections::BTreeMap::len);
        channel["owner_id"] = json!(thread.owner);
        channel["message_count"] = json!(messages);
        channel["total_message_sent"] = json!(thread.messages_sent);
        channel["member_count"] = json!(thread.members.len().min(50));
        channel["applied_tags"] = json!(thread.applied_tags);
        channel["thread_metadata"] = json!({
            "archived": thread.archived,
            "auto_archive_duration": thread.auto_archive_minutes,
            "archive_timestamp": wire_time(thread.archived_at),
            "locked": thread.locked,
            "invitable": thread.invitable,
            "create_timestamp": wire_time(thread.created_at),
        });
        if thread.members.contains(&world.bot) {
            channel["member"] = self.wire_thread_member(world.bot, world);
        }
    }

    /// Discord's Thread Member object.
    pub fn wire_thread_member(&self, user: UserId, world: &World) -> Value {
        json!({ "id": self.id, "user_id": user, "join_timestamp": wire_time(world.now()), "flags": 0 })
    }
}

impl Attachment {
    /// Discord's Attachment object.
    pub fn wire(&self) -> Value {
        let mut file = json!({
            "id": self.id,
            "filename": self.filename,
            "size": self.bytes.len(),
            "url": self.url,
            "proxy_url": self.url,
            "content_type": self.content_type,
        });
        if let Some(description) = &self.description {
            file["description"] = json!(description);
        }
        if let Some((width, height)) = self.size {
            file["width"] = json!(width);
            file["height"] = json!(height);
        }
        file
    }
}

impl Reaction {
    /// Discord's partial Emoji object: a character, or a name and an id.
    pub fn wire_emoji(emoji: &str) -> Value {
        match emoji.rsplit_once(':') {
            Some((name, id)) => json!({ "id": id, "name": name }),
            None => json!({ "id": null, "name": emoji }),
        }
    }

    fn wire(&self, bot: UserId) -> Value {
        json!({
            "emoji": Self::wire_emoji(&self.emoji),
            "count": self.users.len(),
            "count_details": { "burst": 0, "normal": self.users.len() },
            "burst_colors": [],
            "me": self.users.contains(&bot),
            "me_burst": false,
        })
    }
}

impl World {
    /// Discord's Message object, as REST answers it.
    pub fn wire_message(&self, message: &Message) -> Value {
        let users = message.mentions.iter().filter_map(|user| self.users.get(user));
        let mut wire = json!({
            "id": message.id,
            "channel_id": message.channel,
            "author": self.users.get(&message.author).map(super::User::wire),
            "content": message.content,
            "timestamp": wire_time(message.sent_at),
            "edited_timestamp": message.edited_at.map(wire_time),
            "tts": message.tts,
            "mention_everyone": message.mention_everyone,
            "mentions": users.map(super::User::wire).collect::<Vec<_>>(),
            "mention_roles": message.mention_roles,
            "attachments": message.attachments.iter().map(Attachment::wire).collect::<Vec<_>>(),
            "embeds": message.embeds,
            "components": message.components,
            "pinned": message.pinned_at.is_some(),
            "type": message.kind,
            "flags": message.flags,
        });
        let mut optional = Map::new();
        if !message.reactions.is_empty() {
            optional.insert("reactions".into(), message.reactions.iter().map(|one| one.wire(self.bot)).collect());
        }
        if let Some(nonce) = &message.nonce {
            optional.insert("nonce".into(), nonce.clone());
        }
        if let Some(reference) = &message.reference {
            optional.insert("message_reference".into(), reference.clone());
            if message.kind == 19 {
                let id = super::read_id(&reference["message_id"]);
                let referenced = id.and_then(|id| self.message(message.channel, id));
                // One level only, as Discord answers: a reply's reply does not bring its own.
                let referenced =
                    referenced.map(|found| self.wire_message(&Message { reference: None, ..found.clone() }));
                optional.insert("referenced_message".into(), json!(referenced));
            }
        }
        if let Some(thread) = message.thread.and_then(|thread| self.channels.get(&thread)) {
            optional.insert("thread".into(), thread.wire(self));
        }
        if let Some(metadata) = &message.interaction_metadata {
            optional.insert("interaction_metadata".into(), metadata.clone());
            optional.insert("webhook_id".into(), json!(self.application.id));
        }
        if self.users.get(&message.author).is_some_and(|author| author.id == self.bot) {
            optional.insert("application_id".into(), json!(self.application.id));
        }
        if let Some(wire) = wire.as_object_mut() {
            wire.extend(optional);
            wire.extend(message.extra.clone());
        }
        wire
    }

    /// Discord's Message object with the extra fields that gateway events carry: `guild_id` and `member`.
    pub fn wire_message_event(&self, message: &Message) -> Value {
        let mut wire = self.wire_message(message);
        let Some(guild) = message.guild.and_then(|guild| self.guilds.get(&guild)) else { return wire };
        wire["guild_id"] = json!(guild.id);
        if let Some(member) = guild.members.get(&message.author) {
            wire["member"] = member.wire(None);
        }
        wire
    }

    /// Discord's Guild object, as `GET /guilds/{id}` answers it.
    pub fn wire_guild(&self, guild: &Guild) -> Value {
        json!({
            "id": guild.id,
            "name": guild.name,
            "icon": null,
            "description": null,
            "splash": null,
            "discovery_splash": null,
            "banner": null,
            "owner_id": guild.owner,
            "application_id": null,
            "region": "deprecated",
            "afk_channel_id": null,
            "afk_timeout": 300,
            "system_channel_id": guild.system_channel,
            "system_channel_flags": 0,
            "widget_enabled": false,
            "widget_channel_id": null,
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "max_presences": null,
            "max_members": 500_000,
            "max_stage_video_channel_users": 50,
            "max_video_channel_users": 25,
            "vanity_url_code": null,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "premium_progress_bar_enabled": false,
            "preferred_locale": guild.locale,
            "rules_channel_id": null,
            "safety_alerts_channel_id": null,
            "public_updates_channel_id": null,
            "nsfw": false,
            "nsfw_level": 0,
            "features": [],
            "emojis": [],
            "stickers": [],
            "incidents_data": null,
            "roles": guild.roles.values().map(super::Role::wire).collect::<Vec<_>>(),
        })
    }

    /// What GUILD_CREATE carries: the server with its channels, threads and the members that a small server brings.
    pub fn wire_guild_create(&self, guild: GuildId) -> Option<Value> {
        let guild = self.guilds.get(&guild)?;
        let mut wire = self.wire_guild(guild);
        let channels = self.channels_of(guild.id);
        let threads = self.inside(guild.id).filter(|channel| {
            let bot_sees = self.permissions_in(channel.id, self.bot).contains(super::Permissions::VIEW_CHANNEL);
            channel.thread.as_ref().is_some_and(|thread| !thread.archived) && bot_sees
        });
        let wired = |member: &super::Member| member.wire(self.users.get(&member.user));
        wire["channels"] = channels.map(|channel| channel.wire(self)).collect();
        wire["threads"] = threads.map(|channel| channel.wire(self)).collect();
        // Without the privileged intent a session is told of itself only; the gateway may add the others.
        wire["members"] = guild.members.get(&self.bot).map(wired).into_iter().collect();
        wire["member_count"] = json!(guild.members.len());
        wire["large"] = json!(false);
        wire["unavailable"] = json!(false);
        wire["joined_at"] = json!(guild.members.get(&self.bot).map(|bot| wire_time(bot.joined_at)));
        for empty in ["presences", "voice_states", "stage_instances", "guild_scheduled_events", "soundboard_sounds"] {
            wire[empty] = json!([]);
        }
        Some(wire)
    }
}
