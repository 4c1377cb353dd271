//! An essay on one screen, in our words: what it argues, what it concedes, where it quarrels with the others, and what
//! comes from it.

use serenity::builder::{
    CreateActionRow, CreateButton, CreateEmbed, CreateEmbedFooter, CreateSelectMenu, CreateSelectMenuKind,
    CreateSelectMenuOption,
};
use serenity::model::application::ButtonStyle;

use super::card::Card;
use super::colour;
use super::custom_id::{CustomId, EssaysPress};
use super::text::{clip, upper_first};
use crate::content::{Essay, Library};

/// How many buttons a row holds, and how many choices a menu. (Discord's document "Component Reference".)
const ROW: usize = 5;
const MENU: usize = 25;

/// How many of a message's five rows the buttons may take: one is the menu's.
const BUTTON_ROWS: usize = 4;

/// The screen of one essay, with the way to the others and to the contrasts that come from it. `shared` leaves out the
/// button that shares it.
pub fn essay_card(library: &Library, essay: &Essay, shared: bool) -> Card {
    let mut embed = CreateEmbed::new()
        .title(clip(&upper_first(essay.name.clone()), 256))
        .colour(colour::CLARION)
        .field("It argues", essay.argues.as_str(), false)
        .field("It concedes", essay.concedes.as_str(), false)
        .field("It quarrels", essay.quarrels.as_str(), false)
        .field("Our question", essay.question.as_str(), false)
        .footer(CreateEmbedFooter::new(clip(&essay.origin, 2048)));
    let comes = what_comes(library, essay);
    if !comes.is_empty() {
        embed = embed.field("From it come", clip(&comes, 1024), false);
    }
    if let Some(link) = &essay.link {
        embed = embed.url(link);
    }
    let mut card = Card::embed(embed);
    let contrasts: Vec<CreateSelectMenuOption> = essay
        .contrasts
        .iter()
        .filter_map(|id| library.contrast(id))
        .take(MENU)
        .map(|contrast| CreateSelectMenuOption::new(contrast.title.as_str(), contrast.id.as_str()))
        .collect();
    if !contrasts.is_empty() {
        let id = CustomId::Essays(EssaysPress::Contrast { essay: essay.id.clone() });
        let menu = CreateSelectMenu::new(id.to_string(), CreateSelectMenuKind::String { options: contrasts })
            .placeholder("See a contrast that comes from it");
        card = card.row(CreateActionRow::SelectMenu(menu));
    }
    let others = library.essays.iter().filter(|other| other.id != essay.id);
    let mut buttons: Vec<CreateButton> = others.map(|other| open(other, short_name(&other.name))).collect();
    if !shared {
        let id = CustomId::Essays(EssaysPress::Share { essay: essay.id.clone() });
        buttons.push(CreateButton::new(id.to_string()).label("Share here").style(ButtonStyle::Secondary));
    }
    let rows = buttons.chunks(ROW).take(BUTTON_ROWS);
    rows.fold(card, |card, row| card.row(CreateActionRow::Buttons(row.to_vec())))
}

/// A row of buttons that open the screens of these essays, those of the library among them; `None` where none is.
pub(super) fn essay_row<'a>(
    library: &Library,
    essays: impl IntoIterator<Item = &'a String>,
) -> Option<CreateActionRow> {
    let mut named: Vec<&Essay> = Vec::new();
    for essay in essays.into_iter().filter_map(|id| library.essay(id)) {
        if !named.contains(&essay) {
            named.push(essay);
        }
    }
    let buttons: Vec<CreateButton> =
        named.into_iter().take(ROW).map(|essay| open(essay, upper_first(essay.name.clone()))).collect();
    (!buttons.is_empty()).then_some(CreateActionRow::Buttons(buttons))
}

fn open(essay: &Essay, label: String) -> CreateButton {
    let id = CustomId::Essays(EssaysPress::Open { essay: essay.id.clone() });
    CreateButton::new(id.to_string()).label(clip(&label, 80)).style(ButtonStyle::Secondary)
}

/// "On legacy", where the name is "the essay on legacy".
fn short_name(name: &str) -> String {
    upper_first(name.strip_prefix("the essay ").unwrap_or(name).to_owned())
}

/// What comes from it, a line a kind, by title.
fn what_comes(library: &Library, essay: &Essay) -> String {
    let kinds = [
        ("Contrasts", &essay.contrasts),
        ("Practices", &essay.practices),
        ("Ways to inspire", &essay.inspirations),
        ("Ideas", &essay.ideas),
    ];
    let line = |(kind, ids): (&str, &Vec<String>)| {
        let titles: Vec<&str> = ids.iter().filter_map(|id| library.theme(id)).map(|theme| theme.title()).collect();
        (!titles.is_empty()).then(|| format!("{kind}: {}", titles.join("; ")))
    };
    kinds.into_iter().filter_map(line).collect::<Vec<_>>().join("\n")
}
