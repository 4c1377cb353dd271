//! `/server-data`: for people who manage a server, a copy of the recognition given there, and the end of everything that is
//! kept of the server.

use jiff::civil::Date;
use serenity::builder::{CreateCommand, CreateCommandOption};
use serenity::model::Permissions;
use serenity::model::application::{
    CommandInteraction, CommandOptionType, ComponentInteraction, InstallationContext, InteractionContext,
    ResolvedOption, ResolvedValue,
};

use super::privacy::cleaned;
use super::recognition::days::read_past_date;
use super::{Answer, Asked, Commands, Trouble, here};
use crate::messages::replies::account::no_date;
use crate::messages::replies::{self, privacy as words};
use crate::messages::{self, Card, File, MOST_FILE_BYTES};
use crate::recognition::sheet;

pub(super) const NAME: &str = "server-data";

const FORMAT: &str = "format";
const BEFORE: &str = "before";
const CSV: &str = "csv";
const JSON: &str = "json";

/// So many recognitions are looked at for one file, which is full after some ten thousand of the usual length.
const MOST: usize = 50_000;

pub(super) fn register() -> CreateCommand {
    let sub = |name, description| CreateCommandOption::new(CommandOptionType::SubCommand, name, description);
    let option = |name, description| CreateCommandOption::new(CommandOptionType::String, name, description);
    CreateCommand::new(NAME)
        .description(words::SERVER_DESCRIPTION)
        .default_member_permissions(Permissions::MANAGE_GUILD)
        .contexts(vec![InteractionContext::Guild])
        .integration_types(vec![InstallationContext::Guild])
        .add_option(
            sub("export", words::SERVER_EXPORT)
                .add_sub_option(
                    option(FORMAT, words::FORMAT)
                        .required(true)
                        .add_string_choice(words::AS_CSV, CSV)
                        .add_string_choice(words::AS_JSON, JSON),
                )
                .add_sub_option(option(BEFORE, words::BEFORE)),
        )
        .add_option(sub("erase", words::SERVER_ERASE))
}

pub(super) async fn answer(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    let asked = Asked::by_command(command)?;
    asked.may_manage()?;
    let options = command.data.options();
    match options.first().map(|sub| (sub.name, &sub.value)) {
        Some(("export", ResolvedValue::SubCommand(options))) => export(commands, &asked, options).await,
        Some(("erase", _)) => Ok(Answer::private(messages::erase_server_question())),
        _ => Err(Trouble::kind(replies::UNKNOWN_COMMAND)),
    }
}

async fn export(commands: &Commands, asked: &Asked, options: &[ResolvedOption<'_>]) -> Result<Answer, Trouble> {
    let given = |name: &str| {
        options.iter().find(|option| option.name == name).and_then(|option| match option.value {
            ResolvedValue::String(text) => Some(text.trim()),
            _ => None,
        })
    };
    let before: Option<Date> = match given(BEFORE) {
        Some(typed) => {
            let today = here::zone(commands, asked).await?.date_at(commands.clock.now());
            Some(read_past_date(typed, today).ok_or_else(|| Trouble::Kind(no_date(typed)))?)
        }
        None => None,
    };
    let format = given(FORMAT).filter(|format| [CSV, JSON].contains(format));
    let format = format.ok_or_else(|| Trouble::kind(replies::UNKNOWN_COMMAND))?;
    let beside = if format == CSV { sheet::BESIDE_IN_CSV } else { sheet::BESIDE_IN_JSON };
    let most = (MOST_FILE_BYTES, beside);
    let (mut entries, mut complete) = commands.store.given_here(asked.guild, before, MOST, most).await?;
    let (server, now) = (asked.guild.to_string(), commands.clock.now().to_string());
    let text = loop {
        let text = match format {
            CSV => sheet::to_csv(&entries),
            _ => sheet::to_json(&server, &now, complete, &entries),
        };
        if text.len() <= MOST_FILE_BYTES || entries.is_empty() {
            break text;
        }
        complete = false;
        // As many as fit, were all as long as these.
        let fit = entries.len() * MOST_FILE_BYTES / text.len();
        entries.truncate(fit.min(entries.len() - 1));
    };
    // Those of its date that did not fit come with the next file, beside those that did.
    let oldest: Option<Date> = entries.last().filter(|_| !complete).and_then(|last| last.date.parse().ok());
    let again = oldest.and_then(|date| date.tomorrow().ok());
    let told = words::server_exported(entries.len(), before, again, format == CSV);
    let file = File::new(format!("recognition.{format}"), text.into_bytes(), words::SERVER_FILE);
    Ok(Answer::private(Card::text(told).file(file)))
}

/// Erases the server where it is pressed, and answers when the database's files are clean.
pub(super) async fn erase(commands: &Commands, component: &ComponentInteraction) -> Result<Answer, Trouble> {
    let asked = Asked::by_component(component)?;
    asked.may_manage()?;
    let standing = commands.store.erase_guild(asked.guild, commands.clock.now()).await?;
    let clean = cleaned(commands).await;
    commands.bell.ring();
    Ok(Answer::private(Card::text(words::server_erased(clean, standing))))
}

/// Leaves everything as it is.
pub(super) fn keep(component: &ComponentInteraction) -> Result<Answer, Trouble> {
    Asked::by_component(component)?.may_manage()?;
    Ok(Answer::Update(Card::text(words::SERVER_KEPT)))
}
