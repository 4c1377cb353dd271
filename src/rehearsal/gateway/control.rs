//! Trouble on the gateway that can be asked for, and the barrier that tells whether clients have caught up.

use std::time::Duration;

use serde_json::{Value, json};

use super::hub::{Connection, Hub, Outgoing, State};
use super::payload;
use super::wire::{Close, op};

/// What a story or a test can do to the gateway. Cheap to clone; all clones agree.
#[derive(Clone, Debug)]
pub struct GatewayControl {
    hub: Hub,
}

/// A client did not come back, or did not catch up with its events, before the patience ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the gateway waits for {awaited} clients to come back, {greeting} to log in and {behind} to read their events")]
pub struct Behind {
    /// Clients that were sent away and have not logged in again.
    pub awaited: usize,
    /// Clients that are connected and have not identified yet.
    pub greeting: usize,
    /// Clients that have not read all of their events.
    pub behind: usize,
}

impl GatewayControl {
    pub(crate) fn new(hub: Hub) -> Self {
        Self { hub }
    }

    /// Cuts every socket without a close frame, as a broken network does. Sessions stay to be resumed. Returns how many
    /// were cut, which is also what the other calls below return: how many logged-in clients it reached.
    pub fn drop_all(&self) -> usize {
        self.each(true, |connection| {
            connection.tell(Outgoing::Cut);
            connection.ending = true;
            Fate::Stays
        })
    }

    /// op 7: asks every client to reconnect and resume.
    pub fn reconnect(&self) -> usize {
        self.each(true, |connection| {
            connection.tell(Outgoing::Send(payload::control(op::RECONNECT, Value::Null)));
            Fate::Stays
        })
    }

    /// op 9: tells every client that its session is invalid; where it is `resumable` the session stays.
    pub fn invalidate(&self, resumable: bool) -> usize {
        let outgoing = payload::control(op::INVALID_SESSION, json!(resumable));
        let fate = if resumable { Fate::Leaves } else { Fate::Ends };
        self.each(true, |connection| {
            connection.tell(Outgoing::Send(outgoing.clone()));
            fate
        })
    }

    /// Closes every connection with that code. Whether the session stays, and whether the client is expected back,
    /// follows Discord's table of close codes.
    pub fn close(&self, code: u16) -> usize {
        let close = Close::with_code(code);
        self.each(close.client_returns(), |connection| {
            connection.tell(Outgoing::Close(close));
            connection.ending = true;
            if close.keeps_session() { Fate::Stays } else { Fate::Ends }
        })
    }

    /// Turns every present connection into a zombie: it stays open, and from now on nothing is sent on it, neither
    /// events nor acknowledgements. What happens meanwhile waits for a resume.
    pub fn zombie(&self) -> usize {
        self.each(false, |connection| {
            connection.silent = true;
            Fate::Stays
        })
    }

    /// Forgets every session as far as resuming goes: the next resume gets op 9 (false). Live connections stay.
    pub fn refuse_resume(&self) {
        for session in self.hub.lock().sessions.values_mut() {
            session.lost = true;
        }
    }

    /// The heartbeat interval that new connections are told, in milliseconds; Discord's own is 41,250.
    pub fn set_heartbeat_interval(&self, milliseconds: u64) {
        self.hub.lock().heartbeat_interval = milliseconds;
    }

    /// Whether the application may use the privileged intents, a switch in Discord's developer portal. Off at first.
    pub fn allow_privileged_intents(&self, allow: bool) {
        self.hub.lock().allow_privileged = allow;
    }

    /// Whether the application may use the privileged intents.
    pub fn privileged_intents_allowed(&self) -> bool {
        self.hub.allows_privileged()
    }

    /// Whether new connections are cut before they begin, as with a network that is down. Live ones stay.
    pub fn refuse_connections(&self, refuse: bool) {
        self.hub.lock().unreachable = refuse;
    }

    /// Says that the clients that were sent away are gone for good (their process was killed, say), so that nobody
    /// waits for them.
    pub fn expect_nobody(&self) {
        self.hub.lock().awaited = 0;
        self.hub.changed.notify_waiters();
    }

    /// How many clients are logged in at this moment.
    pub fn connected(&self) -> usize {
        self.hub.lock().logged_in()
    }

    /// Returns as soon as at least `count` clients are logged in; false after `patience` of real time.
    pub async fn wait_connected(&self, count: usize, patience: Duration) -> bool {
        self.hub.until(patience, |state| state.logged_in() >= count).await
    }

    /// Returns when every client that was sent away is back, and each that is logged in has answered a heartbeat
    /// request with the number of its last event: it has then read everything that was sent before this call.
    ///
    /// # Errors
    /// [`Behind`] where that is not so within `patience` of real time.
    pub async fn barrier(&self, patience: Duration) -> Result<(), Behind> {
        let asked = std::cell::Cell::new(false);
        let mut marks: Vec<(u64, u64, u64)> = Vec::new();
        let passed = self
            .hub
            .until(patience, |state| {
                if state.awaited > 0 || state.greeting() > 0 {
                    return false;
                }
                if !asked.replace(true) {
                    marks = state.ask_for_heartbeats();
                }
                state.behind(&marks) == 0
            })
            .await;
        if passed {
            return Ok(());
        }
        let state = self.hub.lock();
        Err(Behind { awaited: state.awaited, greeting: state.greeting(), behind: state.behind(&marks) })
    }

    /// Does `change` to every logged-in connection and then to its session what the change says. Returns how many.
    fn each(&self, expected_back: bool, mut change: impl FnMut(&mut Connection) -> Fate) -> usize {
        let mut state = self.hub.lock();
        let state = &mut *state;
        let mut reached = 0;
        for connection in state.connections.values_mut() {
            let Some(name) = connection.session.clone().filter(|_| !connection.ending) else { continue };
            let fate = change(connection);
            if fate != Fate::Stays {
                connection.session = None;
            }
            match (fate, state.sessions.get_mut(&name)) {
                (Fate::Leaves, Some(session)) => session.leave(self.hub.now()),
                (Fate::Ends, Some(_)) => drop(state.sessions.remove(&name)),
                _ => {}
            }
            reached += 1;
        }
        if expected_back {
            state.awaited += reached;
        }
        self.hub.changed.notify_waiters();
        reached
    }
}

/// What becomes of a session when something is done to its connection.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It stays with the connection, as long as that lives.
    Stays,
    /// It leaves the connection at once and can be resumed.
    Leaves,
    /// It is over.
    Ends,
}

impl State {
    fn logged_in(&self) -> usize {
        self.connections.values().filter(|it| it.session.is_some() && !it.ending).count()
    }

    fn greeting(&self) -> usize {
        self.connections.values().filter(|it| it.session.is_none() && !it.ending).count()
    }

    /// Sends op 1 to all who can hear it. For each: the connection, its heartbeats so far, the number to be seen.
    fn ask_for_heartbeats(&self) -> Vec<(u64, u64, u64)> {
        let mut marks = Vec::new();
        for (id, connection) in self.connections.iter().filter(|(_, it)| !it.silent && !it.ending) {
            let Some(session) = connection.session.as_ref().and_then(|name| self.sessions.get(name)) else { continue };
            connection.tell(Outgoing::Send(payload::control(op::HEARTBEAT, Value::Null)));
            marks.push((*id, connection.heartbeats, session.seq));
        }
        marks
    }

    /// How many of those have not answered with the number yet. Who is gone has nothing left to read.
    fn behind(&self, marks: &[(u64, u64, u64)]) -> usize {
        let still = |(id, heartbeats, seq): &&(u64, u64, u64)| {
            self.connections
                .get(id)
                .is_some_and(|it| !it.silent && !it.ending && (it.heartbeats <= *heartbeats || it.seen < *seq))
        };
        marks.iter().filter(still).count()
    }
}
