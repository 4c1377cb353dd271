//! What became of a post, and why a schedule is paused.

use jiff::SignedDuration;

use crate::store::{PauseReason, reason};

/// From how late on a post is called late. A few seconds are the way through Discord.
const LATE: SignedDuration = SignedDuration::from_mins(2);

/// It may be in the channel.
pub const PERHAPS_POSTED: &str =
    "perhaps posted; Discord's answer was lost and I could not look, so I did not send it a second time";

/// It is in the channel: `link` leads to it, `at` is the time on the wall.
pub fn was_posted(link: &str, at: &str, after_due: SignedDuration) -> String {
    if after_due >= LATE { format!("[posted late]({link}), at {at}") } else { format!("[posted]({link})") }
}

/// It is owed, after that many tries.
pub fn is_on_its_way(attempts: i64) -> String {
    if attempts > 1 {
        "on its way; Discord did not take it yet, and I keep trying".to_owned()
    } else {
        "on its way".to_owned()
    }
}

/// It was not posted, by one of the store's reasons.
pub fn why_not_posted(why: Option<&str>) -> String {
    let because = match why {
        Some(reason::LATE) => "I was away for too long around that time",
        Some(reason::ASKED) => "somebody asked to leave it out",
        Some(reason::SUPERSEDED) => "I was away, and a later one came first",
        Some(reason::CHANGED) => "the schedule was changed before it went out",
        Some(reason::LEFT) => "I was not in this server then",
        _ => return "not posted".to_owned(),
    };
    format!("not posted: {because}")
}

/// Discord refused it; `why` is `refused:<code>`.
pub fn why_refused(why: Option<&str>) -> String {
    let code = why.and_then(|why| why.strip_prefix("refused:")).and_then(|code| code.parse().ok());
    match code {
        Some(code) => format!("not posted: {}", refusal(code).0),
        None => "not posted: Discord refused it".to_owned(),
    }
}

/// Why a schedule is paused, and what lets it run again.
pub fn why_paused(why: PauseReason) -> String {
    match why {
        PauseReason::Asked => "Paused, because somebody asked. `/schedule resume` lets it run again.".to_owned(),
        PauseReason::Refused(code) => {
            let (what, mend) = refusal(code);
            format!("Paused, because {what}. {mend}")
        }
        PauseReason::Unreadable => {
            "Paused, because I no longer know its time zone. `/schedule set zone:` gives it another.".to_owned()
        }
    }
}

/// What Discord's error code means for the channel, and what mends it.
/// (Discord's document "Opcodes and Status Codes", JSON error codes.)
fn refusal(code: u32) -> (String, &'static str) {
    let (what, mend) = match code {
        10003 => ("the channel is gone", "`/schedule set channel:` gives it another."),
        50001 => ("I can't see the channel", "Switch **View Channel** on for me there, then `/schedule resume`."),
        50013 => (
            "a permission is off for me in the channel",
            "`/schedule resume` says which, and lets it run again once it is on.",
        ),
        50083 => ("the thread is archived", "Open it again, then `/schedule resume`."),
        _ => return (format!("Discord refused a post there (its code {code})"), "`/schedule resume` tries again."),
    };
    (what.to_owned(), mend)
}
