//! The quiz in `/me`: what somebody said in all rounds, and in the latest.

use serenity::builder::{CreateActionRow, CreateButton, CreateEmbed, CreateEmbedFooter};
use serenity::model::application::ButtonStyle;

use super::super::card::Card;
use super::super::colour;
use super::super::custom_id::{CustomId, MePage, MePress, QuizPress};
use super::super::givers::{count, day};
use super::super::replies::quiz as words;
use super::PRIVATE;
use crate::store::QuizHistory;

/// How many of the latest rounds are shown.
pub const LATEST_ROUNDS: u32 = 10;

fn button(press: QuizPress, label: &str, style: ButtonStyle) -> CreateButton {
    CreateButton::new(CustomId::Quiz(press).to_string()).label(label).style(style)
}

/// What the overview says of it; nothing where there is nothing.
pub fn quiz_lines(history: &QuizHistory) -> Vec<(String, String)> {
    let rounds = format!("{}.", count(history.rounds, "round", "rounds"));
    if history.rounds == 0 { Vec::new() } else { vec![(words::PAGE.to_owned(), rounds)] }
}

/// The page.
pub fn quiz_page(history: &QuizHistory) -> Card {
    let mut embed =
        CreateEmbed::new().title(words::PAGE).colour(colour::CLARION).footer(CreateEmbedFooter::new(PRIVATE));
    let mut buttons = Vec::new();
    if history.rounds == 0 {
        embed = embed.description(words::EMPTY);
        buttons.push(button(QuizPress::Begin, "Take a round", ButtonStyle::Secondary));
    } else {
        let mut text = words::all_rounds(history.rounds, history.said);
        text.push('\n');
        for round in &history.latest {
            text.push_str(&format!("\n{} \u{b7} {}", day(round.local_date), words::one_round(round.said)));
        }
        embed = embed.description(text);
        buttons.push(button(QuizPress::Begin, "Another round", ButtonStyle::Secondary));
        buttons.push(button(QuizPress::Delete, "Delete these", ButtonStyle::Secondary));
    }
    Card::embed(embed).row(CreateActionRow::Buttons(buttons))
}

/// Whether to delete them.
pub fn quiz_delete() -> Card {
    let keep = MePress::Open { page: MePage::Quiz, screen: 0, search: None };
    Card::text(words::DELETE).row(CreateActionRow::Buttons(vec![
        button(QuizPress::DeleteForGood, "Delete them", ButtonStyle::Danger),
        CreateButton::new(CustomId::Me(keep).to_string()).label("Keep them").style(ButtonStyle::Secondary),
    ]))
}
