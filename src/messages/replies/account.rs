//! What is said around the account of recognition: dates that cannot be read, who takes part, what is kept private.

use serenity::model::id::UserId;

use super::super::announcement::{listed, mentions};
use super::super::text::within;
use crate::store::Picked;

/// They are on the roster now.
pub const JOINED: &str = "You are on the roster now: you count among the people who take part here, and your name can come \
                          up when somebody asks whom to thank next. /recognition leave takes you off it again.";

/// They were on it.
pub const ALREADY_ON: &str = "You are on the roster already. /recognition leave takes you off it.";

/// They are off it.
pub const LEFT: &str = "You are off the roster: it counts without you, and your name does not come up when somebody asks \
                        whom to thank next. Being thanked does not put you back; giving recognition yourself does, and so \
                        does /recognition join.";

/// They were not on it.
pub const ALREADY_OFF: &str = "You were not on the roster, and being thanked will not put you there. Giving recognition \
                               yourself does, and so does /recognition join.";

/// What the roster is.
pub const ROSTER: &str = "Whoever gives or gets recognition is on it by that, and everybody can use /recognition join and \
                          /recognition leave. Who is taken off here comes back by taking part.";

/// Nobody can be suggested.
pub const NOBODY_TO_SUGGEST: &str = "There is nobody to suggest today. People come up here who take part: by giving, by \
                                     being thanked, or by /recognition join. Whom would you pick? **/recognize**";

/// How the suggestions come about.
pub const BY_CHANCE: &str = "Drawn by chance for you today, leaning to people whose last thanks were a while ago. It says \
                             nothing about any one of them. Tomorrow is drawn anew. Only you see this.";

/// Under what peers named in oneself, where others can see it.
pub const SHOWN: &str = "Others here can see this with /recognition strengths, but for what was given quietly or what you \
                         hid.";

/// The same where it is kept private.
pub const HIDDEN: &str = "Only you see this. Who asks for it reads that you keep it for yourself.";

/// The same where all that they get is private.
pub const HIDDEN_WITH_ALL: &str = "Only you see this, since nothing that you get is shown to others. Who asks for it reads \
                                   that you keep it for yourself.";

/// A bot was asked about.
pub const BOT: &str = "That is a bot, and nobody names strengths in those. It works on any person here.";

/// Nobody was picked.
pub const NOBODY_PICKED: &str = "I could not make out who was picked. Please try again.";

/// What peers named is kept private.
pub fn kept_private(of: UserId) -> String {
    format!("<@{of}> keeps this for themselves.")
}

/// A text that is no date.
pub fn no_date(typed: &str) -> String {
    format!(
        "I can't read \u{2018}{}\u{2019} as a date. 2026-11-01, 1 November, Monday or yesterday all work.",
        within(typed, 40)
    )
}

/// The days begin after they end.
pub const TURNED_ROUND: &str = "`from` is a later day than `to`. Swapped, they work.";

/// The days lie ahead.
pub const AHEAD: &str = "Those days are still to come. The account knows what was given up to today.";

/// What became of the people who were picked to go onto the roster. `absent` are not in the server.
pub fn added(picked: &Picked, absent: &[UserId], bots: usize) -> String {
    let mut parts = Vec::new();
    if !picked.added.is_empty() {
        parts.push(format!("On the roster now: {}.", few(&picked.added)));
    }
    if !picked.already.is_empty() {
        parts.push(format!("On it before: {}.", few(&picked.already)));
    }
    if !picked.keeps_off.is_empty() {
        parts.push(format!(
            "Left it by their own wish, and can come back with /recognition join: {}.",
            few(&picked.keeps_off)
        ));
    }
    if !absent.is_empty() {
        parts.push(format!("Not in this server now, and so not put on it: {}.", few(absent)));
    }
    if bots > 0 {
        parts.push("Bots stay off it.".to_owned());
    }
    parts.join(" ")
}

/// What became of those who were picked to go off it.
pub fn taken_off(off: &[UserId]) -> String {
    match off {
        [] => "None of them was on the roster.".to_owned(),
        off => format!("Off the roster now: {}.", few(off)),
    }
}

/// The first ten, and how many more.
fn few(people: &[UserId]) -> String {
    const MOST: usize = 10;
    let mut names = mentions(&people[..people.len().min(MOST)]);
    if people.len() > MOST {
        names.push(format!("{} more", people.len() - MOST));
    }
    listed(&names)
}
