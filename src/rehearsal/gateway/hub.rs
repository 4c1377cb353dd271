//! Sessions and connections: who is logged in, what each session has been sent, and what it missed.
//!
//! A session outlives its connection, so that a client can resume; a connection may exist without a session, before
//! it identifies. Everything here is quick and holds one lock; the sockets themselves live in `socket`.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use tokio::sync::{Notify, mpsc};

use super::intents::{self, Ears};
use super::payload::{self, Backdrop};
use super::session::Session;
use super::wire::{Close, Identify, Resume, op};
use crate::clock::Clock;
use crate::rehearsal::events::{Event, EventLog, GatewayEvent};
use crate::rehearsal::world::{Dispatch, DispatchSink, GuildId, Intents};

/// From this many guilds on, one shard is too few.
const GUILDS_A_SHARD: usize = 2_500;

/// What a connection's socket is asked to do next.
#[derive(Debug)]
pub(crate) enum Outgoing {
    /// Send this payload.
    Send(Value),
    /// From here on large payloads are zlib.
    CompressPayloads,
    /// Close properly.
    Close(Close),
    /// Let go of the socket without a word.
    Cut,
}

/// One open socket.
#[derive(Debug)]
pub(super) struct Connection {
    version: u8,
    outbox: mpsc::UnboundedSender<Outgoing>,
    pub(super) session: Option<String>,
    /// A zombie: nothing is sent any more, and nothing says so.
    pub(super) silent: bool,
    /// Told to close or to let go: it is as good as gone, although its socket may not know yet.
    pub(super) ending: bool,
    /// Heartbeats received so far.
    pub(super) heartbeats: u64,
    /// What the last heartbeat said it had seen.
    pub(super) seen: u64,
}

impl Connection {
    pub(super) fn tell(&self, outgoing: Outgoing) {
        if !self.silent || matches!(outgoing, Outgoing::Cut | Outgoing::Close(_)) {
            // A socket that is gone has nobody left to tell.
            let _ = self.outbox.send(outgoing);
        }
    }
}

/// How a connection ended.
#[derive(Clone, Copy, Debug)]
pub(crate) enum End {
    /// The client sent this close code. With 1000 and 1001 it says goodbye for good: its session ends.
    ByClient(u16),
    /// The gateway sent this close.
    ByGateway(Close),
    /// The socket broke, or was let go of, without a word.
    Broken,
}

/// Everything under the lock.
#[derive(Debug)]
pub(super) struct State {
    pub(super) sessions: BTreeMap<String, Session>,
    pub(super) connections: BTreeMap<u64, Connection>,
    next_connection: u64,
    pub(super) heartbeat_interval: u64,
    pub(super) allow_privileged: bool,
    /// Whether new connections are cut before they begin, as with a network that is down.
    pub(super) unreachable: bool,
    /// How many clients were sent away and are expected to log in again.
    pub(super) awaited: usize,
    random: StdRng,
}

/// The gateway's memory. Cheap to clone; all clones agree.
#[derive(Clone, Debug)]
pub(crate) struct Hub {
    state: Arc<Mutex<State>>,
    pub(super) changed: Arc<Notify>,
    clock: Clock,
    log: Arc<EventLog>,
}

impl Hub {
    /// An empty gateway. `seed` makes its session ids repeatable.
    pub(crate) fn new(clock: Clock, log: Arc<EventLog>, seed: u64) -> Self {
        let state = State {
            sessions: BTreeMap::new(),
            connections: BTreeMap::new(),
            next_connection: 0,
            heartbeat_interval: 41_250,
            allow_privileged: false,
            unreachable: false,
            awaited: 0,
            random: StdRng::seed_from_u64(seed ^ 0x67_61_74_65),
        };
        Self { state: Arc::new(Mutex::new(state)), changed: Arc::default(), clock, log }
    }

    /// A panic elsewhere leaves the maps usable: each step below leaves them whole.
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn note(&self, event: GatewayEvent) {
        self.log.push(self.clock.now(), Event::Gateway(event));
        self.changed.notify_waiters();
    }

    /// A socket opened: it is told hello. Returns its number and the heartbeat interval in milliseconds.
    pub(crate) fn connect(&self, version: u8, outbox: mpsc::UnboundedSender<Outgoing>) -> (u64, u64) {
        let mut state = self.lock();
        let id = state.next_connection;
        state.next_connection += 1;
        let connection =
            Connection { version, outbox, session: None, silent: false, ending: false, heartbeats: 0, seen: 0 };
        connection.tell(Outgoing::Send(payload::hello(state.heartbeat_interval)));
        state.connections.insert(id, connection);
        (id, state.heartbeat_interval)
    }

    /// A socket is gone.
    pub(crate) fn disconnect(&self, id: u64, end: End) {
        let mut state = self.lock();
        let Some(connection) = state.connections.remove(&id) else { return };
        let session = connection.session;
        if let Some(name) = &session {
            let over = match end {
                End::ByClient(code) => matches!(code, 1000 | 1001),
                End::ByGateway(close) => !close.keeps_session(),
                End::Broken => false,
            };
            if over {
                state.sessions.remove(name);
            } else if let Some(session) = state.sessions.get_mut(name).filter(|it| it.connection == Some(id)) {
                session.leave(self.now());
            }
        }
        drop(state);
        let code = match end {
            End::ByClient(code) | End::ByGateway(Close(code, _)) => Some(code),
            End::Broken => None,
        };
        self.note(GatewayEvent::Closed { session, code });
    }

    /// op 1 from a client: acknowledged, unless this connection is a zombie.
    pub(crate) fn heartbeat(&self, id: u64, seen: Option<u64>) {
        let mut state = self.lock();
        if let Some(connection) = state.connections.get_mut(&id) {
            connection.heartbeats += 1;
            connection.seen = seen.unwrap_or(0);
            connection.tell(Outgoing::Send(payload::control(op::HEARTBEAT_ACK, Value::Null)));
        }
        drop(state);
        self.changed.notify_waiters();
    }

    /// op 2: a new session with READY and its guilds, or the close that refuses it. Call it under the world's lock, so
    /// that no event falls between `backdrop` and the session's first own event.
    ///
    /// # Errors
    /// 4004, 4005, 4010, 4011, 4013 or 4014, as Discord answers.
    pub(crate) fn identify(&self, id: u64, identify: &Identify, backdrop: Backdrop) -> Result<(), Close> {
        let mut state = self.lock();
        let state = &mut *state;
        let Some(connection) = state.connections.get_mut(&id) else { return Ok(()) };
        if connection.session.is_some() {
            return Err(Close::ALREADY_AUTHENTICATED);
        }
        if bare(&identify.token) != backdrop.token {
            return Err(Close::AUTHENTICATION_FAILED);
        }
        let shard = identify.shard();
        if shard.0 >= shard.1 {
            return Err(Close::INVALID_SHARD);
        }
        let Some(intents) = Intents::from_bits(identify.intents) else { return Err(Close::INVALID_INTENTS) };
        if !state.allow_privileged && !intents::unprivileged(intents) {
            return Err(Close::DISALLOWED_INTENTS);
        }
        let ears = Ears { intents, shard, bot: backdrop.bot };
        let guilds: Vec<u64> = backdrop.guilds.iter().map(|(id, _)| *id).collect();
        if guilds.len() > GUILDS_A_SHARD {
            return Err(Close::SHARDING_REQUIRED);
        }
        let name: String = format!("{:032x}", state.random.random::<u128>());
        connection.session = Some(name.clone());
        if identify.compress {
            connection.tell(Outgoing::CompressPayloads);
        }
        let ready = payload::ready(&backdrop, connection.version, &name, shard, &guilds);
        let mut session = Session::new(ears, identify.compress, id);
        session.send(Some(connection), "READY", ready);
        for (guild, body) in backdrop.guilds {
            if let Some(data) = body {
                let guild = GuildId::new_checked(guild);
                let create = Dispatch { name: "GUILD_CREATE", data, guild, intents: Intents::GUILDS };
                session.pass(Some(connection), &create);
            }
        }
        state.sessions.insert(name.clone(), session);
        state.awaited = state.awaited.saturating_sub(1);
        self.note(GatewayEvent::Identified { session: name });
        Ok(())
    }

    /// op 6: what was missed and RESUMED, or op 9 (false) where that session cannot be taken up again.
    ///
    /// # Errors
    /// 4004 for a wrong token, 4005 on a connection that has a session, 4007 for events that were never sent.
    pub(crate) fn resume(&self, id: u64, resume: &Resume, token: &str) -> Result<(), Close> {
        let mut state = self.lock();
        let state = &mut *state;
        let now = self.clock.now();
        let Some(connection) = state.connections.get_mut(&id) else { return Ok(()) };
        if connection.session.is_some() {
            return Err(Close::ALREADY_AUTHENTICATED);
        }
        if bare(&resume.token) != token {
            return Err(Close::AUTHENTICATION_FAILED);
        }
        let session = state.sessions.get_mut(&resume.session_id).filter(|session| session.remembers(resume.seq, now));
        let Some(session) = session else {
            state.sessions.remove(&resume.session_id);
            connection.tell(Outgoing::Send(payload::control(op::INVALID_SESSION, json!(false))));
            return Ok(());
        };
        if resume.seq > session.seq {
            state.sessions.remove(&resume.session_id);
            return Err(Close::INVALID_SEQ);
        }
        connection.session = Some(resume.session_id.clone());
        if session.compress {
            connection.tell(Outgoing::CompressPayloads);
        }
        for missed in session.missed_since(resume.seq) {
            connection.tell(Outgoing::Send(missed.clone()));
        }
        session.send(Some(connection), "RESUMED", json!({"_trace": ["[\"stand-in\",{\"micros\":0.0}]"]}));
        session.alone_since = None;
        let former = session.connection.replace(id);
        state.awaited = state.awaited.saturating_sub(1);
        if let Some(former) = former.and_then(|former| state.connections.get_mut(&former)) {
            former.session = None;
            former.tell(Outgoing::Cut);
        }
        self.note(GatewayEvent::Resumed { session: resume.session_id.clone() });
        Ok(())
    }

    /// Whether that connection has a session.
    pub(crate) fn authenticated(&self, id: u64) -> bool {
        self.lock().connections.get(&id).is_some_and(|connection| connection.session.is_some())
    }

    /// Something happened: every session that may hear it does, now or when it resumes.
    pub(crate) fn dispatch(&self, dispatch: &Dispatch) {
        let mut state = self.lock();
        let state = &mut *state;
        let now = self.clock.now();
        state.sessions.retain(|_, session| !session.over(now));
        for session in state.sessions.values_mut() {
            let connection = session.connection.and_then(|id| state.connections.get(&id));
            session.pass(connection, dispatch);
        }
    }

    /// An event for one connection's session only.
    pub(crate) fn dispatch_to(&self, id: u64, name: &'static str, data: Value) {
        let mut state = self.lock();
        let state = &mut *state;
        let Some(connection) = state.connections.get(&id) else { return };
        if let Some(session) = connection.session.as_ref().and_then(|name| state.sessions.get_mut(name)) {
            session.send(Some(connection), name, data);
        }
    }

    /// Whether the application may use the privileged intents.
    pub(crate) fn allows_privileged(&self) -> bool {
        self.lock().allow_privileged
    }

    /// Whether that connection's session hears of members.
    pub(crate) fn hears_members(&self, id: u64) -> bool {
        let state = self.lock();
        let session = state.connections.get(&id).and_then(|connection| connection.session.as_ref());
        session
            .and_then(|name| state.sessions.get(name))
            .is_some_and(|session| session.ears.intents.contains(Intents::GUILD_MEMBERS))
    }

    /// Whether that connection is a zombie.
    pub(crate) fn silent(&self, id: u64) -> bool {
        self.lock().connections.get(&id).is_some_and(|connection| connection.silent)
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Returns when `settled` says so, asked again after every change; false after `patience` of real time.
    pub(super) async fn until(&self, patience: Duration, mut settled: impl FnMut(&mut State) -> bool) -> bool {
        let wait = async {
            loop {
                let changed = self.changed.notified();
                tokio::pin!(changed);
                // Registered before the look, so that a change between the two is not missed.
                changed.as_mut().enable();
                if settled(&mut self.lock()) {
                    return;
                }
                changed.await;
            }
        };
        tokio::time::timeout(patience, wait).await.is_ok()
    }
}

impl DispatchSink for Hub {
    fn dispatch(&mut self, dispatch: &Dispatch) {
        Self::dispatch(self, dispatch);
    }
}

/// Discord takes the token with and without the `Bot ` that its HTTP header needs.
fn bare(token: &str) -> &str {
    token.strip_prefix("Bot ").unwrap_or(token)
}
