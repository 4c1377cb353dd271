//! What is said where the bot cannot post: what is off, and where its switch is.

use serenity::model::id::ChannelId;
use serenity::model::mention::Mentionable;

use super::super::access::Access;

/// What stands in the way of posting in `channel`; `None` where nothing does.
pub fn no_access(channel: ChannelId, access: &Access) -> Option<String> {
    let place = channel.mention();
    Some(match access {
        Access::Ready => return None,
        Access::Missing(name) => format!(
            "**{name}** is off for me in {place}, and I need it to post there. The switch is under Channel settings → \
             Permissions → Clarion → {name}."
        ),
        Access::Hidden => format!(
            "I can't see {place}: either it is gone, or **View Channel** is off for me there. The switch is under \
             Channel settings → Permissions → Clarion → View Channel."
        ),
        Access::Unanswered => format!("Discord did not tell me just now whether I may post in {place}."),
    })
}
