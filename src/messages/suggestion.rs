//! A suggestion for the deck as who made it sees it, and what they are told about it.

use serenity::builder::{CreateActionRow, CreateButton, CreateInputText, CreateModal};
use serenity::model::application::{ButtonStyle, InputTextStyle};

use super::card::Card;
use super::custom_id::{CustomId, DeckPress, MePage, MePress};
use super::deck::embed;
use super::replies::suggestion as replies;
use crate::store::{Decision, DeckAnswer, Id, OwnSuggestion};

/// The most characters that can be said about a suggestion that is declined.
pub const MOST_SAID: usize = 200;

/// The only box of the form that asks what to say.
pub const SAID: &str = "words";

fn button(id: CustomId, label: &str) -> CreateButton {
    CreateButton::new(id.to_string()).label(label).style(ButtonStyle::Secondary)
}

fn hear(suggestion: Id, wished: bool) -> CreateButton {
    let label = if wished { replies::HEAR_BUTTON } else { replies::HEAR_NOT_BUTTON };
    button(CustomId::Deck(DeckPress::Hear { suggestion, wished }), label)
}

fn all_of_mine() -> CreateButton {
    let press = MePress::Open { page: MePage::Suggestions, screen: 0, search: None };
    button(CustomId::Me(press), replies::ALL_OF_MINE)
}

/// A suggestion waits now: with the wish to hear what becomes of it.
pub fn suggested(told: String, suggestion: Id) -> Card {
    Card::text(told).row(CreateActionRow::Buttons(vec![hear(suggestion, true)]))
}

/// One's own suggestion, with what became of it, and the wish to hear of it while it waits.
pub fn own_suggestion(own: &OwnSuggestion) -> Card {
    let suggestion = own.suggestion.id;
    let first = match own.decision {
        None => hear(suggestion, !own.suggestion.hears),
        Some(_) => button(CustomId::Deck(DeckPress::PutAway { suggestion }), replies::PUT_AWAY_BUTTON),
    };
    let mut card = Card::embed(embed(&own.suggestion.words));
    card.content = replies::state(own);
    card.row(CreateActionRow::Buttons(vec![first, all_of_mine()]))
}

/// The form that asks what to say to who suggested it. What is said is optional.
pub fn decline_form(suggestion: Id) -> CreateModal {
    let input = CreateInputText::new(InputTextStyle::Paragraph, replies::WHY_BOX, SAID)
        .placeholder(replies::WHO_READS)
        .required(false)
        .max_length(MOST_SAID as u16);
    CreateModal::new(CustomId::Deck(DeckPress::Declined { suggestion }).to_string(), replies::DECLINE_TITLE)
        .components(vec![CreateActionRow::InputText(input)])
}

/// What became of a suggestion, to who made it, in a private message. `server` is the server's name, where it is known.
/// The button cannot be pressed: it is the mark by which the message is found.
pub fn deck_answer(answer: &DeckAnswer, server: Option<&str>, occurrence: Id) -> Card {
    let label = match answer.decision {
        Decision::InDeck => replies::IN_DECK_LABEL,
        Decision::Declined { .. } => replies::DECLINED_LABEL,
    };
    let mark = button(CustomId::Deck(DeckPress::Told { occurrence }), label).disabled(true);
    let mut card = Card::embed(embed(&answer.words));
    card.content = replies::told(answer, server);
    card.row(CreateActionRow::Buttons(vec![mark]))
}
