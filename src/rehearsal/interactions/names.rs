//! People, roles and channels by the names that somebody types, as Discord's client would offer them.

use serde_json::{Value, json};

use super::options::Typist;
use super::payload::Resolved;
use crate::rehearsal::world::{ChannelId, Permissions, RoleId, UserId};

/// Whom `name` means: `@name` or `name` of somebody in this place, or `<@id>` of anybody. The payload's value.
pub(crate) fn user(typist: &Typist<'_>, name: &str, resolved: &mut Resolved) -> Result<Value, String> {
    let found = find_user(typist, name).ok_or_else(|| {
        let plain = name.trim_start_matches('@');
        match plain.split_whitespace().skip(1).find_map(|word| word.split_once(':')) {
            Some((option, _)) => format!("there is nobody called \"{plain}\" here, and no option \"{option}\""),
            None => format!("there is nobody called \"{plain}\" here"),
        }
    })?;
    resolved.user(typist.world, typist.channel, found);
    Ok(json!(found))
}

fn find_user(typist: &Typist<'_>, name: &str) -> Option<UserId> {
    let world = typist.world;
    if let Some(id) = between(name, "<@", ">").map(|id| id.trim_start_matches('!')) {
        return id.parse().ok().filter(|id| world.users.contains_key(id));
    }
    let name = name.trim_start_matches('@').to_lowercase();
    let here: Vec<UserId> = match typist.channel.guild {
        Some(guild) => world.guilds.get(&guild)?.members.keys().copied().collect(),
        None => vec![typist.who, world.bot],
    };
    let nick = |user: &UserId| world.guilds.get(&typist.channel.guild?)?.members.get(user)?.nick.as_deref();
    let called = |id: &&UserId| {
        let Some(user) = world.users.get(id) else { return false };
        user.username == name
            || user.name().to_lowercase() == name
            || nick(id).is_some_and(|nick| nick.to_lowercase() == name)
    };
    here.iter().find(called).copied()
}

/// Which role `name` means. The payload's value.
pub(crate) fn role(typist: &Typist<'_>, name: &str, resolved: &mut Resolved) -> Result<Value, String> {
    let nothing = || format!("there is no role \"{}\" here", name.trim_start_matches('@'));
    let guild = typist.channel.guild.and_then(|guild| typist.world.guilds.get(&guild)).ok_or_else(nothing)?;
    let id: Option<RoleId> = between(name, "<@&", ">").and_then(|id| id.parse().ok());
    let plain = name.trim_start_matches('@').to_lowercase();
    let called = |role: &&crate::rehearsal::world::Role| {
        Some(role.id) == id || role.name.trim_start_matches('@').to_lowercase() == plain
    };
    let found = guild.roles.values().find(called).ok_or_else(nothing)?;
    resolved.role(typist.world, guild.id, found.id);
    Ok(json!(found.id))
}

/// Which channel `name` means, among those that this person sees and whose type is in `types` (any where it is null).
/// The payload's value.
pub(crate) fn channel(
    typist: &Typist<'_>,
    name: &str,
    types: &Value,
    resolved: &mut Resolved,
) -> Result<Value, String> {
    let world = typist.world;
    let id: Option<ChannelId> = between(name, "<#", ">").and_then(|id| id.parse().ok());
    let plain = name.trim_start_matches('#').to_lowercase();
    let sees = |channel: ChannelId| world.permissions_in(channel, typist.who).contains(Permissions::VIEW_CHANNEL);
    let here = world.channels.values().filter(|it| it.guild == typist.channel.guild && sees(it.id));
    let mut called = here.filter(|it| Some(it.id) == id || it.name.to_lowercase() == plain).peekable();
    if called.peek().is_none() {
        return Err(format!("there is no channel #{plain} in sight"));
    }
    let taken = |kind: u64| types.as_array().is_none_or(|list| list.is_empty() || list.iter().any(|one| *one == kind));
    let found = called.find(|it| taken(it.kind as u64)).ok_or_else(|| format!("#{plain} is not of a kind it takes"))?;
    resolved.channel(world, found.id, typist.who);
    Ok(json!(found.id))
}

/// What stands between two marks that enclose the whole text.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Option<&'a str> {
    text.strip_prefix(open)?.strip_suffix(close)
}
