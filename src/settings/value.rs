//! The kinds of values that settings have: each reads what an operator writes, or says what would be right.

use std::fmt;
use std::str::FromStr;

use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use super::fault::{did_you_mean, shown};

/// A Discord API other than Discord's own: scheme, host and port, no path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiUrl(String);

impl ApiUrl {
    /// The address without a slash at its end, such as `http://127.0.0.1:8460`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ApiUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // What is wrong is said without the address where that may hold a password.
        let example = "it looks like http://127.0.0.1:8460";
        let url = Url::parse(text.trim()).map_err(|error| format!("is no web address ({error}); {example}"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!("begins with '{}:' instead of http: or https:; {example}", shown(url.scheme())));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(format!("holds a user name or a password, which the bot would not use; {example}"));
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(format!("goes on after the port; the bot adds /api/v10 itself; {example}"));
        }
        Ok(Self(url.as_str().trim_end_matches('/').to_owned()))
    }
}

/// The address of a database. Prints with its password as `***`.
#[derive(Clone)]
pub struct StoreUrl(SecretString);

impl StoreUrl {
    /// The address with its password, for whoever opens the database.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl FromStr for StoreUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let example = "it looks like sqlite://data/clarion.db or postgres://user:password@host/database";
        let rest = ["sqlite:", "postgres://", "postgresql://"].iter().find_map(|scheme| text.strip_prefix(scheme));
        match rest {
            None => Err(format!("is no database address; {example}")),
            Some(rest) if rest.trim_matches('/').is_empty() => Err(format!("names no database; {example}")),
            Some(_) if text.starts_with("postgres") && Url::parse(text).is_err() => {
                Err(format!("is no database address (a password's @ is written %40, its / %2F); {example}"))
            }
            Some(_) => Ok(Self(text.into())),
        }
    }
}

impl fmt::Display for StoreUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.expose();
        if text.starts_with("sqlite:") {
            return f.write_str(text);
        }
        let Ok(mut url) = Url::parse(text) else { return f.write_str("***") };
        if url.password().is_some() && url.set_password(Some("***")).is_err() {
            return f.write_str("***");
        }
        // Options may repeat the password (`?password=`, `?sslpassword=`): none of them is shown.
        if url.query().is_some() {
            url.set_query(Some("***"));
        }
        f.write_str(url.as_str())
    }
}

impl fmt::Debug for StoreUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoreUrl({self})")
    }
}

/// A language: the name of a folder of texts, such as `en` or `pt-BR`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language(String);

impl Language {
    /// The folder's name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Language {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // Also keeps a path out of what becomes a folder's name.
        let parts: Vec<&str> = text.split('-').collect();
        let letters =
            |part: &&str| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic());
        if parts.len() <= 3 && parts.iter().all(letters) {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!("'{}' is no language; it looks like en or pt-BR", shown(text)))
        }
    }
}

/// Declares a value that is one of a few words.
macro_rules! words {
    ($(#[$outer:meta])* $name:ident: $($(#[$inner:meta])* $variant:ident = $word:literal),+ $(,)?) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$inner])* $variant),+
        }

        impl FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                match text.trim() {
                    $($word => Ok(Self::$variant),)+
                    other => Err(format!("'{}' is not a choice here; {}", shown(other), did_you_mean(other, [$($word),+]))),
                }
            }
        }
    };
}

words! {
    /// What SQLite's `synchronous` is set to.
    Synchronous:
    /// Every acknowledged write survives a power cut.
    Full = "full",
    /// Quicker; the last moments before a power cut may be lost, never the file.
    Normal = "normal",
}

words! {
    /// Who reads the log.
    LogFormat:
    /// People.
    Text = "text",
    /// Machines: one JSON object a line.
    Json = "json",
}

words! {
    /// How much the log tells.
    LogLevel:
    /// What needs a hand.
    Error = "error",
    /// What may need one.
    Warn = "warn",
    /// What happens.
    Info = "info",
    /// Why it happens.
    Debug = "debug",
    /// Everything but secrets and people's words.
    Trace = "trace",
}

impl From<LogLevel> for tracing::Level {
    fn from(level: LogLevel) -> Self {
        match level {
            LogLevel::Error => Self::ERROR,
            LogLevel::Warn => Self::WARN,
            LogLevel::Info => Self::INFO,
            LogLevel::Debug => Self::DEBUG,
            LogLevel::Trace => Self::TRACE,
        }
    }
}
