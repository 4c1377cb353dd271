//! What became of a post, and why a schedule is paused.

use jiff::SignedDuration;

use super::super::super::access::Access;
use super::super::super::text::upper_first;
use super::super::access::no_access;
use super::name_option;
use crate::store::{PauseReason, Schedule, codes, reason};

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

/// The post is there, and no thread under it; `why` is the store's reason.
pub fn no_thread(why: Option<&str>) -> String {
    let because = match why.and_then(codes::refused) {
        Some(50_013) => "**Create Public Threads** is off for me there".to_owned(),
        Some(50_024) => "that place takes no threads".to_owned(),
        Some(160_006) => "the server has as many open threads as Discord allows".to_owned(),
        Some(code) => format!("Discord refused it (its code {code})"),
        None => "Discord did not open it within a day".to_owned(),
    };
    format!("; its thread could not be opened: {because}")
}

/// It was not posted, by one of the store's reasons.
pub fn why_not_posted(why: Option<&str>) -> String {
    let because = match why {
        Some(reason::LATE) => "I was away for too long around that time",
        Some(reason::ASKED) => "somebody asked to leave it out",
        Some(reason::HOLIDAY) => return "a holiday".to_owned(),
        Some(reason::SUPERSEDED) => "I was away, and a later one came first",
        Some(reason::MOVED) => "by its new time zone, its time had passed already",
        Some(reason::CHANGED) => "the schedule was changed before it went out",
        Some(reason::DELETED) => return "posted, and then deleted by somebody".to_owned(),
        Some(reason::NOTHING_TO_TELL) => "there was no recognition in those days",
        Some(reason::THANKS_OFF) => "recognition is switched off here",
        Some(reason::LEFT) => "I was not in this server then",
        _ => return "not posted".to_owned(),
    };
    format!("not posted: {because}")
}

/// Discord refused it; `why` is `refused:<code>`.
pub fn why_refused(why: Option<&str>) -> String {
    let code = why.and_then(codes::refused);
    match code {
        Some(code) => format!("not posted: {}", refusal(code).0),
        None => "not posted: Discord refused it".to_owned(),
    }
}

/// Why a schedule is paused, and what lets it run again: `paused, because …`, to begin or to go on a sentence with.
/// Nothing where it runs.
pub fn why_paused(schedule: &Schedule) -> String {
    let name = name_option(schedule);
    match schedule.paused {
        None => String::new(),
        Some(PauseReason::Asked) => {
            format!("paused, because somebody asked. `/schedule resume{name}` lets it run again.")
        }
        Some(PauseReason::Refused(code)) => {
            let (what, mend) = refusal(code);
            let then = ", then `/schedule resume{name}`.";
            let again = "`/schedule resume{name}` tries again.";
            let mend = mend.replace("{then}", then).replace("{again}", again).replace("{name}", &name);
            format!("paused, because {what}. {mend}")
        }
        Some(PauseReason::Unreadable) => {
            format!("paused, because I no longer know its time zone. {}", another_zone(schedule))
        }
    }
}

/// The same where it was looked up what stands in the way by now, which the code of a permission does not say.
pub fn why_paused_now(schedule: &Schedule, access: Option<&Access>) -> String {
    let lacking = access.and_then(|access| match access {
        Access::Unanswered => None,
        access => Some(no_access(schedule.channel, access)),
    });
    match lacking {
        None => why_paused(schedule),
        Some(Some(obstacle)) => format!("paused, because I can't post there. {obstacle} Then **Try again**."),
        Some(None) => {
            "paused, because a permission was off for me in the channel. It is on now: **Try again** lets it run."
                .to_owned()
        }
    }
}

/// The same for the notice, whose button tries it again: the cause and what mends it, a sentence each.
pub(in super::super::super) fn obstacle(schedule: &Schedule, code: u32) -> String {
    let (what, mend) = refusal(code);
    let mend = mend
        .replace("{then}", ", then press **Try again**.")
        .replace("{again}", "It may have been for the moment: **Try again** shows.")
        .replace("{name}", &name_option(schedule));
    format!("{}. {mend}", upper_first(what))
}

/// Whether only another channel mends it.
pub(in super::super::super) fn is_past_mending(code: u32) -> bool {
    matches!(code, 10_003 | 40_058 | 50_008 | 50_024)
}

/// What mends a zone that nobody knows any more.
pub(in super::super::super) fn another_zone(schedule: &Schedule) -> String {
    format!("`/schedule set{} zone:` gives it another.", name_option(schedule))
}

/// What Discord's error code means for the channel, and what mends it.
/// `{name}` stands for the option that says which schedule, `{then}` for what to do afterwards, `{again}` for how to try. (Discord's document "Opcodes and Status Codes", JSON error
/// codes.)
fn refusal(code: u32) -> (String, &'static str) {
    let (what, mend) = match code {
        10003 => ("the channel is gone", "`/schedule set{name} channel:` gives it another."),
        50001 => ("I can't see the channel", "Switch **View Channel** on for me there{then}"),
        50013 => (
            "a permission is off for me in the channel",
            "`/schedule resume{name}` says which, and lets it run again once it is on.",
        ),
        // No schedule pauses for these, so nothing needs mending by the people there.
        50035 | 50006 | 200_000 | 240_000 => ("Discord did not take its text; my operator's log names it", ""),
        50008 | 50024 => {
            ("its channel is of a kind that takes no posts", "`/schedule set{name} channel:` gives it another.")
        }
        40058 => (
            "the thread there waits for its author's first message",
            "`/schedule set{name} channel:` gives it another.",
        ),
        40067 => (
            "the forum wants a tag with each post",
            "Add a tag there that anybody may use, or switch **Require people to select tags when posting** off{then}",
        ),
        50083 => ("the thread is archived", "Open it again{then}"),
        160_005 => ("the thread is locked", "Somebody with **Manage Threads** can unlock it{then}"),
        160_006 => ("too many threads are open in the server", "Close some of them{then}"),
        _ => {
            return (format!("Discord refused a post there (its code {code})"), "{again}");
        }
    };
    (what.to_owned(), mend)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_outcome_has_its_own_words() {
        let reasons = [
            reason::LATE,
            reason::ASKED,
            reason::HOLIDAY,
            reason::SUPERSEDED,
            reason::MOVED,
            reason::CHANGED,
            reason::DELETED,
            reason::LEFT,
            "another",
        ];
        let mut words: BTreeSet<String> = reasons.iter().map(|why| why_not_posted(Some(why))).collect();
        words
            .extend([10_003, 50_001, 50_013, 50_083, 40_067].map(|code| why_refused(Some(&format!("refused:{code}")))));
        words.extend([why_refused(None), is_on_its_way(1), is_on_its_way(2), PERHAPS_POSTED.to_owned()]);
        words.extend([0, 119, 120].map(|seconds| was_posted("link", "09:00", SignedDuration::from_secs(seconds))));
        // Nothing and two minutes less a second are both on time.
        assert_eq!(words.len(), 9 + 5 + 4 + 2, "{words:#?}");
        assert_eq!(why_refused(Some("refused:")), why_refused(None));
    }
}
