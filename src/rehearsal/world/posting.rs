//! Sending, editing and deleting messages, and the files on them.

use std::collections::BTreeMap;

use axum::body::Bytes;
use jiff::ToSpan as _;
use serde_json::{Value, json};
use twilight_model::id::marker::MessageMarker;

use super::mentions::Named;
use super::{
    Attachment, AttachmentId, Audience, ChannelId, ChannelKind, Dispatch, Intents, Message, MessageEdit, MessageId,
    NewMessage, Pinged, UserId, World, read_id,
};
use crate::rehearsal::events::Event;

/// How long Discord remembers a nonce: "the past few minutes" (Create Message, `enforce_nonce`).
pub const NONCE_WINDOW_MINUTES: i64 = 5;

/// What an earlier message with the same nonce came to.
#[derive(Clone, Debug)]
pub enum SameNonce {
    /// It stands: it is the answer to the repetition.
    Stands(Box<Message>),
    /// It was deleted since: 10008.
    Deleted,
}

impl World {
    /// Takes a file in, to be put on a message in `channel`.
    pub fn attach(&mut self, channel: ChannelId, filename: &str, content_type: &str, bytes: Bytes) -> Attachment {
        let id = self.snowflakes.next();
        // What Discord leaves of a file's name: everything that would end or bend the path is replaced.
        let safe = |c: char| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' };
        let filename: String = filename.chars().map(safe).collect();
        let url = format!("{}/attachments/{channel}/{id}/{filename}", self.address);
        let size = png_size(&bytes);
        Attachment { id, filename, description: None, content_type: content_type.to_owned(), bytes, url, size }
    }

    /// A file lies on somebody's machine, to be handed over with a command. It takes the place of one of the same name.
    pub fn keep_file(&mut self, filename: &str, content_type: &str, bytes: Bytes) {
        let id = self.snowflakes.next();
        let url = format!("{}/ephemeral-attachments/{}/{id}/{filename}", self.address, self.application.id);
        let size = png_size(&bytes);
        let (filename, content_type) = (filename.to_owned(), content_type.to_owned());
        self.handed.retain(|file| file.filename != filename);
        self.handed.push(Attachment { id, filename, description: None, content_type, bytes, url, size });
    }

    /// The file of that name that somebody can hand over: their own, or one of a message in their sight, the latest first.
    pub fn file_at_hand(&self, viewer: UserId, channel: ChannelId, filename: &str) -> Option<&Attachment> {
        let named = |file: &&Attachment| file.filename == filename;
        let own = self.handed.iter().find(named);
        own.or_else(|| {
            self.messages_seen_by(channel, viewer).rev().find_map(|seen| seen.attachments.iter().find(named))
        })
    }

    /// Sends a message: it is kept, the gateway is told, and it is in the log unless it answers an interaction (its
    /// answerer knows how, and writes [`Event::Reply`]). Returns it as it stands; `None` where there is no such channel.
    pub fn create_message(&mut self, new: NewMessage) -> Option<Message> {
        let channel = self.channels.get(&new.channel)?.clone();
        let body = &new.body;
        let content = body["content"].as_str().unwrap_or_default().trim().to_owned();
        let named = Named::in_words(&content);
        let replied_to = self.replied_to(new.channel, body).map(|message| message.author);
        let pinged = match new.may_ping {
            true => self.pinged(&channel, new.author, &named, body.get("allowed_mentions"), replied_to),
            false => Pinged::default(),
        };
        let forwards = body["message_reference"]["type"] == 1;
        let reference = body.get("message_reference").filter(|value| !value.is_null()).map(|reference| {
            json!({
                "type": reference["type"].as_u64().unwrap_or(0),
                "channel_id": read_id(&reference["channel_id"]).unwrap_or(new.channel),
                "message_id": read_id::<MessageMarker>(&reference["message_id"]),
                "guild_id": channel.guild,
            })
        });
        let kind = new.kind.unwrap_or(if reference.is_some() && !forwards { 19 } else { 0 });
        let private = if new.visible_to == Audience::Everyone { 0 } else { 64 };
        // In a forum the first message of a thread has the thread's id.
        let forum = channel.parent.and_then(|parent| self.channels.get(&parent));
        let begins = channel.last_message.is_none() && forum.is_some_and(|forum| forum.kind == ChannelKind::Forum);
        let mut message = Message {
            id: if begins { channel.id.cast() } else { self.snowflakes.next() },
            channel: new.channel,
            guild: channel.guild,
            author: new.author,
            kind,
            content,
            embeds: Vec::new(),
            components: Vec::new(),
            attachments: new.files,
            flags: body["flags"].as_u64().unwrap_or(0) | private,
            tts: body["tts"].as_bool().unwrap_or(false),
            sent_at: self.now(),
            edited_at: None,
            nonce: body.get("nonce").filter(|nonce| !nonce.is_null()).cloned(),
            reference,
            mentions: named.users.iter().copied().filter(|user| self.users.contains_key(user)).collect(),
            mention_roles: named.roles,
            mention_everyone: pinged.everyone,
            pinged,
            reactions: Vec::new(),
            pinned_at: None,
            thread: None,
            interaction: new.answers.as_ref().map(|(id, _)| *id),
            interaction_metadata: new.answers.map(|(_, metadata)| metadata),
            visible_to: new.visible_to,
            extra: BTreeMap::new(),
        };
        message.mentions.extend(message.pinged.users.iter().copied());
        message.take_embeds(body);
        message.take_components(body);
        self.messages.entry(message.channel).or_default().insert(message.id, message.clone());
        self.note_sent(&message);
        if message.visible_to == Audience::Everyone {
            self.dispatch_message("MESSAGE_CREATE", &message);
        }
        if message.interaction.is_none() {
            self.happened(Event::Message { message: Box::new(message.clone()) });
        }
        Some(message)
    }

    /// A person says something in plain words. `None` where there is no such channel.
    pub fn say(&mut self, channel: ChannelId, author: UserId, words: &str) -> Option<Message> {
        self.create_message(NewMessage {
            channel,
            author,
            body: json!({ "content": words }),
            files: Vec::new(),
            visible_to: Audience::Everyone,
            answers: None,
            kind: None,
            may_ping: true,
        })
    }

    /// Changes a message. Nobody is pinged by that. Returns it as it stands; `None` where there is no such message.
    pub fn edit_message(&mut self, edit: MessageEdit) -> Option<Message> {
        let now = self.now();
        let users = &self.users;
        let message = self.messages.get_mut(&edit.channel)?.get_mut(&edit.message)?;
        let body = &edit.body;
        if let Some(content) = body.get("content") {
            content.as_str().unwrap_or_default().trim().clone_into(&mut message.content);
            let named = Named::in_words(&message.content);
            message.mentions = named.users.into_iter().filter(|user| users.contains_key(user)).collect();
            message.mention_roles = named.roles;
        }
        if let Some(kept) = body.get("attachments").and_then(Value::as_array) {
            let kept: Vec<AttachmentId> = kept.iter().filter_map(|file| read_id(&file["id"])).collect();
            message.attachments.retain(|file| kept.contains(&file.id));
        }
        message.attachments.extend(edit.files);
        if body.get("embeds").is_some() {
            message.take_embeds(body);
        }
        if body.get("components").is_some() {
            message.take_components(body);
        }
        if let Some(flags) = body["flags"].as_u64() {
            // Only "suppress embeds" (4) and Components V2 (32768) can be changed by an edit.
            let changeable = 4 | 32_768;
            message.flags = (message.flags & !4) | (message.flags & 32_768) | (flags & changeable);
        }
        message.edited_at = Some(now);
        let message = message.clone();
        if message.visible_to == Audience::Everyone {
            self.dispatch_message("MESSAGE_UPDATE", &message);
        }
        if !edit.answers_interaction {
            self.happened(Event::Edited { message: Box::new(message.clone()) });
        }
        Some(message)
    }

    /// Deletes a message. False where there is no such message.
    pub fn delete_message(&mut self, channel: ChannelId, message: MessageId, by: UserId) -> bool {
        let Some(gone) = self.messages.get_mut(&channel).and_then(|list| list.remove(&message)) else { return false };
        if gone.visible_to == Audience::Everyone {
            let data = json!({ "id": message, "channel_id": channel, "guild_id": gone.guild });
            self.dispatch_in("MESSAGE_DELETE", data, gone.guild, Intents::GUILD_MESSAGES, Intents::DIRECT_MESSAGES);
        }
        self.happened(Event::Deleted { channel, message, by });
        true
    }

    /// Deletes several messages at once, which the gateway hears as one event. Ids that name nothing are passed over.
    pub fn delete_messages(&mut self, channel: ChannelId, messages: &[MessageId]) {
        let guild = self.channels.get(&channel).and_then(|channel| channel.guild);
        let list = self.messages.entry(channel).or_default();
        let gone: Vec<MessageId> = messages.iter().copied().filter(|id| list.remove(id).is_some()).collect();
        let data = json!({ "ids": gone, "channel_id": channel, "guild_id": guild });
        self.dispatch_in("MESSAGE_DELETE_BULK", data, guild, Intents::GUILD_MESSAGES, Intents::DIRECT_MESSAGES);
        let by = self.bot;
        for message in gone {
            self.happened(Event::Deleted { channel, message, by });
        }
    }

    /// The message with that id, where everybody who sees the channel can see it.
    pub fn message(&self, channel: ChannelId, message: MessageId) -> Option<&Message> {
        let message = self.messages.get(&channel)?.get(&message)?;
        (message.visible_to == Audience::Everyone).then_some(message)
    }

    /// The messages in a channel that `viewer` can see, oldest first. Private answers are seen by their receiver only.
    pub fn messages_seen_by(&self, channel: ChannelId, viewer: UserId) -> impl DoubleEndedIterator<Item = &Message> {
        let all = self.messages.get(&channel).into_iter().flat_map(BTreeMap::values);
        all.filter(move |message| match message.visible_to {
            Audience::Everyone => true,
            Audience::Only(user) => user == viewer,
        })
    }

    /// What `author` sent with that nonce in that channel within the window, for `enforce_nonce`.
    pub fn same_nonce(&self, channel: ChannelId, author: UserId, nonce: &Value) -> Option<SameNonce> {
        let since = self.now().checked_sub(NONCE_WINDOW_MINUTES.minutes()).unwrap_or(jiff::Timestamp::MIN);
        let key = (author, nonce_text(nonce));
        let (at, sent_in, id) = self.nonces.get(&key)?;
        if *at <= since || *sent_in != channel {
            return None;
        }
        Some(self.message(*sent_in, *id).map_or(SameNonce::Deleted, |found| SameNonce::Stands(Box::new(found.clone()))))
    }

    /// The message that a body replies to.
    pub fn replied_to(&self, channel: ChannelId, body: &Value) -> Option<&Message> {
        let reference = body.get("message_reference")?;
        if reference["type"] == 1 {
            return None;
        }
        let id = read_id(&reference["message_id"])?;
        self.message(channel, id)
    }

    /// What a new message changes around it.
    fn note_sent(&mut self, message: &Message) {
        if let Some(nonce) = &message.nonce {
            let key = (message.author, nonce_text(nonce));
            self.nonces.insert(key, (message.sent_at, message.channel, message.id));
        }
        if message.visible_to != Audience::Everyone {
            return;
        }
        let Some(channel) = self.channels.get_mut(&message.channel) else { return };
        channel.last_message = Some(message.id);
        let author_joins = channel.thread.as_mut().is_some_and(|thread| {
            thread.messages_sent += 1;
            thread.members.insert(message.author)
        });
        let archived = channel.thread.as_ref().is_some_and(|thread| thread.archived);
        if archived {
            self.set_archived(message.channel, false);
        } else if author_joins {
            self.dispatch_thread_members(message.channel, &[message.author], &[]);
        }
    }

    fn dispatch_message(&mut self, name: &'static str, message: &Message) {
        let data = self.wire_message_event(message);
        self.dispatch_in(name, data, message.guild, Intents::GUILD_MESSAGES, Intents::DIRECT_MESSAGES);
    }

    /// Dispatches to those with one intent in servers and those with another in direct messages.
    pub(super) fn dispatch_in(
        &mut self,
        name: &'static str,
        data: Value,
        guild: Option<super::GuildId>,
        in_guild: Intents,
        direct: Intents,
    ) {
        let intents = if guild.is_some() { in_guild } else { direct };
        self.dispatch(Dispatch { name, data, guild, intents });
    }
}

impl Message {
    /// Takes the embeds of a body over as Discord would return them.
    fn take_embeds(&mut self, body: &Value) {
        let single = body.get("embed").filter(|embed| embed.is_object());
        let list = body["embeds"].as_array().into_iter().flatten().chain(single);
        self.embeds = list.filter(|embed| embed.as_object().is_some_and(|embed| !embed.is_empty())).cloned().collect();
        for embed in &mut self.embeds {
            embed["type"] = json!("rich");
            for place in ["image", "thumbnail"] {
                let name = embed[place]["url"].as_str().and_then(|url| url.strip_prefix("attachment://"));
                let file = name.and_then(|name| self.attachments.iter().find(|file| file.filename == name));
                if let Some(file) = file {
                    embed[place]["url"] = json!(file.url);
                    embed[place]["proxy_url"] = json!(file.url);
                }
            }
            if let Some(fields) = embed.get_mut("fields").and_then(Value::as_array_mut) {
                for field in fields {
                    field["inline"] = json!(field["inline"].as_bool().unwrap_or(false));
                }
            }
        }
        for embed in &mut self.embeds {
            // A null is a field that was not given; Discord leaves it out.
            if let Some(embed) = embed.as_object_mut() {
                embed.retain(|_, value| !value.is_null());
            }
        }
    }

    /// Takes the components of a body over as Discord would return them: each with a number of its own.
    fn take_components(&mut self, body: &Value) {
        self.components = body["components"].as_array().cloned().unwrap_or_default();
        let mut next = 1;
        for component in &mut self.components {
            number(component, &mut next);
        }
    }
}

fn number(component: &mut Value, next: &mut u64) {
    if component.get("id").is_none_or(|id| id == 0) {
        component["id"] = json!(*next);
    }
    *next += 1;
    if let Some(children) = component.get_mut("components").and_then(Value::as_array_mut) {
        for child in children {
            number(child, next);
        }
    }
}

fn nonce_text(nonce: &Value) -> String {
    nonce.as_str().map_or_else(|| nonce.to_string(), str::to_owned)
}

/// Width and height out of a PNG's first chunk.
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let header = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR")?;
    let number = |at: usize| header.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_be_bytes);
    Some((number(0)?, number(4)?))
}
