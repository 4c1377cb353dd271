//! What is said about being written to, and about a schedule that may post too often.

use crate::clock::{Days, LocalTime};
use crate::messages::text::escape;
use crate::messages::when::{WEEK, days_in_words};
use crate::store::Schedule;

use super::schedule::{bold, next_sentence, one_post};

/// The button under a private message that nobody asked for.
pub const NO_MORE: &str = "No more private messages";

/// The button that lets them come again.
pub const SOME_AGAIN: &str = "Private messages again";

/// None of them any more.
pub const STOPPED: &str = "From now on I send you no private message that you did not ask for, in any server. `/me` turns \
                           them on again. What you ask me to ask you still comes. I forget this once everything \
                           of yours is erased: by you with `/privacy forget`, or with the last server where you used me.";

/// None of them any more, to somebody of whom nothing is kept.
pub const KNOWN_NOWHERE: &str = "I have left that server, and I keep nothing of you any more: there is nothing left that I \
                                 could write to you about.";

/// How the dial stands, in `/me`.
pub fn dial(wanted: bool) -> &'static str {
    if wanted {
        "What you did not ask for: one a week at most, in all servers together, and only about schedules that you made or \
         changed last, what waits for you as a steward, or recognition that is for you alone."
    } else {
        "What you did not ask for: none, in any server. What you ask me to ask you still comes."
    }
}

/// The question whether prompts come too often, to the person who set the schedule last.
pub fn quiet(schedule: &Schedule) -> String {
    format!(
        "no button was pressed under the last ten {}s of {} in <#{}>. Reading and talking need no button, so all may \
         be well. If another rhythm would suit you better, pick one here. I ask this once.",
        one_post(schedule.options.posts),
        bold(schedule),
        schedule.channel
    )
}

/// Fewer days, on a button: `Mondays and Thursdays`.
pub fn on_these_days(days: Days) -> String {
    let names: Vec<String> =
        WEEK.iter().filter(|(day, _)| days.contains(*day)).map(|(_, name)| format!("{name}s")).collect();
    names.join(" and ")
}

/// The button that opens the times.
pub const ANOTHER_TIME: &str = "Another time";
/// The menu of times.
pub const TIMES: &str = "At what time?";
/// The button that pauses it.
pub fn stop(schedule: &Schedule) -> String {
    format!("Stop the {}s", one_post(schedule.options.posts))
}
/// The button that changes nothing.
pub const LEAVE: &str = "Leave it as it is";

/// Above the menu of times.
pub fn which_time(schedule: &Schedule) -> String {
    format!("{} posts at {}. Which time would suit better?", bold(schedule), schedule.when.time)
}

/// It has other days.
pub fn other_days(schedule: &Schedule, now: jiff::Timestamp) -> String {
    format!("{} now posts {}. {}", bold(schedule), days_in_words(schedule.when.days), next_sentence(schedule, now))
}

/// It has another time.
pub fn other_time(schedule: &Schedule, time: LocalTime, now: jiff::Timestamp) -> String {
    format!("{} now posts at {time}. {}", bold(schedule), next_sentence(schedule, now))
}

/// It is paused.
pub fn stopped(schedule: &Schedule) -> String {
    format!(
        "{} is paused, and nothing more comes. `/schedule resume` starts it again, whenever you like.",
        bold(schedule)
    )
}

/// Nothing was changed.
pub fn left(schedule: &Schedule) -> String {
    format!("{} stays as it is, and I won't ask again.", bold(schedule))
}

/// Somebody was quicker.
pub fn paused_meanwhile(schedule: &Schedule) -> String {
    format!("{} is paused in the meantime, so I left it as it is.", escape(&schedule.name))
}
