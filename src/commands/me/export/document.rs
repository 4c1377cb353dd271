//! The document: what is said of somebody at its head, and the lists of what is kept of theirs.

use jiff::Timestamp;
use serde::Serialize;

use super::entries::{
    ExportedBalance, ExportedCommitment, ExportedQuizRound, ExportedReflection, ExportedReport, ExportedReversal,
    ExportedSuggestion, ExportedThanks,
};
use crate::store::Record;

/// The document. Instants are RFC 3339 in UTC, dates those of the server's calendar, ids Discord's own as text; words are as
/// they were written.
#[derive(Debug, Serialize)]
pub(super) struct Export {
    pub(super) format: &'static str,
    pub(super) version: u32,
    pub(super) exported_at: String,
    pub(super) server: String,
    pub(super) person: String,
    pub(super) time_zone: String,
    /// False where the oldest did not fit into one file.
    pub(super) complete: bool,
    /// Whether Clarion may write to them unasked, at most once a week.
    pub(super) unasked_messages: bool,
    /// When it last did, from whichever server.
    pub(super) last_written_to: Option<String>,
    pub(super) reflections: Vec<ExportedReflection>,
    pub(super) commitments: Vec<ExportedCommitment>,
    pub(super) quiz_rounds: Vec<ExportedQuizRound>,
    pub(super) balances: Vec<ExportedBalance>,
    pub(super) thanks_given: Vec<ExportedThanks>,
    pub(super) thanks_got: Vec<ExportedThanks>,
    pub(super) suggestions: Vec<ExportedSuggestion>,
    pub(super) reports: Vec<ExportedReport>,
    /// The recognitions that they took back, changed or removed.
    pub(super) ended: Vec<ExportedReversal>,
    /// From whom they take no recognition.
    pub(super) takes_none_from: Vec<String>,
    /// The schedules that they made; `None` for one that was removed.
    pub(super) schedules_made: Vec<Option<String>>,
    pub(super) about: ExportedRecord,
}

/// What is kept of somebody besides; everything is empty where nobody knows them.
#[derive(Debug, Default, Serialize)]
pub(super) struct ExportedRecord {
    pub(super) known: bool,
    pub(super) name: Option<String>,
    /// `took-part`, `joined`, `picked` or `role`; `None` where they are not on the roster.
    pub(super) roster: Option<String>,
    pub(super) roster_since: Option<String>,
    pub(super) roster_left_at: Option<String>,
    /// The first and the last day on which they gave and got, of what stands.
    pub(super) first_gave: Option<String>,
    pub(super) last_gave: Option<String>,
    pub(super) first_got: Option<String>,
    pub(super) last_got: Option<String>,
    /// Since when they are not in the server, as far as is known, and when that was last looked at.
    pub(super) left_at: Option<String>,
    pub(super) looked_at: Option<String>,
    pub(super) paused_since: Option<String>,
    pub(super) never_announce: bool,
    pub(super) strengths_hidden: bool,
    pub(super) reminded_to_thank: bool,
    /// Whether they were the last to set the server up.
    pub(super) set_up_server: bool,
    pub(super) settled_recognition: bool,
    pub(super) closed_reports: i64,
}

impl From<&Record> for ExportedRecord {
    fn from(one: &Record) -> Self {
        let moment = |at: Option<Timestamp>| at.map(|at| at.to_string());
        Self {
            known: true,
            name: one.name.clone(),
            roster: one.roster.clone(),
            roster_since: moment(one.roster_since),
            roster_left_at: moment(one.roster_left_at),
            first_gave: one.gave.map(|(first, _)| first.to_string()),
            last_gave: one.gave.map(|(_, last)| last.to_string()),
            first_got: one.got.map(|(first, _)| first.to_string()),
            last_got: one.got.map(|(_, last)| last.to_string()),
            left_at: moment(one.left_at),
            looked_at: moment(one.looked_at),
            paused_since: moment(one.paused_at),
            never_announce: one.never_announce,
            strengths_hidden: one.strengths_hidden,
            reminded_to_thank: one.nudge,
            set_up_server: one.set_up,
            settled_recognition: one.settled_recognition,
            closed_reports: one.closed_reports,
        }
    }
}
