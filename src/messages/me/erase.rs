//! Deleting what is kept of somebody, as they choose: what goes, and what stays, in plain words before anything happens.

use serenity::builder::{
    CreateActionRow, CreateButton, CreateEmbed, CreateEmbedFooter, CreateSelectMenu, CreateSelectMenuKind,
    CreateSelectMenuOption,
};
use serenity::model::application::ButtonStyle;
use serenity::model::id::ChannelId;
use serenity::model::mention::Mentionable;

use super::super::announcement::listed;
use super::super::card::Card;
use super::super::colour;
use super::super::custom_id::{CustomId, MePage, MePress};
use super::super::text::upper_first;
use super::PRIVATE;
use crate::store::{MyPart, SharedIn};

/// So many channels are named where something may be left.
const MOST_PLACES: usize = 20;

/// What a part is called in a menu and in a sentence.
fn name(part: MyPart) -> &'static str {
    match part {
        MyPart::Reflections => "your reflections",
        MyPart::Quiz => "your rounds of the quiz",
        MyPart::Balance => "your balances",
        MyPart::Commitments => "what you wanted to try",
        MyPart::ThanksWords => "the words of the thank-yous you gave",
        MyPart::Suggestions => "your suggestions for the team's deck",
    }
}

/// What goes with it, and what stays.
fn consequence(part: MyPart) -> &'static str {
    match part {
        MyPart::Reflections => "All of them go. What you shared is taken down from its channel as well.",
        MyPart::Quiz => "All rounds go, and what you said in them.",
        MyPart::Balance => "All of them go, and with them the change over time.",
        MyPart::Commitments => {
            "All of it goes, and how it ended. I won't ask about any of it, and a question of mine in a thread is taken down."
        }
        MyPart::ThanksWords => {
            "The words go. That you gave them, when and to whom, stays for the people you thanked, and so do the posts in \
             the channels."
        }
        MyPart::Suggestions => "Those that wait go. What is in the deck already stays there, without your name.",
    }
}

fn embed(title: &str, parts: &[MyPart]) -> CreateEmbed {
    let fields = parts.iter().map(|part| (upper_first(name(*part).to_owned()), consequence(*part), false));
    CreateEmbed::new().title(title).colour(colour::CLARION).fields(fields).footer(CreateEmbedFooter::new(PRIVATE))
}

fn button(press: MePress, label: &str, style: ButtonStyle) -> CreateButton {
    CreateButton::new(CustomId::Me(press).to_string()).label(label).style(style)
}

fn keep() -> CreateButton {
    button(MePress::Open { page: MePage::Overview, screen: 0, search: None }, "Keep everything", ButtonStyle::Secondary)
}

/// Asks what to delete.
pub fn erase_what() -> Card {
    let entry = |part: &MyPart| CreateSelectMenuOption::new(upper_first(name(*part).to_owned()), part.id());
    let kind = CreateSelectMenuKind::String { options: MyPart::ALL.iter().map(entry).collect() };
    let most = u8::try_from(MyPart::ALL.len()).unwrap_or(u8::MAX);
    let menu = CreateSelectMenu::new(CustomId::Me(MePress::EraseWhat).to_string(), kind)
        .placeholder("Choose what to delete")
        .min_values(1)
        .max_values(most);
    let description = "Choose below. I ask once more before anything is deleted. **Export** gives you a copy first.";
    Card::embed(embed("What can be deleted", MyPart::ALL).description(description))
        .row(CreateActionRow::SelectMenu(menu))
        .row(CreateActionRow::Buttons(vec![button(MePress::Export, "Export", ButtonStyle::Secondary), keep()]))
}

/// Asks once more.
pub fn erase_question(parts: &[MyPart]) -> Card {
    let card = Card::embed(embed("Delete this?", parts).description("I can't bring it back then."));
    card.row(CreateActionRow::Buttons(vec![
        button(MePress::EraseNow(parts.to_vec()), "Delete", ButtonStyle::Danger),
        keep(),
    ]))
}

/// It is deleted. `left` is what could not be taken down, or may be there.
pub fn erased(parts: &[MyPart], left: &[SharedIn]) -> Card {
    let names: Vec<String> = parts.iter().map(|part| name(*part).to_owned()).collect();
    let mut said = format!("Deleted: {}.", listed(&names));
    if !left.is_empty() {
        let mut places: Vec<ChannelId> = left.iter().map(|left| left.channel).collect();
        places.sort_unstable();
        places.dedup();
        places.truncate(MOST_PLACES);
        let places: Vec<String> = places.iter().map(|channel| channel.mention().to_string()).collect();
        let (posts, them) = if left.len() == 1 { ("One post", "it") } else { ("Some posts", "them") };
        said.push_str(&format!(
            " {posts} may still be in {}: I could not take {them} down. Somebody with Manage Messages can.",
            listed(&places)
        ));
    }
    let press = MePress::Open { page: MePage::Overview, screen: 0, search: None };
    Card::text(said).row(CreateActionRow::Buttons(vec![button(press, "Overview", ButtonStyle::Secondary)]))
}
