//! What somebody wants to try, and how it ended: the open ones first.

use jiff::Timestamp;
use serenity::builder::{
    CreateActionRow, CreateEmbed, CreateEmbedFooter, CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption,
};

use super::super::card::Card;
use super::super::colour;
use super::super::custom_id::{CustomId, LONGEST_SEARCH, MePage, TryPress};
use super::super::givers::day;
use super::super::replies::commitment as replies;
use super::super::text::{clip, quote};
use super::{PRIVATE, searching, turning};
use crate::clock::Zone;
use crate::recognition::clean_words;
use crate::store::Commitment;

/// How many stand on one screen.
pub const COMMITMENTS_A_SCREEN: usize = 5;

/// What the overview says of it.
pub fn commitments_line(open: i64, all: i64) -> (String, String) {
    let text = match (open, all) {
        (_, 0) => "A blank page so far. **I'll try this** under a prompt begins it.".to_owned(),
        (0, all) => format!("Nothing open, {all} in all."),
        (open, all) => format!("{open} open, {all} in all."),
    };
    (replies::PAGE.to_owned(), text)
}

/// A screen of them, with a menu to open one and buttons to turn and to search. `screens` are the one that is shown and the
/// last one.
pub fn commitments(
    shown: &[Commitment],
    zone: &Zone,
    now: Timestamp,
    screens: (usize, usize),
    search: Option<&str>,
) -> Card {
    let today = zone.date_at(now);
    let line = |one: &Commitment| {
        let (made, state) = (day(zone.date_at(one.made_at)), replies::in_short(one, today));
        format!("{made} \u{b7} {state}\n{}", quote(&one.words, 200))
    };
    let title = match search {
        None => replies::PAGE.to_owned(),
        Some(search) => format!("{} with {}", replies::PAGE, quote(search, LONGEST_SEARCH)),
    };
    let text = match (shown, search) {
        ([], Some(_)) => "Nothing that you noted here to try holds that.".to_owned(),
        ([], None) => {
            "A blank page so far. Under each daily prompt is **I'll try this**: what you write there is for you alone, \
               and stands here."
                .to_owned()
        }
        (shown, _) => shown.iter().map(line).collect::<Vec<_>>().join("\n\n"),
    };
    let embed = CreateEmbed::new()
        .title(clip(&title, 256))
        .description(text)
        .colour(colour::CLARION)
        .footer(CreateEmbedFooter::new(PRIVATE));
    let mut card = Card::embed(embed);
    if !shown.is_empty() {
        let entry = |one: &Commitment| {
            CreateSelectMenuOption::new(clip(&clean_words(&one.words), 100), one.id.to_string())
                .description(replies::in_short(one, today))
        };
        let kind = CreateSelectMenuKind::String { options: shown.iter().map(entry).collect() };
        let menu = CreateSelectMenu::new(CustomId::Try(TryPress::Pick).to_string(), kind).placeholder("Open one");
        card = card.row(CreateActionRow::SelectMenu(menu));
    }
    let mut buttons = turning(MePage::Commitments, screens.0, screens.1, search);
    if !shown.is_empty() || search.is_some() {
        buttons.extend(searching(MePage::Commitments, search));
    }
    if buttons.is_empty() { card } else { card.row(CreateActionRow::Buttons(buttons)) }
}
