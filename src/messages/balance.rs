//! The balance on the screen: a pair at a time, then diverging bars that a phone shows too, what stands out, and two things
//! to try. Never a verdict.

use jiff::civil::Date;
use serenity::builder::{CreateActionRow, CreateButton, CreateEmbed, CreateEmbedFooter};
use serenity::model::application::ButtonStyle;

use super::card::Card;
use super::colour;
use super::custom_id::{BalancePress, BalanceRun, CustomId, MePage, MePress};
use super::drawing::Drawing;
use super::givers::day;
use super::replies::balance as words;
use super::text::{clip, upper_first};
use crate::content::leaning::{Bar, HIGHEST, Suggestion, bars, closing, fitting, suggestions};
use crate::content::{Library, Side};
use crate::picture::{self, Picture};
use crate::store::Balance;

/// How wide a bar is at its longest, on each side.
const LONGEST: usize = 4;
/// The points of the scale, where the library names none.
const SCALE: [&str; 5] = ["all this", "more this", "both alike", "more that", "all that"];

fn button(press: BalancePress, label: impl Into<String>, style: ButtonStyle) -> CreateButton {
    CreateButton::new(CustomId::Balance(press).to_string()).label(label).style(style)
}

/// The pair that comes after these answers; `None` where there is none any more.
pub fn balance_pair(library: &Library, run: &BalanceRun) -> Option<Card> {
    let pair = library.pairs.get(run.answers.len())?;
    let number = run.answers.len() + 1;
    let mut text = String::new();
    let opening = library.openings.first();
    if let Some(opening) = opening.filter(|_| number == 1) {
        text.push_str(&format!("**{}**\n{}\n\n", opening.title, clip(&opening.text, 1_500)));
    }
    text.push_str(&format!("**This:** {}\n**That:** {}", clip(&pair.managing, 500), clip(&pair.leading, 500)));
    let embed = CreateEmbed::new()
        .title(format!("Pair {number} of {}", library.pairs.len()))
        .description(text)
        .colour(colour::CLARION)
        .footer(CreateEmbedFooter::new(words::NOT_YET_KEPT));
    let label = |answer: u8| {
        let place = usize::from(answer);
        let named = opening.and_then(|opening| opening.scale.get(place)).map(String::as_str);
        let point = named.filter(|point| !point.is_empty()).or(SCALE.get(place).copied()).unwrap_or("?");
        clip(&upper_first(point.to_owned()), 80)
    };
    let points =
        (0..=HIGHEST).map(|answer| button(BalancePress::At(run.and(answer)), label(answer), ButtonStyle::Secondary));
    let mut card = Card::embed(embed).row(CreateActionRow::Buttons(points.collect()));
    if number > 1 {
        let back = button(BalancePress::At(run.back()), "Back", ButtonStyle::Secondary);
        card = card.row(CreateActionRow::Buttons(vec![back]));
    }
    Some(card)
}

/// What a balance came to, with the one before it. Its bars are in the picture, or where there is none, in letters.
pub fn balance_result(
    library: &Library,
    balance: &Balance,
    before: Option<&Balance>,
    picture: Option<Drawing>,
) -> Card {
    let embed = result_embed(library, balance, before, picture.as_ref()).footer(CreateEmbedFooter::new(words::KEPT));
    let mut buttons = Vec::new();
    if before.is_some() {
        let press = MePress::Open { page: MePage::Balance, screen: 0, search: None };
        buttons.push(
            CreateButton::new(CustomId::Me(press).to_string()).label("Change over time").style(ButtonStyle::Secondary),
        );
    }
    buttons.push(delete_button(balance));
    let card = Card { files: picture.map(|picture| picture.file).into_iter().collect(), ..Card::embed(embed) };
    card.row(CreateActionRow::Buttons(buttons))
}

/// A balance as a picture.
pub fn balance_picture(library: &Library, balance: &Balance) -> Picture {
    let pairs = balance_bars(library, balance).into_iter().map(|bar| picture::Pair {
        managing: upper_first(bar.managing),
        leading: upper_first(bar.leading),
        lean: bar.lean,
    });
    picture::balance(&pairs.collect::<Vec<_>>(), &titled(balance.local_date))
}

/// How the balance of somebody changed, as a picture: `newest_first`, by the pairs of the newest.
pub fn balances_picture(library: &Library, newest_first: &[Balance]) -> Picture {
    let newest = newest_first.first().map_or(Vec::new(), |newest| balance_bars(library, newest));
    let lean =
        |balance: &Balance, bar: &Bar| balance.leans.iter().find(|(pair, _)| *pair == bar.pair).map(|(_, lean)| *lean);
    let past = |balance: &Balance| picture::Past {
        day: balance.local_date.strftime("%-d %b").to_string(),
        leans: newest.iter().map(|bar| lean(balance, bar)).collect(),
    };
    let shown = &newest_first[..newest_first.len().min(picture::MOST_RESULTS)];
    let results: Vec<picture::Past> = shown.iter().rev().map(past).collect();
    let caption = match (shown.last(), shown.first()) {
        (Some(first), Some(last)) => words::between(first.local_date, last.local_date),
        _ => String::new(),
    };
    let pairs = newest.iter().map(|bar| (upper_first(bar.managing.clone()), upper_first(bar.leading.clone())));
    picture::balance_over_time(&pairs.collect::<Vec<_>>(), &results, &caption)
}

/// The button that asks whether to delete one.
pub(super) fn delete_button(balance: &Balance) -> CreateButton {
    button(BalancePress::Delete { balance: balance.id }, "Delete this one", ButtonStyle::Secondary)
}

/// Bars, what stands out, what to try and what has changed: what the result and the page in `/me` share. Bars of letters
/// would say once more what the picture says, and a screen reader spells them out block by block: it has the picture's own
/// description instead.
pub(super) fn result_embed(
    library: &Library,
    balance: &Balance,
    before: Option<&Balance>,
    picture: Option<&Drawing>,
) -> CreateEmbed {
    let bars = balance_bars(library, balance);
    let leans: Vec<i8> = bars.iter().map(|bar| bar.lean).collect();
    let words_for_it = closing(library, &leans);
    let text = words_for_it.map_or(String::new(), |closing| clip(&closing.text, 1_500));
    let mut embed = CreateEmbed::new()
        .title(words_for_it.map_or(words::PAGE.to_owned(), |closing| clip(&closing.title, 256)))
        .description(match picture {
            Some(picture) => format!("{text}\n{}", picture.legend()).trim_end().to_owned(),
            None => format!("{text}\n{}", drawn(&bars)),
        })
        .colour(colour_of(&leans))
        .field("What stands out", words::stands_out(&bars), false);
    if let Some(picture) = picture {
        embed = embed.image(picture.file.address());
    }
    let tried = suggestions(library, &bars);
    if !tried.is_empty() {
        let heading = if tried.len() == 1 { "Something to try, if you like" } else { "Two things to try, if you like" };
        let lines: Vec<String> = tried.iter().map(to_try).collect();
        embed = embed.field(heading, clip(&lines.join("\n"), 1024), false);
    }
    if let Some(before) = before
        && let Some(change) = words::change(&bars, &before.leans)
    {
        embed = embed.field(words::since(before.local_date), clip(&change, 1024), false);
    }
    embed
}

/// The numbers of a balance as its bars: what a picture of it is drawn from, too.
fn balance_bars(library: &Library, balance: &Balance) -> Vec<Bar> {
    bars(library, balance.leans.iter().map(|(pair, lean)| (pair.as_str(), *lean)))
}

fn to_try(suggestion: &Suggestion<'_>) -> String {
    let side = match suggestion.side {
        Side::Managing => "managing",
        Side::Leading => "leading",
    };
    format!("\u{2022} For {side} ({} min): {}", suggestion.what.minutes, clip(&suggestion.what.text, 400))
}

fn colour_of(leans: &[i8]) -> u32 {
    match fitting(leans) {
        "all-managing" | "leaning-managing" => colour::MANAGING,
        "all-leading" | "leaning-leading" => colour::LEADING,
        _ => colour::CLARION,
    }
}

/// One bar from the middle out, `width` cells to a side.
fn bar(cells: i32, width: usize) -> String {
    let filled = "\u{2588}".repeat(usize::try_from(cells.unsigned_abs()).unwrap_or(0).min(width));
    let (left, right) = if cells < 0 { (filled.as_str(), "") } else { ("", filled.as_str()) };
    format!("{left:>width$}\u{2502}{right:<width$}")
}

/// The bars in letters of one width: about thirty to a line, which a phone shows without breaking it.
fn drawn(bars: &[Bar]) -> String {
    let wide = |end: fn(&Bar) -> &str, head: &str| {
        bars.iter().map(|bar| end(bar).chars().count()).chain([head.len()]).max().unwrap_or(0)
    };
    let managing = wide(|bar| &bar.managing, "managing");
    let space = 2 * LONGEST + 1;
    let mut lines = vec![format!("{:>managing$} {:space$} leading", "managing", "")];
    lines.extend(bars.iter().map(|one| {
        let cells = i32::from(one.lean) * 2;
        format!("{:>managing$} {} {}", one.managing, bar(cells, LONGEST), one.leading)
    }));
    format!("```\n{}\n```", lines.join("\n"))
}

/// Several results below each other, newest first: a bar each for where all pairs together lean.
pub(super) fn over_time(library: &Library, balances: &[Balance]) -> String {
    let line = |balance: &Balance| {
        let leans: Vec<i32> = balance_bars(library, balance).iter().map(|bar| i32::from(bar.lean)).collect();
        let (sum, most) = (leans.iter().sum::<i32>(), 2 * i32::try_from(leans.len()).unwrap_or(10).max(1));
        // Anything at all is seen: a cell at least.
        let cells = (sum.abs() * 4 + most - 1) / most * sum.signum();
        format!("{:>11} {}", day(balance.local_date), bar(cells, LONGEST)).trim_end().to_owned()
    };
    // The date's place, a space and the left half: the two words meet above the middle.
    let mut lines = vec![format!("{:>width$} leading", "managing", width = 12 + LONGEST)];
    lines.extend(balances.iter().map(line));
    format!("```\n{}\n```", lines.join("\n"))
}

/// Whether to delete a balance.
pub fn balance_delete(balance: &Balance) -> Card {
    let keep = MePress::Open { page: MePage::Balance, screen: 0, search: None };
    Card::text(words::delete(&day(balance.local_date))).row(CreateActionRow::Buttons(vec![
        button(BalancePress::DeleteForGood { balance: balance.id }, "Delete it", ButtonStyle::Danger),
        CreateButton::new(CustomId::Me(keep).to_string()).label("Keep it").style(ButtonStyle::Secondary),
    ]))
}

/// A balance's date, for whoever shows several.
pub(super) fn titled(date: Date) -> String {
    format!("{}, {}", words::PAGE, day(date))
}
