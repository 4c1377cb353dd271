//! What is said around the account of recognition: dates that cannot be read, who takes part, what is kept private.

use serenity::model::id::{RoleId, UserId};

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

/// The menu of roles that a roster can follow.
pub const ROLE_MENU: &str = "A role to follow: who has it is on the roster";

/// The button that ends it.
pub const NO_ROLE: &str = "Follow no role";

/// A role was to be followed, and the operator has not switched that on.
pub const ROLES_UNLET: &str = "This Clarion does not follow roles. To do so, Discord would have to tell it of everybody who \
                               joins or leaves this server, or gets or loses a role here. Whoever runs this Clarion has not \
                               switched that on: the setting is `members_intent`, and it is off unless they decide \
                               otherwise. The roster works without it: who gives, gets or joins is on it, and \
                               `/recognition roster` adds people by hand.";

/// The same where Discord refuses it.
pub const ROLES_REFUSED: &str = "This Clarion cannot follow roles at the moment. Whoever runs it has switched that on, and \
                                 Discord does not let it hear of members yet: 'Server Members Intent' is off on the \
                                 application's Bot page. Its log says what to do. Until then `/recognition roster` adds \
                                 people by hand.";

/// The role of everybody was chosen.
pub const ROLE_OF_ALL: &str = "That role is everybody here, and a roster of everybody says little about who takes part. Pick \
                               a role that the people of your team have.";

/// A role of a bot or of an app was chosen.
pub const ROLE_OF_A_BOT: &str = "That role belongs to a bot or an app. Pick one that people have.";

/// Which role is followed. Where nobody hears of members, it is not at the moment.
pub fn follows(role: RoleId, heard: bool) -> String {
    if heard {
        format!(
            "It follows <@&{role}>: who gets that role comes onto it, and who loses it goes off, unless they take part \
             otherwise. Who used /recognition leave is left alone. So is who had their data erased, until the role is chosen or \
             given anew."
        )
    } else {
        format!(
            "<@&{role}> was chosen for it to follow. It does not follow it at the moment, because whoever runs this Clarion \
             does not let it hear of members; whom the role brought before stays."
        )
    }
}

/// A role is followed from now on.
pub fn follows_now(role: RoleId) -> String {
    format!("The roster follows <@&{role}> from now on. Who has it comes onto the roster within a minute or so.")
}

/// No role is followed any more.
pub const FOLLOWS_NONE: &str = "The roster follows no role any more. Whom the role alone had brought is off it.";

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

/// What became of those who were picked to go off it. `stay` have the role that it follows.
pub fn taken_off(off: &[UserId], stay: &[UserId]) -> String {
    let mut parts = Vec::new();
    match (off, stay) {
        ([], []) => parts.push("None of them was on the roster.".to_owned()),
        ([], _) => {}
        (off, _) => parts.push(format!("Off the roster now: {}.", few(off))),
    }
    if !stay.is_empty() {
        parts.push(format!("On it as long as they have the role that it follows: {}.", few(stay)));
    }
    parts.join(" ")
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
