//! What is said where the bot cannot post: what is off, and where its switch is.

use serenity::model::id::ChannelId;
use serenity::model::mention::Mentionable;

use super::super::access::{Access, READ_BACK};

/// What stands in the way of posting in `channel`; `None` where nothing does.
pub fn no_access(channel: ChannelId, access: &Access) -> Option<String> {
    let place = channel.mention();
    Some(match access {
        Access::Ready => return None,
        Access::Missing(name) => {
            let what_for = match *name {
                READ_BACK => "to see what I have posted there, so that nothing comes twice",
                _ => "to post there",
            };
            format!(
                "**{name}** is off for me in {place}, and I need it {what_for}. The switch is under Channel settings → \
                 Permissions → Clarion → {name}."
            )
        }
        Access::TimedOut => {
            "A moderator has put me in a timeout, so I can't post anything here before it ends. In the \
                             list of members, a right-click on me and **Remove timeout** ends it now."
                .to_owned()
        }
        Access::Locked => format!(
            "{place} is locked, so I can't post there. Somebody with **Manage Threads** can unlock it in its menu."
        ),
        Access::Hidden => format!(
            "I can't see {place}: either it is gone, or **View Channel** is off for me there. The switch is under \
             Channel settings → Permissions → Clarion → View Channel."
        ),
        Access::Unanswered => format!("Discord did not tell me just now whether I may post in {place}."),
    })
}
