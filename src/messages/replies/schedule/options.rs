//! What `/schedule` says of what a schedule does besides posting at its time.

use serenity::model::id::{ChannelId, RoleId};
use serenity::model::mention::Mentionable;

use super::super::super::text::{quote, upper_first};
use super::one_post;
use super::series;
use crate::content::Library;
use crate::deck::DrawsFrom;
use crate::store::{DeckState, Following, Posts, ScheduleOptions};

/// The description of `set theme`.
pub const SET_THEME: &str = "Only prompts on this theme; 'all' draws from all of them again";
/// The description of `set mention`.
pub const SET_MENTION: &str = "A role to mention with each day's prompt";
/// The description of `set mention-nobody`.
pub const SET_MENTION_NOBODY: &str = "True takes the mention off again";
/// The description of `set thread`.
pub const SET_THREAD: &str = "True opens a thread under each prompt, to talk about it; False ends that";
/// All themes, among the suggestions.
pub const ALL_THEMES: &str = "All themes";

/// The description of `set prompts`.
pub const SET_PROMPTS: &str = "Whose prompts it posts: mine, your team's own deck, or both";
/// Clarion's prompts, among the choices.
pub const FROM_CLARION: &str = "Clarion's prompts";
/// The team's deck, among the choices.
pub const FROM_TEAM: &str = "our own deck";
/// Both, among the choices.
pub const FROM_BOTH: &str = "both";

/// A theme and the team's deck, both at once.
pub const THEME_AND_DECK: &str = "Themes and series are drawn from the essays, and your own deck has none: `theme:` and `series:` go with Clarion's \
     prompts alone.";

/// What is in the deck that a schedule draws from.
pub fn deck_size(from: DrawsFrom, state: &DeckState) -> Option<String> {
    match (from, state.holds) {
        (DrawsFrom::Clarion, _) => None,
        (DrawsFrom::Team, 0) => Some(
            "Your deck is empty so far, so my prompts come meanwhile. `/deck suggest` and `/deck import` fill it."
                .to_owned(),
        ),
        (DrawsFrom::Both, 0) => {
            Some("Your deck is empty so far. `/deck suggest` and `/deck import` fill it.".to_owned())
        }
        (_, holds) => {
            let left = super::super::deck::left(state).map(|left| format!(", {left}")).unwrap_or_default();
            Some(format!("Your deck holds {}{left}.", super::super::deck::prompts(holds)))
        }
    }
}

/// A role and nobody, both at once.
pub const MENTION_AND_NOBODY: &str = "`mention:` and `mention-nobody:` say opposite things; one of them is enough.";
/// Everybody, every day.
pub const NOT_EVERYONE: &str =
    "I don't mention @everyone: a daily prompt is no reason to call a whole server. Name a role that people can leave.";
/// A thread was asked for under posts in a thread.
pub const NO_THREAD_IN_A_THREAD: &str = "A thread can't have threads of its own, so none are opened there.";

/// A thread was asked for under posts in a forum.
pub const THREADS_ANYWAY: &str = "In a forum each prompt is a thread anyway, so `thread:` changes nothing there.";

/// The forum insists on a tag, and this is the one that posts get.
pub fn forum_tag(forum: ChannelId, tag: &str) -> String {
    format!("Posts in {} need a tag: mine get {}, the first one that anybody may use.", forum.mention(), quote(tag, 60))
}

/// The forum insists on a tag, and there is none for the bot.
pub fn no_tag_there(forum: ChannelId) -> String {
    format!(
        "Posts in {} need a tag, and it has none that I may use. Add a tag there that is not for moderators alone, or \
         switch **Require people to select tags when posting** off. Then try again. Nothing was changed.",
        forum.mention()
    )
}

/// No theme of that name.
pub fn no_such_theme(typed: &str, closest: &[&str]) -> String {
    let known = format!("I have no theme called {}.", quote(typed, 60));
    if closest.is_empty() {
        format!("{known} Start typing after `theme:` and pick one; `theme:all` stands for all of them.")
    } else {
        format!("{known} Close to it: {}.", closest.join(", "))
    }
}

/// The role is named, and nobody's telephone rings.
pub fn silent_mention(role: RoleId, channel: ChannelId) -> String {
    format!(
        "{role} will stand above the prompt, but Discord will notify nobody of it. Either of two switches changes that: \
         Server settings → Roles → the role → **Allow anyone to @mention this role**, or **Mention @everyone, @here, and \
         All Roles** for me in {}.",
        channel.mention(),
        role = role.mention(),
    )
}

/// The switch that threads need is off.
pub fn no_threads_there(channel: ChannelId) -> String {
    format!(
        "**Create Public Threads** is off for me in {}: prompts come, and no thread is opened under them before it is on. \
         The switch is under Channel settings → Permissions → Clarion → Create Public Threads.",
        channel.mention()
    )
}

/// How many prompts there are on the theme that was chosen.
pub fn theme_size(prompts: usize) -> String {
    match prompts {
        1 => "There is one prompt on that theme, so the same one comes every time.".to_owned(),
        _ => format!("There are {prompts} prompts on that theme; when all of them were posted, they come round again."),
    }
}

/// What it does besides, in one line: `Mentions @leads, opens a thread under each prompt`, and how far it is in the series
/// that it follows. `None` where it does nothing.
pub fn besides(options: &ScheduleOptions, following: Option<&Following>, library: &Library) -> Option<String> {
    let mut parts = parts(options, library);
    parts.extend(following.map(|following| series::how_far(following, library)));
    (!parts.is_empty()).then(|| upper_first(parts.join(", ")))
}

/// The same as a sentence after a change, and what it does no longer.
pub(super) fn besides_now(options: &ScheduleOptions, before: &ScheduleOptions, library: &Library) -> Vec<String> {
    let mut parts = parts(options, library);
    parts.extend(options.series.as_ref().map(|series| series::follows(series, library)));
    let does = match parts.split_last() {
        None => None,
        Some((only, [])) => Some(format!("It {only}.")),
        Some((last, others)) => Some(format!("It {} and {last}.", others.join(", "))),
    };
    let no_longer = [
        (before.role.is_some() && options.role.is_none(), "It mentions nobody any more."),
        (before.thread && !options.thread && !options.forum, "It opens no threads any more."),
        (before.series.is_some() && options.series.is_none(), "It follows no series any more."),
        (
            before.theme.is_some()
                && options.theme.is_none()
                && options.series.is_none()
                && options.draws_from == DrawsFrom::Clarion,
            "It draws from all themes again.",
        ),
        (before.theme.is_some() && options.series.is_some(), "Its theme gives way to the series."),
        (
            before.draws_from != DrawsFrom::Clarion && options.draws_from == DrawsFrom::Clarion,
            "It draws from my prompts again.",
        ),
    ];
    let ended = no_longer.into_iter().filter(|(ended, _)| *ended).map(|(_, words)| words.to_owned());
    does.into_iter().chain(ended).collect()
}

fn parts(options: &ScheduleOptions, library: &Library) -> Vec<String> {
    let mut parts = Vec::new();
    let each = one_post(options.posts);
    match options.posts {
        Posts::Prompts => {}
        Posts::Quiz => parts.push("invites to a round of the quiz".to_owned()),
        Posts::Digest => parts.push("tells how much recognition there was".to_owned()),
    }
    if let Some(role) = options.role {
        parts.push(format!("mentions {}", role.mention()));
    }
    if options.forum {
        parts.push(format!("begins a new thread with each {each}"));
    } else if options.thread {
        parts.push(format!("opens a thread under each {each}"));
    }
    if let Some(theme) = &options.theme {
        parts.push(match library.theme(theme) {
            Some(found) if library.prompts.iter().any(|prompt| prompt.theme == *theme) => {
                format!("draws from one theme, **{}**", found.title())
            }
            _ => format!("draws from all themes, since mine no longer include {}", quote(theme, 60)),
        });
    }
    match options.draws_from {
        DrawsFrom::Clarion => {}
        DrawsFrom::Team => parts.push("draws from your team's own deck".to_owned()),
        DrawsFrom::Both => parts.push("draws from your team's own deck and my prompts".to_owned()),
    }
    parts
}
