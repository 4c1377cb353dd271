//! `clarion reframe`: the contrasts that fit a situation, without Discord.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use serde::Serialize;

use crate::content::Library;
use crate::content::situation::{Finder, Fit};

/// The arguments of `clarion reframe`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The situation, in your own words
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    /// The settings file, which says where the content is [default: config/clarion.toml if there is one, else the
    /// built-in settings]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// For programs: a JSON array, the best first, empty where nothing fits
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Scored<'a> {
    topic: &'a str,
    score: f64,
}

/// Prints what fits.
pub(super) fn reframe(arguments: Arguments) -> ExitCode {
    super::print(told(&arguments))
}

fn told(arguments: &Arguments) -> Result<String, String> {
    let library = super::library(arguments.config.clone())?;
    let finder = Finder::new(&library);
    let found = finder.find(&arguments.text.join(" "));
    if arguments.json {
        let round = |score: f64| (score * 1_000.0).round() / 1_000.0;
        let scored: Vec<_> = found.iter().map(|fit| Scored { topic: fit.topic, score: round(fit.score) }).collect();
        return super::json(&scored);
    }
    Ok(in_words(&library, &found))
}

fn in_words(library: &Library, found: &[Fit<'_>]) -> String {
    let contrasts = found.iter().filter_map(|fit| library.contrasts.iter().find(|contrast| contrast.id == fit.topic));
    let mut out = String::new();
    for contrast in contrasts {
        // Writing into a String does not fail.
        let _ = write!(
            out,
            "{}\n  Managing  {}\n  Leading   {}\n  Managing is right when: {}\n  Ask yourself: {}\n  A small step ({} min): {}\n\n",
            contrast.title,
            contrast.managing.pole,
            contrast.leading.pole,
            contrast.managing.right_when.as_deref().unwrap_or_default(),
            contrast.question,
            contrast.minutes,
            contrast.step
        );
    }
    if out.is_empty() {
        return "Nothing here fits that. Say what happened, between whom, and what bothers or pleases you about it.\n"
            .to_owned();
    }
    out.push_str("Both sides are needed. Neither is enough alone.\n");
    out
}
