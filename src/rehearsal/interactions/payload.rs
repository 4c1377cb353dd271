//! The whole body of INTERACTION_CREATE, with everything that Discord sends, and the record that is kept of it.
//!
//! Source: Discord's "Receiving and Responding", "Interaction Object" and "Resolved Data Structure".

use serde_json::{Map, Value, json};

use super::act::Acted;
use super::book::{Kind, Record, Stage};
use super::ways::Ways;
use crate::rehearsal::limits;
use crate::rehearsal::world::{
    Attachment, Channel, ChannelId, Dispatch, GuildId, Intents, InteractionId, Message, MessageId, RoleId, UserId,
    World,
};

/// An interaction that somebody is about to begin.
#[derive(Debug)]
pub(crate) struct Beginning {
    pub(crate) kind: Kind,
    pub(crate) who: UserId,
    pub(crate) channel: ChannelId,
    /// The payload's `data`.
    pub(crate) data: Value,
    /// The message that carries the component, or that led to the form.
    pub(crate) source: Option<MessageId>,
    /// What `interaction_metadata` says besides id, type, user and owners.
    pub(crate) metadata: Value,
    /// Discord's message type of the first answer.
    pub(crate) message_kind: u64,
    pub(crate) typed_for: Option<(String, String)>,
}

/// Writes the interaction down and dispatches it.
pub(crate) fn begin(world: &mut World, beginning: Beginning) -> Acted {
    let id: InteractionId = world.snowflakes.next();
    let token = world.interactions.token(id);
    let Beginning { kind, who, channel, data, source, metadata, message_kind, typed_for } = beginning;
    let guild = world.channels.get(&channel).and_then(|channel| channel.guild);
    let ways = Ways::of(world, who, guild);
    let command = matches!(kind, Kind::Command | Kind::Autocomplete).then(|| world.commands.by_id(guild, &data["id"]));
    let ways = command.flatten().map_or(ways, |command| ways.taken_by(command));
    let owners = ways.owners(who, guild);
    let mut told = json!({
        "id": id,
        "type": kind as u8,
        "user": world.user(who).map(|user| user.wire()),
        "authorizing_integration_owners": owners,
    });
    if let (Some(told), Value::Object(more)) = (told.as_object_mut(), metadata) {
        told.extend(more);
    }
    let record = Record {
        id,
        token,
        kind,
        guild,
        channel,
        user: who,
        at: world.now(),
        metadata: told,
        message_kind,
        source,
        typed_for,
        stage: Stage::Waiting,
        original: None,
    };
    let data = wire(world, &record, data);
    world.interactions.add(record);
    world.dispatch(Dispatch { name: "INTERACTION_CREATE", data, guild, intents: Intents::empty() });
    Acted::Interaction(id)
}

fn wire(world: &World, record: &Record, data: Value) -> Value {
    let permissions = |user| world.permissions_in(record.channel, user).bits().to_string();
    let user = world.user(record.user);
    let mut body = json!({
        "id": record.id,
        "application_id": world.application.id,
        "type": record.kind as u8,
        "version": 1,
        "token": record.token,
        "data": data,
        "channel_id": record.channel,
        "app_permissions": permissions(world.bot),
        "locale": user.map_or("en-US", |user| user.locale.as_str()),
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": record.metadata["authorizing_integration_owners"],
        "context": if record.guild.is_some() { 0 } else { 1 },
        "attachment_size_limit": limits::FILE_BYTES,
    });
    if let Some(channel) = world.channels.get(&record.channel) {
        let mut channel = channel.wire(world);
        channel["permissions"] = json!(permissions(record.user));
        body["channel"] = channel;
    }
    match record.guild.and_then(|guild| world.guilds.get(&guild)) {
        Some(guild) => {
            body["guild_id"] = json!(guild.id);
            body["guild_locale"] = json!(guild.locale);
            body["guild"] = json!({"id": guild.id, "locale": guild.locale, "features": []});
            let mut member = world.wire_member(guild.id, record.user).unwrap_or_default();
            member["permissions"] = json!(permissions(record.user));
            body["member"] = member;
        }
        None => body["user"] = json!(user.map(|user| user.wire())),
    }
    if let Some(message) = record.source.and_then(|source| any_message(world, record.channel, source)) {
        body["message"] = world.wire_message(message);
    }
    body
}

/// A message whoever can see it, private answers included.
pub(crate) fn any_message(world: &World, channel: ChannelId, message: MessageId) -> Option<&Message> {
    world.messages.get(&channel)?.get(&message)
}

/// The `resolved` of a payload, gathered while options and values are read.
#[derive(Debug, Default)]
pub(crate) struct Resolved {
    parts: Map<String, Value>,
}

impl Resolved {
    fn put(&mut self, part: &str, id: u64, value: Value) {
        self.parts.entry(part).or_insert_with(|| json!({}))[id.to_string()] = value;
    }

    /// A person, and their membership where they are in the server.
    pub(crate) fn user(&mut self, world: &World, channel: &Channel, user: UserId) {
        if let Some(found) = world.user(user) {
            self.put("users", user.get(), found.wire());
        }
        let member = channel.guild.and_then(|guild| world.guilds.get(&guild)?.members.get(&user));
        if let Some(member) = member {
            let mut wire = member.wire(None);
            wire["permissions"] = json!(world.permissions_in(channel.id, user).bits().to_string());
            if let Some(wire) = wire.as_object_mut() {
                // "Partial Member objects are missing `user`, `deaf` and `mute`."
                wire.remove("deaf");
                wire.remove("mute");
            }
            self.put("members", user.get(), wire);
        }
    }

    /// A role of the server.
    pub(crate) fn role(&mut self, world: &World, guild: GuildId, role: RoleId) {
        if let Some(found) = world.guilds.get(&guild).and_then(|guild| guild.roles.get(&role)) {
            self.put("roles", role.get(), found.wire());
        }
    }

    /// A channel as `who` sees it.
    pub(crate) fn channel(&mut self, world: &World, channel: ChannelId, who: UserId) {
        if let Some(found) = world.channels.get(&channel) {
            let mut wire = found.wire(world);
            wire["permissions"] = json!(world.permissions_in(channel, who).bits().to_string());
            self.put("channels", channel.get(), wire);
        }
    }

    /// A file that is handed over.
    pub(crate) fn file(&mut self, file: &Attachment) {
        let mut wire = file.wire();
        wire["ephemeral"] = json!(true);
        self.put("attachments", file.id.get(), wire);
    }

    /// A message.
    pub(crate) fn message(&mut self, world: &World, message: &Message) {
        self.put("messages", message.id.get(), world.wire_message(message));
    }

    /// Puts what was gathered into `data`, where anything was.
    pub(crate) fn into_data(self, data: &mut Value) {
        if !self.parts.is_empty() {
            data["resolved"] = Value::Object(self.parts);
        }
    }
}
