//! The gateway: serenity's socket, and the watch over it.
//!
//! serenity's `Client` is left out on purpose. Building one asks the API for the gateway, and where that fails it
//! falls back to Discord's own address and would identify there, whatever API the settings name. Its shard manager is
//! handed the address instead, which the gate asked for: there is no fallback left, at the start or at a reconnect.
//!
//! The watch is for what serenity 0.12 does with a socket that died where it does not look: after a close with 4003,
//! 4010 or 4011, and after a resume that found nobody, its runner reads the dead socket again and again without ever
//! yielding, until the next heartbeat fails (up to 41 seconds later). A task that never yields can stall a whole
//! runtime of tokio, timers and all, however many threads it has. So serenity lives in a runtime of its own, and the
//! watch outside of it. A presence update written to a dead socket fails, and that ends the runner.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{Stream, StreamExt};
use secrecy::{ExposeSecret, SecretString};
use serenity::all::{
    ConnectionStage, EventHandler, GatewayError, GatewayIntents, HttpBuilder, OnlineStatus, RawEventHandler, ShardId,
    ShardManager, ShardManagerOptions,
};
use tokio::runtime::Runtime;
use tokio::sync::{Mutex, RwLock};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::gate::{Gate, GateFault, GatewayAddress};
use super::members::Members;
use super::run::RunError;

/// Nothing privileged: servers, channels and roles coming and going. Interactions come without any intent.
const INTENTS: GatewayIntents = GatewayIntents::GUILDS;

/// What an operator reads whose bot asks for members and is not let.
const MEMBERS_REFUSED: &str = "Discord refuses the members intent (close code 4014), so the bot goes on without it: no \
                               roster follows a role. Open https://discord.com/developers/applications, choose this \
                               application, switch on 'Server Members Intent' on its Bot page and start the bot again; \
                               or set members_intent = false in [discord]";

/// So many times in a row a gateway may take an identify and close with a code that serenity swallows.
const MOST_SILENT_CLOSES: u32 = 2;

/// How long the gateway may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(2);

/// More shards than this come from no real answer.
const MOST_SHARDS: u64 = 1_000;

/// Asks for the gateway until the API answers, for as long as it takes.
///
/// # Errors
/// [`RunError`] where asking again cannot help.
pub(super) async fn find(gate: &Gate) -> Result<GatewayAddress, RunError> {
    let mut pauses = gate.endless_pauses();
    loop {
        let fault = match gate.gateway().await {
            Ok(address) => return Ok(address),
            Err(GateFault::TokenRefused) => return Err(RunError::TokenRefused),
            Err(GateFault::Refused { status, .. })
                if (300..400).contains(&status) || status == 404 || status == 405 =>
            {
                return Err(RunError::NoDiscord { status });
            }
            Err(fault) => fault,
        };
        let pause = match fault {
            GateFault::Limited { after } => after,
            _ => pauses.next().unwrap_or(gate.patience().longest_pause),
        };
        tracing::warn!(cause = %fault, ?pause, "the API does not say where its gateway is; asking again");
        tokio::time::sleep(pause).await;
    }
}

/// Holds the connection until `stop` is cancelled. Where the operator wants to hear of `members` and Discord does not let
/// the bot, it is held without them: what was promised to everybody else does not wait for a switch.
///
/// # Errors
/// [`RunError`] where Discord does not let the bot in.
pub(super) async fn hold(
    gate: &Gate,
    address: GatewayAddress,
    token: &SecretString,
    handler: Arc<dyn EventHandler>,
    raw: impl Fn() -> Arc<dyn RawEventHandler>,
    members: &Members,
    stop: CancellationToken,
) -> Result<(), RunError> {
    if members.hears() {
        let intents = INTENTS | GatewayIntents::GUILD_MEMBERS;
        let held = hold_with(gate, address.clone(), token, Arc::clone(&handler), raw(), intents, stop.clone()).await;
        match held {
            Err(RunError::IntentsRefused) => {
                members.refused();
                tracing::error!("{MEMBERS_REFUSED}");
            }
            held => return held,
        }
    }
    hold_with(gate, address, token, handler, raw(), INTENTS, stop).await
}

async fn hold_with(
    gate: &Gate,
    address: GatewayAddress,
    token: &SecretString,
    handler: Arc<dyn EventHandler>,
    raw: Arc<dyn RawEventHandler>,
    intents: GatewayIntents,
    stop: CancellationToken,
) -> Result<(), RunError> {
    let shards = u32::try_from(address.shards.clamp(1, MOST_SHARDS)).unwrap_or(1);
    // serenity wants one for the token that it holds. Nothing is asked of it; if something ever were, it would go
    // where everything goes, and pass no limiter (with which serenity ignores the address).
    let http = HttpBuilder::new(token.expose_secret())
        .client(gate.client())
        .proxy(gate.base())
        .ratelimiter_disabled(true)
        .application_id(gate.application())
        .build();
    let apart = Apart::build().map_err(RunError::Thread)?;
    let options = ShardManagerOptions {
        data: Arc::new(RwLock::default()),
        event_handlers: vec![handler],
        raw_event_handlers: vec![Arc::clone(&raw)],
        shard_index: 0,
        shard_init: shards,
        shard_total: shards,
        ws_url: Arc::new(Mutex::new(address.url)),
        http: Arc::new(http),
        intents,
        presence: None,
    };
    let (manager, mut returned) = apart.start(options);
    // It never fails: serenity keeps the Result for later.
    let _ = manager.initialize();
    let welcome = gate.patience().welcome;
    let mut watch =
        Watch { welcome, shared: raw, waiting: HashMap::new(), silent: HashMap::new(), unwelcome: HashMap::new() };
    let mut look = tokio::time::interval(welcome / 10);
    look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let outcome = loop {
        tokio::select! {
            () = stop.cancelled() => break Ok(()),
            said = returned.next() => break match said {
                Some(Err(GatewayError::InvalidAuthentication)) => Err(RunError::TokenRefused),
                Some(Err(GatewayError::InvalidGatewayIntents | GatewayError::DisallowedGatewayIntents)) => {
                    Err(RunError::IntentsRefused)
                }
                Some(Err(_)) | None => Err(RunError::GatewayClosed),
                Some(Ok(())) => Ok(()),
            },
            _ = look.tick() => tokio::select! {
                // Restarting a shard can take ten seconds, for which no stop waits.
                () = stop.cancelled() => break Ok(()),
                looked = watch.look(&manager) => if let Err(error) = looked {
                    break Err(error);
                }
            }
        }
    };
    // Dead sockets first: serenity would wait for their farewell without ever yielding.
    nudge(&manager).await;
    if tokio::time::timeout(GOODBYE, manager.shutdown_all()).await.is_err() {
        tracing::debug!("the gateway did not say goodbye");
    }
    outcome
}

/// A runtime of one thread for serenity alone. Dropping it waits for nobody, also not for a task that never yields.
struct Apart(Option<Runtime>);

impl Apart {
    fn build() -> std::io::Result<Self> {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        builder.worker_threads(1).thread_name("gateway").enable_all().build().map(|runtime| Self(Some(runtime)))
    }

    fn start(
        &self,
        options: ShardManagerOptions,
    ) -> (Arc<ShardManager>, impl Stream<Item = Result<(), GatewayError>> + Unpin + Send + use<>) {
        // serenity spawns its tasks where it is called.
        let _inside = self.0.as_ref().map(Runtime::enter);
        ShardManager::new(options)
    }
}

impl Drop for Apart {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// Writes something harmless to every socket, which ends the runners whose socket is dead.
async fn nudge(manager: &ShardManager) {
    for runner in manager.runners.lock().await.values() {
        runner.runner_tx.set_status(OnlineStatus::Online);
    }
}

/// Which shards wait for a welcome, since when, and how often they were let down.
struct Watch {
    welcome: Duration,
    /// serenity's queue holds this once and every living runner once: that is how a runner's end is told.
    shared: Arc<dyn RawEventHandler>,
    waiting: HashMap<ShardId, Waiting>,
    silent: HashMap<ShardId, u32>,
    /// How many identifies in a row brought no welcome.
    unwelcome: HashMap<ShardId, u32>,
}

/// The longest wait for a welcome.
const LONGEST_WELCOME: Duration = Duration::from_secs(300);

/// How long to wait for a welcome after so many identifies without one: Discord takes a thousand identifies a day and
/// resets the token of a bot that sends more (Discord's document "Gateway", "Session Start Limit").
fn wait_for_welcome(first: Duration, unwelcome: u32) -> Duration {
    first.saturating_mul(2_u32.saturating_pow(unwelcome)).min(LONGEST_WELCOME.max(first))
}

/// One shard without a welcome.
struct Waiting {
    since: Instant,
    nudged: bool,
}

impl Watch {
    async fn look(&mut self, manager: &Arc<ShardManager>) -> Result<(), RunError> {
        let stages: Vec<(ShardId, ConnectionStage)> =
            manager.runners.lock().await.iter().map(|(shard, runner)| (*shard, runner.stage)).collect();
        self.waiting.retain(|shard, _| stages.iter().any(|(known, _)| known == shard));
        let runners = stages.len();
        for (shard, stage) in stages {
            if stage == ConnectionStage::Connected {
                self.waiting.remove(&shard);
                self.silent.remove(&shard);
                self.unwelcome.remove(&shard);
                continue;
            }
            let waiting = self.waiting.entry(shard).or_insert_with(|| Waiting { since: Instant::now(), nudged: false });
            // A resume that is still connecting found nobody; a new connection may take its time.
            let resuming = stage == ConnectionStage::Connecting;
            let unwelcome = self.unwelcome.get(&shard).copied().unwrap_or(0);
            let limit = if resuming { self.welcome / 4 } else { wait_for_welcome(self.welcome, unwelcome) };
            if waiting.since.elapsed() < limit {
                continue;
            }
            if !waiting.nudged {
                // What comes of it is seen at the next look.
                waiting.nudged = true;
                nudge(manager).await;
                continue;
            }
            self.waiting.remove(&shard);
            // Less one for this watch and one for the queue.
            let living = Arc::strong_count(&self.shared).saturating_sub(2);
            if !resuming {
                self.unwelcome.insert(shard, unwelcome.saturating_add(1));
            }
            if !resuming && living < runners {
                let silent = self.silent.entry(shard).or_default();
                *silent += 1;
                if *silent >= MOST_SILENT_CLOSES {
                    return Err(RunError::GatewayClosed);
                }
            }
            tracing::warn!(shard = shard.0, %stage, "the gateway has not welcomed the bot; connecting anew");
            manager.restart(shard).await;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gateway_that_stays_silent_for_a_day_is_asked_less_often_than_discord_allows() {
        let first = Duration::from_secs(15);
        assert_eq!(wait_for_welcome(first, 0), first);
        assert_eq!(wait_for_welcome(first, 1), first * 2);
        let (mut asked, mut passed) = (0, Duration::ZERO);
        while passed < Duration::from_secs(24 * 3_600) {
            passed += wait_for_welcome(first, asked);
            asked += 1;
        }
        assert!(asked < 500, "{asked} identifies");
    }
}
