//! A situation turned over: the contrasts that fit it, the nearest first, short enough for a phone.

use serenity::builder::{CreateActionRow, CreateButton, CreateEmbed, CreateEmbedFooter};
use serenity::model::application::ButtonStyle;

use super::announcement::listed;
use super::card::Card;
use super::colour;
use super::custom_id::{CustomId, ReframePress};
use super::replies::reframe as words;
use super::text::clip;
use crate::content::{Contrast, Library};

/// The contrasts that fit, three at most. `of_message` says whether what they fit is somebody's message. Nothing of it is
/// repeated, and no button shares anything: a situation is told in confidence.
pub fn reframed(library: &Library, contrasts: &[&Contrast], of_message: bool) -> Card {
    let mut card = Card::text(words::found(contrasts.len(), of_message));
    card.embeds = contrasts.iter().map(|contrast| short(library, contrast)).collect();
    let button = |press: ReframePress, label: &str, style| {
        CreateButton::new(CustomId::Reframe(press).to_string()).label(clip(label, 80)).style(style)
    };
    let mut buttons: Vec<CreateButton> = contrasts
        .iter()
        .map(|contrast| {
            button(ReframePress::Open { topic: contrast.id.clone() }, &contrast.title, ButtonStyle::Primary)
        })
        .collect();
    buttons.push(button(ReframePress::NoneFits, "None of these", ButtonStyle::Secondary));
    card.row(CreateActionRow::Buttons(buttons))
}

/// A contrast without its Monday mornings and what the essays argue: those stand on its whole card.
fn short(library: &Library, contrast: &Contrast) -> CreateEmbed {
    let mut embed = CreateEmbed::new()
        .title(contrast.title.as_str())
        .colour(colour::CLARION)
        .field("Managing", contrast.managing.pole.as_str(), true)
        .field("Leading", contrast.leading.pole.as_str(), true);
    if let Some(case) = &contrast.managing.right_when {
        embed = embed.field("Managing is right when", case.as_str(), false);
    }
    let name = |id: &String| library.essay(id).map_or_else(|| id.clone(), |essay| essay.name.clone());
    let essays: Vec<String> = contrast.essays.iter().map(name).collect();
    embed
        .field("Ask yourself", contrast.question.as_str(), false)
        .field(format!("One small step, our suggestion ({} min)", contrast.minutes), contrast.step.as_str(), false)
        .footer(CreateEmbedFooter::new(clip(&format!("Drawn from {}", listed(&essays)), 2048)))
}
