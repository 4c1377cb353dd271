//! A recognition, as the channel sees it, and the question that follows it in private.

use serenity::builder::{CreateActionRow, CreateButton};
use serenity::model::application::ButtonStyle;
use serenity::model::id::UserId;

use super::card::Card;
use super::custom_id::CustomId;
use super::text::quote;
use crate::content::Library;
use crate::recognition::{MOST_WORDS, Way};
use crate::store::Id;

/// The announcement of a recognition. It pings the receivers and nobody else, whatever the words hold.
pub fn announcement(giver: UserId, receivers: &[UserId], words: &str, occurrence: Id) -> Card {
    let names: Vec<String> = receivers.iter().map(|receiver| format!("<@{receiver}>")).collect();
    let line = format!("<@{giver}> thanks {}: {}", listed(&names), quote(words, MOST_WORDS));
    Card::text(line).pinging(receivers.iter().copied()).row(CreateActionRow::Buttons(vec![
        CreateButton::new(CustomId::ThankToo { occurrence }.to_string())
            .label("Thank someone too")
            .style(ButtonStyle::Secondary),
    ]))
}

/// The buttons that ask what a recognition stirred, for the person who gave it.
pub fn way_question(library: &Library, recognition: Id) -> CreateActionRow {
    let stir = |way: Way| match way {
        Way::Thanks => "Simply thanks".to_owned(),
        way => library
            .inspiration(&way.to_string())
            .map_or_else(|| way.to_string(), |inspiration| inspiration.stir.clone()),
    };
    CreateActionRow::Buttons(
        [Way::Position, Way::Expert, Way::Personal, Way::Thanks]
            .into_iter()
            .map(|way| {
                CreateButton::new(CustomId::ThankWay { recognition, way }.to_string())
                    .label(stir(way))
                    .style(ButtonStyle::Secondary)
            })
            .collect(),
    )
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
