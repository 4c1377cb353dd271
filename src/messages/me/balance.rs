//! The balance in `/me`: a result a screen, newest first, with what has changed since the one before.

use serenity::builder::{CreateActionRow, CreateButton, CreateEmbed, CreateEmbedFooter};
use serenity::model::application::ButtonStyle;

use super::super::balance::{balance_picture, balances_picture, delete_button, over_time, result_embed, titled};
use super::super::card::Card;
use super::super::colour;
use super::super::custom_id::{BalancePress, CustomId, MePage};
use super::super::drawing::Drawing;
use super::super::givers::{count, day};
use super::super::replies::balance as words;
use super::{PRIVATE, turning};
use crate::content::Library;
use crate::picture::Picture;
use crate::store::Balance;

/// How many results the change over time shows.
pub const OVER_TIME: u32 = 6;

/// What the overview says of it; nothing where there is nothing.
pub fn balance_lines(latest: Option<&Balance>, all: i64) -> Vec<(String, String)> {
    latest
        .map(|latest| {
            let text = format!("{}, the latest of {}.", count(all, "result", "results"), day(latest.local_date));
            (words::PAGE.to_owned(), text)
        })
        .into_iter()
        .collect()
}

/// What is drawn on a screen of the page: one result, or how it came to be so from the ones before. Nothing where nothing
/// is kept.
pub fn balance_page_picture(library: &Library, from: &[Balance]) -> Option<Picture> {
    match from {
        [] => None,
        [only] => Some(balance_picture(library, only)),
        several => Some(balances_picture(library, several)),
    }
}

/// A screen of the page: `from` holds this result, and older ones after it. Where there is no picture of them, bars of
/// letters stand for it.
pub fn balance_page(library: &Library, from: &[Balance], screen: usize, all: usize, picture: Option<Drawing>) -> Card {
    let Some((shown, older)) = from.split_first() else {
        let embed = CreateEmbed::new()
            .title(words::PAGE)
            .description(words::EMPTY)
            .colour(colour::CLARION)
            .footer(CreateEmbedFooter::new(PRIVATE));
        let begin = CreateButton::new(CustomId::Balance(BalancePress::Begin).to_string())
            .label("Begin one")
            .style(ButtonStyle::Secondary);
        return Card::embed(embed).row(CreateActionRow::Buttons(vec![begin]));
    };
    let mut embed = result_embed(library, shown, older.first(), picture.as_ref());
    if from.len() > 1 && picture.is_none() {
        embed = embed.field("Over time", over_time(library, from), false);
    }
    let place = if all > 1 { format!("{} of {all}, newest first. {PRIVATE}", screen + 1) } else { PRIVATE.to_owned() };
    let mut card = Card::embed(embed.footer(CreateEmbedFooter::new(place)));
    card.files.extend(picture.map(|picture| picture.file));
    card.content = format!("**{}**", titled(shown.local_date));
    let mut buttons = turning(MePage::Balance, screen, all.saturating_sub(1), None);
    buttons.push(delete_button(shown));
    card.row(CreateActionRow::Buttons(buttons))
}
