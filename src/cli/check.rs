//! `clarion check`: everything that is wrong with settings and content, before anybody runs on them.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::content::{self, Loaded, Source};
use crate::settings::{self, Settings, Sources};

/// The arguments of `clarion check`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The settings file [default: config/clarion.toml if there is one, else the built-in settings]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// Prints a line a fault and how many there were, and fails; or prints one line on what was read.
pub(super) fn check(arguments: Arguments) -> ExitCode {
    let (environment, mut settings_faults) = settings::process_environment();
    let (settings, more) = Settings::inspect(Sources { config: arguments.config, environment });
    settings_faults.extend(more);
    let members = settings.as_ref().is_some_and(|settings| settings.discord.members_intent);
    // A fault in the settings hides none in the content: what could be understood says where the content is.
    let source = settings.map_or_else(
        || Source::Embedded("en".to_owned()),
        |settings| Source::new(settings.content.dir.as_deref(), settings.content.language.as_str()),
    );
    let loaded = content::read(&source);
    let mut content_faults = loaded.faults.clone();
    content_faults.extend(content::lint(&loaded));
    content_faults.sort();

    let mut lines: Vec<String> = settings_faults.iter().map(ToString::to_string).collect();
    lines.extend(content_faults.iter().map(ToString::to_string));
    let sound = lines.is_empty();
    if members {
        lines.push(MEMBERS_INTENT.to_owned());
    }
    lines.push(if sound {
        sound_line(&loaded, &source)
    } else {
        let (settings, content) = (settings_faults.len(), content_faults.len());
        format!("{}: {settings} in the settings, {content} in the content.", counted(settings + content, "fault"))
    });
    // Whoever reads may stop reading; what was found stays true.
    let _ = writeln!(std::io::stdout().lock(), "{}", lines.join("\n"));
    if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What a setting asks of Discord, which this command does not ask.
const MEMBERS_INTENT: &str = "members_intent is on: Discord is asked to tell of everybody who joins or leaves a server, or \
                              gets or loses a role there, so that rosters can follow a role. That takes 'Server Members \
                              Intent' on the Bot page of the application in Discord's developer portal. Where that is off, \
                              the bot says so in its log and goes on without. docs/privacy.md tells what is kept of it.";

/// What was read, for the one who is glad that nothing is wrong.
fn sound_line(loaded: &Loaded, source: &Source) -> String {
    let library = &loaded.library;
    let place = match source {
        Source::Embedded(_) => "built in".to_owned(),
        Source::Dir(dir, language) => format!("from {}", dir.join(language).display()),
    };
    format!(
        "All is well. The settings hold, and so does the content ({}, {place}): {}, {}, {}, {}, {} and {}, drawn from {}; {} to know situations by; {} for the quiz, {} for the balance and {} series.",
        counted(loaded.files, "file"),
        counted(library.prompts.len(), "prompt"),
        counted(library.contrasts.len(), "contrast"),
        counted(library.inspirations.len(), "inspiration"),
        counted(library.practices.len(), "practice"),
        counted(library.ideas.len(), "idea"),
        counted(library.disagreements.len(), "disagreement"),
        counted(library.essays.len(), "essay"),
        counted(library.phrases.iter().map(|phrases| phrases.said.len()).sum(), "phrase"),
        counted(library.statements.len(), "moment"),
        counted(library.pairs.len(), "pair"),
        library.series.len(),
    )
}

fn counted(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}
