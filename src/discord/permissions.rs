//! What a member may do in a channel, by Discord's documented algorithm
//! (<https://discord.com/developers/docs/topics/permissions#permission-overwrites>).
//!
//! serenity computes this from its cache only, which is off.

use serenity::model::Permissions;

/// A server's roles and a channel's rules.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The server; the role of the same id is everybody's.
    pub(super) guild: u64,
    /// Its owner.
    pub(super) owner: u64,
    /// Its roles.
    pub(super) roles: Vec<Role>,
    /// Whether it is a thread, in which writing is a permission of its own.
    pub(super) thread: bool,
    /// The rules of the channel, or of a thread's channel.
    pub(super) overwrites: Vec<Overwrite>,
}

/// A role and what it allows everywhere.
#[derive(Clone, Copy, Debug)]
pub(super) struct Role {
    pub(super) id: u64,
    pub(super) permissions: u64,
}

/// A channel's rule for one role or one member.
#[derive(Clone, Copy, Debug)]
pub(super) struct Overwrite {
    pub(super) id: u64,
    pub(super) allow: u64,
    pub(super) deny: u64,
}

/// A member of the server.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) user: u64,
    pub(super) roles: Vec<u64>,
    /// In a timeout.
    pub(super) timed_out: bool,
}

/// What goes with the right to send ("Implicit Permissions").
const WITH_SENDING: Permissions = Permissions::MENTION_EVERYONE
    .union(Permissions::SEND_TTS_MESSAGES)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::EMBED_LINKS);

/// What the member may do in the channel.
pub(super) fn in_channel(place: &Place, member: &Member) -> Permissions {
    if member.user == place.owner {
        return Permissions::all();
    }
    let mine = |id: u64| id == place.guild || member.roles.contains(&id);
    let held = place.roles.iter().filter(|role| mine(role.id)).fold(0, |all, role| all | role.permissions);
    if Permissions::from_bits_truncate(held).contains(Permissions::ADMINISTRATOR) {
        return Permissions::all();
    }
    let mut bits = held;
    let everybody = place.overwrites.iter().filter(|rule| rule.id == place.guild);
    for rule in everybody {
        bits = bits & !rule.deny | rule.allow;
    }
    let roles = place.overwrites.iter().filter(|rule| rule.id != place.guild && member.roles.contains(&rule.id));
    let (allow, deny) = roles.fold((0, 0), |(allow, deny), rule| (allow | rule.allow, deny | rule.deny));
    bits = bits & !deny | allow;
    for rule in place.overwrites.iter().filter(|rule| rule.id == member.user) {
        bits = bits & !rule.deny | rule.allow;
    }
    let mut found = Permissions::from_bits_truncate(bits);
    if !found.contains(Permissions::VIEW_CHANNEL) {
        // "Implicit permissions": who cannot see a channel can do nothing in it.
        return Permissions::empty();
    }
    let sending = if place.thread { Permissions::SEND_MESSAGES_IN_THREADS } else { Permissions::SEND_MESSAGES };
    if !found.contains(sending) {
        found.remove(WITH_SENDING);
    }
    if member.timed_out { found & (Permissions::VIEW_CHANNEL | Permissions::READ_MESSAGE_HISTORY) } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUILD: u64 = 1;
    const OWNER: u64 = 2;
    const BOT: u64 = 3;
    const TEAM: u64 = 4;
    const QUIET: u64 = 5;

    fn bits(permissions: Permissions) -> u64 {
        permissions.bits()
    }

    fn found(everybody: Permissions, team: Permissions, overwrites: &[(u64, Permissions, Permissions)]) -> Permissions {
        let overwrites = overwrites
            .iter()
            .map(|(id, allow, deny)| Overwrite { id: *id, allow: bits(*allow), deny: bits(*deny) })
            .collect();
        let roles = vec![
            Role { id: GUILD, permissions: bits(everybody) },
            Role { id: TEAM, permissions: bits(team) },
            Role { id: QUIET, permissions: 0 },
        ];
        let place = Place { guild: GUILD, owner: OWNER, roles, thread: false, overwrites };
        in_channel(&place, &Member { user: BOT, roles: vec![TEAM, QUIET], timed_out: false })
    }

    #[test]
    fn rules_apply_in_discords_order() {
        const VIEW: Permissions = Permissions::VIEW_CHANNEL;
        const SEND: Permissions = Permissions::SEND_MESSAGES;
        const NONE: Permissions = Permissions::empty();
        let both = VIEW | SEND;
        assert_eq!(found(VIEW, SEND, &[]), both);
        assert_eq!(found(both, NONE, &[(GUILD, NONE, SEND)]), VIEW);
        // A role's allowance beats everybody's denial, and another role's denial.
        assert_eq!(found(both, NONE, &[(GUILD, NONE, SEND), (TEAM, SEND, NONE)]), both);
        assert_eq!(found(both, NONE, &[(QUIET, NONE, SEND), (TEAM, SEND, NONE)]), both);
        // The member's own rule has the last word.
        assert_eq!(found(both, NONE, &[(TEAM, SEND, NONE), (BOT, NONE, SEND)]), VIEW);
        // Who cannot see the channel can do nothing there.
        assert_eq!(found(both, NONE, &[(GUILD, NONE, VIEW)]), NONE);
        assert_eq!(found(NONE, Permissions::ADMINISTRATOR, &[(GUILD, NONE, VIEW)]), Permissions::all());
        // Without the right to send, what goes with it is lost.
        let embed = both | Permissions::EMBED_LINKS;
        assert_eq!(found(embed, NONE, &[(GUILD, NONE, SEND)]), VIEW);
        // A role that the bot does not have changes nothing.
        assert_eq!(found(both, NONE, &[(99, NONE, both)]), both);
    }

    #[test]
    fn a_timeout_leaves_reading_and_the_owner_everything() {
        let all = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES | Permissions::READ_MESSAGE_HISTORY;
        let roles = vec![Role { id: GUILD, permissions: bits(all) }];
        let place = Place { guild: GUILD, owner: OWNER, roles, thread: false, overwrites: Vec::new() };
        let quiet = in_channel(&place, &Member { user: BOT, roles: Vec::new(), timed_out: true });
        assert_eq!(quiet, Permissions::VIEW_CHANNEL | Permissions::READ_MESSAGE_HISTORY);
        let owner = in_channel(&place, &Member { user: OWNER, roles: Vec::new(), timed_out: false });
        assert_eq!(owner, Permissions::all());
    }
}
