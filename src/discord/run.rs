//! One life of the bot, from opening the store to the last answer.

use std::sync::Arc;

use secrecy::SecretString;
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::gate::{Gate, Patience, Unbuildable};
use super::gateway;
use super::handler::{Handler, Unread};
use super::interactions::Answers;
use super::registration;
use crate::clock::{Alarm, Clock};
use crate::commands::Commands;
use crate::content::Library;
use crate::posting::{Ended, Engine, EngineOptions};
use crate::settings::{self, MalformedToken, Settings};
use crate::store::{self, Store, StoreError, StoreOptions};

/// What the bot needs to live.
#[derive(Debug)]
pub struct Run {
    /// What the operator chose.
    pub settings: Settings,
    /// The bot's token; its first part names the application.
    pub token: SecretString,
    /// The words.
    pub library: Arc<Library>,
    /// The calendar.
    pub clock: Clock,
    /// Where all randomness comes from.
    pub seed: u64,
    /// Cancelled to end the life: the work in hand is finished first, for at most ten seconds.
    pub stop: CancellationToken,
}

/// Why the bot cannot live on: each for an operator, with what to do.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The token cannot be one; nothing was dialled.
    #[error(transparent)]
    MalformedToken(#[from] MalformedToken),
    /// The store cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The HTTP client.
    #[error(transparent)]
    Unbuildable(#[from] Unbuildable),
    /// The machine gave no thread for the gateway.
    #[error("a thread for the gateway could not be started: {0}")]
    Thread(std::io::Error),
    /// 401, or the gateway's close code 4004.
    #[error("Discord does not accept the token: it was reset, or not all of it was copied (see DISCORD_TOKEN)")]
    TokenRefused,
    /// The gateway's close codes 4013 and 4014.
    #[error(
        "Discord's gateway refuses what the bot wants to hear of; it asks for nothing privileged, so this is a defect"
    )]
    IntentsRefused,
    /// The gateway's close codes 4010 and 4011, which serenity does not tell apart.
    #[error(
        "Discord's gateway closes the connection without a reason that helps (codes 4003, 4010 or 4011: the number of \
         shards is not what Discord wants); start the bot again, and it takes the number that Discord recommends then"
    )]
    GatewayClosed,
    /// The address in the settings answers, and not as Discord's API does.
    #[error("the address in [discord] api_url is no Discord API: it answered with status {status}")]
    NoDiscord {
        /// The HTTP status.
        status: u16,
    },
}

/// Lives until [`Run::stop`] is cancelled.
///
/// Needs a runtime with time and I/O.
///
/// # Errors
/// [`RunError`] where only an operator can help.
pub async fn run(run: Run) -> Result<(), RunError> {
    run_with(run, Patience::default()).await
}

/// [`run`] with a patience of one's own.
///
/// # Errors
/// [`RunError`] where only an operator can help.
pub async fn run_with(run: Run, patience: Patience) -> Result<(), RunError> {
    let Run { settings, token, library, clock, seed, stop } = run;
    let application = settings::application_id(&token)?;
    let store = Store::open(&store_options(&settings), seed).await?;
    let farewell = patience.farewell;
    let api_url = settings.discord.api_url.as_ref();
    let gate = Arc::new(Gate::new(api_url, &token, application, clock.clone(), seed, patience)?);
    tracing::info!(api = gate.base(), store = %settings.store.url, "starting");

    let address = tokio::select! {
        address = gateway::find(&gate) => address?,
        () = stop.cancelled() => return Ok(()),
    };
    let alarm = Alarm::new(&clock);
    let bell = alarm.bell();
    let commands = Arc::new(Commands {
        library: Arc::clone(&library),
        store: store.clone(),
        clock: clock.clone(),
        bell: bell.clone(),
        discord: Arc::clone(&gate) as _,
    });
    // Before the gateway: whoever is welcomed first finds the commands in place. Where that takes long, an older list
    // is better than nobody at home.
    let mut registering = tokio::spawn({
        let (gate, store, list) = (Arc::clone(&gate), store.clone(), commands.registrations());
        async move { registration::register(&gate, &store, &list).await }
    });
    tokio::select! {
        _ = tokio::time::timeout(gate.patience().request, &mut registering) => {}
        () = stop.cancelled() => {}
    }

    let work = TaskTracker::new();
    let options = EngineOptions { late_grace: settings.posting.late_grace, ..EngineOptions::default() };
    let engine = Engine::new(store.clone(), library, Arc::clone(&gate) as _, clock.clone(), options);
    // Its own stop: a fatal error ends the posting as well, and the post in hand is finished in both cases.
    let end = stop.child_token();
    let posting = tokio::spawn({
        let end = end.clone();
        async move { engine.run(alarm, end).await }
    });
    let answers = Arc::new(Answers {
        gate: Arc::clone(&gate),
        commands,
        store: store.clone(),
        clock: clock.clone(),
        bell: bell.clone(),
    });
    let home = Handle::current();
    let unread = Unread { answers: Arc::clone(&answers), work: work.clone(), home: home.clone() };
    let handler =
        Handler { gate: Arc::clone(&gate), store: store.clone(), clock, bell, answers, work: work.clone(), home };
    let outcome = {
        let connection = gateway::hold(&gate, address, &token, Arc::new(handler), Arc::new(unread), end.clone());
        tokio::pin!(connection);
        tokio::select! {
            outcome = &mut connection => outcome,
            () = gate.refused().cancelled() => {
                end.cancel();
                connection.await.and(Err(RunError::TokenRefused))
            }
        }
    };

    let giving_up = posting.abort_handle();
    end.cancel();
    registering.abort();
    work.close();
    let finished = tokio::time::timeout(farewell, async {
        let posting = posting.await;
        work.wait().await;
        store.close().await;
        posting
    });
    match finished.await {
        Ok(Ok(Ended::Asked)) => tracing::info!("stopped"),
        Ok(Ok(Ended::TokenRefused)) => return outcome.and(Err(RunError::TokenRefused)),
        Ok(Err(_)) => tracing::error!("the posting loop panicked: a defect in the program"),
        Err(_) => {
            giving_up.abort();
            tracing::warn!("stopped with work in hand; it is taken up at the next start");
        }
    }
    outcome
}

fn store_options(settings: &Settings) -> StoreOptions {
    let synchronous = match settings.store.synchronous {
        settings::Synchronous::Full => store::Synchronous::Full,
        settings::Synchronous::Normal => store::Synchronous::Normal,
    };
    StoreOptions { synchronous, ..StoreOptions::new(settings.store.url.expose()) }
}
