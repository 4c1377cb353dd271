//! What is said about the weekly reminder whom one might thank.

use jiff::Timestamp;

use super::super::text::within;
use super::super::when::moment_in_words;
use crate::clock::{NextOccurrence, Zone};

/// How much of a server's name is said.
const NAME_SHOWN: usize = 100;

/// The button that asks for it.
pub const WANTED: &str = "Remind me weekly";
/// The button that ends it, where it was asked for.
pub const UNWANTED: &str = "No weekly reminder";
/// The button under a reminder that shows up to three people.
pub const WHOM: &str = "Whom might I thank?";
/// The button under a reminder that ends them.
pub const STOP: &str = "No more of these";

/// Under three people in a private message: where they can be thanked.
pub const TO_THE_SERVER: &str = "Open the server";

/// The heading of the line in `/me`.
pub const HEADING: &str = "Weekly reminder";
/// Whether it comes, in `/me`.
pub fn line(wanted: bool) -> &'static str {
    if wanted {
        "On: once a week at most, in private, I ask you whom you might thank. Not in a week after you have thanked somebody."
    } else {
        "Off. If you like, I ask you in private, once a week at most, whom you might thank."
    }
}

/// It comes from now on. `contact` says whether this person takes such private messages at all.
pub fn on(next: Option<NextOccurrence>, zone: &Zone, contact: bool, now: Timestamp) -> String {
    if !contact {
        return "Noted. As long as you take no private messages of mine (`/me` has the switch), no reminder comes."
            .to_owned();
    }
    let first = next.map(|next| format!(" The first can come {}.", moment_in_words(next, zone, now)));
    format!(
        "Once a week at most I ask you in private whom you might thank.{} None comes in a week after you have thanked \
         somebody, nor where I have written to you already. Nobody else hears of it.",
        first.unwrap_or_default()
    )
}

/// It comes no more.
pub const OFF: &str =
    "No reminder comes any more. `/recognition next` has up to three people to consider, whenever you like.";

/// Somebody else pressed.
pub const NOT_YOURS: &str =
    "That reminder is for the person it went to. `/recognition next` has up to three people for you, too.";

/// Who left presses the button of an old reminder. `wanted`: they have not ended them.
pub fn not_there(wanted: bool) -> String {
    let ended_by = match wanted {
        true => " **No more of these** under the reminder ends what may still come.",
        false => "",
    };
    format!("I don't find you in that server any more, so I show you nobody of it.{ended_by}")
}

/// Somebody presses the button of an old reminder, and it is the bot that left. `wanted`: they have not ended them.
pub fn gone_myself(wanted: bool) -> String {
    let again = match wanted {
        true => {
            " Should I be back within the time that I keep it, reminders come again; **No more of these** under the \
             reminder ends them."
        }
        false => "",
    };
    format!("I'm not in that server any more myself, so I can show you nobody of it.{again}")
}

/// The reminder. `server` is the server's name, where it is known.
pub fn reminder(server: Option<&str>) -> String {
    let server =
        server.map_or_else(|| "your server".to_owned(), |server| format!("**{}**", within(server, NAME_SHOWN)));
    format!(
        "The reminder that you asked for in {server}: whose work made yours easier lately? If nobody comes to mind, I \
         have up to three people to consider. Nobody hears that you looked."
    )
}

/// Above the people to consider, in a private message.
pub const THANK_THERE: &str = "Whatever comes to mind: `/recognize` in the server takes your words to them.";
