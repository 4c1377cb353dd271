//! The one file of the rehearsal that knows our bot: it starts the unmodified bot against the stand-in.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;

use super::story::{Bot, Launch};
use crate::content::{self, Library, Source};
use crate::discord::{self, Patience, Run};
use crate::settings::Settings;

/// The rehearsal's calendar jumps over days in an instant, and nobody in it counts messages a second. So the bot is
/// handed shorter durations of the network than in the world: a week's posts need not wait for one another.
fn patience() -> Patience {
    Patience {
        channel_period: Duration::from_millis(10),
        first_pause: Duration::from_millis(10),
        longest_pause: Duration::from_millis(500),
        ..Patience::default()
    }
}

/// The bot as `clarion run` would start it, with the built-in settings and words but for what a story's operator sets and for
/// three settings: the Discord that it logs in to, where its store lies, and that it does not wait for the disk: the folder
/// goes with the rehearsal, and its power cuts leave the machine running.
///
/// # Errors
/// In words, where the built-in words cannot be used.
pub fn clarion() -> Result<Bot, String> {
    let settings = built_in([])?;
    let source = Source::new(None, settings.content.language.as_str());
    let library = Arc::new(content::load(&source).map_err(|faults| faults.to_string())?);
    Ok(Arc::new(move |launch| Box::pin(live(launch, Arc::clone(&library)))))
}

async fn live(launch: Launch, library: Arc<Library>) -> Result<(), String> {
    let store = launch.folder.join("clarion.db");
    let environment = [
        ("CLARION_DISCORD__API_URL", launch.api_url),
        ("CLARION_STORE__URL", format!("sqlite://{}", store.display())),
        ("CLARION_STORE__SYNCHRONOUS", "normal".to_owned()),
    ];
    let environment = environment.map(|(name, value)| (name.to_owned(), value));
    let settings = built_in(environment.into_iter().chain(launch.settings))?;
    let run = Run {
        settings,
        token: SecretString::from(launch.token),
        library,
        clock: launch.clock,
        seed: launch.seed,
        stop: launch.stop,
    };
    discord::run_with(run, patience()).await.map_err(|error| format!("{:#}", anyhow::Error::from(error)))
}

fn built_in(environment: impl IntoIterator<Item = (String, String)>) -> Result<Settings, String> {
    Settings::built_in(environment).map_err(|faults| faults.to_string())
}
