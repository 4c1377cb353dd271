//! One session: what it was sent, and for how long it can be taken up again.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::hub::{Connection, Outgoing};
use super::intents::Ears;
use super::payload;
use crate::rehearsal::world::Dispatch;

/// How long a session without a connection can be resumed, on the calendar. Discord says "a few minutes".
const SESSION_LIFE: SignedDuration = SignedDuration::from_mins(5);
/// How many events are kept for a resume; a session that missed more is gone.
const REPLAY_LENGTH: usize = 10_000;
/// One session.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) ears: Ears,
    /// Whether the client identified with `compress: true`, which holds for its later connections too.
    pub(super) compress: bool,
    /// The number of the last event.
    pub(super) seq: u64,
    /// What was dispatched, newest last, each with its number.
    sent: VecDeque<(u64, Value)>,
    pub(super) connection: Option<u64>,
    pub(super) alone_since: Option<Timestamp>,
    /// Whether a resume is to be refused although everything is there.
    pub(super) lost: bool,
}

impl Session {
    /// A new session on that connection.
    pub(super) fn new(ears: Ears, compress: bool, connection: u64) -> Self {
        Self {
            ears,
            compress,
            seq: 0,
            sent: VecDeque::new(),
            connection: Some(connection),
            alone_since: None,
            lost: false,
        }
    }

    /// The payloads after the event with that number, oldest first.
    pub(super) fn missed_since(&self, seq: u64) -> impl Iterator<Item = &Value> {
        self.sent.iter().filter(move |(number, _)| *number > seq).map(|(_, payload)| payload)
    }

    /// Passes an event on where this session may hear it.
    pub(super) fn pass(&mut self, connection: Option<&Connection>, dispatch: &Dispatch) {
        if let Some(data) = self.ears.hear(dispatch) {
            self.send(connection, dispatch.name, data);
        }
    }

    /// Numbers an event, keeps it, and sends it where there is a connection.
    pub(super) fn send(&mut self, connection: Option<&Connection>, name: &str, data: Value) {
        self.seq += 1;
        let payload = payload::dispatch(name, self.seq, data);
        if let Some(connection) = connection {
            connection.tell(Outgoing::Send(payload.clone()));
        }
        self.sent.push_back((self.seq, payload));
        if self.sent.len() > REPLAY_LENGTH {
            self.sent.pop_front();
        }
    }

    /// From now on it has no connection and can be resumed for a while.
    pub(super) fn leave(&mut self, now: Timestamp) {
        self.connection = None;
        self.alone_since = Some(now);
    }

    /// Whether it was alone for too long.
    pub(super) fn over(&self, now: Timestamp) -> bool {
        self.alone_since.is_some_and(|since| now.duration_since(since) > SESSION_LIFE)
    }

    /// Whether everything after `seq` is still there, and the session with it.
    pub(super) fn remembers(&self, seq: u64, now: Timestamp) -> bool {
        !self.lost && !self.over(now) && self.sent.front().is_none_or(|(first, _)| *first <= seq + 1)
    }
}
