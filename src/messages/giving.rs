//! What the giver of a recognition sees in private: that it counts, and what can still be said about it.

use serenity::builder::{CreateActionRow, CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption};

use super::announcement::way_question;
use super::card::Card;
use super::custom_id::{CustomId, GivePress};
use super::keep::keep_row;
use super::replies::recognition as words;
use super::text::clip;
use crate::content::Library;
use crate::recognition::{MOST_NAMED, MOST_STRENGTHS, Way};
use crate::store::Id;

/// What is asked about a recognition that counts.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// The recognition.
    pub recognition: Id,
    /// What it stirred, as far as that was said: `None` outside for what is not asked.
    pub way: Option<Option<Way>>,
    /// The server's strengths, and those that it names; `None` for what is not asked.
    pub strengths: Option<(&'a [String], &'a [String])>,
}

/// The private answer, with what it asks below, and how to take it back.
pub fn given(library: &Library, text: impl Into<String>, asking: &Asking<'_>) -> Card {
    let mut card = Card::text(text);
    if let Some(kept) = asking.way {
        card = card.row(way_question(library, asking.recognition, kept));
    }
    if let Some((list, named)) = asking.strengths
        && let Some(menu) = strength_menu(asking.recognition, list, named)
    {
        card = card.row(CreateActionRow::SelectMenu(menu));
    }
    card.row(keep_row(asking.recognition))
}

/// The menu of strengths, with those that are named already chosen; they stand in it even where the list has changed.
fn strength_menu(recognition: Id, list: &[String], named: &[String]) -> Option<CreateSelectMenu> {
    let gone = named.iter().filter(|name| !list.contains(name));
    let all: Vec<&String> = gone.chain(list).take(MOST_STRENGTHS).collect();
    if all.is_empty() {
        return None;
    }
    let most = u8::try_from(all.len().min(MOST_NAMED)).unwrap_or(1);
    let options = all.into_iter().map(|name| {
        CreateSelectMenuOption::new(clip(name, 100), name.as_str()).default_selection(named.contains(name))
    });
    let kind = CreateSelectMenuKind::String { options: options.collect() };
    let id = CustomId::Give(GivePress::Strengths { recognition });
    Some(CreateSelectMenu::new(id.to_string(), kind).placeholder(words::STRENGTHS_MENU).min_values(0).max_values(most))
}
