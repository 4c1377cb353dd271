//! The command line: a file a command.
//!
//! Exit codes: 0 where it went well, 1 where it did not (the reason stands on standard error), 2 for a command line
//! that could not be understood.

mod check;
mod export;
mod forget;
mod logs;
mod preview;
mod recount;
mod reframe;
mod rehearse;
mod run;
mod whose;

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use serde::Serialize;

use crate::content::{self, Library, Source};
use crate::discord;
use crate::settings::{self, Settings, Sources};
use crate::store::Store;

/// A Discord bot for teams: a daily leadership prompt, managing and leading side by side, and an honest account of who
/// gives recognition.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the bot on Discord; the token is read from DISCORD_TOKEN, in the environment or in a file called .env
    Run(run::Arguments),
    /// Check settings and content, and list everything that is wrong with them, each with its file and line
    Check(check::Arguments),
    /// Show when posts would come and what they would say, without a token or a database
    Preview(preview::Arguments),
    /// Show which contrasts between managing and leading fit a situation that you describe; nothing leaves this machine
    Reframe(reframe::Arguments),
    /// Erase somebody who cannot use Discord any more; says what is kept, and erases it with --yes
    Forget(forget::Arguments),
    /// Write down what is kept of somebody who cannot use Discord any more, as /privacy export hands it out (JSON)
    Export(export::Arguments),
    /// Hold the totals that are kept beside the recognitions against them, and count anew what is wrong
    Recount(recount::Arguments),
    /// Try it without a token: a day in a pretend workspace on this machine, then the keyboard is yours
    Rehearse(rehearse::Arguments),
}

/// Reads the command line of this process and does what it says.
pub fn main() -> ExitCode {
    match CommandLine::parse().command {
        Command::Run(arguments) => run::run(arguments),
        Command::Check(arguments) => check::check(arguments),
        Command::Preview(arguments) => preview::preview(arguments),
        Command::Reframe(arguments) => reframe::reframe(arguments),
        Command::Forget(arguments) => forget::forget(&arguments),
        Command::Export(arguments) => export::export(&arguments),
        Command::Recount(arguments) => recount::recount(&arguments),
        Command::Rehearse(arguments) => rehearse::rehearse(arguments),
    }
}

/// Prints an answer, or why there is none. Whoever reads may stop reading.
fn print(told: Result<String, String>) -> ExitCode {
    let printed = told.and_then(|text| match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!("this could not be written: {error}")),
        _ => Ok(()),
    });
    match printed {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            // Where standard error is closed as well, the exit code has to do.
            let _ = writeln!(io::stderr(), "{why}");
            ExitCode::FAILURE
        }
    }
}

/// The content that the settings name, or everything that keeps it from being used.
fn library(config: Option<PathBuf>) -> Result<Library, String> {
    let settings = settings(config)?;
    let source = Source::new(settings.content.dir.as_deref(), settings.content.language.as_str());
    content::load(&source).map_err(|faults| format!("The content cannot be used:\n{faults}"))
}

/// The store of the bot that runs, or ran, with these settings. `work` is done with it, and its words come back.
///
/// # Errors
/// In words, where there is no database (a bot makes a new one; for an operator that would be an answer from nowhere) or it
/// cannot be opened.
fn with_store<T>(settings: &Settings, work: impl AsyncFnOnce(&Store) -> Result<T, String>) -> Result<T, String> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let options = discord::store_options(settings);
        if !Store::is_there(&options).map_err(|error| error.to_string())? {
            return Err(format!(
                "There is no database at {}. Run this where the bot runs, with its settings.",
                options.shown_url()
            ));
        }
        let store = Store::open(&options, rand::random())
            .await
            .map_err(|error| format!("The database cannot be opened: {error}"))?;
        let told = work(&store).await;
        store.close().await;
        told
    })
}

/// What the operator chose, or everything that keeps it from being used.
fn settings(config: Option<PathBuf>) -> Result<Settings, String> {
    let (environment, mut faults) = settings::process_environment();
    let (settings, more) = Settings::inspect(Sources { config, environment });
    faults.extend(more);
    match settings {
        Some(settings) if faults.is_empty() => Ok(settings),
        _ => Err(format!("The settings cannot be used:\n{}", settings::Faults(faults))),
    }
}

fn json(value: &impl Serialize) -> Result<String, String> {
    serde_json::to_string_pretty(value).map(|text| text + "\n").map_err(|error| error.to_string())
}
