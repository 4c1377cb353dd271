//! What is said around a prompt that somebody asked to see: what came today and what comes, and where one is on its shelf.

use serenity::model::id::ChannelId;
use serenity::model::mention::Mentionable;

/// No schedule posts in this server.
pub const NOT_SET_UP: &str = "\
No daily prompt is set up here yet. Someone with Manage Server can begin with `/setup`. `/prompt random` shows you one \
right away.";

/// Below the lines, where no prompt came today.
pub const MEANWHILE: &str = "`/prompt random` shows you one right away. Only you see this.";

/// Below the lines.
pub const ONLY_YOU: &str = "Only you see this.";

/// Above today's prompts that are shown, where there are more of them.
pub const SOME_OF_THEM: &str = "The first three of them are below.";

/// It came: a link to the post, with its time on the wall.
pub fn came(channel: ChannelId, posts: &[String]) -> String {
    format!("{}: {}", channel.mention(), posts.join(", "))
}

/// A schedule's own post of today.
pub fn posted(link: &str, at: &str) -> String {
    format!("[posted at {at}]({link})")
}

/// One more, that somebody asked for.
pub fn extra(link: &str, at: &str) -> String {
    format!("[one more at {at}]({link})")
}

/// It is about to come.
pub fn on_its_way(channel: ChannelId) -> String {
    format!("{}: on its way", channel.mention())
}

/// It may be there: the answer was lost, and the bot could not look.
pub fn perhaps(channel: ChannelId) -> String {
    format!("{}: it may be there. I lost sight of it, and could not look", channel.mention())
}

/// Nothing came yet: `moment` by the schedule's own calendar, and `at` as everybody's own clock has it.
pub fn comes(channel: ChannelId, moment: &str, at: &str) -> String {
    format!("{}: the next one comes {moment}; on your own clock that is {at}", channel.mention())
}

/// It is paused.
pub fn paused(channel: ChannelId) -> String {
    format!("{}: paused for now", channel.mention())
}

/// No date is left in its calendar.
pub fn no_date_left(channel: ChannelId) -> String {
    format!("{}: no date is left in its calendar", channel.mention())
}

/// Above a page: which of how many, of a theme or of all.
pub fn place(number: usize, all: usize, theme: Option<&str>) -> String {
    match (theme, all) {
        (Some(theme), 1) => format!("**{theme}**: one prompt. {ONLY_YOU}"),
        (Some(theme), _) => format!("**{theme}**: {number} of {all}. {ONLY_YOU}"),
        (None, _) => format!("All prompts: {number} of {all}. {ONLY_YOU}"),
    }
}

/// The theme of a button has no prompts any more.
pub const SHELF_GONE: &str = "\
There are no prompts on that theme any more: my library was changed. `/prompt browse` has the themes that are there.";

/// The prompt of a button is no longer in the library.
pub const PROMPT_GONE: &str = "\
That prompt is no longer in my library. `/prompt random` shows you another one, and `/prompt browse` has them by theme.";
