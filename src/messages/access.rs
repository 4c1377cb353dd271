//! What the bot lacks in a channel before it can post there.
//!
//! Discord refuses a post without the right permissions, hours after somebody chose the channel. So they are looked at
//! while that somebody is still there, and what is off is named with the place of its switch.

use serenity::model::Permissions;

/// The switch by which the bot finds its own posts again, by the name that Discord's settings show.
pub(super) const READ_BACK: &str = "Read Message History";

/// Whether the bot can post in a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// All that a post needs is there.
    Ready,
    /// This one is off first of all, by the name that Discord's settings show. Those that hang on it cannot be known
    /// before it is on.
    Missing(&'static str),
    /// A moderator has put the bot in a timeout.
    TimedOut,
    /// It is a thread that a moderator has locked.
    Locked,
    /// The channel is gone, or the bot cannot see it.
    Hidden,
    /// Discord did not say.
    Unanswered,
}

impl Access {
    /// The first that is missing of the permissions that a prompt needs: it is an embed, and Discord shows none without
    /// Embed Links; and where Discord's answer to a post is lost, only reading back tells whether it is there. (Discord's document "Permissions": without View Channel all others are denied, without Send
    /// Messages Embed Links is; in a thread, Send Messages in Threads counts and Send Messages does not.)
    pub fn judge(own: Permissions, thread: bool) -> Self {
        let send = if thread {
            (Permissions::SEND_MESSAGES_IN_THREADS, "Send Messages in Threads")
        } else {
            (Permissions::SEND_MESSAGES, "Send Messages")
        };
        let needed = [
            (Permissions::VIEW_CHANNEL, "View Channel"),
            send,
            (Permissions::EMBED_LINKS, "Embed Links"),
            (Permissions::READ_MESSAGE_HISTORY, READ_BACK),
        ];
        match needed.iter().find(|(permission, _)| !own.contains(*permission)) {
            Some((_, name)) if !own.administrator() => Self::Missing(name),
            _ => Self::Ready,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Permissions = Permissions::VIEW_CHANNEL
        .union(Permissions::SEND_MESSAGES)
        .union(Permissions::EMBED_LINKS)
        .union(Permissions::READ_MESSAGE_HISTORY);

    #[test]
    fn what_is_off_is_named() {
        assert_eq!(Access::judge(ALL, false), Access::Ready);
        assert_eq!(Access::judge(Permissions::ADMINISTRATOR, false), Access::Ready);
        assert_eq!(Access::judge(Permissions::empty(), false), Access::Missing("View Channel"));
        // Without Send Messages, Discord counts Embed Links as off whatever its switch says.
        assert_eq!(Access::judge(Permissions::VIEW_CHANNEL, false), Access::Missing("Send Messages"));
        assert_eq!(Access::judge(ALL - Permissions::EMBED_LINKS, false), Access::Missing("Embed Links"));
        let deaf = ALL - Permissions::READ_MESSAGE_HISTORY;
        assert_eq!(Access::judge(deaf, false), Access::Missing("Read Message History"));
    }

    #[test]
    fn a_thread_has_a_permission_of_its_own() {
        assert_eq!(Access::judge(ALL, true), Access::Missing("Send Messages in Threads"));
        let thread = (ALL - Permissions::SEND_MESSAGES) | Permissions::SEND_MESSAGES_IN_THREADS;
        assert_eq!(Access::judge(thread, true), Access::Ready);
        assert_eq!(Access::judge(thread, false), Access::Missing("Send Messages"));
    }
}
