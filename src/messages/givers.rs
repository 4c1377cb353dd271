//! Who gives recognition: an account, not a ranking.
//!
//! It is in the order of who gave first, it names only people who gave, and it says so.

use jiff::civil::Date;
use serenity::builder::{CreateActionRow, CreateButton, CreateEmbed, CreateEmbedFooter};
use serenity::model::application::ButtonStyle;

use super::card::Card;
use super::colour;
use super::custom_id::CustomId;
use crate::recognition::{Dates, Period};
use crate::store::GiverTally;

/// How many people stand on one screen. A line has less than 100 characters, an embed's text at most 4,096.
pub const GIVERS_A_SCREEN: usize = 25;

/// A screen of the account, from 0; one past the last shows the last. `thanks` says whether recognition is switched on
/// and an empty account can invite to begin.
pub fn givers(period: Period, dates: Dates, tallies: &[GiverTally], screen: usize, thanks: bool) -> Card {
    let title = format!("Who gives recognition \u{b7} {}", in_words(period));
    let embed = CreateEmbed::new().title(title).colour(colour::CLARION);
    if tallies.is_empty() {
        return Card::embed(embed.description(nobody_yet(period, thanks)));
    }
    let last = tallies.len().div_ceil(GIVERS_A_SCREEN) - 1;
    let screen = screen.min(last);
    let shown: Vec<String> = tallies.iter().skip(screen * GIVERS_A_SCREEN).take(GIVERS_A_SCREEN).map(line).collect();
    let mut text = summary(period, dates, tallies);
    text.push_str("\n\n");
    text.push_str(&shown.join("\n"));
    let mut footer = String::from("In the order of who gave first. Nobody is ranked.");
    if last > 0 {
        let first = screen * GIVERS_A_SCREEN + 1;
        footer.push_str(&format!(" {first} to {} of {}.", first + shown.len() - 1, tallies.len()));
    }
    let card = Card::embed(embed.description(text).footer(CreateEmbedFooter::new(footer)));
    let turn = |label: &str, screen: usize| {
        let screen = u16::try_from(screen).unwrap_or(u16::MAX);
        CreateButton::new(CustomId::Givers { period, screen }.to_string()).label(label).style(ButtonStyle::Secondary)
    };
    let mut buttons = Vec::new();
    if screen > 0 {
        buttons.push(turn("Back", screen - 1));
    }
    if screen < last {
        buttons.push(turn("More", screen + 1));
    }
    if buttons.is_empty() { card } else { card.row(CreateActionRow::Buttons(buttons)) }
}

fn summary(period: Period, dates: Dates, tallies: &[GiverTally]) -> String {
    let gives = count(tallies.iter().map(|tally| tally.gives).sum(), "recognition", "recognitions");
    let people = count(i64::try_from(tallies.len()).unwrap_or(i64::MAX), "person", "people");
    let total = format!("{gives} by {people}");
    match period {
        Period::All => format!("{total}."),
        _ => format!("{}: {total}.", days(dates)),
    }
}

fn line(tally: &GiverTally) -> String {
    format!(
        "{} \u{b7} {}, to {}",
        tally.user.map_or_else(|| "A former member".to_owned(), |user| format!("<@{user}>")),
        count(tally.gives, "recognition", "recognitions"),
        count(tally.people, "person", "people")
    )
}

fn nobody_yet(period: Period, thanks: bool) -> String {
    let mut words = match period {
        Period::All => "A blank page so far.".to_owned(),
        _ => format!("A blank page so far {}.", in_words(period)),
    };
    if thanks {
        words.push_str(
            " The first line could be yours: think of something that went well and who was behind it, then \
             **/recognize** with the `member` and what it is `for`.",
        );
    }
    words
}

fn in_words(period: Period) -> &'static str {
    match period {
        Period::Week => "this week",
        Period::Month => "this month",
        Period::Quarter => "this quarter",
        Period::Year => "this year",
        Period::All => "from the beginning",
    }
}

/// `1 person`, `2 people`.
pub(super) fn count(number: i64, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

/// `21 Nov 2026`, `16 to 21 Nov 2026`, `1 Oct to 21 Nov 2026`, `21 Dec 2026 to 3 Jan 2027`.
pub(super) fn days(dates: Dates) -> String {
    let Dates { first, last } = dates;
    if first == last {
        return day(last);
    }
    let first = match (first.year() == last.year(), first.month() == last.month()) {
        (true, true) => first.strftime("%-d"),
        (true, false) => first.strftime("%-d %b"),
        _ => first.strftime("%-d %b %Y"),
    };
    format!("{first} to {}", day(last))
}

/// `21 Nov 2026`.
pub(super) fn day(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}
