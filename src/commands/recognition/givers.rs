//! `/recognition givers`: who gives recognition, how often, and to how many different people.

use serenity::builder::CreateCommandOption;
use serenity::model::application::{CommandOptionType, ResolvedOption, ResolvedValue};

use super::super::drawing::drawn;
use super::super::sharing::{may_share, share};
use super::super::{Answer, Asked, Commands, Trouble, here};
use super::days;
use crate::clock::Zone;
use crate::messages::{self, Card, GIVERS_A_SCREEN};
use crate::recognition::{Order, Span};

pub(super) const NAME: &str = "givers";

pub(super) fn register() -> CreateCommandOption {
    let order =
        CreateCommandOption::new(CommandOptionType::String, "order", "In which order; by name if you leave it out")
            .add_string_choice("by name", Order::Name.id())
            .add_string_choice("who first gave here", Order::First.id())
            .add_string_choice("who gave last", Order::Recent.id());
    let command = CreateCommandOption::new(
        CommandOptionType::SubCommand,
        NAME,
        "Who gives, how often, and to how many different people",
    );
    days::options()
        .into_iter()
        .fold(command, CreateCommandOption::add_sub_option)
        .add_sub_option(order)
        .add_sub_option(share())
}

pub(super) async fn answer(
    commands: &Commands,
    asked: &Asked,
    options: &[ResolvedOption<'_>],
) -> Result<Answer, Trouble> {
    let share = may_share(asked, options)?;
    let today = here::zone(commands, asked).await?.date_at(commands.clock.now());
    let span = days::span(options, today)?;
    let order = options.iter().find_map(|option| match option.value {
        ResolvedValue::String(order) if option.name == "order" => order.parse().ok(),
        _ => None,
    });
    let card = screen(commands, asked, span, order.unwrap_or_default(), 0).await?;
    Ok(Answer::Reply { card, private: !share })
}

/// Another screen: in place of the one that only one person sees, as a private answer where it was shared.
pub(in super::super) async fn turn(
    commands: &Commands,
    asked: &Asked,
    span: Span,
    order: Order,
    to: u16,
    private: bool,
) -> Result<Answer, Trouble> {
    let card = screen(commands, asked, span, order, to).await?;
    Ok(if private { Answer::Update(card) } else { Answer::private(card) })
}

/// What was counted stays to be seen where giving was switched off later.
async fn screen(commands: &Commands, asked: &Asked, span: Span, order: Order, screen: u16) -> Result<Card, Trouble> {
    let guild = commands.store.guild(asked.guild).await?;
    let thanks = guild.as_ref().is_none_or(|guild| guild.thanks);
    let zone = guild.map_or_else(Zone::utc, |guild| guild.zone);
    let dates = span.dates(commands.clock.now(), &zone);
    let found = commands.store.givers_screen(asked.guild, dates, order, usize::from(screen), GIVERS_A_SCREEN).await?;
    let card = messages::givers(span, dates, order, &found, thanks);
    match messages::givers_bars(&found, dates, order) {
        Some(picture) => Ok(card.pictured(drawn("givers.png", picture).await)),
        None => Ok(card),
    }
}
