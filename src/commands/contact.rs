//! Being written to: the dial for contact, and the answers to the question whether a schedule posts too often.
//!
//! Both stand in private messages, where an interaction knows no server. The dial is the presser's own; a schedule is changed
//! by whoever may manage its server at this moment.

use serenity::model::application::{ComponentInteraction, ComponentInteractionDataKind};

use super::{Answer, Asked, Commands, Deferral, Trouble, me};
use crate::messages::replies::{self, contact as words};
use crate::messages::{self, Card, ContactPress, MePage, QuietPress, QuietWish};
use crate::store::{PauseReason, Schedule};

/// The dial's answer stands beside the message that it is under, which may have other buttons still.
pub(super) fn deferral(press: &ContactPress) -> Deferral {
    match press {
        ContactPress::Stop { .. } => Deferral::Private,
        ContactPress::Set { .. } => Deferral::Update,
    }
}

pub(super) async fn set_dial(
    commands: &Commands,
    component: &ComponentInteraction,
    press: ContactPress,
) -> Result<Answer, Trouble> {
    let now = commands.clock.now();
    match press {
        ContactPress::Stop { occurrence } => {
            // The dial holds over all servers: it is noted in one that knows them already.
            let guild = match component.guild_id {
                Some(guild) => Some(guild),
                None => commands.store.known_in(component.user.id).await?,
            };
            // Its server may be erased since, and somebody who was written to may be known nowhere.
            let guild = match guild {
                Some(guild) => Some(guild),
                None => commands.store.occurrence(occurrence).await?.map(|message| message.guild),
            };
            let Some(guild) = guild else { return Ok(Answer::private(Card::text(words::KNOWN_NOWHERE))) };
            commands.store.set_contact(guild, component.user.id, false, now).await?;
            Ok(Answer::private(Card::text(words::STOPPED)))
        }
        ContactPress::Set { wanted } => {
            let asked = Asked::by_component(component)?;
            commands.store.set_contact(asked.guild, asked.user, wanted, now).await?;
            Ok(Answer::Update(me::page(commands, &asked, MePage::Overview).await?))
        }
    }
}

/// An answer to the question whether a schedule posts too often.
pub(super) async fn quiet(
    commands: &Commands,
    component: &ComponentInteraction,
    press: QuietPress,
) -> Result<Answer, Trouble> {
    let now = commands.clock.now();
    let schedule = commands.store.schedule_by_id(press.schedule, now).await?;
    let schedule = schedule.ok_or_else(|| Trouble::kind(replies::schedule::GONE))?;
    let asked = match component.guild_id {
        None => Asked::from_afar(component, schedule.guild, &*commands.discord).await?,
        Some(_) => Asked::by_component(component)?,
    };
    if asked.guild != schedule.guild {
        return Err(Trouble::kind(replies::schedule::GONE));
    }
    asked.may_manage()?;
    let said = match press.wish {
        QuietWish::Leave => words::left(&schedule),
        _ if schedule.paused.is_some() => words::paused_meanwhile(&schedule),
        QuietWish::Times => return Ok(Answer::Update(messages::quiet_times(&schedule, press.occurrence))),
        QuietWish::Days(days) => {
            let adjusted = adjust(commands, &schedule, Some(days), None).await?;
            words::other_days(&adjusted, now)
        }
        QuietWish::Time => {
            let ComponentInteractionDataKind::StringSelect { values } = &component.data.kind else {
                return Err(Trouble::kind(replies::STALE_BUTTON));
            };
            let time = values.first().and_then(|time| time.parse().ok());
            let time = time.ok_or_else(|| Trouble::kind(replies::STALE_BUTTON))?;
            let adjusted = adjust(commands, &schedule, None, Some(time)).await?;
            words::other_time(&adjusted, time, now)
        }
        QuietWish::Stop => {
            let paused = commands.store.pause_schedule(schedule.guild, &schedule.name, PauseReason::Asked, now).await?;
            commands.bell.ring();
            words::stopped(&paused.ok_or_else(|| Trouble::kind(replies::schedule::GONE))?)
        }
    };
    Ok(Answer::Update(messages::quiet_answered(said, press.occurrence)))
}

async fn adjust(
    commands: &Commands,
    schedule: &Schedule,
    days: Option<crate::clock::Days>,
    time: Option<crate::clock::LocalTime>,
) -> Result<Schedule, Trouble> {
    let adjusted = commands.store.adjust_schedule(schedule.id, days, time, commands.clock.now()).await?;
    commands.bell.ring();
    adjusted.ok_or_else(|| Trouble::kind(replies::schedule::GONE))
}
