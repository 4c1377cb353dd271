//! What belongs to the account of recognition: how it moves, what peers named in somebody, whom one might thank next, and
//! who takes part. None of these shows who thanks whom, and none has a list of people whom nobody thanks.

use serenity::builder::{
    CreateActionRow, CreateButton, CreateEmbed, CreateEmbedFooter, CreateSelectMenu, CreateSelectMenuKind,
};
use serenity::model::application::ButtonStyle;
use serenity::model::id::{ChannelId, GuildId, RoleId, UserId};

use super::card::Card;
use super::colour;
use super::custom_id::{AccountPress, CustomId};
use super::givers::{count, day, days, in_words, name};
use super::replies::account as words;
use super::text::{clip, quote};
use crate::content::Prompt;
use crate::recognition::{Dates, Period, Span, clean_words};
use crate::store::{MightThank, NamedStrengths, Pulse, PulseCounts, RosterCounts};

/// Below so many people on the roster, numbers tell on them.
pub(super) const FEW: i64 = 5;

/// So many of the latest public words are shown.
pub const MOST_WORDS_SHOWN: u32 = 5;

/// So many strengths are shown.
const MOST_STRENGTHS: usize = 25;

/// Themes whose prompts are an idea for a recognition.
pub const TODAYS: [&str; 2] = ["recognition", "recognise-brilliance"];

/// How recognition moves, in counts. `before` are the days that `dates` are compared with.
pub fn pulse(span: Span, dates: Dates, before: Option<Dates>, pulse: &Pulse) -> Card {
    let embed = CreateEmbed::new()
        .title(format!("How recognition moves \u{b7} {}", in_words(span)))
        .colour(colour::CLARION)
        .footer(CreateEmbedFooter::new("Counts only. Nobody is named."));
    let total = count(pulse.now.gives, "recognition", "recognitions");
    let when = match span {
        // The title says them.
        Span::Period(Period::All) | Span::Days(_) => String::new(),
        Span::Period(_) => format!("{}\n\n", days(dates)),
    };
    if !tells_on_nobody(pulse.roster) {
        let people = match pulse.roster {
            0 => "Nobody is on the roster here yet".to_owned(),
            few => format!(
                "{} on the roster here",
                if few == 1 { "One person is".to_owned() } else { format!("{few} people are") }
            ),
        };
        return Card::embed(embed.description(format!(
            "{when}**{total}.**\n{people}. With fewer than {FEW}, other numbers would tell on people, so this is all."
        )));
    }
    let PulseCounts { gives, gave, newly_thanked } = pulse.now;
    let moved = pulse.before.map(|before| than_before(gives, before.gives)).unwrap_or_default();
    let mut text = format!("{when}**{total}**{moved}.\n**{gave} of {}** people on the roster gave", pulse.roster);
    if let Some(before) = pulse.before {
        text.push_str(&format!("; in the days before it was {}", before.gave));
    }
    text.push_str(&format!(
        ".\n**{}** thanked for the first time.",
        match newly_thanked {
            1 => "One person was".to_owned(),
            0 => "Nobody was".to_owned(),
            some => format!("{some} people were"),
        }
    ));
    match (pulse.before, before, pulse.since) {
        (Some(_), Some(before), _) => text.push_str(&format!("\n\nCompared with {}.", days(before))),
        // Not of all of those days is anything known: they are no measure.
        (None, Some(before), Some(since)) => {
            text.push_str(&format!(
                "\n\nThere is nothing to compare with yet: the days before are {}, and the first recognition here is of {}.",
                days(before),
                day(since)
            ));
        }
        _ => {}
    }
    Card::embed(embed.description(text))
}

/// Whether so many are on the roster that numbers tell on nobody.
pub fn tells_on_nobody(roster: i64) -> bool {
    roster >= FEW
}

fn than_before(now: i64, before: i64) -> String {
    match now - before {
        0 => ", as many as in the days before".to_owned(),
        more if more > 0 => format!(", {more} more than in the days before"),
        fewer => format!(", {} fewer than in the days before", -fewer),
    }
}

/// What peers named in somebody. Words that were said in `here` are shown, those of other channels are linked to: whoever
/// may read there finds them. `own`: they look at it themselves.
pub fn named_strengths(guild: GuildId, here: ChannelId, of: UserId, found: &NamedStrengths, own: bool) -> Card {
    if found.kept_private && !own {
        return Card::text(words::kept_private(of));
    }
    let mut text = if own { "What peers named in you.".to_owned() } else { format!("What peers named in <@{of}>.") };
    if found.named.is_empty() {
        text.push_str("\n\nNo strength yet. A recognition can name up to three of them.");
    } else {
        text.push_str("\n\n");
        let lines = found.named.iter().take(MOST_STRENGTHS);
        let lines =
            lines.map(|(strength, number)| format!("**{}** \u{b7} {number}", name(strength).unwrap_or_default()));
        text.push_str(&lines.collect::<Vec<_>>().join("\n"));
        if let Some(more) = found.named.len().checked_sub(MOST_STRENGTHS).filter(|more| *more > 0) {
            text.push_str(&format!("\nand {more} more"));
        }
    }
    let (said_here, elsewhere): (Vec<_>, Vec<_>) = found.latest.iter().partition(|said| said.channel == here);
    if !said_here.is_empty() {
        text.push_str("\n\nThe latest that was said in this channel:");
        for said in said_here {
            text.push_str(&format!("\n{} \u{b7} {}", day(said.local_date), quote(&said.words, 200)));
        }
    }
    if !elsewhere.is_empty() {
        let links = elsewhere.iter().map(|said| {
            let link = format!("https://discord.com/channels/{guild}/{}/{}", said.channel, said.message);
            format!("[{}]({link})", day(said.local_date))
        });
        text.push_str(&format!("\n\nSaid in other channels: {}", links.collect::<Vec<_>>().join(" \u{b7} ")));
    }
    let embed = CreateEmbed::new().title("Strengths").colour(colour::CLARION);
    if !own {
        return Card::embed(embed.description(text));
    }
    text.push_str("\n\n");
    text.push_str(match (found.hidden, found.kept_private) {
        (true, _) => words::HIDDEN,
        (false, true) => words::HIDDEN_WITH_ALL,
        (false, false) => words::SHOWN,
    });
    let label = if found.hidden { "Let others see this" } else { "Keep this for myself" };
    let press = AccountPress::HideStrengths { hidden: !found.hidden };
    let button = CreateButton::new(CustomId::Account(press).to_string()).label(label).style(ButtonStyle::Secondary);
    Card::embed(embed.description(text)).row(CreateActionRow::Buttons(vec![button]))
}

/// Whom somebody might thank next, and an idea what for.
pub fn suggestions(people: &[&MightThank], idea: Option<&Prompt>) -> Card {
    let embed = CreateEmbed::new().colour(colour::CLARION);
    if people.is_empty() {
        return Card::embed(embed.title("Whom to thank next").description(words::NOBODY_TO_SUGGEST));
    }
    let title = match people.len() {
        1 => "One person to consider",
        2 => "Two people to consider",
        _ => "Three people to consider",
    };
    let lines = people.iter().map(|one| {
        let today = if one.today { ", whom you thanked today" } else { "" };
        format!("<@{}>{today}", one.user)
    });
    let mut text = lines.collect::<Vec<_>>().join("\n");
    text.push_str("\n\nPerhaps something of theirs comes to mind that helped you lately.");
    if let Some(idea) = idea {
        text.push_str(&format!("\n\n**An idea: {}**\n{}", idea.title, idea.text));
    }
    let button = |one: &&&MightThank| {
        let name = one.name.as_deref().map(|name| clip(&clean_words(name), 60)).filter(|name| !name.is_empty());
        let label = name.map_or_else(|| "Recognize".to_owned(), |name| format!("Recognize {name}"));
        let press = AccountPress::Thank { receiver: one.user };
        CreateButton::new(CustomId::Account(press).to_string()).label(label).style(ButtonStyle::Secondary)
    };
    let buttons: Vec<CreateButton> =
        people.iter().filter(|one| !one.today).collect::<Vec<_>>().iter().map(button).collect();
    let card = Card::embed(embed.title(title).description(text).footer(CreateEmbedFooter::new(words::BY_CHANCE)));
    if buttons.is_empty() { card } else { card.row(CreateActionRow::Buttons(buttons)) }
}

/// Whether a roster follows a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RosterRole {
    /// The role that was chosen.
    pub chosen: Option<RoleId>,
    /// Whether the bot hears of members: else nobody follows it.
    pub heard: bool,
    /// Whether it is for somebody who may choose another.
    pub manages: bool,
}

/// Who takes part, in counts, with the menus that put people onto the roster and take them off. `done` is what was done.
pub fn roster(counts: &RosterCounts, role: RosterRole, done: Option<String>) -> Card {
    let ways = [
        (counts.took_part, "gave or got recognition"),
        (counts.joined, "joined"),
        (counts.picked, if counts.picked == 1 { "was picked" } else { "were picked" }),
        (counts.by_role, "came with a role"),
    ];
    let ways: Vec<String> =
        ways.into_iter().filter(|(number, _)| *number > 0).map(|(number, way)| format!("{number} {way}")).collect();
    let mut text = match counts.all() {
        0 => "Nobody is on the roster.".to_owned(),
        1 => format!("**1 person** is on the roster: {}.", ways.join(", ")),
        all => format!("**{all} people** are on the roster: {}.", ways.join(", ")),
    };
    if counts.left > 0 {
        text.push_str(&format!(" {} left the server since.", count(counts.left, "more has", "more have")));
    }
    text.push_str("\n\n");
    text.push_str(words::ROSTER);
    if let Some(chosen) = role.chosen {
        text.push_str("\n\n");
        text.push_str(&words::follows(chosen, role.heard));
    }
    if let Some(done) = done {
        text = format!("{done}\n\n{text}");
    }
    let menu = |press: AccountPress, label: &str| {
        let kind = CreateSelectMenuKind::User { default_users: None };
        let menu = CreateSelectMenu::new(CustomId::Account(press).to_string(), kind);
        CreateActionRow::SelectMenu(menu.placeholder(label).min_values(1).max_values(25))
    };
    let embed = CreateEmbed::new().title("The roster").description(text).colour(colour::CLARION);
    let mut card = Card::embed(embed)
        .row(menu(AccountPress::RosterAdd, "Add people"))
        .row(menu(AccountPress::RosterOff, "Take people off"));
    if role.manages && role.heard {
        let kind = CreateSelectMenuKind::Role { default_roles: role.chosen.map(|role| vec![role]) };
        let menu = CreateSelectMenu::new(CustomId::Account(AccountPress::RosterRole).to_string(), kind);
        card = card.row(CreateActionRow::SelectMenu(menu.placeholder(words::ROLE_MENU)));
    }
    if role.manages && role.chosen.is_some() {
        let none = CreateButton::new(CustomId::Account(AccountPress::RosterNoRole).to_string());
        let none = none.label(words::NO_ROLE).style(ButtonStyle::Secondary);
        card = card.row(CreateActionRow::Buttons(vec![none]));
    }
    card
}
