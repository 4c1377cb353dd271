//! `/contrast`: managing and leading side by side on one subject.

use serenity::builder::{CreateCommand, CreateCommandOption};
use serenity::model::application::{
    CommandInteraction, CommandOptionType, InstallationContext, InteractionContext, ResolvedValue,
};

use super::sharing::{self, share, shared};
use super::{Answer, Asked, Commands, Deferral, Trouble};
use crate::content::{Contrast, Library, Prompt};
use crate::messages::{self, Card, contrast_card, replies};

pub(super) const NAME: &str = "contrast";

pub(super) fn register() -> CreateCommand {
    CreateCommand::new(NAME)
        .description("Managing and leading side by side, on one subject")
        .contexts(vec![InteractionContext::Guild])
        .integration_types(vec![InstallationContext::Guild])
        .add_option(
            CreateCommandOption::new(CommandOptionType::String, "topic", "Which subject; leave it out for a fresh one")
                .set_autocomplete(true)
                .max_length(100),
        )
        .add_option(share())
}

pub(super) fn deferral(command: &CommandInteraction) -> Deferral {
    sharing::deferral(shared(&command.data.options()))
}

pub(super) async fn answer(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    let asked = Asked::by_command(command)?;
    let topic = command.data.options().into_iter().find_map(|option| match (option.name, option.value) {
        ("topic", ResolvedValue::String(topic)) => Some(topic.to_owned()),
        _ => None,
    });
    let contrast = match topic {
        Some(topic) => match find(&commands.library, &topic) {
            Some(contrast) => contrast,
            None => return Err(Trouble::kind(replies::no_such_topic(&topic, &closest(&commands.library, &topic)))),
        },
        None => fresh(commands, &asked).await?,
    };
    show(commands, &asked, contrast, shared(&command.data.options()))
}

/// Shows a contrast and remembers that this server has seen it.
pub(super) fn show(commands: &Commands, asked: &Asked, contrast: &Contrast, shared: bool) -> Result<Answer, Trouble> {
    if shared {
        asked.may_write()?;
    }
    let card = seen_card(commands, asked, contrast, shared);
    Ok(Answer::Reply { card, private: !shared })
}

/// The contrast after the one on screen: in its place where only one person sees it, as a new private answer where it
/// was shared, since nobody else asked to see it change.
pub(super) fn next(commands: &Commands, asked: &Asked, after: &str, private: bool) -> Result<Answer, Trouble> {
    let all = &commands.library.contrasts;
    let place = all.iter().position(|contrast| contrast.id == after).map_or(0, |place| place + 1);
    let contrast = all.get(place % all.len().max(1)).ok_or_else(|| Trouble::kind(replies::NO_CONTRASTS))?;
    let card = seen_card(commands, asked, contrast, false);
    Ok(if private { Answer::Update(card) } else { Answer::private(card) })
}

/// The contrast's card. That it was seen only steers which one comes next, so it is noted beside the answer: nobody
/// waits for the database over it, and a store that fails here spoils nothing.
pub(super) fn seen_card(commands: &Commands, asked: &Asked, contrast: &Contrast, shared: bool) -> Card {
    note_seen(commands, asked, contrast);
    contrast_card(&commands.library, contrast, shared)
}

/// The contrast beside a prompt, for whoever asked alone.
pub(super) fn two_sides(commands: &Commands, asked: &Asked, prompt: &Prompt) -> Result<Answer, Trouble> {
    let contrast = commands.library.contrast_for(prompt).ok_or_else(|| Trouble::kind(replies::NO_CONTRASTS))?;
    note_seen(commands, asked, contrast);
    Ok(Answer::private(messages::two_sides(&commands.library, prompt, contrast)))
}

fn note_seen(commands: &Commands, asked: &Asked, contrast: &Contrast) {
    let (store, guild, id, now) = (commands.store.clone(), asked.guild, contrast.id.clone(), commands.clock.now());
    let work = commands.clock.busy();
    tokio::spawn(async move {
        if let Err(error) = store.contrast_seen(guild, &id, now).await {
            tracing::warn!(cause = %error, "a contrast was shown, but not noted as seen");
        }
        drop(work);
    });
}

/// The contrast that this server has not seen for the longest time, the never seen first.
async fn fresh<'a>(commands: &'a Commands, asked: &Asked) -> Result<&'a Contrast, Trouble> {
    let all: Vec<&str> = commands.library.contrasts.iter().map(|contrast| contrast.id.as_str()).collect();
    let chosen = commands.store.least_recently_seen(asked.guild, &all).await?;
    chosen.and_then(|id| commands.library.contrast(id)).ok_or_else(|| Trouble::kind(replies::NO_CONTRASTS))
}

pub(super) fn complete(commands: &Commands, typing: &CommandInteraction) -> Answer {
    let typed = typing.data.autocomplete().map(|option| option.value).unwrap_or_default();
    let choices = closest(&commands.library, typed);
    Answer::Choices(choices.into_iter().map(|contrast| (contrast.title.clone(), contrast.id.clone())).collect())
}

/// By id or by title, whatever the letter case.
fn find<'a>(library: &'a Library, topic: &str) -> Option<&'a Contrast> {
    let topic = topic.trim();
    let named = |contrast: &&Contrast| {
        contrast.id.eq_ignore_ascii_case(topic) || contrast.title.to_lowercase() == topic.to_lowercase()
    };
    library.contrasts.iter().find(named)
}

/// At most 25 contrasts (Discord's limit for choices), what was typed first: in the id, in the title, then by likeness.
fn closest<'a>(library: &'a Library, typed: &str) -> Vec<&'a Contrast> {
    let typed = typed.trim().to_lowercase();
    let mut ranked: Vec<(i64, &Contrast)> = library
        .contrasts
        .iter()
        .map(|contrast| {
            let title = contrast.title.to_lowercase();
            let rank = if typed.is_empty() {
                0
            } else if contrast.id.starts_with(&typed) || title.starts_with(&typed) {
                1
            } else if contrast.id.contains(&typed) || title.contains(&typed) {
                2
            } else {
                let likeness = strsim::jaro_winkler(&contrast.id, &typed).max(strsim::jaro_winkler(&title, &typed));
                // Likeness is within 0 and 1; below a half it is noise.
                if likeness > 0.6 { 100 - (likeness * 90.0) as i64 } else { i64::MAX }
            };
            (rank, contrast)
        })
        .filter(|(rank, _)| *rank < i64::MAX)
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, contrast)| contrast).take(25).collect()
}
