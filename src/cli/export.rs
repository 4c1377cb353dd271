//! `clarion export`: for an operator whom somebody asked that cannot use Discord any more. It hands out what `/privacy export`
//! does, whole: no message of Discord's has to carry it.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::whose::Whose;
use crate::clock::Clock;
use crate::discord;

/// The arguments of `clarion export`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    whose: Whose,
    /// Write it into this new file, which on Unix only you can read [default: to standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Writes down what is kept of somebody. Nothing is written where nothing is kept.
pub(super) fn export(arguments: &Arguments) -> ExitCode {
    super::print(written(arguments))
}

fn written(arguments: &Arguments) -> Result<String, String> {
    let settings = super::settings(arguments.whose.config.clone())?;
    // Names of a quiz's moments are in it.
    let library = super::library(arguments.whose.config.clone())?;
    let (user, place) = (arguments.whose.user(), arguments.whose.place());
    let failed = |error| format!("Nothing was written, since the database failed: {error}");
    let copy = super::with_store(&settings, async |store| {
        let copy = discord::copy_of(store, &library, Clock::system().now(), user, place).await.map_err(failed)?;
        if copy.is_none() && store.named_in_words(user, place).await.map_err(failed)? > 0 {
            return Err(
                "Nothing of theirs is kept. Their id stands in words of others: `clarion forget` takes it out."
                    .to_owned(),
            );
        }
        Ok(copy)
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
