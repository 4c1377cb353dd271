//! One life of the bot, from opening the store to the last answer.

use std::sync::Arc;

use secrecy::SecretString;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::content::Library;
use crate::settings::{self, MalformedToken, Settings};

/// What the bot needs to live.
#[derive(Debug)]
pub struct Run {
    /// What the operator chose.
    pub settings: Settings,
    /// The bot's token; its first part names the application.
    pub token: SecretString,
    /// The words.
    pub library: Arc<Library>,
    /// The calendar.
    pub clock: Clock,
    /// Where all randomness comes from.
    pub seed: u64,
    /// Cancelled to end the life: the work in hand is finished first, for at most ten seconds.
    pub stop: CancellationToken,
}

/// Why the bot cannot live on.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The token cannot be one; nothing was dialled.
    #[error(transparent)]
    MalformedToken(#[from] MalformedToken),
}

/// Lives until [`Run::stop`] is cancelled.
///
/// Needs a multi-threaded runtime with time and I/O.
///
/// # Errors
/// [`RunError`] where only an operator can help.
pub async fn run(run: Run) -> Result<(), RunError> {
    let _application = settings::application_id(&run.token)?;
    run.stop.cancelled().await;
    Ok(())
}
