//! People acting: from a story's words to what the stand-in lets a person do.

use super::line::{Deed, Which};
use super::shown::Shown;
use super::stage::Stage;
use crate::rehearsal::world::{Audience, ChannelId, MessageId, UserId};
use crate::rehearsal::{Act, Refusal};

impl Stage {
    /// Somebody acts. Returns at once; the answers are among the events.
    ///
    /// # Errors
    /// [`Refusal`] where Discord's client would not let them.
    pub(super) fn act(&mut self, who: &str, place: Option<&str>, deed: &Deed) -> Result<(), Refusal> {
        if *deed == Deed::Joins {
            self.comes_back(who);
        }
        let person = self.person(who);
        if let Some(place) = place {
            let channel = self.channel(place);
            self.places.insert(person, channel);
        }
        let channel = self.place_of(person);
        let guild = self.guild();
        if self.has_left(person) && deed.is_in_a_channel() {
            return Err(Refusal(format!("{who} has left this server")));
        }
        let who = person;
        let act = match deed {
            Deed::Comes => return Ok(()),
            Deed::SlashPrivately(text) => {
                Act::Slash { who, channel: self.with(|world| world.direct_channel(who)), text: text.clone() }
            }
            Deed::AddsBot => {
                self.with(|world| world.accounts.insert(who));
                return Ok(());
            }
            Deed::Slash(text) => Act::Slash { who, channel, text: text.clone() },
            Deed::Types(text) => Act::Autocomplete { who, channel, text: text.clone() },
            Deed::Clicks { button, under } => {
                let (channel, message) = self.under(who, under.as_deref())?;
                Act::Click { who, channel, message, button: button.clone() }
            }
            Deed::Chooses { values, menu } => {
                Act::Select { who, channel: None, message: None, menu: menu.clone(), values: values.clone() }
            }
            Deed::Fills { fields, submit: false } => Act::Fill { who, fields: fields.clone() },
            Deed::Fills { fields, submit: true } => Act::Submit { who, fields: fields.clone() },
            Deed::Submits => Act::Submit { who, fields: Vec::new() },
            Deed::UsesOnPerson { command, target } => {
                let target = self.person(target);
                Act::UserCommand { who, channel, name: command.clone(), target }
            }
            Deed::UsesOnMessage { command, target } => {
                let (channel, target) = self.which(who, target)?;
                Act::MessageCommand { who, channel, name: command.clone(), target }
            }
            Deed::Says(text) => Act::Say { who, channel, text: text.clone(), reply_to: None },
            Deed::Reacts(emoji, which) => {
                let (channel, message) = self.which(who, which)?;
                Act::React { who, channel, message, emoji: emoji.clone() }
            }
            Deed::Deletes(which) => {
                let (channel, message) = self.which(who, which)?;
                Act::Delete { who, channel, message }
            }
            // Acting in a server has made them a member of it already.
            Deed::Joins => return Ok(()),
            Deed::Leaves => {
                self.leaves(who);
                Act::Leave { who, guild }
            }
        };
        self.stand_in.act(act).map(|_| ())
    }

    fn which(&mut self, who: UserId, which: &Which) -> Result<(ChannelId, MessageId), Refusal> {
        let channel = match &which.channel {
            Some(name) => self.channel(name),
            None => self.place_of(who),
        };
        let found = self.latest(who, Some(channel), which.containing.as_deref());
        found.ok_or_else(|| {
            let what = which.containing.as_ref().map_or_else(String::new, |part| format!(" that contains \"{part}\""));
            Refusal(format!("there is no message in {}{what}", self.name_of_channel(channel)))
        })
    }

    fn under(&self, who: UserId, part: Option<&str>) -> Result<(Option<ChannelId>, Option<MessageId>), Refusal> {
        let Some(part) = part else { return Ok((None, None)) };
        match self.latest(who, None, Some(part)) {
            Some((channel, message)) => Ok((Some(channel), Some(message))),
            None => Err(Refusal(format!("there is no message in sight that contains \"{part}\""))),
        }
    }

    /// The latest message that somebody sees, in one channel or anywhere, and that contains `part`.
    fn latest(&self, who: UserId, channel: Option<ChannelId>, part: Option<&str>) -> Option<(ChannelId, MessageId)> {
        self.with(|world| {
            let in_reach = world.messages.iter().filter(|(id, _)| channel.is_none_or(|channel| channel == **id));
            in_reach
                .flat_map(|(_, list)| list.values())
                .filter(|message| message.visible_to == Audience::Everyone || message.visible_to == Audience::Only(who))
                .filter(|message| {
                    part.is_none_or(|part| {
                        message.content.contains(part) || Shown::of(world, message, &self.zone).text().contains(part)
                    })
                })
                .max_by_key(|message| message.id)
                .map(|message| (message.channel, message.id))
        })
    }
}

impl Deed {
    /// Whether it takes a member of the server: what is pressed or filled in may stand in private messages.
    fn is_in_a_channel(&self) -> bool {
        match self {
            Self::Slash(_)
            | Self::Types(_)
            | Self::UsesOnPerson { .. }
            | Self::UsesOnMessage { .. }
            | Self::Says(_)
            | Self::Reacts(..)
            | Self::Deletes(_)
            | Self::Comes
            | Self::Leaves => true,
            Self::SlashPrivately(_)
            | Self::Clicks { .. }
            | Self::Chooses { .. }
            | Self::Fills { .. }
            | Self::Submits
            | Self::AddsBot
            | Self::Joins => false,
        }
    }
}

/// What a deed looks like to those who watch.
pub(super) fn told_deed(deed: &Deed) -> String {
    match deed {
        Deed::Slash(text) | Deed::Says(text) => text.clone(),
        Deed::SlashPrivately(text) => format!("{text} (in private)"),
        Deed::Types(text) => format!("{text} ..."),
        Deed::Clicks { button, .. } => format!("clicks [{button}]"),
        Deed::Chooses { values, menu } => {
            let menu = menu.as_ref().map_or_else(String::new, |menu| format!(" in {menu}"));
            format!("chooses {}{menu}", values.join(", "))
        }
        Deed::Fills { fields, submit } => {
            let fields: Vec<String> = fields.iter().map(|(label, text)| format!("{label}: {text}")).collect();
            format!("{}{}", fields.join("\n"), if *submit { " (and submits)" } else { "" })
        }
        Deed::Submits => "submits the form".to_owned(),
        Deed::UsesOnPerson { command, target } => format!("Apps > {command}, on {target}"),
        Deed::UsesOnMessage { command, .. } => format!("Apps > {command}, on a message"),
        Deed::Reacts(emoji, _) => format!("reacts with {emoji}"),
        Deed::Deletes(_) => "deletes a message".to_owned(),
        Deed::Comes => "is here".to_owned(),
        Deed::AddsBot => "adds the bot to their account".to_owned(),
        Deed::Joins => "joins the server".to_owned(),
        Deed::Leaves => "leaves the server".to_owned(),
    }
}
