//! Changing channels and threads: making, editing, deleting, joining, putting away.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    Channel, ChannelId, ChannelKind, Dispatch, GuildId, Intents, MessageId, Overwrite, OverwriteKind, Permissions,
    ThreadState, UserId, World, wire_time,
};
use crate::rehearsal::events::Event;

impl ChannelKind {
    /// The kind with Discord's number, where the stand-in knows it.
    pub fn from_wire(number: u64) -> Option<Self> {
        [
            Self::Text,
            Self::Direct,
            Self::Voice,
            Self::Category,
            Self::Announcement,
            Self::AnnouncementThread,
            Self::PublicThread,
            Self::PrivateThread,
            Self::Forum,
        ]
        .into_iter()
        .find(|kind| *kind as u64 == number)
    }

    /// Whether it is a thread of some sort.
    pub fn is_thread(self) -> bool {
        matches!(self, Self::AnnouncementThread | Self::PublicThread | Self::PrivateThread)
    }

    /// Whether messages can be sent here.
    pub fn takes_messages(self) -> bool {
        !matches!(self, Self::Category | Self::Forum)
    }
}

impl Channel {
    /// A plain channel.
    pub fn new(id: ChannelId, guild: Option<GuildId>, kind: ChannelKind, name: &str) -> Self {
        Self {
            id,
            guild,
            kind,
            name: name.to_owned(),
            topic: None,
            position: 0,
            parent: None,
            overwrites: Vec::new(),
            recipient: None,
            slowmode: 0,
            last_message: None,
            thread: None,
            available_tags: Vec::new(),
            requires_tag: false,
            nsfw: false,
        }
    }
}

impl Overwrite {
    /// Discord's Overwrite object.
    pub fn wire(&self) -> Value {
        json!({
            "id": self.id.to_string(),
            "type": self.kind as u8,
            "allow": self.allow.bits().to_string(),
            "deny": self.deny.bits().to_string(),
        })
    }
}

/// A thread that somebody is about to start.
#[derive(Clone, Debug)]
pub struct NewThread {
    /// The channel that it belongs to.
    pub parent: ChannelId,
    /// The message that it starts from, whose id it then gets.
    pub from: Option<MessageId>,
    /// What it is called.
    pub name: String,
    /// Public, private, or under news.
    pub kind: ChannelKind,
    /// Who starts it.
    pub owner: UserId,
    /// Minutes of silence after which it is put away.
    pub auto_archive_minutes: u64,
    /// Whether anybody in a private thread may add others.
    pub invitable: bool,
    /// Tags of a forum post.
    pub applied_tags: Vec<String>,
}

impl World {
    /// A new text channel at the end of the list. `None` where there is no such server.
    pub fn add_channel(&mut self, guild: GuildId, name: &str) -> Option<ChannelId> {
        self.add_channel_of(guild, name, ChannelKind::Text, |_| ())
    }

    /// A new channel of any kind, shaped before anybody hears of it. `None` where there is no such server.
    pub fn add_channel_of(
        &mut self,
        guild: GuildId,
        name: &str,
        kind: ChannelKind,
        shape: impl FnOnce(&mut Channel),
    ) -> Option<ChannelId> {
        let position = self.channels_of(guild).count();
        self.guilds.get(&guild)?;
        let mut channel = Channel::new(self.snowflakes.next(), Some(guild), kind, name);
        channel.position = i64::try_from(position).unwrap_or(i64::MAX);
        shape(&mut channel);
        let id = channel.id;
        self.put_channel(channel);
        self.dispatch_channel("CHANNEL_CREATE", id);
        Some(id)
    }

    /// The channels and threads of a server. By a list of its own: among thousands of servers nobody looks through all.
    pub fn inside(&self, guild: GuildId) -> impl Iterator<Item = &Channel> {
        self.inside.get(&guild).into_iter().flatten().filter_map(|id| self.channels.get(id))
    }

    /// The channels of a server, without threads.
    pub fn channels_of(&self, guild: GuildId) -> impl Iterator<Item = &Channel> {
        self.inside(guild).filter(|channel| channel.thread.is_none())
    }

    fn put_channel(&mut self, channel: Channel) {
        if let Some(guild) = channel.guild {
            self.inside.entry(guild).or_default().insert(channel.id);
        }
        self.channels.insert(channel.id, channel);
    }

    /// The channel or thread of a server that is called `name`, with or without `#`.
    pub fn channel_named(&self, guild: GuildId, name: &str) -> Option<&Channel> {
        let name = name.trim_start_matches('#');
        self.inside(guild).find(|channel| channel.name == name)
    }

    /// The direct-message channel between the bot and somebody; it comes into being when it is first asked for.
    pub fn direct_channel(&mut self, with: UserId) -> ChannelId {
        if let Some(found) = self.channels.values().find(|channel| channel.recipient == Some(with)) {
            return found.id;
        }
        let id = self.snowflakes.next();
        let channel = Channel { recipient: Some(with), ..Channel::new(id, None, ChannelKind::Direct, "") };
        self.put_channel(channel);
        id
    }

    /// Changes a channel or thread. False where there is none.
    pub fn edit_channel(&mut self, channel: ChannelId, change: impl FnOnce(&mut Channel)) -> bool {
        let Some(found) = self.channels.get_mut(&channel) else { return false };
        change(found);
        let name = if found.thread.is_some() { "THREAD_UPDATE" } else { "CHANNEL_UPDATE" };
        self.dispatch_channel(name, channel);
        true
    }

    /// Deletes a channel with its threads and messages. False where there is none.
    pub fn remove_channel(&mut self, channel: ChannelId) -> bool {
        let Some(gone) = self.channels.get(&channel) else { return false };
        let (name, guild) = (if gone.thread.is_some() { "THREAD_DELETE" } else { "CHANNEL_DELETE" }, gone.guild);
        let mut data = gone.wire(self);
        if gone.thread.is_some() {
            data = json!({
                "id": channel, "guild_id": guild, "parent_id": gone.parent, "type": gone.kind as u8,
            });
        }
        let under = |other: &Channel| other.thread.is_some() && other.parent == Some(channel);
        let threads: Vec<_> = self.channels.values().filter(|other| under(other)).map(|other| other.id).collect();
        for id in threads.into_iter().chain([channel]) {
            self.channels.remove(&id);
            if let Some(inside) = guild.and_then(|guild| self.inside.get_mut(&guild)) {
                inside.remove(&id);
            }
            self.messages.remove(&id);
        }
        self.dispatch(Dispatch { name, data, guild, intents: Intents::GUILDS });
        if let Some(server) = guild.and_then(|guild| self.guilds.get_mut(&guild)) {
            server.system_channel = server.system_channel.filter(|system| *system != channel);
        }
        true
    }

    /// Allows or denies somebody (or a role) something in one channel, on top of what stood there.
    pub fn overwrite(
        &mut self,
        channel: ChannelId,
        kind: OverwriteKind,
        id: u64,
        allow: Permissions,
        deny: Permissions,
    ) -> bool {
        self.edit_channel(channel, |channel| {
            let place = channel.overwrites.iter().position(|one| one.id == id && one.kind == kind);
            let place = place.unwrap_or_else(|| {
                let empty = Permissions::empty();
                channel.overwrites.push(Overwrite { id, kind, allow: empty, deny: empty });
                channel.overwrites.len() - 1
            });
            let one = &mut channel.overwrites[place];
            one.allow = (one.allow - deny) | allow;
            one.deny = (one.deny - allow) | deny;
        })
    }

    /// Starts a thread. `None` where there is no such channel.
    pub fn start_thread(&mut self, new: NewThread) -> Option<ChannelId> {
        let guild = self.channels.get(&new.parent)?.guild;
        let id = new.from.map_or_else(|| self.snowflakes.next(), MessageId::cast);
        let now = self.now();
        let thread = ThreadState {
            owner: new.owner,
            members: BTreeSet::from([new.owner]),
            archived: false,
            locked: false,
            auto_archive_minutes: new.auto_archive_minutes,
            archived_at: now,
            created_at: now,
            invitable: new.invitable,
            messages_sent: 0,
            applied_tags: new.applied_tags,
        };
        let channel =
            Channel { parent: Some(new.parent), thread: Some(thread), ..Channel::new(id, guild, new.kind, &new.name) };
        self.put_channel(channel);
        if let Some(from) = new.from
            && let Some(message) = self.messages.get_mut(&new.parent).and_then(|list| list.get_mut(&from))
        {
            message.thread = Some(id);
            message.flags |= 32;
        }
        self.dispatch_channel("THREAD_CREATE", id);
        self.happened(Event::Thread { thread: id, parent: new.parent, by: new.owner });
        Some(id)
    }

    /// Adds somebody to a thread or takes them out of it.
    pub fn set_thread_member(&mut self, thread: ChannelId, user: UserId, inside: bool) {
        let Some(state) = self.channels.get_mut(&thread).and_then(|channel| channel.thread.as_mut()) else { return };
        let changed = if inside { state.members.insert(user) } else { state.members.remove(&user) };
        match (changed, inside) {
            (true, true) => self.dispatch_thread_members(thread, &[user], &[]),
            (true, false) => self.dispatch_thread_members(thread, &[], &[user]),
            (false, _) => {}
        }
    }

    /// Puts a thread away or takes it up again.
    pub fn set_archived(&mut self, thread: ChannelId, archived: bool) {
        let now = self.now();
        self.edit_channel(thread, |channel| {
            if let Some(state) = &mut channel.thread
                && state.archived != archived
            {
                state.archived = archived;
                state.archived_at = now;
            }
        });
    }

    /// Somebody is typing.
    pub fn typing(&mut self, channel: ChannelId, user: UserId) {
        let Some(guild) = self.channels.get(&channel).map(|channel| channel.guild) else { return };
        let mut data = json!({ "channel_id": channel, "user_id": user, "timestamp": self.now().as_second() });
        if let Some(guild) = guild {
            data["guild_id"] = json!(guild);
            data["member"] = json!(self.wire_member(guild, user));
        }
        let (in_guild, direct) = (Intents::GUILD_MESSAGE_TYPING, Intents::DIRECT_MESSAGE_TYPING);
        self.dispatch_in("TYPING_START", data, guild, in_guild, direct);
        self.happened(Event::Typing { channel, by: user });
    }

    pub(super) fn dispatch_thread_members(&mut self, thread: ChannelId, added: &[UserId], removed: &[UserId]) {
        let Some(channel) = self.channels.get(&thread) else { return };
        let Some(guild) = channel.guild else { return };
        let data = json!({
            "id": thread,
            "guild_id": guild,
            "member_count": channel.thread.as_ref().map_or(0, |state| state.members.len().min(50)),
            "added_members": added.iter().map(|user| channel.wire_thread_member(*user, self)).collect::<Vec<_>>(),
            "removed_member_ids": removed,
        });
        self.dispatch(Dispatch { name: "THREAD_MEMBERS_UPDATE", data, guild: Some(guild), intents: Intents::GUILDS });
    }

    fn dispatch_channel(&mut self, name: &'static str, channel: ChannelId) {
        let Some(channel) = self.channels.get(&channel) else { return };
        let (mut data, guild) = (channel.wire(self), channel.guild);
        if name == "THREAD_CREATE" {
            data["newly_created"] = json!(true);
        }
        self.dispatch(Dispatch { name, data, guild, intents: Intents::GUILDS });
    }

    /// Pins a message or takes the pin away. False where there is no such message.
    pub fn set_pinned(&mut self, channel: ChannelId, message: MessageId, pinned: bool) -> bool {
        let now = self.now();
        let Some(found) = self.messages.get_mut(&channel).and_then(|list| list.get_mut(&message)) else {
            return false;
        };
        if found.pinned_at.is_some() == pinned {
            return true;
        }
        found.pinned_at = pinned.then_some(now);
        let guild = found.guild;
        let last = self.messages.get(&channel).into_iter().flatten().filter_map(|(_, message)| message.pinned_at).max();
        let data = json!({ "guild_id": guild, "channel_id": channel, "last_pin_timestamp": last.map(wire_time) });
        self.dispatch_in("CHANNEL_PINS_UPDATE", data, guild, Intents::GUILDS, Intents::DIRECT_MESSAGES);
        self.happened(Event::Pinned { channel, message, pinned });
        true
    }
}
