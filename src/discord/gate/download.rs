//! Fetching a file that somebody handed over with a command.
//!
//! Discord keeps it on machines of its own (Discord's document "API Reference", "Signed Attachment CDN URLs"), whose
//! address stands in the interaction. The gate asks nobody else: whatever an address says, it is one of these hosts, or
//! the API of the settings, or not asked at all. The token does not go along.

use backon::BackoffBuilder;
use reqwest::{Response, Url};
use tokio::time::{Instant, timeout_at};

use super::Gate;
use super::fault::cause;
use crate::commands::FileFault;

/// Where Discord keeps files.
const HOSTS: [&str; 2] = ["cdn.discordapp.com", "media.discordapp.net"];

/// What one try came to where it was no success.
enum Failed {
    /// Another try tells nothing new.
    For(FileFault),
    /// It may be well in a moment.
    Now(String),
}

impl Gate {
    /// A file's bytes, of which there are at most `most`. All tries together take no longer than one request may.
    pub(super) async fn download(&self, url: &str, most: usize) -> Result<Vec<u8>, FileFault> {
        let url = self.own_address(url).ok_or(FileFault::Elsewhere)?;
        let deadline = Instant::now() + self.patience.request;
        let mut pauses = self.pauses().build();
        loop {
            let tried = timeout_at(deadline, self.fetch(url.clone(), most)).await;
            let why = match tried.unwrap_or_else(|_| Err(Failed::Now("no answer in time".to_owned()))) {
                Ok(bytes) => return Ok(bytes),
                Err(Failed::For(fault)) => return Err(fault),
                Err(Failed::Now(why)) => why,
            };
            let pause = pauses.next().filter(|pause| Instant::now() + *pause < deadline);
            let Some(pause) = pause else {
                tracing::warn!(cause = why, "a file could not be fetched");
                return Err(FileFault::Unanswered);
            };
            tokio::time::sleep(pause).await;
        }
    }

    /// The address, where it is one that files of Discord's have.
    fn own_address(&self, url: &str) -> Option<Url> {
        let url = Url::parse(url).ok()?;
        let plain = url.username().is_empty() && url.password().is_none();
        let known = if self.base == super::DISCORD {
            let host = url.host_str().is_some_and(|host| HOSTS.contains(&host));
            host && url.scheme() == "https" && url.port().is_none()
        } else {
            Url::parse(&self.base).is_ok_and(|base| base.origin() == url.origin())
        };
        (plain && known).then_some(url)
    }

    async fn fetch(&self, url: Url, most: usize) -> Result<Vec<u8>, Failed> {
        let again = |error: reqwest::Error| Failed::Now(cause(error));
        let answer = self.client.get(url).send().await.map_err(again)?;
        match answer.status().as_u16() {
            200 => read(answer, most).await,
            // Its address is signed, and holds for a day.
            403 | 404 | 410 => Err(Failed::For(FileFault::Gone)),
            status => Err(Failed::Now(format!("status {status}"))),
        }
    }
}

/// The body, given up where it is longer than allowed, whatever its length was said to be.
async fn read(mut answer: Response, most: usize) -> Result<Vec<u8>, Failed> {
    let too_large = |length: usize| length > most;
    let told = answer.content_length().and_then(|length| usize::try_from(length).ok());
    if told.is_some_and(too_large) {
        return Err(Failed::For(FileFault::TooLarge));
    }
    let mut bytes = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(|error| Failed::Now(cause(error)))? {
        if too_large(bytes.len() + piece.len()) {
            return Err(Failed::For(FileFault::TooLarge));
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}
