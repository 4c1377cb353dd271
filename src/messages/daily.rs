//! The daily prompt as people find it in the channel.

use serenity::builder::{CreateActionRow, CreateButton, CreateEmbed, CreateEmbedFooter};
use serenity::model::application::ButtonStyle;

use super::card::Card;
use super::colour;
use super::custom_id::{CustomId, ReflectPress, TryPress};
use super::replies::commitment::TRY_THIS;
use super::text::clip;
use crate::content::{Library, Prompt};
use crate::store::{Id, SeriesDay};

/// The post of one prompt. The occurrence's id stands in its buttons and nowhere in the text: that is the mark by which
/// a post is found again after a crash.
pub fn daily_prompt(library: &Library, prompt: &Prompt, occurrence: Id) -> Card {
    daily_prompt_of(library, prompt, occurrence, None)
}

/// The same of a prompt that is a day of a series: its footer says which.
pub fn daily_prompt_of(library: &Library, prompt: &Prompt, occurrence: Id, day: Option<&SeriesDay>) -> Card {
    Card::embed(prompt_embed(library, prompt, day)).row(CreateActionRow::Buttons(vec![
        CreateButton::new(CustomId::TwoSides { occurrence, prompt: prompt.id.clone() }.to_string())
            .label("Two sides")
            .style(ButtonStyle::Primary),
        CreateButton::new(CustomId::Reflect(ReflectPress::Write { occurrence, prompt: prompt.id.clone() }).to_string())
            .label("Reflect")
            .style(ButtonStyle::Secondary),
        CreateButton::new(CustomId::Try(TryPress::Open { occurrence, prompt: prompt.id.clone() }).to_string())
            .label(TRY_THIS)
            .style(ButtonStyle::Secondary),
    ]))
}

/// The longest name of a thread, in characters. (Discord's document "Channels", Start Thread from Message.)
const LONGEST_NAME: usize = 100;

/// What a thread about a prompt is called. `None` stands for a prompt that is no longer in the library.
pub fn thread_name(prompt: Option<&Prompt>) -> String {
    prompt.map_or_else(|| "A prompt to talk about".to_owned(), |prompt| clip(&prompt.title, LONGEST_NAME))
}

/// The same prompt to look at: no button, since nothing was posted.
pub fn prompt_preview(library: &Library, prompt: &Prompt) -> Card {
    prompt_preview_of(library, prompt, None)
}

/// The same of a day of a series.
pub fn prompt_preview_of(library: &Library, prompt: &Prompt, day: Option<&SeriesDay>) -> Card {
    Card::embed(prompt_embed(library, prompt, day))
}

fn prompt_embed(library: &Library, prompt: &Prompt, day: Option<&SeriesDay>) -> CreateEmbed {
    let theme = library.theme(&prompt.theme).map_or(prompt.theme.as_str(), |theme| theme.title());
    let essays: Vec<&str> =
        prompt.essays.iter().map(|id| library.essay(id).map_or(id.as_str(), |essay| essay.name.as_str())).collect();
    let argued = match essays.as_slice() {
        [one] => format!("What {one} argues"),
        _ => "What the essays argue".to_owned(),
    };
    let mut footer = format!("{theme} \u{b7} drawn from {}", essays.join(" and "));
    if let Some((day, series)) = day.and_then(|day| Some((day, library.series(&day.series)?))) {
        footer = format!("{}, day {} of {} \u{b7} {footer}", series.title, day.day, day.of);
    }
    CreateEmbed::new()
        .title(prompt.title.as_str())
        .description(prompt.text.as_str())
        .colour(colour::CLARION)
        .field(format!("One small step, our suggestion ({} min)", prompt.minutes), prompt.step.as_str(), false)
        .field(clip(&argued, 256), prompt.idea.as_str(), false)
        .footer(CreateEmbedFooter::new(clip(&footer, 2048)))
}
