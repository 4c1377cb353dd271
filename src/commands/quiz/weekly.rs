//! The weekly round: a schedule that posts an invitation instead of a prompt, so that it pauses, skips, rests on holidays
//! and posts once as every schedule does. `/schedule` shows and changes it too.

use serenity::model::application::{CommandInteraction, ResolvedValue, Unresolved};
use serenity::model::channel::ChannelType;
use serenity::model::id::ChannelId;

use super::super::{Answer, Asked, Commands, Trouble, schedule};
use crate::messages::replies::quiz as words;

/// The choice that ends it.
pub(super) const OFF: &str = "off";

/// What was asked of the weekly round.
pub(super) struct Wanted<'a> {
    day: Option<&'a str>,
    time: Option<&'a str>,
    channel: Option<ChannelId>,
    /// Whether that channel is a forum, where Discord has said so.
    in_forum: Option<bool>,
}

impl<'a> Wanted<'a> {
    /// `None` for a round of one's own.
    pub(super) fn of(command: &'a CommandInteraction) -> Option<Self> {
        let mut wanted = Self { day: None, time: None, channel: None, in_forum: None };
        for option in command.data.options() {
            match (option.name, option.value) {
                ("weekly", ResolvedValue::String(day)) => wanted.day = Some(day),
                ("time", ResolvedValue::String(time)) => wanted.time = Some(time),
                ("channel", ResolvedValue::Channel(channel)) => {
                    wanted.channel = Some(channel.id);
                    wanted.in_forum = Some(channel.kind == ChannelType::Forum);
                }
                ("channel", ResolvedValue::Unresolved(Unresolved::Channel(id))) => wanted.channel = Some(id),
                _ => {}
            }
        }
        (wanted.day.is_some() || wanted.time.is_some() || wanted.channel.is_some()).then_some(wanted)
    }
}

pub(super) async fn change(commands: &Commands, asked: &Asked, wanted: &Wanted<'_>) -> Result<Answer, Trouble> {
    let day = wanted.day.ok_or_else(|| Trouble::kind(words::WEEKLY_FIRST))?;
    asked.may_manage()?;
    if day == OFF {
        return schedule::end_weekly_quiz(commands, asked).await;
    }
    schedule::set_weekly_quiz(commands, asked, (day, wanted.time, wanted.channel, wanted.in_forum)).await
}
