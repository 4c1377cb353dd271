//! What somebody gave and got, for their eyes alone.

use serenity::builder::{CreateEmbed, CreateEmbedFooter};
use serenity::model::id::UserId;

use super::super::announcement::{listed, mentions, stir};
use super::super::card::Card;
use super::super::colour;
use super::super::givers::{count, day};
use super::super::text::{clip, quote};
use crate::content::Library;
use crate::recognition::Way;
use crate::store::{Mine, Recognition};

/// Somebody who asked to be forgotten.
const FORMER: &str = "a former member";

const GAVE: &str = "What you gave";
const GOT: &str = "What you got";

/// How many of the latest are shown each way.
pub const LATEST: u32 = 5;

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

/// Both ways on one screen: two embeds, which share Discord's 6,000 characters. `thanks` says whether recognition is
/// switched on and an empty side can invite to begin.
pub fn mine(library: &Library, mine: &Mine, thanks: bool) -> Card {
    let gave = if mine.gave == 0 {
        let mut words = "A blank page so far.".to_owned();
        if thanks {
            words.push_str(" When a colleague's work comes to mind: **/recognize**.");
        }
        words
    } else {
        let total = recognitions(mine.gave);
        let people = count(mine.gave_to, "person", "people");
        with_latest(
            format!("{total}, to {people}."),
            mine.gave,
            &mine.latest_given,
            |given| format!("to {}", some_of(&given.receivers)),
            library,
        )
    };
    let got = if mine.got == 0 {
        "A blank page so far. Much of what people value in you is said elsewhere, or never said.".to_owned()
    } else {
        let total = recognitions(mine.got);
        let people = count(mine.got_from, "person", "people");
        with_latest(
            format!("{total}, from {people}."),
            mine.got,
            &mine.latest_got,
            |got| format!("from {}", got.giver.map_or_else(|| FORMER.to_owned(), |giver| format!("<@{giver}>"))),
            library,
        )
    };
    let mut card = Card::embed(CreateEmbed::new().title(GAVE).description(gave).colour(colour::CLARION));
    card.embeds.push(
        CreateEmbed::new()
            .title(GOT)
            .description(got)
            .colour(colour::CLARION)
            .footer(CreateEmbedFooter::new("Only you see this.")),
    );
    card
}

fn with_latest(
    mut text: String,
    all: i64,
    latest: &[Recognition],
    who: impl Fn(&Recognition) -> String,
    library: &Library,
) -> String {
    if all > i64::try_from(latest.len()).unwrap_or(i64::MAX) {
        text.push_str(" The latest:");
    }
    text.push('\n');
    for one in latest {
        text.push('\n');
        text.push_str(&format!("{} \u{b7} {}: {}", day(one.local_date), who(one), words(one)));
        // Simply thanks needs no second word.
        if let Some(way) = one.way.filter(|way| *way != Way::Thanks) {
            text.push_str(&format!(" (\u{2018}{}\u{2019})", clip(&stir(library, way), 60)));
        }
    }
    text
}

/// Ten of these lines, with three mentions, a way and clipped words each, stay under 6,000 characters.
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
