//! Which keys there are, and how the layers become settings.

use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use super::fault::{Fault, Faults, Place, did_you_mean, shown};
use super::value::{ApiUrl, Language, LogFormat, LogLevel, StoreUrl, Synchronous};
use super::{Content, Discord, Log, Posting, Settings, Store};

/// One setting as it was written somewhere.
#[derive(Debug)]
pub(super) struct Given {
    /// `None` for a key that stands above all sections.
    pub(super) section: Option<String>,
    pub(super) key: String,
    pub(super) value: Raw,
    pub(super) place: Place,
}

/// A value before its key says what it has to be. From the environment everything is text.
#[derive(Debug)]
pub(super) enum Raw {
    Text(String),
    Whole(i64),
    Switch(bool),
    Other(&'static str),
    /// The section was named and left empty.
    Nothing,
}

/// Every section with its keys. A test holds that `config/clarion.toml` has exactly these.
const SECTIONS: [(&str, &[&str]); 5] = [
    ("discord", &["api_url", "requests_per_second", "members_intent"]),
    ("store", &["url", "synchronous", "keep_after_removal_days"]),
    ("content", &["dir", "language"]),
    ("posting", &["late_grace_hours"]),
    ("log", &["format", "level"]),
];

/// The latest that a post may still go out: a day later the next one is due.
const LONGEST_GRACE_HOURS: i64 = 24;

/// What Discord allows a bot in a second.
const MOST_REQUESTS: u32 = 50;

/// The longest that a server is kept after the bot was removed from it: ten years.
const LONGEST_KEPT_DAYS: i64 = 3_650;

/// The settings while the layers are laid over each other.
#[derive(Default)]
struct Draft {
    api_url: Option<Option<ApiUrl>>,
    requests_per_second: Option<NonZeroU32>,
    members_intent: Option<bool>,
    url: Option<StoreUrl>,
    synchronous: Option<Synchronous>,
    dir: Option<Option<PathBuf>>,
    language: Option<Language>,
    keep_after_removal: Option<Duration>,
    late_grace: Option<Duration>,
    format: Option<LogFormat>,
    level: Option<LogLevel>,
}

/// Lays the layers over each other, the later over the earlier.
pub(super) fn settle(given: Vec<Given>, faults: Vec<Fault>) -> Result<Settings, Faults> {
    match understand(given, faults) {
        (Some(settings), faults) if faults.is_empty() => Ok(settings),
        (_, faults) => Err(Faults(faults)),
    }
}

/// Lays the layers over each other as far as they can be understood: a value that cannot leaves the one below it.
pub(super) fn understand(given: Vec<Given>, mut faults: Vec<Fault>) -> (Option<Settings>, Vec<Fault>) {
    let mut draft = Draft::default();
    for Given { section, key, value, place } in given {
        if let Err(what) = draft.set(section.as_deref(), &key, &value) {
            faults.push(Fault { place, what });
        }
    }
    let settings = draft.finish();
    if settings.is_none() && faults.is_empty() {
        let place = Place::File("built-in clarion.toml".to_owned());
        faults.push(Fault { place, what: "lacks a key".to_owned() });
    }
    (settings, faults)
}

impl Draft {
    fn set(&mut self, section: Option<&str>, key: &str, value: &Raw) -> Result<(), String> {
        let name = (known(section, key)?, key);
        if let Raw::Nothing = value {
            return Ok(());
        }
        match name {
            ("discord", "api_url") => self.api_url = Some(optional(text(value)?, |text| text.parse())?),
            ("discord", "requests_per_second") => self.requests_per_second = Some(requests(value)?),
            ("discord", "members_intent") => self.members_intent = Some(switch(value)?),
            ("store", "url") => self.url = Some(text(value)?.parse()?),
            ("store", "synchronous") => self.synchronous = Some(text(value)?.parse()?),
            ("store", "keep_after_removal_days") => self.keep_after_removal = Some(days(value)?),
            ("content", "dir") => self.dir = Some(optional(text(value)?, |text| Ok(PathBuf::from(text)))?),
            ("content", "language") => self.language = Some(text(value)?.parse()?),
            ("posting", "late_grace_hours") => self.late_grace = Some(hours(value)?),
            ("log", "format") => self.format = Some(text(value)?.parse()?),
            ("log", "level") => self.level = Some(text(value)?.parse()?),
            _ => return Err(format!("unknown key '{}'", shown(key))),
        }
        Ok(())
    }

    /// `None` where a key was in no layer, which the built-in copy rules out.
    fn finish(self) -> Option<Settings> {
        Some(Settings {
            discord: Discord {
                api_url: self.api_url?,
                requests_per_second: self.requests_per_second?,
                members_intent: self.members_intent?,
            },
            store: Store {
                url: self.url?,
                synchronous: self.synchronous?,
                keep_after_removal: self.keep_after_removal?,
            },
            content: Content { dir: self.dir?, language: self.language? },
            posting: Posting { late_grace: self.late_grace? },
            log: Log { format: self.format?, level: self.level? },
        })
    }
}

/// The section, where it and the key exist; else what was probably meant.
fn known(section: Option<&str>, key: &str) -> Result<&'static str, String> {
    let home = SECTIONS.iter().find(|(_, keys)| keys.contains(&key)).map(|(name, _)| *name);
    let Some(section) = section else {
        return Err(match home {
            Some(home) => format!("'{key}' stands outside its section; it belongs below [{home}]"),
            None => format!("unknown key '{}' outside any section", shown(key)),
        });
    };
    let names = SECTIONS.iter().map(|(name, _)| *name);
    let Some((name, keys)) = SECTIONS.iter().find(|(name, _)| *name == section) else {
        return Err(format!("unknown section '{}'; {}", shown(section), did_you_mean(section, names)));
    };
    if key.is_empty() || keys.contains(&key) {
        return Ok(name);
    }
    Err(match home {
        Some(home) => format!("'{key}' is no key of [{name}]; it belongs below [{home}]"),
        None => format!("unknown key '{}' in [{name}]; {}", shown(key), did_you_mean(key, keys.iter().copied())),
    })
}

fn text(value: &Raw) -> Result<&str, String> {
    match value {
        Raw::Text(text) if text.contains('\0') => Err("holds a NUL character".to_owned()),
        Raw::Text(text) => Ok(text),
        Raw::Whole(_) => Err("is a number; it has to be text in quotes".to_owned()),
        Raw::Switch(_) => Err("is true or false; it has to be text in quotes".to_owned()),
        Raw::Other(kind) => Err(format!("is {kind}; it has to be text in quotes")),
        Raw::Nothing => Err("is empty".to_owned()),
    }
}

fn optional<T>(text: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Result<Option<T>, String> {
    if text.trim().is_empty() { Ok(None) } else { read(text).map(Some) }
}

fn hours(value: &Raw) -> Result<Duration, String> {
    let fault = || format!("has to be a whole number of hours from 0 to {LONGEST_GRACE_HOURS}");
    let hours = match value {
        Raw::Whole(hours) => *hours,
        // From the environment.
        Raw::Text(text) => text.trim().parse().map_err(|_| fault())?,
        Raw::Switch(_) | Raw::Other(_) | Raw::Nothing => return Err(fault()),
    };
    let hours = u64::try_from(hours).ok().filter(|_| hours <= LONGEST_GRACE_HOURS).ok_or_else(fault)?;
    Ok(Duration::from_secs(hours * 3600))
}

fn switch(value: &Raw) -> Result<bool, String> {
    match value {
        Raw::Switch(on) => Ok(*on),
        // From the environment.
        Raw::Text(text) if text.trim() == "true" => Ok(true),
        Raw::Text(text) if text.trim() == "false" => Ok(false),
        _ => Err("has to be true or false, without quotes".to_owned()),
    }
}

fn requests(value: &Raw) -> Result<NonZeroU32, String> {
    let requests = match value {
        Raw::Whole(requests) => u32::try_from(*requests).ok(),
        // From the environment.
        Raw::Text(text) => text.trim().parse().ok(),
        Raw::Switch(_) | Raw::Other(_) | Raw::Nothing => None,
    };
    let requests = requests.filter(|requests| *requests <= MOST_REQUESTS).and_then(NonZeroU32::new);
    requests.ok_or_else(|| format!("has to be a whole number of requests from 1 to {MOST_REQUESTS}"))
}

fn days(value: &Raw) -> Result<Duration, String> {
    let fault = || format!("has to be a whole number of days from 1 to {LONGEST_KEPT_DAYS}");
    let days: i64 = match value {
        Raw::Whole(days) => *days,
        // From the environment.
        Raw::Text(text) => text.trim().parse().map_err(|_| fault())?,
        Raw::Switch(_) | Raw::Other(_) | Raw::Nothing => return Err(fault()),
    };
    let days = u64::try_from(days).ok().filter(|_| (1..=LONGEST_KEPT_DAYS).contains(&days)).ok_or_else(fault)?;
    Ok(Duration::from_secs(days * 24 * 3600))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_built_in_file_has_every_key_and_no_other_and_explains_each() {
        let text = include_str!("../../config/clarion.toml");
        let written: BTreeSet<(String, String)> =
            super::super::file::built_in().into_iter().map(|given| (given.section.unwrap(), given.key)).collect();
        let known: BTreeSet<(String, String)> = SECTIONS
            .iter()
            .flat_map(|(section, keys)| keys.iter().map(|key| ((*section).to_owned(), (*key).to_owned())))
            .collect();
        assert_eq!(written, known);
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.contains(" = ") && !line.starts_with('#')) {
            assert!(lines[at - 1].starts_with('#'), "no comment above: {line}");
        }
        assert!(settle(super::super::file::built_in(), Vec::new()).is_ok());
    }
}
