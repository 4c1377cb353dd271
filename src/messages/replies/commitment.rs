//! What is said about something to try. None of the three ends is a failure, and nobody is asked who did not choose it.

use jiff::civil::{Date, DateTime};
use serenity::model::id::ChannelId;
use serenity::model::mention::Mentionable;

use crate::messages::text::quote;
use crate::messages::when::full_date;
use crate::store::{
    CheckInPlace, Commitment, LATEST_CHECK_IN, MOST_OPEN, NoticePlace, OccurrenceState, Outcome, reason,
};

/// The button under a daily prompt.
pub const TRY_THIS: &str = "I'll try this";

/// The title of the form.
pub const FORM_TITLE: &str = "I'll try this";

/// Above its box (a label has at most 45 characters).
pub const FORM_LABEL: &str = "In your own words. Only you can read them";

/// In the empty box.
pub const FORM_EXAMPLE: &str = "For example: ask Sam what she would change, before I say what I would";

/// The menu of days.
pub const WHEN: &str = "Which day?";

/// The menu of places.
pub const WHERE: &str = "Where?";

/// The button that deletes it.
pub const DELETE: &str = "Delete";

/// Above a new one.
pub const MADE: &str = "Noted, and only you can read it:";

/// It is somebody else's.
pub const NOT_THEIRS: &str =
    "That question is for the person it names. Under each daily prompt, **I'll try this** is there for you as well.";

/// It is no longer kept.
pub const GONE: &str = "That one is no longer kept: it was deleted, or it belongs to another server.";

/// The form came back empty.
pub const NO_WORDS: &str = "There is nothing in it that you could read later. A few words are enough.";

/// The interaction came a second time.
pub const ALREADY: &str = "That one is noted already. `/me` has it.";

/// The thread is not there to be chosen.
pub const NO_SUCH_PLACE: &str = "That choice is no longer open. Here is how it stands:";

/// The day has passed, or is too far away.
pub fn no_such_day() -> String {
    format!("That day is not among the next {LATEST_CHECK_IN} any more. Here is how it stands:")
}

/// There are too many.
pub fn too_many(typed: &str) -> String {
    format!(
        "You have {MOST_OPEN} things open already. Settle or delete one in `/me`, and there is room for this.\nYour words, \
         so that they are not lost: {}",
        quote(typed, 500)
    )
}

/// It could not be written down: the words are handed back.
pub fn not_kept(trouble: &str, typed: &str) -> String {
    format!("{trouble}\nYour words, so that they are not lost: {}", quote(typed, 500))
}

/// A place in the menu, and what it means.
pub fn place(place: CheckInPlace) -> (&'static str, &'static str) {
    match place {
        CheckInPlace::Direct => ("In a private message", "Only you read it"),
        CheckInPlace::Thread => ("In this prompt's thread", "People there read your words; only you are mentioned"),
        CheckInPlace::Nowhere => ("Not at all", "It stays in /me, and I never ask"),
    }
}

/// An end on its button.
pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Kept => "Kept",
        Outcome::Learned => "Learned something",
        Outcome::LetGo => "Let it go",
    }
}

/// The page of `/me`.
pub const PAGE: &str = "What you try";

/// The button to that page.
pub const ALL_OF_MINE: &str = "All of mine";

/// How it stands, in a few words.
pub fn in_short(commitment: &Commitment, today: Date) -> String {
    if let Some((outcome, _)) = commitment.settled {
        return match outcome {
            Outcome::Kept => "kept",
            Outcome::Learned => "learned something",
            Outcome::LetGo => "let go",
        }
        .to_owned();
    }
    let day = commitment.check_on.map(|day| full_date(day, today));
    match (commitment.place, day, commitment.asked.as_ref().map(|asked| asked.state)) {
        (_, Some(day), _) if commitment.was_asked() => format!("open, asked on {day}"),
        (_, Some(day), Some(OccurrenceState::Failed | OccurrenceState::Skipped)) => format!("open, not asked on {day}"),
        (CheckInPlace::Direct, Some(day), Some(_)) => format!("open, I ask on {day} in a private message"),
        (CheckInPlace::Thread, Some(day), Some(_)) => format!("open, I ask on {day} in its thread"),
        _ => "open".to_owned(),
    }
}

/// How it stands, and what is to be chosen. `owed` is when the question is asked, in the server's calendar.
pub fn state(commitment: &Commitment, today: Date, owed: Option<DateTime>) -> String {
    if let Some((outcome, _)) = commitment.settled {
        return settled(outcome).to_owned();
    }
    let asked = commitment.asked.as_ref().map(|asked| (asked.state, asked.reason.as_deref()));
    let in_thread = commitment.asked.as_ref().and_then(NoticePlace::of) == Some(NoticePlace::Thread);
    let day = commitment.check_on.map(|day| full_date(day, today));
    // The time that held when the day was chosen, whatever the schedule's is by now.
    let at = owed.map(|owed| format!("{} at {:02}:{:02}", full_date(owed.date(), today), owed.hour(), owed.minute()));
    let at = at.or_else(|| day.clone()).unwrap_or_default();
    match (commitment.place, day, asked) {
        (_, Some(day), _) if commitment.was_asked() => {
            format!("I asked you about it on {day}. Whenever you like, say here what became of it.")
        }
        (_, Some(day), Some((OccurrenceState::Failed, _))) if in_thread => format!(
            "I wanted to ask you about it on {day} in its thread, and Discord did not let me write there. Say here what \
             became of it, or pick again."
        ),
        (_, Some(day), Some((OccurrenceState::Failed, _))) => format!(
            "I wanted to ask you about it on {day}, and your private messages are closed to me. Say here what became of \
             it, or pick again."
        ),
        (_, Some(day), Some((OccurrenceState::Skipped, Some(reason::THREAD_CLOSED)))) => format!(
            "I wanted to ask you about it on {day}, and the thread was closed by then. Say here what became of it, or \
             pick again."
        ),
        (_, Some(day), Some((OccurrenceState::Skipped, Some(reason::LATE | reason::LEFT)))) => {
            format!("I was away on {day} and did not ask. Say here what became of it, or pick another day.")
        }
        (CheckInPlace::Nowhere, None, _) => {
            "Shall I come back to it? Pick a day and a place. If you leave it, I won't ask, and you find it in `/me`."
                .to_owned()
        }
        (CheckInPlace::Nowhere, Some(day), _) => {
            format!("{day}, then. I only ask once you have picked a place too.")
        }
        (CheckInPlace::Direct | CheckInPlace::Thread, None, _) => "Now pick a day, and I will ask once.".to_owned(),
        (_, Some(_), _) if commitment.check_on.is_some_and(|day| day < today) => {
            "Its day has passed. Say here what became of it, or pick another day.".to_owned()
        }
        (CheckInPlace::Direct, Some(_), _) => format!(
            "I will ask you once, on **{at}**, in a private message. You can pick again before that day; \
             `/me` has it."
        ),
        (CheckInPlace::Thread, Some(_), _) => format!(
            "I will ask you once, on **{at}**, in this prompt's thread. People there will read your words. If \
             the thread has closed by then, I won't ask. You can pick again before that day; `/me` has it."
        ),
    }
}

/// The one question. `when` is `yesterday` or `on Monday 23 November`, `place` begins with a space or is empty.
pub fn question(when: &str, place: &str, words: &str) -> String {
    format!("{when} you noted{place} what you would try: {words}\nYou asked me to come back to it. What became of it?")
}

/// What is said to each end.
pub fn settled(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Kept => "**Kept.** Good to hear. It stays in `/me`, for a day when you want to look back.",
        Outcome::Learned => "**Learned something.** That is what a try is for. It stays in `/me`, with your words.",
        Outcome::LetGo => "**Let go.** Choosing what to leave is a choice too. It stays in `/me` until you delete it.",
    }
}

/// Discord did not say whether the question in a thread is taken down.
pub const NOT_TAKEN_DOWN_YET: &str = "Discord did not answer when I wanted to take my question down from its thread, so I \
                                      have not deleted anything yet. Please try again in a minute.";

/// The question goes to its thread at this moment.
pub const ON_ITS_WAY: &str = "My question about it is on its way to the thread, so I have not deleted anything yet. Please \
                              try again in a minute.";

/// It is deleted. `left` is the thread where the question may still be.
pub fn deleted(words: &str, left: Option<ChannelId>) -> String {
    let left = left.map(|thread| {
        format!(
            "\nI could not take my question about it down in {}. If it is still there, somebody with Manage Messages \
             can take it down.",
            thread.mention()
        )
    });
    format!("Deleted, and no longer kept. It was: {}{}", quote(words, 500), left.unwrap_or_default())
}
