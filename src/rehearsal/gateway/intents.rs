//! Which events a session hears: by its intents, by its shard, and with how much of a message's words.
//!
//! Source: Discord's "Gateway", sections "List of Intents", "Privileged Intents", "Message Content Intent" and
//! "Sharding".

use serde_json::{Value, json};

use crate::rehearsal::world::{Dispatch, Intents, UserId};

/// The intents that need a switch in the developer portal (4014 without it).
const PRIVILEGED: Intents = Intents::GUILD_MEMBERS.union(Intents::GUILD_PRESENCES).union(Intents::MESSAGE_CONTENT);

/// Whether `intents` asks for nothing privileged.
pub(crate) fn unprivileged(intents: Intents) -> bool {
    !intents.intersects(PRIVILEGED)
}

/// Whether that shard (its number, and how many there are) is the one that looks after `guild`.
pub(crate) fn minds(shard: (u64, u64), guild: u64) -> bool {
    (guild >> 22) % shard.1.max(1) == shard.0
}

/// One session's ears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ears {
    pub(crate) intents: Intents,
    /// This shard's number and how many there are.
    pub(crate) shard: (u64, u64),
    /// The bot's own user id.
    pub(crate) bot: UserId,
}

impl Ears {
    /// Whether this shard is the one that looks after `guild` (direct messages belong to the first).
    pub(crate) fn minds(&self, guild: Option<u64>) -> bool {
        guild.map_or(self.shard.0 == 0, |guild| minds(self.shard, guild))
    }

    /// What this session receives of `dispatch`: `None` for nothing, else the body, with a message's words taken out
    /// where it may not read them.
    pub(crate) fn hear(&self, dispatch: &Dispatch) -> Option<Value> {
        let listens = dispatch.intents.is_empty() || self.intents.intersects(dispatch.intents);
        if !listens || !self.minds(dispatch.guild.map(|guild| guild.get())) {
            return None;
        }
        let mut data = dispatch.data.clone();
        if matches!(dispatch.name, "MESSAGE_CREATE" | "MESSAGE_UPDATE") && !self.may_read(dispatch) {
            data["content"] = json!("");
            for list in ["embeds", "attachments", "components"] {
                data[list] = json!([]);
            }
            if let Some(body) = data.as_object_mut() {
                body.remove("poll");
            }
        }
        Some(data)
    }

    /// Words reach a bot that has the intent, in direct messages, in its own messages and where it is mentioned.
    fn may_read(&self, dispatch: &Dispatch) -> bool {
        let bot = self.bot.to_string();
        let mentioned = || {
            let mentions = dispatch.data["mentions"].as_array();
            mentions.is_some_and(|mentions| mentions.iter().any(|user| user["id"] == bot))
        };
        self.intents.contains(Intents::MESSAGE_CONTENT)
            || dispatch.guild.is_none()
            || dispatch.data["author"]["id"] == bot
            || mentioned()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::rehearsal::world::GuildId;

    const BOT: UserId = UserId::new(900);

    fn ears(intents: Intents) -> Ears {
        Ears { intents, shard: (0, 1), bot: BOT }
    }

    fn event(intents: Intents, guild: Option<u64>, data: Value) -> Dispatch {
        Dispatch { name: "MESSAGE_CREATE", data, guild: guild.map(GuildId::new), intents }
    }

    #[test]
    fn one_of_the_intents_is_enough_and_none_is_for_everybody() {
        let heard = |mine, needed| ears(mine).hear(&event(needed, Some(1), json!({}))).is_some();
        assert!(heard(Intents::GUILDS, Intents::GUILDS | Intents::GUILD_MEMBERS));
        assert!(heard(Intents::empty(), Intents::empty()));
        assert!(!heard(Intents::GUILDS, Intents::GUILD_MESSAGES));
    }

    #[test]
    fn a_shard_hears_its_own_guilds_and_the_first_hears_direct_messages() {
        let guild = 5 << 22;
        let heard = |shard, guild| {
            let ears = Ears { intents: Intents::all(), shard, bot: BOT };
            ears.hear(&event(Intents::empty(), guild, json!({}))).is_some()
        };
        assert!(heard((2, 3), Some(guild)) && !heard((1, 3), Some(guild)));
        assert!(heard((0, 3), None) && !heard((1, 3), None));
    }

    #[test]
    fn words_are_taken_out_for_who_may_not_read_them() {
        let say = |guild, author: u64, mentions: Value| {
            let author = json!({"id": author.to_string()});
            let data = json!({"content": "hi", "embeds": [1], "author": author, "mentions": mentions});
            event(Intents::GUILD_MESSAGES | Intents::DIRECT_MESSAGES, guild, data)
        };
        let content = |intents, dispatch: &Dispatch| ears(intents).hear(dispatch).unwrap()["content"].clone();
        let stranger = say(Some(1), 7, json!([]));
        assert_eq!(content(Intents::GUILD_MESSAGES, &stranger), "");
        assert_eq!(content(Intents::GUILD_MESSAGES | Intents::MESSAGE_CONTENT, &stranger), "hi");
        assert_eq!(content(Intents::GUILD_MESSAGES, &say(Some(1), 900, json!([]))), "hi");
        assert_eq!(content(Intents::GUILD_MESSAGES, &say(Some(1), 7, json!([{"id": "900"}]))), "hi");
        assert_eq!(content(Intents::DIRECT_MESSAGES, &say(None, 7, json!([]))), "hi");
    }

    #[test]
    fn three_intents_are_privileged() {
        let privileged: Vec<u32> = (0..26).filter(|bit| !unprivileged(Intents::from_bits_truncate(1 << bit))).collect();
        assert_eq!(privileged, [1, 8, 15]);
    }
}
