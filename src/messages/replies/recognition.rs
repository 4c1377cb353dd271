//! What is said around giving: counted, left out, refused, asked.

use serenity::model::id::UserId;

use super::store_trouble;
use crate::messages::announcement::listed;
use crate::messages::text::quote;
use crate::recognition::{MOST_RECEIVERS, MOST_WORDS, NothingToGive, Skipped, WhySkipped};
use crate::store::StoreError;

/// The title of the form for the words. It names nobody: a name is text, and text can pretend.
pub const FORM_TITLE: &str = "Say thank you";

/// Above the box for the words: what to write, and who reads it (a label has at most 45 characters).
pub const FORM_LABEL: &str = "For what? Everybody in this channel reads it";

/// In the empty box.
pub const FORM_EXAMPLE: &str = "For example: calmer nights since your handover";

/// Above the menu of people.
pub const WHOM: &str = "Whom would you like to thank? Next I ask what for. (For several people at once there is \
                        /recognize.)";

/// In the menu of people.
pub const WHOM_MENU: &str = "Pick a person";

/// The same interaction came a second time.
pub const ALREADY: &str = "That one is counted already.";

/// It is counted, the answer came too late to be the announcement, and the bot may not post there by itself.
pub const NOT_ANNOUNCED: &str = "I was too slow to announce this one as my answer, and by myself I can't post in this \
                                 channel: **Send Messages** is off for me here. Tell them yourself, so that they know.";

/// Recognition is switched off in this server.
pub const THANKS_OFF: &str =
    "Recognition is switched off in this server. Someone with Manage Server can switch it on with /setup.";

/// The giver picked themselves.
pub const ONESELF: &str = "This is for what somebody else did. Whose work made yours easier lately?";

/// A bot was picked.
pub const BOT: &str = "That is a bot, and bots don't collect thanks. It works on any person here.";

/// The message is the giver's own.
pub const OWN_MESSAGE: &str = "That message is your own. Pick one that somebody else wrote, and thank them for it.";

/// The message was written by a bot, an app or a webhook.
pub const BOT_MESSAGE: &str =
    "That message comes from a bot or an app, and those don't collect thanks. It works on any person's message.";

/// A form or a menu came back without what it was for.
pub const NOBODY: &str = "I could not make out whom it was for. Please pick a person and try again.";

/// What a recognition stirred was asked of somebody else.
pub const NOT_THEIRS: &str = "Only the person who gave this recognition can say what it stirred.";

/// The recognition is no longer kept.
pub const GONE: &str = "That recognition is no longer kept, so there is nothing to add to it.";

/// It counts. `stirred` is what was said about that, where it was said; else the buttons below ask it.
pub fn counted(stirred: Option<&str>, skipped: &[Skipped]) -> String {
    let mut words = match stirred {
        Some(stirred) => format!("Counted, with \u{2018}{stirred}\u{2019}."),
        None => "Counted.".to_owned(),
    };
    if let Some(left_out) = left_out(skipped) {
        words.push(' ');
        words.push_str(&left_out);
    }
    if stirred.is_none() {
        words.push_str(
            "\nWhat did it stir? Pick what fits, or leave it. You and the people you thanked find it in /me.",
        );
    }
    words
}

/// What a recognition stirred is kept.
pub fn stirred(stirred: &str) -> String {
    format!("Counted, with \u{2018}{stirred}\u{2019}. You can still pick another.")
}

/// Why somebody who was named is left out, for a recognition that goes to others.
fn left_out(skipped: &[Skipped]) -> Option<String> {
    let (oneself, bots) = sorted(skipped);
    match (oneself, bots.as_slice()) {
        (false, []) => None,
        (true, []) => Some("I left you out of it: this is for what somebody else did.".to_owned()),
        (false, bots) => Some(format!("I left out {}: bots don't collect thanks.", listed(bots))),
        (true, bots) => Some(format!(
            "I left you out of it (this is for what somebody else did), and {} (bots don't collect thanks).",
            listed(bots)
        )),
    }
}

/// Whether the giver is among them, and the bots as mentions.
fn sorted(skipped: &[Skipped]) -> (bool, Vec<String>) {
    let mention = |user: UserId| format!("<@{user}>");
    let oneself = skipped.iter().any(|skip| skip.why == WhySkipped::Oneself);
    (oneself, skipped.iter().filter(|skip| skip.why == WhySkipped::Bot).map(|skip| mention(skip.user)).collect())
}

/// Why nothing is given. `typed` are the words that would be lost otherwise.
pub fn nothing_to_give(why: &NothingToGive, typed: &str) -> String {
    let said = match why {
        NothingToGive::Nobody { skipped } => match sorted(skipped) {
            (false, bots) if bots.is_empty() => NOBODY.to_owned(),
            (true, bots) if bots.is_empty() => ONESELF.to_owned(),
            (false, bots) if bots.len() == 1 => BOT.to_owned(),
            (false, bots) => format!("{} are bots, and bots don't collect thanks. Pick a person.", listed(&bots)),
            (true, bots) => format!(
                "This is for what somebody else did, and bots ({}) don't collect thanks. Whose work made yours easier \
                 lately?",
                listed(&bots)
            ),
        },
        NothingToGive::TooMany(people) => {
            format!(
                "That is {people} people, and one recognition goes to at most {MOST_RECEIVERS}. Thank the others \
                 with a second one."
            )
        }
        NothingToGive::NoWords => {
            return "There is nothing in it that people could read. Write in a few words what it is for.".to_owned();
        }
        NothingToGive::TooLong(long) => format!(
            "That is {long} characters, {} more than the {MOST_WORDS} that one recognition holds. One moment, told \
             shortly, says most.",
            long.saturating_sub(MOST_WORDS)
        ),
    };
    with_words_back(&said, typed)
}

/// Recognition is switched off in this server, said to somebody who has already written.
pub fn thanks_off(typed: &str) -> String {
    with_words_back(THANKS_OFF, typed)
}

/// The store failed: nothing was counted.
pub fn not_counted(error: &StoreError, typed: &str) -> String {
    with_words_back(&store_trouble(error), typed)
}

/// A form is gone once it was sent: what was typed into it is handed back, as far as a message holds it.
fn with_words_back(said: &str, typed: &str) -> String {
    /// Escaping can double it, and a message has 2,000 characters.
    const MOST_BACK: usize = 700;
    let typed = crate::recognition::clean_words(typed);
    if typed.is_empty() {
        return said.to_owned();
    }
    format!("{said}\nYour words, so that they are not lost: {}", quote(&typed, MOST_BACK))
}
