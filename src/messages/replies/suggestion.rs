//! What is said about a suggestion for the deck to who made it, and to those who decide about it.

use super::super::text::{quote, within};
use crate::deck::{MOST_TITLE, Words};
use crate::messages::MOST_SAID;
use crate::store::{Decision, DeckAnswer, OwnSuggestion};

/// How much of a server's name is said.
const NAME_SHOWN: usize = 100;

/// The name of the page of `/me`.
pub const PAGE: &str = "Suggestions for the deck";

/// The button that asks to be told.
pub const HEAR_BUTTON: &str = "Tell me what becomes of it";
/// The button that takes that back.
pub const HEAR_NOT_BUTTON: &str = "No need to tell me";
/// The button that puts away what was decided.
pub const PUT_AWAY_BUTTON: &str = "Put it away";
/// The button that opens the page.
pub const ALL_OF_MINE: &str = "All my suggestions";

/// In the queue, beside a suggestion whose writer asked to be told.
pub const HEARS: &str = "They asked to hear what becomes of it. I tell them once, and never who decided.";

/// The title of the form that declines.
pub const DECLINE_TITLE: &str = "Decline it";
/// The label of its box.
pub const WHY_BOX: &str = "A word about it, if you like";
/// In the box: who can read it.
pub const WHO_READS: &str = "Only the person who suggested it reads this; your name is not with it";

/// On a button that cannot be pressed, under what was told.
pub const IN_DECK_LABEL: &str = "In the deck";
/// The same of one that was declined.
pub const DECLINED_LABEL: &str = "Not in the deck";

/// It is not theirs, or decided and told.
pub const GONE: &str = "That suggestion does not wait any more. `/deck list` shows what is in the deck.";

/// What was decided is put away.
pub const PUT_AWAY: &str = "Put away. A prompt in the deck stays there, without your name.";

/// What became of one's own suggestion, in a sentence or two.
pub fn state(own: &OwnSuggestion) -> String {
    match (&own.decision, own.suggestion.hears) {
        (None, false) => "It waits for those who manage this server.".to_owned(),
        (None, true) => {
            "It waits for those who manage this server. Once they have decided, I send you one private message \
                         about it; if your private messages are closed, it stands in `/me`."
                .to_owned()
        }
        (Some(Decision::InDeck), _) => "It is in the deck, as it stands here.".to_owned(),
        (Some(Decision::Declined { why }), _) => {
            format!("It stays out of the deck.{} Put away, its words are deleted.", reason(why.as_deref()))
        }
    }
}

/// What became of it, on one line.
pub fn in_short(own: &OwnSuggestion) -> &'static str {
    match (&own.decision, own.suggestion.hears) {
        (None, false) => "it waits",
        (None, true) => "it waits, and you hear of it",
        (Some(Decision::InDeck), _) => "in the deck",
        (Some(Decision::Declined { .. }), _) => "not in the deck",
    }
}

fn reason(why: Option<&str>) -> String {
    why.map(|why| format!(" What they say about it: {}", quote(why, MOST_SAID))).unwrap_or_default()
}

/// What became of a suggestion, in a private message that shows its words below.
pub fn told(answer: &DeckAnswer, server: Option<&str>) -> String {
    let title = quote(&answer.words.title, MOST_TITLE);
    let place = server.map(|server| format!(" of **{}**", within(server, NAME_SHOWN))).unwrap_or_default();
    match &answer.decision {
        Decision::InDeck => format!(
            "{title}, which you suggested, is in the deck{place} now, without your name. Thank you for it. You asked me to \
             tell you, and nothing more comes about it. This is how it stands there:"
        ),
        Decision::Declined { why } => format!(
            "{title}, which you suggested, stays out of the deck{place}.{} You asked me to tell you, and nothing more comes \
             about it. I keep its words no longer; here they are, for you:",
            reason(why.as_deref())
        ),
    }
}

/// A suggestion was declined, and who made it is told.
pub fn declined(words: &Words) -> String {
    format!(
        "{} is declined. I tell the person who suggested it once, without a name, and delete its words then.",
        quote(&words.title, MOST_TITLE)
    )
}

/// What is said about a suggestion has more characters than it can have.
pub fn too_long(said: &str) -> String {
    format!(
        "That is longer than {MOST_SAID} characters, so nothing was declined. Your words, to copy:\n> {}",
        quote(said, 1_000)
    )
}
