//! Who gives recognition: an account, not a ranking.
//!
//! It is in the order of names, or of when somebody gave; it names only people who gave, and it says so.

use jiff::civil::Date;
use serenity::builder::{CreateActionRow, CreateButton, CreateEmbed, CreateEmbedFooter};
use serenity::model::application::ButtonStyle;

use super::card::Card;
use super::colour;
use super::custom_id::CustomId;
use super::text::within;
use crate::recognition::{Dates, Order, Period, Span};
use crate::store::{Giver, GiversScreen};

/// How many people stand on one screen. A line has less than 160 characters, an embed's text at most 4,096.
pub const GIVERS_A_SCREEN: usize = 25;

/// The most of a name that is shown.
const MOST_NAME: usize = 40;

/// Somebody who asked to be forgotten.
const FORMER: &str = "A former member";

/// A screen of the account. `thanks` says whether recognition is switched on and an empty account can invite to begin.
pub fn givers(span: Span, dates: Dates, order: Order, found: &GiversScreen, thanks: bool) -> Card {
    let title = format!("Who gives recognition \u{b7} {}", in_words(span));
    let embed = CreateEmbed::new().title(title).colour(colour::CLARION);
    if found.gives == 0 {
        return Card::embed(embed.description(nobody_yet(span, thanks)));
    }
    let shown: Vec<String> = found.shown.iter().map(line).collect();
    let mut text = summary(span, dates, found);
    text.push_str("\n\n");
    text.push_str(&shown.join("\n"));
    let by = match order {
        Order::Name => "By name.",
        Order::First => "In the order of who first gave here.",
        Order::Recent => "Who gave last comes first.",
    };
    let mut footer = format!("{by} Nobody is ranked.");
    if found.last > 0 {
        let first = found.screen * GIVERS_A_SCREEN + 1;
        footer.push_str(&format!(" {first} to {} of {}.", first + shown.len().saturating_sub(1), found.givers));
    }
    let card = Card::embed(embed.description(text).footer(CreateEmbedFooter::new(footer)));
    let turn = |label: &str, screen: usize| {
        let screen = u16::try_from(screen).unwrap_or(u16::MAX);
        let id = CustomId::Givers { span, order, screen };
        CreateButton::new(id.to_string()).label(label).style(ButtonStyle::Secondary)
    };
    let mut buttons = Vec::new();
    if found.screen > 0 {
        buttons.push(turn("Back", found.screen - 1));
    }
    if found.screen < found.last {
        buttons.push(turn("More", found.screen + 1));
    }
    if buttons.is_empty() { card } else { card.row(CreateActionRow::Buttons(buttons)) }
}

fn summary(span: Span, dates: Dates, found: &GiversScreen) -> String {
    let gives = count(found.gives, "recognition", "recognitions");
    let total = format!("{gives} by {}", count(i64::try_from(found.givers).unwrap_or(i64::MAX), "person", "people"));
    match span {
        // The title says them.
        Span::Period(Period::All) | Span::Days(_) => format!("{total}."),
        Span::Period(_) => format!("{}: {total}.", days(dates)),
    }
}

fn line(giver: &Giver) -> String {
    let figures = format!(
        "{}, to {}, in {}",
        count(giver.gives, "recognition", "recognitions"),
        count(giver.people, "person", "people"),
        count(giver.weeks, "week", "weeks"),
    );
    match (giver.user, giver.left) {
        (None, _) => format!("-# {FORMER} \u{b7} {figures}"),
        (Some(user), false) => format!("<@{user}> \u{b7} {figures}"),
        // Discord shows a number for the mention of somebody who is gone.
        (Some(user), true) => {
            let name = giver.name.as_deref().and_then(name).unwrap_or_else(|| format!("<@{user}>"));
            format!("-# {name} (left) \u{b7} {figures}")
        }
    }
}

/// A name as text: where a mention would show a number, or cannot stand. `None` where nothing of it can be read.
pub(super) fn name(name: &str) -> Option<String> {
    let shown = within(name, MOST_NAME);
    (!shown.is_empty()).then_some(shown)
}

fn nobody_yet(span: Span, thanks: bool) -> String {
    let mut words = match span {
        Span::Period(Period::All) => "A blank page so far.".to_owned(),
        Span::Period(_) => format!("A blank page so far {}.", in_words(span)),
        Span::Days(_) => return "A blank page in those days.".to_owned(),
    };
    if thanks {
        words.push_str(
            " The first line could be yours: think of something that went well and who was behind it, then \
             **/recognize** with the `member` and what it is `for`.",
        );
    }
    words
}

/// `this month`, `16 to 21 Nov 2026`.
pub(super) fn in_words(span: Span) -> String {
    match span {
        Span::Period(Period::Week) => "this week".to_owned(),
        Span::Period(Period::Month) => "this month".to_owned(),
        Span::Period(Period::Quarter) => "this quarter".to_owned(),
        Span::Period(Period::Year) => "this year".to_owned(),
        Span::Period(Period::All) => "from the beginning".to_owned(),
        Span::Days(dates) => days(dates),
    }
}

/// `1 person`, `2 people`.
pub(super) fn count(number: i64, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

/// `21 Nov 2026`, `16 to 21 Nov 2026`, `1 Oct to 21 Nov 2026`, `21 Dec 2026 to 3 Jan 2027`, `up to 21 Nov 2026`.
pub(super) fn days(dates: Dates) -> String {
    let Dates { first, last } = dates;
    if first == Dates::ALL.first {
        return format!("up to {}", day(last));
    }
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
