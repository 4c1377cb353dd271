//! `clarion run`: the bot on Discord, until it is told to stop.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use tokio_util::sync::CancellationToken;

use super::logs;
use crate::clock::Clock;
use crate::content::{self, Library, Source};
use crate::discord::{self, Run};
use crate::settings::{self, Faults, Settings, Sources};

/// How long work that ignores the stop may hold up the end of the process; by then `discord::run` has waited for
/// whatever deserves it.
const LAST_PATIENCE: Duration = Duration::from_millis(500);

/// The arguments of `clarion run`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The settings file [default: config/clarion.toml if there is one, else the built-in settings]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub(super) fn run(arguments: Arguments) -> ExitCode {
    let (settings, token, library) = match read(arguments.config) {
        Ok(found) => found,
        Err(told) => {
            eprintln!("{told}");
            return ExitCode::FAILURE;
        }
    };
    logs::start(settings.log);
    match start(settings, token, library) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("clarion stopped: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// So many of the content's faults are told at the start; `clarion check` tells them all.
const MOST_FAULTS: usize = 10;

/// The settings, the token and the content, or everything that is wrong with them.
fn read(config: Option<PathBuf>) -> Result<(Settings, SecretString, Library), String> {
    let (environment, mut faults) = settings::process_environment();
    let token = settings::find_token(&environment);
    let settings = Settings::load(Sources { config, environment });
    let mut told = Vec::new();
    let settings = match settings {
        Ok(settings) => Some(settings),
        Err(Faults(more)) => {
            faults.extend(more);
            None
        }
    };
    if !faults.is_empty() {
        told.push(format!("The settings cannot be used:\n{}", Faults(faults)));
    }
    let token = match token {
        Ok(token) => match settings::application_id(&token) {
            Ok(_) => Some(token),
            Err(malformed) => {
                told.push(malformed.to_string());
                None
            }
        },
        Err(none) => {
            told.push(none.to_string());
            None
        }
    };
    let library = settings.as_ref().map(|settings| {
        content::load(&Source::new(settings.content.dir.as_deref(), settings.content.language.as_str()))
    });
    let library = match library {
        Some(Ok(library)) => Some(library),
        Some(Err(faults)) => {
            told.push(format!("The content cannot be used:\n{}", first_of(faults)));
            None
        }
        None => None,
    };
    match (settings, token, library) {
        (Some(settings), Some(token), Some(library)) if told.is_empty() => Ok((settings, token, library)),
        _ => Err(told.join("\n\n")),
    }
}

/// The first faults, so that the one that brought the others about is still on the screen.
fn first_of(content::Faults(faults): content::Faults) -> String {
    let mut lines: Vec<String> = faults.iter().take(MOST_FAULTS).map(ToString::to_string).collect();
    if let Some(more @ 1..) = faults.len().checked_sub(MOST_FAULTS) {
        lines.push(format!("and {more} more"));
    }
    lines.push("`clarion check` lists all that is wrong.".to_owned());
    lines.join("\n")
}

fn start(settings: Settings, token: SecretString, library: Library) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let stop = CancellationToken::new();
    let run = Run {
        settings,
        token,
        library: Arc::new(library),
        clock: Clock::system(),
        seed: rand::random(),
        stop: stop.clone(),
    };
    let result = runtime.block_on(async move {
        tokio::spawn(stop_on_signal(stop));
        discord::run(run).await
    });
    runtime.shutdown_timeout(LAST_PATIENCE);
    Ok(result?)
}

/// Cancels `stop` at the first SIGTERM or Ctrl-C. The second ends the process at once: somebody is in a hurry.
async fn stop_on_signal(stop: CancellationToken) {
    if signal().await.is_ok() {
        tracing::info!("stopping; the work in hand is finished first");
        stop.cancel();
        if signal().await.is_ok() {
            std::process::exit(1);
        }
    }
}

/// Returns at the first SIGTERM or Ctrl-C after it was first polled.
#[cfg(unix)]
pub(super) async fn signal() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

#[cfg(not(unix))]
pub(super) async fn signal() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
