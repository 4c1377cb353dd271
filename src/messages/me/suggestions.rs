//! What somebody suggested for the team's deck, and what became of it.

use serenity::builder::{
    CreateActionRow, CreateEmbed, CreateEmbedFooter, CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption,
};

use super::super::card::Card;
use super::super::colour;
use super::super::custom_id::{CustomId, DeckPress};
use super::super::replies::suggestion as replies;
use super::super::text::{clip, escape};
use crate::store::OwnSuggestion;

/// How many the page shows, and its menu offers. Few wait at a time, and what was decided is told or put away.
const SHOWN: usize = 20;

/// What the overview says of it.
pub fn suggestions_line(all: &[OwnSuggestion]) -> (String, String) {
    let waiting = all.iter().filter(|one| one.decision.is_none()).count();
    let text = match (waiting, all.len() - waiting) {
        (0, 0) => "None that waits. `/deck suggest` makes one.".to_owned(),
        (waiting, 0) => format!("{waiting} waiting."),
        (0, decided) => format!("{decided} decided."),
        (waiting, decided) => format!("{waiting} waiting, {decided} decided."),
    };
    (replies::PAGE.to_owned(), text)
}

/// All of them, with a menu to open one.
pub fn suggestions(all: &[OwnSuggestion]) -> Card {
    let shown = all.get(..SHOWN).unwrap_or(all);
    let line =
        |one: &OwnSuggestion| format!("**{}** \u{b7} {}", escape(&one.suggestion.words.title), replies::in_short(one));
    let text = match shown {
        [] => "None that waits. `/deck suggest` makes one: those who manage this server read it, with your name. What is in \
               the deck is everybody's, and stands in `/deck list` without it."
            .to_owned(),
        shown => shown.iter().map(line).collect::<Vec<_>>().join("\n"),
    };
    let embed = CreateEmbed::new()
        .title(replies::PAGE)
        .description(text)
        .colour(colour::CLARION)
        .footer(CreateEmbedFooter::new("Those who manage this server see what waits. The rest only you see."));
    let card = Card::embed(embed);
    if shown.is_empty() {
        return card;
    }
    let entry = |one: &OwnSuggestion| {
        CreateSelectMenuOption::new(clip(&one.suggestion.words.title, 100), one.suggestion.id.to_string())
            .description(replies::in_short(one))
    };
    let kind = CreateSelectMenuKind::String { options: shown.iter().map(entry).collect() };
    let menu = CreateSelectMenu::new(CustomId::Deck(DeckPress::Mine).to_string(), kind).placeholder("Open one");
    card.row(CreateActionRow::SelectMenu(menu))
}
