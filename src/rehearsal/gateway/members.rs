//! The answer to op 8, "Request Guild Members", in one chunk.

use serde_json::{Value, json};

use super::wire::RequestMembers;
use crate::rehearsal::world::{GuildId, Member, User, UserId, World};

/// Discord gives at most this many members for a name or a list of ids.
const MOST: usize = 100;

/// The body of GUILD_MEMBERS_CHUNK; `None` where the bot is in no such guild, which Discord leaves unanswered.
///
/// `hears_members`: whether the session has the intent that the whole list takes.
pub(crate) fn chunk(world: &World, request: &RequestMembers, hears_members: bool) -> Option<Value> {
    let guild = world.guilds.get(&GuildId::new_checked(request.guild_id)?)?;
    if !guild.members.contains_key(&world.bot) {
        return None;
    }
    let ids = request.ids();
    let query = request.query.as_deref().unwrap_or_default().to_lowercase();
    // "GUILD_MEMBERS intent is required to request the entire member list" (Gateway Events, "Request Guild Members").
    if query.is_empty() && ids.is_none() && request.limit == 0 && !hears_members {
        return None;
    }
    let limit = match (request.limit, query.is_empty() && ids.is_none()) {
        (0, true) => usize::MAX,
        (0, false) => MOST,
        (limit, _) => usize::try_from(limit).unwrap_or(MOST).min(MOST),
    };
    let named = |member: &Member, user: &User| {
        let nick = member.nick.as_deref().unwrap_or_default().to_lowercase();
        [user.username.to_lowercase(), nick].iter().any(|name| name.starts_with(&query))
    };
    let asked = |id: &UserId| ids.as_ref().is_none_or(|ids| ids.contains(&id.get()));
    let found = guild.members.iter().filter(|(id, _)| asked(id)).filter_map(|(id, member)| {
        let user = world.users.get(id)?;
        (ids.is_some() || named(member, user)).then(|| member.wire(Some(user)))
    });
    let members: Vec<Value> = found.take(limit).collect();
    let absent = |id: &&u64| UserId::new_checked(**id).is_none_or(|id| !guild.members.contains_key(&id));
    let not_found: Vec<String> = ids.iter().flatten().filter(absent).map(u64::to_string).collect();
    Some(json!({
        "guild_id": guild.id,
        "members": members,
        "chunk_index": 0,
        "chunk_count": 1,
        "not_found": not_found,
        "nonce": request.nonce,
    }))
}
