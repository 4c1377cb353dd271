//! Recognition without a database: who may give what to whom, what it stirs, and over which days it is counted.
//!
//! Everything here is a pure function of its arguments. What is kept, and how it is counted, is the [`crate::store`]'s.

pub mod cells;
mod look_back;
mod mentions;
mod order;
mod period;
mod rules;
pub mod sheet;
mod strength;
mod suggesting;
mod way;

pub use look_back::LookBack;
pub use mentions::{mentioned, without_ids};
pub use order::{Order, OrderError};
pub use period::{Dates, Period, PeriodError, Span};
pub use rules::{
    Asked, CHANGEABLE_FOR, Checked, KEPT_AT_LEAST, LEAST_DAYS_HELD, LEAST_DAYS_KEPT, MOST_DAYS_TO_TELL, MOST_RECEIVERS,
    MOST_WORDS, Member, NothingToGive, Skipped, WhySkipped, check, clean_paragraphs, clean_words, days_held,
    is_readable,
};
pub use strength::{LONGEST_STRENGTH, ListFault, MOST_NAMED, MOST_STRENGTHS, pick_strengths, read_strengths};
pub use suggesting::{Candidate, SUGGESTED, of_the_day, suggested, weight};
pub use way::{Way, WayError};
