//! What was typed after `/schedule`, before anything is made of it.

use serenity::model::application::{CommandInteraction, ResolvedValue, Unresolved};
use serenity::model::channel::ChannelType;
use serenity::model::id::{ChannelId, RoleId};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::messages::replies::schedule as words;
use crate::store::Posts;

/// The longest name of a schedule, in characters.
pub(super) const MOST_NAME: u16 = 32;

/// The longest name of a holiday, in characters.
pub(super) const MOST_HOLIDAY_NAME: u16 = 60;

/// The subcommand and its options.
#[derive(Debug, Default)]
pub(super) struct Request<'a> {
    /// The group that the subcommand is in.
    pub(super) group: Option<&'a str>,
    pub(super) subcommand: &'a str,
    pub(super) channel: Option<ChannelId>,
    /// Whether that channel is a forum, where Discord has said so.
    pub(super) in_forum: Option<bool>,
    pub(super) time: Option<&'a str>,
    pub(super) zone: Option<&'a str>,
    pub(super) days: Option<&'a str>,
    pub(super) name: Option<&'a str>,
    pub(super) date: Option<&'a str>,
    pub(super) until: Option<&'a str>,
    pub(super) every_year: bool,
    pub(super) theme: Option<&'a str>,
    pub(super) series: Option<&'a str>,
    pub(super) mention: Option<Called>,
    pub(super) mention_nobody: bool,
    pub(super) thread: Option<bool>,
    /// What it is to post, where that is asked for: `/quiz weekly` does, too.
    pub(super) posts: Option<Posts>,
    /// Whether a digest comes by the month, not by the week.
    pub(super) monthly: Option<bool>,
    pub(super) prompts: Option<&'a str>,
}

/// A role that is to be mentioned.
#[derive(Clone, Copy, Debug)]
pub(super) struct Called {
    pub(super) role: RoleId,
    /// Whether anybody may mention it, where Discord has said so.
    pub(super) by_anyone: Option<bool>,
}

impl<'a> Request<'a> {
    pub(super) fn of(command: &'a CommandInteraction) -> Self {
        let mut request = Self::default();
        let Some(mut first) = command.data.options().into_iter().next() else { return request };
        if let ResolvedValue::SubCommandGroup(inner) = first.value {
            request.group = Some(first.name);
            let Some(inner) = inner.into_iter().next() else { return request };
            first = inner;
        }
        request.subcommand = first.name;
        let ResolvedValue::SubCommand(options) = first.value else { return request };
        for option in options {
            match (option.name, option.value) {
                ("channel", ResolvedValue::Channel(channel)) => {
                    request.channel = Some(channel.id);
                    request.in_forum = Some(channel.kind == ChannelType::Forum);
                }
                ("channel", ResolvedValue::Unresolved(Unresolved::Channel(id))) => request.channel = Some(id),
                ("time", ResolvedValue::String(time)) => request.time = Some(time),
                ("zone", ResolvedValue::String(zone)) => request.zone = Some(zone),
                ("days", ResolvedValue::String(days)) => request.days = Some(days),
                ("name", ResolvedValue::String(name)) => request.name = Some(name),
                ("date", ResolvedValue::String(date)) => request.date = Some(date),
                ("until", ResolvedValue::String(until)) => request.until = Some(until),
                ("every-year", ResolvedValue::Boolean(every_year)) => request.every_year = every_year,
                ("theme", ResolvedValue::String(theme)) => request.theme = Some(theme),
                ("series", ResolvedValue::String(series)) => request.series = Some(series),
                ("mention", ResolvedValue::Role(role)) => {
                    request.mention = Some(Called { role: role.id, by_anyone: Some(role.mentionable) });
                }
                ("mention", ResolvedValue::Unresolved(Unresolved::RoleId(role))) => {
                    request.mention = Some(Called { role, by_anyone: None });
                }
                ("mention-nobody", ResolvedValue::Boolean(nobody)) => request.mention_nobody = nobody,
                ("thread", ResolvedValue::Boolean(thread)) => request.thread = Some(thread),
                ("posts", ResolvedValue::String(posts)) => {
                    request.posts = Some(if posts == "digest" { Posts::Digest } else { Posts::Prompts });
                }
                ("every", ResolvedValue::String(every)) => request.monthly = Some(every == "month"),
                ("prompts", ResolvedValue::String(prompts)) => request.prompts = Some(prompts),
                _ => {}
            }
        }
        request
    }

    /// Whether nothing was asked to be other than it is.
    pub(super) fn changes_nothing(&self) -> bool {
        let when_and_where =
            self.channel.is_some() || self.time.is_some() || self.zone.is_some() || self.days.is_some();
        let when_and_where = when_and_where || self.monthly.is_some();
        let besides = self.theme.is_some()
            || self.series.is_some()
            || self.mention.is_some()
            || self.mention_nobody
            || self.thread.is_some()
            || self.prompts.is_some();
        !(when_and_where || besides)
    }
}

/// A schedule's name as it is kept: in lower case, since nobody would tell `Daily` and `daily` apart, and of letters,
/// digits, spaces, hyphens and underscores, since others are invisible, or markup.
///
/// # Errors
/// Kind words that say what works.
pub(super) fn read_name(typed: &str) -> Result<String, String> {
    let name = typed.nfc().collect::<String>().to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let odd = |letter: char| !(letter.is_alphanumeric() || is_combining_mark(letter) || " -_".contains(letter));
    if !name.chars().any(char::is_alphanumeric) || name.chars().any(odd) {
        return Err(words::odd_name(typed));
    }
    if name.chars().count() > usize::from(MOST_NAME) {
        return Err(words::long_name(MOST_NAME));
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn names_are_kept_in_one_spelling() {
        for (typed, kept) in [(" Daily ", "daily"), ("late  shift", "late shift"), ("früh-Schicht_2", "früh-schicht_2")]
        {
            assert_eq!(read_name(typed).unwrap(), kept);
        }
        // The same letters, composed and decomposed.
        assert_eq!(read_name("fru\u{308}h").unwrap(), read_name("früh").unwrap());
        assert_eq!(read_name("हिन्दी").unwrap(), "हिन्दी");
        assert_eq!(read_name(&"ä".repeat(32)).unwrap().chars().count(), 32);
    }

    #[test]
    fn names_that_nobody_could_read_or_type_are_refused() {
        for typed in ["", "  ", "---", "a\0b", "da\u{200b}ily", "\u{202e}daily", "*daily*", "<@1>", "a`b", "@everyone"]
        {
            assert!(read_name(typed).is_err(), "{typed:?}");
        }
        assert_eq!(read_name(&"x".repeat(33)).unwrap_err(), words::long_name(32));
    }
}
