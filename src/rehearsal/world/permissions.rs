//! Who may do what, by Discord's documented algorithm (Topics, "Permissions": hierarchy, overwrites, implicit
//! permissions, timed-out members, threads).

use super::{Channel, ChannelId, ChannelKind, Guild, GuildId, Member, OverwriteKind, Permissions, UserId, World};

/// Names that people read in Discord's settings, with what they stand for.
const NAMES: &[(&str, Permissions)] = &[
    ("Create Invite", Permissions::CREATE_INVITE),
    ("Kick Members", Permissions::KICK_MEMBERS),
    ("Ban Members", Permissions::BAN_MEMBERS),
    ("Administrator", Permissions::ADMINISTRATOR),
    ("Manage Channels", Permissions::MANAGE_CHANNELS),
    ("Manage Server", Permissions::MANAGE_GUILD),
    ("Add Reactions", Permissions::ADD_REACTIONS),
    ("View Channel", Permissions::VIEW_CHANNEL),
    ("Send Messages", Permissions::SEND_MESSAGES),
    ("Send Messages in Threads", Permissions::SEND_MESSAGES_IN_THREADS),
    ("Manage Messages", Permissions::MANAGE_MESSAGES),
    ("Embed Links", Permissions::EMBED_LINKS),
    ("Attach Files", Permissions::ATTACH_FILES),
    ("Read Message History", Permissions::READ_MESSAGE_HISTORY),
    ("Mention Everyone", Permissions::MENTION_EVERYONE),
    ("Use External Emoji", Permissions::USE_EXTERNAL_EMOJIS),
    ("Manage Nicknames", Permissions::MANAGE_NICKNAMES),
    ("Manage Roles", Permissions::MANAGE_ROLES),
    ("Manage Webhooks", Permissions::MANAGE_WEBHOOKS),
    ("Use Application Commands", Permissions::USE_SLASH_COMMANDS),
    ("Manage Threads", Permissions::MANAGE_THREADS),
    ("Create Public Threads", Permissions::CREATE_PUBLIC_THREADS),
    ("Create Private Threads", Permissions::CREATE_PRIVATE_THREADS),
    ("Time Out Members", Permissions::MODERATE_MEMBERS),
];

/// Everything that Discord knows, whatever the library behind this names.
pub const ALL: Permissions = Permissions::from_bits_retain((1 << 53) - 1);

/// What a timed-out member keeps.
const TIMED_OUT: Permissions =
    Permissions::from_bits_truncate(Permissions::VIEW_CHANNEL.bits() | Permissions::READ_MESSAGE_HISTORY.bits());

/// The permission with the name that people read in Discord's settings, whatever its case.
pub fn permission_named(name: &str) -> Option<Permissions> {
    let found = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name.trim()));
    found.map(|(_, permission)| *permission)
}

impl World {
    /// What somebody may do in a server as a whole. Nothing for those who are not in it.
    pub fn permissions_in_guild(&self, guild: GuildId, user: UserId) -> Permissions {
        let Some(guild) = self.guilds.get(&guild) else { return Permissions::empty() };
        let Some(member) = guild.members.get(&user) else { return Permissions::empty() };
        let base = base(guild, member);
        if base.contains(Permissions::ADMINISTRATOR) { base } else { self.within_timeout(member, base) }
    }

    /// What somebody may do in a channel, a thread or direct messages.
    pub fn permissions_in(&self, channel: ChannelId, user: UserId) -> Permissions {
        let Some(channel) = self.channels.get(&channel) else { return Permissions::empty() };
        let Some(guild) = channel.guild else {
            let inside = user == self.bot || channel.recipient == Some(user);
            return if inside { direct_messages() } else { Permissions::empty() };
        };
        let Some(guild) = self.guilds.get(&guild) else { return Permissions::empty() };
        let Some(member) = guild.members.get(&user) else { return Permissions::empty() };
        let base = base(guild, member);
        if base.contains(Permissions::ADMINISTRATOR) {
            return ALL;
        }
        // A thread has no overwrites: those of its channel hold.
        let rules = match (&channel.thread, channel.parent.and_then(|parent| self.channels.get(&parent))) {
            (Some(_), Some(parent)) => parent,
            _ => channel,
        };
        let mut allowed = overwritten(rules, guild, member, base);
        if !allowed.contains(Permissions::VIEW_CHANNEL) {
            return Permissions::empty();
        }
        if let Some(thread) = &channel.thread {
            let manages = allowed.contains(Permissions::MANAGE_THREADS);
            let outside = !thread.members.contains(&user) && !manages;
            if channel.kind == ChannelKind::PrivateThread && outside {
                return Permissions::empty();
            }
        }
        if channel.kind == ChannelKind::Voice && !allowed.contains(Permissions::CONNECT) {
            return allowed & Permissions::VIEW_CHANNEL;
        }
        if !allowed.contains(channel.sending()) {
            // Implicitly lost with the right to send.
            allowed -= Permissions::MENTION_EVERYONE
                | Permissions::SEND_TTS_MESSAGES
                | Permissions::ATTACH_FILES
                | Permissions::EMBED_LINKS;
        }
        self.within_timeout(member, allowed)
    }

    fn within_timeout(&self, member: &Member, allowed: Permissions) -> Permissions {
        let timed_out = member.timed_out_until.is_some_and(|until| until > self.now());
        if timed_out { allowed & TIMED_OUT } else { allowed }
    }
}

impl Channel {
    /// The permission that sending needs here: threads have one of their own.
    pub fn sending(&self) -> Permissions {
        if self.thread.is_some() { Permissions::SEND_MESSAGES_IN_THREADS } else { Permissions::SEND_MESSAGES }
    }
}

/// What the roles give, before any channel is looked at.
fn base(guild: &Guild, member: &Member) -> Permissions {
    if guild.owner == member.user {
        return ALL;
    }
    let everyone = guild.roles.get(&guild.everyone()).map_or(Permissions::empty(), |role| role.permissions);
    let held = member.roles.iter().filter_map(|role| guild.roles.get(role));
    let base = held.fold(everyone, |sum, role| sum | role.permissions);
    if base.contains(Permissions::ADMINISTRATOR) { ALL } else { base }
}

/// The channel's overwrites: @everyone's, then those of all roles together, then the member's own.
fn overwritten(channel: &Channel, guild: &Guild, member: &Member, base: Permissions) -> Permissions {
    let mut allowed = base;
    let everyone = guild.everyone().get();
    let of = |kind: OverwriteKind| channel.overwrites.iter().filter(move |one| one.kind == kind);
    for one in of(OverwriteKind::Role).filter(|one| one.id == everyone) {
        allowed = (allowed - one.deny) | one.allow;
    }
    let (mut allow, mut deny) = (Permissions::empty(), Permissions::empty());
    for one in of(OverwriteKind::Role).filter(|one| member.roles.iter().any(|role| role.get() == one.id)) {
        allow |= one.allow;
        deny |= one.deny;
    }
    allowed = (allowed - deny) | allow;
    for one in of(OverwriteKind::Member).filter(|one| one.id == member.user.get()) {
        allowed = (allowed - one.deny) | one.allow;
    }
    allowed
}

/// What both sides may do in direct messages.
fn direct_messages() -> Permissions {
    Permissions::VIEW_CHANNEL
        | Permissions::SEND_MESSAGES
        | Permissions::EMBED_LINKS
        | Permissions::ATTACH_FILES
        | Permissions::READ_MESSAGE_HISTORY
        | Permissions::ADD_REACTIONS
        | Permissions::USE_EXTERNAL_EMOJIS
        | Permissions::MENTION_EVERYONE
        | Permissions::USE_SLASH_COMMANDS
}
