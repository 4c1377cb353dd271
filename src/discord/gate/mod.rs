//! The one gate through which everything leaves for Discord's HTTP API.
//!
//! Pace, time limits, retries, Discord's limits and whom a message may ping are decided here and nowhere else, and
//! errors leave here without addresses: an interaction's token stands in its address. serenity's own `Http` is not
//! used: it repeats requests for ever on an odd header, loses what a 429 says, and never retries a 5xx.
//!
//! Two lanes lead through the gate. The bot's own requests keep to Discord's pace. Answers to interactions are outside
//! of Discord's global limit and have three seconds, so they never wait behind a post, nor for a Discord that is down.

mod breaker;
mod download;
mod exchange;
mod fault;
mod forums;
mod limits;
mod lookup;
mod pace;
mod people;
mod sender;

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use serenity::model::id::{ApplicationId, ChannelId, UserId};
use tokio_util::sync::CancellationToken;

pub use fault::{Arrived, GateFault};
pub(in crate::discord) use lookup::MemberSeen;
pub use people::Delivered;

use super::members::Members;
use crate::clock::Clock;
use crate::messages::File;
use crate::settings::ApiUrl;

/// Where Discord itself listens.
const DISCORD: &str = "https://discord.com";

/// How patient the bot is with the network. All of it real time: the calendar has no part in it.
#[derive(Clone, Debug)]
pub struct Patience {
    /// For a connection to open.
    pub connect: Duration,
    /// For one try of one of the bot's own requests.
    pub request: Duration,
    /// For all tries of one request together. With `request`, for the question before a post in a forum, less than the
    /// lease of a post that is sent meanwhile, so that nobody takes it over from a living holder.
    pub exchange: Duration,
    /// How often one request is tried at most.
    pub tries: usize,
    /// The first pause between two tries; each next one is twice as long, with jitter.
    pub first_pause: Duration,
    /// The longest that the bot waits out a rate limit inside a request; a longer one is told to whoever asked.
    pub longest_wait: Duration,
    /// How many of the bot's own requests leave in any second. Discord allows 50. [`run_with`](crate::discord::run_with)
    /// takes it from the settings.
    pub requests_per_second: NonZeroU32,
    /// Between two posts in one channel, after the first three. Discord allows five in five seconds, counted in windows
    /// that are not seen, so 2.5 seconds keeps every window; less only where nobody counts.
    pub channel_period: Duration,
    /// For the first answer to an interaction, from its arrival. Discord gives three seconds.
    pub answer: Duration,
    /// After this long without an answer ready, time is bought by a deferral.
    pub defer: Duration,
    /// For the work in hand to finish when the bot is told to stop.
    pub farewell: Duration,
    /// For a gateway connection to be welcomed before it counts as stuck.
    pub welcome: Duration,
    /// The longest pause between two tries to reach the API at the start.
    pub longest_pause: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(3),
            request: Duration::from_secs(10),
            exchange: Duration::from_secs(45),
            tries: 4,
            first_pause: Duration::from_millis(250),
            longest_wait: Duration::from_secs(10),
            requests_per_second: NonZeroU32::MIN.saturating_add(47),
            channel_period: Duration::from_millis(2_500),
            // A little less than the three seconds: the interaction itself took a moment to arrive.
            answer: Duration::from_millis(2_800),
            // A slow machine's deferral has a second to arrive, and more than that before Discord's three are over.
            defer: Duration::from_millis(1_500),
            farewell: Duration::from_secs(10),
            welcome: Duration::from_secs(15),
            longest_pause: Duration::from_secs(60),
        }
    }
}

/// The gate. Share it in an [`Arc`](std::sync::Arc).
#[derive(Debug)]
pub struct Gate {
    client: reqwest::Client,
    /// Scheme, host and port of the API: the only address that the gate ever builds on.
    base: String,
    authorization: HeaderValue,
    application: ApplicationId,
    /// The bot's own user id; 0 until the gateway says it.
    me: AtomicU64,
    pace: pace::Pace,
    breaker: breaker::Breaker,
    patience: Patience,
    clock: Clock,
    seed: AtomicU64,
    refused: CancellationToken,
    shut: AtomicBool,
    members: Members,
}

/// The gate could not be built: this machine's TLS or the token's characters.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client could not be built: {0}")]
pub struct Unbuildable(String);

impl Gate {
    /// A gate to Discord, or to the API at `api_url`.
    ///
    /// # Errors
    /// [`Unbuildable`], which a well-formed token on an ordinary machine does not meet.
    pub fn new(
        api_url: Option<&ApiUrl>,
        token: &SecretString,
        application: ApplicationId,
        clock: Clock,
        seed: u64,
        patience: Patience,
    ) -> Result<Self, Unbuildable> {
        let client = reqwest::Client::builder()
            // No byte goes to an address that neither the settings nor that API gave: not to a proxy that the
            // environment names (the gateway's socket would not use it anyway), and not after a redirection.
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(patience.connect)
            .user_agent(concat!("DiscordBot (clarion, ", env!("CARGO_PKG_VERSION"), ")"))
            .build()
            .map_err(|error| Unbuildable(fault::cause(error)))?;
        let mut authorization = HeaderValue::from_str(&format!("Bot {}", token.expose_secret()))
            .map_err(|_| Unbuildable("the token holds a character that no header may have".to_owned()))?;
        authorization.set_sensitive(true);
        Ok(Self {
            client,
            base: api_url.map_or(DISCORD, ApiUrl::as_str).to_owned(),
            authorization,
            application,
            me: AtomicU64::new(0),
            pace: pace::Pace::new(patience.requests_per_second, patience.channel_period),
            breaker: breaker::Breaker::new(seed),
            patience,
            clock,
            seed: AtomicU64::new(seed),
            refused: CancellationToken::new(),
            shut: AtomicBool::new(false),
            members: Members::default(),
        })
    }

    /// Cancelled when Discord refuses the token (401). From then on the gate sends nothing with that token:
    /// 10,000 such answers within ten minutes would ban the machine's address.
    pub fn refused(&self) -> &CancellationToken {
        &self.refused
    }

    /// The client with all its rules, for serenity to hold.
    pub(super) fn client(&self) -> reqwest::Client {
        self.client.clone()
    }

    /// Scheme, host and port of the API.
    pub(super) fn base(&self) -> &str {
        &self.base
    }

    /// What is known of who is in the servers.
    pub(super) fn members(&self) -> &Members {
        &self.members
    }

    /// How patient it is.
    pub fn patience(&self) -> &Patience {
        &self.patience
    }

    /// The application.
    pub fn application(&self) -> ApplicationId {
        self.application
    }

    /// The bot's own user: the application's id until the gateway says another (very old applications have two).
    pub fn me(&self) -> UserId {
        self.known_me().unwrap_or(UserId::new(self.application.get()))
    }

    /// The bot's own user, as the gateway said it.
    fn known_me(&self) -> Option<UserId> {
        Some(self.me.load(Ordering::Relaxed)).filter(|id| *id != 0).map(UserId::new)
    }

    /// Told by the gateway's welcome.
    pub fn set_me(&self, me: UserId) {
        self.me.store(me.get(), Ordering::Relaxed);
    }

    /// Where the gateway is, and how many shards it recommends
    /// (Discord's document "Gateway", "Get Gateway Bot"). One request with its retries.
    ///
    /// # Errors
    /// [`GateFault`]; an answer that names no gateway is one as well.
    pub async fn gateway(&self) -> Result<GatewayAddress, GateFault> {
        let request = Request { regardless: true, ..Request::get("/gateway/bot".to_owned(), "/gateway/bot") };
        let found = self.exchange(request).await?;
        let url = found.get("url").and_then(Value::as_str).and_then(|url| reqwest::Url::parse(url).ok());
        // serenity adds its query right behind this text.
        match url {
            Some(url) if matches!(url.scheme(), "ws" | "wss") && url.query().is_none() && url.fragment().is_none() => {
                Ok(GatewayAddress {
                    url: url.as_str().to_owned(),
                    shards: found.get("shards").and_then(Value::as_u64).unwrap_or(1),
                })
            }
            _ => Err(GateFault::Unreadable { arrived: Arrived::Perhaps }),
        }
    }

    /// Registers all commands globally, in place of those that were there
    /// (Discord's document "Application Commands", "Bulk Overwrite Global Application Commands").
    ///
    /// # Errors
    /// [`GateFault`].
    pub async fn register_commands(&self, commands: Value) -> Result<(), GateFault> {
        let path = format!("/applications/{}/commands", self.application);
        let request = Request { method: reqwest::Method::PUT, body: Some(commands), ..Request::get(path, "commands") };
        self.exchange(request).await.map(drop)
    }
}

/// What the API said of its gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatewayAddress {
    /// A `ws:` or `wss:` address without a query.
    pub url: String,
    /// How many shards Discord recommends for this bot.
    pub shards: u64,
}

/// One thing to send.
#[derive(Debug)]
struct Request {
    method: reqwest::Method,
    /// Behind `/api/v10`. May hold an interaction's token: it is never logged.
    path: String,
    /// What logs call it.
    shown: &'static str,
    body: Option<Value>,
    /// What goes along with the body.
    files: Vec<File>,
    lane: Lane,
    /// Whether a repeat does no harm where the first try perhaps arrived.
    repeatable: bool,
    /// Sent also where Discord counts as down: whoever asks has pauses of its own.
    regardless: bool,
    /// Not begun where it might not be over by then, by the calendar; `None` where nobody else could make the same one.
    until: Option<Timestamp>,
}

/// Which way through the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lane {
    /// The bot's own: with the token, at Discord's pace, one channel's posts after each other.
    Bot(Option<ChannelId>),
    /// An interaction's: its own token is in the path, and it does not wait.
    Person,
}

impl Request {
    /// A question of the bot's own.
    fn get(path: String, shown: &'static str) -> Self {
        Self {
            method: reqwest::Method::GET,
            path,
            shown,
            body: None,
            files: Vec::new(),
            lane: Lane::Bot(None),
            repeatable: true,
            regardless: false,
            until: None,
        }
    }

    /// What a rate limit of it is counted for.
    fn route(&self) -> pace::Route {
        match self.lane {
            Lane::Bot(Some(channel)) => pace::Route::Channel(channel),
            Lane::Bot(None) | Lane::Person => pace::Route::Other(self.shown, self.place()),
        }
    }

    /// The channel, server or other thing that it is about: `channels/41`.
    fn place(&self) -> String {
        let parts = self.path.split(['/', '?']).filter(|part| !part.is_empty());
        parts.take(2).collect::<Vec<_>>().join("/")
    }
}
