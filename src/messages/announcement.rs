//! A recognition, as the channel sees it, and the question that follows it in private.

use serenity::builder::{CreateActionRow, CreateButton};
use serenity::model::application::ButtonStyle;
use serenity::model::id::{ChannelId, GuildId, MessageId, UserId};

use super::card::Card;
use super::custom_id::{CustomId, GivePress};
use super::keep::about_button;
use super::text::{clip, quote};
use crate::content::{Library, Prompt};
use crate::recognition::{MOST_WORDS, Way};
use crate::store::Id;

/// The most that a recognition's words take once they are counted as UTF-16, where an emoji counts twice: announcing
/// them never cuts what the rules let through.
const MOST_UNITS: usize = 2 * MOST_WORDS;

/// What an announcement says.
#[derive(Clone, Copy, Debug)]
pub struct Thanks<'a> {
    /// The server.
    pub guild: GuildId,
    /// Who gives.
    pub giver: UserId,
    /// To whom, each once.
    pub receivers: &'a [UserId],
    /// What for, as it is kept: without markup taken out.
    pub words: &'a str,
    /// The message that it is about, where there is one.
    pub about: Option<(ChannelId, MessageId)>,
    /// The recognition.
    pub recognition: Id,
}

/// The announcement of a recognition. It pings the receivers and nobody else, whatever the words hold.
pub fn announcement(thanks: &Thanks<'_>, occurrence: Id) -> Card {
    let names = listed(&mentions(thanks.receivers));
    let about = about_words(thanks.guild, thanks.about);
    let line = format!("<@{}> thanks {names}{about}: {}", thanks.giver, quote(thanks.words, MOST_UNITS));
    Card::text(line).pinging(thanks.receivers.iter().copied()).row(CreateActionRow::Buttons(vec![
        CreateButton::new(CustomId::ThankToo { occurrence }.to_string())
            .label("Thank someone too")
            .style(ButtonStyle::Secondary),
        about_button(thanks.recognition),
    ]))
}

/// The post of a prompt, with a button that asks whom to thank where the prompt is about recognition.
pub fn with_thank_someone(mut card: Card, prompt: &Prompt, occurrence: Id) -> Card {
    /// The themes that are about it.
    const ABOUT_RECOGNITION: [&str; 2] = ["recognition", "recognise-brilliance"];
    if ABOUT_RECOGNITION.contains(&prompt.theme.as_str())
        && let Some(CreateActionRow::Buttons(buttons)) = card.rows.last_mut()
    {
        let id = CustomId::Give(GivePress::Someone { occurrence });
        buttons.push(CreateButton::new(id.to_string()).label("Thank someone").style(ButtonStyle::Secondary));
    }
    card
}

/// ` for this message`, with its link, where it is about one.
pub(super) fn about_words(guild: GuildId, about: Option<(ChannelId, MessageId)>) -> String {
    about.map_or_else(String::new, |(channel, message)| {
        format!(" for [this message](https://discord.com/channels/{guild}/{channel}/{message})")
    })
}

/// The buttons that ask what a recognition stirred, for the person who gave it. `kept` is the answer so far: it is
/// marked, and the others stay open for a second thought.
pub fn way_question(library: &Library, recognition: Id, kept: Option<Way>) -> CreateActionRow {
    let button = |way: Way| {
        let chosen = kept == Some(way);
        CreateButton::new(CustomId::ThankWay { recognition, way }.to_string())
            .label(clip(&stir(library, way), 80))
            .style(if chosen { ButtonStyle::Success } else { ButtonStyle::Secondary })
            .disabled(chosen)
    };
    CreateActionRow::Buttons(Way::ALL.into_iter().map(button).collect())
}

/// A way as the answer to *what did it stir?*, in the library's words.
pub fn stir(library: &Library, way: Way) -> String {
    match way {
        Way::Thanks => "Simply thanks".to_owned(),
        way => library.inspiration(way.id()).map_or(way.id(), |inspiration| inspiration.stir.as_str()).to_owned(),
    }
}

/// People as Discord shows them: by their names of today, whatever was pinged.
pub(super) fn mentions(people: &[UserId]) -> Vec<String> {
    people.iter().map(|person| format!("<@{person}>")).collect()
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
