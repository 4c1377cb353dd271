//! What people can do at the keyboard, and why it may not be possible.

use serde_json::Value;

use super::{component, form, slash, talk};
use crate::rehearsal::stand_in::StandIn;
use crate::rehearsal::world::{ChannelId, GuildId, InteractionId, MessageId, Permissions, UserId, World};

/// Somebody doing something, as Discord's own client would let them.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Sends a slash command, typed as in `/recognize member:@mira for:calmer nights`.
    Slash {
        /// Who.
        who: UserId,
        /// Where.
        channel: ChannelId,
        /// The line, with or without its slash.
        text: String,
    },
    /// Types a slash command and waits at its last option for suggestions.
    Autocomplete {
        /// Who.
        who: UserId,
        /// Where.
        channel: ChannelId,
        /// The line so far, as in `/setup zone:berl`.
        text: String,
    },
    /// Presses a button on the latest message in sight that has it.
    Click {
        /// Who.
        who: UserId,
        /// Where; everywhere the person can look where it is `None`.
        channel: Option<ChannelId>,
        /// On which message; the latest that has the button where it is `None`.
        message: Option<MessageId>,
        /// The button's label or custom id.
        button: String,
    },
    /// Picks from a menu on the latest message in sight that has it.
    Select {
        /// Who.
        who: UserId,
        /// Where; everywhere the person can look where it is `None`.
        channel: Option<ChannelId>,
        /// On which message; the latest that has the menu where it is `None`.
        message: Option<MessageId>,
        /// The menu's placeholder or custom id; the latest menu where it is `None`.
        menu: Option<String>,
        /// Labels or values, `@person`, `@role` or `#channel`.
        values: Vec<String>,
    },
    /// Writes into the form on the screen without sending it off.
    Fill {
        /// Who.
        who: UserId,
        /// Label (or custom id) and text of each field.
        fields: Vec<(String, String)>,
    },
    /// Sends off the form on the screen.
    Submit {
        /// Who.
        who: UserId,
        /// Label (or custom id) and text of fields that are written before.
        fields: Vec<(String, String)>,
    },
    /// Uses a command from somebody's own menu.
    UserCommand {
        /// Who.
        who: UserId,
        /// Where.
        channel: ChannelId,
        /// The command's name.
        name: String,
        /// On whom.
        target: UserId,
    },
    /// Uses a command from a message's menu.
    MessageCommand {
        /// Who.
        who: UserId,
        /// Where the message is.
        channel: ChannelId,
        /// The command's name.
        name: String,
        /// On which message.
        target: MessageId,
    },
    /// Writes a message. `@name`, `@role` and `#channel` become mentions, as the client makes them.
    Say {
        /// Who.
        who: UserId,
        /// Where.
        channel: ChannelId,
        /// The words.
        text: String,
        /// The message that it replies to.
        reply_to: Option<MessageId>,
    },
    /// Adds a reaction.
    React {
        /// Who.
        who: UserId,
        /// Where.
        channel: ChannelId,
        /// To which message.
        message: MessageId,
        /// A character, or `name:id`.
        emoji: String,
    },
    /// Takes an own reaction away.
    Unreact {
        /// Who.
        who: UserId,
        /// Where.
        channel: ChannelId,
        /// From which message.
        message: MessageId,
        /// A character, or `name:id`.
        emoji: String,
    },
    /// Deletes a message, or dismisses a private answer.
    Delete {
        /// Who.
        who: UserId,
        /// Where.
        channel: ChannelId,
        /// Which.
        message: MessageId,
    },
    /// Becomes a member of a server.
    Join {
        /// Who.
        who: UserId,
        /// Which server.
        guild: GuildId,
    },
    /// Leaves a server.
    Leave {
        /// Who.
        who: UserId,
        /// Which server.
        guild: GuildId,
    },
    /// Invites the bot.
    InviteBot {
        /// Who; needs Manage Server.
        who: UserId,
        /// Into which server.
        guild: GuildId,
        /// What its role allows.
        permissions: Permissions,
    },
    /// Puts the bot out of a server.
    RemoveBot {
        /// Who; needs Kick Members.
        who: UserId,
        /// Out of which server.
        guild: GuildId,
    },
}

/// What came of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acted {
    /// An interaction began; its answer is in the events under this id.
    Interaction(InteractionId),
    /// A message was sent.
    Message(MessageId),
    /// It is done.
    Done,
}

/// Discord's client would not have let this person do that; the words say why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(pub String);

impl Refusal {
    pub(crate) fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }
}

impl StandIn {
    /// Somebody does something. Returns at once; what the bot makes of it is in [`StandIn::events`]. Needs a tokio runtime.
    ///
    /// # Errors
    /// [`Refusal`] where Discord's client would not let them.
    pub fn act(&self, act: Act) -> Result<Acted, Refusal> {
        let acted = self.shared.world.with(|world| perform(world, act))?;
        if let Acted::Interaction(id) = acted {
            super::deadline::watch(&self.shared, id);
        }
        Ok(acted)
    }
}

fn perform(world: &mut World, act: Act) -> Result<Acted, Refusal> {
    match act {
        Act::Slash { who, channel, text } => slash::send(world, who, channel, &text),
        Act::Autocomplete { who, channel, text } => slash::type_along(world, who, channel, &text),
        Act::Click { who, channel, message, button } => component::click(world, who, (channel, message), &button),
        Act::Select { who, channel, message, menu, values } => {
            component::select(world, who, (channel, message), menu.as_deref(), &values)
        }
        Act::Fill { who, fields } => form::fill(world, who, &fields),
        Act::Submit { who, fields } => form::submit(world, who, &fields),
        Act::UserCommand { who, channel, name, target } => slash::on_user(world, who, channel, &name, target),
        Act::MessageCommand { who, channel, name, target } => slash::on_message(world, who, channel, &name, target),
        Act::Say { who, channel, text, reply_to } => talk::say(world, who, channel, &text, reply_to),
        Act::React { who, channel, message, emoji } => talk::react(world, who, channel, message, &emoji),
        Act::Unreact { who, channel, message, emoji } => talk::unreact(world, who, channel, message, &emoji),
        Act::Delete { who, channel, message } => talk::delete(world, who, channel, message),
        Act::Join { who, guild } => talk::join(world, who, guild),
        Act::Leave { who, guild } => talk::leave(world, who, guild),
        Act::InviteBot { who, guild, permissions } => talk::invite_bot(world, who, guild, permissions),
        Act::RemoveBot { who, guild } => talk::remove_bot(world, who, guild),
    }
}

/// A list for people: `a, b, c`, or `none`.
pub(crate) fn listed<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| name.as_ref().to_owned()).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// A text field of a JSON object, empty where there is none.
pub(crate) fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}
