//! A running stand-in: the port, the parts behind it, and the handle that a story or a test holds.

use std::collections::VecDeque;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::serve::ListenerExt as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use tokio::sync::Notify;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::events::{EventLog, Events};
use super::faults::Faults;
use super::gateway;
use super::limits::Violation;
use super::rest::{self, Rates};
use super::world::{World, WorldHandle};
use crate::clock::Clock;

/// How a stand-in is to be.
#[derive(Clone, Debug)]
pub struct StandInOptions {
    /// The calendar: snowflakes, the life of tokens, the nonce window.
    pub clock: Clock,
    /// The port on 127.0.0.1; `None` takes a free one.
    pub port: Option<u16>,
    /// Decides everything that is random.
    pub seed: u64,
    /// Whether rate limits answer with 429. The headers are sent in any case.
    pub enforce_rate_limits: bool,
    /// How long an interaction waits for its first answer in real time. The calendar's three seconds count as well, but
    /// a stepped calendar may stand still.
    pub answer_within: Duration,
    /// What the bot and its application are called.
    pub bot_name: String,
}

impl StandInOptions {
    /// A free port, seed 0, no 429s, three seconds for an answer, a bot called Clarion.
    pub fn new(clock: Clock) -> Self {
        Self {
            clock,
            port: None,
            seed: 0,
            enforce_rate_limits: false,
            answer_within: Duration::from_secs(3),
            bot_name: "Clarion".to_owned(),
        }
    }
}

/// A running stand-in for Discord. Cheap to clone; the last clone that is dropped ends it.
#[derive(Clone, Debug)]
pub struct StandIn {
    pub(in crate::rehearsal) shared: Arc<Shared>,
    /// Held for its end only.
    _ending: Arc<DropGuard>,
}

/// What all requests reach.
#[derive(Debug)]
pub(in crate::rehearsal) struct Shared {
    pub options: StandInOptions,
    pub world: WorldHandle,
    pub log: Arc<EventLog>,
    pub faults: Faults,
    pub gateway: gateway::Hub,
    pub in_flight: InFlight,
    pub requests: Requests,
    pub address: SocketAddr,
    pub token: String,
    /// Cancelled when the stand-in ends; whoever serves somebody lets go then.
    pub stopped: CancellationToken,
    rates: Mutex<Rates>,
}

impl Shared {
    /// A panic elsewhere leaves plain counts behind, which stay usable.
    pub fn rates(&self) -> MutexGuard<'_, Rates> {
        self.rates.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request of the bot as somebody reads it who wonders what happened.
#[derive(Clone, Debug)]
pub struct Answered {
    /// When it was answered.
    pub at: Timestamp,
    /// The number of the happening that comes next in the log.
    pub before: usize,
    /// Method, path without secrets, status.
    pub line: String,
}

/// The latest requests that were answered.
#[derive(Debug, Default)]
pub(in crate::rehearsal) struct Requests {
    latest: Mutex<VecDeque<Answered>>,
}

/// How many requests are remembered.
const REMEMBERED: usize = 200;

impl Requests {
    pub fn push(&self, answered: Answered) {
        let mut latest = self.lock();
        if latest.len() == REMEMBERED {
            latest.pop_front();
        }
        latest.push_back(answered);
    }

    /// A panic elsewhere leaves a usable list behind.
    fn lock(&self) -> MutexGuard<'_, VecDeque<Answered>> {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts the requests that are being answered.
#[derive(Clone, Debug, Default)]
pub struct InFlight {
    counter: Arc<Counter>,
}

#[derive(Debug, Default)]
struct Counter {
    open: AtomicUsize,
    ever: AtomicUsize,
    changed: Notify,
}

/// Held while one request is answered.
#[derive(Debug)]
pub(in crate::rehearsal) struct Flight {
    counter: Arc<Counter>,
}

impl InFlight {
    pub(in crate::rehearsal) fn enter(&self) -> Flight {
        self.counter.open.fetch_add(1, Ordering::SeqCst);
        self.counter.ever.fetch_add(1, Ordering::SeqCst);
        Flight { counter: Arc::clone(&self.counter) }
    }

    /// Requests that are being answered.
    pub fn now(&self) -> usize {
        self.counter.open.load(Ordering::SeqCst)
    }

    /// Requests that ever came in: unchanged between two looks means that nothing happened between them.
    pub fn ever(&self) -> usize {
        self.counter.ever.load(Ordering::SeqCst)
    }

    /// Returns when no request is being answered; false after `patience` of real time.
    pub async fn idle(&self, patience: Duration) -> bool {
        let idle = async {
            loop {
                let changed = self.counter.changed.notified();
                tokio::pin!(changed);
                changed.as_mut().enable();
                if self.now() == 0 {
                    return;
                }
                changed.await;
            }
        };
        tokio::time::timeout(patience, idle).await.is_ok()
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        self.counter.open.fetch_sub(1, Ordering::SeqCst);
        self.counter.changed.notify_waiters();
    }
}

impl StandIn {
    /// Starts serving on 127.0.0.1. Needs a tokio runtime; serving ends with the last handle.
    ///
    /// # Errors
    /// Where the port is taken or may not be opened.
    pub async fn start(options: StandInOptions) -> io::Result<Self> {
        let wanted = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port.unwrap_or(0)));
        let listener = tokio::net::TcpListener::bind(wanted).await?;
        let address = listener.local_addr()?;
        let log = Arc::new(EventLog::default());
        let mut world = World::new(options.clock.clone(), options.seed, &options.bot_name, Arc::clone(&log));
        world.address = format!("http://{address}");
        let token = three_part_token(world.application.id.get(), options.seed);
        let hub = gateway::Hub::new(options.clock.clone(), Arc::clone(&log), options.seed);
        world.tell(Box::new(hub.clone()));
        let shared = Arc::new(Shared {
            options,
            world: WorldHandle::new(world),
            log,
            faults: Faults::default(),
            gateway: hub,
            in_flight: InFlight::default(),
            requests: Requests::default(),
            address,
            token,
            stopped: CancellationToken::new(),
            rates: Mutex::default(),
        });
        let app = rest::router(&shared).merge(gateway::router());
        // The serving task holds the parts and not the handle, or the handle would never be dropped.
        let app = app.with_state(Arc::clone(&shared));
        let stopped = shared.stopped.clone();
        // Small frames go out at once: waiting to fill a packet costs 40 ms each time on loopback.
        let listener = listener.tap_io(|socket| {
            // Where the option is not to be had, everything is as right, and slower.
            let _ = socket.set_nodelay(true);
        });
        tokio::spawn(async move {
            // Serving ends with an error only where the listener itself is gone, and then nobody is left to tell.
            let _ = axum::serve(listener, app).with_graceful_shutdown(stopped.cancelled_owned()).await;
        });
        let ending = shared.stopped.clone().drop_guard();
        Ok(Self { shared, _ending: Arc::new(ending) })
    }

    /// Ends it: the port is closed, requests in hand are cut, sockets are dropped.
    pub fn stop(&self) {
        self.shared.stopped.cancel();
    }

    /// `http://127.0.0.1:PORT`: give it to a bot instead of Discord's address.
    pub fn api_url(&self) -> String {
        format!("http://{}", self.shared.address)
    }

    /// `ws://127.0.0.1:PORT`: what `/gateway` answers.
    pub fn gateway_url(&self) -> String {
        format!("ws://{}", self.shared.address)
    }

    /// The token that the stand-in takes: three parts, the first the base64 application id.
    pub fn token(&self) -> &str {
        &self.shared.token
    }

    /// What exists.
    pub fn world(&self) -> &WorldHandle {
        &self.shared.world
    }

    /// The calendar.
    pub fn clock(&self) -> &Clock {
        &self.shared.options.clock
    }

    /// Everything that happened, from the start.
    pub fn events(&self) -> Events {
        Events::new(Arc::clone(&self.shared.log))
    }

    /// Trouble that can be asked for.
    pub fn faults(&self) -> &Faults {
        &self.shared.faults
    }

    /// Trouble on the websocket that can be asked for.
    pub fn gateway(&self) -> gateway::GatewayControl {
        gateway::GatewayControl::new(self.shared.gateway.clone())
    }

    /// The latest requests that were answered, oldest first.
    pub fn requests(&self) -> Vec<Answered> {
        self.shared.requests.lock().iter().cloned().collect()
    }

    /// The requests that are being answered.
    pub fn in_flight(&self) -> &InFlight {
        &self.shared.in_flight
    }

    /// What the second reading found in anything that the bot sent.
    pub fn violations(&self) -> Vec<Violation> {
        self.shared.world.with(|world| world.violations.clone())
    }
}

fn three_part_token(application: u64, seed: u64) -> String {
    let first = URL_SAFE_NO_PAD.encode(application.to_string());
    let last = URL_SAFE_NO_PAD.encode(format!("rehearsal-{seed:016x}-not-a-secret"));
    format!("{first}.Gstand.{last}")
}
