//! What a schedule does besides posting at its time, as `/schedule set` asks for it: whom it mentions, threads, a theme.

use serenity::model::Permissions;
use serenity::model::id::{ChannelId, GuildId};

use super::request::{Called, Request};
use super::series;
use crate::content::Library;
use crate::deck::DrawsFrom;
use crate::messages::replies::schedule as words;
use crate::store::{Posts, Schedule, ScheduleOptions};

/// How many suggestions an autocompletion may hold. (Discord's document "Application Commands".)
pub(super) const MOST_SUGGESTIONS: usize = 25;

/// What stands for no theme in particular.
const ALL: &str = "all";

/// What is to be other than it is.
pub(super) struct Wishes {
    /// `Some(None)` mentions nobody any more.
    mention: Option<Option<Called>>,
    thread: Option<bool>,
    /// `Some(None)` draws from all themes.
    theme: Option<Option<String>>,
    /// `None` goes on with what it posts.
    posts: Option<Posts>,
    /// `Some(None)` follows none any more.
    series: Option<Option<String>>,
    draws_from: Option<DrawsFrom>,
}

impl Wishes {
    /// Reads them, or names everything that cannot be.
    pub(super) fn read(request: &Request<'_>, library: &Library, guild: GuildId) -> Result<Self, Vec<String>> {
        let mut faults = Vec::new();
        let mention = match (request.mention, request.mention_nobody) {
            (Some(_), true) => {
                faults.push(words::MENTION_AND_NOBODY.to_owned());
                None
            }
            // Discord's list of roles begins with @everyone, which has the server's own id.
            (Some(called), false) if called.role.get() == guild.get() => {
                faults.push(words::NOT_EVERYONE.to_owned());
                None
            }
            (Some(called), false) => Some(Some(called)),
            (None, true) => Some(None),
            (None, false) => None,
        };
        let theme = match request.theme.map(|typed| read_theme(library, typed)) {
            Some(Ok(theme)) => Some(theme),
            Some(Err(fault)) => {
                faults.push(fault);
                None
            }
            None => None,
        };
        let series = match request.series.map(|typed| series::read(library, typed)) {
            Some(Ok(series)) => Some(series),
            Some(Err(fault)) => {
                faults.push(fault);
                None
            }
            None => None,
        };
        if let (Some(Some(_)), Some(Some(_))) = (&theme, &series) {
            faults.push(words::THEME_AND_SERIES.to_owned());
        }
        let draws_from = request.prompts.and_then(DrawsFrom::named);
        let essays = matches!(theme, Some(Some(_))) || matches!(series, Some(Some(_)));
        if draws_from.is_some_and(|from| from != DrawsFrom::Clarion) && essays {
            faults.push(words::THEME_AND_DECK.to_owned());
        }
        if faults.is_empty() {
            Ok(Self { mention, thread: request.thread, theme, series, posts: request.posts, draws_from })
        } else {
            Err(faults)
        }
    }

    /// What a schedule posts when they are fulfilled.
    pub(super) fn posts_over(&self, before: Option<&Schedule>) -> Posts {
        self.posts.or(before.map(|before| before.options.posts)).unwrap_or_default()
    }

    /// What holds when they are fulfilled; what they leave out stays as it was.
    pub(super) fn over(&self, before: ScheduleOptions) -> ScheduleOptions {
        let mut theme = self.theme.clone().unwrap_or(before.theme);
        let mut series = self.series.clone().unwrap_or(before.series);
        // The one that is asked for takes the other's place.
        match (&self.theme, &self.series) {
            (Some(Some(_)), _) => series = None,
            (_, Some(Some(_))) => theme = None,
            _ => {}
        }
        // Both are of Clarion's prompts: whichever was asked for last holds.
        let draws_from = match (&self.theme, &self.series) {
            (Some(Some(_)), _) | (_, Some(Some(_))) => DrawsFrom::Clarion,
            _ => self.draws_from.unwrap_or(before.draws_from),
        };
        if draws_from != DrawsFrom::Clarion {
            (theme, series) = (None, None);
        }
        ScheduleOptions {
            role: self.mention.map_or(before.role, |mention| mention.map(|called| called.role)),
            thread: self.thread.unwrap_or(before.thread),
            theme,
            forum: before.forum,
            posts: self.posts.unwrap_or(before.posts),
            series,
            draws_from,
        }
    }

    /// What somebody should know who named the series that a schedule follows already.
    pub(super) fn goes_on(&self, before: &ScheduleOptions) -> Option<String> {
        let named = self.series.as_ref()?.as_ref()?;
        (before.series.as_ref() == Some(named)).then(|| words::GOES_ON.to_owned())
    }

    /// What somebody who wished for them should know before the first post: where a mention stays silent, which switch a
    /// thread needs, how few prompts a theme has. `own` is what the bot may do there, `thread` whether the place is one.
    pub(super) fn notes(
        &self,
        options: &ScheduleOptions,
        library: &Library,
        (channel, own, in_thread): (ChannelId, Option<Permissions>, bool),
    ) -> Vec<String> {
        let may = |needed: Permissions| own.is_none_or(|own| own.contains(needed) || own.administrator());
        let mut notes = Vec::new();
        if let Some(Some(Called { role, by_anyone: Some(false) })) = self.mention
            && !may(Permissions::MENTION_EVERYONE)
        {
            notes.push(words::silent_mention(role, channel));
        }
        if options.forum {
            // A post there is a thread, whatever the switch says.
            notes.extend((self.thread == Some(true)).then(|| words::THREADS_ANYWAY.to_owned()));
        } else if options.thread && in_thread {
            notes.push(words::NO_THREAD_IN_A_THREAD.to_owned());
        } else if options.thread && !may(Permissions::CREATE_PUBLIC_THREADS) {
            notes.push(words::no_threads_there(channel));
        }
        if let Some(Some(theme)) = &self.theme {
            notes.push(words::theme_size(of_theme(library, theme)));
        }
        notes
    }
}

/// A theme as somebody typed it: its title or its id, or the word for all of them.
pub(in super::super) fn read_theme(library: &Library, typed: &str) -> Result<Option<String>, String> {
    let wanted = typed.trim().to_lowercase();
    if wanted == ALL || wanted == words::ALL_THEMES.to_lowercase() {
        return Ok(None);
    }
    let themes = themes(library);
    let found = themes.iter().find(|(title, id)| *id == wanted || title.to_lowercase() == wanted);
    match found {
        Some((_, id)) => Ok(Some((*id).to_owned())),
        None => {
            let near: Vec<&str> =
                closest_themes(&themes, &wanted).into_iter().take(3).map(|(title, _)| title).collect();
            Err(words::no_such_theme(typed, &near))
        }
    }
}

/// What to suggest while somebody types a theme. One with a single prompt is not suggested: it would come every day.
pub(super) fn suggest(library: &Library, typed: &str) -> Vec<(String, String)> {
    let typed = typed.trim().to_lowercase();
    let several: Vec<(&str, &str)> = themes(library).into_iter().filter(|(_, id)| of_theme(library, id) > 1).collect();
    let all = words::ALL_THEMES.to_lowercase().contains(&typed).then_some((words::ALL_THEMES, ALL));
    let found = all.into_iter().chain(closest_themes(&several, &typed)).take(MOST_SUGGESTIONS);
    found.map(|(title, id)| (title.to_owned(), id.to_owned())).collect()
}

/// The themes that have prompts, by title and id, in the order of their titles.
pub(in super::super) fn themes(library: &Library) -> Vec<(&str, &str)> {
    let mut themes: Vec<(&str, &str)> = library
        .prompts
        .iter()
        .map(|prompt| {
            let id = prompt.theme.as_str();
            (library.theme(id).map_or(id, |theme| theme.title()), id)
        })
        .collect();
    themes.sort_unstable();
    themes.dedup();
    themes
}

fn of_theme(library: &Library, theme: &str) -> usize {
    library.prompts.iter().filter(|prompt| prompt.theme == theme).count()
}

/// Those that hold what was typed, else those that are spelled most like it. All of them where nothing was typed.
pub(in super::super) fn closest_themes<'a>(themes: &[(&'a str, &'a str)], typed: &str) -> Vec<(&'a str, &'a str)> {
    let holds = |(title, id): &&(&str, &str)| title.to_lowercase().contains(typed) || id.contains(typed);
    let holding: Vec<(&str, &str)> = themes.iter().filter(holds).copied().collect();
    if !holding.is_empty() {
        return holding;
    }
    let likeness = |(title, id): &(&str, &str)| {
        strsim::jaro_winkler(&title.to_lowercase(), typed).max(strsim::jaro_winkler(id, typed))
    };
    let mut ranked: Vec<(f64, (&str, &str))> = themes.iter().map(|theme| (likeness(theme), *theme)).collect();
    // Below this, likeness is chance.
    ranked.retain(|(likeness, _)| *likeness > 0.8);
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    ranked.into_iter().map(|(_, theme)| theme).collect()
}
