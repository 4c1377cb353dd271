//! What the bot lacks in a channel before it can post there.
//!
//! Discord refuses a post without the right permissions, hours after somebody chose the channel. So they are looked at
//! while that somebody is still there, and what is off is named with the place of its switch.

use serenity::model::Permissions;

/// Whether the bot can post in a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// All that a post needs is there.
    Ready,
    /// These are off, by the names that Discord's settings show.
    Missing(Vec<&'static str>),
    /// The channel is gone, or the bot cannot see it.
    Hidden,
    /// Discord did not say.
    Unanswered,
}

impl Access {
    /// What is missing of the permissions that a prompt needs: it is an embed, and Discord shows none without Embed
    /// Links. (Discord's document "Permissions": in a thread, Send Messages in Threads counts and Send Messages does
    /// not.)
    pub fn judge(own: Permissions, thread: bool) -> Self {
        if own.administrator() {
            return Self::Ready;
        }
        if !own.view_channel() {
            return Self::Missing(vec!["View Channel"]);
        }
        let (send, name) = if thread {
            (Permissions::SEND_MESSAGES_IN_THREADS, "Send Messages in Threads")
        } else {
            (Permissions::SEND_MESSAGES, "Send Messages")
        };
        let needed = [(send, name), (Permissions::EMBED_LINKS, "Embed Links")];
        let missing: Vec<&str> =
            needed.iter().filter(|(permission, _)| !own.contains(*permission)).map(|(_, name)| *name).collect();
        if missing.is_empty() { Self::Ready } else { Self::Missing(missing) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Permissions =
        Permissions::VIEW_CHANNEL.union(Permissions::SEND_MESSAGES).union(Permissions::EMBED_LINKS);

    #[test]
    fn what_is_off_is_named() {
        assert_eq!(Access::judge(ALL, false), Access::Ready);
        assert_eq!(Access::judge(Permissions::ADMINISTRATOR, false), Access::Ready);
        assert_eq!(Access::judge(Permissions::empty(), false), Access::Missing(vec!["View Channel"]));
        assert_eq!(
            Access::judge(Permissions::VIEW_CHANNEL, false),
            Access::Missing(vec!["Send Messages", "Embed Links"])
        );
        assert_eq!(Access::judge(ALL - Permissions::EMBED_LINKS, false), Access::Missing(vec!["Embed Links"]));
    }

    #[test]
    fn a_thread_has_a_permission_of_its_own() {
        assert_eq!(Access::judge(ALL, true), Access::Missing(vec!["Send Messages in Threads"]));
        let thread = ALL - Permissions::SEND_MESSAGES | Permissions::SEND_MESSAGES_IN_THREADS;
        assert_eq!(Access::judge(thread, true), Access::Ready);
        assert_eq!(Access::judge(thread, false), Access::Missing(vec!["Send Messages"]));
    }
}
