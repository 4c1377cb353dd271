//! Every sentence that Clarion says itself, in one place: what is said to a person who asked for something.
//!
//! Each says what to do next. No exclamation marks, no blame, nothing about anybody else.

mod access;
pub mod account;
pub mod balance;
pub mod commitment;
pub mod contact;
pub mod deck;
pub mod digest;
pub mod files;
pub mod keep;
pub mod me;
pub mod nudge;
pub mod privacy;
pub mod prompt;
pub mod quiz;
pub mod recognition;
pub mod reflection;
pub mod reframe;
pub mod rules;
pub mod schedule;
pub mod setup;
pub mod suggestion;

pub use access::no_access;

use crate::content::{Contrast, Library};
use crate::store::StoreError;

use super::text::within;

/// A command used outside of a server.
pub const SERVERS_ONLY: &str = "I work inside a server. Open one that I am in and try this there.";

/// A command that this version does not know.
pub const UNKNOWN_COMMAND: &str =
    "I no longer know that command. Discord can take an hour to show the new list; /help has what works now.";

/// A button or menu that this version does not know.
pub const STALE_BUTTON: &str =
    "That button is from an older version of me and no longer leads anywhere. /help shows what works now.";

/// Something for people who manage the server.
pub const MANAGE_SERVER_ONLY: &str =
    "That one is for people with the Manage Server permission here. One of them can run it for you.";

/// Something for people who look after recognition in the server.
pub const STEWARDS_ONLY: &str = "That one is for this server's stewards: people with Manage Server, or with the role \
                                 that the server gave for it. One of them can do it for you.";

/// The same, of a server that somebody presses about from private messages.
pub const STEWARDS_THERE_ONLY: &str = "That one is for that server's stewards: people with Manage Server, or with the role \
                                       that the server gave for it. One of them can do it for you.";

/// Discord did not say who may do what.
pub const DISCORD_SILENT: &str =
    "Discord did not tell me just now who you are in that server. Please try again in a minute.";

/// Something public, asked for by somebody who may not write in that channel.
pub const NO_WRITING_HERE: &str =
    "You can read this channel but not write in it, so I won't write in it for you. Try it in a channel where you can.";

/// A library without contrasts.
pub const NO_CONTRASTS: &str =
    "There is no contrast in my library at the moment. Whoever operates me can run `clarion check` to see why.";

/// A library without essays.
pub const NO_ESSAYS: &str =
    "There is no essay in my library at the moment. Whoever operates me can run `clarion check` to see why.";

/// Something inside failed in a way that was not foreseen.
pub const MISHAP: &str =
    "Something went wrong on my side; the cause is in my operator's log. Please try again in a minute.";

/// Another process of the bot does what was asked, and this one had only bought the time for it.
pub const TAKEN_CARE_OF: &str = "That is taken care of. `/schedule show` has how things stand now.";

/// A topic that does not exist, with what comes closest.
pub fn no_such_topic(topic: &str, closest: &[&Contrast]) -> String {
    let topic = within(topic, 60);
    match closest {
        [] => {
            format!("I have no contrast called '{topic}'. Start typing after `topic:` and I will list what there is.")
        }
        _ => {
            let names: Vec<&str> = closest.iter().take(3).map(|contrast| contrast.id.as_str()).collect();
            format!("I have no contrast called '{topic}'. Close to it: {}.", names.join(", "))
        }
    }
}

/// An essay that does not exist, with those that do.
pub fn no_such_essay(which: &str, library: &Library) -> String {
    let names: Vec<&str> = library.essays.iter().take(10).map(|essay| essay.id.as_str()).collect();
    format!("I have no essay called '{}'. There are {}.", within(which, 60), names.join(", "))
}

/// The store failed. What was asked for did not happen, or nobody knows whether it did.
pub fn store_trouble(error: &StoreError) -> String {
    match error {
        StoreError::Busy(_) => {
            "My notebook is busy at the moment, and I could not finish that. Please try again in a minute.".to_owned()
        }
        StoreError::Unreachable(_) => {
            "I can't get at my notebook at the moment, and I could not finish that. Please try again in a minute."
                .to_owned()
        }
        StoreError::Unanswered(_) => {
            "I lost sight of my notebook while I was writing that down, so I can't tell whether it is in there. Please \
             look before you try again: `/me` shows thank-yous and reflections, `/schedule show` shows schedules."
                .to_owned()
        }
        StoreError::Full(_) | StoreError::ReadOnly(_) => {
            "I can't write anything down at the moment, so I could not finish that. The cause is in my operator's log; \
             please try again later."
                .to_owned()
        }
        _ => MISHAP.to_owned(),
    }
}
