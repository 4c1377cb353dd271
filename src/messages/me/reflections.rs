//! What somebody wrote, the latest first.

use serenity::builder::{
    CreateActionRow, CreateEmbed, CreateEmbedFooter, CreateInputText, CreateModal, CreateSelectMenu,
    CreateSelectMenuKind, CreateSelectMenuOption,
};
use serenity::model::application::InputTextStyle;

use super::super::card::Card;
use super::super::colour;
use super::super::custom_id::{CustomId, LONGEST_SEARCH, MePage, MePress, ReflectPress};
use super::super::givers::{count, day};
use super::super::reflection::reflection_title;
use super::super::text::{clip, escape, quote};
use super::{PRIVATE, searching, turning};
use crate::recognition::clean_words;
use crate::store::{Reflection, Reflections};

/// How many stand on one screen.
pub const REFLECTIONS_A_SCREEN: usize = 5;

/// The only box of the form that asks what to look for.
pub const SEARCH_WORDS: &str = "words";

/// What the overview says of it.
pub fn reflections_line(all: &Reflections) -> (String, String) {
    let text = match all.shown.first() {
        None => "A blank page so far. **Reflect** under a prompt begins it.".to_owned(),
        Some(latest) => {
            let total = i64::try_from(all.total).unwrap_or(i64::MAX);
            let latest = format!("{} \u{b7} {}", day(latest.local_date), escape(&clip(reflection_title(latest), 100)));
            format!("{}, the latest: {latest}", count(total, "reflection", "reflections"))
        }
    };
    ("Reflections".to_owned(), text)
}

/// A screen of them, with a menu to open one and buttons to turn and to search.
pub fn reflections(found: &Reflections, search: Option<&str>) -> Card {
    let title = match search {
        None => "Your reflections".to_owned(),
        Some(search) => format!("Your reflections with {}", quote(search, LONGEST_SEARCH)),
    };
    let text = match (found.shown.as_slice(), search) {
        ([], None) => "A blank page so far. Under each daily prompt is **Reflect**: what you write there is for you \
                       alone, and stands here."
            .to_owned(),
        ([], Some(_)) => "Nothing you wrote here holds that.".to_owned(),
        (shown, _) => shown.iter().map(line).collect::<Vec<_>>().join("\n\n"),
    };
    let mut footer = PRIVATE.to_owned();
    if found.last > 0 {
        let first = found.screen * REFLECTIONS_A_SCREEN + 1;
        footer.push_str(&format!(" {first} to {} of {}.", first + found.shown.len().saturating_sub(1), found.total));
    }
    let embed = CreateEmbed::new()
        .title(clip(&title, 256))
        .description(text)
        .colour(colour::CLARION)
        .footer(CreateEmbedFooter::new(footer));
    let mut card = Card::embed(embed);
    if !found.shown.is_empty() {
        card = card.row(menu(&found.shown));
    }
    let mut buttons = turning(MePage::Reflections, found.screen, found.last, search);
    if found.total > 0 || search.is_some() {
        buttons.extend(searching(MePage::Reflections, search));
    }
    if buttons.is_empty() { card } else { card.row(CreateActionRow::Buttons(buttons)) }
}

/// Five of these stay far below the 4,096 characters of an embed.
fn line(one: &Reflection) -> String {
    let title = escape(&clip(reflection_title(one), 100));
    let shared = if one.shared.is_some() { " \u{b7} shared" } else { "" };
    format!("{} \u{b7} **{title}**{shared}\n{}", day(one.local_date), quote(&one.words, 200))
}

/// The menu that opens one. Its labels are plain text: Discord shows them as they are.
fn menu(shown: &[Reflection]) -> CreateActionRow {
    let entry = |one: &Reflection| {
        let label = format!("{} \u{b7} {}", day(one.local_date), reflection_title(one));
        CreateSelectMenuOption::new(clip(&label, 100), one.id.to_string())
            .description(clip(&clean_words(&one.words), 100))
    };
    let kind = CreateSelectMenuKind::String { options: shown.iter().map(entry).collect() };
    let id = CustomId::Reflect(ReflectPress::Pick).to_string();
    CreateActionRow::SelectMenu(CreateSelectMenu::new(id, kind).placeholder("Open one"))
}

/// The form that asks what to look for.
pub fn search_form(page: MePage) -> CreateModal {
    let input = CreateInputText::new(InputTextStyle::Short, "Words to look for; nobody else sees them", SEARCH_WORDS)
        .required(true)
        .min_length(1)
        .max_length(u16::try_from(LONGEST_SEARCH).unwrap_or(u16::MAX));
    CreateModal::new(CustomId::Me(MePress::Find { page }).to_string(), "Search")
        .components(vec![CreateActionRow::InputText(input)])
}
