//! What people do besides using commands: they write, react, delete, come and go.

use serde_json::json;

use super::act::{Acted, Refusal};
use super::options::Typist;
use super::payload::any_message;
use crate::rehearsal::limits;
use crate::rehearsal::world::{Audience, ChannelId, GuildId, MessageId, NewMessage, Permissions, UserId, World};

/// Somebody writes a message.
pub(crate) fn say(
    world: &mut World,
    who: UserId,
    channel: ChannelId,
    text: &str,
    reply_to: Option<MessageId>,
) -> Result<Acted, Refusal> {
    let typist = Typist::new(world, who, channel)?;
    let place = typist.channel;
    if !place.kind.takes_messages() {
        return Err(Refusal::new(format!("#{} takes no messages", place.name)));
    }
    if !typist.permissions().contains(place.sending()) {
        return Err(Refusal::new(format!("this person may not write in #{}", place.name)));
    }
    if place.thread.as_ref().is_some_and(|thread| thread.locked) {
        return Err(Refusal::new(format!("#{} is locked", place.name)));
    }
    let length = text.chars().count();
    if text.trim().is_empty() || length > limits::CONTENT {
        return Err(Refusal::new(format!("a message has 1 to {} characters, not {length}", limits::CONTENT)));
    }
    let mut body = json!({"content": with_mentions(&typist, text)});
    if let Some(message) = reply_to {
        any_message(world, channel, message).ok_or_else(gone)?;
        body["message_reference"] = json!({"message_id": message});
    }
    let new = NewMessage {
        channel,
        author: who,
        body,
        files: Vec::new(),
        visible_to: Audience::Everyone,
        answers: None,
        kind: None,
        may_ping: true,
    };
    world.create_message(new).map(|message| Acted::Message(message.id)).ok_or_else(gone)
}

/// `@name`, `@role` and `#channel` as the mentions that the client makes of them; the longest name wins.
pub(super) fn with_mentions(typist: &Typist<'_>, words: &str) -> String {
    let world = typist.world;
    let Some(guild) = typist.channel.guild.and_then(|guild| world.guilds.get(&guild)) else { return words.to_owned() };
    let mut known: Vec<(String, String)> = Vec::new();
    for (id, member) in &guild.members {
        let Some(user) = world.users.get(id) else { continue };
        for name in [Some(user.name()), Some(user.username.as_str()), member.nick.as_deref()].into_iter().flatten() {
            known.push((format!("@{name}"), format!("<@{id}>")));
        }
    }
    let roles = guild.roles.values().filter(|role| role.id != guild.everyone());
    known.extend(roles.map(|role| (format!("@{}", role.name), format!("<@&{}>", role.id))));
    let channels = world.channels.values().filter(|channel| channel.guild == Some(guild.id));
    known.extend(channels.map(|channel| (format!("#{}", channel.name), format!("<#{}>", channel.id))));
    known.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    let (mut out, mut rest) = (String::new(), words);
    while let Some(letter) = rest.chars().next() {
        let meant = known.iter().find(|(name, _)| {
            let end = rest.get(name.len()..).is_some_and(|after| !after.starts_with(char::is_alphanumeric));
            end && rest.get(..name.len()).is_some_and(|start| start.to_lowercase() == name.to_lowercase())
        });
        match meant {
            Some((name, mention)) => {
                out.push_str(mention);
                rest = &rest[name.len()..];
            }
            None => {
                out.push(letter);
                rest = &rest[letter.len_utf8()..];
            }
        }
    }
    out
}

fn gone() -> Refusal {
    Refusal::new("there is no such message in sight")
}

fn seen(world: &World, who: UserId, channel: ChannelId, message: MessageId) -> Result<Typist<'_>, Refusal> {
    let typist = Typist::new(world, who, channel)?;
    any_message(world, channel, message).filter(|message| typist.sees(message)).ok_or_else(gone)?;
    Ok(typist)
}

/// Somebody reacts.
pub(crate) fn react(
    world: &mut World,
    who: UserId,
    channel: ChannelId,
    message: MessageId,
    emoji: &str,
) -> Result<Acted, Refusal> {
    let typist = seen(world, who, channel, message)?;
    let found = any_message(world, channel, message).ok_or_else(gone)?;
    if found.visible_to != Audience::Everyone {
        return Err(Refusal::new("a private answer takes no reactions"));
    }
    let first = !found.reactions.iter().any(|reaction| reaction.emoji == emoji);
    if first && !typist.permissions().contains(Permissions::ADD_REACTIONS) {
        return Err(Refusal::new("this person may not add reactions here"));
    }
    world.react(channel, message, who, emoji);
    Ok(Acted::Done)
}

/// Somebody takes a reaction back.
pub(crate) fn unreact(
    world: &mut World,
    who: UserId,
    channel: ChannelId,
    message: MessageId,
    emoji: &str,
) -> Result<Acted, Refusal> {
    seen(world, who, channel, message)?;
    if world.unreact(channel, message, who, emoji) {
        return Ok(Acted::Done);
    }
    Err(Refusal::new("this person has not reacted with that"))
}

/// Somebody deletes a message, or dismisses a private answer.
pub(crate) fn delete(world: &mut World, who: UserId, channel: ChannelId, message: MessageId) -> Result<Acted, Refusal> {
    let typist = seen(world, who, channel, message)?;
    let found = any_message(world, channel, message).ok_or_else(gone)?;
    let own = found.author == who || found.visible_to == Audience::Only(who);
    if !own && !typist.permissions().contains(Permissions::MANAGE_MESSAGES) {
        return Err(Refusal::new("this person may not delete that message"));
    }
    world.delete_message(channel, message, who);
    Ok(Acted::Done)
}

fn member(world: &World, who: UserId, guild: GuildId) -> Result<(), Refusal> {
    let server = world.guilds.get(&guild).ok_or_else(|| Refusal::new("there is no such server"))?;
    if server.members.contains_key(&who) { Ok(()) } else { Err(Refusal::new("this person is not in that server")) }
}

/// Somebody joins.
pub(crate) fn join(world: &mut World, who: UserId, guild: GuildId) -> Result<Acted, Refusal> {
    if member(world, who, guild).is_ok() {
        return Err(Refusal::new("this person is in that server already"));
    }
    world.join(guild, who);
    Ok(Acted::Done)
}

/// Somebody leaves.
pub(crate) fn leave(world: &mut World, who: UserId, guild: GuildId) -> Result<Acted, Refusal> {
    member(world, who, guild)?;
    world.leave(guild, who);
    Ok(Acted::Done)
}

fn may(world: &World, who: UserId, guild: GuildId, needed: Permissions, name: &str) -> Result<(), Refusal> {
    member(world, who, guild)?;
    if world.permissions_in_guild(guild, who).contains(needed) {
        return Ok(());
    }
    Err(Refusal::new(format!("this person lacks {name}")))
}

/// Somebody invites the bot.
pub(crate) fn invite_bot(
    world: &mut World,
    who: UserId,
    guild: GuildId,
    permissions: Permissions,
) -> Result<Acted, Refusal> {
    may(world, who, guild, Permissions::MANAGE_GUILD, "Manage Server")?;
    if world.guilds.get(&guild).is_some_and(|server| server.members.contains_key(&world.bot)) {
        return Err(Refusal::new("the bot is in that server already"));
    }
    world.invite_bot(guild, permissions);
    Ok(Acted::Done)
}

/// Somebody puts the bot out.
pub(crate) fn remove_bot(world: &mut World, who: UserId, guild: GuildId) -> Result<Acted, Refusal> {
    may(world, who, guild, Permissions::KICK_MEMBERS, "Kick Members")?;
    if world.remove_bot(guild) {
        return Ok(Acted::Done);
    }
    Err(Refusal::new("the bot is not in that server"))
}
