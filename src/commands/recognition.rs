//! `/recognition givers`: who gives recognition, how often, and to how many different people.

use serenity::builder::{CreateCommand, CreateCommandOption};
use serenity::model::application::{
    CommandInteraction, CommandOptionType, InstallationContext, InteractionContext, ResolvedOption, ResolvedValue,
};

use super::{Answer, Asked, Commands, Deferral, Trouble};
use crate::clock::Zone;
use crate::messages::{self, Card};
use crate::recognition::Period;

pub(super) const NAME: &str = "recognition";

pub(super) fn register() -> CreateCommand {
    let mut period = CreateCommandOption::new(
        CommandOptionType::String,
        "period",
        "Over which days, by this server's calendar; this month if you leave it out",
    );
    for choice in Period::ALL {
        period = period.add_string_choice(choice.id(), choice.id());
    }
    CreateCommand::new(NAME)
        .description("The account of who gives recognition")
        .contexts(vec![InteractionContext::Guild])
        .integration_types(vec![InstallationContext::Guild])
        .add_option(
            CreateCommandOption::new(
                CommandOptionType::SubCommand,
                "givers",
                "Who gives, how often, and to how many different people",
            )
            .add_sub_option(period)
            .add_sub_option(CreateCommandOption::new(
                CommandOptionType::Boolean,
                "share",
                "Show it to everybody here; otherwise only you see it",
            )),
        )
}

/// A shared answer is public from the start, so its deferral has to be as well.
pub(super) fn deferral(command: &CommandInteraction) -> Deferral {
    if Wanted::of(command).share { Deferral::Public } else { Deferral::Private }
}

pub(super) async fn answer(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    let asked = Asked::by_command(command)?;
    let wanted = Wanted::of(command);
    if wanted.share {
        asked.may_write()?;
    }
    let card = screen(commands, &asked, wanted.period, 0).await?;
    Ok(Answer::Reply { card, private: !wanted.share })
}

/// Another screen: in place of the one that only one person sees, as a private answer where it was shared.
pub(super) async fn turn(
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

/// The options of `givers`.
struct Wanted {
    period: Period,
    share: bool,
}

impl Wanted {
    fn of(command: &CommandInteraction) -> Self {
        let mut wanted = Self { period: Period::Month, share: false };
        for subcommand in command.data.options() {
            let ResolvedValue::SubCommand(options) = subcommand.value else { continue };
            for ResolvedOption { name, value, .. } in options {
                match (name, value) {
                    // Discord offers five; what is none of them is as good as nothing said.
                    ("period", ResolvedValue::String(period)) => {
                        wanted.period = period.parse().unwrap_or(Period::Month)
                    }
                    ("share", ResolvedValue::Boolean(share)) => wanted.share = share,
                    _ => {}
                }
            }
        }
        wanted
    }
}
