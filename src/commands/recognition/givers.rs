//! `/recognition givers`: who gives recognition, how often, and to how many different people.

use serenity::builder::CreateCommandOption;
use serenity::model::application::{CommandOptionType, ResolvedOption, ResolvedValue};

use super::super::{Answer, Asked, Commands, Trouble};
use super::{share, shared};
use crate::clock::Zone;
use crate::messages::{self, Card};
use crate::recognition::Period;

pub(super) const NAME: &str = "givers";

pub(super) fn register() -> CreateCommandOption {
    let mut period = CreateCommandOption::new(
        CommandOptionType::String,
        "period",
        "Over which days, by this server's calendar; this month if you leave it out",
    );
    for choice in Period::ALL {
        period = period.add_string_choice(choice.id(), choice.id());
    }
    CreateCommandOption::new(
        CommandOptionType::SubCommand,
        NAME,
        "Who gives, how often, and to how many different people",
    )
    .add_sub_option(period)
    .add_sub_option(share())
}

pub(super) async fn answer(
    commands: &Commands,
    asked: &Asked,
    options: &[ResolvedOption<'_>],
) -> Result<Answer, Trouble> {
    let share = shared(options);
    if share {
        asked.may_write()?;
    }
    let period = options.iter().find_map(|option| match (option.name, &option.value) {
        // Discord offers five; what is none of them is as good as nothing said.
        ("period", ResolvedValue::String(period)) => period.parse().ok(),
        _ => None,
    });
    let card = screen(commands, asked, period.unwrap_or(Period::Month), 0).await?;
    Ok(Answer::Reply { card, private: !share })
}

/// Another screen: in place of the one that only one person sees, as a private answer where it was shared.
pub(in super::super) async fn turn(
    commands: &Commands,
    asked: &Asked,
    period: Period,
    to: u16,
    private: bool,
) -> Result<Answer, Trouble> {
    let card = screen(commands, asked, period, to).await?;
    Ok(if private { Answer::Update(card) } else { Answer::private(card) })
}

/// What was counted stays to be seen where giving was switched off later.
async fn screen(commands: &Commands, asked: &Asked, period: Period, screen: u16) -> Result<Card, Trouble> {
    let guild = commands.store.guild(asked.guild).await?;
    let thanks = guild.as_ref().is_none_or(|guild| guild.thanks);
    let zone = guild.map_or_else(Zone::utc, |guild| guild.zone);
    let dates = period.dates(commands.clock.now(), &zone);
    let tallies = commands.store.givers(asked.guild, dates).await?;
    Ok(messages::givers(period, dates, &tallies, usize::from(screen), thanks))
}
