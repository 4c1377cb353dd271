//! Reactions on messages.

use serde_json::json;

use super::{ChannelId, Intents, MessageId, Reaction, UserId, World};
use crate::rehearsal::events::Event;

impl World {
    /// Adds somebody's reaction. False where there is no such message.
    pub fn react(&mut self, channel: ChannelId, message: MessageId, by: UserId, emoji: &str) -> bool {
        let Some(found) = self.messages.get_mut(&channel).and_then(|list| list.get_mut(&message)) else {
            return false;
        };
        let place = found.reactions.iter().position(|reaction| reaction.emoji == emoji).unwrap_or_else(|| {
            found.reactions.push(Reaction { emoji: emoji.to_owned(), users: Vec::new() });
            found.reactions.len() - 1
        });
        let users = &mut found.reactions[place].users;
        if !users.contains(&by) {
            users.push(by);
            self.reacted("MESSAGE_REACTION_ADD", channel, message, by, emoji);
        }
        true
    }

    /// Takes somebody's reaction away. False where there was none.
    pub fn unreact(&mut self, channel: ChannelId, message: MessageId, by: UserId, emoji: &str) -> bool {
        let Some(found) = self.messages.get_mut(&channel).and_then(|list| list.get_mut(&message)) else {
            return false;
        };
        let Some(place) = found.reactions.iter().position(|one| one.emoji == emoji && one.users.contains(&by)) else {
            return false;
        };
        found.reactions[place].users.retain(|user| *user != by);
        if found.reactions[place].users.is_empty() {
            found.reactions.remove(place);
        }
        self.reacted("MESSAGE_REACTION_REMOVE", channel, message, by, emoji);
        true
    }

    /// Takes away all reactions of a message, or all with one emoji. False where there is no such message.
    pub fn clear_reactions(&mut self, channel: ChannelId, message: MessageId, emoji: Option<&str>) -> bool {
        let Some(found) = self.messages.get_mut(&channel).and_then(|list| list.get_mut(&message)) else {
            return false;
        };
        found.reactions.retain(|reaction| emoji.is_some_and(|emoji| reaction.emoji != emoji));
        let guild = found.guild;
        let mut data = json!({ "channel_id": channel, "message_id": message, "guild_id": guild });
        let mut name = "MESSAGE_REACTION_REMOVE_ALL";
        if let Some(emoji) = emoji {
            name = "MESSAGE_REACTION_REMOVE_EMOJI";
            data["emoji"] = Reaction::wire_emoji(emoji);
        }
        let (in_guild, direct) = (Intents::GUILD_MESSAGE_REACTIONS, Intents::DIRECT_MESSAGE_REACTIONS);
        self.dispatch_in(name, data, guild, in_guild, direct);
        true
    }

    fn reacted(&mut self, name: &'static str, channel: ChannelId, message: MessageId, by: UserId, emoji: &str) {
        let found = self.messages.get(&channel).and_then(|list| list.get(&message));
        let Some((guild, author)) = found.map(|found| (found.guild, found.author)) else { return };
        let mut data = json!({
            "user_id": by,
            "channel_id": channel,
            "message_id": message,
            "emoji": Reaction::wire_emoji(emoji),
            "burst": false,
            "type": 0,
        });
        let added = name == "MESSAGE_REACTION_ADD";
        if let Some(guild) = guild {
            data["guild_id"] = json!(guild);
            if added {
                data["member"] = json!(self.wire_member(guild, by));
            }
        }
        if added {
            data["message_author_id"] = json!(author);
        }
        let (in_guild, direct) = (Intents::GUILD_MESSAGE_REACTIONS, Intents::DIRECT_MESSAGE_REACTIONS);
        self.dispatch_in(name, data, guild, in_guild, direct);
        self.happened(Event::Reaction { channel, message, by, emoji: emoji.to_owned(), added });
    }
}
