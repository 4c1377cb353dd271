//! How a store is opened.

use std::fmt;
use std::time::Duration;

/// Which database, and how careful and patient to be with it.
#[derive(Clone)]
pub struct StoreOptions {
    /// `sqlite://data/clarion.db` (a path from where the program runs; three slashes make it absolute) or
    /// `postgres://user:password@host/database`.
    pub url: String,
    /// SQLite: how a commit reaches the disk. PostgreSQL has its own setting.
    pub synchronous: Synchronous,
    /// How long to wait (in real time) for a database that somebody else holds.
    pub busy_timeout: Duration,
    /// How many connections to keep at most.
    pub connections: u32,
}

/// How a commit of SQLite reaches the disk (<https://sqlite.org/pragma.html#pragma_synchronous>).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Synchronous {
    /// A commit survives a power cut.
    #[default]
    Full,
    /// Faster; a power cut may undo the last commits, a crash of the program does not.
    Normal,
}

impl StoreOptions {
    /// The usual care and patience for the database at `url`.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), synchronous: Synchronous::Full, busy_timeout: Duration::from_secs(5), connections: 5 }
    }

    /// The URL without its password, fit for a log.
    pub fn shown_url(&self) -> String {
        let Some((scheme, rest)) = self.url.split_once("://") else { return self.url.clone() };
        // A password may hold an at sign or even a slash by mistake: everything up to the last at sign is hidden, and
        // the settings behind the question mark (they can carry a password too).
        let rest = rest.split('?').next().unwrap_or(rest);
        match rest.rsplit_once('@') {
            Some((_, place)) if !scheme.starts_with("sqlite") => format!("{scheme}://***@{place}"),
            _ => format!("{scheme}://{rest}"),
        }
    }
}

/// Never shows the password.
impl fmt::Debug for StoreOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreOptions")
            .field("url", &self.shown_url())
            .field("synchronous", &self.synchronous)
            .field("busy_timeout", &self.busy_timeout)
            .field("connections", &self.connections)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        for (url, shown) in [
            ("postgres://clarion:hunter2@db.example/clarion", "postgres://***@db.example/clarion"),
            ("postgres://clarion:hunt@er2@db.example/clarion", "postgres://***@db.example/clarion"),
            ("postgres://clarion:hun/ter2@db.example/clarion", "postgres://***@db.example/clarion"),
            ("postgres://db.example/clarion?password=hunter2", "postgres://db.example/clarion"),
            ("postgresql://db.example/clarion", "postgresql://db.example/clarion"),
            ("sqlite://data/me@home.db", "sqlite://data/me@home.db"),
        ] {
            let options = StoreOptions::new(url);
            assert_eq!(options.shown_url(), shown);
            assert!(format!("{options:?}").contains(shown) && !format!("{options:?}").contains("er2"), "{options:?}");
        }
    }
}
