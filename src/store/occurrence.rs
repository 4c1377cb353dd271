//! One row per occurrence: the unit of posting, whatever its kind.

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::model::id::{ChannelId, GuildId, InteractionId, MessageId};

use super::{Id, News};

/// What sort of post an occurrence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A schedule's prompt of a date.
    Daily,
    /// A prompt that somebody asked for now.
    Extra,
    /// The one hello after joining a server.
    Hello,
    /// The one introduction in a channel.
    Introduction,
    /// A recognition, made public.
    Announcement,
    /// A reflection that its author shared.
    Reflection,
    /// What one person who manages the server is told once.
    Notice,
    /// A thread under a post.
    Thread,
    /// A question about something that somebody wanted to try.
    CheckIn,
    /// What became of a suggestion for the deck, to who suggested it.
    DeckAnswer,
    /// A recognition, told to its receiver alone.
    PrivateThanks,
    /// A reminder whom one might thank, to somebody who asked for it.
    Nudge,
}

/// What makes an occurrence the same occurrence: no second row with the same key can exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OccurrenceKey {
    /// A schedule's date.
    Daily {
        /// The schedule.
        schedule: Id,
        /// The local date.
        date: Date,
    },
    /// An extra of a schedule.
    Extra {
        /// The schedule.
        schedule: Id,
        /// The interaction that asked for it.
        interaction: InteractionId,
    },
    /// Once per joining.
    Hello {
        /// The server.
        guild: GuildId,
        /// When the bot joined it.
        joined_at: Timestamp,
    },
    /// Once per channel.
    Introduction {
        /// The server.
        guild: GuildId,
        /// The channel.
        channel: ChannelId,
    },
    /// Once per recognition.
    Announcement {
        /// The recognition.
        recognition: Id,
    },
    /// Once per reflection.
    Reflection {
        /// The reflection.
        reflection: Id,
    },
    /// Once per piece of news.
    Notice {
        /// The schedule that it is about or, of one that is held, the occurrence.
        about: Id,
        /// What it says.
        news: News,
    },
    /// Once per post.
    Thread {
        /// The occurrence whose post it is.
        post: Id,
    },
    /// Once per date that somebody chose.
    CheckIn {
        /// What they wanted to try.
        commitment: Id,
        /// The date, in the server's calendar.
        date: Date,
    },
    /// Once per suggestion whose writer asked to hear of it.
    DeckAnswer {
        /// The suggestion.
        suggestion: Id,
    },
    /// Once per receiver of a recognition.
    PrivateThanks {
        /// The recognition, the first of its chain.
        recognition: Id,
        /// The receiver's row.
        person: Id,
    },
    /// Once a week and person.
    Nudge {
        /// The person's row.
        person: Id,
        /// The week's Monday, in the server's calendar.
        week: Date,
    },
}

/// An occurrence that somebody asks for. Asking twice adds one.
#[derive(Clone, Copy, Debug)]
pub struct NewOccurrence {
    /// What it is.
    pub key: OccurrenceKey,
    /// Its server.
    pub guild: GuildId,
    /// Where it goes.
    pub channel: ChannelId,
    /// When it is owed.
    pub due_at: Timestamp,
}

/// An occurrence as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Its id; in base32 its nonce, and its mark in the custom ids of its post.
    pub id: Id,
    /// What it is.
    pub key: OccurrenceKey,
    /// Its server.
    pub guild: GuildId,
    /// Where it goes.
    pub channel: ChannelId,
    /// When it is owed.
    pub due_at: Timestamp,
    /// How far it has come.
    pub state: OccurrenceState,
    /// What was chosen for it: a prompt's id, or a notice's place (see [`super::NoticePlace`]).
    pub content: Option<String>,
    /// How often a post was tried.
    pub attempts: i64,
    /// Why it stands where it stands (see [`super::reason`]), where that needs a reason.
    pub reason: Option<String>,
}

/// How far an occurrence has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OccurrenceState {
    /// Owed, and nobody is at it.
    Due,
    /// Somebody is at it.
    Claimed,
    /// It is in the channel, as this message.
    Posted(MessageId),
    /// It will not be posted.
    Skipped,
    /// It may be in the channel or not, and nobody can look: nothing is sent.
    Unknown,
    /// Discord refused it for good.
    Failed,
}

/// Words for [`Occurrence::reason`]: ids, never a person's words.
pub mod reason {
    /// The bot was away for longer than the grace for late posts.
    pub const LATE: &str = "late";
    /// Somebody asked for this date to be skipped.
    pub const ASKED: &str = "asked";
    /// It is a holiday of the server.
    pub const HOLIDAY: &str = "holiday";
    /// A later date of the same schedule came first.
    pub const SUPERSEDED: &str = "superseded";
    /// The schedule was given another time zone, by which its time had passed for longer than the grace.
    pub const MOVED: &str = "moved";
    /// The schedule was edited, paused or removed before it was posted.
    pub const CHANGED: &str = "changed";
    /// It was posted, and somebody deleted it before its answer was known.
    pub const DELETED: &str = "deleted";
    /// The bot was removed from the server.
    pub const LEFT: &str = "left";
    /// There was no recognition that a digest could tell of.
    pub const NOTHING_TO_TELL: &str = "nothing-to-tell";
    /// Who is to be reminded of giving gave within a week.
    pub const GAVE_LATELY: &str = "gave-lately";
    /// Somebody was written to within a week, or is about to be, and this can be left out.
    pub const WRITTEN_LATELY: &str = "written-lately";
    /// Recognition is switched off in the server.
    pub const THANKS_OFF: &str = "thanks-off";
    /// The person wants no private message.
    pub const UNWANTED: &str = "unwanted";
    /// The thread where somebody wanted to be asked is closed.
    pub const THREAD_CLOSED: &str = "thread-closed";
}

impl OccurrenceKey {
    /// Its kind.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Daily { .. } => Kind::Daily,
            Self::Extra { .. } => Kind::Extra,
            Self::Hello { .. } => Kind::Hello,
            Self::Introduction { .. } => Kind::Introduction,
            Self::Announcement { .. } => Kind::Announcement,
            Self::Reflection { .. } => Kind::Reflection,
            Self::Notice { .. } => Kind::Notice,
            Self::Thread { .. } => Kind::Thread,
            Self::CheckIn { .. } => Kind::CheckIn,
            Self::DeckAnswer { .. } => Kind::DeckAnswer,
            Self::PrivateThanks { .. } => Kind::PrivateThanks,
            Self::Nudge { .. } => Kind::Nudge,
        }
    }
}

/// The right to act on one occurrence until the lease ends. Every later step presents it; after a takeover it is
/// refused with [`super::StoreError::NotHolder`].
#[derive(Clone, Debug)]
pub struct Claim {
    /// The occurrence, as it was claimed.
    pub occurrence: Occurrence,
    /// When it was claimed.
    pub claimed_at: Timestamp,
    /// Whether an earlier holder may have sent it, and when it first could have.
    pub earlier: Option<EarlierTry>,
    /// Why it is not to be sent any more (see [`reason`]): its time has passed, or the schedule was changed, while an
    /// earlier try was uncertain. Then look for it, and record what is found.
    pub unwanted: Option<&'static str>,
    /// The proof.
    pub(super) token: i64,
}

/// A try of an earlier holder whose outcome nobody recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EarlierTry {
    /// When it was first tried.
    pub first_at: Timestamp,
    /// How.
    pub by: TriedBy,
}

/// How an occurrence was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TriedBy {
    /// As a message of its own, with its nonce: Discord tells a repeat within a few minutes.
    Message,
    /// As the answer to an interaction, which has no nonce.
    Answer,
    /// As a new thread of a forum, which has no nonce.
    Forum,
}

/// Whether a post may have been sent by the try that is given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// Certainly not.
    No,
    /// Perhaps: the answer was lost.
    Perhaps,
}

/// What [`super::Store::claim_due`] found.
#[derive(Clone, Debug)]
pub enum Next {
    /// This is yours now.
    Claimed(Box<Claim>),
    /// This was due and will not be posted; the occurrence says why. Ask again.
    Skipped(Box<Occurrence>),
    /// Nothing is due.
    Nothing,
}
