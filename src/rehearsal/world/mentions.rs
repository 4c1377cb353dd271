//! Who is named in a message, and who gets a notification because of it.
//!
//! Discord documents the rules under "Allowed Mentions Object": without the object everything that the words name is
//! pinged; with it only what it lists. Embeds never ping, and neither does anything in code marks.

use std::collections::BTreeSet;

use serde_json::Value;
use twilight_model::id::Id;

use super::{Channel, Permissions, Pinged, RoleId, UserId, World, read_id};

/// What the words of a message name.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Named {
    pub users: BTreeSet<UserId>,
    pub roles: BTreeSet<RoleId>,
    pub everyone: bool,
}

impl Named {
    /// Reads `<@1>`, `<@!1>`, `<@&1>`, `@everyone` and `@here`, outside of code.
    pub(super) fn in_words(words: &str) -> Self {
        let mut named = Self::default();
        for plain in outside_code(words) {
            named.everyone |= plain.contains("@everyone") || plain.contains("@here");
            for rest in plain.split("<@").skip(1) {
                let Some((inner, _)) = rest.split_once('>') else { continue };
                if let Some(role) = inner.strip_prefix('&') {
                    named.roles.extend(role.parse().ok().and_then(Id::new_checked));
                } else {
                    let user = inner.strip_prefix('!').unwrap_or(inner);
                    named.users.extend(user.parse().ok().and_then(Id::new_checked));
                }
            }
        }
        named
    }
}

/// The stretches that are not between backticks. A mark without a partner is an ordinary character.
fn outside_code(words: &str) -> Vec<&str> {
    let mut plain = Vec::new();
    let mut rest = words;
    while let Some(start) = rest.find('`') {
        let ticks = rest[start..].len() - rest[start..].trim_start_matches('`').len();
        let (before, marked) = (&rest[..start], &rest[start + ticks..]);
        match marked.find(&"`".repeat(ticks)) {
            Some(end) => {
                plain.push(before);
                rest = &marked[end + ticks..];
            }
            None => {
                plain.push(before);
                rest = marked;
            }
        }
    }
    plain.push(rest);
    plain
}

/// What a message's `allowed_mentions` lets through.
#[derive(Debug)]
struct Allowed {
    all_users: bool,
    users: BTreeSet<UserId>,
    all_roles: bool,
    roles: BTreeSet<RoleId>,
    everyone: bool,
    replied_user: bool,
}

impl Allowed {
    fn read(value: Option<&Value>) -> Self {
        let Some(value) = value.filter(|value| !value.is_null()) else {
            return Self {
                all_users: true,
                users: BTreeSet::new(),
                all_roles: true,
                roles: BTreeSet::new(),
                everyone: true,
                replied_user: true,
            };
        };
        let parse = |kind: &str| value["parse"].as_array().is_some_and(|list| list.iter().any(|item| item == kind));
        Self {
            all_users: parse("users"),
            users: ids(&value["users"]),
            all_roles: parse("roles"),
            roles: ids(&value["roles"]),
            everyone: parse("everyone"),
            replied_user: value["replied_user"].as_bool().unwrap_or(false),
        }
    }
}

fn ids<T>(list: &Value) -> BTreeSet<Id<T>> {
    list.as_array().into_iter().flatten().filter_map(read_id).collect()
}

impl World {
    /// Who gets a notification because `author` sent words that name `named` in `channel`, as a reply to `replied_to`.
    pub(super) fn pinged(
        &self,
        channel: &Channel,
        author: UserId,
        named: &Named,
        allowed: Option<&Value>,
        replied_to: Option<UserId>,
    ) -> Pinged {
        let allowed = Allowed::read(allowed);
        let reaches = |user: &UserId| match channel.guild.and_then(|guild| self.guilds.get(&guild)) {
            Some(guild) => guild.members.contains_key(user),
            None => channel.recipient == Some(*user) || *user == self.bot,
        };
        let may_ping_all = self.permissions_in(channel.id, author).contains(Permissions::MENTION_EVERYONE);
        let roles = channel.guild.and_then(|guild| self.guilds.get(&guild)).map(|guild| &guild.roles);
        let pingable = |role: &RoleId| {
            roles.and_then(|roles| roles.get(role)).is_some_and(|role| role.mentionable || may_ping_all)
        };
        let mut users: BTreeSet<UserId> = named.users.iter().copied().filter(reaches).collect();
        users.retain(|user| allowed.all_users || allowed.users.contains(user));
        users.extend(replied_to.filter(|user| allowed.replied_user && *user != author));
        let mut roles: BTreeSet<RoleId> = named.roles.iter().copied().filter(pingable).collect();
        roles.retain(|role| allowed.all_roles || allowed.roles.contains(role));
        Pinged { users, roles, everyone: named.everyone && may_ping_all && allowed.everyone }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_outside_of_code() {
        let named = Named::in_words("hi <@1>, <@!2> and <@&3>; not `<@4>` nor ```\n<@5> @everyone\n``` nor <@x>");
        assert_eq!(named.users, BTreeSet::from([Id::new(1), Id::new(2)]));
        assert_eq!(named.roles, BTreeSet::from([Id::new(3)]));
        assert!(!named.everyone);
        assert!(Named::in_words("a ` and @here").everyone);
    }
}
