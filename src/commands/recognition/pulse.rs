//! `/recognition pulse`: how recognition moves, in counts alone.

use serenity::builder::CreateCommandOption;
use serenity::model::application::{CommandOptionType, ResolvedOption};

use super::super::drawing::drawn;
use super::super::sharing::{may_share, share};
use super::super::{Answer, Asked, Commands, Trouble, here};
use super::days;
use crate::messages::{self, YearOf};

pub(super) const NAME: &str = "pulse";

pub(super) fn register() -> CreateCommandOption {
    let command = CreateCommandOption::new(
        CommandOptionType::SubCommand,
        NAME,
        "How recognition moves here: how many give, how many are newly thanked; counts only",
    );
    days::options().into_iter().fold(command, CreateCommandOption::add_sub_option).add_sub_option(share())
}

pub(super) async fn answer(
    commands: &Commands,
    asked: &Asked,
    options: &[ResolvedOption<'_>],
) -> Result<Answer, Trouble> {
    let share = may_share(asked, options)?;
    let (now, zone) = (commands.clock.now(), here::zone(commands, asked).await?);
    let today = zone.date_at(now);
    let span = days::span(options, today)?;
    let dates = span.dates(now, &zone);
    let before = span.before(dates);
    let pulse = commands.store.pulse(asked.guild, dates, before).await?;
    let mut card = messages::pulse(span, dates, before, &pulse);
    // Where there are few, a week's number tells on people as well.
    if messages::tells_on_nobody(pulse.roster) && pulse.since.is_some() {
        let weeks = commands.store.weeks(asked.guild, today).await?;
        card = card.pictured(drawn("year.png", messages::year_picture(&weeks, YearOf::Server)).await);
    }
    Ok(Answer::Reply { card, private: !share })
}
