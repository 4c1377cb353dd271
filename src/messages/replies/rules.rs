//! What the panel of a server's rules for recognition says.

use std::ops::RangeInclusive;

use serenity::model::id::RoleId;

use crate::messages::text::quote;
use crate::recognition::{LONGEST_STRENGTH, ListFault, MOST_DAYS_TO_TELL, MOST_STRENGTHS, days_held};

/// The subcommand in Discord's menu.
pub const DESCRIPTION: &str = "For people who manage the server: how recognition works here";

/// Above the panel.
pub const TITLE: &str = "How recognition works here";

/// Above the strengths of the list that Clarion comes with.
pub const CLARIONS_STRENGTHS: &str = "**Strengths** that people can name in each other: the list I come with.";

/// Above the strengths of a list of the server's own.
pub const OWN_STRENGTHS: &str = "**Strengths** that people can name in each other: this server's own list.";

/// In the menu of people a day.
pub const ALLOWANCE_MENU: &str = "People a day";

/// In the menu of rests.
pub const REST_MENU: &str = "The same person again";

/// In the menu of how long words are kept.
pub const WORDS_KEPT_MENU: &str = "How long words are kept";

/// In the menu of roles.
pub const STEWARD_MENU: &str = "A role whose members are stewards";

/// Opens the form for the strengths.
pub const STRENGTHS_BUTTON: &str = "Edit the strengths";

/// Opens the form for the numbers.
pub const NUMBERS_BUTTON: &str = "Other numbers";

/// The title of the form for the strengths.
pub const STRENGTHS_TITLE: &str = "Strengths, one a line";

/// Above its box (a label has at most 45 characters).
pub const STRENGTHS_LABEL: &str = "Everybody here reads them";

/// In its empty box.
pub const STRENGTHS_EMPTY: &str = "Leave it empty for the list that I come with.";

/// The title of the form for the numbers.
pub const NUMBERS_TITLE: &str = "How recognition works here";

/// Above the box for the people a day.
pub const PEOPLE_LABEL: &str = "People a day each (empty: no limit)";

/// Above the box for the rest.
pub const HOURS_LABEL: &str = "Hours before the same person (empty: none)";

/// Above the box for the words.
pub const DAYS_LABEL: &str = "Days that words are kept (empty: no end)";

/// Everybody as a role.
pub const EVERYBODY: &str = "That role is everybody here. Pick one that a few people have; with none picked, stewards are \
                             the people who manage the server.";

/// The panel came back with a choice that it did not hold.
pub const NO_SUCH_CHOICE: &str = "That choice is not on the panel any more. `/recognition settings` shows a new one.";

/// The line about the allowance.
pub fn allowance(people: Option<u32>) -> String {
    match people {
        None => "**Each day** everybody can thank as many people as they like.".to_owned(),
        Some(1) => "**Each day** everybody can thank one person; what is taken back is free again.".to_owned(),
        Some(people) => format!(
            "**Each day** everybody can thank {people} people. Somebody thanked twice counts twice; what is taken back is \
             free again."
        ),
    }
}

/// The line about the rest.
pub fn rest(hours: Option<u32>) -> String {
    match hours {
        None => "**The same person** can be thanked again at any time.".to_owned(),
        Some(hours) => {
            format!("**The same person** can be thanked again by the same giver after {}.", hours_in_words(hours))
        }
    }
}

/// The line about the stewards.
pub fn stewards(role: Option<RoleId>) -> String {
    match role {
        None => "**Stewards** are the people who manage the server: they can remove a recognition with a reason, see \
                 what people report, and pick who is on the roster."
            .to_owned(),
        Some(role) => format!(
            "**Stewards** are <@&{role}> and the people who manage the server: they can remove a recognition with a \
             reason, see what people report, and pick who is on the roster."
        ),
    }
}

/// The line about the words.
pub fn words_kept(days: Option<u32>) -> String {
    match days {
        None => "**Words** are kept for as long as I am here, unless somebody has theirs erased: what they wrote, or what was \
                 written to them."
            .to_owned(),
        Some(days) => format!(
            "**Words** are deleted after {}: those of recognition, of reports that are decided, and why a steward removed \
             one. What somebody asked a steward to look at waits until that is decided, for {} at most{}. What was \
             counted stays counted, and what was announced, or told in a private message, stays there.",
            days_in_words(days),
            days_in_words(days_held(days)),
            match days < MOST_DAYS_TO_TELL {
                true => format!(
                    "; what waits for its private message, until that is sent, for {} at most",
                    days_in_words(MOST_DAYS_TO_TELL)
                ),
                false => String::new(),
            }
        ),
    }
}

/// A choice of the menu.
pub fn allowance_choice(people: Option<u32>) -> String {
    match people {
        None => "Thank as many people a day as you like".to_owned(),
        Some(1) => "Thank one person a day".to_owned(),
        Some(people) => format!("Thank {people} people a day"),
    }
}

/// A choice of the menu.
pub fn rest_choice(hours: Option<u32>) -> String {
    match hours {
        None => "The same person again at any time".to_owned(),
        Some(hours) => format!("The same person again after {}", hours_in_words(hours)),
    }
}

/// A choice of the menu.
pub fn words_kept_choice(days: Option<u32>) -> String {
    match days {
        None => "Keep the words".to_owned(),
        Some(days) => format!("Delete the words after {}", days_in_words(days)),
    }
}

fn hours_in_words(hours: u32) -> String {
    match (hours, hours / 24) {
        (1, _) => "an hour".to_owned(),
        (_, days) if hours.is_multiple_of(24) => days_in_words(days),
        (hours, _) => format!("{hours} hours"),
    }
}

pub(super) fn days_in_words(days: u32) -> String {
    match days {
        1 => "a day".to_owned(),
        7 => "a week".to_owned(),
        365 => "a year".to_owned(),
        days => format!("{days} days"),
    }
}

/// Something else than a number was typed, or one that is too small or too large. Nothing was changed.
pub fn no_number(label: &str, typed: &str, within: &RangeInclusive<u32>) -> String {
    format!(
        "Nothing was changed: for \u{2018}{label}\u{2019} I can take a number from {} to {}, or nothing at all. You wrote {}.",
        within.start(),
        within.end(),
        quote(typed, 20)
    )
}

/// The list is none. Nothing was changed.
pub fn no_list(fault: &ListFault) -> String {
    match fault {
        ListFault::TooMany(number) => format!(
            "Nothing was changed: that is {number} strengths, and a list holds {MOST_STRENGTHS}. A short list is read more \
             gladly."
        ),
        ListFault::TooLong(name) => format!(
            "Nothing was changed: {} has {} characters, and a strength has at most {LONGEST_STRENGTH}.",
            quote(name, 60),
            name.chars().count()
        ),
    }
}
