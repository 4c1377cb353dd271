//! What `/setup` says: the panel's sentences, and what becomes of it.

use jiff::Timestamp;
use serenity::model::id::UserId;
use serenity::model::mention::Mentionable;

use super::super::access::Access;
use super::super::custom_id::SetupChoice;
use super::super::setup_panel::SetupPanel;
use super::super::when::{moment_in_words, own_zone, rhythm};
use super::access::no_access;
use crate::clock::{NextOccurrence, Zone};

/// The command's description in Discord's menu.
pub const DESCRIPTION: &str = "Start the daily prompt here: channel, time, days and zone on one panel";

/// The description of its one option.
pub const ZONE_OPTION: &str = "Your time zone: start typing a city, such as Berlin";

/// Above the panel of a server that is set up: nothing is lost by looking.
pub const SET_UP_ALREADY: &str =
    "I am set up here already, and this is what holds. Change what you like; Start puts it in place.";

/// The same, where the command came with another zone.
pub const SET_UP_OTHER_ZONE: &str =
    "I am set up here already. This is how it would be in the zone that you named; Start puts it in place.";

/// The same, where the daily schedule is paused.
pub const SET_UP_AND_PAUSED: &str =
    "I am set up here already, and the daily prompt is paused. Start lets it run again with what stands here.";

/// Above a new panel, for somebody whose panel was opened before somebody else set the server up.
pub fn set_up_meanwhile(by: Option<UserId>) -> String {
    let who = by.map_or_else(|| "Somebody".to_owned(), |by| by.mention().to_string());
    format!(
        "{who} set me up while your panel was open, so I left that as it is. This is what holds now; Start puts in \
         place what you change here."
    )
}

/// Above the panel of a server that is new.
pub const NEW_HERE: &str = "This is how I would begin. Nothing is posted before you press Start.";

/// Below the open choices: where to find what the menus do not hold.
pub const MORE_CHOICES: &str =
    "-# Any other zone: `/setup zone:` and start typing a city. Any other time: `/schedule set time:9:45`.";

/// The line that says all that was chosen: `#daily · weekdays 09:00 · Europe/Berlin (a guess) · prompts and thanks`.
pub fn choice_line(choice: &SetupChoice) -> String {
    format!(
        "**{} · {} · {}{} · {}**",
        choice.channel.mention(),
        rhythm(&choice.when()),
        choice.zone,
        if choice.guessed { " (a guess)" } else { "" },
        if choice.thanks { "prompts and thanks" } else { "prompts" },
    )
}

/// What Start will do, or what stands in its way.
pub fn what_start_does(panel: &SetupPanel<'_>) -> String {
    let choice = panel.choice;
    if let Some(obstacle) = no_access(choice.channel, panel.access) {
        let then = match panel.access {
            Access::Unanswered => "asks once more",
            Access::TimedOut => "looks, once it is over",
            _ => "looks, once it is on",
        };
        return format!("{obstacle} **Check again** {then}.");
    }
    let comes = match panel.first {
        Some(first) => format!("prompt comes {}", moment_in_words(first, &choice.zone, panel.now)),
        None => "prompt never comes, since no date is left in the calendar".to_owned(),
    };
    if panel.known_there {
        format!("With **Start**, the next {comes}.")
    } else {
        format!("**Start** introduces me in {} once, and the first {comes}.", choice.channel.mention())
    }
}

/// Why the zone is a guess.
pub fn guess_note(zone: &Zone) -> String {
    format!("-# {zone} is a guess from the language here: Discord tells nobody's time zone. **Change** has others.")
}

/// The set-up is done. `edited` where there was a schedule before; `posted_today` where today's went out already;
/// `introduced` where the channel gets its introduction now.
pub fn started(
    choice: &SetupChoice,
    next: Option<NextOccurrence>,
    (edited, posted_today, introduced): (bool, bool, bool),
    now: Timestamp,
) -> String {
    let mut words = String::new();
    if posted_today {
        words.push_str("Today's was posted already. ");
    }
    match next {
        Some(next) => words.push_str(&format!(
            "**{} {}.** That is {} time; on your own clock it is {}.",
            if edited { "The next one comes" } else { "First one" },
            moment_in_words(next, &choice.zone, now),
            choice.zone,
            own_zone(next.at),
        )),
        None => words.push_str(
            "**Saved.** I find no date for it in the calendar, so nothing will come; `/schedule set` gives it \
                               other days or another time.",
        ),
    }
    words.push('\n');
    if introduced {
        words.push_str(&format!("I am introducing myself in {} now. ", choice.channel.mention()));
    }
    words.push_str("`/schedule` pauses, skips and changes; `/setup` brings this panel back.");
    if choice.guessed {
        words.push_str(&format!("\n{} was a guess. If it is wrong, `/setup zone:` mends it.", choice.zone));
    }
    words
}
