//! `/recognition next`: up to three people whom one might thank next, by chance, for the asker's eyes alone.

use serenity::builder::{CreateActionRow, CreateCommandOption};
use serenity::model::application::CommandOptionType;
use serenity::model::id::UserId;

use super::super::{Answer, Asked, Commands, Trouble, here, recognize};
use crate::content::Prompt;
use crate::messages::{self, Card, TODAYS, replies};
use crate::recognition::{Candidate, Member, of_the_day, suggested};
use crate::store::MightThank;

pub(super) const NAME: &str = "next";

pub(super) fn register() -> CreateCommandOption {
    CreateCommandOption::new(
        CommandOptionType::SubCommand,
        NAME,
        "Up to three people to consider, and an idea what for; only you see it",
    )
}

pub(super) async fn answer(commands: &Commands, asked: &Asked) -> Result<Answer, Trouble> {
    let card = card(commands, asked).await?;
    let wanted = commands.store.wants_nudge(asked.guild, asked.user).await?;
    Ok(Answer::private(card.row(CreateActionRow::Buttons(vec![messages::nudge_button(wanted)]))))
}

/// The three of today.
pub(in super::super) async fn card(commands: &Commands, asked: &Asked) -> Result<Card, Trouble> {
    let guild = commands.store.guild(asked.guild).await?;
    if guild.is_some_and(|guild| !guild.thanks) {
        return Err(Trouble::kind(replies::recognition::THANKS_OFF));
    }
    let now = commands.clock.now();
    let today = here::zone(commands, asked).await?.date_at(now);
    let found = commands.store.might_be_thanked(asked.guild, asked.user, today, now).await?;
    let candidates: Vec<Candidate> = found.people.iter().map(|one| one.candidate).collect();
    let three = suggested(&candidates, found.asker, today);
    let people: Vec<&MightThank> = three.into_iter().filter_map(|place| found.people.get(place)).collect();
    let ideas: Vec<&Prompt> =
        commands.library.prompts.iter().filter(|prompt| TODAYS.contains(&prompt.theme.as_str())).collect();
    let idea = of_the_day(ideas.len(), found.asker, today).and_then(|place| ideas.get(place).copied());
    Ok(messages::suggestions(&people, idea))
}

/// The form for the words to somebody who was suggested. Bots are never suggested.
pub(super) fn thank(asked: &Asked, receiver: UserId) -> Result<Answer, Trouble> {
    asked.may_write()?;
    recognize::form_for(asked, Member { user: receiver, bot: false })
}
