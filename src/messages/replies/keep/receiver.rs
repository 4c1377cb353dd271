//! What is said to somebody who got a recognition: hidden, announced, from whom, and what came of asking a steward.

use jiff::civil::Date;
use serenity::model::id::{ChannelId, UserId};
use serenity::model::mention::Mentionable;

use super::{ABOUT, OUT_OF_SIGHT, Stands};
use crate::messages::announcement::listed;
use crate::messages::givers::day;
use crate::store::{Ended, MOST_DECLINED, Received};

/// The receiver's buttons.
pub const HIDE: &str = "Hide this one";
/// The same.
pub const SHOW: &str = "No longer hide it";
/// The same.
pub const ANNOUNCE_NONE: &str = "Announce nothing I get";
/// The same.
pub const ANNOUNCE_ALL: &str = "Announce what I get";
/// The same.
pub const NOT_FROM: &str = "Nothing more from them";
/// The same.
pub const FROM_AGAIN: &str = "Take from them again";
/// The same.
pub const REPORT: &str = "Ask a steward";

/// To somebody who got it: where it may stand, and how the bot learns of it.
pub fn perhaps_announced(channel: ChannelId) -> String {
    format!(
        "I was never told whether its announcement arrived in {}. If it stands there, press **{ABOUT}** under it: then I know \
         where it is, and can change it.",
        channel.mention()
    )
}

/// In the menu of what somebody got.
pub const WHICH_GOT: &str = "About one you got";

/// Somebody pressed on what was given to somebody else.
pub const FOR_WHOM_IT_NAMES: &str = "What is behind this button is for the people whom the recognition names.";

/// The title of the form to a steward.
pub const REPORT_TITLE: &str = "Ask a steward to look at it";

/// Above its box (a label has at most 45 characters).
pub const REPORT_LABEL: &str = "What is wrong with it? (optional)";

/// In the empty box: who reads it.
pub const REPORT_EXAMPLE: &str =
    "The server's stewards read this, the recognition, and that it was you. Nobody else does.";

/// A steward will see it. `afar`: asked from private messages.
pub fn reported(afar: bool) -> String {
    let (place, there) = if afar { ("that server", " there") } else { ("this server", "") };
    format!(
        "It waits for the stewards of {place} now: people with Manage Server, or with the role that the server gave for it, \
         and never whoever gave it. I tell them that something waits, where I find a way to; `/recognition reports` shows it \
         to them at any time, so you can ask one of them to look. Whoever gave it is not told that it was you. What comes of \
         it stands in /me{there}."
    )
}

/// What became of what somebody asked a steward; `None` where they asked nothing.
pub fn asked_steward(received: &Received) -> Option<&'static str> {
    match (received.reported, received.left, &received.ended) {
        // Which of its wordings they asked about makes no difference once it is gone.
        (true, _, Some(Ended::Voided { .. })) | (_, true, Some(Ended::Voided { .. })) => {
            Some("You had asked a steward to look at it.")
        }
        (true, true, _) => Some("You asked a steward to look at it. One has looked, and left it as it is."),
        (true, false, _) => Some("You asked a steward to look at it. No steward has decided yet."),
        (false, true, _) => Some(
            "You asked a steward to look at it when it had other words. One has looked, and left it as it was then.",
        ),
        (false, false, _) => None,
    }
}

/// Above what somebody got: what a steward has removed lately because they asked for a look at it, by the days on which it was
/// given.
pub fn removed_for(days: &[Date]) -> Option<String> {
    const MOST_TOLD: usize = 3;
    let said: Vec<String> = days.iter().take(MOST_TOLD).map(|given| day(*given)).collect();
    let more = match days.len().saturating_sub(MOST_TOLD) {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    (!said.is_empty())
        .then(|| format!("You asked a steward to look at what you got on {}{more}: it was removed.", listed(&said)))
}

/// Behind a private message: what else there is, in the same server, that no other message tells of.
pub fn more_there(more: u32) -> String {
    match more {
        0 => String::new(),
        1 => " One more that you got stands in /me there.".to_owned(),
        more => format!(" {more} more that you got stand in /me there."),
    }
}

/// They asked before.
pub const REPORTED_BEFORE: &str = "You asked a steward to look at this one already.";

/// The list is full.
pub fn list_full() -> String {
    format!(
        "There are {MOST_DECLINED} people on that list already, as many as it holds. In /me, under \
         **What reaches you**, you can take somebody off it."
    )
}

/// Its giver is nobody any more.
pub const GIVER_GONE: &str = "Whoever gave it is no longer known here, and nothing can come from them.";

/// What the receiver settled last, above the card. `stands`: as far as is known, where its announcement does; `afar`: from
/// private messages.
pub fn settled(what: Settled, stands: Stands, afar: bool) -> String {
    let (here, in_me) = if afar { ("in that server", "/me there") } else { ("here", "/me") };
    let no_name = "Where it was announced, I take your name out in a moment.";
    let (said, there) = match what {
        Settled::Hidden => ("Hidden.".to_owned(), no_name),
        Settled::Shown => (
            "No longer hidden: what it names in you counts for others too.".to_owned(),
            "Where it was announced, it names you in a moment.",
        ),
        // By a button of before.
        Settled::StillHidden => (
            format!("Nothing was changed: you want nothing announced {here}. **{ANNOUNCE_ALL}** changes that first."),
            "",
        ),
        Settled::AnnouncedNone => (
            format!(
                "From now on nothing that you get {here} is announced, and this one is hidden. All of it stands in {in_me}, \
                 under **Thanks given and got**; a private message, one a week at most, tells you what came, where you take \
                 those."
            ),
            no_name,
        ),
        Settled::AnnouncedAll => (
            format!("From now on what you get {here} is announced where it is given. What is hidden stays hidden."),
            "",
        ),
        Settled::NotFrom => (
            format!(
                "Nothing more reaches you {here} from them. They are not told: they read that you take no recognition {here} \
                 at the moment. What they gave before stays."
            ),
            "",
        ),
        Settled::FromAgain => (format!("What they give {here} reaches you again."), ""),
    };
    match (there, stands) {
        ("", _) | (_, Stands::Unsure) => said,
        (_, Stands::OutOfSight) => format!("{said} {OUT_OF_SIGHT}"),
        (there, Stands::InSight | Stands::InPrivate) => format!("{said} {there}"),
    }
}

/// What a receiver settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// One is hidden.
    Hidden,
    /// One is hidden no longer.
    Shown,
    /// The same, while nothing is announced.
    StillHidden,
    /// Nothing is announced.
    AnnouncedNone,
    /// Everything is announced.
    AnnouncedAll,
    /// Nothing from somebody.
    NotFrom,
    /// Something from somebody again.
    FromAgain,
}

/// Whether what somebody gets is announced, on their page and in the overview.
pub fn announced(never: bool) -> &'static str {
    if never {
        "What you get here is announced nowhere: all of it stands under **Thanks given and got**. A private message, one a \
         week at most, tells you what came, where you take those. What was announced before stays where it is, unless you \
         hide it."
    } else {
        "What you get here is announced where it is given, unless its giver wants it quiet."
    }
}

/// From whom nothing is wanted.
pub fn declined(people: &[UserId]) -> String {
    let names = crate::messages::announcement::listed(&crate::messages::announcement::mentions(people));
    match people.len() {
        0 => "You take recognition from everybody. Pick whom you want none from; nobody is told.".to_owned(),
        _ => format!(
            "You take none from {names}. They are not told. The menu holds whom you want none from. Whoever erases everything \
             of theirs here drops off this list."
        ),
    }
}
