//! `clarion forget`: for an operator whom somebody asked that cannot use Discord any more. It does what `/privacy forget` does.

use std::fmt::Write as _;
use std::process::ExitCode;

use super::whose::Whose;
use crate::clock::Clock;
use crate::store::{Forgotten, KeptOf, Store, Where};

/// The arguments of `clarion forget`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    whose: Whose,
    /// Erase it. Without this, nothing is erased: you see how much is kept
    #[arg(long)]
    yes: bool,
}

/// Says what is kept of somebody, and erases it where that is wanted.
pub(super) fn forget(arguments: &Arguments) -> ExitCode {
    super::print(told(arguments))
}

fn told(arguments: &Arguments) -> Result<String, String> {
    let settings = super::settings(arguments.whose.config.clone())?;
    super::with_store(&settings, async |store| done(store, arguments).await)
}

async fn done(store: &Store, arguments: &Arguments) -> Result<String, String> {
    let failed = |error| format!("Nothing was erased, since the database failed: {error}");
    let clock = Clock::system();
    let (user, place) = (arguments.whose.user(), arguments.whose.place());
    let kept = store.kept_of(user, place).await.map_err(failed)?;
    if !arguments.yes {
        let named = store.named_in_words(user, place).await.map_err(failed)?;
        return Ok(in_words(&kept, named));
    }
    if let Where::Server(guild) = place {
        store.role_brings_no_more(guild, None, clock.now()).await.map_err(failed)?;
    }
    let forgotten = store.forget(user, place, clock.now()).await.map_err(failed)?;
    // Also where nothing was left to erase: the last time may have ended before this.
    let cleaned = store.scrub_at_once(&clock).await;
    let mut said = erased(&forgotten);
    match cleaned {
        Ok(()) => said.push_str(
            "The database was cleaned of it. Backups, and on PostgreSQL the server's own log, end by their own rules.\n",
        ),
        Err(error) => {
            let again = if store.is_shared() {
                "Run this command again later; after a time PostgreSQL does it by itself (autovacuum)."
            } else {
                "The bot tries again within the hour, and so does this command."
            };
            // Writing into a String does not fail.
            let _ =
                writeln!(said, "Its bytes are still in the database's files, which could not be cleaned: {error}\n{again}");
        }
    }
    Ok(said)
}

/// How much there is, before anything happens.
fn in_words(kept: &KeptOf, named: u64) -> String {
    if kept.servers == 0 && named == 0 {
        return "Nothing is kept under that id.\n".to_owned();
    }
    let counts = [
        ("servers that know them", kept.servers),
        ("recognitions given", kept.given),
        ("recognitions got", kept.got),
        ("reflections", kept.reflections),
        ("things to try", kept.commitments),
        ("quiz rounds", kept.quiz_rounds),
        ("balances", kept.balances),
        ("suggestions for a deck", kept.suggestions),
        ("reports", kept.reports),
        ("people they take nothing from", kept.declined),
        ("texts in which their id stands", i64::try_from(named).unwrap_or(i64::MAX)),
    ];
    let mut said = String::new();
    for (what, number) in counts {
        // Writing into a String does not fail.
        let _ = writeln!(said, "{number:>6}  {what}");
    }
    said.push_str(
        "Nothing was erased. With --yes all of it is, and cannot be brought back. Make sure that it is the person who asks.\n",
    );
    said
}

fn erased(forgotten: &Forgotten) -> String {
    if forgotten.servers.is_empty() && forgotten.words == 0 {
        return "Nothing is kept under that id.\n".to_owned();
    }
    let mut said = match forgotten.servers.len() {
        0 => "Nothing of theirs was kept.\n".to_owned(),
        1 => "Erased, in one server.\n".to_owned(),
        servers => format!("Erased, in {servers} servers.\n"),
    };
    let Forgotten { posts, changed, left, stay, unclear, words, .. } = forgotten;
    if *words > 0 {
        said.push_str(&format!(
            "Texts of others out of which their id was taken: {words}. Posts and private messages that show them are changed \
             when the bot does something next or is started, as far as it may. Posts in channels among them: {changed}.\n"
        ));
    }
    if *stay > 0 {
        said.push_str(&format!("Posts that may show it and stay as they were posted: {stay}.\n"));
    }
    if *posts > 0 {
        said.push_str(&format!(
            "Posts that the bot takes down when it does something next or is started, as far as it may: {posts}.\n"
        ));
    }
    if *left > 0 {
        said.push_str(&format!("Posts that stay, in servers that the bot was removed from: {left}.\n"));
    }
    if !unclear.is_empty() {
        let channels: Vec<String> = unclear.iter().map(ToString::to_string).collect();
        said.push_str(&format!("A post may stand, unknown by its id, in the channels {}.\n", channels.join(", ")));
    }
    said
}
