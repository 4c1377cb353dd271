//! What is said around giving: counted, left out, refused, asked.

use jiff::Timestamp;
use serenity::model::id::UserId;

use super::store_trouble;
use crate::messages::announcement::{listed, mentions};
use crate::messages::text::{clip, escape, quote};
use crate::messages::when::own_zone;
use crate::recognition::{
    LONGEST_STRENGTH, MOST_NAMED, MOST_RECEIVERS, MOST_WORDS, NothingToGive, Skipped, WhySkipped,
};
use crate::store::{Counted, Refused, StoreError};

/// The title of the form for the words. It names nobody: a name is text, and text can pretend.
pub const FORM_TITLE: &str = "Say thank you";

/// Above the box for the words: what to write, and who reads it (a label has at most 45 characters).
pub const FORM_LABEL: &str = "For what? Everybody in this channel reads it";

/// In the empty box.
pub const FORM_EXAMPLE: &str = "For example: calmer nights since your handover";

/// Above the menu of people.
pub const WHOM: &str = "Whom would you like to thank? Pick one person, or up to seven for the same. Next I ask what for. \
                        (/recognize takes ten.)";

/// In the menu of people.
pub const WHOM_MENU: &str = "Pick a person";

/// In the menu of strengths.
pub const STRENGTHS_MENU: &str = "Which strengths did you see? Up to three, within 24 hours";

/// The menu of strengths came back with one that it did not hold.
pub const NO_SUCH_CHOICE: &str =
    "That strength is not in the list here any more. Open /recognize again for the list of today.";

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
pub const NOT_THEIRS: &str = "Only the person who gave this recognition can add to it.";

/// The recognition is no longer kept.
pub const GONE: &str = "That one does not count any more, so there is nothing to add to it.";

/// It counts. `stirred` is what was said about that, where it was said; else the buttons below ask it. `named` are the
/// strengths that it names. `passed_over` was named and left out before it came to the store. `absent` were named and are not
/// in the server.
pub fn counted(
    given: &Counted,
    quiet: bool,
    stirred: Option<&str>,
    named: &[String],
    (passed_over, absent): (&[Skipped], &[UserId]),
) -> String {
    let mut words = kept_so_far(stirred, named) + " For 24 hours you can take it back.";
    let unannounced: Vec<UserId> =
        given.receivers.iter().filter(|user| !given.announced_to.contains(user)).copied().collect();
    match unannounced.as_slice() {
        [] => {}
        all if quiet => {
            words.push_str(&format!(" It is for {} alone: nothing is posted here.", listed(&mentions(all))));
        }
        [one] => words.push_str(&format!(" <@{one}> takes theirs in private, so it is not announced.")),
        some => {
            let names = listed(&mentions(some));
            words.push_str(&format!(" {names} take theirs in private, so it is not announced for them."));
        }
    }
    // Whoever has left may never look there.
    let present: Vec<UserId> = unannounced.iter().filter(|user| !absent.contains(user)).copied().collect();
    if !present.is_empty() {
        let who = match present.as_slice() {
            _ if present.len() == unannounced.len() => "They find".to_owned(),
            [one] => format!("<@{one}> finds"),
            some => format!("{} find", listed(&mentions(some))),
        };
        words.push_str(&format!(" {who} it in /me; I also tell them in private, where I may, once a week at most."));
    }
    let absent: Vec<UserId> = given.receivers.iter().filter(|user| absent.contains(user)).copied().collect();
    match absent.as_slice() {
        [] => {}
        [one] => words
            .push_str(&format!(" <@{one}> is not in this server, so they may never read it; it counts all the same.")),
        some => words.push_str(&format!(
            " {} are not in this server, so they may never read it; it counts all the same.",
            listed(&mentions(some))
        )),
    }
    let skipped: Vec<Skipped> = passed_over.iter().chain(&given.skipped).copied().collect();
    for sentence in left_out(&skipped) {
        words.push(' ');
        words.push_str(&sentence);
    }
    match given.left {
        None => {}
        Some(0) => words.push_str(" That was the last one for today."),
        Some(1) => words.push_str(" You can thank one more person today."),
        Some(left) => words.push_str(&format!(" You can thank {left} more people today.")),
    }
    if stirred.is_none() {
        let finding = if absent.len() < given.receivers.len() { "You and the people you thanked" } else { "You" };
        words.push_str(&format!("\nWhat did it stir? Pick what fits, or leave it. {finding} find it in /me."));
    }
    if named.is_empty() {
        words.push_str(match (quiet, given.announced_to.is_empty()) {
            (true, _) => "\n-# Strengths that you pick count for whom you thanked, and they alone see them.",
            // In a digest they are numbers beside no name.
            (false, true) => {
                "\n-# Strengths that you pick count for whom you thanked. Nobody else learns in whom you saw them."
            }
            (false, false) => {
                "\n-# Strengths that you pick count for whom you thanked. Everybody here can look up what was named in \
                 somebody, unless they keep theirs private."
            }
        });
    }
    words
}

/// What a recognition stirred, or what it names, is kept.
pub fn picked(stirred: Option<&str>, named: &[String]) -> String {
    kept_so_far(stirred, named) + " You can still pick another."
}

fn kept_so_far(stirred: Option<&str>, named: &[String]) -> String {
    let mut words = match stirred {
        Some(stirred) => format!("Counted, with \u{2018}{stirred}\u{2019}."),
        None => "Counted.".to_owned(),
    };
    if !named.is_empty() {
        words.push_str(&format!(" It names: {}.", names(named)));
    }
    words
}

/// Strengths in a sentence.
fn names(strengths: &[String]) -> String {
    strengths.iter().map(|name| escape(&clip(name, LONGEST_STRENGTH))).collect::<Vec<_>>().join(" \u{b7} ")
}

/// Why people who were named are left out, a sentence each.
fn left_out(skipped: &[Skipped]) -> Vec<String> {
    let mut sentences = Vec::new();
    match sorted(skipped) {
        (false, bots) if bots.is_empty() => {}
        (true, bots) if bots.is_empty() => {
            sentences.push("I left you out of it: this is for what somebody else did.".to_owned());
        }
        (false, bots) => sentences.push(format!("I left out {}: bots don't collect thanks.", listed(&bots))),
        (true, bots) => sentences.push(format!(
            "I left you out of it (this is for what somebody else did), and {} (bots don't collect thanks).",
            listed(&bots)
        )),
    }
    for skip in skipped {
        match skip.why {
            WhySkipped::NotTaking => {
                sentences.push(format!("<@{}> takes no recognition here at the moment.", skip.user));
            }
            WhySkipped::Resting { until } => sentences.push(resting(skip.user, until)),
            WhySkipped::Oneself | WhySkipped::Bot => {}
        }
    }
    sentences
}

fn resting(user: UserId, until: Timestamp) -> String {
    format!("You thanked <@{user}> not long ago; here the next one can come from {} on.", own_zone(until))
}

/// Why nothing is counted, by the server's rules and by what people chose.
pub fn refused(why: &Refused, passed_over: &[Skipped], typed: &str) -> String {
    let said = match why {
        Refused::GiverPaused => {
            "You pause here, so nothing was counted. **/privacy pause** has the button that ends it: *Resume*."
                .to_owned()
        }
        Refused::Nobody { skipped } => {
            let skipped: Vec<Skipped> = passed_over.iter().chain(skipped).copied().collect();
            format!("Nothing was counted. {}", left_out(&skipped).join(" "))
        }
        Refused::Allowance { allowance, left: 0, .. } => format!(
            "Nothing was counted: you have given all of today's. Here everybody can thank {} a day, and at midnight by \
             this server's calendar there are new ones.",
            people(*allowance)
        ),
        Refused::Allowance { allowance, left, asked } if left == allowance => format!(
            "Nothing was counted: it is for {}, and here everybody can thank {} a day. Name fewer.",
            people(*asked),
            people(*allowance)
        ),
        Refused::Allowance { allowance, left, asked } => {
            let left = if *left == 1 { "one more person".to_owned() } else { format!("{left} more people") };
            format!(
                "Nothing was counted: it is for {}, and today you can thank {left} (of {allowance} a day here). Name \
                 fewer, or wait for midnight by this server's calendar.",
                people(*asked)
            )
        }
    };
    with_words_back(&said, typed)
}

/// `one person`, `3 people`.
fn people(number: u32) -> String {
    if number == 1 { "one person".to_owned() } else { format!("{number} people") }
}

/// A strength that is not in the server's list, which is named as far as there is room: the words go first.
pub fn no_such_strength(typed: &str, list: &[String], words: &str) -> String {
    /// A message's length. (Discord's document "Message Resource", "Create Message".)
    const MOST: usize = 2_000;
    let refused = |named: &[String]| {
        let there = match (named.len(), list.len() - named.len()) {
            (0, _) => "Where you type one, this server's list comes up.".to_owned(),
            (_, 0) => format!("They are: {}.", names(named)),
            _ => format!("Some of them: {}. Where you type one, the others come up.", names(named)),
        };
        let said = format!(
            "Nothing was counted: {} is not among the strengths here. {there} Pick up to {MOST_NAMED}, or leave them out.",
            quote(typed, LONGEST_STRENGTH)
        );
        with_words_back(&said, words)
    };
    let fits = |named: &usize| refused(&list[..*named]).encode_utf16().count() <= MOST;
    refused(&list[..(0..=list.len()).rev().find(fits).unwrap_or_default()])
}

/// It can no longer be changed.
pub const TOO_LATE: &str = "That one was given more than 24 hours ago, and by now it stands as it is.";

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
