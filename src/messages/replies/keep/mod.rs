//! What is said about a recognition after it was given, and where what stands of it changes: to its giver, to whoever got it,
//! to a steward.

mod giver;
mod receiver;
mod steward;

pub use giver::{
    AMEND, AMEND_LABEL, AMEND_TITLE, CLOSED_WORDS, MORE_GIVEN, NO_WORDS, NOT_THEIRS, NOTHING_TO_UNDO, REMOVED, SAME,
    TAKEN_BACK, TOO_LATE, UNDO, WHICH_GIVEN, amended, not_amended, not_kept, not_reversed, over, removed, too_long,
    undone,
};
pub use receiver::{
    ANNOUNCE_ALL, ANNOUNCE_NONE, FOR_WHOM_IT_NAMES, FROM_AGAIN, GIVER_GONE, HIDE, NOT_FROM, REPORT, REPORT_EXAMPLE,
    REPORT_LABEL, REPORT_TITLE, REPORTED_BEFORE, SHOW, Settled, WHICH_GOT, announced, asked_steward, declined,
    list_full, more_there, perhaps_announced, removed_for, reported, settled,
};
pub use steward::{
    CLOSE, CLOSED, LOOK, NEXT, NO_REASON, NO_REPORTS, NO_REPORTS_THERE, NO_SUCH_ANNOUNCEMENT, REPORT_CLOSED,
    REPORT_CLOSED_THERE, SOMETHING_WAITS, VOID, VOID_LABEL, VOID_TITLE, in_server, something_waits_there, voided,
    words_let_go,
};

/// Under an announcement and a private thank-you, for whoever it is about.
pub const ABOUT: &str = "If this is about you";

/// Somebody took back what was given elsewhere, or long ago.
pub const GONE: &str = "That recognition is no longer kept here, so there is nothing to change about it.";

/// Below one whose words are gone: why that may be. Which it was is not kept.
pub const WORDS_GONE: &str = "-# Words go when whoever wrote them deletes them, when somebody whom they are about has their data \
                              erased, or after the time for which the server keeps them.";

/// What becomes of an announcement in a channel that the bot cannot see: an answer to a command needs no permission there, and
/// an edit does.
const OUT_OF_SIGHT: &str = "I cannot see the channel where it was announced, so what stands there stays, unless I am let in \
                            there within some days. Somebody with Manage Messages can delete it.";

/// The same of an announcement whose answer was lost, and that was found nowhere.
const UNSURE: &str = "I was never told whether its announcement arrived. Where it stands, somebody with Manage Messages can \
                      delete it.";

/// Where a recognition stands that was ended, or has other words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// In a channel that the bot sees, as far as is known.
    InSight,
    /// In a channel that it does not see.
    OutOfSight,
    /// In no channel: those who got it were told alone.
    InPrivate,
    /// In a channel perhaps: nobody was told whether it arrived.
    Unsure,
}

/// What becomes of what stands there.
fn in_its_place(stands: Stands) -> &'static str {
    match stands {
        Stands::InSight => "Where it was announced, I say so in its place in a moment.",
        Stands::OutOfSight => OUT_OF_SIGHT,
        Stands::InPrivate => "Where I told of it in a private message, I say so in its place in a moment.",
        Stands::Unsure => UNSURE,
    }
}
