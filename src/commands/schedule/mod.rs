//! `/schedule`: what comes when, and everything that can be changed about it.
//!
//! All of it is for people who manage the server, and all answers are private. After any change the posting loop is
//! rung, so that nothing waits for what was planned before.

mod again;
mod change;
mod coming;
mod date;
mod extra;
mod holidays;
mod options;
mod quiz;
mod register;
mod request;
mod series;
mod set;
mod show;

use serenity::model::application::CommandInteraction;

pub(super) use again::try_again;
pub(super) use coming::{next_free, posted_on};
pub(super) use date::read_date;
pub(super) use extra::post_now;
pub(super) use options::{closest_themes, read_theme, themes};
pub(super) use quiz::{end_weekly_quiz, set_weekly_quiz};
pub(super) use register::register;
pub(super) use set::owed_still;
pub(super) use show::{see_week, show_all};

use self::request::Request;
use super::usual::USUAL;
use super::{Answer, Asked, Commands, Trouble, zones};
use crate::messages::replies;
use crate::store::Schedule;

pub(super) const NAME: &str = "schedule";

/// Suggests zones, themes and series, from memory. Names of schedules would need the database, which a suggestion must not wait
/// for.
pub(super) fn complete(commands: &Commands, typing: &CommandInteraction) -> Answer {
    match typing.data.autocomplete() {
        Some(option) if option.name == "zone" => {
            Answer::Choices(zones::suggest(option.value, typing.guild_locale.as_deref(), &typing.locale))
        }
        Some(option) if option.name == "theme" => Answer::Choices(options::suggest(&commands.library, option.value)),
        Some(option) if option.name == "series" => Answer::Choices(series::suggest(&commands.library, option.value)),
        _ => Answer::Choices(Vec::new()),
    }
}

/// Whether it changes something that has no key of its own; an extra prompt has one.
pub(super) fn changes(command: &CommandInteraction) -> bool {
    let subcommand = command.data.options.first().map(|option| option.name.as_str());
    !matches!(subcommand, Some("show" | "preview" | "now"))
}

pub(super) async fn answer(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    let asked = Asked::by_command(command)?;
    asked.may_manage()?;
    let request = Request::of(command);
    match (request.group, request.subcommand) {
        (Some("holidays"), "add") => return holidays::add(commands, &asked, &request).await,
        (Some("holidays"), "list") => return holidays::list(commands, &asked).await,
        (Some("holidays"), "remove") => return holidays::remove(commands, &asked, &request).await,
        (Some(_), _) => return Err(Trouble::kind(replies::UNKNOWN_COMMAND)),
        (None, _) => {}
    }
    match request.subcommand {
        "set" => set::set(commands, &asked, &request).await,
        "show" => show::show(commands, &asked).await,
        "pause" => change::pause(commands, &asked, &request).await,
        "resume" => change::resume(commands, &asked, &request).await,
        "skip" => change::skip(commands, &asked, &request).await,
        "unskip" => change::unskip(commands, &asked, &request).await,
        "now" => extra::now(commands, &asked, &request).await,
        "preview" => show::preview(commands, &asked, &request).await,
        "remove" => change::remove(commands, &asked, &request).await,
        _ => Err(Trouble::kind(replies::UNKNOWN_COMMAND)),
    }
}

/// The schedule that is meant: the one of that name, else the usual one, else the only one.
async fn find(commands: &Commands, asked: &Asked, name: Option<&str>) -> Result<Schedule, Trouble> {
    let mut all = commands.store.schedules(asked.guild, commands.clock.now()).await?;
    let place = match name {
        Some(typed) => {
            let name = request::read_name(typed).ok();
            all.iter().position(|schedule| Some(&schedule.name) == name.as_ref())
        }
        None if all.len() == 1 => Some(0),
        None => all.iter().position(|schedule| schedule.name == USUAL),
    };
    match (place, name) {
        (Some(place), _) => Ok(all.swap_remove(place)),
        (None, _) if all.is_empty() => Err(Trouble::kind(replies::schedule::NONE_YET)),
        (None, Some(typed)) => Err(Trouble::Kind(replies::schedule::no_such_schedule(typed, &all))),
        (None, None) => Err(Trouble::Kind(replies::schedule::which_one(&all))),
    }
}
