//! The two messages that nobody asked for: the hello in a new server, and the introduction where prompts will appear.
//!
//! Each is posted once. Neither pings anybody.

use serenity::builder::{CreateActionRow, CreateButton, CreateEmbed};
use serenity::model::application::ButtonStyle;

use super::card::Card;
use super::colour;
use super::custom_id::CustomId;
use crate::store::Id;

/// The hello in the system channel of a server that has invited the bot.
pub fn hello(occurrence: Id) -> Card {
    let embed = CreateEmbed::new()
        .title("Hello, I'm Clarion")
        .description(
            "One question about leading each working day, easier thank-yous between colleagues, and managing and \
             leading held side by side.\n\nNothing starts until someone with Manage Server says so.",
        )
        .colour(colour::CLARION);
    Card::embed(embed).row(CreateActionRow::Buttons(vec![
        CreateButton::new(CustomId::SetUp { occurrence }.to_string()).label("Set up").style(ButtonStyle::Primary),
        CreateButton::new(CustomId::ShowMeOne.to_string()).label("Show me one").style(ButtonStyle::Secondary),
        CreateButton::new(CustomId::WhatIKeep.to_string()).label("What I keep").style(ButtonStyle::Secondary),
    ]))
}

/// The introduction in the channel where prompts will appear: who I am, and what is seen by whom.
pub fn introduction(occurrence: Id, thanks: bool) -> Card {
    let mut seen = String::from(
        "The prompt is for everybody here. What **Two sides** shows, and anything marked as only visible to you, is \
         yours alone.",
    );
    if thanks {
        seen.push_str(" A thank-you by **/recognize** is public: that is the point of it.");
    }
    let embed = CreateEmbed::new()
        .title("I'm Clarion, and I'll post a prompt here")
        .description(
            "One short question about leading, with one small step that fits into the day. Answer it aloud, in your \
             head, or not at all: nobody keeps count.",
        )
        .colour(colour::CLARION)
        .field("Who sees what", seen, false)
        .field("What I keep", privacy_line(thanks), false);
    Card::embed(embed).row(CreateActionRow::Buttons(vec![
        CreateButton::new(CustomId::Help { occurrence }.to_string()).label("Help").style(ButtonStyle::Secondary),
    ]))
}

/// What is kept and who could read it, whole.
pub fn privacy_line(thanks: bool) -> String {
    let mut kept = String::from(
        "I keep this server's settings and who made them, which prompts were posted and which contrasts were shown.",
    );
    kept.push_str(if thanks {
        " Of each recognition I keep its words, who gave it, who got it, what it stirred if that was said, and the \
         message it is about."
    } else {
        " Recognition is switched off; what was given before stays on record."
    });
    format!(
        "{kept} I don't read your messages, and I keep no list of who is quiet. Whoever operates me could technically \
         read what is kept."
    )
}
