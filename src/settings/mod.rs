//! What an operator can choose: `config/clarion.toml` under the environment.
//!
//! Three layers, the later over the earlier: the copy of `config/clarion.toml` that is built in (so it is the one place
//! where a default stands), the operator's own file, and `CLARION_<SECTION>__<KEY>` in the environment. Whatever is
//! wrong is collected and told at once, each fault with its line or its variable, so nobody mends a file one start at
//! a time. Secrets print as `***`.

mod environment;
mod fault;
mod file;
mod keys;
mod token;
mod value;

use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

pub use environment::process_environment;
pub use fault::{Fault, Faults, Place};
pub use token::{MalformedToken, NoToken, TOKEN_VARIABLE, application_id, find_token};
pub use value::{ApiUrl, Language, LogFormat, LogLevel, StoreUrl, Synchronous};

/// Everything that can be chosen. The sections are those of `config/clarion.toml`.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `[discord]`: which Discord.
    pub discord: Discord,
    /// `[store]`: where things are kept.
    pub store: Store,
    /// `[content]`: whose words.
    pub content: Content,
    /// `[posting]`: rules of the calendar.
    pub posting: Posting,
    /// `[log]`: what the operator reads.
    pub log: Log,
}

/// `[discord]`
#[derive(Clone, Debug)]
pub struct Discord {
    /// Another Discord API; `None` is Discord's own.
    pub api_url: Option<ApiUrl>,
    /// How many of the bot's own requests leave in any second, at most: 1 to 50.
    pub requests_per_second: NonZeroU32,
    /// Whether the gateway is asked for the privileged intent for members, so that a server's roster can follow a role.
    pub members_intent: bool,
}

/// `[store]`
#[derive(Clone, Debug)]
pub struct Store {
    /// The database.
    pub url: StoreUrl,
    /// SQLite's promise about power cuts.
    pub synchronous: Synchronous,
    /// How long a server is kept after the bot was removed from it.
    pub keep_after_removal: Duration,
}

/// `[content]`
#[derive(Clone, Debug)]
pub struct Content {
    /// The operator's own folder of texts; `None` is the built-in one.
    pub dir: Option<PathBuf>,
    /// The folder below it.
    pub language: Language,
}

/// `[posting]`
#[derive(Clone, Debug)]
pub struct Posting {
    /// How late a scheduled post may still go out.
    pub late_grace: Duration,
}

/// `[log]`
#[derive(Clone, Copy, Debug)]
pub struct Log {
    /// For people or for machines.
    pub format: LogFormat,
    /// How much.
    pub level: LogLevel,
}

/// Where settings are read from.
#[derive(Clone, Debug, Default)]
pub struct Sources<E> {
    /// The file of `--config`. `None` is `./config/clarion.toml`, or nothing where that is missing.
    pub config: Option<PathBuf>,
    /// The environment, names and values; only `CLARION_<SECTION>__<KEY>` is looked at.
    pub environment: E,
}

impl Settings {
    /// Reads all layers.
    ///
    /// # Errors
    /// Every fault in any of them.
    pub fn load<E: IntoIterator<Item = (String, String)>>(sources: Sources<E>) -> Result<Self, Faults> {
        let (given, faults) = layers(sources);
        keys::settle(given, faults)
    }

    /// As [`Settings::load`], with what could be understood beside the faults: for looking on at what they name, never
    /// for running. `None` where not even the built-in settings hold.
    pub fn inspect<E: IntoIterator<Item = (String, String)>>(sources: Sources<E>) -> (Option<Self>, Vec<Fault>) {
        let (given, faults) = layers(sources);
        keys::understand(given, faults)
    }

    /// The built-in settings under an environment, whatever files lie about: what the rehearsal and the tests start
    /// from.
    ///
    /// # Errors
    /// Every fault in the environment.
    pub fn built_in<E: IntoIterator<Item = (String, String)>>(environment: E) -> Result<Self, Faults> {
        let mut given = file::built_in();
        given.extend(environment::read(environment));
        keys::settle(given, Vec::new())
    }
}

fn layers<E: IntoIterator<Item = (String, String)>>(sources: Sources<E>) -> (Vec<keys::Given>, Vec<Fault>) {
    let mut faults = Vec::new();
    let mut given = file::built_in();
    given.extend(file::read(sources.config.as_deref(), &mut faults));
    given.extend(environment::read(sources.environment));
    (given, faults)
}
