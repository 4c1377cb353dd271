//! The messages that nobody asked for: the hello in a new server, or in one that the bot is back in, and the introduction
//! where prompts will appear.
//!
//! Each is posted once. Neither pings anybody.

use std::time::Duration;

use jiff::Timestamp;
use serenity::builder::{CreateActionRow, CreateButton, CreateEmbed};
use serenity::model::application::ButtonStyle;
use serenity::model::mention::Mentionable;

use super::card::Card;
use super::colour;
use super::custom_id::CustomId;
use super::text::escape;
use super::when::{moment_in_words, rhythm};
use crate::store::{Id, Schedule};

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

/// The hello in a server that the bot is back in, with what was set up there before and goes on.
pub fn welcome_back(occurrence: Id, schedules: &[Schedule], now: Timestamp) -> Card {
    let lines: Vec<String> = schedules.iter().map(|schedule| goes_on(schedule, now)).collect();
    let embed = CreateEmbed::new()
        .title("Hello again")
        .description(format!(
            "I was away from this server, and what was set up before goes on. Nothing from the time in between comes \
             late.\n\n{}",
            lines.join("\n")
        ))
        .colour(colour::CLARION);
    Card::embed(embed).row(CreateActionRow::Buttons(vec![
        CreateButton::new(CustomId::SetUp { occurrence }.to_string()).label("Set up").style(ButtonStyle::Secondary),
        CreateButton::new(CustomId::WhatIKeep.to_string()).label("What I keep").style(ButtonStyle::Secondary),
    ]))
}

/// One schedule in a line.
fn goes_on(schedule: &Schedule, now: Timestamp) -> String {
    let zone = &schedule.when.zone;
    let next = match (schedule.paused, schedule.next) {
        (Some(_), _) => "paused; `/schedule show` says why".to_owned(),
        (None, Some(next)) => format!("next {}", moment_in_words(next, zone, now)),
        (None, None) => "no date is left".to_owned(),
    };
    let (name, channel) = (escape(&schedule.name), schedule.channel.mention());
    format!("**{name}** in {channel}: {}, {zone}; {next}", rhythm(&schedule.when))
}

/// The introduction's heading.
pub const INTRODUCTION: &str = "I'm Clarion, and I'll post a prompt here";

/// The introduction in the channel where prompts will appear: who I am, and what is seen by whom.
pub fn introduction(occurrence: Id, keeps: Keeps) -> Card {
    let mut seen = String::from(
        "The prompt is for everybody here. What **Two sides** shows, what you write under **Reflect**, and \
         anything marked as only visible to you, is yours alone.",
    );
    if keeps.thanks {
        seen.push_str(" A thank-you by **/recognize** is for everybody in its channel, unless it is given `quiet`.");
    }
    let embed = CreateEmbed::new()
        .title(INTRODUCTION)
        .description(
            "One short question about leading, with one small step that fits into the day. Answer it aloud, in your \
             head, or not at all: nobody keeps count.",
        )
        .colour(colour::CLARION)
        .field("Who sees what", seen, false)
        .field("What I keep", privacy_line(keeps), false);
    Card::embed(embed).row(CreateActionRow::Buttons(vec![
        CreateButton::new(CustomId::Help { occurrence }.to_string()).label("Help").style(ButtonStyle::Secondary),
    ]))
}

/// On what it depends what is kept in a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keeps {
    /// Recognition is switched on.
    pub thanks: bool,
    /// Its roster follows a role, so that people are known who never used the bot.
    pub follows: bool,
    /// For how long all of it is kept after the bot was removed, in days.
    pub after_removal: Duration,
}

/// What is kept, who could read it, and what becomes of it when the bot is removed, whole: the longest fits into the field of
/// an embed.
pub fn privacy_line(keeps: Keeps) -> String {
    let mut kept = String::from(
        "I keep this server's settings and who made them, which prompts were posted and which contrasts were shown.",
    );
    if keeps.thanks {
        let role = if keeps.follows { ", or have the role that the roster follows" } else { "" };
        kept.push_str(&format!(
            " Of each recognition: its words, who gave and got it, what it stirred, the strengths it names, and the \
             message it is about. Of people who take part{role}: their name, what they decided, and whether they are \
             still here, which I look up once in a while."
        ));
    } else {
        kept.push_str(" Recognition is switched off; what was given before stays on record.");
        if keeps.follows {
            kept.push_str(" So does the name of everybody who has the role that the roster follows.");
        }
    }
    kept.push_str(
        " A suggestion for the team's deck has its writer's name until it is decided, or until they have heard of it if they asked to.",
    );
    kept.push_str(
        " What you write under **Reflect** or **I'll try this**, and your quiz rounds and balances, are \
         shown to nobody else, unless you share it or ask to be asked where others read.",
    );
    format!(
        "{kept} I don't read your messages, except one that somebody picks for **Reframe this**, and I keep nothing of \
         that, nor a list of who is quiet. Whoever operates me can read what is kept. `/privacy show` says \
         more. When I am removed from a server, all of it is kept for {} in case that was a slip, and then erased.",
        days_of(keeps.after_removal)
    )
}

/// A time in whole days.
fn days_of(time: Duration) -> String {
    match time.as_secs() / (24 * 60 * 60) {
        1 => "a day".to_owned(),
        days => format!("{days} days"),
    }
}
