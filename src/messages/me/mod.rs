//! `/me` on the screen: one private message whose pages are turned in place.
//!
//! A page's card stands in a file of its own here. This one has what they share: the overview, the menu that turns to
//! another page, and the buttons for a list that is longer than a screen.

mod balance;
mod commitments;
mod erase;
mod quiz;
mod reflections;
mod suggestions;
mod taking;
mod thanks;

use serenity::builder::{
    CreateActionRow, CreateButton, CreateEmbed, CreateEmbedFooter, CreateSelectMenu, CreateSelectMenuKind,
    CreateSelectMenuOption,
};
use serenity::model::application::ButtonStyle;

use super::card::Card;
use super::colour;
use super::custom_id::{ContactPress, CustomId, MePage, MePress};
use super::nudge::nudge_button;
use super::replies::{contact, nudge as reminder};

pub use balance::{OVER_TIME, balance_lines, balance_page, balance_page_picture};
pub use commitments::{COMMITMENTS_A_SCREEN, commitments, commitments_line};
pub use erase::{erase_question, erase_what, erased};
pub use quiz::{LATEST_ROUNDS, quiz_delete, quiz_lines, quiz_page};
pub use reflections::{REFLECTIONS_A_SCREEN, SEARCH_WORDS, reflections, reflections_line, search_form};
pub use suggestions::{suggestions, suggestions_line};
pub(super) use taking::TAKING;
pub use taking::{taking, taking_line};
pub use thanks::{LATEST, mine, thanks_lines};

/// Under every page.
pub(super) const PRIVATE: &str = "Only you see this.";

/// A page's name in the menu.
fn name(page: MePage) -> &'static str {
    match page {
        MePage::Overview => "Overview",
        MePage::Reflections => "Reflections",
        MePage::Commitments => super::replies::commitment::PAGE,
        MePage::Thanks => "Thanks given and got",
        MePage::Taking => TAKING,
        MePage::Quiz => "Quiz",
        MePage::Balance => "Balance",
        MePage::Suggestions => super::replies::suggestion::PAGE,
    }
}

/// What there is on the pages: a heading and a sentence each, at most 23; and the dial for contact, with whether this
/// person's private messages are `wanted`, and the weekly reminder (`nudge`).
pub fn overview(mut lines: Vec<(String, String)>, wanted: bool, nudge: bool) -> Card {
    lines.push((reminder::HEADING.to_owned(), reminder::line(nudge).to_owned()));
    lines.push(("Private messages".to_owned(), contact::dial(wanted).to_owned()));
    let embed = CreateEmbed::new()
        .title("What I keep for you")
        .description("Your pages in this server. Choose one below.")
        .colour(colour::CLARION)
        .fields(lines.into_iter().map(|(heading, text)| (heading, text, false)))
        .footer(CreateEmbedFooter::new(PRIVATE));
    let button =
        |press: CustomId, label: &str| CreateButton::new(press.to_string()).label(label).style(ButtonStyle::Secondary);
    let dial = if wanted { contact::NO_MORE } else { contact::SOME_AGAIN };
    Card::embed(embed).row(CreateActionRow::Buttons(vec![
        button(CustomId::Me(MePress::Export), "Export"),
        button(CustomId::Me(MePress::Erase), "Delete \u{2026}"),
        button(CustomId::Contact(ContactPress::Set { wanted: !wanted }), dial),
        nudge_button(nudge),
    ]))
}

/// What the exported file is, for those who do not open it.
pub const EXPORT_DESCRIPTION: &str = "What Clarion keeps for you in this server, as JSON";

/// Beside the exported file.
pub fn exported(complete: bool) -> String {
    let all = if complete {
        "Everything that I keep for you in this server"
    } else {
        "The latest of what I keep for you in this server, as much as one file holds"
    };
    format!("{all}, as a file for you alone. Discord keeps it with this message; save it where you want it.")
}

/// The menu that turns to another page.
pub fn page_menu(open: MePage) -> CreateActionRow {
    let entry = |page: MePage| CreateSelectMenuOption::new(name(page), page.id()).default_selection(page == open);
    let kind = CreateSelectMenuKind::String { options: MePage::ALL.into_iter().map(entry).collect() };
    let menu = CreateSelectMenu::new(CustomId::Me(MePress::Turn).to_string(), kind).placeholder("Turn to");
    CreateActionRow::SelectMenu(menu)
}

/// The buttons to the screens before and after this one, where there are any: `last` is the last one's number.
pub fn turning(page: MePage, screen: usize, last: usize, search: Option<&str>) -> Vec<CreateButton> {
    let button = |label: &str, screen: usize| {
        let (screen, search) = (u16::try_from(screen).unwrap_or(u16::MAX), search.map(str::to_owned));
        let press = MePress::Open { page, screen, search };
        CreateButton::new(CustomId::Me(press).to_string()).label(label).style(ButtonStyle::Secondary)
    };
    let back = (screen > 0).then(|| button("Back", screen - 1));
    let more = (screen < last).then(|| button("More", screen + 1));
    back.into_iter().chain(more).collect()
}

/// The buttons that ask what to look for and, where something was looked for, show all again.
fn searching(page: MePage, search: Option<&str>) -> Vec<CreateButton> {
    let button = |press: MePress, label: &str| {
        CreateButton::new(CustomId::Me(press).to_string()).label(label).style(ButtonStyle::Secondary)
    };
    let all = search.map(|_| button(MePress::Open { page, screen: 0, search: None }, "Show all"));
    std::iter::once(button(MePress::Search { page }, "Search")).chain(all).collect()
}
