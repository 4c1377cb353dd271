//! The weekly round of the quiz as the schedule that it is.

use serenity::model::id::ChannelId;

use super::super::{Answer, Asked, Commands, Trouble};
use super::change::private;
use super::request::Request;
use super::set;
use crate::messages::replies::quiz as words;
use crate::store::Posts;

/// What it is called.
const QUIZ: &str = "quiz";

/// Makes it, or moves it: on a day, at a time, in a channel (and whether that is a forum). What is left out stays as it is.
pub(in super::super) async fn set_weekly_quiz(
    commands: &Commands,
    asked: &Asked,
    (day, time, channel, in_forum): (&str, Option<&str>, Option<ChannelId>, Option<bool>),
) -> Result<Answer, Trouble> {
    let request = Request {
        subcommand: "set",
        name: Some(QUIZ),
        days: Some(day),
        time,
        channel,
        in_forum,
        posts: Some(Posts::Quiz),
        ..Request::default()
    };
    set::set(commands, asked, &request).await
}

/// Ends it. What it posted stays, and its buttons work on.
pub(in super::super) async fn end_weekly_quiz(commands: &Commands, asked: &Asked) -> Result<Answer, Trouble> {
    let found = commands.store.schedule(asked.guild, QUIZ, commands.clock.now()).await?;
    if !found.is_some_and(|schedule| schedule.options.posts == Posts::Quiz) {
        return Err(Trouble::kind(words::NO_WEEKLY));
    }
    commands.store.remove_schedule(asked.guild, QUIZ).await?;
    commands.bell.ring();
    Ok(private(words::WEEKLY_OFF.to_owned()))
}
