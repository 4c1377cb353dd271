//! The command line: a file a command.
//!
//! Exit codes: 0 where it went well, 1 where it did not (the reason stands on standard error), 2 for a command line
//! that could not be understood.

mod check;
mod logs;
mod preview;
mod rehearse;
mod run;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

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
    /// Try it without a token: a day in a pretend workspace on this machine, then the keyboard is yours
    Rehearse(rehearse::Arguments),
}

/// Reads the command line of this process and does what it says.
pub fn main() -> ExitCode {
    match CommandLine::parse().command {
        Command::Run(arguments) => run::run(arguments),
        Command::Check(arguments) => check::check(arguments),
        Command::Preview(arguments) => preview::preview(arguments),
        Command::Rehearse(arguments) => rehearse::rehearse(arguments),
    }
}
