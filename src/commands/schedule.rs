#![allow(unused)]
//! STUB

use serenity::builder::CreateCommand;
use serenity::model::application::{
    CommandInteraction, ComponentInteraction, ComponentInteractionDataKind, ModalInteraction,
};
use serenity::model::id::{ChannelId, MessageId, UserId};

use super::{Answer, Asked, Commands, Trouble};
use crate::messages::{PanelStep, SetupChoice, replies};
use crate::recognition::Way;
use crate::store::Id;

pub(super) const NAME: &str = "schedule";
pub(super) fn register() -> CreateCommand {
    CreateCommand::new(NAME).description("Schedules")
}
pub(super) async fn answer(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    Err(Trouble::kind(replies::UNKNOWN_COMMAND))
}
pub(super) fn complete(typing: &CommandInteraction) -> Answer {
    Answer::Choices(Vec::new())
}
pub(super) async fn post_now(commands: &Commands, asked: &Asked, schedule: Id) -> Result<Answer, Trouble> {
    Err(Trouble::kind(replies::UNKNOWN_COMMAND))
}
pub(super) async fn see_week(commands: &Commands, asked: &Asked, schedule: Id) -> Result<Answer, Trouble> {
    Err(Trouble::kind(replies::UNKNOWN_COMMAND))
}
