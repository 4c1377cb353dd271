//! `clarion export`: for an operator whom somebody asked that cannot use Discord any more. It hands out what `/privacy export`
//! does, whole: no message of Discord's has to carry it.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serenity::model::id::{GuildId, UserId};

use crate::clock::Clock;
use crate::discord;
use crate::store::Where;

/// The arguments of `clarion export`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The Discord user id of the person, a number (in Discord: Developer Mode, then Copy User ID)
    #[arg(value_name = "USER")]
    user: NonZeroU64,
    /// Of the server with this id alone [default: of every server that knows them]
    #[arg(long, value_name = "ID")]
    server: Option<NonZeroU64>,
    /// Write it into this new file, which on Unix only you can read [default: to standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The settings file, which says where the database is [default: config/clarion.toml if there is one, else the
    /// built-in settings]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// Writes down what is kept of somebody. Nothing is written where nothing is kept.
pub(super) fn export(arguments: &Arguments) -> ExitCode {
    super::print(written(arguments))
}

fn written(arguments: &Arguments) -> Result<String, String> {
    let settings = super::settings(arguments.config.clone())?;
    // Names of a quiz's moments are in it.
    let library = super::library(arguments.config.clone())?;
    let user = UserId::from(arguments.user);
    let place = arguments.server.map_or(Where::Everywhere, |server| Where::Server(GuildId::from(server)));
    let copy = super::with_store(&settings, async |store| {
        let copy = discord::copy_of(store, &library, Clock::system().now(), user, place).await;
        copy.map_err(|error| format!("Nothing was written, since the database failed: {error}"))
    })?;
    // An empty file would say that somebody was looked for and is known.
    let copy = copy.ok_or("Nothing is kept under that id.")?;
    match &arguments.out {
        // The document is text.
        None => String::from_utf8(copy).map_err(|error| error.to_string()),
        Some(file) => match write_new(file, &copy) {
            Ok(()) => Ok(format!("Written to {}.\n", file.display())),
            Err(error) => Err(format!("{} could not be written: {error}", file.display())),
        },
    }
}

/// A file of one person's own, which stands in nobody else's place.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
