//! A contrast on screen: managing and leading side by side, and what an essay argues apart from what Clarion suggests.

use serenity::builder::{CreateActionRow, CreateButton, CreateEmbed, CreateEmbedFooter};
use serenity::model::application::ButtonStyle;

use super::card::Card;
use super::colour;
use super::custom_id::CustomId;
use super::essay::essay_row;
use super::text::clip;
use crate::content::{Contrast, Library, Pole, Prompt};

/// The whole of a contrast, with the way to the essays that hold it. `shared` leaves out the button that shares it.
pub fn contrast_card(library: &Library, contrast: &Contrast, shared: bool) -> Card {
    with_buttons(library, contrast, shared, &[])
}

/// The contrast beside a prompt, for one person: the essays that the prompt draws on are the first to get to.
pub fn two_sides(library: &Library, prompt: &Prompt, contrast: &Contrast) -> Card {
    with_buttons(library, contrast, false, &prompt.essays)
}

fn with_buttons(library: &Library, contrast: &Contrast, shared: bool, first: &[String]) -> Card {
    let mut buttons = vec![
        CreateButton::new(CustomId::NextContrast { after: contrast.id.clone() }.to_string())
            .label("Next contrast")
            .style(ButtonStyle::Secondary),
    ];
    if !shared {
        buttons.push(
            CreateButton::new(CustomId::ShareContrast { topic: contrast.id.clone() }.to_string())
                .label("Share here")
                .style(ButtonStyle::Secondary),
        );
    }
    let card = contrast_alone(library, contrast).row(CreateActionRow::Buttons(buttons));
    match essay_row(library, first.iter().chain(&contrast.essays)) {
        Some(row) => card.row(row),
        None => card,
    }
}

/// The whole of a contrast, with nothing to press: where it answers what somebody told in confidence, no button may lead
/// from there into the channel.
pub fn contrast_alone(library: &Library, contrast: &Contrast) -> Card {
    let mut embed = CreateEmbed::new()
        .title(contrast.title.as_str())
        .colour(colour::CLARION)
        // Two inline fields stand beside each other on a wide screen and below each other on a phone.
        .field("Managing", side(&contrast.managing), true)
        .field("Leading", side(&contrast.leading), true);
    if let Some(case) = &contrast.managing.right_when {
        embed = embed.field("Managing is right when", case.as_str(), false);
    }
    embed = embed.field("Ask yourself", contrast.question.as_str(), false).field(
        format!("One small step, our suggestion ({} min)", contrast.minutes),
        contrast.step.as_str(),
        false,
    );
    for argument in &contrast.argues {
        let name = library.essay(&argument.essay).map_or(argument.essay.as_str(), |essay| essay.name.as_str());
        embed = embed.field(clip(&format!("What {name} argues"), 256), argument.text.as_str(), false);
    }
    embed = embed
        .field("What Clarion suggests", contrast.suggest.as_str(), false)
        .footer(CreateEmbedFooter::new("Both sides are needed. Neither is enough alone."));
    Card::embed(embed)
}

fn side(pole: &Pole) -> String {
    let mut words = format!("{}\n\n**On a Monday morning**", pole.pole);
    for sign in &pole.monday {
        words.push_str("\n\u{2022} ");
        words.push_str(sign);
    }
    words
}
