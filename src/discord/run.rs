//! One life of the bot, from opening the store to the last answer.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use tokio::runtime::Handle;
use tokio::task::{JoinError, JoinHandle};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::changes::{Changes, Looking};
use super::gate::{Gate, Patience, Unbuildable};
use super::gateway;
use super::handler::{Handler, Unread};
use super::interactions::Answers;
use super::members::Following;
use super::presence::Presence;
use super::registration;
use crate::clock::{Alarm, Clock};
use crate::commands::{Commands, Lately};
use crate::content::Library;
use crate::content::situation::LateFinder;
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
    /// The posting loop is no more: a defect, and a bot that answers and never posts would hide it.
    #[error("the posting loop ended by itself, which is a defect in the program; start the bot again")]
    PostingEnded,
    /// What should be Discord's API answers, and not as that does.
    #[error(
        "what answered is no Discord API (status {status}): the address in [discord] api_url is another's or, where \
         that is empty, something stands between this machine and discord.com"
    )]
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
    let patience = Patience { requests_per_second: settings.discord.requests_per_second, ..patience };
    let farewell = patience.farewell;
    let api_url = settings.discord.api_url.as_ref();
    let gate = Arc::new(Gate::new(api_url, &token, application, clock.clone(), seed, patience)?);
    tracing::info!(api = gate.base(), store = %settings.store.url, "starting");
    match store.follow_zone_rules(clock.now()).await {
        Ok(0) => {}
        Ok(moved) => tracing::info!(schedules = moved, "the rules of their time zones have changed: planned anew"),
        // What is due is worked out by the rules of that day anyway; only what they brought forward comes later.
        Err(error) => tracing::warn!(%error, "the schedules were not compared with the rules of their time zones"),
    }

    let address = tokio::select! {
        address = gateway::find(&gate) => address?,
        () = stop.cancelled() => return Ok(()),
    };
    let alarm = Alarm::new(&clock);
    let bell = alarm.bell();
    let commands = Arc::new(Commands {
        library: Arc::clone(&library),
        finder: LateFinder::new(Arc::clone(&library)),
        store: store.clone(),
        clock: clock.clone(),
        bell: bell.clone(),
        late_grace: settings.posting.late_grace,
        keep_after_removal: settings.store.keep_after_removal,
        discord: Arc::clone(&gate) as _,
        lately: Lately::default(),
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
    let options = EngineOptions {
        late_grace: settings.posting.late_grace,
        keep_after_removal: settings.store.keep_after_removal,
        ..EngineOptions::default()
    };
    let engine = Engine::new(store.clone(), library, Arc::clone(&gate) as _, clock.clone(), options);
    // Its own stop: a fatal error ends the posting as well, and the post in hand is finished in both cases.
    let end = stop.child_token();
    let mut posting = tokio::spawn({
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
    let looks = Alarm::new(&clock);
    let changes = Changes::new(looks.bell());
    let looking = Looking {
        gate: Arc::clone(&gate),
        store: store.clone(),
        clock: clock.clone(),
        changes: changes.clone(),
        bell: bell.clone(),
        late_grace: settings.posting.late_grace,
    };
    let (presence, turns) =
        (Presence { gate: Arc::clone(&gate), store: store.clone(), clock: clock.clone() }, Alarm::new(&clock));
    let home = Handle::current();
    let unread = {
        let (answers, work, home) = (Arc::clone(&answers), work.clone(), home.clone());
        move || Arc::new(Unread { answers: Arc::clone(&answers), work: work.clone(), home: home.clone() }) as _
    };
    if settings.discord.members_intent {
        let (members, alarm) = (gate.members().clone(), Alarm::new(&clock));
        members.listen(alarm.bell());
        let following = Following { gate: Arc::clone(&gate), store: store.clone(), clock: clock.clone(), members };
        let end = end.clone();
        work.spawn(async move { following.run(alarm, end).await });
    }
    let handler = Handler {
        gate: Arc::clone(&gate),
        store: store.clone(),
        clock,
        bell,
        changes,
        answers,
        work: work.clone(),
        home,
    };
    work.spawn({
        let end = end.clone();
        async move { looking.run(looks, end).await }
    });
    work.spawn({
        let end = end.clone();
        async move { presence.run(turns, end).await }
    });
    let connection = gateway::hold(&gate, address, &token, Arc::new(handler), unread, gate.members(), end.clone());
    let Together { outcome, posted, over } = together(connection, &mut posting, gate.refused(), &end, farewell).await;

    let giving_up = posting.abort_handle();
    end.cancel();
    registering.abort();
    work.close();
    let finished = tokio::time::timeout_at(over, async {
        let posted = match posted {
            Some(posted) => posted,
            None => posting.await,
        };
        work.wait().await;
        store.close().await;
        posted
    });
    match finished.await {
        Ok(Ok(Ended::Asked)) => tracing::info!("stopped"),
        Ok(Ok(Ended::TokenRefused)) => return outcome.and(Err(RunError::TokenRefused)),
        Ok(Err(_)) => return outcome.and(Err(RunError::PostingEnded)),
        Err(_) => {
            giving_up.abort();
            tracing::warn!("stopped with work in hand; it is taken up at the next start");
        }
    }
    outcome
}

/// How the common life of the gateway's connection and the posting loop ended.
struct Together {
    outcome: Result<(), RunError>,
    /// What the posting loop said, where it ended first.
    posted: Option<Result<Ended, JoinError>>,
    /// When the farewell is over: it begins with the end, so that the gateway's goodbye is part of it.
    over: Instant,
}

/// Lives until the connection ends, and ends it where the posting loop has ended or the token was refused: neither of
/// the two is of use without the other.
async fn together(
    connection: impl Future<Output = Result<(), RunError>>,
    posting: &mut JoinHandle<Ended>,
    refused: &CancellationToken,
    end: &CancellationToken,
    farewell: Duration,
) -> Together {
    tokio::pin!(connection);
    let (mut outcome, mut posted, mut over) = (Ok(()), None, None);
    loop {
        let farewell_over = over.unwrap_or_else(Instant::now);
        tokio::select! {
            said = &mut connection => {
                let over = over.unwrap_or_else(|| Instant::now() + farewell);
                return Together { outcome: said.and(outcome), posted, over };
            }
            () = end.cancelled(), if over.is_none() => over = Some(Instant::now() + farewell),
            () = tokio::time::sleep_until(farewell_over), if over.is_some() => {
                return Together { outcome, posted, over: farewell_over };
            }
            () = refused.cancelled(), if !end.is_cancelled() => {
                outcome = Err(RunError::TokenRefused);
                end.cancel();
            }
            ended = &mut *posting, if posted.is_none() => {
                if !end.is_cancelled() {
                    outcome = match ended {
                        Ok(Ended::TokenRefused) => Err(RunError::TokenRefused),
                        Ok(Ended::Asked) | Err(_) => Err(RunError::PostingEnded),
                    };
                    end.cancel();
                }
                posted = Some(ended);
            }
        }
    }
}

/// How the store is opened that the settings name.
pub fn store_options(settings: &Settings) -> StoreOptions {
    let synchronous = match settings.store.synchronous {
        settings::Synchronous::Full => store::Synchronous::Full,
        settings::Synchronous::Normal => store::Synchronous::Normal,
    };
    StoreOptions { synchronous, ..StoreOptions::new(settings.store.url.expose()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(3_600);

    #[tokio::test]
    async fn a_posting_loop_that_dies_takes_the_bot_along() {
        let end = CancellationToken::new();
        let connection = async {
            end.cancelled().await;
            Ok(())
        };
        let mut posting = tokio::spawn(async { panic!("a defect") });
        let refused = CancellationToken::new();
        let ended = together(connection, &mut posting, &refused, &end, LONG);
        let Ok(Together { outcome, posted, .. }) = tokio::time::timeout(Duration::from_secs(20), ended).await else {
            panic!("nobody noticed");
        };
        assert!(matches!(outcome, Err(RunError::PostingEnded)), "{outcome:?}");
        assert!(matches!(posted, Some(Err(_))));
    }

    #[tokio::test]
    async fn a_goodbye_that_takes_long_is_part_of_the_farewell() {
        let end = CancellationToken::new();
        end.cancel();
        let mut posting = tokio::spawn(async { Ended::Asked });
        let refused = CancellationToken::new();
        let ended = together(std::future::pending(), &mut posting, &refused, &end, Duration::from_millis(10));
        let Ok(Together { outcome, over, .. }) = tokio::time::timeout(Duration::from_secs(20), ended).await else {
            panic!("it waited for the goodbye");
        };
        assert!(outcome.is_ok() && over <= Instant::now());
    }
}
