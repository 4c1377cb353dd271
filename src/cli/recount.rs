//! `clarion recount`: for an operator whose database was written by an older build beside this one, or by hand. It holds the totals
//! against the recognitions that they are counted from, and counts anew what is wrong.

use std::fmt::Write as _;
use std::num::NonZeroU64;
use std::path::PathBuf;
use std::process::ExitCode;

use serenity::model::id::GuildId;

use crate::store::{Recounted, Store, Total};

/// The arguments of `clarion recount`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Only tell what is wrong, and change none of it. (The tables of an older build become this one's all the same, as when
    /// the bot starts)
    #[arg(long)]
    dry_run: bool,
    /// Only the server with this id [default: every server of which anything is kept]
    #[arg(long, value_name = "ID")]
    server: Option<NonZeroU64>,
    /// The settings file, which says where the database is [default: config/clarion.toml if there is one, else the
    /// built-in settings]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// Recounts, and says what was found.
pub(super) fn recount(arguments: &Arguments) -> ExitCode {
    super::print(told(arguments))
}

fn told(arguments: &Arguments) -> Result<String, String> {
    let settings = super::settings(arguments.config.clone())?;
    super::with_store(&settings, async |store| done(store, arguments).await)
}

async fn done(store: &Store, arguments: &Arguments) -> Result<String, String> {
    let nothing = |error| format!("Nothing was recounted, since the database failed: {error}");
    let mut servers = store.guilds_kept().await.map_err(nothing)?;
    if let Some(server) = arguments.server.map(GuildId::from) {
        servers.retain(|of| *of == server);
        if servers.is_empty() {
            return Err("Nothing is kept of a server with that id.".to_owned());
        }
    }
    let mut recounted = Recounted::default();
    for (number, server) in servers.iter().enumerate() {
        let of = store.recount(*server, !arguments.dry_run).await.map_err(|error| {
            let kept = if arguments.dry_run { "Nothing was changed." } else { "What was mended until then stays." };
            let of = servers.len();
            format!(
                "Of {of} servers {number} were recounted, then the database failed: {error}\n{kept} Run this again."
            )
        })?;
        recounted += of;
    }
    Ok(in_words(&recounted, servers.len(), arguments.dry_run))
}

fn in_words(recounted: &Recounted, servers: usize, dry_run: bool) -> String {
    let mut said = match servers {
        1 => "Held against the recognitions, in one server:\n".to_owned(),
        servers => format!("Held against the recognitions, in {servers} servers:\n"),
    };
    said.push_str(" right  wrong\n");
    for total in Total::ALL {
        let of = recounted.of(total);
        // Writing into a String does not fail.
        let _ = writeln!(said, "{:>6} {:>6}  {}", of.right, of.wrong, kind(total));
    }
    said.push_str(match (recounted.wrong().is_empty(), dry_run) {
        (true, _) => "Nothing is wrong.\n",
        (false, true) => "Nothing was changed. Without --dry-run what is wrong is counted anew.\n",
        (false, false) => "What was wrong is counted anew.\n",
    });
    if recounted.of(Total::Repeated).wrong > 0 {
        said.push_str(match dry_run {
            true => {
                "All else is counted from the rows in the first line, and was held against them as they are: where one of \
                 them is wrong, what is counted from it is counted anew with it.\n"
            }
            false => {
                "All else is counted from the rows in the first line. What is counted from one that was wrong was counted \
                 anew with it, and is among what is right.\n"
            }
        });
    }
    if recounted.dark > 0 {
        let people = match recounted.dark {
            1 => "one person".to_owned(),
            people => format!("{people} people"),
        };
        let then = if dry_run { "Without --dry-run they are noted." } else { "They are noted now." };
        let _ = writeln!(
            said,
            "Of {people} weeks in which they gave were not noted, which makes answers slow and never wrong. {then}"
        );
    }
    said
}

/// What there is so much of.
fn kind(total: Total) -> &'static str {
    match total {
        Total::Repeated => "rows of who got a recognition: from whom, when, and whether it counts",
        Total::Days => "days: how many recognitions, and how many that name each strength",
        Total::Given => "people: how much they gave",
        Total::Strengths => "people: how often each strength was named in them",
        Total::Ends => "people: on which days they first and last gave and got something",
        Total::Weeks => "people: in which weeks they gave",
        Total::Latest => "days: how many people gave last on them",
    }
}
