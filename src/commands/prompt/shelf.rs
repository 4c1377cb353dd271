//! The prompts that there are to look at, and how somebody finds one. The library's so far.

use serenity::model::application::CommandInteraction;

use super::super::{Answer, Asked, Commands, Trouble, schedule};
use crate::content::{Prompt, rotation};
use crate::messages::replies::{self, prompt as words};
use crate::messages::{Card, prompt_page};

/// At most so many suggestions. (Discord's document "Application Commands".)
const MOST_SUGGESTIONS: usize = 25;

/// The prompt with this id.
pub(super) fn find<'a>(commands: &'a Commands, id: &str) -> Option<&'a Prompt> {
    commands.library.prompt(id)
}

/// Any prompt, but another `than` that one: chosen by the interaction's id, so that an answer that is made twice is the
/// same.
pub(super) fn any<'a>(commands: &'a Commands, asked: &Asked, than: Option<&str>) -> Result<&'a Prompt, Trouble> {
    let found = rotation::any(&commands.library, than, asked.interaction.get());
    found.ok_or_else(|| Trouble::kind(replies::schedule::NO_PROMPTS))
}

/// The first page of a theme as somebody typed it, or of all.
pub(super) fn open(commands: &Commands, typed: Option<&str>) -> Result<Answer, Trouble> {
    let theme = match typed {
        Some(typed) => schedule::read_theme(&commands.library, typed).map_err(Trouble::Kind)?,
        None => None,
    };
    Ok(Answer::private(page(commands, theme.as_deref(), 0)?))
}

/// A page of a theme, or of all, in the order of the library.
pub(super) fn page(commands: &Commands, theme: Option<&str>, place: usize) -> Result<Card, Trouble> {
    let all = commands.library.prompts.iter();
    let prompts: Vec<&Prompt> = all.filter(|prompt| theme.is_none_or(|theme| prompt.theme == theme)).collect();
    let gone = if theme.is_some() { words::SHELF_GONE } else { replies::schedule::NO_PROMPTS };
    prompt_page(&commands.library, theme, &prompts, place).ok_or_else(|| Trouble::kind(gone))
}

/// Suggests themes while somebody types one.
pub(in super::super) fn complete(commands: &Commands, typing: &CommandInteraction) -> Answer {
    let typed = typing.data.autocomplete().map(|option| option.value).unwrap_or_default();
    let themes = schedule::themes(&commands.library);
    let found = schedule::closest_themes(&themes, &typed.trim().to_lowercase()).into_iter().take(MOST_SUGGESTIONS);
    Answer::Choices(found.map(|(title, id)| (title.to_owned(), id.to_owned())).collect())
}
