//! What is said around a reflection: kept, shared, deleted, refused.

use serenity::model::id::{ChannelId, GuildId};
use serenity::model::mention::Mentionable;

use super::store_trouble;
use crate::store::{MOST_REFLECTIONS, SharedIn, Sharing, StoreError};

/// The most characters of a reflection, after cleaning.
pub const MOST_CHARACTERS: usize = 1_500;

/// The title of the form where the prompt has none to give.
pub const FORM_TITLE: &str = "Reflect";

/// The title of the form for other words.
pub const CHANGE_TITLE: &str = "Change your reflection";

/// Above the box: who can read it (a label has at most 45 characters).
pub const FORM_LABEL: &str = "For you alone; you find it in /me";

/// In the empty box, where the prompt's question does not fit.
pub const FORM_EXAMPLE: &str = "What comes to mind?";

/// A reflection was kept.
pub const KEPT: &str = "Kept, for you alone. You find it again in /me.";

/// Other words were kept.
pub const CHANGED: &str = "Your new words are kept, for you alone.";

/// Other words of a reflection that was shared before were kept.
pub const CHANGED_BUT_SHARED: &str = "Your new words are kept, for you alone. What you shared stays as it was.";

/// There is no such reflection of that person here: deleted, somebody else's, or another server's.
pub const GONE: &str = "That reflection is not among yours in this server. `/me` has those that you keep here.";

/// It is deleted.
pub const DELETED: &str = "Deleted.";

/// It is deleted, and so is what was shared of it.
pub const DELETED_AND_TAKEN_DOWN: &str = "Deleted, and taken down from the channel.";

/// Discord did not say whether what was shared is taken down.
pub const NOT_TAKEN_DOWN_YET: &str = "Discord did not answer when I wanted to take it down from the channel, so I have not \
                                      deleted anything yet. Please try again in a minute.";

/// It is on its way to where others read it, and nobody knows yet what is to be taken down.
pub const ON_ITS_WAY: &str = "It is on its way to a channel at this moment, so I have not deleted anything yet. Please try \
                              again in a minute.";

/// It is on its way to the channel with the words that it had; the new ones go back.
pub const NOT_CHANGED_YET: &str = "It is on its way to the channel at this moment, with the words that it had, so I have not \
                                   changed it yet. Please try again in a minute. Here are your new words, so that they are \
                                   not lost:";

/// It goes to the channel by itself.
pub const SHARED: &str = "Shared. If you delete the reflection, I take it down here as well.";

/// The answer came too late to be the post, and the bot may not post there by itself.
pub const NOT_SHARED: &str = "I was too slow to share this as my answer, and by myself I can't post in this channel: \
                              **Send Messages** is off for me here. Your reflection stays with you.";

/// It was deleted, and what was shared of it could not be taken down, or may be there.
pub fn deleted_but_not_taken_down(guild: GuildId, shared: &SharedIn) -> String {
    if shared.how == Sharing::Unclear {
        return format!(
            "Deleted. What you shared may still be in {}: I can't tell. If it is, somebody with Manage Messages can take it \
             down.",
            place(guild, shared)
        );
    }
    format!(
        "Deleted. What you shared is still in {}: Discord does not let me take it down there. Somebody with Manage Messages \
         can.",
        place(guild, shared)
    )
}

/// Above a reflection: where it was shared, if it was.
pub fn shared_in(guild: GuildId, shared: &SharedIn) -> String {
    let channel = shared.channel.mention();
    match shared.how {
        Sharing::There(_) => format!("Shared in {}.", place(guild, shared)),
        Sharing::Coming => format!("On its way to {channel}."),
        Sharing::Refused => format!("Discord would not take it in {channel}. You can share it again."),
        Sharing::Dropped => {
            format!(
                "I had left this server before it came to {channel}, so nobody saw it there. You can share it again."
            )
        }
        Sharing::Unclear => format!("Shared in {channel}; I can't tell whether it is still there."),
    }
}

/// The post that it was shared as, or the channel.
fn place(guild: GuildId, shared: &SharedIn) -> String {
    let channel = shared.channel.mention();
    match shared.how {
        Sharing::There(message) => {
            format!("{channel} (https://discord.com/channels/{guild}/{}/{message})", shared.channel)
        }
        _ => channel.to_string(),
    }
}

/// Before it is shared.
pub fn share_here(channel: ChannelId) -> String {
    format!("Everybody in {} will read this, with your name on it. Share it there?", channel.mention())
}

/// Before it is deleted.
pub fn delete_it(shared: bool) -> String {
    let also = if shared { " What you shared of it in the channel is taken down as well." } else { "" };
    format!("Delete this reflection? I can't bring it back then.{also}")
}

/// Nothing in it can be read.
pub const NOTHING_WRITTEN: &str = "There is nothing in it that could be read, so I kept nothing.";

/// It is too long.
pub fn too_long(long: usize) -> String {
    format!(
        "That is {long} characters, {} more than one reflection holds. Here are your words, so that they are not lost:",
        long.saturating_sub(MOST_CHARACTERS)
    )
}

/// There are as many as are kept.
pub fn full() -> String {
    format!(
        "You keep {MOST_REFLECTIONS} reflections here, which is as many as I hold for one person. Delete some in `/me` to \
         make room. Here are your words, so that they are not lost:"
    )
}

/// The store failed: nothing was kept, as far as is known.
pub fn not_kept(error: &StoreError) -> String {
    format!("{} Here are your words, so that they are not lost:", store_trouble(error))
}
