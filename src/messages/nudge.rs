//! The weekly reminder whom one might thank, and what it is pressed with.

use serenity::builder::{CreateActionRow, CreateButton};
use serenity::model::application::ButtonStyle;
use serenity::model::id::GuildId;

use super::card::Card;
use super::custom_id::{CustomId, NudgePress};
use super::replies::nudge as words;
use crate::store::Id;

fn button(press: NudgePress, label: &str, style: ButtonStyle) -> CreateButton {
    CreateButton::new(CustomId::Nudge(press).to_string()).label(label).style(style)
}

/// The reminder, in a private message. `server` is the server's name, where it is known.
pub fn nudge(server: Option<&str>, occurrence: Id) -> Card {
    Card::text(words::reminder(server)).row(CreateActionRow::Buttons(vec![
        button(NudgePress::Suggest { occurrence }, words::WHOM, ButtonStyle::Primary),
        button(NudgePress::Stop { occurrence }, words::STOP, ButtonStyle::Secondary),
    ]))
}

/// The way from private messages into a server, where others read what somebody is thanked for.
pub fn to_the_server(guild: GuildId) -> CreateActionRow {
    let server = format!("https://discord.com/channels/{guild}");
    CreateActionRow::Buttons(vec![CreateButton::new_link(server).label(words::TO_THE_SERVER)])
}

/// The button that asks for it, or ends it where it is wanted.
pub fn nudge_button(wanted: bool) -> CreateButton {
    let label = if wanted { words::UNWANTED } else { words::WANTED };
    button(NudgePress::Set { wanted: !wanted }, label, ButtonStyle::Secondary)
}

/// What came of a choice, with the way back.
pub fn nudge_chosen(said: String, wanted: bool) -> Card {
    Card::text(said).row(CreateActionRow::Buttons(vec![nudge_button(wanted)]))
}
