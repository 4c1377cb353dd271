//! `/setup`: from nothing to a working schedule on one private panel.
//!
//! The panel opens filled in, so that Start can be the second thing somebody does here. Every press is authorised anew,
//! looks at the bot's permissions anew, and reads all that was chosen from the pressed button itself.

mod start;

use serenity::builder::{CreateCommand, CreateCommandOption};
use serenity::model::Permissions;
use serenity::model::application::{
    CommandInteraction, CommandOptionType, ComponentInteraction, ComponentInteractionDataKind, InstallationContext,
    InteractionContext, ResolvedValue,
};
use serenity::model::id::{MessageId, UserId};

use super::access::access;
use super::schedule::next_free;
use super::usual::USUAL;
use super::{Answer, Asked, Commands, Trouble, zones};
use crate::clock::{Days, LocalTime};
use crate::messages::{Access, Card, PanelStep, SetupChoice, SetupPanel, chosen_days, replies};
use crate::store::{PauseReason, Schedule, StoreError};

pub(super) const NAME: &str = "setup";

pub(super) fn register() -> CreateCommand {
    CreateCommand::new(NAME)
        .description(replies::setup::DESCRIPTION)
        .contexts(vec![InteractionContext::Guild])
        .integration_types(vec![InstallationContext::Guild])
        .default_member_permissions(Permissions::MANAGE_GUILD)
        .add_option(
            CreateCommandOption::new(CommandOptionType::String, "zone", replies::setup::ZONE_OPTION)
                .set_autocomplete(true)
                .max_length(100),
        )
}

pub(super) fn complete(typing: &CommandInteraction) -> Answer {
    let typed = typing.data.autocomplete().map(|option| option.value).unwrap_or_default();
    Answer::Choices(zones::suggest(typed, typing.guild_locale.as_deref(), &typing.locale))
}

pub(super) async fn answer(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    let asked = Asked::by_command(command)?;
    let zone = command.data.options().into_iter().find_map(|option| match (option.name, option.value) {
        ("zone", ResolvedValue::String(zone)) => Some(zone.to_owned()),
        _ => None,
    });
    open(commands, &asked, zone.as_deref()).await
}

/// Opens the panel: with what holds here, where something does.
pub(super) async fn open(commands: &Commands, asked: &Asked, zone: Option<&str>) -> Result<Answer, Trouble> {
    asked.may_manage()?;
    panel(commands, asked, zone, None).await.map(Answer::private)
}

/// A new panel. `note` is what stands above it, where it is not what usually does.
async fn panel(commands: &Commands, asked: &Asked, zone: Option<&str>, note: Option<&str>) -> Result<Card, Trouble> {
    let zone = zone.map(zones::read).transpose().map_err(Trouble::Kind)?;
    let now = commands.clock.now();
    let guild = commands.store.guild(asked.guild).await?.filter(|guild| guild.set_up.is_some());
    let schedule = commands.store.schedule(asked.guild, USUAL, now).await?;
    let readable = schedule.as_ref().filter(|schedule| schedule.paused != Some(PauseReason::Unreadable));
    let known = zone
        .or_else(|| readable.map(|schedule| schedule.when.zone.clone()))
        .or_else(|| guild.as_ref().map(|guild| guild.zone.clone()));
    let choice = SetupChoice {
        channel: schedule.as_ref().map_or(asked.channel, |schedule| schedule.channel),
        time: schedule.as_ref().map_or(LocalTime::NINE, |schedule| schedule.when.time),
        days: schedule.as_ref().map_or(Days::WEEKDAYS, |schedule| schedule.when.days),
        guessed: known.is_none(),
        zone: known.unwrap_or_else(|| zones::guess(asked)),
        thanks: guild.is_none_or(|guild| guild.thanks),
    };
    let usual_note = match &schedule {
        Some(Schedule { paused: Some(_), .. } | Schedule { resume_on: Some(_), .. }) => {
            replies::setup::SET_UP_AND_PAUSED
        }
        Some(schedule) if schedule.when.zone != choice.zone => replies::setup::SET_UP_OTHER_ZONE,
        Some(_) => replies::setup::SET_UP_ALREADY,
        None => replies::setup::NEW_HERE,
    };
    let access = access(commands, asked, choice.channel).await;
    let first = next_free(commands, asked.guild, schedule.as_ref(), &choice.when()).await?;
    let known_there = posts_in(schedule.as_ref(), &choice);
    let panel =
        SetupPanel { choice: &choice, access: &access, first, known_there, now, note: note.or(Some(usual_note)) };
    Ok(panel.closed())
}

/// Whether somebody else has set the server up since this panel was opened: its Start would undo theirs unseen. The
/// inner value is who, where that is still known.
async fn set_up_meanwhile(
    commands: &Commands,
    asked: &Asked,
    panel: MessageId,
) -> Result<Option<Option<UserId>>, StoreError> {
    let opened = panel.created_at().unix_timestamp();
    let set_up = commands.store.guild(asked.guild).await?.and_then(|guild| guild.set_up);
    Ok(set_up.filter(|set_up| set_up.at.as_second() > opened && set_up.by != Some(asked.user)).map(|set_up| set_up.by))
}

/// Something was pressed or chosen on a panel that shows `choice`.
pub(super) async fn press(
    commands: &Commands,
    asked: &Asked,
    step: PanelStep,
    choice: SetupChoice,
    component: &ComponentInteraction,
) -> Result<Answer, Trouble> {
    asked.may_manage()?;
    if step == PanelStep::Start
        && let Some(by) = set_up_meanwhile(commands, asked, component.message.id).await?
    {
        return Ok(Answer::private(panel(commands, asked, None, Some(&replies::setup::set_up_meanwhile(by))).await?));
    }
    let choice = chosen(step, choice, &component.data.kind).ok_or_else(|| Trouble::kind(replies::STALE_BUTTON))?;
    let access = access(commands, asked, choice.channel).await;
    if step == PanelStep::Start && access == Access::Ready {
        return start::start(commands, asked, &choice).await;
    }
    let now = commands.clock.now();
    let schedule = commands.store.schedule(asked.guild, USUAL, now).await?;
    let first = next_free(commands, asked.guild, schedule.as_ref(), &choice.when()).await?;
    let known_there = posts_in(schedule.as_ref(), &choice);
    let panel = SetupPanel { choice: &choice, access: &access, first, known_there, now, note: None };
    match step {
        PanelStep::Start | PanelStep::Done | PanelStep::Check => Ok(Answer::Update(panel.closed())),
        PanelStep::Change
        | PanelStep::Channel
        | PanelStep::Time
        | PanelStep::Days
        | PanelStep::Zone
        | PanelStep::Thanks => Ok(Answer::Update(panel.open(&zones::likely(asked)))),
    }
}

fn posts_in(schedule: Option<&Schedule>, choice: &SetupChoice) -> bool {
    schedule.is_some_and(|schedule| schedule.channel == choice.channel)
}

/// The choices after the step. `None` where what was chosen is nothing that the panel's menus hold.
fn chosen(step: PanelStep, mut choice: SetupChoice, kind: &ComponentInteractionDataKind) -> Option<SetupChoice> {
    use ComponentInteractionDataKind::{ChannelSelect, StringSelect};
    match (step, kind) {
        (PanelStep::Channel, ChannelSelect { values }) => choice.channel = *values.first()?,
        (PanelStep::Time, StringSelect { values }) => choice.time = values.first()?.parse().ok()?,
        (PanelStep::Days, StringSelect { values }) => choice.days = chosen_days(values)?,
        (PanelStep::Zone, StringSelect { values }) => {
            choice.zone = values.first()?.parse().ok()?;
            choice.guessed = false;
        }
        (PanelStep::Channel | PanelStep::Time | PanelStep::Days | PanelStep::Zone, _) => return None,
        (PanelStep::Thanks, _) => choice.thanks = !choice.thanks,
        (PanelStep::Start | PanelStep::Change | PanelStep::Done | PanelStep::Check, _) => {}
    }
    Some(choice)
}
