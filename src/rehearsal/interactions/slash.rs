//! Commands as people use them: typed after a slash, or picked from the menu of a person or a message.
//!
//! Only what Discord's client would offer is possible: registered commands, their options, their choices, and what the
//! person may use here.

use serde_json::{Value, json};

use super::act::{Acted, Refusal, listed, text};
use super::book::Kind;
use super::options::{self, Typist};
use super::payload::{Beginning, Resolved, any_message, begin};
use super::ways::Ways;
use crate::rehearsal::world::{ChannelId, MessageId, Permissions, UserId, World};

/// A slash command as it was typed, found among the registered ones.
#[derive(Debug)]
pub struct ParsedSlash {
    /// The payload's `data`.
    pub data: Value,
    /// The names of command, group and subcommand, with spaces between.
    pub path: String,
    /// The option that is being typed, for an autocomplete.
    pub focused: Option<String>,
}

/// Why a slash command is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typing {
    /// It is sent off: everything has to be there.
    Sends,
    /// It waits at its last option for suggestions.
    WaitsForSuggestions,
}

/// Reads `/name [group] [subcommand] option:value option:a value with spaces ...` by the commands that `who` can use in
/// `channel`. A value runs until the next known `option:`. People are written `@name`, roles `@role`, channels `#name`.
///
/// # Errors
/// [`Refusal`] that names the fault: no such command, option or choice, a value missing, too long, not a number.
pub fn parse_slash(
    world: &World,
    who: UserId,
    channel: ChannelId,
    line: &str,
    typing: Typing,
) -> Result<ParsedSlash, Refusal> {
    let typist = Typist::new(world, who, channel)?;
    let line = line.trim_start();
    let line = line.strip_prefix('/').unwrap_or(line);
    let (name, rest) = first_word(line);
    let command = find_command(&typist, 1, name)?;
    let mut resolved = Resolved::default();
    let mut path = vec![text(command, "name").to_owned()];
    // Down through groups and subcommands, remembering the way back up.
    let (mut level, mut rest, mut nested) = (command, rest, Vec::new());
    while let Some(children) = subcommands(level) {
        let (word, after) = first_word(rest);
        let child =
            children.iter().find(|child| options::is_called(child, word, typist.locale())).ok_or_else(|| {
                let names = children.iter().map(|child| text(child, "name"));
                let typed = path.join(" ");
                match word {
                    "" => Refusal::new(format!("/{typed} needs one of: {}", listed(names))),
                    _ => Refusal::new(format!("/{typed} has no \"{word}\"; it has: {}", listed(names))),
                }
            })?;
        path.push(text(child, "name").to_owned());
        nested.push(*child);
        (level, rest) = (child, after);
    }
    let path = path.join(" ");
    let (mut found, focused) = options::read(&typist, &path, level, rest, typing, &mut resolved)?;
    for parent in nested.iter().rev() {
        found = vec![json!({"name": parent["name"], "type": parent["type"], "options": found})];
    }
    let mut data = json!({"id": command["id"], "name": command["name"], "type": 1});
    if let Some(guild) = command.get("guild_id").filter(|guild| !guild.is_null()) {
        data["guild_id"] = guild.clone();
    }
    if !found.is_empty() {
        data["options"] = json!(found);
    }
    resolved.into_data(&mut data);
    Ok(ParsedSlash { data, path, focused })
}

/// Somebody sends a slash command.
pub(crate) fn send(world: &mut World, who: UserId, channel: ChannelId, line: &str) -> Result<Acted, Refusal> {
    let parsed = parse_slash(world, who, channel, line, Typing::Sends)?;
    let metadata = json!({"name": parsed.path, "command_type": 1});
    Ok(begin(world, of_command(Kind::Command, who, channel, parsed.data, metadata, 20)))
}

/// Somebody types a slash command and waits for suggestions.
pub(crate) fn type_along(world: &mut World, who: UserId, channel: ChannelId, line: &str) -> Result<Acted, Refusal> {
    let parsed = parse_slash(world, who, channel, line, Typing::WaitsForSuggestions)?;
    let typed_for = parsed.focused.map(|option| (parsed.path, option));
    let beginning = of_command(Kind::Autocomplete, who, channel, parsed.data, json!({}), 0);
    Ok(begin(world, Beginning { typed_for, ..beginning }))
}

/// Somebody uses a command from a person's menu.
pub(crate) fn on_user(
    world: &mut World,
    who: UserId,
    channel: ChannelId,
    name: &str,
    target: UserId,
) -> Result<Acted, Refusal> {
    let typist = Typist::new(world, who, channel)?;
    let command = find_command(&typist, 2, name)?;
    let mut resolved = Resolved::default();
    if world.user(target).is_none() {
        return Err(Refusal::new("there is no such person"));
    }
    resolved.user(world, typist.channel, target);
    let mut data = json!({"id": command["id"], "name": command["name"], "type": 2, "target_id": target});
    resolved.into_data(&mut data);
    let target = world.user(target).map(|user| user.wire());
    let metadata = json!({"name": data["name"], "command_type": 2, "target_user": target});
    Ok(begin(world, of_command(Kind::Command, who, channel, data, metadata, 23)))
}

/// Somebody uses a command from a message's menu.
pub(crate) fn on_message(
    world: &mut World,
    who: UserId,
    channel: ChannelId,
    name: &str,
    target: MessageId,
) -> Result<Acted, Refusal> {
    let typist = Typist::new(world, who, channel)?;
    let command = find_command(&typist, 3, name)?;
    let message = any_message(world, channel, target).filter(|message| typist.sees(message));
    let message = message.ok_or_else(|| Refusal::new("there is no such message in sight"))?;
    let mut resolved = Resolved::default();
    resolved.message(world, message);
    let mut data = json!({"id": command["id"], "name": command["name"], "type": 3, "target_id": target});
    resolved.into_data(&mut data);
    let metadata = json!({"name": data["name"], "command_type": 3, "target_message_id": target});
    Ok(begin(world, of_command(Kind::Command, who, channel, data, metadata, 23)))
}

fn of_command(
    kind: Kind,
    who: UserId,
    channel: ChannelId,
    data: Value,
    metadata: Value,
    message_kind: u64,
) -> Beginning {
    Beginning { kind, who, channel, data, source: None, metadata, message_kind, typed_for: None }
}

/// The registered command of that kind (1 slash, 2 user, 3 message) and name, where this person may use it here.
fn find_command<'w>(typist: &Typist<'w>, kind: u64, name: &str) -> Result<&'w Value, Refusal> {
    let world = typist.world;
    let guild = typist.channel.guild;
    if !Ways::of(world, typist.who, guild).any() {
        return Err(Refusal::new(match guild {
            Some(_) => "the bot is not in this server",
            None => "this person shares no server with the bot, and has not added it to their account",
        }));
    }
    if !typist.permissions().contains(Permissions::USE_SLASH_COMMANDS) {
        return Err(Refusal::new("this person may not use application commands here"));
    }
    let of_kind = |command: &&'w Value| command["type"].as_u64().unwrap_or(1) == kind;
    let (usable, hidden): (Vec<_>, Vec<_>) =
        world.commands.visible_in(guild).into_iter().filter(of_kind).partition(|command| typist.may_use(command));
    let called = |command: &&'w Value| options::is_called(command, name, typist.locale());
    // A server's own command stands before the global one of the same name, and comes last in the list.
    if let Some(found) = usable.iter().rev().copied().find(called) {
        return Ok(found);
    }
    let slash = if kind == 1 { "/" } else { "" };
    if hidden.iter().copied().any(|command| called(&command)) {
        return Err(Refusal::new(format!("{slash}{name} is not offered to this person here")));
    }
    let names = usable.iter().map(|command| format!("{slash}{}", text(command, "name")));
    Err(Refusal::new(format!("there is no command {slash}{name}; commands: {}", listed(names))))
}

/// The subcommands and groups below, where there are any: then one of them has to be chosen.
fn subcommands(level: &Value) -> Option<Vec<&Value>> {
    let options = level["options"].as_array()?;
    let below: Vec<&Value> = options.iter().filter(|option| matches!(option["type"].as_u64(), Some(1 | 2))).collect();
    (!below.is_empty()).then_some(below)
}

/// The first word and what follows it.
fn first_word(line: &str) -> (&str, &str) {
    let line = line.trim_start();
    line.split_once(char::is_whitespace).unwrap_or((line, ""))
}
