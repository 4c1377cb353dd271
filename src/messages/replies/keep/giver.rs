//! What is said to whoever gave a recognition: taken back, said anew, removed by a steward.

use super::super::store_trouble;
use super::{GONE, OUT_OF_SIGHT, Stands, UNSURE, in_its_place};
use crate::messages::givers::day;
use crate::messages::text::{fitting, quote};
use crate::recognition::MOST_WORDS;
use crate::store::{Ended, NotReversed, Removed, StoreError};

/// The giver's buttons.
pub const UNDO: &str = "Take it back";
/// The same.
pub const AMEND: &str = "Change the words";

/// So much of a reason is shown: all of it, where it holds little that has to be escaped.
const MOST_REASON_SHOWN: usize = 230;

/// So long is the part of a card that tells what was removed: Discord takes 4,096 characters, and the last line says that there
/// is more. (Discord's document "Message Resource", "Embed Limits".)
const MOST_REMOVED: usize = 4_000;

/// Somebody else gave it.
pub const NOT_THEIRS: &str = "Only the person who gave this recognition can take it back or change its words.";

/// A day has passed.
pub const TOO_LATE: &str = "That one is older than 24 hours, and stays as it is from then on: people count on it. A \
                            steward can still remove it, with a reason.";

/// It was taken back before.
pub const TAKEN_BACK: &str = "That one is taken back already. It counts nowhere.";

/// Below a menu that does not hold all of the last 24 hours.
pub const MORE_GIVEN: &str = "-# You gave more in these 24 hours than the menu holds; these are the latest.";

/// The new words are the old ones.
pub const SAME: &str = "Those are the words it has. Nothing was changed.";

/// Its giver pauses, or somebody who got it takes nothing from them any more: which, nobody learns.
pub const CLOSED_WORDS: &str =
    "The words of that one can no longer be changed, so it stays as it was. You can still take it back.";

/// It is taken back.
pub fn undone(stands: Stands) -> String {
    format!(
        "Taken back. It counts nowhere any more. {} My record of it stays: `/privacy export` gives it to you, and a steward \
         can look at it where somebody asked for that. The server's file says that you gave one, when, where and to how many, \
         and that you took it back; not what it said, or whom it was for.",
        in_its_place(stands)
    )
}

/// It has other words.
pub fn amended(stands: Stands) -> String {
    let there = match stands {
        Stands::InSight => "Where its announcement stands, your new words take the place of the old ones in a moment.",
        Stands::OutOfSight => OUT_OF_SIGHT,
        Stands::InPrivate => {
            "Where I told of it in a private message, your new words take the place of the old ones in a moment."
        }
        Stands::Unsure => UNSURE,
    };
    format!("Changed. {there}")
}

/// A form for the words came back empty.
pub const NO_WORDS: &str = "There is nothing in it that people could read, so it stays as it was.";

/// Nothing of the last day.
pub const NOTHING_TO_UNDO: &str =
    "There is nothing of yours from the last 24 hours here to take back. What is older stays as it is.";

/// Above what stewards removed of what somebody gave.
pub const REMOVED: &str = "What stewards removed of yours in the last 14 days";

/// What stewards removed of what somebody gave, with the reasons: as much as a card holds, and how much there is beyond that.
pub fn removed(removed: &[Removed]) -> String {
    let one = |one: &Removed| {
        let words = one.words.as_deref().map_or_else(|| "whose words are gone".to_owned(), |words| quote(words, 60));
        let why = match one.reason.as_deref() {
            Some(reason) => format!("The reason they gave: {}", fitting(reason, MOST_REASON_SHOWN)),
            None => "Their reason is not kept any more.".to_owned(),
        };
        format!("A steward removed yours of {}, {words}. {why}", day(one.local_date))
    };
    let mut said = String::new();
    for (place, removed_one) in removed.iter().enumerate() {
        let line = one(removed_one);
        if said.encode_utf16().count() + line.encode_utf16().count() > MOST_REMOVED {
            let more = removed.len() - place;
            said.push_str(&format!("And {more} more: `/privacy export` has them all, with the reasons."));
            break;
        }
        said.push_str(&line);
        said.push('\n');
    }
    said.trim_end().to_owned()
}

/// Above the card of what somebody gave.
pub const WHICH_GIVEN: &str = "Or another one of the last 24 hours";

/// The title of the form for other words.
pub const AMEND_TITLE: &str = "Change the words";

/// Above its box where nothing is announced.
pub const AMEND_LABEL: &str = "For what?";

/// Why a recognition stays as it is.
pub fn not_reversed(why: &NotReversed) -> String {
    match why {
        NotReversed::Gone => GONE.to_owned(),
        NotReversed::NotTheirs => NOT_THEIRS.to_owned(),
        NotReversed::TooLate => TOO_LATE.to_owned(),
        NotReversed::Ended(ended) => over(ended),
        NotReversed::Same => SAME.to_owned(),
        NotReversed::Closed => CLOSED_WORDS.to_owned(),
    }
}

/// It ended before.
pub fn over(ended: &Ended) -> String {
    match ended {
        Ended::Undone => TAKEN_BACK.to_owned(),
        Ended::Voided { reason: Some(reason) } => {
            format!("A steward has removed that one. The reason they gave: {}", quote(reason, 400))
        }
        Ended::Voided { reason: None } => "A steward has removed that one.".to_owned(),
    }
}

/// Why the words stay as they were, with those that were typed: a form is gone once it was sent.
pub fn not_amended(why: &str, typed: &str) -> String {
    match typed {
        "" => why.to_owned(),
        typed => format!("{why}\nYour words, so that they are not lost: {}", quote(typed, 700)),
    }
}

/// The store failed.
pub fn not_kept(error: &StoreError, typed: &str) -> String {
    not_amended(&store_trouble(error), typed)
}

/// Too many words.
pub fn too_long(long: usize) -> String {
    format!(
        "That is {long} characters, {} more than the {MOST_WORDS} that one recognition holds. It stays as it was.",
        long.saturating_sub(MOST_WORDS)
    )
}
