//! What is kept, spoken to in domain words: servers, schedules, occurrences, recognition.
//!
//! One SQL text serves SQLite (the default) and PostgreSQL, through sqlx's `Any`. The rules that make this work:
//! `$1` numbering, numbers and truth as BIGINT, ids given by us, `CAST(SUM(x) AS BIGINT)`, and one place
//! that opens a writing transaction.
//!
//! A Discord user id stands in the table `person` only, people's words in rows of their own, so that an erasure takes
//! both and leaves the totals. Instants are kept as milliseconds since 1970, dates as `2026-11-23`.

mod claims;
mod error;
mod guilds;
mod id;
mod occurrence;
mod options;
mod recognitions;
mod remembered;
mod schedules;

pub use error::StoreError;
pub use guilds::{Guild, Joined, SetUp};
pub use id::{Id, IdError, IdSource};
pub use occurrence::{
    Claim, EarlierTry, Kind, NewOccurrence, Next, Occurrence, OccurrenceKey, OccurrenceState, PromptUse, Sent, TriedBy,
    reason,
};
pub use options::{StoreOptions, Synchronous};
pub use recognitions::{Given, GiverTally, Mine, NewRecognition, Recognition, WaySet};
pub use schedules::{MOST_SCHEDULES, PauseReason, Saved, Schedule, ScheduleDraft};

/// The store. Cheap to clone; all clones share its connections.
#[derive(Clone, Debug)]
pub struct Store {}

impl Store {
    /// Opens the store, makes it where there is none (SQLite: with its folder), and brings its schema up to date.
    /// `seed` makes its ids differ from those of another process.
    ///
    /// # Errors
    /// Where the database cannot be opened, or a newer Clarion wrote it.
    pub async fn open(_options: &StoreOptions, _seed: u64) -> Result<Self, StoreError> {
        todo!()
    }
}
