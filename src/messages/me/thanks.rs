//! What somebody gave and got, for their eyes alone.

use serenity::builder::{CreateActionRow, CreateButton, CreateEmbed, CreateEmbedFooter};
use serenity::model::application::ButtonStyle;
use serenity::model::id::UserId;

use super::super::announcement::{listed, mentions, stir};
use super::super::card::Card;
use super::super::colour;
use super::super::custom_id::{AccountPress, CustomId, LONGEST_SEARCH, MePage};
use super::super::givers::{count, day};
use super::super::keep::pick_got;
use super::super::replies::keep::WORDS_GONE;
use super::super::text::{clip, escape, quote};
use super::{PRIVATE, searching, turning};
use crate::content::Library;
use crate::recognition::Way;
use crate::store::{Mine, MyThanks, Recognition};

/// Somebody who asked to be forgotten.
const FORMER: &str = "a former member";

const GAVE: &str = "What you gave";
const GOT: &str = "What you got";

/// How many are shown each way on a screen.
pub const LATEST: usize = 5;

/// What the overview says of it: what there is each way.
pub fn thanks_lines(mine: &Mine) -> Vec<(String, String)> {
    let line = |number: i64, people: i64, word: &str| match number {
        0 => "A blank page so far.".to_owned(),
        _ => format!("{}, {word} {}.", recognitions(number), count(people, "person", "people")),
    };
    vec![
        (GAVE.to_owned(), line(mine.gave, mine.gave_to, "to")),
        (GOT.to_owned(), line(mine.got, mine.got_from, "from")),
    ]
}

fn recognitions(number: i64) -> String {
    count(number, "recognition", "recognitions")
}

/// A screen with both ways: two embeds, which share Discord's 6,000 characters. `thanks` says whether recognition is
/// switched on and an empty side can invite to begin; `search` is what was looked for.
pub fn mine(library: &Library, found: &MyThanks, thanks: bool, search: Option<&str>) -> Card {
    let mine = &found.mine;
    let gave = if mine.gave == 0 {
        let mut words = "A blank page so far.".to_owned();
        if thanks {
            words.push_str(" When a colleague's work comes to mind: **/recognize**.");
        }
        words
    } else {
        let people = count(mine.gave_to, "person", "people");
        let total = format!("{}, to {people}.", recognitions(mine.gave));
        let who = |given: &Recognition| format!("to {}", some_of(&given.receivers));
        total + &lines(library, &mine.latest_given, found, found.given, search, who)
    };
    let mut got = if mine.got == 0 {
        "A blank page so far. Much of what people value in you is said elsewhere.".to_owned()
    } else {
        let people = count(mine.got_from, "person", "people");
        let total = format!("{}, from {people}.", recognitions(mine.got));
        let who = |got: &Recognition| {
            format!("from {}", got.giver.map_or_else(|| FORMER.to_owned(), |giver| format!("<@{giver}>")))
        };
        total + &lines(library, &mine.latest_got, found, found.got, search, who)
    };
    // Once for both, where it is read last.
    if mine.latest_given.iter().chain(&mine.latest_got).any(|one| one.words.is_none()) {
        got.push_str(&format!("\n\n{WORDS_GONE}"));
    }
    let mut card = Card::embed(CreateEmbed::new().title(GAVE).description(gave).colour(colour::CLARION));
    card.embeds.push(
        CreateEmbed::new().title(GOT).description(got).colour(colour::CLARION).footer(CreateEmbedFooter::new(PRIVATE)),
    );
    let mut buttons = turning(MePage::Thanks, found.screen, found.last, search);
    if mine.gave + mine.got > 0 {
        buttons.extend(searching(MePage::Thanks, search));
    }
    if mine.got > 0 {
        let strengths = CustomId::Account(AccountPress::Strengths);
        buttons.push(CreateButton::new(strengths.to_string()).label("My strengths").style(ButtonStyle::Secondary));
    }
    if !buttons.is_empty() {
        card = card.row(CreateActionRow::Buttons(buttons));
    }
    if mine.latest_got.is_empty() { card } else { card.row(pick_got(&mine.latest_got)) }
}

/// Those of one screen, and which of all they are.
fn lines(
    library: &Library,
    shown: &[Recognition],
    found: &MyThanks,
    all: usize,
    search: Option<&str>,
    who: impl Fn(&Recognition) -> String,
) -> String {
    let first = found.screen * LATEST + 1;
    let mut text = match (search, shown.len()) {
        (Some(search), _) if all == 0 => return format!(" None with {}.", quote(search, LONGEST_SEARCH)),
        (_, 0) => return " No more of them.".to_owned(),
        (Some(search), _) => format!(" With {}: {all}.", quote(search, LONGEST_SEARCH)),
        (None, _) if all <= shown.len() => String::new(),
        (None, _) if found.screen == 0 => " The latest:".to_owned(),
        (None, len) => format!(" {first} to {}:", first + len - 1),
    };
    text.push('\n');
    for one in shown {
        text.push('\n');
        text.push_str(&format!("{} \u{b7} {}: {}", day(one.local_date), who(one), words(one)));
        // Simply thanks needs no second word.
        if let Some(way) = one.way.filter(|way| *way != Way::Thanks) {
            text.push_str(&format!(" (\u{2018}{}\u{2019})", clip(&stir(library, way), 60)));
        }
        if !one.strengths.is_empty() {
            text.push_str(&format!(" \u{b7} {}", escape(&clip(&one.strengths.join(" \u{b7} "), 60))));
        }
        if one.quiet {
            text.push_str(" \u{b7} in private");
        }
    }
    text
}

/// Ten of these lines, with three mentions, a way, strengths and clipped words each, stay under 6,000 characters.
fn words(one: &Recognition) -> String {
    const MOST_SHOWN: usize = 120;
    one.words.as_deref().map_or_else(|| "the words were erased".to_owned(), |words| quote(words, MOST_SHOWN))
}

/// The first three people, and how many more.
fn some_of(people: &[UserId]) -> String {
    match people {
        [] => FORMER.to_owned(),
        [first, second, third, rest @ ..] if !rest.is_empty() => {
            let mut names = mentions(&[*first, *second, *third]);
            names.push(format!("{} more", rest.len()));
            listed(&names)
        }
        few => listed(&mentions(few)),
    }
}
