//! The prompt that comes next where a schedule draws from the deck, to look at; nothing is used up by asking.

use super::super::{Asked, Commands, Trouble};
use crate::deck::{DrawsFrom, next_of};
use crate::messages::{Card, own_preview, prompt_preview};
use crate::store::DeckPrompt;

/// By the same rotation over the same history as the posting engine asks for (posting/own.rs).
pub(in super::super) async fn next_card(
    commands: &Commands,
    asked: &Asked,
    from: DrawsFrom,
) -> Result<Option<Card>, Trouble> {
    let deck = commands.store.deck(asked.guild).await?;
    let own: Vec<String> = deck.iter().map(DeckPrompt::prompt_id).collect();
    let history = commands.store.prompts_last_used(asked.guild).await?;
    let used = history.iter().map(|used| (used.prompt.as_str(), used.cycle));
    let clarion = commands.library.prompts.iter().map(|prompt| prompt.id.as_str());
    let Some(choice) = next_of(from, clarion, &own, used, asked.guild.get()) else { return Ok(None) };
    let place = own.iter().position(|id| *id == choice.prompt_id);
    Ok(match place.and_then(|place| deck.get(place)) {
        Some(prompt) => Some(own_preview(prompt)),
        None => commands.library.prompt(&choice.prompt_id).map(|prompt| prompt_preview(&commands.library, prompt)),
    })
}
